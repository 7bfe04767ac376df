"""Which effects of a procedure answer an act: that a treaty ends for its victim is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from foedus.language import Arrangement, Effect


def answering(
    a: Arrangement, procedures: Iterable[str], attackers: Collection[str]
) -> tuple[str, ...]:
    """Return the procedures with an effect that answers an act of the attackers."""
    return tuple(
        name
        for name in procedures
        if any(_answers(a, effect, attackers) for effect in a.procedures[name].then)
    )


def _answers(a: Arrangement, effect: Effect, attackers: Collection[str]) -> bool:
    """Say whether an effect does something to the attackers, or for whom they attack.

    What ends a treaty in which everything is for others, since it binds nobody but the attackers
    and protects none of them, takes nothing from them. Of a treaty in which no clause of the file
    stands, such as a lifting of sanctions, that is not so.
    """
    if effect.terminate is None:
        return True
    norms = [norm for norm in a.norms.values() if norm.in_ == effect.terminate]
    pledges = [g for g in a.guarantees.values() if g.in_ == effect.terminate]
    binds_others = any(not set(norm.bearer) <= set(attackers) for norm in norms)
    protects_them = any(g.protects.state in attackers for g in pledges)
    return binds_others or protects_them or not (norms or pledges)
