"""What a procedure comes to over its steps, of which one may lead on by a yes, a no or by silence.

How likely a procedure passes is one number of all its steps: each may take effect, lead to the next
or end it, and does so by how it ends itself. That all of them pass is the same only where every no
ends it. Whether steps are decided in time is left out: that is a matter of days.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.decisions import Stage
from foedus.deterrence.idle import is_followed
from foedus.language import Arrangement
from foedus.process import as_stage

Array = NDArray[np.float64]
Where = Literal["effect", "next", "lapse"]


class Way(NamedTuple):
    """Where a step leads: it takes effect, the next one follows, or it comes to nothing.

    Parameters
    ----------
    passed, blocked, late
        Where it passes, where a no ends it, and where it stays open until its time runs out.
    """

    passed: Where
    blocked: Where
    late: Where


class Held(NamedTuple):
    """How a step is held, so that its procedure takes effect with one chance that is asked for.

    Parameters
    ----------
    passes
        The chance that it passes; None for the one that is asked for.
    noes
        Which share of the rest a no ends, and does not stay open; None for what it is otherwise.
    """

    passes: float | None
    noes: float | None = None


def decided(arrangement: Arrangement, procedure: str) -> tuple[int, ...]:
    """Return the steps of a procedure at which it is decided what follows.

    One that is sure is none, nor is one that finds a breach: that comes as surely as the act is
    noticed.
    """
    steps = enumerate(arrangement.procedures[procedure].steps)
    return tuple(at for at, step in steps if not step.escrowed and step.finds is None)


def is_consequence(arrangement: Arrangement, procedure: str) -> bool:
    """Say whether a procedure is an answer to a breach, or has one decided after its finding.

    One of which nothing comes, and that nothing else reads, is none.
    """
    if any(step.finds is not None for step in arrangement.procedures[procedure].steps):
        return bool(decided(arrangement, procedure))
    return is_followed(arrangement, procedure)


def ways(arrangement: Arrangement, procedure: str) -> tuple[Way, ...]:
    """Return where each step of a procedure leads, by how it ends, a finding once it is made."""
    steps, open_ = arrangement.procedures[procedure].steps, decided(arrangement, procedure)
    found = []
    for at, step in enumerate(steps):
        on: Where = "effect" if at + 1 == len(steps) else "next"
        passed: Where = "effect" if step.on_pass == "effect" else on
        stage = as_stage(arrangement, procedure, step)
        late = _late(stage, passed, on)
        blocked: Where = on if stage.on_block == "next" else "lapse"
        blocked = late if stage.on_block == "hold" else blocked
        sure = at not in open_
        found.append(Way(passed, passed, passed) if sure else Way(passed, blocked, late))
    return tuple(found)


def _late(stage: Stage, passed: Where, on: Where) -> Where:
    if stage.within is None or stage.on_timeout == "hold":  # it stays open for good
        return "lapse"
    if stage.on_timeout == "adopt" or stage.by_silence:
        return passed
    return on if stage.on_timeout == "next" else "lapse"


def whole(steps: Sequence[Way], passes: Sequence[Array], fails: Sequence[Array]) -> Array:
    """Return the chance that a procedure takes effect, were each step decided in time.

    Parameters
    ----------
    steps
        Where each leads.
    passes, fails
        By step: the chances, (draws,), that it passes, and that a no ends it.

    Examples
    --------
    >>> half = np.array([0.5])
    >>> serial, either = Way("next", "lapse", "lapse"), Way("effect", "next", "lapse")
    >>> last = Way("effect", "lapse", "lapse")
    >>> whole([serial, last], [half, half], [half, half]).tolist()
    [0.25]
    >>> whole([either, last], [half, half], [half, half]).tolist()
    [0.75]
    """
    after = np.ones_like(passes[-1])
    for way, yes, no in zip(reversed(steps), reversed(passes), reversed(fails), strict=True):
        to = {"effect": np.ones_like(after), "next": after, "lapse": np.zeros_like(after)}
        after = yes * to[way.passed] + no * to[way.blocked] + (1 - yes - no) * to[way.late]
    return after


def held(steps: Sequence[Way]) -> tuple[Held, ...]:
    """Return how steps are held for all of them together to pass with one chance that is asked for.

    All doubt is held in the first step of which something hangs. What follows its yes passes, and
    what follows its no does not. Nothing where the procedure takes effect whatever is decided.

    Examples
    --------
    >>> last = Way("effect", "lapse", "lapse")
    >>> [tuple(one) for one in held([Way("next", "lapse", "lapse"), last])]
    [(None, None), (1.0, None)]
    >>> [tuple(one) for one in held([Way("effect", "next", "lapse"), last])]
    [(None, None), (0.0, None)]
    >>> held([Way("effect", "effect", "effect")])
    ()
    """
    ends = _ending(steps)
    for at, way in enumerate(steps):
        if way.passed == "effect":
            if not ends[at]:
                return ()
            later = [Held(0.0, _noes(modes)) for modes in ends[at + 1 :]]
            return (*[Held(1.0)] * at, Held(None, _noes(ends[at])), *later)
        if modes := tuple(mode for mode in ("blocked", "late") if getattr(way, mode) == "lapse"):
            later = [Held(1.0)] * (len(steps) - at - 1)
            return (*[Held(1.0)] * at, Held(None, _noes(modes)), *later)
    return ()


def _ending(steps: Sequence[Way]) -> list[tuple[str, ...]]:
    """Return for each step how it can fail so that nothing comes of what follows either."""
    found: list[tuple[str, ...]] = []
    for way in reversed(steps):
        away = {"lapse", "next"} if found and found[0] else {"lapse"}
        found.insert(0, tuple(m for m in ("blocked", "late") if getattr(way, m) in away))
    return found


def _noes(modes: tuple[str, ...]) -> float | None:
    return None if len(modes) != 1 else float(modes[0] == "blocked")


def doubtful(arrangement: Arrangement, procedure: str) -> bool:
    """Say whether it hangs on what is decided whether a procedure takes effect."""
    return bool(held(ways(arrangement, procedure)))
