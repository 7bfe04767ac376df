"""What one may do in answer to whom it does it to: excused by that, it is no attack."""

from __future__ import annotations

from foedus.language import Condition
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.reading import Threat
from foedus.process import State, predicate


def provoked(inquiry: Inquiry, state: State, threat: Threat) -> bool:
    """Say whether all that forbids an act excuses it, for what its victim does or did.

    That is so where each norm that the act goes against is not breached and has an exception that
    holds, and that the victim has brought about by its own acts or breach. What is merely alleged,
    or found, is none.
    """
    process, reached = inquiry.process, inquiry.at(state, threat)
    a, index = process.arrangement, process.clauses.index
    forbidding = [
        (index.norms[name], norm)
        for name, norm in a.norms.items()
        if 0 < index.rungs[threat.by].get(norm.prohibition or "", 0) <= reached
        and threat.by in norm.bearer
        and (not norm.towards or threat.against in norm.towards)
    ]
    victim = frozenset(inquiry.with_members(threat.against))
    return bool(forbidding) and all(
        norm.unless is not None
        and not state.world.breached[at]  # an attack that is fought back against is one still
        and process.clauses.norms[at].unless(state)
        and _by_it(inquiry, state, norm.unless, victim)
        for at, norm in forbidding
    )


def _by_it(inquiry: Inquiry, state: State, unless: Condition, victim: frozenset[str]) -> bool:
    """Say whether something holds that an exception waits for, and that the victim has done."""
    norms = inquiry.process.arrangement.norms
    return any(
        predicate(atom, inquiry.process.clauses)(state)
        for path, atom in unless.placed(())
        if path.count("not") % 2 == 0
        and (
            ((atom.act or atom.acted) and atom.by in victim)
            or (atom.breached and victim.issuperset(norms[atom.breached].bearer))
        )
    )
