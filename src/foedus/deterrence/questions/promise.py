"""The reverse promise: what others owe the adversary as long as it complies, and what it is worth.

A norm that binds others only while a norm of the adversary's is complied with is a promise to it
(an assurance that nothing is done to one who keeps to the deal). What it is worth is read off two
games on the same draws: the option as it stands, and the option without these norms, and without
the instruments that hold nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.measures import summary
from foedus.figures import Figure, percent
from foedus.language import Arrangement
from foedus.process import called

Array = NDArray[np.float64]


def promised(a: Arrangement, by: str) -> tuple[str, ...]:
    """Return the norms that bind others while `by` complies.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> promised(read(text_of("ukraine-2025")), "RUS")
    ('no-accession',)
    """
    own = {name for name, norm in a.norms.items() if by in norm.bearer}
    return tuple(
        name
        for name, norm in a.norms.items()
        if by not in norm.bearer
        and norm.while_ is not None
        and any(atom.complied in own for atom in norm.while_.atoms())
    )


def unpromised(a: Arrangement, by: str) -> Arrangement:
    """Return an arrangement without the reverse promise to `by`."""
    gone = promised(a, by)
    holding = {a.norms[name].in_ for name in gone}
    kept = {name: norm for name, norm in a.norms.items() if name not in gone}
    used = {norm.in_ for norm in kept.values()} | {p.in_ for p in a.procedures.values()}
    empty = holding - used - {g.in_ for g in a.guarantees.values()}
    instruments = {name: one for name, one in a.instruments.items() if name not in empty}
    return replace(a, norms=kept, instruments=instruments)


def worth(a: Arrangement, by: str, rows: Mapping[str, Array], tolerance: float) -> Figure:
    """Return what the reverse promise is worth to `by`, and whether it reassures.

    Parameters
    ----------
    a, by
        The arrangement, with its option laid over it, and the party it is promised to.
    rows
        What was read off, draw by draw.
    tolerance
        Chances of an attack that differ by no more are the same.
    """
    names = promised(a, by)
    if not names:
        why = "not asked: nothing here binds others while it complies"
        return Figure(None, unit="prizes", because=(why,))
    if f"promised.{by}" not in rows:
        why = "not asked: it takes another game, and was left out or beliefs stand against it"
        return Figure(None, unit="prizes", because=(why,))
    row, attack = rows[f"promised.{by}"], rows[f"promised.attack.{by}"]
    attack = attack[np.isfinite(row) & np.isfinite(attack)]
    less, more = (
        float(which.sum()) / max(attack.size, 1)
        for which in (attack < -tolerance, attack > tolerance)
    )
    because = (
        f"what {called(a, by)} can expect if it complies throughout, with what it is promised "
        f"({', '.join(names)}), less the same without, on the same draws",
        f"it reassures in {percent(less)} of the draws: an attack is then less likely with it (by "
        f"more than {tolerance:g}); in {percent(more)} an attack is likelier with it",
    )
    return summary(np.round(row, 12), because, _sources(a, by, names), "prizes")


def _sources(a: Arrangement, by: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources of the promise, and of what `by` has at stake in it."""
    told = [source for name in names for source in a.norms[name].source]
    holding = {a.norms[name].in_ for name in names}
    for stake in a.stakes.get(by, ()):
        atoms = stake.counts.atoms()
        if any(atom.in_force in holding or atom.breached in names for atom in atoms):
            told += stake.worth.source
    return tuple(dict.fromkeys(told))
