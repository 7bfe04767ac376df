"""A breach committed in time that nobody can allege any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Bad, Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Explored, Item, Rules, Test

Late = Callable[[int, State], bool]


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a breach after which the instrument ends, and the standing to allege it with it."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for name, text in inquiry.standings():
        procedure = a.procedures[name]
        norm = procedure.opens.alleging or ""
        broken, instrument = clauses.index.norms[norm], clauses.index.instruments[text]

        def late(_at: int, state: State, broken: int = broken, text: int = instrument) -> bool:
            return (
                state.world.breached[broken]
                and not state.record.alleged[broken]
                and clauses.ended(state, text)
            )

        def barred(graph: Explored, broken: int = broken, late: Late = late) -> Bad:
            return late, graph.reaching(_alleged(broken)).outside

        seeds = [Item("breached", norm), Item("alleged", norm), Item("procedure", name)]
        found = inquiry.worst_case(seeds, barred, Rules(avoid=_alleged(broken)))
        if found is not None:
            who = inquiry.called(*procedure.opens.by, joint="or")
            said = (
                f"{norm!r} is breached while it binds, {text!r} ends, and a breach can no longer be"
                f" alleged by {who}"
            )
            clause = [("procedures", name), ("instruments", text)]
            yield inquiry.found("lost-standing", said, found.path, clause)


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
