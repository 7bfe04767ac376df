"""The agenda: who chooses at an instant. It is the same for every option that is compared.

The process says who *may* do what; the agenda says who is *asked*, and when. It reads nothing of
an option except what the process allows, so that options differ by their clauses alone:

* There are a few **occasions**, fixed days written in the file (`occasions`) and never changed by
  an option. On each, those who are not to be deterred choose their conduct first, then their deeds
  and signatures; on the day after, having seen this, those who are do the same. A file may give
  another order (`agenda`).
* Those who choose on one day are asked one after the other, and who is next is drawn evenly among
  those who can still do something: neither names nor the order of the file decide who sees what.
* Where an instrument may be left, who may leave it is asked *before* the last day's conduct as well
  as after it, so that one can leave first and act a day later.
* Then each party with standing is asked whether it opens a procedure, on every occasion
  anew: what can be done once only can be waited out. Whether there was a breach changes no menu.
* Who has nothing at stake is not asked for what no clause and no stake reads.
* Between occasions nature moves (`foedus.deterrence.turns`), and whoever comes to be able to do a
  deed or open a procedure, or owes a deed, is asked (`foedus.deterrence.between`). Before each
  occasion but the first, the quarrel may have ended by itself (`quarrel_lasts`); then nobody
  chooses any more. A story has one episode of fighting: once a fight is decided, all that is still
  asked is whether procedures are opened, and whether what is owed is done.

What is chosen together is asked one question at a time (first the act, then whether to withdraw),
so that a choice which splits into equal ones is not taken more often for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from foedus.deterrence.between import Between
from foedus.deterrence.elapsed import Since
from foedus.deterrence.groups import NIGHTFALL, Days, Group, groups
from foedus.deterrence.numbered import States
from foedus.deterrence.recalled import questions, truth_of
from foedus.deterrence.sides import agenda_of, one_will
from foedus.deterrence.situation import (
    ALONE,
    DECLINED,
    DECLINES,
    FORCE,
    HONOURED,
    HONOURS,
    UNKNOWN,
    Choice,
    Help,
    Lottery,
    Question,
    Situation,
    fought,
    put,
)
from foedus.games import const
from foedus.process import (
    NEVER,
    Answer,
    Course,
    Move,
    Process,
    Progress,
    State,
    calm,
    leave_days,
    next_end,
    settled,
)

_PAST = {DECLINES: DECLINED, HONOURS: HONOURED}
_Menu = list[tuple[str, Situation]]


class Agenda:
    """Who is asked what, and when, under one arrangement.

    Parameters
    ----------
    process
        The process of the arrangement, with its option laid over it.
    occasions
        Days of the occasions. Take them from the arrangement without an option
        (`foedus.deterrence.occasions`).
    days
        Who chooses on each day of one. Take it from the arrangement without an option as well.

    Attributes
    ----------
    groups
        What is asked on an occasion: groups of questions, each asked in an order that is drawn.
    questions
        The steps whose question may be put more than once.
    """

    def __init__(
        self, process: Process, occasions: Sequence[int], days: Days | None = None
    ) -> None:
        self.process = process
        self.clauses = process.clauses
        self.horizon = process.arrangement.horizon.days
        self.occasions = tuple(occasions)
        self.groups = tuple(groups(process.arrangement, days or agenda_of(process.arrangement)))
        self.states = States()
        self._twins = [
            [tuple(i for i, it in enumerate(group) if it[1:] == one[1:]) for one in group]
            for group in self.groups
        ]  # whether a deed is done, or undone, is one question
        self.between = Between(process)
        self.questions = questions(process.arrangement, len(self.occasions))
        procedures = enumerate(process.arrangement.procedures.values())
        self._finding = [at for at, p in procedures if any(step.finds for step in p.steps)]
        names, wills = list(process.arrangement.guarantees), one_will(process.arrangement)
        self._wills = tuple(
            (at, tuple(names.index(one) for one in wills.get(name, (name,))))
            for at, (name, g) in enumerate(process.arrangement.guarantees.items())
            if g.honour is None
        )
        self._later: dict[tuple[int, int, bool], State] = {}
        self._drawn: dict[int, tuple[Situation, _Menu]] = {}

    @cached_property
    def signatures(self) -> tuple[Move, ...]:
        """What is signed with the deal: by each who signs or refuses, all that waits for it."""
        a = self.process.arrangement
        return tuple(
            Move("sign", party, name)
            for name, instrument in a.instruments.items()
            if instrument.status == "proposed"
            for party in instrument.signed_by or instrument.parties
            if party in a.refusing
        )

    @property
    def start(self) -> Situation:
        """The situation on the first day, once all have signed.

        Where the first occasion comes later nobody is asked yet: nature moves until then.
        """
        a, state = self.process.arrangement, self.process.start
        for move in self.signatures:
            state = self.process.after(state, move)
        at_once = self.occasions[0] <= state.day
        return Situation(
            occasion=0 if at_once else -1,
            question=0 if at_once else len(self.groups),
            state=state,
            due=(),
            seen=(-1,) * len(a.procedures),
            answers=(UNKNOWN,) * len(a.guarantees),
            help=((),) * len(a.pairs),
            vetoed=(-1,) * len(a.procedures),
            reached=(None,) * len(a.procedures),
        )

    def asked(self, at: Situation) -> Choice | Lottery | Situation:
        """Return the choice at the next question, or who is drawn to be next.

        Or the situation after a group in which nobody can do anything more.
        """
        group = self.groups[at.question]
        if group == NIGHTFALL:
            state = self.until(at.state, at.state.day + 1)
            return at._replace(question=at.question + 1, state=state, today=None)
        menus = self._menus(at, group)
        live = [i for i, menu in menus.items() if len(menu) > 1]
        if not live:
            return at._replace(question=at.question + 1, spoken=())
        if len(live) == 1:
            (only,) = live
            return Choice(group[only].actor, group[only], tuple(menus[only]))
        chance = const(Fraction(1, len(live)))
        draws = tuple((_name(group, i), chance, at._replace(speaker=i)) for i in live)
        for i, (_, _, next_) in zip(live, draws, strict=True):
            self._drawn[id(next_)] = next_, menus[i]
        return Lottery(Question("turn"), draws)

    def _menus(self, at: Situation, group: Group) -> dict[int, _Menu]:
        """Return what can be answered by each who may be next, or by who is drawn to be."""
        if at.speaker < 0:
            return {i: self._menu(at, i) for i in range(len(group)) if i not in at.spoken}
        kept = self._drawn.pop(id(at), None)  # who is drawn can answer what it could before
        menu = kept[1] if kept is not None else self._menu(at, at.speaker)
        return {at.speaker: menu}

    def _menu(self, at: Situation, place: int) -> _Menu:
        """Return what can be answered; not to act is always one of the answers."""
        group = self.groups[at.question]
        question = group[place]
        spoken = tuple(sorted({*at.spoken, *self._twins[at.question][place]}))
        still = (
            at._replace(question=at.question + 1, spoken=(), speaker=-1)
            if len(spoken) == len(group)
            else at._replace(spoken=spoken, speaker=-1)
        )
        if self.between.questions:
            still = self.between.asked(still, question)
        if question.kind == "conduct":
            return self._conduct(at, still, question)
        if question.kind not in ("allege", "open") and fought(at.state):
            return []
        return self.answers(at, still, question)

    def answers(self, at: Situation, still: Situation, question: Question) -> _Menu:
        """Return whether something is done or not; nothing where it cannot be."""
        move = question.move
        done = self.process.tried(at.state, move)
        if done is None:
            return []
        after = still._replace(state=done)
        if move.kind == "allege" and not self._breached(at.state, question.clause):
            after = after._replace(cried=True)
        answers = [("no", still), (move.kind, self.opened(at, after))]
        # The first of equally good answers is taken: a claim that costs nothing is made.
        return answers[::-1] if move.kind in ("allege", "open") else answers

    def _breached(self, state: State, procedure: str) -> bool:
        norm = self.process.arrangement.procedures[procedure].opens.alleging
        return state.world.breached[self.clauses.index.norms[norm or ""]]

    def _conduct(
        self, at: Situation, still: Situation, question: Question
    ) -> list[tuple[str, Situation]]:
        _, actor, _, against = question
        index, front = self.clauses.index, self.front(question)
        now = self.clauses.act_of(at.state, actor, against)
        if fought(at.state):
            return []
        menu = []
        for act in index.rungs[actor]:
            move = Move("conduct", actor, act, against=against)
            if act == now:
                menu.append((act, still))
            elif (state := self.process.tried(at.state, move)) is not None:
                helped = put(at.help, front, self._standing_help(state, front))
                answers = self._answers(at.answers, state)
                begun = still._replace(state=state, help=helped, races=(), answers=answers)
                menu.append((act, self.opened(at, begun)))
        return menu

    def _answers(self, answers: tuple[int, ...], state: State) -> tuple[int, ...]:
        """Return the answers, those of who decides by its stakes as past once the case is over."""
        promises = state.record.guarantees
        for at, will in self._wills:
            if answers[at] in _PAST and all(promises[one].casus == NEVER for one in will):
                answers = put(answers, at, _PAST[answers[at]])
        return answers

    def front(self, question: Question) -> int:
        """Return the number of the front that a question about conduct is about."""
        index = self.clauses.index
        if question.against:
            return index.fronts[question.actor, question.against]
        return index.fronts_of[question.actor][0]

    def _standing_help(self, state: State, front: int) -> Help:
        """Return the help already there when an act begins: guarantees honoured in this case."""
        return tuple(
            at
            for at, g in enumerate(self.process.arrangement.guarantees.values())
            if Answer.HONOURED in state.record.guarantees[at].answers
            and front in self.clauses.guarantees[at].fronts
            and FORCE.get(g.response, ALONE) > ALONE
        )

    def opened(self, before: Situation, after: Situation) -> Situation:
        """Return `after` with the clock set of every procedure that came to a new step."""
        was, now = before.state, after.state
        if self._finding and was.world is not now.world:
            after = self._looking_anew(was, after)
        if was.record.procedures is now.record.procedures:
            return after
        seen, vetoed, reached = after.seen, after.vetoed, after.reached
        courses = zip(was.record.procedures, now.record.procedures, strict=True)
        for at, (old, new) in enumerate(courses):
            if (old.progress, old.step, old.since) != (new.progress, new.step, new.since):
                seen = put(seen, at, new.since - 1)
                vetoed = put(vetoed, at, -1) if vetoed[at] >= 0 else vetoed
                since = after.today or _ran_out(reached[at], old, new)
                if reached[at] is not since:
                    reached = (*reached[:at], since, *reached[at + 1 :])
        return after._replace(seen=seen, vetoed=vetoed, reached=reached)

    def _looking_anew(self, was: State, after: Situation) -> Situation:
        """Return `after` with the clock set of every step under way that has a graver act to find.

        What was not found so far tells nothing of it, and how long the step takes counts from its
        day.
        """
        now = after.state
        for at in self._finding:
            old, new = was.record.procedures[at], now.record.procedures[at]
            if new is old and old.progress is Progress.OPEN:
                place = self.clauses.procedure_ids[at], old.step
                if truth_of(self.clauses, was, *place) != truth_of(self.clauses, now, *place):
                    reached = (*after.reached[:at], Since(now.day, ()), *after.reached[at + 1 :])
                    after = after._replace(seen=put(after.seen, at, now.day - 1), reached=reached)
        return after

    def anything_to_ask(self, at: Situation) -> bool:
        """Say whether somebody may still have a choice on a later occasion."""
        state = at.state
        if at.settled:
            return False
        if not fought(state):
            return True
        procedures = self.process.arrangement.procedures.values()
        return any(
            procedure.opens.by
            and course.progress is not Progress.DONE
            and self.clauses.stands(state, procedure.in_, procedure.survives)
            for procedure, course in zip(procedures, state.record.procedures, strict=True)
        )

    def until(self, state: State, day: int, *, stops: bool = False) -> State:
        """Let time pass until `day`, from instant to instant.

        With `stops` until a step begins, which is drawn for the days left, or a response comes to
        be owed, which may yet be there in time: both can come by the day alone.
        """
        key = (self.states.number(state), day, stops)
        later = self._later.get(key)
        if later is None:
            later = self._later[key] = self._passed(state, day, stops)
        return later

    def _passed(self, state: State, day: int, stops: bool) -> State:
        """Stop only where something runs out: the other instants matter to those who choose."""
        last = min(day, self.horizon)
        while state.day < last:
            through = calm(self.clauses, state)
            if through >= last:
                return State(last, state.world, state.record)
            until = through + 1 if through >= state.day else next_end(self.clauses, state)
            ended = leave_days(self.clauses, state, min(until, last))
            before, state = state, settled(self.clauses, state, ended, "wait")
            if stops and (
                _begun(before, state)
                or self._owed(before, state)
                or self.between.opens(before, state)
            ):
                break
        return state

    def _owed(self, before: State, after: State) -> bool:
        """Say whether a response came to be owed, or to be allowed, that was not."""
        able = self.clauses.answerable
        return any(
            able(after, at) and not able(before, at) for at in range(len(after.record.guarantees))
        )


def _begun(before: State, after: State) -> bool:
    """Say whether a procedure came to a new step."""
    courses = zip(before.record.procedures, after.record.procedures, strict=True)
    return any(
        new.progress is Progress.OPEN and (old.progress, old.step) != (new.progress, new.step)
        for old, new in courses
        if new is not old
    )


def _ran_out(since: Since | None, old: Course, new: Course) -> Since | None:
    """Return when a step was reached because the time of the one before it had run out."""
    if since is None or not since.links or not old.progress is new.progress is Progress.OPEN:
        return None
    return since._replace(day=since.day + new.since - old.since)


def _name(group: tuple[Question, ...], place: int) -> str:
    """Return what a turn that is drawn is called."""
    question = group[place]
    return " ".join(filter(None, (question.actor, question.clause, question.against)))
