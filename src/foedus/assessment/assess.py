"""Assess an arrangement: put every room's question to each option, and collect the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from foedus.assessment.assumptions import Assumption, assumptions
from foedus.assessment.clock import Clock, clock
from foedus.assessment.sources import described
from foedus.deterrence import Deterrence, DeterrenceError, OptionDeterrence, deter
from foedus.evidence import HONOUR
from foedus.figures import Figure
from foedus.language import Arrangement, option
from foedus.loopholes import Answered, Loophole, Play, blockers, coverage, find_all
from foedus.process import Process, State
from foedus.prospects import Prospects, prospects
from foedus.prospects.chain import effects_taken, established_state, owed_against

NO_FORECAST = "This follows from the text and the assumptions in the file; it is no forecast."
_MOST_CHANCES = 2000
"""Least draws of chances and days: what seldom comes needs many to tell its days."""
_HONOUR_SHOWN = ("all", "since-1945", "defence-pacts-since-1945", "alliance-level-2026")


@dataclass(frozen=True, slots=True)
class OptionAssessment:
    """What is found of one option.

    Attributes
    ----------
    id, label
        The option.
    supposes
        What is taken to have happened before the act; empty when the act comes first.
    consequence
        What the rest is about: ``duty`` (a guarantee is owed for the gravest act), the procedures
        that take effect (``accession``), or ``none``.
    blockers
        Everyone who alone can keep the consequence from coming, though all others help.
    takes_effect, days_to_effect
        Chance that the consequence comes, and the days until then. *Owed* is not *honoured*.
    attack, probe
        Chance of the adversary's gravest act, and of a lesser act as its gravest.
    attack_added
        How much likelier the gravest act is than with no arrangement at all, on the same draws.
    break_even_credibility
        The least chance of being honoured at which attacking no longer pays the adversary.
    provoke, provoke_added
        Chance that the beneficiary goes beyond compliance, and how much more than it would with no
        arrangement at all. Only the second says anything of the arrangement.
    matrix
        What each act of each adversary meets.
    clock
        From the gravest act to force on the ground.
    loopholes
        Faults found, each with its story.
    path
        What each side does with every estimate at its middle, and why; empty when not asked for.
    """

    id: str
    label: str
    supposes: str
    consequence: str
    blockers: tuple[str, ...]
    takes_effect: Figure
    days_to_effect: Figure
    attack: Figure
    attack_added: Figure
    probe: Figure
    break_even_credibility: Figure
    provoke: Figure
    provoke_added: Figure
    matrix: tuple[Answered, ...]
    clock: Clock
    loopholes: tuple[Loophole, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A published rate, with the name of its reference class."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is found of an arrangement, option by option.

    Attributes
    ----------
    case, title, summary, as_of
        The arrangement.
    at
        The day by which positions must have been taken to count.
    seed, draws
        How the figures were computed; the same seed gives the same figures. `draws` are those of
        the game; chances and days, which cost little, rest on at least 2,000.
    options
        By id, in the order of the file.
    groups
        Collective parties with all their members, so that a list of blockers can be told short.
    honour_record
        Rival published rates of honouring.
    assumptions
        What the figures rest on, those that move the result most first.
    not_modelled
        What the file says it leaves out.
    absent
        What could not be computed, and why.
    sources
        Every source of the file, by id, as it would be cited.
    """

    case: str
    title: str
    summary: str
    as_of: date
    at: date
    seed: int
    draws: int
    options: Mapping[str, OptionAssessment]
    groups: Mapping[str, tuple[str, ...]]
    honour_record: tuple[Record, ...]
    assumptions: tuple[Assumption, ...]
    not_modelled: tuple[str, ...]
    absent: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the assessment as plain data, in the shape that the command's page documents."""
        return {
            "case": self.case,
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "at": self.at.isoformat(),
            "seed": self.seed,
            "draws": self.draws,
            "options": [_option_json(o) for o in self.options.values()],
            "honour_record": [
                {"label": row.label, "figure": row.figure.as_json()} for row in self.honour_record
            ],
            "assumptions": [str(one) for one in self.assumptions],
            "not_modelled": list(self.not_modelled),
            "absent": list(self.absent),
            "sources": dict(self.sources),
            "no_forecast": NO_FORECAST,
        }


def assess(
    arrangement: Arrangement,
    case: str = "",
    options: Sequence[str] | None = None,
    *,
    at: date | None = None,
    seed: int = 0,
    draws: int = 500,
    workers: int = 1,
    paths: bool = True,
    progress: Callable[[int, int], None] | None = None,
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
        How many processes share the games; the figures do not depend on it.
    paths
        Whether to tell the likeliest path of each option, which takes some time.
    progress
        Called with the parts done and the parts in all.

    Raises
    ------
    KeyError
        When an option is named that the arrangement does not have.
    """
    ids = list(options) if options is not None else list(arrangement.options)
    variants = {name: option(arrangement, name) for name in ids} or {"": arrangement}
    many = max(draws, _MOST_CHANCES)
    # The games wait for other processes most of the time, so the text is read beside them.
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(
            lambda: {name: _read(variant, at, seed, many) for name, variant in variants.items()}
        )
        deterrence, absent = _deterrence(
            arrangement, ids, at, seed, draws, workers, paths, progress
        )
        texts = reading.result()
    found = {
        name: _assess_one(name, arrangement, text, deterrence, absent)
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
            arrangement, {name: text.expected for name, text in texts.items()}, deterrence
        ),
        not_modelled=arrangement.not_modelled,
        absent=absent,
        sources={key: described(source) for key, source in arrangement.sources.items()},
    )


def _deterrence(
    a: Arrangement,
    ids: list[str],
    at: date | None,
    seed: int,
    draws: int,
    workers: int,
    paths: bool,
    progress: Callable[[int, int], None] | None,
) -> tuple[Deterrence | None, tuple[str, ...]]:
    """Return what the game says, or why there is none."""
    if not a.stakes:
        return None, ("conduct, deterrence and break-evens: the file says nothing of stakes",)
    try:
        found = deter(
            a,
            ids or None,
            draws=draws,
            seed=seed,
            at=at,
            workers=workers,
            break_evens=("honour",),
            waiting=False,
            stories=paths,
            progress=progress,
        )
    except DeterrenceError as error:
        return None, (f"conduct, deterrence and break-evens: {error}",)
    return found, ()


class _Text(NamedTuple):
    """What follows from the text of an option and the positions, without the game."""

    supposes: str
    expected: Prospects
    blockers: tuple[str, ...]
    matrix: tuple[Answered, ...]
    clock: Clock
    loopholes: tuple[Loophole, ...]


def _read(variant: Arrangement, at: date | None, seed: int, draws: int) -> _Text:
    process = Process(variant)
    pending = _unsigned(variant)
    expected = prospects(variant, draws=draws, seed=seed, at=at, established=bool(pending))
    supposes = f"all sign {' and '.join(map(repr, pending))}" if pending else ""
    adversaries = [a for a in variant.conduct if variant.parties[a].role == "adversary"]
    if not adversaries:
        return _Text(supposes, expected, (), (), _no_clock(), find_all(process))
    start = established_state(process) if pending else process.start
    matrix = tuple(row for actor in adversaries for row in coverage(process, actor, start))
    first = adversaries[0]  # the one whose gravest act the prospects are about
    gravest = [row for row in matrix if row.actor == first][-1]
    ticking = clock(variant, expected, gravest, seed, draws)
    who = _blockers(process, first, expected, start)
    return _Text(supposes, expected, who, matrix, ticking, find_all(process))


def _unsigned(variant: Arrangement) -> tuple[str, ...]:
    """Return the instruments that wait for a signature: what each act meets depends on it."""
    return tuple(name for name, i in variant.instruments.items() if i.status == "proposed")


def _assess_one(
    name: str,
    whole: Arrangement,
    text: _Text,
    deterrence: Deterrence | None,
    absent: tuple[str, ...],
) -> OptionAssessment:
    played = deterrence.options[name] if deterrence is not None else None
    return OptionAssessment(
        id=name,
        label=whole.options[name].label if name else whole.title,
        supposes=text.supposes,
        consequence=_consequence(text.expected),
        blockers=text.blockers,
        takes_effect=text.expected.takes_effect,
        days_to_effect=text.expected.days_to_effect,
        attack=_played(played, "attack", absent),
        attack_added=_played(played, "attack_extra", absent),
        probe=_played(played, "probe", absent),
        break_even_credibility=_played(played, "break_even_credibility", absent),
        provoke=_played(played, "provoke", absent),
        provoke_added=_played(played, "provoke_extra", absent),
        matrix=text.matrix,
        clock=text.clock,
        loopholes=text.loopholes,
        path=played.because if played is not None else (),
    )


def _no_clock() -> Clock:
    nothing = Figure(None, because=("no adversary has a ladder of acts",))
    return Clock("", None, (), nothing, "no act to answer")


def _played(played: OptionDeterrence | None, name: str, absent: tuple[str, ...]) -> Figure:
    if played is None:
        return Figure(None, because=("not computed", *absent))
    figure: Figure = getattr(played, name)
    return figure


def _consequence(expected: Prospects) -> str:
    kind = expected.chain.consequence
    return kind if kind in ("duty", "none") else " and ".join(expected.chain.of)


def _blockers(process: Process, actor: str, expected: Prospects, start: State) -> tuple[str, ...]:
    """Return who alone can keep the consequence of the gravest act from coming."""
    if expected.chain.consequence == "none":
        return ()
    act = process.arrangement.conduct[actor].acts[-1].act
    attacked = Play((), start)
    for move in process.clauses.directed(actor, act):
        attacked = attacked.then(process, move)

    def owed(state: State) -> bool:
        return bool(owed_against(process, state, actor))

    def in_effect(state: State) -> bool:
        return bool(effects_taken(process, state))

    goal = owed if expected.chain.consequence == "duty" else in_effect
    return blockers(process, attacked, goal)


def _option_json(o: OptionAssessment) -> dict[str, object]:
    return {
        "id": o.id,
        "label": o.label,
        "supposes": o.supposes,
        "consequence": o.consequence,
        "blockers": list(o.blockers),
        "takes_effect": o.takes_effect.as_json(),
        "days_to_effect": o.days_to_effect.as_json(),
        "break_even_credibility": o.break_even_credibility.as_json(),
        "attack": o.attack.as_json(),
        "attack_added": o.attack_added.as_json(),
        "probe": o.probe.as_json(),
        "provoke": o.provoke.as_json(),
        "provoke_added": o.provoke_added.as_json(),
        "matrix": [row._asdict() for row in o.matrix],
        "clock": o.clock.as_json(),
        "loopholes": [
            {"id": hole.id, "statement": hole.statement, "story": list(hole.story)}
            for hole in o.loopholes
        ],
        "path": list(o.path),
    }
