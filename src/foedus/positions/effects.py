"""What an issue is said to do, and what is said to be done to it, composed of its parts.

"The pact would end the deterrent" is against the pact: what is good is ended. "The pact would end
the war" is for it. "Osten opposes any easing of the sanctions" is for the sanctions, as is "we will
not lift them". Neither a verb nor its object decides alone; the sign of the whole is the product of
theirs and of the negations before the verb. The issue stands as ``#`` in the words.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from foedus.positions.inflected import inflected

_SUBJECT = (
    r"#(?:\s[\w'-]+){0,3}?\s(?:(?P<mood>would|will|can|could|may|might|must|does|did|do|has|have|had|to)\s)?"
    r"(?P<not>(?:not|never|n't|hardly|scarcely)\s)?(?:(?:only|also|simply|merely|just|\w+ly)\s)?(?:have\s|be\s)?"
)
_OBJECT = r"\s(?P<object>(?:[\w'-]+\s?){1,7})"
_DONE = (
    r"(?P<done>{verbs})\s(?:(?!(?:or|nor|but|if|when|unless|because|that|which|who|of)\b)"
    r"[\w'-]+\s){{0,3}}?#"
)
_ENDED = r"(?P<done>{nouns})\s(?:of|to|in|on|from)\s(?:[\w'-]+\s){{0,3}}?#"


@dataclass(frozen=True, slots=True)
class Effects:
    """Patterns of effects.

    Parameters
    ----------
    does
        What the issue does, by the sign of the verb: ``helps``, ``harms``, ``brings``, ``ends``.
    done
        What undoes the issue.
    good, bad
        What is wanted and what is not.
    """

    does: dict[str, re.Pattern[str]]
    done: tuple[re.Pattern[str], ...]
    good: re.Pattern[str]
    bad: re.Pattern[str]


@lru_cache(maxsize=1)
def effects() -> Effects:
    """Return the effects that ship."""
    text = (files("foedus.positions") / "data" / "effects.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    verbs = {kind: _either(inflected(words.split())) for kind, words in written["verbs"].items()}
    does = {
        kind: re.compile(f"{_SUBJECT}(?P<verb>{verbs[kind]}){_OBJECT}", re.IGNORECASE)
        for kind in ("helps", "harms", "brings", "ends")
    }
    nouns = _either(written["nouns"]["undoing"].split())
    done = tuple(
        re.compile(rf"\b{pattern}", re.IGNORECASE)
        for pattern in (_DONE.format(verbs=verbs["undoes"]), _ENDED.format(nouns=nouns))
    )
    good, bad = (
        re.compile(rf"\b(?:{_either(inflected(written['things'][kind].split()))})\b", re.IGNORECASE)
        for kind in ("good", "bad")
    )
    return Effects(does, done, good, bad)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace("_", r"\s") for word in sorted(words, key=len)[::-1])


def effect(plain: str) -> tuple[int, str]:
    """Return the sign of what an issue is said to do, and the words without what says so.

    Parameters
    ----------
    plain
        What is said, with ``#`` for the issue.

    Examples
    --------
    >>> effect("# would end the deterrent in practice")[0], effect("# would end the war")[0]
    (-1, 1)
    >>> effect("# will not bring peace")[0], effect("# is on the agenda")[0]
    (-1, 0)
    """
    known = effects()
    for kind, pattern in known.does.items():
        found = pattern.search(plain)
        if found is None:
            continue
        thing = _valence(found["object"])
        sign = {"helps": thing or 1, "harms": -thing or -1, "brings": thing, "ends": -thing}[kind]
        if sign:
            rest = f"{plain[: found.start()]} # {plain[found.end() :]}"
            none = _NOBODY.match(found["object"]) is not None
            return (-sign if bool(found["not"]) is not none else sign), rest
    return 0, plain


_NOBODY = re.compile(r"(?:no|nobody|none|nothing|neither)\b", re.IGNORECASE)
"""Whom a thing affects that affects nobody: "threatens no one"."""


def _valence(words: str) -> int:
    known = effects()
    good, bad = known.good.search(words), known.bad.search(words)
    if good and bad:
        return 1 if good.start() > bad.start() else -1  # the head stands last: "peace dividend"
    return 1 if good else -1 if bad else 0


def undone(plain: str) -> list[re.Match[str]]:
    """Return the places where the issue is said to be undone: "any easing of #", "scrap the #".

    Examples
    --------
    >>> [m["done"] for m in undone("any easing of # and to scrap the old #")]
    ['scrap', 'easing']
    """
    return [match for pattern in effects().done for match in pattern.finditer(plain)]
