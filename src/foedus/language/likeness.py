"""An order of the entries of a file that hangs on no id, and on the order of no map.

Entries are told apart by what the file says of them, and then by what it says of the entries that
they are named beside, until nothing more is told (colour refinement: Weisfeiler and Leman 1968,
Nauchno-Technicheskaya Informatsia 2(9), 12-16). Structure comes before numbers and texts, so that a
number which is changed turns round no two entries that stand otherwise in the file. Only among
entries that are alike in everything does the id decide, of one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from foedus.language.arrangement import Arrangement
from foedus.language.ids import SOMEONE, refs
from foedus.language.writer import plain

Key = tuple[str, ...]
"""A sort, and the id; for an act or a step, its party or its procedure stands between."""
Layer = Mapping[str, Any]
"""The sections of a file, or those that an option changes, as plain data."""
Colours = Mapping[Key, int]

_SECTIONS = ("norms", "instruments", "deeds", "sources")
"""Sections of which entries have no label, and tell entries apart that have one."""
_UNTYPED = {
    **dict.fromkeys(("members", "without", "strategic", "agenda", "rule", "state", "of"), SOMEONE),
    **dict.fromkeys(("by", "against", "routes", "worth"), SOMEONE),
    "under": "guarantees",
    "issue": "issues",
    "implies": "issues",
    "decides_on": "issues",
    "group": "groups",
    "prohibition": "deeds",
}
"""By key: of which section the ids are that stand under it, where their type does not say so."""
_OF_PARTIES = ("conduct", "stakes", "refusing", "coercion", "resolved", "signs")
_IDLE = ("title", "summary", "facts", "not_modelled", "observation", "leanings")
"""Sections that tell no entry from another, or whose keys are words or ids of their own."""
_WHOSE = {
    "act": "by",
    "acted": "by",
    "casus_foederis": "against",
    "prohibition": "bearer",
    "unbearable_from": "",
}
"""By key of an act: the key beside it that names whose act it is."""
_KEYED = {"routes": "", "worth": "", "classes": "members", "readings": ""}
"""By key of a map whose keys are ids: under which key its values stand."""
_ORDERED = ("steps", "acts", "agenda", "response_ladder", "occasions")


class _Ref(NamedTuple):
    """An id where it stands: the entries that it can be the id of there."""

    keys: tuple[Key, ...]


class _Leaf(NamedTuple):
    """A number, a text or a word of the language."""

    value: object


def ranked(a: Arrangement, entries: Collection[Key]) -> dict[Key, int]:
    """Return a place for each of the entries of a file, all different.

    Parameters
    ----------
    a
        The arrangement with its options pending; they tell apart what the file itself does not.
    entries
        The entries.
    """
    whole = plain(a)
    options = [one["changes"] for one in whole.pop("options", {}).values() if "changes" in one]
    reader = _Reader([whole, *options], entries)
    own = list(reader.statements(whole))
    every = own + [told for changes in options for told in reader.statements(changes)]
    sorts = sorted({key[0] for key in reader.keys})
    colours: Colours = {key: sorts.index(key[0]) for key in reader.keys}
    for statements, leaves in ((own, False), (own, True), (every, True)):
        colours = _refined(colours, statements, leaves=leaves)
    while alike := _first_alike(colours, entries):
        split = {key: 2 * at + (key in alike and key != min(alike)) for key, at in colours.items()}
        colours = _refined(split, every, leaves=True)
    return {key: colours[key] for key in entries}


def _first_alike(colours: Colours, entries: Collection[Key]) -> set[Key]:
    many = [at for at, count in Counter(colours[key] for key in entries).items() if count > 1]
    return {key for key in entries if colours[key] == min(many)} if many else set()


def _refined(colours: Colours, statements: list[Any], *, leaves: bool) -> Colours:
    """Tell entries apart by what is said of them, until nothing more is told."""
    about: dict[Key, list[Any]] = {key: [] for key in colours}
    for told in statements:
        for key in set(_named(told)):
            about[key].append(told)
    while True:
        said: dict[Key, tuple[Any, ...]] = {
            key: (at, *sorted(_said(told, colours, key, leaves) for told in about[key]))
            for key, at in colours.items()
        }
        places = {what: place for place, what in enumerate(sorted(set(said.values())))}
        before, colours = colours, {key: places[what] for key, what in said.items()}
        if len(places) == len(set(before.values())):
            return colours


def _named(told: Any) -> Iterator[Key]:
    if isinstance(told, _Ref):
        yield from told.keys
    elif isinstance(told, list | tuple):
        for part in told:
            yield from _named(part)


def _said(told: Any, colours: Colours, own: Key, leaves: bool) -> str:
    """Return a statement in the eyes of one entry, to which all others are their colours."""
    if isinstance(told, _Ref):
        return "+".join("own" if key == own else f"{colours[key]:06}" for key in told.keys)
    if isinstance(told, _Leaf):
        return repr(told.value) if leaves else ""
    if isinstance(told, str):
        return told
    parts = [_said(part, colours, own, leaves) for part in told]
    return f"({' '.join(sorted(parts) if isinstance(told, list) else parts)})"


class _Reader:
    """Reads plain data as statements: tuples in an order, lists in none, ids as what they name."""

    def __init__(self, layers: list[Layer], entries: Collection[Key]) -> None:
        written = ((s, layer.get(s) or ()) for layer in layers for s in _SECTIONS)
        self.keys: set[Key] = {(section, name) for section, names in written for name in names}
        self.keys.update(entries)
        self._steps = {f"{key[1]}.{key[2]}": key for key in self.keys if key[0] == "steps"}

    def statements(self, layer: Layer) -> Iterator[tuple[Any, ...]]:
        """Yield what stands in every section, each entry by itself."""
        for section, value in layer.items():
            if section in _IDLE:
                continue
            if isinstance(value, Mapping):
                for name, entry in value.items():
                    under = "decides_on" if section == "decides_on" else ""
                    yield section, self._entry(section, name), self._read(entry, under, {}, name)
            elif isinstance(value, list) and section not in _ORDERED:
                yield from ((section, self._read(item, "", {}, "")) for item in value)
            else:
                yield section, self._read(value, section, {}, "")

    def _entry(self, section: str, name: str) -> Any:
        if section == "decides_on":
            return _Ref((self._steps[name],)) if name in self._steps else _Leaf(name)
        sort = {"correlations": "groups", **dict.fromkeys(_OF_PARTIES, "parties")}
        key = (sort.get(section, section), name)
        return _Ref((key,)) if key in self.keys else _Leaf(name)

    def _read(self, value: Any, under: str, beside: Layer, owner: str) -> Any:
        if isinstance(value, Mapping):
            return [
                (
                    self._id(key, under, value, owner) if self._keyed(under) else key,
                    self._read(inner, self._within(under, key), value, owner),
                )
                for key, inner in value.items()
                if key != "observed"
            ]
        if isinstance(value, list):
            inner = [self._read(item, under, beside, owner) for item in value]
            return tuple(inner) if under in _ORDERED else inner
        return self._id(value, under, beside, owner) if isinstance(value, str) else _Leaf(value)

    def _keyed(self, under: str) -> bool:
        return under in _KEYED or under == "rule"

    def _within(self, under: str, key: str) -> str:
        return under if under == "rule" else _KEYED.get(under, key)

    def _id(self, text: str, under: str, beside: Layer, owner: str) -> Any:
        """Return what a text is under a key: an id of that section, or a text like any other."""
        section = _sections().get(under, "")
        sorts = ("parties", "bodies") if section == SOMEONE else (section,)
        keys: list[Key] = [(sort, text) for sort in sorts]
        if under in _WHOSE:
            named = beside.get(_WHOSE[under])
            whose = [owner, *([named] if isinstance(named, str) else named or ())]
            keys += [(sort, who, text) for sort in ("acts", "steps") for who in whose]
        found = tuple(key for key in dict.fromkeys(keys) if key in self.keys)
        if found:
            return _Ref(found)
        return "" if under in ("classes", "readings") else _Leaf(text)


@cache
def _sections() -> Mapping[str, str]:
    """Return by key the section of the ids under it, as the types of the language have it."""
    found = dict(_UNTYPED)
    shapes: list[type] = [Arrangement]
    seen: set[type] = set()
    while shapes:
        shape = shapes.pop()
        if shape not in seen:
            seen.add(shape)
            found |= {key.rstrip("_"): ref.section for key, ref in refs(shape).items()}
            shapes += [s for hint in get_type_hints(shape).values() for s in _shapes(hint)]
    return {key: "parties" if s == "conduct" else s for key, s in found.items()}


def _shapes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _shapes(part)
