"""The regular inflections of English words, for lists that name each word once."""

from __future__ import annotations

import re
from collections.abc import Iterable

_IRREGULAR = {
    "bring": ("brings", "brought", "bringing"), "keep": ("keeps", "kept", "keeping"),
    "make": ("makes", "made", "making"), "give": ("gives", "gave", "given", "giving"),
    "mean": ("means", "meant", "meaning"), "build": ("builds", "built", "building"),
    "break": ("breaks", "broke", "broken", "breaking"), "spell": ("spells", "spelt", "spelling"),
    "leave": ("leaves", "left", "leaving"), "undo": ("undoes", "undid", "undone", "undoing"),
    "freeze": ("freezes", "froze", "frozen", "freezing"), "cut": ("cuts", "cutting"),
    "put": ("puts", "putting"), "cost": ("costs", "costing"), "hurt": ("hurts", "hurting"),
    "split": ("splits", "splitting"), "quit": ("quits", "quitting"), "feed": ("feeds", "fed"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"), "lie": ("lies",),
    "tear": ("tears", "tore", "torn", "tearing"), "throw": ("throws", "threw", "thrown"),
    "forbid": ("forbids", "forbade", "forbidden", "forbidding"), "buy": ("buys", "bought"),
    "overturn": ("overturns", "overturned", "overturning"), "lose": ("loses", "lost", "losing"),
    "become": ("becomes", "became", "becoming"), "send": ("sends", "sent", "sending"),
    "take": ("takes", "took", "taken", "taking"), "come": ("comes", "came", "coming"),
    "fight": ("fights", "fought", "fighting"), "lay": ("lays", "laid", "laying"),
    "sell": ("sells", "sold", "selling"), "set": ("sets", "setting"), "win": ("wins", "won"),
}  # fmt: skip


def inflected(words: Iterable[str]) -> list[str]:
    """Return words and their forms; of several words joined by ``_`` the first is inflected.

    Examples
    --------
    >>> inflected(["ease", "stop", "bury", "phase_out"])[:6]
    ['ease', 'eases', 'eased', 'easing', 'stop', 'stops']
    >>> inflected(["stop"]), inflected(["phase_out"])[2]
    (['stop', 'stops', 'stopped', 'stopping'], 'phased_out')
    """
    found: list[str] = []
    for word in words:
        head, *rest = word.split("_")
        for form in (head, *(_IRREGULAR.get(head) or _regular(head))):
            found.append("_".join((form, *rest)))
    return list(dict.fromkeys(found))


_DOUBLED = re.compile(r"[^aeiou][aeiou][bdgmnprt]$")
_STRESSED = frozenset(("commit", "defer", "deter", "compel", "rebut", "admit", "permit", "allot"))


def _regular(word: str) -> tuple[str, ...]:
    if word.endswith("y") and word[-2] not in "aeiou":
        return (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    if word.endswith("e"):
        return (f"{word}s", f"{word}d", f"{word[:-1]}ing")
    one = len(re.findall(r"[aeiou]+", word)) == 1 or word in _STRESSED
    stem = word + word[-1] if one and _DOUBLED.search(word) else word
    s = f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"
    return (s, f"{stem}ed", f"{stem}ing")
