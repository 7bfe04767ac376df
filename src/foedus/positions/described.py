"""Whom a description stands for: an office without a name, or a word for a person met before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from foedus.positions.disputes import Holder
from foedus.positions.grammar import word_set
from foedus.positions.made import of_holder
from foedus.positions.register import Key, key
from foedus.positions.statement import Actor

_EMPTY = word_set("of the for and to a an his her its their our my s")
_ALIKE = {
    "defense": "defence",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chairman": "chair",
    "chairwoman": "chair",
}
_NOT_THE_SAME = word_set(
    "vice deputy former ex shadow acting assistant under junior opposition next late aide adviser"
    " advisor ally allies friend pal envoy staff wife husband son daughter brother office team"
    " predecessor successor counterpart candidate speechwriter lawyer lawyers spokesman"
)
"""Words that make of an office another one, or of its holder somebody else."""
_DEFINITE = word_set("the his her its their our my this that")
_NAMED = re.compile(r"\b(?i:senator|representative|congressman|congresswoman) [A-Z][\w'-]+$")
"""A title that many have, before a name."""
_HEAD = re.compile(r",|\s(?:in|from|at|to|with|by|near|on|who|whose)\s")
_ELLIPTIC = word_set("a another one other others two three the second third both some several")
"""Words that are short for more of those who were named last: "another said"."""
PERSON = word_set(
    "man woman gentleman lady politician diplomat statesman lawmaker legislator veteran admiral"
    " colonel nationalist liberal conservative populist boss incumbent newcomer hawk dove champion"
    " champ lawyer economist professor banker soldier democrat republican socialist centrist"
    " hardliner moderate teacher schoolteacher schoolmaster headmaster physician doctor surgeon"
    " nurse engineer"
    " farmer writer author novelist poet playwright historian scholar academic scientist physicist"
    " philosopher researcher journalist editor presenter actor actress singer comedian"
    " footballer boxer wrestler athlete swimmer skier officer commander sailor pilot marine spy"
    " agent"
    " prosecutor judge magistrate attorney barrister businessman businesswoman tycoon billionaire"
    " millionaire industrialist trader backbencher frontbencher freshman"
    " founder reformer rebel dissident exile prisoner activist campaigner organiser unionist"
    " negotiator"
    " mediator peacemaker bishop priest imam rabbi cleric prince princess grandmother grandfather"
    " mother"
    " father widow widower parliamentarian congressman congresswoman candidate contender challenger"
    " technocrat ideologue firebrand maverick pragmatist bureaucrat apparatchik courtier strongman"
    " warlord guerrilla fighter general brigadier major captain lieutenant"
)
"""Words for one person, by which somebody is called who was named before."""


def serving(
    holders: Iterable[Holder], day: date | None
) -> tuple[tuple[frozenset[str], Holder], ...]:
    """Return who is in office on a day, with the words of the office."""
    return tuple((_canonical(key(h.office)), h) for h in holders if h.holds(day))


def in_office(source: str, held: Sequence[tuple[frozenset[str], Holder]]) -> list[Holder]:
    """Return those whose office a definite description names.

    Parameters
    ----------
    source
        The description.
    held
        Who is in office, with the words of the office.

    Examples
    --------
    >>> lund = Holder("Eva Lund", "Minister for Trade", "VEL")
    >>> [h.person for h in in_office("the Velmarkian trade minister", serving([lund], None))]
    ['Eva Lund']
    >>> in_office("the deputy trade minister", serving([lund], None))
    []
    """
    head = _HEAD.split(source)[0]
    words, body = key(head), _canonical(key(head.partition(" of the ")[2]))
    if not words or words[0] in ("a", "an") or source.endswith("'s"):
        return []
    told = _canonical(words)
    if words[0] not in _DEFINITE and _NAMED.search(head):
        return []  # "Senator COLLIER" is no senator of the table
    several = {w[:-1] for w in words if w.endswith("s")}  # "Republican senators"
    held = [(o, h) for o, h in held if not several & {*key(h.office)}]
    fits = [(office, h) for office, h in held if office <= told and (not body or body & office)]
    most = [h for office, h in fits if not any(office < other for other, _ in fits)]
    return [h for h in most if not (told - _canonical(key(h.office))) & _NOT_THE_SAME]


def sole(noun: str, state: str, held: Sequence[tuple[frozenset[str], Holder]]) -> Actor | None:
    """Return the only one of a state whose office has a noun, heads of government left out."""
    fits = [
        h for office, h in held if h.state == state and noun in office and "prime" not in office
    ]
    return of_holder(fits[0], ("office",)) if len({h.person for h in fits}) == 1 else None


@lru_cache(maxsize=1 << 12)
def _canonical(words: Key) -> frozenset[str]:
    text = f" {' '.join(words)} ".replace(" pm ", " prime minister ")
    text = text.replace(" foreign affairs ", " foreign ").replace(" external affairs ", " foreign ")
    singular = (re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", w) for w in text.split())
    return frozenset(_ALIKE.get(w, w) for w in singular) - _EMPTY


def called(words: Key) -> str:
    """Return the noun by which a definite description calls somebody; nothing where it does not.

    Examples
    --------
    >>> called(("the", "outspoken", "senator")), called(("a", "senator"))
    ('senator', '')
    """
    definite = words[0] in ("the", "this", "that") and 1 < len(words) <= 4
    return words[-1] if definite and not _NOT_THE_SAME & set(words[:-1]) - {"former"} else ""


def demonym(source: str) -> bool:
    """Whether somebody is called by where he is from: "the Oklahoman".

    Examples
    --------
    >>> demonym("The Oklahoman"), demonym("the Guardian said"), demonym("the woman")
    (True, False, False)
    """
    return _DEMONYM.fullmatch(source.strip()) is not None


_DEMONYM = re.compile(
    r"[Tt]he (?:\d\d-year-old|(?:\w+ )?(?:[A-Z][a-z]{3,}(?:an|ite|ese)"
    r"|(?:French|Dutch|Irish|English|Welsh)(?:man|woman)"
    r"|Pole|Turk|Swede|Dane|Finn|Briton|Spaniard|Greek|Czech|Serb|Croat|Slovak|Israeli|Iraqi|Saudi))"
)


def elliptic(words: Key) -> bool:
    """Whether words are short for more of those named last.

    Examples
    --------
    >>> elliptic(("another",)), elliptic(("a", "third")), elliptic(("the",))
    (True, True, False)
    """
    return set(words) <= _ELLIPTIC and words not in (("the",), ("a",))
