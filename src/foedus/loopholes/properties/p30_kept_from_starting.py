"""Somebody who can alone keep a guarantee, an accession or a treaty from ever coming to bind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from foedus.loopholes import premises
from foedus.loopholes.blocking import candidates
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process import State
from foedus.process.exploration import Batch, Explored, Item, Rules, Test

_SHOWN = 6


class Start(NamedTuple):
    """Something that is to come to bind: where it stands, what it reads, a test, and its words."""

    path: Path
    item: Item
    binds: Test
    said: str


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find those who alone keep something from starting by not acting, or by objecting."""
    victims = {threat.against for threat in inquiry.threats}
    for start in _starts(inquiry):
        helped = _graph(inquiry, start, "", objecting=False)
        if helped.stopped is None:
            continue
        able = [
            member
            for label, members in candidates(inquiry, [start.item]).items()
            if label not in victims and _kept(inquiry, start, label)
            for member in members
        ]
        if able:
            named = ", ".join(dict.fromkeys(able[:_SHOWN]))
            more = f" and {len(able) - _SHOWN} more" if len(able) > _SHOWN else ""
            who = f"any one of {named}{more}" if len(able) > 1 else f"{named} alone"
            said = f"{who} can keep {start.said}"
            path = helped.path(helped.stopped)
            yield inquiry.found("kept-from-starting", said, path, [start.path])


def _starts(inquiry: Inquiry) -> Iterator[Start]:
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for at, name in enumerate(a.guarantees):
        if not clauses.active(inquiry.process.start, at):
            said = f"{name!r} from ever coming to bind"
            yield Start(("guarantees", name), Item("owed", name), _active(inquiry, at), said)
    for name, text in a.instruments.items():
        if text.status != "in_force":
            said = f"{name!r} from ever entering into force"
            item = Item("instrument", name)
            yield Start(("instruments", name), item, inquiry.enters(name), said)
    for name, procedure in a.procedures.items():
        if any(effect.admit for effect in procedure.then):
            said = f"{name!r} from ever taking effect"
            yield Start(("procedures", name), Item("procedure", name), inquiry.runs(name), said)


def _active(inquiry: Inquiry, guarantee: int) -> Test:
    return lambda state: inquiry.process.clauses.active(state, guarantee)


def _kept(inquiry: Inquiry, start: Start, who: str) -> bool:
    graphs = (_graph(inquiry, start, who, objecting=o) for o in (False, True))
    return any(graph.stopped is None and graph.complete for graph in graphs)


def _graph(inquiry: Inquiry, start: Start, who: str, *, objecting: bool) -> Explored:
    def allowed(_state: State, batch: Batch) -> bool:
        return batch[0].kind == "ballot" or all(move.actor != who for move in batch)

    resisting = {who: 1} if who else {}
    rules = Rules(allowed=allowed, resisting=resisting, objecting=objecting, leaving=False)
    return inquiry.graph([start.item], rules=rules, stop=start.binds)


PROPERTY = Property(
    30,
    "kept-from-starting",
    "kept from starting",
    "One party, member or parliament that can alone keep a guarantee from ever coming to bind.",
    "Nobody but the victim can, alone, keep a guarantee, a treaty or an accession from ever coming"
    " to bind.",
    "¬∃ blocker ≠ victim: blocker unwilling → ¬EF binds, where EF binds",
    check,
    premises.pending,
)
