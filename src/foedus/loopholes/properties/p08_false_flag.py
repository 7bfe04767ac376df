"""A consequence that takes effect though nobody breached anything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from foedus.figures import Figure
from foedus.language import listed
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process import NEVER, Clauses, State, several
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
            yield ("instruments", name), item, norms, inquiry.enters(name), said
    for at, (name, norm) in enumerate(a.norms.items()):
        norms = inquiry.grounds_of(norm.when)
        if norm.obligation and norms:
            said = f"{norm.obligation!r} falls due under {name!r}"
            yield ("norms", name), Item("due", name), norms, partial(_fell_due, at), said
    for at, (name, g) in enumerate(a.guarantees.items()):
        norms = tuple(
            dict.fromkeys(inquiry.grounds_of(g.activates_when) + inquiry.grounds_of(g.in_force))
        )
        if norms and not clauses.active(inquiry.process.start, at):
            item, said = Item("owed", name), f"{name!r} starts to bind"
            yield ("guarantees", name), item, norms, inquiry.binds(name), said
        if norms := inquiry.grounds_of(g.due_when):
            right = g.response == "right_only"
            comes = "a right to respond arises" if right else "a response comes to be due"
            said = f"{comes} under {name!r}"
            yield ("guarantees", name), Item("owed", name), norms, inquiry.answers(name), said
        if norms := inquiry.grounds_of(g.forfeited_if):
            said = f"{name!r} is forfeited"
            yield ("guarantees", name), Item("owed", name), norms, partial(_forfeited, at), said
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
