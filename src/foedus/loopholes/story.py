"""A play told: dated sentences, each with its clause, and what is not owed at its end."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from foedus.language import Arrangement, Guarantee, listed
from foedus.process import (
    NEVER,
    Change,
    Move,
    Process,
    State,
    act_label,
    by_day,
    called,
    explained,
    name_of,
    sentence,
    votes,
)
from foedus.process.exploration import Batch

Path = tuple[str | int, ...]


def paths(table: str, names: Iterable[str]) -> Iterator[Path]:
    """Yield where clauses of one table stand."""
    return ((table, name) for name in names)


class Line(NamedTuple):
    """One thing that happens in a story.

    Parameters
    ----------
    on
        The day.
    said
        Who did what, in a sentence without its full stop.
    follows
        What follows by itself.
    clause
        Where the clause that it rests on stands in the arrangement, as a path of keys.
    batch
        The moves.
    changes
        What follows, each with the clause that it rests on.
    """

    on: date
    said: str
    follows: tuple[str, ...]
    clause: Path
    batch: Batch
    changes: tuple[Change, ...] = ()

    def text(self) -> str:
        """Return the line as a dated sentence."""
        follow = f"; {'; '.join(self.follows)}" if self.follows else ""
        return f"{self.on}: {self.said}{follow}"


def tell(
    process: Process, batches: Iterable[Batch], aside: Container[str] = ()
) -> tuple[Line, ...]:
    """Tell a play, batch by batch; a wait in which nothing happens is left out.

    What runs out is told for its last day, as a replay tells it, but for terms of obligations that
    are `aside`.
    """
    lines: list[Line] = []
    state = process.start
    for batch in batches:
        if batch[0].kind == "wait":
            for move in batch:
                after = process.after(state, move)
                for day, told in by_day(process.clauses, state, after):
                    ends = day < move.until  # what runs out does so at the end of its last day
                    said = "the day ends" if ends else sentence(process.clauses, state, move)
                    kept = tuple(c for c in told if c.section != "norms" or c.clause not in aside)
                    follows = tuple(change.what for change in kept)
                    if kept:
                        on = process.date_of(day)
                        lines.append(Line(on, said, follows, (), (move,), kept))
                state = after
            continue
        after = process.during(state, batch)
        follow = tuple(explained(process.clauses, state, after))
        lines.append(
            Line(
                process.date_of(after.day),
                _said(process, state, batch),
                tuple(change.what for change in follow),
                clause_of(process, state, batch[0]),
                batch,
                follow,
            )
        )
        state = after
    return tuple(lines)


def play(process: Process, batches: Iterable[Batch]) -> State:
    """Return the state that a play ends in."""
    state = process.start
    for batch in batches:
        if batch[0].kind == "wait":
            for move in batch:
                state = process.after(state, move)
        else:
            state = process.during(state, batch)
    return state


def _said(process: Process, state: State, batch: Batch) -> str:
    if len(batch) > 1 and batch[0].kind == "ballot":
        return _voted(process, state, batch)
    told = [sentence(process.clauses, state, move) for move in batch]
    if batch[0].kind == "conduct":
        return "; ".join(told)
    said = told[0]
    for before, move, one in zip(batch, batch[1:], told[1:], strict=False):
        name = name_of(process.clauses, move.actor)
        same = one.removeprefix(f"{name} ") if move.actor == before.actor else one
        said += f"{',' if ',' in said else ''} and {same}"
    return said


def _voted(process: Process, state: State, batch: Batch) -> str:
    """Say how many vote which way."""
    move = batch[0]
    at = process.clauses.index.procedures[move.clause]
    compiled = process.clauses.steps[at][state.record.procedures[at].step]
    every = len(compiled.electorate.rule.members)
    body = name_of(process.clauses, compiled.step.by)
    cast = votes(compiled).items()
    ways = [(sum(m.choice == choice for m in batch), verbs) for choice, verbs in cast]
    (first, verbs), *others = [(count, verbs) for count, verbs in ways if count]
    everybody = "both" if every == 2 else f"all {every}"
    who = everybody if first == every else f"{first} of the {every}"
    said = f"{who} members of {body} {verbs[first > 1]}"
    said += "".join(f" and {count} {verbs[count > 1]}" for count, verbs in others)
    return f"{said} {compiled.step.act!r} in {move.clause!r}"


def clause_of(process: Process, state: State, move: Move) -> Path:
    """Return where the clause that a move rests on stands in the arrangement."""
    if move.kind == "conduct":
        rung = process.clauses.index.rungs[move.actor][move.clause]
        return "conduct", move.actor, "acts", rung
    if move.kind == "ballot":
        at = process.clauses.index.procedures[move.clause]
        return "procedures", move.clause, "steps", state.record.procedures[at].step
    if move.kind in ("allege", "open"):
        return "procedures", move.clause, "opens"
    if move.kind == "withdraw":
        return "instruments", move.clause, "withdrawal"
    table = {"perform": "deeds", "undo": "deeds", "sign": "instruments"}
    return (table.get(move.kind, "guarantees"), move.clause) if move.kind != "wait" else ()


def not_owed(process: Process, state: State) -> Iterator[tuple[str, Path]]:
    """Yield, for each guarantee that owes nothing now, why, with the guarantee's place."""
    for at, (name, g) in enumerate(process.arrangement.guarantees.items()):
        if process.clauses.owed(state, at):
            continue
        reason = _reason(process, state, at)
        yield f"{_owing(process.arrangement, g)} under {name!r}: {reason}", ("guarantees", name)


def _owing(a: Arrangement, g: Guarantee) -> str:
    """Say of whom it is that nothing is owed to whom: nobody owes anything to itself."""
    to = g.owed_to or (g.protects.state,)
    if len(to) > 1 and set(to) == set(g.owed_by):
        return f"{listed([called(a, party) for party in to])} owe one another nothing"
    by = [called(a, party) for party in g.owed_by if to != (party,)]
    owed = listed([called(a, party) for party in to])
    return f"nothing is owed to {owed} by {listed(by) or 'anybody'}"


def _reason(process: Process, state: State, at: int) -> str:
    clauses, promise = process.clauses, state.record.guarantees[at]
    g = process.arrangement.guarantees[clauses.guarantee_ids[at]]
    against = called(process.arrangement, g.against)
    if promise.forfeited:
        return "it is forfeited"
    if not clauses.bound(state, at):
        return "it is not in force"
    if not promise.activated:
        return "it has not started"
    if g.response == "right_only":  # what nobody ever owes is not kept from being owed by an act
        missing = clauses.under_way(state, at) and not clauses.answerable(state, at)
        waits = "; what allows the response has not happened" if missing else ""
        return f"it gives a right to respond, and makes no response due{waits}"
    if not clauses.under_way(state, at):
        casus = act_label(clauses, g.against, g.casus_foederis)
        return f"it answers only this act of {against}, or a graver one: {casus}"
    if promise.casus == NEVER:
        return "the act began before the guarantee did"
    if not clauses.answerable(state, at):
        return "what makes the response due has not happened"
    return "it is owed only by all together, and one of them has declined"


def moves_of(batches: Iterable[Batch]) -> tuple[Move, ...]:
    """Return the moves of a play in a row."""
    return tuple(move for batch in batches for move in batch)
