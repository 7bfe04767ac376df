"""Straight-line code for trees of perfect information, generated and compiled.

One function without loops over the tree: it takes the parameters of a few instances, works the
tree up and down in registers, and has the chance of each outcome, each player's expectation and
two flags. Nothing is stored for a node, so a sweep runs as fast as memory gives parameters.
Compiled code is kept in ``$FOEDUS_CACHE`` or the user's cache folder, under the hash of its text
and of what it is built on; where neither can be written, it is compiled anew in each process.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from foedus.games.certificate import TIE
from foedus.games.expressions import Expr
from foedus.games.spe import refuse_hidden
from foedus.games.tree import Chance, Decision, Terminal, Tree

MOST_NODES = 3000
"""Larger trees would take the compiler minutes; they are solved by the readable passes."""

ABREAST = 4
"""Instances that code works on at once: what one register of most processors holds. Straight-line
code needs many registers, and processors overlap one round of a loop with the next by themselves.
"""

Does = Literal["store", "add"]


def outcomes(tree: Tree) -> tuple[str, ...]:
    """Return the labels of a tree's ends, in order of nodes, each once."""
    labels = (node.outcome for node in tree.nodes if isinstance(node, Terminal))
    return tuple(dict.fromkeys(labels))


def source(tree: Tree, varied: frozenset[str], logit: bool, does: Does) -> str:
    """Return the text of a tree's kernel, in which the `varied` parameters differ by instance.

    It stores what it finds for each instance, or adds it up piece by piece (see `stream`).
    """
    refuse_hidden(tree)
    lines = "\n".join(f"    {line}" for line in _Writer(tree, logit).lines)
    names = sorted(tree.names)
    arguments = "".join(f"a{k}, " for k in range(len(names)))
    varies = tuple(name in varied for name in names)
    rows = len(outcomes(tree)) + len(tree.players)
    made = (
        f"storing(formula, {varies})" if does == "store" else f"adding(formula, {varies}, {rows})"
    )
    return (
        "from numba import njit\n"
        "from foedus.games.stream import Told, adding, storing\n\n"
        f"def formula({arguments}precision):\n{lines}\n\n"
        f"run = {made}\n\n{_KERNELS[does]}"
    )


_KERNELS = {
    "store": """
@njit(cache=CACHE, nogil=True)
def kernel(inputs, precision, start, stop, rows, ok, tied):
    run(inputs, precision, start, stop, rows, ok, tied)
""",
    "add": """
@njit(cache=CACHE, nogil=True)
def kernel(inputs, precision, start, stop, sums, size):
    for piece in range(start // size, -(-stop // size)):
        run(inputs, precision, piece * size, min((piece + 1) * size, stop), sums, piece)
""",
}


class _Writer:
    """Writes a tree as assignments; `v` are payoffs of nodes, `r` chances to come there."""

    def __init__(self, tree: Tree, logit: bool) -> None:
        self.tree, self.logit = tree, logit
        self.names = {name: f"a{k}" for k, name in enumerate(sorted(tree.names))}
        self.known: dict[Expr, str] = {}
        self.lines = [
            "of = precision.of",
            "none, one = of(0.0), of(1.0)",
            "doubt, wrong, tied = none, none.undefined(), none.undefined()",
        ]
        self._up()
        self.lines.append("wrong = wrong | doubt.undefined()")
        self._down()

    def _up(self) -> None:
        for number, node in enumerate(self.tree.nodes):
            if isinstance(node, Terminal):
                for player, payoff in enumerate(node.payoffs):
                    self.lines.append(f"v{number}_{player} = {self._amount(payoff)}")
            elif isinstance(node, Chance):
                self._chance(number, node)
            elif self.logit:
                self._logit(number, node)
            else:
                self._best(number, node)

    def _amount(self, expr: Expr) -> str:
        """Return a name for the value of an expression, computed once.

        What is not finite makes `doubt` not a number, and at a single multiplication.
        """
        if expr not in self.known:
            name = self.known[expr] = f"e{len(self.known)}"
            terms = []
            for monomial, c in expr.terms:
                factors = [self.names[m] for m in monomial]
                if c != 1 or not factors:
                    factors.insert(0, f"of({float(c)!r})")
                terms.append("*".join(factors))
            self.lines.append(f"{name} = {' + '.join(terms) or 'none'}")
            if expr.names:
                self.lines.append(f"doubt = doubt + {name} * none")
        return self.known[expr]

    def _chance(self, number: int, node: Chance) -> None:
        chances = [self._amount(p) for p in node.probabilities]
        for p in dict.fromkeys(chances):
            self.lines.append(f"wrong = wrong | ~({p} >= of(-1e-12))")
        whole = f"({' + '.join(chances)} - one).size()"
        self.lines.append(f"wrong = wrong | ({whole} >= of(1e-9))")
        self._expect(number, node.children, chances)

    def _best(self, number: int, node: Decision) -> None:
        """Take the first of the best moves: of two by their difference, of more by the best."""
        player = self.tree.infosets[node.infoset].player
        own = [f"v{c}_{player}" for c in node.children]
        near = [f"n{number}_{a}" for a in range(len(own))]
        slack = f"of({TIE!r}) + of({TIE!r}) * {_largest([f'{u}.size()' for u in own])}"
        if len(own) == 2:
            self.lines.append(f"d{number} = {own[1]} - {own[0]}")
            self.lines.append(f"s{number} = {slack}")
            self.lines.append(f"{near[0]} = s{number} >= d{number}")
            self.lines.append(f"tied = tied | (s{number} >= d{number}.size())")
        else:
            self.lines.append(f"m{number} = {_largest(own)} - ({slack})")
            self.lines.extend(f"{n} = {u} >= m{number}" for n, u in zip(near, own, strict=True))
            for a in range(1, len(own)):
                before = " | ".join(near[:a])
                self.lines.append(f"tied = tied | ({near[a]} & ({before}))")
        for i in range(len(self.tree.players)):
            value = f"v{node.children[-1]}_{i}"
            for n, child in reversed(list(zip(near, node.children[:-1], strict=False))):
                value = f"{n}.pick(v{child}_{i}, {value})"
            self.lines.append(f"v{number}_{i} = {value}")

    def _logit(self, number: int, node: Decision) -> None:
        player = self.tree.infosets[node.infoset].player
        own = [f"v{c}_{player}" for c in node.children]
        chances = [f"p{number}_{a}" for a in range(len(own))]
        self.lines.append(f"m{number} = {_largest(own)}")
        for u, p in zip(own, chances, strict=True):
            self.lines.append(f"{p} = (precision * ({u} - m{number})).exp()")
        self.lines.append(f"m{number} = one / ({' + '.join(chances)})")
        self.lines.extend(f"{p} = {p} * m{number}" for p in chances)
        self._expect(number, node.children, chances)

    def _expect(self, number: int, children: tuple[int, ...], chances: list[str]) -> None:
        for player in range(len(self.tree.players)):
            terms = (f"{p}*v{c}_{player}" for p, c in zip(chances, children, strict=True))
            self.lines.append(f"v{number}_{player} = {' + '.join(terms)}")

    def _down(self) -> None:
        """Write the chances of outcomes, from the root down, and what is returned."""
        ways: dict[int, list[str]] = {self.tree.root: ["one"]}
        ends: dict[str, list[str]] = {label: [] for label in outcomes(self.tree)}
        for number in range(self.tree.root, -1, -1):
            node = self.tree.nodes[number]
            self.lines.append(f"r{number} = {' + '.join(ways[number])}")
            if isinstance(node, Terminal):
                ends[node.outcome].append(f"r{number}")
                continue
            for child, step in zip(node.children, self._steps(number, node), strict=True):
                ways.setdefault(child, []).append(step)
        rows = [" + ".join(reached) for reached in ends.values()]
        rows += [f"v{self.tree.root}_{i}" for i in range(len(self.tree.players))]
        self.lines.append(f"return Told([{', '.join(rows)}], wrong, tied)")

    def _steps(self, number: int, node: Chance | Decision) -> list[str]:
        """Return the chance to come to a node and take each of its moves."""
        if isinstance(node, Chance):
            return [f"r{number}*{self.known[p]}" for p in node.probabilities]
        if self.logit:
            return [f"r{number}*p{number}_{a}" for a in range(len(node.children))]
        left, steps = f"r{number}", []
        for a in range(len(node.children) - 1):
            step = f"q{number}_{a}"
            self.lines.append(f"{step} = n{number}_{a}.pick({left}, none)")
            self.lines.append(f"l{number}_{a} = {left} - {step}")
            left = f"l{number}_{a}"
            steps.append(step)
        return [*steps, left]


def _largest(terms: list[str]) -> str:
    first, *others = terms
    return first + "".join(f".at_least({term})" for term in others)


@lru_cache(maxsize=64)
def kernel(tree: Tree, varied: frozenset[str], logit: bool, does: Does) -> Callable[..., None]:
    """Return a tree's compiled kernel, from the cache on disk where it is there."""
    text = source(tree, varied, logit, does)
    name = "foedus_kernel_" + hashlib.sha256((text + _beneath()).encode()).hexdigest()[:20]
    try:
        path = _stored(name, text.replace("CACHE", "True"))
    except OSError:
        scope: dict[str, Any] = {}
        exec(compile(text.replace("CACHE", "False"), name, "exec"), scope)
        made: Callable[..., None] = scope["kernel"]
        return made
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where numba looks when it loads what it has cached
    spec.loader.exec_module(module)
    stored: Callable[..., None] = module.kernel
    return stored


@cache
def _beneath() -> str:
    """Return the text of the modules that kernels are built on, which numba does not watch."""
    return "".join(
        (Path(__file__).parent / name).read_text("utf-8") for name in ("lanewise.py", "stream.py")
    ) + str(ABREAST)


def _stored(name: str, text: str) -> Path:
    """Write a kernel's text into the cache, whole or not at all."""
    base = os.environ.get("FOEDUS_CACHE") or os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "foedus" / "kernels"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.py"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".tmp", delete=False) as file:
            file.write(text)
        Path(file.name).replace(path)
    return path
