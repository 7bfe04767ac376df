"""What a sentence of the answer is, and the words that all of them share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

from foedus.process import Names

Plain = Mapping[str, Any]
About = Literal["general", "help", "stop", "worst", "deter"]
"""Which question a sentence answers."""

FEWEST = 0.01
"""A share of situations below which an option is told to change nothing: a handful of draws."""
AS_WITH_NONE = ", attack as likely as with none"
"""Said beside a threshold that is no merit of the option: without it attack is as likely."""


class Sentence(NamedTuple):
    """A sentence of the answer.

    Parameters
    ----------
    about
        Which question it answers.
    lead, says
        How it begins, which options have in common, and what it says of this one.
    figures
        The figures that it is read off, as JSON pointers (RFC 6901) into the assessment.
    rests_on
        What it rests on most.
    """

    about: About
    lead: str
    says: str
    figures: tuple[str, ...]
    rests_on: str

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.lead} {_closed(self.says)}."

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        says = _closed(self.says)
        return self._asdict() | {"says": says, "figures": list(self.figures), "text": self.text}


def _closed(said: str) -> str:
    """Return what is said with no comma before a stronger sign, nor at its end."""
    return _WEAKER.sub("", said)


_WEAKER = re.compile(r",(?=[;:.)]|$)")


def several(plain: Plain, ids: Sequence[str]) -> bool:
    """Say whether a sentence about these takes a plural."""
    return len(ids) > 1 or any(one in plain["plurals"] for one in ids)


def speaking(plain: Plain) -> Names:
    """Return what those are called who are named in a sentence."""
    return Names(partial(name_of, plain), partial(several, plain))


def name_of(plain: Plain, one: str) -> str:
    """Return what somebody is called; the id where it has no name."""
    return str(plain["names"].get(one, one))


_FEW = 4
"""How many who can stop something are named beside whole groups; the page names them all."""


def anyone_of(plain: Plain, alone: Sequence[str], victim: str, can: str = "") -> str:
    """Name those who can each stop something alone; a whole group by its name, if it has many.

    Of the victim itself it is said that it is: it keeps help away by not asking for it. It comes
    first, and the others by name: which of many are named hangs on no id, and no order in the file.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    alone
        Their ids, at least one.
    victim
        Whom the act is against.
    can
        What they can do, where the sentence has not said so before them.

    Examples
    --------
    >>> names = {"b": "Alba", "a": "the Isles", "v": "Lowland"}
    >>> plain = {"names": names, "groups": {}, "plurals": ["a"]}
    >>> anyone_of(plain, ["a", "b", "v"], "v")
    'any one of 3: Lowland itself, Alba, the Isles'
    >>> anyone_of(plain, ["a", "b"], "a")
    'any one of 2: the Isles themselves, Alba'
    >>> anyone_of(plain, ["v", "b", "a"], "v") == anyone_of(plain, ["a", "b", "v"], "v")
    True
    """
    left, said = sorted(alone, key=lambda one: (one != victim, _by_name(plain, one))), []
    for name, members in plain["groups"].items():
        if set(members) <= set(left) and len(members) > _FEW:
            called = name_of(plain, name)
            of = f"{called}'" if called.endswith("s") else f"{called}'s"
            said.append(f"{of} {len(members)}")
            left = [one for one in left if one not in members]
    own = "themselves" if several(plain, [victim]) else "itself"
    named = [
        f"{name_of(plain, one)} {own}" if one == victim else name_of(plain, one) for one in left
    ]
    if len(named) > _FEW:
        named = [*named[: _FEW - 1], f"{len(named) - _FEW + 1} more"]
    told = ", ".join([*said, *named])
    if len(alone) == 1:
        return f"{told} alone {can}" if can else told
    return f"any one of {len(alone)}{' ' * bool(can)}{can}: {told}"


def _by_name(plain: Plain, one: str) -> str:
    return name_of(plain, one).removeprefix("the ").casefold()


_CLOSE = ((0.7, "close"), (0.4, "moderate"), (0.0, "loose"))
"""What a rank correlation is called from which size on."""


def linked(correlation: float) -> str:
    """Say how closely two things move together, in place of their rank correlation."""
    close = next(word for least, word in _CLOSE if abs(correlation) >= least)
    return f"a {close} link"


def span_text(ends: Sequence[float]) -> str:
    """Write a range of days; one number where both ends are the same."""
    return " to ".join(dict.fromkeys(f"{end:g}" for end in ends))


def days_text(count: int) -> str:
    """Write a number of days."""
    return "1 day" if count == 1 else f"{count} days"
