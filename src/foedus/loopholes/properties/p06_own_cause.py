"""A party that judges its own conduct, or its own complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from foedus.loopholes import premises
from foedus.loopholes.blocking import candidates, helped, kept_away, kept_from, without_help
from foedus.loopholes.breaches import Breach, breaches_of
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import paths, play
from foedus.loopholes.vetoes import vetoes
from foedus.process import Move, Progress, State
from foedus.process.exploration import Batch, Item, Rules, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a finding that the one judged can block, or that the one who alleges makes alone."""
    a = inquiry.process.arrangement
    told: set[str] = set()
    for at, (name, procedure) in enumerate(a.procedures.items()):
        for number, step in enumerate(procedure.steps):
            if step.finds is None:
                continue
            compiled = inquiry.process.clauses.steps[at][number]
            path = ("procedures", name, "steps", number)
            block = _block(inquiry, name, number, step.finds)
            if block is not None:
                told.add(step.finds)
                said = _blocked(inquiry, block.judged, step.finds)
                yield inquiry.found("own-cause", said, block.story, [path])
            elif story := _alone(inquiry, name, number):
                finders = compiled.electorate.rule.members
                verbs = ("alleges", "finds") if len(finders) == 1 else ("allege", "find")
                said = (
                    f"{inquiry.called(*finders)} both {verbs[0]} and {verbs[1]} that"
                    f" {step.finds!r} was breached"
                )
                yield inquiry.found("own-cause", said, story, [path])
    yield from _on_the_way(inquiry, told)


class _Block(NamedTuple):
    """Those judged who can keep a finding from being made, and a story of it."""

    judged: list[str]
    story: Sequence[Batch]


class _Course(NamedTuple):
    """A breach of a norm, or none, and what then leads to the finding of one."""

    breach: Breach | None
    onward: Sequence[Batch]

    @property
    def before(self) -> Sequence[Batch]:
        """The play to the breach."""
        return self.breach.before if self.breach is not None else ()


def _courses(inquiry: Inquiry, norm: str) -> list[_Course]:
    """Return how a breach of a norm comes to be found: the lowest by each who may breach it.

    Where from none of these a finding comes, as where it takes an allegation that somebody else
    breached another norm, how one comes in any play.
    """
    made, item = _made(inquiry, norm), Item("found", norm)
    found: list[_Course] = []
    for breach in (b for breaches in breaches_of(inquiry, norm) for b in islice(breaches, 1)):
        comes = helped(inquiry, breach.state, made, [item])
        if comes.stopped is not None:
            found.append(_Course(breach, comes.path(comes.stopped)))
    if not found:
        comes = without_help(inquiry, item, made, "", objecting=False)
        if comes.stopped is not None:
            found.append(_Course(None, comes.path(comes.stopped)))
    return found


def _block(inquiry: Inquiry, procedure: str, number: int, norm: str) -> _Block | None:
    """Return who of those bound by a norm can stop a step and with it every finding of a breach.

    Another step, or another procedure, may make the finding all the same.
    """
    at = inquiry.process.clauses.index.procedures[procedure]
    judges = vetoes(inquiry.process.clauses.steps[at][number])
    bearers = inquiry.with_members(*inquiry.process.arrangement.norms[norm].bearer)
    judged = [who for who in bearers if who in judges]
    for course in _courses(inquiry, norm) if judged else ():
        able = [who for who in _stopping(inquiry, norm, course) if who in judged]
        if able:
            return _Block(able, _objecting(inquiry, course, able[0], (procedure, number)))
    return None


def _objecting(
    inquiry: Inquiry, course: _Course, judged: str, step: tuple[str, int]
) -> list[Batch]:
    """Tell the breach, and what follows it until the one judged objects to the step."""
    process, (procedure, number) = inquiry.process, step
    at = process.clauses.index.procedures[procedure]
    label = process.clauses.steps[at][number].electorate.label_of(judged) or judged
    objects = (Move("ballot", label, procedure, "no"),)
    told, state = list(course.before), play(process, course.before)
    for batch in course.onward:
        there = state.record.procedures[at]
        at_step = there.progress is Progress.OPEN and there.step == number
        if at_step and process.refusal(state, objects[0]) is None:
            return [*told, objects]
        told.append(batch)
        state = play(process, told)
    return told


def _blocked(inquiry: Inquiry, judged: Sequence[str], norm: str) -> str:
    """Say that each of these can block a finding about itself or what it is part of."""
    bearers = inquiry.process.arrangement.norms[norm].bearer
    who = inquiry.called(*judged)
    own = "it" if len(judged) == 1 and judged[0] in bearers else inquiry.called(*bearers)
    return f"{who} can block the finding that {own} breached {norm!r}"


def _accusers(inquiry: Inquiry, procedure: str, norm: str) -> set[str]:
    """Return those who allege the breach, there or in a procedure before, with their members."""
    procedures = inquiry.process.arrangement.procedures
    openers = [
        by
        for name, p in procedures.items()
        if name == procedure or p.opens.alleging == norm
        for by in p.opens.by
    ]
    return set(inquiry.with_members(*openers))


def _on_the_way(inquiry: Inquiry, told: set[str]) -> Iterator[Loophole]:
    """Yield findings that the one judged can keep from being made before it comes to them."""
    a = inquiry.process.arrangement
    found = dict.fromkeys(s.finds for p in a.procedures.values() for s in p.steps if s.finds)
    for norm in (norm for norm in found if norm not in told):
        for course in _courses(inquiry, norm) if _having_part(inquiry, norm) else ():
            judged = _stopping(inquiry, norm, course)
            if judged:
                finders = (n for n, p in a.procedures.items() if norm in {s.finds for s in p.steps})
                said, path = _blocked(inquiry, judged, norm), [*course.before, *course.onward]
                yield inquiry.found("own-cause", said, path, paths("procedures", finders))
                break


def _having_part(inquiry: Inquiry, norm: str) -> dict[str, list[str]]:
    """Return those bound by a norm who have a part in a finding about it, by their class."""
    bearers = inquiry.with_members(*inquiry.process.arrangement.norms[norm].bearer)
    every = candidates(inquiry, [Item("found", norm)]).items()
    part = {label: [m for m in members if m in bearers] for label, members in every}
    return {label: members for label, members in part.items() if members}


def _stopping(inquiry: Inquiry, norm: str, course: _Course) -> list[str]:
    """Return those bound by a norm each of whom can keep a breach of it from being found."""
    item, made, breach = Item("found", norm), _made(inquiry, norm), course.breach
    return [
        member
        for label, members in _having_part(inquiry, norm).items()
        if (
            kept_from(inquiry, item, made, label)
            if breach is None
            else kept_away(inquiry, breach.state, made, [item], label)
        )
        for member in members
    ]


def _made(inquiry: Inquiry, norm: str) -> Test:
    at = inquiry.process.clauses.index.norms[norm]
    return lambda state: state.record.found[at]


def _alone(inquiry: Inquiry, procedure: str, number: int) -> tuple[Batch, ...]:
    """Return the shortest play in which those who allege a breach find it, all others unwilling.

    Empty where somebody else has a vote in the step that finds it, and where another step, or
    procedure, that comes before takes somebody else: then they do not find alone what they allege.
    """
    process = inquiry.process
    at = process.clauses.index.procedures[procedure]
    compiled = process.clauses.steps[at][number]
    norm, finders = compiled.step.finds or "", set(compiled.electorate.rule.members)
    accusers = _accusers(inquiry, procedure, norm)
    if not finders <= accusers:
        return ()
    every = (step.electorate.classes for steps in process.clauses.steps for step in steps)
    classes = {label: members for some in every for label, members in some.items()}
    others = {label: len(set(members) - accusers) for label, members in classes.items()}

    def allowed(_state: State, batch: Batch) -> bool:
        kind, actors = batch[0].kind, {move.actor for move in batch}
        if kind == "allege":
            return not finders.isdisjoint(inquiry.with_members(*actors))
        return kind in _FREE or actors <= accusers

    def made(state: State) -> bool:
        course = state.record.procedures[at]
        beyond = course.progress is Progress.DONE or course.step > number
        return beyond and _made(inquiry, norm)(state)

    seeds = [Item("found", norm), Item("procedure", procedure)]
    for objecting in (True, False):
        rules = Rules(
            allowed=allowed,
            resisting={label: count for label, count in others.items() if count},
            objecting=objecting,
        )
        graph = inquiry.graph(seeds, rules=rules, stop=made)
        if graph.stopped is None and graph.complete:
            return ()
    return graph.path(graph.stopped) if graph.stopped is not None else ()


_FREE = ("ballot", "conduct", "wait", "prevail", "repel")
"""What others do all the same, or cannot help; those who are unwilling cast no vote for it."""


PROPERTY = Property(
    6,
    "own-cause",
    "judge in own cause",
    "A party that judges its own conduct, or its own complaint.",
    "Nobody can block a finding about its own conduct, and nobody finds alone what it alleges.",
    "bearer(norm) ∩ vetoes(finding of norm) = ∅, and finders ⊄ accusers, or ¬EF found by them"
    " alone",
    check,
    premises.finding,
)
