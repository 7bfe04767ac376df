"""Sides that are taken by a whole construction in which the issue has a place.

"Has no stomach for the pact", "the pact has outlived its purpose", "to bankroll the pact", "the
pact must be extended": what decides is neither a word nor its number, but the phrase with the issue
in its place. The issue stands as ``#``. Negations before a phrase turn it, but not one of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from foedus.positions.inflected import inflected

_SIGNS = {"for": 1, "against": -1, "open": 0}
_BE = r"(?:is|are|was|were|be|been|being|am|'s|'re|'m|remains?|remained)"
_HAVE = r"(?:has|have|had|having|'ve)"
_NOT = r"(?:not|n't|never|cannot|hardly|no longer)"
_OWN = r"(?:his|her|its|their|our|my|your|the|[a-z]+'s)"
_ADVERB = r"(?:(?:\w+ly|still|now|very|so|quite|also|simply|just|long|rather|too)\s)?"
_NEAR = (
    r"(?:(?!(?:of|to|for|in|on|with|by|from|at|and|or|but|that|which|who|if|not|no)\b)"
    r"[\w'-]+\s){0,3}?"
)
_MODIFIED = (
    r"(?:\s(?:on|in|of|with|for|between|at|along)\s(?:the\s)?[\w-]+(?:\s[\w-]+)?)?"
    r"(?:\s(?!(?:of|and|or|but|that|which|who|to)\b)[\w'-]+){0,2}?"
)
_MOOD = (
    r"(?P<mood>(?:(?:would|will|can|could|may|might|must|should|shall|does|did|do|to|ought|needs?"
    rf"|wo|ca|{_HAVE}|{_BE}|{_NOT}|already|only|simply|still|now)(?:\s|(?=n't)))*)"
)
_MUST = r"(?:must|should|ought\sto|has\sto|have\sto|needs?\sto|will|shall|would|to|can|could)"


class Take(NamedTuple):
    """A side that a construction takes.

    Attributes
    ----------
    start
        Where it stands.
    sign
        1 for, -1 against, 0 where it is left open.
    turned
        Whether a negation within the construction turns it.
    """

    start: int
    sign: int
    turned: bool


class _Shape(NamedTuple):
    """A pattern with its side, and how far from the issue it is looked for: 0, all of the words."""

    pattern: re.Pattern[str]
    sign: int
    ahead: int = 0
    behind: int = 0

    def found(self, plain: str) -> Iterator[re.Match[str]]:
        if not self.ahead + self.behind:
            yield from self.pattern.finditer(plain)
            return
        for place in islice(re.finditer("#", plain), _MENTIONS):
            start, end = place.span()
            yield from self.pattern.finditer(plain, max(0, start - self.ahead), end + self.behind)


class _Shapes(NamedTuple):
    """Shapes in the order in which they decide, acts that are judged, and how an issue is lost."""

    lost: re.Pattern[str]

    groups: tuple[tuple[_Shape, ...], ...]
    acts: tuple[tuple[re.Pattern[str], int], ...]


@lru_cache(maxsize=1)
def _shapes() -> _Shapes:
    text = (files("foedus.positions") / "data" / "takes.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    known = tomllib.loads(
        (files("foedus.positions") / "data" / "effects.toml").read_text(encoding="utf-8")
    )
    undoes = known["verbs"]["undoes"].split()
    before, behind, objects = list[_Shape](), list[_Shape](), list[_Shape]()
    for side, sign in _SIGNS.items():
        found = written["whole"].get(side, [])
        before += [_Shape(_pattern(_spaced(one)), sign) for one in found]
        idioms, said, verbs = (written[p][side].split() for p in ("before", "behind", "object"))
        done = _either([*verbs, *(undoes if sign < 0 else ())], "done")
        passive = rf"#{_MODIFIED}(?:\s{_MUST})?(?P<mood>\s{_NOT}|n't)?\sbe\s{_ADVERB}(?:{done})\b"
        of_it = rf"#{_MODIFIED}\s{_MOOD}{_ADVERB}(?:{_either(said)})(?!\w)"
        wanted = rf"^\W*(?:that\s)?{_NEAR}#\s(?:{done})\b"
        before.append(_Shape(_pattern(rf"(?:{_either(idioms)})\s{_NEAR}#"), sign, ahead=_FAR))
        behind += [_Shape(_pattern(one), sign, behind=_FAR) for one in (of_it, passive)]
        behind.append(_Shape(_pattern(wanted), sign))
        objects.append(_Shape(_pattern(rf"\b(?:{_either(verbs)})\s{_NEAR}#"), sign, ahead=_NEARER))
    undoing = [*undoes, *written["object"]["against"].split()]
    nouns = "|".join(known["nouns"]["undoing"].split())
    undone = rf"{_acted(undoing)}|(?:{nouns})\s(?:of|to|in|on)"
    done = _acted(written["object"]["for"].split())
    acts = tuple((_pattern(_ACT.replace("@", act)), s) for act, s in ((undone, -1), (done, 1)))
    gone = _either(undoing, "done")
    lost = rf"#{_MODIFIED}\s(?:(?:had|has|have|was|were|is|are|would|will|might|may|could)\s)+"
    lost += rf"(?:be(?:en|ing)?\s)?{_ADVERB}(?:{gone})\b"
    return _Shapes(_pattern(lost), (tuple(before), tuple(behind), tuple(objects)), acts)


def _acted(verbs: list[str]) -> str:
    return rf"(?:{_either(verbs, 'doing')})|to\s(?:{_either(verbs, 'bare')})"


_MENTIONS = 12
"""So many places are looked at in which one content names the issue."""
_FAR, _NEARER = 120, 70
"""So many characters from the issue a construction is looked for."""
_ACT = (
    rf"^\W*(?:that\s|but\s|and\s)*(?:(?:any|the|such|a|further|premature|hasty|early|simply)\s)*"
    rf"(?:@)\s{_NEAR}#(?:\s[\w-]+){{0,4}}?(?=\s(?:would|will|could|can|must|should|may|might|is|was"
    r"|are|has|had|does|means|meant|amounts|won't|'d)\b)"
)
"""An act on the issue that what follows judges: "lifting the # would be a mistake"."""


def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.IGNORECASE)


def _spaced(shape: str) -> str:
    return shape.replace("NEAR", _NEAR).replace("BE ", rf"{_BE} ").replace("BE|", f"{_BE}|")


def _either(phrases: list[str], form: str = "") -> str:
    ordered = sorted(phrases, key=len)[::-1]
    return "|".join(filter(None, (_phrase(phrase.split("_"), form) for phrase in ordered)))


def _phrase(words: list[str], form: str) -> str:
    head, *rest = words
    tail = r"\s".join(map(_word, rest))
    if head == "not":
        return rf"{_NOT}\s{_ADVERB}{_phrase(rest, form)}"
    if head in ("be", "have"):
        return rf"(?<!\w)(?:{_BE if head == 'be' else _HAVE})\s{_ADVERB}{tail}"
    if head == "there":
        return rf"there\s{_BE}\s{tail.partition(chr(92) + 's')[2]}"
    forms = [head] if form == "bare" else inflected([head])
    wanted = _FORMS.get(form)
    forms = [one for one in forms if wanted.search(one)] if wanted else forms
    if not forms:
        return ""
    return rf"\b(?:{'|'.join(map(re.escape, forms))})" + (rf"\s{tail}" if rest else "")


_FORMS = {
    "doing": re.compile(r"ing$"),
    "done": re.compile(
        r"(?:ed|en|wn|un|[aou]ught|kept|held|cut|put|set|shut|spent|quit|left|sold)$"
    ),
}


def _word(word: str) -> str:
    return _OWN if word == "*" else word if "[" in word else re.escape(word)


@lru_cache(maxsize=256)
def takes(plain: str) -> tuple[Take, ...]:
    """Return the sides that constructions around the issue take, what decides first first.

    Parameters
    ----------
    plain
        What is said, with ``#`` for the issue.

    Examples
    --------
    >>> [t.sign for t in takes("he had no stomach for the #")]
    [-1]
    >>> [(t.sign, t.turned) for t in takes("the # must not be extended")]
    [(1, True)]
    """
    if "#" not in plain:
        return ()
    for group in _shapes().groups:
        found = [(match, shape.sign) for shape in group for match in shape.found(plain)]
        if found:
            return tuple(_take(m, s) for m, s in sorted(found, key=lambda one: one[0].start()))
    return ()


def _take(match: re.Match[str], sign: int) -> Take:
    mood = (match.groupdict().get("mood") or "").lower()
    return Take(match.start(), sign, re.search(rf"{_NOT}\b", mood) is not None)


def lost(plain: str) -> bool:
    """Whether something undoes the issue: "regrets that the # has been lifted"."""
    return _shapes().lost.search(plain) is not None


@lru_cache(maxsize=256)
def act_judged(plain: str) -> tuple[int, str] | None:
    """Return whether an act that words judge undoes the issue (-1) or not, and their judgement.

    Parameters
    ----------
    plain
        What is said, with ``#`` for the issue.

    Examples
    --------
    >>> act_judged("lifting the # would be a mistake")
    (-1, '# would be a mistake')
    >>> act_judged("the # would be a mistake")
    """
    for pattern, sign in _shapes().acts:
        found = pattern.match(plain)
        if found:
            return sign, f"#{plain[found.end() :]}"
    return None
