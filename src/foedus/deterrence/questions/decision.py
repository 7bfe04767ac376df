"""The decision table: what each option changes, for whom, and in which share of the assumptions.

Every draw is a situation that the file allows, and no frequency. Options are compared draw by draw
on the same draws, so that a share says in how many of the assumed situations something holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.estimates import costs_of_war
from foedus.deterrence.job import NOTHING, Job
from foedus.deterrence.measures import DETERRED, mean
from foedus.deterrence.plain import as_data, as_map
from foedus.deterrence.questions.answers import TOLERANCE
from foedus.deterrence.questions.switching import Switch, unmeasured
from foedus.deterrence.questions.unknown import Ends, Silent, silences
from foedus.deterrence.solving import Deterrence
from foedus.deterrence.wording import spoken
from foedus.process import called

Array = NDArray[np.float64]


class Act(NamedTuple):
    """An act: the chance that it is the gravest, and that it or a graver one is done."""

    act: str
    label: str
    gravest: float
    at_least: float


class Signing(NamedTuple):
    """The chance of an attack by what is supposed of signatures.

    Parameters
    ----------
    forced
        All sign, whether or not they would.
    given
        All sign because they would: draws weighted by the chance of that. Not known where nobody
        could refuse, or nobody would sign.
    war
        There is no deal, or there is one and an attack.
    signed
        The chance that all sign.
    """

    forced: float
    given: float | None
    war: float | None
    signed: float | None


class Paired(NamedTuple):
    """Shares of draws in which attack is less likely than under another option, as likely, more."""

    other: str
    lower: float
    same: float
    higher: float
    most: float
    """The largest difference in any draw, in either direction."""


class Deciding(NamedTuple):
    """Shares of draws by what the option does there; they add up to 1.

    In the row of no arrangement at all they say what all options do there together: below even
    odds whatever is chosen, one of them harms, one of them (`another`) is enough, or none is.

    Parameters
    ----------
    not_needed
        Attack is below even odds with no arrangement and with this option.
    harms
        It is below them with no arrangement and not with this option.
    enough
        It is not below them with no arrangement, and it is with this option.
    another
        It is not with this option, and it is with another.
    none
        No option considered brings it below them.
    """

    not_needed: float
    harms: float
    enough: float
    another: float
    none: float


class Regret(NamedTuple):
    """How much likelier attack is than under the best option of a draw; how often it is best."""

    mean: float
    most: float
    best: float


class Worth(NamedTuple):
    """What a party can expect, in prizes: with all signatures forced, and given that all sign."""

    forced: float
    given: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One option, and one party that is to be deterred.

    Attributes
    ----------
    option, label, by, name
        The option, and whose conduct it is about.
    acts, breach
        Every act of its ladder, and the chance that it goes beyond compliance at all.
    attack, any_breach
        The chance of an attack, and of any breach, by what is supposed of signatures.
    met
        The share of attacks that are answered with force under a guarantee; none where nobody
        attacks.
    catastrophe
        The chance that what is threatened comes about; none where nobody threatens.
    worth
        By party, guarantors included.
    paired, paired_breach
        Beside no arrangement and each other option, by attack and by any breach.
    deciding, regret, regret_breach
        By attack; the last by any breach.
    unsolved
        Draws of which no solution was found under this option; the table leaves out every draw
        that has none under some option.
    deters, switches
        Whether attack is below even odds with every estimate at its middle, and what changes that;
        not asked of no arrangement.
    """

    option: str
    label: str
    by: str
    name: str
    acts: tuple[Act, ...]
    attack: Signing
    any_breach: Signing
    met: float | None
    catastrophe: float | None
    worth: Mapping[str, Worth]
    paired: tuple[Paired, ...]
    paired_breach: tuple[Paired, ...]
    deciding: Deciding
    regret: Regret
    regret_breach: Regret
    unsolved: int
    deters: bool | None
    switches: tuple[Switch, ...]


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
    inputs, parties
        What those inputs are called in a sentence, and the parties that have a ladder of acts.
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
        for inner in value:
            label = next((inner[k] for k in ("act", "other", "name") if k in inner), "")
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
    told: list[Row] = []
    for by in found.adversaries:
        attack = {name: rows[name][f"attack.{by}"] for name in jobs}
        breach = {name: 1 - rows[name][_least(jobs[name], by)] for name in jobs}
        for name, job in jobs.items():
            one = _Columns(name, rows[name], attack, breach, tolerance)
            lost = 0 if name == NOTHING else found.unsolved.get(name, 0)
            changing = None if name == NOTHING else rests[name].switching[by]
            told.append(_row(job, by, labels[name], one, lost, changing))
    solved = len(next(iter(attack.values())))
    a = found.nothing.arrangement
    inputs = {
        name: spoken(found.jobs[option].variant, name)
        for option, rest in rests.items()
        for name in rest.inputs
    }
    return Decision(
        found.design.draws,
        solved,
        tolerance,
        DETERRED,
        unmeasured(rests),
        found.ends,
        tuple(silences({name: rest.silent for name, rest in rests.items()})),
        inputs,
        {by: called(a, by) for by in a.conduct},
        tuple(told),
    )


def _solved(
    rows: Mapping[str, Mapping[str, Array]], sides: Sequence[str]
) -> dict[str, dict[str, Array]]:
    """Return what was read off those draws that could be solved under every option."""
    read = ("act.", "met.", "value.", "signed", "out_of_hand", *(f"attack.{by}" for by in sides))
    kept = {name: {k: row[k] for k in row if k.startswith(read)} for name, row in rows.items()}
    whole = [values for row in kept.values() for values in row.values()]
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
        least = np.min([row for name, row in rows.items() if name != NOTHING], axis=0)
        apart = rows[self.name] - least
        return Regret(mean(apart), float(np.max(apart, initial=0.0)), mean(apart <= 1e-9))

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
    changing: tuple[bool, tuple[Switch, ...]] | None,
) -> Row:
    a, rows = job.variant, one.rows
    attack, met = mean(one.attack[one.name]), mean(rows[f"met.{by}"])
    deters, changes = changing or (None, ())
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
        deters=deters,
        switches=tuple(sorted(changes, key=lambda one: one.name not in costs)),
    )


def _acts(job: Job, by: str, rows: Mapping[str, Array]) -> Iterator[Act]:
    ladder = job.variant.conduct[by].acts
    gravest = [mean(rows[f"act.{by}.{act.act}"]) for act in ladder]
    for at, act in enumerate(ladder):
        yield Act(act.act, act.label or act.act, gravest[at], fsum(gravest[at:]))


def _least(job: Job, by: str) -> str:
    return f"act.{by}.{job.variant.conduct[by].acts[0].act}"
