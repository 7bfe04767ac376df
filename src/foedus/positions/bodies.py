"""Bodies of a state that speak: its ministry, its parliament, its embassy; and some of a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.positions.made import of_body, opposition, tidy
from foedus.positions.offices import ABROAD, BODY, HOST, OPPOSED, OPPOSITION
from foedus.positions.register import Key, key
from foedus.positions.statement import Actor

if TYPE_CHECKING:
    from foedus.positions.actors import Mentions

_SOME_OF = re.compile(
    r"\b(?:deputies|members|lawmakers|legislators|senators|judges|officers|soldiers|officials|ministers"
    r"|generals|officers|factions?|wing) (?:of|in|from) (?:the|his|her|its|their)\b",
    re.IGNORECASE,
)
"""Who belongs to a body and is not the body: "several deputies of the Georgian parliament"."""


def by_body(source: str, words: Key, mentions: Mentions) -> list[Actor] | None:
    """Return the body of a state that a source names.

    Parameters
    ----------
    source
        The words of a source.
    words
        They, as keys.
    mentions
        Who was spoken of so far, for "its ministry".
    """
    body = BODY.search(source.split(", ")[0])
    opposed = OPPOSED.search(source.lower())
    table = mentions.table
    if opposed and opposed.group().split()[1] in ("party", "parties", "bloc"):
        told = table.codes.get(table.state(words) or mentions.main)
        return [opposition(told)] if told else None
    if not body or opposed:
        return None
    if _SOME_OF.search(source):
        state = mentions.possessed(words)
        return [Actor(tidy(source), "group", state, "", "self", ("unnamed",))]
    if party := OPPOSITION.match(source):  # "the opposition Socialists"
        state = table.state(words) or mentions.main
        return [Actor(party[1].strip(" ,"), "organisation", state, "", "self")]
    name = body.group().lower()
    spokes = name.startswith("spokes")
    if name in ABROAD or spokes:
        words = key(HOST.split(source)[0])
    other = mentions.other
    whose = other and other.state and words[0] in ("a", "an") and not mentions.place
    if spokes and whose and other and not table.state(words):
        return [Actor(f"{name} of {other.name}", "office", other.state)]
    state = mentions.possessed(words)
    known = table.entity(words)
    if known and known[1] == "name" and known[0].state:
        return [Actor(known[0].name, "office", known[0].state)]
    if (told := table.codes.get(state)) is None:
        return None
    return [of_body(name, told)]
