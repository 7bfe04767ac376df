"""Writing a tree at parameter values as a Gambit extensive form (`.efg`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from math import isfinite

from foedus.games.expressions import Number, ParameterError
from foedus.games.tree import Chance, Decision, GameError, Node, Paid, Payment, Terminal, Tree

_MOST_NODES = 2_000_000


def write_efg(
    tree: Tree, params: Mapping[str, float | Fraction] | None = None, comment: str = ""
) -> str:
    """Write a game in Gambit's format, version 2.

    Numbers are written exactly: integers, rationals, or for a float the shortest decimal that
    reads back as the same float. Gambit refuses probabilities that do not sum to exactly 1, so
    the largest probability of a chance move takes up the rounding (below 1e-9). What the tree
    merges, the file lists again at every place it is reached.

    Parameters
    ----------
    tree
        The game.
    params
        One value for each parameter that the tree names.
    comment
        Written below the players.

    Raises
    ------
    ParameterError
        A parameter has no value or one that is not finite.
    GameError
        Unfolded, the tree has more than two million nodes; or its numbers are not probabilities.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",), "Toss")
    >>> toss = b.chance({"heads": ("p", b.terminal((1,), "won")), "tails": ("q", b.terminal((0,)))})
    >>> print(write_efg(b.tree(toss), {"p": Fraction(1, 3), "q": Fraction(2, 3)}))
    EFG 2 R "Toss" { "A" }
    ""
    <BLANKLINE>
    c "" 1 "" { "heads" 1/3 "tails" 2/3 } 0
    t "" 1 "won" { 1 }
    t "" 2 "" { 0 }
    <BLANKLINE>
    """
    nodes = zip(tree.ways(), tree.nodes, strict=True)
    size = sum(w for w, node in nodes if not isinstance(node, Payment | Paid))
    if size > _MOST_NODES:
        raise GameError(
            f"unfolded, the tree has {size:,} nodes; at most {_MOST_NODES:,} are written"
        )
    values = {name: _checked(name, value) for name, value in (params or {}).items()}
    missing = sorted(tree.names - set(values))
    if missing:
        raise ParameterError(f"parameters without a value: {', '.join(missing)}")
    return _Writer(tree, values).text(comment)


def _checked(name: str, value: Number) -> Number:
    if not isfinite(value):
        raise ParameterError(f"parameter {name!r} is {value}; it must be a finite number")
    return value if isinstance(value, Fraction | int) else float(value)


def _quoted(name: str) -> str:
    """Quote a name; a backslash at its end would escape the closing quote."""
    return '"' + name.replace('"', '\\"') + (" " if name.endswith("\\") else "") + '"'


def _written(value: Number) -> str:
    """Write a number so that it reads back as the same one."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if value.denominator > 1000 and 10**400 % value.denominator == 0:
        with localcontext(prec=1000):
            return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return str(value)


@dataclass(slots=True)
class _Writer:
    tree: Tree
    values: Mapping[str, Number]
    outcomes: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    draws: int = 0

    def text(self, comment: str) -> str:
        self.counts = [0] * len(self.tree.players)
        players = " ".join(_quoted(name) for name in self.tree.players)
        lines = [f"EFG 2 R {_quoted(self.tree.title)} {{ {players} }}", _quoted(comment), ""]
        waiting, paid = [self.tree.root], "0"
        while waiting:
            node = self.tree.nodes[waiting.pop()]
            if isinstance(node, Payment):
                waiting.append(node.children[0])
                paid = self._outcome(self.tree.nodes[node.children[1]])
            elif isinstance(node, Terminal):
                lines.append(f't "" {self._outcome(node)}')
            else:
                move = self._chance(node) if isinstance(node, Chance) else self._decision(node)
                lines.append(f"{move} {paid}")
                waiting.extend(reversed(node.children))
                paid = "0"
        return "\n".join(lines) + "\n"

    def _outcome(self, node: Node) -> str:
        """Write an end's outcome, or what is paid on the way to a move."""
        assert isinstance(node, Terminal)
        payoffs = ", ".join(_written(e.exactly(self.values)) for e in node.payoffs)
        number = self.outcomes.setdefault((node.outcome, payoffs), len(self.outcomes) + 1)
        return f"{number} {_quoted(node.outcome)} {{ {payoffs} }}"

    def _chance(self, node: Chance) -> str:
        chances = closed([e.exactly(self.values) for e in node.probabilities])
        moves = [
            f"{_quoted(name)} {_written(p)}" for name, p in zip(node.actions, chances, strict=True)
        ]
        self.draws += 1  # a number of its own each: a shared one would say that draws are one
        return f'c "" {self.draws} "" {{ {" ".join(moves)} }}'

    def _decision(self, node: Decision) -> str:
        if node.infoset not in self.numbers:
            infoset = self.tree.infosets[node.infoset]
            self.counts[infoset.player] += 1
            actions = " ".join(_quoted(name) for name in infoset.actions)
            self.numbers[node.infoset] = (
                f"{infoset.player + 1} {self.counts[infoset.player]} {_quoted(str(infoset.key))} "
                f"{{ {actions} }}"
            )
        return f'p "" {self.numbers[node.infoset]}'


def closed(chances: Sequence[Number]) -> list[Number]:
    """Return probabilities that sum to exactly 1 as written, the largest taking up the rounding.

    Examples
    --------
    >>> closed([Fraction(1, 3), Fraction(2, 3)])
    [Fraction(1, 3), Fraction(2, 3)]
    >>> sum(Fraction(_written(p)) for p in closed([0.1, 0.2, 0.7 + 1e-16]))
    Fraction(1, 1)
    """
    if any(p < -1e-12 for p in chances) or abs(float(sum(chances)) - 1) > 1e-9:
        raise GameError(f"{[float(p) for p in chances]} are not probabilities that sum to 1")
    exact = [Fraction(_written(max(p, 0))) for p in chances]
    if sum(exact) == 1:
        return list(chances)
    largest = exact.index(max(exact))
    exact[largest] += 1 - sum(exact)
    return [p if i == largest else c for i, (p, c) in enumerate(zip(exact, chances, strict=True))]
