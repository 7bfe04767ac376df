"""What answers an act: no procedure that ends a treaty for its victim, but a right of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from math import inf

from foedus.language import Arrangement, Condition, Effect, Guarantee, strength


def answering(
    a: Arrangement, procedures: Iterable[str], attackers: Collection[str]
) -> tuple[str, ...]:
    """Return the procedures with an effect that answers an act of the attackers."""
    return tuple(
        name
        for name in procedures
        if any(_answers(a, effect, attackers) for effect in a.procedures[name].then)
    )


def lifting(a: Arrangement, procedures: Iterable[str], entering: Iterable[str]) -> frozenset[str]:
    """Return the procedures that do nothing but end what others of them bring into force.

    To lift a measure is no answer to an act, and whoever refuses to lift it stops none.

    Parameters
    ----------
    a
        The arrangement.
    procedures
        What an act can set off.
    entering
        The instruments that it can bring into force besides.
    """
    effects = {name: a.procedures[name].then for name in procedures}
    brought = {effect.bring_into_force for then in effects.values() for effect in then}
    measures = (brought | {*entering}) - {None}
    return frozenset(
        name
        for name, then in effects.items()
        if then and all(effect.terminate in measures for effect in then)
    )


def awaits(
    condition: Condition | None, by: str, against: str, procedures: Collection[str] = ()
) -> bool:
    """Say whether a condition can come to hold by an act of one party against another.

    Parameters
    ----------
    condition
        The condition.
    by, against
        Who acts, and against whom; empty where acts are against nobody in particular.
    procedures
        What such an act sets off, so that it comes by what becomes of these too.
    """
    return any(
        ((atom.act or atom.acted) and atom.by == by and atom.against in (None, against))
        or bool({atom.done, atom.open, atom.lapsed} & {*procedures})
        for path, atom in (condition.placed(()) if condition else ())
        if path.count("not") % 2 == 0
    )


def opened_by_acts(a: Arrangement, by: str, against: str) -> frozenset[str]:
    """Return the procedures that wait for an act of one party against another, or for such a one.

    Parameters
    ----------
    a
        The arrangement.
    by, against
        Who acts, and against whom; empty where acts are against nobody in particular.
    """
    found, more = frozenset[str](), True
    while more:
        named = {n for n, p in a.procedures.items() if awaits(p.opens.when, by, against, found)}
        more, found = not named <= found, found | named
    return found


def waited_for(a: Arrangement, instruments: Iterable[str]) -> tuple[str, ...]:
    """Return the procedures with whose effect instruments enter into force."""
    enters = [a.instruments[name].enters for name in instruments]
    places = (place for c in enters if c is not None for place in c.placed(()))
    found = (atom.done for path, atom in places if path.count("not") % 2 == 0)
    return tuple(dict.fromkeys(name for name in found if name is not None))


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


def own_right(g: Guarantee) -> bool:
    """Say whether a clause lets the one protected answer by itself, and promises it nothing."""
    return g.response == "right_only" and g.owed_by == (g.protects.state,)


def own_rights(a: Arrangement, by: str, against: str) -> list[str]:
    """Return what lets a victim answer by itself the acts of one party against it."""
    return [
        name
        for name, g in a.guarantees.items()
        if g.against == by and against in ("", g.protects.state) and own_right(g)
    ]


def read_by(condition: Condition | None) -> tuple[list[str], list[str]]:
    """Return the norms of which a breach can make a condition hold, and the procedures."""
    placed = condition.placed(()) if condition else ()
    atoms = [atom for path, atom in placed if path.count("not") % 2 == 0]
    norms = [atom.found or atom.alleged or atom.breached for atom in atoms]
    procedures = [name for atom in atoms for name in (atom.done, atom.open, atom.lapsed) if name]
    return [norm for norm in norms if norm], procedures


def replaces(other: Guarantee, lost: Guarantee) -> bool:
    """Say whether one response stands in for another: arms are no sanctions, and talk is neither.

    Nor is talk a right to respond.
    """
    if other.response == lost.response:
        return True
    return strength(other.response) > max(strength(lost.response), strength("consult"))


def limit_of(g: Guarantee) -> float:
    """Return the days within which a response must come, without end where the text says none."""
    return g.within.days if g.within is not None else inf


def closed(names: Iterable[str], more: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return names with all that they lead to, and what that leads to.

    Examples
    --------
    >>> closed(["a"], {"a": "b", "b": "ca", "c": ""}.__getitem__)
    ('a', 'b', 'c')
    """
    found, pending = dict[str, None](), list(names)
    while pending:
        name = pending.pop(0)
        if name not in found:
            found[name] = None
            pending += more(name)
    return tuple(found)
