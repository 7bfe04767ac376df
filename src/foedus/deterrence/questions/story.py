"""Walk a solved game along the process: the likeliest story, move by move, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import Game
from foedus.deterrence.situation import Choice, End, Lottery, Question, Situation
from foedus.deterrence.turns import Log
from foedus.games import Chance, Decision, Solution, Terminal, evaluate
from foedus.process import Answer, Kind, Move

Array = NDArray[np.float64]


class Scene(NamedTuple):
    """One turn of the story.

    Parameters
    ----------
    at
        The situation.
    player
        Who chooses; empty where nature moves.
    about
        What is asked.
    took
        What is done.
    chances
        The chance of each answer.
    worth
        What each answer is worth to the player; empty where nature moves.
    stakes
        By answer: what each stake of the player contributes, on average.
    """

    at: Situation
    player: str
    about: Question
    took: str
    chances: Mapping[str, float]
    worth: Mapping[str, float]
    stakes: Mapping[str, Mapping[str, float]]


class Story(NamedTuple):
    """A story, from the start to its end, with every move that it is made of."""

    scenes: tuple[Scene, ...]
    moves: tuple[tuple[int, Move], ...]
    end: Situation


class Ledger:
    """What every stake contributes at every node, for one instance of a solved game.

    Parameters
    ----------
    game
        The compiled game.
    solution
        A solution of one instance.
    params
        Its parameters, each of shape (1,).
    """

    def __init__(self, game: Game, solution: Solution, params: Mapping[str, Array]) -> None:
        self.game, self.solution = game, solution
        self.numbers = evaluate(game.tree, params)
        self.names = sorted(n for n in game.tree.names if n.startswith(("stakes.", "refusing.")))
        place = {name: i for i, name in enumerate(self.names)}
        worth = np.array([float(np.ravel(params[name])[0]) for name in self.names])
        rows: list[Array] = []
        for number, node in enumerate(game.tree.nodes):
            if isinstance(node, Terminal):
                row = np.zeros(len(self.names))
                for payoff in node.payoffs:
                    for name in payoff.names:
                        row[place[name]] = worth[place[name]]
            else:
                p = self.chances(number)
                row = sum((x * rows[c] for x, c in zip(p, node.children, strict=True)), 0 * worth)
            rows.append(np.asarray(row))
        self._rows = rows

    def chances(self, number: int) -> list[float]:
        """Return the chance of each move at a node that is no end."""
        node = self.game.tree.nodes[number]
        if isinstance(node, Chance):
            return [float(x) for x in self.numbers.chance[number][:, 0]]
        if isinstance(node, Decision):
            return [float(x) for x in self.solution.profile[node.infoset][:, 0]]
        return []

    def stakes(self, number: int, player: str) -> dict[str, float]:
        """Return what each stake of `player` contributes at a node, by label."""
        head, war = f"stakes.{player}.", f"refusing.{player}"
        return {
            "the present war" if name == war else name.removeprefix(head): float(x)
            for name, x in zip(self.names, self._rows[number], strict=True)
            if name.startswith(head) or name == war
        }


def likeliest(game: Game, ledger: Ledger) -> Story:
    """Return the story in which every choice, and every move of nature, is the likeliest one.

    It is told as if all had signed, whether or not that is likely.
    """
    scenes: list[Scene] = []
    at, number = game.start, game.tree.after(game.tree.root)
    log: Log = [(at.state.day, move) for move in game.play.agenda.signatures]
    while True:
        at, turn = game.play.turn(at, log)
        if isinstance(turn, End):
            return Story(tuple(scenes), tuple(log), at)
        plain = game.reduction.key(at) in game.plain
        branches = list(_branches(turn))
        if plain:
            pick = _uneventful(game, at, turn)
        else:
            scene, pick = _scene(ledger, number, at, turn, [label for label, _ in branches])
            scenes.append(scene)
            node = game.tree.nodes[number]
            assert not isinstance(node, Terminal)
            number = game.tree.after(node.children[pick])
        label, after = branches[pick]
        log += moves_of(game, at, turn, label, after)
        at = after


def _branches(turn: Choice | Lottery) -> Iterator[tuple[str, Situation]]:
    """Yield the branches that are in the tree: those of chance zero were left out."""
    if isinstance(turn, Choice):
        yield from turn.menu
        return
    for label, chance, after in turn.draws:
        if chance.terms:
            yield label, after


def _uneventful(game: Game, at: Situation, turn: Choice | Lottery) -> int:
    """Where every move leads to the same, take the one that changes nothing."""
    if not isinstance(turn, Choice):
        return 0
    labels = [label for label, _ in turn.menu]
    if turn.about.kind == "conduct":
        return labels.index(
            game.play.clauses.act_of(at.state, turn.about.actor, turn.about.against)
        )
    return labels.index("no") if "no" in labels else 0


def _scene(
    ledger: Ledger, number: int, at: Situation, turn: Choice | Lottery, labels: list[str]
) -> tuple[Scene, int]:
    node = ledger.game.tree.nodes[number]
    assert not isinstance(node, Terminal)
    chances = ledger.chances(number)
    pick = max(range(len(labels)), key=lambda i: chances[i])
    if turn.about.kind == "agree":
        pick = labels.index("sign")
    player = turn.player if isinstance(turn, Choice) else ""
    stakes = {
        label: ledger.stakes(child, player)
        for label, child in zip(labels, node.children, strict=True)
        if player
    }
    worth = {label: fsum(row.values()) for label, row in stakes.items()}
    shown = dict(zip(labels, chances, strict=True))
    return Scene(at, player, turn.about, labels[pick], shown, worth, stakes), pick


def moves_of(
    game: Game, at: Situation, turn: Choice | Lottery, label: str, after: Situation
) -> Log:
    """Return the moves of the process that a branch stands for; none where nothing is done."""
    about, day = turn.about, at.state.day
    if after.state == at.state:
        return []
    if about.kind == "conduct":
        return [(day, Move("conduct", about.actor, label, against=about.against))]
    if about.kind == "prevail":
        won: Literal["prevail", "repel"] = "prevail" if label == "prevail" else "repel"
        between = f"{about.actor}.{about.clause}"
        return [(day, Move(won, "nature", between, against=about.against))]
    if about.kind in ("honour", "threaten", "yield", "escalate"):
        return [(day, move) for move in _answers(game, about.clause, at, after)]
    if isinstance(turn, Choice) and label != "no":
        return [(day, Move(label, about.actor, about.clause))]  # type: ignore[arg-type]
    return []


def _answers(game: Game, guarantee: str, at: Situation, after: Situation) -> Iterator[Move]:
    """Yield what those who owe a response have answered between two situations."""
    place = game.play.clauses.index.guarantees[guarantee]
    before, now = (s.state.record.guarantees[place].answers for s in (at, after))
    owed_by = game.play.arrangement.guarantees[guarantee].owed_by
    words: dict[Answer, Kind] = {Answer.HONOURED: "honour", Answer.DECLINED: "decline"}
    for party, old, new in zip(owed_by, before, now, strict=True):
        if new is not old and new in words:
            yield Move(words[new], party, guarantee)
