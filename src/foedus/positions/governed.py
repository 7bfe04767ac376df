"""Whether verbs that also act on things report here ("raised doubts"); where a thing ends."""

from __future__ import annotations

from foedus.positions.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    PERSONAL,
    POSSESSIVE,
    PREPOSITIONS,
    SPANS,
    word_set,
)
from foedus.positions.lexicon import lexicon
from foedus.positions.phrases import Row, finite, phrase_after
from foedus.positions.plainly import acts, plain


def speaks_of(row: Row, at: int, end: int) -> bool:
    """Whether something said is aired: "raised doubts", and not "raised tariffs"."""
    known = lexicon().nouns
    return any(t.low in known or t.low in _MATTERS for t in row[at : min(end, at + 5)])


AIRED = word_set("share raise air register reserve withdraw withhold convey repeat tweet")
_MATTERS = word_set(
    "question questions issue issues possibility prospect spectre specter condolences judgment"
    " judgement consent approval rejection refusal thanks regret regrets regards gratitude support"
    " anger dismay"
)
RECKONING = frozenset(("see", "put"))
_CHANCES = word_set(
    "reason reasons sign signs need chance risk room prospect point alternative way"
)


def reckoned(row: Row, at: int, end: int, lemma: str) -> bool:
    """Whether something is estimated: "put the dead at 40", "sees two cuts", "sees no need"."""
    words = row[at : min(end, at + 14)]
    counted = [i for i, t in enumerate(words) if t.text[0].isdigit() or t.low in COUNTS]
    if lemma == "put":
        near = ("at", "about", "$")
        return any({t.low for t in words[max(0, i - 2) : i]} & {*near} for i in counted)
    none = words[0].low in ("no", "little", "few", "any", "scant", "a")
    as_ = any(t.low == "as" for t in words)
    return bool(as_ or counted or (none and any(t.low in _CHANCES for t in words[1:4])))


COUNTS = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty dozens hundreds thousands half"
    " quarter third fifth tenth dozen"
)


TELLS_OF = word_set(
    "assure reassure inform remind notify warn convince persuade apprise accuse suspect"
)
"""Verbs behind whose hearer "of" opens what is said: "assured them of its support".

Not so behind others: "hailed the end of the truce"."""
WHEN_SAID = word_set("in on at during after before")
"""What opens when or where something was said: "jeered in the spring that"."""


def apart(row: Row, at: int) -> bool:
    """Whether a dash parts what stands on its sides, and does not join two words."""
    return row[at - 1].end < row[at].start < row[at + 1].start - 1


def describes(row: Row, at: int) -> bool:
    """Whether "that" tells which thing is meant: "of that country", "a plan that begins"."""
    led = row[at - 1].low in PREPOSITIONS
    return led or row[at + 1].kind == "q" or row[at + 1].text == '"' or finite(row, at + 1, at + 2)


def by_the_way(row: Row, at: int) -> bool:
    """Whether how or when it was done is told behind a comma, and no more of what."""
    low, following = row[at].low, row[at + 1].low
    if low == "in":
        return following in ("a", "an", "what")
    if low == "with":
        return any(t.low.endswith("ing") for t in row[at + 2 : at + 8])
    return low in ("despite", "amid", "given") or (low == "without" and following.endswith("ing"))


def own_clause(row: Row, at: int, end: int) -> int:
    """Return where a noun phrase as content ends: before ", and Poland will not forgive it"."""
    plainly = at > 0 and plain(row[at - 1].low)
    if row[at].low != "to" and row[at].kind != "q":
        end = next((i for i in range(at + 1, end) if row[i].low in _WHY), end)
        end -= row[end - 1].text == ","  # "backs the plan, because it must"
    if row[at].low != "to" and row[at].kind != "q":
        end = _before_occasion(row, at, end)
    for place in range(at + 1, end - 3):
        if row[place].low in ("and", "but") and _acts_again(row, place + 1, plainly):
            return place  # "endorsed entry but made no mention of a vote"
        if row[place].text == "," and (
            _long_after(row, place + 1, end) or row[place + 1].low in _SAYS
        ):
            return place  # "backs the truce, says nothing of the embargo"
        if row[place].text == "," and by_the_way(row, place + 1):
            return place  # "rejected the plan, without giving reasons"
        gloss = row[place].text == "," and row[place + 1].low in ("which", "whose", "who")
        if gloss and not _resumes_for(row, place + 1, end):
            return place  # 'called it "premature", which means never': the narrator's gloss
        if row[place].text == "," and row[place + 1].low in ("a", "an") and any(
            t.low in lexicon().nouns or t.low in PERSONAL for t in row[place + 2 : place + 4]
        ):  # fmt: skip
            return place  # "promised to pay, a pledge he repeated"
        if row[place].text == "," and row[place + 1].low in CONJUNCTIONS | {"while", "whereas"}:
            who = phrase_after(row, place + 2, apposition=False)
            if who and finite(row, who[1], min(end, who[1] + 2)):
                return place
    return end


def _resumes_for(row: Row, at: int, end: int) -> bool:
    """Whether "for" goes on behind a gloss: "praised Renn, whose term ends soon, for her calm"."""
    close = next((i for i in range(at + 1, end - 1) if row[i].text == ","), 0)
    return bool(close) and row[close + 1].low in ("for", "as")


def _before_occasion(row: Row, at: int, end: int) -> int:
    """Return where a thing ends before when or how somebody spoke of it.

    "Rejected the offer Tuesday", "called for a vote after Renn had left", "answered the charge by
    closing the port".
    """
    for place in range(at + 2, end - 2):
        low, following = row[place].low, row[place + 1].low
        if low == "during" or (low == "by" and following.endswith("ing") and len(following) > 5):
            return place
        far = any(t.low == "as" for t in row[place - 2 : place])  # "as long as it has guns"
        if low == "as" and not far and following in PERSONAL and finite(row, place + 2, place + 3):
            return place
        if low == "after" and row[place - 1].kind == "w" and row[place - 1].low not in SPANS:
            who = phrase_after(row, place + 1, apposition=False)
            if who and row[who[1]].kind == "w" and finite(row, who[1], min(end, who[1] + 2)):
                return place
    named = end - at > 2 and row[end - 1].low in DAYS and row[end - 2].low not in _OF_A_DAY
    return end - 1 if named and row[end - 2].kind == "w" else end


_OF_A_DAY = PREPOSITIONS | DETERMINERS | word_set("'s last next every each sunday's and")
_SAYS = word_set("says say said calls called wants wanted told tells")
_WHY = word_set("because although whereas lest")
"""What opens a reason or a contrast, which is no part of a thing that is backed or opposed."""


def _acts_again(row: Row, at: int, plainly: bool) -> bool:
    """Whether the sayer does something else here: "praised it but stopped short of a promise"."""
    low, following = row[at].low, row[at + 1].low
    if low in _GOES_ON or (low, following) == ("no", "longer") or (plainly and acts(row, at)):
        return True
    over = low.endswith("ed") and len(low) > 4 and not row[at].capital
    return over and (row[at - 1].low == "but" or following in DETERMINERS | POSSESSIVE)


_GOES_ON = AUXILIARIES | word_set(
    "said says told went came made took got gave became led ran saw knew felt fell rose held kept"
    " began found brought stood sent met won lost paid wants lacks remains belongs knows seems"
)


def _long_after(row: Row, at: int, end: int) -> bool:
    """Whether "a day after ..." or "hours before ..." begins here."""
    first = row[at].low in DETERMINERS or row[at].low in ("just", "only", "barely")
    timed = [row[i].low in SPANS for i in range(at, min(end - 1, at + 3))]
    if True not in timed or not (first or timed[0]):
        return False
    return row[at + timed.index(True) + 1].low in ("after", "before")
