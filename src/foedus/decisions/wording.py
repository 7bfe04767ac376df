"""Rules in plain English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from foedus.decisions.rules import QUOTA, AllOf, AnyOf, Not, Rule, Score

Called = Callable[[str], str]
"""What to call a member."""
_BASES = {
    "members": "the {n} members",
    "present": "those of {n} members who are present",
    "present_and_voting": "those of {n} members who are present and voting",
}


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
        return f"unless there is {_grouped(rule.part, called)}"
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
    text = describe(rule, called)
    return text if isinstance(rule, Score | Not) else f"({text})"


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
    if all(row[0] >= 0 and row[1:] == (0, 0, 0) for row in rule.rows):
        total = sum(row[0] for row in rule.rows)
        votes = f"{rule.quota:,} of {total:,}"
        written = rule.label.removeprefix(QUOTA)
        if not written:
            return (
                f"members with at least {votes} votes ({100 * rule.quota / total:.3g} %) voting yes"
            )
        return f"members with at least {written} of all votes ({votes}) voting yes"
    return f"a score of at least {rule.quota:,} over the ballots of {_body(rule, called)}"


def _labelled(rule: Score, called: Called) -> str:
    body = _body(rule, called)
    size = len(rule.voters)
    if len(rule.members) == 1:
        only = called(rule.members[0])
        return f"adopted unless {only} objects" if rule.passes({}) else f"{only} alone decides"
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
    whole = f" (at least {rule.quota})" if base == "members" else ""
    start = bound.replace("_", " ")
    text = f"{start} {_share(share)} of {_BASES[base].format(n=size)} voting yes{whole}"
    return text + _left_out(rule, called)


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
        return f", not counting {named(rest, 'and')}"
    return f" ({named([*map(called, rule.voters)], 'and')})"
