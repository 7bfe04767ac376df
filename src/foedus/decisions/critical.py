"""Johnston, Deegan–Packel and Holler: indices that look at who is critical in each coalition.

Johnston ("On the measurement of power: some reactions to Laver", *Environment and Planning A* 10,
1978) shares each vulnerable coalition among its critical members. Deegan and Packel ("A new index
of power for simple n-person games", *International Journal of Game Theory* 7, 1978) share each
minimal winning coalition among its members. Holler's public good index (Holler and Packel, "Power,
luck and the right index", *Zeitschrift für Nationalökonomie* 43, 1983) counts the minimal winning
coalitions that a member is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, overload

from foedus.decisions.coalitions import criticality
from foedus.decisions.indices import shares
from foedus.decisions.monotone import check_yes_never_hurts
from foedus.decisions.rules import Rule

_Kind = Literal["critical", "minimal"]


@overload
def johnston(rule: Rule, exact: Literal[False] = False) -> dict[str, float]: ...
@overload
def johnston(rule: Rule, exact: Literal[True]) -> dict[str, Fraction]: ...
def johnston(rule: Rule, exact: bool = False) -> dict[str, float] | dict[str, Fraction]:
    """Return each member's Johnston index; they sum to 1.

    Raises
    ------
    RuleError
        When a yes can hurt.
    TooManyCoalitionsError
        When the body has too many members that differ.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> johnston(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]), exact=True)
    {'A': Fraction(2, 3), 'B': Fraction(1, 6), 'C': Fraction(1, 6)}
    """
    found = _shared(rule, "critical", split=True)
    return found if exact else _floats(found)


@overload
def deegan_packel(rule: Rule, exact: Literal[False] = False) -> dict[str, float]: ...
@overload
def deegan_packel(rule: Rule, exact: Literal[True]) -> dict[str, Fraction]: ...
def deegan_packel(rule: Rule, exact: bool = False) -> dict[str, float] | dict[str, Fraction]:
    """Return each member's Deegan–Packel index; they sum to 1. Raises as `johnston` does.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> deegan_packel(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]))
    {'A': 0.5, 'B': 0.25, 'C': 0.25}
    """
    found = _shared(rule, "minimal", split=True)
    return found if exact else _floats(found)


@overload
def holler(rule: Rule, exact: Literal[False] = False) -> dict[str, float]: ...
@overload
def holler(rule: Rule, exact: Literal[True]) -> dict[str, Fraction]: ...
def holler(rule: Rule, exact: bool = False) -> dict[str, float] | dict[str, Fraction]:
    """Return each member's public good index, summing to 1. Raises as `johnston` does.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> holler(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]))
    {'A': 0.5, 'B': 0.25, 'C': 0.25}
    """
    found = _shared(rule, "minimal", split=False)
    return found if exact else _floats(found)


def _shared(rule: Rule, kind: _Kind, split: bool) -> dict[str, Fraction]:
    check_yes_never_hurts(rule)
    found = criticality(rule)
    tables = found.critical if kind == "critical" else found.minimal
    amounts = dict.fromkeys(rule.members, Fraction(0))
    for group, table in zip(found.classes, tables, strict=True):
        amount = sum((Fraction(n, k if split else 1) for k, n in table.items()), Fraction(0))
        for i in group:
            amounts[rule.members[i]] = amount
    return shares(amounts)


def _floats(found: Mapping[str, Fraction]) -> dict[str, float]:
    return {member: float(share) for member, share in found.items()}
