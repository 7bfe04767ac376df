"""How a step of a procedure can come out, ballot by ballot and member by member, told by clingo.

Written from the tables of `docs/reference/decisions.md` and from "Rules" in
`docs/reference/language.md`; nothing of `foedus.decisions` is called, and no two members are taken
to be alike. A tally is who cast what; clingo lists every one of them, with what it settles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import clingo

CHOICES = ("yes", "no", "abstain")
_ABSENT = "absent"

PROGRAM = """
% A tally: each member has cast one ballot or none yet.
1 { cast(M, yes; M, no; M, abstain; M, absent) } 1 :- member(M).
% Three ways to go on for those who have not voted: nobody does, all say yes, all say no.
way(now; yes; no).
vote(now, M, B) :- cast(M, B).
vote(W, M, B)   :- way(W), W != now, cast(M, B), B != absent.
vote(W, M, W)   :- way(W), W != now, cast(M, absent).
% What each rule passes.
passes(W, R) :- rule(R, consensus), way(W), #count { M : member(M), vote(W, M, no) } 0.
passes(W, R) :- rule(R, silence), way(W), #count { M : member(M), vote(W, M, no) } 0.
passes(W, R) :- rule(R, unanimity), way(W), #count { M : member(M), not vote(W, M, yes) } 0.
passes(W, R) :- rule(R, majority), way(W), members(N), 2 * Y > N,
                Y = #count { M : vote(W, M, yes) }.
passes(W, R) :- rule(R, two_thirds), way(W), members(N), 3 * Y >= 2 * N,
                Y = #count { M : vote(W, M, yes) }.
passes(W, R) :- rule(R, any_one), way(W), vote(W, _, yes).
passes(W, R) :- rule(R, reverse_consensus), way(W), member(M), not vote(W, M, no).
passes(W, R) :- rule(R, at_least(K)), way(W), K <= #count { M : vote(W, M, yes) },
                #count { M : veto(R, M), vote(W, M, no) } 0.
passes(W, R) :- rule(R, neither(Q)), way(W), not passes(W, Q).
now :- passes(now, top).
for_sure :- passes(W, top) : way(W).
in_vain  :- not passes(W, top) : way(W).
#show cast/2. #show now/0. #show for_sure/0. #show in_vain/0.
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
    found: dict[tuple[str, ...], Tally] = {}
    with control.solve(yield_=True) as models:
        for model in models:
            cast, told = {}, set()
            for atom in model.symbols(shown=True):
                if atom.name == "cast":
                    cast[atom.arguments[0].name] = atom.arguments[1].name
                else:
                    told.add(atom.name)
            key = tuple(cast[name] for name in names)
            found[key] = Tally("for_sure" in told, "in_vain" in told, "now" in told)
    return found


def _facts(name: str, rule: object, members: Mapping[str, str]) -> list[str]:
    if isinstance(rule, str):
        return [f"rule({name}, {rule}). "]
    assert isinstance(rule, Mapping), rule
    if set(rule) == {"not"}:
        return [f"rule({name}, neither(n{name})). ", *_facts(f"n{name}", rule["not"], members)]
    assert set(rule) <= {"at_least", "veto"}, rule
    vetoes = rule.get("veto", [])
    vetoes = [vetoes] if isinstance(vetoes, str) else vetoes
    return [
        f"rule({name}, at_least({rule['at_least']})). ",
        *(f"veto({name}, {members[m]}). " for m in vetoes),
    ]
