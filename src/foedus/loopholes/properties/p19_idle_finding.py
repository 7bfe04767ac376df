"""A finding from which nothing follows."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import conditions_in
from foedus.process.exploration import Item, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find procedures that find a breach which no other clause takes up.

    What takes effect, or waits for a procedure to, takes up the last of its findings. What waits
    for the procedure to lapse follows when nothing was found.
    """
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    atoms = [atom for condition in conditions_in(a) for atom in condition.atoms()]
    for name, procedure in a.procedures.items():
        norms = dict.fromkeys(step.finds for step in procedure.steps if step.finds)
        last = next((s.finds for s in reversed(procedure.steps) if s.finds), None)
        taken_up = procedure.then or any(name == atom.done for atom in atoms)
        for norm in norms:
            if any(atom.found == norm for atom in atoms) or (taken_up and norm == last):
                continue
            seeds = [Item("procedure", name), Item("found", norm)]
            graph = inquiry.graph(seeds, stop=_on_record(index.norms[norm]))
            if graph.stopped is not None:
                said = f"a breach of {norm!r} is found by {name!r}, and nothing follows from it"
                path = ("procedures", name)
                yield inquiry.found("idle-finding", said, graph.path(graph.stopped), [path])


def _on_record(norm: int) -> Test:
    return lambda state: state.record.found[norm]


PROPERTY = Property(
    19,
    "idle-finding",
    "finding without consequence",
    "A finding of breach from which nothing follows.",
    "Every finding of a breach sets off something: what it opens, starts, ends or makes due.",
    "for each finding f: some clause reads f",
    check,
    premises.finding,
    by_story=True,
)
