"""Names of people as they are written: where one begins and ends, and the titles before it."""

from __future__ import annotations

import re

from foedus.positions.grammar import word_set

PARTY = re.compile(
    r"(?:[a-z](?:crats|ists|rals|ives|icans)|Greens|Tories|Party|Union|Front|Bloc|Alliance|Movement"
    r"|League|Coalition|Post|Times|Herald|Tribune)$"
)
"""Last words of two names together that are no person's: Social Democrats, the Halden Post."""
_CAPITAL = r"[A-Z\u00c0-\u00de\u0100-\u017f\u0370-\u03ab\u0400-\u042f]"
"""A capital of the Latin, Greek or Cyrillic alphabet; small letters of the Latin extension too."""
FULL_NAME = re.compile(
    rf"\b{_CAPITAL}[\w'-]+(?:[ \t]+(?:{_CAPITAL}\.|de|van|von|der|al|el|bin|la|du))*"
    rf"(?:[ \t]+(?:[ae][lrdshn]{{1,2}}-)?{_CAPITAL}[\w'-]+)+"
)
_TITLES = word_set(
    "mr mrs ms miss dr sir lord lady president prime minister premier chancellor foreign"
    " defence defense interior finance secretary general ambassador senator sen rep gov"
    " governor king queen the commissioner spokesman spokeswoman spokesperson envoy special"
    " deputy vice former chairman chair director chief executive professor prof speaker"
    " captain colonel u.s us as in on at but and for the a an after before when while if"
    " since although though several many some most few all two three his her its their"
    " this that these those however yesterday today"
    " last next monday tuesday wednesday thursday friday saturday sunday with by from to"
    " asked both neither"
)
_NO_NAME = word_set(
    "president minister ministers ministry secretary chancellor premier office officer officers"
    " council committee commission court parliament assembly senate house congress government"
    " administration department agency authority bureau embassy mission command army navy forces"
    " force guard police ambassador spokesperson spokesman spokeswoman envoy representative"
    " delegation delegate speaker leader chairman chairwoman chair whip member members madam sir"
    " excellency highness majesty honourable gentleman lady opposition resolution article"
    " paragraph chapter section act bill treaty pact charter convention declaration accord"
    " agreement protocol communique statement summit conference university institute centre"
    " center foundation association society bank fund company group daily news radio television"
    " tv online gazette journal courier clarion dispatch chronicle standard mail ledger record"
    " recorder review observer telegraph press square palace strait islands peninsula ocean"
    " pm mp mps mep ceo boss chief"
)
"""Words of offices, bodies, papers and places, written with a capital though they name nobody."""


def is_person(name: str) -> bool:
    """Whether words with capitals may be somebody's name, and not an office's or a body's.

    Examples
    --------
    >>> is_person("Hanna Osten"), is_person("Madam President"), is_person("Security Council")
    (True, False, False)
    """
    last = name.split()[-1].lower()
    return " " in name and last not in _NO_NAME and not PARTY.search(name)


def without_title(name: str) -> str:
    """Return a name without the titles before it."""
    words = name.split()
    while len(words) > 1 and (
        words[0].lower().strip(".") in _TITLES or words[0].endswith(("'s", "’s"))
    ):
        words.pop(0)
    return " ".join(words).removesuffix("'s").removesuffix("’s")


def name_in(source: str, office: str) -> str:
    """Return the name beside a title: "Prime Minister Osten", "Paul Gress, the mayor"."""
    before, _, after = source.partition(office)
    found = FULL_NAME.search(after) or re.match(rf"\s*,?\s*({_CAPITAL}[\w'-]+)\b", after)
    found = found or FULL_NAME.search(before)
    name = without_title(found.group().strip(" ,")) if found else ""
    return "" if name.lower() in _TITLES else name
