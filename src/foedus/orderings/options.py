"""Under which orderings nobody would attack: each option a conflict, the question inverted.

The process is cut to what orderings speak of (`foedus.process.cut`); the start of the process is
the status quo, in which nobody has acted. What is asked is when everybody would let it stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from foedus.language import Arrangement, option
from foedus.process import Cut, Fact, Process, called, cut, told
from foedus.stability import (
    SENSES,
    Graph,
    Ints,
    Reading,
    Requirement,
    Sense,
    Share,
    StabilityError,
    TooManyWaysError,
    from_statements,
    requirement,
    share,
)

STATUS_QUO = 0


@dataclass(frozen=True, eq=False)
class OptionConflict:
    """An option of an arrangement as a conflict.

    Attributes
    ----------
    option, label
        The option, and what it is called.
    cut
        The process cut to what orderings speak of.
    called
        By decision maker, its name.
    graph
        States and moves; the status quo is state 0.
    outcomes
        What orderings rank: which facts hold, by number; the status quo is outcome 0.
    of
        By state, its outcome.
    settled
        Facts that hold whatever is done: who is a member from the start.
    """

    option: str
    label: str
    cut: Cut
    called: tuple[str, ...]
    graph: Graph
    outcomes: tuple[tuple[int, ...], ...]
    of: tuple[int, ...]
    settled: frozenset[str] = frozenset()

    def facts(self, outcome: int) -> list[Fact]:
        """Return the facts that hold in an outcome."""
        return [self.cut.facts[at] for at in self.outcomes[outcome]]

    def says(self, outcome: int) -> str:
        """Return an outcome as a clause of a sentence.

        Examples
        --------
        >>> from foedus.casebook import text_of
        >>> from foedus.language import read
        >>> arms = option_conflict(read(text_of("ukraine-2025")), "arms-only")
        >>> arms.says(0)
        'the status quo'
        """
        clauses = told(self.facts(outcome))
        if not clauses:
            return "the status quo"
        return " and ".join([", ".join(clauses[:-1]), clauses[-1]] if clauses[1:] else clauses)

    @cached_property
    def words(self) -> Mapping[str, list[bool]]:
        """By fact, in which outcomes it holds: what statements of preference can name."""
        return {
            fact.id: [at in outcome for outcome in self.outcomes]
            for at, fact in enumerate(self.cut.facts)
        }

    def requirements(self, sense: Sense, reading: Reading = "legal") -> list[Requirement]:
        """Return for each decision maker when it would let the status quo stand."""
        return [
            requirement(self.graph, STATUS_QUO, maker, sense, reading, self.of)
            for maker in range(len(self.graph.makers))
        ]

    def ranks(
        self, statements: Mapping[str, Sequence[str]], elsewhere: Iterable[str] = ()
    ) -> list[Ints]:
        """Return by decision maker the ranks of the outcomes, from statements by priority.

        Parameters
        ----------
        statements
            By decision maker, statements over facts, what matters most first.
        elsewhere
            Facts that other options know. Here they hold nowhere, unless they are `settled`.

        Raises
        ------
        StabilityError
            When somebody has no statements, or one names what is not there.
        """
        import numpy as np

        constant = {*elsewhere, *self.settled} - self.words.keys()
        holds = {word: np.full(len(self.outcomes), word in self.settled) for word in constant}
        holds |= {word: np.array(row) for word, row in self.words.items()}
        found = []
        for maker in self.graph.makers:
            if maker not in statements:
                fix = "Write statements of preference for each, in order of priority."
                raise StabilityError(f"{maker} has no ordering under {self.option!r}", fix)
            found.append(from_statements(statements[maker], holds, len(self.outcomes)))
        return found


def option_conflict(arrangement: Arrangement, name: str = "") -> OptionConflict:
    """Return an option as a conflict; the arrangement as it stands without one.

    Raises
    ------
    KeyError
        When there is no such option.
    StabilityError
        When nobody can do anything.
    """
    variant = option(arrangement, name) if name else arrangement
    found = cut(Process(variant))
    if not found.makers:
        raise StabilityError("nobody can do anything here", "See 'conduct' and 'procedures'.")
    names = [str(at) for at in range(len(found.states))]
    arcs = {m: [(names[a], names[b]) for a, b in found.arcs[m]] for m in found.makers}
    outcomes = tuple(dict.fromkeys(found.holds))
    number = {outcome: at for at, outcome in enumerate(outcomes)}
    return OptionConflict(
        name,
        arrangement.options[name].label if name else arrangement.title,
        found,
        tuple(called(variant, maker) for maker in found.makers),
        Graph.of(names, arcs),
        outcomes,
        tuple(number[holds] for holds in found.holds),
        frozenset(
            f"{member}.in.{name}" for name, p in variant.parties.items() for member in p.members
        ),
    )


@dataclass(frozen=True)
class OptionStability:
    """When everybody would let the status quo of an option stand, in each sense.

    Attributes
    ----------
    conflict
        The option as a conflict.
    requirements
        By sense, the weakest condition for each decision maker.
    shares
        By sense, for each decision maker, the share of all orderings that fulfil its condition.
    joint
        By sense, the share that fulfil all of them.
    undecided
        By sense, why it was not answered.
    """

    conflict: OptionConflict
    reading: Reading
    requirements: Mapping[Sense, tuple[Requirement, ...]]
    shares: Mapping[Sense, tuple[Share, ...]]
    joint: Mapping[Sense, Share]
    undecided: Mapping[Sense, str]


def option_stability(
    conflict: OptionConflict, senses: Sequence[Sense] = SENSES, reading: Reading = "legal"
) -> OptionStability:
    """Return when everybody would let the status quo stand, in each sense.

    A sense in which there are more ways to sanction than would be listed is undecided.
    """
    found, undecided = dict[Sense, tuple[Requirement, ...]](), dict[Sense, str]()
    for sense in senses:
        try:
            found[sense] = tuple(conflict.requirements(sense, reading))
        except TooManyWaysError as error:
            undecided[sense] = str(error)
    return OptionStability(
        conflict,
        reading,
        found,
        {sense: tuple(share(r.clauses) for r in rows) for sense, rows in found.items()},
        {sense: share([c for r in rows for c in r.clauses]) for sense, rows in found.items()},
        undecided,
    )
