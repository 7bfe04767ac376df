"""What people entered, each under a name: decisions and access, and what was taken back.

Nothing is deleted. What was entered by mistake is taken back by a further entry, with a name and a
reason; the record as known before still has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from foedus.monitor.incident import digest_of
from foedus.monitor.ledger import Ledger

Kind = Literal["record", "access", "pair", "publication"]
RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Entered:
    """One thing that somebody entered.

    Parameters
    ----------
    kind
        A decision (``record``), how far observers could see (``access``), whether two rows tell of
        one event (``pair``), or a page that was published (``publication``).
    recorded
        When it was entered, ISO 8601 in UTC.
    body
        What was entered.
    taken_back
        The entry that took it back, if any.
    """

    kind: Kind
    recorded: str
    body: dict[str, Any]
    taken_back: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        """A short name, from the digest of what was entered."""
        return digest_of([self.kind, self.body])[:10]


def entered(ledger: Ledger, recorded: str = "9") -> list[Entered]:
    """Return what people had entered by a time, in the order in which they entered it."""
    back = {body["entry"]: body for _, body in ledger.entries(RETRACTION, recorded)}
    kinds: tuple[Kind, ...] = ("record", "access", "pair", "publication")
    found = [
        Entered(kind, when, body, back.get(digest_of([kind, body])))
        for kind in kinds
        for when, body in ledger.entries(kind, recorded)
    ]
    return sorted(found, key=lambda entry: entry.recorded)


def standing(entries: Sequence[Entered], kind: Kind) -> list[dict[str, Any]]:
    """Return the bodies of a kind that were not taken back."""
    return [e.body for e in entries if e.kind == kind and e.taken_back is None]


def enter(ledger: Ledger, kind: Kind, body: dict[str, Any], recorded: str) -> bool:
    """Enter something; return whether it is new.

    What was taken back may be entered again: then it carries how often.
    """
    before = entered(ledger)
    once = {key: said for key, said in body.items() if key != "again"}
    same = [
        e for e in before
        if e.kind == kind and {k: v for k, v in e.body.items() if k != "again"} == once
    ]  # fmt: skip
    if any(e.taken_back is None for e in same):
        return False
    again = {"again": len(same)} if same else {}
    return ledger.enter(kind, [{**once, **again}], recorded) > 0


def take_back(ledger: Ledger, entry: Entered, signed: str, note: str, recorded: str) -> None:
    """Take back what was entered, under a name and with the reason."""
    digest = digest_of([entry.kind, entry.body])
    ledger.enter(RETRACTION, [{"entry": digest, "signed": signed, "note": note}], recorded)
