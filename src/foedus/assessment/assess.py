"""Assess an arrangement: put every room's question to each option, and collect the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from foedus.assessment.assumptions import assumptions
from foedus.assessment.claims import claims
from foedus.assessment.found import Assessment, OptionAssessment, Record
from foedus.assessment.granted import granted
from foedus.assessment.inputs import inputs
from foedus.assessment.leaving import LEAVING, leaves_first
from foedus.assessment.named import bindings, names, plurals
from foedus.assessment.pairs import PairAssessment, pair_of, playing
from foedus.assessment.sources import described
from foedus.deterrence import (
    Design,
    Deterrence,
    DeterrenceError,
    OptionDeterrence,
    Runner,
    decision,
    deter,
    load_code,
    steps_in,
    targets_of,
)
from foedus.evidence import HONOUR, ratification_model
from foedus.figures import Figure
from foedus.language import Arrangement, Labels, labels_of, listed, option
from foedus.loopholes import Faults, Patience, Repair, faults, repairs, verdicts
from foedus.process import Process, called, not_followed
from foedus.process.walk import Row, matrix
from foedus.processes import Team
from foedus.prospects import DRAWS, Driver, Outlook, mentioned

_HONOUR_SHOWN = ("all", "since-1945", "defence-pacts-since-1945", "alliance-level-2026")


def assess(
    arrangement: Arrangement,
    case: str = "",
    options: Sequence[str] | None = None,
    *,
    at: date | None = None,
    seed: int = 0,
    draws: int = 500,
    workers: int | Team = 1,
    paths: bool = True,
    repair: bool = False,
    progress: Callable[[int, int], None] | None = None,
    budget: Allowance | None = None,
) -> Assessment:
    """Assess an arrangement under each of its options, or under those named.

    Parameters
    ----------
    arrangement
        The arrangement; one without options is assessed as it stands.
    case
        What to call it.
    options
        Ids of options; all of them when left out.
    at
        Only positions taken by this day count; the file's own day when left out.
    seed, draws
        The same seed gives the same figures, and every option the same luck.
    workers
        How many processes share the work, or those that are to share it; the figures do not
        depend on it.
    paths
        Whether to tell a story of each option, which takes some time.
    repair
        Whether to look for edits that close each fault, which takes much longer than all else.
    progress
        Called with the parts done and the parts in all.
    budget
        How long faults, and what mends them, may be looked for, and how much memory that may take;
        what is then undecided is told. Without it a search ends when it has met 200,000 states,
        or followed 400,000 steps.

    Raises
    ------
    KeyError
        When an option is named that the arrangement does not have.
    """
    ids = list(options) if options is not None else list(arrangement.options)
    design = Design(draws, seed, at=at, break_evens=("honour",), waiting=False, stories=paths)
    variants = {name: option(arrangement, name) for name in ids} or {"": arrangement}
    many, asked = max(draws, DRAWS), _asked(list(variants.values()))
    labels = labels_of(arrangement)
    with nullcontext(workers) if isinstance(workers, Team) else Team(workers, __name__) as team:
        part = budget.among(-(-len(variants) // team.size)) if budget is not None else None
        reading = {  # what takes longest first, so that nobody is left with it at the end
            n: team.submit(_read, v, asked, at, seed, many, labels, repair, part)
            for n, v in sorted(variants.items(), key=lambda one: -steps_in(one[1]))
        }
        runner = Runner(workers=team, progress=progress)
        deterrence, absent = _deterrence(arrangement, ids, design, runner)
        for _ in team.finished(list(reading.values())):
            pass
    texts: dict[str, _Text] = {name: reading[name].result() for name in variants}
    beyond = {told: _last(v) for v in variants.values() if (told := not_followed(v))}
    found = {
        name: replace(
            _assess_one(name, arrangement, text, deterrence, absent),
            granted=granted(arrangement, variants[name]),
        )
        for name, text in texts.items()
    }
    return Assessment(
        case=case,
        title=arrangement.title,
        summary=arrangement.summary,
        as_of=arrangement.as_of,
        at=at or arrangement.as_of,
        seed=seed,
        draws=draws,
        options=found,
        groups={n: p.members for n, p in arrangement.parties.items() if p.members},
        honour_record=tuple(Record(HONOUR[k].label, HONOUR[k].figure()) for k in _HONOUR_SHOWN),
        assumptions=assumptions(
            arrangement,
            variants.values(),
            {name: text.turns_on for name, text in texts.items()},
            deterrence,
        ),
        not_modelled=(*arrangement.not_modelled, *beyond),
        ends_early=min(beyond.values(), default=None),
        absent=(*absent, *_given_up(found)),
        sources={key: described(source) for key, source in arrangement.sources.items()},
        arrangement=arrangement,
        names=names(variants.values()),
        plurals=plurals(variants.values()),
        bindings=bindings(variants.values()),
        decision=decision(deterrence) if deterrence is not None else None,
        inputs=inputs(deterrence),
        claims=claims(arrangement, at or arrangement.as_of),
    )


def _last(a: Arrangement) -> date:
    """Return the last day on which an arrangement is followed."""
    return a.as_of + timedelta(days=a.horizon.days)


def prepare(arrangement: Arrangement) -> None:
    """Load what assessing an arrangement needs, so that copies of this process have it."""
    if arrangement.stakes and not arrangement.resolved:  # else nothing is solved by one pass
        load_code()
    if any(step.like for p in arrangement.procedures.values() for step in p.steps):
        ratification_model()


def _deterrence(
    a: Arrangement, ids: list[str], design: Design, runner: Runner
) -> tuple[Deterrence | None, tuple[str, ...]]:
    """Return what the game says, or why there is none."""
    if not a.stakes:
        return None, ("conduct, deterrence and break-evens: the file says nothing of stakes",)
    try:
        found = deter(a, ids or None, design, runner, inputs=True)
    except DeterrenceError as error:
        return None, (f"conduct, deterrence and break-evens: {error}",)
    return found, ()


class Allowance(Protocol):
    """What a search may take; given to other processes, each of which begins to count anew."""

    def among(self, rounds: int, /) -> Allowance:
        """Return the part of it for each of so many, one after another."""

    def share(self, left: int, /) -> Patience:
        """Return what the next of so many questions may take, as of `foedus.loopholes.verdicts`."""


def _given_up(options: Mapping[str, OptionAssessment]) -> list[str]:
    """Say of each option whether there are faults of which the search was given up."""
    return [
        f"{o.label}: whether it has a fault of {len(o.undecided)} more kinds, since the search was"
        f" given up: {listed(list(o.undecided), 'or')}"
        for o in options.values()
        if o.undecided
    ]


class _Text(NamedTuple):
    """What follows from the text of an option and the positions, without the game."""

    supposes: str
    turns_on: tuple[Driver, ...]
    pairs: tuple[PairAssessment, ...]
    matrix: tuple[Row, ...]
    faults: Faults
    repairs: Mapping[str, tuple[Repair, ...]] | None


def _read(
    variant: Arrangement,
    asked: Sequence[tuple[str, str]],
    at: date | None,
    seed: int,
    draws: int,
    labels: Labels,
    repair: bool,
    budget: Allowance | None,
) -> _Text:
    outlook = Outlook(variant, draws, seed, at, labels=labels)
    rows = matrix(outlook.walk)
    known = [pair for pair in asked if pair in variant.pairs]
    expected = tuple(outlook.after(by=by, against=against) for by, against in known)
    pairs = tuple(pair_of(outlook, found, rows) for found in expected)
    supposes = next((found.supposes for found in expected), "")
    turns_on = tuple(driver for found in expected for driver in found.chance_drivers[:1])
    process = outlook.walk.process
    patience = budget.among(1).share if budget is not None else None  # its time begins to run
    found = faults(process, patience=patience)
    mended = _mended(variant, process, patience) if repair else None
    return _Text(supposes, turns_on, pairs, rows, found, mended)


def _mended(
    variant: Arrangement, process: Process, patience: Callable[[int], Patience] | None
) -> Mapping[str, tuple[Repair, ...]]:
    found = verdicts(process, patience=patience)
    return repairs(variant, found, patience(1) if patience is not None else None)


def _asked(variants: Iterable[Arrangement]) -> tuple[tuple[str, str], ...]:
    """Return the pairs that some option has a guarantee for, so that all options answer alike."""
    guarded = dict.fromkeys(p for a in variants if a.guarantees for p in mentioned(a))
    return tuple(sorted(guarded or dict.fromkeys(p for a in variants for p in a.pairs)))


def _assess_one(
    name: str,
    whole: Arrangement,
    text: _Text,
    deterrence: Deterrence | None,
    absent: tuple[str, ...],
) -> OptionAssessment:
    played = deterrence.options[name] if deterrence is not None else None
    pairs = (_leaving(whole, pair, text.faults) for pair in text.pairs)
    return OptionAssessment(
        id=name,
        label=whole.options[name].label if name else whole.title,
        supposes=text.supposes,
        pairs=tuple(playing(whole, pair, name, deterrence, absent) for pair in pairs),
        probe=_single(deterrence, _played(played, "probe", absent)),
        break_even_credibility=_single(
            deterrence, _played(played, "break_even_credibility", absent)
        ),
        provoke=_played(played, "provoke", absent),
        provoke_added=_played(played, "provoke_extra", absent),
        matrix=text.matrix,
        loopholes=text.faults.loopholes,
        undecided=text.faults.undecided,
        path=played.because if played is not None else (),
        repairs=text.repairs,
    )


def _leaving(whole: Arrangement, pair: PairAssessment, found: Faults) -> PairAssessment:
    by = called(whole, pair.by)
    first = any(leaves_first(hole.id, hole.statement, by) for hole in found.loopholes)
    open_ = not first and LEAVING in found.undecided
    return replace(pair, leaves_first=None if open_ else first)


def _single(found: Deterrence | None, figure: Figure) -> Figure:
    """Leave out what is worked out for one adversary and one target, where there are several."""
    if found is None:
        return figure
    if len(found.adversaries) > 1:
        return Figure(None, because=("not asked: several are to be deterred",))
    if targets_of(found.nothing.arrangement, found.by):
        return Figure(None, because=("not asked: several can be attacked",))
    return figure


def _played(played: OptionDeterrence | None, name: str, absent: tuple[str, ...]) -> Figure:
    if played is None:
        return Figure(None, because=("not computed", *absent))
    figure: Figure = getattr(played, name)
    return figure
