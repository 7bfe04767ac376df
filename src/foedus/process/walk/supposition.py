"""Suppositions: who acts, how, against whom, when, and who will not help."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.process.walk.play import Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What is supposed to happen first.

    Parameters
    ----------
    by, act, against
        Whose act, which, and against whom; empty `against` where the text does not say. With an
        empty `act` nothing is done: what is asked then is what others can do by that day.
    day
        The day of the act, counted from the start; when ``None``, the first on which the most can
        come of it.
    unsigned
        Whether it is done on the first day, before what waits for a signature is signed.
    renewed
        Whether the act was done before, stopped once what it started had taken effect, and is now
        done again.
    begun
        What was played before, in place of the signatures alone.
    refusing
        Parties and members that do nothing that helps, and object where that counts.
    """

    by: str
    act: str
    against: str = ""
    day: int | None = None
    unsigned: bool = False
    renewed: bool = False
    begun: Play | None = None
    refusing: frozenset[str] = frozenset()
