"""A brief of two pages: the answer, the options side by side, what it rests on, and its sources.

What stands in it is put together here as plain data; `brief_docx` and `brief_pdf` only set it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from foedus.assessment import NO_FORECAST, PRIZE, Assessment
from foedus.views.answering import grouped
from foedus.views.cells import lines
from foedus.views.options import chosen

_ROOM = 112
"""Characters in a row of the table, so that the columns that matter less are left out."""
_RESTS = 6
"""How many assumptions are told; the report tells them all."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands in a brief, in the order in which it stands there.

    Attributes
    ----------
    title, summary
        Of the arrangement.
    dated
        The dates of the text and of the positions, how it was computed, and by which version.
    general
        What holds whatever the option.
    answer
        Questions, each with labels of options and what is said of them.
    columns, meanings, rows
        The table of the options.
    rests_on
        What it rests on most.
    not_modelled
        What the file leaves out.
    limits
        What it does not say.
    cite, again
        How to cite it, and the command that writes it again.
    sources
        Ids of sources, and the sources.
    """

    title: str
    summary: str
    dated: str
    general: tuple[str, ...]
    answer: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    columns: tuple[str, ...]
    meanings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rests_on: tuple[str, ...]
    not_modelled: tuple[str, ...]
    limits: str
    cite: str
    again: str
    sources: tuple[tuple[str, str], ...]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def brief(a: Assessment) -> Brief:
    """Return the brief of an assessment.

    Parameters
    ----------
    a
        What was found; nothing is computed here.
    """
    told = a.answer
    columns = chosen(a, _ROOM)
    return Brief(
        title=a.title,
        summary=a.summary,
        dated=dated(a),
        general=tuple(one["text"] for one in told["general"]),
        answer=tuple((group.lead, group.said) for group in grouped(told)),
        columns=("Option", *(column.heading for column in columns)),
        meanings=tuple(f"{column.heading}: {column.meaning}" for column in columns),
        rows=tuple((line.label, *(c.cell(line) for c in columns)) for line in lines(a)),
        rests_on=tuple(dict.fromkeys(_rests_on(told)))[:_RESTS],
        not_modelled=a.not_modelled,
        limits=f"Owed is not honoured. {PRIZE if a.decision else ''} {NO_FORECAST}".replace(
            "  ", " "
        ),
        cite=cite(a),
        again=again(a),
        sources=tuple((key, a.sources[key]) for key in _cited(a) if key in a.sources),
    )


def dated(a: Assessment) -> str:
    """Say of which day text and positions are, and how the figures were computed."""
    from foedus import __version__

    at = f"positions as known on {a.at}"
    how = f"{a.draws:,} draws, seed {a.seed}; foedus {__version__}"
    return f"Text and facts as of {a.as_of}; {at}; {how}."


def cite(a: Assessment) -> str:
    """Say how to cite an assessment."""
    from foedus import __version__

    return (
        f"“{a.title}”, assessment with foedus {__version__}: text as of {a.as_of}, positions as "
        f"known on {a.at}, {a.draws:,} draws, seed {a.seed}."
    )


def again(a: Assessment) -> str:
    """Return the command that makes the same figures again."""
    options = "".join(f" --option {name}" for name in a.options if name)
    chosen = options if a.arrangement and len(a.options) < len(a.arrangement.options) else ""
    at = f" --at {a.at}" if a.at != a.as_of else ""
    return f"foedus assess {a.case}{chosen}{at} --seed {a.seed} --draws {a.draws}"


def _rests_on(told: Any) -> Iterable[str]:
    """Yield what the sentences rest on, those on deterrence first."""
    every = [one for option in told["options"] for one in option["sentences"]]
    order = ("deter", "help")
    ranked = sorted(
        every, key=lambda one: order.index(one["about"]) if one["about"] in order else 9
    )
    yield from (one["rests_on"] for one in told["general"])
    yield from (one["rests_on"] for one in ranked if not one["rests_on"].startswith("the text"))


def _cited(a: Assessment) -> list[str]:
    """Return the sources of what is told: of the options, of chances and days, of the inputs."""
    found: dict[str, None] = {}
    for option in a.arrangement.options.values() if a.arrangement else ():
        found |= dict.fromkeys(option.source)
    for of in a.options.values():
        for pair in of.pairs:
            figures = [pair.takes_effect, pair.days_to_effect, *(s.day for s in pair.clock.stages)]
            found |= dict.fromkeys(key for figure in figures for key in figure.sources)
    found |= dict.fromkeys(key for one in a.inputs for key in one.sources)
    return [key for key in a.sources if key in found] or list(a.sources)
