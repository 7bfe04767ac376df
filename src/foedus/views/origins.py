"""Where numbers come from: a line beside them that says it without anything to be looked up.

Report and brief say it in these words, so that one figure is not told to be of two kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from foedus.assessment import Assessment, Input
from foedus.deterrence import Decision
from foedus.figures import Figure, Premise
from foedus.language import Source, listed
from foedus.views.cells import Line, variant_of
from foedus.views.citing import sourced

COUNTED = "counted from the text"
"""What is said of a number that no estimate enters."""
OF_ROWS = ("takes effect", "days to effect", "in time")
"""Columns that come from something else in every row, so that it is told below each."""
_ABOVE = "as above"
"""What stands for reasons and sources that were told of a row before."""
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


def origin(figure: Figure, sources: Mapping[str, Source], told: Collection[Premise] = ()) -> str:
    """Say where a figure comes from: what it was worked out from, the best known first.

    Parameters
    ----------
    figure
        With its premises.
    sources
        By id.
    told
        Premises whose reasons or sources stand above, so that they are named and no more.

    Examples
    --------
    >>> known = {"a5": Source(title="Invocation")}
    >>> rests = (Premise("report in 1 to 20 days", "judged", "", ("a5",)), Premise("x", "measured"))
    >>> origin(Figure(14, unit="days", premises=rests), known)
    "simulated. Measured: x. Judged by the file's authors: report in 1 to 20 days (Invocation [1])"
    >>> origin(Figure(0, premises=(Premise("owed at once", "derived"),)), {})
    'counted from the text: owed at once'
    """
    drawn = [premise for premise in figure.premises if premise.kind != "derived"]
    if not figure.known:
        return figure.because[0]
    if not drawn:
        said = [premise.says for premise in figure.premises]
        return f"{COUNTED}: {'; '.join(said)}" if said else COUNTED
    return f"simulated. {'. '.join(by_kind(figure.premises, sources, told))}"


def by_kind(
    premises: Iterable[Premise],
    sources: Mapping[str, Source],
    told: Collection[Premise] | Mapping[Premise, str] = (),
    name: Callable[[Sequence[str], Mapping[str, Source]], str] = sourced,
) -> Iterator[str]:
    """Yield what was measured, judged and assumed, and by whom or why; the text needs no reason.

    Reasons of what was `told` are left out, with its words for where they stand if it has any.
    """
    where = told if isinstance(told, Mapping) else dict.fromkeys(told, _ABOVE)
    drawn = [premise for premise in dict.fromkeys(premises) if premise.kind != "derived"]
    for kind in _ORDER:
        reasons: dict[str, list[str]] = {}
        for premise in drawn:
            if _kind(premise) == kind:
                why = reason_of(premise, sources, name)
                why = where.get(premise, why) if why else why
                reasons.setdefault(why, []).append(premise.says)
        if reasons:
            said = [f"{listed(of)}{f' ({why})' if why else ''}" for why, of in reasons.items()]
            yield f"{_WORDS[kind]}: {'; '.join(said)}"


def kinds(premises: Iterable[Premise], sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield which kinds of input something rests on, each with its sources or its reasons."""
    drawn = [premise for premise in dict.fromkeys(premises) if premise.kind != "derived"]
    for kind in _ORDER:
        of = [premise for premise in drawn if _kind(premise) == kind]
        told = (reason_of(one, sources) or one.says for one in of)
        why = "; ".join(dict.fromkeys(told))
        if of:
            yield f"{_lower(_WORDS[kind])} ({why})"


def staked(inputs: Sequence[Input]) -> str:
    """Say how many inputs the game has, and how many of them are of which kind."""
    of = {kind: sum(one.kind == kind for one in inputs) for kind in _ORDER[:3]}
    told = listed([f"{count} {kind}" for kind, count in of.items() if count])
    none = ", none measured" if not of["measured"] else ""
    derived = sum(one.kind == "derived" for one in inputs)
    by = [f"{told} by the file's authors{none}"] if told else []
    by += [f"{derived} derived from how steps are decided"] if derived else []
    return f"{_inputs(len(inputs))}, each with a range ({'; '.join(by)})"


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _inputs(count: int) -> str:
    return f"{count} input{'s' * (count != 1)}"


def _kind(premise: Premise) -> str:
    return "ours" if premise.ours else premise.kind


def reason_of(
    premise: Premise,
    sources: Mapping[str, Source],
    name: Callable[[Sequence[str], Mapping[str, Source]], str] = sourced,
) -> str:
    """Return the sources of a premise by name, or why it is put so where it has none."""
    if premise.sources:
        return name(premise.sources, sources)
    return premise.because


def played(table: Decision, inputs: Sequence[Input], sources: Mapping[str, Source]) -> str:
    """Say where what the game computes comes from."""
    most = "; ".join(f"{one.says} ({reason(one, sources)})" for one in inputs[:_WEIGHTIEST])
    return (
        f"simulated: the game is solved in {table.solved:,} draws of {staked(inputs)}. "
        f"Most hangs on {most}"
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


def rowed(a: Assessment, line: Line, told: Collection[Premise] = ()) -> Iterator[Origin]:
    """Yield where the chance, the days and the help in time of an option come from.

    Parameters
    ----------
    a
        What was found.
    line
        Of its table.
    told
        What was told of the rows above, with its reasons and sources.
    """
    known, pair = documents(a), line.pair
    if pair.consequence == "none":
        return
    takes = origin(pair.takes_effect, known, told)
    if pair.takes_effect.low is not None and of_text(a, line, pair.days_to_effect):
        yield Origin("takes effect", takes)
        yield Origin("days", COUNTED)
    else:
        yield Origin("takes effect, days", takes)
    in_time = pair.clock.in_time
    if in_time.value is None and pair.clock.stages:
        yield Origin("in time", in_time.because[0].replace("unknown", "not known", 1))
    elif sent := _sent(line):
        more = ". ".join(by_kind(sent, known, told))
        yield Origin("in time", f"simulated from that and more. {more}")


def premises(line: Line) -> tuple[Premise, ...]:
    """Return what `rowed` tells of a line by name, with its reasons and sources."""
    takes = line.pair.takes_effect
    return (*(takes.premises if takes.known else ()), *_sent(line))


def clocked(a: Assessment, line: Line) -> Iterator[Origin]:
    """Yield of which kinds the day of each stage is; reasons only of what `rowed` does not tell."""
    named = premises(line)
    for stage in line.pair.clock.stages:
        help_sent = stage.name in ("force", "arms")
        of = _sent(line) if help_sent else stage.day.premises
        of = () if not help_sent and of_text(a, line, stage.day) else of
        said = [*_only_kinds(one for one in of if one in named)]
        said += kinds([one for one in of if one not in named], documents(a))
        more = "; ".join(said) or COUNTED
        yield Origin(stage.name, f"what comes before, and days {more}" if help_sent else more)


def of_text(a: Assessment, line: Line, day: Figure) -> bool:
    """Say whether the text alone sets a day: it is one and the same, and no step's days are put."""
    variant = variant_of(a, line.option.id)
    put = variant is None or any(s.takes for p in variant.procedures.values() for s in p.steps)
    return day.value is not None and day.low in (None, day.high) and not put


def _only_kinds(of: Iterable[Premise]) -> Iterator[str]:
    """Yield which kinds of input something rests on."""
    found = {_kind(premise) for premise in of if premise.kind != "derived"}
    yield from (_lower(_WORDS[kind]) for kind in _ORDER if kind in found)


def _sent(line: Line) -> tuple[Premise, ...]:
    """Return what the days until help arrives rest on, beside what the help itself rests on."""
    last, before = line.pair.clock.stages[-1:], line.pair.takes_effect.premises
    return tuple(g for stage in last for g in stage.day.premises if g not in before)


def tabled(
    a: Assessment,
    headings: Sequence[str],
    text: Sequence[str],
    sources: Mapping[str, Source] | None = None,
) -> Iterator[Origin]:
    """Yield where columns come from that have it from the same in every row.

    Parameters
    ----------
    a
        What was found.
    headings
        The columns that the game computes.
    text
        Those that are counted from the text.
    sources
        As they are numbered; all of the file when left out.
    """
    known = documents(a) if sources is None else sources
    yield Origin(_names(text), f"{COUNTED}, with no estimate")
    if headings and a.decision is not None:
        yield Origin(_names(headings), played(a.decision, a.inputs, known))


def briefly(a: Assessment, headings: Sequence[str], sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield where the columns of a short table come from that the answer says nothing of.

    Parameters
    ----------
    a
        What was found.
    headings
        Its columns.
    sources
        As they are numbered.
    """
    of_text = ("given", "faults")
    drawn = [h for h in headings if h not in (*OF_ROWS, "days", *of_text)]
    yield from (
        str(one) for one in tabled(a, drawn, [h for h in headings if h in of_text], sources)
    )


def _names(headings: Sequence[str]) -> str:
    return ", ".join(headings)
