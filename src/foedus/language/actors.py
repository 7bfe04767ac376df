"""Who takes part, what each can do, and where it was read.

Every attribute is a key of the language and its docstring is that key's documentation, as in
`foedus.language.arrangement`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from foedus.language.conditions import Condition
from foedus.language.ids import PartyId
from foedus.language.quantities import (
    SHAPE,
    Date,
    Duration,
    Estimate,
    Flag,
    Names,
    Parties,
    Sources,
)

Role = Literal[
    "beneficiary", "adversary", "guarantor", "mediator", "depositary", "monitor", "outsider"
]
RuleSpec = str | Mapping[str, Any]
"""A decision rule as it is written; ``foedus.decisions.parse_rule`` gives it its meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact or a figure was read."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    title: str
    """What it is called."""
    publisher: str = ""
    """Who published it."""
    date: Date | None = None
    """When it was published."""
    url: str = ""
    """Where it can be read."""
    note: str = ""
    """What a reader should know of it: seen only in an excerpt, recalled, disputed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A state, an organisation or a mission that the arrangement names."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    name: str = ""
    """Its name in English; the id when left out."""
    plural: Flag = False
    """Whether a sentence about it takes a plural, as *the guarantors owe* does."""
    role: Role | None = None
    """Its part in the arrangement, in a word for the reader: it has no meaning. Who may attack whom
    is read off `conduct`, who is protected by whom off `guarantees` and `norms`."""
    members: tuple[str, ...] = ()
    """Members of a collective party, as ISO 3166 alpha-3 codes or ids of parties."""
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Members that are alike for this question, by a name for their class."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that decides: who votes in it, and by which rule."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    name: str = ""
    """Its name in English; the id when left out."""
    plural: Flag = False
    """Whether a sentence about it takes a plural, as *the three guarantors decide* does."""
    members: Names
    """A collective party, whose members vote; or the voters themselves."""
    without: Names = ()
    """Members that do not vote here."""
    rule: RuleSpec
    """Its decision rule."""
    silence: Duration | None = None
    """Under a silence procedure, how long a member has to object."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One rung of a ladder of conduct."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    act: str
    """The id of the act."""
    label: str = ""
    """The act in a few words, as they follow the name of who does it: ``attacks in force``."""
    purpose: str = ""
    """What it is done for, where that tells it from another act, or a right from its abuse."""
    needs: Duration | None = None
    """How long the act itself needs to be accomplished (the fait accompli)."""
    takes: Estimate | None = None
    """How many days it takes where that is uncertain: in the game help is in time with the chance
    that it comes sooner; the days of `needs` when left out."""
    detect: Estimate | None = None
    """Chance that it is noticed; not known when left out."""
    attribute: Estimate | None = None
    """Chance that it is traced to who did it, given that it was noticed; not known when left
    out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """What one party can do, from compliance upward. Norms and guarantees name rungs of it."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    towards: Parties = ()
    """Whom the acts are directed at; each act is towards one of them at a time."""
    acts: tuple[Act, ...]
    """The acts, lowest first; the first is compliance."""
    unbearable_from: str = ""
    """The lowest act that those it is directed at cannot bear."""
    false_alarm: Estimate | None = None
    """Chance that an act of this ladder is found when there was none; not known when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something a party does once: a cession, a declaration, a deployment."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The deed in a few words."""
    by: PartyId
    """Who performs it."""
    needs: Condition | None = None
    """What must hold before it can be performed."""
    done: Flag = False
    """Whether it is done when the arrangement starts."""
    reversible: Flag = False
    """Whether it can be undone (a register closed, a law repealed), and then done again."""
    source: Sources = ()
    """Ids of sources."""
