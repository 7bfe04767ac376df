"""The board: where an arrangement stands in a play, as data.

What is in fact so and what is on record are told apart throughout: `conduct` and the `true` of a
norm are the world's, everything else is the record's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.language import Places
from foedus.play.ballots import Course, courses
from foedus.play.clauses import Clause, clause, saying
from foedus.play.offers import Offer, Wait, offers, wait
from foedus.play.pieces import Deed, Front, Guarantee, Instrument, Norm, Owed, Row
from foedus.play.played import Played, Told
from foedus.play.wording import said
from foedus.process import (
    NEVER,
    Answer,
    Fight,
    Fold,
    Process,
    Standing,
    called,
    duties,
    unanswered,
)

VERSION = "foedus-play/1"
"""What a board is, for whoever reads it: the number rises when a key changes its meaning."""


@dataclass(frozen=True, slots=True)
class Board:
    """Where an arrangement stands in a play."""

    schema: str
    today: str
    over: bool
    """Whether the horizon of the arrangement is reached."""
    fronts: tuple[Front, ...]
    instruments: tuple[Instrument, ...]
    norms: tuple[Norm, ...]
    procedures: tuple[Course, ...]
    guarantees: tuple[Guarantee, ...]
    deeds: tuple[Deed, ...]
    members: tuple[tuple[str, str], ...]
    """Who has been admitted to what."""
    owed: tuple[Owed, ...]
    not_owed: tuple[str, ...]
    """Why an act under way that is grave enough for a guarantee does not make it due."""
    told: tuple[Row, ...]
    offers: tuple[Offer, ...]
    wait: Wait | None


def board(played: Played, places: Places) -> Board:
    """Return where an arrangement stands.

    Parameters
    ----------
    played
        The play, folded.
    places
        Where each clause stands in the file.
    """
    process, state = played.process, played.state
    show = _Shown(process, played.now, places)
    return Board(
        VERSION,
        str(played.today),
        state.day >= process.arrangement.horizon.days,
        tuple(show.fronts()),
        tuple(show.instruments()),
        tuple(show.norms()),
        courses(played, places),
        tuple(show.guarantees()),
        tuple(show.deeds()),
        tuple(pair for pair, at in show.index.admissions.items() if state.record.admitted[at]),
        tuple(show.owed()),
        tuple(unanswered(process.clauses, state)),
        tuple(_row(process, told) for told in played.told),
        offers(played),
        wait(played),
    )


def _row(process: Process, told: Told) -> Row:
    changes = tuple(saying(process, told.on, change) for change in told.changes)
    if told.step is None:
        return Row(str(told.on), -1, "what follows by itself", "", changes)
    step = said(process, told.step)
    return Row(str(told.on), told.step.line - 1, step, told.refused, changes)


_STANDINGS = {
    Standing.PROPOSED: "proposed",
    Standing.IN_FORCE: "in force",
    Standing.NOTICE_GIVEN: "under notice",
    Standing.WITHDRAWN: "withdrawn",
    Standing.EXPIRED: "expired",
    Standing.TERMINATED: "terminated",
}
_FIGHTS = {Fight.UNDECIDED: "undecided", Fight.PREVAILED: "prevailed", Fight.REPELLED: "repelled"}
_ANSWERS = {Answer.NONE: "none", Answer.HONOURED: "honoured", Answer.DECLINED: "declined"}


class _Shown:
    """The clauses of an arrangement as they stand where a play has come."""

    def __init__(self, process: Process, now: Fold, places: Places) -> None:
        self.process, self.now, self.state, self.places = process, now, now.state, places
        self.arrangement, self.clauses = process.arrangement, process.clauses
        self.index = process.clauses.index

    def day(self, day: int | None) -> str:
        return "" if day is None or day == NEVER else str(self.process.date_of(day))

    def clause(self, section: str, name: str) -> Clause:
        return clause(self.arrangement, self.places, section, name)

    def fronts(self) -> Iterator[Front]:
        world = self.state.world
        for (by, against), at in self.index.fronts.items():
            act = self.arrangement.conduct[by].acts[world.rung[at]]
            label = act.label or act.act.replace("_", " ")
            since, fight = self.day(world.since[at]), _FIGHTS[world.fight[at]]
            yield Front(by, against, act.act, label, world.rung[at], world.peak[at], since, fight)

    def instruments(self) -> Iterator[Instrument]:
        for at, name in enumerate(self.arrangement.instruments):
            life, signed = self.state.record.instruments[at], self.state.record.signed[at]
            signatories = self.clauses.signatories(name)
            yield Instrument(
                self.clause("instruments", name),
                _STANDINGS[life.standing],
                self.day(life.since),
                self.day(self.clauses.last_day(life, at)),
                tuple(party for party in signatories if party in signed),
                tuple(party for party in signatories if party not in signed),
                tuple((gone.party, self.day(gone.ends)) for gone in life.exits),
            )

    def norms(self) -> Iterator[Norm]:
        world, record = self.state.world, self.state.record
        for at, (name, norm) in enumerate(self.arrangement.norms.items()):
            yield Norm(
                self.clause("norms", name),
                norm.bearer,
                self.clauses.binds(self.state, at),
                world.breached[at],
                record.alleged[at],
                record.found[at],
            )

    def guarantees(self) -> Iterator[Guarantee]:
        for at, (name, g) in enumerate(self.arrangement.guarantees.items()):
            promise = self.state.record.guarantees[at]
            answers = dict(zip(g.owed_by, promise.answers, strict=True))
            yield Guarantee(
                self.clause("guarantees", name),
                g.owed_by,
                g.protects.state,
                self.clauses.active(self.state, at),
                promise.forfeited,
                self.clauses.owed(self.state, at),
                self.day(promise.casus),
                {party: _ANSWERS[answer] for party, answer in answers.items()},
            )

    def deeds(self) -> Iterator[Deed]:
        for at, (name, deed) in enumerate(self.arrangement.deeds.items()):
            yield Deed(self.clause("deeds", name), deed.by, self.state.record.performed[at])

    def owed(self) -> Iterator[Owed]:
        for duty in duties(self.clauses, self.state, self.now.undone):
            yield Owed(
                self.clause(duty.section, duty.clause),
                duty.by,
                duty.to,
                self.day(duty.since),
                self.day(duty.due),
                duty.late,
                duty.right,
                duty.says,
            )


def names(process: Process) -> dict[str, str]:
    """Return what everybody is called who can do something or vote, by id."""
    a = process.arrangement
    voters = [
        member
        for steps in process.clauses.steps
        for compiled in steps
        for member in compiled.electorate.rule.members
    ]
    members = [member for party in a.parties.values() for member in party.members]
    every = dict.fromkeys([*a.parties, *a.bodies, *a.conduct, *voters, *members])
    return {actor: called(a, actor) for actor in every}
