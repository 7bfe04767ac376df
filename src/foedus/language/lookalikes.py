"""Ids that a reader cannot tell apart, or cannot type: mixed scripts, twins, two spellings.

Two parties whose names look the same make two texts that look the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from foedus.language.names import Found
from foedus.language.nodes import Path
from foedus.texts import named, skeleton, unfit

_DECLARE = (
    *("parties", "bodies", "instruments", "norms", "procedures", "guarantees"),
    *("deeds", "options", "sources"),
)
"""Sections of which the keys are ids."""
_SHOWN = (("parties", "name"), ("options", "label"))
"""What is printed in place of an id."""


def lookalikes(written: Any) -> Iterator[Found]:
    """Yield ids that mix scripts, hold what nobody sees, are spelt in two ways, or look alike.

    Examples
    --------
    >>> [one.message for one in lookalikes({"parties": {"RUS": {}, "RU\u0405": {}}})][0]
    "the id 'RU\u0405' holds U+0405 (cyrillic capital letter dze) among letters of another script"
    """
    ids = list(declared(written))
    for name, path, at_key in ids:
        yield from (Found(path, message, fix, at_key) for message, fix in _odd(name))
    yield from _twins(ids, "is another id")
    for section, key in _SHOWN:
        yield from _twins(list(_texts(written, section, key)), f"is another {key}")


def _twins(texts: Sequence[tuple[str, Path, bool]], what: str) -> Iterator[Found]:
    """Yield what looks like something before it; what is plainly written comes first."""
    seen: dict[str, str] = {}
    for name, path, at_key in sorted(texts, key=lambda text: not text[0].isascii()):
        twin = seen.setdefault(skeleton(name), name)
        if twin != name:
            message = f"{_spelt(name)} looks like {_spelt(twin)} and {what}"
            yield Found(path, message, "Write the one, or rename the other.", at_key)


def _texts(written: Any, section: str, key: str) -> Iterator[tuple[str, Path, bool]]:
    entries = written.get(section) if isinstance(written, dict) else None
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        if isinstance(entry, dict) and isinstance(entry.get(key), str):
            yield entry[key], (section, name, key), False


def _odd(name: str) -> Iterator[tuple[str, str]]:
    if name.isascii() or unfit(name) is not None:
        return  # the second is told where it stands
    hidden = next((s for s in name if unicodedata.category(s) in ("Cf", "Zs") and s != " "), None)
    if hidden is not None:
        yield f"the id {name!r} holds {named(hidden)}, which nobody sees", "Delete it."
    elif unicodedata.normalize("NFC", name) != name:
        composed = unicodedata.normalize("NFC", name)
        sign = next(
            s for s in name if unicodedata.normalize("NFC", s) != s or unicodedata.combining(s)
        )
        message = f"the id {name!r} is not in composed letters (NFC): it holds {named(sign)}"
        yield message, f"Write {composed!r}."
    scripts = [(sign, _script(sign)) for sign in name if sign.isalpha()]
    if len({script for _, script in scripts} - {""}) > 1:
        main = "LATIN" if any(s == "LATIN" for _, s in scripts) else scripts[0][1]
        sign = next(sign for sign, script in scripts if script not in (main, ""))
        message = f"the id {name!r} holds {named(sign)} among letters of another script"
        yield message, f"Did you mean {skeleton(name)!r}?"


def _script(sign: str) -> str:
    """Return the script of a letter by its Unicode name; those written together count as one."""
    if unicodedata.category(sign) == "Lm":
        return ""
    first = unicodedata.name(sign, "").partition(" ")[0]
    return "CJK" if first in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO") else first


def _spelt(name: str) -> str:
    """Return an id with its strange letters named, since it looks like another."""
    strange = [s for s in dict.fromkeys(name) if not s.isascii()]
    return f"{name!r}" + (f" (with {', '.join(named(s) for s in strange[:3])})" if strange else "")


def declared(written: Any) -> Iterator[tuple[str, Path, bool]]:
    """Yield every id that a file declares, with its path, and whether it is a key."""
    for section in _DECLARE:
        entries = written.get(section) if isinstance(written, dict) else None
        for key in entries if isinstance(entries, dict) else ():
            yield key, (section, key), True
    for section, inner in (("parties", "members"), ("conduct", "acts"), ("procedures", "steps")):
        entries = written.get(section) if isinstance(written, dict) else None
        for key, entry in entries.items() if isinstance(entries, dict) else ():
            listed = entry.get(inner) if isinstance(entry, dict) else None
            for at, item in enumerate(listed if isinstance(listed, list) else ()):
                path: Path = (section, key, inner, at)
                if isinstance(item, str):
                    yield item, path, False
                elif isinstance(item, dict) and isinstance(item.get("act"), str):
                    yield item["act"], (*path, "act"), False
