"""What comes about anew for each case: findings and decisions that can be made again.

A response that is due once a breach has been found, or once a body has decided, waits for the
finding or the decision about *this* act. Where the procedure that makes it can be opened again,
what came about before the act began was of an earlier case, and does not count for the response.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement, Condition, Guarantee
from foedus.process.state import Occasion, Promise, State


def occasions_of(arrangement: Arrangement, g: Guarantee) -> tuple[Occasion, ...]:
    """Return what the response of a guarantee waits for and what can come about anew.

    Parameters
    ----------
    arrangement
        The arrangement that the guarantee is of.
    g
        The guarantee.

    Returns
    -------
    tuple of Occasion
        Each as it stands in `due_when`, in order, without repetition; empty where all of it can
        come about only once.
    """
    parts = _atoms(g.due_when) if g.due_when is not None else ()
    named = [Occasion(c.key, str(getattr(c, c.key))) for c in parts if c.key in _ANEW]
    return tuple(dict.fromkeys(one for one in named if _may_recur(arrangement, one)))


_ANEW = ("done", "lapsed", "found")


def _may_recur(a: Arrangement, one: Occasion) -> bool:
    """Say whether some procedure can make it again: one that somebody may open once more."""
    if one.key == "found":
        finders = [p for p in a.procedures.values() if any(s.finds == one.name for s in p.steps)]
        return any(p.opens.by and p.reopens == "after_effect" for p in finders)
    procedure = a.procedures[one.name]
    if not procedure.opens.by:
        return False
    return bool(procedure.reopens) if one.key == "lapsed" else procedure.reopens == "after_effect"


def _atoms(condition: Condition) -> Iterator[Condition]:
    if condition.all is not None or condition.any is not None:
        for part in condition.all or condition.any or ():
            yield from _atoms(part)
    elif condition.not_ is not None:
        yield from _atoms(condition.not_)
    else:
        yield condition


def come_anew(state: State, key: str, name: str) -> State:
    """Return the state once something has come about: from now on no response takes it for old."""
    one = Occasion(key, name)
    promises = state.record.guarantees
    if not any(one in promise.earlier for promise in promises):
        return state
    fresh: tuple[Promise, ...] = tuple(p._replace(earlier=p.earlier - {one}) for p in promises)
    return state.recording(state.record._replace(guarantees=fresh))
