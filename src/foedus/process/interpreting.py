"""From what a user records to moves of the process: who did what, and who has voted.

The process counts members that are alike by class and forgets a tally once it is decided; the
names behind the counts are kept here, in the roll of each vote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from foedus.language import OTHERS, did_you_mean, listed
from foedus.process.knowing import unknown
from foedus.process.legality import not_under_way
from foedus.process.moves import RANK, Kind, Move
from foedus.process.naming import names_of, several
from foedus.process.process import Process
from foedus.process.state import Progress, State


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as a user records it.

    Parameters
    ----------
    on
        The day.
    by
        Who did it: parties, members, ``others`` of a body, or ``nature``; nobody with ``wait``.
    do
        An act of a ladder; ``sign``, ``withdraw``, ``allege``, ``open``, ``perform``, ``undo``,
        ``honour``, ``decline``, ``prevail``, ``repel``; the act of the step that a procedure is
        at; or ``wait``, which says that time passed until this day.
    what
        The clause it is about; not needed for an act of a ladder.
    vote
        ``yes``, ``no`` or ``abstain``.
    line
        Where it stands in its file.
    against
        Towards whom an act of a ladder is done, or a fight was; needed only where the ladder has
        several targets.
    """

    on: date
    by: tuple[str, ...]
    do: str
    what: str = ""
    vote: str = "yes"
    line: int = 0
    against: tuple[str, ...] = ()

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Where it comes among events of its rank; never where it stood in the file, but last."""
        return (OTHERS in self.by, self.by, self.do, self.what, self.vote, self.against, self.line)


@dataclass
class Rolls:
    """Who has voted in each vote: by procedure, step, and the day on which the step began."""

    _cast: dict[tuple[str, int, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, process: Process, state: State, procedure: str) -> set[str]:
        """Return those who have voted in the vote that `procedure` is at."""
        course = state.record.procedures[process.clauses.index.procedures[procedure]]
        return self._cast[procedure, course.step, course.since]

    def copy(self) -> Rolls:
        """Return rolls that go their own way from here."""
        return Rolls(defaultdict(set, {vote: set(cast) for vote, cast in self._cast.items()}))


_DIRECT: dict[str, Kind] = {
    "sign": "sign",
    "withdraw": "withdraw",
    "allege": "allege",
    "open": "open",
    "perform": "perform",
    "undo": "undo",
    "honour": "honour",
    "decline": "decline",
    "prevail": "prevail",
    "repel": "repel",
    "wait": "wait",
}


def kind_of(process: Process, event: Event) -> Kind:
    """Return what kind of move an event records."""
    rungs = process.clauses.index.rungs
    if event.by and not event.what and all(event.do in rungs.get(by, {}) for by in event.by):
        return "conduct"
    procedure = process.arrangement.procedures.get(event.what)
    if procedure is not None and event.do in {step.act for step in procedure.steps}:
        opening = event.do in ("open", "allege") and {*event.by} <= {*procedure.opens.by}
        return _DIRECT[event.do] if opening else "ballot"  # a step may be called as a move is
    return _DIRECT.get(event.do, "ballot")


def rank_of(process: Process, event: Event) -> int:
    """Return where an event comes within its day."""
    return RANK[kind_of(process, event)]


def contradicted(process: Process, batch: Sequence[Event]) -> dict[Event, str]:
    """Return the events of one day and rank that exclude each other, each with the reason.

    The file cannot say which of them is right, so none is taken.
    """
    said: dict[tuple[str, ...], list[tuple[Event, str]]] = defaultdict(list)
    for event in batch:
        for subject, stand in _stands(kind_of(process, event), event):
            said[subject].append((event, stand))
    found: dict[Event, str] = {}
    for rivals in said.values():
        for event, stand in rivals:
            other = next((rival for rival, its in rivals if its != stand), None)
            if other is not None:
                where = f" (line {other.line})" if other.line else ""
                found[event] = f"it contradicts {other.do!r} by the same{where} on the same day"
    return found


def _stands(kind: Kind, event: Event) -> Iterator[tuple[tuple[str, ...], str]]:
    for by in event.by:
        if kind == "ballot":
            yield ("ballot", by, event.what, event.do), event.vote
        elif kind in ("prevail", "repel"):
            yield ("fight", event.what, *event.against), event.do
        elif kind in ("perform", "undo"):
            yield ("deed", event.what), event.do
        elif kind in ("honour", "decline"):
            yield ("answer", by, event.what), event.do
        elif kind == "conduct":
            for target in event.against or ("",):
                yield ("conduct", by, target), event.do


def moves_of(process: Process, state: State, rolls: Rolls, event: Event) -> tuple[list[Move], str]:
    """Return the moves that an event is made of, and the reason where it is none."""
    kind, what = kind_of(process, event), event.what
    if kind == "wait":
        return [], ""
    wrong = unknown(process, event, kind)
    if wrong:
        return [], wrong
    if not event.by:
        return [], "it names nobody who did it"
    for by in event.by:
        if event.by.count(by) > 1:
            return [], f"{by} is named twice in one event"
    if OTHERS in event.by and (kind != "ballot" or len(event.by) > 1):
        return [], f"{OTHERS!r} stands alone, for those who have not voted in a step"
    if kind in ("conduct", "prevail", "repel"):
        return _directed(process, event, kind)
    if event.against:
        return (
            [],
            f"only an act of a ladder has somebody whom it is against, and {event.do!r} is none",
        )
    if kind == "ballot":
        return _ballots(process, state, rolls, event)
    if kind == "allege" and what not in process.arrangement.procedures:
        opened = [
            name
            for name, p in process.arrangement.procedures.items()
            if p.opens.alleging == what and set(event.by) <= set(p.opens.by)
        ]
        if not opened:
            has = "have" if several(process.arrangement, event.by) else "has"
            who = names_of(process.clauses, event.by)
            return [], f"{who} {has} no standing to allege a breach of {what!r}"
        opening = [Move("allege", by, name) for name in opened for by in event.by[:1]]
        # Of several it opens those that can be opened; where none can, each tells why.
        return [m for m in opening if process.refusal(state, m) is None] or opening, ""
    return [Move(kind, by, what) for by in event.by], ""


def _directed(process: Process, event: Event, kind: Kind) -> tuple[list[Move], str]:
    """Return the moves of an act, or of the end of a fight: one for each target that is named."""
    ladders = event.by if kind == "conduct" else (event.what.partition(".")[0],)
    moves: list[Move] = []
    for actor, by in zip(ladders, event.by, strict=False):
        ladder = process.arrangement.conduct.get(actor)
        targets = ladder.towards if ladder else ()
        for against in event.against:
            if against not in targets:
                fix = did_you_mean(against, targets)
                return [], f"the acts of {actor} are not directed at {against!r}. {fix}".strip()
        if len(targets) > 1 and not event.against:
            return [], f"{actor} can act against {listed(targets, 'or')}: say in 'against' which"
        named = event.against if len(targets) > 1 else ("",)
        what = event.do if kind == "conduct" else event.what
        moves += [Move(kind, by, what, against=against) for against in named]
    return moves, ""


def _ballots(process: Process, state: State, rolls: Rolls, event: Event) -> tuple[list[Move], str]:
    clauses = process.clauses
    at = clauses.index.procedures.get(event.what)
    if at is None:
        return [], f"{event.do!r} is done in a procedure: say in 'what' in which"
    course = state.record.procedures[at]
    if course.progress is not Progress.OPEN:
        electorates = [each.electorate for each in clauses.steps[at]]
        for by in event.by:
            if by != OTHERS and not any(each.label_of(by) for each in electorates):
                return [], f"{by} has no vote in any step of {event.what!r}"
        return [], not_under_way(clauses, state, event.what)
    compiled = clauses.steps[at][course.step]
    if compiled.step.act != event.do:
        return [], f"{event.what!r} is at the step {compiled.step.act!r}, not {event.do!r}"
    voted, step = rolls.of(process, state, event.what), f"the step {event.do!r} of {event.what!r}"
    members = voting(process, state, rolls, event)
    if not members:
        return [], f"everybody has voted in {step} already"
    moves: list[Move] = []
    for member in members:
        label = compiled.electorate.label_of(member)
        if label is None:
            return [], f"{member} has no vote in {step}"
        if member in voted:
            return [], f"{member} has voted in {step} already"
        moves.append(Move("ballot", label, event.what, event.vote))
    return moves, ""


def voting(process: Process, state: State, rolls: Rolls, event: Event) -> list[str]:
    """Return the members whose ballots an event records, ``others`` written out."""
    if event.by != (OTHERS,):
        return list(event.by)
    at = process.clauses.index.procedures[event.what]
    compiled = process.clauses.steps[at][state.record.procedures[at].step]
    voted = {*rolls.of(process, state, event.what)}
    for label in compiled.electorate.bound:
        voted.update(compiled.electorate.classes[label])  # bound to abstain, they are no others
    return [member for member in compiled.electorate.rule.members if member not in voted]
