"""Compiled loops: sums of positive terms only, so that small powers keep their digits.

For a weighted game and a common chance t of yes, the weight of a prefix of the members and of the
rest are two distributions; a member of weight w turns the outcome when the others' weight lies in
the w values below the quota. Window sums are taken in blocks (van Herk 1992), never as a
difference of cumulative sums, and no member is ever divided out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from foedus.compiling import njit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(fastmath={"contract"})
def _cast(mass: Floats, top: int, weight: int, yes: float) -> int:
    """Let one more member vote, in place; return the last index that can hold mass."""
    no = 1.0 - yes
    last = min(top + weight, len(mass) - 1)
    if weight == 0:
        return last
    for s in range(top + 1, last + 1):
        mass[s] = 0.0
    for s in range(last, weight - 1, -1):
        mass[s] = no * mass[s] + yes * mass[s - weight]
    for s in range(min(weight, last + 1)):
        mass[s] *= no
    return last


@njit()
def _windows(mass: Floats, width: int, sums: Floats, right: Floats) -> None:
    """Fill `sums` with the sum of the `width` entries that end at each place."""
    size = len(mass)
    for start in range(0, size, width):
        end = min(start + width, size)
        running = 0.0
        for s in range(end - 1, start - 1, -1):
            running += mass[s]
            right[s] = running
        running = 0.0
        for s in range(start, end):
            running += mass[s]
            before = s - width + 1
            # The window's older part is the tail of the block before, unless it fills this one.
            sums[s] = running + (right[before] if before > 0 and before != start else 0.0)


@njit()
def below_quota(weights: Ints, quota: int, yes: float) -> float:
    """Return the chance that the weight of the yeses stays below the quota."""
    mass = np.zeros(quota)
    mass[0] = 1.0
    top = 0
    for weight in weights:
        top = _cast(mass, top, weight, yes)
    return float(mass[: top + 1].sum())


@njit()
def swing_chances(kinds: Ints, counts: Ints, quota: int, yes: Floats, block: int) -> Floats:
    """Return each kind of member's chance to turn the outcome: shape (kinds, batch).

    Parameters
    ----------
    kinds
        Distinct weights above 0, none above the quota.
    counts
        How many members have each.
    quota
        At least 1 and at most the total.
    yes
        Everybody's chance of yes, one for each entry of the batch.
    block
        For how many kinds the weight of the members before them is kept at once; fewer take less
        memory, and a third more time.
    """
    many = len(kinds)
    blocks = (many + block - 1) // block
    found = np.zeros((many, len(yes)))
    starts, start_tops = np.zeros((blocks, quota)), np.zeros(blocks, dtype=np.int64)
    before, tops = np.zeros((min(block, many), quota)), np.zeros(many, dtype=np.int64)
    mass, sums, right = np.zeros(quota), np.zeros(quota), np.zeros(quota)
    for b in range(len(yes)):
        mass[:] = 0.0
        mass[0] = 1.0
        top = 0
        starts[0, 0] = 1.0
        for k in range((blocks - 1) * block):
            for _ in range(counts[k]):
                top = _cast(mass, top, kinds[k], yes[b])
            if (k + 1) % block == 0:
                starts[(k + 1) // block] = mass
                start_tops[(k + 1) // block] = top
        mass[:] = 0.0
        mass[0] = 1.0
        after_top = 0
        for at in range(blocks - 1, -1, -1):
            first, last = at * block, min((at + 1) * block, many)
            sums[:] = starts[at]
            top = start_tops[at]
            for k in range(first, last):
                for _ in range(counts[k] - 1):
                    top = _cast(sums, top, kinds[k], yes[b])
                before[k - first] = sums
                tops[k] = top
                top = _cast(sums, top, kinds[k], yes[b])
            for k in range(last - 1, first - 1, -1):
                reach = min(quota, tops[k] + kinds[k])
                _windows(before[k - first, :reach], kinds[k], sums, right)
                chance = 0.0
                for r in range(max(0, quota - reach), min(after_top, quota - 1) + 1):
                    chance += mass[r] * sums[quota - 1 - r]
                found[k, b] = chance
                for _ in range(counts[k]):
                    after_top = _cast(mass, after_top, kinds[k], yes[b])
    return found


@njit()
def tally(wins: NDArray[np.bool_], sizes: Ints, ways: Ints, critical: Ints, minimal: Ints) -> None:
    """Count coalitions by how many are critical, for a given member of each class.

    Parameters
    ----------
    wins
        For every combination of so many of each class, the last class fastest.
    sizes
        Members of each class.
    ways
        ``ways[m, k]``: m over k.
    critical, minimal
        To be added to: shape (classes, members + 1); column k counts coalitions with k critical
        members, and minimal ones of k members, that hold a given member of the class.
    """
    classes = len(sizes)
    strides = np.ones(classes, dtype=np.int64)
    for c in range(classes - 2, -1, -1):
        strides[c] = strides[c + 1] * (sizes[c + 1] + 1)
    held = np.zeros(classes, dtype=np.int64)
    turns = np.zeros(classes, dtype=np.bool_)
    for index in range(len(wins)):
        if wins[index]:
            members, needed, times = 0, 0, 1
            for c in range(classes):
                turns[c] = held[c] > 0 and not wins[index - strides[c]]
                members += held[c]
                needed += held[c] * turns[c]
                times *= ways[sizes[c], held[c]]
            for c in range(classes):
                if turns[c]:
                    share = times * held[c] // sizes[c]
                    critical[c, needed] += share
                    if needed == members:
                        minimal[c, members] += share
        c = classes - 1
        while c >= 0 and held[c] == sizes[c]:
            held[c] = 0
            c -= 1
        if c >= 0:
            held[c] += 1
