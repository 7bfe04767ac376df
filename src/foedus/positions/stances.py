"""Which stance words take on an issue, by cues and the polarity of what is said.

The rules abstain rather than guess: where cues for and against meet, there is no stance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.positions.grammar import word_set
from foedus.positions.issues import Topic
from foedus.positions.polarity import polarity
from foedus.positions.sides import named_side, plainly, worth
from foedus.positions.signs import LACKING, content_signs, taken_side
from foedus.positions.statement import Stance
from foedus.positions.takes import lost

DENYING = word_set("deny dispute refute rebut doubt contest")
"""Cues whose content is not so: who "denied that he opposed it" opposes nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules make of a statement.

    Parameters
    ----------
    stance
        The stance; nothing where the cues conflict or say nothing.
    conflict
        Whether cues for and against meet.
    by_reference
        Whether the stance is somebody else's, whom the words name.
    """

    stance: Stance | None
    conflict: bool = False
    by_reference: bool = False


def read_stance(
    topic: Topic,
    lemma: str,
    negated: bool,
    words: str,
    conditional: bool,
    demand: bool,
    over: bool = False,
) -> Reading:
    """Return the stance that words take on an issue.

    Parameters
    ----------
    topic
        The issue, and whether the words name its act or what it would undo.
    lemma
        The cue.
    negated
        Whether the cue stands under a negation.
    words
        The content, its condition left out.
    conditional
        Whether there is a condition.
    demand
        Whether the cue demands.
    over
        Whether what the cue tells of has ended.
    """
    known = polarity()
    words = plainly(_NO_NEGATION.sub(" ", words))
    called = lemma in _CALLS and words.lstrip().startswith("for ")
    kind = "support" if called else known.cues.get(lemma, "")
    if lemma in DENYING and _TOLD_OF.match(words):
        return Reading(None)  # what is denied is that it was so
    if _MOTION.search(words.replace(topic.words, "#")):
        return Reading(None)  # which way a motion goes its name does not tell
    if kind == "reference" and known.words["oppose"].search(words):
        return Reading("oppose")  # "shares its objections to entry"
    if kind == "reference":
        return Reading(None, by_reference=True)
    if kind == "ambiguous" and not conditional and not negated:
        return Reading("ambiguous")
    if negated and lemma in _KNOWN and words.lstrip().startswith(("if ", "whether ")):
        return Reading("ambiguous")  # "would not say if they join"
    if topic.act and topic.issue.acts and not topic.issue.acts.search(words):
        return Reading("oppose" if negated else "support")  # the cue is the act itself
    if kind == "oppose" and not negated and _ACCEPT_WITHOUT.search(words):
        return Reading("conditional")
    if _NEITHER.search(words):
        return Reading("ambiguous")
    if _LINKED.search(words):
        return Reading(None)
    if _NONE_WITHOUT.search(words.replace(topic.words, "#")):
        return Reading("conditional")
    cue = {"support": 1, "oppose": -1}.get(kind, 0) * (-1 if negated else 1)
    named, words = named_side(words, lemma)
    cue = (cue or (-1 if negated else 1)) * named if named else cue
    valued, words = worth(words, lemma, negated)
    cue = valued or cue
    words = _REASON.split(words)[0] if cue else words
    signs = content_signs(_JUDGED_AS.sub("", words) if cue else words, topic)
    if cue and not signs and lost(words.replace(topic.words, "#")):
        signs = {-1}
    if negated and kind == "oppose" and not over:
        return Reading("ambiguous")
    taken = None if cue else taken_side(words.replace(topic.words, "#"))
    if taken == 0:
        return Reading("conditional" if conditional else "ambiguous")
    open_ = None if taken else known.words["ambiguous"].search(_YES_OR_NO.sub(" ", words))
    if open_ and -1 in signs:  # "no decision" on it is no "no" to it
        signs = content_signs(f"{words[: open_.start()]} {words[open_.end() :]}", topic)
    if open_ and -1 not in signs:
        return Reading("conditional" if conditional else "ambiguous")
    if lemma in DENYING and not negated and signs == {-1}:
        return Reading(None)  # who denies that it was against it has not said that it is for it
    if cue and demand and topic.act:
        signs = {1}
    sign, conflict = _combined(cue, signs, words)
    if topic.inverse or (topic.issue.acts and not topic.act):
        sign = -sign
    if conflict:
        return Reading(None, conflict=True)
    if conditional and (sign >= 0 or _until(words)):
        return Reading("conditional")
    if sign == 0 and lemma in _WARNING:
        sign = _warned(words.replace(topic.words, "#"))
    if sign == 0:
        return Reading("ambiguous" if _MIGHT.search(words) else None)
    return Reading("support" if sign > 0 else "oppose")


_TOLD_OF = re.compile(
    r"(?:(?:the|any|all|such|press|media|these|those) )*(?:reports?|claims?|rumou?rs?|allegations?"
    r"|story|stories|suggestions?|accusations?|charges?)\b|it\W*$",
    re.IGNORECASE,
)
_MOTION = re.compile(r"#(?:\s[A-Z]\w+)?\s(?:motion|debate|hearing|report|rumou?rs?)\b")
_KNOWN = word_set("say tell know see decide")
"""What leaves open whether something is so where it is denied."""
_WARNING = word_set("warn caution threaten")
_FORETOLD = re.compile(r"^[^,;.]*#[^;.]*\b(?:would|will|could|can|may|might|risks?)\b")
"""What a warning foretells of an issue is bad: "warned that a base would be a target"."""
_YES_OR_NO = re.compile(r"\bn(?:o|')t say (?=yes|no\b)|\bcannot say (?=yes|no\b)")
"""Who "cannot say yes" says more than who "cannot say"."""
_REASON = re.compile(r"\b(?:because|although|even though|lest|whereas)\b", re.IGNORECASE)
"""Where a reason begins: "is against entry because it is against everything" is one no."""
_LINKED = re.compile(
    r"\b(?:link|linkage|connection|comparison|parallel|distinction|difference"
    r"|trade-off)s? between\b",
    re.IGNORECASE,
)
"""Who rejects a link between two things is against neither."""
_NEITHER = re.compile(
    r"\bneither\b[^.;]*\bnor (?:\w+ly )?(?:oppose|object|reject|veto|block|condemn|against|hostile"
    r"|exclude|rule[sd]? (?:\w+ )?out|(?:advise|argue|speak|spoke|vote|counsel)d? against)"
    r"|\bneither yes nor no\b",
    re.IGNORECASE,
)
"""Who will "neither pay for it nor object to it" takes no side."""
_CALLS = frozenset(("call", "appeal", "plea", "request", "demand"))
"""Nouns that ask for a thing: "her call for a treaty", and not "call it a treaty"."""
_NONE_WITHOUT = re.compile(r"\bno (?:\w+ ){0,2}# without\b", re.IGNORECASE)
"""A condition: "no treaty without our prisoners"."""
_ACCEPT_WITHOUT = re.compile(
    r"^(?:to )?(?:accept|sign|back|support|endorse|ratify|approve|join|agree to|any)\w*\b"
    r"[^.;]*\bwithout\b"
)
"""Who refuses "to sign a treaty without guarantees" has named a condition."""
_MIGHT = re.compile(r"\b(?:it|he|she|they|we|I|country|government) (?:might|may)\b")
_JUDGED_AS = re.compile(r"\bas [\"']?(?:an?|the|too) .*$", re.IGNORECASE)
"""What a position is called by its opponent or friend: "rejected it as a threat" is one no."""


def _warned(plain: str) -> int:
    """Return the side of a warning: what is foretold of an issue is bad, and so is its lack."""
    if LACKING.search(plain):
        return 1
    return -1 if _FORETOLD.search(plain) else 0


def _until(words: str) -> bool:
    return bool(re.search(r"\b(?:not|no|never)\b", words, re.IGNORECASE))


def _combined(cue: int, signs: set[int], words: str) -> tuple[int, bool]:
    """Return the sign of cue and content together, and whether the content contradicts itself."""
    if len(signs) > 1:
        return 0, True
    content = next(iter(signs), 0)
    if cue and content:
        return cue * content, False
    if cue:
        return cue, False
    return content, False


_NO_NEGATION = re.compile(
    r"(?<=, )not even\b|\bnothing to (?:hide|lose|fear)\b"
    r"|\bnot (?:only|just|merely|simply|least)\b|\b(?:when|how),? not (?:whether|if)\b|\bno doubt\b"
    r"|\bwithout (?:(?:any|further|undue|more) )*(?:reservations?|hesitation|conditions?"
    r"|delay|qualification)\b",
    re.IGNORECASE,
)
"""Words of negation that deny nothing of an issue: "not only", "a matter of when, not whether"."""
