"""Numbers that follow from the text, and from how long its steps take and how likely they pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from foedus.assessment import TEXT, PairAssessment, together
from foedus.figures import Figure, Premise, figure_text
from foedus.language import Arrangement, Duration, Instrument, listed
from foedus.loopholes import CATALOGUE
from foedus.views.cells import lines, variant_of
from foedus.views.citing import titled
from foedus.views.origins import of_text
from foedus.views.provenance.ballots import steps_told
from foedus.views.provenance.number import (
    BY_AUTHORS,
    COUNTED,
    NO_SOURCE,
    SIMULATED,
    UNKNOWN,
    Asked,
    Number,
    at_pointer,
)
from foedus.views.quoting import clause_at

OF_CHANCE = "Those of the chance that it comes"
"""How the sources begin of a day that comes after what the chance is of."""
_EVERY_WAY = "every way through the steps, weighed by its chance"


def _pair(asked: Asked, pointer: str) -> PairAssessment:
    found: PairAssessment = at_pointer(asked.a, "/".join(pointer.split("/")[:5]))
    return found


def _rests(asked: Asked) -> str:
    return str(asked.sentence["rests_on"])


# What follows, and when -------------------------------------------------------------------------


def needs(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the days that an act itself needs."""
    pair = _pair(asked, pointer)
    days = pair.clock.needs
    yield Number(
        pointer,
        f"{days} day{'s' * (days != 1)}",
        _itself(asked, pair),
        f"assumed {BY_AUTHORS}",
        "a number of the file",
        NO_SOURCE,
        "itself",
    )


def _itself(asked: Asked, pair: PairAssessment) -> str:
    """Say that it is the days of the act itself."""
    does = f"{asked.a.names.get(pair.by, pair.by)} {pair.does}"
    return f"how long the act itself takes ({does})"


def takes(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the range of days that an act itself takes."""
    pair, variant = _pair(asked, pointer), variant_of(asked.a, asked.option.id)
    acts = variant.conduct[pair.by].acts if variant is not None else ()
    given = next((one.takes for one in acts if one.act == pair.act), None)
    ends = pair.clock.takes or ()
    yield Number(
        pointer,
        f"{' to '.join(dict.fromkeys(f'{end:g}' for end in ends))} days",
        _itself(asked, pair),
        f"{given.kind if given else 'assumed'} {BY_AUTHORS}",
        "a range of the file",
        titled(given.source, asked.known) if given and given.source else NO_SOURCE,
        (given.because if given else "") or "itself",
        given.source if given else (),
    )


def chance(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the chance that what follows comes; that it is there at once needs no chance."""
    pair = _pair(asked, pointer)
    figure = pair.takes_effect
    often = re.search(r"about 1 in [\d,.]*\d", asked.sentence["says"])
    text = figure_text(figure) + (f", {often[0]}" if often else "")
    row = Number(pointer, text, f"chance that {_coming(pair)}", "", "", "", _rests(asked))
    if _at_once(pair):
        row = row._replace(text="at once", of="when an answer is owed, or may be given")
    row = _worked_out(asked, pair, figure, row)
    yield row._replace(how=steps_told(asked, pair)) if row.kind == SIMULATED else row


def _at_once(pair: PairAssessment) -> bool:
    soon = pair.takes_effect.value == 1 and pair.days_to_effect.value == 0
    return soon and pair.consequence != "effect"


def _coming(pair: PairAssessment) -> str:
    """Say what it is whose chance and day are told."""
    if pair.consequence == "effect":
        return f"{listed(pair.called)} come{'s' * (len(pair.called) == 1)}"
    return "an answer is owed" if pair.consequence == "duty" else "there is a right to respond"


def days(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the day on which it comes."""
    pair = _pair(asked, pointer)
    if _at_once(pair):
        return
    figure = pair.days_to_effect
    said, of = f"day {figure_text(figure)}", f"when {_coming(pair)}, if so"
    row = Number(pointer, said, of, "", "", "", _longest(pair))
    line = next(x for x in lines(asked.a) if x.option is asked.option and x.pair is pair)
    if of_text(asked.a, line, figure):
        yield _counted(asked, pair, row, "the time limits of the text, one after the other")
    else:
        yield _worked_out(asked, pair, figure, row)


def _longest(pair: PairAssessment) -> str:
    """Name the step that takes longest, by the median days on which steps are over."""
    before, longest, said = 0.0, -1.0, TEXT
    for stage in pair.clock.stages:
        day = stage.day.value
        if day is None or stage.name in _SENT:
            continue
        if day - before > longest:
            longest = day - before
            said = f"how long “{stage.name}” takes (from day {before:.0f} to {day:.0f})"
        before = day
    return said


_SENT = {"force": "help in the field is there", "arms": "arms are there"}


def arrival(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the day on which help is there."""
    pair = _pair(asked, pointer)
    stage = at_pointer(asked.a, pointer.removesuffix("/day"))
    day, earlier = stage.day, pair.takes_effect.premises
    given = [why for why in day.because if why.startswith("help under")]
    said, of = f"day {figure_text(day)}", f"when {_SENT.get(stage.name, stage.name)}"
    row = Number(pointer, said, of, "", "", "", given[0] if given else _rests(asked))
    if day.value is None:
        yield _worked_out(asked, pair, replace(day, premises=()), row)
        return
    more = _drawn(asked, [premise for premise in day.premises if premise not in earlier])
    before = any(premise.kind != "derived" for premise in earlier)
    yield row._replace(
        kind=SIMULATED,
        rule="the day before it and the days until help comes, drawn together"
        f"{_likeliest(asked, more)}; median and 80\u00a0% interval",
        sources=f"{OF_CHANCE}, and more" if before else "",
        premises=more,
    )


def _likeliest(asked: Asked, days: Sequence[Premise]) -> str:
    """Say which days until help the file has as likeliest, which are not the median of their range.

    Nothing is said where the file has a range alone, in which no day is likelier than another.
    """
    variant = variant_of(asked.a, asked.option.id)
    clauses = variant.guarantees.items() if variant is not None else ()
    told = dict.fromkeys(
        f"{g.arrives.value:g}"
        for name, g in clauses
        if g.arrives is not None
        and g.arrives.value is not None
        and g.arrives.lowest < g.arrives.highest
        and any(one.says.endswith(f" under “{g.label or name}”") for one in days)
    )
    return f" (likeliest of the latter: {listed([*told])})" if told else ""


def under_way(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the chance that what follows is not settled when the horizon of the file ends."""
    pair = _pair(asked, pointer)
    on = pair.cut.on if pair.cut is not None else ""
    text = figure_text(Figure(at_pointer(asked.a, pointer)))
    of = f"chance that it is still under way on {on}, where the horizon of the file ends"
    row = Number(pointer, text, of, "", "", "", _rests(asked))
    yield _worked_out(asked, pair, pair.takes_effect, row)


def _worked_out(asked: Asked, pair: PairAssessment, figure: Figure, row: Number) -> Number:
    """Return a number with what it was simulated from; or counted, or not known."""
    if not figure.known or (figure.value is None and figure.because):
        why = figure.because[0].removeprefix("not known: ") if figure.because else "not said"
        return row._replace(kind=UNKNOWN, rule=why, sources=NO_SOURCE, rests_on=why)
    drawn = _drawn(asked, figure.premises)
    if not drawn:
        row = row._replace(rests_on=TEXT)
        return _counted(asked, pair, row, "every way that the text leaves open is followed")
    last = figure.because[-1] if figure.because else ""
    how = f"; {last}" if last.startswith(("mean", "median")) else ""
    return row._replace(kind=SIMULATED, rule=f"{_EVERY_WAY}{how}", premises=drawn)


def _drawn(asked: Asked, premises: Iterable[Premise]) -> tuple[Premise, ...]:
    """Return what is drawn; what others are to have said or done says if no source of it counts.

    A source that is dated after the day asked about feeds no figure, though it is in the list.
    """
    none = f"no source is dated by {asked.a.at}"
    return tuple(
        one if one.because or one.sources or one.ours else one._replace(because=none)
        for one in premises
        if one.kind != "derived"
    )


def _counted(asked: Asked, pair: PairAssessment, row: Number, rule: str) -> Number:
    """Return a number that the text alone says, with the sources of the clauses that it is of."""
    variant = variant_of(asked.a, asked.option.id)
    clauses = [_clause(variant, name) for name in pair.of] if variant is not None else []
    return row._replace(kind=COUNTED, rule=rule, cites=_cited(clauses))


def _clause(variant: Arrangement, name: str) -> object:
    return variant.guarantees.get(name) or variant.procedures.get(name)


def _cited(clauses: Iterable[object]) -> tuple[str, ...]:
    """Return the sources that clauses cite for their wording."""
    return tuple(dict.fromkeys(key for one in clauses for key in getattr(one, "source", ())))


def nothing(asked: Asked, where: str) -> Iterator[Number]:
    """Yield that nothing follows, where nothing does or nobody has an act."""
    if not asked.option.pairs or _pair(asked, where).consequence == "none":
        variant = variant_of(asked.a, asked.option.id)
        rule = "every way that the text leaves open is followed"
        cites = _cited(variant.guarantees.values()) if variant is not None else ()
        text, of = "nothing", "what is owed or follows"
        yield Number(f"{where}/consequence", text, of, COUNTED, rule, "", TEXT, cites)


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def dates(asked: Asked) -> Iterator[Number]:
    """Yield the days from or until which what is said is so, which the treaties themselves set."""
    variant = variant_of(asked.a, asked.option.id)
    known = variant.instruments.items() if variant is not None else ()
    ending = {one.name or name: one for name, one in known if one.sunset is not None}
    each = [f"{name}{_lasting(one)}" for name, one in ending.items()]
    what = f": what runs out is {listed(each)}" if ending else ""
    for day in dict.fromkeys(_DAY.findall(asked.sentence["text"])):
        yield Number(
            day,
            day,
            "the day from which, or until which, the act must be done to lead to this",
            COUNTED,
            f"the days on which treaties begin and end{what}",
            "",
            "the terms as the file has them",
            _cited(ending.values()),
        )


def _lasting(one: Instrument) -> str:
    """Say after how long a treaty runs out, where the file gives that and no day."""
    return f", after {one.sunset.words}" if isinstance(one.sunset, Duration) else ""


def given(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield how many consents an option takes as given."""
    count = len(at_pointer(asked.a, pointer))
    said = re.search(rf"\b{count} [a-z]+", asked.sentence["says"])
    yield Number(
        pointer,
        said[0] if said else str(count),
        "consents that the option takes as given, so that none is asked for later",
        COUNTED,
        "all who would have to agree to what is there already",
        "",
        "that all of them agree: nobody was asked",
    )


# Who can stop it, and the gravest fault ---------------------------------------------------------


def stopping(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield how many can stop it alone, or how many together where nobody can."""
    pair = _pair(asked, pointer)
    grouped = bool(pair.groups) and not pair.blockers
    if grouped and pointer.endswith("blockers"):
        return
    fewest = min((sum(group.values()) for group in pair.groups), default=0)
    named = together(pair.groups, asked.a.names, pair.classes) if grouped else ""
    text = str(asked.sentence["says"]).partition(";")[0] if pair.blockers else "nobody"
    rests = _rests(asked).partition("; ")[2] or _rests(asked)
    yield Number(
        pointer,
        f"{fewest} or more together: {named}" if grouped else text,
        "who can stop it",
        COUNTED,
        "each who has a say is made to refuse, alone and with others, while all others help",
        "",
        rests,
        _worded(asked),
    )


def worst(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the gravest fault, and that by which somebody can keep a guarantee from starting."""
    hole, variant = at_pointer(asked.a, pointer), variant_of(asked.a, asked.option.id)
    gravest = asked.sentence["about"] == "worst"
    if gravest or hole.id == "kept-from-starting":
        name = CATALOGUE[hole.id].name if hole.id in CATALOGUE else hole.id
        yield Number(
            pointer,
            f"“{name}”",
            f"{'the gravest fault' if gravest else 'a fault'}, by its name in the catalogue",
            COUNTED,
            "a shortest play that the text allows is searched for each fault:"
            f" foedus check {Path(asked.a.case).name}",
            "",
            TEXT,
            _cited(clause_at(variant, path[:2]) for path in hole.clauses),
        )


def undecided(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield how many faults are undecided."""
    found: Sequence[str] = at_pointer(asked.a, pointer)
    rule = "the search for them was given up at its limit"
    yield Number(
        pointer, f"{len(found)} more", "faults that are undecided", UNKNOWN, rule, "", TEXT
    )


def _worded(asked: Asked) -> tuple[str, ...]:
    """Return the sources of the wording of all that can be decided, owed or done."""
    variant = variant_of(asked.a, asked.option.id)
    if variant is None:
        return ()
    steps = [step for one in variant.procedures.values() for step in one.steps]
    return _cited([*variant.guarantees.values(), *variant.procedures.values(), *steps])
