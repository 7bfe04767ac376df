"""Where numbers come from: a line beside them that says it without anything to be looked up.

Report and brief say it in these words, so that one figure is not told to be of two kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from foedus.assessment import Assessment, Input
from foedus.deterrence import Decision
from foedus.figures import Figure, Premise
from foedus.language import Source, listed
from foedus.views.cells import Line, lines

COUNTED = "counted from the text"
"""What is said of a number that no estimate enters."""
OF_ROWS = ("takes effect", "days to effect", "in time")
"""Columns that come from something else in every row, so that it is told below each."""
_FEW = 3
"""Sources named one by one; of more, how many there are and of which years."""
_WEIGHTIEST = 3
"""Inputs of the game named beside how many there are."""
_ORDER = ("measured", "judged", "assumed", "ours")
_WORDS = {
    "measured": "Measured",
    "judged": "Judged by the file's authors",
    "assumed": "Assumed by the file's authors",
    "ours": "Assumed by foedus",
}


class Origin(NamedTuple):
    """What kind of figures some columns hold: which columns, and in words where they come from."""

    of: str
    says: str

    def __str__(self) -> str:
        return f"{self.of}: {self.says}"


def sourced(keys: Sequence[str], sources: Mapping[str, Source]) -> str:
    """Name sources by who published them and when; many by their number and their years.

    Examples
    --------
    >>> from datetime import date
    >>> known = {"a5": Source(title="Invocation", publisher="NATO", date=date(2001, 10, 2))}
    >>> sourced(["a5"], known), sourced(["unknown"], known)
    ('NATO 2001', 'unknown')
    """
    found = [sources[key] for key in keys if key in sources]
    years = sorted({one.date.year for one in found if one.date})
    if len(keys) > _FEW:
        span = f" of {years[0]} to {years[-1]}" if years else ""
        return f"{len(keys)} sources{span}"
    return listed([_named(key, sources) for key in keys])


def _named(key: str, sources: Mapping[str, Source]) -> str:
    if key not in sources:
        return key
    one = sources[key]
    return f"{one.publisher or one.title} {one.date.year}" if one.date else one.title


def origin(figure: Figure, sources: Mapping[str, Source]) -> str:
    """Say where a figure comes from: what it was worked out from, the best known first.

    Parameters
    ----------
    figure
        With its premises.
    sources
        By id.

    Examples
    --------
    >>> known = {"a5": Source(title="Invocation")}
    >>> rests = (Premise("report in 1 to 20 days", "judged", "", ("a5",)), Premise("x", "measured"))
    >>> origin(Figure(14, unit="days", premises=rests), known)
    "simulated. Measured: x. Judged by the file's authors: report in 1 to 20 days (Invocation)"
    >>> origin(Figure(0, premises=(Premise("owed at once", "derived"),)), {})
    'counted from the text: owed at once'
    """
    drawn = [premise for premise in figure.premises if premise.kind != "derived"]
    if not figure.known:
        return figure.because[0]
    if not drawn:
        said = [premise.says for premise in figure.premises]
        return f"{COUNTED}: {'; '.join(said)}" if said else COUNTED
    return f"simulated. {'. '.join(by_kind(figure.premises, sources))}"


def by_kind(premises: Iterable[Premise], sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield what was measured, judged and assumed, and by whom or why; the text needs no reason."""
    drawn = [premise for premise in dict.fromkeys(premises) if premise.kind != "derived"]
    for kind in _ORDER:
        reasons: dict[str, list[str]] = {}
        for premise in drawn:
            if _kind(premise) == kind:
                reasons.setdefault(_why(premise, sources), []).append(premise.says)
        if reasons:
            told = [f"{listed(said)}{f' ({why})' if why else ''}" for why, said in reasons.items()]
            yield f"{_WORDS[kind]}: {'; '.join(told)}"


def kinds(premises: Iterable[Premise], sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield which kinds of input something rests on, each with its sources or its reasons."""
    drawn = [premise for premise in dict.fromkeys(premises) if premise.kind != "derived"]
    for kind in _ORDER:
        of = [premise for premise in drawn if _kind(premise) == kind]
        told = (_why(one, sources) or one.says for one in of)
        why = "; ".join(dict.fromkeys(told))
        if of:
            yield f"{_WORDS[kind][:1].lower()}{_WORDS[kind][1:]} ({why})"


def _kind(premise: Premise) -> str:
    return "ours" if premise.ours else premise.kind


def _why(premise: Premise, sources: Mapping[str, Source]) -> str:
    if premise.sources:
        return sourced(premise.sources, sources)
    return premise.because


def played(table: Decision, inputs: Sequence[Input], sources: Mapping[str, Source]) -> str:
    """Say where what the game computes comes from."""
    counts = {kind: sum(one.kind == kind for one in inputs) for kind in _ORDER[:3]}
    told = listed([f"{count} {kind}" for kind, count in counts.items() if count])
    none = ", none measured" if not counts["measured"] else ""
    most = "; ".join(f"{one.says} ({reason(one, sources)})" for one in inputs[:_WEIGHTIEST])
    return (
        f"simulated: the game is solved in {table.solved:,} draws of {len(inputs)} inputs, "
        f"each from its range ({told} by the file's authors{none}). Most hangs on {most}"
    )


def reason(one: Input, sources: Mapping[str, Source]) -> str:
    """Say what kind an input is, and why it is put so."""
    why = _first(one.because) or "the file does not say why"
    cited = f"; {sourced(one.sources, sources)}" if one.sources else ""
    return f"{one.kind}: {why}{cited}"


def _first(because: str) -> str:
    """Return the first part of a reason, for a line that has little room."""
    return because.partition(";")[0]


def documents(a: Assessment) -> Mapping[str, Source]:
    """Return the sources of the file by id."""
    return a.arrangement.sources if a.arrangement else {}


def rowed(a: Assessment, line: Line) -> Iterator[Origin]:
    """Yield where the chance, the days and the help in time of an option come from."""
    known, pair = documents(a), line.pair
    if pair.consequence == "none":
        return
    yield Origin("takes effect, days", origin(pair.takes_effect, known))
    if sent := _sent(line):
        yield Origin("in time", f"simulated from that and more. {'. '.join(by_kind(sent, known))}")


def clocked(a: Assessment, line: Line) -> Iterator[Origin]:
    """Yield where the day of each stage comes from."""
    for stage in line.pair.clock.stages:
        if stage.name in ("force", "arms"):
            more = "; ".join(kinds(_sent(line), documents(a)))
            yield Origin(stage.name, f"what comes before, and days {more}")
        else:
            told = "; ".join(kinds(stage.day.premises, documents(a)))
            yield Origin(stage.name, told or COUNTED)


def _sent(line: Line) -> tuple[Premise, ...]:
    """Return what the days until help arrives rest on, beside what the help itself rests on."""
    last, before = line.pair.clock.stages[-1:], line.pair.takes_effect.premises
    return tuple(g for stage in last for g in stage.day.premises if g not in before)


def tabled(a: Assessment, headings: Sequence[str], text: Sequence[str]) -> Iterator[Origin]:
    """Yield where columns come from that have it from the same in every row.

    Parameters
    ----------
    a
        What was found.
    headings
        The columns that the game computes.
    text
        Those that are counted from the text.
    """
    yield Origin(_names(text), f"{COUNTED}, with no estimate")
    if headings and a.decision is not None:
        yield Origin(_names(headings), played(a.decision, a.inputs, documents(a)))


def briefly(a: Assessment, headings: Sequence[str]) -> Iterator[str]:
    """Yield where the columns of a short table come from, a line for each kind.

    Parameters
    ----------
    a
        What was found.
    headings
        Its columns.
    """
    drawn = [h for h in headings if h not in (*OF_ROWS, "days", "faults")]
    yield from (str(one) for one in tabled(a, drawn, [h for h in headings if h == "faults"]))
    alike: dict[str, list[str]] = {}
    for line in lines(a):
        premises = tuple(p for stage in line.pair.clock.stages for p in stage.day.premises)
        said = "; ".join(kinds((*line.pair.takes_effect.premises, *premises), documents(a)))
        if said:
            alike.setdefault(said, []).append(line.label)
    of = ", ".join(h for h in headings if h in (*OF_ROWS, "days"))
    for said, labels in alike.items():
        yield f"{of} ({'; '.join(labels)}): {said}"


def _names(headings: Sequence[str]) -> str:
    return ", ".join(headings)
