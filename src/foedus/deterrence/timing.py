"""With what chance, and how soon, an open step ends: as the adversary can know it beforehand.

Two sorts of ignorance are kept apart. How *likely* a step is to pass is uncertain to us, and is
drawn once for each draw (a state of affairs that is common to all steps). How *long* it takes is
uncertain to everybody in the story, so it is a chance within the game: the share of the durations
that end within a stretch of days, given that they did not end before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

import numpy as np
from numpy.typing import NDArray

from foedus.decisions import Stage
from foedus.deterrence.chains import (
    Held,
    decided,
    doubtful,
    held,
    is_consequence,
    ways,
    whole,
)
from foedus.deterrence.draws import Draws
from foedus.deterrence.elapsed import Link, Slot, followed, share
from foedus.deterrence.samples import Samples
from foedus.language import Arrangement
from foedus.process import as_stage, voters_and_rule
from foedus.prospects import adopts

Array = NDArray[np.float64]


PARTS = 0.01
"""The share of a step's law that must lie on either side of a day for it to part the step."""
Does = tuple[Array, Array, Array]
"""Chances that a step passes, that a no ends it, and that it is adopted as its time runs out."""
_OF_STEPS = ("passes.", "ends.")


@dataclass(frozen=True)
class Timing:
    """Steps of an arrangement in time.

    Parameters
    ----------
    arrangement
        The arrangement, with its option laid over it.
    samples
        What is known of each step that somebody decides.
    """

    arrangement: Arrangement
    samples: Samples

    @cached_property
    def stages(self) -> dict[tuple[str, int], Stage]:
        """By procedure and number of the step: how it decides, and what follows."""
        return {
            (name, at): as_stage(self.arrangement, name, step)
            for name, procedure in self.arrangement.procedures.items()
            for at, step in enumerate(procedure.steps)
        }

    def blocks(self, slot: Slot) -> bool:
        """Say whether a no can end this step; else it stays open until its time runs out."""
        place = slot.procedure, slot.step
        return self.stages[place].on_block != "hold" and bool(self.samples[place].fails.any())

    def adopts(self, of: Slot | Link) -> bool:
        """Say whether the step may be carried by a vote, and passes when its time runs out."""
        step = self.arrangement.procedures[of.procedure].steps[of.step]
        voted = step.takes is not None and not step.at_deadline
        return voted and adopts(self.stages[of.procedure, of.step])

    def adopted(self, slot: Slot, passes: Array, draws: Draws) -> Array:
        """Return the chance that the step passes only by time, where it passes with `passes`."""
        sample = self.samples[slot.procedure, slot.step]
        if sample.adopted is None or not self.adopts(slot):
            return np.zeros(draws.size)
        if draws.central or self.given(slot, draws) is not None:
            return np.asarray(passes * np.mean(sample.adopted) / max(np.mean(sample.passes), 1e-9))
        return np.asarray(sample.adopted[self.affairs(draws)])

    def stays_open(self, slot: Slot) -> bool:
        """Say whether the step may be left undecided because of what is thought of it."""
        sample = self.samples[slot.procedure, slot.step]
        return not self.blocks(slot) or bool((sample.passes + sample.fails < 1 - 1e-9).any())

    def at_once(self, slot: Slot) -> bool:
        """Say whether the step always passes on the day it is reached."""
        if slot.after >= 0 or (slot.procedure, slot.step) not in self._sure:
            return False
        return not self._varies(slot) or self._held(slot) == Held(1.0)

    @cached_property
    def _sure(self) -> frozenset[tuple[str, int]]:
        """The steps of which every sample passes, and on the day it is reached."""
        return frozenset(
            place
            for place, sample in self.samples.items()
            if (sample.passes == 1).all()
            and not sample.days.any()
            and (sample.adopted is None or not sample.adopted.any())
        )

    def ends(self, slot: Slot, draws: Draws, does: Array | float = 1.0) -> Array:
        """Return the chance, (draws,), that it ends in the stretch, if it does and had not before.

        That it ends at all has the chance `does`.
        """
        before, by = self.ended(slot, draws)
        return _ratio(by - before, 1 - before * does, draws.size)

    def outcome(self, slot: Slot, draws: Draws, does: Does) -> Does:
        """Return the chances that it passes, fails and is adopted in the stretch, likewise.

        That it does so at all has the chances `does`, of which passing is by vote or by time; what
        is returned of it is by vote alone.
        """
        before, by = self.ended(slot, draws)
        passes, fails, adopted = does
        late, over = self.ended(slot._replace(adopted=True), draws)
        left, now = 1 - before * (passes - adopted + fails) - late * adopted, by - before
        rows = (passes - adopted) * now, fails * now, adopted * (over - late)
        passed, failed, ran_out = (_ratio(row, left, draws.size) for row in rows)
        return passed, failed, ran_out

    def passing(self, slot: Slot, draws: Draws) -> tuple[Array, Array]:
        """Return the chances that the step passes at all, and that a no ends it, (draws,) each."""
        sample, final = self.samples[slot.procedure, slot.step], self.blocks(slot)
        varied, so = self.given(slot, draws), self._held(slot)
        if varied is not None and so is not None:
            passes = varied if so.passes is None else np.full(draws.size, so.passes)
            lost = float(np.mean(1 - sample.passes))  # of which a no ends as much as it does here
            noes = float(np.mean(sample.fails) / lost) if lost else 1.0
            return passes, (1 - passes) * final * (noes if so.noes is None else so.noes)
        if draws.central and self.unsaid(slot.procedure) == slot.step:
            return np.full(draws.size, 0.5), np.full(draws.size, 0.5 * final)
        if draws.central:
            rows = sample.passes, sample.fails * final
            passes, fails = (np.full(draws.size, float(np.mean(row))) for row in rows)
            return passes, fails
        affairs = self.affairs(draws)
        return sample.passes[affairs], sample.fails[affairs] * final

    def affairs(self, draws: Draws) -> NDArray[np.int_]:
        """Return the state of affairs of each draw, by its number among those of the samples."""
        states = len(next(iter(self.samples.values())).passes)
        return np.floor(draws.rank("state of affairs") * states).astype(int)

    def given(self, slot: Slot, draws: Draws) -> Array | None:
        """Return the chance that was given for the step's procedure, where it bears on the step."""
        bears = self._varies(slot) and self._held(slot) is not None
        return draws.varied(f"passing.{slot.procedure}") if bears else None

    def whole(self, procedure: str, draws: Draws) -> Array:
        """Return the chance that a procedure takes effect, were each step decided in time."""
        slots = [
            Slot(procedure, at, step.act, 0, 0)
            for at, step in enumerate(self.arrangement.procedures[procedure].steps)
        ]
        rows = [self.passing(slot, draws) for slot in slots]
        return whole(ways(self.arrangement, procedure), *zip(*rows, strict=True))

    def together(self, procedure: str) -> tuple[Array, float]:
        """Return by state of affairs the chance that a procedure takes effect, and the middle.

        In the middle case each step passes, and a no ends it, with the mean of its chances.
        """
        passes, fails = [], []
        for at, step in enumerate(self.arrangement.procedures[procedure].steps):
            sample = self.samples[procedure, at]
            passes.append(sample.passes)
            fails.append(sample.fails * self.blocks(Slot(procedure, at, step.act, 0, 0)))
        steps = ways(self.arrangement, procedure)
        means = [[np.mean(row, keepdims=True) for row in rows] for rows in (passes, fails)]
        return whole(steps, passes, fails), float(whole(steps, *means)[0])

    def unsaid(self, procedure: str) -> int | None:
        """Return the step on which alone a procedure hangs, if nobody says how likely it passes.

        One party is to do it: that it does is drawn evenly from 0 to 1.
        """
        open_ = decided(self.arrangement, procedure)
        if len(open_) != 1 or procedure not in self._answers:
            return None
        if not doubtful(self.arrangement, procedure):
            return None
        at = open_[0]
        unknown = not self.samples[procedure, at].known and not self._voted(procedure, at)
        return at if unknown else None

    def silent(self, parameters: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the steps of which the file does not say how likely they pass, or how long.

        Where several decide (``ballots``) it is how each of them votes that nobody has said.

        Parameters
        ----------
        parameters
            Those of the game: a step counts if some of them are about it. One that finds a breach
            is passed as surely as the act is noticed.
        """
        places = {name.rsplit(".", 1)[0] for name in parameters if name.startswith(_OF_STEPS)}
        found: dict[str, tuple[str, ...]] = {"passing": (), "ballots": (), "days": ()}
        for (procedure, at), sample in sorted(self.samples.items()):
            step = f"{procedure}.{self.arrangement.procedures[procedure].steps[at].act}"
            held, told = f"passes.{step}" in places, f"ends.{step}" in places
            if held and not sample.known:
                found["ballots" if self._voted(procedure, at) else "passing"] += (step,)
            if (held or told) and not sample.dated:
                found["days"] += (step,)
        return found

    def _voted(self, procedure: str, at: int) -> bool:
        """Say whether a step passes by the ballots of members, and not by what one actor does."""
        a = self.arrangement
        step = a.procedures[procedure].steps[at]
        voters, _ = voters_and_rule(a, step)
        return len(voters) > 1 or f"{procedure}.{step.act}" in a.decides_on

    def typical(self, slot: Slot) -> int:
        """Return the median days of those ends that lie in the stretch: the day they end in."""
        days = self._sorted(slot)
        first, end = np.searchsorted(days, (slot.after + 1, slot.by + 1))
        if first == end:
            return slot.by
        return int((days[(first + end - 1) // 2] + days[(first + end) // 2]) / 2)

    def parted(self, slot: Slot, day: int) -> bool:
        """Say whether the step may end in the stretch by a day, counted as its days, and after it.

        By the law of its days as the file has it, whatever is held instead. What less than a
        hundredth of all its ends lie before, or after, does not part them.
        """
        ways = [slot, slot._replace(adopted=True)] if self.adopts(slot) else [slot]
        rows = [(*self._over(one, None), self._over(one._replace(by=day), None)[1]) for one in ways]
        before, by, middle = (fsum(row) / len(rows) for row in zip(*rows, strict=True))
        return min(middle - before, by - middle) >= PARTS

    def spent(self, links: Sequence[Link], draws: Draws) -> tuple[list[Array], NDArray[np.int_]]:
        """Return laws of the day on which the last of these steps ended, and by draw which of them.

        Each is of equally likely points, in days since the first of the steps was opened.
        """
        totals, which = self._totals(links, draws)
        return [self._reached(tuple(links), total) for total in totals], which

    def ended(self, slot: Slot, draws: Draws) -> tuple[Array, Array]:
        """Return the chances that it has ended by the end of day `after`, and of day `by`."""
        totals, which = self._totals((*slot.links, slot), draws)
        rows = np.array([self._over(slot, total) for total in totals])
        before, by = rows[which].T if len(rows) > 1 else rows[0]
        return np.asarray(before), np.asarray(by)

    def _totals(
        self, steps: Sequence[Link | Slot], draws: Draws
    ) -> tuple[list[float | None], NDArray[np.int_]]:
        """Return what was given for the days of all that varies, and by draw which of it."""
        given = draws.varied("days") if any(map(self._varies, steps)) else None
        if given is None:
            return [None], np.zeros(draws.size, int)
        totals, which = np.unique(given, return_inverse=True)
        return totals.tolist(), which

    def _over(self, slot: Slot, total: float | None) -> tuple[float, float]:
        key = (slot, total)
        if key not in self._known:
            points, took = self._reached(slot.links, total), self._took(slot, total)
            self._known[key] = share(points, took, slot.after), share(points, took, slot.by)
        return self._known[key]

    def _reached(self, links: tuple[Link, ...], total: float | None) -> Array:
        if not links:
            return np.zeros(1)
        key = (links, total)
        if key not in self._laws:
            before, last = self._reached(links[:-1], total), links[-1]
            self._laws[key] = followed(before, self._took(last, total), last)
        return self._laws[key]

    def _took(self, step: Link | Slot, total: float | None) -> Array:
        """Return the law of the days of a step alone; of one that varies what is its of them."""
        if total is None or not self._varies(step) or step.adopted:
            return self._sorted(step)
        start, end = self._share(step)
        days = np.array([np.floor(end * total) - np.floor(start * total)])
        return self._in_time((step.procedure, step.step), days, step.limit, held=True)

    @cached_property
    def _known(self) -> dict[tuple[Slot, float | None], tuple[float, float]]:
        return {}

    @cached_property
    def _laws(self) -> dict[tuple[tuple[Link, ...], float | None], Array]:
        return {}

    def _sorted(self, of: Slot | Link) -> Array:
        procedure, step, limit, adopted = of.procedure, of.step, of.limit, of.adopted
        key = procedure, step, limit, adopted
        if key not in self._orders and adopted:
            last = (self.stages[procedure, step].within or 0.0) if limit is None else limit
            self._orders[key] = np.array([np.nextafter(last + 1.0, 0.0)])
        if key not in self._orders:
            sample = self.samples[procedure, step]
            timed = sample.timing
            days = sample.days if limit is None or timed is None else timed(limit)
            self._orders[key] = np.sort(self._in_time((procedure, step), days, limit))
        return self._orders[key]

    @cached_property
    def _orders(self) -> dict[tuple[str, int, int | None, bool], Array]:
        return {}

    def _in_time(
        self, place: tuple[str, int], days: Array, limit: int | None, *, held: bool = False
    ) -> Array:
        """Return the days after which a step is decided; never, where its time runs out before.

        Its time is the `limit`, or what it is on the first day of all. Where silence passes it, or
        only the deadline decides, that is as its last day ends, unless its days are `held`: then it
        is so many, as far as there is time.
        """
        stage, (procedure, at) = self.stages[place], place
        step = self.arrangement.procedures[procedure].steps[at]
        if stage.within is None or step.escrowed:
            return days
        within = stage.within if limit is None else limit
        if self.adopts(Slot(procedure, at, "", 0, 0)):
            return np.minimum(days, within)  # who has not voted by then does on the last day
        if step.at_deadline or stage.on_timeout == "adopt" or stage.by_silence:
            last = np.full_like(days, np.nextafter(within + 1.0, 0.0))
            return np.minimum(days, within) if held else last
        return days if stage.on_timeout == "hold" else np.where(days > within, np.inf, days)

    def _varies(self, slot: Link | Slot) -> bool:
        step = self.arrangement.procedures[slot.procedure].steps[slot.step]
        return step.finds is None and slot.procedure in self._answers

    @cached_property
    def _answers(self) -> frozenset[str]:
        a = self.arrangement
        return frozenset(name for name in a.procedures if is_consequence(a, name))

    def _held(self, slot: Slot) -> Held | None:
        """Return how a step is held with ``passing`` varied; None where nothing hangs on any."""
        steps = self._chains[slot.procedure]
        return steps[slot.step] if steps else None

    @cached_property
    def _chains(self) -> dict[str, tuple[Held, ...]]:
        a = self.arrangement
        return {procedure: held(ways(a, procedure)) for procedure in a.procedures}

    def _share(self, slot: Link | Slot) -> tuple[float, float]:
        """Return the parts of the whole procedure's days before which and until which it runs.

        All of them are over with the first step by which it may take effect: by whichever it does
        later, it takes as long.
        """
        steps = self.arrangement.procedures[slot.procedure].steps
        open_ = decided(self.arrangement, slot.procedure)
        by = next((i for i in open_ if steps[i].on_pass == "effect"), len(steps))
        means = [
            float(np.mean(self.samples[slot.procedure, i].days)) if i in open_ and i <= by else 0.0
            for i in range(len(steps))
        ]
        whole = fsum(means)
        if whole == 0:
            return (0.0, 1.0) if slot.step == next(iter(open_), 0) else (1.0, 1.0)
        return fsum(means[: slot.step]) / whole, fsum(means[: slot.step + 1]) / whole


def _ratio(part: Array, whole: Array, size: int) -> Array:
    ratio = np.where(whole > 1e-12, part / np.where(whole > 1e-12, whole, 1.0), 0.0)
    return np.broadcast_to(np.clip(ratio, 0.0, 1.0), (size,))
