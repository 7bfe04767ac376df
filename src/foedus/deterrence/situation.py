"""Where a game stands, what is asked in it, and how it can go on."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

from foedus.deterrence.elapsed import Link, Race, Since
from foedus.deterrence.minds import Told
from foedus.games import Expr
from foedus.process import Fight, Kind, Move, State

Row = TypeVar("Row")
UNKNOWN, DECLINES, HONOURS, DECLINED, HONOURED = -1, 0, 1, 2, 3
"""How a guarantee is answered; the last two: how it was, in a case that is over."""
ALONE, ARMED, HELPED = 0, 1, 2
LEVELS = ("alone", "armed", "helped")
"""What stands against a use of force on the day it is decided."""
FORCE = {"defend": HELPED, "as_deemed_necessary": HELPED, "right_only": HELPED, "arms": ARMED}
"""The level of help that each kind of response brings; consultation and sanctions bring none."""
CALM, DEFIED, YIELDED, OUT_OF_HAND = range(4)
"""What came of threats: none was made, they stood firm, they gave in, it came about."""


Help = tuple[int, ...]
"""The guarantees, by number, whose help is there."""


class Question(NamedTuple):
    """One thing that somebody is asked on an occasion; ``nightfall`` lets the day end."""

    kind: Kind | str
    actor: str = ""
    clause: str = ""
    against: str = ""

    @property
    def move(self) -> Move:
        """The move that a yes is; of what only the game asks (a threat, a turn) there is none."""
        return Move(self.kind, self.actor, self.clause)  # type: ignore[arg-type]  # is a `Kind`


class Due(NamedTuple):
    """What nature has fixed for a day ahead: the open step of a procedure passes, or fails.

    The day stands for the stretch of time that `link` tells of; there is none where
    the step ends on the day it is reached. Of several due on one day it may have been drawn which
    is `next`.
    """

    day: int
    procedure: int
    passes: bool
    link: Link | None = None
    next: bool = False


class Crisis(NamedTuple):
    """Help that is about to come under a guarantee, and whether it has been threatened already.

    Parameters
    ----------
    guarantee
        Its number.
    threatened, defied
        Whether the adversary has made its threat, and whether those threatened stood firm.
    """

    guarantee: int
    threatened: bool = False
    defied: bool = False


class _Situation(NamedTuple):
    occasion: int
    question: int
    state: State
    due: tuple[Due, ...]
    seen: tuple[int, ...]
    answers: tuple[int, ...]
    help: tuple[Help, ...]
    coming: int = -1
    races: tuple[Race, ...] = ()
    cried: bool = False
    resolved: tuple[bool, ...] = ()
    settled: bool = False
    crisis: Crisis | None = None
    threat: int = CALM
    made: tuple[str, ...] = ()
    agreed: int = 0
    signed: int = 0
    refused: bool = False
    vetoed: tuple[int, ...] = ()
    spoken: tuple[int, ...] = ()
    speaker: int = -1
    called: int = -1
    reached: tuple[Since | None, ...] = ()
    today: Since | None = None
    told: tuple[Told, ...] = ()
    offered: tuple[int, ...] = ()


_PLACES = {name: at for at, name in enumerate(_Situation._fields)}


class Situation(_Situation):
    """Where the game stands: the state of the process and what nature has fixed beside it.

    Parameters
    ----------
    occasion, question
        The occasion reached, and the group of questions on it; past the last one nature moves.
    state
        The state of the process.
    due
        Outcomes of open steps that are fixed for a day before the next mark.
    seen
        By procedure: the day through which its open step is known to be undecided.
    answers
        By guarantee: whether those who owe it honour it. What is drawn stays so once it is shown;
        who decides by its stakes decides anew in a later case.
    help
        By front (a party with a ladder, and a target): whose help is there against its present act.
    coming
        The guarantee whose help has just been sent and is not there yet; -1 when none is.
    races
        Help that was called on against the present acts, where other help may be.
    cried
        Whether a breach was alleged when there was none.
    resolved
        By party that may be resolved: whether it is. Then, by party with a sign of another's
        resolve: whether it saw it.
    settled
        Whether the quarrel has ended by itself: nobody chooses its conduct any more.
    crisis
        Help that is about to come and may be kept away by a threat, or one that came about.
    threat, made
        The gravest thing that came of threats so far, and who made one, as far as it is remembered.
    agreed
        How many strategic members have agreed to the step that is being drawn.
    signed, refused
        How many have signed, and whether somebody refused to.
    vetoed
        By procedure: the last day for which a strategic member holds its open step back.
    spoken, speaker
        Of those asked together, whether questions of a day or for a response: who has answered
        without settling it, and whose turn it is; -1 before that is drawn.
    called
        Of several guarantees whose response is due at once: the one that is drawn to be next.
    reached
        By procedure: when its open step was reached, where that day is not known exactly.
    today
        The same of the present day, where it stands for a stretch of time.
    told
        How steps ended whose question may be put again.
    offered
        What was asked since the last occasion of that which may come to be possible between two.
    """

    __slots__ = ()

    def _replace(self, **changes: Any) -> Situation:
        """Return the situation with some of it changed: a game makes hundreds of thousands."""
        row = list(self)
        for name, value in changes.items():
            row[_PLACES[name]] = value
        return tuple.__new__(Situation, row)


class Choice(NamedTuple):
    """A party's turn: what it can do, and the situation that each leads to."""

    player: str
    about: Question
    menu: tuple[tuple[str, Situation], ...]


class Lottery(NamedTuple):
    """A move of nature: what can come, with what chance, and the situation it leads to."""

    about: Question
    draws: tuple[tuple[str, Expr, Situation], ...]


class End(NamedTuple):
    """The end of the story."""

    at: Situation


Turn = Choice | Lottery | End


def fought(state: State) -> bool:
    """Say whether a fight has been decided."""
    fights = state.world.fight
    return fights.count(Fight.UNDECIDED) < len(fights)


def put(row: tuple[Row, ...], at: int, item: Row) -> tuple[Row, ...]:
    """Return `row` with `item` at position `at`."""
    return (*row[:at], item, *row[at + 1 :])
