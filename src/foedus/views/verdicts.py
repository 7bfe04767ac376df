"""The verdicts of a check as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language.places import Places
from foedus.loopholes import Loophole, Verdict


def telling(
    title: str, found: Sequence[Verdict], places: Places, *, stories: bool
) -> Iterator[str]:
    """Yield the lines that tell what fails, what holds and over what, and what is undecided."""
    failing = [v for v in found if v.loopholes]
    proved = [v for v in found if v.holds]
    open_ones = [v for v in found if not v.loopholes and not v.complete]
    yield f"{title}: {len(found)} properties, {len(failing)} fail, {len(proved)} hold"
    for verdict in failing:
        asked = verdict.property
        yield ""
        yield f"FAILS {asked.number} {asked.id} ({asked.name})"
        yield f"  should hold: {asked.statement}"
        for hole in verdict.loopholes:
            yield from _hole(hole, places, stories=stories)
    if open_ones:
        yield ""
    for verdict in open_ones:
        yield f"UNDECIDED {verdict.property.id}: gave up after {verdict.states} states"
    if proved:
        yield ""
        yield "HOLD, over the arrangement as written and the abstraction named below:"
    for verdict in proved:
        how = f"{verdict.states} states searched" if verdict.states else "decided from the text"
        yield f"  {verdict.property.number} {verdict.property.id}: {how}"
    largest = max(proved, key=lambda verdict: verdict.states, default=None)
    if largest is not None and largest.states:
        yield f"The largest of these proofs: {largest.abstraction}."


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
        "holds": verdict.holds,
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
        "story": [
            {
                "date": line.on.isoformat(),
                "said": line.said,
                "follows": list(line.follows),
                "clause": list(line.clause),
            }
            for line in hole.lines
        ],
        "not_owed": list(hole.unmet),
        "chance": hole.chance.as_json() if hole.chance else None,
    }
