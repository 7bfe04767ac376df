"""What only relieves those who act of what they owe: a deferral, a pardon, a waiver."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from foedus.language import Arrangement, Condition
from foedus.process.electorate import conditions_of


def reliefs(a: Arrangement, by: str) -> frozenset[str]:
    """Return the treaties, not in force at first, that do nothing but free those who act.

    Nothing stands in such a treaty, and whatever reads it is a norm that binds nobody else, and
    binds less once it is in force. It answers no act: it takes an answer away.

    Parameters
    ----------
    a
        The arrangement.
    by
        Who acts, with its members.

    Examples
    --------
    >>> from foedus.language import read
    >>> text = '''
    ... foedus: 1
    ... title: A pardon
    ... as_of: 2022-02-01
    ... parties: {JUN: {}, VIC: {}}
    ... deeds: {surrender: {by: JUN}}
    ... instruments:
    ...   amnesty: {parties: [JUN, VIC], status: signed, enters: {from: 2022-03-01}}
    ... norms:
    ...   go: {obligation: surrender, bearer: JUN, while: {not: {in_force: amnesty}}}
    ... '''
    >>> sorted(reliefs(read(text), "JUN")), sorted(reliefs(read(text), "VIC"))
    (['amnesty'], [])

    What binds once it is in force is no relief.

    >>> bound = text.replace("{not: {in_force: amnesty}}", "{in_force: amnesty}")
    >>> sorted(reliefs(read(bound), "JUN"))
    []
    """
    attackers = {by, *(a.parties[by].members if by in a.parties else ())}
    held = {clause.in_ for clause in a.norms.values()}
    held |= {clause.in_ for clause in a.procedures.values()}
    held |= {clause.in_ for clause in a.guarantees.values()}
    return frozenset(
        name
        for name, text in a.instruments.items()
        if text.status != "in_force" and name not in held and not text.supersedes
        if _frees_only(a, name, attackers)
    )


def _frees_only(a: Arrangement, name: str, attackers: Collection[str]) -> bool:
    """Say whether a treaty is read, and only where it frees those who act."""
    freed = 0
    for norm in a.norms.values():
        given = (norm.unless, 0), (norm.while_, 1), (norm.when, 1)
        for condition, bound in given:
            for atom, denied in _reading(condition, name):
                if not set(norm.bearer) <= set(attackers) or denied != bound or not atom.in_force:
                    return False
                freed += 1
    every = (c for _, conditions in conditions_of(a) for c in conditions)
    return freed > 0 and freed == sum(1 for c in every for _ in _reading(c, name))


def _reading(condition: Condition | None, name: str) -> Iterator[tuple[Condition, int]]:
    """Yield each statement about a treaty, with 1 where it is denied and 0 where it is not."""
    for path, atom in condition.placed(()) if condition is not None else ():
        if name in (atom.in_force, atom.ended, atom.noticed, atom.signed):
            yield atom, path.count("not") % 2
