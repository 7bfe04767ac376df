"""Zones against the readings that they hold, counted one by one."""

from __future__ import annotations

import random
from itertools import product

import pytest

from foedus.process.exploration.zones import bounded, elapsed, joined, meet, point, without
from foedus.process.walk.winning import safely

MOST = 4


def drawn(rng: random.Random):
    """Return a zone of two clocks, of some readings from 0 to 4."""
    zone = elapsed(point([rng.randint(0, MOST), rng.randint(0, MOST)]))
    for _ in range(rng.randint(0, 2)):
        part = bounded(zone, rng.randrange(3), rng.randrange(3), rng.randint(-1, 3))
        zone = part or zone
    return zone


def readings(zone) -> set[tuple[int, int]]:
    return {
        (a, b)
        for a, b in product(range(-1, MOST + 2), repeat=2)
        if all(
            one - other <= zone[row * 3 + column]
            for row, one in enumerate((0, a, b))
            for column, other in enumerate((0, a, b))
        )
    }


@pytest.mark.parametrize("seed", range(400))
def test_what_is_made_of_two_zones_is_what_is_made_of_their_readings(seed: int):
    rng = random.Random(seed)
    one, other = drawn(rng), drawn(rng)
    if seed % 2:  # widened, so that more than lines of waiting is met
        one = tuple(map(max, one, drawn(rng)))
        other = tuple(map(max, other, drawn(rng)))
        one, other = meet(one, one), meet(other, other)
    shared = meet(one, other)
    assert (readings(shared) if shared else set()) == readings(one) & readings(other)
    left = [readings(piece) for piece in without(one, [other])]
    assert set().union(*left) == readings(one) - readings(other)
    hull, both = joined(one, other), readings(one) | readings(other)
    if hull is not None:
        assert readings(hull) == both
    else:
        assert readings(tuple(map(max, one, other))) > both


@pytest.mark.parametrize("seed", range(400))
def test_one_waits_safely_only_through_days_of_which_none_is_lost(seed: int):
    rng = random.Random(seed)
    whole = elapsed(point([rng.randint(2, MOST), rng.randint(2, MOST)]))
    for _ in range(3):
        whole = tuple(map(max, whole, elapsed(point([rng.randint(0, MOST), rng.randint(0, MOST)]))))
    days = [point([rng.randint(0, MOST), rng.randint(0, MOST)]) for _ in range(4)]
    lost = [part for one in (*days, drawn(rng))[: seed % 6] if (part := meet(one, whole))]
    within = meet(drawn(rng), whole)
    for good in without(within, lost) if within else ():
        bad, goal = set().union(*map(readings, lost)), readings(good)
        expected = {
            (a, b)
            for a, b in readings(whole)
            if any(
                (a - days, b - days) in goal
                and not any((a - gone, b - gone) in bad for gone in range(days + 1))
                for days in range(MOST + 1)
            )
        }
        assert set().union(*map(readings, safely(good, lost, whole))) == expected
