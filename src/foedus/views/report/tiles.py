"""A tile map of those who decide: a square for each, dark where it alone can stop what follows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from html import escape

_SIZE, _GAP, _ACROSS = 38, 3, 11

_PLACES: Mapping[str, tuple[int, int]] = {
    "ISL": (2, 0), "NOR": (5, 0), "SWE": (6, 0), "FIN": (7, 0),
    "CAN": (0, 1), "DNK": (5, 1), "EST": (8, 1), "RUS": (10, 1),
    "USA": (0, 2), "IRL": (2, 2), "GBR": (3, 2), "LVA": (8, 2),
    "NLD": (4, 3), "DEU": (5, 3), "POL": (7, 3), "LTU": (8, 3), "BLR": (9, 3),
    "BEL": (3, 4), "LUX": (4, 4), "CZE": (6, 4), "SVK": (7, 4), "UKR": (9, 4),
    "FRA": (3, 5), "CHE": (4, 5), "AUT": (5, 5), "HUN": (7, 5), "ROU": (8, 5), "MDA": (9, 5),
    "PRT": (1, 6), "ESP": (2, 6), "ITA": (4, 6), "SVN": (5, 6), "HRV": (6, 6), "SRB": (7, 6),
    "BGR": (8, 6), "BIH": (6, 7), "MNE": (7, 7), "MKD": (8, 7), "TUR": (10, 7),
    "MLT": (4, 8), "ALB": (7, 8), "GRC": (8, 8), "CYP": (10, 8),
}  # fmt: skip
"""Column and row of states, roughly where they lie; all others stand in rows beneath."""


def tiles(who: Sequence[str], stop: Collection[str], names: Mapping[str, str], title: str) -> str:
    """Return an SVG map.

    Parameters
    ----------
    who
        Those who have a say, by id.
    stop
        Those who alone can stop what follows.
    names
        What they are called.
    title
        What is shown.
    """
    placed = dict(_placed(who))
    height = (max((row for _, row in placed.values()), default=0) + 1) * (_SIZE + _GAP)
    width = _ACROSS * (_SIZE + _GAP)
    able = [names.get(one, one) for one in who if one in stop]
    said = f"{title}: {', '.join(able) if able else 'nobody alone'}"
    body = "".join(
        _tile(one, *at, dark=one in stop, name=names.get(one, one)) for one, at in placed.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(said)}"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(said)}</title>{body}</svg>"
    )


def code(one: str) -> str:
    """Return what stands on a tile: an id, cut where it has no room.

    Examples
    --------
    >>> code("HRV"), code("mission")
    ('HRV', 'miss.')
    """
    return one if len(one) <= 4 else f"{one[:4]}."


def _placed(who: Sequence[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each with its column and row, rows that stay empty left out."""
    known = [one for one in who if one in _PLACES]
    rows = {row: at for at, row in enumerate(sorted({_PLACES[one][1] for one in known}))}
    yield from ((one, (_PLACES[one][0], rows[_PLACES[one][1]])) for one in known)
    for at, one in enumerate(one for one in who if one not in _PLACES):
        yield one, (at % _ACROSS, len(rows) + at // _ACROSS)


def _tile(one: str, column: int, row: int, *, dark: bool, name: str) -> str:
    x, y = column * (_SIZE + _GAP), row * (_SIZE + _GAP)
    fill, ink = ("#1b1f24", "#ffffff") if dark else ("#ffffff", "#1b1f24")
    mark = "●" if dark else "○"
    return (
        f'<g><title>{escape(name)}</title><rect x="{x}" y="{y}" width="{_SIZE}" height="{_SIZE}"'
        f' rx="3" fill="{fill}" stroke="#1b1f24"/>'
        f'<text x="{x + _SIZE / 2:g}" y="{y + 17}" text-anchor="middle" font-family="sans-serif"'
        f' font-size="13" fill="{ink}">{escape(code(one))}</text>'
        f'<text x="{x + _SIZE / 2:g}" y="{y + 31}" text-anchor="middle" font-family="sans-serif"'
        f' font-size="9" fill="{ink}">{mark}</text></g>'
    )
