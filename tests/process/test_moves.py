"""What is offered: all that is legal, nothing else, and nothing that leaks the world."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.casebook import cases, text_of
from foedus.language import option, read
from foedus.process import NATURE, IllegalMoveError, Move, Process, State, sentence
from foedus.process.settling import settle
from foedus.process.state import Fight


def _processes() -> dict[str, Process]:
    found: dict[str, Process] = {}
    for case in cases():
        arrangement = read(text_of(case), case)
        for name in arrangement.options or [""]:
            text = option(arrangement, name) if name else arrangement
            found[f"{case} {name}".strip()] = Process(text)
    return found


PROCESSES = _processes()
ANY = st.sampled_from(sorted(PROCESSES))


def wandered(process: Process, rng: random.Random, steps: int) -> Iterator[State]:
    """Yield the states of a random play in which time passes often enough to matter."""
    state = process.start
    yield state
    for _ in range(steps):
        moves = process.moves(state)
        if not moves:
            return
        state = process.after(state, moves[-1] if rng.random() < 0.3 else rng.choice(moves))
        yield state


def every_move(process: Process) -> Iterator[Move]:
    """Yield each move that the words of the arrangement can make up, legal or not."""
    a = process.arrangement
    labels = {
        label
        for steps in process.clauses.steps
        for compiled in steps
        for label in compiled.electorate.classes
    }
    actors = {*a.parties, *a.bodies, *labels, *(m for p in a.parties.values() for m in p.members)}
    for actor, ladder in a.conduct.items():
        for act, to in product(ladder.acts, ("", *ladder.towards)):
            yield Move("conduct", actor, act.act, against=to)
            for kind in ("prevail", "repel"):
                yield Move(kind, NATURE, f"{actor}.{act.act}", against=to)
    for actor in sorted(actors):
        for kind in ("perform", "undo"):
            yield from (Move(kind, actor, name) for name in a.deeds)
        for kind in ("sign", "withdraw"):
            yield from (Move(kind, actor, name) for name in a.instruments)
        for kind in ("allege", "open"):
            yield from (Move(kind, actor, name) for name in a.procedures)
        for name in a.procedures:
            yield from (Move("ballot", actor, name, choice) for choice in ("yes", "no"))
        for kind in ("honour", "decline"):
            yield from (Move(kind, actor, name) for name in a.guarantees)


@settings(max_examples=60, deadline=None)
@given(ANY, st.integers(0, 10**6))
def test_everything_legal_is_offered_and_nothing_else(name: str, seed: int):
    """Against asking about every move. Under silence only ballots that can stop it are offered."""
    process, rng = PROCESSES[name], random.Random(seed)
    *_, state = wandered(process, rng, rng.randint(0, 25))
    offered = [move for move in process.moves(state) if move.kind != "wait"]
    legal = {move for move in every_move(process) if process.refusal(state, move) is None}
    assert len(offered) == len(set(offered))
    assert set(offered) <= legal
    for move in legal - set(offered):
        assert move.kind == "ballot"
        at = process.clauses.index.procedures[move.clause]
        compiled = process.clauses.steps[at][state.record.procedures[at].step]
        assert move.choice not in compiled.electorate.stopping
        assert compiled.electorate.stopping


@settings(max_examples=60, deadline=None)
@given(ANY, st.integers(0, 10**6))
def test_every_state_is_settled_and_a_move_is_a_batch_of_one(name: str, seed: int):
    process, rng = PROCESSES[name], random.Random(seed)
    for state in wandered(process, rng, 20):
        assert settle(process.clauses, state) == state
        for move in process.moves(state):
            assert process.after(state, move) == process.during(state, [move])


def _otherwise(process: Process, state: State, actor: str, rng: random.Random) -> State:
    """Return the state with the world as it might also be, for all that `actor` can know."""
    world, index = state.world, process.clauses.index
    own = index.fronts_of.get(actor, ())
    lengths = [len(process.arrangement.conduct[name].acts) for name, _ in index.fronts]
    rung = tuple(r if at in own else rng.randrange(lengths[at]) for at, r in enumerate(world.rung))
    return state.being(
        world._replace(
            rung=rung,
            peak=tuple(max(pair) for pair in zip(world.peak, rung, strict=True)),
            since=tuple(s if at in own else state.day for at, s in enumerate(world.since)),
            fight=tuple(rng.choice(list(Fight)) for _ in world.fight),
            breached=tuple(rng.random() < 0.5 for _ in world.breached),
        )
    )


@settings(max_examples=100, deadline=None)
@given(ANY, st.integers(0, 10**6))
def test_what_one_may_do_never_depends_on_what_one_cannot_know(name: str, seed: int):
    """Equal menus wherever the record and one's own conduct are equal, in every case that ships."""
    process, rng = PROCESSES[name], random.Random(seed)
    *_, state = wandered(process, rng, rng.randint(0, 25))
    actors = {move.actor for move in every_move(process)} - {NATURE}
    for actor in sorted(actors):
        elsewhere = _otherwise(process, state, actor, rng)
        menus = [
            [move for move in process.acts(one) if move.actor == actor]
            for one in (state, elsewhere)
        ]
        assert menus[0] == menus[1]


def test_a_batch_that_contradicts_itself_is_refused_whole():
    process = PROCESSES["ukraine-2025 as-proposed"]
    acts = [Move("conduct", "RUS", act) for act in ("attack", "deniable_act")]
    for batch in (acts, acts[::-1]):
        with pytest.raises(IllegalMoveError, match=r"RUS cannot .* on one day"):
            process.during(process.start, batch)


@settings(max_examples=40, deadline=None)
@given(ANY, st.integers(0, 10**6))
def test_an_illegal_move_says_why_and_leaves_the_state_as_it_was(name: str, seed: int):
    process, rng = PROCESSES[name], random.Random(seed)
    *_, state = wandered(process, rng, 8)
    before = repr(state)
    for move in every_move(process):
        if process.refusal(state, move) is None:
            continue
        with pytest.raises(IllegalMoveError) as error:
            process.after(state, move)
        assert len(str(error.value)) > 10
    assert repr(state) == before


def test_who_is_called_by_a_plural_acts_in_the_plural():
    """The key `plural` tells: *the Sixteen honour*, *the United States honours*."""
    process = Process(read(text_of("korea-1953")))
    told = [
        sentence(process.clauses, process.start, Move("honour", party, "renewed-resistance"))
        for party in ("sixteen", "USA")
    ]
    assert told == [
        "the Sixteen honour 'renewed-resistance'",
        "the United States honours 'renewed-resistance'",
    ]
