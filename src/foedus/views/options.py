"""The options side by side: the columns that tell them apart, as many as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from foedus.assessment import Assessment, consents
from foedus.deterrence import NOTHING
from foedus.deterrence import Row as Decided
from foedus.figures import figure_text, margin, percent, rounded
from foedus.views.cells import (
    COLUMNS,
    Line,
    column_text,
    fault_count,
    help_in_time,
    lines,
    pays_again,
)

_GAP = 2
_SHARES = ("less likely", "likelier", "decides")
"""Columns that count draws."""
_LABEL = 44
"""Columns that the name of an option has at most, before it is broken."""


class Shown(NamedTuple):
    """A column: its heading, what stands in it for a line, and what it means.

    Columns with a lower `rank` are left out last, where there is little room. One that says
    `nothing` of any line is not shown.
    """

    heading: str
    cell: Callable[[Line], str]
    meaning: str
    rank: int
    nothing: tuple[str, ...] = ("-", "")


def _decided(read: Callable[[Decided], str]) -> Callable[[Line], str]:
    return lambda line: "-" if line.decided is None else read(line.decided)


def _beside(row: Decided, which: str) -> str:
    paired = next(one for one in row.paired if one.other == NOTHING)
    return _share(getattr(paired, which))


def _share(share: float | None) -> str:
    """Write a share as short as a column has it."""
    return percent(share).replace("less than ", "< ").replace("more than ", "> ")


def _given(line: Line) -> str:
    """Return how many whose consent the option takes as given."""
    return f"{consents(line.option.granted, {}).value:.0f}"


def _lesser(line: Line) -> str:
    chance = line.option.probe
    if chance.value is None:
        return "not known" if not chance.known else "-"
    return rounded(chance.value)


def _chance(line: Line) -> str:
    chance = line.pair.attack
    return figure_text(chance) if chance.value is None else rounded(chance.value)


def faults_told(line: Line) -> str:
    """Say how many faults the text of an option has, on the first of its lines: they are of all."""
    first = line.pair in line.option.pairs[:1] or not line.option.pairs
    return fault_count(line.option) if first else ""


def in_time_told(line: Line) -> str:
    """Say with what chance the last stage comes in time, or why that has no number."""
    return figure_text(help_in_time(line)) if line.pair.clock.stages else "-"


_BY_HEADING = {column.heading: column for column in COLUMNS}


def _column(heading: str) -> Callable[[Line], str]:
    return lambda line: column_text(_BY_HEADING[heading], line)


def _meaning(heading: str) -> str:
    return _BY_HEADING[heading].meaning


TABLE = (
    Shown(
        "given",
        _given,
        "how many whose consent the option takes as given, ratified before or bound from the first "
        "day, where the file as written would ask them; nobody was asked whether they would",
        0,
        ("-", "", "0"),
    ),
    Shown(
        "takes effect",
        _column("takes effect"),
        _meaning("takes effect"),
        9,
    ),
    Shown("days", _column("days to effect"), _meaning("days to effect"), 10),
    Shown(
        "in time", in_time_told, "the chance that the last stage is over before the act is done", 1
    ),
    Shown("attack", _chance, _meaning("attack"), 2),
    Shown("lesser", _lesser, _meaning("lesser acts"), 7),
    Shown(
        "less likely",
        _decided(lambda row: _beside(row, "lower")),
        "the share of situations in which attack is less likely than with no arrangement",
        3,
    ),
    Shown(
        "likelier",
        _decided(lambda row: _beside(row, "higher")),
        "the share of situations in which it is likelier than with none",
        4,
    ),
    Shown(
        "decides",
        _decided(lambda row: _share(row.deciding.enough)),
        "the share in which this brings attack below even odds and nothing does not",
        5,
    ),
    Shown(
        "regret",
        _decided(lambda row: small(row.regret.mean)),
        "how much likelier attack is than under the best choice of a situation, no arrangement "
        "included, on average",
        8,
    ),
    Shown(
        "break-even",
        _column("break-even"),
        _meaning("break-even"),
        11,
    ),
    Shown(
        "provokes, added",
        _column("provokes, added"),
        _meaning("provokes, added"),
        12,
    ),
    Shown("faults", faults_told, "kinds of fault found", 6),
)
"""The columns, in the order in which they are shown."""


def small(value: float) -> str:
    """Write a number that is often small with two decimals, or with its first digit.

    Examples
    --------
    >>> small(0.254), small(0.013), small(0.0), small(2e-07)
    ('0.25', '0.01', '0', '<0.001')
    """
    if 0 < value < 0.001:
        return "<0.001"
    return f"{value:.2f}" if value >= 0.095 else f"{value:.1g}"


def telling(a: Assessment) -> list[Shown]:
    """Return the columns in which something stands."""
    return [c for c in TABLE if any(c.cell(line) not in c.nothing for line in lines(a))]


def chosen(a: Assessment, width: int) -> list[Shown]:
    """Return the columns that say something and for which there is room."""
    rows = lines(a)
    left = width - min(_LABEL, max((len(line.label) for line in rows), default=0))
    kept: list[Shown] = []
    for column in sorted(telling(a), key=lambda one: one.rank):
        wide = max(len(column.heading), *(len(column.cell(line)) for line in rows)) + _GAP
        if wide <= left:
            left -= wide
            kept.append(column)
    return [column for column in TABLE if column in kept]


def told(a: Assessment, width: int) -> Iterator[str]:
    """Yield the lines of the table."""
    columns, rows = chosen(a, width), lines(a)
    if not columns:
        return
    cells = [["", *(c.heading for c in columns)]]
    cells += [[line.label, *(c.cell(line) for c in columns)] for line in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    widths[0] = min(widths[0], _LABEL)
    within = _within(a, columns)
    above = len(within) <= widths[0]  # where names are short there is no room over them
    cells[0][0] = within if above else ""
    for row in cells:
        yield from _row(row, widths)
    if within and not above:
        yield from wrap(f"{within[:1].upper()}{within[1:]}.", width)
    if any(column.heading == "break-even" for column in columns):
        again = {line.label: pays_again(line.option.break_even_credibility) for line in rows}
        for label, why in again.items():
            if why:
                yield from wrap(f"* {label}: {why}", width, subsequent_indent="  ")


def _within(a: Assessment, columns: Sequence[Shown]) -> str:
    """Say how far shares of the draws may be off, where a column has any."""
    if a.decision is None or not a.decision.solved:
        return ""
    shares = any(column.heading in _SHARES for column in columns)
    return f"shares of the draws: ± {margin(a.decision.solved)} points" if shares else ""


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    first, *rest = wrap(cells[0], widths[0]) or [""]
    tail = "".join(
        f"{cell:>{width + _GAP}}" for cell, width in zip(cells[1:], widths[1:], strict=True)
    )
    yield f"{first:<{widths[0]}}{tail}".rstrip()
    yield from (f"  {part}" for part in rest)
