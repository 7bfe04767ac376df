"""Which stance words take on an issue, by cues and the polarity of what is said.

The rules abstain rather than guess: where cues for and against meet, there is no stance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.positions.effects import effect, undone
from foedus.positions.grammar import word_set
from foedus.positions.issues import Topic
from foedus.positions.polarity import polarity
from foedus.positions.sides import named_side, plainly
from foedus.positions.statement import Stance
from foedus.positions.takes import Take, act_judged, lost, takes

DENYING = word_set("deny dispute refute rebut doubt contest")
"""Cues whose content is not so: who "denied that he opposed it" opposes nothing."""

_SHORT_ANSWER = 5
"""Words of an answer in which a bare no denies what was asked."""
_SCOPE = 5
"""A negation turns words of polarity at most so many words after it."""
_DIRECTIVE = re.compile(r"\b(?:will|shall|must|should|would|to)\b")
_COMMISSIVE = re.compile(
    r"\b(?:will|shall|must|should|ought to|going to|would|be|to)\b", re.IGNORECASE
)


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
    topic: Topic, lemma: str, negated: bool, words: str, conditional: bool, demand: bool
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
    """
    known = polarity()
    words = plainly(_NO_NEGATION.sub(" ", words))
    called = lemma in _CALLS and words.lstrip().startswith("for ")
    kind = "support" if called else known.cues.get(lemma, "")
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
    words = _REASON.split(words)[0] if cue else words
    signs = content_signs(_JUDGED_AS.sub("", words) if cue else words, topic)
    if cue and not signs and lost(words.replace(topic.words, "#")):
        signs = {-1}
    if negated and kind == "oppose":
        return Reading("ambiguous")
    taken = None if cue else _taken(words.replace(topic.words, "#"))
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


_PAIR = re.compile(r"\b(neither)\b([^.;]*?)\bnor\b", re.IGNORECASE)
"""Two words that deny once: "neither A nor B accepts it"."""


def _warned(plain: str) -> int:
    """Return the side of a warning: what is foretold of an issue is bad, and so is its lack."""
    if _LACKING.search(plain):
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


def content_signs(words: str, topic: Topic) -> set[int]:
    """Return the signs of the words of polarity in a content, each turned by negations.

    Examples
    --------
    >>> from foedus.positions.disputes import Issue, phrases
    >>> topic = Topic(Issue("base", "a base", phrases(["base"])), "base", False, False)
    >>> sorted(content_signs("they will never accept a base", topic))
    [-1]
    """
    known = polarity().words
    words = _PAIR.sub(r"\1\2and", words)
    if topic.act:
        return {_act_sign(words, topic)}
    plain = _LIFTED.sub(" accept ", words.replace(topic.words, "#"))
    plain = _UNWANTED.sub(" reject #", _QUALIFIED.sub("#", plain))
    if _WITHOUT.search(plain) or _NOTHING_LESS.search(plain):
        return {1}
    act = act_judged(plain)
    if act:
        return {act[0] * s for s in content_signs(act[1], topic)}
    refused = _REFUSAL_JUDGED.search(plain)
    if refused:  # "their refusal of the treaty is regrettable"
        return {-s for s in _judged(refused.group(1), [], set())}
    lacking = _LACKING.search(plain)
    if lacking:  # "monitors without a treaty are tourists"
        rest = content_signs(plain[: lacking.start()] + plain[lacking.end() :], topic)
        return {1} if rest == {-1} else set()
    taken = _taken(plain)
    if taken is not None:
        return {taken} if taken else set()
    sign, plain = effect(plain)
    if sign:
        return {sign}
    negations = [m.end() for m in known["negators"].finditer(plain)]
    signs: set[int] = {1} if re.search(r"\b(?:must|should)\b", topic.words) else set()
    used: set[int] = set()
    spent: list[range] = []
    for match in undone(plain):
        turned = [n for n in negations if _reaches(plain, n, match)]
        used.update(turned)
        against = [m for m in known["oppose"].finditer(plain) if _governs(plain, m, match)]
        spent += [range(m.start(), m.end()) for m in (match, *against)]
        signs.add(1 if (len(turned) + len(against)) % 2 else -1)
    for kind, sign in (("oppose", -1), ("support", 1)):
        for match in known[kind].finditer(plain):
            if any(match.start() in stretch for stretch in spent):
                continue
            turned = [n for n in negations if _reaches(plain, n, match)]
            used.update(turned)
            if _NONE_OF.match(plain, match.end()):
                signs.add(-sign)  # "would accept no truce"
                used.update(n for n in negations if n > match.end())
                continue
            weak = match.group().lower() in ("must", "should", "will become", "wants", "want")
            if weak and _negated_after(plain, match.end()):
                after = {n for n in negations if n > match.start()}
                if not after & used:  # "must not be traded away" is no "must not"
                    signs.add(-sign)
                used.update(after)
            else:
                signs.add(-sign if len(turned) % 2 else sign)
    if _FOR.search(plain):
        signs.add(1)
    if not signs:
        signs = _judged(plain, negations, used)
    left = [n for n in negations if n not in used and _with_topic(plain, n)]
    if left and not signs:
        signs.add(-1)
    if not signs and _COMMISSIVE.search(plain):
        near = next((m for m in re.finditer(r"[^.!?]+", plain) if "#" in m.group()), None)
        plain = near.group() if near else plain
        return {1} if re.search(r"\b(?:will|shall|to be)\b", plain) else set()
    return signs


def _taken(plain: str) -> int | None:
    """Return the side of the construction that decides, turned by what stands before it.

    0 where it leaves the side open, nothing where there is none.
    """
    for take in takes(plain):
        return -take.sign if _turned(plain, take) else take.sign
    return None


def _turned(plain: str, take: Take) -> bool:
    """Whether an odd number of negations and of words against turns a construction."""
    known = polarity().words
    odd = take.turned
    against = list(known["oppose"].finditer(plain, 0, take.start))
    for match in known["negators"].finditer(plain, 0, take.start):
        if any(m.start() <= match.start() < m.end() for m in against):
            continue  # "no question of sending" is one no
        between = plain[match.end() : take.start]
        first = (
            re.fullmatch(r"\W*(?:that )?", plain[: match.start()])
            and match.group()[:2].lower() == "no"
        )
        near = first or len(between.split()) <= _SCOPE
        odd ^= bool(near and not re.search(r"[,;:.]", between))
    for match in against:
        between = plain[match.end() : take.start]
        odd ^= len(between) < _NEAR and not re.search(r"[,;:.]", between)
    return odd


def _governs(plain: str, against: re.Match[str], undoing: re.Match[str]) -> bool:
    """Whether what undoes the issue is itself opposed: "against any delay of it"."""
    between = plain[against.end() : undoing.start()]
    return 0 < len(between) < _NEAR and not re.search(r"[,;:.]", between)


_NEAR = 25


def _judged(plain: str, negations: list[int], used: set[int]) -> set[int]:
    """Return the sign of the words that judge, by their number; negations turn them."""
    total = 0
    for kind, sign in (("good", 1), ("bad", -1)):
        for match in polarity().judged[kind].finditer(plain):
            turned = [n for n in negations if _reaches(plain, n, match)]
            used.update(turned)
            none = bool(_NONE_OF.match(plain, match.end()))  # "seeks no guarantee"
            used.update(n for n in negations if none and n > match.end())
            odd = (len(turned) + none) % 2
            total += 0 if odd and sign < 0 else -sign if odd else sign
    return {1 if total > 0 else -1} if total else set()


_LIFTED = re.compile(
    r"\b(?:lift|drop|withdraw|withdrew|end|abandon|remov|waiv|overc[ao]m)\w* (?:its|his|her|their"
    r"|the|any|all|my|our) (?:\w+ )?(?:objections?|veto(?:es)?|opposition|reservations?"
    r"|resistance)\b",
    re.IGNORECASE,
)
"""To lift an objection is to accept."""
_NO_NEGATION = re.compile(
    r"\bnot (?:only|just|merely|simply|least)\b|\b(?:when|how),? not (?:whether|if)\b|\bno doubt\b"
    r"|\bwithout (?:any )?(?:reservations?|hesitation|conditions?|delay|qualification)\b",
    re.IGNORECASE,
)
"""Words of negation that deny nothing of an issue: "not only", "a matter of when, not whether"."""
_WITHOUT = re.compile(r"\b(?:no|not|n't|never)\b[^.;]*\bwithout (?:[\w'-]+ )?#", re.IGNORECASE)
"""Who says that there is "no patrol without a referendum" wants the referendum."""
_NOTHING_LESS = re.compile(
    r"\bno (?:\w+ )?#\s?[,;:-] no\b"
    r"|\bnothing (?:less|short|else|other|more) (?:than|of|but)\b[^.;]*#"
    r"|#(?: \w+)* and nothing (?:else|less|more)\b|\bnothing but (?:\w+ ){0,2}#"
    r"|\bonly (?:an?|the) (?:\w+ )?# (?:will|would|can|could) \w+"
    r"|^\W*let (?:them|him|her|it|us|in|those|these|the|there be)\b(?! no\b)[^.;]*#",
    re.IGNORECASE,
)
"""Words that want the issue and nothing else: "no treaty, no deal", "nothing less than it"."""
_REFUSAL_JUDGED = re.compile(
    r"\b(?:refusal|rejection|opposition|objections?|veto|resistance|reluctance|delay|failure"
    r"|absence"
    r"|lack)\b[^.;]*#[^.;]*\b(?:is|was|are|were|remains?|would be)\b([^.;]*)",
    re.IGNORECASE,
)
"""A no of others that is judged: who finds it bad is for the issue."""
_UNWANTED = re.compile(
    r"\b(?:want|like|see|prefer|need|have)(?:s|ed)? (?:to see )?(?:it|them|this|(?:[\w-]+ ){0,2}#) "
    r"(?:gone|out|dead|buried|stopped|ended|scrapped|dropped|withdrawn|lifted|off|away|finished)\b",
    re.IGNORECASE,
)
"""Who wants a thing gone does not want it."""
_QUALIFIED = re.compile(r"#(?: \w+){0,2} (?:that|which) [^,.;]*")
"""An issue with a clause that says which: "would accept no truce that tied its hands"."""
_LACKING = re.compile(r"\bwithout (?:(?:an?|any|some|such an?|the) )?(?:\w+ )?#", re.IGNORECASE)
"""What lacks the issue: who finds it bad is for the issue, who finds it good has said little."""
_NONE_OF = re.compile(r"\s+(?:no|neither|none of)\b", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:am|is|are|was|were|been|all|always|here)(?: \w+ly)? (?:for|to) (?:\w+ )?#"
    r"|\b(?:I'm|[Ww]e're|[Tt]hey're)(?: \w+ly)? for (?:\w+ ){0,2}#"
)
"""Words before an issue that side with it: "I have always been for entry"."""


def _with_topic(plain: str, negation: int) -> bool:
    """Whether a negation stands in the sentence that names the issue, where one does."""
    at = plain.find("#")
    if at < 0 and len(plain.split()) > _SHORT_ANSWER:
        return False  # "Asked about it, she said that she had not been told"
    return at < 0 or not re.search(r"[.!?;]", plain[min(at, negation) : max(at, negation)])


def _act_sign(words: str, topic: Topic) -> int:
    """Return 1 where the act is said to come, -1 where it is said not to."""
    assert topic.issue.acts is not None
    act = topic.issue.acts.search(words)
    assert act is not None
    turned = [
        m for m in polarity().words["negators"].finditer(words) if _reaches(words, m.end(), act)
    ]
    return -1 if len(turned) % 2 else 1


def _reaches(words: str, negation: int, match: re.Match[str]) -> bool:
    between = words[negation : match.start()]
    return (
        match.start() >= negation
        and len(between.split()) <= _SCOPE
        and not re.search(r"[,;:.]", between)
    )


def _negated_after(words: str, end: int) -> bool:
    return bool(re.match(r"\s*(?:not|n't|never)\b", words[end:]))
