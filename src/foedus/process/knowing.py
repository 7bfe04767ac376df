"""Names in an event that the arrangement does not know, each with the likely one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.language import OTHERS, did_you_mean
from foedus.process.moves import NATURE, Kind
from foedus.process.naming import called
from foedus.process.process import Process

if TYPE_CHECKING:
    from foedus.process.interpreting import Event

DONE = (
    *(
        "sign",
        "withdraw",
        "allege",
        "open",
        "perform",
        "undo",
        "honour",
        "decline",
        "prevail",
        "repel",
    ),
    "wait",
)
"""What can be done beside acts of a ladder and acts of a step."""
_SECTIONS = {
    "sign": ("instruments", "instrument"),
    "withdraw": ("instruments", "instrument"),
    "perform": ("deeds", "deed"),
    "undo": ("deeds", "deed"),
    "open": ("procedures", "procedure"),
    "ballot": ("procedures", "procedure"),
    "honour": ("guarantees", "guarantee"),
    "decline": ("guarantees", "guarantee"),
}


def unknown(process: Process, event: Event, kind: Kind) -> str:
    """Return what the arrangement does not know of an event's names; empty when it knows all."""
    return _actor(process, event) or _act(process, event, kind) or _clause(process, event, kind)


def _actor(process: Process, event: Event) -> str:
    a = process.arrangement
    members = [m for party in a.parties.values() for m in party.members]
    voters = [m for body in a.bodies.values() for m in body.members]
    known = [*a.parties, *a.bodies, *members, *voters, *a.conduct, OTHERS, NATURE]
    strange = next((by for by in event.by if by not in known), None)
    if strange is None:
        return ""
    if own := next((one for one in known if called(a, one) == strange), ""):
        return f"{strange!r} is the name of {own!r}, and no id. Write its id: {own!r}"
    return _none("party, body or member", strange, known)


def _act(process: Process, event: Event, kind: Kind) -> str:
    if kind != "ballot":
        return ""
    a = process.arrangement
    steps = [step.act for p in a.procedures.values() for step in p.steps]
    if event.do in steps:
        return ""
    if event.do in a.deeds:
        return f"{event.do!r} is a deed: what is done is 'perform', about {event.do!r}"
    who = " and ".join(event.by)
    acts = [act for by in event.by for act in process.clauses.index.rungs.get(by, {})]
    others = [act for rungs in process.clauses.index.rungs.values() for act in rungs]
    if event.do in others:
        return f"{who} has no act {event.do!r} on its ladder"
    fix = did_you_mean(event.do, list(dict.fromkeys([*acts, *steps, *DONE])))
    return f"there is no act {event.do!r} for {who} to do here. {fix}".strip()


def _clause(process: Process, event: Event, kind: Kind) -> str:
    a = process.arrangement
    if kind == "allege":
        alleging = [name for name, p in a.procedures.items() if p.opens.alleging]
        known = [*a.norms, *alleging]
        return "" if event.what in a.procedures else _missing(event, "norm", known)
    if kind in ("prevail", "repel"):
        fights = [
            f"{by}.{act}" for by, rungs in process.clauses.index.rungs.items() for act in rungs
        ]
        return _missing(event, "act that is fought over, written PARTY.ACT,", fights)
    if kind not in _SECTIONS:
        return ""
    section, sort = _SECTIONS[kind]
    return _missing(event, sort, getattr(a, section))


def _missing(event: Event, sort: str, known: Iterable[str]) -> str:
    if not event.what:
        return f"{event.do!r} needs 'what': the {sort} that it is about"
    return "" if event.what in known else _none(sort, event.what, known)


def _none(sort: str, name: str, known: Iterable[str]) -> str:
    return f"there is no {sort} {name!r}. {did_you_mean(name, list(dict.fromkeys(known)))}".strip()
