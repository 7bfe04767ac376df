"""What the text of an arrangement says that questions ask about: who, whom, and which answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from foedus.language import Condition, Guarantee, strength
from foedus.loopholes.effects import (
    answering,
    awaits,
    closed,
    lifting,
    limit_of,
    opened_by_acts,
    read_by,
    replaces,
    waited_for,
)
from foedus.loopholes.wording import Wording
from foedus.process import Process, Progress, Standing, State, reliefs
from foedus.process.exploration import Batch, Item, Scope, Test, breaches_alleged
from foedus.process.walk import by_itself

Duty = tuple[int, str, Guarantee]
DEFENCE = strength("as_deemed_necessary")
"""The least response that counts as one: consultation is none."""


class Threat(NamedTuple):
    """One party that may act against another.

    Parameters
    ----------
    by, against
        Who acts, and against whom; the latter is empty where the text names nobody.
    front
        The target that the ladder of acts names; empty where it names none.
    """

    by: str
    against: str
    front: str


class Reading(Wording):
    """An arrangement as questions read it.

    Attributes
    ----------
    process : Process
        The process of the arrangement.
    """

    process: Process

    # Who and what ----------------------------------------------------------------------------

    @cached_property
    def threats(self) -> tuple[Threat, ...]:
        """Everybody who may do to somebody what is grave, by the text; `role` has no part in it.

        Acts are grave where their ladder says from which on they are unbearable, and where a
        guarantee is against them. So are acts that a norm forbids, but not those of somebody
        against whom, in turn, the acts of the other are grave, unless a norm owed to it by name
        forbids them without exception: what a victim may do in answer is no attack.
        """
        pairs = list(self._pairs())
        plain = [t for t in pairs if self.unprovoked(t)]
        attackers = {(t.against, t.by) for t in plain}
        excusable = {t for t in pairs if (t.by, t.against) in attackers}
        return tuple(t for t in pairs if t in plain or self._breach(t, excusable=t in excusable))

    def _pairs(self) -> Iterator[Threat]:
        a = self.process.arrangement
        for by, front in a.pairs:
            protected = [g.protects.state for g in a.guarantees.values() if g.against == by]
            named = [to for n in a.norms.values() if by in n.bearer for to in n.towards]
            victims = (front,) if front else tuple(dict.fromkeys(protected or named)) or ("",)
            yield from (Threat(by, victim, front) for victim in victims)

    def unprovoked(self, threat: Threat) -> bool:
        """Say whether acts are grave by the text alone, whatever was done to whoever acts."""
        unbearable = bool(self.process.arrangement.conduct[threat.by].unbearable_from)
        return unbearable or bool(self.guarantees(threat, duties=False))

    def _breach(self, threat: Threat, *, excusable: bool) -> bool:
        norms = self.process.arrangement.norms
        broken = [norms[name] for name in norms if self._breaks(threat, name)]
        if excusable:  # owed to it by name, and with no exception for what it does
            return any(norm.towards and norm.unless is None for norm in broken)
        return bool(broken)

    def guarantees(self, threat: Threat, *, duties: bool = True) -> list[Duty]:
        """Return the guarantees that answer acts of one party against another.

        With `duties`, only those that bind somebody to more than consultation: a right is no duty,
        and consultation is no defence. What protects somebody else is no protection, and neither is
        what the victim owes itself.
        """
        return [
            (at, name, g)
            for at, (name, g) in enumerate(self.process.arrangement.guarantees.items())
            if g.against == threat.by
            and threat.against in ("", g.protects.state)
            and g.owed_by != (g.protects.state,)
            and not (duties and strength(g.response) < DEFENCE)
        ]

    @cached_property
    def bystanders(self) -> frozenset[str]:
        """Everybody with acts of its own who neither attacks nor is attacked, and may help."""
        involved = {who for threat in self.threats for who in (threat.by, threat.against)}
        return frozenset(self.process.arrangement.conduct) - involved

    def named(self, read: Scope) -> frozenset[str]:
        """Return of whom a slice is asked by name: who acts, against whom, who is diligent."""
        pairs = {self.process.clauses.front_ids[front] for front in read.fronts}
        return frozenset(
            who
            for threat in self.threats
            if (threat.by, threat.front) in pairs
            for who in (threat.by, threat.against, *self.diligent(threat))
        )

    def with_members(self, *actors: str) -> tuple[str, ...]:
        """Return parties, each followed by its members."""
        parties = self.process.arrangement.parties
        named = (m for by in actors for m in (by, *(parties[by].members if by in parties else ())))
        return tuple(dict.fromkeys(named))

    def diligent(self, threat: Threat) -> tuple[str, ...]:
        """Return who may be counted on to act: the victim, else those with standing."""
        a = self.process.arrangement
        if threat.against:
            return (threat.against,)
        standing = [by for name in self.consequences(threat) for by in a.procedures[name].opens.by]
        return tuple(dict.fromkeys(standing))

    def worst(self, actor: str) -> str:
        """Return the highest act on the ladder of it."""
        return self.process.arrangement.conduct[actor].acts[-1].act

    def casus(self, threat: Threat) -> int:
        """Return the lowest rung that a duty answers; without one the lowest unbearable one."""
        rungs = self.process.clauses.index.rungs[threat.by]
        unbearable = self.process.arrangement.conduct[threat.by].unbearable_from
        otherwise = rungs[unbearable] if unbearable else max(rungs.values())
        duties = self.guarantees(threat)
        return min((rungs[g.casus_foederis] for _, _, g in duties), default=otherwise)

    def grave(self, threat: Threat) -> tuple[str, ...]:
        """Return the acts that a duty answers or that are unbearable, lowest first."""
        ladder = self.process.arrangement.conduct[threat.by]
        lowest = self.casus(threat)
        if ladder.unbearable_from:
            lowest = min(lowest, self.rung(threat.by, ladder.unbearable_from))
        return tuple(act.act for act in ladder.acts[max(lowest, 1) :])

    def answered(self, threat: Threat) -> tuple[str, ...]:
        """Return the acts that are as grave as what a duty answers, lowest first."""
        acts = self.process.arrangement.conduct[threat.by].acts
        return tuple(act.act for act in acts[max(self.casus(threat), 1) :])

    def at(self, state: State, threat: Threat) -> int:
        """Return the rung that one party is at towards another."""
        return self.process.clauses.rung_of(state, threat.by, threat.front)

    def threat(self, by: str, against: str = "") -> Threat | None:
        """Return the threat that one party is to another, to anybody where nobody is named."""
        every = (t for t in self.threats if t.by == by)
        return next((t for t in every if against in ("", t.against)), None)

    def towards(self, by: str, victims: Sequence[str]) -> Threat:
        """Return one party's acts against one of `victims`, or against whomever it names first."""
        fronts = [front for actor, front in self.process.arrangement.pairs if actor == by]
        front = next((front for front in fronts if front in victims), fronts[0])
        return Threat(by, front or next(iter(victims), ""), front)

    def rung(self, actor: str, act: str) -> int:
        """Return the rung of an act."""
        return self.process.clauses.index.rungs[actor][act]

    # What is asked ---------------------------------------------------------------------------

    def owed(self, threat: Threat) -> Test:
        """Return the test whether a response to it is owed."""
        ats = [at for at, _, _ in self.guarantees(threat)]
        owed = self.process.clauses.owed
        return lambda state: any(owed(state, at) for at in ats)

    def effects(self, threat: Threat) -> Test:
        """Return the test whether a procedure that a breach by it sets off took effect."""
        ats = [self.process.clauses.index.procedures[name] for name in self.answering(threat)]
        return lambda state: any(
            state.record.procedures[at].progress is Progress.DONE for at in ats
        )

    def runs(self, procedure: str) -> Test:
        """Return the test whether a procedure has taken effect."""
        at = self.process.clauses.index.procedures[procedure]
        return lambda state: state.record.procedures[at].progress is Progress.DONE

    def enters(self, instrument: str) -> Test:
        """Return the test whether an instrument has ever been in force."""
        at = self.process.clauses.index.instruments[instrument]
        return lambda state: state.record.instruments[at].standing is not Standing.PROPOSED

    def binds(self, guarantee: str) -> Test:
        """Return the test whether a guarantee binds."""
        at = self.process.clauses.index.guarantees[guarantee]
        return lambda state: self.process.clauses.active(state, at)

    def answers(self, guarantee: str) -> Test:
        """Return the test whether a response under a guarantee may be given."""
        at = self.process.clauses.index.guarantees[guarantee]
        return lambda state: self.process.clauses.answerable(state, at)

    def owes(self, guarantee: str) -> Test:
        """Return the test whether a response is owed under a guarantee."""
        at = self.process.clauses.index.guarantees[guarantee]
        return lambda state: self.process.clauses.owed(state, at)

    def performs(self, deed: str) -> Test:
        """Return the test whether a deed has been performed."""
        at = self.process.clauses.index.deeds[deed]
        return lambda state: state.record.performed[at]

    def assured(self, threat: Threat) -> Iterator[tuple[str, str]]:
        """Yield where one party is assured against the acts of another."""
        for _, name, _ in self.guarantees(threat, duties=False):
            yield "guarantees", name
        for name in self.process.arrangement.norms:
            if self._breaks(threat, name):  # to do a deed, or not to, is no word about these acts
                yield "norms", name

    def consequences(self, threat: Threat) -> tuple[str, ...]:
        """Return the procedures with an effect that it, or its breach, can set off, no lifting."""
        a = self.process.arrangement
        free = reliefs(a, threat.by)
        named = [
            n
            for n in self._set_off(threat)
            if any(effect.bring_into_force not in free for effect in a.procedures[n].then)
        ]
        lifts = lifting(a, named, self.entering(threat))
        return tuple(name for name in named if name not in lifts)

    def answering(self, threat: Threat) -> tuple[str, ...]:
        """Return those that do something to who acts, and so answer the act.

        So does what a measure waits for that a breach can bring into force.
        """
        a, attackers = self.process.arrangement, self.with_members(threat.by)
        waited = waited_for(a, self.entering(threat))
        found = answering(a, self.consequences(threat), attackers)
        return tuple(n for n in self._set_off(threat) if n in found or n in waited)

    def _set_off(self, threat: Threat) -> Iterator[str]:
        opened = self._opened(threat)
        for name in self.process.arrangement.procedures:
            if name in opened or self._behind(threat, self.grounds(name)):
                yield name

    def _opened(self, threat: Threat) -> set[str]:
        """Return the procedures that its act sets off by itself, but for what it does alone."""
        found = opened_by_acts(self.process.arrangement, threat.by, threat.against)
        return {name for name in found if not by_itself(self.process, threat.by, name)}

    def sets_off(self, threat: Threat, condition: Condition | None) -> bool:
        """Say whether its act, or what that sets off, can make a condition hold."""
        return awaits(condition, threat.by, threat.against, self._opened(threat))

    def entering(self, threat: Threat) -> tuple[str, ...]:
        """Return the instruments that it, or its breach alleged or found, can bring into force.

        Not what only frees those who act of what they owe: that answers nothing.
        """
        free = reliefs(self.process.arrangement, threat.by)
        return tuple(
            name
            for name, text in self.process.arrangement.instruments.items()
            if text.status != "in_force"
            and name not in free
            and (
                self.sets_off(threat, text.enters)
                or self._behind(threat, self.grounds_of(text.enters))
            )
        )

    def _behind(self, threat: Threat, norms: Iterable[str]) -> bool:
        """Say whether its breach is one of some norms, or makes due what one of them obliges to."""
        a = self.process.arrangement.norms
        every = closed(norms, lambda name: self.grounds_of(a[name].when))
        return any(self._breaks(threat, name) for name in every)

    def _breaks(self, threat: Threat, name: str) -> bool:
        """Say whether some act of one party against another breaks a norm owed to that other."""
        norm = self.process.arrangement.norms[name]
        acts = self.process.clauses.index.rungs[threat.by]
        owed = not norm.towards or threat.against in ("", *norm.towards)
        return owed and threat.by in norm.bearer and norm.prohibition in acts

    def standings(self) -> Iterator[tuple[str, str]]:
        """Yield how a breach is alleged, each procedure with an instrument that it hangs on."""
        for name, p in self.process.arrangement.procedures.items():
            atoms = p.opens.when.atoms() if p.opens.when else ()
            named = (atom.in_force or atom.ended or atom.noticed for atom in atoms)
            texts = dict.fromkeys([p.in_, *named])
            if p.opens.alleging is not None:
                yield from ((name, text) for text in texts if text is not None)

    def grounds(self, procedure: str) -> tuple[str, ...]:
        """Return the norms whose breach, alleged or found, sets off a procedure."""
        a, reached, pending = self.process.arrangement, dict[str, None](), [procedure]
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            opens = a.procedures[name].opens
            if opens.alleging:
                reached[opens.alleging] = None
            norms, procedures = read_by(opens.when)
            reached |= dict.fromkeys(norms)
            pending += procedures
        return tuple(reached)

    def grounds_of(self, condition: Condition | None) -> tuple[str, ...]:
        """Return the norms whose breach, alleged or found, can make a condition hold."""
        norms, procedures = read_by(condition)
        more = (norm for name in procedures for norm in self.grounds(name))
        return tuple(dict.fromkeys([*norms, *more]))

    def answer(self, threat: Threat) -> tuple[Test, list[Item]]:
        """Return the test whether an act of it is answered, by a duty or an effect."""
        owed, effects = self.owed(threat), self.effects(threat)
        return lambda state: owed(state) or effects(state), self.seeds(threat)

    def seeds(self, threat: Threat, *, effects: bool = True) -> list[Item]:
        """Return what an answer is made of, and of all that is alleged on the way if it is so."""
        return self.with_truth(self.about(threat, effects=effects))

    def about(self, threat: Threat, *, effects: bool = True) -> list[Item]:
        """Return what the answer to it is made of."""
        duties = [Item("owed", name) for _, name, _ in self.guarantees(threat)]
        named = [Item("procedure", p) for p in self.answering(threat)] if effects else []
        acts = Item("conduct", threat.by, self.casus(threat), threat.front)
        return [acts, *duties, *named]

    def with_truth(self, about: Sequence[Item]) -> list[Item]:
        """Return what a question is about, and of all that is alleged on the way if it is so."""
        key = tuple(about)
        if key not in self._alleged:
            self._alleged[key] = breaches_alleged(self.process, about)
        return [*about, *self._alleged[key]]

    @cached_property
    def _alleged(self) -> dict[tuple[Item, ...], list[Item]]:
        """What is alleged on the way, by what a question is about."""
        return {}

    def is_so(self, state: State, batch: Batch) -> bool:
        """Say whether a batch alleges no breach where there was none: that is no help."""
        move = batch[0]
        if move.kind != "allege":
            return True
        norm = self.process.arrangement.procedures[move.clause].opens.alleging or ""
        return state.world.breached[self.process.clauses.index.norms[norm]]

    def kept(self, state: State, threat: Threat) -> bool:
        """Say whether no duty to answer it is forfeited."""
        promises = state.record.guarantees
        return not any(promises[at].forfeited for at, _, _ in self.guarantees(threat))

    def gives(self, state: State, guarantee: int) -> bool:
        """Say whether a guarantee binds, and its response would be due were its case to arise."""
        clauses = self.process.clauses
        return clauses.active(state, guarantee) and clauses.guarantees[guarantee].due_when(state)

    def no_less(self, other: Guarantee, lost: Guarantee) -> bool:
        """Say whether one guarantee, where it binds, protects the same state no less than another.

        From the same party and the same acts, by as strong a response, as soon, and as much land.
        """
        return (
            (other.protects.state, other.against) == (lost.protects.state, lost.against)
            and replaces(other, lost)
            and other.due_when in (None, lost.due_when)
            and limit_of(other) <= limit_of(lost)
            and other.covers_ongoing >= lost.covers_ongoing
            and (lost.joint or not (other.joint and len(self.with_members(*other.owed_by)) > 1))
            and self.rung(lost.against, other.casus_foederis)
            <= self.rung(lost.against, lost.casus_foederis)
            and (other.protects.territory == "recognised" or other.protects == lost.protects)
        )
