"""Blocking groups where no one ballot is worst: absence hurts one part of a rule, a no another.

Of each member the ballots are gone through that no other of its ballots outdoes in every part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations_with_replacement, product
from math import comb, prod

import numpy as np

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import Rule, signed_atoms
from foedus.decisions.sampling import outcomes

Kind = tuple[int, ...]
_MOST_CAST = 200_000
"""Sets of ballots that are put to a rule, all groups together."""


def blocking_kinds(
    rule: Rule, classes: Sequence[Sequence[int]], by_size: Iterator[tuple[int, Sequence[Kind]]]
) -> tuple[list[Kind], int]:
    """Return the minimal blocking groups, and the largest size that was gone through.

    A group blocks where it has ballots under which the question fails whatever all others cast.

    Parameters
    ----------
    rule
        The rule.
    classes
        Members that the rule treats alike, by place; the ballots of all others change nothing.
    by_size
        The size of a group, from 0 up, and how many of each class are in groups of that size.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"all_of": ["at_least 2/3 of present", "consensus"]}, ["A", "B", "C"])
    >>> blocking_kinds(rule, [(0, 1, 2)], iter([(0, [(0,)]), (1, [(1,)])]))
    ([(1,)], 1)
    """
    helping = [_undone(rule, of[0], best=True) for of in classes]
    hurting = [_undone(rule, of[0], best=False) for of in classes]
    sizes = [len(of) for of in classes]
    found: list[Kind] = []
    left, searched = _MOST_CAST, -1
    for size, kinds in by_size:
        # Whoever blocks does so with any others beside it, so that the rest is not minimal.
        new = [kind for kind in kinds if not any(_within(group, kind) for group in found)]
        left -= sum(
            _ways(hurting, kind) * _ways(helping, [n - k for n, k in zip(sizes, kind, strict=True)])
            for kind in new
        )
        if left < 0:
            break
        found += [kind for kind in new if _blocks(rule, classes, kind, helping, hurting)]
        searched = size
    return found, searched


def _within(group: Kind, kind: Kind) -> bool:
    return all(few <= many for few, many in zip(group, kind, strict=True))


def _ways(options: Sequence[Sequence[Ballot]], counts: Sequence[int]) -> int:
    return prod(comb(len(of) + n - 1, n) for of, n in zip(options, counts, strict=True))


def _undone(rule: Rule, member: int, *, best: bool) -> tuple[Ballot, ...]:
    """Return the ballots of a member that none of its others outdoes, one of those that are alike.

    Of all scores that help the rule and of all that hurt it, others count at least as much.
    """
    sign = 1 if best else -1
    score = {
        b: tuple(sign * s * atom.rows[member][b] for atom, s in signed_atoms(rule))
        for b in (Ballot.YES, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)
    }
    kept = {score[b]: b for b in reversed(list(score))}
    return tuple(
        ballot
        for own, ballot in kept.items()
        if not any(other != own and _outdoes(other, own) for other in kept)
    )


def _outdoes(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(x >= y for x, y in zip(one, other, strict=True))


def _blocks(
    rule: Rule,
    classes: Sequence[Sequence[int]],
    kind: Kind,
    helping: Sequence[Sequence[Ballot]],
    hurting: Sequence[Sequence[Ballot]],
) -> bool:
    group = [place for of, n in zip(classes, kind, strict=True) for place in of[:n]]
    others = [place for of, n in zip(classes, kind, strict=True) for place in of[n:]]
    rest = [len(of) - n for of, n in zip(classes, kind, strict=True)]
    replies = list(_cast(helping, rest))
    ballots = np.zeros((len(replies), len(rule.members)), dtype=np.int64)
    ballots[:, others] = replies
    for hurt in _cast(hurting, kind):
        ballots[:, group] = hurt
        if not outcomes(rule, ballots).any():
            return True
    return False


def _cast(options: Sequence[Sequence[Ballot]], counts: Sequence[int]) -> Iterator[list[int]]:
    """Yield every way in which so many of each class can cast these ballots."""
    each = (combinations_with_replacement(of, n) for of, n in zip(options, counts, strict=True))
    for chosen in product(*each):
        yield [int(ballot) for ballot in chain.from_iterable(chosen)]
