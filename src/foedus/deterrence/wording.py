"""What the numbers that a game rests on, and those who play it, are called in a sentence."""

from __future__ import annotations

from foedus.language import Arrangement
from foedus.process import called

_SPOKEN = {
    "honour": "how surely {0} is honoured",
    "arrives": "days until help comes under {0}",
    "contest": "{0} winning by {1}, the other side {2}",
    "decisiveness": "how much forces decide over {1} by {0}",
    "detect": "how surely {1} by {0} is noticed",
    "attribute": "how surely {1} by {0} is attributed",
    "takes": "the days that {1} by {0} takes",
    "false_alarm": "how likely {0} is blamed for nothing",
    "refusing": "what refusing to sign is worth to {0}",
    "resolved": "how likely {0} is resolved",
    "quarrel_lasts": "how likely the quarrel lasts to the next occasion",
    "stakes": "{1}, to {0}",
    "out_of_hand": "how likely what {0} threatens comes about",
    "gives_in": "how likely those whom {0} threatens give in",
    "passing": "how likely {0} passes",
    "signs": "how likely {0} sees a sign of resolve, {1}",
}
"""Parameters of the game in words; the names themselves are what `foedus deter --vary` takes."""
_TOGETHER = {
    "honour": "how surely all guarantees are honoured",
    "arrives": "days until help comes, under all guarantees",
    "contest": "{0} winning by {1}, whoever helps the other side",
    "passing": "how likely what answers a breach passes",
    "days": "days until what answers a breach is decided",
    "state of affairs": "where positions stand when it comes to votes",
}
"""The same of what is drawn, or varied, as one."""


def spoken(a: Arrangement, name: str) -> str:
    """Say in words what a parameter of the game is, or a stream that several are drawn from.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> spoken(read(text_of("ukraine-2025")), "contest.RUS.attack.helped")
    'Russia winning by attack, the other side helped'
    >>> spoken(read(text_of("ukraine-2025")), "vary:honour")
    'how surely all guarantees are honoured'
    """
    name = name.removeprefix("vary:")
    kind, *rest = name.split(".", 2 if name.startswith("stakes.") else -1)
    if kind == "forces" and rest:
        return f"the strength of the forces of {called(a, a.forces[int(rest[0])].of)}"
    named = [_named(a, one) for one in rest]
    for said in (_SPOKEN, _TOGETHER):
        if kind in said and said[kind].count("{") == len(named):
            return said[kind].format(*named)
    group = kind.removeprefix("group:")
    return f"what the stakes of the group {group!r} have in common" if group != kind else name


def where(a: Arrangement, name: str, value: float, side: str) -> str:
    """Say in words where a parameter lies, ``above`` a value or ``below`` it, up to the number.

    A loss is spoken of as a cost, so that no reader takes a dearer war for a cheaper one. The
    number that follows is without its sign.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> a = read(text_of("ukraine-2025"))
    >>> where(a, "stakes.RUS.the cost of war", -0.34, "below")
    'war costs Russia more than'
    >>> where(a, "honour.article-5", 0.6, "above")
    'article-5 is honoured with a chance above'
    """
    text, (kind, *rest) = spoken(a, name), name.split(".", 2)
    if kind == "stakes":
        party, label = called(a, rest[0]), rest[1].removeprefix("the cost of ")
        than = "more" if (side == "above") == (value >= 0) else "less"
        if label.startswith("what "):
            return f"to {party}, {label} is a {'loss' if value < 0 else 'gain'} of {than} than"
        return f"{label} {'costs' if value < 0 else 'brings'} {party} {than} than"
    if kind in ("arrives", "days"):
        return f"the {text} number {'fewer' if side == 'below' else 'more'} than"
    for doubt in ("how surely ", "how likely "):
        if text.startswith(doubt):
            return f"{text.removeprefix(doubt)} with a chance {side}"
    if kind == "contest":
        return f"{text}, has a chance {side}"
    return f"{text}: {side}"


def _named(a: Arrangement, part: str) -> str:
    """Return a part of a name in words: a party, or an act and towards whom it is done."""
    act, _, target = part.replace("_", " ").partition("@")
    towards = f" towards {called(a, target)}" if target else ""
    return called(a, part) if part in a.parties else f"{act}{towards}"
