"""The answers about one option, each a figure with its interval and its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.chunk import telling_of
from foedus.deterrence.counts import attacking
from foedus.deterrence.job import Job, break_evens_of, searched
from foedus.deterrence.measures import NO_SOLUTION, left_out, mean, summary
from foedus.deterrence.plain import as_map
from foedus.deterrence.questions.breakeven import Deterring, figure, grid_of
from foedus.deterrence.questions.equilibria import Equilibrium
from foedus.deterrence.questions.promise import worth
from foedus.deterrence.questions.sunset import waiting
from foedus.deterrence.sides import beneficiary_of, informed
from foedus.deterrence.situation import FORCE, HELPED
from foedus.figures import DIFFERENCE, Figure, rounded
from foedus.language import Arrangement, listed
from foedus.process import called

Array = NDArray[np.float64]
_SMALL = 0.005
TOLERANCE = 0.05
"""Chances that differ by no more are the same."""
_CLAIMS = "a party to which it makes no difference claims what it may, and else changes nothing"
_RULES = (
    "the ends: over four rules for ties (claims what it may; each answer as likely; against an "
    "attack; for one)"
)
_NO = {
    "honour": "no guarantee here has a chance of being honoured to set",
    "passing": "no decision that could keep it away stands between a breach and its consequence",
    "days": "nothing in the answer to a breach takes time to decide",
}


@dataclass(frozen=True, slots=True)
class OptionDeterrence:
    """Conduct under one option of one party that is to be deterred, over all draws.

    Attributes
    ----------
    id, label, by
        The option, and whose conduct it is about.
    attack
        Chance that the adversary attacks: the gravest act that is fought over, or a graver one.
    probe
        Chance that its gravest act is a lesser one, above compliance.
    acts
        Chance of each act as its gravest, by act.
    best, limit
        Chance of an attack in best conduct, without errors. Who is indifferent claims what it may
        claim and otherwise changes nothing (`best`; its ends are those of four rules for ties), or
        is as likely to give each of equally good answers, as when errors vanish (`limit`).
    provoke, provoke_extra
        Chance that the beneficiary goes beyond compliance, and how much more than with no
        arrangement at all.
    provoke_limit
        How much more as errors of judgement vanish: what does not remain is no moral hazard.
    provoke_strict
        How much more in best conduct, where who is indifferent does not: what it provokes for.
    entrapment
        Chance that guarantors fight for a beneficiary that had itself gone beyond compliance.
    attack_extra
        How much likelier an attack is than with no arrangement at all, on the same draws.
    false_alarm
        Chance that a breach is alleged when there was none.
    break_even_credibility, break_even_passing, break_even_days
        From where on an attack no longer pays; no value: never, or not asked (see `because`).
    reassurance
        What complying throughout is worth to the adversary, less the same with no arrangement:
        above zero, the arrangement makes the peace better for it; below, it pays for complying.
    reverse
        What is promised to it while it complies is worth to the adversary, and whether it
        reassures.
    waiting
        What the adversary gains by waiting out a sunset, over acting now or never: above zero, it
        pays to keep the arrangement until it ends.
    signed
        Chance that all sign, one after the other, each knowing that those after it may refuse.
    signs
        By party: the chance that it would rather sign than let the present war go on.
    values
        By party: what it can expect, in prizes.
    equilibria
        Where some party's resolve is private: every equilibrium found with every estimate at its
        middle. Elsewhere there is one, and none is listed.
    because
        The path in plain English, with every estimate at its middle.
    """

    id: str
    label: str
    by: str
    attack: Figure
    probe: Figure
    acts: Mapping[str, Figure]
    best: Figure
    limit: Figure
    provoke: Figure
    provoke_extra: Figure
    provoke_limit: Figure
    provoke_strict: Figure
    entrapment: Figure
    attack_extra: Figure
    false_alarm: Figure
    break_even_credibility: Figure
    break_even_passing: Figure
    break_even_days: Figure
    reassurance: Figure
    reverse: Figure
    waiting: Figure
    signed: Figure
    signs: Mapping[str, Figure]
    values: Mapping[str, Figure]
    equilibria: tuple[Equilibrium, ...]
    because: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain data."""
        return as_map(self)


_UNERRING = "without any error of judgement"


def answer(
    job: Job, by: str, rows: Mapping[str, Array], bare: Mapping[str, Array]
) -> OptionDeterrence:
    """Return the answers about one option and one party that is to be deterred.

    Parameters
    ----------
    job, by
        What was asked, and whose conduct it is about.
    rows
        What was read off, draw by draw.
    bare
        The same with no arrangement at all, on the same draws.
    """
    a = job.variant
    beneficiary, told_of = beneficiary_of(job.arrangement), telling_of(rows, by)
    acts = [act.act for act in a.conduct[by].acts]
    of = {act: rows[f"act.{by}.{act}"] for act in acts}
    attack = attacking(a, by)
    chance, lesser = rows[f"attack.{by}"], [act for act in acts[1:] if act not in attack]
    probe = np.sum([0 * chance, *(of[act] for act in lesser)], axis=0)
    sources = _sources(a)
    name = called(a, by)
    solved = np.isfinite(chance)
    ways = (rows[f"best.{by}"], rows[f"limit.attack.{by}"], rows[f"best.least.{by}"])
    ruled = [
        float(np.mean(row[solved])) if solved.any() else None
        for row in (*ways, rows[f"best.most.{by}"])
    ]
    best, limit = ruled[:2]
    told = " or ".join(map(repr, attack))
    why = (
        f"the gravest act of {name} is {told}, at any time until the horizon",
        f"the mean over {int(solved.sum())} draws; 80 % of them lie in the interval",
        *([] if best is None else [f"{_UNERRING}, it is its best conduct with chance {best:.2f}"]),
        *_ties(best, limit),
    )
    provoked, extra, remains, strict = _provoking(a, beneficiary, rows, bare)
    return OptionDeterrence(
        id=job.option if job.option is not None else "",
        label=_label(job),
        by=by,
        attack=summary(chance, why, sources),
        probe=summary(probe, ("a lesser act, and nothing graver: probing",), sources),
        acts={act: summary(of[act], (f"{act!r} is the gravest act",), sources) for act in acts},
        best=_unerring(
            best, ("share of draws, weighted by the chances of nature", _CLAIMS), solved, ruled
        ),
        limit=_unerring(limit, ("as errors vanish: equally good answers are as likely",), solved),
        provoke=provoked,
        provoke_extra=extra,
        provoke_limit=remains,
        provoke_strict=strict,
        entrapment=_entrapment(a, beneficiary, rows, sources),
        attack_extra=summary(
            chance - bare[f"attack.{by}"],
            (f"chance of {told}, less the same with no arrangement at all",),
            sources,
            DIFFERENCE,
        ),
        false_alarm=summary(rows["cried"], ("a breach is alleged when there was none",), sources),
        break_even_credibility=_break_even(job, by, rows, "honour", sources),
        break_even_passing=_break_even(job, by, rows, "passing", sources),
        break_even_days=_break_even(job, by, rows, "days", sources),
        reassurance=_reassurance(by, rows, bare, sources),
        reverse=worth(a, by, rows, TOLERANCE),
        waiting=waiting(a, by, rows),
        signed=_signed(a, rows, sources),
        signs={
            party: summary(rows[f"signs.{party}"], (_signing(a, party),), sources)
            for party in a.refusing
            if f"signs.{party}" in rows
        },
        values={
            key.partition(".")[2]: summary(rows[key], ("expected at the start",), sources, "prizes")
            for key in rows
            if key.startswith("value.")
        },
        equilibria=told_of.equilibria,
        because=told_of.because,
    )


def _unerring(
    value: float | None,
    because: tuple[str, ...],
    solved: NDArray[np.bool_],
    ruled: Sequence[float | None] = (),
) -> Figure:
    """Return a figure without errors; its ends are those of the rules by which ties are broken."""
    none = () if value is not None else (NO_SOLUTION,)
    lost = left_out(int((~solved).sum()), len(solved))
    known = [one for one in ruled if one is not None]
    if not known:
        return Figure(value, because=(*none, *because, *lost))
    return Figure(value, min(known), max(known), because=(*none, *because, _RULES, *lost))


def _ties(best: float | None, limit: float | None) -> tuple[str, ...]:
    """Say what hangs on what the indifferent do, where anything does."""
    if best is None or limit is None or abs(best - limit) < _SMALL:
        return ()
    return (f"{_CLAIMS}; were each of its equally good answers as likely, {limit:.2f}",)


def _reassurance(
    by: str, rows: Mapping[str, Array], bare: Mapping[str, Array], sources: tuple[str, ...]
) -> Figure:
    if f"comply.{by}" not in rows or f"comply.{by}" not in bare:
        why = "not asked: some party's resolve is private, and complying tells of it"
        return Figure(None, unit="prizes", because=(why,))
    because = (
        "what the adversary can expect if it complies throughout and others play as they would,",
        "less the same with no arrangement at all, on the same draws",
    )
    return summary(
        np.round(rows[f"comply.{by}"] - bare[f"comply.{by}"], 12), because, sources, "prizes"
    )


def _label(job: Job) -> str:
    if job.option is None:
        return "no arrangement at all"
    return job.arrangement.options[job.option].label if job.option else job.arrangement.title


def _signed(a: Arrangement, rows: Mapping[str, Array], sources: tuple[str, ...]) -> Figure:
    if knows := informed(a):
        who = listed([called(a, party) for party in knows])
        return Figure(None, because=(f"not told: signing tells of what only {who} can know",))
    if "signed" not in rows:
        return Figure(None, because=("not asked: the file says nothing of what refusing brings",))
    because = (
        "the first move of the game: the sides sign one after the other, in an order drawn evenly;",
        "one refusal is enough, and there is no deal",
    )
    return summary(rows["signed"], because, sources)


def _signing(a: Arrangement, party: str) -> str:
    estimate = a.refusing[party]
    return (
        f"what {called(a, party)} can expect, beside {estimate.lowest:g} to "
        f"{estimate.highest:g} if it refuses "
        f"({estimate.kind}: {estimate.because})"
    )


def _provoking(
    a: Arrangement, who: str | None, rows: Mapping[str, Array], bare: Mapping[str, Array]
) -> tuple[Figure, Figure, Figure, Figure]:
    if who is None:
        none = Figure(None, because=("not asked: no single beneficiary has a ladder of acts",))
        return none, none, none, none
    least = f"act.{who}.{a.conduct[who].acts[0].act}"
    provokes, apart = 1 - rows[least], bare[least] - rows[least]
    remains = bare[f"limit.{least}"] - rows[f"limit.{least}"]
    goes = f"{called(a, who)}: an act beyond compliance"
    beyond = f"{goes}, less the same with no arrangement at all"
    limit = summary(remains, (f"{beyond}, as errors vanish",), _sources(a), DIFFERENCE)
    marked: tuple[str, ...] = ()
    if limit.value is not None and artefact(mean(apart), limit.value):
        without = rounded(limit.value, DIFFERENCE)
        marked = (f"an artefact of errors of judgement: without them it is {without}",)
    return (
        summary(provokes, (f"{goes}, at some time",), _sources(a)),
        summary(apart, (beyond, *marked), _sources(a), DIFFERENCE),
        limit,
        summary(
            bare[f"best.{least}"] - rows[f"best.{least}"],
            (f"{beyond}, in best conduct; who is indifferent does not provoke",),
            _sources(a),
            DIFFERENCE,
        ),
    )


def artefact(figure: float, limit: float | None) -> bool:
    """Say whether a difference is owed to errors: it vanishes with them, or turns round.

    Examples
    --------
    >>> artefact(0.2, 0.001), artefact(0.2, -0.1), artefact(0.2, 0.05), artefact(0.001, 0.0)
    (True, True, False, False)
    """
    return bool(limit is not None and abs(figure) >= _SMALL and limit * np.sign(figure) < _SMALL)


def _entrapment(
    a: Arrangement, who: str | None, rows: Mapping[str, Array], sources: tuple[str, ...]
) -> Figure:
    if who is None or not any(FORCE.get(g.response) == HELPED for g in a.guarantees.values()):
        return Figure(None, because=("not asked: nobody would fight for a party that can provoke",))
    why = f"guarantors fight once {called(a, who)} had gone beyond compliance: drawn into a war"
    return summary(rows["entrapped"], (why,), sources)


def _break_even(
    job: Job, by: str, rows: Mapping[str, Array], name: str, sources: tuple[str, ...]
) -> Figure:
    unit = "days" if name == "days" else "probability"
    if name not in break_evens_of(job, by):
        why = _NO[name] if name in job.design.break_evens else "no break-even of it was asked for"
        return Figure(None, unit=unit, because=(f"not asked: {why}",))
    holds, threshold = (rows[f"{what}.{name}.{by}"] for what in ("deterred", "threshold"))
    chance = rows[f"attack.{by}"]
    solved = np.isfinite(chance[searched(len(chance))])
    if not solved.any():
        return Figure(None, unit=unit, because=(NO_SOLUTION,))
    held = np.asarray(holds[solved].T, bool)
    found = Deterring(name, grid_of(name), held, threshold[solved])
    told = figure(found, telling_of(rows, by).deters[name], sources, len(chance))
    return replace(told, because=(*told.because, *left_out(int((~solved).sum()), len(solved))))


def _sources(a: Arrangement) -> tuple[str, ...]:
    """Return the sources of what the game rests on."""
    worth = [stake.worth for stakes in a.stakes.values() for stake in stakes]
    rungs = [
        e for row in a.conduct.values() for act in row.acts for e in (act.detect, act.attribute)
    ]
    promises = [e for g in a.guarantees.values() for e in (g.honour, g.arrives)]
    found = [source for e in (*worth, *rungs, *promises) if e is not None for source in e.source]
    return tuple(dict.fromkeys(found))
