"""What a sentence of the answer is, and the words that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Plain = Mapping[str, Any]
About = Literal["general", "help", "stop", "worst", "deter"]
_SMALL = 0.005
"""A share that rounds to none."""


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


def name_of(plain: Plain, one: str) -> str:
    """Return what somebody is called; the id where it has no name."""
    return str(plain["names"].get(one, one))


def percent(share: float | None) -> str:
    r"""Write a share in percent, and no more of it than is known.

    Examples
    --------
    >>> [percent(share) for share in (0.472, 0.001, 1.0, None)]
    ['47\xa0%', 'less than 1\xa0%', '100\xa0%', 'a share not known']
    """
    if share is None:
        return "a share not known"
    if 0 < share < _SMALL:
        return "less than 1\u00a0%"
    if 1 - _SMALL < share < 1:
        return "more than 99\u00a0%"
    return f"{100 * share:.0f}\u00a0%"
