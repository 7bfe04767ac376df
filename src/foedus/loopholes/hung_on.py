"""Which procedures a guarantee hangs on in one draft only, and who can stop them."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement, Guarantee
from foedus.loopholes.exits_compared import any_one
from foedus.loopholes.vetoes import vetoes_of
from foedus.process import Process


def hung_on(old: Process, new: Process, name: str, was: Guarantee, now: Guarantee) -> Iterator[str]:
    """Say whose refusal stands between an act and its answer no more, or does now.

    Parameters
    ----------
    old, new
        The drafts.
    name, was, now
        A guarantee, as it is in each.
    """
    before, after = _read(old.arrangement, was), _read(new.arrangement, now)
    for process, gone, word in (
        (old, before - after, "no longer hangs"),
        (new, after - before, "now hangs"),
    ):
        for procedure in sorted(gone):
            able = vetoes_of(process, procedure)
            if able:
                who = any_one(process, able)
                verb = "could" if process is old else "can"
                yield f"{name!r} {word} on {procedure!r}, which {who} {verb} stop alone"


def _read(a: Arrangement, g: Guarantee) -> set[str]:
    """Return the procedures that have to take effect, or to find something, for a guarantee."""
    conditions = [c for c in (g.in_force, g.activates_when, g.due_when) if c is not None]
    atoms = [atom for condition in conditions for atom in condition.atoms()]
    done = {atom.done for atom in atoms if atom.done}
    found = {atom.found for atom in atoms if atom.found}
    return done | {
        name
        for name, procedure in a.procedures.items()
        if any(step.finds in found for step in procedure.steps if step.finds)
    }
