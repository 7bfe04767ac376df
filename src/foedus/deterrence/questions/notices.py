"""Notices: stakes paid together though one excludes the other, and days left out."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement, Condition, Stake, option
from foedus.process import not_followed


def notices(arrangement: Arrangement) -> tuple[str, ...]:
    """Return a sentence for each pair of stakes of which a loser's membership is one.

    Then one for what the text, under any option, says of days after the horizon.

    A party that was overcome by force is hardly a member of anything as before; a file that pays
    the prize and the membership at one end says so, or lets one lapse (`unless`).

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> notices(read(text_of("ukraine-2025")))
    ()
    """
    variants = [option(arrangement, name) for name in arrangement.options] or [arrangement]
    beyond = dict.fromkeys(told for one in variants if (told := not_followed(one)))
    return (*_paid(arrangement), *(f"the game leaves out {told}" for told in beyond))


def _paid(arrangement: Arrangement) -> Iterator[str]:
    return (
        f"{party} is paid {prize.label!r} and {member.label!r} at one end: {loser} would be a "
        f"member after {winner} has overcome it; write under one of them when it lapses (unless)"
        for party, stakes in arrangement.stakes.items()
        for winner, ladder in arrangement.conduct.items()
        for loser in ladder.towards
        for prize in stakes
        if any(atom.prevailed == winner for atom in _positive(prize.when))
        for member in stakes
        if any(atom.member == loser for atom in _positive(member.when))
        and not (_lapses(prize, loser=loser) or _lapses(member, winner=winner))
    )


def _lapses(stake: Stake, winner: str = "", loser: str = "") -> bool:
    """Say whether a stake lapses, or is denied, on the victory or the membership named."""
    parts = [*(stake.unless.atoms() if stake.unless else ()), *_negative(stake.when)]
    return any(
        (winner and atom.prevailed == winner) or (loser and atom.member == loser) for atom in parts
    )


def _positive(condition: Condition) -> Iterator[Condition]:
    denied = {id(atom) for atom in _negative(condition)}
    return (atom for atom in condition.atoms() if id(atom) not in denied)


def _negative(condition: Condition) -> Iterator[Condition]:
    if condition.not_ is not None:
        yield from condition.not_.atoms()
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _negative(part)
