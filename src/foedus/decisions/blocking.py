"""Who can block, who cannot matter, and whom it would take to persuade."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from foedus.decisions.ballots import Ballot
from foedus.decisions.diagram import compile_rule
from foedus.decisions.rules import Rule


def single_vetoes(rule: Rule) -> tuple[str, ...]:
    """Members whose *no* alone keeps the question from passing, whatever the others do.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> single_vetoes(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]))
    ('A',)
    """
    return tuple(
        member
        for member in rule.members
        if rule.settled({member: Ballot.NO}, undecided=[m for m in rule.members if m != member])
        is False
    )


def dummies(rule: Rule) -> tuple[str, ...]:
    """Members whose ballot never changes the outcome.

    Examples
    --------
    >>> from foedus.decisions.majorities import weighted
    >>> dummies(weighted({"FRA": 4, "ITA": 4, "DEU": 4, "BEL": 2, "NLD": 2, "LUX": 1}, 12))
    ('LUX',)
    """
    diagram = compile_rule(rule)
    asked = {rule.members[diagram.order[i]] for i in set(diagram.level[2:].tolist())}
    return tuple(m for m in rule.members if m not in asked)


def minimal_blocking(rule: Rule, most: int | None = None) -> Iterator[tuple[str, ...]]:
    """Iterate over the smallest groups whose joint *no* makes passing impossible.

    Parameters
    ----------
    rule
        The rule.
    most
        Largest size of a group to look for; by default no limit. The groups come in order of
        size, so that the caller can stop.

    Yields
    ------
    tuple of str
        No group contains another.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> list(minimal_blocking(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"])))
    [('A',), ('B', 'C')]
    """
    found: list[set[str]] = []
    idle = set(dummies(rule))
    active = [m for m in rule.members if m not in idle]
    for size in range(len(active) + 1 if most is None else most + 1):
        usable = [m for m in active if {m} not in found]
        for group in combinations(usable, size):
            names = set(group)
            if any(smaller <= names for smaller in found):
                continue
            rest = [m for m in rule.members if m not in names]
            if rule.settled(dict.fromkeys(group, Ballot.NO), undecided=rest) is False:
                found.append(names)
                yield group
