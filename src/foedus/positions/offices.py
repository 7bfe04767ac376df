"""Words by which a source is known without a name: offices, bodies, groups, and what is owned."""

from __future__ import annotations

import re

from foedus.positions.grammar import word_set

GROUP = re.compile(
    r"\b(officials|official(?! [\w-])"
    r"|diplomats?|leaders|analysts?|experts?|critics?|sources?|people|lawmakers|aides?"
    r"|observers|economists|residents|politicians|allies|members|legislators|senators|ministers"
    r"|commentators|sceptics|skeptics|others|voters|soldiers|commanders|several|many|some|most)\b",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(government|parliament|foreign ministry|ministry of foreign affairs|defence ministry"
    r"|defense ministry|ministry of defen[cs]e|ministry|cabinet|embassy|administration|opposition"
    r"|military intelligence|army|military|senate|national assembly|assembly|state media"
    r"|delegation|ambassador|spokes\w+|police|navy|air force|coast ?guard|chamber"
    r"|house(?! of [a-z])|treasury|intelligence (?:service|agenc\w+))\b",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(prime minister|PM|vice president|president|premier|chancellor|foreign minister"
    r"|foreign secretary|secretary of state"
    r"|(?:defen[cs]e|interior|finance|external affairs) minister"
    r"|defen[cs]e secretary|secretary of defen[cs]e|secretary[- ]general|(?:top|chief) diplomat"
    r"|(?:NATO|UN|alliance(?:'s)?) chief|foreign policy chief|high representative"
    r"|leader|head of (?:state|government)"
    r"|commissioner|king|minister (?:of|for) (?:foreign|external) affairs"
    r"|national security advis[eo]r|президент|прем'єр-міністр|премьер-министр"
    r"|міністр (?:закордонних справ|оборони)|министр (?:иностранных дел|обороны))\b",
    re.IGNORECASE,
)
INANIMATE = re.compile(
    r"(?:s|company|council|report|study|poll|ministry|agency|bank|firm|group|union|party|court|paper"
    r"|newspaper|country|nation|neighbou?r|power|capital|alliance|bloc|team|board|side|service|department|statement|document|letter|committee|commission|film)$"
)
ABROAD = word_set("embassy ambassador delegation")
HOST = re.compile(r"\s(?:in|to|at)\s")
"""What stands before the place where an embassy is, for which it does not speak."""
OPPOSED = re.compile(r"\bopposition (?:party|parties|leaders?|lawmakers?|groups?|bloc|figures?)\b")
"""Those whom "opposition" only describes: the state spoken of last need not be theirs."""
HEAD = re.compile(r"\s(?:at|of|in|from|for|with|on|near|by|who|familiar)\s")
SELF = re.compile(
    r"\b(this|the) (text|article|report|brief|author|paper|document)\b", re.IGNORECASE
)
HE = word_set("he she him her his hers")
SHE = word_set("she her hers")
THEY = word_set("they them their we us our")
IT = word_set("it its")
COMMON = word_set("alliance bloc commission congress senate league union allies")
"""Names that other bodies have too."""
INSIDE = frozenset(("for", "of", "to"))
BELONGS = word_set("party bloc office department ministry movement faction")
"""What belongs to somebody and speaks with a voice of its own: "her office"."""
SHORT = word_set(
    "minister secretary president chancellor premier ambassador commissioner spokesman spokeswoman"
    " envoy senator king"
)
OPPOSITION = re.compile(r"(?:[Tt]he )?(?:main )?opposition ([A-Z][^,]*)")
US = re.compile(r"(?<=\s)us\b")
"""A pronoun within a longer phrase, and not the United States."""
SEAT = re.compile(r"\s(?:from|for)\s(?=[A-Z])|,")
"""What stands before where somebody sits for: "the senator from Maine"."""
PLACED = re.compile(
    r"^\W*(?:(?:And|Meanwhile|Back|Here),? )?(?:[Ii]n|[Ff]rom|As for) (?:the )?"
    r"((?:[A-Z][\w'-]+ ?){1,3})(?=,|:|\s[a-z])"
    r"|^\W*And (?:the )?([A-Z][\w'-]+)[,?]|\b(?:in|from) ((?:[A-Z][\w'-]+ ?){1,3}), where\b"
)
"""The place whose ministry is the next one named."""
LED_IN = re.compile(
    r"\W*(?:And|But|So|As for|What about) ((?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)\?"
)
"""A fragment that names who is spoken of next: "And the Hungarians?"."""
OWNERS = word_set("his her its their our my")
REPORTERS = word_set("reporter question q journalist moderator interviewer")
