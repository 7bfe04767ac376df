"""The register of actors: names, adjectives, capitals and offices, and who holds which on a day."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

from foedus.language import names_by_code
from foedus.positions.disputes import Dispute, Entity, Holder

Key = tuple[str, ...]
_SAME_OFFICE = {
    "president": ("president", "head of state", "президент"),
    "head of government": (
        "prime minister",
        "pm",
        "premier",
        "chancellor",
        "head of government",
        "прем'єр-міністр",
        "премьер-министр",
    ),
    "foreign": (
        "foreign minister",
        "foreign secretary",
        "secretary of state",
        "minister of foreign affairs",
        "top diplomat",
        "chief diplomat",
        "minister for external affairs",
        "minister of external affairs",
        "external affairs minister",
        "міністр закордонних справ",
        "министр иностранных дел",
    ),
    "defence": (
        "defence minister",
        "defense minister",
        "defence secretary",
        "defense secretary",
        "secretary of defense",
        "secretary of defence",
        "pentagon chief",
        "міністр оборони",
        "министр обороны",
    ),
    "secretary general": (
        "secretary general",
        "secretary-general",
        "nato chief",
        "un chief",
        "alliance chief",
        "alliance's chief",
    ),
    "commissioner": ("commissioner",),
    "head": ("leader",),
    "vice president": ("vice president",),
    "interior": ("interior minister",),
    "king": ("king",),
    "finance": ("finance minister",),
    "high representative": ("high representative", "foreign policy chief"),
    "security adviser": ("national security adviser", "national security advisor"),
}
OF_STATES = frozenset(_SAME_OFFICE) - {"high representative", "secretary general"}
"""Offices that every state has, so that one is known only with its state."""
HEADS = ("president", "head of government")
_SINGLE = frozenset(_SAME_OFFICE) - {"commissioner", "head"}
"""Offices that one person holds at a time, so that who enters ends the term before."""


@lru_cache(maxsize=1 << 14)
def key(words: str) -> Key:
    """Return a name's words without case, marks and accents.

    Examples
    --------
    >>> key("Viktor Orbán's")
    ('viktor', 'orban')
    """
    plain = unicodedata.normalize("NFKD", words.replace("’", "'"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    letters = letters.replace("đ", "d").replace("ø", "o").replace("ł", "l").replace("ı", "i")
    cleaned = "".join(c if c.isalnum() or c in "-'" else " " for c in letters)
    return tuple(w.removesuffix("'s").strip("'") for w in cleaned.split() if w.strip("'-"))


def office_class(office: str) -> str:
    """Return which office a title names, in any country's words.

    Examples
    --------
    >>> office_class("Secretary of Defense"), office_class("Head of Protocol")
    ('defence', 'head of protocol')
    """
    low = " ".join(key(office))
    return _OFFICES.get(low, low)


_OFFICES = {
    " ".join(key(title)): office for office, titles in _SAME_OFFICE.items() for title in titles
}


@dataclass(frozen=True, slots=True)
class Register:
    """Names to look up.

    Parameters
    ----------
    names
        Every name of a state or an organisation, with its entity and what kind of name it is:
        ``name``, ``adjective`` or ``capital``.
    people
        Every full name, with all tenures of that person.
    surnames
        Last words of names, with the full names that they may stand for.
    holders
        All tenures.
    codes
        Entities by code.
    longest
        The number of words of the longest name.
    """

    names: Mapping[Key, tuple[Entity, str]]
    people: Mapping[Key, tuple[Holder, ...]]
    surnames: Mapping[str, tuple[Key, ...]]
    holders: tuple[Holder, ...]
    codes: Mapping[str, Entity]
    longest: int

    def holder(self, state: str, office: str, day: date | None) -> Holder | None:
        """Return who held an office on a day.

        Parameters
        ----------
        state
            Of which state or organisation.
        office
            A title; ``leader`` asks for the head of state or government.
        day
            When; without a day, only an office with one holder in the table is answered.
        """
        wanted = office_class(office)
        classes = HEADS if wanted == "head" else (wanted,)
        found = [
            h for c in classes for h in self.holders
            if h.state == state and office_class(h.office) == c and h.holds(day)
        ]  # fmt: skip
        if day and (wanted in _SINGLE or wanted == "head"):
            of_class = ([h for h in found if office_class(h.office) == c] for c in classes)
            found = [holder for some in of_class for holder in last_in(some)]
        people = {h.person for h in found}
        return found[0] if found and (len(people) == 1 or (wanted == "head" and day)) else None

    def entity(self, words: Key) -> tuple[Entity, str] | None:
        """Return the first state or organisation that words name, and by what kind of name."""
        for at in range(len(words)):
            for size in range(min(self.longest, len(words) - at), 0, -1):
                found = self.names.get(words[at : at + size])
                if found:
                    return found
            people = self.people_of(words[at])
            if people:
                return people, "adjective"
        return None

    def state(self, words: Key) -> str:
        """Return the code of the first state or organisation that words name."""
        found = self.entity(words)
        return (found[0].state or found[0].code) if found else ""

    def people_of(self, word: str) -> Entity | None:
        """Return the state of "Americans"."""
        found = self.names.get((word.removesuffix("s"),)) if word.endswith("s") else None
        return found[0] if found and found[1] == "adjective" else None

    def organisation(self, text: str) -> Entity | None:
        """Return the organisation or treaty with the longest name in a text."""
        words = key(text)
        for size in range(min(self.longest, len(words)), 0, -1):
            for at in range(len(words) - size + 1):
                found = self.names.get(words[at : at + size])
                if found and not found[0].adjectives and not found[0].capitals:
                    return found[0]
        return None

    def people_in(self, words: Key) -> list[Key]:
        """Return the full names in words, from left to right, the longest at each place."""
        found: list[Key] = []
        at = 0
        while at < len(words):
            sizes = range(self.longest, 1, -1)
            size = next((n for n in sizes if words[at : at + n] in self.people), 0)
            found += [words[at : at + size]] if size else []
            at += size or 1
        return found

    def alone(self, surname: str, day: date | None) -> Key | None:
        """Return the only one of a last name, of those who serve on a day where one is given."""
        people = self.surnames[surname]
        chosen = [p for p in people if self.tenure(p, day)] if day else list(people)
        return chosen[0] if len(chosen) == 1 else None

    def tenure(self, person: Key, day: date | None) -> Holder | None:
        """Return the office that a person held on a day, the last one before where none."""
        tenures = self.people.get(person, ())
        on_the_day = [h for h in tenures if h.holds(day)]
        return on_the_day[0] if on_the_day else None


def last_in(found: list[Holder]) -> list[Holder]:
    """Leave out those whose end is not known, where somebody has entered the office since."""
    entered = max((h.since for h in found if h.since), default=None)
    return [h for h in found if h.until or not h.since or h.since == entered]


def register(dispute: Dispute) -> Register:
    """Return the tables that ship with a dispute's own laid over them.

    Examples
    --------
    >>> from datetime import date
    >>> found = register(Dispute()).holder("GBR", "Prime Minister", date(2025, 2, 13))
    >>> found.person
    'Keir Starmer'
    """
    entities = (*_shipped_entities(), *dispute.states, *dispute.organisations)
    holders = (*_shipped_holders(), *dispute.holders)
    names: dict[Key, tuple[Entity, str]] = {}
    for entity in entities:
        for name, kind in _names(entity):
            names[key(name)] = (entity, kind)
    people: dict[Key, list[Holder]] = {}
    surnames: dict[str, list[Key]] = {}
    for holder in holders:
        main = key(holder.person)
        people.setdefault(main, []).append(holder)
        for name in (holder.person, *holder.aliases):
            people.setdefault(key(name), people[main])
            for word in family_names(name, holder.state):
                surnames.setdefault(word, []).append(main)
    longest = max(len(k) for k in (*names, *people))
    return Register(
        names,
        {k: tuple(found) for k, found in people.items()},
        {k: tuple(dict.fromkeys(found)) for k, found in surnames.items()},
        holders,
        {entity.code: entity for entity in reversed(entities)},
        longest,
    )


def in_brussels(text: str, table: Register) -> Register:
    """Return the tables for a text: where it does not speak of Belgium, Brussels is the Union."""
    union = table.codes.get("EU")
    if union is None or "Belgi" in text or ("brussels",) not in table.names:
        return table
    return replace(table, names={**table.names, ("brussels",): (union, "name")})


def most_named(text: str, table: Register) -> str:
    """Return the code of the state that a text names most often, by any of its names.

    Examples
    --------
    >>> most_named("Moscow is silent. Russian papers are not.", register(Dispute()))
    'RUS'
    """
    told = Counter(
        found[0].code
        for word in re.findall(r"\b[A-Z][\w'-]+", text)
        if (found := table.names.get(key(word))) and (found[0].adjectives or found[0].capitals)
    )
    return told.most_common(1)[0][0] if told else ""


def family_names(name: str, state: str) -> tuple[str, ...]:
    """Return the words of a name that may stand for all of it.

    Examples
    --------
    >>> family_names("Hanna Osten", "VEL"), family_names("Xi Jinping", "CHN")
    (('osten',), ('xi', 'jinping'))
    """
    words = key(name)
    if state in _FAMILY_FIRST and len(words) > 1:
        return (words[0], words[-1])
    bare = re.sub(r"^(?:al|el|ad|ar|as|ash|an)-", "", words[-1])
    return tuple(dict.fromkeys((words[-1], bare)))


_FAMILY_FIRST = frozenset(("CHN", "HKG", "KOR", "PRK", "TWN", "VNM"))
"""Where the family name comes first."""


def _names(entity: Entity) -> Iterator[tuple[str, str]]:
    for name in (entity.name, *entity.aliases):
        yield name, "name"
        if name.lower().startswith("the "):
            yield name[4:], "name"
    for adjective in entity.adjectives:
        yield adjective, "adjective"
    for capital in entity.capitals:
        yield capital, "capital"


@lru_cache(maxsize=1)
def _shipped_entities() -> tuple[Entity, ...]:
    countries = names_by_code()
    rows = {row["code"]: row for row in _rows("states.csv")}
    states = [
        Entity(
            code,
            countries.get(code, code),
            _parts(rows[code]["aliases"]),
            _parts(rows[code]["adjectives"]),
            _parts(rows[code]["capital"]),
        )
        if code in rows
        else Entity(code, countries[code])
        for code in dict.fromkeys((*countries, *rows))
    ]
    organisations = [
        Entity(row["code"], row["name"], _parts(row["aliases"]), state=row["state"])
        for row in _rows("organisations.csv")
    ]
    return (*states, *organisations)


@lru_cache(maxsize=1)
def _shipped_holders() -> tuple[Holder, ...]:
    return tuple(
        Holder(
            row["person"], row["office"], row["state"], _day(row["from"]), _day(row["to"]),
            _parts(row["aliases"]), row["speaks_for"], row["source"],
        )
        for row in _rows("offices.csv")
    )  # fmt: skip


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (files("foedus.positions") / "data" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
