"""What the stakes of a file say of orderings: what they decide whatever their values, and what not.

Stakes have ranges. Of two outcomes, one is ranked above the other *whatever the values* if it is
worth more for every value within the ranges; otherwise only magnitudes decide. How a fight ends is
left to chance, as in the game: an outcome with a fight in it is worth what it brings on average,
for chances within the ranges of the contest. The bounds are exact: the difference of two outcomes
is linear in each stake and in each chance, so that it is least and greatest at the ends of ranges.
A stake that counts only for the resolved may count or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import fsum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedus.language import Arrangement, Contest, Estimate, labels_of, option
from foedus.orderings.options import OptionConflict
from foedus.process import Fight, Process, State, of_what_is_there, predicate
from foedus.prospects import sampled, uniforms
from foedus.stability import Above, Requirement

Array = NDArray[np.float64]
Decided = Literal["holds", "fails", "open"]
_FORCE = ("defend", "as_deemed_necessary", "right_only")


@dataclass(frozen=True)
class Scored:
    """An outcome as stakes see it, for one party.

    Attributes
    ----------
    won, lost
        By stake, 1 if it counts once the fight is won, and once it is lost; alike without a fight.
    fight
        The contest and the help in it, whose chance decides; None where there is no fight.
    """

    won: Array
    lost: Array
    fight: tuple[int, str] | None


class Stakes:
    """The stakes of an option, outcome by outcome.

    Parameters
    ----------
    arrangement
        The arrangement, without an option.
    conflict
        The option as a conflict.
    draws, seed
        For shares of draws.
    """

    def __init__(
        self, arrangement: Arrangement, conflict: OptionConflict, draws: int = 1000, seed: int = 0
    ) -> None:
        self.conflict = conflict
        name = conflict.option
        self.variant = option(arrangement, name) if name else arrangement
        self.process, labels = Process(self.variant), labels_of(arrangement)
        first = [conflict.of.index(o) for o in range(len(conflict.outcomes))]
        self.states = [conflict.cut.states[at] for at in first]
        self._chances = {
            (at, help_): _drawn(estimate, draws, seed, "contest", labels.fight(contest), help_)
            for at, contest in enumerate(self.variant.contests)
            for help_, estimate in _levels(contest).items()
        }
        self._worth = {
            maker: np.array(
                [
                    _drawn(stake.worth, draws, seed, "stakes", labels.party(maker), stake.label)
                    for stake in self.variant.stakes.get(maker, ())
                ]
            ).reshape(-1, draws)
            for maker in conflict.graph.makers
        }
        self.private = any(s.if_ for stakes in self.variant.stakes.values() for s in stakes)
        self.scored = {
            maker: [self._scored(maker, state) for state in self.states]
            for maker in conflict.graph.makers
            if self.variant.stakes.get(maker)
        }

    def _scored(self, maker: str, state: State) -> Scored:
        fight = self._fight(state)
        stakes = self.variant.stakes[maker]

        clauses = self.process.clauses
        when = [predicate(of_what_is_there(s.when, self.variant), clauses) for s in stakes]

        def counts(fights: Fight) -> Array:
            one = state
            if fight is not None:
                fronts = clauses.index.fronts_of[self.variant.contests[fight[0]].by]
                at = max(fronts, key=lambda front: state.world.rung[front])
                row = state.world.fight
                ended = (*row[:at], fights, *row[at + 1 :])
                one = state.being(state.world._replace(fight=ended))
            return np.array([float(holds(one)) for holds in when])

        return Scored(counts(Fight.PREVAILED), counts(Fight.REPELLED), fight)

    def _fight(self, state: State) -> tuple[int, str] | None:
        """Return the contest over the gravest act that there is one over, and the help in it."""
        found = None
        clauses = self.process.clauses
        for at, contest in enumerate(self.variant.contests):
            if clauses.act_of(state, contest.by) == contest.act:
                helped = any(
                    clauses.honoured(state, g) and text.response in _FORCE
                    for g, text in enumerate(self.variant.guarantees.values())
                )
                armed = contest.armed is not None and any(
                    clauses.honoured(state, g) and text.response == "arms"
                    for g, text in enumerate(self.variant.guarantees.values())
                )
                found = at, "helped" if helped else "armed" if armed else "alone"
        return found

    def decided(self, statement: Above) -> Decided:
        """Say whether a statement holds for all values of the stakes, for none, or for some."""
        maker = self.conflict.graph.makers[statement.maker]
        if maker not in self.scored:
            return "open"
        high, low = (self.scored[maker][o] for o in (statement.high, statement.low))
        ends = {(f[0], f[1]) for f in (high.fight, low.fight) if f is not None}
        stakes = self.variant.stakes[maker]
        least, most = np.inf, -np.inf
        for corner in product((False, True), repeat=len(ends)):
            chance = {
                f: _end(_levels(self.variant.contests[f[0]])[f[1]], top)
                for f, top in zip(sorted(ends), corner, strict=True)
            }
            weight = _mixed(high, chance) - _mixed(low, chance)
            bounds = [
                sorted((w * s.worth.lowest, w * s.worth.highest, *([0.0] if s.if_ else [])))
                for w, s in zip(weight, stakes, strict=True)
            ]
            least = min(least, fsum(b[0] for b in bounds))
            most = max(most, fsum(b[-1] for b in bounds))
        if least > 0 or (least >= 0 and not statement.strict):
            return "holds"
        if most < 0 or (most <= 0 and statement.strict):
            return "fails"
        return "open"

    def true(self, statement: Above) -> NDArray[np.bool_]:
        """Say in which draws a statement holds; shape (draws,)."""
        high, low = self._values(statement, statement.high), self._values(statement, statement.low)
        return np.asarray(high > low if statement.strict else high >= low)

    def _values(self, statement: Above, outcome: int) -> Array:
        maker = self.conflict.graph.makers[statement.maker]
        scored, worth = self.scored[maker][outcome], self._worth[maker]
        chance: Array | float = 1.0 if scored.fight is None else self._chances[scored.fight]
        return np.asarray(chance * (scored.won @ worth) + (1 - chance) * (scored.lost @ worth))


def _drawn(estimate: Estimate, draws: int, seed: int, *names: str) -> Array:
    return np.asarray(sampled(estimate, uniforms(seed, draws, *names)))


def _levels(contest: Contest) -> dict[str, Estimate]:
    levels = {"alone": contest.alone, "armed": contest.armed, "helped": contest.helped}
    return {name: estimate for name, estimate in levels.items() if estimate is not None}


def _end(estimate: Estimate, top: bool) -> float:
    return estimate.highest if top else estimate.lowest


def _mixed(scored: Scored, chance: Mapping[tuple[int, str], float]) -> Array:
    p = 1.0 if scored.fight is None else chance[scored.fight]
    return np.asarray(p * scored.won + (1 - p) * scored.lost)


@dataclass(frozen=True)
class FromStakes:
    """What the stakes say of a condition.

    Attributes
    ----------
    decided
        ``holds`` or ``fails`` whatever the values; ``open`` where only magnitudes decide.
    open
        The statements that only magnitudes decide, where they decide the condition.
    unwilling
        Answers that somebody does not prefer, whatever the values.
    share
        The share of draws in which the condition holds; None if somebody in it has no stakes.
    """

    decided: Decided
    open: tuple[Above, ...]
    unwilling: tuple[Above, ...]
    share: float | None


def from_stakes(stakes: Stakes, requirements: Sequence[Requirement]) -> FromStakes:
    """Return what stakes say of conditions that must hold together."""
    clauses = [ways for one in requirements for ways in one.clauses]
    named = sorted({s for ways in clauses for way in ways for s in way})
    verdict = {s: stakes.decided(s) for s in named}
    found = [_clause([_way([verdict[s] for s in way]) for way in ways]) for ways in clauses]
    decided = _way(found)
    share = None
    makers = stakes.conflict.graph.makers
    if not stakes.private and all(makers[s.maker] in stakes.scored for s in named):
        holds = {s: stakes.true(s) for s in named}
        every = np.ones(len(next(iter(holds.values()))) if holds else 1, bool)
        for ways in clauses:
            one = np.zeros_like(every)
            for way in ways:
                one |= np.logical_and.reduce([holds[s] for s in way])
            every &= one
        share = float(every.mean())
    open_ = tuple(s for s in named if verdict[s] == "open") if decided == "open" else ()
    unwilling = tuple(s for s in named if s.strict and verdict[s] == "fails")
    return FromStakes(decided, open_, unwilling, share)


def _way(verdicts: Sequence[Decided]) -> Decided:
    if "fails" in verdicts:
        return "fails"
    return "open" if "open" in verdicts else "holds"


def _clause(verdicts: Sequence[Decided]) -> Decided:
    if "holds" in verdicts:
        return "holds"
    return "open" if "open" in verdicts else "fails"
