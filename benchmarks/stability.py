"""How long stability of every state takes, by the number of options, beside the plain definition.

Run: ``python benchmarks/stability.py``. There is no kept tool to compare with, so the small cases
are also worked out by sets, state by state, as the definition reads.
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from foedus.stability import SENSES, Graph, equilibria, from_options

SHAPES = ([4, 4], [4, 4, 4], [4, 4, 4, 4], [8, 8], [6, 5, 5], [2] * 8)


def literal(graph: Graph, ranks: list[np.ndarray]) -> list[bool]:
    """GMR by sets, for everybody: each improvement has an answer that is no better."""
    makers = range(len(graph.makers))
    reach = [[graph.reach(i, s) for s in range(len(graph.states))] for i in makers]

    def answers(i: int, s: int) -> set[int]:
        seen, edge = set(), {(s, -1)}
        while edge:
            edge = {(t, j) for u, k in edge for j in makers if j not in (i, k) for t in reach[j][u]}
            edge -= seen
            seen |= edge
        return {t for t, _ in seen}

    return [
        all(
            any(ranks[i][u] <= ranks[i][s] for u in answers(i, t))
            for i in makers
            for t in reach[i][s]
            if ranks[i][t] > ranks[i][s]
        )
        for s in range(len(graph.states))
    ]


def main() -> None:
    """Print seconds by shape and sense, and the ratio to the definition where that ends."""
    rng = np.random.default_rng(0)
    for shape in SHAPES:
        start = perf_counter()
        graph = from_options(
            {f"D{i}": [f"o{i}.{k}" for k in range(n)] for i, n in enumerate(shape)}
        )
        built = perf_counter() - start
        ranks = [rng.permutation(len(graph.states)).astype(np.int32) for _ in shape]
        seconds = {}
        for sense in SENSES:
            start = perf_counter()
            found = equilibria(graph, ranks, sense, "legal")
            seconds[sense] = perf_counter() - start
            if sense == "GMR" and len(graph.states) <= 300:
                start = perf_counter()
                assert literal(graph, ranks) == found.tolist()
                seconds["literal/GMR"] = (perf_counter() - start) / seconds["GMR"]
        told = ", ".join(f"{sense} {value:.2f}" for sense, value in seconds.items())
        print(f"{shape}: {len(graph.states):,} states, built in {built:.2f} s; {told}")


if __name__ == "__main__":
    main()
