"""Is the outcome already settled, whatever those who have not voted yet may do?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import AllOf, Not, Rule, Score, extreme_ballots


def settled(rule: Rule, ballots: Mapping[str, Ballot], undecided: Iterable[str]) -> bool | None:
    """Return the outcome if no ballot of the undecided can change it, else ``None``.

    Where one ballot of each member is best for every part of the rule, trying everyone's best
    and everyone's worst is exact. Otherwise bounds on the scores settle most cases, and the
    decision diagram the rest.

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
    from foedus.decisions.diagram import compile_rule

    return compile_rule(rule).constant_given(ballots, open_members)


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
