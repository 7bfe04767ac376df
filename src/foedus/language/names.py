"""The names that a file declares, and what a reference to none of them is told.

Names are taken from the file as it is written and not from the arrangement that could be read of
it, so that a party whose entry has a mistake is still known where others refer to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.language.countries import undeclared
from foedus.language.ids import SOMEONE, Ref
from foedus.language.nodes import Path
from foedus.language.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong, by its path in the file.

    Parameters
    ----------
    path, message, fix, at_key
        Where, what and the likely fix; `at_key` points at the key and not at its value.
    absent
        The name that is referred to and does not exist, empty where that is not what is wrong.
        A reference is wrong whatever else is; other findings may follow from an earlier one.
    """

    path: Path
    message: str
    fix: str = ""
    at_key: bool = False
    absent: str = ""


_OF_PARTIES = ("party", "party, body or member")
"""Sorts of names that a country may have."""


class Names:
    """The names that a file declares, by sort."""

    def __init__(self, written: Any) -> None:
        self._written = written
        members = [
            member
            for party in _entries(written, "parties").values()
            for member in _texts(_get(party, "members"))
        ]
        self.parties = self.of("parties")
        self.bodies = self.of("bodies")
        self.someone = list(dict.fromkeys([*self.parties, *self.bodies, *members]))
        self.acts = {
            party: [act for row in _list(_get(ladder, "acts")) if (act := _act(row))]
            for party, ladder in _entries(written, "conduct").items()
        }
        self.silent = {
            name
            for name, body in _entries(written, "bodies").items()
            if _get(body, "silence") is not None
        }
        self.steps = [
            f"{name}.{act}"
            for name, procedure in _entries(written, "procedures").items()
            for step in _list(_get(procedure, "steps"))
            if (act := _text(step, "act"))
        ]

    def of(self, section: str) -> list[str]:
        """Return the ids that a section of the file declares."""
        return list(_entries(self._written, section))

    def voters(self, names: Sequence[str], without: Sequence[str] = ()) -> list[str]:
        """Return who votes where `names` do: the members of each collective party among them."""
        parties = _entries(self._written, "parties")
        groups = [_texts(_get(parties.get(name), "members")) or [name] for name in names]
        return [m for m in dict.fromkeys(m for group in groups for m in group) if m not in without]

    def electorate(self, by: str) -> list[str]:
        """Return who votes in a step that is for `by`: a body, a collective party, or one actor."""
        if by not in self.bodies:
            return self.voters([by])
        body = _entries(self._written, "bodies")[by]
        return self.voters(_names(_get(body, "members")), _names(_get(body, "without")))

    def rule(self, by: str) -> Any:
        """Return the decision rule of a body as it is written, None where `by` is no body."""
        return _get(_entries(self._written, "bodies").get(by), "rule")

    def wrong(self, path: Path, name: str, known: Iterable[str], sort: str) -> Iterator[Found]:
        """Yield what is wrong with a reference to `name` among what is `known`."""
        listed = list(known)
        if name not in listed and (own := self._named(name, listed)):
            fix = f"Write its id: {own!r}."
            yield Found(path, f"{name!r} is the name of {own!r}, and no id", fix, absent=name)
        elif name not in listed:
            if sort in _OF_PARTIES:
                fix = undeclared(name, listed, bodies="body" in sort)
            else:
                fix = did_you_mean(name, listed)
            yield Found(path, f"there is no {sort} {name!r}", fix, absent=name)

    def _named(self, name: str, known: Sequence[str]) -> str:
        """Return the id, of those known, of which this is the name; empty where it is of none."""
        entries = _entries(self._written, "parties") | _entries(self._written, "bodies")
        named = (key for key in known if _text(entries.get(key), "name") == name)
        return next(named, "")

    def ids(self, path: Path, given: str | Sequence[str] | None, ref: Ref) -> Iterator[Found]:
        """Yield what is wrong with an id, or with several, of the section that `ref` names."""
        if isinstance(given, str):
            known = self.someone if ref.section == SOMEONE else self.of(ref.section)
            yield from self.wrong(path, given, known, ref.sort)
            return
        for at, name in enumerate(given or ()):
            yield from self.ids((*path, at), name, ref)


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _entries(written: Any, section: str) -> dict[str, Any]:
    """Return the entries of a section; of one that is a mere list of names, those names."""
    entries = _get(written, section)
    return entries if isinstance(entries, dict) else dict.fromkeys(_texts(entries))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [item for item in _list(value) if isinstance(item, str)]


def _names(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else _texts(value)


def _act(row: Any) -> str:
    """Return the act of a rung, also where its name stands there without a key."""
    return row if isinstance(row, str) else _text(row, "act")


def _text(value: Any, key: str) -> str:
    text = _get(value, key)
    return text if isinstance(text, str) else ""
