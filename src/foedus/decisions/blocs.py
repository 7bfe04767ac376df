"""Members that vote as one: a bloc is one member with the scores of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foedus.decisions.rules import (
    QUOTA,
    AllOf,
    AnyOf,
    Not,
    Row,
    Rule,
    RuleError,
    Score,
    check_known,
)


def merged(rule: Rule, blocs: Mapping[str, Sequence[str]]) -> Rule:
    """Return the rule over blocs, each casting one ballot for all in it.

    Everything else in this room then applies to blocs: the chance when they vote as one, their
    power, whom they can block.

    Parameters
    ----------
    rule
        The rule over members.
    blocs
        Members by the name of their bloc; members in none stay as they are. A bloc stands where
        its first member stood.

    Raises
    ------
    RuleError
        For an unknown member, one in two blocs, an empty bloc or a name that is taken.

    Examples
    --------
    >>> from foedus.decisions import chance, parse_rule
    >>> rule = parse_rule("majority", ["A", "B", "C"])
    >>> together = merged(rule, {"Benelux": ["A", "B"]})
    >>> together.members, chance(together, {"Benelux": 0.25, "C": 0.75})
    (('Benelux', 'C'), 0.25)
    """
    bloc_of: dict[str, str] = {}
    for name, group in blocs.items():
        check_known(group, rule.members, (name,))
        if not group:
            raise RuleError("a bloc needs a member", (name,))
        for member in group:
            if member in bloc_of:
                raise RuleError(f"{member} is in {bloc_of[member]} already", (name,))
            bloc_of[member] = name
    for name in blocs:
        if name in rule.members and bloc_of.get(name) != name:
            raise RuleError(f"{name} is a member: give the bloc another name", (name,))
    return _merged(rule, bloc_of)


def _merged(rule: Rule, bloc_of: Mapping[str, str]) -> Rule:
    if isinstance(rule, Not):
        return Not(_merged(rule.part, bloc_of))
    if isinstance(rule, AllOf):
        return AllOf(tuple(_merged(part, bloc_of) for part in rule.parts))
    if isinstance(rule, AnyOf):
        return AnyOf(tuple(_merged(part, bloc_of) for part in rule.parts))
    assert isinstance(rule, Score)
    sums: dict[str, Row] = {}
    for member, row in zip(rule.members, rule.rows, strict=True):
        name = bloc_of.get(member, member)
        so_far = sums.get(name, (0, 0, 0, 0))
        sums[name] = (
            so_far[0] + row[0],
            so_far[1] + row[1],
            so_far[2] + row[2],
            so_far[3] + row[3],
        )
    label = rule.label if rule.label.startswith(QUOTA) else ""
    return Score(tuple(sums), tuple(sums.values()), rule.quota, label)
