"""A brief of two pages: the answer, the options side by side, what it rests on, and its sources.

What stands in it is put together here as plain data; `brief_docx` and `brief_pdf` only set it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from foedus.assessment import NO_FORECAST, PRIZE, TEXT, Assessment
from foedus.figures import percent
from foedus.language import Source
from foedus.views.answering import grouped
from foedus.views.cells import drawn, lines
from foedus.views.options import chosen
from foedus.views.origins import briefly, documents
from foedus.views.provenance import Provenance, provenance
from foedus.views.quoting import spans
from foedus.views.switching import switched

OWED = "That help is owed does not mean that it comes."
"""What every page says before anything else."""
_ROOM = 112
"""Characters in a row of the table, so that the columns that matter less are left out."""
_FURTHER = 2
"""Switching values told beside that which the answer names."""


_LONG = 60
"""Characters from which on what several numbers rest on is told of the first alone."""
DIVERTED = "To be deterred may be to be diverted"
"""How it begins to be said that who does not attack need not keep the deal."""
_COLUMNS = ("/lower", "/probe", "/instead")
"""Figures that are columns of a table, and in no sentence of a brief."""


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
    options
        What each option is, in the words of the file.
    answer
        Questions, each with labels of options, what is said of them, and the numbers of the sources
        that its figures rest on.
    conditions
        Where the answer on each option changes, whatever is nearest first.
    columns, meanings, rows
        The table of the options.
    origins
        Where its numbers come from, as the report says it.
    provenance
        Where the numbers of the answer come from: those that share it, and what is said of them.
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
    options: tuple[tuple[str, str], ...]
    answer: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    conditions: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    meanings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    origins: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
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
    rows = provenance(a)
    sources = tuple((key, a.sources[key]) for key in _cited(a, rows) if key in a.sources)
    known = documents(a)
    numbered = {key: known[key] for key, _ in sources if key in known}
    return Brief(
        title=a.title,
        summary=a.summary,
        dated=dated(a),
        general=tuple(one["text"] for one in told["general"]),
        options=explained(a),
        answer=_answered(a, [key for key, _ in sources]),
        conditions=tuple(_conditions(a)),
        columns=("Option", *(column.heading for column in columns)),
        meanings=tuple(f"{column.heading}: {column.meaning}" for column in columns),
        rows=tuple((line.label, *(c.cell(line) for c in columns)) for line in lines(a)),
        origins=tuple(briefly(a, [column.heading for column in columns], numbered)),
        provenance=tuple(_provenance(rows, numbered)),
        not_modelled=a.not_modelled,
        limits=f"{OWED} {PRIZE if a.decision else ''} {NO_FORECAST}".replace("  ", " "),
        cite=cite(a),
        again=again(a),
        sources=sources,
    )


def dated(a: Assessment) -> str:
    """Say of which day text and positions are, and how the figures were computed."""
    from foedus import __version__

    at = f"positions as known on {a.at}"
    how = drawn(a)
    if a.decision is not None:  # chances and days cost little, and rest on more
        more = f"{a.draws_of_chances:,} of chances and days"
        how = [f"{a.draws:,} draws of the game, {more}, seed {a.seed}"]
    told = "; ".join([at, *how, f"foedus {__version__}"])
    return f"Text and facts as of {a.as_of}, read in sources of any day; {told}."


def cite(a: Assessment) -> str:
    """Say how to cite an assessment."""
    from foedus import __version__

    told = ", ".join([f"text as of {a.as_of}", f"positions as known on {a.at}", *drawn(a)])
    return f"“{a.title}”, assessment with foedus {__version__}: {told}."


def again(a: Assessment) -> str:
    """Return the command that makes the same figures again, in the folder of the file."""
    options = "".join(f" --option {name}" for name in a.options if name)
    chosen = options if a.arrangement and len(a.options) < len(a.arrangement.options) else ""
    at = f" --at {a.at}" if a.at != a.as_of else ""
    return f"foedus assess {Path(a.case).name}{chosen}{at} --seed {a.seed} --draws {a.draws}"


def explained(a: Assessment) -> tuple[tuple[str, str], ...]:
    """Return what each option is, in the words of the file; nothing where it has none."""
    options = a.arrangement.options if a.arrangement else {}
    return tuple(
        (options[name].label, options[name].summary.rstrip("."))
        for name in a.options
        if name in options and options[name].summary
    )


def _answered(
    a: Assessment, order: Sequence[str]
) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """Return the answer by question, each sentence with the numbers of its sources."""
    plain = a.as_json()
    told: Any = plain["answer"]
    used: dict[tuple[str, str], set[int]] = {}
    for one in (one for option in told["options"] for one in option["sentences"]):
        keys = {key for pointer in one["figures"] for key in _sources(plain, pointer)}
        numbers = {at for at, key in enumerate(order, 1) if key in keys}
        used.setdefault((one["lead"], one["says"]), set()).update(numbers)
    return tuple(
        (
            group.lead,
            tuple(
                (label, says, spans(sorted(used[group.lead, says]))) for label, says in group.said
            ),
        )
        for group in grouped(told)
    )


def _sources(plain: Any, pointer: str) -> Iterable[str]:
    """Yield the sources of a figure of the JSON, or of the input that a switching value is of."""
    found, inside = plain, plain
    for part in pointer.split("/")[1:]:
        inside, found = found, found[int(part) if isinstance(found, list) else part]
    if isinstance(found, dict):
        yield from found.get("sources", ())
    if isinstance(inside, dict) and "deters" in inside and "name" in inside:
        for one in plain["inputs"]:
            yield from one["sources"] if one["name"] == inside["name"] else ()


def _conditions(a: Assessment) -> Iterable[tuple[str, str]]:
    """Yield where the answer on each option changes, beside what the answer names itself."""
    for one in switched(a.decision, a.inputs):
        further = [crossing.said for crossing, _ in one.crossings[1 : _FURTHER + 1]]
        so = (
            "no longer deters if one of these stops being so"
            if one.deters
            else "would deter if one of these were so"
        )
        more = len(one.crossings) - 1 - _FURTHER
        left = f"; {more} more in the report" if more > 0 else ""
        if further:
            yield "; ".join(one.labels), f"{so}: {'; '.join(further)}{left}"
    diverted: dict[str, list[str]] = {}
    for row in a.decision.rows if a.decision is not None else ():
        if row.lesser is not None and row.lesser.instead > 0:
            share = f"{row.label} {percent(row.lesser.instead)}"
            diverted.setdefault(row.name, []).append(share)
    for name, shares in diverted.items():
        told = f"a lesser breach by {name} comes in place of an attack in this share of all draws"
        yield DIVERTED, f"{told}: {'; '.join(shares)}"


def _provenance(
    rows: Sequence[Provenance], sources: Mapping[str, Source]
) -> Iterable[tuple[str, str]]:
    """Yield the numbers of the answer, each with what it is, how it came about, and from what."""
    place = {key: at for at, key in enumerate(sources, 1)}
    above: set[str] = set()
    for row in rows:
        if all(one.endswith(_COLUMNS) for one in row.pointers):
            continue
        numbers = spans(sorted(place[key] for key in row.cited if key in place))
        cited = f"sources {numbers}" if numbers else "no source cited"
        rests = "" if row.rests_on in (TEXT, "itself") else f"; rests most on {row.rests_on}"
        rests = (
            "; rests most on the same as above" if rests in above and len(rests) > _LONG else rests
        )
        above.add(rests)
        yield "; ".join(row.numbers), f"{row.of}: {row.kind}, {cited}{rests}"


def _cited(a: Assessment, rows: Sequence[Provenance]) -> list[str]:
    """Return the sources of what is told: of the options, of chances and days, of the inputs."""
    found = dict.fromkeys(key for row in rows for key in row.cited)
    for option in a.arrangement.options.values() if a.arrangement else ():
        found |= dict.fromkeys(option.source)
    for of in a.options.values():
        for pair in of.pairs:
            figures = [pair.takes_effect, pair.days_to_effect, *(s.day for s in pair.clock.stages)]
            found |= dict.fromkeys(key for figure in figures for key in figure.sources)
    found |= dict.fromkeys(key for one in a.inputs for key in one.sources)
    return [key for key in a.sources if key in found] or list(a.sources)
