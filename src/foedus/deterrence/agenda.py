"""The agenda: who chooses at an instant. It is the same for every option that is compared.

The process says who *may* do what; the agenda says who is *asked*, and when. It reads nothing of
an option except what the process allows, so that options differ by their clauses alone:

* There are a few **occasions**, fixed days written in the file (`occasions`) and never changed by
  an option. On each, first every party with a ladder that is no adversary chooses its conduct,
  then its deeds and signatures; on the day after, having seen this, every adversary does the same.
* Then, on that second day, each party that may leave an instrument is asked whether it gives
  notice, and each party with standing is asked whether it opens a procedure, on every occasion
  anew: what can be done once only can be waited out. Whether there was a breach changes no menu.
* Between occasions nature moves (`foedus.deterrence.turns`). Before each occasion but the first,
  the quarrel may have ended by itself (`quarrel_lasts`); then nobody chooses any more. A story has
  one episode of fighting: once a fight is decided, all that is still asked is whether procedures
  are opened.

What is chosen together is asked one question at a time (first the act, then whether to withdraw),
so that a choice which splits into equal ones is not taken more often for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.deterrence.situation import (
    ALONE,
    FORCE,
    UNKNOWN,
    Choice,
    Question,
    Situation,
    fought,
    put,
)
from foedus.language import Arrangement
from foedus.process import Move, Process, State
from foedus.process.instants import next_end
from foedus.process.settling import leave_days, settled
from foedus.process.state import Answer, Progress

_YEAR = 365
_DEFAULT = (0, 60, 2 * _YEAR)


class Agenda:
    """Who is asked what, and when, under one arrangement.

    Parameters
    ----------
    process
        The process of the arrangement, with its option laid over it.
    occasions
        Days of the occasions. Take them from the arrangement without an option (`occasions_of`).
    """

    def __init__(self, process: Process, occasions: Sequence[int]) -> None:
        self.process = process
        self.clauses = process.clauses
        self.horizon = process.arrangement.horizon.days
        self.occasions = tuple(occasions)
        self.questions = _questions(process.arrangement)
        self._later: dict[tuple[State, int], State] = {}

    @property
    def start(self) -> Situation:
        """The situation on the first day."""
        a = self.process.arrangement
        return Situation(
            occasion=0,
            question=0,
            state=self.process.start,
            due=(),
            seen=(-1,) * len(a.procedures),
            answers=(UNKNOWN,) * len(a.guarantees),
            help=(ALONE,) * len(a.conduct),
            vetoed=(-1,) * len(a.procedures),
        )

    def asked(self, at: Situation) -> Choice | Situation:
        """Return the choice at the next question, or the situation after one that needs none."""
        question = self.questions[at.question]
        if question.kind == "nightfall":
            state = self.until(at.state, at.state.day + 1)
            return at._replace(question=at.question + 1, state=state)
        menu = self._menu(at, question)
        if len(menu) < 2:
            return at._replace(question=at.question + 1)
        return Choice(question.actor, question, tuple(menu))

    def _menu(self, at: Situation, question: Question) -> list[tuple[str, Situation]]:
        """Return what can be answered; not to act is always one of the answers."""
        if question.kind == "conduct":
            return self._conduct(at, question.actor)
        if question.kind not in ("allege", "open") and fought(at.state):
            return []
        still = at._replace(question=at.question + 1)
        move = Move(question.kind, question.actor, question.clause)  # type: ignore[arg-type]
        if self.process.refusal(at.state, move) is not None:
            return [("no", still)]
        after = still._replace(state=self.process.after(at.state, move))
        if move.kind == "allege" and not self._breached(at.state, question.clause):
            after = after._replace(cried=True)
        answers = [("no", still), (move.kind, self.opened(at, after))]
        # The first of equally good answers is taken: a claim that costs nothing is made.
        return answers[::-1] if move.kind in ("allege", "open") else answers

    def _breached(self, state: State, procedure: str) -> bool:
        norm = self.process.arrangement.procedures[procedure].opens.alleging
        return state.world.breached[self.clauses.index.norms[norm or ""]]

    def _conduct(self, at: Situation, actor: str) -> list[tuple[str, Situation]]:
        index = self.clauses.index.fronts_of[actor][0]
        still = at._replace(question=at.question + 1)
        now = self.clauses.act_of(at.state, actor)
        if fought(at.state):
            return [(now, still)]
        menu = []
        for act in self.clauses.index.rungs[actor]:
            move = Move("conduct", actor, act)
            if act == now:
                menu.append((act, still))
            elif self.process.refusal(at.state, move) is None:
                state = self.process.after(at.state, move)
                helped = put(at.help, index, self._standing_help(state, actor))
                menu.append((act, self.opened(at, still._replace(state=state, help=helped))))
        return menu

    def _standing_help(self, state: State, actor: str) -> int:
        """Return the help already there when an act begins: guarantees honoured in this case."""
        levels = [ALONE]
        for at, g in enumerate(self.process.arrangement.guarantees.values()):
            given = Answer.HONOURED in state.record.guarantees[at].answers
            if g.against == actor and given:
                levels.append(FORCE.get(g.response, ALONE))
        return max(levels)

    def opened(self, before: Situation, after: Situation) -> Situation:
        """Return `after` with the clock set of every procedure that came to a new step."""
        if before.state.record.procedures is after.state.record.procedures:
            return after
        seen, vetoed = after.seen, after.vetoed
        courses = zip(before.state.record.procedures, after.state.record.procedures, strict=True)
        for at, (old, new) in enumerate(courses):
            if (old.progress, old.step, old.since) != (new.progress, new.step, new.since):
                seen = put(seen, at, new.since - 1)
                vetoed = put(vetoed, at, -1) if vetoed[at] >= 0 else vetoed
        return after._replace(seen=seen, vetoed=vetoed)

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

    def until(self, state: State, day: int) -> State:
        """Let time pass until `day`, from instant to instant."""
        if (state, day) not in self._later:
            self._later[state, day] = self._passed(state, day)
        return self._later[state, day]

    def _passed(self, state: State, day: int) -> State:
        """Stop only where something runs out: the other instants matter to those who choose."""
        last = min(day, self.horizon)
        while state.day < last:
            ended = leave_days(self.clauses, state, min(next_end(self.clauses, state), last))
            state = settled(self.clauses, state, ended, "wait")
        return state


def occasions_of(arrangement: Arrangement) -> tuple[int, ...]:
    """Return the days of the occasions: those in the file, else the start, 60 days and two years.

    Give it the arrangement without an option, so that all options share one agenda.
    """
    days = tuple(d.days for d in arrangement.occasions) or _DEFAULT
    return tuple(day for day in days if day + 1 < arrangement.horizon.days)


def _questions(a: Arrangement) -> tuple[Question, ...]:
    adversaries = {name for name, party in a.parties.items() if party.role == "adversary"}
    return (
        *_conduct_and_deeds(a, lambda party: party not in adversaries),
        Question("nightfall"),
        *_conduct_and_deeds(a, lambda party: party in adversaries),
        *(
            Question("withdraw", party, name)
            for name, instrument in a.instruments.items()
            if instrument.withdrawal
            for party in instrument.withdrawal.by
        ),
        *(
            Question("allege" if procedure.opens.alleging else "open", party, name)
            for name, procedure in a.procedures.items()
            for party in procedure.opens.by
        ),
    )


def _conduct_and_deeds(a: Arrangement, wanted: Callable[[str], bool]) -> tuple[Question, ...]:
    """Return the questions about conduct, signatures and deeds of the parties wanted."""
    ladders = [Question("conduct", party) for party in a.conduct if wanted(party)]
    signing = [
        Question("sign", party, name)
        for name, instrument in a.instruments.items()
        for party in (instrument.signed_by or instrument.parties)
        if instrument.status == "proposed" and wanted(party)
    ]
    deeds = [Question("perform", d.by, name) for name, d in a.deeds.items() if wanted(d.by)]
    return (*ladders, *signing, *deeds)
