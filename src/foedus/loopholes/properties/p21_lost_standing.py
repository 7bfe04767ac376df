"""A breach committed in time that nobody can allege any more."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Item, Rules, Test
from foedus.process.settling import can_open
from foedus.process.state import Progress


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a breach after which the instrument ends, and the standing to allege it with it."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for name, procedure in a.procedures.items():
        norm = procedure.opens.alleging
        if norm is None or procedure.in_ is None:
            continue
        at, broken = clauses.index.procedures[name], clauses.index.norms[norm]
        instrument = clauses.index.instruments[procedure.in_]

        def barred(
            state: State, at: int = at, broken: int = broken, instrument: int = instrument
        ) -> bool:
            return (
                state.world.breached[broken]
                and not state.record.alleged[broken]
                and clauses.ended(state, instrument)
                and state.record.procedures[at].progress is Progress.IDLE
                and not can_open(clauses, state, at)
            )

        graph = inquiry.graph(
            [Item("breached", norm), Item("alleged", norm), Item("procedure", name)],
            rules=Rules(avoid=_alleged(broken)),
            stop=barred,
        )
        if graph.stopped is not None:
            who = " and ".join(procedure.opens.by)
            said = (
                f"{norm!r} is breached while it binds, {procedure.in_!r} ends, and {who} can no"
                " longer allege it"
            )
            clause = [("procedures", name), ("instruments", procedure.in_)]
            yield inquiry.found("lost-standing", said, graph.path(graph.stopped), clause)


def _alleged(norm: int) -> Test:
    return lambda state: state.record.alleged[norm]


PROPERTY = Property(
    21,
    "lost-standing",
    "standing lost with membership",
    "A breach that nobody can allege any more once the treaty has ended.",
    "A breach committed while an instrument was in force can still be alleged after its end.",
    "AG (breached ∧ ended ∧ ¬alleged → can allege)",
    check,
    premises.standing,
)
