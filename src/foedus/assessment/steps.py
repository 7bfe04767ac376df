"""With what chance each step is taken that a consequence waits for, and how members vote in it.

The chance of the whole is worked out draw by draw over all ways; these means say which of its steps
it is small for, and whose ballots that step is a matter of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from foedus.prospects import Basis, Prospects, StepProspect


@dataclass(frozen=True, slots=True)
class Voter:
    """The mean chances of the ballots of one member.

    Attributes
    ----------
    member
        Its id.
    basis
        Whether it spoke on the question itself (``direct``), on others (``related``), only a body
        that it belongs to did (``shared``), or nobody (``none``).
    yes, abstain, no
        Mean over the draws.
    weights
        What its words come to, before anything is drawn: the weights of yes, abstain, no and
        absent, of which each chance is about the share.
    """

    member: str
    basis: Basis
    yes: float
    abstain: float
    no: float
    weights: tuple[float, float, float, float]

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        told = {key: getattr(self, key) for key in self.__dataclass_fields__}
        return {**told, "weights": list(self.weights)}


@dataclass(frozen=True, slots=True)
class StepChance:
    """The chance that one step passes, given that it is reached.

    Attributes
    ----------
    procedure, act
        Which step.
    passes
        Mean over the draws.
    given
        When it is reached, in words; empty for always.
    rule
        By what rule its members decide, in words; empty where it is no matter of ballots.
    voters
        Who votes in it.
    """

    procedure: str
    act: str
    passes: float
    given: str = ""
    rule: str = ""
    voters: tuple[Voter, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "procedure": self.procedure,
            "act": self.act,
            "passes": self.passes,
            "given": self.given,
            "rule": self.rule,
            "voters": [one.as_json() for one in self.voters],
        }


def step_chances(found: Prospects, acts: dict[tuple[str, int], str]) -> tuple[StepChance, ...]:
    """Return the steps that are decided on some way and may fail, in the order of the file.

    Parameters
    ----------
    found
        What an act leads to.
    acts
        What each step is called.
    """
    return tuple(
        _step(found.steps[at], at[0], acts[at])
        for at in found.taken
        if found.steps[at].kind != "derived"
    )


def _step(one: StepProspect, procedure: str, act: str) -> StepChance:
    rule = one.asked.stages[one.asked.at].rule.describe() if one.asked is not None else ""
    voters = tuple(_voters(one))
    return StepChance(procedure, act, float(one.passes.mean()), one.given, rule, voters)


def _voters(one: StepProspect) -> Iterator[Voter]:
    if one.asked is None:
        return
    voting = set(one.asked.stages[one.asked.at].rule.members)
    for member, where, shares in zip(
        one.asked.members, one.asked.stands, one.asked.minds.shares, strict=True
    ):
        if member in voting:
            yes, abstain, no, _ = (float(x) for x in np.mean(shares, axis=1))
            yield Voter(member, where.basis, yes, abstain, no, where.weights)
