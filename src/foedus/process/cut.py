"""The process cut to what orderings speak of: who can bring about what, and no days.

Orderings rank outcomes: what was done, who has left or was admitted, what is on record, who helped.
The process is walked from its start in *turns*. In a turn one decision maker does up to two things
at once (it leaves the deal and attacks). Between turns follows what nobody decides. `LEFT_OUT` says
what is lost by that.

States that differ only by the day are one; each keeps the first state of the process that was
found for it, so that every way through the cut is a play of the process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from foedus.process.bisimulation import alike_states
from foedus.process.clauses import CompiledStep
from foedus.process.electorate import conditions_in, idle_deeds
from foedus.process.facts import Fact, facts
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import NEVER, Progress, Standing, State

MOST_STATES = 3_000
LEFT_OUT = (
    "days, and how a fight ends: no ordering speaks of them; help counts whenever it comes",
    "going back to a lesser act: an outcome tells the gravest",
    "claims and other deeds on which no clause hangs",
    "false alarms and missed breaches: monitors report what is so",
    "force used by a beneficiary once an adversary has acted: that is defence",
    "rifts within a body: it acts as one, and what passes in silence unless all object does pass",
    "more than two things done at once",
)
"""What the cut leaves out, for those who read what is found in it."""
_AT_ONCE = 2
_PATIENCE = 60
"""How many instants a turn waits for something of its own to run out."""
_SILENT = ("monitor", "depositary")


class Cut(NamedTuple):
    """An arrangement as a conflict, its states told by the facts that hold in them.

    Parameters
    ----------
    makers
        Decision makers: parties, and bodies that decide, by id.
    facts
        What orderings can speak of, and what differs somewhere in the cut.
    holds
        By state, the numbers of the facts that hold in it; several states can share them.
    arcs
        By decision maker, the pairs of states between which it can move in one turn.
    states
        By state, the state of the process that stands for it; the first is the start.
    complete
        Whether every state was followed up; if not, there are more than `MOST_STATES`.
    """

    makers: tuple[str, ...]
    facts: tuple[Fact, ...]
    holds: tuple[tuple[int, ...], ...]
    arcs: Mapping[str, tuple[tuple[int, int], ...]]
    states: tuple[State, ...]
    complete: bool


def cut(process: Process, most: int = MOST_STATES) -> Cut:
    """Return the process cut to what orderings speak of.

    Parameters
    ----------
    process
        The process of an arrangement, with its option laid over it.
    most
        How many states are followed up.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> found = cut(Process(option(read(text_of("ukraine-2025")), "immediate-membership")))
    >>> found.makers, found.holds[0]
    (('UKR', 'RUS', 'NATO'), ())
    """
    return _Walk(process).followed(most)


class _Walk:
    def __init__(self, process: Process) -> None:
        self.process, self.clauses = process, process.clauses
        self.owner = _owners(process)
        self.makers = tuple(dict.fromkeys(m for m in self.owner.values() if m))
        self.idle = _idle(process) | idle_deeds(process.arrangement)

    def followed(self, most: int) -> Cut:
        start = self._by_itself(self.process.start)
        number = {_key(start): 0}
        states, arcs = [start], {maker: list[tuple[int, int]]() for maker in self.makers}
        waiting, complete = deque([0]), True
        while waiting:
            here = waiting.popleft()
            for maker in self.makers:
                for there in self._turns(states[here], maker):
                    key = _key(there)
                    if key not in number:
                        if len(states) == most:
                            complete = False
                            continue
                        number[key] = len(states)
                        states.append(there)
                        waiting.append(number[key])
                    if number[key] != here:
                        arcs[maker].append((here, number[key]))
        known, holds = facts(self.process, states)
        able = tuple(maker for maker in self.makers if arcs[maker])
        alike = alike_states(holds, [arcs[maker] for maker in able])
        first = [alike.index(group) for group in range(max(alike) + 1)]
        kept = {
            maker: tuple(
                sorted({(alike[a], alike[b]) for a, b in arcs[maker] if alike[a] != alike[b]})
            )
            for maker in able
        }
        return Cut(
            able,
            known,
            tuple(holds[at] for at in first),
            kept,
            tuple(states[at] for at in first),
            complete,
        )

    # A turn --------------------------------------------------------------------------------

    def _turns(self, state: State, maker: str) -> Iterator[State]:
        """Yield what one decision maker can bring about in a turn, after what then follows."""
        seen = {_key(state)}
        edge = [(state, frozenset[str]())]
        for _ in range(_AT_ONCE):
            beyond = []
            for here, used in edge:
                for kind, there in self._deeds(here, maker, used):
                    settled = self._by_itself(self._run_out(there, maker))
                    if _key(settled) not in seen:
                        seen.add(_key(settled))
                        yield settled
                        beyond.append((settled, used | {kind}))
            edge = beyond

    def _deeds(self, state: State, maker: str, used: frozenset[str]) -> Iterator[tuple[str, State]]:
        """Yield each single thing that the decision maker can do, and the state after it."""
        for move in self._rested(state, maker):
            here, act = move
            if act.kind in ("allege", "open", "perform", "undo") and act.clause in self.idle:
                continue
            if self.owner.get(act.actor) == maker and act.kind != "ballot":
                kind = f"{act.kind} {act.actor if act.kind == 'conduct' else act.clause}"
                if act.kind != "decline" and kind not in used:
                    yield kind, self._all_of(here, maker, act)
        for at, course in enumerate(state.record.procedures):
            if course.progress is Progress.OPEN and f"vote {at}" not in used:
                for choice in ("yes", "no"):
                    after = self._voted(state, maker, at, choice)
                    if after is not None:
                        yield f"vote {at}", after

    def _rested(self, state: State, maker: str) -> Iterator[tuple[State, Move]]:
        """Yield the moves that there are, on the next day where conduct has changed today."""
        for move in self.process.acts(state):
            if move.kind != "conduct":
                yield state, move
        tomorrow = state
        if any(since >= state.day for since in state.world.since):
            wait = Move("wait", until=state.day + 1)
            if self.process.refusal(state, wait) is None:
                tomorrow = self.process.after(state, wait)
        index, conduct = self.clauses.index, self.process.arrangement.conduct
        for (actor, target), at in index.fronts.items():
            if self.owner[actor] == maker and not self._defends(tomorrow, actor):
                against = target if index.several(actor) else ""
                for act in conduct[actor].acts[tomorrow.world.peak[at] + 1 :]:
                    move = Move("conduct", actor, act.act, against=against)
                    if self.process.refusal(tomorrow, move) is None:
                        yield tomorrow, move

    def _defends(self, state: State, actor: str) -> bool:
        """Say whether a beneficiary has been acted against: what it does by force is defence."""
        parties = self.process.arrangement.parties
        return parties[actor].role == "beneficiary" and any(
            state.world.peak[at] > 0 and parties[other].role == "adversary"
            for (other, _), at in self.clauses.index.fronts.items()
        )

    def _all_of(self, state: State, maker: str, move: Move) -> State:
        """Make the move; where several owe a response, all that act as one give it together."""
        state = self.process.after(state, move)
        if move.kind == "honour":
            for other in list(self.process.acts(state)):
                same = (other.kind, other.clause) == (move.kind, move.clause)
                if same and self.owner.get(other.actor) == maker:
                    state = self.process.after(state, other)
        return state

    def _voted(self, state: State, maker: str, at: int, choice: str) -> State | None:
        """Return the state after all of a decision maker's ballots, step after step."""
        before = state
        while state.record.procedures[at].progress is Progress.OPEN:
            course = state.record.procedures[at]
            step = self.clauses.steps[at][course.step]
            mine = [label for label in step.electorate.classes if self._whose(step, label) == maker]
            if not mine or _silently(step):
                break
            after = self._ballots(state, at, mine, choice)
            if after.record.procedures[at] == course and choice == "yes":
                after = self._run_out(after, maker)
            if after.record.procedures[at] == course:
                break
            state = after
            if choice == "no":
                break
        return None if state is before else state

    def _ballots(self, state: State, at: int, classes: list[str], choice: str) -> State:
        step, clause = state.record.procedures[at].step, self.clauses.procedure_ids[at]
        for label in classes:
            move = Move("ballot", label, clause, choice)
            while (
                state.record.procedures[at].progress is Progress.OPEN
                and state.record.procedures[at].step == step
                and self.process.refusal(state, move) is None
            ):
                state = self.process.after(state, move)
        return state

    def _run_out(self, state: State, maker: str) -> State:
        """Let time pass until what the decision maker itself has set running is over.

        That is a notice of withdrawal that it gave, and a step of its own that silence passes.
        """

        def running(now: State) -> list[object]:
            notices = [
                (at, life.standing)
                for at, life in enumerate(now.record.instruments)
                if life.standing is Standing.NOTICE_GIVEN
            ]
            return [*notices, *self._own_steps(now, maker)]

        begun, today = running(state), state
        for _ in range(_PATIENCE if begun else 0):
            moves = self.process.moves(today)
            if not moves or moves[-1].kind != "wait":
                break
            today = self.process.after(today, moves[-1])
            if running(today) != begun:
                return today
        return state

    def _own_steps(self, state: State, maker: str) -> Iterator[tuple[int, int]]:
        for at, course in enumerate(state.record.procedures):
            if course.progress is Progress.OPEN:
                step = self.clauses.steps[at][course.step]
                owners = {self._whose(step, label) for label in step.electorate.classes}
                if step.within is not None and owners == {maker} and step.on_timeout != "lapse":
                    yield at, course.step

    # What nobody decides -------------------------------------------------------------------

    def _by_itself(self, state: State) -> State:
        """Return the state after monitors have told what is so, and silence has had its effect."""
        for _ in range(_PATIENCE):
            before = state
            for at, course in enumerate(state.record.procedures):
                if course.progress is Progress.OPEN:
                    state = self._unowned(state, at)
            if state is before:
                return state
        return state

    def _unowned(self, state: State, at: int) -> State:
        course = state.record.procedures[at]
        if course.progress is not Progress.OPEN:
            return state
        step = self.clauses.steps[at][course.step]
        if _silently(step):
            for _ in range(_PATIENCE):
                moves = self.process.moves(state)
                if not moves or moves[-1].kind != "wait":
                    break
                state = self.process.after(state, moves[-1])
                now = state.record.procedures[at]
                if (now.progress, now.step) != (course.progress, course.step):
                    break
            return state
        asking = self._asking(at)
        nobodys = [
            label
            for label in step.electorate.classes
            if (self._whose(step, label) in asking and len(step.electorate.classes) == 1)
            or not self._whose(step, label)
        ]
        finds = step.step.finds
        true = finds is None or state.world.breached[self.clauses.index.norms[finds]]
        after = self._ballots(state, at, nobodys, "yes" if true else "no")
        return state if after.record == state.record else after

    def _asking(self, at: int) -> set[str]:
        """Return those who asked for what a procedure brings: they take it when it comes."""
        text = self.clauses.procedures[at][0]
        return {*text.opens.by, *(effect.admit for effect in text.then if effect.admit)}

    def _whose(self, step: CompiledStep, label: str) -> str:
        """Return the decision maker that casts the ballots of a class; none for monitors."""
        members = step.electorate.classes[label]
        by = step.step.by
        owner = self.owner.get(members[0], "")
        return owner or (self.owner.get(by, "") if by in self.clauses.arrangement.bodies else "")


def _silently(step: CompiledStep) -> bool:
    """Say whether a step passes by itself unless all who can stop it object together."""
    electorate = step.electorate
    if step.within is None or not electorate.passes(electorate.blank):
        return False
    if sum(map(len, electorate.classes.values())) < 2:
        return False
    alone = (electorate.add(electorate.blank, label, "no") for label in electorate.classes)
    return all(electorate.passes(tally) for tally in alone)


def _idle(process: Process) -> set[str]:
    """Return the procedures from which nothing follows and of which no clause speaks."""
    a = process.arrangement
    atoms = [atom for condition in conditions_in(a) for atom in condition.atoms()]
    named = {name for atom in atoms for name in (atom.done, atom.open, atom.lapsed, atom.alleged)}
    return {
        name
        for name, text in a.procedures.items()
        if not text.then
        and not any(step.finds for step in text.steps)
        and not {name, text.opens.alleging or name} & named
    }


def _owners(process: Process) -> dict[str, str]:
    """Return by actor who decides for it: a party for its members; nobody for monitors."""
    a = process.arrangement
    found: dict[str, str] = {}
    for name, party in a.parties.items():
        silent = party.role in _SILENT and name not in a.conduct
        found.setdefault(name, "" if silent else name)
    for name, party in a.parties.items():
        for member in party.members:
            found.setdefault(member, name)
    for name, body in a.bodies.items():
        for member in body.members:
            found.setdefault(member, name)
        found.setdefault(name, name)
    return found


def _key(state: State) -> tuple[object, ...]:
    """Return what a state is without its days."""
    world, record = state.world, state.record
    return (
        world.rung,
        world.peak,
        world.breached,
        record.performed,
        record.signed,
        tuple(life.standing for life in record.instruments),
        record.alleged,
        record.found,
        tuple((course.progress, course.step, course.tally) for course in record.procedures),
        record.admitted,
        tuple(
            (g.activated, g.forfeited, g.casus != NEVER, g.answers, g.earlier)
            for g in record.guarantees
        ),
    )
