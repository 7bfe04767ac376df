"""What is counted over the ends of a game: who did what, what took effect, what was honoured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from foedus.deterrence.scoring import Outcome
from foedus.deterrence.situation import CALM, FORCE, HELPED, OUT_OF_HAND, YIELDED
from foedus.deterrence.turns import remembered
from foedus.language import Arrangement


class Counts(NamedTuple):
    """What is counted, by name, and by label of an end whether it counts there."""

    names: tuple[str, ...]
    rows: Mapping[str, Sequence[bool]]


def counted(arrangement: Arrangement, outcomes: Mapping[str, Outcome]) -> Counts:
    """Return what is counted, and for each label of an end whether it counts there.

    Names are ``act.PARTY.ACT`` (the highest act of a party), ``met.PARTY`` (it attacked and was
    answered with force under a guarantee), ``cried``, ``done.PROCEDURE``,
    ``honoured.GUARANTEE`` and ``entrapped`` (guarantors fought for a party that had gone beyond
    compliance); with threats also ``out_of_hand`` and, where making one costs
    anything, ``threatened`` and ``gave_in``. Where
    somebody refused to sign, nothing counts.
    """
    a = arrangement
    tests: dict[str, Callable[[Outcome], bool]] = {}
    for at, (party, ladder) in enumerate(a.conduct.items()):
        for act in ladder.acts:
            tests[f"act.{party}.{act.act}"] = partial(_acted, at=at, act=act.act)
    for by, least in attacks_of(a).items():
        tests[f"met.{by}"] = partial(_met, a, by=by, least=least)
    tests["cried"] = lambda outcome: outcome.cried
    if remembered(a):
        tests["threatened"] = lambda outcome: outcome.threat > CALM
        tests["gave_in"] = lambda outcome: outcome.threat == YIELDED
    if a.coercion:
        tests["out_of_hand"] = lambda outcome: outcome.threat == OUT_OF_HAND
    for name in a.procedures:
        tests[f"done.{name}"] = partial(_among, name=name, field="done")
    for name in a.guarantees:
        tests[f"honoured.{name}"] = partial(_among, name=name, field="honoured")
    tests["entrapped"] = partial(_entrapped, a)
    rows = {
        label: [not o.refused and test(o) for test in tests.values()]
        for label, o in outcomes.items()
    }
    return Counts(tuple(tests), rows)


def _acted(outcome: Outcome, at: int, act: str) -> bool:
    return outcome.acts[at] == act


def attacks_of(a: Arrangement) -> dict[str, int]:
    """Return by party with a ladder the rung from which its acts count as an attack."""
    return {
        by: max(
            (rung for rung, act in enumerate(ladder.acts) if (by, act.act) in fought),
            default=len(ladder.acts) - 1,
        )
        for fought in ({(c.by, c.act) for c in a.contests},)
        for by, ladder in a.conduct.items()
    }


def _met(a: Arrangement, outcome: Outcome, by: str, least: int) -> bool:
    """Say whether a party attacked and was answered with force under a guarantee."""
    acts = [act.act for act in a.conduct[by].acts]
    gravest = dict(zip(a.conduct, outcome.acts, strict=True))[by]
    return acts.index(gravest) >= least and any(
        name in outcome.honoured and g.against == by and FORCE.get(g.response) == HELPED
        for name, g in a.guarantees.items()
    )


def _entrapped(a: Arrangement, outcome: Outcome) -> bool:
    """Say whether somebody fought for a party that had itself done more than keep to the deal."""
    highest = dict(zip(a.conduct, outcome.acts, strict=True))
    for name, guarantee in a.guarantees.items():
        state = guarantee.protects.state
        fights = name in outcome.honoured and FORCE.get(guarantee.response) == HELPED
        if fights and state in highest and highest[state] != a.conduct[state].acts[0].act:
            return True
    return False


def _among(outcome: Outcome, name: str, field: str) -> bool:
    return name in getattr(outcome, field)
