"""The search against one that counts no members together, for bodies of up to six.

Each member has a class of its own (a clause names them all) and casts its own ballot, yes, no or
an abstention, one at a time; nothing is taken to be decided at once. All properties that search are
compared. Bodies of four under some rules always; with `FOEDUS_FUZZ` set of four and five under all,
and of six under some.
"""

from __future__ import annotations

import os
import random

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.blocking import single_blockers
from foedus.loopholes.catalogue import examine
from foedus.process import Process
from foedus.process.exploration import ACTED, Projection, Rules, TimedGraph, scope

FUZZ = bool(os.environ.get("FOEDUS_FUZZ"))
MEMBERS = ("DNK", "EST", "FIN", "LTU", "LVA", "NOR")
NOT_SEARCHED = (
    "own-cause",
    "kept-from-starting",  # like blockers below: who resists is a matter of decisions, not ballots
    "toothless-norm",
    "self-defence",
    "threshold-gap",
    "adversary-guarantor",
    "scope-gap",
    "circular-veto",
    "single-blocker",
)
"""Read off the text or played out directly, so that there is nothing to compare; blockers below."""
RULES = {
    "consensus": "consensus",
    "unanimity": "unanimity",
    "reverse consensus": "reverse_consensus",
    "majority": "majority",
    "a quota and a veto": "{at_least: 2, veto: [DNK]}",
    "weights": "{weights: {DNK: 3, EST: 2, FIN: 1, LTU: 1}, quota: 4}",
    "those who vote": "{more_than: 1/2, of: present_and_voting}",
    "one yes and no second": "{all_of: [any_one, {not: {at_least: 2}}]}",
    "not two": "{not: {at_least: 2}}",
}
ALWAYS = ("majority", "one yes and no second", "those who vote")
LARGE = ("consensus", "majority", "a quota and a veto")
ASKED = [(4, rule) for rule in ALWAYS]
if FUZZ:
    ASKED = [*((n, rule) for n in (4, 5) for rule in RULES), *((6, rule) for rule in LARGE)]
TEMPLATE = """\
foedus: 1
title: A body of {size}
as_of: 2025-01-01
horizon: P40D
parties:
  UKR: {{role: beneficiary}}
  RUS: {{role: adversary}}
  UNION: {{role: guarantor, members: [{members}], classes: {{near: [{near}]}}}}
bodies:
  COUNCIL: {{members: UNION, rule: {rule}}}
conduct:
  RUS:
    towards: UKR
    unbearable_from: attack
    acts: [{{act: comply}}, {{act: attack, needs: P3D}}]
instruments:
  deal: {{parties: [UKR, RUS]{clause}}}
{apart}norms:
  no-attack: {{prohibition: attack, bearer: RUS, towards: UKR, in: deal}}
procedures:
  decision:
    in: deal
    opens: {{by: UKR, alleging: no-attack}}
    steps: [{{act: decide, by: COUNCIL, finds: no-attack{step}}}]
    then: [{{admit: UKR, to: UNION}}]
guarantees:
  defence:
    owed_by: UNION
    protects: {{state: UKR, territory: recognised}}
    against: RUS
    casus_foederis: attack
    response: {response}
    {due}
"""


class Apart(Inquiry):
    """Ballots are cast one at a time, and no decision is one move."""

    def slice(self, seeds, *, leaving=True, unnamed=False):
        read_ = scope(self.process, seeds)
        return Projection(self.process, read_, singly=True, leaving=leaving)


def drawn(size: int, rule: str) -> tuple[str, str]:
    """Return a text, and the same with each member named by a clause."""
    rng = random.Random(f"{size} {rule}")
    members = MEMBERS[:size]
    blanks = {
        "size": size,
        "members": ", ".join(members),
        "near": ", ".join(members[: size // 2]),
        "rule": RULES[rule],
        "clause": rng.choice(["", ", withdrawal: {by: RUS}", ", sunset: P3D"]),
        "step": rng.choice(
            [
                "",
                ", within: P2D",
                ", within: P2D, on_timeout: adopt",
                ", on_block: hold",
                ", within: P1D, at_deadline: true",
            ]
        ),
        "response": rng.choice(["defend", "defend", "right_only"]),
        "due": rng.choice(
            [
                "in_force: {member: UKR, of: UNION}",
                "due_when: {found: no-attack}",
                "forfeited_if: {lapsed: decision}",
                "covers_ongoing: true",
            ]
        ),
    }
    side = f"  side: {{parties: [{', '.join(members)}]}}\n"
    return TEMPLATE.format(**blanks, apart=""), TEMPLATE.format(**blanks, apart=side)


@pytest.mark.parametrize(("size", "rule"), ASKED)
def test_verdicts_agree_with_every_member_told_apart(size: int, rule: str):
    counted, told_apart = drawn(size, rule)
    fast, slow = Inquiry(Process(read(counted))), Apart(Process(read(told_apart)))
    voters = slow.process.clauses.steps[0][0].electorate
    assert all(len(members) == 1 for members in voters.classes.values())
    for name in CATALOGUE:
        if name in NOT_SEARCHED:
            continue
        verdict, expected = (examine(inquiry, CATALOGUE[name]) for inquiry in (fast, slow))
        assert verdict.complete
        assert expected.complete
        found, told = ([hole.statement for hole in v.loopholes] for v in (verdict, expected))
        assert len(found) == len(told), (name, found, told)


@pytest.mark.parametrize(("size", "rule"), [*ASKED, (6, "consensus")])
def test_blockers_agree_with_striking_each_member_from_the_play(size: int, rule: str):
    """A blocker casts no ballot, or none but a no as soon as it can."""
    counted, told_apart = drawn(size, rule)
    inquiry, apart = Inquiry(Process(read(counted))), Apart(Process(read(told_apart)))
    threat = next(t for t in inquiry.threats if t.by == "RUS")
    _, attacked = inquiry.attacked(threat, "attack")
    blocking = {who for who, _ in single_blockers(inquiry, attacked, threat)} & set(MEMBERS)
    goal, seeds = apart.answer(threat)
    _, start = apart.attacked(threat, "attack")

    def comes(member: str, *, says: str) -> bool:
        def lets(_state, batch):
            move = batch[0]
            if move.kind == "conduct":
                return False
            return move.actor != member or (move.kind == "ballot" and move.choice == says)

        def urgent(_state, batch):
            return batch[0].actor == member and batch[0].choice == says

        rules = Rules(allowed=lets, urgent=urgent, leaving=False)
        graph = TimedGraph(
            apart.slice(seeds, leaving=False), start, hour=ACTED, rules=rules, stop=goal
        )
        return graph.stopped is not None

    members = MEMBERS[:size]
    possible = comes("nobody", says="")
    expected = {m for m in members if possible and not (comes(m, says="") and comes(m, says="no"))}
    assert blocking == expected
