"""The definitions as they stand in the books, over plain sets, by enumeration and nothing else.

Nothing here comes from the package: moves are sets of pairs, orderings are lists of ranks.
"""

from __future__ import annotations

import random
from itertools import combinations


class Conflict:
    """States 0..n-1; `moves[i]` is a set of pairs; `rank[i][s]`, the higher the better."""

    def __init__(self, n, moves, rank):
        self.n, self.moves, self.rank = n, moves, rank
        self.makers = range(len(moves))

    def reach(self, i, s):
        return {t for a, t in self.moves[i] if a == s}

    def improvements(self, i, s):
        return {t for t in self.reach(i, s) if self.rank[i][t] > self.rank[i][s]}

    def sequences(self, movers, s, step):
        """All states at the end of sequences in which nobody moves twice running."""
        ends, seen, now = set(), set(), {(s, None)}
        while now:
            now = {(t, j) for u, last in now for j in movers if j != last for t in step(j, u)}
            now -= seen
            seen |= now
            ends |= {t for t, _ in now}
        return ends

    def answers(self, i, s, sense, reading):
        others = [j for j in self.makers if j != i]
        step = self.improvements if sense == "SEQ" else self.reach
        if reading == "single":
            return {t for j in others for t in step(j, s)}
        return self.sequences(others, s, step)

    def stable(self, i, s, sense, reading):
        r = self.rank[i]
        for s1 in self.improvements(i, s):
            if sense == "R":
                return False
            sanctioned = False
            for s2 in self.answers(i, s1, sense, reading):
                if r[s2] <= r[s] and (
                    sense != "SMR" or all(r[s3] <= r[s] for s3 in self.reach(i, s2))
                ):
                    sanctioned = True
            if not sanctioned:
                return False
        return True

    # Coalitions (Inohara and Hipel 2008) ---------------------------------------------------

    def coalition_reach(self, team, s):
        return self.sequences(list(team), s, self.reach)

    def coalition_improvements(self, team, s):
        better = self.coalition_reach(team, s)
        return {t for t in better if all(self.rank[i][t] > self.rank[i][s] for i in team)}

    def coalition_answers(self, team, s, sense, reading):
        outside = [j for j in self.makers if j not in team]
        if reading == "single":
            if sense == "SEQ":
                return {t for j in outside for t in self.improvements(j, s)}
            return {t for j in outside for t in self.reach(j, s)}
        if sense != "SEQ":
            return self.coalition_reach(outside, s) if outside else set()
        teams = [c for k in range(1, len(outside) + 1) for c in combinations(outside, k)]
        return self.sequences(teams, s, self.coalition_improvements)

    def coalition_stable(self, team, s, sense, reading):
        def no_better(t):
            return any(self.rank[i][t] <= self.rank[i][s] for i in team)

        for s1 in self.coalition_improvements(team, s):
            if sense == "R":
                return False
            if not any(
                no_better(s2)
                and (sense != "SMR" or all(no_better(s3) for s3 in self.coalition_reach(team, s2)))
                for s2 in self.coalition_answers(team, s1, sense, reading)
            ):
                return False
        return True

    # Limited moves, two decision makers, strict orderings (Fang, Hipel and Kilgour 1993) ----

    def ends(self, i, s, h):
        """G_h(i, s): where it ends if i is to move at s and everybody looks h moves ahead."""
        if h == 0 or not self.reach(i, s):
            return s
        outcome = {t: self.ends(1 - i, t, h - 1) for t in self.reach(i, s)}
        best = max(outcome, key=lambda t: self.rank[i][outcome[t]])
        return s if self.rank[i][s] >= self.rank[i][outcome[best]] else outcome[best]


def drawn(
    rng: random.Random, most_states: int = 7, strict: bool = False, makers: int | None = None
):
    """A random conflict: 2 to 4 decision makers, irreversible moves, ties."""
    n = rng.randint(2, most_states)
    count = makers or rng.randint(2, 4)
    density = rng.choice([0.1, 0.25, 0.5])
    moves = []
    for _ in range(count):
        pairs = {(a, b) for a in range(n) for b in range(n) if a != b and rng.random() < density}
        if rng.random() < 0.4:
            pairs |= {(b, a) for a, b in pairs}
        moves.append(pairs)
    ranks = [
        rng.sample(range(n), n) if strict else [rng.randrange(n) for _ in range(n)]
        for _ in range(count)
    ]
    return Conflict(n, moves, ranks)
