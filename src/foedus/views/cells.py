"""What the cells of an assessment say: the same words on the terminal, in HTML and in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from foedus.assessment import OptionAssessment
from foedus.figures import Figure
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
    Column("lesser acts", lambda o: o.probe),
    Column("break-even credibility", lambda o: o.break_even_credibility),
    Column("provoke", lambda o: o.provoke),
)
"""The figures of an option, in the order they are shown."""


def figure_text(figure: Figure, unit: bool = True) -> str:
    """Write a figure, or the word for its absence that its first reason begins with.

    Examples
    --------
    >>> figure_text(Figure(0.034, 0.01, 0.1))
    '0.03 (0.01 to 0.1)'
    >>> figure_text(Figure(None, because=("never: no credibility is enough",)))
    'never'
    """
    if figure.value is None:
        word, colon, _ = figure.because[0].partition(":") if figure.because else ("none", "", "")
        return word if colon else "-"
    text = str(figure)
    return text if unit else text.replace(f" {figure.unit}", "")


def act_heading(row: Answered) -> str:
    """Name an act with the days that it needs."""
    needs = f" (needs {row.needs} d)" if row.needs is not None else ""
    return f"{row.act.replace('_', ' ')}{needs}"


def answer(row: Answered) -> str:
    """Say what an act meets.

    Examples
    --------
    >>> answer(Answered("RUS", "attack", ("no-attack",), True, (), None, (), (), 30))
    'breach; NOTHING owed'
    """
    breach = "breach" if row.breaches else "no breach"
    found = "" if row.findable else ", not findable"
    if row.owed:
        return f"{breach}{found}; owed from day {row.day}"
    if row.rights:
        return f"{breach}{found}; a right, NO duty"
    if row.renewed:
        return f"{breach}{found}; NOT owed unless renewed"
    return f"{breach}{found}; NOTHING owed"


def is_open(row: Answered) -> bool:
    """Say whether nothing is owed for the act."""
    return not row.owed


def band(found: OptionAssessment) -> str:
    """Name the acts that nothing is owed for."""
    names = [row.act.replace("_", " ") for row in found.matrix if is_open(row)]
    if not names:
        return "none"
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def who(found: OptionAssessment) -> str:
    """Say who alone can keep the consequence from coming."""
    if found.consequence == "none":
        return "-"
    if not found.blockers:
        return "nobody"
    if len(found.blockers) <= _FEW:
        return ", ".join(found.blockers)
    return f"any of {len(found.blockers)}"


def loophole_ids(found: OptionAssessment) -> tuple[str, ...]:
    """Return the ids of the faults found, each once."""
    return tuple(dict.fromkeys(hole.id for hole in found.loopholes))
