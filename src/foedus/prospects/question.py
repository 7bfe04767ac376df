"""What is asked of an arrangement, and what every answer is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from foedus.figures import Kind
from foedus.language import Act, Arrangement, Labels, Plural, agreeing
from foedus.process import CompiledStep, Process
from foedus.prospects.gaining import served
from foedus.prospects.stances import Stand, stand
from foedus.prospects.streams import Array, uniforms
from foedus.prospects.votes import correlations

_WEAKNESS: tuple[Kind, ...] = ("assumed", "judged", "measured", "derived")


@dataclass(frozen=True, eq=False)
class Question:
    """Everything that the prospects of steps are computed from.

    Attributes
    ----------
    process
        The process of the arrangement.
    labels
        What entries are, whatever their ids: the names of streams.
    by, act
        The act that is to be answered, and whose it is.
    at
        Positions taken later are not known.
    seed, draws
        Of the random numbers.
    correlation
        Of members' leanings; assumed when ``None``.
    agreeing
        Whether members that choose their vote by their stakes are taken to agree.
    claimant
        Against whom the act is: where it alone must act, it is taken to do so. Where it is empty,
        whoever a procedure serves is, as `served` has it.
    fades
        After how long half of what a position says is left; it does not fade when ``None``.
    stands, inputs
        Where members stand, and the draws of what chances rest on, as they were worked out.
    """

    process: Process
    labels: Labels
    by: str
    act: Act
    at: date
    seed: int
    draws: int
    correlation: float | None
    agreeing: bool = False
    claimant: str = ""
    fades: timedelta | None = None
    stands: dict[tuple[str, str], Stand] = field(default_factory=dict)
    inputs: dict[str, Array] = field(default_factory=dict)

    @property
    def arrangement(self) -> Arrangement:
        """The arrangement."""
        return self.process.arrangement

    def compiled(self, procedure: str, at: int) -> CompiledStep:
        """Return a step with its voters and its time limit."""
        clauses = self.process.clauses
        return clauses.steps[clauses.index.procedures[procedure]][at]

    def issue(self, procedure: str, act: str) -> str:
        """Return the issue that a step is decided on, empty when none is named."""
        return self.arrangement.decides_on.get(f"{procedure}.{act}", "")

    def agree(self, procedure: str, at: int) -> frozenset[str]:
        """Return who is taken to agree in a step, having agreed to it or to one before it."""
        if not self.agreeing:
            return frozenset()
        steps = self.arrangement.procedures[procedure].steps[: at + 1]
        return frozenset(member for step in steps for member in step.strategic)

    def taken_to_act(self, procedure: str, actor: str, who: str) -> str:
        """Return why who alone must act in a procedure is taken to; empty where it is not.

        Parameters
        ----------
        procedure, actor, who
            The procedure, who must act, and what it is called.
        """
        it = "they" if isinstance(who, Plural) else "it"
        if self.claimant:
            return f"{it} {agreeing(who, 'gains')} by it" if actor == self.claimant else ""
        whom = served(self.arrangement, procedure)
        if actor in whom.gain:
            return f"{it} {agreeing(who, 'gains')} by it"
        opened = f"{it} alone can have opened {procedure!r}"
        return opened if actor == whom.opener else ""

    def uniform(self, *names: str) -> Array:
        """Return the uniform numbers of a name, shape (draws,)."""
        return uniforms(self.seed, self.draws, *names)

    @cached_property
    def correlations(self) -> Array:
        """The correlation of members' leanings, shape (draws,)."""
        return correlations(self.correlation, self.seed, self.draws)

    def positions(self, members: tuple[str, ...], issue: str) -> Mapping[str, Stand]:
        """Return where each member stands on an issue."""
        for member in members:
            if (member, issue) not in self.stands:
                self.stands[member, issue] = stand(
                    self.arrangement, member, issue, self.at, self.fades
                )
        return {member: self.stands[member, issue] for member in members}


def weakest(kinds: set[Kind]) -> Kind:
    """Return the weakest of several kinds: a figure is only as good as that.

    Examples
    --------
    >>> weakest({"measured", "judged"})
    'judged'
    """
    return next((kind for kind in _WEAKNESS if kind in kinds), "derived")
