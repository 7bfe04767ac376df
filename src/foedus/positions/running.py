"""The issue that runs through a text: what "it", "the idea" and "would sign" are about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from foedus.positions.conditions import Condition
from foedus.positions.disputes import Issue
from foedus.positions.issues import Topic, in_document, topics
from foedus.positions.synonyms import known_by, otherwise

_THING = re.compile(
    r"\b(?:(?:this|that|such an?|any(?: such)?)\s(?!\w+s\b)"
    r"|(?:the|these|those|your|our|their|both)\s)"
    r"(?:(?!(?:rival|other|previous|earlier|former|alternative|separate|different)\b)"
    r"[\w-]+ )?(?:goal|idea"
    r"|aim|proposal|demand"
    r"|plan|step|move|bid|promise|ambition|package|scheme|initiative|arrangement|aspiration"
    r"|suggestion|option"
    r"|offer|notion|position|measure|project|pledge|request|draft|text|document|paper|deal|accord"
    r"|formula|compromise|wording|commitment|undertaking|assurance|request|extension|bid|motion"
    r"|sale|application)s?\b",
    re.IGNORECASE,
)
"""A thing that was spoken of before: "the idea"."""
_AGAIN = re.compile(r"\b(?:this|that|the|any|such an?|any such|these) (\w{4,})\b")
"""The last word of what an issue was called: "this force" after "a regional force"."""
_OPEN = re.compile(
    r"\b(?:everything|all options|nothing) (?:is|are|was|were) (?:\w+ )?(?:on|off|ruled)\b", re.I
)
_ACTS = (
    r"accept|adopt|approve|back|block|bury|bless|defend|drop|endorse|favou?r|fight|honou?r|join|kill|offer"
    r"|oppose|ratify|reject|respect|scrap|sign|stop|support|tolerate|veto|want|welcome"
    r"|agree (?:to|with)|vote (?:for|against)|live with|walk away from|stand by"
)
_IT = re.compile(
    rf"\b(?:(?:{_ACTS})(?:s|e?d|ing)? (?:it|this|that|one|them|neither)"
    r"|(?:vote|turn|voted|turned|voting|strike|shoot|tear) (?:it|this|them) (?:down|up|out)"
    r"|(?:for|against) (?:it|this|that)|\b(?:is|are|be|was|were|'re|'s|'m) (?:\w+ly )?"
    r"(?:in favou?r|opposed|against|on board)(?=\W*$|[,.;])"
    r"|(?:believe[sd]?|faith|interest) in (?:it|one|them))\b",
    re.IGNORECASE,
)
"""A stance on what was spoken of before: "they will not accept it"."""
_SIDE = re.compile(
    r"(?:to )?(?:(?:his|her|its|their|our|my|the|an?) )?(?:(?:full|strong|unwavering|firm|complete"
    r"|unequivocal|wholehearted|continued|steadfast|deep|fierce|total) )*"
    r"(?:support|backing|opposition|objections?|approval|disapproval|agreement|consent|veto)"
)
"""A side taken without its object: "expressed his full support"."""
_IS = re.compile(
    r"""(?:that )?["']?it(?:'s|'ll be|'d be| is| was| would be| will be)\b""", re.IGNORECASE
)
"""What is said of a thing spoken of before: "it would be a disaster"."""
_ALONE = re.compile(
    r"(?:\b(?:will|would|shall|could|can|must|should|to|never|not|ready)|n't|'ll|'d)\s+(?:\w+ly\s+)?"
    r"(?:sign|ratify|agree|accept|join|refuse|veto|vote (?:yes|no)|say (?:yes|no))\b"
    r"(?=\s*(?:$|[,.;:!?\"'-]|(?:if|when|once|after|before|until|unless|only|on|in|at|by|as"
    r"|provided"
    r"|without|with|under|tomorrow|today|now|first|alone|again|and|but|or|so|because)\b))",
    re.IGNORECASE,
)
"""An act without its object: "would sign only if", "will never agree"."""
_ASKED = re.compile(r"(?:who|whom|whose|what|which|why|how|where|when|whether)\b", re.IGNORECASE)
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_LACKING = re.compile(r"(?:without|short of|absent)\b", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:that )?(?:for |against |of )?(?:it|this|that|one|them|both|neither)"
    r"(?=$|[,.;]|\s(?:as well|as|too|since|in|on|at|for|by|before|after|because|last|now|within"
    r"|until|unless|if|when|only|again|outright|altogether|myself|himself|herself|itself)\b)",
    re.IGNORECASE,
)
"""A content that is only a pronoun: "has been calling for one since May"."""


@dataclass(slots=True)
class Running:
    """What a text has been about so far.

    Parameters
    ----------
    issues
        Those of the dispute.
    text
        The text, with straight quotation marks.
    """

    issues: Sequence[Issue]
    text: str
    at_home: frozenset[str] = frozenset()
    last: Topic | None = None
    heads: dict[str, Topic] = field(default_factory=dict)
    needed: dict[str, list[int]] | None = None
    known: tuple[tuple[re.Pattern[str], Issue], ...] = ()
    named: dict[str, tuple[Topic, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at_home = in_document(self.issues, self.text)
        self.known = known_by(tuple(self.issues))
        self.needed = {
            i.id: [m.start() for m in i.needs.finditer(self.text)] for i in self.issues if i.needs
        }

    def on_condition(self, about: Sequence[Topic], words: str, place: int) -> tuple[Topic, ...]:
        """Return the issues that a condition is a part of: what is opposed is entry on it.

        An issue such as entry at once on a violation is named only together with its "if".

        Parameters
        ----------
        about
            What the words are about without their condition.
        words
            All of them.
        place
            Where they stand.
        """
        wider = {topic.issue.id for topic in about}
        narrower = (
            topic
            for topic in self.of(words, place)
            if _IF.search(topic.words)
            or (topic.issue.implies in wider and topic.issue.id not in wider)
        )
        return tuple(narrower)

    def of(self, words: str, place: int) -> tuple[Topic, ...]:
        """Return the issues that words at a place name, and go on with the last of them."""
        found = tuple(self._nearest(self.names(words), words, place))
        found = found or otherwise(self.known, words, self.at_home)
        if found:
            self.last = max(found, key=lambda t: words.rfind(t.words))
        self.heads |= {t.words.split()[-1].lower(): t for t in found}
        return found

    def names(self, words: str) -> tuple[Topic, ...]:
        """Return the issues that words name; the same words are asked for by each rule."""
        if words not in self.named:
            self.named[words] = tuple(topics(self.issues, words, self.at_home))
        return self.named[words]

    def _nearest(self, found: Sequence[Topic], words: str, place: int) -> Sequence[Topic]:
        """Leave out issues known by the same phrase of which others were spoken of later."""
        open_ = [t for t in found if t.issue.needs and not t.issue.needs.search(words)]
        if len(open_) < 2:
            return found
        near = max(self._before(t.issue, place) for t in open_)
        return [t for t in found if t not in open_ or self._before(t.issue, place) == near]

    def _before(self, issue: Issue, place: int) -> int:
        places = (self.needed or {}).get(issue.id, [])
        at = bisect_left(places, place)
        return places[at - 1] if at else -1

    def wanted(self, found: Condition) -> bool:
        """Whether what is lacking is an issue: "will not leave without a treaty" wants the treaty.

        Parameters
        ----------
        found
            A condition of this text.
        """
        trigger = found.trigger.of(self.text)
        lacking = found.consequent.start < found.trigger.start and _LACKING.match(trigger)
        return bool(lacking and self.names(trigger))

    def referred(self, words: str, taken_up: bool) -> Topic | None:
        """Return the issue that words without one refer to: with "it", "the idea", or by an act.

        Parameters
        ----------
        words
            What is said.
        taken_up
            Whether they answer somebody, so that any word of a stance takes the issue up.
        """
        if _ASKED.match(words):
            return None
        named = (self.heads.get(m[1]) for m in _AGAIN.finditer(words.lower()))
        again = next(filter(None, named), None)
        if again:
            return again
        short = _SHORT.match(words.strip(" ."))
        refers = bool(short) or bool(_IS.match(words) or _SIDE.fullmatch(words.strip(" .,;\"'")))
        refers = refers or any(p.search(words) for p in (_THING, _OPEN, _IT, _ALONE))
        return self.last if refers or taken_up else None
