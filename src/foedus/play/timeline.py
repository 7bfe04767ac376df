"""Facts, positions and what is owed, on one axis: each mark with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from foedus.language import Arrangement, case_told, stance_told
from foedus.play.played import Told, played
from foedus.play.steps import Step
from foedus.play.wording import said
from foedus.process import Event, Process, called, duties, replay

if TYPE_CHECKING:
    from foedus.positions import InForce


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that has a date.

    Parameters
    ----------
    on
        The day.
    lane
        ``fact``, ``position``, ``play``, or ``owed`` for what began to be owed in the play.
    says
        What happened, or who said what.
    note
        What it corrects, or on what condition it was said.
    sources
        Ids of sources.
    who
        With a position: the state that it is counted for.
    stance, issue
        With a position: the stance, and on what.
    """

    on: str
    lane: str
    says: str
    note: str = ""
    sources: tuple[str, ...] = ()
    who: str = ""
    stance: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Marks in the order of their days."""

    marks: tuple[Mark, ...]


def timeline(process: Process, steps: Sequence[Step]) -> Timeline:
    """Return the dated facts and positions of an arrangement, and what a play did.

    Parameters
    ----------
    process
        The process of the arrangement.
    steps
        The play.
    """
    marks = [*_facts(process), *_positions(process), *_play(process, steps)]
    marks += _owed(process, steps)
    return Timeline(tuple(sorted(marks, key=lambda mark: mark.on)))


def _facts(process: Process) -> Iterator[Mark]:
    for fact in process.arrangement.facts:
        yield Mark(str(fact.date), "fact", fact.fact, fact.corrects, fact.source)


def _positions(process: Process) -> Iterator[Mark]:
    for p in process.arrangement.positions:
        issue = process.arrangement.issues.get(p.issue)
        yield Mark(
            str(p.date),
            "position",
            f"{p.actor}: {p.says}" if p.says else p.actor,
            case_told(issue, p.stance, p.condition).strip(" ,()") or p.note,
            p.source,
            called(process.arrangement, p.state),
            stance_told(issue, p.stance),
            issue.label if issue else p.issue,
        )


def _play(process: Process, steps: Sequence[Step]) -> Iterator[Mark]:
    for told in played(process, steps).told:
        what = "; ".join(change.what for change in told.changes)
        yield Mark(str(told.on), "play", _said(process, told), told.refused or what)


def _owed(process: Process, steps: Sequence[Step]) -> Iterator[Mark]:
    """Yield what is owed from each day on, under a clause under which nothing was owed before."""
    events = [step for step in steps if isinstance(step, Event)]
    known: set[str] = set()
    for entry in replay(process, events):
        found = duties(process.clauses, entry.state)
        owed = {duty.clause: duty.says for duty in found if not duty.right}
        for clause, says in owed.items():
            if clause not in known:
                yield Mark(str(entry.on), "owed", says)
        known = set(owed)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a state stands on an issue on a day.

    Parameters
    ----------
    who, issue
        Whose stance, on what.
    stance
        The stance in force.
    on, says
        When it was taken, and what was said.
    because
        Why this statement counts and no other.
    beside
        Others of the same rank and season that say something else.
    sources
        Ids of sources.
    """

    who: str
    issue: str
    stance: str
    on: str
    says: str
    because: str
    beside: tuple[str, ...]
    sources: tuple[str, ...]


def standings(process: Process, at: date) -> tuple[Standing, ...]:
    """Return where everybody stands on a day, in the order of issues and names."""
    from foedus.positions import in_force

    a = process.arrangement
    pairs = dict.fromkeys((p.issue, p.state) for p in a.positions)
    found = [_standing(a, in_force(a.positions, who, issue, at)) for issue, who in pairs]
    order = list(dict.fromkeys(p.issue for p in a.positions))
    kept = [(issue, one) for (issue, _), one in zip(pairs, found, strict=True) if one]
    return tuple(one for _, one in sorted(kept, key=lambda x: (order.index(x[0]), x[1].who)))


def _standing(a: Arrangement, found: InForce) -> Standing | None:
    if found.voice is None:
        return None
    p, issue = found.voice.position, a.issues.get(found.issue)
    return Standing(
        called(a, found.state),
        issue.label if issue else found.issue,
        stance_told(issue, p.stance),
        str(p.date),
        f"{p.actor}: {p.says}" if p.says else p.actor,
        found.because,
        tuple(f"{v.position.actor}: {stance_told(issue, v.position.stance)}" for v in found.beside),
        p.source,
    )


def _said(process: Process, told: Told) -> str:
    return "what follows by itself" if told.step is None else said(process, told.step)
