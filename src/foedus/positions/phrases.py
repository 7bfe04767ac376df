"""Noun phrases beside a cue: who speaks, found by walking over words of closed classes.

No tagger is needed for this: a phrase ends where a verb, a conjunction or a mark stands, and the
words that can stand between a subject and its verb are few. Places are numbers of tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.positions.appositions import apposition_after
from foedus.positions.edges import adjunct, begins, participle, verbal
from foedus.positions.grammar import (
    AFTER,
    ALONE,
    ANOTHER,
    ASIDES,
    AUXILIARIES,
    CONJUNCTIONS,
    CONTRACTED,
    DAYS,
    DETERMINERS,
    FINITE,
    INSIDE_NAMES,
    LEADING,
    MONTHS,
    NOT_PAST,
    OBTAINED,
    PERSONAL,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SAID_TO,
    SPANS,
    SUBORDINATORS,
    TIMES,
    adverb,
)
from foedus.positions.lexicon import lexicon
from foedus.positions.listed import listed_before
from foedus.positions.tokens import Token

Row = Sequence[Token]
Place = tuple[int, int]
_LONGEST = 26


def helps(row: Row, at: int) -> bool:
    """Whether the token at `at` is an auxiliary, and not Mrs. May or Mr. Will."""
    token = row[at]
    return token.low in AUXILIARIES and not (token.capital and at > 0)


def nominal(token: Token) -> bool:
    """Whether a token can end a noun phrase."""
    low = token.low
    if token.kind != "w":
        return low == "%"
    if token.capital and low in ("may", "will"):
        return True
    return low not in CLOSED or low in PRONOUNS or low in ALONE


CLOSED = (
    AUXILIARIES | CONJUNCTIONS | SUBORDINATORS | PREPOSITIONS | RELATIVES | DETERMINERS
) - frozenset(("like",))
"""Words that end no noun phrase."""


def finite(row: Row, start: int, end: int) -> bool:
    """Whether there is a finite verb between two places, as far as its form tells."""
    forms = lexicon().forms
    for at in range(max(start, 0), min(end, len(row))):
        low = row[at].low
        if low in FINITE and (low != "'s" or (at > 0 and row[at - 1].low in CONTRACTED)):
            return True
        if row[at].kind == "v":
            return True  # a cue that was taken already
        if row[at].kind == "w" and at > start:
            past = low.endswith("ed") and len(low) > 3 and low not in NOT_PAST
            if past and row[at - 1].low not in DETERMINERS:
                return True
            named = row[at - 1].low in _BEFORE_NOUNS or (low == "states" and row[at].capital)
            if not named and any(r.forms & _OVER for r in forms.get(low, ())):
                return True
            if low.endswith("s") and not low.endswith("ss") and _verb_like(row, at):
                return True
    return False


_OVER = frozenset(("s", "past"))
_BEFORE_NOUNS = POSSESSIVE | frozenset(("the", "a", "an", "both", "these", "those", "no", "any"))


def _verb_like(row: Row, at: int) -> bool:
    """Whether a word in -s follows a subject and precedes an object, as a verb would."""
    before = row[at - 1]
    after = row[at + 1] if at + 1 < len(row) else None
    if before.low in ("he", "she", "it", "which", "who", "that", "this", "nobody", "everyone"):
        return True
    subject = before.capital or (before.kind == "w" and nominal(before))
    return bool(
        subject
        and not before.low.endswith("s")
        and after
        and (after.low in DETERMINERS or after.low in ("to", "that"))
    )


def before_aside(row: Row, at: int) -> int:
    """Return the place of the comma that opens an aside before `at`: "has, on the whole, gone"."""
    if at < 3 or row[at - 1].text != ",":
        return at
    for place in range(at - 2, max(0, at - 9), -1):
        if row[place].kind != "w":
            opens = row[place].text == "," and place and helps(row, place - 1)
            return place if opens else at
    return at


def before_verb(row: Row, at: int) -> int:
    """Return the place after the subject of the verb at `at`: auxiliaries and adverbs skipped."""
    at = before_aside(row, at)
    if at > 3 and row[at - 1].low in ("turn", "part") and row[at - 2].low in POSSESSIVE:
        at -= 3 + (row[at - 4].text == ",")  # "Osten, in his turn spoke out"
    while at > 0 and (
        helps(row, at - 1)
        or (adverb(row[at - 1].low) and not (at == 1 and row[0].low in ALONE))
        or row[at - 1].low in DAYS
        or (row[at - 1].low == "first" and at > 1 and row[at - 2].low in RELATIVES)
        or (at > 2 and f"{row[at - 2].low} {row[at - 1].low}" in ASIDES)
        or leads(row, at)
    ):
        if not helps(row, at - 1) and leads(row, at):
            at -= 3 if row[at - 2].low == "on" else 2
            continue
        if at > 2 and f"{row[at - 2].low} {row[at - 1].low}" in ASIDES:
            at -= 2
            continue
        if row[at - 1].low in DAYS:
            if at > 2 and row[at - 3].low.endswith("ed"):
                break
            at -= 2 if at > 1 and row[at - 2].low == "on" else 1
            continue
        if row[at - 1].capital and at > 1:
            break
        at -= 1
    return at


def leads(row: Row, at: int) -> bool:
    """Whether "used to", "went on to" or "came to" ends before `at`, with a verb of the sayer's."""
    if at < 3 or row[at - 1].low != "to":
        return False
    if row[at - 2].low in SAID_TO and row[at - 3].low in AUXILIARIES:
        return True  # "is said to have added"
    return row[at - 2].low in LEADING or (row[at - 2].low == "on" and row[at - 3].low == "went")


def phrase_before(row: Row, end: int, floor: int = 0) -> Place | None:
    """Return the noun phrase that ends at `end`, with an apposition between commas.

    Parameters
    ----------
    row
        Tokens of a sentence.
    end
        The place after its last token.
    floor
        The first place it may begin at.
    """
    if end <= floor:
        return None
    last = row[end - 1]
    if last.text in (",", "-", ")"):
        return _with_apposition(row, end, floor)
    if not nominal(last) or last.low in PREPOSITIONS:
        return None
    found = _trimmed(row, _walk(row, end, floor), end)
    return (listed_before(row, *found, floor), end) if found else None


def _with_apposition(row: Row, end: int, floor: int) -> Place | None:
    mark = {",": ",", "-": "-", ")": "("}[row[end - 1].text]
    opening = end - 2
    while opening > floor and row[opening].text != mark:
        if row[opening].kind == "q":
            return None
        opening = _past_parenthesis(row, opening, floor) - 1
    if opening <= floor or row[opening].text != mark:
        return None
    head = phrase_before(row, opening, floor) if row[opening - 1].text != "," else None
    if head is None:
        return None
    head = _renamed(row, head, floor) if row[opening + 1].low in RELATIVES else head
    first = row[opening + 1]
    named = first.low in ("such", "including", "through", "via", "led", "represented")
    kept = named or first.low in DETERMINERS or first.capital or first.text[0].isdigit()
    aside = (
        (first.low in PREPOSITIONS and not named)
        or first.low in SUBORDINATORS
        or first.low in RELATIVES
    )
    if not kept or aside:
        return head
    return (_joined_before(row, head[0], floor), end)


def _joined_before(row: Row, start: int, floor: int) -> int:
    """Return where "The premier, Ann Osten, and" begins before another with his name in commas."""
    joined = start > floor + 3 and row[start - 1].low == "and" and row[start - 2].text == ","
    other = _with_apposition(row, start - 1, floor) if joined else None
    named = other is not None and row[start - 3].capital and other[1] - other[0] > _NAMED
    return other[0] if other and named and not finite(row, *other) else start


_NAMED = 4
"""So many words has a person with an office at the least, commas included."""


def _past_parenthesis(row: Row, at: int, floor: int) -> int:
    """Return where the parenthesis begins that ends at `at`: a comma within it parts nothing."""
    if row[at].text != ")":
        return at
    return next((i for i in range(at - 1, floor, -1) if row[i].text == "("), at)


def _renamed(row: Row, name: Place, floor: int) -> Place:
    """Return a name with the office before it: "the chief executive, Per Lund, who ..."."""
    if name[0] < floor + 2 or row[name[0] - 1].text != "," or not row[name[0]].capital:
        return name
    office = phrase_before(row, name[0] - 1, floor)
    return (office[0], name[1]) if office and row[office[1] - 1].kind == "w" else name


def _walk(row: Row, end: int, floor: int) -> int:
    """Return where the phrase that ends at `end` begins."""
    if row[end - 1].low in PERSONAL:
        return end - 1
    at = end - 1
    while at > floor and end - at < _LONGEST:
        token = row[at - 1]
        low = token.low
        if token.text in ("'s", "'", "&", "-", "%", "/") or token.text == ".":
            if token.text == ".":
                break
        elif token.kind != "w" or low in SUBORDINATORS or low in PERSONAL:
            break
        elif low in RELATIVES:
            inner = phrase_before(row, at - 1, floor) if at > 1 else None
            return inner[0] if inner else at
        elif low in CONJUNCTIONS:
            if not _joins(row, at - 1, end):
                break
        elif (
            helps(row, at - 1)
            or (low in PREPOSITIONS and low not in INSIDE_NAMES and not (token.capital and at > 1))
            or _is_verb(row, at - 1, end)
        ):
            break
        at -= 1
    return at


def _is_verb(row: Row, at: int, end: int) -> bool:
    low = row[at].low
    if row[at].capital and at > 0:
        return False
    before = row[at - 1] if at else None
    after = row[at + 1]
    if before is not None and before.low in ("i", "we", "you", "they", "who") and any(
        "base" in r.forms for r in lexicon().forms.get(low, ())
    ):  # fmt: skip
        return True  # "I think Poland supports"
    if low == "made" and after.low in ("public", "available", "possible"):
        return False  # "a filing made public on Friday"
    if low in FINITE and low not in ("left", "cost", "set", "means"):
        return True
    if before and before.low in ("has", "have", "had") and low not in DETERMINERS:
        return True  # "has drawn criticism from doctors"
    if low.endswith("ed") and len(low) > 4:
        adjectival = before is not None and (before.low in DETERMINERS or before.text == "'s")
        reduced = after.low in PREPOSITIONS and at + 1 < end
        return not adjectival and not reduced and bool(before) and after.low in DETERMINERS
    return low.endswith("ing") and after.low in DETERMINERS and at > 0


def _joins(row: Row, at: int, end: int) -> bool:
    """Whether "and" at `at` joins two nouns of one phrase, and not two clauses."""
    if at == 0 or at + 1 >= end or row[at].low in ("but", "yet"):
        return False
    before, after = row[at - 1], row[at + 1]
    if after.low in ("his", "her") and row[end - 1].low in ("counterpart", "colleague"):
        return True
    if before.kind != "w" or before.low in TIMES:
        return False
    if after.low in OBTAINED:
        return True
    if before.capital and (after.capital or after.low in DETERMINERS):
        return not finite(row, max(0, at - 8), at)
    if any(r.forms & {"past"} for r in lexicon().forms.get(after.low, ())):
        return False
    if before.capital and after.low in _NUMBERED and at + 2 < end:
        return not finite(row, max(0, at - 8), at)  # the United States and eleven other allies
    return not before.capital and not after.capital and after.low not in DETERMINERS | PERSONAL


_NUMBERED = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
) | {"several", "other", "dozens"}


def _trimmed(row: Row, start: int, end: int) -> Place | None:
    """Drop what leads in: conjunctions, adverbs and phrases of time and place."""
    while start < end:
        token = row[start]
        low = token.low
        if start + 3 < end and row[start + 1].low in SPANS and row[start + 2].low in AFTER:
            start += 3
        elif (
            low in CONJUNCTIONS
            or low in ("'s", "'", "-", ".")
            or (adverb(low) and low not in ("both", "all", "once") and end - start > 1)
        ):
            start += 1
        elif low in PREPOSITIONS:
            start = _past_adjunct(row, start, end)
        elif low in DAYS and start + 1 < end:
            start += 1
        else:
            break
    if start >= end or not any(nominal(t) for t in row[start:end]):
        return None
    return None if end - start == 1 and row[start].low in DAYS | MONTHS else (start, end)


def _past_adjunct(row: Row, start: int, end: int) -> int:
    """Return the place after a leading prepositional phrase: before the next noun phrase."""
    at = start + 1
    dated = at < end and row[at].low in MONTHS
    if dated and at + 1 < end and row[at + 1].capital:
        return at + 1  # "In May Osten"
    if at < end and row[at].low in DETERMINERS:
        at += 1
    while at < end:
        token = row[at]
        begins = token.low in DETERMINERS or (token.capital and not row[at - 1].capital)
        if begins and at > start + 1 and row[at - 1].low not in PREPOSITIONS | DETERMINERS:
            return at
        at += 1
    return start + 1


def phrase_after(row: Row, start: int, apposition: bool = True) -> Place | None:
    """Return the noun phrase that begins at `start`, with an apposition behind a comma."""
    if start >= len(row) or row[start].kind != "w" or not begins(row[start]):
        return None
    if row[start].low in PERSONAL:
        return (start, start + 1)
    at = start
    while at < len(row) and at - start < _LONGEST:
        token = row[at]
        low = token.low
        if token.kind == "q" or (token.kind == "p" and token.text not in _WITHIN):
            break
        if token.text == "-" and (at + 1 >= len(row) or row[at + 1].start > token.end):
            break
        if at > start and (low in SUBORDINATORS or low in RELATIVES or verbal(token)):
            break
        if at > start and (adjunct(row, at) or low in PERSONAL or adverb(low)):
            break
        if low in CONJUNCTIONS and not _joins(row, at, min(len(row), at + 6)):
            break
        before = row[at - 1] if at > start else None
        if before and low in ANOTHER and before.low not in PREPOSITIONS | CONJUNCTIONS | {"all"}:
            break
        at += 1
    while at - 1 > start and not row[at - 1].capital and participle(row[at - 1]):
        at -= 1
    while at > start and (row[at - 1].low in PREPOSITIONS or row[at - 1].low in CONJUNCTIONS):
        at -= 1
    if at == start or not any(nominal(t) for t in row[start:at]):
        return None
    return (start, apposition_after(row, at)) if apposition else (start, at)


_WITHIN = ("'s", "'", "&", "-", "%")
