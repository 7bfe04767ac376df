"""The arrangement: what a user writes down once, as frozen dataclasses.

Every attribute is a key of the language and its docstring is that key's documentation: the JSON
Schema (``foedus schema``) and the test that every key is documented both read it from here. A
trailing underscore is dropped in the file: ``in_`` is written ``in``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from foedus.language.conditions import Condition
from foedus.language.observation import Observation, Observed
from foedus.language.quantities import SHAPE, Date, Duration, Estimate, Flag, Names, Number

Role = Literal[
    "beneficiary", "adversary", "guarantor", "mediator", "depositary", "monitor", "outsider"
]
Stance = Literal["support", "conditional", "ambiguous", "oppose"]
NO_NOTICE, TEN_YEARS = Duration(0, "P0D"), Duration(3652, "P10Y")
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
    role: Role
    """Its part in the arrangement."""
    members: tuple[str, ...] = ()
    """Members of a collective party, as ISO 3166 alpha-3 codes or ids of parties."""
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Members that are alike for this question, by a name for their class."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that decides: who votes in it, and by which rule."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    name: str = ""
    """Its name in English; the id when left out."""
    members: Names
    """A collective party, whose members vote; or the voters themselves."""
    without: Names = ()
    """Members that do not vote here."""
    rule: RuleSpec
    """Its decision rule."""
    silence: Duration | None = None
    """Under a silence procedure, how long a member has to object."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One rung of a ladder of conduct."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    act: str
    """The id of the act."""
    label: str = ""
    """The act in a few words."""
    needs: Duration | None = None
    """How long the act itself needs to be accomplished (the fait accompli)."""
    detect: Estimate | None = None
    """Chance that it is noticed."""
    attribute: Estimate | None = None
    """Chance that it is laid at the right door, given that it was noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """What one party can do, from compliance upward. Norms and guarantees name rungs of it."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    towards: Names = ()
    """Whom the acts are directed at."""
    acts: tuple[Act, ...]
    """The acts, lowest first; the first is compliance."""
    unbearable_from: str = ""
    """The lowest act that those it is directed at cannot bear."""
    false_alarm: Estimate | None = None
    """Chance that an act of this ladder is found when there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something a party does once: a cession, a declaration, a deployment."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The deed in a few words."""
    by: str
    """Who performs it."""
    needs: Condition | None = None
    """What must hold before it can be performed."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The right to leave an instrument."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    by: Names
    """Who may leave."""
    notice: Duration = NO_NOTICE
    """How long after notice the instrument still binds; it runs through the end of its last day."""
    barred_while: Condition | None = None
    """No notice can be given, and none runs out, while this holds (a pending allegation)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, a declaration, a side letter: what norms and guarantees are written in."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    name: str = ""
    """Its name in English; the id when left out."""
    parties: Names
    """Who is party to it."""
    status: Literal["proposed", "signed", "in_force"] = "in_force"
    """How it stands when the arrangement starts."""
    signed_by: Names = ()
    """Who must sign it; all its parties when left out."""
    enters: Condition | None = None
    """What brings it into force once signed; at once when left out."""
    sunset: Duration | None = None
    """How long it lasts from its entry into force."""
    tolled_while: Condition | None = None
    """The sunset does not take effect while this holds (an allegation made in time)."""
    withdrawal: Withdrawal | None = None
    """Who may leave it and how; nobody when left out."""
    supersedes: Names = ()
    """Instruments that end when this one enters into force."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What a party must not do (a prohibition) or must do (an obligation)."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The norm in a sentence."""
    prohibition: str | None = None
    """The lowest act of the bearer's ladder that is forbidden, or a deed, or ``admit``."""
    obligation: str | None = None
    """The deed that is owed."""
    bearer: Names
    """Who is bound."""
    towards: Names = ()
    """To whom it is owed."""
    of: str | None = None
    """With ``prohibition: admit``: whose admission is forbidden."""
    breach: Literal["material", "minor"] = "material"
    """Whether a breach is material in the sense of VCLT art. 60."""
    in_: str | None = None
    """The instrument that it stands in; it binds while that is in force."""
    survives: tuple[Literal["withdrawal", "sunset"], ...] = ()
    """What it outlives: the exit from, or expiry of, its instrument."""
    while_: Condition | None = None
    """It binds only while this holds."""
    unless: Condition | None = None
    """An exception: what is done while this holds is no breach (lawful self-defence)."""
    when: Condition | None = None
    """With an obligation: what makes it due; at once when left out."""
    within: Duration | None = None
    """With an obligation: how long after that it must be performed."""
    observed: Observed | None = None
    """Which incidents on the ground are evidence that it was broken."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a procedure begins."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    by: Names = ()
    """Who has standing to open it; when left out it opens by itself as soon as `when` holds."""
    alleging: str | None = None
    """Opening it is to allege a breach of this norm."""
    when: Condition | None = None
    """It can be opened only while this holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A member's own domestic way to say yes."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """The route in a few words."""
    takes: Estimate | None = None
    """How many days it takes."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a procedure: who acts, by which rule, by when, and what follows."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    act: str
    """What is done, as a verb: report, decide, invite, ratify, release, deposit."""
    by: str
    """The body that decides, the collective party whose members each act, or the one who acts."""
    rule: RuleSpec | None = None
    """The decision rule, where it is not the body's own. For a collective party: unanimity."""
    within: Duration | None = None
    """How long the step may take; without it there is no deadline."""
    takes: Estimate | None = None
    """How many days the step takes when it succeeds."""
    like: Literal["nato_accession"] | None = None
    """The record of past steps of this kind that its days, and the chance that those who agreed
    also perform it, are drawn from. ``nato_accession``: ratification by every member. Not beside
    `takes`."""
    on_pass: Literal["next", "effect"] = "next"
    """What follows success: the next step, or the procedure takes effect at once."""
    on_block: Literal["lapse", "next", "hold"] = "lapse"
    """What follows a definite no: the procedure lapses; the next step, as if this one had not been;
    or ``hold``: a no is not final and the step stays open."""
    on_timeout: Literal["lapse", "adopt", "next", "hold"] = "lapse"
    """What follows when the time runs out: the procedure lapses; ``adopt``: silence counts as
    success; the next step, as if this one had not been; or ``hold``: the step stays open."""
    at_deadline: Flag = False
    """It is decided only when its time has run out, even if the outcome is certain before."""
    finds: str | None = None
    """The norm whose breach is found when this step passes."""
    needs: Condition | None = None
    """What must hold before anyone can act in this step."""
    escrowed: Flag = False
    """It was done in advance, and is passed as soon as it is reached."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """Domestic routes of members that have one of their own."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What happens when a procedure takes effect. One key, with `to` after `admit`."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    admit: str | None = None
    """This party becomes a member of `to`."""
    to: str | None = None
    """The party or body that it joins."""
    bring_into_force: str | None = None
    """This instrument enters, or enters again, into force (snapback)."""
    terminate: str | None = None
    """This instrument ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A way from an opening to an effect, step by step."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The procedure in a few words."""
    opens: Opening
    """How it begins."""
    steps: tuple[Step, ...]
    """Its steps, in order."""
    then: tuple[Effect, ...] = ()
    """What happens when it takes effect."""
    reopens: Flag = True
    """Whether it can be opened again after it lapsed, from the next day on."""
    in_: str | None = None
    """The instrument that it stands in; it cannot be opened once that has ended."""
    survives: tuple[Literal["withdrawal", "sunset"], ...] = ()
    """What it outlives: the exit from, or expiry of, its instrument."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """What a guarantee protects."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    state: str
    """The party protected."""
    territory: Literal["controlled", "recognised", "treaty_line", "unspecified"]
    """Which territory: what it controls, what is recognised as its own, up to a treaty line."""
    control_as_of: Date | None = None
    """The day whose line of control counts. Required with ``controlled``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One stage of a response that grows with time."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    after: Duration
    """How long after the casus foederis."""
    response: str
    """What is then owed."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """Who must answer which act, for whom, and under which conditions."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The guarantee in a sentence."""
    owed_by: Names
    """Who owes the response."""
    protects: Protected
    """What it protects."""
    against: str
    """Whose conduct it answers."""
    casus_foederis: str
    """The lowest act that it answers."""
    response: Literal["defend", "as_deemed_necessary", "consult", "sanctions", "arms", "right_only"]
    """What is owed. ``right_only``: those it names may respond, and owe nothing."""
    joint: Flag = False
    """Whether it is owed only by all together (joint), or by each for itself (several)."""
    in_: str | None = None
    """The instrument that it stands in; it binds while that is in force."""
    survives: tuple[Literal["withdrawal", "sunset"], ...] = ()
    """What it outlives: the exit from, or expiry of, its instrument."""
    in_force: Condition | None = None
    """It binds while this holds; always when left out."""
    activates_when: Condition | None = None
    """It starts when this first holds, and stays activated from then on."""
    forfeited_if: Condition | None = None
    """It is lost for good once this holds."""
    due_when: Condition | None = None
    """The response is owed only once this holds (a finding, a decision)."""
    covers_ongoing: Flag = False
    """Whether it answers an act that began before the guarantee did."""
    response_ladder: tuple[Response, ...] = ()
    """Stages of the response, by time since the casus foederis."""
    arrives: Estimate | None = None
    """Days from the moment it is owed to force on the ground."""
    honour: Estimate | None = None
    """Chance that it is honoured when owed: what this case's author holds credible."""
    source: Names = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """How a fight over one act of the ladder ends."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    by: str
    """Whose act is contested."""
    act: str
    """The act."""
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
    after: Duration = NO_NOTICE
    """How long after they are called on they are there."""
    under: str | None = None
    """The guarantee under which they come; they are there anyway when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What a party gains (above zero) or loses (below), in units of the prize at stake."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """What it is, in a few words."""
    when: Condition
    """The end of the story in which it counts."""
    worth: Estimate
    """How much, the prize being 1."""
    if_: Literal["resolved", "irresolute"] | None = None
    """It counts only if the party is resolved, or only if it is not; `resolved` says how likely."""
    group: str = ""
    """Stakes of one group are high or low together; `correlations` says how strongly."""


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
    condition: str = ""
    """The condition named, where there is one."""
    note: str = ""
    """What a reader should know: approximate date, competing voice, weak source."""
    source: Names
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question on which positions are taken, and the wider question that it presupposes."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """The question in a few words."""
    implies: str | None = None
    """The wider issue that whoever supports this one supports too, and whose opponents therefore
    oppose this one. Support of the wider issue says little about this one."""


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
    """Weight of not voting."""
    because: str
    """The reason for these weights."""
    source: Names = ()
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
    source: Names
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the arrangements on the table, as changes to the file that holds it."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """The option in a few words."""
    summary: str = ""
    """What it is, in a sentence or two."""
    source: Names = ()
    """Ids of sources."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Keys to lay over the arrangement: maps merge; lists, conditions and values replace; null
    deletes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A conditional security guarantee, written down once."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    foedus: Literal[1]
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
    """What each party can expect if it does not sign, in units of the prize: war goes on."""
    resolved: Mapping[str, Estimate] = field(default_factory=dict)
    """Chance that a party is resolved, which it alone knows."""
    correlations: Mapping[str, Number] = field(default_factory=dict)
    """By group of stakes: how strongly they are high or low together, from 0 to 1."""
    quarrel_lasts: Estimate | None = None
    """Chance that, from one occasion to the next, the quarrel does not end by itself (a change of
    leaders, a settlement); certain when left out. It makes what comes sooner weigh more."""
    occasions: tuple[Duration, ...] = ()
    """Days on which the sides choose their conduct in the game, counted from the start; at the
    start, after 60 days and after two years when left out. No option can change them."""
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
