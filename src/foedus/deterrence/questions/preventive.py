"""The preventive motive: where a surer promise makes an attack likelier, and why.

A promise that is not in force yet, and that a breach brings into force, can make a side do at once
and in full what it would else have begun with little: later it would be answered (Powell 2006,
International Organization 60, 169-203, on shifts of power that cannot be bargained away).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from foedus.deterrence.job import BREAK_EVEN_DRAWS, Job, game_of
from foedus.deterrence.measures import along
from foedus.figures import percent

_HONOUR = np.linspace(0.0, 1.0, 5)
_RISES = 0.005


def preventive(job: Job, by: str) -> Iterator[str]:
    """Yield a sentence where an attack by `by` is likelier the surer honouring is, in some draws.

    Parameters
    ----------
    job, by
        The option, and whose attack.
    """
    game = game_of(job)
    if game.induction is None or not game.chances.resting_on("honour"):
        return
    draws = job.draws(BREAK_EVEN_DRAWS)
    rows = along(game, draws, "honour", _HONOUR, job.design.precision, by)
    rises = np.diff(rows, axis=0).max(axis=0) > _RISES
    if rises.any():
        yield (
            f"In {percent(float(np.mean(rises)))} of {draws.size} draws there are two chances of "
            f"being honoured of which the surer brings the likelier attack{_why(job)}"
        )


def _why(job: Job) -> str:
    clauses, start = game_of(job).play.clauses, game_of(job).start.state
    later = [
        name
        for at, name in enumerate(clauses.guarantee_ids)
        if not clauses.active(start, at) and job.variant.guarantees[name].honour is not None
    ]
    if not later:
        return "; why, the story has to say"
    return (
        f": the preventive motive, to act in full before {' and '.join(later)} is in force, and "
        "not to begin with less, which would bring it about"
    )
