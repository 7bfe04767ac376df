"""What the numbers that a game rests on, and those who play it, are called in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    "forces": "the strength of all forces",
    "decisiveness": "how much forces decide over all fights",
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
        return _force(a, int(rest[0]))
    named = [_named(a, one) for one in rest]
    for said in (_SPOKEN, _TOGETHER):
        if kind in said and said[kind].count("{") == len(named):
            return said[kind].format(*named)
    group = kind.removeprefix("group:")
    return f"what the stakes of the group {group!r} have in common" if group != kind else name


def _force(a: Arrangement, at: int) -> str:
    """Name a force: whose, under what, and after how long where that tells it from another."""
    force = a.forces[at]
    alike = [one for one in a.forces if (one.of, one.under) == (force.of, force.under)]
    under = f" under {force.under.replace('_', ' ')}" if force.under else ""
    after = f" that are there after {force.after.days} days" if len(alike) > 1 else ""
    return f"the strength of the forces of {called(a, force.of)}{under}{after}"


def _named(a: Arrangement, part: str) -> str:
    """Return a part of a name in words: a party, or an act and towards whom it is done."""
    act, _, target = part.replace("_", " ").partition("@")
    towards = f" towards {called(a, target)}" if target else ""
    return called(a, part) if part in a.parties else f"{act}{towards}"


# Values ------------------------------------------------------------------------------------------

_COST = re.compile(r"(the )?costs? of ", re.IGNORECASE)
_PREPOSITION = re.compile(r" (?:of|by|against|on|in|to|with|for|from|at|towards|under) ")
_PLURAL = re.compile(r"[^siu']s$")
"""How a label ends that takes a plural: *sanctions*, but not *loss*, *crisis*, *bonus*."""
_DIGITS, _MOST = 2, 7
_HUNDRED = 99.5
"""From here on two digits would be a hundred."""
_OTHER = {"below": "above", "above": "below"}
INSTEAD = " (had without an attack)"
"""Said of what a party has from doing less than attack, where that is what keeps it from one."""


def valued(name: str, value: float, unit: bool = True, digits: int = 2) -> str:
    """Write a value of a parameter as people take it: a loss as a loss, a cost as what it costs.

    The game has what is at stake as what it is worth, so that a cost is below zero, and a heavier
    one further below.

    Parameters
    ----------
    name
        The parameter.
    value
        Its value in the game.
    unit
        Whether to say what it is measured in.
    digits
        To how many digits.

    Examples
    --------
    >>> valued("stakes.RUS.the cost of war", -0.34)
    '0.34 of the prize'
    >>> valued("stakes.RUS.Ukraine in NATO", -0.2), valued("stakes.UKR.membership", 0.3, unit=False)
    ('a loss of 0.2 of the prize', 'a gain of 0.3')
    >>> valued("arrives.article-5", 180.0), valued("honour", 0.8)
    ('180 days', '0.8')
    """
    below, over = signs(name)
    sign = below if value < 0 else over if value > 0 else ""
    return f"{sign}{_size(value, digits)}{_unit(name) if unit else ''}"


def whole_law(name: str) -> bool:
    """Say whether a parameter is a number of days of which the game takes the whole law.

    Nobody in the story knows it, so that no one value of it is taken: not its middle either.
    """
    return name.partition(".")[0] in ("arrives", "takes", "days")


def signs(name: str) -> tuple[str, str]:
    """Return what stands before the size of a value below zero, and before one above it.

    Examples
    --------
    >>> signs("stakes.RUS.the cost of war"), signs("honour")
    (('', 'a gain of '), ('-', ''))
    """
    if not _staked(name):
        return "-", ""
    return "" if _costs(name) else "a loss of ", "a gain of "


def ranged(name: str, low: float, high: float, middle: float | None = None) -> str:
    """Write the range of a parameter as `valued` writes its values, the smaller end first.

    Where ratios count within it and not differences, its `middle` is none that a reader expects.

    Examples
    --------
    >>> ranged("stakes.RUS.the cost of war", -1.5, -0.05, -0.274)
    '0.05 to 1.5 of the prize, by ratio, so that its middle is 0.27'
    >>> ranged("stakes.RUS.the cost of war", -1.5, -0.05)
    '0.05 to 1.5 of the prize'
    >>> ranged("stakes.RUS.an open door", -0.1, 0)
    'a loss of 0 to 0.1 of the prize'
    >>> ranged("stakes.UKR.what force brings", -0.1, 0.05)
    'a loss of 0.1 to a gain of 0.05 of the prize'
    >>> ranged("stakes.UKR.membership", 0.1, 0.5), ranged("honour", 0.2, 0.9)
    ('a gain of 0.1 to 0.5 of the prize', '0.2 to 0.9')
    """
    if middle is not None:
        size = valued(name, middle, unit=False)
        return f"{ranged(name, low, high)}, by ratio, so that its middle is {size}"
    if _lost(name, high):
        loss = "" if _costs(name) else "a loss of "
        return f"{loss}{_size(high)} to {_size(low)}{_unit(name)}"
    last = valued(name, high)
    if low < 0 < high:
        return f"a loss of {_size(low)} to {last}"
    return f"{valued(name, low, unit=False)} to {last.removeprefix('a gain of ')}"


def beside(name: str, says: str, side: str, value: float, taken: float | None = None) -> str:
    """Say that a parameter lies on one side of a value.

    Parameters
    ----------
    name, says
        The parameter, and the same in words (`spoken`).
    side
        ``below`` or ``above``, of its value in the game.
    value
        The value in the game.
    taken
        What it is taken to be: the value is told from it by as many digits as that needs.

    Examples
    --------
    >>> beside("honour.pact", "how surely it is honoured", "above", 0.5021, taken=0.5)
    'it is honoured with a chance above 0.502'
    >>> beside("stakes.RUS.the cost of war", "the cost of war, to Russia", "below", -0.34)
    'war costs Russia more than 0.34 of the prize'
    >>> beside("stakes.RUS.a defeat", "a defeat, to Russia", "above", -0.2)
    'a defeat costs Russia less than 0.2 of the prize'
    >>> beside("stakes.UKR.membership", "membership, to Ukraine", "above", 0.3)
    'membership brings Ukraine more than 0.3 of the prize'
    >>> beside("stakes.RUS.the sanctions", "the sanctions, to Russia", "below", -0.3)
    'the sanctions cost Russia more than 0.3 of the prize'
    >>> beside("honour.article-5", "how surely article-5 is honoured", "below", 0.8)
    'article-5 is honoured with a chance below 0.8'
    """
    digits = _telling(value, taken)
    what, staked, whom = says.rpartition(", to ")
    if staked and _staked(name) and value and not what.startswith("what "):
        verb = _verb(what, value)
        more = "more" if (side == "above") == (value > 0) else "less"
        size = f"{_size(value, digits)}{_unit(name)}"
        return f"{_subject(what)} {verb} {whom} {more} than {size}"
    fewer = f"{'fewer' if side == 'below' else 'more'} than {_size(value, digits)}"
    return _placed(name, says, _on_side(name, side, value, digits), fewer)


def _placed(name: str, says: str, where: str, days: str) -> str:
    """Say that a parameter lies somewhere; of days, how many there are."""
    if whole_law(name):
        return f"{says if says.startswith('the ') else f'the {says}'} are known to number {days}"
    for doubt in ("how surely ", "how likely "):
        if says.startswith(doubt):
            return f"{says.removeprefix(doubt)} with a chance {where}"
    if name.startswith("contest"):
        return f"{says}, has a chance {where}"
    return f"{says}{',' if ', to ' in says else ''} is {where}"


def _subject(what: str) -> str:
    """Return what costs or brings so much, to stand before the verb."""
    return _COST.sub("", what, count=1)


def _verb(what: str, value: float) -> str:
    """Return the verb that goes with what costs or brings so much: sanctions cost, a war costs."""
    what = what.removesuffix(INSTEAD)
    head = _COST.sub("", _PREPOSITION.split(what)[0] if not _COST.match(what) else what, count=1)
    several = _PLURAL.search(head) and not head.partition(" ")[0].endswith("ing")
    return f"{'cost' if value < 0 else 'bring'}{'' if several else 's'}"


def holding(
    name: str,
    says: str,
    turns: Sequence[tuple[float, str]],
    taken: float | None = None,
    by: str = "",
) -> str:
    """Say where a parameter has to lie, by every value at which the answer turns along it.

    Parameters
    ----------
    name, says
        The parameter, and the same in words (`spoken`).
    turns
        Values in the game, and on which side of each the option deters: ``below`` or ``above``.
    taken
        What it is taken to be, as for `beside`.
    by
        Who is deterred. A gain of its own that deters it by being larger, or a cost by being
        smaller, is of what it does instead, and that is said: else it reads the wrong way round.

    Examples
    --------
    >>> gain = "stakes.RUS.a limited gain", "a limited gain, to Russia", [(0.37, "above")]
    >>> holding(*gain, by="RUS")
    'a limited gain (had without an attack) brings Russia more than 0.37 of the prize'
    >>> window = [(0.7, "below"), (0.43, "above")]
    >>> holding("honour.pact", "how surely it is honoured", window)
    'it is honoured with a chance between 0.43 and 0.7'
    >>> dear = [(-0.5, "above"), (-0.3, "below")]
    >>> holding("stakes.RUS.the cost of war", "the cost of war, to Russia", dear)
    'war costs Russia between 0.3 and 0.5 of the prize'
    >>> holding("honour.pact", "how surely it is honoured", [(0.2, "below"), (0.7, "above")])
    'it is honoured with a chance below 0.2 or above 0.7'
    """
    parts: list[str] = []
    start: float | None = None
    what, staked, whom = says.rpartition(", to ")
    if by and staked and name.startswith(f"stakes.{by}.") and {"above"} == {s for _, s in turns}:
        says = f"{what}{INSTEAD}{staked}{whom}"
    for value, side in sorted(turns):
        if side == "above":
            start = value
        elif start is None:
            parts.append(beside(name, says, side, value, taken))
        else:
            parts.append(_between(name, says, (start, value), taken))
            start = None
    if start is not None:
        parts.append(beside(name, says, "above", start, taken))
    first, *others = parts
    return " or ".join([first, *(_after(first, other) for other in others)])


def _between(name: str, says: str, ends: tuple[float, float], taken: float | None) -> str:
    """Say that a parameter lies between two values, as `beside` says it of one."""
    digits = max(_telling(end, taken) for end in ends)
    low, high = sorted((_size(end, digits) for end in ends), key=float)
    what, staked, whom = says.rpartition(", to ")
    if not (staked and _staked(name)):
        return _placed(name, says, f"between {low} and {high}", f"between {low} and {high}")
    if min(ends) <= 0 <= max(ends) or what.startswith("what "):
        one, other = (valued(name, end, unit=False, digits=digits) for end in ends)
        return f"{says}, is between {one} and {other}{_unit(name)}"
    verb = _verb(what, ends[0])
    return f"{_subject(what)} {verb} {whom} between {low} and {high}{_unit(name)}"


def _after(first: str, other: str) -> str:
    """Return a clause without the words with which the one before it begins."""
    said, words = first.split(" "), other.split(" ")
    same = next((n for n, (a, b) in enumerate(zip(said, words, strict=False)) if a != b), 0)
    return " ".join(words[same:]) if said[:same] and "." not in "".join(said[:same]) else other


def _on_side(name: str, side: str, value: float, digits: int) -> str:
    """Say on which side of a value a parameter lies, as `beside` does after its verb."""
    if not _staked(name) or value == 0:
        return f"{side} {valued(name, value, digits=digits)}"
    if value < 0 and _costs(name):
        return f"{_OTHER[side]} {valued(name, value, digits=digits)}"
    beyond = (side == "below") == (value < 0)
    size = f"{_size(value, digits)}{_unit(name)}"
    return f"{'a' if beyond else 'no'} {'loss' if value < 0 else 'gain'} of more than {size}"


def moving(name: str, high: float, correlation: float) -> str:
    """Say how attack moves with a parameter, more of which is more of what `ranged` writes.

    Parameters
    ----------
    name
        The parameter.
    high
        The upper end of its range in the game.
    correlation
        Its rank correlation with attack, as the game has it.

    Examples
    --------
    >>> moving("stakes.RUS.the cost of war", -0.05, 0.6)
    'the more, the less attack (rank correlation -0.6)'
    >>> moving("contest.RUS.attack.alone", 1.0, 0.3)
    'the more, the more attack (rank correlation +0.3)'
    """
    of = -correlation if _lost(name, high) else correlation
    return f"the more, the {'less' if of < 0 else 'more'} attack (rank correlation {of:+.1f})"


def _lost(name: str, high: float) -> bool:
    """Say whether more of a parameter, as `ranged` writes it, is less of it in the game."""
    return _staked(name) and high <= 0


def _staked(name: str) -> bool:
    return name.startswith(("stakes.", "refusing."))


def _costs(name: str) -> bool:
    """Say whether what is at stake is called a cost, so that a loss need not be called one."""
    return bool(_COST.match(name.split(".", 2)[-1]))


def _telling(value: float, taken: float | None) -> int:
    """Return how many digits tell a value from what is taken, unless they are the same."""
    if taken is None:
        return _DIGITS
    ways = range(_DIGITS, _MOST)
    return next((n for n in ways if _size(value, n) != _size(taken, n)), _DIGITS)


def _size(value: float, digits: int = 2) -> str:
    """Write a number to two digits, and all of a whole number: 180 days and not 1.8e+02."""
    if digits == _DIGITS and abs(value) >= _HUNDRED:
        return f"{abs(value):.0f}"
    return f"{abs(value):.{digits}g}"


def _unit(name: str) -> str:
    if _staked(name):
        return " of the prize"
    return " days" if whole_law(name) else ""
