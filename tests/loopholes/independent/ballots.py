"""How a step of a procedure can come out, ballot by ballot and member by member, told by clingo.

Written from the tables of `docs/reference/decisions.md` and from "Rules" in
`docs/reference/language.md`; nothing of `foedus.decisions` is called, and no two members are taken
to be alike. A tally is who cast what; clingo lists every one of them, with what it settles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import clingo

CHOICES = ("yes", "no", "abstain")
_ABSENT = "absent"

PROGRAM = """
% A tally: each member has cast one ballot or none yet, which counts as being absent.
1 { vote(M, yes; M, no; M, abstain; M, absent) } 1 :- member(M).
yes(N) :- N = #count { M : vote(M, yes) }.
% What each rule passes.
passes(R) :- rule(R, consensus), not vote(_, no).
passes(R) :- rule(R, silence), not vote(_, no).
passes(R) :- rule(R, unanimity), vote(M, yes) : member(M).
passes(R) :- rule(R, majority), members(N), yes(Y), 2 * Y > N.
passes(R) :- rule(R, two_thirds), members(N), yes(Y), 3 * Y >= 2 * N.
passes(R) :- rule(R, any_one), vote(_, yes).
passes(R) :- rule(R, reverse_consensus), member(M), not vote(M, no).
passes(R) :- rule(R, at_least(K)), yes(Y), Y >= K, not vote(M, no) : veto(R, M).
passes(R) :- rule(R, neither(Q)), not passes(Q).
passes(R) :- rule(R, both(P, Q)), passes(P), passes(Q).
#show vote/2. #show carried : passes(top).
"""


class Tally(NamedTuple):
    """What a tally settles: certain to pass, certain to fail, and what a lapse of time makes it."""

    passed: bool
    failed: bool
    carries: bool


class Count:
    """The tallies of one step, those that nothing can tell apart merged.

    Attributes
    ----------
    tallies
        By number; zero is the one in which nobody has voted.
    casts
        ``(tally, member, choice) -> tally``.
    """

    def __init__(self, members: Sequence[str], rule: object) -> None:
        names = {f"m{at}": member for at, member in enumerate(members)}
        listed = _listed(names, rule)
        self.tallies: list[Tally] = []
        self.casts: dict[tuple[int, str, str], int] = {}
        self._merge(tuple(members), listed)

    def said(self, choices: Sequence[str]) -> list[Tally]:
        """Return the tallies that some members come to who only say this."""
        seen, pending = {0}, [0]
        while pending:
            at = pending.pop()
            for (source, _member, choice), to in self.casts.items():
                if source == at and choice in choices and to not in seen:
                    seen.add(to)
                    pending.append(to)
        return [self.tallies[at] for at in sorted(seen)]

    def _merge(self, members: tuple[str, ...], listed: Mapping[tuple[str, ...], Tally]) -> None:
        """Merge tallies from which the same ballots settle the same, by refining a partition."""
        block: dict[tuple[str, ...], object] = dict(listed)
        while True:
            onward = {
                tally: (
                    block[tally],
                    tuple(
                        (member, choice, block[(*tally[:at], choice, *tally[at + 1 :])])
                        for at, member in enumerate(members)
                        if tally[at] == _ABSENT
                        for choice in CHOICES
                    ),
                )
                for tally in listed
            }
            numbers: dict[object, int] = {}
            refined = {
                t: numbers.setdefault(signature, len(numbers)) for t, signature in onward.items()
            }
            if len(numbers) == len(set(block.values())):
                break
            block = dict(refined)
        blank = (_ABSENT,) * len(members)
        order = {block[blank]: 0}
        for tally in listed:
            order.setdefault(block[tally], len(order))
        self.tallies = [Tally(False, False, False)] * len(order)
        for tally, settled in listed.items():
            source = order[block[tally]]
            self.tallies[source] = settled
            for at, member in enumerate(members):
                if tally[at] == _ABSENT:
                    for choice in CHOICES:
                        cast = (*tally[:at], choice, *tally[at + 1 :])
                        self.casts[source, member, choice] = order[block[cast]]


def _listed(names: Mapping[str, str], rule: object) -> dict[tuple[str, ...], Tally]:
    control = clingo.Control(["--models=0", "--warn=none"])
    facts = [f"member({name}). " for name in names] + [f"members({len(names)}). "]
    facts += _facts("top", rule, {member: name for name, member in names.items()})
    control.add("base", [], PROGRAM + "".join(facts))
    control.ground([("base", [])])
    carried: dict[tuple[str, ...], bool] = {}
    with control.solve(yield_=True) as models:
        for model in models:
            atoms = model.symbols(shown=True)
            vote = {a.arguments[0].name: a.arguments[1].name for a in atoms if a.name == "vote"}
            carried[tuple(vote[name] for name in names)] = any(a.name == "carried" for a in atoms)
    return {tally: _settled(tally, carried) for tally in carried}


def _settled(tally: tuple[str, ...], carried: Mapping[tuple[str, ...], bool]) -> Tally:
    """Say what every way to go on from a tally makes of it."""
    ways = [(*CHOICES, _ABSENT) if ballot == _ABSENT else (ballot,) for ballot in tally]
    ends = {carried[end] for end in product(*ways)}
    return Tally(ends == {True}, ends == {False}, carried[tally])


def _facts(name: str, rule: object, members: Mapping[str, str]) -> list[str]:
    if isinstance(rule, str):
        return [f"rule({name}, {rule}). "]
    assert isinstance(rule, Mapping), rule
    if set(rule) == {"not"}:
        return [f"rule({name}, neither(n{name})). ", *_facts(f"n{name}", rule["not"], members)]
    if set(rule) == {"all_of"}:
        one, other = rule["all_of"]
        parts = _facts(f"a{name}", one, members) + _facts(f"b{name}", other, members)
        return [f"rule({name}, both(a{name},b{name})). ", *parts]
    assert set(rule) <= {"at_least", "veto"}, rule
    vetoes = rule.get("veto", [])
    vetoes = [vetoes] if isinstance(vetoes, str) else vetoes
    return [
        f"rule({name}, at_least({rule['at_least']})). ",
        *(f"veto({name}, {members[m]}). " for m in vetoes),
    ]
