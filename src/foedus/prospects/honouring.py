"""Whether a duty on which another hangs is honoured: with the chance that the file gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from foedus.figures import Premise
from foedus.process import Move, Process, State
from foedus.process.exploration import scope
from foedus.process.walk import Goal, Willing
from foedus.prospects.chances import Chance
from foedus.prospects.question import Question
from foedus.prospects.streams import sampled


def honours(q: Question, goal: Goal) -> Mapping[str, Chance]:
    """Return with what chance each response on which a goal hangs is honoured, by guarantee.

    Those who owe it honour it or do not, all of them together, on the day on which it is owed.
    """
    read = scope(q.process, goal.items)
    hanging = read.names("answers") | read.names("late")
    return {name: _honour(q, name) for name in q.arrangement.guarantees if name in hanging}


def _honour(q: Question, name: str) -> Chance:
    g, luck = q.arrangement.guarantees[name], q.uniform("honour", q.labels.guarantee(name))
    called = f"“{g.label}”" if g.label else repr(name)
    if g.honour is None:
        why = f"not known whether {called} is honoured: the file does not say"
        told = f"whether {called} is honoured: any chance"
        silent = Premise(told, "assumed", "the file does not say")
        found = Chance(luck, (why,), (), "assumed", known=False, premises=(silent,))
    else:
        low, high = g.honour.lowest, g.honour.highest
        span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        why = f"{called} is honoured as soon as it is owed, with {span} ({g.honour.kind})"
        put = f"the chance that {called} is honoured, {span}"
        premise = Premise(put, g.honour.kind, g.honour.because, g.honour.source)
        passes = np.clip(sampled(g.honour, luck), 0, 1)
        found = Chance(passes, (why,), g.honour.source, g.honour.kind, premises=(premise,))
    q.inputs[f"whether {called} is honoured"] = found.passes
    return found


class Answers:
    """What becomes of responses that are owed, where something hangs on that.

    Parameters
    ----------
    process
        The process.
    asked
        The guarantees.
    willing
        Which of them must be declined for a goal to come: who does not honour it then says so.
    """

    def __init__(
        self, process: Process, asked: Collection[str], willing: Iterable[Willing]
    ) -> None:
        self._process = process
        self._asked = [at for at, n in enumerate(process.clauses.guarantee_ids) if n in asked]
        self._declined = {clause for kind, clause in willing if kind == "decline"}

    def awaited(self, state: State) -> tuple[int, ...]:
        """Return the guarantees, by number, under which somebody owes a response and gave none."""
        return tuple(at for at in self._asked if self._process.clauses.awaited(state, at))

    def given(self, state: State, at: int, *, honoured: bool) -> State:
        """Return the state when all who owe have honoured it, or have not."""
        clauses = self._process.clauses
        name = clauses.guarantee_ids[at]
        if not honoured and name not in self._declined:
            return state
        for by in clauses.awaited(state, at):
            move = Move("honour" if honoured else "decline", by, name)
            if self._process.refusal(state, move) is None:
                state = self._process.after(state, move)
        return state
