"""The signs of what is said of an issue: words of polarity and constructions, with negations."""

from __future__ import annotations

import re

from foedus.positions.effects import effect, undone
from foedus.positions.issues import Topic
from foedus.positions.polarity import polarity
from foedus.positions.takes import Take, act_judged, takes

_SHORT_ANSWER = 5
"""Words of an answer in which a bare no denies what was asked."""
_SCOPE = 5
"""A negation turns words of polarity at most so many words after it."""
_COMMISSIVE = re.compile(
    r"\b(?:will|shall|must|should|ought to|going to|would|be|to)\b", re.IGNORECASE
)
_PAIR = re.compile(r"\b(neither)\b([^.;]*?)\bnor\b", re.IGNORECASE)
"""Two words that deny once: "neither A nor B accepts it"."""


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
    lacking = LACKING.search(plain)
    if lacking and not _DOES_WITHOUT.search(plain):  # "monitors without a treaty are tourists"
        rest = content_signs(plain[: lacking.start()] + plain[lacking.end() :], topic)
        return {1} if rest == {-1} else set()
    taken = taken_side(plain)
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


def taken_side(plain: str) -> int | None:
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
LACKING = re.compile(r"\bwithout (?:(?:an?|any|some|such an?|the) )?(?:\w+ )?#", re.IGNORECASE)
"""What lacks the issue: who finds it bad is for the issue, who finds it good has said little."""
_DOES_WITHOUT = re.compile(r"\b(?:do|live|manage|get (?:by|along)) without\b", re.IGNORECASE)
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
    named = Topic(topic.issue, act.group(), False, False)
    if content_signs(words, named) == {-1}:
        return -1  # "lifting them is off the table"
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
