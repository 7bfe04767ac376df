"""The one walk: from a supposition, can a goal come, by which play, and who can keep it away.

Every answer about what is owed, when and by whom asks here, and walks nothing by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain

from foedus.process.exploration import (
    ACTED,
    MOST_STATES,
    Batch,
    Graph,
    Hour,
    Projection,
    Rules,
    Scope,
    TimedGraph,
    becoming_breaches,
    fewest_to_stop,
    others_to_stop,
    scope,
)
from foedus.process.process import Process
from foedus.process.state import State
from foedus.process.walk.acting import acting_together
from foedus.process.walk.beside import leavers, taken_away
from foedus.process.walk.forcing import Contest, Opposed, forced
from foedus.process.walk.goals import Goal
from foedus.process.walk.lasting import lasting
from foedus.process.walk.letting import Lets, Willing, opposing, willing_of
from foedus.process.walk.outset import acted, concluded, left_unsigned, renewed
from foedus.process.walk.play import Play
from foedus.process.walk.seasons import at_best
from foedus.process.walk.supposition import Supposition
from foedus.process.walk.turning import Nights, nights
from foedus.process.walk.winning import winning

_HELP = ("perform", "sign", "allege", "open", "honour", "decline")
"""What somebody with standing must do for a goal to come; ballots and time come besides."""
_Asked = tuple[State, Goal, frozenset[tuple[str, str]], frozenset[tuple[str, int]]]


class Walk:
    """An arrangement, asked what can come of a supposition.

    Parameters
    ----------
    process
        The process of the arrangement.
    most
        How many states a contest of two sides may hold; its graph then says that it is incomplete.
    patience
        Called now and then in a contest with the states found and those waiting; when it says no,
        the graph is left incomplete.

    unsigned
        Treaties that nobody is taken to sign; those with which less would come when left out.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> from foedus.process.walk import owed
    >>> case = option(read(text_of("ukraine-2025")), "immediate-membership")
    >>> walk = Walk(Process(case))
    >>> attack = Supposition(by="RUS", act="attack", against="UKR")
    >>> play = walk.comes(attack, owed(walk.process, "article-5"))
    >>> play.end.day, walk.blockers(attack, owed(walk.process, "article-5"))
    (0, ())
    """

    def __init__(
        self,
        process: Process,
        *,
        most: int = MOST_STATES,
        patience: Callable[[int, int], bool] | None = None,
        unsigned: frozenset[str] | None = None,
    ) -> None:
        self.process = process
        self._unsigned = unsigned
        self._most, self._patience = most, patience
        self._projections: dict[Scope, Projection] = {}
        self._outsets: dict[Supposition, Play] = {}
        self._shortest: dict[_Asked, tuple[Batch, ...] | None] = {}

    # Where a supposition begins ---------------------------------------------------------------

    def outset(self, supposition: Supposition) -> Play:
        """Return the play up to and with the act that is supposed.

        What waits for a signature is signed first, and what waits for a day is waited for, where
        more can come of the act then; what happens before that is told by the play.

        Raises
        ------
        foedus.process.IllegalMoveError
            When the act is not on the ladder of the one who is supposed to act.
        """
        first = replace(supposition, refusing=frozenset())
        if first not in self._outsets:
            self._outsets[first] = (renewed if first.renewed else acted)(self, first)
        return self._outsets[first]

    @cached_property
    def unsigned(self) -> frozenset[str]:
        """The treaties that are taken to stay unsigned: with them less would come of an act."""
        return self._unsigned if self._unsigned is not None else left_unsigned(self.process)

    @cached_property
    def concluded(self) -> Play:
        """The shortest play to the day on which all others that wait for it are signed."""
        return concluded(self)

    def signs(self, supposition: Supposition) -> bool:
        """Say whether something is signed, and what that needs done, before the act."""
        return bool(self.concluded.steps) and not at_best(self, supposition).unsigned

    @cached_property
    def nights(self) -> Nights:
        """The states before and after each night in which something begins or ends by itself."""
        return nights(self)

    @property
    def turns(self) -> tuple[int, ...]:
        """The first day after the signatures, and those on which something begins or ends."""
        return (self.concluded.end.day, *self.nights)

    # Whether a goal can come ------------------------------------------------------------------

    def comes(
        self, supposition: Supposition, goal: Goal, barred: frozenset[Willing] = frozenset()
    ) -> Play | None:
        """Return the shortest play in which `goal` comes about; ``None`` where it never does.

        The earliest day counts first, then the fewest acts. Those who refuse do nothing that
        helps, and the goal must come whatever else they do. What is barred, nobody does.
        """
        outset, refusing = self.outset(supposition), self._labels(supposition.refusing)
        if refusing and not self._despite(supposition, goal, refusing):
            return None
        return self.reach(outset, goal, barred, refusing=refusing)

    def comes_anyway(self, supposition: Supposition, goal: Goal) -> bool:
        """Say whether `goal` can come from where the act would be done, without the act."""
        before = Play((), self.outset(supposition).steps[-1][0])
        return self.reach(before, goal) is not None

    def day(self, supposition: Supposition, goal: Goal, play: Play) -> int:
        """Return how many days after the act `goal`, which holds at the end of `play`, has held."""
        act = len(self.outset(supposition).steps)
        begun = self.outset(supposition).end.day
        after = Play(play.steps[act:], play.end)
        return max(after.since(self.process, goal.holds) - begun, 0)

    def reach(
        self,
        play: Play,
        goal: Goal,
        barred: frozenset[Willing] = frozenset(),
        *,
        refusing: Mapping[str, int] = {},
        hour: Hour = ACTED,
    ) -> Play | None:
        """Return `play` with the shortest way on to `goal`, by others than those who refuse."""
        key = (play.end, goal, barred, frozenset(refusing.items()))
        if key not in self._shortest:
            graph = TimedGraph(
                self.sliced(goal),
                play.end,
                hour=hour,
                rules=Rules(
                    allowed=Lets(self.process, refusing, barred),
                    resisting=refusing,
                    leaving=False,
                ),
                stop=goal.holds,
                hasty=True,
            )
            batches = None if graph.stopped is None else graph.path(graph.stopped)
            self._shortest[key] = batches
        found = self._shortest[key]
        return None if found is None else play.through(self.process, found)

    def _despite(self, s: Supposition, goal: Goal, refusing: Mapping[str, int]) -> bool:
        """Say whether the others bring `goal` about whatever those who refuse do."""
        start = self.outset(s).end
        beside = self._beside(s, goal, refusing) if goal.holds(start) else ()
        begun = (start, *(play.end for play in beside))
        return all(self._wins(s, state, goal, refusing) for state in begun)

    def _wins(self, s: Supposition, start: State, goal: Goal, refusing: Mapping[str, int]) -> bool:
        hour, rules = self._rules(s, goal, refusing)
        graph = TimedGraph(self.sliced(goal), start, hour=hour, rules=rules)
        return winning(graph, goal.holds, Opposed(self.process, refusing)).starts()

    def _rules(self, s: Supposition, goal: Goal, against: Mapping[str, int]) -> tuple[Hour, Rules]:
        lasts = lasting(self.sliced(goal), goal.holds, against)
        return opposing(self.process, goal.holds, against, self.bystanders(s, goal), lasts)

    def _beside(self, s: Supposition, goal: Goal, refusing: Mapping[str, int]) -> Iterator[Play]:
        """Yield what those who refuse do on the day of the act that takes `goal` away."""
        start, read = self.outset(s).end, scope(self.process, goal.items)
        acting = self.bystanders(s, goal)
        doers = {self.process.arrangement.deeds[name].by for name in read.names("deed")}
        leaving = leavers(self.process, read)
        able = {who for who in refusing if who in acting or who in doers or who in leaving}
        if not able:
            return
        for play in taken_away(self.process, start, goal.holds, read, able):
            moves = [move for _, move in play.steps if move.kind == "conduct"]
            if all(move.actor in acting for move in moves):
                yield play

    def bystanders(self, supposition: Supposition, goal: Goal) -> frozenset[str]:
        """Return whose acts bear on `goal` besides those of the one who acts and of its victim."""
        read = scope(self.process, goal.items)
        return frozenset(read.actors) - {supposition.by, supposition.against}

    def _contest(
        self, s: Supposition, start: State, goal: Goal, refusing: Mapping[str, int]
    ) -> Contest:
        hour, rules = self._rules(s, goal, refusing)
        graph = Graph(
            self.sliced(goal),
            start,
            hour=hour,
            rules=rules,
            most=self._most,
            patience=self._patience,
        )
        sides = Opposed(self.process, refusing)
        return Contest(graph, forced(graph, goal.holds, sides), sides, goal.holds)

    def contest(self, supposition: Supposition, goal: Goal, against: Mapping[str, int]) -> Contest:
        """Set so many members of each class, or parties, against all others about `goal`."""
        start = self.outset(supposition).end
        if goal.holds(start):
            for play in self._beside(supposition, goal, against):
                found = self._contest(supposition, play.end, goal, against)
                if not found.ours:
                    return found._replace(before=play.steps)
        return self._contest(supposition, start, goal, against)

    def sliced(self, goal: Goal) -> Projection:
        """Return the process as far as `goal` reads it, and what makes an act a breach for it."""
        read = scope(self.process, [*goal.items, *becoming_breaches(self.process, goal.items)])
        if read not in self._projections:
            self._projections[read] = Projection(self.process, read, leaving=False)
        return self._projections[read]

    def _labels(self, names: Iterable[str]) -> dict[str, int]:
        """Return those named as the process counts them: by class where it counts by class."""
        counted = Counter(label for name in set(names) for label in self._classes(name))
        return dict(counted)

    def _classes(self, name: str) -> frozenset[str]:
        steps = chain.from_iterable(self.process.clauses.steps)
        labels = {compiled.electorate.label_of(name) for compiled in steps}
        return frozenset({name, *(label for label in labels if label is not None)})

    # Who can keep it away ---------------------------------------------------------------------

    def blockers(self, supposition: Supposition, goal: Goal) -> tuple[str, ...]:
        """Return everyone who alone can keep `goal` from coming, though all others help.

        Members are named one by one: each of them could do it. Empty when nobody can, and when the
        goal cannot come even if everybody helps.
        """
        if self.comes(supposition, goal) is None:
            return ()
        part = self.candidates(goal, supposition).items()
        found = [m for label, m in part if not self._despite(supposition, goal, {label: 1})]
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def groups(self, supposition: Supposition, goal: Goal) -> tuple[Mapping[str, int], ...]:
        """Return smallest groups that can keep `goal` away together, by class with their number.

        For each step those that stop it, where that is enough; without any single blocker. Where
        there is neither, parties that take it away by what each of them does.
        """
        if self.comes(supposition, goal) is None:
            return ()
        alone = set(self.blockers(supposition, goal))
        labels = self.candidates(goal, supposition)
        single = {label for label, members in labels.items() if alone & set(members)}
        found: list[Mapping[str, int]] = []
        for name in sorted(self.sliced(goal).scope.names("procedure")):
            for compiled in self.process.clauses.steps[self.process.clauses.index.procedures[name]]:
                group = fewest_to_stop(compiled)
                if not group or group in found or single & set(group):
                    continue
                if not self._despite(supposition, goal, group):
                    found += [group, *others_to_stop(compiled, group, single)]
        if not found and not alone:
            parties = [label for label, members in labels.items() if members == (label,)]
            stays = partial(self._despite, supposition, goal)
            found = acting_together(parties, stays, lambda g: self._idly(supposition, goal, g))
        return tuple(sorted(found, key=lambda group: (sum(group.values()), sorted(group))))

    def _idly(self, s: Supposition, goal: Goal, refusing: Mapping[str, int]) -> bool:
        """Say whether `goal` can come if those who refuse do nothing."""
        return self.reach(self.outset(s), goal, refusing=refusing) is not None

    def needed(self, supposition: Supposition, goal: Goal) -> tuple[str, ...]:
        """Return parties that keep `goal` away together by doing nothing, none of them alone.

        They alone may open, sign or perform what it takes, and none of them can be spared: without
        them, all others who help do not bring it about. Empty where one can alone, and where the
        goal cannot come.
        """
        s = supposition
        if self.comes(s, goal) is None or self.blockers(s, goal):
            return ()
        labels = self.candidates(goal, s)
        group = {label: 1 for label, members in labels.items() if members == (label,)}
        if not group or self._despite(s, goal, group):
            return ()
        if self._idly(s, goal, group):
            return ()
        for label in sorted(group):
            fewer = {other: 1 for other in group if other != label}
            if fewer and not self._idly(s, goal, fewer):
                group = fewer
        return tuple(group)

    def forces(self, supposition: Supposition, goal: Goal, coalition: Iterable[str]) -> bool:
        """Say whether those named bring `goal` about whatever all others do."""
        own = self._labels(coalition)
        part = self.candidates(goal, supposition)
        sizes = {label: len(members) for label, members in part.items()}
        others = {label: size - own.get(label, 0) for label, size in sizes.items()}
        others = {label: size for label, size in others.items() if size > 0}
        return self._despite(supposition, goal, others)

    def candidates(
        self, goal: Goal, supposition: Supposition | None = None
    ) -> dict[str, tuple[str, ...]]:
        """Return who has a part in bringing `goal` about: parties, and members by class.

        With the act that is supposed, also a third power that could take it away by joining in, and
        whoever may leave at once what it hangs on.
        """
        a, clauses = self.process.arrangement, self.process.clauses
        read = self.sliced(goal).scope
        labels: dict[str, tuple[str, ...]] = {}
        for name in sorted(read.names("procedure")):
            labels |= {by: (by,) for by in a.procedures[name].opens.by if by not in labels}
            for compiled in clauses.steps[clauses.index.procedures[name]]:
                for label, members in compiled.electorate.classes.items():
                    if not compiled.step.escrowed:
                        labels.setdefault(label, members)
        for name in sorted(read.names("instrument")):
            if a.instruments[name].status == "proposed":
                labels |= {p: (p,) for p in clauses.signatories(name) if p not in labels}
        for name in sorted(read.names("deed")):
            labels.setdefault(a.deeds[name].by, (a.deeds[name].by,))
        for name in sorted(read.names("answers")):
            labels |= {by: (by,) for by in a.guarantees[name].owed_by if by not in labels}
        if supposition is not None:
            at_once = goal.holds(self.outset(supposition).end)
            leaving = leavers(self.process, read) if at_once else ()
            for name in (*sorted(self.bystanders(supposition, goal)), *sorted(leaving)):
                labels.setdefault(name, (name,))
        return labels

    # All the ways -----------------------------------------------------------------------------

    def willing(self, supposition: Supposition, goal: Goal) -> frozenset[Willing]:
        """Return every allegation, opening, signature, deed and answer by which `goal` can come.

        They are those of the shortest play, of the shortest that does without one of them, and so
        on, until there is no other.
        """
        outset = self.outset(supposition)
        begun = len(outset.steps)
        found: set[Willing] = set()
        pending: list[frozenset[Willing]] = [frozenset()]
        seen: set[frozenset[Willing]] = set()
        while pending:
            barred = pending.pop()
            if barred in seen:
                continue
            seen.add(barred)
            play = self.reach(outset, goal, barred)
            if play is None:
                continue
            used = {willing_of(move) for _, move in play.steps[begun:] if move.kind in _HELP}
            found |= used
            pending += [barred | {one} for one in sorted(used)]
        return frozenset(found)
