"""The board: where an arrangement stands in a play, as data.

What is in fact so and what is on record are told apart throughout: `conduct` and the `true` of a
norm are the world's, everything else is the record's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.language.places import Places
from foedus.play.ballots import Course, courses
from foedus.play.clauses import Clause, Said, clause, saying
from foedus.play.offers import Offer, Wait, offers, said, wait
from foedus.play.played import Played, Told
from foedus.process import Process, State, called
from foedus.process.duties import duties, unanswered
from foedus.process.state import NEVER, Answer, Fight, Standing

VERSION = "foedus-play/1"
"""What a board is, for whoever reads it: the number rises when a key changes its meaning."""


@dataclass(frozen=True, slots=True)
class Front:
    """What one party does to another: the world, whoever knows it.

    Parameters
    ----------
    by, against
        Who acts, and against whom; empty where the file names nobody.
    act, label
        The present act.
    rung
        Where it stands on the ladder, from 0.
    peak
        The highest rung so far.
    since
        The day it began; empty where it goes on from before the start.
    fight
        How the fight over it ended, ``undecided`` until then.
    """

    by: str
    against: str
    act: str
    label: str
    rung: int
    peak: int
    since: str
    fight: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """How an instrument stands.

    Parameters
    ----------
    clause
        Which.
    standing
        ``proposed``, ``in force``, ``under notice``, ``withdrawn``, ``expired`` or ``terminated``.
    since
        The day since which it stands so; empty from before the start.
    ends
        Its last day, as far as it is known now; empty where there is none.
    signed, unsigned
        Who has signed it, and who must still.
    left
        Parties that leave it alone, each with its last day.
    """

    clause: Clause
    standing: str
    since: str
    ends: str
    signed: tuple[str, ...]
    unsigned: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Norm:
    """How a norm stands: in the world, and on record.

    Parameters
    ----------
    clause
        Which.
    bearer
        Who is bound.
    binds
        Whether it binds now.
    true
        Whether it has been breached in fact, whoever knows it.
    alleged, found
        Whether a breach is on record as alleged, and as found.
    """

    clause: Clause
    bearer: tuple[str, ...]
    binds: bool
    true: bool
    alleged: bool
    found: bool


@dataclass(frozen=True, slots=True)
class Guarantee:
    """How a guarantee stands.

    Parameters
    ----------
    clause
        Which.
    by, to
        Who owes the response, and to whom.
    active, forfeited, owed
        Whether it protects now, whether it is lost, and whether a response is owed now.
    since
        The day its case arose; empty where it has not.
    answers
        How each of those who owe has answered: ``none``, ``honoured`` or ``declined``.
    """

    clause: Clause
    by: tuple[str, ...]
    to: str
    active: bool
    forfeited: bool
    owed: bool
    since: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed, who performs it, and whether it is done."""

    clause: Clause
    by: str
    done: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that is owed now: by whom, to whom, since when, by when and under what."""

    clause: Clause
    by: tuple[str, ...]
    to: tuple[str, ...]
    since: str
    due: str
    late: bool
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what has happened so far.

    Parameters
    ----------
    on
        The day.
    step
        Which step of the play it is, counted from 0; ``-1`` for what followed by itself.
    said
        What was done.
    refused
        Why it was not taken; empty where it was.
    changes
        What differs after it.
    """

    on: str
    step: int
    said: str
    refused: str
    changes: tuple[Said, ...]


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
    show = _Shown(process, state, places)
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
    """The clauses of an arrangement as they stand in a state."""

    def __init__(self, process: Process, state: State, places: Places) -> None:
        self.process, self.state, self.places = process, state, places
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
        for duty in duties(self.clauses, self.state):
            yield Owed(
                self.clause(duty.section, duty.clause),
                duty.by,
                duty.to,
                self.day(duty.since),
                self.day(duty.due),
                duty.late,
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
