"""A finding from which nothing follows."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process.electorate import conditions_in
from foedus.process.exploration import Item, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find procedures that find a breach which no other clause takes up."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    atoms = [atom for condition in conditions_in(a) for atom in condition.atoms()]
    for name, procedure in a.procedures.items():
        norms = [step.finds for step in procedure.steps if step.finds]
        used = any(atom.found in norms or name in (atom.done, atom.lapsed) for atom in atoms)
        if not norms or used or procedure.then:
            continue
        found = index.norms[norms[-1]]
        graph = inquiry.graph(
            [Item("procedure", name), Item("found", norms[-1])],
            stop=_on_record(found),
        )
        if graph.stopped is not None:
            said = f"a breach of {norms[-1]!r} is found by {name!r}, and nothing follows from it"
            path = ("procedures", name)
            yield inquiry.found("idle-finding", said, graph.path(graph.stopped), [path])


def _on_record(norm: int) -> Test:
    return lambda state: state.record.found[norm]


PROPERTY = Property(
    19,
    "idle-finding",
    "finding without consequence",
    "A finding of breach from which nothing follows.",
    "A finding of breach opens, activates or makes due something.",
    "for each finding f: some clause reads f",
    check,
    premises.finding,
)
