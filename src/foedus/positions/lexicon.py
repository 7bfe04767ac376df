"""The cue lexicon: words by which somebody's words or mind are reported, with their inflections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from foedus.positions.idioms import idioms

Form = Literal["base", "s", "past", "part", "ing"]


class VerbForm(NamedTuple):
    """One inflected form of a cue verb.

    Attributes
    ----------
    lemma
        The verb.
    forms
        Which of its forms it can be.
    frames
        What may follow when no longer cue begins here; see ``data/cues.toml``.
    """

    lemma: str
    forms: frozenset[Form]
    frames: str


class Phrase(NamedTuple):
    """A cue of several words: those after the first, and its frames."""

    rest: tuple[str, ...]
    lemma: str
    frames: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues.

    Parameters
    ----------
    forms
        Readings of each inflected form of a verb.
    phrases
        Cues of several words by their first verb's lemma, longest first.
    idioms
        Readings of each form of a verb that opens idioms, with those idioms, longest first. They
        are kept apart: the verbs by themselves ("line", "battle") are no sign of a clause.
    adjectives
        Adjectives of a mind, with their frames.
    nouns
        Nouns, singular and plural, with their singular.
    fixed
        Phrases before a source that are not inflected: "in the words of".
    size
        How many cues there are, inflections not counted.
    """

    forms: Mapping[str, tuple[VerbForm, ...]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    idioms: Mapping[str, tuple[tuple[VerbForm, tuple[Phrase, ...]], ...]]
    adjectives: Mapping[str, str]
    nouns: Mapping[str, str]
    fixed: tuple[tuple[str, ...], ...]
    size: int


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon that ships.

    Examples
    --------
    >>> lexicon().forms["insisted"][0].lemma
    'insist'
    >>> lexicon().size > 500
    True
    """
    text = (files("foedus.positions") / "data" / "cues.toml").read_text(encoding="utf-8")
    return _lexicon(tomllib.loads(text))


def voiced(lemma: str) -> bool:
    """Whether a verb is one of saying: it may stand beside a quotation.

    Examples
    --------
    >>> voiced("insist"), voiced("favour")
    (True, False)
    """
    return any("q" in reading.frames for reading in lexicon().forms.get(lemma.split()[0], ()))


def _lexicon(written: Mapping[str, Any]) -> Lexicon:
    irregular = {str(k): str(v).split() for k, v in dict(written["irregular"]).items()}
    frames: dict[str, str] = {}
    for group in written["verbs"]:
        for word in str(group["words"]).split():
            frames[word] = frames.get(word, "") + str(group["frames"])
    singles = {w: "".join(sorted(set(f))) for w, f in frames.items() if "_" not in w}
    heads = {word.split("_")[0] for word in frames if "_" in word}
    phrases: dict[str, list[Phrase]] = {}
    for word, kinds in frames.items():
        head, *rest = word.split("_")
        if rest:
            phrases.setdefault(head, []).append(Phrase(tuple(rest), word.replace("_", " "), kinds))
    forms: dict[str, list[VerbForm]] = {}
    for lemma in dict.fromkeys((*singles, *sorted(heads))):
        for form, which in _inflected(lemma, irregular.get(lemma)).items():
            forms.setdefault(form, []).append(VerbForm(lemma, which, singles.get(lemma, "")))
    adjectives: dict[str, str] = {}
    for group in written["adjectives"]:
        for word in str(group["words"]).split():
            word = word.replace("_", " ")
            adjectives[word] = adjectives.get(word, "") + str(group["frames"])
    nouns = [w for group in written["nouns"] for w in str(group["words"]).split()]
    fixed = [w for group in written["phrases"] for w in str(group["words"]).split()]
    return Lexicon(
        {form: tuple(found) for form, found in forms.items()},
        {h: tuple(sorted(p, key=lambda x: -len(x.rest))) for h, p in phrases.items()},
        _opened(irregular),
        adjectives,
        {form: noun for noun in nouns for form in (noun, _s(noun))},
        tuple(tuple(w.split("_")) for w in fixed),
        len(frames) + len(idioms()) + len(adjectives) + len(set(nouns)) + len(fixed),
    )


def _opened(
    irregular: Mapping[str, list[str]],
) -> dict[str, tuple[tuple[VerbForm, tuple[Phrase, ...]], ...]]:
    """Return the idioms by the forms of their verbs."""
    heads: dict[str, list[Phrase]] = {}
    for idiom, side in idioms().items():
        head, *rest = idiom.split()
        frames = "nw" if side == "ambiguous" else "n"  # "left open whether it would sign"
        heads.setdefault(head, []).append(Phrase(tuple(rest), idiom, frames))
    opened: dict[str, list[tuple[VerbForm, tuple[Phrase, ...]]]] = {}
    for head, found in heads.items():
        longest = tuple(sorted(found, key=lambda phrase: -len(phrase.rest)))
        for form, which in _inflected(head, irregular.get(head)).items():
            opened.setdefault(form, []).append((VerbForm(head, which, "n"), longest))
    return {form: tuple(readings) for form, readings in opened.items()}


def _inflected(lemma: str, irregular: Iterable[str] | None) -> dict[str, frozenset[Form]]:
    s, past, part, ing = irregular or (_s(lemma), _ed(lemma), _ed(lemma), _ing(lemma))
    found: dict[str, set[Form]] = {}
    names: tuple[Form, ...] = ("base", "s", "past", "part", "ing")
    for form, name in zip((lemma, s, past, part, ing), names, strict=True):
        for way in form.split("/"):  # is/are/am
            found.setdefault(way, set()).add(name)
    if not irregular and re.search(r"[^aeiou][aeiou]l$", lemma):  # signaled, or signalled
        found.setdefault(f"{lemma}led", set()).update(("past", "part"))
        found.setdefault(f"{lemma}ling", set()).add("ing")
    return {form: frozenset(kinds) for form, kinds in found.items()}


def _s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word[-1] == "y" and word[-2] not in "aeiou" else f"{word}s"


def _ed(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    return f"{word[:-1]}ied" if word[-1] == "y" and word[-2] not in "aeiou" else f"{word}ed"


def _ing(word: str) -> str:
    return f"{word[:-1]}ing" if word.endswith("e") and not word.endswith("ee") else f"{word}ing"
