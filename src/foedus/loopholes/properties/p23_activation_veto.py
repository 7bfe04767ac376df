"""A guarantee that cannot start unless the party it is against agrees."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Batch, Item, Rules


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a guarantee that starts with the adversary's help and never without it."""
    for threat in inquiry.threats:
        for at, name, g in inquiry.guarantees(threat, duties=False):
            if inquiry.process.clauses.active(inquiry.process.start, at):
                continue

            def started(state: State, at: int = at) -> bool:
                return inquiry.process.clauses.active(state, at)

            seeds = [Item("owed", name)]
            helped = inquiry.graph(seeds, rules=_peaceful(""), stop=started)
            alone = [
                inquiry.graph(seeds, rules=_peaceful(threat.by, objecting=o), stop=started)
                for o in (False, True)
            ]
            kept = [g.stopped is None and g.complete for g in alone]
            if helped.stopped is not None and any(kept):
                how = "withholding its consent" if kept[0] else "objecting each time"
                said = f"{inquiry.whose(threat)} can keep {name!r} from ever starting by {how}"
                clause = "activates_when" if g.activates_when else "in_force"
                yield inquiry.found(
                    "activation-veto",
                    said,
                    helped.path(helped.stopped),
                    [("guarantees", name, clause)],
                )


def _peaceful(unwilling: str, *, objecting: bool = False) -> Rules:
    """Leave out every act of conduct of, and every consent by, the unwilling."""

    def allowed(_state: State, batch: Batch) -> bool:
        return batch[0].kind == "ballot" or all(move.actor != unwilling for move in batch)

    return Rules(
        allowed=allowed,
        resisting={unwilling: 1} if unwilling else {},
        objecting=objecting,
        leaving=False,
    )


PROPERTY = Property(
    23,
    "activation-veto",
    "activation veto",
    "A guarantee that starts only if the party that it is against lets it.",
    "The adversary cannot keep a guarantee against it from starting by doing nothing.",
    "EF[adversary withholds] active, where EF active",
    check,
    premises.starting,
)
