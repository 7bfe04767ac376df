"""What comes about only if the one whom it costs its protection agrees: no loss to anybody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.language import Arrangement, Condition
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.lasting import times
from foedus.loopholes.reading import Threat
from foedus.loopholes.resting import Thing, rests
from foedus.loopholes.vetoes import vetoes
from foedus.process import Move, Progress, Standing, State
from foedus.process.exploration import Test


def agreed(inquiry: Inquiry, victim: str, before: State, after: State) -> bool:
    """Say whether a change needs the consent of `victim`: its vote in a step, or its signature.

    That is so of a procedure that takes effect, or finds something, in which it can stop a step
    alone, of one that ends treaties and that it alone may open, and of a treaty that enters into
    force and that it must sign.
    """
    own = set(inquiry.with_members(victim))
    return any(
        own & who for who in (*_voted(inquiry, before, after), *_signed(inquiry, before, after))
    )


def _voted(inquiry: Inquiry, before: State, after: State) -> Iterator[set[str]]:
    clauses, found = inquiry.process.clauses, before.record.found != after.record.found
    courses = zip(before.record.procedures, after.record.procedures, strict=True)
    for at, (was, now) in enumerate(courses):
        done = now.progress is Progress.DONE and was.progress is not Progress.DONE
        if done or (found and (was.progress, was.step) != (now.progress, now.step)):
            steps = clauses.steps[at][: None if done else was.step + 1]
            yield {member for compiled in steps for member in vetoes(compiled)}
            yield _sole_opener(inquiry, at)


def _sole_opener(inquiry: Inquiry, procedure: int) -> set[str]:
    """Return who alone may open what does no more than end treaties: that asks for their end.

    What opens by itself is asked for by whose deed it waits for, or by whose deed the time begins
    whose end it waits for.
    """
    name = inquiry.process.clauses.procedure_ids[procedure]
    asked = inquiry.process.arrangement.procedures[name]
    ends = bool(asked.then) and all(effect.terminate for effect in asked.then)
    who = set(asked.opens.by) or set(_asking(inquiry.process.arrangement, asked.opens.when))
    return who if ends and len(who) == 1 else set()


def _asking(a: Arrangement, when: Condition | None) -> Iterator[str]:
    """Yield whose deeds a condition waits for, at once or a time after they are done.

    What is opened and takes effect is asked for by whoever may open it.
    """
    for atom in when.atoms() if when is not None else ():
        if atom.performed:
            yield a.deeds[atom.performed].by
        if atom.done:
            yield from a.procedures[atom.done].opens.by
        if atom.ended in times(a):
            yield from _asking(a, a.instruments[atom.ended or ""].enters)


def _signed(inquiry: Inquiry, before: State, after: State) -> Iterator[set[str]]:
    texts = inquiry.process.arrangement.instruments
    lives = zip(before.record.instruments, after.record.instruments, strict=True)
    for name, (was, now) in zip(texts, lives, strict=True):
        begins = was.standing is Standing.PROPOSED is not now.standing
        if begins and texts[name].status == "proposed":
            yield set(inquiry.process.clauses.signatories(name))


def ended_together(inquiry: Inquiry, state: State, threat: Threat) -> bool:
    """Say whether a treaty that protects the victim was ended by a decision that it took part in.

    Of a procedure that does nothing else: what ends one treaty and begins another is a passage.
    What it alone may open it has asked for, as by a notice, from the day of the opening on.
    """
    a, own = inquiry.process.arrangement, set(inquiry.with_members(threat.against))
    held = {g.in_ for _, _, g in inquiry.guarantees(threat)} - {None}
    for at, procedure in enumerate(a.procedures.values()):
        progress = state.record.procedures[at].progress
        ends = {effect.terminate for effect in procedure.then}
        if None in ends or not ends & held:
            continue
        if progress in (Progress.OPEN, Progress.DONE) and own & _sole_opener(inquiry, at):
            return True
        voters = {member for c in inquiry.process.clauses.steps[at] for member in vetoes(c)}
        if progress is Progress.DONE and own & voters:
            return True
    return False


_OF = {"perform": "deeds", "sign": "instruments", "honour": "guarantees"}


def thing(move: Move) -> Thing:
    """Return what a move is about; opening, alleging and voting are about a procedure."""
    return _OF.get(move.kind, "procedures"), move.clause


def bearing_on(inquiry: Inquiry, threat: Threat) -> Mapping[Thing, frozenset[bool]]:
    """Return what bears on whether an act is answered, and whether it helps or hurts."""
    on = [("guarantees", name) for _, name, _ in inquiry.guarantees(threat, duties=False)]
    on += [("procedures", name) for name in inquiry.answering(threat)]
    on += [("instruments", name) for name in inquiry.entering(threat)]
    return rests(inquiry.process.arrangement, on)


def vain(inquiry: Inquiry, threat: Threat) -> frozenset[Thing]:
    """Return what could only take an answer away: no victim takes a step in it for its help."""
    found = bearing_on(inquiry, threat)
    return frozenset(one for one, helps in found.items() if True not in helps)


def gave_up(inquiry: Inquiry, threat: Threat) -> Test:
    """Return the test whether help was given up by a deed or signature that can do nothing else.

    By the victim; or by a deed of whoever owes it, who renounces as by a notice. Not by one that a
    norm obliges it to: that is the ordinary course. By the victim too by what it does on the
    ground to another than who attacks it, as long as it goes on with that; and by leaving undone
    what it has to do for its help: whoever does not pay takes it away from itself. To undo what it
    was given for is such a deed too.
    """
    a, own = inquiry.process.arrangement, set(inquiry.with_members(threat.against))
    hurting, renouncing = vain(inquiry, threat), _renouncing(inquiry, threat)
    mine = (
        (at, n)
        for at, (n, deed) in enumerate(a.deeds.items())
        if (deed.by in own or n in renouncing) and not deed.done
    )
    deeds = [at for at, n in mine if ("deeds", n) in hurting]
    kept = _kept_for_help(inquiry, threat, own, renouncing)
    unsigned = (
        (at, n) for at, (n, i) in enumerate(a.instruments.items()) if i.status == "proposed"
    )
    texts = [at for at, n in unsigned if ("instruments", n) in hurting]
    went_too_far, owed = _went_too_far(inquiry, threat), _owed_for_help(inquiry, threat)

    def test(state: State) -> bool:
        done = any(state.record.performed[at] for at in deeds)
        done = done or any(state.world.breached[at] for at in owed)
        done = done or not all(state.record.performed[at] for at in kept)
        return done or any(own & state.record.signed[at] for at in texts) or went_too_far(state)

    return test


def _kept_for_help(
    inquiry: Inquiry, threat: Threat, own: set[str], renouncing: set[str]
) -> list[int]:
    """Return deeds that are done from the start, and that the victim or a debtor may undo.

    Where a guarantee asks for them, or where their being done could do nothing but help.
    """
    bears = bearing_on(inquiry, threat)
    asked = {
        name
        for _, _, g in inquiry.guarantees(threat)
        for condition in (g.in_force, g.activates_when, g.due_when)
        if condition is not None
        for name in _asked_for(condition)
    }
    return [
        at
        for at, (name, deed) in enumerate(inquiry.process.arrangement.deeds.items())
        if deed.done and deed.reversible and (deed.by in own or name in renouncing)
        if name in asked or bears.get(("deeds", name)) == frozenset({True})
    ]


def _asked_for(condition: Condition) -> Iterator[str]:
    """Yield the deeds that have to be done, here or in one of several ways."""
    if condition.performed:
        yield condition.performed
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _asked_for(part)


def _owed_for_help(inquiry: Inquiry, threat: Threat) -> list[int]:
    """Return the victim's own obligations whose breach a guarantee for it reads."""
    norms, own = inquiry.process.arrangement.norms, set(inquiry.with_members(threat.against))
    conditions = (
        condition
        for _, _, g in inquiry.guarantees(threat)
        for condition in (g.in_force, g.activates_when, g.due_when, g.forfeited_if)
        if condition is not None
    )
    read = {atom.breached or atom.complied for one in conditions for atom in one.atoms()}
    return [
        at
        for at, (name, norm) in enumerate(norms.items())
        if name in read and norm.obligation and own.issuperset(norm.bearer)
    ]


def _went_too_far(inquiry: Inquiry, threat: Threat) -> Test:
    """Return the test whether a duty would bind, did the victim not act as it does to a third."""
    clauses, duties = inquiry.process.clauses, [at for at, _, _ in inquiry.guarantees(threat)]
    conduct = inquiry.process.arrangement.conduct
    others = [
        front
        for front, (by, to) in enumerate(clauses.front_ids)
        if by == threat.against and threat.by not in ((to,) if to else conduct[by].towards)
    ]

    def test(state: State) -> bool:
        if not any(state.world.rung[front] for front in others):
            return False
        rungs = tuple(0 if at in others else rung for at, rung in enumerate(state.world.rung))
        idle = state.being(state.world._replace(rung=rungs))
        return any(clauses.active(idle, at) and not clauses.active(state, at) for at in duties)

    return test


def _renouncing(inquiry: Inquiry, threat: Threat) -> set[str]:
    """Return the deeds of those who owe help, no attackers, but for what they have to do."""
    a, duties = inquiry.process.arrangement, inquiry.guarantees(threat)
    owing = set(inquiry.with_members(*(by for _, _, g in duties for by in g.owed_by)))
    owing -= set(inquiry.with_members(threat.by))
    obliged = {norm.obligation for norm in a.norms.values()}
    return {n for n, deed in a.deeds.items() if deed.by in owing and n not in obliged}
