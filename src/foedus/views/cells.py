"""What the cells of an assessment say: the same words on the terminal and on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from foedus.assessment import OptionAssessment
from foedus.figures import Figure, rounded
from foedus.loopholes import Answered

_FEW = 3


class Column(NamedTuple):
    """A column of the table of options."""

    heading: str
    of: Callable[[OptionAssessment], Figure]


COLUMNS = (
    Column("takes effect", lambda o: o.takes_effect),
    Column("days to effect", lambda o: o.days_to_effect),
    Column("attack", lambda o: o.attack),
    Column("beside none", lambda o: o.attack_added),
    Column("lesser acts", lambda o: o.probe),
    Column("break-even", lambda o: o.break_even_credibility),
    Column("provoke, added", lambda o: o.provoke_added),
)
"""The figures of an option, in the order they are shown."""


def figure_text(figure: Figure) -> str:
    """Write a figure with its interval, or the word for its absence.

    The word is what comes before a colon in the first reason; a dash where there is none.

    Examples
    --------
    >>> figure_text(Figure(0.034, 0.01, 0.1))
    '0.03 (0.01–0.1)'
    >>> figure_text(Figure(0.5, 0.0004, 0.9997)), figure_text(Figure(237, 130, 457, unit="days"))
    ('0.5 (0–1)', '237 (130–457)')
    >>> figure_text(Figure(None, because=("never: no credibility is enough",)))
    'never'
    """
    if figure.value is None:
        return absence(figure)
    said = rounded(figure.value, figure.unit)
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return said
    return f"{said} ({_end(figure.low, figure.unit)}–{_end(figure.high, figure.unit)})"


def column_text(column: Column, found: OptionAssessment) -> str:
    """Write the cell of a column; a duty that needs no step is no matter of chance."""
    at_once = found.consequence == "duty" and found.days_to_effect.value == 0
    if at_once and column.heading == "takes effect":
        return "owed at once"
    return figure_text(column.of(found))


def absence(figure: Figure) -> str:
    """Return the word that says why a figure has no value."""
    heads = [reason.partition(": ") for reason in figure.because]
    words = [head for head, colon, _ in heads if colon and len(head.split()) <= 2]
    return words[0] if words else "-"


def _end(value: float, unit: str) -> str:
    """Write the end of an interval; a chance within half a hundredth of 0 or 1 as that."""
    if unit == "probability" and min(value, 1 - value) < 0.005:
        return f"{value:.0f}"
    return rounded(value, unit)


def act_heading(row: Answered) -> str:
    """Name an act with the days that it needs."""
    needs = f", {row.needs} d" if row.needs is not None else ""
    return f"{row.act.replace('_', ' ')}{needs}"


def answer(row: Answered) -> str:
    """Say what an act meets; an act is a breach that can be found unless this says otherwise.

    Examples
    --------
    >>> answer(Answered("RUS", "attack", ("no-attack",), True, (), None, (), (), 30))
    'NOTHING owed'
    """
    breach = "" if row.breaches else "no breach; "
    found = "" if row.findable or not row.breaches else "cannot be found; "
    if row.owed:
        return f"{breach}{found}owed from day {row.day}"
    if row.rights:
        return f"{breach}{found}a right, NO duty"
    if row.renewed:
        return f"{breach}{found}only if RENEWED"
    return f"{breach}{found}NOTHING owed"


def is_open(row: Answered) -> bool:
    """Say whether nothing is owed for the act."""
    return not row.owed


def band(found: OptionAssessment) -> str:
    """Name the acts that nothing is owed for."""
    names = [row.act.replace("_", " ") for row in found.matrix if is_open(row)]
    if not names:
        return "none"
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def who(found: OptionAssessment, groups: Mapping[str, tuple[str, ...]]) -> str:
    """Say who alone can keep the consequence from coming; a whole group by its name."""
    if found.consequence == "none":
        return "nothing follows"
    left, said = list(found.blockers), []
    for name, members in groups.items():
        if set(members) <= set(left):
            said.append(f"each of {name}'s {len(members)}")
            left = [one for one in left if one not in members]
    shown = left if len(left) <= _FEW else [*left[:_FEW], f"{len(left) - _FEW} more"]
    return ", ".join([*said, *shown]) or "nobody"


def in_time(found: OptionAssessment) -> str:
    """Say with what chance the last stage of the clock comes before the act is accomplished."""
    figure = found.clock.in_time
    return "-" if not found.clock.stages else figure_text(figure)


def stages(found: OptionAssessment) -> str:
    """Tell the stages of the clock in one line: medians, and for the last its interval."""
    told: list[str] = []
    last = found.clock.stages[-1:]
    for stage in found.clock.stages:
        days = "?" if stage.day.value is None else f"{stage.day.value:.0f}"
        told.append(f"{stage.name} {figure_text(stage.day) if stage in last else days}")
    return " > ".join(told) or "nothing follows"


def loophole_ids(found: OptionAssessment) -> tuple[str, ...]:
    """Return the ids of the faults found, each once."""
    return tuple(dict.fromkeys(hole.id for hole in found.loopholes))


def common_loopholes(options: Mapping[str, OptionAssessment]) -> tuple[str, ...]:
    """Return the ids of the faults that every option has."""
    rows = [loophole_ids(found) for found in options.values()]
    return tuple(id_ for id_ in rows[0] if all(id_ in row for row in rows)) if rows else ()
