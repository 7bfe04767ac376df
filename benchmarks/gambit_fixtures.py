"""Solve games with pygambit, and write the answers for the test suite.

    python benchmarks/gambit_fixtures.py

It writes `tests/games/files/pygambit.json.gz`, random games, and
`tests/games/files/gambit_named_trees.json`, those of `tests/games/small_games` as pygambit
solves them with its defaults. For the random games nothing of foedus is used, so that the answers
are another program's:

- The game is drawn as the text of an `.efg` file and read by pygambit.
- Subgame perfection: backward induction over pygambit's own tree, in rationals. Trees of perfect
  information are drawn with different payoffs, so that the equilibrium is unique; it is checked to
  be among the pure equilibria of the agent form that `enumpure_agent_solve` lists.
- Logit AQRE: `pygambit.qre.logit_solve_lambda`, the principal branch. It stops
  close to the curve and to the precision asked for, so its answer is refined by Newton's method
  until the equations hold to 1e-13. What the refinement moved is kept as `moved`; where it moved
  a probability by more than 1e-6 the game is not used at that precision.
- Perfect Bayesian equilibria of signalling games: those of the pure equilibria listed by
  `enumpure_agent_solve` for which beliefs exist, at every information set off the path, that make
  the answer optimal (a linear programme). With two players also those equilibria listed by
  `enummixed_solve` in which the sender mixes, under the same condition.
"""

from __future__ import annotations

import gzip
import io
import itertools
import json
import random
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pygambit
from pygambit import qre
from scipy.optimize import linprog

from gambit_peer import gambit_aqre, models

FILES = Path(__file__).parents[1] / "tests/games/files"
PRECISIONS = (1, 5, 20)
TREES = ("stripped_down_poker", "deterrence", "guarantor", "signalling", "unilateral_deterrence")
CHANCES = ("firm", "hard_c", "hard_d")
EACH = {"perfect": 200, "bayesian": 170, "signalling": 170}
SEED = 20261124


class Draw:
    """Writes one random game as text; payoffs are tenths in [-1, 1]."""

    def __init__(self, kind: str, seed: int) -> None:
        self.random = random.Random(f"{SEED} {kind} {seed}")
        self.players = self.random.choice((2, 2, 3))
        self.outcomes = self.draws = 0
        self.lines: list[str] = []
        names = " ".join(f'"P{i}"' for i in range(1, self.players + 1))
        getattr(self, kind)()
        self.text = "\n".join((f'EFG 2 R "{kind} {seed}" {{ {names} }}', '""', "", *self.lines))

    def end(self) -> None:
        """Write an end with payoffs of its own."""
        self.outcomes += 1
        # A small share of its own makes all payoffs different, so that nothing ties.
        payoffs = ", ".join(
            str(
                Fraction(self.random.randint(-10, 10), 10) + Fraction(self.outcomes * (i + 2), 9973)
            )
            for i in range(self.players)
        )
        self.lines.append(f't "" {self.outcomes} "o{self.outcomes}" {{ {payoffs} }}')

    def nature(self, width: int) -> None:
        """Write a move of nature with random rational chances."""
        self.draws += 1
        parts = [self.random.randint(1, 9) for _ in range(width)]
        moves = " ".join(f'"n{i}" {Fraction(x, sum(parts))}' for i, x in enumerate(parts))
        self.lines.append(f'c "" {self.draws} "" {{ {moves} }} 0')

    def move(self, player: int, infoset: int, name: str, width: int) -> None:
        """Write a player's move."""
        actions = " ".join(f'"{chr(97 + i)}"' for i in range(width))
        self.lines.append(f'p "" {player} {infoset} "{name}" {{ {actions} }} 0')

    def perfect(self) -> None:
        """Players and nature in any order, depth at most 4."""
        counts = [0] * (self.players + 1)

        def grow(depth: int) -> None:
            if depth == 0 or (0 < depth < deepest and self.random.random() < 0.3):
                self.end()
                return
            width = self.random.choice((2, 2, 3))
            player = self.random.randint(1, self.players)
            if depth < deepest and self.random.random() < 0.15:
                self.nature(width)
            else:
                counts[player] += 1
                self.move(player, counts[player], f"h{player}.{counts[player]}", width)
            for _ in range(width):
                grow(depth - 1)

        deepest = self.random.choice((2, 3, 3, 4)) if self.players == 2 else 3
        grow(deepest)

    def bayesian(self) -> None:
        """Each of the first two players has a type; the second sees the first's action, or not.

        A third player, where there is one, sees only what the second did.
        """
        widths = [self.random.choice((2, 2, 3)), 2, 2]
        sees = self.random.random() < 0.5
        self.nature(2)
        for one in range(2):
            self.nature(2)
            for two in range(2):
                self.move(1, one + 1, f"type {one}", widths[0])
                for a in range(widths[0]):
                    seen = f"{two}{a if sees else ''}"
                    self.move(2, int("1" + seen), f"type {two} {seen}", widths[1])
                    for b in range(widths[1]):
                        if self.players == 2:
                            self.end()
                            continue
                        self.move(3, b + 1, f"after {b}", widths[2])
                        for _ in range(widths[2]):
                            self.end()

    def signalling(self) -> None:
        """Two or three types, two or three messages; with a third player, another one answers."""
        types, messages = self.random.choice(((2, 2), (2, 2), (2, 3), (3, 2)))
        answers = [self.random.choice((2, 2, 3)) for _ in range(messages)]
        by = [2 if self.players == 2 else self.random.choice((2, 3)) for _ in range(messages)]
        self.nature(types)
        for kind in range(types):
            self.move(1, kind + 1, f"type {kind}", messages)
            for m in range(messages):
                self.move(by[m], m + 1, f"message {m}", answers[m])
                for _ in range(answers[m]):
                    self.end()


class Numbers:
    """Values and equations of a pygambit game, node by node."""

    def __init__(self, game: pygambit.Game) -> None:
        players = list(game.players)
        self.infosets = [h for player in players for h in player.infosets]
        self.owner = [players.index(h.player) for h in self.infosets]
        self.place, start = [], 0
        for h in self.infosets:
            self.place.append(slice(start, start + len(h.actions)))
            start += len(h.actions)
        self.size = start
        numbers = {h: i for i, h in enumerate(self.infosets)}
        self.nodes: list[tuple[np.ndarray | list[float] | int, list[int]]] = []
        self.members: list[list[int]] = [[] for _ in self.infosets]
        waiting = [(game.root, None)]
        while waiting:  # parents before children
            node, above = waiting.pop(0)
            number = len(self.nodes)
            if above is not None:
                self.nodes[above][1].append(number)
            if node.is_terminal:
                self.nodes.append((np.array([float(node.outcome[p]) for p in players]), []))
                continue
            if node.player.is_chance:
                self.nodes.append(([float(a.prob) for a in node.infoset.actions], []))
            else:
                self.nodes.append((numbers[node.infoset], []))
                self.members[numbers[node.infoset]].append(number)
            waiting.extend((child, number) for child in node.children)

    def utilities(self, p: np.ndarray) -> np.ndarray:
        """Payoff of each action at its information set, given the beliefs that `p` implies."""
        reach = [0.0] * len(self.nodes)
        reach[0] = 1.0
        chances = [p[self.place[what]] if isinstance(what, int) else what for what, _ in self.nodes]
        for number, (_, children) in enumerate(self.nodes):
            for x, child in zip(chances[number], children, strict=False):
                reach[child] = reach[number] * x
        values: list = [None] * len(self.nodes)
        for number in range(len(self.nodes) - 1, -1, -1):
            what, children = self.nodes[number]
            if not children:
                values[number] = what
            else:
                values[number] = sum(
                    x * values[c] for x, c in zip(chances[number], children, strict=True)
                )
        found = np.zeros(self.size)
        for h, members in enumerate(self.members):
            total = sum(reach[n] for n in members)
            for n in members:
                below = [values[c][self.owner[h]] for c in self.nodes[n][1]]
                found[self.place[h]] += reach[n] / total * np.array(below)
        return found

    def conduct(self, logits: np.ndarray) -> np.ndarray:
        """Return chances in proportion to exp(logit) at each information set."""
        p = np.zeros(self.size)
        for where in self.place:
            z = logits[where] - logits[where].max()
            p[where] = np.exp(z) / np.exp(z).sum()
        return p

    def refined(self, p: np.ndarray, precision: float) -> np.ndarray | None:
        """Newton's method on logits = precision × utilities, numerical derivative."""
        z = precision * self.utilities(p)
        for _ in range(12):
            gap = precision * self.utilities(self.conduct(z)) - z
            if np.abs(self.conduct(z + gap) - self.conduct(z)).max() < 1e-13:
                return self.conduct(z + gap)
            columns = []
            for i in range(self.size):
                step = np.zeros(self.size)
                step[i] = 1e-6
                up = precision * self.utilities(self.conduct(z + step))
                down = precision * self.utilities(self.conduct(z - step))
                columns.append((up - down) / 2e-6)
            z = z + np.linalg.solve(np.eye(self.size) - np.array(columns).T, gap)
        return None


def aqre(game: pygambit.Game) -> tuple[dict[str, list], float]:
    numbers, found, moved = Numbers(game), {}, 0.0
    for precision in PRECISIONS:
        points = qre.logit_solve_lambda(game, lam=precision)
        point = points[0] if isinstance(points, list) else points
        raw = np.array([point[i] for i in range(len(point))])
        p = numbers.refined(raw, precision)
        if p is None or np.abs(p - raw).max() > 1e-6:
            continue
        moved = max(moved, float(np.abs(p - raw).max()))
        found[str(precision)] = [[float(f"{x:.15g}") for x in p[where]] for where in numbers.place]
    return found, moved


def backward(node: pygambit.Node, choice: dict) -> list[Fraction]:
    players = list(node.game.players)
    if node.is_terminal:
        return [Fraction(str(node.outcome[p])) for p in players]
    below = [backward(child, choice) for child in node.children]
    if node.player.is_chance:
        chances = [Fraction(str(a.prob)) for a in node.infoset.actions]
        return [
            sum(c * v[i] for c, v in zip(chances, below, strict=True)) for i in range(len(players))
        ]
    own = players.index(node.player)
    best = max(range(len(below)), key=lambda i: below[i][own])
    assert [v[own] for v in below].count(below[best][own]) == 1, "the draw has a tie"
    choice[node.infoset] = best
    return below[best]


def pure_of(game: pygambit.Game, profile) -> tuple[int, ...]:
    return tuple(
        next(i for i, a in enumerate(h.actions) if profile[a] == 1)
        for player in game.players
        for h in player.infosets
    )


def supported(game: pygambit.Game, conduct: dict) -> bool:
    """Whether beliefs exist off the path that make every answer optimal."""
    for h in [h for player in game.players for h in player.infosets]:
        rows = []
        on_path = False
        for node in h.members:
            ahead, chance = node, 1.0
            while ahead.parent is not None:
                parent, index = ahead.parent, list(ahead.parent.children).index(ahead)
                if not parent.player.is_chance:
                    chance *= conduct[parent.infoset][index]
                ahead = parent
            on_path |= chance > 1e-9
            rows.append([float(c.outcome[h.player]) for c in node.children if c.is_terminal])
        if on_path or any(len(row) != len(h.actions) for row in rows):
            continue  # on the path the equilibrium's own test is the whole test
        gains = np.array(rows)
        best = [a for a, p in enumerate(conduct[h]) if p > 1e-9]
        worse = (gains - gains[:, best[:1]]).T
        sure = [worse[a] for a in best[1:]] + [np.ones(len(rows))]
        found = linprog(
            np.zeros(len(rows)),
            worse,
            np.zeros(len(worse)),
            np.array(sure),
            [0] * len(best[1:]) + [1],
        )
        if found.status != 0:
            return False
    return True


def sender_mixes(game: pygambit.Game) -> list[list[list[float]]]:
    """Conduct in the equilibria of a two-player signalling game in which the sender mixes."""
    infosets = [h for player in game.players for h in player.infosets]
    listed = []
    for mixed in pygambit.nash.enummixed_solve(game, rational=False).equilibria:
        behaviour = mixed.as_behavior()
        conduct = {h: [float(behaviour[a]) for a in h.actions] for h in infosets}
        sent = [p for h in infosets if h.player.label == "P1" for p in conduct[h]]
        if any(1e-6 < p < 1 - 1e-6 for p in sent) and supported(game, conduct):
            listed.append([conduct[h] for h in infosets])
    return listed


def solved(kind: str, seed: int) -> dict:
    draw = Draw(kind, seed)
    game = pygambit.read_efg(io.BytesIO(draw.text.encode()))
    answer: dict = {"kind": kind, "text": draw.text}
    answer["infosets"] = [
        [player.label, h.label] for player in game.players for h in player.infosets
    ]
    if kind == "perfect":
        choice: dict = {}
        answer["spe_values"] = [str(v) for v in backward(game.root, choice)]
        answer["spe"] = [choice[h] for player in game.players for h in player.infosets]
        if np.prod([float(len(h.actions)) for p in game.players for h in p.infosets]) < 2_000:
            pure = [pure_of(game, x) for x in pygambit.nash.enumpure_agent_solve(game).equilibria]
            assert tuple(answer["spe"]) in pure
    if kind == "signalling":
        pure = [pure_of(game, x) for x in pygambit.nash.enumpure_agent_solve(game).equilibria]
        infosets = [h for player in game.players for h in player.infosets]
        answer["pbe"] = []
        for actions in sorted(pure):
            sure = [np.eye(len(h.actions))[a] for h, a in zip(infosets, actions, strict=True)]
            if supported(game, dict(zip(infosets, sure, strict=True))):
                answer["pbe"].append(list(actions))
        if draw.players == 2:
            answer["mixed"] = sender_mixes(game)
    answer["aqre"], answer["moved"] = aqre(game)
    return answer


def random_games() -> None:
    games = []
    for kind, seed in itertools.chain(
        *(zip(itertools.repeat(k), range(n)) for k, n in EACH.items())
    ):
        games.append(solved(kind, seed))
        if sys.stderr.isatty():
            print(f"\r{len(games)} {kind}", end="", file=sys.stderr)
    told = {
        "made_by": "benchmarks/gambit_fixtures.py",
        "how": " ".join((__doc__ or "").split()),
        "pygambit": pygambit.__version__,
        "seed": SEED,
        "precisions": PRECISIONS,
        "games": games,
    }
    raw = json.dumps(told, separators=(",", ":")).encode()
    (FILES / "pygambit.json.gz").write_bytes(gzip.compress(raw, mtime=0))
    counts = {k: sum(g["kind"] == k for g in games) for k in EACH}
    kept = sum(len(g["aqre"]) for g in games)
    moved = max(g["moved"] for g in games)
    print(f"{counts}, {kept} of {3 * len(games)} AQRE kept, moved {moved:.1e}")


def named_trees() -> None:
    rng = np.random.default_rng(1)
    found = []
    for name in TREES:
        tree = getattr(models, name)()
        for _ in range(4 if tree.names else 1):
            params = {
                p: round(float(rng.uniform(0.1, 0.9) if p in CHANCES else rng.uniform(-1, 1)), 3)
                for p in sorted(tree.names)
            }
            profiles = [gambit_aqre(tree, params, precision) for precision in PRECISIONS]
            found.append({"tree": name, "params": params, "profiles": profiles})
    made = (
        f"pygambit {pygambit.__version__}, qre.logit_solve_lambda with its defaults; "
        "benchmarks/gambit_fixtures.py, NumPy default_rng(1)"
    )
    told = {"made_by": made, "precisions": PRECISIONS, "games": found}
    (FILES / "gambit_named_trees.json").write_text(json.dumps(told, indent=1) + "\n")


def main() -> None:
    named_trees()
    random_games()


if __name__ == "__main__":
    main()
