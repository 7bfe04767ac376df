"""The verdicts of a check as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language.places import Places
from foedus.loopholes import Loophole, Verdict
from foedus.loopholes.story import Line


def telling(
    title: str, found: Sequence[Verdict], places: Places, *, stories: bool
) -> Iterator[str]:
    """Yield the lines that tell what fails, what holds of what, and what is neither."""
    by = {outcome: [v for v in found if v.outcome == outcome] for outcome in OUTCOMES}
    counts = ", ".join(f"{len(by[outcome])} {said}" for outcome, said in OUTCOMES.items())
    yield f"{title}: {len(found)} properties: {counts}"
    for verdict in by["fails"]:
        asked = verdict.property
        yield ""
        yield f"FAILS {asked.number} {asked.id} ({asked.name})"
        yield f"  should hold: {asked.statement}"
        for hole in verdict.loopholes:
            yield from _hole(hole, places, stories=stories)
    yield from _undecided(by["undecided"])
    yield from _holding(by["holds"], places, stories=stories)
    if by["does-not-apply"]:
        yield ""
        yield "DO NOT APPLY:"
    for verdict in by["does-not-apply"]:
        yield f"  {verdict.property.number} {verdict.property.id}: {verdict.missing}"


OUTCOMES = {
    "fails": "fail",
    "holds": "hold",
    "does-not-apply": "do not apply",
    "undecided": "undecided",
}
"""The four verdicts, as they are counted."""


def _undecided(found: Sequence[Verdict]) -> Iterator[str]:
    if found:
        yield ""
    for verdict in found:
        yield (
            f"UNDECIDED {verdict.property.number} {verdict.property.id}: the search was given up"
            f" after {verdict.states} states; no fault was found until then"
        )


def _holding(found: Sequence[Verdict], places: Places, *, stories: bool) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield "HOLD, for what is named below:"
    for verdict in found:
        how = f"{verdict.states} states searched" if verdict.states else "decided from the text"
        yield f"  {verdict.property.number} {verdict.property.id}: {how}"
        if stories:
            yield f"    that is, {_lowered(verdict.property.statement)}"
            yield from (f"    {line}" for line in _witnessed(verdict, places))
    scopes = dict.fromkeys(verdict.scope for verdict in found if verdict.states)
    yield from (f"Examined: {scope}." for scope in scopes)
    largest = max(found, key=lambda verdict: verdict.states)
    if largest.states:
        yield f"The largest of these proofs: {largest.abstraction}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _witnessed(verdict: Verdict, places: Places) -> Iterator[str]:
    """Yield in which play, or by which clauses, what the property speaks of can come about."""
    if verdict.witness:
        yield "it can come about, for one:"
        yield from (f"  {_capital(line.text())}." for line in verdict.witness)
    elif verdict.about:
        named = dict.fromkeys(f"{path[1]!r} (line {places.of(path)[0]})" for path in verdict.about)
        yield f"it is about {', '.join(named)}."


def _hole(hole: Loophole, places: Places, *, stories: bool) -> Iterator[str]:
    line = f" (line {places.of(hole.clauses[0])[0]})" if hole.clauses else ""
    yield f"  - {hole.statement}{line}."
    if hole.chance is not None:
        what = "chance" if hole.chance.unit == "probability" else "days"
        yield f"    {what}, as the file gives it ({hole.chance.kind}): {hole.chance}"
    if stories:
        yield from (f"    {line}" for line in story(hole, places))


def story(hole: Loophole, places: Places) -> Iterator[str]:
    """Yield a story as numbered, dated lines, each with the line of its clause."""
    if not hole.lines:
        yield "No play is needed: the text alone shows it."
    for number, line in enumerate(hole.lines, 1):
        where = f" [line {places.of(line.clause)[0]}]" if line.clause else ""
        yield f"{number}. {line.on}  {_capital(line.said)}{where}."
        yield from (f"   {_capital(change)}." for change in line.follows)
    yield from (f"In the end {unmet}." for unmet in hole.unmet)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def as_json(title: str, found: Sequence[Verdict], places: Places) -> dict[str, object]:
    """Return the verdicts as plain values."""
    return {
        "title": title,
        "file": places.name,
        "properties": [_verdict_json(verdict, places) for verdict in found],
    }


def _verdict_json(verdict: Verdict, places: Places) -> dict[str, object]:
    return {
        "number": verdict.property.number,
        "id": verdict.property.id,
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
    }


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
