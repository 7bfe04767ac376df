"""A backtest that can embarrass: one template of stakes over promises whose outcome is known.

Every case is filled from what could be known on the day asked about: the text of the promise, and
whether the guarantor's forces were there. Stakes, odds of a fight and honouring are assumed, alike
for all, so that nothing of what came can enter them. `anachronisms` refuses sources and reasons
that are dated later. The forecast is the mean chance of an attack over the draws; it is scored by
its distance from what came (Brier 1950, Monthly Weather Review 78, 1-3) beside a published base
rate, and by how often a case that was broken had a higher chance than one that held.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import Template
from typing import NamedTuple

from foedus.deterrence.sides import DeterrenceError
from foedus.deterrence.solving import deter
from foedus.evidence import RECURRENCE, Rate
from foedus.language import read

BASE = "interstate-any"
"""The class of cases whose rate stands beside the forecasts, of `foedus.evidence.RECURRENCE`."""
THERE = "{low: 1, high: 10, kind: assumed, because: forces were there, source: forces}"
AWAY = "{low: 30, high: 180, kind: assumed, because: forces had still to come, source: forces}"
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


class Forecast(NamedTuple):
    """One case.

    Parameters
    ----------
    id, title, asked
        The case, and the day whose knowledge it is filled from.
    chance
        The mean chance of an attack within twenty years, over the draws.
    bare
        The same without the promise.
    broken, what
        What came: whether the adversary broke it by force, and how.
    score
        The squared distance of the chance from what came: 0 is best, 1 worst.
    """

    id: str
    title: str
    asked: str
    chance: float
    bare: float
    broken: bool
    what: str
    score: float


@dataclass(frozen=True)
class Backtest:
    """All cases, worst first, and how the whole did beside a base rate.

    Attributes
    ----------
    forecasts
        The worst first.
    brier, base_brier
        The mean score, and that of forecasting the base rate each time.
    rate
        The base rate.
    pairs, higher, tied
        How many pairs there are of a case that was broken and one that held; in how many of them
        the former had the higher chance, and in how many both had the same.
    """

    forecasts: tuple[Forecast, ...]
    brier: float
    base_brier: float
    rate: Rate
    pairs: int
    higher: int
    tied: int

    @property
    def rank(self) -> float | None:
        """The share of pairs in which it had, a tie counting half: tossing a coin gives a half."""
        return (self.higher + 0.5 * self.tied) / self.pairs if self.pairs else None

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        rate = {"label": self.rate.label, "value": self.rate.value, "source": self.rate.source}
        scores = {"brier": self.brier, "base_brier": self.base_brier, "rank": self.rank}
        pairs = {"pairs": self.pairs, "higher": self.higher, "tied": self.tied}
        rows = [one._asdict() for one in self.forecasts]
        return {"n": len(rows), **scores, **pairs, "base_rate": rate, "cases": rows}


class Source(NamedTuple):
    """Where a fact of a case was read, and when that was published."""

    title: str
    date: date
    url: str = ""


class Case(NamedTuple):
    """A promise as it could be known on one day, and apart from that what came.

    Parameters
    ----------
    title, asked
        The case, and the day asked about.
    adversary, protected, guarantor
        The parties, by name.
    response, because
        What the promise owes, as `foedus.language.Guarantee` has it, and the reason.
    text, forces
        Where the promise, and whether forces of the guarantor were there, was read.
    there
        Whether they were.
    broken, what
        Whether the adversary broke it by force within twenty years, and how.
    """

    title: str
    asked: date
    adversary: str
    protected: str
    guarantor: str
    response: str
    because: str
    text: Source
    forces: Source
    there: bool
    broken: bool
    what: str


class BadCaseError(DeterrenceError):
    """A case that is written wrongly.

    Attributes
    ----------
    path
        The keys that lead to the place.
    """

    def __init__(self, path: tuple[str, ...], message: str) -> None:
        self.path = path
        super().__init__(f"{'.'.join(path)}: {message}")


def case_of(name: str, written: object) -> Case:
    """Return a case as it is written in a file.

    Raises
    ------
    BadCaseError
        That names the key that is missing or wrong.
    """
    row = _map((name,), written)
    forces, came = _map((name, "forces"), row.get("forces")), _map((name, "came"), row.get("came"))
    return Case(
        title=_text((name,), row, "title"),
        asked=_day((name,), row, "asked"),
        adversary=_text((name,), row, "adversary"),
        protected=_text((name,), row, "protected"),
        guarantor=_text((name,), row, "guarantor"),
        response=_text((name,), row, "response"),
        because=_text((name,), row, "because"),
        text=_source((name, "text"), _map((name, "text"), row.get("text"))),
        forces=_source((name, "forces"), forces),
        there=_flag((name, "forces"), forces, "there"),
        broken=_flag((name, "came"), came, "broken"),
        what=_text((name, "came"), came, "what"),
    )


def _map(where: tuple[str, ...], value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadCaseError(where, "a map of keys is needed")
    return value


def _text(where: tuple[str, ...], row: Mapping[str, object], key: str) -> str:
    if not row.get(key) or isinstance(row[key], Mapping | list):
        raise BadCaseError((*where, key), f"{key!r} is needed")
    return str(row[key])


def _day(where: tuple[str, ...], row: Mapping[str, object], key: str) -> date:
    try:
        return date.fromisoformat(_text(where, row, key))
    except ValueError:
        raise BadCaseError((*where, key), f"{key!r} is a day, such as 1994-12-05") from None


def _flag(where: tuple[str, ...], row: Mapping[str, object], key: str) -> bool:
    told = {"true": True, "false": False}.get(str(row.get(key)).lower())
    if told is None:
        raise BadCaseError((*where, key), f"{key!r} is true or false")
    return told


def _source(where: tuple[str, ...], row: Mapping[str, object]) -> Source:
    return Source(_text(where, row, "title"), _day(where, row, "date"), str(row.get("url", "")))


def anachronisms(case: Case) -> Iterator[str]:
    """Yield what in a case is dated after the day asked about: sources, and years in reasons.

    Examples
    --------
    >>> there = {"title": "A report", "date": "1994-12-05"}
    >>> row = {"title": "Budapest", "asked": "1994-12-05", "response": "consult", "text": there}
    >>> row |= {"adversary": "A", "protected": "B", "guarantor": "C"}
    >>> row |= {"forces": there | {"there": False}}
    >>> row |= {"because": "sanctions came in 2014", "came": {"broken": True, "what": "an attack"}}
    >>> list(anachronisms(case_of("budapest", row)))
    ["because: 'sanctions came in 2014' tells of 2014, after 1994-12-05"]
    """
    for key, source in (("text", case.text), ("forces", case.forces)):
        if source.date > case.asked:
            yield f"{key}: its source is dated {source.date}, after {case.asked}"
    told = {"title": case.title, "because": case.because}
    told |= {"text": case.text.title, "forces": case.forces.title}
    for key, text in told.items():
        for year in _YEAR.findall(text):
            if int(year) > case.asked.year:
                yield f"{key}: {text!r} tells of {year}, after {case.asked}"


def filled(template: str, case: Case) -> str:
    """Return the template as an arrangement of one case.

    Raises
    ------
    DeterrenceError
        When something in the case is dated after the day asked about, or the template names what
        no case has.
    """
    late = list(anachronisms(case))
    if late:
        raise DeterrenceError(f"{case.title}: {'; '.join(late)}")
    named = ("title", "adversary", "protected", "guarantor", "response", "because")
    values = {key: _quoted(getattr(case, key)) for key in named}
    values |= {"asked": case.asked.isoformat(), "arrives": THERE if case.there else AWAY}
    values |= {"text": _written(case.text), "forces": _written(case.forces)}
    try:
        return Template(template).substitute(values)
    except KeyError as error:
        known = ", ".join(f"${name}" for name in values)
        raise DeterrenceError(f"no case has ${error.args[0]}; write one of {known}") from None
    except ValueError as error:
        told = str(error).partition(": ")[2]
        raise DeterrenceError(f"a lone $ at {told}; a dollar is written $$") from None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _written(source: Source) -> str:
    url = f", url: {_quoted(source.url)}" if source.url else ""
    return f"{{title: {_quoted(source.title)}, date: {source.date}{url}}}"


def backtest(
    template: str, cases: Mapping[str, Case], *, draws: int = 200, seed: int = 0
) -> Backtest:
    """Return how the template would have done over cases whose outcome is known.

    Parameters
    ----------
    template
        An arrangement with ``$name`` for what differs between cases.
    cases
        By id: what could be known on the day asked about, and what came.
    draws, seed
        As in `foedus.deterrence.deter`.

    Raises
    ------
    DeterrenceError
        When a case holds what is dated after its day.
    """
    rows = [_forecast(template, name, case, draws, seed) for name, case in cases.items()]
    rate = RECURRENCE[BASE]
    base = [(rate.value - row.broken) ** 2 for row in rows]
    broken, held = ([row.chance for row in rows if row.broken is so] for so in (True, False))
    higher, tied = (
        sum(of(one, other) for one in broken for other in held) for of in (operator.gt, operator.eq)
    )
    worst = tuple(sorted(rows, key=lambda row: -row.score))
    mean = sum(row.score for row in rows) / len(rows)
    pairs = len(broken) * len(held)
    return Backtest(worst, mean, sum(base) / len(base), rate, pairs, higher, tied)


def _alike(case: Case) -> Case:
    """Return a case whose parties are called as in every other, so that all have the same draws."""
    return case._replace(adversary="adversary", protected="protected", guarantor="guarantor")


def _forecast(template: str, name: str, case: Case, draws: int, seed: int) -> Forecast:
    filled(template, case)  # refuses what nobody could know
    arrangement = read(filled(template, _alike(case)), f"{name}.yaml")
    found = deter(arrangement, draws=draws, seed=seed, break_evens=(), stories=False, waiting=False)
    chance, bare = float(found.attack("").mean()), float(found.unguarded().mean())
    score = (chance - case.broken) ** 2
    asked = case.asked.isoformat()
    return Forecast(name, case.title, asked, chance, bare, case.broken, case.what, score)
