"""Facts, positions and what is owed, on one axis: each mark with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.play.offers import said
from foedus.play.played import Told, played
from foedus.play.steps import Step
from foedus.process import Process, called


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that has a date.

    Parameters
    ----------
    on
        The day.
    lane
        ``fact``, ``position`` or ``play``.
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
    until
        With a position: the day on which whoever took it left office; empty where unknown.
    """

    on: str
    lane: str
    says: str
    note: str = ""
    sources: tuple[str, ...] = ()
    who: str = ""
    stance: str = ""
    issue: str = ""
    until: str = ""


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
            p.condition or p.note,
            p.source,
            called(process.arrangement, p.state),
            p.stance,
            issue.label if issue else p.issue,
            str(p.binds_until or ""),
        )


def _play(process: Process, steps: Sequence[Step]) -> Iterator[Mark]:
    for told in played(process, steps).told:
        what = "; ".join(change.what for change in told.changes)
        yield Mark(str(told.on), "play", _said(process, told), told.refused or what)


def _said(process: Process, told: Told) -> str:
    return "what follows by itself" if told.step is None else said(process, told.step)
