"""Moves: what an actor can do at an instant, and the order of acts within a day."""

from __future__ import annotations

from typing import Literal, NamedTuple

from foedus.language import NATURE

__all__ = ["NATURE", "RANK", "IllegalMoveError", "Kind", "Move"]

Kind = Literal[
    "conduct",
    "prevail",
    "repel",
    "perform",
    "undo",
    "sign",
    "withdraw",
    "allege",
    "open",
    "ballot",
    "honour",
    "decline",
    "wait",
]

RANK: dict[str, int] = {
    "conduct": 0,
    "prevail": 1,
    "repel": 1,
    "perform": 2,
    "undo": 2,
    "sign": 2,
    "withdraw": 3,
    "allege": 4,
    "open": 4,
    "ballot": 5,
    "honour": 6,
    "decline": 6,
    "wait": 7,
}
"""The order of acts within a day. Acts of one rank are applied together, as one batch: the order
of lines in a file never matters. What happens in the world comes first, then what is signed and
withdrawn, then what is alleged, decided and answered; the day ends last."""


class Move(NamedTuple):
    """One thing that one actor does.

    Parameters
    ----------
    kind
        What sort of move it is; `RANK` orders the sorts within a day.
    actor
        A party, a class of members that are alike, or ``nature``.
    clause
        The act, deed, instrument, procedure or guarantee that it is about.
    choice
        The ballot (``yes``, ``no``, ``abstain``).
    until
        With ``wait``: the day on which the wait ends, counted from the start.
    against
        Towards whom the act is done, or was; empty where the ladder has one target at most.

    Examples
    --------
    >>> Move("conduct", "RUS", "attack").rank < Move("allege", "UKR", "finding").rank
    True
    """

    kind: Kind
    actor: str = ""
    clause: str = ""
    choice: str = ""
    until: int = 0
    against: str = ""

    @property
    def rank(self) -> int:
        """Where the move comes within a day."""
        return RANK[self.kind]

    @property
    def subject(self) -> tuple[str, ...]:
        """What no other move of the day can settle differently; empty where several can stand.

        Examples
        --------
        >>> Move("honour", "USA", "pact").subject == Move("decline", "USA", "pact").subject
        True
        """
        if self.kind == "conduct":
            return ("conduct", self.actor, self.against)
        if self.kind in ("prevail", "repel"):
            return ("fight", self.clause, self.against)
        if self.kind in ("perform", "undo"):
            return ("deed", self.clause)
        if self.kind in ("honour", "decline"):
            return ("answer", self.actor, self.clause)
        return ()


class IllegalMoveError(ValueError):
    """A move that the arrangement does not allow, with the rule that forbids it."""
