"""The verdicts of a check as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from foedus.language import Arrangement, Places, listed
from foedus.loopholes import Line, Loophole, Path, Shared, Verdict, grade, severity, shared
from foedus.texts import capital
from foedus.views.quoting import IMAGINED, as_given


class Checked(NamedTuple):
    """Verdicts on a case, or on several of its options.

    Parameters
    ----------
    title
        What was checked.
    reports
        The verdicts, by option; under an empty name where no option was laid over the case.
    places
        Where clauses stand, by option.
    variants
        The arrangement as it was checked, by option.
    """

    title: str
    reports: Mapping[str, Sequence[Verdict]]
    places: Mapping[str, Places]
    variants: Mapping[str, Arrangement]


OUTCOMES = {
    "fails": "fail",
    "holds": "hold",
    "does-not-apply": "do not apply",
    "undecided": "undecided",
}
"""The four verdicts, as they are counted."""


def verdicts_told(checked: Checked, *, stories: bool) -> Iterator[str]:
    """Yield the lines that tell what fails, what holds of what, and what is neither.

    Faults come with the gravest first; what is alike under several options is told once.
    """
    yield from _counts(checked)
    by = _by_outcome(shared(checked.reports))
    if stories and by["fails"]:
        yield from ("", IMAGINED)
    for of, faults in groupby(by["fails"], lambda one: grade(one.verdict.property.id)):
        yield ""
        yield f"{of.said.upper()}:"
        for _, alike in groupby(faults, lambda one: one.verdict.property.id):
            yield ""
            yield from _failing(list(alike), checked, stories=stories)
    yield from _undecided(by["undecided"], checked)
    yield from _holding(by["holds"], checked, stories=stories)
    if by["does-not-apply"]:
        yield ""
        yield "DO NOT APPLY:"
    for one in by["does-not-apply"]:
        asked = one.verdict.property
        yield f"  {asked.number} {asked.id}: {one.verdict.missing}{_where(one, checked)}"


def _counts(checked: Checked) -> Iterator[str]:
    several = len(checked.reports) > 1
    for name, found in checked.reports.items():
        counts = ", ".join(
            f"{sum(v.outcome == outcome for v in found)} {said}"
            for outcome, said in OUTCOMES.items()
        )
        title = f"{checked.title}, option {name}" if several else checked.title
        all_of_them = f"{len(found)} properties" if len(found) != 1 else "1 property"
        yield f"{title}: {all_of_them}: {counts}"


def _by_outcome(told: Sequence[Shared]) -> dict[str, list[Shared]]:
    return {said: [one for one in told if one.verdict.outcome == said] for said in OUTCOMES}


def _where(one: Shared, checked: Checked) -> str:
    """Return the options that a verdict is about, after a space; nothing where there is one."""
    if len(checked.reports) == 1:
        return ""
    if len(one.options) == len(checked.reports):
        return " (every option)"
    return f" ({', '.join(one.options)})"


def _failing(faults: Sequence[Shared], checked: Checked, *, stories: bool) -> Iterator[str]:
    """Yield what tells the faults of one property, those of like options once."""
    asked = faults[0].verdict.property
    yield f"FAILS {asked.number} {asked.id} ({asked.name})"
    yield f"  {asked.definition}"
    if stories:
        yield f"  should hold: {asked.statement}"
    for one in faults:
        where = _where(one, checked).strip(" ()")
        yield from [f"  {where}:"] if where else []
        for hole in one.verdict.loopholes:
            yield from _hole(
                hole,
                checked.places[one.options[0]],
                checked.variants.get(one.options[0]),
                stories=stories,
            )


def _undecided(found: Sequence[Shared], checked: Checked) -> Iterator[str]:
    if found:
        yield ""
    for one in found:
        asked = one.verdict.property
        yield (
            f"UNDECIDED {asked.number} {asked.id}{_where(one, checked)}: the search was given up"
            f" after {one.verdict.states} states; no fault was found until then"
        )


def _holding(found: Sequence[Shared], checked: Checked, *, stories: bool) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield "HOLD, for what is named below:"
    for one in found:
        verdict, asked = one.verdict, one.verdict.property
        how = f"{verdict.states} states searched" if verdict.states else "decided from the text"
        yield f"  {asked.number} {asked.id}: {how}{_where(one, checked)}"
        if stories:
            yield f"    that is, {_lowered(asked.statement)}"
            places = checked.places[one.options[0]]
            yield from (f"    {line}" for line in _witnessed(verdict, places))
    held = [one.verdict for one in found]
    scopes: dict[str, dict[str, None]] = {}
    for verdict in held:
        if verdict.states:
            scopes.setdefault(verdict.scope, {})[str(verdict.property.number)] = None
    for scope, numbers in scopes.items():
        where = f" in {listed(list(numbers))}" if len(scopes) > 1 else ""
        yield f"Examined{where}: {scope}."
    largest = max(held, key=lambda verdict: verdict.states)
    if largest.states:
        yield f"The largest single search among these: {largest.abstraction}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _witnessed(verdict: Verdict, places: Places) -> Iterator[str]:
    """Yield in which play, or by which clauses, what the property speaks of can come about."""
    if verdict.witness:
        yield "it can come about, for one:"
        yield from (f"  {capital(line.text())}." for line in verdict.witness)
    elif verdict.about:
        named = dict.fromkeys(f"{path[1]!r} (line {places.of(path)[0]})" for path in verdict.about)
        yield f"it is about {', '.join(named)}."


def _hole(
    hole: Loophole, places: Places, variant: Arrangement | None, *, stories: bool
) -> Iterator[str]:
    line = f" (line {places.of(hole.clauses[0])[0]})" if hole.clauses else ""
    yield f"  - {hole.statement}{line}."
    if hole.chance is not None:
        what = "chance" if hole.chance.unit == "probability" else "days"
        yield f"    {what}, as the file gives it ({hole.chance.kind}): {as_given(variant, hole)}"
    if hole.needs:
        clauses = _named(hole.needs, places)
        needs = (
            "it needs each of these clauses"
            if hole.needs_each
            else "it needs no other clauses than these, and maybe not all of them (the budget was"
            " used up)"
        )
        yield f"    Bodies and their rules as they are, {needs}: {clauses}."
    if stories:
        yield from (f"    {line}" for line in story(hole, places))


def _named(paths: Sequence[Path], places: Places) -> str:
    """Return clauses and parts of them by name, with their lines."""
    return ", ".join(
        f"{' of '.join(repr(str(part)) for part in reversed(path[1:]))} (line {places.of(path)[0]})"
        for path in paths
    )


def story(hole: Loophole, places: Places) -> Iterator[str]:
    """Yield a story as numbered, dated lines, each with the line of its clause."""
    if not hole.lines:
        yield "No play is needed: the text alone shows it."
    for number, line in enumerate(hole.lines, 1):
        where = f" [line {places.of(line.clause)[0]}]" if line.clause else ""
        yield f"{number}. {line.on}  {capital(line.said)}{where}."
        yield from (f"   {capital(change)}." for change in line.follows)
    yield from (f"In the end {unmet}." for unmet in hole.unmet)


def verdicts_json(checked: Checked) -> dict[str, object]:
    """Return the verdicts as plain values; of several options, each once with its options."""
    several = len(checked.reports) > 1
    first = next(iter(checked.places.values()))
    options: dict[str, object] = {"options": list(checked.reports)} if several else {}
    told = shared(checked.reports)
    return {
        "title": checked.title,
        "file": first.name,
        **options,
        "properties": [
            _verdict_json(one.verdict, checked.places[one.options[0]])
            | ({"options": list(one.options)} if several else {})
            for one in sorted(told, key=lambda one: one.verdict.property.number)
        ],
        "faults_by_severity": list(
            dict.fromkeys(one.verdict.property.id for one in told if one.verdict.loopholes)
        ),
    }


def _verdict_json(verdict: Verdict, places: Places) -> dict[str, object]:
    return {
        "number": verdict.property.number,
        "id": verdict.property.id,
        "name": verdict.property.name,
        "definition": verdict.property.definition,
        "severity": severity(verdict.property.id),
        "grade": grade(verdict.property.id).id,
        "statement": verdict.property.statement,
        "formal": verdict.property.formal,
        "verdict": verdict.outcome,
        "holds": verdict.holds,
        "scope": verdict.scope,
        "missing": verdict.missing or None,
        "witness": {
            "story": _story_json(verdict.witness),
            "clauses": [list(path) for path in verdict.about],
        }
        if verdict.holds
        else None,
        "proof": {
            "states": verdict.states,
            "complete": verdict.complete,
            "abstraction": verdict.abstraction,
        },
        "loopholes": [_hole_json(hole, places) for hole in verdict.loopholes],
    }


def _hole_json(hole: Loophole, places: Places) -> dict[str, object]:
    return {
        "statement": hole.statement,
        "clauses": [
            {"path": list(path), "line": places.of(path)[0], "column": places.of(path)[1]}
            for path in hole.clauses
        ],
        "story": _story_json(hole.lines),
        "not_owed": list(hole.unmet),
        "chance": hole.chance.as_json() if hole.chance else None,
        "needs": [{"path": list(path), "line": places.of(path)[0]} for path in hole.needs] or None,
    } | ({"needs_each": hole.needs_each} if hole.needs else {})


def _story_json(lines: Sequence[Line]) -> list[dict[str, object]]:
    return [
        {
            "date": line.on.isoformat(),
            "said": line.said,
            "follows": list(line.follows),
            "clause": list(line.clause),
        }
        for line in lines
    ]
