"""The queue of a review: what is shown, what a key does, and how to take it back.

Pure: a key press returns a new queue, and the review to be written down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from foedus.positions.statement import Review, Stance, Statement

REASONS = ("not said", "wrong actor", "wrong issue", "no position", "repeats another", "other")
"""Why a statement may be rejected, by the digit that says so."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Statements to be reviewed by one person.

    Parameters
    ----------
    reviewer
        Who reviews.
    statements
        What there is to review, in the order of the text.
    at
        The one that is asked about.
    done
        What was decided, oldest first: the place and the review.
    """

    reviewer: str
    statements: tuple[Statement, ...]
    at: int = 0
    done: tuple[tuple[int, Review], ...] = ()

    @property
    def current(self) -> Statement | None:
        """The statement that is asked about; nothing when all are done."""
        return self.statements[self.at] if self.at < len(self.statements) else None

    def decide(
        self,
        status: str,
        when: str,
        stance: Stance | None = None,
        reason: str = "",
        changed: tuple[tuple[str, str], ...] = (),
    ) -> tuple[Queue, Review]:
        """Decide on the current statement and go to the next.

        Raises
        ------
        IndexError
            When there is none left.
        """
        review = Review(self.reviewer, status, stance, reason, when, changed)  # type: ignore[arg-type]
        shown = self.statements[self.at]
        settled = replace(shown, reviews=(*shown.reviews, review))
        statements = (*self.statements[: self.at], settled, *self.statements[self.at + 1 :])
        done = (*self.done, (self.at, review))
        return Queue(self.reviewer, statements, self.at + 1, done), review

    def undo(self, when: str) -> tuple[Queue, tuple[Statement, Review] | None]:
        """Take the last decision back: the statement is proposed again, and that is on record."""
        if not self.done:
            return self, None
        at, _ = self.done[-1]
        review = Review(self.reviewer, "proposed", None, "taken back", when)
        shown = self.statements[at]
        settled = replace(shown, reviews=(*shown.reviews, review))
        statements = (*self.statements[:at], settled, *self.statements[at + 1 :])
        return Queue(self.reviewer, statements, at, self.done[:-1]), (settled, review)

    def move(self, by: int) -> Queue:
        """Go forward or back without deciding."""
        return replace(self, at=min(max(self.at + by, 0), max(len(self.statements) - 1, 0)))


def queue(statements: Iterable[Statement], reviewer: str, overlap: float = 0.0) -> Queue:
    """Return what a reviewer has to look at.

    Parameters
    ----------
    statements
        All of them.
    reviewer
        Who reviews.
    overlap
        The share of those that others have decided on which is shown as well, so that agreement
        can be measured; which ones depends on their ids only.

    Examples
    --------
    >>> queue([], "Ann").current is None
    True
    """
    mine = []
    for statement in statements:
        last = {r.reviewer: r.status for r in statement.reviews}
        if last.get(reviewer, "proposed") != "proposed":
            continue
        others = any(status != "proposed" for status in last.values())
        if not others or _share(statement.id) < overlap:
            mine.append(statement)
    return Queue(reviewer, tuple(mine))


def _share(id_: str) -> float:
    return int(hashlib.sha256(id_.encode()).hexdigest()[:8], 16) / 16**8
