"""What follows a cue: its content, by the frames of the cue, and whom it is said to."""

from __future__ import annotations

from foedus.positions.adverbials import past_adverbial, past_place, when_asked
from foedus.positions.cues import Cue
from foedus.positions.governed import (
    AIRED,
    COUNTS,
    RECKONING,
    TELLS_OF,
    WHEN_SAID,
    apart,
    describes,
    own_clause,
    reckoned,
    speaks_of,
)
from foedus.positions.grammar import (
    ASIDES,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    PERSONAL,
    POSSESSIVE,
    PREPOSITIONS,
    SUBORDINATORS,
    adverb,
    word_set,
)
from foedus.positions.lexicon import lexicon
from foedus.positions.phrases import (
    Place,
    Row,
    finite,
    phrase_after,
)

_POSTS = word_set("chief director manager coach executive head aide minister ambassador staff")
_FLYING = word_set("plane aircraft jet drone drones missile missiles helicopter airliner flight")
_EVENTS = word_set(
    "rally rallies meeting meetings talks round lead hearing hearings conference convention event"
    " events ceremony summit seat seats majority power sway election elections localities exercises"
)
_WHEN = word_set("on in at last earlier")
_BETWEEN = word_set("however meanwhile though nevertheless instead too again therefore")
_STOPS = frozenset((".", "!", "?", ";"))
_QUESTIONS = word_set("whether if who what when where how why which")
_OF_TIME = word_set(
    "ask know say decide explain reveal disclose specify wonder tell announce discuss see learn"
    " remember recall state determine indicate clarify forget choose set understand inquire"
)
"""Verbs behind which "when" asks for a time, and does not tell one."""
_FAR = 18


def sentence_end(row: Row) -> int:
    """Return the place after the last word, full stops left out."""
    end = len(row)
    while end and row[end - 1].text in (".", ";", ",", "!", "?"):
        end -= 1
    return end


def clause_end(row: Row, at: int) -> int:
    """Return the place where what begins at `at` ends: the sentence's end, or a semicolon."""
    for place in range(at, len(row)):
        if row[place].text == ";":
            return place
    return sentence_end(row)


def after(row: Row, cue: Cue, at: int) -> tuple[Place, Place | None] | None:
    """Return the content that follows a cue, and whom it is said to."""
    if cue.particle:
        return (at, cue.particle), None
    end, frames = clause_end(row, at), cue.frames
    if at < end and row[at].low in _REFLEXIVE and cue.lemma == "commit":
        at = past_adverbial(row, at + 1)
    if at + 1 < end and row[at].low in _REFLEXIVE and cue.lemma in _OF_ONESELF:
        return (at, own_clause(row, at, end)), None
    if at + 3 < end and row[at].text == row[at + 2].text == "," and row[at + 1].low in _BETWEEN:
        at += 3  # "rejected, however, a call"
    if at + 2 < end and f"{row[at].low} {row[at + 1].low}" in ASIDES:
        at += 2  # "agreed in principle to host them"
    if at >= end or (cue.lemma == "hold" and _EVENTS & {t.low for t in row[at : min(end, at + 6)]}):
        return None  # "held a rally"
    if "q" in frames or "f" in frames:
        quoted = _quoted(row, at, end)
        within = quoted and "b" in frames and row[quoted[0] - 1].text not in (",", ":")
        opens = _clause(row, at, end) if within else None
        if quoted and opens is not None and finite(row, opens, quoted[0]):
            return (opens, end), None  # "said the rule would hit “every ...”"
        if quoted:
            return quoted, _addressee(row, at, quoted[0])
    if "q" in frames and row[at].text == '"':
        return (at, end), None
    if "t" in frames and not ("i" in frames and infinitive(row, at, end)):
        that = _that(row, at, end, frames)
        if that is not None:
            return (that, end), _addressee(row, at, that)
    if when_asked(row, past_adverbial(row, at)):
        return None
    if "w" in frames:
        asked = past_adverbial(row, at)
        timed = asked < end and row[asked].low == "when" and cue.lemma.split()[-1] not in _OF_TIME
        if asked < end and row[asked].low in _QUESTIONS and not timed:
            alone = asked + 1 < end and row[asked + 1].text == ","
            return (asked, asked + 1 if alone else end), None
    if "i" in frames:
        timed = row[at].low in DAYS or row[at].low in _WHEN or row[at].low == "for"
        meant = past_adverbial(row, at) if timed else at
        meant -= meant > at and row[meant - 1].low in ("not", "never")
        if meant < end and infinitive(row, meant, end):
            return (meant, own_clause(row, meant, end)), None
    if "f" in frames:
        told = _told(row, cue, at, end)
        if told:
            return told
    if "b" in frames:
        clause = _clause(row, at, end)
        if clause is None and cue.lemma == "say" and _plainly_said(row, at, end):
            clause = at
        if clause is not None:
            return (clause, end), None
    if cue.lemma in _DISMISSING and row[at].low == "as" and (
        at + 2 < end and row[at + 1].low not in PERSONAL | DETERMINERS
    ):  # fmt: skip
        return (at, own_clause(row, at, end)), None
    if "o" in frames and row[at].low in _OF:
        return (at, own_clause(row, at, end)), None
    if "n" in frames and (aside := _past_aside(row, at, end)) and aside < end:
        at = aside  # "opposed, in his last speech, any vote"
    if "n" in frames and (row[at].low in DAYS or row[at].low in _WHEN):
        at = past_adverbial(row, at)  # "ruled out on Monday evening any deal"
    if "n" in frames and at < end and _opens_noun(row, at) and past_adverbial(row, at) < end:
        if cue.lemma in AIRED and not speaks_of(row, at, end):
            return None
        if cue.lemma in _AS and not any(t.low == "as" for t in row[at : min(end, at + 14)]):
            return None
        if cue.lemma in RECKONING and not reckoned(row, at, end, cue.lemma):
            return None
        if cue.lemma == "call" and _visited(row, at, end):
            return None
        if cue.lemma == "dismiss" and _POSTS & {t.low for t in row[at : min(end, at + 4)]}:
            return None  # "dismissed its chief executive"
        if cue.lemma == "shoot down" and _FLYING & {t.low for t in row[at : min(end, at + 6)]}:
            return None
        return (at, own_clause(row, at, end)), None
    return None


def _visited(row: Row, at: int, end: int) -> bool:
    """Whether somebody is called up, and not called something: "called his mother on Monday"."""
    who = phrase_after(row, at, apposition=False)
    if who is None:
        return False
    alone = who[1] >= end and row[at].low in ("a", "an")
    return alone or (
        who[1] < end and row[who[1]].low in PREPOSITIONS and row[who[1]].low not in ("for", "of")
    )


_REFLEXIVE = word_set("himself herself itself themselves ourselves myself")
_OF_ONESELF = word_set("describe portray declare pronounce call style profess label")
_DISMISSING = word_set(
    "dismiss describe denounce condemn reject hail praise deride portray decry brand characterise"
    " characterize"
)
_OF = frozenset(("of", "to", "for", "against", "about", "at", "in", "over"))
_AS = frozenset(("view", "treat", "perceive", "look on", "look upon", "think of", "take"))


def _quoted(row: Row, at: int, end: int) -> Place | None:
    for place in range(at, min(end, at + _FAR)):
        token = row[place]
        if token.kind == "q":
            return (place, end)
        if token.text == ":" and place + 1 < end and not finite(row, at, place):
            return (place + 1, end)
        if token.text in _STOPS or token.low in SUBORDINATORS - {"as"}:
            return None
    return None


def _that(row: Row, at: int, end: int, frames: str) -> int | None:
    """Return where "that" opens the content, behind an adverbial or the one it is said to."""
    aside = _past_aside(row, at, end)
    if aside is not None and row[aside].low == "that":
        return aside
    if row[at].low != "that":
        at_most = past_adverbial(row, at)
        if at_most < end and row[at_most].low == "that":
            return at_most if at_most + 1 < end else None
        led = row[at].low in PREPOSITIONS or adverb(row[at].low) or row[at].text == ","
        timed = row[at].low in WHEN_SAID or past_adverbial(row, at) > at
        if not ("f" in frames or (led and "b" in frames) or timed):
            return None
    for place in range(at, min(end, at + _FAR)):
        token = row[place]
        close = _past_aside(row, place, end) if token.text == "," else None
        if close and row[close].low == "that":
            return close  # "told them on Monday, after a debate, that"
        if token.low == "that":
            alone = place + 1 >= end or (place == at and row[place + 1].low == "of")
            relative = place > at and not {"b", "f"} & set(frames) and describes(row, place)
            return None if alone or relative else place
        leads = place == at and token.low in ("before", "after", "since")
        closes = token.low in SUBORDINATORS - {"as", "once"} and not leads
        if token.text in _STOPS or token.kind == "q" or closes:
            return None
        if place > at and (token.low in AUXILIARIES or _other_verb(row, place)):
            return None
        if token.low == "but" or (token.text == "-" and place + 1 < end and apart(row, place)):
            return None
        following = row[place + 1].low if token.text == "," and place + 1 < end else ""
        if following.endswith("ing") or following in CONJUNCTIONS:
            return None
    return None


def _past_aside(row: Row, at: int, end: int) -> int | None:
    """Return the place after ", as he had in May," or ", in public at least," behind a cue."""
    if row[at].text != "," or row[at + 1 : at + 2] == []:
        return None
    if row[at + 1].low != "as":
        commas = (i for i in range(at + 2, min(end - 1, at + 9)) if row[i].text == ",")
        closed = next(commas, 0)
        return closed + 1 if closed and not finite(row, at + 1, closed) else None
    return next((i + 1 for i in range(at + 2, min(end - 1, at + 12)) if row[i].text == ","), None)


def _other_verb(row: Row, at: int) -> bool:
    if row[at - 1].low in DETERMINERS | POSSESSIVE or (at > 1 and row[at - 2].low == "no"):
        return False  # "after the talks that", "in no uncertain terms that"
    readings = lexicon().forms.get(row[at].low, ())
    return any(r.forms & {"past", "s", "ing"} for r in readings) and not row[at].capital and (
        row[at].low not in lexicon().nouns
    )  # fmt: skip


def infinitive(row: Row, at: int, end: int) -> bool:
    """Whether "to" and a verb begin here."""
    if row[at].low in ("not", "never") and at + 1 < end:
        at += 1
    if row[at].low != "to" or at + 1 >= end:
        return False
    at += row[at + 1].text == '"' and at + 2 < end  # to "wait and see"
    return row[at + 1].kind == "w" and (
        row[at + 1].low not in DETERMINERS | POSSESSIVE | _HEARING
        and (row[at].capital or not row[at + 1].capital)
        and not (row[at + 1].low.endswith("s") and row[at + 1].low[-2:] not in ("ss", "us"))
        and row[at + 1].low.split("-")[0] not in COUNTS  # "by fifty votes to fifty-one"
    )  # fmt: skip


_HEARING = word_set("applause laughter parliament congress")
"""What somebody speaks to, beside words in the plural: "said to cheers"."""


def _told(row: Row, cue: Cue, at: int, end: int) -> tuple[Place, Place | None] | None:
    """Return content behind the one it is said to: "told Torria to leave", "accused it of"."""
    who = phrase_after(row, at, apposition=False)
    if who is None:
        return None
    place = who[1]
    if place < end and row[place].low in ("which", "who"):
        asked = next((i for i in range(place, min(end, place + 12)) if infinitive(row, i, end)), 0)
        if asked:  # "urged the states which have offered none to offer troops"
            return (asked, end), (who[0], place)
    later = past_adverbial(row, place)
    while later > place and row[later - 1].low in ("not", "never"):
        later -= 1
    if later > place and later < end and infinitive(row, later, end):
        return (later, end), (who[0], place)
    for split in range(who[0] + 1, min(end, place + 1)):
        low = row[split].low
        wishes = cue.lemma in _WISHES and low not in ("to", "that", "not")
        if low == "to" and not infinitive(row, split, end):
            continue  # "requested help pursuant to Article 4"
        if low == "as" and split + 1 < end and row[split + 1].low in PERSONAL:
            return (at, own_clause(row, at, end)), who  # "mocked the dispute as she rode"
        opens = (not wishes and low in ("to", "that", "whether", "not")) or (
            not wishes
            and low in ("of", "for", "against", "over", "as", "into")
            and (cue.lemma in TELLS_OF if low == "of" else "n" in cue.frames)
            and cue.lemma not in _ASKS
        )
        if opens and split + 1 < end:
            wanted = cue.lemma in _WISHES and low in ("to", "not")
            wanted = wanted or ("n" in cue.frames and low in ("for", "against", "over", "as"))
            close = own_clause(row, split, end) if low == "to" else end
            return (who[0] if wanted else split, close), (who[0], split)
    if row[at].low in _NOMINATIVE and "t" in cue.frames and finite(row, at + 1, at + 3):
        return (at, end), None  # "suspect he was poisoned"
    if "b" in cue.frames or (row[at].low in PERSONAL and "t" in cue.frames):
        clause = _clause(row, who[1], end) if who[1] < end else None
        if clause is not None:
            return (clause, end), who
    told = row[at].low in PERSONAL and place < end and "t" in cue.frames
    if told and row[place].kind == "w" and row[place].low not in PREPOSITIONS:
        return (place, end), who
    if "n" in cue.frames:
        return (at, own_clause(row, at, end)), who
    return None


_ASKS = word_set("urge request demand propose recommend advise promise pledge offer")
"""Verbs of which what stands before "of" is no addressee: "urged a cessation of hostilities"."""
_NOMINATIVE = word_set("he she they we i")
_WISHES = frozenset(("expect", "want", "wish", "prefer"))
"""Verbs whose content is what somebody else should do: "expect the yen to weaken"."""


def _clause(row: Row, at: int, end: int) -> int | None:
    """Return where a clause without "that" begins, adverbials of time and place skipped."""
    if row[at].text == ",":
        return None
    start = past_adverbial(row, at)
    if start >= end or row[start].kind != "w" or row[start].low in CONJUNCTIONS | AUXILIARIES:
        return None
    low = row[start].low
    if low in PREPOSITIONS and not _fronted(row, start, end):
        return past_place(row, start, end)
    if low in SUBORDINATORS - {"if", "when", "although", "while", "unless", "once", "since"}:
        return None
    if low in ("when", "while", "once", "since") and not _fronted(row, start, end):
        return None  # "did not complain when it paid"
    verb = _other_verb(row, start) and low not in DETERMINERS and not low.endswith("ing")
    if verb and not row[start].capital:
        return None
    return start if finite(row, start, end) or _present(row, start, end) else None


def _plainly_said(row: Row, at: int, end: int) -> bool:
    """Whether "say" is followed by a clause whose verb is unknown: "say prices fall fast"."""
    plural = any(t.low.endswith("s") and t.kind == "w" for t in row[at : min(end - 1, at + 4)])
    words = row[at : min(end, at + 3)]
    named = len(words) == 3 and all(t.kind == "w" for t in words)
    return named and plural and row[at].low not in PREPOSITIONS | SUBORDINATORS | CONJUNCTIONS


def _present(row: Row, start: int, end: int) -> bool:
    """Whether a plural subject and its verb in the present begin here: "banks fear"."""
    forms = lexicon().forms
    for at in range(start, min(end - 1, start + 6)):
        following = row[at + 1]
        if row[at].low in ("they", "we", "you", "i"):
            return at == start and following.kind == "w" and following.low not in PREPOSITIONS
        if row[at].low.endswith("s") and any(
            "base" in r.forms for r in forms.get(following.low, ())
        ):
            return True
    return False


def _fronted(row: Row, at: int, end: int) -> bool:
    return any(t.text == "," for t in row[at : min(end, at + 10)])


def _addressee(row: Row, at: int, content: int) -> Place | None:
    start = at + 1 if at < content and row[at].low == "to" else at
    who = phrase_after(row, start, apposition=False) if start < content else None
    return who if who and who[1] <= content else None


def _opens_noun(row: Row, at: int) -> bool:
    token = row[at]
    low = token.low
    if token.kind == "q" or token.text == '"':
        return True
    if low in ("having", "being"):
        return True
    if token.kind != "w" or low in CONJUNCTIONS | AUXILIARIES | SUBORDINATORS - {"that", "what"}:
        return False
    if low in ("at", "up", "about", "around", "over") and at + 2 < len(row) and (
        row[at + 1].low in ("least", "most", "to") or row[at + 1].text[0].isdigit()
    ):  # fmt: skip
        return True  # at least three deaths
    determined = at + 1 < len(row) and row[at + 1].low in DETERMINERS | {"such"}
    if adverb(low) and len(low) > 4 and not determined:
        return False  # "exactly such a treaty"
    return low not in PREPOSITIONS and low not in DAYS
