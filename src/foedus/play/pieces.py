"""What stands on a board: each piece as data, with what its values mean."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.play.clauses import Clause, Said


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
    """Something that is owed now, or a `right` to respond: by whom, to whom, since and by when."""

    clause: Clause
    by: tuple[str, ...]
    to: tuple[str, ...]
    since: str
    due: str
    late: bool
    right: bool
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
