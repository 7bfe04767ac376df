"""What all turns share: the clauses, the chances, and which days matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from foedus.deterrence.agenda import Agenda
from foedus.deterrence.chances import Chances
from foedus.deterrence.elapsed import Slot
from foedus.deterrence.minds import Told, remembered
from foedus.deterrence.recalled import truth_of
from foedus.deterrence.sides import signatories
from foedus.deterrence.situation import ALONE, FORCE, Help, Lottery, Question, Situation
from foedus.games import const
from foedus.process import Clauses, Course, Fight, Move, Progress, State, calm, conditions_in

Log = list[tuple[int, Move]]
"""Moves with the day on which they are made."""


class Table:
    """The arrangement as it is played.

    Parameters
    ----------
    agenda
        Who is asked what.
    chances
        Names the chances of nature's moves.
    """

    def __init__(self, agenda: Agenda, chances: Chances) -> None:
        self.agenda, self.chances = agenda, chances
        self.process, self.clauses = agenda.process, agenda.process.clauses
        self.arrangement = a = agenda.process.arrangement
        self._ids = self.clauses.front_ids
        self.secrets = (*a.resolved, *a.signs)
        self.signatories = signatories(a)
        self.guarantees = tuple(a.guarantees.items())
        numbers = {name: at for at, name in enumerate(a.guarantees)}
        self.alike = tuple(
            tuple(numbers[other] for other in chances.wills.get(name, ()) if other != name)
            for name in a.guarantees
        )
        self.rivals = tuple(_rivals(self.clauses, at) for at in range(len(a.guarantees)))
        self.procedures = tuple(a.procedures.items())
        self.answers_late = any(
            g.covers_ongoing or g.due_when is not None for g in a.guarantees.values()
        )
        self._contested = tuple(
            {
                rung: act.takes
                for rung, act in enumerate(a.conduct[party].acts)
                if (front, act.act) in self.clauses.contests
            }
            for front, (party, _) in enumerate(a.pairs)
        )
        self.asked_for = frozenset(
            self.clauses.index.guarantees[name]
            for condition in conditions_in(a)
            for atom in condition.atoms()
            for name in (atom.honoured, atom.declined, atom.owed, atom.overdue)
            if name is not None
        )
        apart = replace(a, deeds={})  # what they need is read when they are asked for
        named = [atom.from_ for c in conditions_in(apart) for atom in c.atoms() if atom.from_]
        self._dates = (*((day - a.as_of).days for day in named), *agenda.between.days())
        self._fights: dict[int, int] = {}
        self._wavers = any(takes is not None for row in self._contested for takes in row.values())
        self._fights_of: tuple[State | None, int] = (None, 0)

    def asking(self, at: Situation) -> bool:
        """Say whether questions of the present occasion are still open."""
        return at.question < len(self.agenda.groups)

    def evening(self, at: Situation) -> bool:
        """Say whether a day of the present occasion ends, and others choose on the next."""
        return self.agenda.groups[at.question][0].kind == "nightfall"

    def fights(self, at: Situation) -> dict[int, int]:
        """Return, by number of the front, the day on which the fight over its act is decided.

        Of an act of uncertain length it is the last that it can take, for what is decided
        meanwhile may be in time; but once it has what it needs, no later than somebody chooses.
        """
        chosen = self.next_occasion(at) - 1 if self._wavers else 0
        if at.state is not self._fights_of[0] or chosen != self._fights_of[1]:
            w = at.state.world
            self._fights = {
                front: min(w.since[front] + most, max(w.since[front] + least, chosen))
                for front, acts in enumerate(self._contested)
                if w.rung[front] in acts and w.fight[front] is Fight.UNDECIDED
                for least, most in (self.lasts(at.state, front),)
            }
            self._fights_of = at.state, chosen
        return self._fights

    def adds(self, state: State, front: int, there: Help, coming: int) -> bool:
        """Say whether help makes a difference to a fight, beside that which is there.

        Where its forces are counted each help brings its own; else the strongest kind is all.
        One force that is promised twice is there once.
        """
        contest = self.clauses.contests[front, self.clauses.act_of(state, *self._ids[front])]
        if self.chances.computes(contest):
            return coming not in there and not set(there).intersection(self.alike[coming])
        levels = [FORCE.get(self.guarantees[at][1].response, ALONE) for at in (coming, *there)]
        return levels[0] > max(levels[1:], default=ALONE)

    def lasts(self, state: State, front: int) -> tuple[int, int]:
        """Return how many days the present act on a front takes at least, and at the most."""
        rung, since = state.world.rung[front], state.world.since[front]
        done, takes = self.clauses.contested[front][rung], self._contested[front][rung]
        least = 0 if done is None else done(since) - since
        return least, least if takes is None else max(least, ceil(takes.highest))

    def after(self, at: Situation, move: Move) -> Situation:
        """Return the situation after a move of the process."""
        return self.opened(at, at._replace(state=self.process.after(at.state, move)))

    def opened(self, before: Situation, after: Situation) -> Situation:
        """Return `after` with its clocks set, and with what is told by steps that did not end."""
        told = after.told
        if self.agenda.questions and before.state.record.procedures is not (
            after.state.record.procedures
        ):
            for index, old in enumerate(before.state.record.procedures):
                told = self._unended(told, before, index, after.state.record.procedures[index], old)
        return self.agenda.opened(before, after._replace(told=told) if told else after)

    def _unended(
        self, told: tuple[Told, ...], at: Situation, index: int, new: Course, old: Course
    ) -> tuple[Told, ...]:
        """Return what is told once a step under way is left without having ended."""
        place = self.procedures[index][0], old.step
        if old.progress is not Progress.OPEN or place not in self.agenda.questions:
            return told
        if new[:3] == old[:3]:
            return told
        slot = self.slot(at, index, at.seen[index])
        if not self.chances.timing.stays_open(slot):
            return told
        truth = truth_of(self.clauses, at.state, *place)
        return remembered(told, Told(place, "open", truth, slot))

    def mark(self, at: Situation) -> int:
        """Return the next day on which somebody chooses, a fight is decided, or the story ends.

        Or on which something begins or ends by the day alone, where a step under way may come to
        its end before that as well as after it.
        """
        today = at.state.day
        if self.asking(at):
            return today + 1
        ahead = [day for day in self.fights(at).values() if day > today]
        last = min([self.next_occasion(at), *ahead, *self.agenda.between.due_days(at.state)]) - 1
        open_ = [
            index
            for index, course in enumerate(at.state.record.procedures)
            if course.progress is Progress.OPEN
        ]
        fixed = {due.procedure for due in at.due}
        through = last
        if open_:
            through = calm(self.clauses, at.state, deadlines=False, dates=self._dates)
        if today <= through < last and any(
            self._parted(at, index, through, last) for index in open_ if index not in fixed
        ):
            return through + 1
        return last + 1

    def _parted(self, at: Situation, index: int, day: int, last: int) -> bool:
        """Say whether an open step may end by a day, and after it as well, until a last one.

        Or whether it waits for something, which may be so from the day after on.
        """
        step = at.state.record.procedures[index].step
        if not self.clauses.steps[index][step].needs(at.state):
            return True
        slot = self.slot(at, index, last)
        return self.chances.timing.parted(slot, slot.by - (last - day))

    def slot(self, at: Situation, index: int, last: int) -> Slot:
        """Return the stretch of time in which an open step may end, until a last day."""
        course, since = at.state.record.procedures[index], at.reached[index]
        compiled, name = self.clauses.steps[index][course.step], self.procedures[index][0]
        step, seen = compiled.step, at.seen[index]
        begun = course.since if since is None or since.links else since.day
        ends = None if compiled.ends is None else compiled.ends(course.since) - begun
        limit = None if ends == compiled.within else ends
        if since is None:
            after, by = seen - course.since, last - course.since
            return Slot(name, course.step, step.act, after, by, limit=limit)
        after = seen - since.day if seen >= course.since else -1
        return Slot(name, course.step, step.act, after, last - since.day, since.links, limit)

    def next_occasion(self, at: Situation) -> int:
        """Return the day of the next occasion, or that after the last when nobody is asked more.

        What comes on the last day still comes.
        """
        following = at.occasion + 1
        occasions = self.agenda.occasions
        if following >= len(occasions) or not self.agenda.anything_to_ask(at):
            return self.agenda.horizon + 1
        return occasions[following]


def speaker_of(at: Situation, names: Sequence[str], about: Question) -> int | Lottery:
    """Return the place of who speaks next of those asked together, or the draw of it, evenly.

    Those in `at.spoken` have spoken: who is named first in the file changes nothing.
    """
    left = [place for place in range(len(names)) if place not in at.spoken]
    if at.speaker < 0 and len(left) > 1:
        chance = const(Fraction(1, len(left)))
        return Lottery(about, tuple((names[i], chance, at._replace(speaker=i)) for i in left))
    return at.speaker if at.speaker >= 0 else left[0]


def _rivals(clauses: Clauses, at: int) -> bool:
    """Say whether other help may be called on against the same acts as that of a guarantee."""
    mine = set(clauses.guarantees[at].fronts)
    return any(
        other != at and FORCE.get(g.response, ALONE) and mine.intersection(compiled.fronts)
        for other, (g, compiled) in enumerate(
            zip(clauses.arrangement.guarantees.values(), clauses.guarantees, strict=True)
        )
    )
