"""The catalogue: what can be wrong with a guarantee, each with the play that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from foedus.loopholes.cooperation import Play, best_case, blockers
from foedus.loopholes.coverage import effects_taken, owed_against
from foedus.process import Move, Process, State


class Loophole(NamedTuple):
    """A fault found.

    Parameters
    ----------
    id
        Which fault of the catalogue.
    statement
        The fault in a sentence.
    story
        The play that shows it, as dated sentences.
    moves
        The same play as moves; the process allows each of them in turn.
    """

    id: str
    statement: str
    story: tuple[str, ...]
    moves: tuple[Move, ...]


def find_all(process: Process) -> tuple[Loophole, ...]:
    """Return every fault of the catalogue that a play of `process` shows, in its order."""
    return tuple(found for search in CATALOGUE.values() for found in search(process))


def _loophole(process: Process, name: str, statement: str, play: Play) -> Loophole:
    return Loophole(name, statement, play.story(process), play.moves)


def _attackers(process: Process) -> list[str]:
    parties = process.arrangement.parties
    return [a for a in process.arrangement.conduct if parties[a].role == "adversary"]


def _begin(process: Process) -> Play:
    return Play((), process.start)


def _owed_within(process: Process, play: Play, actor: str) -> Play | None:
    return best_case(process, play, lambda state: bool(owed_against(process, state, actor)))


def _worst(process: Process, actor: str) -> str:
    return process.arrangement.conduct[actor].acts[-1].act


def gap(process: Process) -> Iterator[Loophole]:
    """Find an attack that is never answered, however quickly everybody acts."""
    for actor in _attackers(process):
        act = _worst(process, actor)
        attacked = _begin(process).then(process, Move("conduct", actor, act))
        guaranteed = any(g.against == actor for g in process.arrangement.guarantees.values())
        if not guaranteed or _owed_within(process, attacked, actor) is not None:
            continue
        admitted = best_case(process, attacked, lambda s: bool(effects_taken(process, s)))
        statement = f"{act!r} by {actor} is never answered by a duty, even if everybody helps"
        if admitted is not None:
            statement += ": it began before the guarantee did"
        yield _loophole(process, "gap", statement, admitted or attacked)


def single_blocker(process: Process) -> Iterator[Loophole]:
    """Find the lowest unbearable act whose answer somebody other than the victim can stop alone."""
    protected = {g.protects.state for g in process.arrangement.guarantees.values()}
    for actor in _attackers(process):
        ladder = process.arrangement.conduct[actor]
        lowest = process.clauses.index.rungs[actor].get(ladder.unbearable_from, 1)
        for act in ladder.acts[lowest:]:
            done = _begin(process).then(process, Move("conduct", actor, act.act))

            def answered(state: State, actor: str = actor) -> bool:
                return bool(owed_against(process, state, actor) or effects_taken(process, state))

            reached = best_case(process, done, answered)
            able = [who for who in blockers(process, done, answered) if who not in protected]
            if reached is None or not able:
                continue
            named = ", ".join(able[:6]) + (f" and {len(able) - 6} more" if len(able) > 6 else "")
            statement = f"the answer to {act.act!r} can be stopped by any one of: {named}"
            yield _loophole(process, "single-blocker", statement, reached)
            break


def threshold_gap(process: Process) -> Iterator[Loophole]:
    """Find an act that the victim cannot bear and no guarantee answers, though a worse one is."""
    for actor in _attackers(process):
        ladder = process.arrangement.conduct[actor]
        if not ladder.unbearable_from:
            continue
        rungs = process.clauses.index.rungs[actor]
        for act in ladder.acts[rungs[ladder.unbearable_from] :]:
            lowest = [
                rungs[g.casus_foederis]
                for g in process.arrangement.guarantees.values()
                if g.against == actor
            ]
            if lowest and rungs[act.act] < min(lowest):
                play = _begin(process).then(process, Move("conduct", actor, act.act))
                statement = f"{act.act!r} is more than the victim can bear and less than any casus"
                yield _loophole(process, "threshold-gap", statement, play)


def dodge(process: Process) -> Iterator[Loophole]:
    """Find an exit after which an act that was answered, or led to a consequence, no longer is."""
    for actor in _attackers(process):
        act = Move("conduct", actor, _worst(process, actor))
        for name, instrument in process.arrangement.instruments.items():
            if instrument.withdrawal is None or actor not in instrument.withdrawal.by:
                continue
            notice = Move("withdraw", actor, name)
            if process.refusal(process.start, notice) is not None:
                continue
            left = _begin(process).then(process, notice)
            out = _waited_out(process, left, process.clauses.index.instruments[name])
            if out is None:
                continue
            answered = _consequence(process, _begin(process).then(process, act), actor)
            dodged = out.then(process, act)
            if answered and not _consequence(process, dodged, actor):
                statement = f"by leaving {name!r} first, {actor} attacks without any consequence"
                yield _loophole(process, "withdrawal-dodge", statement, dodged)


def _waited_out(process: Process, play: Play, instrument: int) -> Play | None:
    """Wait, doing nothing else, until the instrument has ended."""
    while not process.clauses.ended(play.end, instrument):
        waits = [move for move in process.moves(play.end) if move.kind == "wait"]
        if not waits:
            return None
        play = play.then(process, waits[0])
    return play


def _consequence(process: Process, play: Play, actor: str) -> bool:
    """Say whether the play can still lead to a duty, or a procedure to its effect."""

    def reached(state: State) -> bool:
        return bool(owed_against(process, state, actor) or effects_taken(process, state))

    return best_case(process, play, reached) is not None


def false_flag(process: Process) -> Iterator[Loophole]:
    """Find a consequence that is reached though nobody has breached anything."""
    reached = best_case(process, _begin(process), lambda s: bool(effects_taken(process, s)))
    if reached is not None and any(reached.end.record.alleged):
        statement = "the consequence takes effect though there was no breach that it answers"
        yield _loophole(process, "false-flag", statement, reached)


def right_without_duty(process: Process) -> Iterator[Loophole]:
    """Find a guarantee that names guarantors and binds none of them."""
    for name, g in process.arrangement.guarantees.items():
        if g.response == "right_only":
            who = " and ".join(g.owed_by)
            statement = f"under {name!r} {who} may respond and owe nothing"
            play = _begin(process).then(process, Move("conduct", g.against, g.casus_foederis))
            yield _loophole(process, "right-without-duty", statement, play)


def no_guarantee(process: Process) -> Iterator[Loophole]:
    """Find an arrangement in which nothing can ever be owed, because no guarantee can start."""
    for actor in _attackers(process):
        guarantees = [g for g in process.arrangement.guarantees.values() if g.against == actor]
        admits = any(p.then for p in process.arrangement.procedures.values())
        guaranteed = range(len(process.clauses.guarantees))
        starts = [at for at in guaranteed if process.clauses.bound(process.start, at)]
        if not admits and not (guarantees and starts):
            statement = f"no guarantee against {actor} can ever come into force"
            yield _loophole(process, "no-guarantee", statement, _begin(process))


def activation_veto(process: Process) -> Iterator[Loophole]:
    """Find a guarantee that cannot start unless the very party that it is against agrees."""
    for at, (name, g) in enumerate(process.arrangement.guarantees.items()):
        if g.activates_when is None or process.start.record.guarantees[at].activated:
            continue

        def started(state: State, at: int = at) -> bool:
            return state.record.guarantees[at].activated

        begun = best_case(process, _begin(process), started)
        if begun is None or best_case(process, _begin(process), started, unwilling=g.against):
            continue
        statement = f"{g.against} can keep {name!r} from ever starting by withholding its consent"
        yield _loophole(process, "activation-veto", statement, begun)


def forfeiture(process: Process) -> Iterator[Loophole]:
    """Find an act of the protected state that loses the guarantee, which others may stage."""
    for at, (name, g) in enumerate(process.arrangement.guarantees.items()):
        protected = g.protects.state
        if g.forfeited_if is None or protected not in process.arrangement.conduct:
            continue
        act = _worst(process, protected)
        play = _begin(process).then(process, Move("conduct", protected, act))
        if play.end.record.guarantees[at].forfeited:
            statement = f"{act!r} by {protected}, real or staged, loses {name!r} for good"
            yield _loophole(process, "forfeiture", statement, play)


CATALOGUE: dict[str, Callable[[Process], Iterator[Loophole]]] = {
    "no-guarantee": no_guarantee,
    "gap": gap,
    "single-blocker": single_blocker,
    "threshold-gap": threshold_gap,
    "withdrawal-dodge": dodge,
    "false-flag": false_flag,
    "activation-veto": activation_veto,
    "forfeiture": forfeiture,
    "right-without-duty": right_without_duty,
}
"""Every fault that is looked for, by id."""
