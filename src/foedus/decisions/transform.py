"""Rules made from rules: put to more members, or with silence counted otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from foedus.decisions.rules import AllOf, AnyOf, Not, Row, Rule, Score

_NOTHING: Row = (0, 0, 0, 0)


def mapped(rule: Rule, change: Callable[[Score, int], Score], sign: int = 1) -> Rule:
    """Return the rule with every score changed.

    Parameters
    ----------
    rule
        The rule.
    change
        Given a score, and +1 where more of it helps the rule or -1 where it hurts.
    sign
        The sign of the rule itself.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"not": "majority"}, ["A", "B"])
    >>> mapped(rule, lambda score, sign: score) == rule
    True
    """
    if isinstance(rule, Score):
        return change(rule, sign)
    if isinstance(rule, Not):
        return Not(mapped(rule.part, change, -sign))
    if isinstance(rule, AllOf):
        return AllOf(tuple(mapped(part, change, sign) for part in rule.parts))
    assert isinstance(rule, AnyOf)
    return AnyOf(tuple(mapped(part, change, sign) for part in rule.parts))


def put_to(rule: Rule, members: Sequence[str], names: Mapping[str, str] | None = None) -> Rule:
    """Return the rule over a larger body, in which those who join have no say.

    Parameters
    ----------
    rule
        The rule.
    members
        The larger body, in order.
    names
        What a member of the rule is called in it, where that differs.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> put_to(parse_rule("consensus", ["A"]), ["B", "A"]).members
    ('B', 'A')
    """
    body = tuple(members)

    def change(score: Score, _: int) -> Score:
        called = [names.get(m, m) if names else m for m in score.members]
        rows = dict(zip(called, score.rows, strict=True))
        return Score(body, tuple(rows.get(m, _NOTHING) for m in body), score.quota, score.label)

    return mapped(rule, change)


def with_silence_as_best(rule: Rule) -> Rule:
    """Return the rule with whoever is absent counted as if it did what helps most.

    It fails exactly where the ballots cast block for good, whatever the silent might still do.

    Examples
    --------
    >>> from foedus.decisions import Ballot, parse_rule
    >>> open_still = with_silence_as_best(parse_rule("unanimity", ["A", "B"]))
    >>> open_still.passes({"A": Ballot.YES}), open_still.passes({"A": Ballot.NO})
    (True, False)
    """

    def change(score: Score, sign: int) -> Score:
        rows = tuple(
            (yes, abstain, no, max(row) if sign > 0 else min(row))
            for row in score.rows
            for yes, abstain, no, _ in [row]
        )
        return Score(score.members, rows, score.quota)

    return mapped(rule, change)


def always(members: Sequence[str]) -> Score:
    """Return the rule that passes whatever the ballots.

    Examples
    --------
    >>> always(["A"]).passes({})
    True
    """
    return Score(tuple(members), (_NOTHING,) * len(members), 0)
