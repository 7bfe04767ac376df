"""Rules in plain English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from foedus.decisions.rules import QUOTA, SCALE, AllOf, AnyOf, Not, Row, Rule, Score
from foedus.texts import agreeing

Called = Callable[[str], str]
"""What to call a member."""
_BASES = {
    "present": "those of {body} who are present",
    "present_and_voting": "those of {body} who are present and voting",
}
_BALLOTS = ("voting yes", "abstaining", "voting no", "absent")


def describe(rule: Rule, called: Called = str) -> str:
    """Read a rule out as a fragment of a sentence.

    Parameters
    ----------
    rule
        The rule.
    called
        What to call a member, where not by its id.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> describe(parse_rule({"any_of": ["majority", {"veto": ["A"]}]}, ["A", "B", "C"]))
    'either a majority of 3 members (at least 2 voting yes), or no objection from A'
    """
    if isinstance(rule, Score):
        return _score(rule, called)
    if isinstance(rule, Not):
        return f"it passes unless this carries: {describe(rule.part, called)}"
    if isinstance(rule, AllOf):
        return ", and ".join(_grouped(part, called) for part in rule.parts)
    assert isinstance(rule, AnyOf)
    return "either " + ", or ".join(_grouped(part, called) for part in rule.parts)


def named(members: Sequence[str], joint: str = "or") -> str:
    """List names as English does.

    Examples
    --------
    >>> named(["A", "B", "C"], "and")
    'A, B and C'
    """
    if len(members) < 2:
        return "".join(members)
    return f"{', '.join(members[:-1])} {joint} {members[-1]}"


def _grouped(rule: Rule, called: Called) -> str:
    if isinstance(rule, Not):
        return f"(unless this carries: {describe(rule.part, called)})"
    text = describe(rule, called)
    return text if isinstance(rule, Score) else f"({text})"


def _score(rule: Score, called: Called) -> str:
    voters = rule.voters
    if not voters:
        return "what always passes" if rule.quota <= 0 else "what never passes"
    if rule.label and not rule.label.startswith(QUOTA):
        return _labelled(rule, called)
    kinds = {row for row in rule.rows if len(set(row)) > 1}
    if kinds == {(0, 0, -1, 0)} and rule.quota == 0:
        return f"no objection from {named([*map(called, voters)])}"
    if kinds == {(1, 0, 0, 0)}:
        return f"at least {rule.quota} of {_body(rule, called)} voting yes"
    if kinds == {(1, 1, 1, 0)}:
        return f"at least {rule.quota} of {_body(rule, called)} present, however they vote"
    if all(row[0] >= 0 and row[1:] == (0, 0, 0) for row in rule.rows):
        return _of_weights(rule)
    told = "; ".join(_counting(rule, row, called) for row in dict.fromkeys(rule.rows) if any(row))
    return f"a score of at least {rule.quota:,}, where {told}"


def _of_weights(rule: Score) -> str:
    """Say what share of the votes it takes, in the weights as they were written."""
    total = sum(row[0] for row in rule.rows)
    if rule.quota > total:
        return "what never passes, since those who may vote have too few votes"
    written, _, scale = rule.label.removeprefix(QUOTA).partition(SCALE)
    unit = int(scale or 1)
    votes = f"{_amount(rule.quota, unit)} of {_amount(total, unit)}"
    if not written:
        return f"members with at least {votes} votes ({100 * rule.quota / total:.3g} %) voting yes"
    return f"members with at least {written} of all votes ({votes}) voting yes"


def _amount(whole: int, unit: int) -> str:
    amount = Fraction(whole, unit)
    return f"{whole // unit:,}" if amount.denominator == 1 else f"{float(amount):,.6g}"


def _counting(rule: Score, row: Row, called: Called) -> str:
    """Say what each ballot of those with one row counts."""
    who = [called(m) for m, own in zip(rule.members, rule.rows, strict=True) if own == row]
    each = "each member" if len(who) == len(rule.members) else named(who, "and")
    counts = "counts" if len(who) in (1, len(rule.members)) else "each count"
    worth = dict.fromkeys(row)
    told = [
        f"{score} when {named([_BALLOTS[b] for b in range(4) if row[b] == score])}"
        for score in worth
    ]
    return f"{each} {counts} {', '.join(told)}"


def _labelled(rule: Score, called: Called) -> str:
    body = _body(rule, called)
    if len(rule.members) == 1:
        only = called(rule.members[0])
        if rule.passes({}):
            return f"adopted unless {only} {agreeing(only, 'objects')}"
        return f"{only} alone {agreeing(only, 'decides')}"
    words = {
        "consensus": f"consensus of {body} (no member objects)",
        "silence": f"silence procedure among {body} (adopted unless one objects)",
        "unanimity": f"unanimity of {body} (every one votes yes)",
        "majority": f"a majority of {body} (at least {rule.quota} voting yes)",
        "two_thirds": f"two thirds of {body} (at least {rule.quota} voting yes)",
        "reverse_consensus": f"reverse consensus of {body} (takes effect unless all object)",
        "any_one": f"any one of {body} voting yes",
    }
    if rule.label in words:
        return words[rule.label]
    bound, share, _, base = rule.label.split(" ")
    least = f"{bound.replace('_', ' ')} {_share(share)}"
    if base == "members":
        return f"{least} of the {body} voting yes (at least {rule.quota})"
    return f"yes from {least} of {_BASES[base].format(body=body)}"


def _share(text: str) -> str:
    share = Fraction(text)
    percent = 100 * share
    return f"{percent} %" if share.denominator > 5 and percent.denominator == 1 else text


def _body(rule: Score, called: Called) -> str:
    size = len(rule.voters)
    return f"{size} member{'s' if size != 1 else ''}{_left_out(rule, called)}"


def _left_out(rule: Score, called: Called) -> str:
    voters = set(rule.voters)
    rest = [called(m) for m in rule.members if m not in voters]
    if not rest:
        return ""
    if len(rest) <= len(voters):
        return f" other than {named(rest, 'and')}"
    return f" ({named([*map(called, rule.voters)], 'and')})"
