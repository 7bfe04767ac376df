"""The decision table: what each option changes, for whom, and in which share of the assumptions.

Every draw is a situation that the file allows, and no frequency. Options are compared draw by draw
on the same draws, so that a share says in how many of the assumed situations something holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import fsum

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.counts import targets_of
from foedus.deterrence.estimates import costs_of_war
from foedus.deterrence.job import NOTHING, Job
from foedus.deterrence.measures import DETERRED, ROUNDED, mean
from foedus.deterrence.plain import as_data, as_map
from foedus.deterrence.questions.answers import TOLERANCE
from foedus.deterrence.questions.rows import (
    Act,
    Deciding,
    Front,
    Lesser,
    Paired,
    Regret,
    Row,
    Signing,
    Worth,
)
from foedus.deterrence.questions.switching import Middle, Switch, unmeasured
from foedus.deterrence.questions.unknown import Ends, Silent, silences
from foedus.deterrence.sides import refusable
from foedus.deterrence.solving import Deterrence
from foedus.deterrence.wording import holding, spoken
from foedus.language import Arrangement
from foedus.process import called

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """The table.

    Attributes
    ----------
    draws, solved, tolerance, odds
        How many situations, and of how many there is a solution under every option; by how much
        chances may differ and count as the same; and below which
        chance of attack a party counts as deterred.
    unmeasured
        The inputs with a range that no source measures, and all inputs with a range, by kind.
    not_known
        Where the file is silent on something: attack at both ends of what it can be.
    silent
        Steps of which the file does not say how likely they pass, or how long they take, with the
        options that rest on them.
    signing
        Who signs or refuses before all else (``first``), and who beside them chooses in the game
        whether to sign (``later``).
    inputs, parties
        What those inputs, and all that a table of the draws has a column of, are called in a
        sentence, and the parties that have a ladder of acts.
    rows
        By party to be deterred, first no arrangement at all and then each option.
    """

    draws: int
    solved: int
    tolerance: float
    odds: float
    unmeasured: Mapping[str, tuple[str, ...]]
    not_known: tuple[Ends, ...]
    silent: tuple[Silent, ...]
    signing: Mapping[str, tuple[str, ...]]
    inputs: Mapping[str, str]
    parties: Mapping[str, str]
    rows: tuple[Row, ...]

    def of(self, by: str) -> list[Row]:
        """Return the rows about one party."""
        return [row for row in self.rows if row.by == by]

    def as_json(self) -> dict[str, object]:
        """Return the table as plain data."""
        return as_map(self)

    def tidy(self) -> Iterator[tuple[str, str, str, float | None]]:
        """Yield every figure: the party to be deterred, the option, what it is, and the figure."""
        for row in self.rows:
            for f in fields(row):
                if f.name not in ("option", "label", "by", "name"):
                    for what, value in _flat(f.name, as_data(getattr(row, f.name))):
                        yield row.by, row.option, what, value


def _flat(name: str, value: object) -> Iterator[tuple[str, float | None]]:
    """Yield the numbers inside plain data, each by its path."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            keys = ("act", "other", "against", "name") if isinstance(inner, Mapping) else ()
            # what is no row of its own is one of the two ends of a law
            label = next((inner[k] for k in keys if k in inner), ("low", "high")[at % 2])
            yield from _flat(f"{name}.{label}", inner)
    elif value is None or isinstance(value, int | float):
        yield name, None if value is None else float(value)


@np.errstate(over="ignore", invalid="ignore")  # what is no number is counted, and told
def decision(found: Deterrence, tolerance: float = TOLERANCE) -> Decision:
    """Return the decision table of solved options.

    Parameters
    ----------
    found
        What was found of the options.
    tolerance
        Chances that differ by no more are the same.
    """
    jobs = {NOTHING: found.nothing, **found.jobs}
    rows = _solved({NOTHING: found.bare, **found.rows}, found.adversaries)
    labels = {NOTHING: found.baseline.label} | {n: o.label for n, o in found.options.items()}
    rests = {name: found.resting(name) for name in found.jobs}
    unbound = found.resting(NOTHING).middle
    told: list[Row] = []
    for by in found.adversaries:
        attack = {name: rows[name][f"attack.{by}"] for name in jobs}
        breach = {name: 1 - rows[name][_least(jobs[name], by)] for name in jobs}
        for name, job in jobs.items():
            one = _Columns(name, rows[name], attack, breach, tolerance)
            fronts = [
                (target, replace(one, attack={n: rows[n][f"attack.{by}.{target}"] for n in jobs}))
                for target in targets_of(found.nothing.variant, by)
            ]
            lost = 0 if name == NOTHING else found.unsolved.get(name, 0)
            changing = None if name == NOTHING else rests[name].middle[by]
            row = _row(job, by, labels[name], one, lost, changing)
            row = replace(row, as_with_none=changing is not None and _alike(job, row, unbound[by]))
            told.append(replace(row, fronts=tuple(_front(job, *front) for front in fronts)))
    solved = len(next(iter(attack.values())))
    a = found.nothing.arrangement
    inputs = {
        name: spoken(found.jobs[option].variant, name)
        for option, rest in rests.items()
        for name in rest.inputs
    }
    for option, rest in rests.items():
        of = found.jobs[option].variant
        others = (*rest.drawn, *rest.together)
        inputs |= {name: spoken(of, name) for name in others if name not in inputs}
    return Decision(
        found.design.draws,
        solved,
        tolerance,
        DETERRED,
        unmeasured(rests),
        found.ends,
        tuple(silences({name: rest.silent for name, rest in rests.items()})),
        _signing([job.variant for job in found.jobs.values()]),
        inputs,
        {by: called(a, by) for by in a.conduct},
        tuple(told),
    )


def _signing(variants: Sequence[Arrangement]) -> dict[str, tuple[str, ...]]:
    """Return who signs before all else, or could refuse to, and who chooses later whether to."""
    first = {called(a, party): None for a in variants for party in refusable(a)}
    later = {
        called(a, party): None
        for a in variants
        for one in a.instruments.values()
        if one.status == "proposed"
        for party in one.signed_by or one.parties
        if party not in a.refusing
    }
    return {"first": tuple(sorted(first)), "later": tuple(sorted(later))}


def _solved(
    rows: Mapping[str, Mapping[str, Array]], sides: Sequence[str]
) -> dict[str, dict[str, Array]]:
    """Return what was read off those draws that could be solved under every option."""
    limits = tuple(f"limit.attack.{by}" for by in sides)
    read = ("act.", "met.", "value.", "signed", "out_of_hand", *(f"attack.{by}" for by in sides))
    kept = {
        n: {k: row[k] for k in row if k.startswith((*read, *limits))} for n, row in rows.items()
    }
    whole = [row[key] for row in kept.values() for key in row if key.startswith(read)]
    solved = np.all(np.isfinite(whole), axis=0)
    return {n: {k: values[solved] for k, values in row.items()} for n, row in kept.items()}


@dataclass(frozen=True)
class _Columns:
    """What was read off one option, draw by draw, beside the others."""

    name: str
    rows: Mapping[str, Array]
    attack: Mapping[str, Array]
    breach: Mapping[str, Array]
    tolerance: float

    @property
    def signed(self) -> Array | None:
        return self.rows.get("signed")

    def signing(self, chance: Array) -> Signing:
        if self.signed is None:
            return Signing(mean(chance), None, None, None)
        war = 1 - self.signed * (1 - chance)
        return Signing(mean(chance), self.given(chance), mean(war), mean(self.signed))

    def given(self, row: Array) -> float | None:
        """Return a mean over draws, each weighted by the chance that all sign."""
        if self.signed is None or not self.signed.sum() > 0:
            return None
        return mean(row * self.signed) / mean(self.signed)

    def paired(self, rows: Mapping[str, Array]) -> Iterator[Paired]:
        for other, theirs in rows.items():
            if other == self.name:
                continue
            apart = rows[self.name] - theirs
            lower, higher = apart < -self.tolerance, apart > self.tolerance
            same = np.abs(apart) <= self.tolerance
            most = float(np.max(np.abs(apart), initial=0.0))
            yield Paired(other, mean(lower), mean(same), mean(higher), most)

    def regret(self, rows: Mapping[str, Array]) -> Regret:
        least = np.min([*rows.values()], axis=0)
        apart = rows[self.name] - least
        apart = np.where(np.abs(apart) <= ROUNDED, 0.0, apart)
        return Regret(mean(apart), float(np.max(apart, initial=0.0)), mean(apart <= 0))

    def lesser(self) -> Lesser | None:
        if self.name == NOTHING:
            return None
        fall = self.attack[NOTHING] - self.attack[self.name]
        rise = self.breach[self.name] - self.breach[NOTHING] + fall
        more, instead = rise > self.tolerance, fall >= rise - self.tolerance
        return Lesser(mean(more & instead), mean(more & ~instead))

    def erring(self, by: str) -> float:
        """Return the share of draws that lie on the other side of even odds without errors."""
        played, limit = self.attack[self.name], self.rows[f"limit.attack.{by}"]
        return mean((played < DETERRED) != (limit < DETERRED))

    def deciding(self) -> Deciding:
        without, mine = (self.attack[name] < DETERRED for name in (NOTHING, self.name))
        held = [row < DETERRED for row in self.attack.values()]
        some, every = np.any(held, axis=0), np.all(held, axis=0)
        kept = every if self.name == NOTHING else mine
        return Deciding(
            not_needed=mean(without & kept),
            harms=mean(without & ~kept),
            enough=mean(~without & mine),
            another=mean(~without & ~mine & some),
            none=mean(~some),
        )


def _row(
    job: Job,
    by: str,
    label: str,
    one: _Columns,
    unsolved: int,
    middle: Middle | None,
) -> Row:
    a, rows = job.variant, one.rows
    attack, met = mean(one.attack[one.name]), mean(rows[f"met.{by}"])
    costs = costs_of_war(a, by)  # what an attack costs the party itself comes before all else
    return Row(
        option=one.name,
        label=label,
        by=by,
        name=called(a, by),
        acts=tuple(_acts(job, by, rows)),
        attack=one.signing(one.attack[one.name]),
        any_breach=one.signing(one.breach[one.name]),
        met=met / attack if attack > 0 else None,
        catastrophe=mean(rows["out_of_hand"]) if "out_of_hand" in rows else None,
        worth={
            key.removeprefix("value."): Worth(mean(rows[key]), one.given(rows[key]))
            for key in rows
            if key.startswith("value.")
        },
        paired=tuple(one.paired(one.attack)),
        paired_breach=tuple(one.paired(one.breach)),
        deciding=one.deciding(),
        regret=one.regret(one.attack),
        regret_breach=one.regret(one.breach),
        unsolved=unsolved,
        deters=middle.deters if middle else None,
        unerring=middle.unerring if middle else None,
        erring=one.erring(by),
        switches=tuple(
            sorted(middle.switches if middle else (), key=lambda one: one.name not in costs)
        ),
        lesser=one.lesser(),
    )


def _alike(job: Job, row: Row, unbound: Middle) -> bool:
    """Say whether no arrangement has the same answer, and changes it at the same values, as told.

    That an attack is about as likely is not enough: what lies near even odds may cross them.
    """
    beside = next(one for one in row.paired if one.other == NOTHING)
    if beside.lower or beside.higher or row.deters is not unbound.deters:
        return False
    return _told(job, row.by, row.switches) == _told(job, row.by, unbound.switches)


def _told(job: Job, by: str, switches: Sequence[Switch]) -> dict[str, str]:
    """Return by input where it has to lie, in the words in which every screen says it."""
    turns: dict[str, list[tuple[float, str]]] = {}
    for one in switches:
        turns.setdefault(one.name, []).append((one.value, one.deters))
    middle = {one.name: one.middle for one in switches}
    return {
        name: holding(name, spoken(job.variant, name), where, middle[name], by)
        for name, where in turns.items()
    }


def _front(job: Job, against: str, one: _Columns) -> Front:
    chance = one.attack[one.name]
    return Front(
        against,
        called(job.variant, against),
        mean(chance),
        tuple(one.paired(one.attack)),
        one.deciding(),
        one.regret(one.attack),
    )


def _acts(job: Job, by: str, rows: Mapping[str, Array]) -> Iterator[Act]:
    ladder = job.variant.conduct[by].acts
    gravest = [mean(rows[f"act.{by}.{act.act}"]) for act in ladder]
    for at, act in enumerate(ladder):
        yield Act(act.act, act.label or act.act, gravest[at], fsum(gravest[at:]))


def _least(job: Job, by: str) -> str:
    return f"act.{by}.{job.variant.conduct[by].acts[0].act}"
