"""The walk decides with all days at once; a contest, of which strategies are told, day by day.

Both must say the same of who wins, on arrangements drawn at random. There is room after the horizon
there, as the checker has it: what comes on the last days before it a contest does not see.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "loopholes"))
from days_drawn import draw

from foedus.language import read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, allowed, effect, found, owed

FUZZ = int(os.environ.get("FOEDUS_FUZZ", "0"))


@pytest.mark.parametrize("seed", range(FUZZ or 25))
def test_a_contest_is_won_by_whom_the_walk_says(seed: int):
    text = re.sub(r"horizon: P\dD", "horizon: P40D", draw(seed))
    walk = Walk(Process(read(text)))
    a = walk.process.arrangement
    goals = [goal(walk.process, g) for g in a.guarantees for goal in (owed, allowed)]
    goals += [found(walk.process, "calm"), effect(walk.process, "second")]
    target = walk.process.arrangement.conduct["UPL"].towards[0]
    for by, act, to in (("UPL", "attack", target), ("EST", "raid", "LOW")):
        supposed = Supposition(by=by, act=act, against=to)
        for goal in goals:
            for name in ("mission", "LOW", "LGA"):
                against = {name: 1}
                despite = walk.contest(supposed, goal, against).ours
                refused = Supposition(by=by, act=act, against=to, refusing=frozenset({name}))
                comes = walk.comes(refused, goal) is not None
                assert comes <= despite, (supposed, goal, name)
                mine = {n: 1 for n in walk.candidates(goal) if n != name}
                assert walk.forces(supposed, goal, [name]) == (
                    walk.contest(supposed, goal, mine).ours
                ), (supposed, goal, name)
