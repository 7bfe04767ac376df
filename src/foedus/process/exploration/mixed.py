"""Decisions that only a mixed vote can bring about.

Under most rules whatever a body can decide it can decide by ballots that are all alike. A rule
such as *one yes and no second* needs a yes and something else. Such votes are looked for among all
tallies, fewest ballots first; for bodies whose tallies are too many to list they are not covered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from math import comb, prod

from foedus.process.clauses import CompiledStep
from foedus.process.electorate import CHOICES, Electorate, Tally

MOST_TALLIES = 20_000
"""Past this many tallies of a body its mixed votes are left out."""


def outcome_of(compiled: CompiledStep, tally: Tally) -> bool | None:
    """Return what a tally makes of the step, ``None`` while silence and others may still decide.

    Where only the deadline decides, that is what it would decide now, or what nobody can change;
    where silence adopts then, only the latter.
    """
    if not compiled.step.at_deadline or compiled.on_timeout == "adopt":
        return compiled.electorate.settled(tally)
    passes = compiled.electorate.passes(tally)
    silent = compiled.electorate.passes(compiled.electorate.blank)
    return passes if passes is not silent else compiled.electorate.settled(tally)


def mixed_only(compiled: CompiledStep) -> tuple[bool, ...]:
    """Return the outcomes that matter and that ballots all alike cannot bring about."""
    silent = compiled.within is not None and compiled.electorate.passes(compiled.electorate.blank)
    return _mixed_only(compiled.electorate, compiled.step.on_block == "hold", silent)


@cache
def _mixed_only(voters: Electorate, hold: bool, silent: bool) -> tuple[bool, ...]:
    if _tallies_of(voters) > MOST_TALLIES:
        return ()
    sizes = [len(members) for members in voters.classes.values()]
    alike = [tuple((n, 0, 0) for n in sizes)] + [tuple((0, n, 0) for n in sizes)] * (not hold)
    outcomes = {voters.settled(tally) for tally in alike} | ({True} if silent else set())
    wanted = (True,) if hold else (True, False)  # where a no is not final, nothing blocks
    return tuple(outcome for outcome in wanted if outcome not in outcomes)


def _tallies_of(voters: Electorate) -> int:
    return prod(comb(len(members) + 3, 3) for members in voters.classes.values())


def smallest_mixed(
    compiled: CompiledStep, outcome: bool, away: Mapping[str, int]
) -> dict[str, dict[str, int]] | None:
    """Return ballots, by choice and class, that bring an outcome about; ``None`` without any.

    Parameters
    ----------
    compiled
        The step, nobody having voted.
    outcome
        Whether it is to pass.
    away
        How many members of each class cast no ballot.
    """
    classes = compiled.electorate.classes
    sizes = tuple(len(members) - away.get(label, 0) for label, members in classes.items())
    for tally in _by_ballots(sizes, compiled.step.on_block == "hold"):
        if _brings_about(compiled, tally, outcome):
            return {
                choice: {
                    label: counts[at]
                    for label, counts in zip(classes, tally, strict=True)
                    if counts[at]
                }
                for at, choice in enumerate(CHOICES)
            }
    return None


def _brings_about(compiled: CompiledStep, tally: Tally, outcome: bool) -> bool:
    """Say whether a tally decides so, at once or, if nobody else votes, when time runs out."""
    if outcome_of(compiled, tally) is outcome:
        return True
    timed = compiled.within is not None and compiled.electorate.settled(tally) is None
    return timed and compiled.electorate.passes(tally) is outcome


def by_ballots(compiled: CompiledStep) -> tuple[Tally, ...]:
    """Return every tally of those who may vote, fewest ballots first; none where too many."""
    voters = compiled.electorate
    if _tallies_of(voters) > MOST_TALLIES:
        return ()
    sizes = tuple(len(members) for members in voters.classes.values())
    return _by_ballots(sizes, compiled.step.on_block == "hold")


@cache
def _by_ballots(sizes: tuple[int, ...], yes_only: bool) -> tuple[Tally, ...]:
    """Return every tally of classes of these sizes, those of the fewest ballots first."""
    counted = [[c for c in _counts(size) if not yes_only or c[0] == sum(c)] for size in sizes]
    tallies = [tally for tally in product(*counted) if any(map(sum, tally))]
    return tuple(sorted(tallies, key=lambda tally: (sum(map(sum, tally)), tally)))


def _counts(size: int) -> Iterator[tuple[int, int, int]]:
    for yes in range(size + 1):
        for no in range(size + 1 - yes):
            yield from ((yes, no, abstain) for abstain in range(size + 1 - yes - no))
