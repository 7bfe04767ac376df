"""Actors made from rows of the tables, and words by which they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from foedus.positions.disputes import Entity, Holder
from foedus.positions.names import FULL_NAME, PARTY, without_title
from foedus.positions.offices import HEAD, INANIMATE, SELF
from foedus.positions.register import key
from foedus.positions.statement import Actor, ActorKind


def is_thing(actor: Actor) -> bool:
    """Whether "it" may stand for an actor."""
    unknown = actor.kind == "unknown" and bool(INANIMATE.search(actor.name.split(",")[0]))
    return actor.kind in ("state", "organisation") or unknown


def of_holder(holder: Holder, flags: Sequence[str]) -> Actor:
    """Return the actor that a row of the table names."""
    return Actor(
        holder.person, "person", holder.state, holder.office,
        "self" if holder.speaks_for == "self" else "state", tuple(flags),
    )  # fmt: skip


def written_large(word: str, source: str) -> bool:
    """Whether a word of a source is written with a capital."""
    return any(w[:1].isupper() for w in re.findall(r"[^\W\d_][\w'-]*", source) if key(w) == (word,))


def of_state(state: Entity) -> str:
    """Return the adjective of a state, or its name in the genitive."""
    return state.adjectives[0] if state.adjectives else f"{state.name}'s"


def opposition(state: Entity) -> Actor:
    """Return the opposition of a state."""
    return Actor(f"{of_state(state)} opposition", "office", state.code, "", "self")


def of_body(name: str, state: Entity) -> Actor:
    """Return a body of a state by its name: its government, its opposition, its navy."""
    if name == "opposition":
        return opposition(state)
    whole = name in ("government", "parliament", "cabinet", "administration")
    called = f"{name} of {state.name}" if whole else f"{of_state(state)} {name}"
    return Actor(called, "office", state.code)


def carried(actor: Actor) -> Actor:
    """Return an actor as one that was found in another sentence."""
    return replace(actor, flags=tuple(dict.fromkeys((*actor.flags, "carried"))))


def tidy(source: str) -> str:
    """Return words of a text without an article before them."""
    words = " ".join(source.split()).strip(" ,")
    return re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)


def untabled(name: str, state: str) -> Actor:
    """Return somebody whom the table does not know."""
    return Actor(name, "person", state, "", "self", ("not in the table",))


def unnamed(source: str, state: str, owner: str) -> Actor:
    """Return somebody whom no table has: a document, a full name, or only words.

    Parameters
    ----------
    source
        The words.
    state
        The state that they name.
    owner
        The state of whoever "his" or "her" in them is.
    """
    if SELF.search(source):
        return Actor(tidy(source), "document", "", "", "self")
    full = FULL_NAME.search(HEAD.split(source)[0])
    name = without_title(full.group()) if full else ""
    if len(key(name)) > 1:
        kind: ActorKind = "organisation" if PARTY.search(name) else "person"
        return Actor(name, kind, state, "", "self", ("not in the table",))
    placed = _PLACED.search(source)
    state = "" if placed and not _OFFICIAL.search(source[: placed.start()]) else owner
    return Actor(tidy(source), "unknown", state, "", "self", ("unnamed",))


_PLACED = re.compile(r"\s(?:in|at|near|outside|across)\s")
_OFFICIAL = re.compile(
    r"\b(?:officials?|diplomats?|lawmakers|ministers?|ministry|deput\w+|embassy|generals?|officers?|soldiers?"
    r"|troops|judges?|prosecutors?|police|lawyers?|envoys?|negotiators?|parliament|government|people|voters?"
    r"|party|opposition|aides?|advisers?)\b",
    re.IGNORECASE,
)
"""Who may speak for the state where he is: "officials in Warsaw", not "traders in Warsaw"."""
