"""Compile an arrangement with its stakes to a game: fold the play into a tree, from its ends up.

Equal situations are unrolled once, and equal continuations are one node. Payoffs and chances are
named parameters (`foedus.deterrence.chances`), so the tree is the same for every draw.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from foedus.deterrence.agenda import Agenda
from foedus.deterrence.chances import Chances
from foedus.deterrence.contests import Form
from foedus.deterrence.counts import Counts, counted
from foedus.deterrence.groups import Days
from foedus.deterrence.reduction import Reduction
from foedus.deterrence.samples import Samples
from foedus.deterrence.scoring import Outcome, Scores
from foedus.deterrence.sides import DeterrenceError, signatories
from foedus.deterrence.situation import Choice, End, Lottery, Situation
from foedus.deterrence.timing import Timing
from foedus.deterrence.turns import MOST, Play, came
from foedus.games import Builder, Chance, Decision, Induction, Tree
from foedus.language import Arrangement
from foedus.process import Process


@dataclass(frozen=True)
class Game:
    """A compiled game, with the way back from its tree to the story.

    Attributes
    ----------
    play
        Whose turn it is in a situation, and where each move leads.
    chances
        Computes every parameter of the tree from draws.
    tree
        The game.
    outcomes
        By label of a terminal node: how the story ended.
    counts, induction
        What is counted at its ends, and the tree as arrays with it; no arrays where some party
        knows what others do not.
    reduction, plain
        Tells which situations are alike, and the keys of those that are no node of the tree,
        because every move there leads to the same.
    """

    play: Play
    chances: Chances
    tree: Tree
    outcomes: dict[str, Outcome]
    counts: Counts
    induction: Induction | None
    reduction: Reduction
    plain: frozenset[Hashable]

    @property
    def start(self) -> Situation:
        """The situation at the root."""
        return self.play.agenda.start


def compile_game(
    arrangement: Arrangement,
    occasions: Sequence[int],
    samples: Samples,
    form: Form = "stated",
    days: Days | None = None,
) -> Game:
    """Return the game of an arrangement, played on `occasions`.

    Parameters
    ----------
    arrangement
        The arrangement, with its option laid over it.
    occasions
        Days on which conduct is chosen, from the arrangement without an option.
    samples
        What is known of the steps that somebody decides, by procedure and number.
    form
        How fights end: as the file states, or by a contest function of its forces.
    days
        Who chooses on each day of an occasion, from the arrangement without an option.

    Raises
    ------
    DeterrenceError
        When there is nothing at stake, or nobody says whether a guarantee is honoured.
    """
    _check(arrangement)
    process = Process(arrangement)
    chances = Chances(arrangement, Timing(arrangement, samples), form)
    play = Play(Agenda(process, occasions, days), chances)
    fold = _Fold(play, Scores(process, chances))
    with _unrolling():
        root = fold.node(play.agenda.start)
    tree = fold.builder.tree(root)
    counts = counted(arrangement, fold.outcomes)
    induction = None
    if tree.perfect_information:
        opening = _opening(tree, len(signatories(arrangement)))
        induction = Induction.of(tree, counts.columns, opening)
    plain = frozenset(fold.plain)
    return Game(play, chances, tree, fold.outcomes, counts, induction, fold.reduction, plain)


@contextmanager
def _unrolling() -> Iterator[None]:
    """Look for no garbage: what unrolling makes is all kept.

    Nor is it looked for as soon as that is over: what was made counts as old at once.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():  # what somebody else froze stays so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _opening(tree: Tree, signatories: int) -> int:
    """Return the node at which all have signed."""
    number = tree.root
    for left in range(signatories, 0, -1):
        for kind in (
            (Chance, Decision) if left > 1 else (Decision,)
        ):  # who is next, and that it does
            node = tree.nodes[number]
            assert isinstance(node, kind)
            number = node.children[0]
    return number


def _check(a: Arrangement) -> None:
    if not a.stakes:
        says = "the file says nothing of stakes: write what each party gains and loses (stakes)"
        raise DeterrenceError(says)
    for name, g in a.guarantees.items():
        if g.honour is None and len(g.owed_by) > MOST:
            raise DeterrenceError(
                f"guarantees.{name}: {len(g.owed_by)} parties that each decide are too many to ask "
                f"in every order; at most {MOST} can be. Write 'honour', or one party with members"
            )
        if g.honour is None and not set(g.owed_by) <= set(a.stakes):
            has = "has" if len(g.owed_by) == 1 else "have"
            raise DeterrenceError(
                f"guarantees.{name}: nothing says whether it is honoured; write 'honour', or what "
                f"{' and '.join(g.owed_by)} {has} at stake, so that each decides for itself"
            )


class _Fold:
    """Unrolls the play depth first, remembering the node of each situation."""

    def __init__(self, play: Play, scores: Scores) -> None:
        self.play, self.scores = play, scores
        self.builder = Builder(scores.players, play.arrangement.title)
        self.outcomes: dict[str, Outcome] = {}
        self.plain: set[Hashable] = set()
        self.secrets = play.secrets
        self.reduction = Reduction(play.agenda, scores)
        self._nodes: dict[Hashable, int] = {}
        self._labels: dict[Outcome, str] = {}
        self._public: dict[Hashable, Situation] = {}

    def node(self, start: Situation) -> int:
        """Return the node of the turn that comes next from `start`.

        However deep the play is, nothing is called from within what it waits for.
        """
        waiting, found = [self._folding(start, self.reduction.key(start))], -1
        while waiting:
            try:
                after = next(waiting[-1]) if found < 0 else waiting[-1].send(found)
            except StopIteration as done:
                found = done.value
                waiting.pop()
                continue
            first = self.reduction.key(after)
            found = self._nodes.get(first, -1)
            if found < 0:
                waiting.append(self._folding(after, first))
        return found

    def _folding(self, start: Situation, first: Hashable) -> Generator[Situation, int, int]:
        """Ask for the nodes of the situations that a turn can lead to, and return its own."""
        at, turn = self.play.turn(start)
        key = first if at is start else self.reduction.key(at)
        node = self._nodes.get(key)
        if node is None:
            moves: dict[str, int] = {}
            for label, after in _ways(turn):
                child = yield after
                moves[label] = self._next(at, after, child)
            node = self._nodes[key] = self._built(at, turn, moves)
            if node in moves.values():  # every move leads to the same
                self.plain.add(key)
        self._nodes[first] = node = self._paid(start, at, node)
        return node

    def _paid(self, before: Situation, after: Situation, node: int) -> int:
        """Return a node with what is paid on the way to it before it."""
        if before.state is after.state:
            return node
        due = self.scores.between(before.state, after.state)
        return node if due is None else self.builder.paid(due, node)

    def _next(self, at: Situation, after: Situation, node: int) -> int:
        """Return what follows a move, what it costs included."""
        node = self._paid(at, after, node)
        what = came(self.play, at, after)
        if not what or at.crisis is None:
            return node
        by = self.play.guarantees[at.crisis.guarantee][1].against
        return self.builder.paid(self.scores.of_threat(what, by), node, what)

    def _built(self, at: Situation, turn: Choice | Lottery | End, moves: dict[str, int]) -> int:
        """Return the node of a turn whose moves lead to these."""
        if isinstance(turn, End):
            outcome = self.scores.outcome(at)
            if outcome not in self._labels:
                self._labels[outcome] = repr(outcome)
                self.outcomes[self._labels[outcome]] = outcome
            label = self._labels[outcome]
            return self.builder.terminal(self.scores.payoffs(at), label)
        if isinstance(turn, Choice) and self.secrets:
            return self.builder.decision(turn.player, moves, self._seen(at, turn))
        if len(set(moves.values())) == 1:
            return next(iter(moves.values()))
        if isinstance(turn, Choice):
            return self.builder.decision(turn.player, moves)
        chances = {label: chance for label, chance, _ in turn.draws}
        return self.builder.chance({label: (chances[label], to) for label, to in moves.items()})

    def _seen(self, at: Situation, turn: Choice) -> Hashable:
        """Return what the party that chooses can tell apart: not what others are resolved to do."""
        own = tuple(
            r for r, party in zip(at.resolved, self.secrets, strict=True) if party == turn.player
        )
        public = at._replace(resolved=(), due=())
        first = self._public.setdefault(self.reduction.key(public), public)
        return (turn.about, own, first)


def _ways(turn: Choice | Lottery | End) -> Iterable[tuple[str, Situation]]:
    """Return what can be done, or can come, and the situation that each leads to."""
    if isinstance(turn, Choice):
        return turn.menu
    draws = turn.draws if isinstance(turn, Lottery) else ()
    return [(label, after) for label, chance, after in draws if chance.terms]
