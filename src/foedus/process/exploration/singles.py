"""What somebody may do alone: a deed, a signature, a notice, an opening, an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import Arrangement
from foedus.process import NATURE, Move, Process
from foedus.process.exploration.relevance import Scope, fights_in
from foedus.process.moves import Kind


def singles(process: Process, scope: Scope, *, leaving: bool) -> Iterator[Move]:
    """Yield what somebody may do alone in a slice, but for acts of conduct and ballots.

    Parameters
    ----------
    process, scope
        The process, and what a slice tells apart.
    leaving
        Whether notice of withdrawal may be given.
    """
    a = process.arrangement
    for front in sorted(fights_in(process, scope)):
        name, target = process.clauses.front_ids[front]
        against = target if process.clauses.index.several(name) else ""
        for act in process.clauses.index.rungs[name]:
            yield Move("prevail", NATURE, f"{name}.{act}", against=against)
            yield Move("repel", NATURE, f"{name}.{act}", against=against)
    for name in sorted(scope.names("deed")):
        yield Move("perform", a.deeds[name].by, name)
        if a.deeds[name].reversible:
            yield Move("undo", a.deeds[name].by, name)
    for name in sorted(scope.names("instrument")):
        if a.instruments[name].status == "proposed":
            yield from (Move("sign", p, name) for p in process.clauses.signatories(name))
        withdrawal = a.instruments[name].withdrawal
        if withdrawal and leaving:
            yield from (Move("withdraw", p, name) for p in withdrawal.by)
    for name in sorted(scope.names("procedure")):
        kind: Kind = "allege" if a.procedures[name].opens.alleging else "open"
        yield from (Move(kind, p, name) for p in openers(a, name))
    for name in sorted(scope.names("answers")):
        for party in a.guarantees[name].owed_by:
            yield Move("honour", party, name)
            yield Move("decline", party, name)


def openers(a: Arrangement, procedure: str) -> Sequence[str]:
    """Return who may open a procedure; last whoever would allege a breach of its own.

    Of plays that are as short the first is told, and nobody denounces itself where another may.
    """
    opens = a.procedures[procedure].opens
    bearers = a.norms[opens.alleging].bearer if opens.alleging else ()
    return sorted(opens.by, key=lambda party: party in bearers)
