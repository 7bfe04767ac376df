"""Rules written back as specs, so that reading what was written gives an equal rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from foedus.decisions.rules import QUOTA, SCALE, AllOf, AnyOf, Not, Rule, Score


def rule_spec(rule: Rule) -> str | dict[str, Any]:
    """Write a rule so that ``parse_rule(rule_spec(rule), rule.members) == rule``.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule_spec(parse_rule({"without": ["HUN"], "rule": "consensus"}, ["FRA", "HUN", "POL"]))
    {'without': ['HUN'], 'rule': 'consensus'}
    """
    if isinstance(rule, Score):
        return _score_spec(rule)
    if isinstance(rule, Not):
        return {"not": rule_spec(rule.part)}
    if isinstance(rule, AllOf):
        parts = [rule_spec(part) for part in rule.parts]
        if len(parts) == 2 and _is_count(parts[0]) and _is_veto(parts[1]):
            return {**parts[0], **parts[1]}  # type: ignore[dict-item]
        return {"all_of": parts}
    assert isinstance(rule, AnyOf)
    return {"any_of": [rule_spec(part) for part in rule.parts]}


def _score_spec(rule: Score) -> str | dict[str, Any]:
    voters = rule.voters
    if rule.label and voters and not rule.label.startswith(QUOTA):
        return _within(rule.label, rule)
    kinds = {row for row in rule.rows if len(set(row)) > 1}
    if kinds == {(0, 0, -1, 0)} and rule.quota == 0:
        return {"veto": list(voters)}
    if kinds == {(1, 0, 0, 0)} and 0 < rule.quota <= len(voters) and _plain(rule):
        return _within({"at_least": rule.quota}, rule)
    if all(row[0] >= 0 and row[1:] == (0, 0, 0) for row in rule.rows) and (
        0 < rule.quota <= sum(row[0] for row in rule.rows)
    ):
        share, _, unit = rule.label.removeprefix(QUOTA).partition(SCALE)
        held = zip(rule.members, rule.rows, strict=True)
        weights = {m: _whole(r[0], int(unit or 1)) for m, r in held if r[0]}
        return {"weights": weights, "quota": share or _whole(rule.quota, int(unit or 1))}
    scores = {m: list(r) for m, r in zip(rule.members, rule.rows, strict=True) if any(r)}
    return {"scores": scores, "quota": rule.quota}


def _whole(number: int, unit: int) -> int | float | str:
    """Return a number of units, which are one or decimal, as it is written."""
    amount = Fraction(number, unit)
    if amount.denominator == 1:
        return amount.numerator
    near = float(amount)
    return near if Fraction(str(near)) == amount else str(Decimal(number) / Decimal(unit))


def _within(spec: str | dict[str, Any], rule: Score) -> str | dict[str, Any]:
    voters = rule.voters
    rest = [m for m in rule.members if m not in voters]
    if not rest:
        return spec
    if len(rest) < len(voters):
        return {"without": rest, "rule": spec}
    return {"among": list(voters), "rule": spec}


def _plain(rule: Score) -> bool:
    return all(row in ((1, 0, 0, 0), (0, 0, 0, 0)) for row in rule.rows)


def _is_count(spec: str | dict[str, Any]) -> bool:
    return isinstance(spec, dict) and list(spec) == ["at_least"]


def _is_veto(spec: str | dict[str, Any]) -> bool:
    return isinstance(spec, dict) and list(spec) == ["veto"]
