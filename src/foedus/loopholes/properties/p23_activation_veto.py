"""A guarantee that cannot start unless the party it is against agrees."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Guarantee
from foedus.loopholes import binding
from foedus.loopholes.blocking import candidates, without_help
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path
from foedus.process.exploration import Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a guarantee that starts with the adversary's help and never without it."""
    for threat in inquiry.threats:
        for at, name, g in inquiry.guarantees(threat, duties=False):
            if inquiry.process.clauses.active(inquiry.process.start, at):
                continue

            item, started = Item("owed", name), inquiry.binds(name)
            helped = without_help(inquiry, item, started, "", objecting=False)
            if helped.stopped is None:
                continue
            for who, label in _part_of(inquiry, threat, item):
                alone = (
                    without_help(inquiry, item, started, label, objecting=o) for o in (False, True)
                )
                kept = [graph.stopped is None and graph.complete for graph in alone]
                if any(kept):
                    how = "withholding its consent" if kept[0] else "objecting each time"
                    said = f"{inquiry.called(who)} can keep {name!r} from ever starting by {how}"
                    path = helped.path(helped.stopped)
                    yield inquiry.found("activation-veto", said, path, [_start(name, g)])
                    break


def _part_of(inquiry: Inquiry, threat: Threat, item: Item) -> Iterator[tuple[str, str]]:
    """Yield who of the adversary has a part in the start, each with the label of its class."""
    adversary = inquiry.with_members(threat.by)
    for label, members in candidates(inquiry, [item]).items():
        yield from ((who, label) for who in members if who in adversary)


def _start(name: str, g: Guarantee) -> Path:
    """Return where it is written when a guarantee starts."""
    keys = ("activates_when", "in_force")
    written = [key for key in keys if getattr(g, key) is not None]
    return ("guarantees", name, *(written[:1] or ["in"]))


PROPERTY = Property(
    23,
    "activation-veto",
    "activation veto",
    "A guarantee that starts only if the party that it is against lets it.",
    "No adversary, and no member of one, can keep a guarantee against it from starting by objecting"
    " or by doing nothing.",
    "EF[adversary withholds] active, where EF active",
    check,
    binding.starting,
)
