"""The faults of the report, each told once for all options that share it, the gravest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, NamedTuple

from foedus.assessment import Assessment
from foedus.language import Arrangement, Duration, Places
from foedus.loopholes import CATALOGUE, Loophole, Repair, grade, severity
from foedus.process import Process, called
from foedus.views.cells import variant_of
from foedus.views.quoting import articles, as_given, by_name, clause_at, imagined, names_in
from foedus.views.report.picture import Picture, pictured
from foedus.views.sequence import story_drawn, story_rows

_SHORT = 2
"""Lines up to which the story of another option is told beside the first."""


class Clause(NamedTuple):
    """A clause that makes a fault: its path, what it says, and where it stands."""

    path: str
    label: str
    article: str
    text: str
    line: int | None


class Case(NamedTuple):
    """One way in which a property fails, with the options in which it does.

    `same` says where the same story stands, if it was told before; else `begun` where its first
    steps stand, as many as `shared`, and `nth` which of several sequences it is that its fault
    tells. `imagined` says what the story is. Where it is not that of every option, `of` has the
    options that it is of, and `others` the rest, those alike together, with their story if it is
    short.
    """

    statement: str
    options: tuple[str, ...]
    story: tuple[str, ...]
    clauses: tuple[Clause, ...]
    diagram: Picture | None
    chance: str
    imagined: str
    of: tuple[str, ...] = ()
    others: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    same: str = ""
    begun: str = ""
    shared: int = 0
    nth: int = 0


class Mend(NamedTuple):
    """Edits that close a fault, as a patch; what they close and open besides."""

    said: tuple[str, ...]
    patch: str
    opens: str
    options: tuple[str, ...]


class Fault(NamedTuple):
    """A property that fails in some option."""

    id: str
    name: str
    rank: int
    grade: str
    definition: str
    options: tuple[str, ...]
    cases: tuple[Case, ...]
    mends: tuple[Mend, ...] | None


class Found(NamedTuple):
    """What was found under one option: its label and text, its faults, and what mends them.

    `variant` is None where only figures are kept, and `repairs` where nobody asked for them.
    """

    label: str
    variant: Arrangement | None
    loopholes: tuple[Loophole, ...]
    repairs: Mapping[str, Sequence[Repair]] | None = None


def assessed(a: Assessment) -> dict[str, Found]:
    """Return what an assessment found, by option."""
    return {
        name: Found(of.label, variant_of(a, name), tuple(of.loopholes), of.repairs)
        for name, of in a.options.items()
    }


def faults(by_option: Mapping[str, Found], places: Mapping[str, Places]) -> list[Fault]:
    """Return the faults found, the gravest first.

    Parameters
    ----------
    by_option
        What was found.
    places
        Where clauses stand, by option; clauses have no line where it is empty.
    """
    found: dict[str, dict[str, list[tuple[str, Loophole]]]] = {}
    for name, of in by_option.items():
        names = names_in(of.variant) if of.variant is not None else {}
        for hole in (_named(_grouped(one, of.variant), names) for one in of.loopholes):
            found.setdefault(hole.id, {}).setdefault(hole.statement, []).append((name, hole))
    told = [
        Fault(
            id_,
            CATALOGUE[id_].name if id_ in CATALOGUE else id_,
            severity(id_),
            grade(id_).said,
            CATALOGUE[id_].definition if id_ in CATALOGUE else "A property of one's own file.",
            _labels(by_option, [name for several in cases.values() for name, _ in several]),
            tuple(
                _case(by_option, several, places, number)
                for number, several in enumerate(cases.values(), 1)
            ),
            _mends(by_option, id_),
        )
        for id_, cases in sorted(found.items(), key=lambda entry: severity(entry[0]))
    ]
    return list(_once(told))


def _once(told: Sequence[Fault]) -> Iterator[Fault]:
    """Yield the faults with each story told once, and steps that others begin with not again."""
    places: dict[tuple[str, ...], str] = {}
    whole: list[tuple[str, ...]] = []
    for number, fault in enumerate(told, 1):
        new = [*dict.fromkeys(c.story for c in fault.cases if c.story and c.story not in places)]
        cases = []
        for case in fault.cases:
            if (at := places.get(case.story, "")) or not case.story:
                cases.append(case._replace(same=at, diagram=None if at else case.diagram))
                continue
            nth = new.index(case.story) + 1 if len(new) > 1 else 0
            like, shared = _begun(case.story, whole)
            begun = places[like] if shared else ""
            cases.append(case._replace(begun=begun, shared=shared, nth=nth))
            which = f"sequence {nth}" if nth else "the sequence"
            places[case.story] = f"{which} under fault {number}"
            whole += [] if shared else [case.story]
        yield fault._replace(cases=tuple(cases))


_FEWEST = 2
"""Steps from which on it is shorter to say where they stand than to tell them again."""


def _begun(story: tuple[str, ...], whole: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], int]:
    """Return the story told whole that shares most first steps, and how many; 0 of too few."""
    best: tuple[tuple[str, ...], int] = ((), 0)
    for one in whole:
        same = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(story, one, strict=False))
        )
        best = (one, same) if same > best[1] else best
    return best if best[1] >= _FEWEST else ((), 0)


_SOME = re.compile(r"any one of [^.;:]*? and \d+ more")
"""How a statement names some of those who can do something alone, and counts the others."""


def _grouped(hole: Loophole, variant: Arrangement | None) -> Loophole:
    """Return a fault in which whole groups stand by their names, as they do in the answer."""
    if variant is None:
        return hole
    left, groups = list(hole.able), []
    for name, party in variant.parties.items():
        if party.members and set(party.members) <= set(left):
            own = called(variant, name)
            groups.append(f"{own}'{'' if own.endswith('s') else 's'} {len(party.members)}")
            left = [one for one in left if one not in party.members]
    if not groups:
        return hole
    named = ", ".join([*groups, *(called(variant, one) for one in left)])
    said = _SOME.sub(lambda _: f"any one of {len(hole.able)} ({named})", hole.statement, count=1)
    return replace(hole, statement=said)


def _named(hole: Loophole, names: Mapping[str, str]) -> Loophole:
    """Return a fault told with the names of clauses and acts, and not with their ids."""
    lines = tuple(
        line._replace(
            said=by_name(line.said, names),
            follows=tuple(by_name(change, names) for change in line.follows),
        )
        for line in hole.lines
    )
    unmet = tuple(by_name(one, names) for one in hole.unmet)
    return replace(hole, statement=by_name(hole.statement, names), lines=lines, unmet=unmet)


def _labels(by_option: Mapping[str, Found], names: Iterable[str]) -> tuple[str, ...]:
    told = dict.fromkeys(names)
    if len(told) == len(by_option):
        return ("every option",) if len(told) > 1 else ()
    return tuple(of.label for name, of in by_option.items() if name in told)


def _case(
    by_option: Mapping[str, Found],
    several: list[tuple[str, Loophole]],
    places: Mapping[str, Places],
    number: int,
) -> Case:
    name, hole = several[0]
    variant = by_option[name].variant
    return Case(
        hole.statement,
        _labels(by_option, [one for one, _ in several]),
        hole.story,
        tuple(_clause(variant, path, places.get(name)) for path in dict.fromkeys(hole.clauses)),
        _drawn(variant, hole, number),
        _likely(variant, hole),
        imagined(hole.id),
        *_by_story(by_option, several),
    )


def _likely(variant: Arrangement | None, hole: Loophole) -> str:
    """Say how likely a fault is, or how long it lasts, of what kind that is and what it is."""
    if hole.chance is None:
        return ""
    what = "".join(f": {why}" for why in hole.chance.because[:1])
    named = names_in(variant) if variant is not None else {}
    return f"{as_given(variant, hole)} ({hole.chance.kind}{by_name(what, named)})"


def _by_story(
    by_option: Mapping[str, Found], several: Sequence[tuple[str, Loophole]]
) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Return the options of the story that is told, and the others with theirs if it is short."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, hole in several:
        alike.setdefault(hole.story, []).append(name)
    if len(alike) == 1:
        return (), ()
    (_, first), *others = alike.items()
    told = [(of, story) for story, of in others if len(story) <= _SHORT]
    long = [name for story, of in others if len(story) > _SHORT for name in of]
    told += [(long, ())] if long else []
    return (
        _labels(by_option, first),
        tuple((_labels(by_option, of), story) for of, story in told),
    )


def _drawn(variant: Arrangement | None, hole: Loophole, number: int) -> Picture | None:
    if variant is None or not hole.lines:
        return None
    process = Process(variant)
    title = f"The story as a diagram: {hole.statement}."
    said = "A column for each who acts, a row for each act; the same as the list above."
    drawn, rows = story_drawn(process, hole), story_rows(process, hole)
    return pictured(f"story-{hole.id}-{number}", title, said, drawn, rows)


def _clause(
    variant: Arrangement | None, path: tuple[str | int, ...], places: Places | None
) -> Clause:
    found = clause_at(variant, path)
    article = getattr(found, "article", ()) or ()
    return Clause(
        ".".join(map(str, path)),
        _called(found),
        articles(article) if article else "",
        found.words if isinstance(found, Duration) else str(getattr(found, "text", "") or ""),
        places.of(path)[0] if places is not None else None,
    )


def _called(clause: Any) -> str:
    """Return the name of a clause; empty where it has none."""
    keys = ("label", "name", "act")
    return next((str(said) for key in keys if (said := getattr(clause, key, ""))), "")


# What mends them -------------------------------------------------------------------------------


def _mends(by_option: Mapping[str, Found], id_: str) -> tuple[Mend, ...] | None:
    if all(of.repairs is None for of in by_option.values()):
        return None
    told: dict[str, tuple[Repair, list[str]]] = {}
    for name, of in by_option.items():
        for one in ((of.repairs or {}).get(id_, ()))[:2]:
            told.setdefault(_patch(one), (one, []))[1].append(name)
    return tuple(
        Mend(
            tuple(edit.said for edit in one.edits),
            patch,
            ", ".join(CATALOGUE[o].name if o in CATALOGUE else o for o in one.opens)
            or "nothing new",
            _labels(by_option, names),
        )
        for patch, (one, names) in told.items()
    )


def _patch(one: Repair) -> str:
    """Return edits as the keys to lay over the file, each line marked as added or struck."""
    return "\n".join(_lines(one.changes, 0))


def _lines(value: Any, depth: int) -> Iterable[str]:
    for key, inner in value.items():
        pad = "  " * depth
        if isinstance(inner, dict):
            yield f"  {pad}{key}:" if depth < 2 else f"+ {pad}{key}:"
            yield from _lines(inner, depth + 1)
        elif inner is None:
            yield f"- {pad}{key}"
        elif isinstance(inner, list):
            yield f"+ {pad}{key}:"
            yield from (f"+ {pad}  - {_flow(item)}" for item in inner)
        else:
            yield f"+ {pad}{key}: {_flow(inner)}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
