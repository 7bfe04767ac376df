"""A clause that no play of the arrangement ever brings to bear."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process.exploration import Item, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Look, for each clause, for a play in which it matters; tell the clauses that have none."""
    for path, item, matters, said in _clauses(inquiry):
        graph = inquiry.graph([item], stop=matters)
        if graph.stopped is None:
            graph = inquiry.graph([item], stop=matters, ever=True)
        if graph.stopped is None and graph.complete:
            yield inquiry.found(
                "dead-clause", f"{path[1]!r} {said}, whatever anybody does", (), [path]
            )


def _clauses(inquiry: Inquiry) -> Iterator[tuple[Path, Item, Test, str]]:
    index, a = inquiry.process.clauses.index, inquiry.process.arrangement
    for name in index.procedures:
        yield (
            ("procedures", name),
            Item("procedure", name),
            inquiry.runs(name),
            "never takes effect",
        )
    for name, at in index.guarantees.items():
        called = _answerable(inquiry, at)
        yield ("guarantees", name), Item("owed", name), called, "never calls for a response"
    for name in index.instruments:
        if a.instruments[name].status != "in_force":
            entered, item = inquiry.enters(name), Item("instrument", name)
            yield ("instruments", name), item, entered, "never enters into force"
    for name in index.deeds:
        done = inquiry.performs(name)
        yield ("deeds", name), Item("deed", name), done, "can never be performed"
    for name, at in index.norms.items():
        test, said = _breached(at), "can never be breached"
        if a.norms[name].open_ended:  # it has no time that could be over
            test, said = _binding(inquiry, at), "never comes to be owed"
        yield ("norms", name), Item("breached", name), test, said


def _answerable(inquiry: Inquiry, guarantee: int) -> Test:
    return lambda state: inquiry.process.clauses.answerable(state, guarantee)


def _breached(norm: int) -> Test:
    return lambda state: state.world.breached[norm]


def _binding(inquiry: Inquiry, norm: int) -> Test:
    clauses = inquiry.process.clauses
    return lambda state: clauses.binds(state, norm) and clauses.norms[norm].when(state)


PROPERTY = Property(
    15,
    "dead-clause",
    "dead clause",
    "A clause that never comes to bear, whatever anybody does.",
    "Every procedure, guarantee, instrument, deed and norm comes to bear in some play.",
    "for each clause c: EF c",
    check,
    premises.clause,
)
