"""Sources that the file cites and that nothing on paper does: they stand on the screen alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foedus.assessment import Assessment
from foedus.views.provenance import Provenance
from foedus.views.quoting import spans
from foedus.views.report.stances import voices


class Unprinted(NamedTuple):
    """Ids of sources that are not printed, and what is said of them; empty where all are."""

    keys: frozenset[str]
    said: str


def unprinted(a: Assessment, rows: Sequence[Provenance]) -> Unprinted:
    """Return the sources that nothing on paper cites, with what the file cites them for.

    Parameters
    ----------
    a
        What was found.
    rows
        Where the numbers of the answer come from.
    """
    printed = set(_printed(a, rows))
    left = [key for key in a.sources if key not in printed]
    if not left or a.arrangement is None:
        return Unprinted(frozenset(), "")
    later = {key for p in a.arrangement.positions if p.date > a.at for key in p.source}
    later |= {key for fact in a.arrangement.facts if fact.date > a.at for key in fact.source}
    place = {key: at for at, key in enumerate(a.sources, 1)}
    each = (
        (f"what was said or done after {a.at}", [key for key in left if key in later]),
        (
            "clauses that no number of the answer rests on",
            [key for key in left if key not in later],
        ),
    )
    told = "; ".join(
        f"[{spans(sorted(place[key] for key in keys))}] for {what}" for what, keys in each if keys
    )
    return Unprinted(
        frozenset(left), f"Not printed, as nothing here cites them: those that the file has {told}."
    )


def _printed(a: Assessment, rows: Sequence[Provenance]) -> Iterator[str]:
    """Yield the sources that are cited on paper."""
    for row in rows:
        yield from row.cited
    for one in a.inputs:
        yield from one.sources
    for option in a.options.values():
        for pair in option.pairs:
            for stage in pair.clock.stages:
                for premise in stage.day.premises:
                    yield from premise.sources
    if a.arrangement is None:
        return
    for choice in a.arrangement.options.values():
        yield from choice.source
    for said in voices(a):
        yield from said.source
    for fact in a.arrangement.facts:
        if fact.date <= a.at:
            yield from fact.source
