"""A consequence that takes effect though nobody breached anything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from foedus.figures import Figure
from foedus.language import Condition, listed
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process import NEVER, Clauses, State, predicate, several
from foedus.process.exploration import Item, Rules, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the shortest way for a consequence to take effect without the breach it answers."""
    told: set[str] = set()
    for path, item, norms, holds, said in _consequences(inquiry):
        if told.issuperset(norms):
            continue  # that record has been shown to be able to err
        broken = [inquiry.process.clauses.index.norms[n] for n in norms]

        def breached(state: State, broken: list[int] = broken) -> bool:
            return any(state.world.breached[norm] for norm in broken)

        def effect(state: State, holds: Test = holds, broken: list[int] = broken) -> bool:
            return holds(state) and not any(state.world.breached[norm] for norm in broken)

        seeds = [item, *(Item("breached", n) for n in norms)]
        graph = inquiry.graph(seeds, rules=Rules(avoid=breached, unnamed=True), stop=effect)
        if graph.stopped is not None:
            told.update(norms)
            one, *others = map(repr, norms)
            kept = f"neither {listed([one, *others], 'nor')} was" if others else f"{one} was not"
            yield inquiry.found(
                "false-flag",
                f"{said} though {kept} breached",
                graph.path(graph.stopped),
                [path, *(("norms", norm) for norm in norms)],
                chance=_chance(inquiry, norms),
            )


def _consequences(
    inquiry: Inquiry,
) -> Iterator[tuple[Path, Item, tuple[str, ...], Test, str]]:
    """Yield what is to follow a breach: where it stands, what it reads, the norms, and a test."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for name, procedure in a.procedures.items():
        norms = inquiry.grounds(name)
        if procedure.then and norms:
            item, said = Item("procedure", name), f"{name!r} takes effect"
            yield ("procedures", name), item, norms, inquiry.runs(name), said
    for name, text in a.instruments.items():
        norms = inquiry.grounds_of(text.enters)
        if text.status != "in_force" and norms:
            item, said = Item("instrument", name), f"{name!r} enters into force"
            enters = _by_a_breach(inquiry, inquiry.enters(name), text.enters)
            yield ("instruments", name), item, norms, enters, said
    for at, (name, norm) in enumerate(a.norms.items()):
        norms = inquiry.grounds_of(norm.when)
        if norm.obligation and norms:
            said = f"{norm.obligation!r} falls due under {name!r}"
            fell_due = _by_a_breach(inquiry, partial(_fell_due, at), norm.when)
            yield ("norms", name), Item("due", name), norms, fell_due, said
    for at, (name, g) in enumerate(a.guarantees.items()):
        norms = tuple(
            dict.fromkeys(inquiry.grounds_of(g.activates_when) + inquiry.grounds_of(g.in_force))
        )
        if norms and not clauses.active(inquiry.process.start, at):
            item, said = Item("owed", name), f"{name!r} starts to bind"
            binds = _by_a_breach(inquiry, inquiry.binds(name), g.activates_when, g.in_force)
            yield ("guarantees", name), item, norms, binds, said
        if norms := inquiry.grounds_of(g.due_when):
            right = g.response == "right_only"
            comes = "a right to respond arises" if right else "a response comes to be due"
            said = f"{comes} under {name!r}"
            answers = _by_a_breach(inquiry, inquiry.answers(name), g.due_when)
            yield ("guarantees", name), Item("owed", name), norms, answers, said
        if norms := inquiry.grounds_of(g.forfeited_if):
            said = f"{name!r} is forfeited"
            forfeited = _by_a_breach(inquiry, partial(_forfeited, at), g.forfeited_if)
            yield ("guarantees", name), Item("owed", name), norms, forfeited, said
    for at, (name, norm) in enumerate(a.norms.items()):
        if norms := premises.excusing(norm.unless):
            verb = "are" if several(a, norm.bearer) else "is"
            said = f"{inquiry.called(*norm.bearer)} {verb} excused from {name!r}"
            yield (
                ("norms", name),
                Item("breached", name),
                norms,
                partial(_excused, clauses, at, norms),
                said,
            )


def _by_a_breach(inquiry: Inquiry, holds: Test, *conditions: Condition | None) -> Test:
    """Return the test whether something holds that would not without what speaks of a breach.

    A condition may have another way to hold, of which no breach is alleged or found: what comes by
    that is staged by nobody.
    """
    without = [_unproven(inquiry, one) for one in conditions if one is not None]
    anyway = [predicate(one, inquiry.process.clauses) for one in without]
    return lambda state: holds(state) and not all(one(state) for one in anyway)


def _unproven(inquiry: Inquiry, condition: Condition, *, asked: bool = True) -> Condition:
    """Return a condition of which nothing holds that a breach, alleged or found, can make hold."""
    if condition.not_ is not None:
        return Condition(not_=_unproven(inquiry, condition.not_, asked=not asked))
    if condition.all is not None:
        return Condition(all=tuple(_unproven(inquiry, c, asked=asked) for c in condition.all))
    if condition.any is not None:
        return Condition(any=tuple(_unproven(inquiry, c, asked=asked) for c in condition.any))
    return Condition(any=()) if asked and inquiry.grounds_of(condition) else condition


def _excused(clauses: Clauses, at: int, norms: tuple[str, ...], state: State) -> bool:
    """Say whether a norm is not broken by what it forbids since a breach of others is on record."""
    record, named = state.record, [clauses.index.norms[name] for name in norms]
    on_record = any(record.found[norm] or record.alleged[norm] for norm in named)
    return on_record and clauses.binds(state, at) and clauses.norms[at].unless(state)


def _forfeited(guarantee: int, state: State) -> bool:
    return state.record.guarantees[guarantee].forfeited


def _fell_due(norm: int, state: State) -> bool:
    return state.record.due[norm] > NEVER


def _chance(inquiry: Inquiry, norms: tuple[str, ...]) -> Figure | None:
    """Return the chance that a breach is found when there was none, where the file gives one."""
    a = inquiry.process.arrangement
    for norm in norms:
        for bearer in a.norms[norm].bearer:
            ladder = a.conduct.get(bearer)
            if ladder is not None and ladder.false_alarm is not None:
                rate = ladder.false_alarm
                because = (
                    f"the chance that an act of {inquiry.called(bearer)} is found when there was"
                    " none, as given",
                    rate.because or "measured",
                )
                return Figure(
                    rate.middle, rate.lowest, rate.highest, kind=rate.kind, because=because
                )
    return None


PROPERTY = Property(
    8,
    "false-flag",
    "false flag",
    "A consequence of a breach that comes without one: the breach was staged, or found in error.",
    "No consequence of a breach takes effect unless there was a breach.",
    "AG (effect → breached)",
    check,
    premises.consequence,
    by_story=True,
)
