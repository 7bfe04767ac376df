"""Which rows count, and the way from those read to those that do; each worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from .conftest import Watch, row
from .conftest import table as rows_of
from .test_reading import UCDP

ROWS = [
    row(1, "2020-02-01"),
    row(2, "2020-02-02", side_b="Gamma"),  # no foe that the norm is owed to
    row(3, "2020-02-03", side_b=""),  # the source does not name the other side
    row(4, "2020-02-04", side_b="Civilians", kind="against_civilians", a_began=1),
    row(5, "2020-02-05", side_a="Gamma", side_b="Alpha army"),
    row(6, "2020-02-06", longitude=35),
    row(7, "2020-02-07", latitude=31, longitude=41),  # in the box, were they swapped
    row(8, "2020-02-08", kind="unrest"),
    row(9, "2019-02-09"),
    row(10, "2020-02-10", latitude=0, longitude=0),
    row(11, "2020-02-11", side_a="Beta", side_b="Beta militia"),  # its own
]


def stages(watch: Watch) -> dict[str, int]:
    return dict(watch.surveys()[0].funnel.stages)


def test_rows_count_against_those_a_norm_is_owed_to_alone(watching: Callable[..., Watch]):
    watch = watching("kinds: [force, against_civilians]", ROWS)
    (survey,) = watch.surveys()
    assert [f.first.day for f in survey.findings] == [1, 3, 4]
    assert stages(watch) == {
        "read": 11,
        "in its days": 10,
        "in its zones": 7,
        "of its kinds": 6,
        "by its actors": 5,
        "towards its other side": 3,
        "counted": 3,
    }
    assert (survey.funnel.nowhere, survey.funnel.swapped) == (1, 1)
    assert survey.funnel.unmatched == (("Gamma", 2),)


def test_a_day_to_come_is_no_day_of_the_record(watching: Callable[..., Watch]):
    """Of two rows one is dated 73 years after it was read: the record is of the other's one day."""
    watch = watching(rows=[row(1, "2020-02-01"), row(2, "2099-02-01", side_a="Gamma")])
    (survey,) = watch.surveys()
    assert survey.funnel.to_come == 1
    assert survey.span == (date(2020, 2, 1).toordinal(),) * 2


def test_the_funnel_is_the_same_where_a_norm_names_no_zone(watching: Callable[..., Watch]):
    anywhere = "kinds: [force, against_civilians]"
    watch = watching(anywhere, ROWS)
    text = watch.arrangement
    assert text.norms["no-fire"].observed is not None
    bare = Watch(watch.path.with_name("bare.ledger"), _without_zones(anywhere))
    file = watch.path.with_name("bare.csv")
    file.write_text(rows_of(ROWS))
    bare.ingest(file)
    assert stages(bare) == {
        "read": 11,
        "in its days": 10,
        "of its kinds": 9,
        "by its actors": 8,
        "towards its other side": 6,
        "counted": 6,
    }
    bare.ledger.close()


def _without_zones(observed: str) -> str:
    from .conftest import case

    return case(observed).replace("observed: {zones: box,", "observed: {")


def test_dead_aliases_are_named_with_what_the_rows_have_in_their_place(
    watching: Callable[..., Watch],
):
    rows = [row(1, "2020-02-01", side_a="The Beta front", side_b="Alpha")]
    (survey,) = watching(rows=rows).surveys()
    assert survey.findings == ()
    assert survey.funnel.dead == (("Beta", "The Beta front"), ("Beta militia", ""))
    assert survey.funnel.unmatched == (("The Beta front", 1),)


def test_an_empty_zone_and_an_unknown_kind_are_named(
    watching: Callable[..., Watch], tmp_path: Path
):
    watch = watching()
    header = "event_id_cnty,event_date,time_precision,event_type,actor1,actor2,latitude,longitude"
    line = "X1,2020-02-01,1,Skirmish,Beta,Alpha,10,10"
    (tmp_path / "a.csv").write_text(f"{header}\n{line}\n{line.replace('X1', 'X2')}\n")
    watch.ingest(tmp_path / "a.csv")
    (survey,) = watch.surveys()
    assert (survey.funnel.empty, survey.funnel.codes) == (("box",), (("Skirmish", 2),))


HEADER = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,"
    "latitude,longitude,geo_precision\n"
)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("seizure", {"took": 1.0}),
        ("force", {"lost": None, "took": None, "held": None}),
        ("force, seizure", {"lost": None, "took": None, "held": None}),
    ],
)
def test_a_battle_that_takes_ground_is_force_of_both_and_seizure_of_one(
    watching: Callable[..., Watch], tmp_path: Path, kinds: str, expected: dict[str, float | None]
):
    lines = [
        "took,2020-02-01,1,Battles,Non-state actor overtakes territory,Alpha,1,Beta,2,41,31,1",
        "lost,2020-02-02,1,Battles,Government regains territory,Alpha,1,Beta,2,41,31,1",
        "held,2020-02-03,1,Battle-No change of territory,,Alpha,1,Beta,2,41,31,1",
    ]
    watch = watching(f"kinds: [{kinds}]", name=kinds[:3])
    (tmp_path / "a.csv").write_text(HEADER + "\n".join(lines))
    watch.ingest(tmp_path / "a.csv")
    found = {f.evidence[0].id: dict(f.began)["B"] for f in watch.surveys()[0].findings}
    assert found == expected


def test_of_two_chances_each_partys_own_counts(watching: Callable[..., Watch], tmp_path: Path):
    """VIINA 2: Russia took part with .98, and began it with .05."""
    case = watching().arrangement
    assert case is not None
    text = _without_zones("kinds: [force]").replace("[Beta, Beta militia]", "[Russia]")
    watch = Watch(tmp_path / "v.ledger", text.replace("[Alpha*]", "[Ukraine]"))
    header = "event_id,event_id_1pd,date,t_mil,t_artillery,a_rus,a_ukr,a_rus_init,a_ukr_init\n"
    (tmp_path / "v.csv").write_text(header + "1001,501,20250902,0.99,0.97,0.98,0.95,0.05,0.9\n")
    watch.ingest(tmp_path / "v.csv")
    (finding,) = watch.surveys()[0].findings
    assert dict(finding.began) == {"B": 0.05}
    assert finding.chance == pytest.approx(0.97 * 0.05)  # of shelling; the war is its topic
    watch.ledger.close()


def test_one_year_complete_leaves_its_neighbour_alone(
    watching: Callable[..., Watch], tmp_path: Path
):
    header = "event_id_cnty,event_date,time_precision,event_type,actor1,actor2,latitude,longitude\n"
    fight = "Battles,Beta,Alpha,41,31"
    year = {
        "a2020": f"U1,2020-03-05,1,{fight}\nU2,2020-12-07,1,{fight}",
        "a2021": f"U3,2021-01-15,3,{fight}",
    }
    watch = watching()
    for at, (name, lines) in enumerate(year.items()):
        (tmp_path / f"{name}.csv").write_text(header + lines)
        day = f"2025-01-0{at + 1}"
        watch.ingest(tmp_path / f"{name}.csv", published=day, is_complete=True)
    assert [e.id for e in watch.surveys()[0].evidence] == ["U1", "U2", "U3"]
    again = f"U0,2020-01-01,1,{fight}\nU1,2020-12-31,1,{fight}\n"
    (tmp_path / "again.csv").write_text(header + again)
    watch.ingest(tmp_path / "again.csv", published="2025-01-03", is_complete=True)
    assert sorted(e.id for e in watch.surveys()[0].evidence) == ["U0", "U1", "U3"]


CASE = """
foedus: 1
title: A ceasefire
as_of: 2022-01-01
horizon: P3Y
parties: {RUS: {role: adversary}, UKR: {role: beneficiary}}
conduct: {RUS: {towards: UKR, acts: [{act: comply}, {act: seizure}]}}
observation:
  aliases: {UKR: [Government of Ukraine], RUS: [Government of Russia]}
  zones: {east: {units: [Donetsk oblast, Luhansk oblast]}}
norms:
  no-attack:
    prohibition: seizure
    bearer: RUS
    observed: {zones: east, kinds: [force, against_civilians]}
"""


def test_a_state_is_found_under_its_former_name():
    """UCDP's sample writes Government of Russia (Soviet Union): 6 rows, 11 deaths."""
    file = UCDP / "ucdp_ged231_sample1000.csv"
    if not file.exists():
        pytest.skip("the data set is not here")
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(Path(folder) / "w.ledger", CASE)
        watch.ingest(file)
        (survey,) = watch.surveys()
        assert (len(survey.findings), int(survey.picked["best"].sum())) == (6, 11)
        watch.ledger.close()
