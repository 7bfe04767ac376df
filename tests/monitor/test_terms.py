"""Every key by which a norm says what to look for, each against a reckoning by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.language import read
from foedus.monitor.findings import Survey, survey
from foedus.monitor.importing import Said, ingest
from foedus.monitor.ledger import Ledger
from foedus.views.watch import what_counts

STAMP = "2026-01-01T00:00:00.000000Z"
SHAPE = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},
"geometry": {"type": "Polygon", "coordinates": [[[33, 45], [34, 45], [34, 46], [33, 46], [33, 45]]]}
}]}"""
TERMS = """
foedus: 1
title: A truce along the Green River
as_of: 2025-03-01
horizon: P1Y
parties:
  NOR: {name: Norland, role: beneficiary}
  SUD: {name: Sudland, role: adversary}
conduct:
  SUD: {towards: NOR, acts: [{act: comply}, {act: fire}, {act: bombard}]}
  NOR: {towards: SUD, acts: [{act: comply}, {act: fire}, {act: bombard}]}
instruments: {truce: {parties: [NOR, SUD]}}
observation:
  aliases:
    NOR: [Norland, "Army of Norland*"]
    SUD: [Sudland, "*Sudland militia"]
  zones:
    town: {label: the town, polygon: [[30.0, 45.0], [30.2, 45.0], [30.2, 45.2], [30.0, 45.2]]}
    ring:
      geojson:
        type: Polygon
        coordinates:
          - [[31, 45], [32, 45], [32, 46], [31, 46], [31, 45]]
          - [[31.4, 45.4], [31.6, 45.4], [31.6, 45.6], [31.4, 45.6], [31.4, 45.4]]
    belt: {line: [[30, 44], [32, 44]], within_km: 10}
    land: {countries: Norland}
    province: {units: [East Province], countries: Norland}
    drawn: {file: zone.geojson}
norms:
  town-quiet:
    prohibition: fire
    bearer: SUD
    towards: NOR
    in: truce
    observed: {zones: town, kinds: [force], lawful_response: PT6H}
  belt-count:
    prohibition: fire
    bearer: [SUD, NOR]
    towards: [NOR, SUD]
    in: truce
    observed: {zones: belt, kinds: [battle, shelling], at_least: {events: 3, in_days: P7D}}
  land-deaths:
    prohibition: fire
    bearer: SUD
    in: truce
    observed: {zones: land, at_least: {deaths: 5, in_days: P3D}}
  province-one:
    prohibition: bombard
    bearer: SUD
    in: truce
    observed: {zones: province, at_least: {deaths_in_one: 4}}
  no-cluster:
    prohibition: bombard
    bearer: [SUD, NOR]
    in: truce
    observed:
      zones: ring
      weapons: ["*cluster*"]
      from: 2025-03-05
      until: 2025-03-20
      precision: {km: 5, days: 2}
  no-jamming:
    prohibition: fire
    bearer: SUD
    in: truce
    observed: {zones: drawn, kinds: [jamming]}
"""
ROWS = """\
id,date,date_end,time,kind,kind_chance,latitude,longitude,km,country,unit,subunit,side_a,side_b,a_began,deaths,deaths_low,deaths_high,weapon
t1,2025-03-02,,,battle,,45.1,30.1,,,,,Sudland,Army of Norland 3rd,0.8,1,1,1,
t2,2025-03-03,,10:00,shelling,,45.1,30.1,,,,,Army of Norland 1st,Sudland,1,0,0,0,
t3,2025-03-03,,14:00,shelling,,45.1,30.1,,,,,Free Sudland militia,Army of Norland,1,0,0,0,
t4,2025-03-03,,17:00,shelling,0.5,45.1,30.1,,,,,Sudland,Army of Norland,1,0,0,0,
t5,2025-03-04,,,battle,,45.1,30.2,10,,,,Sudland,Norland,1,1,0,3,
b1,2025-03-10,,,battle,,44.05,31,,,,,Sudland,Norland,,1,1,1,
b2,2025-03-12,,,shelling,,44.08,31,,,,,Sudland,Norland,,1,1,1,
b3,2025-03-16,2025-03-17,,battle,,43.95,31,,,,,Sudland,Norland,,1,1,1,
b4,2025-03-14,,,battle,,44.1,31,,,,,Sudland,Norland,,1,1,1,
b5,2025-03-14,,,air_strike,,44.0,31,,,,,Sudland,Norland,,1,1,1,
c1,2025-03-06,,,explosion,,45.2,31.2,,,,,Sudland,Norland,,0,0,0,9N235 Cluster rocket
c2,2025-03-07,,,explosion,,45.5,31.5,,,,,Sudland,Norland,,0,0,0,cluster
c3,2025-03-04,,,explosion,,45.2,31.2,,,,,Sudland,Norland,,0,0,0,cluster
c4,2025-03-20,2025-03-21,,explosion,,45.2,31.2,,,,,Norland,Sudland,,0,0,0,cluster
c5,2025-03-10,,,explosion,,45.2,31.2,6,,,,Sudland,Norland,,0,0,0,cluster
c6,2025-03-10,2025-03-12,,explosion,,45.2,31.2,,,,,Sudland,Norland,,0,0,0,cluster
d1,2025-04-01,,,battle,,60,60,,Norland,East province,,Sudland,Norland,,2,2,4,
d2,2025-04-03,,,battle,,60,60,,norland,East Province,,Sudland,Norland,,3,1,3,
d3,2025-04-10,,,battle,,60,60,,Norland,West Province,EAST PROVINCE,Sudland,Norland,,4,2,6,
d4,2025-04-12,,,battle,,60,60,,Otherland,East Province,,Sudland,Norland,,9,9,9,
j1,2025-04-20,,,jamming,0.7,45.5,33.5,,,,,Sudland,observers,1,,,,
"""
BY_HAND = {
    # t1: the chance that Sudland began it. t3 answers t2 after 4 of its 6 hours, and counts not at
    # all; t4 comes 7 hours after it and is shelling with a chance of a half. t5 lies on the
    # eastern edge: half of its disc, and t2 was more than 6 hours before.
    "town-quiet": [("2025-03-02", 0.8), ("2025-03-03", 0.5), ("2025-03-04", 0.5)],
    # A hundredth of a degree of latitude is 1.112 km: b1, b2 and b3 lie 5.6, 8.9 and 5.6 km off
    # the line, b4 11.1; b5 is no battle. The third lies within 7 days of the first on one of its
    # two days.
    "belt-count": [("2025-03-10", 0.5)],
    # d1 has 2, 3 or 4 deaths with weights 3, 2, 1 of 6; d2 1, 2 or 3 with weights 1, 2, 3 of 6.
    # At least 5: 3/6 · 3/6 + 2/6 · 5/6 + 1/6 · 6/6 = 25/36. d3 has 2 to 6 with weights
    # 1, 2, 3, 2, 1 of 9: at least 5 with 3/9.
    "land-deaths": [("2025-04-01", 25 / 36), ("2025-04-10", 1 / 3)],
    # At least 4 in one: d1 1/6; d2 never; d3 (3 + 2 + 1)/9. d4 is in another country.
    "province-one": [("2025-04-01", 1 / 6), ("2025-04-10", 6 / 9)],
    # c2 lies in the hole, c3 a day too early; c4 on the last day or the day after. c5 (6 km) and
    # c6 (3 days) are less exact than asked.
    "no-cluster": [("2025-03-06", 1.0), ("2025-03-20", 0.5)],
    "no-jamming": [("2025-04-20", 0.7)],
}


@pytest.fixture(scope="module")
def surveys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Survey]:
    folder = tmp_path_factory.mktemp("terms")
    file = folder / "rows.csv"
    file.write_text(ROWS)
    return {s.sight.norm_id: s for s in surveyed(folder, file)}


def surveyed(folder: Path, file: Path) -> list[Survey]:
    arrangement, shapes = read(TERMS), {"zone.geojson": SHAPE}
    with Ledger.start(folder / "w.ledger", TERMS, "{}", STAMP) as ledger:
        ingest(ledger, file, Said(recorded=STAMP))
        return survey(ledger, ledger.releases(), arrangement, shapes, [])


@pytest.mark.parametrize("norm", BY_HAND)
def test_each_key_counts_what_a_reckoning_by_hand_counts(norm: str, surveys: dict[str, Survey]):
    found = [(f.first.isoformat(), f.chance) for f in surveys[norm].findings]
    assert [day for day, _ in found] == [day for day, _ in BY_HAND[norm]]
    # A disc is sampled at 256 points; all else is exact to the six digits that are kept.
    within = 0.01 if norm == "town-quiet" else 1e-6
    assert [chance for _, chance in found] == pytest.approx(
        [chance for _, chance in BY_HAND[norm]], abs=within
    )


def test_what_was_set_aside_is_counted(surveys: dict[str, Survey]):
    assert len(surveys["town-quiet"].answers) == 1
    assert surveys["no-cluster"].coarse == 2


@pytest.mark.parametrize(
    ("norm", "said"),
    [
        (
            "town-quiet",
            "force in the town, Sudland taking part, from 2025-03-01 to 2026-03-01; no force "
            "within 6 hours after the other side's. It takes one event",
        ),
        (
            "belt-count",
            "battle or shelling in belt, Sudland or Norland taking part, from 2025-03-01 to "
            "2026-03-01. It takes at least 3 events within 7 days",
        ),
        (
            "province-one",
            "violence of any kind in province, Sudland taking part, from 2025-03-01 to "
            "2026-03-01. It takes one event with at least 4 deaths",
        ),
        (
            "no-cluster",
            "violence of any kind with *cluster* in ring, Sudland or Norland taking part, from "
            "2025-03-05 to 2025-03-20; known to within 5 km and 2 days. It takes one event",
        ),
    ],
)
def test_what_counts_is_told_in_words(norm: str, said: str, surveys: dict[str, Survey]):
    assert what_counts(surveys[norm].sight, read(TERMS)) == said
