"""Power in bodies where abstaining is a choice of its own.

After Felsenthal and Machover, "Ternary voting games", *International Journal of Game Theory* 26
(1997), 335-351, and *The Measurement of Voting Power* (1998), chapter 8. Every ballot is as likely
as any other. A member's **pivotality** is the chance that its yes passes what its no would not
(their ternary Banzhaf measure); the **roll-call** index generalises Shapley and Shubik: members are
called in random order and each answers at random, and the one whose answer settles the outcome
for good is pivotal. Roll-call shares sum to 1.

If each member has been called with chance t, those not called yet count as *no* when one asks
whether passing is settled, and as *yes* for failing. So the roll-call index is an integral over
t of pivotalities under product measures, which Gauss–Legendre nodes give exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from foedus.decisions.ballots import Ballot
from foedus.decisions.diagram import Diagram, compile_rule
from foedus.decisions.monotone import hurt_by
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.sweep import Floats, sweep
from foedus.decisions.weighted_power import legendre

YES_ABSTAIN_NO = (Ballot.YES, Ballot.ABSTAIN, Ballot.NO)


@dataclass(frozen=True, slots=True)
class BallotPower:
    """Power when all ballots, abstention included, are alike.

    Parameters
    ----------
    passing
        Chance that the question passes.
    pivotality
        Chance that the member's yes passes what its no would not.
    roll_call
        Chance that the member's answer settles the outcome; sums to 1 unless the rule is constant.
    """

    passing: float
    pivotality: Mapping[str, float]
    roll_call: Mapping[str, float]


def ballot_power(rule: Rule, ballots: Sequence[Ballot] = YES_ABSTAIN_NO) -> BallotPower:
    """Return the indices of power over more ballots than yes and no.

    Parameters
    ----------
    rule
        A rule in which, from each of the ballots to the next, a change never helps.
    ballots
        The ballots that can be cast, from the kindest to the harshest.

    Raises
    ------
    RuleError
        When some change to a kinder ballot hurts: the indices are not defined then.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> found = ballot_power(parse_rule("silence", ["A", "B"]))
    >>> round(found.passing, 4), round(found.pivotality["A"], 4), found.roll_call["A"]
    (0.4444, 0.6667, 0.5)
    """
    for kinder, harsher in pairwise(ballots):
        member = hurt_by(rule, kinder, harsher)
        if member is not None:
            raise RuleError(
                f"power over {', '.join(b.name.lower() for b in ballots)} is not defined for this"
                f" rule: if {member} goes from {harsher.name.lower()} to {kinder.name.lower()}, it"
                " can turn passing into failing"
            )
    diagram = compile_rule(rule, tuple(ballots))
    count, sides = len(rule.members), len(ballots)
    even = np.full((count, sides, 1), 1 / sides)
    swept = sweep(diagram, even, ballots[0], ballots[-1])
    names = rule.members
    return BallotPower(
        float(swept.passing[0]),
        dict(zip(names, swept.gain[:, 0].tolist(), strict=True)),
        dict(zip(names, _roll_call(diagram, ballots).tolist(), strict=True)),
    )


def _roll_call(diagram: Diagram, ballots: Sequence[Ballot]) -> Floats:
    count, sides = len(diagram.members), len(ballots)
    called, weights = legendre(count // 2 + 1)
    total = np.zeros(count)
    for waiting_as in (ballots[-1], ballots[0]):
        row = np.tile(called / sides, (sides, 1))
        row[ballots.index(waiting_as)] += 1 - called
        measures = np.ascontiguousarray(np.broadcast_to(row, (count, *row.shape)))
        for ballot in ballots:
            if ballot == waiting_as:
                continue
            pair = (ballot, waiting_as) if waiting_as == ballots[-1] else (waiting_as, ballot)
            total += sweep(diagram, measures, *pair).gain @ weights / sides
    return total
