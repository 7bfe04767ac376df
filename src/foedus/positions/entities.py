"""States and organisations that a source names, and who is only known by whose he is."""

from __future__ import annotations

import re
from datetime import date

from foedus.positions.grammar import word_set
from foedus.positions.listed import listed
from foedus.positions.made import of_holder, tidy, written_large
from foedus.positions.offices import COMMON, GROUP, INSIDE, OWNERS
from foedus.positions.register import Key, Register, key
from foedus.positions.statement import NOBODY, Actor

_HEADS = (
    r"aides?|advis[eo]rs?|spokes(?:man|woman|person|people)|sources?|officials?|ally|allies|people|those"
    r"|friends?|associates?|confidants?|lawyers?|deputy|team|entourage|camp|circle|office|party|envoy"
    r"|chief of staff|press secretary|supporters?|colleagues?|ministers?|cabinet|government"
    r"|administration|ministry|department|staff|movement|bloc|faction|campaign|lawyers"
    r"|wife|husband|son|daughter|brother|sister|widow|cousin|nephew|pal|mentor|biographer|speechwriter"
    r"|predecessor|successor|driver|doctor|bodyguard"
)
PRIVATE = re.compile(
    r"\b(?:wife|husband|son|daughter|brother|sister|widow|cousin|nephew|pal|friends?|mentor|biographer"
    r"|predecessor|successor|driver|doctor|bodyguard)$"
)
"""Who belongs to somebody and does not speak for him."""
_HEADS_BEGIN = "Sources|Officials|Aides|Advis[eo]rs|People|Those|Friends|Allies|Associates"
_OF = re.compile(
    rf"(?P<head>(?:[\w-]+ ){{0,3}}?(?:{_HEADS}|{_HEADS_BEGIN})) "
    r"(?:of|to|for|around|(?:close|near|loyal) to|with) (?P<whose>(?:[A-Z]|al-|ag |the )[^,]*)"
)
_OWNED = re.compile(r"(?P<whose>[^,]*\w's?) (?P<head>(?!.*'s\b)[^,]*)")
_SPEAKS = re.compile(rf"(?:[\w-]+ ){{0,3}}?(?:{_HEADS})\b|(?:own )?[A-Z].*")
"""What belongs to somebody and speaks, as his message does not."""


def attached(source: str) -> tuple[str, str] | None:
    """Return who speaks and whose he is, where a source is known by a person that it belongs to.

    Examples
    --------
    >>> attached("An aide to Ann Osten"), attached("Osten's party"), attached("Ann Osten")
    (('An aide', 'Ann Osten'), ('party', 'Osten'), None)
    """
    source = source.strip(" ,")
    found = _OF.fullmatch(source) or _OWNED.fullmatch(source)
    if found is None or not _SPEAKS.match(found["head"].strip()):
        return None
    return found["head"].strip(), re.sub(r"'s?$", "", found["whose"])


def entity(source: str, words: Key, table: Register) -> list[Actor] | None:
    """Return the state or organisation that a source names, or the government of its capital.

    Parameters
    ----------
    source
        The words of a source.
    words
        They, as keys.
    table
        The register.
    """
    if GROUP.search(source) and words not in table.names:
        return None
    people = table.people_of(words[-1]) if words[:-1] in ((), ("the",)) else None
    if people:
        return [Actor(people.name, "state", people.code)]
    nation = (
        table.names.get(words[1:])
        if words[:1] == ("the",) and _NATION.fullmatch(words[-1])
        else None
    )
    if nation and nation[1] == "adjective":
        return [Actor(nation[0].name, "state", nation[0].code)]
    for size in range(min(table.longest, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            found = table.names.get(words[at : at + size])
            if not found:
                continue
            one, kind = found
            if words[at + size - 1] in COMMON and {*words[at + size :][:1]} & INSIDE:
                continue  # the Alliance for the North
            owned = at and words[at - 1] in OWNERS and not written_large(words[at], source)
            if kind == "adjective" or owned:  # his bloc
                continue
            if kind == "capital" and _local(words, at + size, source):
                continue
            if kind == "capital" and (at == 0 or words[at - 1] not in ("in", "of", "from", "at")):
                name = f"government of {one.name}"
                return [Actor(name, "office", one.code, flags=("capital",))]
            if kind == "capital":
                continue
            is_org = bool(one.state) or len(one.code) != 3 or one.code in ("EC", "G7")
            where = one.state or one.code
            org = is_org and not one.adjectives and not one.capitals
            return [Actor(one.name, "organisation" if org else "state", where)]
    return None


_NATION = re.compile(r"\w+(?:sh|ch|ese|iss)")
"""Adjectives that name a people with an article: "the French"."""
_GOVERN = word_set(
    "government authorities cabinet administration leadership side itself alone too also however"
    " again now first still therefore instead meanwhile and or but as for with to on at in"
)


def _local(words: Key, end: int, source: str) -> bool:
    """Whether a capital only says where somebody is: "a Warsaw court"."""
    following = words[end : end + 1]
    return (
        bool(following)
        and following[0] not in _GOVERN
        and (re.search(rf"\b{re.escape(following[0])}\b", source) is not None)
    )


def group(source: str, words: Key, table: Register) -> list[Actor] | None:
    """Return a group without names: "several European leaders"."""
    if not GROUP.search(source):
        return None
    return [Actor(tidy(source), "group", table.state(words), flags=("unnamed",))]


def side(words: Key, table: Register) -> list[Actor] | None:
    """Return the state whose side it is: "the Armenian side" of a joint statement."""
    told = table.codes.get(table.state(words)) if words[-1] == "side" else None
    return [Actor(f"side of {told.name}", "state", told.code)] if told else None


def several(source: str, table: Register, day: date | None) -> list[Actor]:
    """Return all that a list names: states, or those who hold an office in each of them.

    Parameters
    ----------
    source
        The words of a source.
    table
        The register.
    day
        When.
    """
    found: list[Actor] = []
    for office, name in listed(source):
        words = key(re.sub(r"^the ", "", name, flags=re.IGNORECASE))
        one = entity(name, words, table) if words in table.names else None
        if not one:
            return []
        holder = table.holder(one[0].state, office, day) if office else None
        found.append(of_holder(holder, ("office",)) if holder else one[0])
    return found


def body(text: str, table: Register) -> Actor:
    """Return the organisation or treaty with the longest name in a text, or nobody."""
    found = table.organisation(text)
    return Actor(found.name, "organisation", found.state or found.code) if found else NOBODY
