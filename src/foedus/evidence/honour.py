"""How often alliance commitments were honoured: rival estimates, never merged into one.

They differ in what one case is, in period and in who counted, and they range from one in seven to
three in four. All of them see only alliances that were tested: where deterrence held there was
nothing to honour, so none is the credibility of a promise not yet tested. None contains NATO.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from foedus.evidence.rates import Rate

_BF = (
    "Berkemeier and Fuhrmann 2018, Reassessing the fulfillment of alliance commitments in war,"
    " Research and Politics 5(2); alliances after ATOP (Leeds, Ritter, Mitchell and Long 2002)"
)
_commitments = partial(Rate, unit="a commitment of one alliance that a war called upon", source=_BF)

HONOUR: Mapping[str, Rate] = {
    "all": _commitments(
        label="commitments honoured",
        events=73,
        trials=146,
        period="1816-2003",
    ),
    "before-1945": _commitments(
        label="commitments honoured, before 1945",
        events=61,
        trials=92,
        period="1816-1944",
    ),
    "since-1945": _commitments(
        label="commitments honoured, since 1945",
        events=12,
        trials=54,
        period="1945-2003",
    ),
    "defence-pacts": _commitments(
        label="defence pacts honoured",
        events=42,
        trials=102,
        period="1816-2003",
    ),
    "defence-pacts-since-1945": _commitments(
        label="defence pacts honoured, since 1945",
        events=6,
        trials=43,
        period="1945-2003",
        clustered=(0.05, 0.24),
        note=(
            "our own join of two published tables (the commitments, and ATOP's types of treaty);"
            " no one published the rate. 20 wars and 34 treaties; one treaty (ATOP 3205, the Arab"
            " League) gives 7 cases, none honoured; resampled by war"
        ),
    ),
    "reassessed-2000": Rate(
        label="commitments honoured, by what the treaty specifically promised",
        published=0.745,
        unit="a commitment whose specific conditions were met",
        period="1816-1944",
        source=(
            "Leeds, Long and Mitchell 2000, Reevaluating alliance reliability, J. of Conflict"
            " Resolution 44(5); the rate as its abstract gives it"
        ),
        note="number of cases not read; period recalled",
    ),
    "alliance-level-2026": Rate(
        label="alliances honoured",
        published=2 / 3,
        unit="an alliance",
        period="two hundred years",
        source="Chiba et al. 2026, International Studies Quarterly, doi.org/10.1093/isq/sqag012",
        note=(
            "'about two thirds', read in an excerpt; they hold that the low rate of multilateral"
            " pacts since 1945 rests on few related cases"
        ),
    ),
}
"""Published rates of honouring, by a short name for the reference class."""


class Commitment(NamedTuple):
    """One commitment that a war called upon, as a row of the replication file."""

    war: str
    alliance: str
    since_1945: bool
    defence: bool
    honoured: bool


def read_file(path: Path) -> list[Commitment]:
    """Read the replication file of Berkemeier and Fuhrmann, joined with ATOP; it is not shipped.

    Columns ``warid``, ``atopid``, ``post1945``, ``defense`` and ``honored``.
    """
    with path.open(encoding="utf-8") as file:
        return [
            Commitment(
                row["warid"],
                row["atopid"],
                row["post1945"] == "1",
                row["defense"] in ("1", "1.0"),
                row["honored"] == "1",
            )
            for row in csv.DictReader(file)
        ]
