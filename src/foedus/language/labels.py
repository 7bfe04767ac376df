"""What the entries of a file are, whatever ids they go by: the names of streams of random numbers.

An id is a file's own abbreviation and says nothing, nor does the order of a map. An entry is told
by its `name` or `label`, where it has one. Else a party is told by what it is there for (it acts,
it is acted against, it is protected, it owes), a body by its members, a procedure by what it does,
a step by who acts in it, a guarantee by who owes what against whom, an issue by the steps that are
decided on it, a group of stakes by the first of them, and an act by its rung alone.

Numbers, conditions and reasons are no part of that, so that two drafts which differ in one of them
have the same draws, and what is added changes no draws but those of entries told alike. These are
counted, in an order that hangs on no id either (`foedus.language.likeness`) but on what is said of
them: a name keeps an entry's draws its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from foedus.language.arrangement import Arrangement
from foedus.language.judgements import Contest
from foedus.language.likeness import Key, Layer, ranked
from foedus.language.reader import MOST_HELD, Held
from foedus.language.writer import plain

_SORTS = ("parties", "bodies", "acts", "procedures", "steps", "guarantees", "issues", "groups")
"""What has a label, each after what it is told by."""
_TELLING = ("parties", "bodies", "conduct", "procedures", "guarantees", "decides_on", "issues")
_PARTS = (("conduct", "acts", "acts"), ("procedures", "steps", "steps"))
"""What stands in an order within an entry: the section, the key, and the sort."""


@dataclass(frozen=True)
class Labels:
    """What entries are, by sort and id; an id that nothing declares (a country) is its own label.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> labels = labels_of(read(text_of("ukraine-2025")))
    >>> labels.party("RUS"), labels.party("FRA"), labels.step("accession", "ratify")
    ('=Russia', 'FRA', '=accession under article 10/~=NATO')
    """

    found: Mapping[Key, str]

    def party(self, name: str) -> str:
        """Return what a party, a body or a member is."""
        return self.found.get(("parties", name)) or self.found.get(("bodies", name), name)

    def act(self, by: str, act: str) -> str:
        """Return what an act of somebody's ladder is."""
        return self.found.get(("acts", by, act), act)

    def fight(self, contest: Contest) -> str:
        """Return what a fight is: over which act, and towards whom."""
        towards = f"@{self.party(contest.against)}" if contest.against else ""
        return f"{self.act(contest.by, contest.act)}{towards}"

    def step(self, procedure: str, act: str) -> str:
        """Return what a step of a procedure is."""
        return self.found.get(("steps", procedure, act), act)

    def procedure(self, name: str) -> str:
        """Return what a procedure is."""
        return self.found.get(("procedures", name), name)

    def guarantee(self, name: str) -> str:
        """Return what a guarantee is."""
        return self.found.get(("guarantees", name), name)

    def issue(self, name: str) -> str:
        """Return what an issue is."""
        return self.found.get(("issues", name), name)

    def group(self, name: str) -> str:
        """Return what a group of stakes is."""
        return self.found.get(("groups", name), name)


def labels_of(arrangement: Arrangement) -> Labels:
    """Return the labels of a file, which its options share.

    Parameters
    ----------
    arrangement
        The arrangement with its options pending. What it has itself is told as it has it; what
        only options have, as they have it.
    """
    return _labels(Held(arrangement))


@lru_cache(maxsize=MOST_HELD)
def _labels(held: Held) -> Labels:
    a = held.arrangement
    base = {section: plain(getattr(a, section)) for section in _TELLING}
    base["stakes"] = {by: [plain(s) for s in stakes if s.group] for by, stakes in a.stakes.items()}
    base["positions"] = [{"issue": issue} for issue in {p.issue for p in a.positions}]
    return Labels(_Labelling(a, (base, *(one.changes for one in a.options.values()))).found)


@dataclass(frozen=True)
class _Told:
    """One place where an entry is written: in which layer, what, and where among its like."""

    layer: Layer
    entry: Mapping[str, Any]
    place: int = 0


class _Labelling:
    """The labels of a file, sort by sort."""

    def __init__(self, a: Arrangement, layers: Sequence[Layer]) -> None:
        self.arrangement = a
        self.found: dict[Key, str] = {}
        self.written: dict[Key, list[_Told]] = {}
        for key, told in _entries(layers[0]):
            self.written.setdefault(key, []).append(told)
        self.own = frozenset(self.written)
        for key, told in (one for layer in layers[1:] for one in _entries(layer)):
            if key not in self.own:
                self.written.setdefault(key, []).append(told)
        self._ranks: Mapping[Key, int] = {}
        for sort in _SORTS:
            self._label(sort)

    def _label(self, sort: str) -> None:
        alike: dict[str, list[Key]] = {}
        for key, written in self.written.items():
            if key[0] == sort:
                told = min(self._told(key, one) for one in written)
                alike.setdefault(told, []).append(key)
        for told, keys in alike.items():
            for at, key in enumerate(self._ordered(keys)):
                self.found[key] = f"{told}#{at}" if at else told

    def _ordered(self, keys: list[Key]) -> list[Key]:
        """Return entries told alike in order: what the file itself has, then what options add."""
        place = {k: (k not in self.own, min(one.place for one in self.written[k])) for k in keys}
        if max(Counter(place.values()).values()) > 1 and not self._ranks:
            self._ranks = ranked(self.arrangement, list(self.written))
        return sorted(keys, key=lambda key: (*place[key], self._ranks.get(key, 0)))

    def _told(self, key: Key, one: _Told) -> str:
        sort, name = key[0], key[-1]
        own = one.entry.get("name") or one.entry.get("label")
        told = f"={own}" if own else f"~{self._unnamed(sort, name, one)}"
        if sort == "acts":
            return f"{self._party(key[1])}/{told}"
        return f"{self.found[('procedures', key[1])]}/{told}" if sort == "steps" else told

    def _unnamed(self, sort: str, name: str, one: _Told) -> str:
        """Return what tells an entry that has no name."""
        entry, layer = one.entry, one.layer
        match sort:
            case "parties":
                return " ".join(_parts(name, entry, layer))
            case "bodies":
                return self._parties(entry.get("members"))
            case "procedures":
                does = {key for effect in entry.get("then") or () for key in effect}
                finds = any(step.get("finds") for step in entry.get("steps") or ())
                return " ".join(sorted(does | ({"finds"} if finds else set())))
            case "steps":
                return self._parties(entry.get("by"))
            case "guarantees":
                whose = (entry.get("owed_by"), _protected(entry), entry.get("against"))
                return " > ".join(self._parties(who) for who in whose)
            case "issues":
                decided = (layer.get("decides_on") or {}).items()
                steps = {f"{p}.{act}": s for (_, p, act), s in self._steps()}
                return " ".join(sorted(steps.get(on, "") for on, issue in decided if issue == name))
        return ""

    def _steps(self) -> Iterator[tuple[Key, str]]:
        return ((key, label) for key, label in self.found.items() if key[0] == "steps")

    def _parties(self, names: Any) -> str:
        return ", ".join(sorted(self._party(name) for name in _several(names)))

    def _party(self, name: str) -> str:
        return Labels(self.found).party(name)


def _entries(layer: Layer) -> Iterator[tuple[Key, _Told]]:
    for section in ("parties", "bodies", "procedures", "guarantees", "issues"):
        for name, entry in (layer.get(section) or {}).items():
            if isinstance(entry, Mapping):
                yield (section, name), _Told(layer, entry)
    for section, key, sort in _PARTS:
        for name, entry in (layer.get(section) or {}).items():
            for at, row in enumerate((entry or {}).get(key) or ()):
                yield (sort, name, row["act"]), _Told(layer, row, at)
    declared = layer.get("issues") or {}
    about = [position["issue"] for position in layer.get("positions") or ()]
    for issue in {*about, *(layer.get("decides_on") or {}).values()} - {*declared, None}:
        yield ("issues", issue), _Told(layer, {})
    for stakes in (layer.get("stakes") or {}).values():
        for stake in stakes or ():
            if stake.get("group"):
                yield ("groups", stake["group"]), _Told(layer, {"label": stake["label"]})


def _parts(name: str, entry: Mapping[str, Any], layer: Layer) -> Iterator[str]:
    """Yield what a party is there for."""
    guarantees = [g for g in (layer.get("guarantees") or {}).values() if isinstance(g, Mapping)]
    if entry.get("members"):
        yield "members"
    if name in (layer.get("conduct") or {}):
        yield "acts"
    if any(g.get("against") == name for g in guarantees):
        yield "against"
    if any(_protected(g) == name for g in guarantees):
        yield "protected"
    if any(name in _several(g.get("owed_by")) for g in guarantees):
        yield "owes"


def _several(names: Any) -> list[str]:
    return [names] if isinstance(names, str) else list(names or ())


def _protected(guarantee: Mapping[str, Any]) -> str:
    state: str = (guarantee.get("protects") or {}).get("state", "")
    return state
