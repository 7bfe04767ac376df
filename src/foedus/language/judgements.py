"""What a file says beyond the text: fights, stakes, positions and facts.

Every attribute is a key of the language and its docstring is that key's documentation, as in
`foedus.language.arrangement`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from foedus.language.conditions import Condition
from foedus.language.ids import DeedId, LadderId
from foedus.language.quantities import (
    NO_TIME,
    SHAPE,
    Date,
    Duration,
    Estimate,
    Flag,
    Number,
    Sources,
)

Stance = Literal["support", "conditional", "ambiguous", "oppose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """How a fight over one act of the ladder ends."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    by: LadderId
    """Whose act is contested."""
    act: str
    """The act."""
    against: str = ""
    """Towards whom, where the ladder has several targets; each of them when left out."""
    alone: Estimate
    """Chance that `by` gains what it fights for when no guarantor comes in time."""
    helped: Estimate
    """The same chance when a guarantee is honoured with force in time."""
    decisiveness: Estimate | None = None
    """How much an advantage in forces counts, where chances are computed from `forces` instead."""
    armed: Estimate | None = None
    """The same chance when arms come in time, and no force; as alone when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """Forces that can be there when a fight is decided, in any one unit for the whole file."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    of: str
    """Whose forces."""
    strength: Estimate
    """How many, in the unit of the file."""
    after: Duration = NO_TIME
    """How long after the act begins they are there: a fight decided before is fought without."""
    under: str | None = None
    """The guarantee under which they come; a party's own when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What a party gains (above zero) or loses (below), in units of the prize at stake."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """What it is, in a few words."""
    when: Condition
    """The end of the story in which it counts."""
    unless: Condition | None = None
    """It lapses if this holds at the end: what was at stake is no more to be had, or to be lost."""
    worth: Estimate
    """How much, the prize being 1."""
    if_: Literal["resolved", "irresolute"] | None = None
    """It counts only if the party is resolved, or only if it is not; `resolved` says how likely."""
    group: str = ""
    """Stakes of one group are high or low together; `correlations` says how strongly."""

    @property
    def counts(self) -> Condition:
        """When it counts, with `unless` in it."""
        if self.unless is None:
            return self.when
        return Condition(all=(self.when, Condition(not_=self.unless)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coercion:
    """A threat by which an adversary may try to keep help away, once it is about to come."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = "nuclear use"
    """What is threatened, in a few words."""
    gives_in: Estimate | None = None
    """Chance that those who are threatened give in; they decide by their stakes when left out."""
    out_of_hand: Estimate
    """Chance that what is threatened comes about, if they stand firm."""
    worth: Mapping[str, Estimate]
    """By party: what it is worth to it if that comes about, the prize being 1."""
    threatening: Estimate | None = None
    """What making the threat is worth to the party that makes it, whatever comes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What a party alone learns of another's resolve: its intelligence, right or wrong."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    of: str
    """The party whose resolve it tells of."""
    if_resolved: Estimate
    """Chance that the sign is seen if that party is resolved."""
    if_irresolute: Estimate
    """Chance that it is seen all the same if that party is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Who said what on which issue, when, and where that was read."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    actor: str
    """Who spoke."""
    office: str = ""
    """In which office."""
    state: str
    """The state or organisation that the speaker speaks for."""
    date: Date
    """When it was said, or the first day of the time that is known."""
    issue: str
    """What it is about: ``membership``, ``invitation_now``, ``instant_on_violation``..."""
    stance: Stance
    """The stance on that issue."""
    speaks_for: Literal["state", "self"] = "state"
    """Whether the words commit the state (a government, a parliament) or only the speaker (a
    legislator, a candidate). Only the first tell how the state votes."""
    hearsay: Flag = False
    """The stance was reported by unnamed or third persons; it then tells half as much."""
    binds_until: Date | None = None
    """The next election or change of office; from that day on the position tells much less."""
    says: str
    """What was said, in our words."""
    text: str = ""
    """The words themselves, quoted, in the language in which they were read; of whoever told it,
    where it is hearsay."""
    condition: str = ""
    """The condition named, where there is one."""
    note: str = ""
    """What a reader should know: approximate date, competing voice, weak source."""
    source: Sources
    """Ids of sources."""

    @property
    def told(self) -> str:
        """What was said in our words and, where they were read, the words themselves."""
        if not self.text:
            return self.says
        whose = ", in the words of others" if self.hearsay else ""
        return f"“{self.text}”" if self.says == self.text else f"{self.says}{whose}: “{self.text}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question on which positions are taken, and the wider question that it presupposes."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """The question in a few words."""
    implies: str | None = None
    """The wider issue that whoever supports this one supports too, and whose opponents therefore
    oppose this one. Support of the wider issue says little about this one."""
    claim: Flag = False
    """It is a claim about the deal and no question that is decided: who supports it makes it, who
    opposes it denies it."""
    deed: DeedId | None = None
    """The deed by which the claim is made in the game; stakes that hang on the deed price it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """How a stance translates into ballots: counts of a Dirichlet law, as if seen that often.

    Their proportions are the expected ballots, their sum how firmly they are held.
    """

    __pydantic_config__: ClassVar[Any] = SHAPE

    yes: Number
    """Weight of *yes*."""
    abstain: Number
    """Weight of abstaining, which does not stop a consensus."""
    no: Number
    """Weight of *no*."""
    absent: Number = 0.0
    """Weight of not voting, which is silence: under ``on_timeout: adopt`` it lets a step pass."""
    because: str
    """The reason for these weights."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A dated fact that the case rests on or corrects."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    date: Date
    """When it happened, or the first day of the time that is known."""
    fact: str
    """What happened, in our words."""
    corrects: str = ""
    """What a source says differently, and why this case follows another."""
    source: Sources
    """Ids of sources."""
