"""Indices of power against the packages that can be installed, in one run: time and error.

    python benchmarks/decisions.py            everything, some minutes
    python benchmarks/decisions.py unsc       one body

Every program runs in a process of its own with a time limit, because some never return. The time
is the best of several runs of both indices from plain numbers to values, compilation of the rule
included, imports and just-in-time compilation left out (the latter is shown once). The error is
the largest relative error of the normalised Banzhaf and the Shapley–Shubik indices against exact
fractions.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

LIMIT = 60
Indices = tuple[list[float], list[float]]

COLLEGE = [9, 3, 11, 6, 54, 10, 7, 3, 3, 30, 16, 4, 4, 19, 11, 6, 6, 8, 8, 4, 10, 11, 15, 10, 6]
COLLEGE += [10, 4, 5, 6, 4, 14, 5, 28, 16, 3, 17, 7, 8, 19, 4, 9, 3, 11, 40, 6, 3, 13, 12, 4, 10, 3]
MANY = [1 + (n * n * 37) % 97 for n in range(190)]
THOUSAND = [1 + (n * n * 37) % 97 for n in range(1000)]
WEIGHTED: dict[str, tuple[list[int], int]] = {
    "three": ([3, 2, 2], 3),
    "unsc": ([7] * 5 + [1] * 10, 39),
    "college": (COLLEGE, 270),
    "body-190": (MANY, sum(MANY) // 2 + 1),
    "body-1000": (THOUSAND, sum(THOUSAND) // 2 + 1),
}
BODIES = {
    "three": "[3; 3, 2, 2]",
    "unsc": "UN Security Council, as [39; 7×5, 1×10]",
    "college": "US Electoral College 2024, 51 members",
    "eu-27": "Council of the EU, 27 members, three parts",
    "body-190": "190 members with weights up to 97",
    "body-1000": "1,000 members with weights up to 97",
}
PROGRAMS = ("foedus", "powerindex", "powerindices", "tucoopy", "enumeration")


def rule_of(case: str) -> Any:
    from foedus.decisions import body, parse_rule

    if case == "eu-27":
        return body("eu-council").rule
    votes, quota = WEIGHTED[case]
    members = {str(n): vote for n, vote in enumerate(votes)}
    return parse_rule({"weights": members, "quota": quota}, list(members))


def ours(case: str) -> Indices:
    from foedus.decisions import power
    from foedus.decisions.diagram import compile_rule
    from foedus.decisions.weighted_game import as_weighted

    compile_rule.cache_clear()
    as_weighted.cache_clear()
    found = power(rule_of(case))
    return list(found.normalised_banzhaf.values()), list(found.shapley_shubik.values())


def powerindex(case: str) -> Indices:
    from powerindex import Game

    votes, quota = WEIGHTED[case]
    game = Game(quota, list(votes))
    game.calc()
    return game.banzhaf, game.shapley_shubik


def powerindices(case: str) -> Indices:
    import powerindices as peer

    votes, quota = WEIGHTED[case]
    banzhaf = [float(x) for x in peer.compute_pbi(quota, list(votes))]
    shapley = [float(x) for x in peer.compute_ssi(quota, list(votes))]
    total = sum(banzhaf)
    return [x / total for x in banzhaf], shapley


def tucoopy(case: str) -> Indices:
    from tucoopy.power.banzhaf import banzhaf_index_weighted_voting
    from tucoopy.power.shapley_shubik import shapley_shubik_index_weighted_voting

    votes, quota = WEIGHTED[case]
    return (
        banzhaf_index_weighted_voting(votes, quota),
        shapley_shubik_index_weighted_voting(votes, quota),
    )


def enumeration(case: str) -> Indices:
    """Go through all 2**27 coalitions with NumPy: no peer takes a rule of several parts so far."""
    import numpy as np

    from foedus.decisions.rosters import EU_POPULATION

    if case != "eu-27":
        raise KeyError(case)
    people = np.array(list(EU_POPULATION.values()))
    n, low = len(people), 20
    halves = np.arange(1 << low)
    sizes = np.zeros(1 << low, dtype=np.int64)
    weight = np.zeros(1 << low, dtype=np.int64)
    for i in range(low):
        sizes += halves >> i & 1
        weight += people[i] * (halves >> i & 1)
    wins = np.empty((1 << (n - low), 1 << low), dtype=bool)
    quota = -(-people.sum() * 65 // 100)
    for high in range(1 << (n - low)):
        more = [i for i in range(n - low) if high >> i & 1]
        size, heavy = sizes + len(more), weight + sum(int(people[low + i]) for i in more)
        wins[high] = ((size >= 15) & (heavy >= quota)) | (size >= 24)
    flat = wins.ravel()
    orders = np.array([1 / (n * _choose(n - 1, k)) for k in range(n)])
    banzhaf, shapley = np.zeros(n), np.zeros(n)
    for high in range(1 << (n - low)):
        size = sizes + high.bit_count()
        base = high << low
        for i in range(n):
            bit = 1 << i
            out = (halves & bit) == 0 if i < low else np.full(1 << low, not base & bit)
            turned = out & ~wins[high] & flat[(base | halves) | bit]
            banzhaf[i] += turned.sum()
            shapley[i] += orders[size[turned]].sum()
    return (banzhaf / banzhaf.sum()).tolist(), shapley.tolist()


def _choose(n: int, k: int) -> int:
    from math import comb

    return comb(n, k)


RUNNERS: dict[str, Callable[[str], Indices]] = {
    "foedus": ours,
    "powerindex": powerindex,
    "powerindices": powerindices,
    "tucoopy": tucoopy,
    "enumeration": enumeration,
}


def run_one(case: str, program: str) -> None:
    runner = RUNNERS[program]
    start = time.perf_counter()
    found = runner(case)
    first = best = time.perf_counter() - start
    runs = 1
    while runs < 7 and (time.perf_counter() - start) < 5:
        again = time.perf_counter()
        found = runner(case)
        best, runs = min(best, time.perf_counter() - again), runs + 1
    print(json.dumps({"first": first, "best": best, "banzhaf": found[0], "shapley": found[1]}))


def asked(case: str, program: str) -> dict[str, Any]:
    """Run one program on one body in a process of its own."""
    command = [sys.executable, __file__, "--one", case, program]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"no answer within {LIMIT} s"}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no message"
        return {"failed": last[:60]}
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def exact(case: str) -> tuple[list[Fraction], list[Fraction]]:
    from foedus.decisions import power

    found = power(rule_of(case), exact=True)
    return list(found.normalised_banzhaf.values()), list(found.shapley_shubik.values())


def worst(answer: dict[str, Any], truth: tuple[list[Fraction], list[Fraction]]) -> float:
    pairs = zip([*answer["banzhaf"], *answer["shapley"]], [*truth[0], *truth[1]], strict=True)
    return max(abs(float(x) / float(t) - 1) if t else abs(float(x)) for x, t in pairs)


def compare(case: str) -> None:
    print(f"\n{BODIES[case]}")
    truth = None if case == "body-1000" else exact(case)
    own = asked(case, "foedus")
    for program in PROGRAMS:
        if (program == "enumeration") != (case == "eu-27") and program == "enumeration":
            continue
        answer = own if program == "foedus" else asked(case, program)
        if "failed" in answer:
            reason = "takes one weighted rule only" if case == "eu-27" else answer["failed"]
            print(f"  {program:13} {'':>10} {'':>10}  {reason}")
            continue
        ratio = answer["best"] / own["best"]
        error = "sums to 1 within {:.0e}".format(abs(sum(answer["shapley"]) - 1) or 1e-17)
        if truth is not None:
            error = f"error {worst(answer, truth):.1e}"
        seconds = f"{answer['best']:.5f} s"
        print(f"  {program:13} {seconds:>12} {ratio:>9,.1f}×  {error}")
    print(f"  (foedus, first call of a process: {own['first']:.2f} s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bodies", nargs="*", metavar="BODY", help=", ".join(BODIES))
    parser.add_argument("--one", nargs=2, metavar=("BODY", "PROGRAM"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_one(*given.one)
        return
    unknown = [b for b in given.bodies if b not in BODIES]
    if unknown:
        parser.error(f"there is no body {unknown[0]!r}; there are {', '.join(BODIES)}")
    for case in given.bodies or BODIES:
        compare(case)


if __name__ == "__main__":
    main()
