"""Walk a solved game along the process: at each point the likeliest move, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Literal, NamedTuple

import numpy as np

from foedus.deterrence.compile import Game
from foedus.deterrence.questions.ledger import Ledger
from foedus.deterrence.situation import Choice, End, Lottery, Question, Situation
from foedus.deterrence.turns import Log
from foedus.games import Terminal
from foedus.process import Answer, Kind, Move

_ALIKE = 6
"""Digits to which answers that are as likely, and worth as much, are: the menu then decides."""


class Scene(NamedTuple):
    """One turn of the story.

    Parameters
    ----------
    day
        The day on which what is done comes about, which nature may have drawn before.
    player
        Who chooses; empty where nature moves.
    about
        What is asked.
    took
        What is done.
    chances
        The chance of each answer.
    stakes
        By answer: what each stake of the player contributes, on average and as far as it knows;
        empty where nature moves.
    attack
        By answer: the chance that the party told of attacks.
    last
        The last day on which it could come about.
    guessing
        Whether the player cannot tell apart all that may have come before.
    """

    day: int
    player: str
    about: Question
    took: str
    chances: Mapping[str, float]
    stakes: Mapping[str, Mapping[str, float]]
    attack: Mapping[str, float]
    last: int
    guessing: bool

    @property
    def worth(self) -> dict[str, float]:
        """What each answer is worth to the player; empty where nature moves."""
        return {label: fsum(row.values()) for label, row in self.stakes.items()}


class Story(NamedTuple):
    """A story, from the start to its end, with every move that it is made of.

    Beside it stands the chance that `by` attacks, over all stories in which all have signed.
    """

    scenes: tuple[Scene, ...]
    moves: tuple[tuple[int, Move], ...]
    end: Situation
    by: str
    attack: float


def likeliest(game: Game, ledger: Ledger) -> Story:
    """Return the story in which at each point the likeliest move is made, by all and by nature.

    It is told as if all had signed, whether or not that is likely. The moves of nature that fix
    what comes later are told on the day on which it comes, as far as it does.
    """
    scenes: list[Scene] = []
    at, number = game.start, game.tree.after(game.tree.root)
    attack = ledger.attack(number)
    log: Log = [(at.state.day, move) for move in game.play.agenda.signatures]
    while True:
        at, turn = game.play.turn(at, log)
        if isinstance(turn, End):
            told = _come_about(scenes, log, at.state.day)
            return Story(tuple(told), tuple(log), at, ledger.by, attack)
        plain = game.reduction.key(at) in game.plain
        branches = list(_branches(turn))
        if plain:
            pick = _uneventful(game, at, turn)
        else:
            scene, pick = _scene(ledger, number, at, turn, branches)
            scenes.append(scene)
            node = game.tree.nodes[number]
            assert not isinstance(node, Terminal)
            number = game.tree.after(node.children[pick])
            attack = ledger.attack(number) if scene.about.kind == "agree" else attack
        label, after = branches[pick]
        log += moves_of(game, at, turn, label, after)
        at = after


def _come_about(scenes: list[Scene], log: Log, end: int) -> list[Scene]:
    """Return the scenes by the day on which they come about, without what was overtaken."""
    ended = {(day, move.clause) for day, move in log if move.kind == "ballot"}
    return sorted(
        (
            scene
            for scene in scenes
            if scene.day <= end
            and (scene.took not in ("pass", "fail") or (scene.day, scene.about.clause) in ended)
        ),
        key=lambda scene: scene.day,
    )


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
    ledger: Ledger,
    number: int,
    at: Situation,
    turn: Choice | Lottery,
    branches: list[tuple[str, Situation]],
) -> tuple[Scene, int]:
    node, labels = ledger.tree.nodes[number], [label for label, _ in branches]
    assert not isinstance(node, Terminal)
    chances = ledger.chances(number)
    player = turn.player if isinstance(turn, Choice) else ""
    rows = ledger.stakes(number, player) if player else [dict[str, float]() for _ in labels]
    worth = [fsum(row.values()) for row in rows]
    keys = list(zip(np.round(chances, _ALIKE), np.round(worth, _ALIKE), strict=True))
    pick = keys.index(max(keys))
    if turn.about.kind == "agree":
        pick = labels.index("sign")
    day, last = _days(ledger.game, at, turn, branches[pick][1])
    scene = Scene(
        day,
        player,
        turn.about,
        labels[pick],
        dict(zip(labels, chances, strict=True)),
        dict(zip(labels, rows, strict=True)) if player else {},
        dict(zip(labels, map(ledger.attack, node.children), strict=True)),
        last,
        ledger.guessing(number),
    )
    return scene, pick


def _days(game: Game, at: Situation, turn: Choice | Lottery, after: Situation) -> tuple[int, int]:
    """Return the day on which a move comes about, and the last on which it could.

    Whether a step ends is drawn for all days up to the next mark, and whether help is there for a
    fight on the day on which it is sent.
    """
    if turn.about.kind == "ballot":
        clauses = game.play.clauses
        procedure = clauses.index.procedures[turn.about.clause]
        deadline = clauses.deadline(procedure, at.state.record.procedures[procedure])
        last = after.seen[procedure] if deadline is None else min(after.seen[procedure], deadline)
        return next((due.day for due in after.due if due.procedure == procedure), last), last
    if turn.about.kind == "arrive" and isinstance(turn, Lottery):
        helped, fights = turn.draws[0][2].help, game.play.fights(at)
        day = min(day for front, day in fights.items() if helped[front] != at.help[front])
        return day, day
    return at.state.day, at.state.day


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
