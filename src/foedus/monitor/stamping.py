"""A link of the journal stamped from outside (RFC 3161): that it was there by a time.

A time-stamping authority signs the hash of a link together with the time. Nothing of the ledger but
that hash leaves the machine. The token is kept as an entry; whoever holds the authority's root
certificate can check it, with this program or with any other, such as OpenSSL.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foedus.monitor.addresses import host
from foedus.monitor.ledger import Ledger

STAMP = "stamp"
_LACKS = "a stamp needs rfc3161-client and httpx: pip install 'foedus[stamp]'"
_LONGEST = 1_000_000


class StampError(Exception):
    """A stamp that could not be had, or does not hold; the message says why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp on record: the link that was stamped, by whose clock, when, and whether it holds.

    `fault` says why it does not hold; empty where it does. `signed` says whether the signature was
    checked against certificates that the user gave.
    """

    link: str
    host: str
    at: datetime
    fault: str = ""
    signed: bool = False


def request(link: bytes) -> tuple[bytes, Any]:
    """Return what to send to an authority for a link, and that as an object."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError:
        raise StampError(_LACKS) from None
    builder = TimestampRequestBuilder().data(link).hash_algorithm(HashAlgorithm.SHA256)
    asked = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    return asked.as_bytes(), asked


def stamp(ledger: Ledger, url: str, recorded: str) -> Stamp:
    """Have the last link stamped by the authority at an address, and enter the token.

    Raises
    ------
    StampError
        When it gives none for this link.
    """
    count, link = ledger.last_link()
    raw, asked = request(bytes.fromhex(link))
    token = _answer(url, raw)
    found = read(token, link, host(url))
    if found.fault:
        raise StampError(f"{host(url)}: {found.fault}")
    if asked.nonce is not None and _decoded(token).tst_info.nonce != asked.nonce:
        raise StampError(f"{host(url)}: its answer is to another question")
    written = base64.b64encode(token).decode()
    body = {"link": link, "entry": count, "host": found.host, "token": written}
    ledger.enter(STAMP, [body], recorded)
    return found


def _answer(url: str, raw: bytes) -> bytes:
    try:
        import httpx
    except ImportError:
        raise StampError(_LACKS) from None
    kind = "application/timestamp-"
    headers = {"Content-Type": f"{kind}query", "Accept": f"{kind}reply"}
    try:
        answer = httpx.post(url, content=raw, headers=headers, timeout=60)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise StampError(f"{host(url) or url}: {error}") from None
    if answer.status_code != 200 or len(answer.content) > _LONGEST:
        raise StampError(f"{host(url)}: it answered {answer.status_code}")
    return answer.content


def _decoded(token: bytes) -> Any:
    try:
        from rfc3161_client import decode_timestamp_response
    except ImportError:
        raise StampError(_LACKS) from None
    try:
        return decode_timestamp_response(token)
    except ValueError:
        raise StampError("its answer is no time stamp") from None


def read(token: bytes, link: str, host: str, roots: bytes = b"") -> Stamp:
    """Return what a token says of a link.

    Parameters
    ----------
    token, link, host
        The token, the link that it is to be of, and whose it is.
    roots
        Root certificates (PEM) to check the signature against; not checked when empty.
    """
    said = _decoded(token)
    if said.status not in (0, 1):
        raise StampError("the authority refused")
    info = said.tst_info
    imprint = bytes(info.message_imprint.message)
    fault = ""
    if imprint != hashlib.sha256(bytes.fromhex(link)).digest():
        fault = "its stamp is of something else"
    elif roots:
        fault = _unsigned(said, bytes.fromhex(link), roots)
    return Stamp(link, host, info.gen_time, fault, bool(roots) and not fault)


def _unsigned(said: Any, link: bytes, roots: bytes) -> str:
    """Return why the signature does not hold; empty where it does."""
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        builder = VerifierBuilder()
        for certificate in load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(certificate)
        builder.build().verify_message(said, link)
    except (VerificationError, ValueError) as error:
        return f"its signature does not hold: {error}"
    return ""


def stamps(ledger: Ledger, roots: bytes = b"") -> list[Stamp]:
    """Return the stamps on record, each checked."""
    return [
        read(base64.b64decode(body["token"]), body["link"], body["host"], roots)
        for _, body in ledger.entries(STAMP)
    ]
