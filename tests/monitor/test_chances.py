"""Chances of counts and places against enumeration and plain geometry."""

from __future__ import annotations

import itertools
import math
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.language.observation import Zone
from foedus.monitor import chances
from foedus.monitor.zones import BadShapeError, ground

from .conftest import Watch, case

CHANCE = st.floats(0, 1)


@given(st.lists(CHANCE, max_size=7), st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_at_least_is_what_enumeration_gives(each: list[float], count: int):
    whole = 0.0
    for happened in itertools.product((0, 1), repeat=len(each)):
        if sum(happened) >= count:
            whole += math.prod(p if h else 1 - p for p, h in zip(each, happened, strict=True))
    assert chances.at_least(count, np.array(each)) == pytest.approx(whole, abs=1e-12)


TOLL = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)).map(sorted).map(tuple)


@given(st.lists(st.tuples(CHANCE, TOLL), max_size=4), st.integers(1, 8))
@settings(max_examples=80, deadline=None)
def test_deaths_are_what_enumeration_gives(rows: list, count: int):
    laws = []
    for chance, (low, best, high) in rows:
        law = {0: 1 - chance}
        for number, share in chances.triangle(low, best, high, 99):
            law[number] = law.get(number, 0) + chance * share
        laws.append(list(law.items()))
    whole = sum(
        math.prod(share for _, share in outcome)
        for outcome in itertools.product(*laws)
        if sum(number for number, _ in outcome) >= count
    )
    each = np.array([chance for chance, _ in rows])
    deaths = np.array([toll for _, toll in rows], dtype=np.int64).reshape(-1, 3)
    assert chances.deaths_at_least(count, each, deaths) == pytest.approx(whole, abs=1e-12)
    alone = chances.reaches(count, deaths)
    for at, (_, (low, best, high)) in enumerate(rows):
        law = chances.triangle(low, best, high, 99)
        assert alone[at] == pytest.approx(sum(s for n, s in law if n >= count))


def test_a_triangle_is_a_law():
    for low, best, high in [(0, 0, 9), (0, 9, 9), (3, 4, 5), (7, 7, 7), (0, 5, 10)]:
        law = dict(chances.triangle(low, best, high, 999))
        assert sum(law.values()) == pytest.approx(1)
        assert max(law, key=law.__getitem__) == best


def share(
    zone: Zone,
    points: list[tuple[float | None, float | None, float]],
    units: list[str] | None = None,
) -> list[float]:
    places = pl.DataFrame(points, schema=["longitude", "latitude", "km"], orient="row")
    named = places.cast(pl.Float64).with_columns(
        unit=pl.Series(units or [""] * len(points)), subunit=pl.lit(""), country=pl.lit("")
    )
    return ground("z", zone, {}).chances(named).tolist()


SQUARE = ((30.0, 40.0), (32.0, 40.0), (32.0, 42.0), (30.0, 42.0))


def test_a_point_is_in_a_polygon_or_not():
    rng = random.Random(1)
    points = [(rng.uniform(29, 33), rng.uniform(39, 43), 0.0) for _ in range(300)]
    expected = [float(30 < x < 32 and 40 < y < 42) for x, y, _ in points]
    assert share(Zone(polygon=SQUARE), points) == expected


def test_a_hole_is_outside():
    hole = [[30.5, 40.5], [31.5, 40.5], [31.5, 41.5], [30.5, 41.5], [30.5, 40.5]]
    ring = [[*place] for place in (*SQUARE, SQUARE[0])]
    zone = Zone(geojson={"type": "Polygon", "coordinates": [ring, hole]})
    assert share(zone, [(31, 41, 0), (30.2, 40.2, 0)]) == [0, 1]


def test_an_inexact_place_counts_by_the_share_of_its_disc():
    """Half of a disc on an edge, a quarter of one at a corner, all of one within."""
    half, quarter, whole, none = share(
        Zone(polygon=SQUARE), [(31, 40, 25), (30, 40, 25), (31, 41, 25), (31, 39, 25)]
    )
    assert half == pytest.approx(0.5, abs=0.005)
    assert quarter == pytest.approx(0.25, abs=0.005)
    assert (whole, none) == (1, 0)


def test_a_belt_reaches_as_far_as_it_says():
    """A degree of latitude is 111.195 km; a degree of longitude at 60 degrees half of that."""
    zone = Zone(line=((30.0, 60.0), (34.0, 60.0)), within_km=50)
    north = 50 / 111.195
    points = [(32, 60 + 0.99 * north, 0), (32, 60 + 1.01 * north, 0)]
    points += [(30 - 1.98 * north, 60, 0), (30 - 2.02 * north, 60, 0)]
    assert share(zone, points) == [1, 0, 1, 0]


def test_units_are_named_whatever_their_case_and_points_do_not_matter():
    zone = Zone(units=("donetsk oblast",))
    found = share(zone, [(0, 0, 500), (38, 48, 0)], units=["Donetsk oblast", "Kyiv"])
    assert found == [1, 0]


def test_a_row_without_a_point_is_in_no_drawn_zone():
    assert share(Zone(polygon=SQUARE), [(None, None, 0)]) == [0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not GeoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "Point is not the shape of an area"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}', "at least four places"),
        ('{"type": "Polygon", "coordinates": [[["a", 2], [3, 4]]]}', "not pairs of numbers"),
        (
            '{"type": "Polygon", "coordinates": [[[999, 2], [3, 4], [5, 6], [999, 2]]]}',
            "not longitudes and latitudes",
        ),
    ],
)
def test_a_file_that_holds_no_area_is_told(text: str, message: str):
    with pytest.raises(BadShapeError, match=message):
        ground("z", Zone(file="z.geojson"), {"z.geojson": text})


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        ("seizure", [0.81, 0.36]),  # 0.9 × 0.9 and, as VIINA says that it holds, 0.4 × 0.9
        ("force", [0.855]),  # that it is about the war (0.99, 0.5) is a topic, and no shot
        ("shelling", [0.855]),  # 0.95 × 0.9: behind a label of 0.99
        ("seizure, force", [0.855, 0.36]),  # by the likelier of what does not exclude
    ],
)
def test_labels_of_viina_that_hold_count_each_with_its_own_chance(
    kinds: str, wanted: list[float], tmp_path: Path
):
    """Russia took part with 0.9 in each of three reports; of the last no label holds."""
    lines = [
        "event_id,date,latitude,longitude,GEO_PRECISION,t_mil_pred,t_mil_b,t_artillery_pred,"
        "t_artillery_b,t_control_pred,t_control_b,a_rus_pred",
        "1,20200105,41,31,STREET,0.99,1,0.95,1,0.9,1,0.9",
        "2,20200107,41,31,STREET,0.5,0,0.1,0,0.4,1,0.9",
        "3,20200109,41,31,STREET,0.3,0,0.2,0,0.2,0,0.9",
    ]
    text = case(f"kinds: [{kinds}]").replace("[Beta, Beta militia]", "[Russia]")
    watch = Watch(tmp_path / "w.ledger", text)
    (tmp_path / "v.csv").write_text("\n".join(lines) + "\n")
    watch.ingest(tmp_path / "v.csv")
    found = [finding.chance for survey in watch.surveys() for finding in survey.findings]
    watch.ledger.close()
    assert found == pytest.approx(wanted)
