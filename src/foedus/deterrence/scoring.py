"""Score the end of a story: fold the stakes over it, and say in short how it ended."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foedus.deterrence.chances import Chances
from foedus.deterrence.settled import facts_of, open_, settled
from foedus.deterrence.sides import signatories
from foedus.deterrence.situation import (
    CALM,
    DECLINED,
    DECLINES,
    HONOURED,
    HONOURS,
    OUT_OF_HAND,
    Situation,
)
from foedus.deterrence.turns import THREATENED
from foedus.games import Expr, const
from foedus.language import Arrangement, Estimate, threatening
from foedus.process import Process, State, conditions_in, of_what_is_there, predicate


class Outcome(NamedTuple):
    """How a story ended, as far as the answers count it.

    Parameters
    ----------
    acts
        By party with a ladder: the highest act that it came to.
    done
        Procedures that took effect, of those on which something hangs.
    honoured
        Guarantees that were honoured when they were last called on.
    declined
        Guarantees that were declined then.
    cried
        Whether a breach was alleged when there was none.
    threat
        The gravest thing that came of threats.
    refused
        Whether somebody refused to sign, so that nothing of this happened.
    towards
        By party with a ladder: where it can act against several, the highest act against each.
    """

    acts: tuple[str, ...]
    done: tuple[str, ...]
    honoured: tuple[str, ...]
    declined: tuple[str, ...]
    cried: bool
    threat: int = CALM
    refused: bool = False
    towards: tuple[tuple[str, ...], ...] = ()


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
        self.process, self.chances = process, chances
        self.players = tuple(dict.fromkeys((*a.conduct, *a.stakes)))
        self._knowing: dict[tuple[int, ...], tuple[State, tuple[bool | None, ...]]] = {}
        self._secrets = {party: at for at, party in enumerate(a.resolved)}
        stakes = [(party, stake) for party in self.players for stake in a.stakes.get(party, ())]
        read = [of_what_is_there(stake.counts, a) for _, stake in stakes]
        self._stakes = [
            (
                party,
                predicate(counts, process.clauses),
                chances.drawn(f"stakes.{party}.{stake.label}", stake.worth),
                stake.if_,
            )
            for counts, (party, stake) in zip(read, stakes, strict=True)
        ]
        self.read, self.facts = read, facts_of(a, read)
        self._settled = [
            open_ if a.resolved else settled(read[i], process.clauses) for i in self.facts.closing
        ]
        named = {atom.from_ for c in read for atom in c.atoms() if atom.from_ is not None}
        days = {(day - a.as_of).days for day in named}
        self._dates = sorted(days.union(process.clauses.dated_days))
        self._bearing = bearing(a)
        self._from_start = self.known(process.start)
        self._threats = [
            (by, party, making, chances.drawn(f"stakes.{party}.{label}", worth))
            for by, party, label, worth, making in at_stake_in_threats(a)
        ]
        self._war = tuple(self._refusing(party, chances) for party in self.players)
        self._worths = [(party, worth) for party, _, worth, _ in self._stakes]
        self._worths += [(party, worth) for _, party, _, worth in self._threats]
        self._sums: dict[tuple[int, ...], tuple[Expr, ...]] = {}

    def _refusing(self, party: str, chances: Chances) -> Expr:
        """Return what a party has if somebody refuses to sign; nothing where the file says none."""
        a = self.process.arrangement
        if party not in signatories(a):
            return const(0)
        return chances.drawn(f"refusing.{party}", a.refusing[party])

    def payoffs(self, at: Situation) -> tuple[Expr, ...]:
        """Return what each player has at the end of a story, beside what was paid before."""
        if at.refused:
            return self._war
        paid = self.paid(at.state)
        counting = enumerate(self._counting(at))
        return self._sum(n for n, times in counting if n not in paid for _ in range(times))

    def paid(self, state: State) -> frozenset[int]:
        """Return the stakes that have been paid by now: those settled that no clause hangs on.

        What is so from the start is paid at the ends, and everything is where somebody knows what
        others do not.
        """
        rows = zip(self.facts.closing, self.known(state), self._from_start, strict=True)
        return frozenset(n for n, so, first in rows if so and first is None)

    def between(self, before: State, after: State) -> tuple[Expr, ...] | None:
        """Return what is paid to each player on the way between two states; None for nothing."""
        if before is after or self.known(before) == self.known(after):
            return None
        due = self.paid(after) - self.paid(before)
        return self._sum(due) if due else None

    def known(self, state: State) -> tuple[bool | None, ...]:
        """Return of each stake that can be paid early whether it is settled that it counts."""
        if not self._settled:
            return ()
        # By identity: a state is deep, and to compare one takes its time. Of its day it can only
        # matter which of the days have come that some condition names.
        place = (id(state.world), id(state.record), bisect_right(self._dates, state.day))
        kept = self._knowing.get(place)
        if kept is None:
            kept = self._knowing[place] = (state, tuple([so(state) for so in self._settled]))
        return kept[1]

    def _sum(self, counting: Iterable[int]) -> tuple[Expr, ...]:
        """Return what stakes are worth to each player together, by their numbers."""
        due = tuple(sorted(counting))
        if due not in self._sums:
            totals = dict.fromkeys(self.players, const(0))
            for n in due:
                party, worth = self._worths[n]
                totals[party] += worth
            self._sums[due] = tuple(totals.values())
        return self._sums[due]

    def of_threat(self, what: str, by: str) -> tuple[Expr, ...]:
        """Return what each player has of a move by which something came of a threat by `by`."""
        first = len(self._stakes)
        mine = (n for n, one in enumerate(self._threats, first) if one[2] and one[0] == by)
        return self._sum(mine if what == THREATENED else ())

    def _counting(self, at: Situation) -> Iterator[int]:
        """Yield of each stake how often it counts."""
        for party, holds, _, if_ in self._stakes:
            secret = self._secrets.get(party)
            is_resolved = secret is not None and at.resolved[secret]
            yield (if_ is None or (if_ == "resolved") == is_resolved) and holds(at.state)
        whose = ""
        if at.threat == OUT_OF_HAND and at.crisis is not None:
            owed = self.process.clauses.guarantee_ids[at.crisis.guarantee]
            whose = self.process.arrangement.guarantees[owed].against
        for by, _, making, _ in self._threats:
            yield at.made.count(by) if making else by == whose

    def outcome(self, at: Situation) -> Outcome:
        """Return how the story ended."""
        a, state = self.process.arrangement, at.state
        fronts = self.process.clauses.index.fronts_of
        peaks = [
            [ladder.acts[state.world.peak[front]].act for front in fronts[party]]
            for party, ladder in a.conduct.items()
        ]
        return Outcome(
            tuple(
                ladder.acts[max(state.world.peak[front] for front in fronts[party])].act
                for party, ladder in a.conduct.items()
            ),
            tuple(
                name
                for name, course in zip(a.procedures, state.record.procedures, strict=True)
                if course.took_effect and name in self._bearing
            ),
            _answered(a, at, HONOURS, HONOURED),
            _answered(a, at, DECLINES, DECLINED),
            at.cried,
            at.threat,
            at.refused,
            tuple(tuple(row) if len(row) > 1 else () for row in peaks),
        )


def _answered(a: Arrangement, at: Situation, *so: int) -> tuple[str, ...]:
    return tuple(name for name, said in zip(a.guarantees, at.answers, strict=True) if said in so)


def bearing(a: Arrangement) -> frozenset[str]:
    """Return the procedures on which something hangs: they do something, or a clause reads them.

    Whether another one took effect is not followed to its end: nothing comes of it.
    """
    stakes = [stake.counts for stakes in a.stakes.values() for stake in stakes]
    atoms = [
        atom
        for condition in (*conditions_in(a), *stakes)
        if condition is not None
        for atom in condition.atoms()
    ]
    named = {name for atom in atoms for name in (atom.done, atom.open, atom.lapsed) if name}
    norms = {name for atom in atoms for name in (atom.found, atom.alleged) if name}
    return frozenset(
        name
        for name, p in a.procedures.items()
        if p.then
        or name in named
        or p.opens.alleging in norms
        or any(step.finds in norms for step in p.steps)
    )


def at_stake_in_threats(a: Arrangement) -> Iterator[tuple[str, str, str, Estimate, bool]]:
    """Yield by whose threat who gains or loses, what that is called, how much, and if by making it.

    What is not had by making the threat is had if what is threatened comes about.
    """
    for by, threat in a.coercion.items():
        if threat.threatening is not None:
            yield by, by, threatening(threat), threat.threatening, True
        for party, worth in threat.worth.items():
            yield by, party, threat.label, worth, False
