"""Score the end of a story: fold the stakes over it, and say in short how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from foedus.deterrence.chances import Chances
from foedus.deterrence.situation import CALM, DECLINES, DEFIED, HONOURS, OUT_OF_HAND, Situation
from foedus.deterrence.turns import signatories
from foedus.games import Expr, const
from foedus.language import Arrangement
from foedus.language.quantities import Estimate
from foedus.language.scoring import threatening
from foedus.process import Process
from foedus.process.conditions import absent_never_holds, predicate
from foedus.process.state import Progress


class Outcome(NamedTuple):
    """How a story ended, as far as the answers count it.

    Parameters
    ----------
    acts
        By party with a ladder: the highest act that it came to.
    done
        Procedures that took effect and changed something.
    honoured
        Guarantees that were honoured.
    declined
        Guarantees that were declined, and not honoured.
    cried
        Whether a breach was alleged when there was none.
    threat
        The gravest thing that came of threats.
    refused
        Whether somebody refused to sign, so that nothing of this happened.
    """

    acts: tuple[str, ...]
    done: tuple[str, ...]
    honoured: tuple[str, ...]
    declined: tuple[str, ...]
    cried: bool
    threat: int = CALM
    refused: bool = False


class Scores:
    """The stakes of an arrangement, compiled.

    Parameters
    ----------
    process
        The process of the arrangement.
    chances
        Names the stakes as parameters.
    """

    def __init__(self, process: Process, chances: Chances) -> None:
        a = process.arrangement
        self.process = process
        self.players = tuple(dict.fromkeys((*a.conduct, *a.stakes)))
        self._secrets = {party: at for at, party in enumerate(a.resolved)}
        self._stakes = [
            (
                party,
                predicate(absent_never_holds(stake.counts, process.arrangement), process.clauses),
                chances.drawn(f"stakes.{party}.{stake.label}", stake.worth),
                stake.if_,
            )
            for party in self.players
            for stake in a.stakes.get(party, ())
        ]
        self._threats = [
            (party, least, chances.drawn(f"stakes.{party}.{label}", worth))
            for party, label, worth, least in at_stake_in_threats(a)
        ]
        self._war = tuple(self._refusing(party, chances) for party in self.players)
        self._sums: dict[tuple[bool, ...], tuple[Expr, ...]] = {}

    def _refusing(self, party: str, chances: Chances) -> Expr:
        """Return what a party has if somebody refuses to sign; nothing where the file says none."""
        a = self.process.arrangement
        if party not in signatories(a):
            return const(0)
        return chances.drawn(f"refusing.{party}", a.refusing[party])

    def payoffs(self, at: Situation) -> tuple[Expr, ...]:
        """Return what each player has at the end of a story."""
        if at.refused:
            return self._war
        counting = tuple(self._counting(at))
        if counting not in self._sums:
            totals = dict.fromkeys(self.players, const(0))
            worths = [(party, worth) for party, _, worth, _ in self._stakes]
            worths += [(party, worth) for party, _, worth in self._threats]
            for counts, (party, worth) in zip(counting, worths, strict=True):
                if counts:
                    totals[party] += worth
            self._sums[counting] = tuple(totals.values())
        return self._sums[counting]

    def _counting(self, at: Situation) -> Iterator[bool]:
        """Yield of each stake whether it counts."""
        for party, holds, _, if_ in self._stakes:
            secret = self._secrets.get(party)
            is_resolved = secret is not None and at.resolved[secret]
            yield (if_ is None or (if_ == "resolved") == is_resolved) and holds(at.state)
        for _, least, _ in self._threats:
            yield at.threat >= least

    def outcome(self, at: Situation) -> Outcome:
        """Return how the story ended."""
        a, state = self.process.arrangement, at.state
        fronts = self.process.clauses.index.fronts_of
        return Outcome(
            tuple(
                ladder.acts[max(state.world.peak[front] for front in fronts[party])].act
                for party, ladder in a.conduct.items()
            ),
            tuple(
                name
                for (name, p), c in zip(a.procedures.items(), state.record.procedures, strict=True)
                if p.then and c.progress is Progress.DONE
            ),
            tuple(g for g, kept in zip(a.guarantees, at.answers, strict=True) if kept == HONOURS),
            tuple(g for g, kept in zip(a.guarantees, at.answers, strict=True) if kept == DECLINES),
            at.cried,
            at.threat,
            at.refused,
        )


def at_stake_in_threats(a: Arrangement) -> Iterator[tuple[str, str, Estimate, int]]:
    """Yield who gains or loses by a threat, what that is called, how much, and from what on."""
    for by, threat in a.coercion.items():
        if threat.threatening is not None:
            yield by, threatening(threat), threat.threatening, DEFIED
        for party, worth in threat.worth.items():
            yield party, threat.label, worth, OUT_OF_HAND
