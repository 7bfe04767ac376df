"""Content before its cue: "..., she said", "..., said Osten", "..., she said, ...".

Places are numbers of tokens.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.positions.adverbials import past_adverbial
from foedus.positions.contents import after, sentence_end
from foedus.positions.cues import Cue
from foedus.positions.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    adverb,
)
from foedus.positions.lexicon import lexicon
from foedus.positions.matched import Match
from foedus.positions.phrases import (
    Place,
    Row,
    before_verb,
    finite,
    helps,
    phrase_after,
    phrase_before,
)


class Postposed(NamedTuple):
    """What stands before its cue, and perhaps goes on behind it.

    Attributes
    ----------
    content
        Its pieces.
    frame
        ``before``, ``inverted`` or ``around``.
    target
        Whom it is said to.
    """

    content: tuple[Place, ...]
    frame: str
    target: Place | None = None


def inverted(row: Row, cue: Cue, floor: int) -> tuple[Place, Postposed] | None:
    """Return "content, said X"."""
    mark = row[cue.start - 1] if cue.start else None
    if mark is None or not _ends(row, cue.start):
        return None
    start = cue.end
    while start < len(row) and (adverb(row[start].low) or _compared(row, start)):
        start += 1
    source = phrase_after(row, start)
    if (
        source is None
        or row[source[0]].low in ("it", "nothing", "so", "that", "this", "yes", "no")
        or (mark.kind != "q" and "f" in cue.frames and _asked(row, source[1]))
        or (
            mark.kind != "q"
            and row[source[1] : source[1] + 1] != []
            and row[source[1]].text != ","
            and finite(row, source[1], min(len(row), source[1] + 2))
        )
    ):
        return None
    content = content_before(row, cue.start, floor)
    if content is None:
        return None
    quoted = mark.kind == "q" or _has_quote(row, content)
    if not quoted and _only_described(row, content):
        return None
    bare = not row[cue.start].low.endswith("ed")  # "guests stay away, complain hotel owners"
    whole = finite(row, *content) or (bare and _alone(row, content, source[1]))
    pieces = _resumed(row, source[1], only_quoted=quoted or whole)
    if not quoted and not whole and (not pieces or row[source[1]].text == ":"):
        return None
    return source, Postposed((content, *pieces), "around" if pieces else "inverted")


def _compared(row: Row, at: int) -> bool:
    """Whether "put it more bluntly" has its "more" here, which is nobody who speaks."""
    return row[at].low in ("more", "less") and at + 1 < len(row) and adverb(row[at + 1].low)


def _only_described(row: Row, content: Place) -> bool:
    """Whether the only verb is a participle: "a wall, painted overnight, shows"."""
    comma = next((i for i in range(*content) if row[i].text == ","), 0)
    if not comma or comma + 1 >= content[1] or finite(row, content[0], comma):
        return False
    first = row[comma + 1].low
    led = first.endswith(("ed", "ing")) or first in _LED
    return first in RELATIVES or (led and not finite(row, comma + 2, content[1]))


_LED = frozenset(("led", "held", "made", "sent", "put", "known", "seen", "written", "run", "built"))


def _asked(row: Row, at: int) -> bool:
    """Whether somebody is asked "to" do something, and so does not speak."""
    return at < len(row) and row[at].low in ("to", "not")


def trailing(row: Row, cue: Cue, source: Place, floor: int) -> Postposed | None:
    """Return "content, X said"; the mark before the source and what follows the cue tell."""
    mark = row[source[0] - 1]
    if not _ends(row, source[0]):
        return None
    content = content_before(row, source[0], floor)
    if content is None:
        return None
    quoted = mark.kind == "q" or _has_quote(row, content)
    whole = finite(row, *content) and not helps(row, content[1] - 1)
    whole = whole or _alone(row, content, cue.end)
    pieces = _resumed(row, cue.end, only_quoted=quoted or whole)
    split = None if whole or quoted else _told_between(row, cue)
    if split:
        return Postposed((content, split[1]), "around", split[0])
    if quoted and row[content[1] - 1].kind == "q":
        told = after(row, cue, cue.end) if not pieces else None
        if told and row[told[0][0]].kind == "q" and row[told[0][0] - 1].text == ",":
            return Postposed((content, (told[0][0], told[0][0] + 1)), "around", told[1])
        if told and not _only_to_whom(row, told[0], cue.end):
            return None
        to = told[0] if told and row[told[0][0]].low not in SUBORDINATORS else None
        return Postposed((content, *pieces), "around" if pieces else "before", to)
    if _opens_clause(row, cue) or (
        pieces and row[pieces[0][0]].kind == "q" and _setting(row, content)
    ):
        return None
    if whole:
        if _setting(row, content):
            rest = _resumed(row, cue.end)
            goes_on = rest and _adjunct(row, content, rest[0])
            return Postposed((content, *rest), "around") if goes_on else None
        goes_on = pieces and row[pieces[0][0]].low in FINITE  # "what worries it, X said, is"
        return Postposed((content, *(pieces if goes_on else _joined(row, cue.end))), "before")
    if (
        not pieces
        or (_setting(row, content) and not _adjunct(row, content, pieces[0]))
        or not (
            row[pieces[0][0]].kind == "q" or _resumes_clause(row, pieces) or finite(row, *content)
        )
    ):
        return None
    return Postposed((content, *pieces), "around")


QUOTING = frozenset(("quote", "cite"))


def quoted_as_saying(row: Row, cue: Cue, floor: int) -> Match | None:
    """Return '"No," the agency quoted Osten as saying', and what it "cited Osten as saying"."""
    who = phrase_after(row, cue.end, apposition=False)
    for at in range(cue.end + 1, min(len(row) - 1, cue.end + 12)):
        if who and row[at].low == "as" and row[at + 1].low in ("saying", "telling"):
            told = after(row, _SAYING, at + 2)
            if told:
                return Match(cue, (who[0], at), (told[0],), "after")
            start = phrase_before(row, before_verb(row, cue.start))
            before = content_before(row, start[0], floor) if start else None
            return Match(cue, (who[0], at), (before,), "before") if before else None
    return None


_SAYING = Cue(0, 0, "say", "qtbwf", "verb")


def or_so(row: Row, cue: Cue, source: Place, floor: int) -> Match | None:
    """Return "..., or so X believes"."""
    start = source[0] - 1
    if start < 2 or row[start].low != "so" or row[start - 1].low != "or":
        return None
    told = content_before(row, start - 1, floor)
    return Match(cue, source, (told,), "before") if told else None


def _ends(row: Row, at: int) -> bool:
    """Whether a mark that ends what was said stands before `at`; an opening quotation mark not."""
    mark = row[at - 1]
    if mark.text == '"':
        return sum(token.text == '"' for token in row[:at]) % 2 == 0
    return mark.kind == "q" or mark.text in (",", "-", ")")


def _told_between(row: Row, cue: Cue) -> tuple[Place, Place] | None:
    """Return whom and the rest of "a vote, she told the Chamber, would be a gift"."""
    who = phrase_after(row, cue.end, apposition=False) if "f" in cue.frames else None
    if who is None or who[1] + 2 >= len(row) or row[who[1]].text != ",":
        return None
    goes_on = row[who[1] + 1].low in FINITE
    return (who, (who[1] + 1, sentence_end(row))) if goes_on else None


def _only_to_whom(row: Row, told: Place, cue_end: int) -> bool:
    """Whether what follows the cue is no content: who was told, or when it was said."""
    first = row[told[0]]
    for lead in (first, row[cue_end]):
        if lead.low in PREPOSITIONS - {"to"} or lead.low in ("when", "as", "while"):
            return True
    if first.low == "that" and finite(row, told[0] + 1, told[0] + 2):
        return True  # "told a crowd that had waited in the rain"
    opens = first.kind == "q" or first.low in SUBORDINATORS | {"to"}
    return not opens and all(t.low not in FINITE - {"'s"} for t in row[told[0] : told[1]])


def _alone(row: Row, content: Place, at: int) -> bool:
    """Whether nothing follows, so that what stands before must be what was said."""
    words = [t for t in row[content[0] : content[1]] if t.kind == "w"]
    rest = past_adverbial(row, at) < sentence_end(row)
    return not rest and len(words) > 2 and not adverb(words[0].low)


def _setting(row: Row, content: Place) -> bool:
    """Whether what stands before "X said" is a subordinate clause, a participle or an adjunct."""
    first = row[content[0]]
    if _inverted_order(row, content):
        return True
    commas = any(t.text == "," for t in row[content[0] : content[1]])
    related = {t.low for t in row[content[0] : content[1]]} & (RELATIVES | {"that"})
    if first.low in PREPOSITIONS - SUBORDINATORS and finite(row, *content) and not related:
        return False  # "For Osten there is no threat, Bell told them"
    if first.low in SUBORDINATORS - {"that", "so", "what", "how", "why"} | PREPOSITIONS:
        return not commas
    if first.low in ("asked", "pressed", "questioned", "told"):
        return True
    return first.low.endswith("ing") and not _subject_in_ing(row, content)


_WOULD = frozenset(("would", "could", "will", "might", "shall", "must", "can"))


def _inverted_order(row: Row, content: Place) -> bool:
    """Whether a condition by the order of words stands "X said": "Were they to go"."""
    first, following = row[content[0]], row[content[0] + 1 : content[0] + 2]
    comma = next((at for at in range(*content) if row[at].text == ","), content[1])
    follows = any(row[at].low in _WOULD for at in range(comma, content[1]))
    opens = first.low in ("were", "had", "should") and content[0] == 0 and following and not follows
    return bool(opens) and following[0].kind == "w" and following[0].low not in AUXILIARIES


def _subject_in_ing(row: Row, content: Place) -> bool:
    """Whether a word in -ing is the subject, or in it: "fighting near the river killed six"."""
    for at in range(content[0] + 1, content[1]):
        if row[at].kind == "v":
            return True
        if row[at].kind != "w" or row[at].low in SUBORDINATORS:
            return False
        owned = row[at - 1].low in DETERMINERS | {"'s"}  # "stressing the cost"
        if not owned and finite(row, at - 1, at + 1) and not finite(row, at - 1, at):
            return True
    return False


def _joined(row: Row, at: int) -> tuple[Place, ...]:
    """Return what is joined to what was said: "..., X said, and the rest must go"."""
    at, end = past_adverbial(row, at), sentence_end(row)
    if at + 2 < end and row[at].text == "," and (
        row[at + 1].low in _GOES_ON or row[at + 2].low == "long"
    ):  # fmt: skip
        return ((at + 1, end),)
    if at + 3 < end and row[at].text == "," and row[at + 1].low == "for" and any(
        t.low == "to" for t in row[at + 3 : at + 6]
    ):  # fmt: skip
        return ((at + 1, end),)  # "it makes sense, Bell said, for Renn to wait"
    if at + 3 < end and row[at].text == "," and row[at + 1].low == "and" and (
        row[at + 2].low in AUXILIARIES
    ):  # fmt: skip
        return ((at + 1, end),)  # "..., X said, and had threatened to quit"
    if at + 3 >= end or row[at].text != "," or row[at + 1].low != "and":
        return ()
    who = phrase_after(row, at + 2, apposition=False)
    return ((at + 1, end),) if who and finite(row, who[1], min(end, who[1] + 3)) else ()


_GOES_ON = frozenset(("to", "because", "if", "unless", "provided", "once", "until"))
"""What goes on with the speaker's words: "a mistake, Bell cautions, to hope"."""


def _adjunct(row: Row, content: Place, piece: Place) -> bool:
    """Whether "under the treaty" before "X said," goes with the clause behind it."""
    first, next_ = row[content[0]].low, row[piece[0]].low
    goes = _inverted_order(row, content) or first in PREPOSITIONS | {
        "if",
        "when",
        "unless",
        "until",
        "once",
        "before",
        "after",
    }
    return goes and not next_.endswith("ing") and finite(row, *piece) and (
        next_ not in SUBORDINATORS | CONJUNCTIONS
    )  # fmt: skip


def _opens_clause(row: Row, cue: Cue) -> bool:
    """Whether content follows the cue, so that what stands before it is only its setting."""
    at = cue.end
    if at >= len(row) or row[at].kind == "p":
        return False
    who = phrase_after(row, at, apposition=False) if cue.lemma == "tell" else None
    if who and past_adverbial(row, who[1]) >= sentence_end(row):
        return False  # "..., Bell told the others behind closed doors"
    return after(row, cue, at) is not None


def content_before(row: Row, end: int, floor: int) -> Place | None:
    """Return what stands before a place, back to a semicolon or what an earlier cue has used."""
    stop = end
    while stop > floor and row[stop - 1].text in (",", "-"):
        stop -= 1
    start = stop
    while start > floor and row[start - 1].text not in (";", ":"):
        start -= 1
    while start < stop and (row[start].low in ("and", "but", "yet") or row[start].text == ","):
        start += 1
    return (start, stop) if stop > start else None


def _has_quote(row: Row, place: Place) -> bool:
    return any(t.kind == "q" or t.text == '"' for t in row[place[0] : place[1]])


def _resumed(row: Row, at: int, only_quoted: bool = False) -> tuple[Place, ...]:
    """Return the second half of a split quotation or clause behind "she said,"."""
    at = past_adverbial(row, at)
    if at >= len(row) or row[at].text not in (",", "-", ":", "."):
        return ()
    start, end = at + 1, sentence_end(row)
    for place in range(start, min(end, start + 10)):
        opening = start if row[start].low in FINITE else place  # ", was "a private matter""
        if row[place].kind == "q":
            return ((opening, place + 1),)
        if row[place].text == '"':
            return ((opening, end),)
    if row[at].text == "," and start < end and row[start].low in FINITE:
        return ((start, end),)  # "every ship that passes, he argued, ought to pay"
    if only_quoted or row[at].text != "," or start >= end:
        return ()
    return ((start, end),)


def _resumes_clause(row: Row, pieces: tuple[Place, ...]) -> bool:
    if not pieces:
        return False
    start, end = pieces[0]
    first = lexicon().forms.get(row[start].low, ())
    verb = row[start].low in AUXILIARIES or any(r.forms & {"s", "past"} for r in first)
    return verb or (finite(row, start, end) and row[start].low not in
        CONJUNCTIONS | SUBORDINATORS and not row[start].low.endswith("ing"))  # fmt: skip
