"""States: what is so, apart from what is on record. Immutable and hashable.

Every tuple is indexed by the order of the clauses in the arrangement (`Index`). Days count from
the day the arrangement starts; ``-1`` stands for never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, TypeVar

from foedus.language import Arrangement, Condition

NEVER = -1
DISCHARGED = -2
"""In place of the day by which a deed is due: it was done, and undoing it is no new default."""
T = TypeVar("T")


class Standing(IntEnum):
    """How an instrument stands."""

    PROPOSED = 0
    IN_FORCE = 1
    NOTICE_GIVEN = 2
    WITHDRAWN = 3
    EXPIRED = 4
    TERMINATED = 5


class Progress(IntEnum):
    """How a procedure stands."""

    IDLE = 0
    OPEN = 1
    DONE = 2
    LAPSED = 3


class Answer(IntEnum):
    """How one of those who owe a response has answered."""

    NONE = 0
    HONOURED = 1
    DECLINED = 2


class Fight(IntEnum):
    """How a party's use of force has ended."""

    UNDECIDED = 0
    PREVAILED = 1
    REPELLED = 2


class Exit(NamedTuple):
    """A party that leaves, alone, an instrument that goes on for the others.

    `ends` is the last day of its notice, `out` the day from which it is not bound, ``-1`` before.
    """

    party: str
    ends: int
    out: int = NEVER


class Life(NamedTuple):
    """An instrument: how it stands, since when, the last day of a notice, and who leaves it alone.

    A notice that ends it for all makes its standing `Standing.NOTICE_GIVEN`; `exits` are in the
    order of the parties' ids. Once it has ended, notices and exits say what had happened before.
    """

    standing: Standing
    since: int
    ends: int = NEVER
    exits: tuple[Exit, ...] = ()

    def over(self, standing: Standing, day: int) -> Life:
        """Return the instrument as it stands once it has ended, what led there kept.

        Who had left is not bound again by what outlives it, and a notice stays given.
        """
        return self._replace(standing=standing, since=day)


class Course(NamedTuple):
    """A procedure: how it stands, at which step, since when, and the ballots so far by class.

    `tally` holds (yes, no, abstain) for each class of the step's members and is forgotten as soon
    as the step is decided. `effected` remembers, where it can be opened again after that, that it
    took effect before.
    """

    progress: Progress
    step: int = 0
    since: int = NEVER
    tally: tuple[tuple[int, int, int], ...] = ()
    effected: bool = False

    @property
    def took_effect(self) -> bool:
        """Whether the procedure has run to its end and taken effect, at least once."""
        return self.effected or self.progress is Progress.DONE


class Occasion(NamedTuple):
    """What a response waits for and what can come about again: a key of a condition and its id."""

    key: str
    name: str

    @property
    def condition(self) -> Condition:
        """Itself as a condition: that it has come about, whenever it did."""
        if self.key == "found":
            return Condition(found=self.name)
        return Condition(done=self.name) if self.key == "done" else Condition(lapsed=self.name)


class Promise(NamedTuple):
    """A guarantee: started, lost, the day its case arose, and the answers of those who owe.

    `owed_since` is the day since which its response is due: that of the case, or a later one on
    which what makes it due came about; `at_its_end` says that it came about as that day ended.
    `earlier` holds what its response waits for and what had come about before the act that goes
    on began: it was of an earlier case, and has to come about again.
    """

    activated: bool
    forfeited: bool
    casus: int
    answers: tuple[Answer, ...]
    owed_since: int = NEVER
    at_its_end: bool = False
    earlier: frozenset[Occasion] = frozenset()

    def before(self, gone: Exit) -> bool:
        """Say whether the response was due before a party left; of one night, leaving is first."""
        if NEVER in (self.owed_since, gone.out):
            return False
        return self.owed_since + self.at_its_end < gone.out


class World(NamedTuple):
    """What is in fact so, whoever knows it.

    `rung`, `since`, `peak` and `fight` are by front, which is who acts and against whom: the
    present act, the day it began, the highest act so far, and how the fight ended. `breached` is
    by norm.
    """

    rung: tuple[int, ...]
    since: tuple[int, ...]
    peak: tuple[int, ...]
    fight: tuple[Fight, ...]
    breached: tuple[bool, ...]


class Record(NamedTuple):
    """What is on record, true or not."""

    performed: tuple[bool, ...]
    signed: tuple[frozenset[str], ...]
    instruments: tuple[Life, ...]
    alleged: tuple[bool, ...]
    found: tuple[bool, ...]
    procedures: tuple[Course, ...]
    admitted: tuple[bool, ...]
    due: tuple[int, ...]
    guarantees: tuple[Promise, ...]


class State(NamedTuple):
    """Where the arrangement stands at an instant.

    `over` says that the day has ended and the next has not begun: what runs out has done so, and
    what begins by it has the next day as its first.
    """

    day: int
    world: World
    record: Record
    over: bool = False

    def being(self, world: World) -> State:
        """Return the state with another world."""
        return State(self.day, world, self.record, self.over)

    def recording(self, record: Record) -> State:
        """Return the state with another record."""
        return State(self.day, self.world, record, self.over)


def put(row: tuple[T, ...], at: int, item: T) -> tuple[T, ...]:
    """Return `row` with `item` at position `at`."""
    return (*row[:at], item, *row[at + 1 :])


@dataclass(frozen=True)
class Index:
    """Where each clause of an arrangement is found in the tuples of a state.

    A front is a party and one of its targets; the target is empty where its ladder names none.
    """

    fronts: Mapping[tuple[str, str], int]
    fronts_of: Mapping[str, tuple[int, ...]]
    rungs: Mapping[str, Mapping[str, int]]
    deeds: Mapping[str, int]
    instruments: Mapping[str, int]
    norms: Mapping[str, int]
    procedures: Mapping[str, int]
    guarantees: Mapping[str, int]
    admissions: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, arrangement: Arrangement) -> Index:
        """Return the numbers of the clauses of `arrangement`, in the order it lists them."""
        a = arrangement
        pairs = dict.fromkeys(
            (effect.admit, effect.to or "")
            for procedure in a.procedures.values()
            for effect in procedure.then
            if effect.admit
        )
        return cls(
            fronts={pair: at for at, pair in enumerate(a.pairs)},
            fronts_of={
                party: tuple(at for at, (by, _) in enumerate(a.pairs) if by == party)
                for party in a.conduct
            },
            rungs={
                party: {act.act: rung for rung, act in enumerate(ladder.acts)}
                for party, ladder in a.conduct.items()
            },
            deeds=_numbered(a.deeds),
            instruments=_numbered(a.instruments),
            norms=_numbered(a.norms),
            procedures=_numbered(a.procedures),
            guarantees=_numbered(a.guarantees),
            admissions={pair: at for at, pair in enumerate(pairs)},
        )

    def front(self, by: str, against: str = "") -> int | None:
        """Return the number of a front; without `against`, of the only one that `by` has."""
        if against:
            return self.fronts.get((by, against))
        mine = self.fronts_of.get(by, ())
        return mine[0] if len(mine) == 1 else None

    def several(self, by: str) -> bool:
        """Say whether `by` has several targets, so that each of its acts must name one."""
        return len(self.fronts_of.get(by, ())) > 1


def _numbered(ids: Mapping[str, object]) -> dict[str, int]:
    return {name: at for at, name in enumerate(ids)}
