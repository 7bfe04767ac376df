"""How a source is cited in an assessment."""

from __future__ import annotations

from foedus.language import Source


def described(source: Source) -> str:
    """Return title, publisher, date, address and caution of a source, in one line.

    Examples
    --------
    >>> described(Source(title="The North Atlantic Treaty", publisher="NATO", note="article 5"))
    'The North Atlantic Treaty, NATO (article 5)'
    """
    when = source.date.isoformat() if source.date else ""
    said = ", ".join(part for part in (source.title, source.publisher, when, source.url) if part)
    return f"{said} ({source.note})" if source.note else said
