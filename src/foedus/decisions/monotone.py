"""Which ballots help: indices of power are defined only where a yes never hurts."""

from __future__ import annotations

from functools import lru_cache

from foedus.decisions.ballots import Ballot
from foedus.decisions.diagram import FAIL, PASS, Diagram, compile_rule
from foedus.decisions.rules import Rule, RuleError, signed_atoms


@lru_cache(maxsize=256)
def hurt_by(rule: Rule, better: Ballot = Ballot.YES, worse: Ballot = Ballot.NO) -> str | None:
    """Return a member whose better ballot can make the question fail, or ``None``.

    Exact: what the scores do not show is settled on the decision diagram of the two ballots.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> hurt_by(parse_rule({"not": {"veto": ["A"]}}, ["A", "B"]))
    'A'
    """
    plain = all(
        sign * (row[better] - row[worse]) >= 0
        for atom, sign in signed_atoms(rule)
        for row in atom.rows
    )
    return None if plain else _first_hurt(compile_rule(rule, (better, worse)))


def check_yes_never_hurts(rule: Rule) -> None:
    """Raise `RuleError` when some member's yes can make the question fail.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> check_yes_never_hurts(parse_rule({"not": "any_one"}, ["A", "B"]))
    Traceback (most recent call last):
    foedus.decisions.rules.RuleError: indices of power need a rule in which a yes never hurts...
    """
    member = hurt_by(rule)
    if member is not None:
        raise RuleError(
            "indices of power need a rule in which a yes never hurts, and here"
            f" {member}'s can. Take the rule without its `not`: whoever turns the one turns the"
            " other"
        )


def _first_hurt(diagram: Diagram) -> str | None:
    """Find a node from which the better ballot can fail where the worse one passes."""
    level = diagram.level.tolist()
    child = diagram.child.tolist()
    implied: set[tuple[int, int]] = set()

    def implies(low: int, high: int) -> bool:
        """Whether whatever passes from `low` passes from `high`."""
        if low in (high, FAIL) or high == PASS or (low, high) in implied:
            return True
        if low == PASS or high == FAIL:
            return False
        at = min(level[low], level[high])
        lows = child[low] if level[low] == at else (low, low)
        highs = child[high] if level[high] == at else (high, high)
        if not all(implies(a, b) for a, b in zip(lows, highs, strict=True)):
            return False
        implied.add((low, high))
        return True

    for node in range(PASS + 1, len(level)):
        better, worse = child[node]
        if not implies(worse, better):
            member: str = diagram.members[diagram.order[level[node]]]
            return member
    return None
