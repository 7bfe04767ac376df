"""Whether verbs that may also act on things report here: "raised doubts", "sees no need"."""

from __future__ import annotations

from foedus.positions.grammar import PREPOSITIONS, word_set
from foedus.positions.lexicon import lexicon
from foedus.positions.phrases import Row, finite


def speaks_of(row: Row, at: int, end: int) -> bool:
    """Whether something said is aired: "raised doubts", and not "raised tariffs"."""
    known = lexicon().nouns
    return any(t.low in known or t.low in _MATTERS for t in row[at : min(end, at + 5)])


AIRED = frozenset(
    ("share", "raise", "air", "register", "reserve", "withdraw", "withhold", "convey", "repeat")
)
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


TELLS_OF = word_set("assure reassure inform remind notify warn convince persuade apprise")
"""Verbs behind whose hearer "of" opens what is said: "assured them of its support"."""
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
    return low in ("despite", "amid") or (low == "without" and following.endswith("ing"))
