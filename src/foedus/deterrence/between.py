"""What may come to be possible between occasions, and deeds that are owed by the end of a day.

Who could not do a deed or open a procedure when it was last asked, and then can (help is asked for
once the attack has come, a matter is referred once the breach is found), is asked at once where a
fight is under way or no occasion is left; elsewhere the next occasion is early enough, and on each
it is asked anew. Who owes a deed is asked on the last day, whatever came before: nobody is in
breach of what it was never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedus.deterrence.groups import Group, openings
from foedus.deterrence.idle import is_idle
from foedus.deterrence.settled import STAYS
from foedus.deterrence.situation import Question, Situation, fought
from foedus.language import Arrangement, Condition
from foedus.process import Process, State


class Between:
    """What is asked between occasions.

    Parameters
    ----------
    process
        The process of the arrangement, with its option laid over it.

    Attributes
    ----------
    questions
        What may come to be possible, and then the deeds that are owed, each by its number.
    """

    def __init__(self, process: Process) -> None:
        self.process, clauses = process, process.clauses
        coming, deeds = _offers(process.arrangement), list(process.arrangement.deeds.items())
        self._number = {question: at for at, question in enumerate(coming)}
        self._owing = tuple(
            (len(coming) + at, norm, deed) for at, (norm, deed) in enumerate(clauses.owing)
        )
        owed = (Question("perform", deeds[d][1].by, deeds[d][0]) for _, _, d in self._owing)
        self.questions = (*coming, *owed)

    def asked(self, at: Situation, question: Question) -> Situation:
        """Return the situation once a question has been asked."""
        number = self._number.get(question)
        return at if number is None else with_offered(at, number)

    def open(self, at: Situation, pressing: bool) -> list[int]:
        """Return the numbers of what somebody can do that could not, or owes by tonight.

        Parameters
        ----------
        at
            The situation, after the questions of an occasion.
        pressing
            Whether to wait for the next occasion may be too late, or there is none.
        """
        state = at.state
        coming = {
            question: number
            for question, number in self._number.items()
            if pressing
            and number not in at.offered
            and not at.settled
            and not (question.kind == "perform" and fought(state))
            and self._possible(state, question)
        }
        owed = {
            self.questions[number]: number
            for number, norm, deed in self._owing
            if self._due(state, norm, deed) == state.day
            and number not in at.offered
            and self._possible(state, self.questions[number])
        }
        return list({**owed, **coming}.values())

    def opens(self, before: State, after: State) -> bool:
        """Say whether something can be done now that could not."""
        can = self._possible
        return any(can(after, one) and not can(before, one) for one in self._number)

    def due_days(self, state: State) -> list[int]:
        """Return the days by whose end somebody owes a deed, from tomorrow on."""
        if not self._owing:
            return []
        days = (self._due(state, norm, deed) for _, norm, deed in self._owing)
        return [day for day in days if day > state.day]

    def days(self) -> Iterator[int]:
        """Yield the days from which on deeds may come to be possible by the day alone."""
        a = self.process.arrangement
        for question in self._number:
            needs = a.deeds[question.clause].needs if question.kind == "perform" else None
            for atom in () if needs is None else _can_come(needs):
                if atom.from_ is not None:
                    yield (atom.from_ - a.as_of).days

    def remembered(self, at: Situation) -> tuple[int, ...]:
        """Return what was asked of that which would be asked again if it were not remembered."""
        performed, deeds = at.state.record.performed, self.process.clauses.index.deeds
        asked = [(number, self.questions[number]) for number in at.offered]
        return tuple([n for n, q in asked if q.kind != "perform" or not performed[deeds[q.clause]]])

    def _due(self, state: State, norm: int, deed: int) -> int:
        """Return the day by whose end a deed is owed; one that is past where it is done or late."""
        over = state.record.performed[deed] or state.world.breached[norm]
        return -1 if over else state.record.due[norm]

    def _possible(self, state: State, question: Question) -> bool:
        return self.process.tried(state, question.move) is not None


def with_offered(at: Situation, number: int) -> Situation:
    """Return the situation in which one thing more was asked since the last occasion."""
    return at._replace(offered=tuple(sorted({*at.offered, number})))


def _offers(a: Arrangement) -> Group:
    """Return what may come to be possible between occasions: deeds, and procedures to open."""
    deeds = (
        Question("perform", deed.by, name)
        for name, deed in a.deeds.items()
        if deed.needs is not None and any(_can_come(deed.needs))
    )
    opened = (
        one
        for one in openings(a)
        if one.kind == "open" and a.procedures[one.clause].opens.when is not None
    )
    return (*(one for one in deeds if not is_idle(a, one)), *opened)


def _can_come(condition: Condition, so: bool = True) -> Iterator[Condition]:
    """Yield the atoms by which a condition that does not hold may come to hold."""
    if condition.not_ is not None:
        yield from _can_come(condition.not_, not so)
    parts = (*(condition.all or ()), *(condition.any or ()))
    for part in parts:
        yield from _can_come(part, so)
    if condition.not_ is None and not parts and (so or condition.key not in STAYS):
        yield condition
