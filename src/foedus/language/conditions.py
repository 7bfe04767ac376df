"""Conditions: what a clause waits for, in the words of the arrangement itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from foedus.language.ids import (
    DeedId,
    GuaranteeId,
    InstrumentId,
    LadderId,
    NormId,
    PartyId,
    ProcedureId,
)
from foedus.language.quantities import SHAPE, Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One statement about the state of affairs, or several joined by ``all``, ``any`` and ``not``.

    Exactly one of the keys below is written, except that `act` and `acted` are followed by `by`,
    `signed` by `by`, and `member` by `of`; `in_force`, `ended` and `noticed` may be followed by
    `by`, and `act`, `acted`, `prevailed` and `repelled` by `against`.
    """

    __pydantic_config__: ClassVar[Any] = SHAPE

    all: tuple[Condition, ...] | None = None
    """Every one of these holds."""
    any: tuple[Condition, ...] | None = None
    """At least one of these holds."""
    not_: Condition | None = None
    """This does not hold."""
    done: ProcedureId | None = None
    """This procedure has run to its end and taken effect, if it may open again: at least once."""
    open: ProcedureId | None = None
    """This procedure is under way."""
    lapsed: ProcedureId | None = None
    """This procedure was opened and last ended without effect."""
    alleged: NormId | None = None
    """A breach of this norm has been alleged by someone with standing."""
    found: NormId | None = None
    """A breach of this norm has been found (rightly or wrongly) by whoever finds."""
    breached: NormId | None = None
    """This norm has in fact been breached, whether or not anyone noticed."""
    complied: NormId | None = None
    """This norm has in fact never been breached."""
    in_force: InstrumentId | None = None
    """This instrument is in force."""
    ended: InstrumentId | None = None
    """This instrument was in force and no longer is."""
    noticed: InstrumentId | None = None
    """Notice of withdrawal from this instrument has been given."""
    signed: InstrumentId | None = None
    """This instrument has been signed by `by`, or by all who must when `by` is left out."""
    act: str | None = None
    """The party `by` is at this act of its ladder, or above it, now."""
    acted: str | None = None
    """The party `by` has at some time been at this act of its ladder, or above it."""
    by: str | None = None
    """Whose act, signature or notice; beside `in_force` and `ended`: for which of its parties."""
    against: str | None = None
    """Towards whom the act is directed; anybody when left out."""
    performed: DeedId | None = None
    """This deed has been performed, and not been undone since."""
    member: PartyId | None = None
    """This party has been admitted to the party or body `of`."""
    of: PartyId | None = None
    """Where the party was admitted."""
    active: GuaranteeId | None = None
    """This guarantee is in force, activated and not forfeited."""
    owed: GuaranteeId | None = None
    """The case of this guarantee goes on and its response is due, answered or not."""
    honoured: GuaranteeId | None = None
    """Owed and honoured in the case that goes on: by one, or by all if it is owed jointly."""
    declined: GuaranteeId | None = None
    """Owed and declined in the case that goes on: by all, or by one if it is owed jointly."""
    overdue: GuaranteeId | None = None
    """Under this guarantee a response is owed, its time limit is over, and none was given."""
    defended: PartyId | None = None
    """A guarantee that protects this party was honoured with force, owed or by right."""
    prevailed: LadderId | None = None
    """This party has gained by force what it fought for."""
    repelled: LadderId | None = None
    """This party has fought and failed."""
    from_: Date | None = None
    """This date has come."""

    def atoms(self) -> Iterator[Condition]:
        """Yield every statement inside, without the ``all``, ``any`` and ``not`` that join them.

        Examples
        --------
        >>> [a.done for a in Condition(all=(Condition(done="x"), Condition(done="y"))).atoms()]
        ['x', 'y']
        """
        return (atom for _, atom in self.placed(()))

    def placed(
        self, path: tuple[str | int, ...]
    ) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
        """Yield every statement inside with its place, that of the whole condition being `path`."""
        joined = False
        for key in ("all", "any"):
            for at, part in enumerate(getattr(self, key) or ()):
                joined = True
                yield from part.placed((*path, key, at))
        if self.not_ is not None:
            joined = True
            yield from self.not_.placed((*path, "not"))
        if not joined:
            yield path, self

    @property
    def key(self) -> str:
        """The key that says what kind of condition this is, as in a file; empty for an empty one.

        Examples
        --------
        >>> Condition(act="attack", by="RUS").key
        'act'
        """
        return next((name.rstrip("_") for name in self.written()), "")

    def written(self) -> list[str]:
        """Return the attribute names that are set, without the companions of a statement."""
        return [
            f.name
            for f in fields(self)
            if f.name not in ("by", "of", "against") and getattr(self, f.name) is not None
        ]
