"""What a dispute adds to the tables that ship: its own actors, and the words of its issues.

One TOML file is one dispute. Another dispute is another file, and no code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from foedus.positions.inflected import inflected
from foedus.positions.lexicon import lexicon
from foedus.positions.statement import STANCES, Kind, Stance


class BadDisputeError(ValueError):
    """A dispute file that cannot be read: where, what and the fix, in sentences."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in an office, from a day to a day.

    Parameters
    ----------
    person
        The name.
    office
        The office.
    state
        Of which state or organisation.
    since, until
        The tenure; open where nothing is given.
    aliases
        Other spellings.
    speaks_for
        Whether the office commits the state.
    source
        Where the tenure was read.
    """

    person: str
    office: str
    state: str
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()
    speaks_for: str = "state"
    source: str = ""

    def holds(self, day: date | None) -> bool:
        """Whether the tenure covers a day; any does where the day is not known."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True)
class Entity:
    """A state or an organisation by its names.

    Parameters
    ----------
    code
        Of ISO 3166, or of the organisation.
    name
        The canonical name.
    aliases
        Other names.
    adjectives, capitals
        Of a state; a capital stands for its government.
    state
        The state that an organisation is part of, where it is.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """A question by the words that show it is spoken of.

    Parameters
    ----------
    id, label
        Its id in the arrangement, and what it is.
    about
        Phrases, one of which must occur; ``*`` stands for the rest of a word.
    needs
        Words, one of which must occur in the sentence or, where no other issue claims the
        sentence, in the document.
    implies
        The wider issue: where both are spoken of, this one is meant.
    acts
        Phrases that name the act itself, where `about` also holds phrases for its opposite.
    inverse
        Phrases to stand by which is to oppose the issue.
    kind
        ``rule``, ``capability`` or ``claim`` where it is no question of positions.
    means
        What support says about another issue: its id and a stance.
    """

    id: str
    label: str
    about: re.Pattern[str]
    needs: re.Pattern[str] | None = None
    implies: str = ""
    acts: re.Pattern[str] | None = None
    inverse: re.Pattern[str] | None = None
    kind: Kind = "position"
    means: tuple[str, Stance] | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute's own actors and issues."""

    states: tuple[Entity, ...] = ()
    organisations: tuple[Entity, ...] = ()
    holders: tuple[Holder, ...] = ()
    issues: tuple[Issue, ...] = ()


def disputes() -> list[str]:
    """Return the ids of the disputes that ship."""
    names = (entry.name for entry in (files("foedus.positions") / "data" / "disputes").iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def shipped_dispute(name: str) -> Dispute:
    """Return a dispute that ships.

    Raises
    ------
    KeyError
        When there is no such dispute.

    Examples
    --------
    >>> [issue.id for issue in shipped_dispute("ukraine-2025").issues][:2]
    ['instant_on_violation', 'invitation_now']
    """
    if name not in disputes():
        raise KeyError(name)
    entry = files("foedus.positions") / "data" / "disputes" / f"{name}.toml"
    return dispute(entry.read_text(encoding="utf-8"), f"{name}.toml")


def dispute(text: str, name: str) -> Dispute:
    r"""Return the dispute that a TOML text describes.

    Raises
    ------
    BadDisputeError
        When a key is missing, unknown or of the wrong kind.

    Examples
    --------
    >>> found = dispute('[[issues]]\nid = "base"\nabout = ["permanent base*"]', "x.toml")
    >>> bool(found.issues[0].about.search("no permanent bases"))
    True
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDisputeError(f"{name}: it is no TOML: {error}.") from None
    known = ("states", "organisations", "holders", "issues")
    for key in written:
        if key not in known:
            raise BadDisputeError(f"{name}: {key!r} is unknown; a dispute has {', '.join(known)}.")
    return Dispute(
        tuple(_entity(row, name, "states") for row in _rows(written, "states", name)),
        tuple(_entity(row, name, "organisations") for row in _rows(written, "organisations", name)),
        tuple(_holder(row, name) for row in _rows(written, "holders", name)),
        tuple(_issue(row, name) for row in _rows(written, "issues", name)),
    )


def _rows(written: Mapping[str, Any], key: str, name: str) -> list[Mapping[str, Any]]:
    rows = written.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadDisputeError(f"{name}: {key!r} must be written as [[{key}]] tables.")
    return rows


def _check(
    row: Mapping[str, Any], name: str, table: str, needed: Sequence[str], may: Iterable[str]
) -> None:
    told = row.get("id") or row.get("person") or row.get("name") or row.get("code") or "?"
    for key in needed:
        if key not in row:
            raise BadDisputeError(f"{name}: [[{table}]] {told}: {key!r} is missing.")
    for key in row:
        if key not in needed and key not in may:
            wanted = ", ".join((*needed, *may))
            raise BadDisputeError(
                f"{name}: [[{table}]] {told}: {key!r} is unknown; it has {wanted}."
            )


def _words(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(word) for word in row.get(key, ()))


def _entity(row: Mapping[str, Any], name: str, table: str) -> Entity:
    _check(row, name, table, ("code", "name"), ("aliases", "adjectives", "capitals", "state"))
    return Entity(
        str(row["code"]), str(row["name"]), _words(row, "aliases"), _words(row, "adjectives"),
        _words(row, "capitals"), str(row.get("state", "")),
    )  # fmt: skip


def _holder(row: Mapping[str, Any], name: str) -> Holder:
    may = ("from", "to", "aliases", "speaks_for", "source")
    _check(row, name, "holders", ("person", "office", "state"), may)
    for key in ("from", "to"):
        if key in row and not isinstance(row[key], date):
            raise BadDisputeError(
                f"{name}: [[holders]] {row['person']}: {key!r} must be a date, such as 2024-07-05."
            )
    return Holder(
        str(row["person"]), str(row["office"]), str(row["state"]), row.get("from"), row.get("to"),
        _words(row, "aliases"), str(row.get("speaks_for", "state")), str(row.get("source", "")),
    )  # fmt: skip


def _issue(row: Mapping[str, Any], name: str) -> Issue:
    may = ("label", "needs", "implies", "acts", "inverse", "kind", "means")
    _check(row, name, "issues", ("id", "about"), may)
    means = row.get("means")
    if means is not None and (len(means) != 2 or means[1] not in STANCES):
        raise BadDisputeError(
            f"{name}: [[issues]] {row['id']}: 'means' is an issue and a stance, such as"
            ' ["membership", "oppose"].'
        )
    return Issue(
        str(row["id"]),
        str(row.get("label", row["id"])),
        phrases(_words(row, "about")),
        phrases(_words(row, "needs")) if row.get("needs") else None,
        str(row.get("implies", "")),
        phrases(_words(row, "acts")) if row.get("acts") else None,
        phrases(_words(row, "inverse")) if row.get("inverse") else None,
        row.get("kind", "position"),
        (str(means[0]), means[1]) if means else None,
    )


def _either(word: str) -> str:
    """Return a word that is spelt in two ways as a pattern of both: recognise, recognize."""
    word = re.sub(r"(?<=\w{3})i[sz](?=(?:e|es|ed|ing|ation|ations)$)", "i[sz]", word)
    return re.sub(r"(?<=\w{3}en)[cs](?=es?$)", "[cs]", word)


def _forms(word: str, at: int, phrase: Sequence[str]) -> str:
    """Return one word of a phrase as a pattern of its forms.

    An article at the head stands for any determiner, and a last word may be a noun in the plural.
    """
    if at == 0 and len(phrase) > 1 and word.lower() in ("the", "a", "an"):
        return _DETERMINED
    if "*" in word or not word.isalpha() or not word.islower() or len(word) < _LONG:
        return _either(re.escape(word)).replace(r"\*", r"\w*")
    verb = len(phrase) == 1 and word in lexicon().forms  # what somebody admits is no admission
    if at == len(phrase) - 1 and not word.endswith("s") and not verb:
        return f"(?:{'|'.join(map(_either, inflected([word])[:2]))})"
    return _either(word)


_LONG = 4
_DETERMINED = (
    r"(?:the|an?|this|that|these|those|any|no|every|some|its|his|her|their|our|my|your)"
    r"(?:\s+(?:such|own))?"
)


def phrases(written: Iterable[str]) -> re.Pattern[str]:
    """Return what finds one of several phrases, whole words, in any case.

    ``*`` stands for the rest of a word, ``...`` for up to four words between. Both spellings of
    words such as recognise and defence are found.

    Examples
    --------
    >>> bool(phrases(["recognise Kosovo"]).search("they recognize Kosovo"))
    True
    >>> found = phrases(["the mission", "peace treaty"])
    >>> [bool(found.search(w)) for w in ("any such mission", "mission creep", "peace treaties")]
    [True, False, True]
    """
    parts = []
    for phrase in written:
        words = [_forms(word, at, phrase.split()) for at, word in enumerate(phrase.split())]
        text = r"\s+".join(words)
        text = text.replace(r"\s+\.\.\.\s+", r"(?:\s+\S+){0,4}?\s+")
        parts.append(rf"\b{text}(?!\w)")
    return re.compile("|".join(parts), re.IGNORECASE)
