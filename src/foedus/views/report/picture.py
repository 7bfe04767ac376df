"""A picture on a page: its text alternative, and the files that save it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foedus.views.charts import Drawing, drawable, png, svg, table_text


class Picture(NamedTuple):
    """A drawing ready for the page: its text alternative, and the addresses of its files."""

    name: str
    title: str
    alternative: str
    svg: str
    png: str
    csv: str


def pictures(several: Mapping[str, Drawing]) -> dict[str, Picture]:
    """Return charts ready for a page."""
    return {
        name: _saved(one.name, one.title, one.alternative, svg(one), one.csv)
        for name, one in several.items()
    }


def pictured(
    name: str, title: str, alternative: str, drawn: str, rows: Sequence[Sequence[object]]
) -> Picture | None:
    """Return a drawing of ours ready for a page; None where nothing is drawn.

    Parameters
    ----------
    name
        Of its files.
    title, alternative
        What is shown, and the same for those who do not see it.
    drawn
        The drawing, as SVG.
    rows
        What it shows as a table, its heads first.
    """
    table = table_text([str(head) for head in rows[0]], rows[1:])
    return _saved(name, title, alternative, drawn, table) if drawn else None


def _saved(name: str, title: str, alternative: str, drawn: str, table: str) -> Picture:
    image = uri("image/png", png(drawn)) if drawable() else ""
    addresses = (uri("image/svg+xml", drawn), image, uri("text/csv", table.encode()))
    return Picture(name, title, alternative, *addresses)


def uri(kind: str, content: bytes | str) -> str:
    """Return content as an address that holds it whole."""
    held = content.encode() if isinstance(content, str) else content
    return f"data:{kind};base64,{b64encode(held).decode('ascii')}"
