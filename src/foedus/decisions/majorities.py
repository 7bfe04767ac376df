"""The usual rules of usual bodies, each one call that returns a `Rule`.

Every function takes the members of the body and, where only some of them count, those as
`among`: the rest stay members but have no say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Literal

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import (
    QUOTA,
    SCALE,
    AllOf,
    AnyOf,
    Not,
    Row,
    Rule,
    RuleError,
    Score,
    check_known,
)

Base = Literal["members", "present", "present_and_voting"]
"""What a share is a share of: all members, those not absent, or those voting yes or no."""

Amount = int | float | str | Fraction
"""A whole number, or a share written ``"2/3"``, ``"55 %"`` or ``0.55``."""

_LONGEST_AMOUNT = 100
_DECIMALS = 6
_HUGE_EXPONENT = re.compile(r"[eE][-+]?[\d_]{4,}")
_YES: Row = (1, 0, 0, 0)
_OBJECTION: Row = (0, 0, -1, 0)
_NOTHING: Row = (0, 0, 0, 0)


def consensus(members: Sequence[str], among: Sequence[str] | None = None) -> Score:
    """No member objects; abstention and absence do not block.

    Examples
    --------
    >>> consensus(["A", "B"]).passes({"A": Ballot.YES, "B": Ballot.ABSTAIN})
    True
    """
    return _uniform(members, among, _OBJECTION, 0, "consensus")


def silence(members: Sequence[str], among: Sequence[str] | None = None) -> Score:
    """Adopted when the deadline passes unless a member objects: nobody needs to speak.

    Examples
    --------
    >>> silence(["A", "B"]).passes({})
    True
    """
    return _uniform(members, among, _OBJECTION, 0, "silence")


def unanimity(members: Sequence[str], among: Sequence[str] | None = None) -> Score:
    """Every member votes yes: abstaining is refusing.

    Examples
    --------
    >>> unanimity(["A", "B"]).passes({"A": Ballot.YES, "B": Ballot.ABSTAIN})
    False
    """
    size = len(members if among is None else among)
    return _uniform(members, among, _YES, size, "unanimity")


def reverse_consensus(members: Sequence[str], among: Sequence[str] | None = None) -> Score:
    """Take effect unless every member objects.

    Examples
    --------
    >>> reverse_consensus(["A", "B"]).passes({"A": Ballot.NO})
    True
    """
    size = len(members if among is None else among)
    return _uniform(members, among, _OBJECTION, 1 - size, "reverse_consensus")


def any_one(members: Sequence[str], among: Sequence[str] | None = None) -> Score:
    """Return the rule that a single yes is enough for.

    Examples
    --------
    >>> any_one(["A", "B"]).passes({"B": Ballot.YES})
    True
    """
    return _uniform(members, among, _YES, 1, "any_one")


def veto(members: Sequence[str], holders: Sequence[str]) -> Score:
    """None of these members votes no; the rest have no say.

    Parameters
    ----------
    members
        The body.
    holders
        Members whose *no* blocks.

    Examples
    --------
    >>> veto(["A", "B"], ["A"]).passes({"B": Ballot.NO})
    True
    """
    return _uniform(members, holders, _OBJECTION, 0, "", "veto")


def atleast(
    amount: Amount,
    members: Sequence[str],
    *,
    of: Base = "members",
    among: Sequence[str] | None = None,
    strictly: bool = False,
) -> Score:
    """At least so many, or such a share, vote yes.

    Parameters
    ----------
    amount
        A number of members, or a share (``"2/3"``, ``"55 %"``, 0.55) of the base.
    members
        The body.
    of
        The base of a share. A share of those present or voting also needs one yes, so that a
        vote in which everyone abstains adopts nothing.
    among
        Only these members count, both as votes and as base.
    strictly
        More than the amount.

    Raises
    ------
    RuleError
        When the amount is not positive, exceeds the members, or is a number with another base.

    Examples
    --------
    >>> atleast("2/3", ["A", "B", "C"]).quota
    2
    >>> atleast("1/2", ["A", "B", "C", "D"], strictly=True).quota
    3
    """
    size = len(members if among is None else among)
    number = read_amount(amount)
    if of == "members" or (isinstance(number, int) and not strictly):
        if of != "members":
            raise RuleError(f"at_least {number} is a number of members: leave out `of`, or a share")
        quota = _whole_quota(number, size, strictly, "members")
        label = "" if isinstance(number, int) else _share_label(number, of, strictly)
        return _uniform(members, among, _YES, quota, label)
    if isinstance(number, int):
        raise RuleError(f"a share of those {of.replace('_', ' ')} is written like 2/3 or 50 %")
    row = _share_row(number, of, strictly, size)
    return _uniform(members, among, row, 1, _share_label(number, of, strictly))


def majority(members: Sequence[str], among: Sequence[str] | None = None) -> Score:
    """More than half of the members vote yes.

    Examples
    --------
    >>> majority(["A", "B", "C"]).quota
    2
    """
    return atleast("1/2", members, among=among, strictly=True)


def weighted(
    weights: Mapping[str, Amount],
    quota: Amount,
    members: Sequence[str] | None = None,
    *,
    strictly: bool = False,
) -> Score:
    """Return the rule that passes when the weights of those voting yes reach a quota.

    Parameters
    ----------
    weights
        Weight of each member that has one: whole numbers, decimals or fractions, none negative.
        Decimals are taken exactly as written.
    quota
        A weight, or a share of all weight written ``"65 %"`` or ``"2/3"``.
    members
        The body; by default those with a weight.
    strictly
        More than the quota.

    Raises
    ------
    RuleError
        For a negative weight, an unknown member, or a quota that is not above 0 or exceeds the
        total.

    Examples
    --------
    >>> rule = weighted({"A": 3, "B": 2, "C": 2}, 3)
    >>> rule.passes({"B": Ballot.YES, "C": Ballot.YES}), rule.passes({"B": Ballot.YES})
    (True, False)
    """
    body = tuple(weights if members is None else members)
    check_known_keys(weights, body, "weights")
    exact = {m: _weight(w, m) for m, w in weights.items()}
    total = sum(exact.values(), Fraction(0))
    number = read_amount(quota, ("quota",))
    if isinstance(number, Fraction) and _is_share(quota):
        number = number * total
    if not 0 < number <= total or (strictly and number == total):
        raise RuleError(
            f"the quota {quota} is not above 0 and up to the total weight {_digits(total)}",
            ("quota",),
        )
    scale = lcm(*(w.denominator for w in exact.values()))
    needed = Fraction(number) * scale
    whole = floor(needed) + 1 if strictly else ceil(needed)
    rows = tuple((int(exact.get(m, Fraction(0)) * scale), 0, 0, 0) for m in body)
    label = str(quota) if _is_share(quota) and not strictly else ""
    # What has no end as a decimal could not be written back as it is counted.
    label += f"{SCALE}{scale}" if scale > 1 and 10**_DECIMALS % scale == 0 else ""
    return Score(body, rows, whole, f"{QUOTA}{label}" if label else "")


def all_of(*parts: Rule) -> AllOf:
    """Every part passes."""
    return AllOf(tuple(parts))


def any_of(*parts: Rule) -> AnyOf:
    """Return the rule that passes when some part does."""
    return AnyOf(tuple(parts))


def not_(part: Rule) -> Not:
    """Pass when the part fails."""
    return Not(part)


def abstaining(rule: Rule, members: Sequence[str]) -> Rule:
    """Return the rule with these members bound to abstain, whatever ballot they send in.

    As UN Charter art. 27(3) binds a party to a dispute. The base of a share fixed by the number
    of members stays as it was.

    Parameters
    ----------
    rule
        The rule.
    members
        Those who must abstain.

    Examples
    --------
    >>> abstaining(consensus(["A", "B"]), ["B"]).passes({"B": Ballot.NO})
    True
    """
    check_known(members, rule.members, ("abstains",))
    if isinstance(rule, Not):
        return Not(abstaining(rule.part, members))
    if isinstance(rule, AllOf):
        return AllOf(tuple(abstaining(part, members) for part in rule.parts))
    if isinstance(rule, AnyOf):
        return AnyOf(tuple(abstaining(part, members) for part in rule.parts))
    assert isinstance(rule, Score)
    bound = set(members)
    fixed = sum(
        row[Ballot.ABSTAIN] for m, row in zip(rule.members, rule.rows, strict=True) if m in bound
    )
    rows = tuple(
        _NOTHING if m in bound else row for m, row in zip(rule.members, rule.rows, strict=True)
    )
    unit = rule.label.partition(SCALE)[2]  # a share of all votes would now be of fewer
    reachable = rule.quota <= sum(max(row) for row in rows)
    label = f"{QUOTA}{SCALE}{unit}" if unit and reachable else ""
    return Score(rule.members, rows, rule.quota - fixed, label)


def read_amount(amount: Amount, path: tuple[str | int, ...] = ()) -> int | Fraction:
    """Read a whole number, or a share as an exact fraction.

    Examples
    --------
    >>> read_amount(9), read_amount("2/3"), read_amount("55 %"), read_amount(0.65)
    (9, Fraction(2, 3), Fraction(11, 20), Fraction(13, 20))
    """
    if isinstance(amount, bool):
        raise RuleError(f"{amount} is not a number", path)
    if isinstance(amount, int):
        return amount
    if isinstance(amount, Fraction):
        return amount
    text = str(amount).strip()
    try:
        if len(text) > _LONGEST_AMOUNT or _HUGE_EXPONENT.search(text):
            raise ValueError  # a few signs can stand for a number of a thousand million digits
        if text.endswith("%"):
            return Fraction(text[:-1].strip()) / 100
        return int(text) if text.lstrip("-").isdigit() else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise RuleError(f"{amount!r} is not an amount: write 9, 2/3, 55 % or 0.55", path) from None


def check_known_keys(weights: Mapping[str, object], members: Sequence[str], key: str) -> None:
    """Raise `RuleError` for the first key that is no member.

    Examples
    --------
    >>> check_known_keys({"FRE": 1}, ["FRA"], "weights")
    Traceback (most recent call last):
    foedus.decisions.rules.RuleError: weights.FRE: 'FRE' is not a member. Did you mean FRA?
    """
    for name in weights:
        try:
            check_known([name], members, (key,))
        except RuleError as problem:
            raise RuleError(problem.message, (key, name)) from None


def _uniform(
    members: Sequence[str],
    among: Sequence[str] | None,
    row: Row,
    quota: int,
    label: str,
    key: str = "among",
) -> Score:
    if among is None:
        return Score(tuple(members), (row,) * len(members), quota, label)
    check_known(among, members, (key,))
    if not among:
        raise RuleError("name at least one member", (key,))
    if len(set(among)) != len(among):
        raise RuleError("a member is named twice", (key,))
    counting = set(among)
    rows = tuple(row if m in counting else _NOTHING for m in members)
    return Score(tuple(members), rows, quota, label)


def _digits(number: int | Fraction) -> str:
    try:
        return f"{float(number):g}"
    except OverflowError:
        return "a number of more than 308 digits"


def _whole_quota(number: int | Fraction, size: int, strictly: bool, what: str) -> int:
    share = isinstance(number, Fraction)
    if share and not 0 < number <= 1:
        raise RuleError(f"a share lies above 0 and up to 1, not {_digits(number)}")
    needed = number * size if share else number
    quota = floor(needed) + 1 if strictly else ceil(needed)
    if not 0 < quota <= size:
        raise RuleError(f"{quota} of {size} {what} is not between 1 and {size}")
    return quota


def _share_row(share: Fraction, of: Base, strictly: bool, size: int) -> Row:
    """Return scores whose sum is at least 1 when the share is reached with at least one yes."""
    if not 0 < share <= 1 or (strictly and share == 1):
        raise RuleError(f"a share lies above 0 and up to 1, not {_digits(share)}")
    needed, whole = share.numerator, share.denominator
    aside = -needed if of == "present" else 0
    if strictly:
        return (whole - needed, aside, -needed, 0)
    scale = size + 1
    return (scale * (whole - needed) + 1, scale * aside, -scale * needed, 0)


def _share_label(share: Fraction, of: Base, strictly: bool) -> str:
    if of == "members" and share == Fraction(1, 2) and strictly:
        return "majority"
    if of == "members" and share == Fraction(2, 3) and not strictly:
        return "two_thirds"
    return f"{'more_than' if strictly else 'at_least'} {share} of {of}"


def _is_share(amount: Amount) -> bool:
    return isinstance(amount, str) and ("/" in amount or "%" in amount)


def _weight(weight: Amount, member: str) -> Fraction:
    number = Fraction(read_amount(weight, ("weights", member)))
    if number < 0:
        raise RuleError(f"the weight {weight} is negative", ("weights", member))
    return number
