"""Finding cues in a sentence, and telling a verb from the noun of the same form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from foedus.positions.giving import giver
from foedus.positions.grammar import (
    ALONE,
    AMBIGUOUS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    DOCUMENTS,
    FINITE,
    MODALS,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    adverb,
    word_set,
)
from foedus.positions.idioms import around_object, through
from foedus.positions.lexicon import Phrase, VerbForm, lexicon
from foedus.positions.phrases import (
    Row,
    before_aside,
    finite,
    leads,
    nominal,
    phrase_after,
    phrase_before,
)
from foedus.positions.plainly import acts_too, describing, names_source, nation, plural_of, several
from foedus.positions.purpose import in_order_to, overheard

_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m"))
_COPULAS = _BE | word_set(
    "feel feels felt remain remains remained seem seemed seems appear appears appeared become"
    " becomes became grow grows grew grown sound sounds sounded stand stands stood stay stays"
    " stayed"
)
_MANY = word_set("people police brass clergy many some others most critics men women data media")
_QUANTIFIED = word_set("many some most few several one others this")
_SHARES = word_set("half majority third quarter percent cent number handful dozen couple rest few")
"""Words for a part of many, which speak in the plural: "half of those asked oppose"."""
_KEEPING = frozenset(("see", "have", "keep"))
"""What one would rather do that is a stance: "would rather have troops"."""
Mood = Literal["finite", "ing", "passive"]


class Cue(NamedTuple):
    """A cue and how it is used.

    Attributes
    ----------
    start, end
        Its tokens.
    lemma
        Its dictionary form.
    frames
        What may follow.
    kind
        ``verb``, ``adjective``, ``noun`` or ``phrase`` ("according to").
    mood
        ``finite``, ``ing`` or ``passive``, of a verb.
    particle
        The place of what belongs to the verb behind its object: "ruled it out"; 0 for none.
    """

    start: int
    end: int
    lemma: str
    frames: str
    kind: Literal["verb", "adjective", "noun", "phrase"]
    mood: Mood = "finite"
    particle: int = 0


def cues(row: Row) -> Iterator[Cue]:
    """Yield the cues of a sentence from left to right, the longest at each place.

    Examples
    --------
    >>> from foedus.positions.tokens import tokens
    >>> [(c.lemma, c.kind) for c in cues(tokens("Its claims were denied, she pointed out."))]
    [('claim', 'noun'), ('deny', 'verb'), ('point out', 'verb')]
    """
    at = 0
    while at < len(row):
        found = _cue(row, at)
        if found:
            yield found
            at = found.end
        else:
            at += 1


def _cue(row: Row, at: int) -> Cue | None:
    token = row[at]
    if token.kind != "w":
        return None
    known, low = lexicon(), token.low
    for words in known.fixed:
        if low == words[0] and tuple(t.low for t in row[at : at + len(words)]) == words:
            return Cue(at, at + len(words), " ".join(words), "", "phrase")
    named = at + 1 < len(row) and not (token.capital and at > 0)
    if low == "per" and (at == 0 or row[at - 1].text == ",") and named:
        return Cue(at, at + 1, "per", "", "phrase") if names_source(row, at + 1) else None
    if low in known.adjectives or f"{low} favour" in known.adjectives:
        adjective = _adjective(row, at)
        if adjective:
            return adjective
    if low in ("would", "'d") and row[at + 1 : at + 2] and row[at + 1].low in ("rather", "sooner"):
        keeps = (i + 1 for i, t in enumerate(row[at : at + 4], at) if t.low in _KEEPING)
        return Cue(at, end, "would rather", "n", "verb") if (end := next(keeps, 0)) else None
    for opening, phrases in known.idioms.get(low, ()):
        idiom = _phrase(row, at, opening, phrases)
        if idiom:
            return idiom
    for reading in known.forms.get(low, ()):
        united = at and row[at - 1].low in ("united", "member", "baltic", "gulf", "u.s.")
        if low in ("state", "states") and united:
            break
        found = _verb(row, at, reading)
        if found:
            return found
    named = at + 1 < len(row) and not (at and (token.capital or row[at - 1].low == "without"))
    if low in known.nouns and named:
        return Cue(at, at + 1, known.nouns[low], "tio", "noun")
    return Cue(at, at + 1, low, "q", "verb") if _uttered(row, at) else None


def _uttered(row: Row, at: int) -> bool:
    """Whether an unknown verb stands between a quotation and who spoke it: '"No," exulted he'."""
    if at == 0 or at + 1 >= len(row) or row[at - 1].kind != "q" or not row[at].low.endswith("ed"):
        return False
    who = row[at + 1]
    named = who.capital or who.low in DETERMINERS - POSSESSIVE | PRONOUNS | _MANY
    return named and row[at - 1].text.rstrip("\"' ")[-1:] in (",", "!", "?")


def _adjective(row: Row, at: int) -> Cue | None:
    known = lexicon().adjectives
    back = at - 1
    while back >= 0 and (adverb(row[back].low) or row[back].low in ("very", "more", "so", "quite")):
        back -= 1
    if back < 0 or row[back].low not in _COPULAS:
        return None
    first = row[at].low
    if first == "in" and at + 1 < len(row) and row[at + 1].low in ("favour", "favor"):
        frames = known[f"in {row[at + 1].low}"]
        end = at + 3 if at + 2 < len(row) and row[at + 2].low == "of" else at + 2
        return Cue(back, end, "be in favour", f"{frames}n", "adjective")
    if first not in known or (
        row[at + 1 : at + 2] and first == "opposed" and row[at + 1].low == "by"
    ):
        return None
    if first == "for":
        return Cue(back, at + 1, "be for", "n", "adjective") if _stands_for(row, back, at) else None
    if first == "against" or (at + 1 < len(row) and row[at + 1].low in _ABOUT):
        follows = row[at + 1].low if at + 1 < len(row) else ""
        preposition = first == "against" or follows != "to" or first in ("opposed", "open")
        if preposition:
            end = at + 1 if first == "against" else at + 2
            return Cue(back, end, f"be {first}", "n", "adjective")
    return Cue(back, at + 1, f"be {first}", known[first], "adjective")


_ABOUT = frozenset(("to", "of", "about", "by", "towards", "toward", "over", "on"))


def _on_condition(row: Row, at: int) -> bool:
    """Whether "provided that" is a condition, and not what a document says."""
    before = {t.low for t in row[max(0, at - 5) : at]}
    follows = at + 1 < len(row) and row[at + 1].low == "that"
    return row[at].low in ("provided", "providing") and follows and not before & DOCUMENTS


def _stands_for(row: Row, back: int, at: int) -> bool:
    """Whether somebody is for something: "Renn is for the plan", not "the hall is for sale"."""
    who = back > 0 and row[back].low in _BE and row[back - 1]
    if who and who.text == "," and (aside := phrase_before(row, back)):
        who = row[aside[0]]  # "Canada, with many of them at home, is for it"
    someone = who and (who.capital or who.low in ("he", "she", "they", "we", "i"))
    return bool(someone) and at + 1 < len(row) and (
        row[at + 1].low in DETERMINERS or row[at + 1].capital or row[at + 1].low in PRONOUNS
    )  # fmt: skip


def _verb(row: Row, at: int, reading: VerbForm) -> Cue | None:
    mood = _mood(row, at, reading)
    found = _phrase(row, at, reading, lexicon().phrases.get(reading.lemma, ()), mood)
    if found or mood is None:
        return found
    supposing = mood == "ing" and row[at].low in ("assuming", "supposing", "presuming")
    if supposing and at + 1 < len(row) and row[at + 1].low == "that":
        return None  # "ready to send them, assuming that Ukraine agrees"
    if not reading.frames or (reading.lemma == "provide" and _on_condition(row, at)):
        return None
    return Cue(at, at + 1, reading.lemma, reading.frames, "verb", mood)


def _phrase(
    row: Row, at: int, reading: VerbForm, phrases: Iterable[Phrase], mood: Mood | None = None
) -> Cue | None:
    """Return the first of some phrases that begins with the verb at a place."""
    for phrase in phrases:
        end = through(row, at + 1, phrase.rest)
        if end is not None and phrase.lemma == "see it" and row[end : end + 1]:
            end = None if row[end].low == "as" else end
        particle = around_object(row, at + 1, phrase.rest) if end is None else 0
        if end is None and not particle:
            continue
        mood = mood or _mood(row, at, reading, end or at + 1)
        end = end or at + 1
        return Cue(at, end, phrase.lemma, phrase.frames, "verb", mood, particle) if mood else None
    return None


def _mood(row: Row, at: int, reading: VerbForm, end: int = 0) -> Mood | None:
    """Return how a verb is used; behind all of a phrase such as "call upon" stands its object."""
    end, phrase = end or at + 1, end > at + 1
    after = row[end] if end < len(row) else None
    at = before_aside(row, at)
    if (before := row[at - 1] if at else None) is None:
        opens = reading.forms & {"past", "s"} and after and after.capital
        return "ing" if "ing" in reading.forms else "finite" if opens else None
    if before.low in DETERMINERS | PREPOSITIONS and before.low not in ("to", "by", "all", "both"):
        leading = before.low in ("after", "before", "while", "without", "in", "despite")
        if "ing" in reading.forms and leading:
            return "ing"
        quantified = before.low in _QUANTIFIED
        if before.low in ALONE and reading.lemma not in lexicon().nouns:
            return "finite" if reading.forms & {"past", "base"} else None  # the other two say
        single = before.low in ("one", "another", "this") and "past" not in reading.forms
        quantified = quantified and not (single and "base" in reading.forms)
        return "finite" if quantified and reading.forms & {"past", "base", "s"} else None
    near = {t.low for t in row[max(0, at - 4) : at]}
    ordinal = "ing" in reading.forms and before.low in ("first", "second", "third")
    if ordinal or ("s" in reading.forms and "according" in near):
        return None  # a second reading, according to shipping records
    if before.text == "'s" and not _perfect_clitic(row, at, reading):
        return None
    if before.text == "'" and at > 1 and row[at - 2].end == before.start:  # leaders' warning
        return None
    if row[at].low in ("regarding", "considering") and before.kind == "w" and (
        before.low not in AUXILIARIES and not adverb(before.low)
    ):  # fmt: skip
        return None  # its reservations regarding the treaty
    if "ing" in reading.forms:
        owned = at > 1 and row[at - 2].low in ("'s", "'")  # "the mayor's new warning"
        given = row[at].low in lexicon().nouns and (owned or giver(row, at))  # "a blunt warning"
        return None if given or describing(row, at) else "ing"
    back = at - 1
    while back > 0 and adverb(row[back].low):
        back -= 1
    helper = row[back].low
    by = after is not None and after.low == "by"
    if "part" in reading.forms and (helper in _BE or (by and "n" in reading.frames)):
        return "passive"
    if helper in ("has", "have", "had", "'ve", "having"):
        return "finite" if "part" in reading.forms else None
    if "past" in reading.forms and ("base" not in reading.forms or before.capital):
        return "finite"
    if {"past", "base"} <= reading.forms and after:
        if after.low in ("it", ":", "as", "that", "slip", "on") or (phrase and nominal(before)):
            return "finite"
        if after.low in DETERMINERS and nominal(before) and helper not in MODALS:
            return "finite"  # "one of them put the number at eleven"
    if "s" in reading.forms:
        return "finite" if _third_person(row, at, phrase) else None
    return "finite" if _plain_form(row, at, back, phrase) else None


def _perfect_clitic(row: Row, at: int, reading: VerbForm) -> bool:
    return at > 1 and row[at - 2].low in PRONOUNS and bool(reading.forms & {"part", "ing"})


def _third_person(row: Row, at: int, phrase: bool = False) -> bool:
    """Whether a word in -s is a verb: after a noun in the singular, and not before one."""
    before, low = row[at - 1], row[at].low
    after = row[at + 1] if at + 1 < len(row) else None
    if before.low in FINITE - AUXILIARIES or several(row, at):
        return False  # "sent emails that", several thousand emails
    verbless = after is not None and after.low in FINITE and after.low != "'s"
    if verbless or (at > 1 and row[at - 2].low == "no" and before.low != "longer"):
        return False  # "in no uncertain terms that"
    if after is not None and low in AMBIGUOUS and not _object(row, at + 1) and any(
        r.forms & {"past", "base"} and r.frames for r in lexicon().forms.get(after.low, ())
    ):  # fmt: skip
        return False  # figures showed
    if low not in lexicon().nouns and low not in AMBIGUOUS:
        return before.kind != "p" or before.text in (",", ")", '"', "-")
    telling = after and after.low == "that" and row[max(0, at - 3)].text != ","
    if before.text == "," and low in AMBIGUOUS | {"remarks"} and telling:
        return False  # "told them to wait, remarks that revived a debate"
    if before.kind == "q" or before.text in (",", ")"):
        return True
    if before.low == "and" and after and after.low in ("to", "that"):
        return row[at - 2].low not in lexicon().nouns  # "accuses them of theft and promises to sue"
    if before.low in PRONOUNS or adverb(before.low) or before.low in CONJUNCTIONS:
        return before.low not in ("we", "they", "you", "and", "or")
    if before.kind != "w" or before.low in POSSESSIVE | SUBORDINATORS:
        return False
    opens = after is not None and (
        phrase or after.kind == "q" or after.capital or after.low in DETERMINERS | PRONOUNS
        or after.low in ("that", "to", "for", "on", "it", "whether", ":")
    )  # fmt: skip
    if before.text[0].isdigit():
        return False
    if before.capital and after is not None and after.kind == "w" and _only_verb(row, at):
        return True  # Bell supports entry
    who = phrase_before(row, at)
    if who and who[0] and _closes(row, who[0], at):
        return not before.low.endswith("s")
    alone = who is None or all(t.low not in PREPOSITIONS for t in row[who[0] : who[1]])
    singular = alone and not before.low.endswith("s")
    if who and not singular:
        words = [t.low for t in row[max(0, who[0] - 1) : who[1]]]
        inside = next((i for i, word in enumerate(words) if word in PREPOSITIONS), 0)
        singular = (bool(inside) and not words[inside - 1].endswith("s")) or words[0] == "by"
    return (opens or _no_other_verb(row, at)) and (before.capital or singular)


def _object(row: Row, at: int) -> bool:
    """Whether a word that can be a verb is the object before it: "UAE backs pledge"."""
    last = at + 1 >= len(row) or row[at + 1].kind == "p" or row[at + 1].low in PREPOSITIONS
    return row[at].low in lexicon().nouns and last and row[at - 2].capital


def _only_verb(row: Row, at: int) -> bool:
    """Whether no other verb stands between a word in -s and the next mark."""
    stop = next((i for i in range(at + 1, len(row)) if row[i].kind != "w"), len(row))
    return not finite(row, at + 1, stop) and row[at + 1].low not in PREPOSITIONS


def _plain_form(row: Row, at: int, back: int, phrase: bool = False) -> bool:
    """Whether a base form is a verb in the present or after a modal."""
    before = row[at - 1]
    helper = row[back].low
    if helper in MODALS and helper != "to":
        return True
    if any(row[i].low in ("a", "an") for i in range(max(0, at - 2), at)):
        return False  # "in a joint text that"
    if helper in ("do", "does", "did") or before.low == "n't":
        return True
    if before.low in ("i", "we", "they", "you", "who") or row[back].low in ("we", "they", "i"):
        return True
    if before.low == "to":
        return leads(row, at) or in_order_to(row, at) is not None
    if overheard(row, at):
        return True
    if (before.text in (",", "-") or before.kind == "q") and _several_after(row, at):
        return True
    if (row[at].low in AUXILIARIES and at == 0) or (before.kind == "p" and before.text != ","):
        return False
    if before.low in ("and", "but") and acts_too(row, at):
        return True
    plural = plural_of(row, back)
    who = phrase_before(row, back + 1)
    if who and who[0] and (plural or row[who[0]].low in _MANY) and _closes(row, who[0], at):
        return True
    named = row[back].low in _MANY or (
        who is not None and any(t.low in _MANY | _SHARES for t in row[who[0] : who[1]])
    )
    after = row[at + 1] if at + 1 < len(row) else None
    opens = after is not None and (
        phrase or after.kind == "q" or after.capital or after.low in DETERMINERS | PRONOUNS
        or after.low in ("that", "to", "for", "on", "it", "whether", "they", "about", "of")
    )  # fmt: skip
    return (plural or named or (opens and nation(row, back))) and (
        opens or row[at].low not in lexicon().nouns or _no_other_verb(row, at)
    )


def _no_other_verb(row: Row, at: int) -> bool:
    """Whether a sentence would have no verb but this one: "Both sides claim victory."."""
    ended = row[-1].text in (".", "!") and all(t.kind == "w" for t in row[:-1])
    return ended and not finite(row, 0, at) and not finite(row, at + 1, len(row))


def _closes(row: Row, start: int, at: int) -> bool:
    """Whether "X says" stands by itself, between what it reports: ", investors fear."."""
    after = row[at + 1].text if at + 1 < len(row) else "."
    return (row[start - 1].text in (",", "-") or row[start - 1].kind == "q") and after in (",", ".")


def _several_after(row: Row, at: int) -> bool:
    """Whether several speak behind the verb: "..., warn experts"."""
    who = phrase_after(row, at + 1, apposition=False)
    if who is None or row[who[0]].low in PRONOUNS or finite(row, who[1], who[1] + 1):
        return False
    head = next(
        (i - 1 for i in range(who[0] + 1, who[1]) if row[i].low in PREPOSITIONS), who[1] - 1
    )
    return row[head].low.endswith("s") and not row[head].low.endswith(("ss", "us", "is"))
