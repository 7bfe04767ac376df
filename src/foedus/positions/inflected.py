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
    "wear": ("wears", "wore", "worn", "wearing"), "run": ("runs", "ran", "running"),
    "stand": ("stands", "stood", "standing"), "hold": ("holds", "held", "holding"),
    "stick": ("sticks", "stuck", "sticking"), "see": ("sees", "saw", "seen", "seeing"),
    "go": ("goes", "went", "gone", "going"), "do": ("does", "did", "done", "doing"),
    "fall": ("falls", "fell", "fallen", "falling"), "get": ("gets", "got", "getting"),
    "shoot": ("shoots", "shot", "shooting"), "speak": ("speaks", "spoke", "spoken", "speaking"),
    "think": ("thinks", "thought", "thinking"), "pay": ("pays", "paid", "paying"),
    "bite": ("bites", "bit", "bitten", "biting"), "bear": ("bears", "bore", "borne", "bearing"),
    "hear": ("hears", "heard", "hearing"), "shrink": ("shrinks", "shrank", "shrunk", "shrinking"),
    "sink": ("sinks", "sank", "sunk", "sinking"), "shut": ("shuts", "shutting"),
    "drive": ("drives", "drove", "driven", "driving"), "rise": ("rises", "rose", "risen", "rising"),
    "wind": ("winds", "wound", "winding"), "hang": ("hangs", "hung", "hanging"),
    "find": ("finds", "found", "finding"), "feel": ("feels", "felt", "feeling"),
    "lend": ("lends", "lent", "lending"), "let": ("lets", "letting"), "set": ("sets", "setting"),
    "swear": ("swears", "swore", "sworn", "swearing"), "outgrow": ("outgrows", "outgrew"),
    "smell": ("smells", "smelt", "smelled"), "steal": ("steals", "stole", "stolen"),
    "have": ("has", "had", "having"), "thin": ("thins", "thinned", "thinning"),
    "smack": ("smacks", "smacked"), "stop": ("stops", "stopped", "stopping"),
    "disown": ("disowns", "disowned", "disowning"), "enter": ("enters", "entered", "entering"),
    "water": ("waters", "watered", "watering"), "hinder": ("hinders", "hindered", "hindering"),
    "rebut": ("rebuts", "rebutted", "rebutting"), "veto": ("vetoes", "vetoed", "vetoing"),
    "sell": ("sells", "sold", "selling"), "win": ("wins", "won"),
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
