"""How often fighting came back after it had ended, and agreements came to an end.

Most rows are of civil wars. The interstate rows are few and undercount, because a war against
several states is one row for each pair (Egypt and Israel after 1949 reads as no recurrence).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from foedus.evidence.rates import Rate

FIVE_YEARS = 5 * 365.25
_KREUTZ = (
    "Kreutz 2010, How and when armed conflicts end, Journal of Peace Research 47(2); UCDP Conflict"
    " Termination v3-2021, dyads"
)
_CENSORED = "product-limit estimate; by construction nothing recurs within the first year"
_PAIRS = "an undercount: a war against several states is one row for each pair"
_episodes = partial(
    Rate,
    unit="an episode of armed conflict between two parties",
    period="1946-2020",
    source=_KREUTZ,
)
_agreements = partial(
    Rate,
    unit="a signed agreement",
    period="1975-2021",
    source=(
        "Pettersson, Högbladh and Öberg 2019, Organized violence 1989-2018 and peace agreements, J."
        " of Peace Research 56(4); UCDP Peace Agreements 22.1"
    ),
    note="374 agreements; ended formally, which is not the same as fighting",
)

RECURRENCE: Mapping[str, Rate] = {
    "agreement": _episodes(
        label="fighting back within five years of a peace agreement",
        published=0.13,
        note=f"106 episodes, mostly civil wars; {_CENSORED}",
    ),
    "ceasefire": _episodes(
        label="fighting back within five years of a ceasefire",
        published=0.33,
        note=f"95 episodes, mostly civil wars; {_CENSORED}",
    ),
    "low-activity": _episodes(
        label="fighting back within five years of dying down",
        published=0.44,
        note=f"352 episodes, mostly civil wars; {_CENSORED}",
    ),
    "interstate-agreement": _episodes(
        label="fighting back within five years of a peace agreement, between states",
        events=0,
        trials=14,
        note=_PAIRS,
    ),
    "interstate-ceasefire": _episodes(
        label="fighting back within five years of a ceasefire, between states",
        events=1,
        trials=15,
        note=_PAIRS,
    ),
    "interstate-low-activity": _episodes(
        label="fighting back within five years of dying down, between states",
        events=7,
        trials=18,
        note=_PAIRS,
    ),
    "interstate-any": Rate(
        label="fighting back at some time, between states",
        published=0.5,
        unit="an interstate war",
        period="since 1945",
        source="Fortna 2004, Peace Time, Princeton University Press, chapter 1",
        note=(
            "'almost half', read in the publisher's excerpt; a war counts when at least one pair of"
            " its belligerents fought again; number of cases not read"
        ),
    ),
    "agreement-ended-1": _agreements(
        label="peace agreements ended within a year",
        published=0.21,
    ),
    "agreement-ended-2": _agreements(
        label="peace agreements ended within two years",
        published=0.26,
    ),
    "agreement-ended-5": _agreements(
        label="peace agreements ended within five years",
        published=0.32,
    ),
}
"""Published and counted rates, by a short name."""

OUTCOMES = {"1": "agreement", "2": "ceasefire", "5": "low-activity"}
"""How an episode ended, by the code in the file."""


class Episode(NamedTuple):
    """One episode of armed conflict, and what came after it."""

    outcome: str
    between_states: bool
    days: float
    recurred: bool


def read_file(path: Path) -> list[Episode]:
    """Read UCDP Conflict Termination v3-2021, dyad episodes; it is not shipped.

    Columns ``outcome``, ``type_of_conflict2``, ``days_to_next_or_censor`` and ``recurs_by_2020``.
    Rows without an outcome or a length of time afterwards are left out.
    """
    with path.open(encoding="utf-8") as file:
        return [
            Episode(
                OUTCOMES[row["outcome"][0]],
                row["type_of_conflict2"] == "2",
                float(row["days_to_next_or_censor"]),
                row["recurs_by_2020"] == "1",
            )
            for row in csv.DictReader(file)
            if row["outcome"][:1] in OUTCOMES and row["days_to_next_or_censor"]
        ]
