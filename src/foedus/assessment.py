"""Every question about an arrangement, once, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from foedus.figures import Figure
from foedus.language import Arrangement, option
from foedus.loopholes import Answered, Loophole, Play, best_case, blockers, coverage, find_all
from foedus.loopholes.coverage import effects_taken, owed_against
from foedus.process import Move, Process, State

ABSENT = (
    "the chance that the consequence takes effect",
    "days to effect beyond the least that the text allows",
    "break-even credibility, and the chances of attack and of provocation",
)
"""What an assessment should say and does not yet."""

_NOTHING: tuple[str, tuple[str, ...], Figure] = (
    "none",
    (),
    Figure(None, unit="days", because=("nothing can follow",)),
)
NO_FORECAST = "This follows from the text and the assumptions in the file; it is no forecast."


@dataclass(frozen=True, slots=True)
class OptionAssessment:
    """What is found of one option.

    Attributes
    ----------
    id, label
        The option.
    consequence
        What the rest is about: ``duty`` (a guarantee is owed for the act), the procedure that takes
        effect (``accession``), or ``none``.
    blockers
        Everyone who alone can keep the consequence from coming, though all others help.
    days_to_effect
        The least number of days that the text allows from an attack to the consequence, when
        everybody acts at once; no value when it is out of reach.
    matrix
        What each act of each adversary meets.
    loopholes
        Faults found, each with its story.
    """

    id: str
    label: str
    consequence: str
    blockers: tuple[str, ...]
    days_to_effect: Figure
    matrix: tuple[Answered, ...]
    loopholes: tuple[Loophole, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is found of an arrangement, option by option."""

    case: str
    title: str
    at: date
    options: Mapping[str, OptionAssessment]
    assumptions: tuple[str, ...]
    absent: tuple[str, ...] = ABSENT
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the assessment as plain data."""
        return {
            "case": self.case,
            "title": self.title,
            "at": self.at.isoformat(),
            "options": [_option_json(o) for o in self.options.values()],
            "assumptions": list(self.assumptions),
            "absent": list(self.absent),
            "sources": dict(self.sources),
        }


def assess(
    arrangement: Arrangement, case: str = "", options: Sequence[str] | None = None
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

    Raises
    ------
    KeyError
        When an option is named that the arrangement does not have.
    """
    ids = list(options) if options is not None else list(arrangement.options)
    variants = {name: option(arrangement, name) for name in ids} or {"": arrangement}
    labels = {name: arrangement.options[name].label for name in ids} or {"": arrangement.title}
    return Assessment(
        case,
        arrangement.title,
        arrangement.as_of,
        {name: _assess_one(name, labels[name], variant) for name, variant in variants.items()},
        (*arrangement.not_modelled,),
        sources={key: source.title for key, source in arrangement.sources.items()},
    )


def _assess_one(name: str, label: str, arrangement: Arrangement) -> OptionAssessment:
    process = Process(arrangement)
    adversaries = [a for a in arrangement.conduct if arrangement.parties[a].role == "adversary"]
    matrix = tuple(row for actor in adversaries for row in coverage(process, actor))
    consequence, who, days = _consequence(process, adversaries[0]) if adversaries else _NOTHING
    return OptionAssessment(name, label, consequence, who, days, matrix, find_all(process))


def _consequence(process: Process, actor: str) -> tuple[str, tuple[str, ...], Figure]:
    """Say what an attack leads to at best, who alone can stop it, and how soon it can come."""
    act = process.arrangement.conduct[actor].acts[-1].act
    attacked = Play((), process.start).then(process, Move("conduct", actor, act))

    def owed(state: State) -> bool:
        return bool(owed_against(process, state, actor))

    def in_effect(state: State) -> bool:
        return bool(effects_taken(process, state))

    for goal in (owed, in_effect):
        reached = best_case(process, attacked, goal)
        if reached is not None:
            consequence = (
                "duty" if goal is owed else " and ".join(effects_taken(process, reached.end))
            )
            why = (
                f"from {act!r} to {consequence}, with everybody acting at once and nobody objecting"
            )
            days = Figure(reached.end.day - attacked.end.day, unit="days", because=(why,))
            return consequence, blockers(process, attacked, goal), days
    return _NOTHING


def _option_json(o: OptionAssessment) -> dict[str, object]:
    return {
        "id": o.id,
        "label": o.label,
        "consequence": o.consequence,
        "blockers": list(o.blockers),
        "days_to_effect": o.days_to_effect.as_json(),
        "matrix": [row._asdict() for row in o.matrix],
        "loopholes": [
            {"id": hole.id, "statement": hole.statement, "story": list(hole.story)}
            for hole in o.loopholes
        ],
    }
