"""Addresses that something is sent to: whom they name, and whether a secret may go there."""

from __future__ import annotations

from urllib.parse import urlsplit


def host(url: str) -> str:
    """Return host and port of an address, without the name and word that may stand before.

    Examples
    --------
    >>> host("https://user:word@chat.example:8443/path")
    'chat.example:8443'
    """
    return urlsplit(url).netloc.rpartition("@")[2]


def is_kept_private(url: str) -> bool:
    """Whether nobody can read along: ``https``, or ``http`` on this machine.

    Examples
    --------
    >>> is_kept_private("http://localhost:8080/x"), is_kept_private("http://chat.example/x")
    (True, False)
    """
    parts = urlsplit(url)
    is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return parts.scheme == "https" or (parts.scheme == "http" and is_here)
