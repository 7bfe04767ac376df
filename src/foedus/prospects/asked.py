"""How a vote ends, given how the same question was decided before by the same minds.

A vote ends in one of four ways. It **passes**, or it is **blocked** for good, or it is left
**open** until time runs out, because no no is final or because those who have not voted could
still carry it; and where what is open then counts as a yes, it is **adopted**, as its last day ends
and not before. The text may lead on from more than one of them, and the chance of a later vote on
the same question depends on which of them it was. The question is the issue on which a step is
decided (`decides_on`), in whatever procedure it is put; a step of which none is named asks its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Literal

import numpy as np

from foedus.decisions import AllOf, Not, Rule, Stage, put_to
from foedus.language import Step, listed
from foedus.prospects.stances import Stand
from foedus.prospects.streams import Array, Flags
from foedus.prospects.votes import Minds

Ending = Literal["passed", "blocked", "open", "adopted"]
Place = tuple[str, int]
"""A step by its procedure and its number there."""
Past = tuple[tuple[Place, Ending], ...]
"""How steps ended, in order."""
ENDINGS: tuple[Ending, ...] = ("passed", "blocked", "open", "adopted")
PASSING: frozenset[Ending] = frozenset({"passed", "adopted"})
"""The endings by which a step passes."""
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Asked:
    """A vote, and all others that put the same question to the same minds.

    Parameters
    ----------
    at
        The vote itself.
    minds, members
        Of all who vote in any of them, and who they are, in the same order.
    stages
        By its place, each of them.
    leads
        Of those before it in its procedure, by place, the endings that lead to the next step.
    missed
        Of these and of itself, the draws in which its time runs out before it is voted on.
    performs
        The chance that those who agree also perform; one where that is not asked.
    stands
        Where each member stands, in the same order.
    """

    at: Place
    minds: Minds
    members: tuple[str, ...]
    stages: Mapping[Place, Stage]
    leads: Mapping[Place, tuple[Ending, ...]]
    missed: Mapping[Place, Flags]
    performs: Array | float = 1.0
    stands: tuple[Stand, ...] = ()
    _known: dict[Past, tuple[Array, Array]] = field(default_factory=dict)

    def told(self, past: Past) -> Past:
        """Return what of the past is about the same question, each step and ending once."""
        return tuple(dict.fromkeys(step for step in past if step[0] in self.stages))

    def joint(self, past: Past) -> Array:
        """Return the chance that all these votes end so once each is held, shape (draws,)."""
        return self._punctual._joint(past)

    def shares(self, past: Past) -> tuple[Array, Array]:
        """Return the chances that it passes and that it is blocked once it is voted on.

        Parameters
        ----------
        past
            How steps ended that were voted on before. Those that ask something else are left aside.
        """
        told = self.told(past)
        if told not in self._known:
            self._known[told] = self._punctual._given((told,))
        return self._known[told]

    @cached_property
    def _punctual(self) -> Asked:
        """The same, each of its votes being held before its time runs out."""
        never = np.zeros(self.minds.draws, bool)
        return replace(self, missed=dict.fromkeys(self.missed, never), _known={})

    def adopted(self, past: Past) -> Array:
        """Return the chance that it passes only because its time runs out, of what `shares` has."""
        return self._punctual._adopted((self.told(past),))

    def adopted_if_reached(self) -> Array:
        """Return that chance given that it is reached, however that came about."""
        return self._adopted(self.pasts())

    def reached(self) -> tuple[Array, Array]:
        """Return both chances given that it is reached, however that came about."""
        return self._given(self.pasts())

    def pasts(self) -> tuple[Past, ...]:
        """Return what can have come before it, as far as its being reached tells of the minds."""
        return tuple(
            product(
                *(
                    [(at, ending) for ending in leads]
                    for at, leads in self.leads.items()
                    if not set(self._endings(at)) <= set(leads)
                )
            )
        )

    def _given(self, pasts: Sequence[Past]) -> tuple[Array, Array]:
        whole = self._sum(pasts)
        passes = _ratio(self._sum(pasts, "passed"), whole)
        if "adopted" in self._endings(self.at):
            passes = passes + _ratio(self._sum(pasts, "adopted"), whole)
        endings = self._endings(self.at)
        if "blocked" not in endings:
            return passes * self.performs, np.zeros(self.minds.draws)
        if "open" not in endings:
            return passes * self.performs, 1 - passes * self.performs
        blocked = _ratio(self._sum(pasts, "blocked"), whole)
        blocked = np.where(1 - passes - blocked > _ROUNDING, blocked, 1 - passes)
        return passes * self.performs, blocked + passes * (1 - self.performs)

    def _adopted(self, pasts: Sequence[Past]) -> Array:
        if "adopted" not in self._endings(self.at):
            return np.zeros(self.minds.draws)
        return _ratio(self._sum(pasts, "adopted"), self._sum(pasts)) * self.performs

    def _sum(self, pasts: Iterable[Past], *ending: Ending) -> Array:
        """Return the chance of any of these, each with the vote itself ending so."""
        found = np.zeros(self.minds.draws)
        for past in pasts:
            found = found + self._joint((*past, *((self.at, one) for one in ending)))
        return found

    def _joint(self, past: Past, first: int = 0) -> Array:
        """Return the chance of all these endings together, shape (draws,).

        What ran out before it was voted on is open, and says nothing of anybody's mind.
        """
        for place in range(first, len(past)):
            at, ending = past[place]
            missed = self.missed.get(at)
            if missed is not None and missed.any():
                rest = (*past[:place], *past[place + 1 :])
                late = self._joint(rest, place) if ending == "open" else 0.0
                return np.where(missed, late, self._joint(past, place + 1))
        rules = tuple(put_to(self._rule(at, ending), self.members) for at, ending in past)
        return self.minds.passing(AllOf(rules)) if rules else np.ones(self.minds.draws)

    def _rule(self, at: Place, ending: Ending) -> Rule:
        """Return the rule by which a vote ends so."""
        stage = self.stages[at]
        carries, blocks = stage.carries, stage.blocks
        if ending == "adopted":
            return AllOf((carries, Not(stage.rule)))
        if ending == "passed":
            return stage.rule if adopts(stage) else carries
        if blocks is None or (ending == "blocked" and self._heard(stage)):
            return Not(carries)
        return blocks if ending == "blocked" else AllOf((Not(carries), Not(blocks)))

    def _endings(self, at: Place) -> tuple[Ending, ...]:
        """Return how a vote can end."""
        ways = ways_to_end(self.stages[at])
        if "blocked" in ways and self._heard(self.stages[at]) and not self.missed[at].any():
            return tuple(way for way in ways if way != "open")
        return ways

    def _heard(self, stage: Stage) -> bool:
        """Say whether all its members vote, one way or the other."""
        absent = dict(zip(self.members, (row[3] for _, row in self.minds.weights), strict=True))
        return not any(absent[member] for member in stage.rule.members)


def ways_to_end(stage: Stage) -> tuple[Ending, ...]:
    """Return how a vote can end, whoever its members are.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> ways_to_end(Stage("agree", parse_rule("unanimity", ["A"]), 3, on_timeout="adopt"))
    ('passed', 'blocked', 'adopted')
    """
    waits = stage.within is None or stage.on_timeout != "adopt"
    final = stage.blocks is not None
    can = {"passed": True, "blocked": final, "open": waits, "adopted": adopts(stage)}
    return tuple(ending for ending in ENDINGS if can[ending])


def adopts(stage: Stage) -> bool:
    """Say whether it may be carried before its time runs out, and passes then if it is open."""
    waits = stage.within is not None and stage.on_timeout == "adopt"
    return waits and not stage.certain and not stage.by_silence


def leads_on(step: Step, stage: Stage) -> tuple[Ending, ...]:
    """Return the endings of a step that lead to the next one.

    Parameters
    ----------
    step, stage
        The step as it is written, and as it decides.
    """
    leads = {
        "passed": step.on_pass == "next",
        "blocked": stage.on_block == "next" and not step.escrowed,
        "open": stage.within is not None and stage.on_timeout == "next",
        "adopted": step.on_pass == "next" and adopts(stage),
    }
    return tuple(ending for ending in ENDINGS if leads[ending])


def reached_when(before: Iterable[tuple[Step, Stage]]) -> str:
    """Say when the step after these is reached, to stand behind its chance; empty for always.

    Parameters
    ----------
    before
        The steps before it, each as it is written and as it decides.
    """
    passed, failed = list[str](), list[str]()
    for step, stage in before:
        leads = leads_on(step, stage)
        if leads and set(leads) <= PASSING:
            passed.append(f"{step.act!r} passed")
        elif "passed" not in leads:
            failed.append(f"{step.act!r} did not pass")
        elif not set(ways_to_end(stage)) <= set(leads):
            return "given that it is reached"
    if not failed:
        return "given that the steps before it passed" if passed else ""
    return f"given that {listed([*passed, *failed])}"


def _ratio(part: Array, whole: Array) -> Array:
    """Return `part` of `whole`, 0 where there is nothing to have a part of."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0).clip(0, 1)
