"""What the parties wrote down: instruments, norms, procedures and guarantees.

Every attribute is a key of the language and its docstring is that key's documentation, as in
`foedus.language.arrangement`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from foedus.language.actors import RuleSpec
from foedus.language.conditions import Condition
from foedus.language.ids import DeedId, InstrumentId, LadderId, NormId, PartyId
from foedus.language.observation import Observed
from foedus.language.quantities import (
    NO_TIME,
    SHAPE,
    ArticleCount,
    Articles,
    Date,
    Duration,
    Estimate,
    Flag,
    Instruments,
    Names,
    Outlived,
    Parties,
    Reopens,
    Sources,
)

_BILATERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A rival reading of one clause: another authentic language, an annex that says otherwise."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str
    """The reading in a few words."""
    held_by: Parties = ()
    """Who reads the clause so."""
    text: str = ""
    """The words that it rests on, quoted."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Keys to lay over the clause, as an option lays them over the file."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The right to leave an instrument."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    by: Parties
    """Who may leave."""
    notice: Duration = NO_TIME
    """How long after notice the instrument still binds; it runs through the end of its last day."""
    ends_for: Literal["leaver", "all"] | None = None
    """Whom a withdrawal ends the instrument for: the one who leaves, or all. When left out: all if
    there are two parties, else the one who leaves (and all, once fewer than two are left)."""
    barred_while: Condition | None = None
    """No notice can be given, and none runs out, while this holds (a pending allegation)."""
    article: Articles = ()
    """The article that it is written in, or several: 5, 3(2), or section 2."""
    text: str = ""
    """What it says, quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, a declaration, a side letter: what norms and guarantees are written in."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    name: str = ""
    """Its name in English; the id when left out."""
    binding: Literal["legal", "political", "disputed"] | None = None
    """Whether it binds in law, or as policy alone; not said when left out."""
    parties: Parties
    """Who is party to it."""
    status: Literal["proposed", "signed", "in_force"] = "in_force"
    """How it stands when the arrangement starts."""
    signed_by: Parties = ()
    """Who must sign it; all its parties when left out."""
    enters: Condition | None = None
    """What brings it into force once signed; at once when left out."""
    sunset: Duration | None = None
    """How long it lasts from its entry into force."""
    tolled_while: Condition | None = None
    """The sunset does not take effect while this holds (an allegation made in time)."""
    withdrawal: Withdrawal | None = None
    """Who may leave it and how; nobody when left out."""
    accrued: Literal["stay", "end"] = "stay"
    """What becomes of a response that is owed when the instrument ends or a party leaves it: it
    stays owed (Vienna Convention on the Law of Treaties, art. 70(1)(b)), or ends with it."""
    under_way: Literal["stay", "end"] = "stay"
    """What becomes of a procedure in it that is under way when the instrument ends: it goes on (a
    court once seised stays so: International Court of Justice, *Nottebohm*, preliminary objection,
    1953, p. 123), or lapses with it."""
    supersedes: Instruments = ()
    """Instruments that end when this one enters into force."""
    articles: ArticleCount | None = None
    """Its operative articles, listed or counted, so that it can be told how many the file holds."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Rival readings of this clause, by id; as it is written here is one reading more."""
    settled_by: Parties = ()
    """Who may settle between the readings; nobody is known to when left out."""
    source: Sources = ()
    """Ids of sources."""


def leaves_alone(instrument: Instrument) -> bool:
    """Say whether who withdraws leaves by itself, and the instrument goes on for the others."""
    ends_for = instrument.withdrawal.ends_for if instrument.withdrawal else None
    return ends_for == "leaver" if ends_for else len(instrument.parties) > _BILATERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What a party must not do (a prohibition) or must do (an obligation)."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The norm in a sentence."""
    prohibition: str | None = None
    """The lowest act of the bearer's ladder that is forbidden, or a deed, or ``admit``."""
    obligation: DeedId | None = None
    """The deed that is owed, once: who undoes it later is in no breach for that (see `keep`), and
    owes it anew only when `when`, having ceased, holds again, or the norm binds again."""
    keep: Flag = False
    """With an obligation: the deed must also stay done (a register kept, a law left in force)."""
    bearer: Parties
    """Who is bound."""
    towards: Parties = ()
    """Those at whom what it forbids is directed, and to whom it is owed unless `owed_to` says
    otherwise."""
    owed_to: Parties = ()
    """To whom it is owed, where that is somebody else than those at whom the act is directed (a
    promise to an ally not to attack a third state)."""
    of: PartyId | None = None
    """With ``prohibition: admit``: whose admission is forbidden."""
    breach: Literal["material", "minor"] | None = None
    """Whether a breach is material in the sense of VCLT art. 60; not said when left out."""
    in_: InstrumentId | None = None
    """The instrument that it stands in; it binds while that is in force."""
    survives: Outlived = ()
    """What it outlives: the exit from, or expiry of, its instrument."""
    while_: Condition | None = None
    """It binds only while this holds."""
    unless: Condition | None = None
    """An exception: what is done while this holds is no breach (lawful self-defence)."""
    when: Condition | None = None
    """With an obligation: what makes it due; at once when left out."""
    within: Duration | None = None
    """With an obligation: how long after that it must be performed; the same day when left out."""
    open_ended: Flag = False
    """With an obligation: the text sets no time for it, so that it is owed and never late."""
    observed: Observed | None = None
    """Which incidents on the ground are evidence that it was broken."""
    article: Articles = ()
    """The article that it is written in, or several: 5, 3(2), or section 2."""
    text: str = ""
    """What it says, quoted."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Rival readings of this clause, by id; as it is written here is one reading more."""
    settled_by: Parties = ()
    """Who may settle between the readings; nobody is known to when left out."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a procedure begins."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    by: Parties = ()
    """Who has standing to open it; when left out it opens by itself as soon as `when` holds."""
    alleging: NormId | None = None
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
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a procedure: who acts, by which rule, by when, and what follows."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    act: str
    """What is done, as a verb: report, decide, invite, ratify, release, deposit."""
    by: PartyId
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
    or ``hold``: a no is not final and the step stays open. With a time limit, silence and a no are
    then the same on its last day: a rule under which only an objection counts cannot have both."""
    on_timeout: Literal["lapse", "adopt", "next", "hold"] = "lapse"
    """What follows when the time runs out: the procedure lapses; ``adopt``: silence counts as
    success, and only ballots that block the step stop it (who abstains has voted: under unanimity
    that blocks); the next step, as if this one had not been; or ``hold``: the step stays open."""
    at_deadline: Flag = False
    """It is decided only when its time has run out, even if the outcome is certain before: only the
    day is another. A time that no vote stops passes by silence, and has no no that is final."""
    strategic: Names = ()
    """Members that vote by what they have at stake instead of with a chance, in the game; each can
    block the step alone. None when left out."""
    finds: NormId | None = None
    """The norm whose breach is found when this step passes."""
    needs: Condition | None = None
    """What must hold for anyone to act in this step. Its time runs all the same."""
    escrowed: Flag = False
    """It was done in advance, and is passed as soon as it is reached."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """Domestic routes of members that have one of their own."""
    article: Articles = ()
    """The article that it is written in, or several: 5, 3(2), or section 2."""
    text: str = ""
    """What it says, quoted."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What happens when a procedure takes effect. One key, with `to` after `admit`."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    admit: PartyId | None = None
    """This party becomes a member of `to`."""
    to: PartyId | None = None
    """The party or body that it joins."""
    bring_into_force: InstrumentId | None = None
    """This instrument enters, or enters again, into force (snapback); not for who left it alone."""
    terminate: InstrumentId | None = None
    """This instrument ends, where it is in force; what never was is left as it is."""


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
    reopens: Reopens = True
    """Whether it can be opened again after it lapsed, from the next day on; ``after_effect``: also
    after it took effect, and each time it takes effect again."""
    in_: InstrumentId | None = None
    """The instrument that it stands in; it cannot be opened once that has ended."""
    survives: Outlived = ()
    """What it outlives: the exit from, or expiry of, its instrument."""
    article: Articles = ()
    """The article that it is written in, or several: 5, 3(2), or section 2."""
    text: str = ""
    """What it says, quoted."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Rival readings of this clause, by id; as it is written here is one reading more."""
    settled_by: Parties = ()
    """Who may settle between the readings; nobody is known to when left out."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """What a guarantee protects."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    state: PartyId
    """The party protected."""
    territory: Literal["controlled", "recognised", "treaty_line", "unspecified"]
    """Which territory: what it controls, what is recognised as its own, up to a treaty line."""
    control_as_of: Date | None = None
    """The day whose line of control counts, none past the horizon. Required with ``controlled``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One stage of a response that grows with time."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    after: Duration = NO_TIME
    """How long after the casus foederis it begins; at once when left out."""
    within: Duration | None = None
    """How long after the casus foederis it must have come; the text does not say when left out."""
    response: str
    """What is then owed."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """Who must answer which act, for whom, and under which conditions."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The guarantee in a sentence."""
    owed_by: Parties
    """Who owes the response. What the protected state would owe to itself alone is an error."""
    protects: Protected
    """What it protects."""
    against: LadderId
    """Whose conduct it answers."""
    casus_foederis: str
    """The lowest act that it answers."""
    response: Literal["defend", "as_deemed_necessary", "consult", "sanctions", "arms", "right_only"]
    """What is owed. ``right_only``: those it names may respond, and owe nothing."""
    owes: str = ""
    """What is owed in the words of the text, as they stand after *owes*; then these are printed."""
    within: Duration | None = None
    """How long after it is owed the response must come; there is no time limit when left out."""
    joint: Flag = False
    """Whether it is owed only by all together (joint), or by each for itself (several)."""
    owed_to: Parties = ()
    """To whom it is owed; to the protected state when left out. A duty to consult that several
    share is owed by them to one another."""
    sole_aim: str = ""
    """The only aim that what is done under it may have, in the words of the text."""
    in_: InstrumentId | None = None
    """The instrument that it stands in; it binds while that is in force."""
    survives: Outlived = ()
    """What it outlives: the exit from, or expiry of, its instrument."""
    in_force: Condition | None = None
    """It binds while this holds; always when left out."""
    activates_when: Condition | None = None
    """It starts when this first holds while it is in force, and stays activated from then on."""
    forfeited_if: Condition | None = None
    """It is lost for good once this holds."""
    due_when: Condition | None = None
    """The response is owed only once this holds (a finding, a decision).

    What `done`, `lapsed` and `found` speak of and a procedure can bring about again (opened `by`
    somebody, and `reopens`) must come about for this case, and not before the act began."""
    covers_ongoing: Flag = False
    """Whether it answers an act that began before the guarantee did."""
    response_ladder: tuple[Response, ...] = ()
    """Stages of the response, by time since the casus foederis."""
    arrives: Estimate | None = None
    """Days from the moment it is owed to force on the ground."""
    honour: Estimate | None = None
    """Chance that it is honoured when owed: what this case's author holds credible."""
    article: Articles = ()
    """The article that it is written in, or several: 5, 3(2), or section 2."""
    text: str = ""
    """What it says, quoted."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Rival readings of this clause, by id; as it is written here is one reading more."""
    settled_by: Parties = ()
    """Who may settle between the readings; nobody is known to when left out."""
    source: Sources = ()
    """Ids of sources."""
