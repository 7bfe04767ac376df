"""Procedures in time: stages one after another, in another forum if need be, with defaults.

What follows from one is in `foedus.decisions.taking_effect` (who can block it and with what chance
it takes effect, exactly).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from foedus.decisions.ballots import Ballot, did_you_mean
from foedus.decisions.days import Days, Fixed
from foedus.decisions.majorities import any_one, consensus, silence
from foedus.decisions.rules import AllOf, AnyOf, Not, Rule, RuleError
from foedus.decisions.transform import always, with_silence_as_best

OnTimeout = Literal["adopt", "lapse", "next", "hold", "end"]
"""What follows when time runs out undecided: it counts as passed, the procedure lapses, the next
stage begins as if this one had not been, the stage stays open, or all ends: the procedure lapses,
and no other that stands beside it is tried."""

OnBlock = Literal["lapse", "next", "hold", "end"]
"""What follows a definite no. With ``hold`` it is not final, and where there is a time limit what
follows is what follows when time runs out."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One question put to one body.

    Parameters
    ----------
    name
        What is done, as a verb or a short phrase.
    rule
        How the body decides.
    within
        Days that it has; ``None`` for no deadline, so that what is undecided stays open.
    on_timeout, on_block
        What follows if it is undecided when time runs out, and if it is blocked.
    takes
        How long passing takes when it passes. A rule that silence passes (nobody need speak)
        passes when its time is up, and not before.
    asks
        Which question is put. Stages that ask the same question get the same ballots: a member
        keeps its position when the forum shifts. Other questions get ballots of their own.
    limit
        The time that it has in the words of a text, which are not of days where it has months: so
        it is read out.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> Stage("invite", parse_rule("silence", ["A", "B"]), within=3).describe()
    'invite: silence procedure among 2 members (adopted unless one objects), known after 3 days'
    """

    name: str
    rule: Rule
    within: float | None = None
    on_timeout: OnTimeout = "lapse"
    on_block: OnBlock = "lapse"
    takes: Days = field(default_factory=Fixed)
    asks: str = ""
    limit: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for key, value, allowed in (
            ("on_timeout", self.on_timeout, ("adopt", "lapse", "next", "hold", "end")),
            ("on_block", self.on_block, ("lapse", "next", "hold", "end")),
        ):
            if value not in allowed:
                hint = did_you_mean(str(value), allowed)
                raise RuleError(f"{value!r} is not one of {', '.join(allowed)}{hint}", (key,))
        if self.within is not None and not self.within >= 0:
            raise RuleError(f"{self.within!r} is not a number of days", ("within",))
        if not isinstance(self.takes, Days):
            raise RuleError(f"{self.takes!r} is not a distribution of days", ("takes",))

    @property
    def open_rule(self) -> Rule:
        """The rule that fails only where the ballots cast block for good."""
        return with_silence_as_best(self.rule)

    @property
    def certain(self) -> bool:
        """Whether it passes when its time is over, whatever is voted: no no is final before."""
        return self.within is not None and self.on_timeout == "adopt" and self.on_block == "hold"

    @property
    def carries(self) -> Rule:
        """The rule by which it passes, if nobody misses a deadline."""
        if self.within is None or self.on_timeout != "adopt":
            return self.rule
        return always(self.rule.members) if self.certain else self.open_rule

    @property
    def blocks(self) -> Rule | None:
        """The rule by which a no ends it for good; none where no no is final."""
        return None if self.on_block == "hold" else Not(self.open_rule)

    @property
    def advances(self) -> Rule:
        """The rule by which the procedure gets past this stage, if nobody misses a deadline."""
        passes_undecided = self.within is not None and self.on_timeout in ("adopt", "next")
        if passes_undecided:
            goes_on = self.on_block in ("next", "hold")
            return always(self.rule.members) if goes_on else self.open_rule
        if self.on_block == "next":
            return AnyOf((self.rule, Not(self.open_rule)))
        return self.rule

    @property
    def lapses(self) -> Rule:
        """The rule by which the procedure lapses here."""
        runs_out = self.within is not None and self.on_timeout == "lapse"
        ways = list[Rule]()
        if self.on_block == "lapse" or (self.on_block == "hold" and runs_out):
            ways.append(Not(self.open_rule))
        if runs_out:
            ways.append(AllOf((self.open_rule, Not(self.rule))))
        return AnyOf(tuple(ways)) if ways else Not(always(self.rule.members))

    @property
    def can_stop(self) -> bool:
        """Whether some ballots leave it open for ever, or end all."""
        if self.certain:
            return False
        waits = self.within is None or self.on_timeout in ("hold", "end")
        silence_matters = any(
            row[Ballot.ABSENT] != other[Ballot.ABSENT]
            for atom, rescued in zip(self.rule.atoms(), self.open_rule.atoms(), strict=True)
            for row, other in zip(atom.rows, rescued.rows, strict=True)
        )
        return self.on_block in ("hold", "end") or (waits and silence_matters)

    @property
    def by_silence(self) -> bool:
        """Whether it passes when nobody says anything."""
        return self.rule.passes({})

    def stages(self) -> Iterator[Stage]:
        """Iterate over this stage alone."""
        yield self

    def describe(self) -> str:
        """Read the stage out in one line of English."""
        from foedus.decisions.procedure_wording import stage_line

        return stage_line(self)


@dataclass(frozen=True, slots=True)
class Then:
    """Every part in turn; it lapses when one does.

    Parameters
    ----------
    parts
        At least one stage or procedure.
    """

    parts: tuple[Procedure, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts)

    def stages(self) -> Iterator[Stage]:
        """Iterate over the stages in order."""
        for part in self.parts:
            yield from part.stages()

    def describe(self) -> str:
        """Read the procedure out, a line for each stage."""
        from foedus.decisions.procedure_wording import described

        return described(self)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The first part; where it lapses, the next: another forum, or another try.

    Parameters
    ----------
    parts
        At least one stage or procedure.
    """

    parts: tuple[Procedure, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts)

    def stages(self) -> Iterator[Stage]:
        """Iterate over the stages in order."""
        for part in self.parts:
            yield from part.stages()

    def describe(self) -> str:
        """Read the procedure out, a line for each stage."""
        from foedus.decisions.procedure_wording import described

        return described(self)


Procedure = Stage | Then | Otherwise


def then(*parts: Procedure) -> Then:
    """Every part in turn.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> whole = then(standing(["A"]), Stage("decide", parse_rule("majority", ["A", "B", "C"])))
    >>> [stage.name for stage in whole.stages()]
    ['open', 'decide']
    """
    return Then(tuple(parts))


def otherwise(*parts: Procedure) -> Otherwise:
    """Return the first part and, where it lapses, the next.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> nato = Stage("decide", parse_rule("consensus", ["A", "B", "C"]))
    >>> print(otherwise(nato, without(nato, "C")).describe())
    the first of these that succeeds:
    a) decide: consensus of 3 members (no member objects)
    b) decide, without C: consensus of 2 members (no member objects)
    """
    return Otherwise(tuple(parts))


def standing(members: Sequence[str], name: str = "open", asks: str = "") -> Stage:
    """Only these may open the procedure, and one that wants to is enough.

    Examples
    --------
    >>> standing(["A", "B"]).by_silence
    False
    """
    return Stage(name, any_one(members), asks=asks)


def not_objected(
    members: Sequence[str], within: float, name: str = "hear objections", asks: str = ""
) -> Stage:
    """Let it pass when the time is up unless one of these objects.

    Examples
    --------
    >>> not_objected(["A", "B"], within=3).by_silence
    True
    """
    return Stage(name, silence(members), within=within, asks=asks)


def without(stage: Stage, *members: str) -> Stage:
    """Return the same question in a body without some members: a shift of forum.

    For rules of consensus; other rules have other quotas in another body, so build them anew.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> without(Stage("decide", parse_rule("silence", ["A", "B"])), "B").rule.members
    ('A',)
    """
    rest = [m for m in stage.rule.members if m not in members]
    for member in members:
        if member not in stage.rule.members:
            hint = did_you_mean(member, stage.rule.members)
            raise RuleError(f"{member!r} is not a member{hint}")
    smaller = {"silence": silence, "consensus": consensus}.get(getattr(stage.rule, "label", ""))
    if smaller is None or not rest:
        raise RuleError("only a rule of consensus, or silence, is the same in a smaller body")
    return Stage(
        f"{stage.name}, without {' and '.join(members)}",
        smaller(rest),
        stage.within,
        stage.on_timeout,
        stage.on_block,
        stage.takes,
        stage.asks,
        stage.limit,
    )


def _check_parts(parts: Sequence[object]) -> None:
    if not parts:
        raise RuleError("a procedure needs at least one stage")
    for part in parts:
        if not isinstance(part, Stage | Then | Otherwise):
            raise RuleError(f"{part!r} is no stage: give Stage(name, rule)")
