"""Assess an arrangement: put every room's question to each option, and collect the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from foedus.assessment.answer import answer
from foedus.assessment.assumptions import Assumption, assumptions
from foedus.assessment.inputs import Input, inputs, plainly
from foedus.assessment.named import names
from foedus.assessment.pairs import PairAssessment, pair_of, playing
from foedus.assessment.sources import described
from foedus.deterrence import (
    Decision,
    Deterrence,
    DeterrenceError,
    OptionDeterrence,
    decision,
    deter,
)
from foedus.evidence import HONOUR
from foedus.figures import Figure
from foedus.language import Arrangement, option
from foedus.loopholes import CATALOGUE, Loophole, find_all, severity
from foedus.process.walk import Row, matrix
from foedus.processes import Team
from foedus.prospects import DRAWS, Driver, Outlook, mentioned

NO_FORECAST = "This follows from the text and the assumptions in the file; it is no forecast."
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
    pairs
        For each party that acts against somebody whom a guarantee is there for, what its gravest
        act leads to.
    probe
        Chance that a lesser act is the adversary's gravest.
    break_even_credibility
        The least chance of being honoured at which attacking no longer pays the adversary.
    provoke, provoke_added
        Chance that the beneficiary goes beyond compliance, and how much more than it would with no
        arrangement at all. Only the second says anything of the arrangement.
    matrix
        What each act of each side meets.
    loopholes
        Faults found, each with its story.
    path
        What each side does with every estimate at its middle, and why; empty when not asked for.
    """

    id: str
    label: str
    supposes: str
    pairs: tuple[PairAssessment, ...]
    probe: Figure
    break_even_credibility: Figure
    provoke: Figure
    provoke_added: Figure
    matrix: tuple[Row, ...]
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
    arrangement
        What was assessed.
    names
        What parties, members and those who decide are called.
    decision
        What each option changes, and in which share of the situations assumed; none without stakes.
    inputs
        What the game draws from a range, those that attack turns on most first.
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
    arrangement: Arrangement | None = field(default=None, repr=False)
    names: Mapping[str, str] = field(default_factory=dict)
    decision: Decision | None = None
    inputs: tuple[Input, ...] = ()

    @property
    def answer(self) -> dict[str, object]:
        """The answer first: sentences on each option, with the figures that they are read off."""
        return answer(self._plain())

    def as_json(self) -> dict[str, object]:
        """Return the assessment as plain data, in the shape that the command's page documents."""
        plain = self._plain()
        return {"case": plain.pop("case"), "answer": answer(plain), **plain}

    def _plain(self) -> dict[str, object]:
        return {
            "case": self.case,
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "at": self.at.isoformat(),
            "seed": self.seed,
            "draws": self.draws,
            "names": dict(self.names),
            "groups": {name: list(members) for name, members in self.groups.items()},
            "options": [_option_json(o) for o in self.options.values()],
            "decision": self.decision.as_json() if self.decision is not None else None,
            "inputs": plainly(self.inputs),
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
    workers: int | Team = 1,
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
        How many processes share the work, or those that are to share it; the figures do not
        depend on it.
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
    many, asked = max(draws, DRAWS), _asked(list(variants.values()))
    with nullcontext(workers) if isinstance(workers, Team) else Team(workers, __name__) as team:
        reading = {n: team.submit(_read, v, asked, at, seed, many) for n, v in variants.items()}
        deterrence, absent = _deterrence(arrangement, ids, at, seed, draws, team, paths, progress)
        for _ in team.finished(list(reading.values())):
            pass
    texts: dict[str, _Text] = {name: text.result() for name, text in reading.items()}
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
            arrangement, {name: text.turns_on for name, text in texts.items()}, deterrence
        ),
        not_modelled=arrangement.not_modelled,
        absent=absent,
        sources={key: described(source) for key, source in arrangement.sources.items()},
        arrangement=arrangement,
        names=names(variants.values()),
        decision=decision(deterrence) if deterrence is not None else None,
        inputs=inputs(deterrence),
    )


def _deterrence(
    a: Arrangement,
    ids: list[str],
    at: date | None,
    seed: int,
    draws: int,
    team: Team,
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
            workers=team,
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
    turns_on: tuple[Driver, ...]
    pairs: tuple[PairAssessment, ...]
    matrix: tuple[Row, ...]
    loopholes: tuple[Loophole, ...]


def _read(
    variant: Arrangement,
    asked: Sequence[tuple[str, str]],
    at: date | None,
    seed: int,
    draws: int,
) -> _Text:
    outlook = Outlook(variant, draws, seed, at)
    rows = matrix(outlook.walk)
    known = [pair for pair in asked if pair in variant.pairs]
    expected = tuple(outlook.after(by=by, against=against) for by, against in known)
    pairs = tuple(pair_of(outlook, found, rows) for found in expected)
    supposes = next((found.supposes for found in expected), "")
    turns_on = tuple(driver for found in expected for driver in found.chance_drivers[:1])
    return _Text(supposes, turns_on, pairs, rows, find_all(outlook.walk.process))


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
    return OptionAssessment(
        id=name,
        label=whole.options[name].label if name else whole.title,
        supposes=text.supposes,
        pairs=tuple(playing(pair, name, deterrence, absent) for pair in text.pairs),
        probe=_single(deterrence, _played(played, "probe", absent)),
        break_even_credibility=_single(
            deterrence, _played(played, "break_even_credibility", absent)
        ),
        provoke=_played(played, "provoke", absent),
        provoke_added=_played(played, "provoke_extra", absent),
        matrix=text.matrix,
        loopholes=text.loopholes,
        path=played.because if played is not None else (),
    )


def _single(found: Deterrence | None, figure: Figure) -> Figure:
    """Leave out what is worked out for one adversary alone, where there are several."""
    if found is None or len(found.adversaries) == 1:
        return figure
    return Figure(None, because=("not asked: several are to be deterred",))


def _played(played: OptionDeterrence | None, name: str, absent: tuple[str, ...]) -> Figure:
    if played is None:
        return Figure(None, because=("not computed", *absent))
    figure: Figure = getattr(played, name)
    return figure


def _option_json(o: OptionAssessment) -> dict[str, object]:
    return {
        "id": o.id,
        "label": o.label,
        "supposes": o.supposes,
        "pairs": [pair.as_json() for pair in o.pairs],
        "break_even_credibility": o.break_even_credibility.as_json(),
        "probe": o.probe.as_json(),
        "provoke": o.provoke.as_json(),
        "provoke_added": o.provoke_added.as_json(),
        "matrix": [row.as_json() for row in o.matrix],
        "loopholes": [
            {
                "id": hole.id,
                "name": CATALOGUE[hole.id].name,
                "definition": CATALOGUE[hole.id].definition,
                "severity": severity(hole.id),
                "statement": hole.statement,
                "story": list(hole.story),
            }
            for hole in o.loopholes
        ],
        "path": list(o.path),
    }
