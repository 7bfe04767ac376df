"""Somebody who can alone keep a guarantee, an accession or a treaty from ever coming to bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from foedus.language import Arrangement
from foedus.loopholes import binding
from foedus.loopholes.blocking import candidates, kept_from, without_help
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.lasting import times
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process.exploration import Item, Test


class Start(NamedTuple):
    """Something that is to come to bind: where it stands, what it reads, a test, and its words.

    `spared` is for whom it is: who keeps away what is for itself takes it from nobody else.
    """

    path: Path
    item: Item
    binds: Test
    said: str
    spared: frozenset[str]


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find those who alone keep something from starting by not acting, or by objecting."""
    for start in _starts(inquiry):
        helped = without_help(inquiry, start.item, start.binds, "", objecting=False)
        if helped.stopped is None:
            continue
        able = [
            member
            for label, members in candidates(inquiry, [start.item]).items()
            if label not in start.spared and kept_from(inquiry, start.item, start.binds, label)
            for member in members
        ]
        if able:
            said = f"{inquiry.any_one(able)} can keep {start.said}"
            path = helped.path(helped.stopped)
            fault = inquiry.found("kept-from-starting", said, path, [start.path])
            yield replace(fault, able=tuple(dict.fromkeys(able)))


def _starts(inquiry: Inquiry) -> Iterator[Start]:
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for at, (name, g) in enumerate(a.guarantees.items()):
        if not clauses.active(inquiry.process.start, at):
            said = f"{name!r} from ever coming to bind"
            path, item = ("guarantees", name), Item("owed", name)
            yield Start(path, item, inquiry.binds(name), said, frozenset({g.protects.state}))
    # Nothing binds with what measures a time, and its end may take away what does; nor with what
    # only frees somebody.
    idle = times(a) | binding.freeing(inquiry)
    for name, text in a.instruments.items():
        if text.status != "in_force" and name not in idle:
            said = f"{name!r} from ever entering into force"
            path, item = ("instruments", name), Item("instrument", name)
            yield Start(path, item, inquiry.enters(name), said, _protected(inquiry, name))
    for name, procedure in a.procedures.items():
        admitted = frozenset(effect.admit for effect in procedure.then if effect.admit)
        if admitted:
            said = f"{name!r} from ever taking effect"
            path, item = ("procedures", name), Item("procedure", name)
            yield Start(path, item, inquiry.runs(name), said, _only(admitted))


def _protected(inquiry: Inquiry, instrument: str) -> frozenset[str]:
    """Return whom alone a treaty protects; where it protects nobody by name, who is attacked.

    By its guarantees, or where it has none by what it forbids: of a pact by which each of two
    promises the other the same, neither is the one that it is for.
    """
    a = inquiry.process.arrangement
    named = frozenset(g.protects.state for g in a.guarantees.values() if g.in_ == instrument)
    mutual = _forbidden_to_each_other(a, instrument)
    if not named and mutual:
        return frozenset()
    attacks = [threat for threat in inquiry.threats if inquiry.unprovoked(threat)]
    attacks = attacks or list(inquiry.threats)
    attacked = frozenset(t.against for t in attacks)
    return _only(named) if named else _only(attacked) - {threat.by for threat in attacks}


def _forbidden_to_each_other(a: Arrangement, instrument: str) -> bool:
    """Say whether a treaty forbids two the same act, each towards the other."""
    pairs = {
        (by, to, norm.prohibition)
        for norm in a.norms.values()
        if norm.in_ == instrument and norm.prohibition
        for by in norm.bearer
        for to in norm.towards
    }
    return any((to, by, act) in pairs for by, to, act in pairs)


def _only(those: frozenset[str]) -> frozenset[str]:
    """Return who something is for where that is one alone: each of several keeps it from others."""
    return those if len(those) == 1 else frozenset()


PROPERTY = Property(
    30,
    "kept-from-starting",
    "kept from starting",
    "One party, member or parliament that can alone keep a guarantee from ever coming to bind.",
    "Nobody but the one that it is for can, alone, by refusing or by doing nothing, keep a"
    " guarantee, a treaty or an accession from ever coming to bind.",
    "¬∃ blocker ∉ {whom it is for}: blocker unwilling → ¬EF binds, where EF binds",
    check,
    binding.pending,
)
