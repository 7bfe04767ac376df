"""What a clause means in a state: what binds, what is owed, what is forbidden.

This is the only place in the project that says it. How a state changes is said in `settling` and
`process`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from foedus.language import Guarantee, Norm, is_duty
from foedus.process.compiled import Compiled, CompiledStep
from foedus.process.conditions import BINDING, ENDED
from foedus.process.moves import Move
from foedus.process.state import NEVER, Answer, Course, Exit, Life, Occasion, Standing, State

__all__ = ["Clauses", "CompiledStep"]

_OUTLIVES = {Standing.WITHDRAWN: "withdrawal", Standing.EXPIRED: "sunset"}


class Clauses(Compiled):
    """An arrangement, compiled, and what its clauses mean in a state.

    Parameters
    ----------
    arrangement
        The arrangement, with no option pending: what the file says is what holds.
    """

    # Instruments -----------------------------------------------------------------------------

    def stands(self, state: State, instrument: str | None, survives: tuple[str, ...]) -> bool:
        """Say whether a clause in `instrument`, outliving what `survives` lists, still binds."""
        if instrument is None:
            return True
        standing = state.record.instruments[self.index.instruments[instrument]].standing
        return standing in BINDING or _OUTLIVES.get(standing) in survives

    def has_left(
        self, state: State, instrument: str | None, party: str, survives: tuple[str, ...] = ()
    ) -> bool:
        """Say whether `party` alone has left an instrument that goes on for the others."""
        if instrument is None or "withdrawal" in survives:
            return False
        exits = self._exits(state, instrument)
        return any(gone.party == party and gone.out != NEVER for gone in exits)

    def remain(self, state: State, clause: Norm | Guarantee, parties: Sequence[str]) -> list[str]:
        """Return those `parties` of a clause who have not left the instrument that it stands in."""
        if clause.in_ is None or not self._exits(state, clause.in_):
            return list(parties)
        return [p for p in parties if not self.has_left(state, clause.in_, p, clause.survives)]

    def _exits(self, state: State, instrument: str) -> tuple[Exit, ...]:
        return state.record.instruments[self.index.instruments[instrument]].exits

    def noticed(self, state: State, instrument: int, by: str | None = None) -> bool:
        """Say whether notice of withdrawal has been given: by anybody, or by the party `by`."""
        life = state.record.instruments[instrument]
        if any(by in (None, gone.party) for gone in life.exits):
            return True
        return by is None and life.ends != NEVER

    @cached_property
    def lapsing(self) -> tuple[int, ...]:
        """Procedures that lapse, under way, when the instrument that they stand in ends."""
        texts, rows = self.arrangement.instruments, enumerate(self.procedures)
        return tuple(at for at, (p, _) in rows if p.in_ and texts[p.in_].under_way == "end")

    @cached_property
    def in_turn(self) -> tuple[tuple[int, ...], ...]:
        """Norms by when they are judged: each once those are of whose breach it reads.

        Norms that read of one another's breach are judged together.
        """
        places = {name: at for at, name in enumerate(self.norm_ids)}
        reads = [
            {
                places[name]
                for condition in (norm.unless, norm.while_)
                for atom in (condition.atoms() if condition is not None else ())
                if (name := atom.breached or atom.complied) in places
            }
            for norm in self.arrangement.norms.values()
        ]
        below = [{at} for at in range(len(reads))]
        while any(not one >= set[int]().union(*(reads[at] for at in one)) for one in below):
            below = [one.union(*(reads[at] for at in one)) for one in below]
        depths = sorted({len(one) for one in below})
        return tuple(
            tuple(at for at, one in enumerate(below) if len(one) == depth) for depth in depths
        )

    # Norms and guarantees --------------------------------------------------------------------

    def binds(self, state: State, norm: int, bearer: str = "") -> bool:
        """Say whether the norm binds now: `bearer`, or anybody when left out."""
        compiled = self.norms[norm]
        text = compiled.norm
        if not self.stands(state, text.in_, text.survives) or not compiled.while_(state):
            return False
        creditors = text.owed_to or text.towards
        if creditors and not self.remain(state, text, creditors):
            return False
        return bool(self.remain(state, text, (bearer,) if bearer else text.bearer))

    def forbids(self, state: State, norm: int, front: int) -> bool:
        """Say whether the norm forbids now what is done on one of its fronts.

        It binds who acts, protects whom the act is directed at, and no exception holds.
        """
        by, to = self.front_ids[front]
        compiled = self.norms[norm]
        if not self.binds(state, norm, by) or compiled.unless(state):
            return False
        text = compiled.norm
        if text.owed_to or to not in text.towards:
            return True
        return bool(self.remain(state, text, (to,)))

    def standing(self, state: State, guarantee: int) -> bool:
        """Say whether the guarantee's instrument binds who owe it, for its victim, to somebody."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        if not self.stands(state, g.in_, g.survives):
            return False
        by = self.remain(state, g, self.able[guarantee] or g.owed_by)
        to = self.remain(state, g, g.owed_to or (g.protects.state,))
        itself = is_duty(g.response) and len(by) == 1 and by == to
        return bool(by and to and not itself and self.remain(state, g, (g.protects.state,)))

    def bound(self, state: State, guarantee: int) -> bool:
        """Say whether the guarantee is in force, activated or not."""
        return self.standing(state, guarantee) and self.guarantees[guarantee].in_force(state)

    def active(self, state: State, guarantee: int) -> bool:
        """Say whether the guarantee is in force, activated and not forfeited."""
        promise = state.record.guarantees[guarantee]
        return promise.activated and not promise.forfeited and self.bound(state, guarantee)

    def answerable(self, state: State, guarantee: int) -> bool:
        """Say whether the guarantee's case has arisen and its response may be given now."""
        promise = state.record.guarantees[guarantee]
        if promise.casus == NEVER or promise.forfeited or not promise.activated:
            return False
        if not self.able[guarantee]:
            return False
        compiled = self.guarantees[guarantee]
        if self.standing(state, guarantee):
            return compiled.in_force(state) and compiled.due_when(state)
        return self.accrued(state, guarantee) and compiled.outlasts(state)

    def accrued(self, state: State, guarantee: int) -> bool:
        """Say whether a response was owed already, and so stays owed when its instrument ends.

        The end of a treaty leaves rights and obligations that arose before it as they are (Vienna
        Convention on the Law of Treaties, art. 70(1)(b)), unless the file says otherwise.
        """
        owed = state.record.guarantees[guarantee].owed_since != NEVER
        return owed and self.guarantees[guarantee].accrues

    def owers(self, state: State, guarantee: int) -> tuple[str, ...]:
        """Return who owes the response, or may give it: those able to who had not left before."""
        return self._not_gone_before(state, guarantee, self.able[guarantee])

    def creditors(self, state: State, guarantee: int) -> tuple[str, ...]:
        """Return to whom the response is owed: to nobody who had left before it was due."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        return self._not_gone_before(state, guarantee, g.owed_to or (g.protects.state,))

    def _not_gone_before(
        self, state: State, guarantee: int, parties: Sequence[str]
    ) -> tuple[str, ...]:
        """Return those `parties` who have not left, or left when the response was due already."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        remaining = self.remain(state, g, parties)
        if len(remaining) == len(parties) or not self.accrued(state, guarantee):
            return tuple(remaining)
        promise = state.record.guarantees[guarantee]
        exits = self._exits(state, g.in_ or "")
        late = {gone.party for gone in exits if promise.before(gone)}
        return tuple(party for party in parties if party in remaining or party in late)

    def owed(self, state: State, guarantee: int) -> bool:
        """Say whether a response is due now, answered or not; a right to respond owes nothing.

        Whose answer is still to come is told by `awaited`. What is owed only by all together is
        not owed by the others once one of them has declined.
        """
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        return (
            g.response != "right_only"
            and self.answerable(state, guarantee)
            and not (g.joint and self.declined(state, guarantee))
        )

    def awaited(self, state: State, guarantee: int) -> tuple[str, ...]:
        """Return who owes a response, or may give it, and has not answered yet.

        Nobody where none is due, or where it can no longer come.
        """
        if not self.answerable(state, guarantee) or self.declined(state, guarantee):
            return ()
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        given, owers = state.record.guarantees[guarantee].answers, self.owers(state, guarantee)
        answers = zip(g.owed_by, given, strict=True)
        return tuple(by for by, answer in answers if answer is Answer.NONE and by in owers)

    def due_by(self, state: State, guarantee: int) -> int | None:
        """Return the last day on which the response that is owed now comes in time, if any."""
        limit, since = self.limits[guarantee], state.record.guarantees[guarantee].owed_since
        return None if limit is None or since == NEVER else limit(since)

    def overdue(self, state: State, guarantee: int) -> bool:
        """Say whether a response is owed now, its time is over, and it was not given."""
        late = self.days_late(state, guarantee) > 0
        return late and self.owed(state, guarantee) and not self.honoured(state, guarantee)

    def days_late(self, state: State, guarantee: int) -> int:
        """Return for how many days the time of the response has been over, 0 while it runs."""
        by = self.due_by(state, guarantee)
        return 0 if by is None else max(state.day + state.over - by, 0)

    def honoured(self, state: State, guarantee: int) -> bool:
        """Say whether the response was given: by all if owed jointly, by one if severally."""
        answers = self._answers(state, guarantee)
        joint = self.arrangement.guarantees[self.guarantee_ids[guarantee]].joint
        given = [answer is Answer.HONOURED for answer in answers]
        return any(given) and (all(given) or not joint)

    def declined(self, state: State, guarantee: int) -> bool:
        """Say whether the response can no longer come: declined by one if joint, else by all."""
        answers = self._answers(state, guarantee)
        joint = self.arrangement.guarantees[self.guarantee_ids[guarantee]].joint
        refused = [answer is Answer.DECLINED for answer in answers]
        return any(refused) and (all(refused) or joint)

    def _answers(self, state: State, guarantee: int) -> list[Answer]:
        """Return the answers of those who owe, and those given in this case by who has left."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        given = zip(g.owed_by, state.record.guarantees[guarantee].answers, strict=True)
        owers = self.owers(state, guarantee)
        return [answer for party, answer in given if party in owers or answer is not Answer.NONE]

    def had_come(self, state: State, guarantee: int) -> frozenset[Occasion]:
        """Return what the response waits for and can come about again, where it has come about.

        Without what was found of a breach that goes on: whoever escalates sheds no finding.
        """
        occasions = self.occasions[guarantee].items()
        come = (one for one, holds in occasions if holds(state))
        return frozenset(one for one in come if one.key != "found" or not self._on(state, one.name))

    def _on(self, state: State, norm: str) -> bool:
        """Say whether an act that a norm forbids goes on."""
        rungs = self.norms[self.index.norms[norm]].rungs
        return any(state.world.rung[front] >= rung for front, rung in rungs)

    # Time --------------------------------------------------------------------------------------

    def barred(self, state: State, instrument: int) -> bool:
        """Say whether withdrawal from the instrument is barred now."""
        bar = self.bars[instrument]
        return bar is not None and bar(state)

    def tolled(self, state: State, instrument: int) -> bool:
        """Say whether the instrument's sunset is held back now."""
        toll = self.tolls[instrument]
        return toll is not None and toll(state)

    def deadline(self, procedure: int, course: Course) -> int | None:
        """Return the last day of the step that a procedure is at, if it has one."""
        ends = self.steps[procedure][course.step].ends
        return None if ends is None else ends(course.since)

    def last_day(self, life: Life, instrument: int) -> int | None:
        """Return the last day on which the instrument is in force, if it has one by now."""
        sunset = self.sunsets[instrument]
        last = sunset(life.since) if sunset is not None and life.standing in BINDING else None
        if life.standing is Standing.NOTICE_GIVEN:
            return life.ends if last is None else min(last, life.ends)
        return last

    def last_days(self, life: Life, instrument: int) -> list[int]:
        """Return the last days of the instrument, and of parties that leave it alone, by now."""
        if life.standing not in BINDING:
            return []
        ends = [gone.ends for gone in life.exits if gone.out == NEVER]
        if life.standing is Standing.NOTICE_GIVEN:
            ends.append(life.ends)  # beside a sunset: that may be held back where this is not
        sunset = self.sunsets[instrument]
        if sunset is not None:
            ends.append(sunset(life.since))
        return ends

    # Conduct ---------------------------------------------------------------------------------

    def rung_of(self, state: State, actor: str, against: str = "") -> int:
        """Return the rung that `actor` is at towards `against`; its highest when left out."""
        fronts = (self.index.fronts[actor, against],) if against else self.index.fronts_of[actor]
        return max(state.world.rung[front] for front in fronts)

    def act_of(self, state: State, actor: str, against: str = "") -> str:
        """Return the act that `actor` is at towards `against`; its gravest when left out."""
        return self.arrangement.conduct[actor].acts[self.rung_of(state, actor, against)].act

    def under_way(self, state: State, guarantee: int) -> bool:
        """Say whether an act that is grave enough for the guarantee goes on, against whom it is."""
        compiled = self.guarantees[guarantee]
        return any(state.world.rung[front] >= compiled.casus for front in compiled.fronts)

    def directed(self, actor: str, act: str) -> tuple[Move, ...]:
        """Return the moves by which `actor` does `act` to each of its targets at once."""
        targets = self.arrangement.conduct[actor].towards if self.index.several(actor) else ("",)
        return tuple(Move("conduct", actor, act, against=target) for target in targets)

    def aimed(self, actor: str, act: str, against: str = "") -> Move:
        """Return the move by which `actor` does `act` to `against`, named only where it must be."""
        return Move("conduct", actor, act, against=against if self.index.several(actor) else "")

    def date_of(self, day: int) -> date:
        """Return the calendar date of a day of the process."""
        return self.arrangement.as_of + timedelta(days=day)

    def ended(self, state: State, instrument: int) -> bool:
        """Say whether the instrument was in force and no longer is."""
        return state.record.instruments[instrument].standing in ENDED
