"""A guarantee that cannot start unless the party it is against agrees."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Item, Rules


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a guarantee that starts with the adversary's help and never without it."""
    for actor in inquiry.adversaries:
        for at, name, g in inquiry.guarantees(actor, duties=False):
            if inquiry.process.clauses.active(inquiry.process.start, at):
                continue

            def started(state: State, at: int = at) -> bool:
                return inquiry.process.clauses.active(state, at)

            seeds = [Item("owed", name)]
            helped = inquiry.graph(seeds, rules=_peaceful(""), stop=started)
            alone = inquiry.graph(seeds, rules=_peaceful(actor), stop=started)
            if helped.stopped is not None and alone.stopped is None and alone.complete:
                said = f"{actor} can keep {name!r} from ever starting by withholding its consent"
                clause = "activates_when" if g.activates_when else "in_force"
                yield inquiry.found(
                    "activation-veto",
                    said,
                    helped.path(helped.stopped),
                    [("guarantees", name, clause)],
                )


def _peaceful(unwilling: str) -> Rules:
    """Leave out every act of conduct of, and every consent by, the unwilling."""
    return Rules(
        allowed=lambda _s, b: all(move.actor != unwilling for move in b),
        resisting={unwilling: 1},
        leaving=False,
    )


PROPERTY = Property(
    23,
    "activation-veto",
    "activation veto",
    "The adversary cannot keep a guarantee against it from starting by doing nothing.",
    "EF[adversary withholds] active, where EF active",
    check,
)
