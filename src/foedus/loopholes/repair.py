"""Which known edits close a fault, what they open, and what none of them may take away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from foedus.language import Arrangement, BadArrangementError
from foedus.loopholes.catalogue import Verdict, verdicts
from foedus.loopholes.edits import Changes, Edit, known_edits
from foedus.loopholes.inquiry import Patience, each
from foedus.loopholes.overlays import laid_over
from foedus.loopholes.property import Property
from foedus.loopholes.severity import severity
from foedus.loopholes.spoiling import spoilt
from foedus.process import Process

_MOST_COMBINED = 6
_HOPELESS = {"false-flag", "capability-gap", "toothless-norm", "scope-gap", "dead-clause"}
"""What no two known edits close where one does not: pairs are not tried for these."""


class Repair(NamedTuple):
    """Edits, with the faults that they close together and those that they open.

    Parameters
    ----------
    edits
        One or two edits.
    closes
        Every property that fails before, and is decided and does not fail after.
    opens
        Every property that does not fail before and fails after.
    changes
        The keys of all edits together, to lay over the arrangement.
    spoils
        Rights that can no longer be used, and refusals that mean nothing any more: with any of
        these, nothing counts as closed.
    """

    edits: tuple[Edit, ...]
    closes: tuple[str, ...]
    opens: tuple[str, ...]
    changes: Changes
    spoils: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What is changed, in a sentence without its full stop."""
        return "; and ".join(edit.said for edit in self.edits)


def repairs(
    a: Arrangement, found: Sequence[Verdict], patience: Patience | None = None
) -> dict[str, tuple[Repair, ...]]:
    """Return, for each property that fails, the smallest sets of known edits that close it.

    Parameters
    ----------
    a
        The arrangement as it was checked.
    found
        The verdicts on it.
    patience
        As of `foedus.loopholes.verdicts`; what is undecided afterwards closes nothing.

    Returns
    -------
    dict
        By property; empty where no one or two known edits close it.
    """
    return {
        name: tuple(sorted((r for r in tried if not r.spoils), key=_cheapness))
        for name, tried in attempts(a, found, patience).items()
    }


def attempts(
    a: Arrangement, found: Sequence[Verdict], patience: Patience | None = None
) -> dict[str, tuple[Repair, ...]]:
    """Return the same with those that close a fault by taking a right or a refusal away."""
    failing = {v.property.id for v in found if v.loopholes}
    asked = {v.property.id: v.property for v in found}
    tried = [r for e in known_edits(a) if (r := _tried(a, (e,), asked.values(), failing, patience))]
    useful = [repair.edits[0] for repair in tried if repair.closes][:_MOST_COMBINED]
    closed = {name for repair in tried if not repair.spoils for name in repair.closes}
    hard = [asked[name] for name in sorted(failing - closed - _HOPELESS)]
    for pair in combinations(useful, 2) if hard else ():
        first = failing_after(a, pair, hard, patience)
        if first is not None and len(first) < len(hard):
            both = _tried(a, pair, asked.values(), failing, patience)
            tried += [both] if both is not None else []
    return {
        name: tuple(sorted(_smallest(tried, name), key=_cheapness))
        for name in sorted(failing, key=severity)
    }


def _smallest(tried: Sequence[Repair], name: str) -> list[Repair]:
    """Return what closes a fault, without pairs of which one edit is enough."""
    closing = [repair for repair in tried if name in repair.closes]
    enough = {r.edits[0].said for r in closing if len(r.edits) == 1 and not r.spoils}
    return [r for r in closing if len(r.edits) == 1 or not enough & {e.said for e in r.edits}]


def _tried(
    a: Arrangement,
    edits: tuple[Edit, ...],
    asked: Iterable[Property],
    failing: set[str],
    patience: Patience | None,
) -> Repair | None:
    remaining = failing_after(a, edits, asked, patience)
    if remaining is None:
        return None
    closes, opens = tuple(sorted(failing - remaining)), tuple(sorted(remaining - failing))
    changes = together(a, edits)
    spoils = spoilt(Process(a), Process(laid_over(a, changes))) if closes else ()
    return Repair(edits, closes, opens, changes, spoils)


def _cheapness(repair: Repair) -> tuple[int, int, int]:
    return len(repair.edits), len(repair.opens), -len(repair.closes)


def failing_after(
    a: Arrangement,
    edits: Sequence[Edit],
    asked: Iterable[Property],
    patience: Patience | None = None,
) -> set[str] | None:
    """Return the properties that fail, or are undecided, with the edits made.

    The changed arrangement is examined as a file would be; ``None`` when the edits do not fit.
    """
    try:
        process = Process(laid_over(a, together(a, edits)))
    except BadArrangementError:
        return None
    found = verdicts(process, list(asked), patience=each(patience))
    return {v.property.id for v in found if v.outcome in ("fails", "undecided")}


def together(a: Arrangement, edits: Sequence[Edit]) -> Changes:
    """Return the changes of several edits as one overlay.

    An edit that makes a clause survive an end adds to what it survives already.
    """
    changes: Changes = {}
    for edit in edits:
        changes = _merged(changes, edit.changes)
    for table, clauses in changes.items():
        for name, keys in clauses.items():
            if isinstance(keys, dict) and "survives" in keys:
                before = getattr(getattr(a, table).get(name), "survives", ())
                keys["survives"] = list(dict.fromkeys([*before, *keys["survives"]]))
    return changes


def _merged(one: Changes, other: Changes) -> Changes:
    merged = dict(one)
    for key, change in other.items():
        mine = merged.get(key)
        if key == "survives" and mine:
            merged[key] = list(dict.fromkeys([*mine, *change]))
        elif isinstance(mine, dict) and isinstance(change, dict):
            merged[key] = _merged(mine, change)
        else:
            merged[key] = _merged({}, change) if isinstance(change, dict) else change
    return merged
