"""What nature decides between occasions: answers, fights, and how far procedures have come.

Nothing is known before it happens. Whether a step passes is drawn only for the days up to the next
**mark** (a day on which somebody chooses or a fight is decided), with the chance that it comes by
then given that it had not come before; so nobody acts on what the future holds.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.deterrence.agenda import (
    ALONE,
    DECLINES,
    FORCE,
    HONOURS,
    LEVELS,
    UNKNOWN,
    Agenda,
    Choice,
    Due,
    Question,
    Situation,
    fought,
    put,
)
from foedus.deterrence.chances import Chances, Slot
from foedus.deterrence.crises import OUT_OF_HAND, Crises, Crisis
from foedus.deterrence.debtors import poll
from foedus.deterrence.lottery import Lottery
from foedus.deterrence.signing import Signing
from foedus.deterrence.votes import Votes
from foedus.games import const
from foedus.process import NATURE, Move, State
from foedus.process.settling import follow, pass_step, settle
from foedus.process.state import NEVER, Answer, Fight, Progress


class End(NamedTuple):
    """The end of the story."""

    at: Situation


Turn = Choice | Lottery | End
Log = list[tuple[int, Move]]
"""Moves with the day on which they are made."""


class Play:
    """The whole game as a function: whose turn it is in a situation, and where each move leads.

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
        self.arrangement = agenda.process.arrangement
        self.secrets = (*self.arrangement.resolved, *self.arrangement.signs)
        self.guarantees = tuple(self.arrangement.guarantees.items())
        self.procedures = tuple(self.arrangement.procedures.items())
        self.signing = Signing(self.arrangement)
        self.crises, self.votes = Crises(self), Votes(self)
        self._answers_late = any(
            g.covers_ongoing or g.due_when is not None for _, g in self.guarantees
        )
        self._needs = tuple(
            {
                rung: act.needs.days if act.needs else 0
                for rung, act in enumerate(ladder.acts)
                if (party, act.act) in self.clauses.contests
            }
            for party, ladder in self.arrangement.conduct.items()
        )
        self._fights: dict[int, int] = {}
        self._fights_of: State | None = None

    def turn(self, at: Situation, log: Log | None = None) -> tuple[Situation, Turn]:
        """Return the next turn from `at`, and the situation in which it comes.

        Ballots that are cast on the way, as was drawn before, are added to `log` with their day.
        """
        while True:
            joining = self.signing.turn(at)
            if joining is not None:
                return at, End(at) if at.refused else joining
            if len(at.resolved) < len(self.secrets):
                return at, self._resolve(at)
            if at.crisis is not None:
                return at, self.crises.turn(at, at.crisis)
            if at.threat == OUT_OF_HAND:
                return at, End(at)
            if at.question < 0:
                return at, self._lasting(at)
            if at.question < len(self.agenda.questions):
                evening = self._first_evening(at, log)
                if not isinstance(evening, Situation):
                    return at, evening
                at = evening
                asked = self.agenda.asked(at)
                if isinstance(asked, Choice):
                    return at, asked
                at = asked
                continue
            drawn = self._arrival(at) or self._answer(at) or self._fight(at) or self._step(at)
            if drawn is not None:
                return at, drawn
            moved = self._onward(at, log)
            if isinstance(moved, End):
                return at, moved
            at = moved

    def _first_evening(self, at: Situation, log: Log | None) -> Lottery | Choice | Situation:
        """Let what is under way from the start, and takes no time, end on the first day.

        Otherwise a guarantee that enters into force at once would not be there when the adversary
        first chooses.
        """
        nightfall = self.agenda.questions[at.question].kind == "nightfall"
        if at.occasion > 0 or not nightfall:
            return at
        drawn = self._step(at)
        if drawn is not None:
            return drawn
        while at.due and at.due[0].day <= at.state.day:
            at = self._decide(at._replace(due=at.due[1:]), at.due[0], log)
            drawn = self._step(at)
            if drawn is not None:
                return drawn
        return at

    # Guarantees ----------------------------------------------------------------------------

    def _answer(self, at: Situation) -> Lottery | Choice | None:
        for index, promise in enumerate(at.state.record.guarantees):
            answered = any(answer is not Answer.NONE for answer in promise.answers)
            if promise.casus == NEVER or answered or not self.clauses.answerable(at.state, index):
                continue
            name, guarantee = self.guarantees[index]
            if guarantee.response == "right_only" and at.answers[index] == DECLINES:
                continue
            return self._answers(at, index, name)
        return None

    def _answers(self, at: Situation, index: int, name: str) -> Lottery | Choice:
        text = self.guarantees[index][1]
        about = Question("honour", text.owed_by[0], name)
        if at.answers[index] != UNKNOWN:
            kept = at.answers[index] == HONOURS
            again = self.answered(at, index, "honour") if kept else self.declined(at, index)
            return Lottery(about, (("as before", const(1), again),))
        honour = self.chances.honour(name)
        if honour is None:
            words = ("decline", "honour")
            return poll(
                at,
                text.owed_by,
                text.joint,
                about,
                words,
                lambda last, yes: self._minded(last, index) if yes else self.declined(last, index),
            )
        yes, no = self.chances.either(honour)
        minded, refused = self._minded(at, index), self.declined(at, index)
        return Lottery(about, (("honour", yes, minded), ("decline", no, refused)))

    def _minded(self, at: Situation, index: int) -> Situation:
        """Return the situation once a response is meant to be given: it may be threatened first."""
        if self.crises.may_come(index):
            return at._replace(crisis=Crisis(index))
        return self.answered(at, index, "honour")

    def declined(self, at: Situation, index: int) -> Situation:
        """Return the situation after a guarantee was not honoured, for as long as it lasts."""
        if self.guarantees[index][1].response == "right_only":  # there is nothing to decline
            return at._replace(answers=put(at.answers, index, DECLINES))
        return self.answered(at, index, "decline")

    def answered(self, at: Situation, index: int, kind: str) -> Situation:
        """Return the situation after those who were asked for a response have answered.

        Where none was asked for itself all answer alike. Where one has settled it, those who spoke
        before it said what settles nothing: yes if it is owed jointly, no if severally.
        """
        name, guarantee = self.guarantees[index]
        said = dict.fromkeys(guarantee.owed_by, kind)
        if at.speaker >= 0:
            before = "honour" if guarantee.joint else "decline"
            said = {guarantee.owed_by[place]: before for place in at.spoken}
            said[guarantee.owed_by[at.speaker]] = kind
        moves = [Move(word, party, name) for party, word in said.items()]  # type: ignore[arg-type]
        state = self.process.during(at.state, moves)
        kept = kind == "honour"
        answers = put(at.answers, index, HONOURS if kept else DECLINES)
        after = at._replace(state=state, answers=answers, coming=index if kept else -1)
        return self.agenda.opened(at, after)

    def _arrival(self, at: Situation) -> Lottery | None:
        """Draw whether help that was sent is there on the day the fight is decided."""
        if at.coming < 0:
            return None
        name, guarantee = self.guarantees[at.coming]
        actor = self.clauses.index.actors[guarantee.against]
        level = FORCE.get(guarantee.response, ALONE)
        decided = self.fights(at.state).get(actor)
        late = at._replace(coming=-1)
        about = Question("arrive", guarantee.owed_by[0], name)
        if decided is None or level <= at.help[actor]:
            return Lottery(about, (("no matter", const(1), late),))
        in_time = late._replace(help=put(at.help, actor, level))
        yes, no = self.chances.either(self.chances.arrives(name, decided - at.state.day))
        return Lottery(about, (("in time", yes, in_time), ("too late", no, late)))

    # Fights --------------------------------------------------------------------------------

    def fights(self, state: State) -> dict[int, int]:
        """Return, by number of the actor, the day on which the fight over its act is decided."""
        if state is not self._fights_of:
            w = state.world
            self._fights = {
                actor: w.since[actor] + needs[w.rung[actor]]
                for actor, needs in enumerate(self._needs)
                if w.rung[actor] in needs and w.fight[actor] is Fight.UNDECIDED
            }
            self._fights_of = state
        return self._fights

    def _fight(self, at: Situation) -> Lottery | None:
        for index, day in self.fights(at.state).items():
            if day > at.state.day:
                continue
            actor = self.clauses.actor_ids[index]
            act = self.clauses.act_of(at.state, actor)
            name = f"{actor}.{act}"
            gains = self.chances.contest(actor, act, LEVELS[at.help[index]])
            draws = zip(("prevail", "repel"), self.chances.either(gains), strict=True)
            return Lottery(
                Question("prevail", actor, act),
                tuple(
                    (kind, chance, self._after(at, Move(kind, NATURE, name)))  # type: ignore[arg-type]
                    for kind, chance in draws
                ),
            )
        return None

    def _after(self, at: Situation, move: Move) -> Situation:
        return self.agenda.opened(at, at._replace(state=self.process.after(at.state, move)))

    # Procedures ----------------------------------------------------------------------------

    def _step(self, at: Situation) -> Lottery | Choice | None:
        """Draw whether an open step comes to its end before the next mark."""
        last = self._mark(at) - 1
        fixed = {due.procedure for due in at.due}
        for index, course in enumerate(at.state.record.procedures):
            if course.progress is not Progress.OPEN or index in fixed:
                continue
            if last <= max(at.seen[index], at.vetoed[index]):
                continue
            if last < at.state.day or self._after_the_fight(at, index):
                continue
            slot = self._slot(at, index, last)
            waits = at._replace(seen=put(at.seen, index, last))
            day = self._day(at, slot, course.since, last)
            asked = self.votes.turn(at, index, last, day)
            if asked is not None:
                return asked
            waits = waits._replace(agreed=0) if at.agreed else waits
            after = {
                "pass": self._fixed(waits, Due(day, index, True)),
                "fail": self._fixed(waits, Due(day, index, False)),
                "not yet": waits,
            }
            about = Question("ballot", slot.act, slot.procedure)
            ends = self.chances.step(slot, self._truth(at, index))
            return Lottery(about, tuple((label, p, after[label]) for label, p in ends))
        return None

    def _after_the_fight(self, at: Situation, index: int) -> bool:
        """Say whether a fight is decided first and the open step cannot change how.

        Its end is then drawn for the time after the fight as a whole, which spares branches. A step
        can change a fight only by a guarantee that answers an act which began before it was due.
        """
        if self._answers_late or at.question < len(self.agenda.questions):
            return False
        pending = self.fights(at.state).values()
        within = self.clauses.steps[index][at.state.record.procedures[index].step].within
        since = at.state.record.procedures[index].since
        return bool(pending) and (within is None or since + within >= min(pending))

    def _slot(self, at: Situation, index: int, last: int) -> Slot:
        course = at.state.record.procedures[index]
        step = self.clauses.steps[index][course.step].step
        name = self.procedures[index][0]
        after = at.seen[index] - course.since
        return Slot(name, course.step, step.act, after, last - course.since)

    def _day(self, at: Situation, slot: Slot, since: int, last: int) -> int:
        """Return a day that stands for the days on which the step may end before the mark."""
        within = self.clauses.steps[self.clauses.index.procedures[slot.procedure]][slot.step].within
        latest = last if within is None else min(last, since + within)
        return max(at.state.day, min(latest, since + self.chances.typical_days(slot)))

    def _fixed(self, at: Situation, due: Due) -> Situation:
        return at._replace(due=tuple(sorted((*at.due, due))))

    def _truth(self, at: Situation, index: int) -> tuple[str, str] | None:
        """Return whose which act a finding is about; the act is empty when there was no breach."""
        course = at.state.record.procedures[index]
        norm = self.clauses.steps[index][course.step].step.finds
        if norm is None:
            return None
        compiled = self.clauses.norms[self.clauses.index.norms[norm]]
        breached = at.state.world.breached[self.clauses.index.norms[norm]]
        for actor in compiled.norm.bearer:
            if actor in self.clauses.index.actors:
                peak = at.state.world.peak[self.clauses.index.actors[actor]]
                act = self.arrangement.conduct[actor].acts[peak].act
                return actor, act if breached else ""
        return None

    def _mark(self, at: Situation) -> int:
        """Return the next day on which somebody chooses, a fight is decided, or the story ends."""
        if at.question < len(self.agenda.questions):
            return at.state.day + 1
        ahead = [day for day in self.fights(at.state).values() if day > at.state.day]
        return min([self._next_occasion(at), *ahead])

    def _next_occasion(self, at: Situation) -> int:
        following = at.occasion + 1
        occasions = self.agenda.occasions
        if following >= len(occasions) or not self.agenda.anything_to_ask(at):
            return self.agenda.horizon
        return occasions[following]

    # Time ----------------------------------------------------------------------------------

    def _onward(self, at: Situation, log: Log | None) -> Situation | End:
        """Apply what is due today, or go on to the next day on which something is."""
        if at.due and at.due[0].day <= at.state.day:
            return self._decide(at._replace(due=at.due[1:]), at.due[0], log)
        mark = self._mark(at)
        day = min([mark, *(due.day for due in at.due)])
        after = self.agenda.opened(at, at._replace(state=self.agenda.until(at.state, day)))
        if after.state.day >= self.agenda.horizon:
            return after if after.state != at.state else End(at)
        if day == self._next_occasion(at):
            return after._replace(occasion=at.occasion + 1, question=-1)
        return after

    def _resolve(self, at: Situation) -> Lottery:
        """Draw what only the next party comes to see: its resolve, or a sign of another's."""
        resolved, party = tuple(self.arrangement.resolved), self.secrets[len(at.resolved)]
        if len(at.resolved) >= len(resolved):
            truth = at.resolved[resolved.index(self.arrangement.signs[party].of)]
            yes, no = self.chances.either(self.chances.sign(party, truth))
            return Lottery(
                Question("sign", party),
                (
                    ("seen", yes, at._replace(resolved=(*at.resolved, True))),
                    ("not seen", no, at._replace(resolved=(*at.resolved, False))),
                ),
            )
        yes, no = self.chances.either(self.chances.resolved(party))
        return Lottery(
            Question("resolve", party),
            (
                ("resolved", yes, at._replace(resolved=(*at.resolved, True))),
                ("irresolute", no, at._replace(resolved=(*at.resolved, False))),
            ),
        )

    def _lasting(self, at: Situation) -> Lottery:
        """Draw whether there is still a quarrel when an occasion comes."""
        lasts, ends = self.chances.either(self.chances.lasting())
        on = at._replace(question=0)
        if fought(at.state):
            return Lottery(Question("last"), (("goes on", const(1), on),))
        over = at._replace(question=len(self.agenda.questions), settled=True)
        return Lottery(Question("last"), (("goes on", lasts, on), ("ends", ends, over)))

    def _decide(self, at: Situation, due: Due, log: Log | None) -> Situation:
        """Let the open step end as was fixed, as far as the process allows anyone to act in it."""
        course = at.state.record.procedures[due.procedure]
        if course.progress is not Progress.OPEN:
            return at
        compiled = self.clauses.steps[due.procedure][course.step]
        if not compiled.needs(at.state):
            return at
        if log is not None:
            log += [(at.state.day, move) for move in self.ballots(at, due)]
        state = (
            pass_step(self.clauses, at.state, due.procedure)
            if due.passes
            else follow(self.clauses, at.state, due.procedure, compiled.step.on_block)
        )
        return self.agenda.opened(at, at._replace(state=settle(self.clauses, state)))

    def ballots(self, at: Situation, due: Due) -> list[Move]:
        """Return the ballots by which the open step ends as was fixed: all yes, or all no."""
        name = self.procedures[due.procedure][0]
        course = at.state.record.procedures[due.procedure]
        voters = self.clauses.steps[due.procedure][course.step].electorate
        vote = "yes" if due.passes else "no"
        return [
            Move("ballot", label, name, vote)
            for label in voters.classes
            for _ in range(voters.left(course.tally, label))
        ]
