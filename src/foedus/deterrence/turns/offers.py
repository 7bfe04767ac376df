"""Whoever is asked between occasions (`foedus.deterrence.between`); who is next is drawn evenly."""

from __future__ import annotations

from fractions import Fraction

from foedus.deterrence.between import with_offered
from foedus.deterrence.situation import Choice, Lottery, Question, Situation
from foedus.deterrence.turns.table import Table
from foedus.games import const


def offers(table: Table, at: Situation) -> Choice | Lottery | None:
    """Return the turn of the next who can do what it could not, or owes it by the end of today."""
    between = table.agenda.between
    if table.asking(at):
        return None
    pressing = bool(table.fights(at)) or table.next_occasion(at) > table.agenda.horizon
    numbers = between.open(at, pressing)
    if at.speaker in numbers:
        numbers = [at.speaker]
    if len(numbers) > 1:
        chance = const(Fraction(1, len(numbers)))
        asked = [(between.questions[number], number) for number in numbers]
        return Lottery(
            Question("turn"),
            tuple((f"{q.actor} {q.clause}", chance, at._replace(speaker=n)) for q, n in asked),
        )
    for number in numbers:
        question = between.questions[number]
        still = with_offered(at, number)._replace(speaker=-1)
        return Choice(question.actor, question, tuple(table.agenda.answers(at, still, question)))
    return None
