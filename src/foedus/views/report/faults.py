"""The faults of the report, each told once for all options that share it, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from foedus.assessment import Assessment
from foedus.language import Arrangement, Duration, Places
from foedus.loopholes import CATALOGUE, Loophole, Repair, grade, severity
from foedus.process import Process
from foedus.views.cells import variant_of
from foedus.views.quoting import articles, as_given, by_name, clause_at, names_in
from foedus.views.report.picture import Picture, pictured
from foedus.views.sequence import story_drawn, story_rows


class Clause(NamedTuple):
    """A clause that makes a fault: its path, what it says, and where it stands."""

    path: str
    label: str
    article: str
    text: str
    line: int | None


class Case(NamedTuple):
    """One way in which a property fails, with the options in which it does.

    `same` is the number of the fault that tells the same story, if one told before does.
    """

    statement: str
    options: tuple[str, ...]
    story: tuple[str, ...]
    clauses: tuple[Clause, ...]
    diagram: Picture | None
    chance: str
    same: int = 0


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
        for hole in (_named(hole, names) for hole in of.loopholes):
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
    """Yield the faults with each story told once, and referred to afterwards."""
    first: dict[tuple[str, ...], int] = {}
    for number, fault in enumerate(told, 1):
        cases = []
        for case in fault.cases:
            known = first.get(case.story, 0) if case.story else 0
            first.setdefault(case.story, number)
            cases.append(case._replace(same=known, diagram=None if known else case.diagram))
        yield fault._replace(cases=tuple(cases))


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
        f"{as_given(variant, hole)} ({hole.chance.kind})" if hole.chance is not None else "",
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
