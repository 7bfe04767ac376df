"""Two drafts compared: who may do what, who owes what, and which stories can still be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foedus.language import agreeing
from foedus.loopholes.beyond import beyond
from foedus.loopholes.catalogue import Verdict, examine
from foedus.loopholes.consequences import Meaning, consequences
from foedus.loopholes.faults_compared import laid, struck_out
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.met import differences, met
from foedus.loopholes.properties import CATALOGUE
from foedus.loopholes.severity import ranked
from foedus.loopholes.vetoes import vetoes
from foedus.process import (
    IllegalMoveError,
    Move,
    Process,
    Progress,
    State,
    able,
    called,
    horizon_needed,
    in_full,
    obligation,
    speaking,
)
from foedus.process.exploration import MOST_STATES
from foedus.slices import Slices, finished

Power = tuple[str, str]
"""Who, and what it may do."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two drafts.

    Parameters
    ----------
    powers_gained, powers_lost
        Who may do what only under the new, or only under the old.
    duties_gained, duties_lost
        Who owes what to whom, likewise.
    answers
        Acts that are answered otherwise: the act, and what it met in the old and in the new.
    meanings
        What changed clauses mean, each with its place.
    opened, closed
        Faults that a clause has only in the new, or only in the old.
    void
        Faults of the old of which there is nothing left in the new that they could be about, each
        with what is missing, where less is owed or an act is answered otherwise: that may be why.
    undecided
        Properties that fail in one draft and whose search was given up in the other.
    changed
        Faults that a clause has in both, and that are told otherwise: those of the old, of the new.
    impossible
        Stories of the old that the new does not allow, each with the act that it refuses, and why.
    unasked
        Properties with a fault that opens and that the old draft gave no occasion to ask, each with
        what was missing there: what it is about may be as it was.
    later, earlier
        Faults of one draft that the other has too, only not within the horizon of its file: it has
        them later than that, so that the new draft does not close, or does not open, them. Each
        with the last day that was looked at in the draft that has them later.
    """

    powers_gained: tuple[Power, ...]
    powers_lost: tuple[Power, ...]
    duties_gained: tuple[str, ...]
    duties_lost: tuple[str, ...]
    answers: tuple[tuple[str, str, str], ...]
    meanings: tuple[Meaning, ...]
    opened: tuple[Loophole, ...]
    closed: tuple[Loophole, ...]
    void: tuple[tuple[Loophole, str], ...]
    undecided: tuple[str, ...]
    changed: tuple[tuple[tuple[Loophole, ...], tuple[Loophole, ...]], ...]
    impossible: tuple[tuple[Loophole, str, str], ...]
    unasked: tuple[tuple[str, str], ...] = ()
    later: tuple[tuple[Loophole, date], ...] = ()
    earlier: tuple[tuple[Loophole, date], ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing at all differs."""
        return not any(getattr(self, name) for name in self.__slots__)


def compare(old: Process, new: Process) -> Comparison:
    """Compare two drafts.

    Parameters
    ----------
    old, new
        The processes of the arrangements.
    """
    return finished(comparing(old, new))


def comparing(old: Process, new: Process) -> Slices[Comparison]:
    """Compare two drafts in slices: a property of one of them each."""
    holes: list[tuple[Loophole, ...]] = []
    verdicts: list[dict[str, Verdict]] = []
    for process in (old, new):
        inquiry, told = Inquiry(process, MOST_STATES), dict[str, Verdict]()
        for name, asked in CATALOGUE.items():
            yield len(holes) * len(CATALOGUE) + len(told), 2 * len(CATALOGUE)
            told[name] = examine(inquiry, asked)
        verdicts.append(told)
        holes.append(ranked([hole for verdict in told.values() for hole in verdict.loopholes]))
    powers = [dict.fromkeys(_powers(process)) for process in (old, new)]
    never = [_never_owed(told["dead-clause"]) for told in verdicts]
    duties = [
        dict.fromkeys(_duties(process, dead))
        for process, dead in zip((old, new), never, strict=True)
    ]
    gone, come, changed = laid(old, new, *holes)
    now = {hole.id: verdicts[1][hole.id].outcome for hole in gone}
    before = {hole.id: verdicts[0][hole.id].outcome for hole in come}
    reach = max(horizon_needed(process.arrangement) for process in (old, new))
    later = beyond(old, new, gone, now, reach)
    earlier = beyond(old, new, come, before, reach)
    now |= dict.fromkeys(later.undecided, "undecided")
    before |= dict.fromkeys(earlier.undecided, "undecided")
    gone, come = later.only, earlier.only
    unasked = [n for n in dict.fromkeys(h.id for h in come) if before[n] == "does-not-apply"]
    open_ = dict.fromkeys(n for n, o in (now | before).items() if o == "undecided")
    lost = tuple(d for d in duties[0] if d not in duties[1])
    answers = tuple(differences(met(old), met(new)))
    # Of an exit that is struck out no dodge is left, and that is to be safer; of a duty, it is not.
    void = {"does-not-apply"} if lost or answers else set()
    missing = {
        hole: verdicts[1][hole.id].missing if now[hole.id] in void else struck_out(old, new, hole)
        for hole in gone
    }
    sure = tuple(hole for hole in gone if now[hole.id] != "undecided")
    closed = tuple(hole for hole in sure if not missing[hole])
    return Comparison(
        tuple(p for p in powers[1] if p not in powers[0]),
        tuple(p for p in powers[0] if p not in powers[1]),
        tuple(d for d in duties[1] if d not in duties[0]),
        lost,
        answers,
        consequences(old, new),
        tuple(hole for hole in come if before[hole.id] != "undecided"),
        closed,
        tuple((hole, missing[hole]) for hole in sure if missing[hole]),
        tuple(open_),
        changed,
        tuple(
            (hole, *refused)
            for hole in closed
            if hole.lines and (refused := _refused(old, new, hole)) is not None
        ),
        tuple((n, verdicts[0][n].missing) for n in unasked),
        later.later,
        earlier.later,
    )


def _powers(process: Process) -> Iterator[Power]:
    a = process.arrangement
    for name, instrument in a.instruments.items():
        if instrument.status == "proposed":
            for party in process.clauses.signatories(name):
                yield party, f"sign {name!r}"
        if instrument.withdrawal:
            days = instrument.withdrawal.notice
            notice = f"with {days.words} of notice" if days.days else "from one day to the next"
            for party in instrument.withdrawal.by:
                yield party, f"leave {name!r} {notice}"
    for name, deed in a.deeds.items():
        yield deed.by, f"perform {name!r}"
    for at, (name, procedure) in enumerate(a.procedures.items()):
        for party in procedure.opens.by:
            yield party, f"open {name!r}"
        for compiled in process.clauses.steps[at]:
            if compiled.step.escrowed:
                continue
            what = f"{compiled.step.act!r} in {name!r}"
            able = set(vetoes(compiled))
            for member in compiled.electorate.rule.members:
                yield member, f"vote on {what}"
                if member in able:
                    yield member, f"stop {what} alone"


def _never_owed(dead: Verdict) -> frozenset[str]:
    """Return the guarantees that never call for a response: nothing of them can go out or come."""
    paths = [path for hole in dead.loopholes for path in hole.clauses]
    return frozenset(str(path[1]) for path in paths if path[0] == "guarantees")


def _duties(process: Process, never: frozenset[str]) -> Iterator[str]:
    a = process.arrangement
    for name, g in a.guarantees.items():
        if name in never:
            continue
        against = called(a, g.against)
        for party in able(g):
            owes = in_full(obligation(name, g, [party]), speaking(a))
            yield (
                f"{owes} if {against} {agreeing(against, 'goes')} as far as {g.casus_foederis!r}"
                f" ({name})"
            )
    for name, norm in a.norms.items():
        within = f" within {norm.within.words}" if norm.within else ""
        for party in norm.bearer:
            what = (
                f"must do {norm.obligation!r}{within}"
                if norm.obligation
                else f"must not {'admit ' + (norm.of or '') if norm.of else repr(norm.prohibition)}"
            )
            yield f"{called(a, party)} {what} ({name})"


def _refused(old: Process, new: Process, hole: Loophole) -> tuple[str, str] | None:
    """Return the first act of a story of the old draft that the new one refuses, and why."""
    before, after = old.start, new.start
    for batch in hole.batches:
        try:
            if batch[0].kind == "ballot":
                _same_step(old, before, new, after, batch[0].clause)
            for part in [(move,) for move in batch] if batch[0].kind == "wait" else [batch]:
                after = new.during(after, [_alike(new, after, move) for move in part])
                before = old.during(before, part)
        except (IllegalMoveError, KeyError) as error:
            said = next((line.said for line in hole.lines if line.batch == batch), "")
            return said or "time passes", str(error.args[0])
    return None


def _same_step(old: Process, before: State, new: Process, after: State, name: str) -> None:
    """Refuse a vote where the procedure is not at the step that the vote was cast in."""
    at = new.clauses.index.procedures.get(name)
    if at is None or after.record.procedures[at].progress is not Progress.OPEN:
        return  # that is refused, and told, where the vote is cast
    then = old.clauses.index.procedures[name]
    voted = old.clauses.steps[then][before.record.procedures[then].step].step.act
    steps = [compiled.step.act for compiled in new.clauses.steps[at]]
    if voted not in steps:
        raise IllegalMoveError(f"there is no step {voted!r} in {name!r} any more")
    now = steps[after.record.procedures[at].step]
    if now != voted:
        raise IllegalMoveError(f"{name!r} is at the step {now!r}, not {voted!r}")


def _alike(process: Process, state: State, move: Move) -> Move:
    """Return a ballot as cast by whom the draft counts the member among."""
    at = process.clauses.index.procedures.get(move.clause)
    if move.kind != "ballot" or at is None:
        return move
    course = state.record.procedures[at]
    if course.progress is not Progress.OPEN:
        return move
    voters = process.clauses.steps[at][course.step].electorate
    label = None if move.actor in voters.classes else voters.label_of(move.actor)
    return move if label is None else move._replace(actor=label)
