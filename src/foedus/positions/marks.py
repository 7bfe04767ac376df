"""What marks a statement besides its stance: kind, scope, hedges, whether it is supposed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.positions.attribution import Attribution, holds
from foedus.positions.conditions import Condition, leading
from foedus.positions.grammar import UNCERTAIN, word_set
from foedus.positions.issues import Topic
from foedus.positions.lexicon import voiced
from foedus.positions.offices import HE
from foedus.positions.segments import Block
from foedus.positions.spans import Quote, Span, overlap
from foedus.positions.stances import DENYING, Reading
from foedus.positions.statement import Actor, Kind, Manner, Stance

_SCOPE = re.compile(
    r"\b(?:of|as part of|in|under|after|as a result of)\s+(?:a|any|the)\s+(?:\w+\s+){0,2}"
    r"(?:settlement|negotiation|negotiations|agreement|ceasefire|truce)\b|\bat the moment\b"
    r"|\bunder present conditions\b|\bfor now\b|\bat present\b",
    re.IGNORECASE,
)
DEMANDS = word_set(
    "demand urge ask request order tell press require insist beg implore exhort lobby"
) | {
    "call on",
    "call upon",
    "appeal to",
    "call for",
    "insist on",
}
"""Cues that ask something of somebody."""
JUDGING = word_set(
    "accuse criticise criticize blame praise thank condemn denounce urge warn commend"
)


ASKING = word_set("ask wonder question discuss debate")
"""Cues before "whether" that leave open what is asked."""
_KNOWING = ASKING | word_set("say know see tell decide doubt") | {"refuse to say", "decline to say"}


def left_open(lemma: str, words: str) -> bool:
    """Whether it is asked or left open whether something is so: "would not say if they join".

    Examples
    --------
    >>> left_open("say", "if they join"), left_open("say", "if they join, we shall go")
    (True, False)
    """
    low = words.lower()
    known = lemma in _KNOWING and low.startswith("if ") and "," not in low
    return known or (lemma in ASKING and low.startswith(("if ", "whether ")))


def asks(words: str) -> bool:
    """Whether all that is said is a question, in quotation marks or not.

    Examples
    --------
    >>> asks('"Why should we sign?"'), asks("They work. What are you waiting for?")
    (True, False)
    """
    return words.rstrip(" \"'").endswith("?") and not re.search(r"[.!]\s", words)


PROPOSAL = re.compile(
    r"^(?:The|This|Such a)\s+(?:proposal|plan|offer|idea|scheme|arrangement)\s+"
    r"(?:involves|would|envisages|envisions|foresees|provides|calls|includes|means|offers)\b"
)
_SUPPOSING = re.compile(
    r"\b(?:if|unless|until|till|before|whether|once|lest|provided that|in case|even if)\s+"
    r"(?:(?:the|a|an|its|his|her|their|our|my)\s+)?$"
)
"""What makes of a report within a report one that may be: "a vote before Slovakia agrees"."""
_CONCLUDING = re.compile(r"\W*(?:then|so|in other words|which means|that means)\b")
"""What a speaker concludes of another: "then he has no quarrel with the text"."""
NEITHER_NOR = re.compile(r"\bneither\b[^.;]*\bnor (?:\w+ly )?\w+\s*$", re.IGNORECASE)
"""Who "neither supports nor opposes" a thing takes no side."""
PROPOSED_BY = re.compile(
    r"\b(?:considered|proposed|weighed|mulled)\s+by\s+((?:the\s+)?[A-Z]\w*(?:\s+[A-Z]\w*)*)"
)
CAPABLE = re.compile(
    r"\b((?:the\s+)?[A-Z][\w.]*(?:\s+[A-Z][\w.]*)?)\s+(?:has|have|had|holds?|retains?)\s+(?:the|a)\s+"
    r"(?:power to veto|power to block|veto|right to veto|ability to block)",
)
ISSUED = re.compile(
    r"\b(?:issued|published|released|posted|sent) (?:a|an|the|its|his|her) (?:\w+ ){0,2}"
    r"(?:statement|letter|declaration|message|note|communique|post)\b"
)
"""A text that somebody puts out, which the next sentence may quote."""
WRITTEN = frozenset(("it", "the statement", "the letter", "the message", "the note", "the post"))
_FURTHER = re.compile(r"(?:(?:not|never) )?(?:to|that)\b|[\"“'‘]", re.IGNORECASE)
"""How words begin that tell of a further act of somebody: "rejected it and vowed to fight it"."""
TOGETHER = re.compile(
    r"(?:\d+\.\s+)?(The (?:\w+ )?(?:ministers|leaders|parties|sides|delegations|presidents|allies"
    r"|participants|governments|heads|signatories|negotiators|envoys))\b",
    re.IGNORECASE,
)
"""Those who meet, for whom "they" stands in the next sentence."""
TAKES_UP = re.compile(
    r"\b(?:support|oppose|reject|agree|disagree|approve|endorse|honour it)\w*\b"
    r"|\bvot(?:e|es|ed|ing)\b",
    re.I,
)


OFFERED = re.compile(
    r"\b(?:should|will you|would you|must|do you (?:support|back|favou?r|want|accept)"
    r"|are you (?:for|in favou?r|ready|willing|prepared)"
    r"|(?:can|could) you (?:accept|live))\b"
    r"(?![^?]*\b(?:oppos|reject|against|rul|veto|block|refus|drop|abandon|leave|without|not\b|n't)"
    r")[^?]*\?",
    re.IGNORECASE,
)
"""A question to which a yes is a yes to the issue: "Should they join?"."""
ANSWER = re.compile(
    r"\W*(?:(?:well|look|oh|frankly|sir|madam),? )?(?:yes|no|never|of course|absolutely|certainly"
    r"|definitely|indeed|not (?:at all|now|yet|today|ever)|no way|(?:it|they|we|he|she|I) (?:should"
    r"|must|will|would|do|does|am|are)(?:n't| not)?\W*$)\b",
    re.IGNORECASE,
)
"""A short answer: "Of course it should"."""


def again(text: str, one: Quote, other: Quote) -> bool:
    """Whether the second of two quotes says no more: no further act, and no sentence ends before.

    Examples
    --------
    >>> text = "Bell rejected the pact and vowed to fight it."
    >>> again(text, Quote("the pact", start=14), Quote("to fight it", start=33))
    False
    """
    between = text[one.start + len(one.exact) - 1 : other.start]
    further = _FURTHER.match(other.exact) and not overlap(one, other)
    return "." not in between and not further


def first_person(a: Attribution, text: str) -> bool:
    """Whether a report within a turn is the speaker's own: "I think that"."""
    source = a.source.of(text).lower() if a.source else ""
    first = source.split()[0] if source else ""
    return first in ("i", "we", "my", "our", "the", "you") or not source


def of_speaker(a: Attribution, actor: Actor, speaker: Actor, text: str) -> bool:
    """Whether a turn tells of the speaker's own state, or seems to of himself as of another."""
    words = a.source.of(text).lower() if a.source else ""
    himself = words in HE and actor.name == speaker.name
    himself |= actor.kind == "state" and actor.state == speaker.state
    return himself and a.sentence.block.kind == "speech"


def of_another(a: Attribution, actor: Actor, speaker: Actor, text: str) -> bool:
    """Whether a turn tells of a person who is not its speaker: "my colleague thinks"."""
    named = a.source is not None and " " in a.source.of(text)
    return named and actor.kind == "person" and actor.name != speaker.name


def without(words: str, piece: Span, found: Condition | None) -> str:
    """Return the words of a stretch with its condition left out."""
    if found is None:
        return words
    start, end = found.trigger.start - piece.start, found.trigger.end - piece.start
    return f"{words[:start]} {words[end:]}"


_LEAD = re.compile(
    r"(?:(?:When|Once|After being) )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Qq]uizzed|[Cc]hallenged"
    r"|[Pp]ushed)"
    r" (?:\w+ ){0,3}?(?:about|on|over|whether|if|why|for)\b.*,"
    r"|(?:On|As for|As to|Of|About|Over|Regarding|Concerning|Turning to|Speaking (?:of|on|about)"
    r"|With regard to|When it comes to|In the matter of)\b[^,]*,"
)
"""What a sentence is about before it says who says what: "Asked about it, ...", "On it, ..."."""
_SAID_OF = re.compile(r"\s*(?:\w+ly )?(?:of|about)\s+[^,.;:]*")


def said_of(a: Attribution, text: str) -> str:
    """Return the words of a sentence, outside the content, that tell what it is said of.

    Parameters
    ----------
    a
        An attribution.
    text
        The text, with straight quotation marks.
    """
    if a.cue is None or a.source is None:
        return ""
    start = a.sentence.span.start
    lead = _LEAD.match(text[start : min(a.source.start, a.cue.start, a.content[0].start)])
    stop = min((c.start for c in a.content if c.start >= a.cue.end), default=a.sentence.span.end)
    behind = _SAID_OF.match(text[a.cue.end : stop])
    return f"{lead.group() if lead else ''} {behind.group() if behind else ''}".strip()


def led_to(a: Attribution, text: str) -> str:
    """Return what a sentence has said before somebody takes it up."""
    start = min(a.cue.start if a.cue else a.content[0].start, a.content[0].start)
    return text[a.sentence.span.start : start]


_SENTENCE = re.compile(r"(?<=[.!?])[\"']?\s+(?=[\"']?[A-Z])")


def naming(topic: Topic, words: str) -> str:
    """Return the sentences of a content that name an issue and do not ask; all where none does.

    Parameters
    ----------
    topic
        The issue.
    words
        What is said, in one or more sentences.
    """
    parts = _SENTENCE.split(words)
    named = [p for p in parts if topic.issue.about.search(p) and p.rstrip(" \"'")[-1:] != "?"]
    return " ".join(named) if named else words


_CLAUSES = re.compile(
    r"[:;]\s+|,\s+(?:and|but|while|although)\s+(?=(?:I|we|he|she|they|it|that|this|nobody|the)\b)"
)


def clause_of(topic: Topic, words: str) -> str:
    """Return the only clause of a content that names an issue; all where there is no such.

    Parameters
    ----------
    topic
        The issue.
    words
        What is said.
    """
    named = [p for p in _CLAUSES.split(words) if topic.issue.about.search(p)]
    return named[0] if len(named) == 1 else words


def blanked(words: str, piece: Span, others: Sequence[Span]) -> str:
    """Return the words of a stretch with some stretches of it left blank."""
    for span in others:
        start, end = max(span.start - piece.start, 0), span.end - piece.start
        if start < end <= len(words):
            words = f"{words[:start]}{' ' * (end - start)}{words[end:]}"
    return words


def negated_cue(text: str, a: Attribution) -> bool:
    """Whether the cue stands under a negation: "had never ruled out".

    Parameters
    ----------
    text
        The text, with straight quotation marks.
    a
        An attribution in it.
    """
    if a.cue is None or a.source is None:
        return False
    start = a.source.end
    if a.source.end > a.cue.start:  # "it will never be recognised by Egypt"
        start = min(a.content[-1].end, a.cue.start)
    before = re.sub(r",[^,]*,", " ", text[start : a.cue.end].lower())  # without asides
    before = re.split(r"\b(?:and|but)\b|;", before)[-1]  # "said it would not last, and urged"
    own = bool(re.search(r"\b(?:not|never|no longer|cannot)\b|n't\b", before)) or over(text, a)
    ahead = text[max(a.source.start - _AHEAD, 0) : a.source.end]
    return own is not bool(_DENIED.search(ahead))


def over(text: str, a: Attribution) -> bool:
    """Whether what the cue tells of has ended: "no longer opposes", which is to be for it."""
    if a.cue is None or a.source is None:
        return False
    between = text[a.source.end : a.cue.start].lower()
    return re.search(r"\b(?:no longer|ceased to|stopped)\s*$", between) is not None


_AHEAD = 40
"""Characters before a source among which what denies its words stands."""
_DENIED = re.compile(
    r"\b(?:not true|not the case|untrue|false|a lie) (?:\w+ )?that [^.;,]*$"
    r"|\bneither [^.;,]*$|\bneither [^.;,]*\bnor [^.;,]*$",
    re.IGNORECASE,
)
"""Words by which what a source is said to do is denied: "neither A nor B supports", "it is not true
that A opposed"."""


_COMMITS = re.compile(
    r"\b(?:is|are|will|would|shall|may|can|could|stands?|remains?|reserves?|intends?|plans?|proposes?"
    r"|expects?|wants?|offers?|undertakes?|agrees?|accepts?|supports?|opposes?|calls?)\b|'ll\b|'d\b"
)


def led_by(a: Attribution, text: str, piece: Span) -> Condition | None:
    """Return the condition that leads the sentence of somebody who is about to do something."""
    if a.cue is None or a.source is None or a.nested or a.frame != "after":
        return None
    ready = _COMMITS.search(text[a.source.end : a.cue.end].lower())
    return leading(text, a.sentence.span.start, a.source.start, piece) if ready else None


def demands(a: Attribution) -> bool:
    """Whether something is asked of somebody: "told him to go", and not "told him that"."""
    return a.lemma in DEMANDS and (a.lemma != "tell" or a.form == "infinitive")


_THREATS = word_set("warn threaten caution")
_OFFERS = word_set("promise pledge vow offer undertake")


def only_condition(topic: Topic, rest: str, words: str) -> bool:
    """Whether an issue is named in the condition of a content alone."""
    about = topic.issue.about
    return about.search(words) is not None and about.search(rest) is None


_RETALIATES = re.compile(
    r"\b(?:respond|retaliate|react|answer|hit back|strike back|take (?:\w+ )?(?:measures|steps)"
    r"|draw (?:\w+ )?conclusions|consequences|pay (?:the|a|for)|be forced to|regret|war)\b",
    re.IGNORECASE,
)


def follows_from(lemma: str, stance: Stance | None, rest: str = "") -> Stance | None:
    """Return the stance on an issue that is only the condition: "if they join, we shall respond".

    Who threatens what follows from it is against it, who promises something good is for it.
    """
    if lemma in _THREATS or _RETALIATES.search(rest):
        return "oppose"
    return "support" if lemma in _OFFERS else stance


def kind_of(
    a: Attribution, topic: Topic | None, reading: Reading, found: Condition | None, words: str
) -> Kind:
    """Return what kind of statement an attribution makes."""
    if topic and topic.issue.kind != "position":
        return "assertion" if topic.issue.kind == "claim" else topic.issue.kind
    if demands(a) and (a.target is not None or a.lemma == "demand"):
        return "demand"
    if found is not None and (topic is None or reading.stance == "conditional"):
        return "conditional"
    del words
    return "position" if topic is not None else "assertion"


def manner_of(a: Attribution, block: Block, actor: Actor) -> Manner:
    """Return how a text gives the words of an attribution."""
    if actor.kind == "document":
        return "narrator"
    if block.kind == "headline":
        return "headline"
    return "caption" if block.kind == "caption" else a.speech


def scope_of(words: str) -> str:
    """Return what the words limit themselves to, where they do."""
    match = _SCOPE.search(words)
    return match.group() if match else ""


def hedges_in(words: str) -> tuple[str, ...]:
    """Return the words that weaken a statement."""
    low = re.findall(r"[a-z]+", words.lower())
    return tuple(dict.fromkeys(w for w in low if w in UNCERTAIN))


def hypothetical(a: Attribution, text: str) -> bool:
    """Whether a report within a report is of what somebody may say, or of "its promise"."""
    if not a.nested or a.cue is None or a.source is None:
        return False
    source = a.source.of(text).lower()
    if a.frame == "noun" and source in ("its", "his", "her", "their"):
        return True
    ahead = text[a.sentence.span.start : a.source.start].lower()
    if _SUPPOSING.search(ahead) or (_CONCLUDING.match(ahead) and not voiced(a.lemma)):
        return True
    between = text[a.source.end : a.cue.start].lower()
    return bool(re.search(r"\b(?:may|might|could|would|should|will|can|must|to)\b", between))


def not_its_own(a: Attribution, own: Sequence[Attribution], text: str) -> bool:
    """Whether a cue within another takes no stance: it is denied, or only names what one is on.

    Who "opposes inviting them" invites nobody.
    """
    named = a.cue is not None and a.cue.of(text).endswith("ing")
    begins = {o.content[0].start for o in own if o is not a}
    denied = any(o.lemma in DENYING and holds(o, a) for o in own)
    return denied or (named and a.cue is not None and a.cue.start in begins)
