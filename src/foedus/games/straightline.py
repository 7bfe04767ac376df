"""Straight-line code for trees of perfect information, generated and compiled.

One function without loops over the tree: it reads an instance's parameters, works the tree up
and down in registers, and writes the chance of each outcome, each player's expectation and a
flag. Nothing is stored for a node, so a sweep runs as fast as memory gives parameters and takes
results. Compiled code is kept in ``$FOEDUS_CACHE`` or the user's cache folder, under the hash of
its text; where neither can be written, it is compiled anew in each process.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from foedus.games.certificate import TIE
from foedus.games.expressions import Expr
from foedus.games.spe import refuse_hidden
from foedus.games.tree import Chance, Decision, Terminal, Tree

OK, INVALID, TIED = 0, 1, 2
"""Flags: solved; payoffs or probabilities not valid; solved, but further equilibria exist."""

MOST_NODES = 3000
"""Larger trees would take the compiler minutes; they are solved by the readable passes."""


def outcomes(tree: Tree) -> tuple[str, ...]:
    """Return the labels of a tree's ends, in order of nodes, each once."""
    labels = (node.outcome for node in tree.nodes if isinstance(node, Terminal))
    return tuple(dict.fromkeys(labels))


def source(tree: Tree, varied: frozenset[str], logit: bool) -> str:
    """Return the text of a tree's kernel, in which the `varied` parameters differ by instance."""
    refuse_hidden(tree)
    return "\n".join(_Writer(tree, varied, logit).text())


class _Writer:
    def __init__(self, tree: Tree, varied: frozenset[str], logit: bool) -> None:
        self.tree, self.varied, self.logit = tree, varied, logit
        self.names = {name: f"a{k}" for k, name in enumerate(sorted(tree.names))}
        self.known: dict[Expr, str] = {}
        self.lines: list[str] = []

    def text(self) -> list[str]:
        for number, node in enumerate(self.tree.nodes):
            if isinstance(node, Terminal):
                self._end(number, node)
            elif isinstance(node, Chance):
                self._chance(number, node)
            else:
                self._decision(number, node)
        self._down()
        arguments = "".join(f"{self.names[name]}s, " for name in sorted(self.names))
        loads = [
            f"{short} = {short}s[i]" if name in self.varied else f"{short} = {short}s[0]"
            for name, short in self.names.items()
        ]
        return [
            "import numpy as np",
            "from numba import njit",
            "",
            "@njit(cache=CACHE, nogil=True, error_model='numpy', fastmath={'contract'})",
            f"def kernel({arguments}precision, start, stop, chances, values, flags):",
            "    for i in range(start, stop):",
            *("        " + line for line in [*loads, "flag = 0", *self.lines]),
            "        flags[i] = flag",
            "",
        ]

    def _amount(self, expr: Expr) -> str:
        """Return a name for the value of an expression, computed once."""
        if expr not in self.known:
            name = self.known[expr] = f"e{len(self.known)}"
            terms = [
                "*".join((repr(float(c)), *(self.names[m] for m in monomial)))
                for monomial, c in expr.terms
            ]
            self.lines.append(f"{name} = {' + '.join(terms) or '0.0'}")
            self.lines.append(f"flag = flag if abs({name}) < np.inf else {INVALID}")
        return self.known[expr]

    def _end(self, number: int, node: Terminal) -> None:
        for player, payoff in enumerate(node.payoffs):
            self.lines.append(f"v{number}_{player} = {self._amount(payoff)}")

    def _chance(self, number: int, node: Chance) -> None:
        chances = [self._amount(p) for p in node.probabilities]
        for p in chances:
            self.lines.append(f"flag = flag if {p} >= -1e-12 else {INVALID}")
        total = " + ".join(chances)
        self.lines.append(f"flag = flag if abs({total} - 1) < 1e-9 else {INVALID}")
        self._expect(number, node.children, chances)

    def _decision(self, number: int, node: Decision) -> None:
        player = self.tree.infosets[node.infoset].player
        own = [f"v{c}_{player}" for c in node.children]
        chances = [f"p{number}_{a}" for a in range(len(own))]
        self.lines.append(f"m{number} = {_nested('max', own)}")
        write = self._logit if self.logit else self._best
        write(number, own, chances)
        self._expect(number, node.children, chances)

    def _best(self, number: int, own: list[str], chances: list[str]) -> None:
        size = _nested("max", [f"abs({u})" for u in own])
        self.lines.append(f"m{number} -= {TIE!r} * (1 + {size})")
        left = "1.0"
        for u, p in zip(own, chances, strict=True):
            self.lines.append(f"{p} = {left} if {u} >= m{number} else 0.0")
            left = f"({left} - {p})"
        near = " + ".join(f"(1.0 if {u} >= m{number} else 0.0)" for u in own)
        tied = f"{TIED} if flag == 0 and {near} > 1.5 else flag"
        self.lines.append(f"flag = {tied}")

    def _logit(self, number: int, own: list[str], chances: list[str]) -> None:
        for u, p in zip(own, chances, strict=True):
            self.lines.append(f"{p} = np.exp(precision * ({u} - m{number}))")
        self.lines.append(f"m{number} = {' + '.join(chances)}")
        self.lines.extend(f"{p} = {p} / m{number}" for p in chances)

    def _expect(self, number: int, children: tuple[int, ...], chances: list[str]) -> None:
        for player in range(len(self.tree.players)):
            terms = (f"{p}*v{c}_{player}" for p, c in zip(chances, children, strict=True))
            self.lines.append(f"v{number}_{player} = {' + '.join(terms)}")

    def _down(self) -> None:
        """Write the chances of outcomes, from the root down, and the players' expectations."""
        ways: dict[int, list[str]] = {self.tree.root: ["1.0"]}
        ends: dict[str, list[str]] = {label: [] for label in outcomes(self.tree)}
        for number in range(self.tree.root, -1, -1):
            node = self.tree.nodes[number]
            self.lines.append(f"r{number} = {' + '.join(ways[number])}")
            if isinstance(node, Terminal):
                ends[node.outcome].append(f"r{number}")
                continue
            for a, child in enumerate(node.children):
                p = (
                    self.known[node.probabilities[a]]
                    if isinstance(node, Chance)
                    else f"p{number}_{a}"
                )
                ways.setdefault(child, []).append(f"r{number}*{p}")
        for place, reached in enumerate(ends.values()):
            self.lines.append(f"chances[{place}, i] = {' + '.join(reached)}")
        for player in range(len(self.tree.players)):
            self.lines.append(f"values[{player}, i] = v{self.tree.root}_{player}")


def _nested(function: str, terms: list[str]) -> str:
    text = terms[0]
    for term in terms[1:]:
        text = f"{function}({text}, {term})"
    return text


@lru_cache(maxsize=64)
def kernel(tree: Tree, varied: frozenset[str], logit: bool) -> Callable[..., None]:
    """Return a tree's compiled kernel, from the cache on disk where it is there."""
    text = source(tree, varied, logit)
    name = "foedus_kernel_" + hashlib.sha256(text.encode()).hexdigest()[:20]
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
