"""Which act meets which answer: the act-by-response matrix, read off the process."""

from __future__ import annotations

from typing import NamedTuple

from foedus.loopholes.cooperation import Play, best_case
from foedus.process import Move, Process, State
from foedus.prospects.chain import effects_taken, owed_against


class Answered(NamedTuple):
    """What one act of one party meets, with everybody else at their most cooperative.

    Parameters
    ----------
    actor, act
        Whose act, and which.
    breaches
        Norms that it breaches.
    findable
        Whether a procedure can put a breach on record.
    owed
        Guarantees under which a response to this very act is owed, and `day`, how many days after
        it at the earliest.
    rights
        Guarantees under which it may, but need not, be answered.
    renewed
        Guarantees that are owed if it is stopped and done again once every procedure that it
        started has run.
    needs
        Days that the act itself needs.
    """

    actor: str
    act: str
    breaches: tuple[str, ...]
    findable: bool
    owed: tuple[str, ...]
    day: int | None
    rights: tuple[str, ...]
    renewed: tuple[str, ...]
    needs: int | None


def coverage(process: Process, actor: str, start: State | None = None) -> tuple[Answered, ...]:
    """Return what each act of `actor` above compliance meets, done first of all.

    Parameters
    ----------
    process
        The process of the arrangement.
    actor
        Whose acts.
    start
        The state in which it acts; the first day when left out.
    """
    acts = process.arrangement.conduct[actor].acts[1:]
    return tuple(_answer(process, actor, act.act, start or process.start) for act in acts)


def _answer(process: Process, actor: str, act: str, start: State) -> Answered:
    done = Play((), start)
    for move in process.clauses.directed(actor, act):
        done = done.then(process, move)
    answered = best_case(process, done, lambda s: bool(owed_against(process, s, actor)))
    found = best_case(process, done, lambda s: any(s.record.found))
    rights = best_case(process, done, lambda s: _rights(process, s, actor) != ())
    rung = process.clauses.index.rungs[actor][act]
    needs = process.arrangement.conduct[actor].acts[rung].needs
    breached = zip(process.clauses.norm_ids, done.end.world.breached, strict=True)
    return Answered(
        actor,
        act,
        tuple(name for name, is_breached in breached if is_breached),
        found is not None,
        owed_against(process, answered.end, actor) if answered else (),
        answered.end.day - done.end.day if answered else None,
        _rights(process, rights.end, actor) if rights else (),
        _renewed(process, actor, act, done),
        needs.days if needs else None,
    )


def _rights(process: Process, state: State, actor: str) -> tuple[str, ...]:
    return tuple(
        name
        for at, (name, g) in enumerate(process.arrangement.guarantees.items())
        if g.against == actor
        and g.response == "right_only"
        and process.clauses.answerable(state, at)
    )


def _renewed(process: Process, actor: str, act: str, done: Play) -> tuple[str, ...]:
    """Stop the act once what it started has taken effect, do it again, and see what is owed."""
    ran = best_case(process, done, lambda s: bool(effects_taken(process, s)))
    state = (ran or done).end
    compliance = process.arrangement.conduct[actor].acts[0].act
    for following in (compliance, act):
        state = process.after(state, Move("wait", until=state.day + 1))
        state = process.during(state, process.clauses.directed(actor, following))
    return owed_against(process, state, actor)
