"""Chances of two steps in turn, against the process replayed with every combination of ballots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from foedus.decisions import Ballot, conditional_chances, effect, parse_rule
from foedus.language import Arrangement, Duration, Step, labels_of, read
from foedus.process import Move, Process, Progress, State, as_decision, start
from foedus.prospects import Outlook, stand
from foedus.prospects.votes import ballots

MEMBERS = ("AUT", "CHE", "IRL")
CHOICES = {Ballot.YES: "yes", Ballot.ABSTAIN: "abstain", Ballot.NO: "no"}
CAST = tuple(product(Ballot, repeat=len(MEMBERS)))
TWO = Duration.parse("P2D")
RULES: tuple[Any, ...] = (
    "unanimity",
    "consensus",
    "majority",
    {"at_least": 2},
    {"weights": {"AUT": 3, "CHE": 2, "IRL": 1}, "quota": 4},
    {"at_least": 2, "veto": ["CHE"]},
    {
        "all_of": [
            {"scores": {m: [1, 1, 1, 0] for m in MEMBERS}, "quota": 2},
            {"at_least": "2/3", "of": "present_and_voting"},
        ]
    },
    {"all_of": [{"at_least": 2}, {"weights": {"AUT": 3, "CHE": 2, "IRL": 1}, "quota": "60 %"}]},
    "reverse_consensus",
    {"not": "majority"},
)
FOLLOWS = [
    {"on_block": block, "on_timeout": timeout, "within": within, "at_deadline": last}
    for block in ("lapse", "next", "hold")
    for timeout in ("lapse", "adopt", "next", "hold")
    for within, last in ((TWO, False), (TWO, True), (None, False))
    if within is not None or timeout == "lapse"
]
FIRST = [
    {"on_pass": on_pass} | follows for on_pass, follows in product(("next", "effect"), FOLLOWS)
]
LAST = [
    follows for follows in FOLLOWS if "next" not in (follows["on_block"], follows["on_timeout"])
]
NORM = "{prohibition: attack, bearer: ZZZ, towards: AAA, in: deal}"
TEXT = (Path(__file__).parent / "deal.yaml").read_text("utf-8")
FILE = read(
    TEXT.replace("norms:\n", f"norms:\n  found-by-a: {NORM}\n  found-by-b: {NORM}\n")
    + """  - {actor: c, state: CHE, date: 2024-01-01, issue: narrow, stance: ambiguous,
     says: x, source: s}
leanings:
  support: {yes: 4, abstain: 1, no: 1, absent: 2, because: a test}
  ambiguous: {yes: 2, abstain: 2, no: 2, absent: 3, because: a test}
  unknown: {yes: 3, abstain: 1, no: 1, absent: 1, because: a test}
"""
)


class Met(NamedTuple):
    """What came of a replay: the effect, which of the two steps were reached, and which passed."""

    effect: bool
    reached: tuple[bool, bool]
    passed: tuple[bool, bool]


def makes_sense(rule: Any, follows: Mapping[str, Any]) -> bool:
    """Say whether with `hold`, where only a yes is cast, a no is worth silence, or a yes carries.

    The former the reader asks of a step with a time limit; without one such a step never passes.
    """
    read_ = parse_rule(rule, MEMBERS)
    if follows["on_block"] != "hold":
        return True
    if follows["within"] is None:
        return read_.passes(dict.fromkeys(MEMBERS, Ballot.YES))
    return all(row[Ballot.NO] == row[Ballot.ABSENT] for atom in read_.atoms() for row in atom.rows)


def deal(*steps: Mapping[str, Any]) -> Arrangement:
    acts = [
        Step(act=act, by="COUNCIL", finds=f"found-by-{act}", **step)
        for act, step in zip("ab", steps, strict=True)
    ]
    accession = replace(FILE.procedures["accession"], steps=tuple(acts))
    issues = {"accession.a": "narrow", "accession.b": "narrow"}
    return replace(FILE, procedures={"accession": accession}, decides_on=issues)


def called(step: Step) -> Step:
    """Return a step without a time limit as one whose vote is called, and open after it.

    Where a no is not final the process lets nobody cast one; that a vote is called brings it out.
    """
    if step.within:
        return step
    held = step.on_block == "hold"
    block = "lapse" if held else step.on_block
    return replace(step, within=TWO, on_timeout="hold", on_block=block, at_deadline=held)


def replayed(a: Arrangement) -> Iterator[Met]:
    """Yield what comes of each combination of ballots: who is absent never votes."""
    accession = a.procedures["accession"]
    twin = replace(accession, steps=tuple(map(called, accession.steps)))
    process = Process(replace(a, procedures={"accession": twin}))
    begun = start(process.clauses, process.start, 0)
    for cast in CAST:
        yield played(process, begun, dict(zip(MEMBERS, cast, strict=True)))


def played(process: Process, state: State, cast: Mapping[str, Ballot]) -> Met:
    reached = [False, False]
    while (now := where(state))[0] is Progress.OPEN:
        reached[now[1]] = True
        electorate = process.clauses.steps[0][now[1]].electorate
        for member, ballot in cast.items():
            label, choice = electorate.label_of(member), CHOICES.get(ballot)
            held = process.clauses.steps[0][now[1]].step.on_block == "hold" and choice != "yes"
            if choice and not held and where(state) == now:
                state = process.after(state, Move("ballot", label, "accession", choice))
        for _ in range(TWO.days + 1):
            if where(state) == now:
                state = process.after(state, Move("wait", until=state.day + 1))
        if where(state) == now:
            break
    found = [state.record.found[process.clauses.index.norms[f"found-by-{act}"]] for act in "ab"]
    done = state.record.procedures[0].progress is Progress.DONE
    return Met(done, (reached[0], reached[1]), (bool(found[0]), bool(found[1])))


def where(state: State) -> tuple[Progress, int]:
    course = state.record.procedures[0]
    return course.progress, course.step


def weights(correlation: float) -> np.ndarray:
    """Return how likely each combination of ballots is, member by member given a common factor."""
    labels = labels_of(FILE)
    stands = {labels.party(m): stand(FILE, m, "narrow", FILE.as_of) for m in MEMBERS}
    shares = ballots(stands, labels.issue("narrow"), 0, 1)[:, :, 0]
    points, mass = np.polynomial.hermite_e.hermegauss(32)
    given = conditional_chances(shares, np.full(3, np.sqrt(correlation)), points)
    found = [
        sum(m * np.prod([given[i, b, k] for i, b in enumerate(cast)]) for k, m in enumerate(mass))
        for cast in CAST
    ]
    return np.array(found) / mass.sum()


WEIGHTS = {correlation: weights(correlation) for correlation in (0.0, 0.4)}


def matched() -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield every first step, each with the next rule and the next second step that make sense."""
    turns = cycle(product(RULES, LAST)), cycle(RULES)
    for first in FIRST:
        rule = next(r for r in turns[1] if makes_sense(r, first))
        last = next((r, s) for r, s in turns[0] if makes_sense(r, s))
        for _ in range(len(RULES)):  # on to another rule, so that not all meet with one
            next(turns[0])
        yield {"rule": rule} | first, {"rule": last[0]} | last[1]


@pytest.mark.parametrize(("first", "last"), list(matched()))
def test_two_steps_end_as_every_combination_of_ballots_has_them_end(
    first: Mapping[str, Any], last: Mapping[str, Any]
):
    a = deal(first, last)
    met = list(replayed(a))
    effects = [one.effect for one in met]
    decided = as_decision(a, "accession")
    assert decided is not None
    rule = effect(decided)
    assert [rule.passes(dict(zip(MEMBERS, cast, strict=True))) for cast in CAST] == effects
    for correlation, likely in WEIGHTS.items():
        outlook = Outlook(a, 1, correlation=correlation)
        takes_effect, _, _ = outlook.procedure("accession")
        assert takes_effect.value == pytest.approx(likely @ effects, abs=1e-9)
        for at in range(2):
            reached = likely @ [one.reached[at] for one in met]
            passed = likely @ [one.passed[at] for one in met]
            found = outlook.steps["accession", at].passes[0]
            assert found * reached == pytest.approx(passed, abs=1e-9)
