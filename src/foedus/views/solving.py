"""A solved game as text: who does what with what chance, what each expects, the certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from foedus.games import (
    BayesianEquilibria,
    BayesianEquilibrium,
    Belief,
    Branch,
    Decision,
    FittedPrecision,
    Nash,
    Solution,
    SubgameEquilibria,
    Tree,
)
from foedus.views.curves import Curve

_HEADS = ("player", "information set", "action")
_SAME = 1e-9
"""Below this two chances are the same."""


def solution_heading(tree: Tree) -> str:
    """Return what game it is: title, players, size."""
    nodes, sets = len(tree.nodes), len(tree.infosets)
    return (
        f"{tree.title or 'A game without a title'}: {', '.join(tree.players)}; {nodes} "
        f"node{'s' * (nodes != 1)} after merging equal ones, {sets} information "
        f"set{'s' * (sets != 1)}"
    )


def in_order(tree: Tree) -> list[int]:
    """Return the information sets as they are first met from the root, the first branch first."""
    met: dict[int, None] = {}
    waiting, seen = [tree.root], {tree.root}
    while waiting:
        node = tree.nodes[waiting.pop()]
        if isinstance(node, Decision):
            met.setdefault(node.infoset)
        below = [c for c in getattr(node, "children", ()) if c not in seen]
        seen.update(below)
        waiting.extend(reversed(below))
    return list(met)


def number(value: float, decimals: int = 4) -> str:
    """Write a number with at most `decimals` decimals, and never a chance as 0 or 1 that is not.

    Examples
    --------
    >>> [number(x) for x in (0.5, 1.0, 1e-9, 1 - 1e-9, -0.25, -1e-9)]
    ['0.5', '1', '<0.0001', '>0.9999', '-0.25', '0']
    """
    if not np.isfinite(value):
        return "none"
    least = 10.0**-decimals
    if 0 < value < least / 2:
        return f"<{least:.{decimals}f}"
    if 1 - least / 2 < value < 1:
        return f">{1 - least:.{decimals}f}"
    if abs(value) >= 1e9:
        return f"{value:.6g}"
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def perfect(found: Sequence[Solution], complete: bool) -> Iterator[str]:
    """Tell subgame-perfect equilibria, one table for each."""
    many = f"{len(found)} subgame-perfect equilibria in pure strategies"
    if not complete:
        yield f"The first {many}; there are more."
    else:
        yield "One subgame-perfect equilibrium" if len(found) == 1 else f"All {many}"
    for place, solution in enumerate(found, 1):
        yield ""
        if len(found) > 1:
            yield f"Equilibrium {place} of {len(found)}"
        yield from _table(solution.tree, ["probability"], [_conduct(solution)])
        yield _expected(solution.tree, [float(v) for v in solution.values[:, 0]])
        yield _certificate(float(solution.regret[0]))


def quantal(found: Sequence[Solution]) -> Iterator[str]:
    """Tell logit AQRE at several precisions side by side."""
    tree = found[0].tree
    yield "Logit agent quantal response equilibrium, on the principal branch"
    yield ""
    heads = [f"precision {s.precision:g}" for s in found]
    yield from _table(tree, heads, [_conduct(s) for s in found])
    for s in found:
        if not s.ok[0]:
            yield f"Precision {s.precision:g}: NOT SOLVED: {s.why[0]}."
            continue
        yield (
            f"Precision {s.precision:g}: {_expected(tree, [float(v) for v in s.values[:, 0]])} "
            f"Certificate: the equations hold within {s.residual[0]:.1e}; an information set "
            f"forgoes {number(float(s.regret[0]))} at most."
        )


def bifurcations(branch: Branch, counted: Mapping[str, int]) -> Iterator[str]:
    """Tell where the principal branch turns or is crossed, and how many equilibria were found."""
    top = f"precision {branch.precisions[-1]:g}"
    if not branch.precisions[-1]:
        return
    if not branch.bifurcations:
        yield f"Up to {top} the principal branch has no bifurcation: it never turns nor is crossed."
    for b in branch.bifurcations:
        yield f"Bifurcation: at precision {b.precision:.3g} the principal branch {b.kind}."
    if any(b.kind.startswith("turns") for b in branch.bifurcations):
        yield (
            "Between turns three or more equilibria exist; shown is where the branch first passes."
        )
    more = {p: n for p, n in counted.items() if n > 1}
    for p, n in more.items():
        yield f"Precision {p}: {n} equilibria were found from 40 starts, of which one is shown."
    if counted and not more:
        yield "From 40 starts no other equilibrium was found at these precisions."


def fitted(found: FittedPrecision) -> Iterator[str]:
    """Tell the precision that observed play is likeliest at, with its interval."""
    high = "no upper end" if not np.isfinite(found.high) else f"{found.high:.4g}"
    at = f"{found.precision:.4g}" if np.isfinite(found.precision) else "as large as one likes"
    yield (
        f"Precision fitted to {found.choices} choices: {at}; 95 % interval {found.low:.4g} to "
        f"{high} (likelihood ratio)"
    )
    yield (
        f"Log-likelihood {found.log_likelihood:.3f}; of even play {found.even:.3f}, of the "
        f"observed shares themselves {found.free:.3f}."
    )
    if found.low == 0:
        yield "Even play, precision 0, is not refused: these choices show no aim at the payoffs."
    yield ""


def against_precision(branch: Branch) -> list[Curve]:
    """Return play along the principal branch as curves, a panel for each information set."""
    tree = branch.tree
    return [
        Curve(
            f"{tree.players[h.player]} at {h.key}",
            action,
            branch.precisions.tolist(),
            branch.profile[i][a].tolist(),
        )
        for i in in_order(tree)
        for h in (tree.infosets[i],)
        for a, action in enumerate(h.actions)
    ]


def subgames(found: SubgameEquilibria) -> Iterator[str]:
    """Tell subgame-perfect equilibria of a game with simultaneous or hidden moves."""
    tree, count = found.tree, len(found.found)
    pure = " (in pure strategies where three or more move at once)" if found.pure_only else ""
    if not count:
        yield f"No subgame-perfect equilibrium was found{pure}."
        return
    many = (
        "One subgame-perfect equilibrium" if count == 1 else f"{count} subgame-perfect equilibria"
    )
    yield many + pure if found.complete else f"The first {many}{pure}; there are more."
    for place, e in enumerate(found.found, 1):
        yield ""
        if count > 1:
            yield f"Equilibrium {place} of {count}"
        column = [
            [str(p) for p in mix] or ["any"] * len(h.actions)
            for h, mix in zip(tree.infosets, e.conduct, strict=True)
        ]
        yield from _table(tree, ["probability"], [column])
        told = zip(tree.players, e.values, strict=True)
        yield "; ".join(f"{name} expects {value}" for name, value in told) + "."
    yield ""
    if found.ends:
        yield "Some subgame has a connected set of equilibria: these are its ends, and mixtures of"
        yield "ends with one side the same are equilibria too (--concept nash shows such sets)."
    if found.pure_only:
        yield f"Three or more move in a subgame at {', '.join(found.pure_only)}."
    yield "Certificate: exact; in no subgame does any plan pay more, in fractions."


def bayesian(solved: BayesianEquilibria, mixed: bool) -> Iterator[str]:
    """Tell the perfect Bayesian equilibria of the first instance, with their beliefs."""
    found = solved.found[0]
    if not solved.ok[0]:
        yield f"NOT SOLVED: {solved.why[0]}."
        return
    what = "pure and mixed" if mixed else "pure"
    if not found:
        yield f"No perfect Bayesian equilibrium that is {what}"
        return
    yield f"{len(found)} perfect Bayesian equilibri{'a' if len(found) > 1 else 'um'} ({what})"
    for place, equilibrium in enumerate(found, 1):
        yield ""
        proof = "sequential" if equilibrium.sequential else "not shown to be sequential"
        yield f"Equilibrium {place} of {len(found)}: {equilibrium.kind}; {proof}"
        yield from _table(solved.tree, ["probability"], [_ranges(equilibrium)])
        for belief in equilibrium.beliefs:
            yield _belief(solved.tree, belief)
        if _one_of_many(equilibrium):
            yield "What each expects at the chances shown, one of many in these ranges:"
        yield _expected(solved.tree, equilibrium.values)
        yield _certificate(equilibrium.regret)
    yield ""
    if not solved.complete[0]:
        yield "Payoffs tie so often that there are more sets of equilibria than are listed."
    yield (
        "Beliefs where play does not come are free; an equilibrium stands or falls with whether "
        "those shown are reasonable. Sequential: errors that vanish leave beliefs that defend it."
    )


def nash(found: Nash) -> Iterator[str]:
    """Tell all Nash equilibria of two players: points, segments with both ends, larger sets."""
    count = len(found.found)
    yield (
        f"All Nash equilibria, in fractions: {count} {'set' if count == 1 else 'sets'} that "
        "nothing larger holds"
    )
    for place, one in enumerate(found.found, 1):
        sizes = [len(ends) for ends in one.ends]
        what = {(1, 1): "a single equilibrium", (1, 2): "a segment", (2, 1): "a segment"}.get(
            (sizes[0], sizes[1]), "all mixtures of these ends"
        )
        yield ""
        yield f"Set {place} of {count}: {what}"
        for player, name in enumerate(found.tree.players):
            for end, mix in enumerate(one.ends[player], 1):
                at = f", end {end}" if sizes[player] > 1 else ""
                told = ", ".join(
                    f"{found.plan_name(player, k)} {p}" for k, p in enumerate(mix) if p
                )
                yield f"{name}{at}:  {told}"
        lows, highs = (
            [pick(pair[i] for pair in one.values) for i in (0, 1)] for pick in (min, max)
        )
        yield (
            "; ".join(
                f"{name} expects {low}" + (f" to {high}" if low != high else "")
                for name, low, high in zip(found.tree.players, lows, highs, strict=True)
            )
            + "."
        )
    yield ""
    yield "Certificate: exact; no plan pays more against any of them, in fractions."
    yield "Nash equilibrium allows threats that nobody would carry out; --concept pbe does not."


def _certificate(regret: float) -> str:
    told = "0" if regret < 1e-12 else f"{regret:.1e}"
    return f"Certificate: no information set gains more than {told} by another action."


def _expected(tree: Tree, values: Sequence[float]) -> str:
    told = (f"{name} expects {number(v)}" for name, v in zip(tree.players, values, strict=True))
    return "; ".join(told) + "."


def _conduct(solution: Solution) -> list[list[str]]:
    return [[number(float(p)) for p in chances[:, 0]] for chances in solution.profile]


def _one_of_many(e: BayesianEquilibrium) -> bool:
    """Say whether chances have a range, so that what is expected is that of one point of it."""
    ends = zip(e.low, e.high, strict=True)
    return any(high - low >= _SAME for rows in ends for low, high in zip(*rows, strict=True))


def _ranges(e: BayesianEquilibrium) -> list[list[str]]:
    return [
        [_range(p, low, high) for p, low, high in zip(*rows, strict=True)]
        for rows in zip(e.conduct, e.low, e.high, strict=True)
    ]


def _range(p: float, low: float, high: float) -> str:
    if high - low < _SAME:
        return number(p)
    return f"{number(p)} (any from {number(low)} to {number(high)})"


def _belief(tree: Tree, belief: Belief) -> str:
    infoset = tree.infosets[belief.infoset]
    rows = zip(belief.histories, belief.held, belief.low, belief.high, strict=True)
    where = f"{tree.players[infoset.player]} at {infoset.key}"
    if belief.reached:
        return f"{where} believes: {', '.join(f'{name} {number(p)}' for name, p, _, _ in rows)}."
    told = ", ".join(f"{name} {number(low)} to {number(high)}" for name, _, low, high in rows)
    return f"{where} (never reached) may believe: {told}."


def _table(
    tree: Tree, heads: Sequence[str], columns: Sequence[Sequence[Sequence[str]]]
) -> Iterator[str]:
    """Lay out rows of player, information set, action and chances, aligned."""
    rows = [(*_HEADS, *heads)]
    for h in in_order(tree):
        infoset = tree.infosets[h]
        for a, action in enumerate(infoset.actions):
            names = (tree.players[infoset.player], str(infoset.key)) if a == 0 else ("", "")
            rows.append((*names, action, *(column[h][a] for column in columns)))
    if len(rows) == 1:
        yield "Nobody has anything to decide."
        return
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield ""
