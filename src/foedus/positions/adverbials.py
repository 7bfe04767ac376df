"""Words of time, place and occasion between a cue and what it governs."""

from __future__ import annotations

from foedus.positions.grammar import (
    AUXILIARIES,
    DAYS,
    MONTHS,
    PERSONAL,
    PRONOUNS,
    SPANS,
    SUBORDINATORS,
    TIMES,
    adverb,
    word_set,
)
from foedus.positions.phrases import Row, finite


def past_adverbial(row: Row, at: int) -> int:
    """Return the place after adverbs and phrases of time, place and occasion."""
    while at < len(row):
        token = row[at]
        low = token.low
        if adverb(low) or low in DAYS or low in ("last", "earlier", "late", "early"):
            at += 1
            if low == "last" and at < len(row):
                at += 1
            continue
        if measured := _past_measure(row, at):
            at = measured
            continue
        if low in ("every", "each") and at + 1 < len(row) and row[at + 1].low in TIMES:
            at += 2  # "thunders every Tuesday that"
            continue
        if low == "for" and (last := _duration(row, at)):
            at = last  # "had warned for months that"
            continue
        if low in ("through", "via") and (end := _past_voice(row, at)):
            at = end
            continue
        if low in ("on", "in", "at", "during", "after", "to", "by", "from", "before"):
            past = _past_occasion(row, at)
            if past is not None:
                at = past
                continue
        break
    return at


def _past_measure(row: Row, at: int) -> int:
    """Return the place after "two years ago", "as late as 2030" or "each time"; else 0."""
    words = [token.low for token in row[at : at + 4]]
    for place, word in enumerate(words):
        if (
            word in ("ago", "earlier", "later", "beforehand")
            and place
            and words[place - 1] in SPANS
        ):
            return at + place + 1
    if words[:1] == ["as"] and words[1:2] and words[1] in _LATE and words[2:3] == ["as"]:
        return min(len(row), at + 4)
    return at + 2 if words[:1] and words[0] in _EACH and words[1:2] == ["time"] else 0


_LATE = frozenset(("late", "early", "recently", "long", "far"))
_EACH = frozenset(("each", "every", "one", "this", "another"))


def _duration(row: Row, at: int) -> int:
    """Return the place after "for months" or "for the past two years"; 0 where there is none."""
    for place in range(at + 1, min(len(row), at + 5)):
        if row[place].low in SPANS:
            return place + 1
        if row[place].low not in _LASTING and not row[place].text.isdigit():
            return 0
    return 0


_LASTING = word_set("the past last several many some few two three four five six ten a decade")
_OCCASIONS = word_set(
    "statement interview speech conference briefing letter email tweet post address message"
    " article interview report press telephone phone video meeting hearing call column essay"
    " parliament court reporters journalists radio television twitter facebook telegram"
    " private public advance response reply turn pages visit trip summit note seminar session"
    " questions request show shows programme programmes dinner lunch panel rally forum event"
    " filing filings papers testimony remarks lawsuit memo emails letters interviews posts"
    " terms workshop gathering retreat reception doorstep sidelines podium committee chamber"
    " council"
)


def _past_occasion(row: Row, at: int) -> int | None:
    """Return the place after "in a statement", "on Tuesday", "at a news conference in Paris"."""
    end = at + 1
    seen = False
    while end < len(row) and end - at < 9:
        token = row[end]
        low = token.low
        if token.kind != "w" and token.text not in ("'s", "-"):
            break
        if low in _OCCASIONS or low in TIMES or low in MONTHS or token.text.isdigit():
            seen = True
            end += 1
            continue
        if seen or low in PRONOUNS - {"one"} or low in SUBORDINATORS or low in AUXILIARIES:
            break
        end += 1
    return end if seen else None


def _past_voice(row: Row, at: int) -> int:
    """Return the place after "through a lawyer" or "via its embassy"; 0 where there is none."""
    near = range(at + 1, min(len(row), at + 6))
    return next((i + 1 for i in near if row[i].low in _VOICES), 0)


_VOICES = word_set(
    "lawyer lawyers attorney counsel spokesman spokeswoman spokesperson embassy representative"
    " representatives aide aides agent publicist office intermediary intermediaries secretary"
    " mediator mediators ministry channels ambassador interpreter translator statement solicitor"
)
"""Through whom somebody says something."""


def past_place(row: Row, at: int, end: int) -> int | None:
    """Return where "said on the steps she would" goes on with a pronoun and its verb."""
    for place in range(at + 2, min(end - 1, at + 6)):
        if row[place].kind != "w" or finite(row, place - 1, place):
            return None
        if row[place].low in PERSONAL - {"it", "you"} and finite(row, place + 1, place + 3):
            return place
    return None


def when_asked(row: Row, at: int) -> bool:
    """Whether "when asked" tells the occasion of what was said."""
    return at + 1 < len(row) and row[at].low == "when" and row[at + 1].low in _PROMPTED


_PROMPTED = word_set("asked pressed questioned challenged reached told leaving arriving")
