"""Is the outcome already settled, whatever those who have not voted yet may do?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import AllOf, AnyOf, Not, Rule, Score, extreme_ballots

_MOST_SUMS = 20_000
"""Beyond so many sums a decision diagram is quicker: weights of many sizes, in a rule that a yes
can hurt."""


def settled(rule: Rule, ballots: Mapping[str, Ballot], undecided: Iterable[str]) -> bool | None:
    """Return the outcome if no ballot of the undecided can change it, else ``None``.

    Where one ballot of each member is best for every part of the rule, trying everyone's best
    and everyone's worst is exact. Otherwise bounds on the scores settle most cases, and a
    search over what the undecided can add to the scores the rest.

    Parameters
    ----------
    rule
        The rule.
    ballots
        Ballots already cast; members in neither are absent.
    undecided
        Members that may still cast any ballot.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"at_least": 2}, ["A", "B", "C"])
    >>> settled(rule, {"A": Ballot.YES, "B": Ballot.YES}, ["C"])
    True
    """
    open_members = set(undecided)
    extremes = extreme_ballots(rule)
    if extremes is not None:
        best, worst = dict(ballots), dict(ballots)
        for member, (good, bad) in zip(rule.members, extremes, strict=True):
            if member in open_members:
                best[member], worst[member] = good, bad
        could = rule.passes(best)
        return None if could and not rule.passes(worst) else could
    bounded = _bounded(rule, ballots, open_members)
    if bounded is not None:
        return bounded
    return _searched(rule, ballots, open_members)


def _bounded(rule: Rule, ballots: Mapping[str, Ballot], undecided: set[str]) -> bool | None:
    if isinstance(rule, Score):
        low = high = 0
        for member, row in zip(rule.members, rule.rows, strict=True):
            if member in undecided:
                low, high = low + min(row), high + max(row)
            else:
                cast = row[ballots.get(member, Ballot.ABSENT)]
                low, high = low + cast, high + cast
        return None if low < rule.quota <= high else low >= rule.quota
    if isinstance(rule, Not):
        inner = _bounded(rule.part, ballots, undecided)
        return None if inner is None else not inner
    decisive = not isinstance(rule, AllOf)
    outcomes = [_bounded(part, ballots, undecided) for part in rule.parts]  # type: ignore[attr-defined]
    if decisive in outcomes:
        return decisive
    return None if None in outcomes else not decisive


def _searched(rule: Rule, ballots: Mapping[str, Ballot], undecided: set[str]) -> bool | None:
    """Go through every sum of scores that the undecided can bring about, one member at a time.

    A score that has its quota whatever follows, or can no longer have it, is one state however far
    above or below it is, so few sums are told apart.
    """
    atoms = tuple(dict.fromkeys(rule.atoms()))
    choices = [
        {tuple(atom.rows[i][ballot] for atom in atoms) for ballot in _open(m, ballots, undecided)}
        for i, m in enumerate(rule.members)
    ]
    ahead = list(_ahead(choices, len(atoms)))
    sums = {(0,) * len(atoms)}
    for options, rest in zip(choices, ahead, strict=True):
        sums = {
            tuple(
                _rounded(total + added, atom.quota, low, high)
                for total, added, atom, (low, high) in zip(at, option, atoms, rest, strict=True)
            )
            for at in sums
            for option in options
        }
        if len(sums) > _MOST_SUMS:
            from foedus.decisions.diagram import compile_rule  # needs NumPy; merges far more

            return compile_rule(rule).constant_given(ballots, undecided)
    outcomes = {
        _outcome(rule, {a: s >= a.quota for a, s in zip(atoms, at, strict=True)}) for at in sums
    }
    return None if len(outcomes) > 1 else outcomes.pop()


def _open(member: str, ballots: Mapping[str, Ballot], undecided: set[str]) -> Iterable[Ballot]:
    return Ballot if member in undecided else [ballots.get(member, Ballot.ABSENT)]


def _ahead(
    choices: Sequence[set[tuple[int, ...]]], atoms: int
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield for each member the least and the most that those after it can add to each score."""
    for at in range(1, len(choices) + 1):
        later = choices[at:]
        yield tuple(
            (sum(min(o[k] for o in c) for c in later), sum(max(o[k] for o in c) for c in later))
            for k in range(atoms)
        )


def _rounded(total: int, quota: int, low: int, high: int) -> int:
    """Return one number for all sums that the same thing will be said of in the end."""
    if total + low >= quota:
        return quota - low
    return quota - high - 1 if total + high < quota else total


def _outcome(rule: Rule, met: Mapping[Score, bool]) -> bool:
    if isinstance(rule, Score):
        return met[rule]
    if isinstance(rule, Not):
        return not _outcome(rule.part, met)
    assert isinstance(rule, AllOf | AnyOf)  # there are no other rules
    outcomes = (_outcome(part, met) for part in rule.parts)
    return all(outcomes) if isinstance(rule, AllOf) else any(outcomes)
