"""The arrangement: what a user writes down once, as frozen dataclasses.

Every attribute is a key of the language and its docstring is that key's documentation: the JSON
Schema (``foedus schema``) and the test that every key is documented both read it from here. A
trailing underscore is dropped in the file: ``in_`` is written ``in``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from foedus.language.actors import Body, Deed, Ladder, Party, Source
from foedus.language.clauses import Guarantee, Instrument, Norm, Procedure
from foedus.language.ids import PartyId
from foedus.language.judgements import (
    Coercion,
    Contest,
    Fact,
    Force,
    Issue,
    Leaning,
    Position,
    Sign,
    Stake,
)
from foedus.language.observation import Observation
from foedus.language.quantities import (
    SHAPE,
    Date,
    Duration,
    Estimate,
    Flag,
    Number,
    Sources,
    Version,
)

TEN_YEARS = Duration(3652, "P10Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the arrangements on the table, as changes to the file that holds it."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """The option in a few words."""
    summary: str = ""
    """What it is, in a sentence or two."""
    source: Sources = ()
    """Ids of sources."""
    proposed: Flag = False
    """Whether this is what is proposed, and the others are there to compare it with."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Keys to lay over the arrangement: maps merge; lists, conditions and values replace; null
    deletes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A conditional security guarantee, written down once."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    foedus: Version
    """The version of the language: 1."""
    title: str
    """What the arrangement is called."""
    summary: str = ""
    """What it is, in a few sentences."""
    as_of: Date
    """The day on which the file describes it, and on which the process starts."""
    horizon: Duration = TEN_YEARS
    """How far ahead the process is followed."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Sources by id."""
    parties: Mapping[str, Party]
    """Parties by id."""
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """Bodies that decide, by id."""
    conduct: Mapping[str, Ladder] = field(default_factory=dict)
    """The ladder of acts of each party that has one."""
    deeds: Mapping[str, Deed] = field(default_factory=dict)
    """Deeds by id."""
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    """Instruments by id."""
    norms: Mapping[str, Norm] = field(default_factory=dict)
    """Norms by id."""
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    """Procedures by id."""
    guarantees: Mapping[str, Guarantee] = field(default_factory=dict)
    """Guarantees by id."""
    observation: Observation | None = None
    """What the terms are called on the ground, for the monitor."""
    contests: tuple[Contest, ...] = ()
    """How fights end, by act."""
    forces: tuple[Force, ...] = ()
    """Forces by the day they are there, for computing how fights end by a contest function."""
    stakes: Mapping[str, tuple[Stake, ...]] = field(default_factory=dict)
    """What each party gains and loses."""
    refusing: Mapping[str, Estimate] = field(default_factory=dict)
    """What each party can expect if it does not sign, in units of the prize."""
    coercion: Mapping[str, Coercion] = field(default_factory=dict)
    """By adversary: what it may threaten to keep help away; nothing when left out."""
    resolved: Mapping[str, Estimate] = field(default_factory=dict)
    """Chance that a party is resolved, which it alone knows."""
    signs: Mapping[str, Sign] = field(default_factory=dict)
    """By party: the sign of another's resolve that it alone sees, or does not."""
    correlations: Mapping[str, Number] = field(default_factory=dict)
    """By group of stakes: how strongly they are high or low together, from 0 to 1."""
    quarrel_lasts: Estimate | None = None
    """Chance that, from one occasion to the next, the quarrel does not end by itself (a change of
    leaders, a settlement); certain when left out. It makes what comes sooner weigh more."""
    occasions: tuple[Duration, ...] = ()
    """Days on which the sides choose their conduct in the game, counted from the start; at the
    start, after 60 days and after two years when left out. No option can change them."""
    agenda: tuple[tuple[PartyId, ...], ...] = ()
    """Who chooses first on each occasion, and who on each day after, having seen it: lists of
    parties. Within a day it is drawn evenly who is next. When left out, those who are to be
    deterred choose on the second day and everybody else on the first. No option can change it."""
    positions: tuple[Position, ...] = ()
    """Who stands where."""
    decides_on: Mapping[str, str] = field(default_factory=dict)
    """The issue whose positions tell how members vote in a step, by ``procedure.act``."""
    issues: Mapping[str, Issue] = field(default_factory=dict)
    """The issues that positions are about, by id."""
    leanings: Mapping[
        Literal["support", "conditional", "ambiguous", "oppose", "unknown"], Leaning
    ] = field(default_factory=dict)
    """How stances translate into ballots, where not as foedus assumes; ``unknown`` is for members
    that have said nothing to the point."""
    facts: tuple[Fact, ...] = ()
    """Dated facts."""
    not_modelled: tuple[str, ...] = ()
    """What this file leaves out and a reader might expect."""
    options: Mapping[str, Option] = field(default_factory=dict)
    """The arrangements on the table, by id; none means that the file itself is the only one."""

    # Who may do what to whom -------------------------------------------------------------------

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Who may act against whom: each party with a ladder and each of its targets.

        The target is empty where a ladder names none.

        Examples
        --------
        >>> from foedus.casebook import text_of
        >>> from foedus.language import read
        >>> read(text_of("ukraine-2025")).pairs
        (('RUS', 'UKR'), ('UKR', 'RUS'))
        """
        return tuple(
            (by, against)
            for by, ladder in self.conduct.items()
            for against in ladder.towards or ("",)
        )

    @property
    def protected(self) -> tuple[str, ...]:
        """Parties that a guarantee protects, to whom a norm is owed, or at whom acts are directed.

        In this order, each once. Where only guarantees matter: `guaranteed`.
        """
        named = [*self.guaranteed, *(to for norm in self.norms.values() for to in norm.towards)]
        return tuple(dict.fromkeys([*named, *(against for _, against in self.pairs if against)]))

    @property
    def guaranteed(self) -> tuple[str, ...]:
        """Parties that a guarantee protects, against whomever."""
        return tuple(dict.fromkeys(g.protects.state for g in self.guarantees.values()))

    @property
    def guarantors(self) -> tuple[str, ...]:
        """Parties that owe a response, or may give one, under some guarantee."""
        return tuple(dict.fromkeys(by for g in self.guarantees.values() for by in g.owed_by))

    def answered(self, by: str, against: str) -> tuple[str, ...]:
        """Return the guarantees that could answer an act of `by` against `against`.

        Parameters
        ----------
        by, against
            One of the `pairs`.
        """
        return tuple(
            name
            for name, g in self.guarantees.items()
            if g.against == by and about(self, against, (g.protects.state,))
        )

    def forbidden(self, by: str, against: str) -> tuple[str, ...]:
        """Return the norms that forbid `by` some act of its ladder against `against`."""
        acts = [act.act for act in self.conduct[by].acts]
        return tuple(
            name
            for name, norm in self.norms.items()
            if by in norm.bearer
            and norm.prohibition in acts
            and against in fronts_about(self, by, norm.towards)
        )


def fronts_about(arrangement: Arrangement, by: str, parties: Sequence[str]) -> tuple[str, ...]:
    """Return those targets of `by` that a clause about `parties` is about.

    A clause that names nobody is about them all, and so is any clause where there is one target at
    most and it is not said whom the acts are directed at. A party and a body of which it is a
    member are about each other.
    """
    targets = arrangement.conduct[by].towards or ("",)
    return tuple(target for target in targets if about(arrangement, target, parties))


def about(arrangement: Arrangement, target: str, parties: Sequence[str]) -> bool:
    """Say whether what is done to `target` is done to one of `parties`, or to a member of one."""
    if not target or not parties or target in parties:
        return True
    return any(
        target in _members(arrangement, party) or party in _members(arrangement, target)
        for party in parties
    )


def _members(arrangement: Arrangement, party: str) -> tuple[str, ...]:
    entry = arrangement.parties.get(party)
    return entry.members if entry else ()
