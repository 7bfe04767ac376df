"""How a step ends that puts a question which has been put before: the same minds answer alike.

A question is the issue on which a step is decided (`decides_on`), in whatever procedure it is put
and by whatever rule: each member has one ballot on it. A report that is to find a breach asks
whether its author notices the act and traces it: once for each act. Any other step asks a question
of its own, which may be put again by opening its procedure anew. A member that votes by its stakes
(`strategic`) may change its mind: what it says is not remembered here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.chains import ways
from foedus.deterrence.draws import Draws
from foedus.deterrence.elapsed import Slot
from foedus.deterrence.minds import Heard, Place, Told, given
from foedus.deterrence.timing import Does, Timing
from foedus.language import Arrangement, Step, fronts_about
from foedus.process import Clauses, State
from foedus.prospects import PASSING, Past

Array = NDArray[np.float64]
Questions = Mapping[Place, frozenset[Place]]
"""By step: all that put its question, where it may be put more than once."""


def questions(a: Arrangement, occasions: int) -> Questions:
    """Return the steps whose question may be put more than once, each with all that put it.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    occasions
        On how many somebody may open a procedure.
    """
    alike: dict[tuple[object, ...], list[Place]] = {}
    for name, procedure in a.procedures.items():
        for at, step in enumerate(procedure.steps):
            if not step.escrowed:
                alike.setdefault(_question(a, name, at, step), []).append((name, at))
    groups = (frozenset(group) for group in alike.values())
    return {place: group for group in groups if _again(a, group, occasions) for place in group}


def _question(a: Arrangement, name: str, at: int, step: Step) -> tuple[object, ...]:
    if step.finds is not None:
        norm = a.norms[step.finds]
        return "finds", step.by, norm.bearer, norm.towards
    issue = a.decides_on.get(f"{name}.{step.act}", "")
    return ("issue", issue) if issue else ("own", name, at)


def _again(a: Arrangement, group: frozenset[Place], occasions: int) -> bool:
    """Say whether one of these may be put after another, and which way the other ended is open."""
    procedures = {name for name, _ in group}
    if len(procedures) > 1:
        return True
    (name,) = procedures
    procedure = a.procedures[name]
    if procedure.opens.by and procedure.reopens and occasions > 1:
        return True
    leads = (ways(a, name)[at] for _, at in sorted(group)[:-1])
    return any([way.passed, way.blocked, way.late].count("next") > 1 for way in leads)


def truth_of(clauses: Clauses, state: State, name: str, step: int) -> tuple[str, str] | None:
    """Return whose which act a finding is about; the act is empty when there was no breach."""
    a, index = clauses.arrangement, clauses.index
    norm = a.procedures[name].steps[step].finds
    if norm is None:
        return None
    compiled, breached = clauses.norms[index.norms[norm]], state.world.breached[index.norms[norm]]
    for actor in compiled.norm.bearer:
        if actor in index.fronts_of:
            about = fronts_about(a, actor, compiled.norm.towards)
            peak = max(state.world.peak[index.fronts[actor, target]] for target in about)
            return actor, a.conduct[actor].acts[peak].act if breached else ""
    return None


def answered(timing: Timing, slot: Slot, draws: Draws, told: Sequence[Told]) -> Does:
    """Return the chances that a step passes at all, fails, and is adopted by time, (draws,) each.

    Parameters
    ----------
    timing, slot, draws
        The steps in time, the step and the draws.
    told
        What was answered before to its question.
    """
    before = [Slot(*one.place, "", 0, 0) for one in told]
    samples = [timing.samples[one.procedure, one.step] for one in (slot, *before)]
    given_ = any(timing.given(one, draws) is not None for one in (slot, *before))
    if not told:
        passes, fails = timing.passing(slot, draws)
    elif given_ or any(sample.asked is None for sample in samples):
        passes, fails = _alike(timing, slot, draws, told)
    else:
        return _by_ballots(timing, slot, draws, told)
    return passes, fails, timing.adopted(slot, passes, draws)


def unheard(timing: Timing, told: Told, draws: Draws) -> Array:
    """Return the chance that a step had not ended so far whatever is thought, shape (draws,)."""
    assert told.until is not None
    return 1 - timing.ended(told.until, draws)[1]


def _alike(timing: Timing, slot: Slot, draws: Draws, told: Sequence[Told]) -> tuple[Array, Array]:
    """Return the chances where each step has one chance alone, as if one mind answered to all."""
    passes, fails = timing.passing(slot, draws)
    heard = []
    for one in told:
        yes, no = timing.passing(Slot(*one.place, "", 0, 0), draws)
        if one.until is not None:
            missed = unheard(timing, one, draws)
            open_ = _share(1 - yes - no, 1 - yes)
            heard.append(Heard(yes, missed, missed + (1 - missed) * open_))
        else:
            passed = float(one.ending in PASSING)
            heard.append(Heard(yes, passed, 1 - passed))
    now = given(passes, heard)
    return now, (1 - now) * _share(fails, 1 - passes)


def _by_ballots(timing: Timing, slot: Slot, draws: Draws, told: Sequence[Told]) -> Does:
    """Return the chances given how the same ballots decided before, summed over what is open.

    What did not end in time may not have been voted on.
    """
    here, final = (slot.procedure, slot.step), timing.blocks(slot)
    asked = timing.samples[here].asked
    assert asked is not None
    firm = tuple((one.place, one.ending) for one in told if one.until is None)
    late = [one for one in told if one.until is not None]
    missed = [unheard(timing, one, draws) for one in late]
    affairs = None if draws.central else timing.affairs(draws)
    endings: tuple[Past, ...] = ((), *(((here, how),) for how in ("passed", "blocked", "adopted")))
    if not timing.adopts(slot):
        endings = endings[:-1]
    sums = np.zeros((4, draws.size))
    for voted in product((False, True), repeat=len(late)):
        share = np.ones(draws.size)
        for so, chance in zip(voted, missed, strict=True):
            share = share * ((1 - chance) if so else chance)
        open_ = ((one.place, one.ending) for one, so in zip(late, voted, strict=True) if so)
        past = (*firm, *open_)
        for at, ending in enumerate(endings):
            sums[at] += share * _in(asked.joint((*past, *ending)), affairs)
    passes, fails, adopted = (_share(row, sums[0]) for row in sums[1:])
    does = _in(np.broadcast_to(asked.performs, asked.minds.draws), affairs)
    whole = passes + adopted
    return whole * does, (fails + whole * (1 - does)) * final, adopted * does


def _in(row: Array, affairs: NDArray[np.int_] | None) -> Array:
    """Return what holds in the state of affairs of each draw; the mean where there is none."""
    return np.asarray(row.mean() if affairs is None else row[affairs])


def _share(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0).clip(0, 1)
