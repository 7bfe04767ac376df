"""What of a condition makes it hold in a state, or fail: the ground that a reason names.

A text gives several grounds, any of which is enough. Who is told why something is so wants the one
that is there, and would be misled by one that is not.
"""

from __future__ import annotations

from foedus.language import Condition
from foedus.process.clauses import Clauses
from foedus.process.conditions import predicate
from foedus.process.naming import said
from foedus.process.state import State


def ground(clauses: Clauses, state: State, c: Condition, *, negated: bool = False) -> str:
    """Return why a condition holds in a state, or with `negated` why not, as a clause.

    Parameters
    ----------
    clauses, state
        Where it is asked.
    c
        The condition. Where it is not so in this state, since it was so when it counted, all of it
        is told.
    negated
        Why it does not hold.
    """
    if predicate(c, clauses)(state) is negated:
        return said(clauses, c, negated=negated)
    return said(clauses, _ground(clauses, state, c, negated), negated=negated)


def _ground(clauses: Clauses, state: State, c: Condition, negated: bool) -> Condition:
    """Return what of a condition that is so makes it so: all that is left is so, every part."""
    if c.not_ is not None:
        return Condition(not_=_ground(clauses, state, c.not_, not negated))
    parts = c.all if c.all is not None else c.any
    if parts is None:
        return c
    so = [part for part in parts if predicate(part, clauses)(state) is not negated]
    left = tuple(_ground(clauses, state, part, negated) for part in so)
    if len(left) == 1:
        return left[0]
    return Condition(any=left) if negated else Condition(all=left)
