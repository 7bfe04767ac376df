"""What is done by whoever helps: all that a goal needs of anybody's own accord, once, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedus.process import Move, Process, Progress, State
from foedus.process.walk import Willing


class Helping:
    """Moves that are made as soon as they may be, by whoever may make them.

    Those of one rank are made together, as a replay takes them: two openings that bar each other
    both stand, and which of them has the first name settles nothing.

    Parameters
    ----------
    process
        The process.
    willing
        Which. Whether what is owed is honoured is a matter of chance and left aside (`honouring`).
    """

    def __init__(self, process: Process, willing: Iterable[Willing]) -> None:
        self._process = process
        self._moves = tuple(self._offered(willing))
        self._ready: dict[State, State] = {}

    def helped(self, state: State) -> State:
        """Return the state when all that may be done willingly today is done."""
        if state not in self._ready:
            after = state
            while batch := self._batch(after):
                after = self._process.during(after, batch)
            self._ready[state] = after
        return self._ready[state]

    def _batch(self, state: State) -> tuple[Move, ...]:
        """Return the moves of the first rank of the day: each procedure is begun by one alone."""
        ready = tuple(self._helpful(state))
        first = min((move.rank for move in ready), default=0)
        made = dict[tuple[str, ...], Move]()
        for move in ready:
            if move.rank == first:
                who = (move.actor,) if move.kind == "sign" else ()
                made.setdefault((move.kind, move.clause, *who), move)
        return tuple(made.values())

    def _helpful(self, state: State) -> Iterator[Move]:
        for move in self._moves:
            if self._once(state, move) and self._process.refusal(state, move) is None:
                yield move

    def _offered(self, willing: Iterable[Willing]) -> Iterator[Move]:
        a = self._process.arrangement
        for kind, clause in sorted(willing):
            if kind == "perform":
                yield Move("perform", a.deeds[clause].by, clause)
            elif kind == "sign":
                for party in self._process.clauses.signatories(clause):
                    yield Move("sign", party, clause)
            elif kind == "allege":
                yield from (Move("allege", by, clause) for by in a.procedures[clause].opens.by)
            elif kind == "open":
                yield from (Move("open", by, clause) for by in a.procedures[clause].opens.by)

    def _once(self, state: State, move: Move) -> bool:
        """Say whether a procedure is untried, and what would be alleged is true."""
        if move.kind not in ("allege", "open"):
            return True
        index = self._process.clauses.index
        if state.record.procedures[index.procedures[move.clause]].progress is not Progress.IDLE:
            return False
        norm = self._process.arrangement.procedures[move.clause].opens.alleging
        return norm is None or state.world.breached[index.norms[norm]]
