"""What a sentence of the answer is, and the words that all of them share."""

from __future__ import annotations

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
        return f"{self.lead} {self.says}."

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return self._asdict() | {"figures": list(self.figures), "text": self.text}


def several(plain: Plain, ids: Sequence[str]) -> bool:
    """Say whether a sentence about these takes a plural."""
    return len(ids) > 1 or any(one in plain["plurals"] for one in ids)


def speaking(plain: Plain) -> Names:
    """Return what those are called who are named in a sentence."""
    return Names(partial(name_of, plain), partial(several, plain))


def name_of(plain: Plain, one: str) -> str:
    """Return what somebody is called; the id where it has no name."""
    return str(plain["names"].get(one, one))


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
