"""Somebody who can alone keep a guarantee, an accession or a treaty from ever coming to bind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from foedus.loopholes import binding
from foedus.loopholes.blocking import candidates, kept_from, without_help
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process.exploration import Item, Test


class Start(NamedTuple):
    """Something that is to come to bind: where it stands, what it reads, a test, and its words."""

    path: Path
    item: Item
    binds: Test
    said: str


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find those who alone keep something from starting by not acting, or by objecting."""
    attackers = {threat.by for threat in inquiry.threats}
    attacked = {threat.against for threat in inquiry.threats} - attackers
    guarantees = inquiry.process.arrangement.guarantees
    for start in _starts(inquiry):
        table, name = start.path
        victims = {guarantees[str(name)].protects.state} if table == "guarantees" else attacked
        helped = without_help(inquiry, start.item, start.binds, "", objecting=False)
        if helped.stopped is None:
            continue
        able = [
            member
            for label, members in candidates(inquiry, [start.item]).items()
            if label not in victims and kept_from(inquiry, start.item, start.binds, label)
            for member in members
        ]
        if able:
            said = f"{inquiry.any_one(able)} can keep {start.said}"
            path = helped.path(helped.stopped)
            yield inquiry.found("kept-from-starting", said, path, [start.path])


def _starts(inquiry: Inquiry) -> Iterator[Start]:
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for at, name in enumerate(a.guarantees):
        if not clauses.active(inquiry.process.start, at):
            said = f"{name!r} from ever coming to bind"
            yield Start(("guarantees", name), Item("owed", name), inquiry.binds(name), said)
    for name, text in a.instruments.items():
        if text.status != "in_force":
            said = f"{name!r} from ever entering into force"
            item = Item("instrument", name)
            yield Start(("instruments", name), item, inquiry.enters(name), said)
    for name, procedure in a.procedures.items():
        if any(effect.admit for effect in procedure.then):
            said = f"{name!r} from ever taking effect"
            yield Start(("procedures", name), Item("procedure", name), inquiry.runs(name), said)


PROPERTY = Property(
    30,
    "kept-from-starting",
    "kept from starting",
    "One party, member or parliament that can alone keep a guarantee from ever coming to bind.",
    "Nobody but the victim can, alone, by refusing or by doing nothing, keep a guarantee, a treaty"
    " or an accession from ever coming to bind.",
    "¬∃ blocker ≠ victim: blocker unwilling → ¬EF binds, where EF binds",
    check,
    binding.pending,
)
