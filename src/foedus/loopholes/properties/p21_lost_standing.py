"""A breach committed in time that nobody can allege any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Bad, Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import NEVER, State, several
from foedus.process.exploration import Explored, Item, Rules, Test

Late = Callable[[int, State], bool]


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a breach after which a treaty ends, or a party leaves it, and standing is lost."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for name, text in inquiry.standings():
        procedure = a.procedures[name]
        norm = procedure.opens.alleging or ""
        broken, instrument = clauses.index.norms[norm], clauses.index.instruments[text]

        parties = a.instruments[text].parties
        others = tuple(by for by in parties if by not in procedure.opens.by)

        def late(
            _at: int,
            state: State,
            broken: int = broken,
            text: int = instrument,
            others: tuple[str, ...] = others,
        ) -> bool:
            return (
                state.world.breached[broken]
                and not state.record.alleged[broken]
                and (clauses.ended(state, text) or bool(_gone(inquiry, state, text, others)))
            )

        def idle(
            state: State,
            broken: int = broken,
            text: int = instrument,
            others: tuple[str, ...] = others,
        ) -> bool:
            """Say whether it is alleged, or the end comes before the breach."""
            over = clauses.ended(state, text) or bool(_gone(inquiry, state, text, others))
            return state.record.alleged[broken] or (over and not state.world.breached[broken])

        def barred(graph: Explored, broken: int = broken, late: Late = late) -> Bad:
            return late, graph.reaching(_alleged(broken)).outside

        seeds = [Item("breached", norm), Item("alleged", norm), Item("procedure", name)]
        rules = Rules(avoid=idle, unnamed=not others)  # else it names who has left
        found = inquiry.worst_case(seeds, barred, rules)
        if found is not None:
            who = inquiry.called(*procedure.opens.by, joint="or")
            gone = _gone(inquiry, found.state, instrument, others)
            ends = f"{text!r} ends"
            if gone and not clauses.ended(found.state, instrument):
                verb = "leave" if several(a, gone) else "leaves"
                ends = f"{inquiry.called(*gone)} {verb} {text!r}"
            said = (
                f"{norm!r} is breached while it binds, {ends}, and a breach can no longer be"
                f" alleged by {who}"
            )
            clause = [("procedures", name), ("instruments", text)]
            yield inquiry.found("lost-standing", said, found.path, clause)


def _gone(inquiry: Inquiry, state: State, text: int, others: tuple[str, ...]) -> list[str]:
    """Return who else than those who may allege has left an instrument that goes on."""
    exits = state.record.instruments[text].exits
    return [gone.party for gone in exits if gone.out != NEVER and gone.party in others]


def _alleged(norm: int) -> Test:
    return lambda state: state.record.alleged[norm]


PROPERTY = Property(
    21,
    "lost-standing",
    "standing lost with membership",
    "A breach that nobody can allege any more once the treaty has ended.",
    "A breach committed while an instrument was in force can still be alleged after its end, and"
    " after another party has left it.",
    "AG (breached ∧ ended ∧ ¬alleged → can allege)",
    check,
    premises.standing,
)
