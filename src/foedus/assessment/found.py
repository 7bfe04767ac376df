"""What is found of an arrangement, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foedus.assessment.answer import answer
from foedus.assessment.assumptions import Assumption
from foedus.assessment.claims import Claimed
from foedus.assessment.granted import Granted
from foedus.assessment.inputs import Input, plainly
from foedus.assessment.pairs import PairAssessment
from foedus.deterrence import Decision
from foedus.figures import Figure
from foedus.language import Arrangement
from foedus.loopholes import CATALOGUE, Loophole, Repair, severity
from foedus.process.walk import Row
from foedus.prospects import DRAWS

NO_FORECAST = "This follows from the text and the assumptions in the file; it is no forecast."
PRIZE = "The prize is what an attack is made for, put at 1; what is at stake is in parts of it."


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
    repairs
        By fault, the smallest known edits that close it; none when not asked for.
    undecided
        Ids of the faults of which none was found before the search for it was given up.
    granted
        The consents that it takes as given.
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
    repairs: Mapping[str, tuple[Repair, ...]] | None = None
    undecided: tuple[str, ...] = ()
    granted: tuple[Granted, ...] = ()


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
        What the file says it leaves out, and what it says of days that are not followed.
    ends_early
        The last day that is followed, where the text speaks of later ones; none otherwise.
    absent
        What could not be computed, and why.
    sources
        Every source of the file, by id, as it would be cited.
    arrangement
        What was assessed.
    names
        What parties, members and those who decide are called.
    plurals
        Those of whom a sentence takes a plural, though they are one party.
    bindings
        The instruments in which a duty stands and that may not bind in law: by id, name and how.
    decision
        What each option changes, and in which share of the situations assumed; none without stakes.
    inputs
        What the game draws from a range, those that attack turns on most first.
    claims
        What is claimed of the deal, by whom, and whether the game prices it.
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
    ends_early: date | None = None
    absent: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    arrangement: Arrangement | None = field(default=None, repr=False)
    names: Mapping[str, str] = field(default_factory=dict)
    plurals: tuple[str, ...] = ()
    bindings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decision: Decision | None = None
    inputs: tuple[Input, ...] = ()
    claims: tuple[Claimed, ...] = ()

    @property
    def draws_of_chances(self) -> int:
        """How many draws chances and days rest on: they cost little, and rest on many at least."""
        return max(self.draws, DRAWS)

    @property
    def answer(self) -> dict[str, Any]:
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
            "draws_of_chances": self.draws_of_chances,
            "names": dict(self.names),
            "plurals": list(self.plurals),
            "bindings": {name: dict(one) for name, one in self.bindings.items()},
            "groups": {name: list(members) for name, members in self.groups.items()},
            "options": [_option_json(o) for o in self.options.values()],
            "decision": self.decision.as_json() if self.decision is not None else None,
            "inputs": plainly(self.inputs),
            "honour_record": [
                {"label": row.label, "figure": row.figure.as_json()} for row in self.honour_record
            ],
            "assumptions": [str(one) for one in self.assumptions],
            "claims": [claim.as_json() for claim in self.claims],
            "not_modelled": list(self.not_modelled),
            "ends_early": self.ends_early.isoformat() if self.ends_early else None,
            "absent": list(self.absent),
            "sources": dict(self.sources),
            "no_forecast": NO_FORECAST,
        }


def _option_json(o: OptionAssessment) -> dict[str, object]:
    return {
        "id": o.id,
        "label": o.label,
        "supposes": o.supposes,
        "taken_as_given": [one.as_json() for one in o.granted],
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
                **({"headline": hole.headline} if hole.headline else {}),
                **({"able": list(hole.able)} if hole.able else {}),
                "severity": severity(hole.id),
                "statement": hole.statement,
                "story": list(hole.story),
                "repairs": None if o.repairs is None else _mended(o.repairs.get(hole.id, ())),
            }
            for hole in o.loopholes
        ],
        "path": list(o.path),
        **({"undecided": list(o.undecided)} if o.undecided else {}),
    }


def _mended(found: Iterable[Repair]) -> list[dict[str, object]]:
    return [
        {
            "edits": [edit._asdict() for edit in one.edits],
            "changes": one.changes,
            "closes": list(one.closes),
            "opens": list(one.opens),
        }
        for one in found
    ]
