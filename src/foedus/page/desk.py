"""The review of statements as a page asks for it: what waits, what a key does, what is on record.

The page holds nothing but what it shows. Every decision is made on the queue of
`foedus.positions`, the same that the terminal shows, and is written down before it is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from foedus.positions import (
    CHANGEABLE,
    KINDS,
    REASONS,
    STANCES,
    Queue,
    Review,
    Statement,
    settled,
    unchangeable,
)
from foedus.views import queue_as_data, statement_as_data

Plain = dict[str, Any]
_ASKED = {"statement", "status", "stance", "reason", "changed"}
_AROUND = 700
"""Characters before and after the words that are shown of a text."""


class RefusedError(ValueError):
    """A decision that cannot be taken: why, and the fix."""


@dataclass(slots=True)
class Desk:
    """A queue before one reviewer, whose decisions are recorded at once.

    Parameters
    ----------
    queue
        What there is to review.
    record
        Called with a statement's id and each review.
    now
        Returns the time, as ISO 8601 says it.
    file
        What the file of statements is called.
    texts
        Plain texts by the id of their document, to show statements in them.
    """

    queue: Queue
    record: Callable[[str, Review], None]
    now: Callable[[], str]
    file: str
    texts: Mapping[str, str]

    def data(self) -> Plain:
        """Return all that the page shows."""
        shown = queue_as_data(self.queue)
        for row, statement in zip(shown["statements"], self.queue.statements, strict=True):
            row |= self._around(statement)
        return {
            **shown,
            "file": self.file,
            "stances": [*STANCES],
            "reasons": [*REASONS],
            "fields": [*CHANGEABLE],
            "kinds": [*KINDS],
        }

    def decide(self, asked: Mapping[str, Any]) -> Plain:
        """Decide on a statement and go to the next; return what changed.

        Raises
        ------
        RefusedError
            Where the decision says nothing that can be recorded.
        """
        if unknown := set(asked) - _ASKED:
            raise RefusedError(f"{sorted(unknown)[0]!r} is no part of a decision.")
        at = self._place(asked.get("statement"))
        status, stance, reason = (asked.get(key) for key in ("status", "stance", "reason"))
        if status not in ("accepted", "rejected"):
            raise RefusedError("A decision accepts or rejects.")
        if stance is not None and stance not in STANCES:
            raise RefusedError(f"{stance!r} is no stance: {', '.join(STANCES)}.")
        if status == "rejected" and reason not in REASONS:
            raise RefusedError(f"A rejection has a reason: {', '.join(REASONS)}.")
        changed = _changes(asked.get("changed") or {})
        shown = self.queue.statements[at]
        if (
            status == "accepted"
            and stance is None
            and settled(shown).stance is None
            and shown.issue
        ):
            raise RefusedError("It has no stance yet: press s, o, c or a.")
        moved = self.queue.move(at - self.queue.at)
        said = str(reason) if status == "rejected" else ""
        self.queue, review = moved.decide(status, self.now(), stance, said, changed)
        self.record(shown.id, review)
        return self._changed(at)

    def undo(self) -> Plain:
        """Take the last decision back; return what changed, or that there is none."""
        self.queue, taken = self.queue.undo(self.now())
        if taken is None:
            raise RefusedError("There is no decision to take back.")
        self.record(taken[0].id, taken[1])
        return self._changed(self.queue.at)

    def _place(self, id_: Any) -> int:
        for at, statement in enumerate(self.queue.statements):
            if statement.id == id_:
                return at
        raise RefusedError(f"{id_!r:.60} does not wait here: load the page again.")

    def _changed(self, at: int) -> Plain:
        statement = self.queue.statements[at]
        row = statement_as_data(statement) | self._around(statement)
        return {"at": self.queue.at, "place": at, "statement": row}

    def _around(self, s: Statement) -> Plain:
        """Return the words before and after, from the text where it is known."""
        text = self.texts.get(s.document)
        span = s.quote.span
        if text is None or span.of(text) != s.quote.exact:
            return {"before": s.quote.prefix, "after": s.quote.suffix, "whole": False}
        before = text[max(span.start - _AROUND, 0) : span.start]
        after = text[span.end : span.end + _AROUND]
        return {"before": before, "after": after, "whole": True}


def _changes(asked: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(asked, Mapping) or not all(isinstance(v, str) for v in asked.values()):
        raise RefusedError("What is changed has a name and a text for each field.")
    for name, value in asked.items():
        if why := unchangeable(str(name), value.strip()):
            raise RefusedError(f"{why}.")
    return tuple(sorted((str(name), value.strip()) for name, value in asked.items()))
