"""From rows to findings: windows, attribution, lawful responses, access, precision, weapons."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.language.observation import Intensity
from foedus.language.quantities import Duration
from foedus.monitor.episodes import FLOOR, episodes
from foedus.monitor.observers import all_access, unattributed
from foedus.monitor.responses import Force, in_time
from foedus.monitor.sighting import PICKED
from foedus.monitor.tolls import tolls_of

from .conftest import Watch, case, row, table


def days(watch: Watch, **access: object) -> list[tuple[str, str, float]]:
    found = watch.surveys(**access)[0].findings
    return [(f.first.isoformat(), f.last.isoformat(), f.chance) for f in found]


def picked(rows: list[tuple[int, int, float, int]]) -> np.ndarray:
    made = np.zeros(len(rows), dtype=PICKED)
    for at, (start, end, chance, deaths) in enumerate(rows):
        made["start"][at], made["end"][at], made["chance"][at] = start, end, chance
        made["low"][at] = made["best"][at] = made["high"][at] = deaths
        made["began"][at] = -1
    return made


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("counted", ["events", "deaths"])
def test_windows_of_certain_rows_are_those_that_counting_gives(seed: int, counted: str):
    rng = random.Random(seed)
    rows = sorted((d := rng.randrange(1, 60), d, 1.0, rng.randrange(0, 4)) for _ in range(40))
    window, least = rng.choice([3, 7]), rng.choice([3, 5])
    intensity = Intensity(**{counted: least}, in_days=Duration(window, f"P{window}D"))
    weight = {"events": lambda r: 1, "deaths": lambda r: r[3]}[counted]
    hit = [
        day
        for day in range(1, 80)
        if sum(weight(r) for r in rows if day - window < r[0] <= day) >= least
    ]
    runs: list[list[int]] = []
    for day in hit:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    found = episodes(picked(rows), intensity)
    assert [e.chance for e in found] == [pytest.approx(1)] * len(runs)
    expected = [
        {at for at, r in enumerate(rows) if run[0] - window < r[0] <= run[-1]} for run in runs
    ]
    assert [set(e.rows) for e in found] == expected


def test_a_count_that_is_hardly_likely_is_not_reported():
    rows = picked([(1, 1, 0.1, 1), (1, 1, 0.1, 1)])
    assert episodes(rows, Intensity(events=2)) == []
    (found,) = episodes(picked([(1, 1, 0.3, 1), (1, 1, 0.3, 1)]), Intensity(events=2))
    assert found.chance == pytest.approx(0.09)
    assert found.chance > FLOOR


def test_a_week_that_a_row_is_dated_to_is_one_finding(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-02-03", date_end="2020-02-09"), row(2, "2020-02-05")])
    assert days(watch) == [("2020-02-03", "2020-02-09", 1), ("2020-02-05", "2020-02-05", 1)]


def test_a_row_that_straddles_the_first_day_counts_in_part(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2019-12-31", date_end="2020-01-03")])
    assert days(watch) == [("2020-01-01", "2020-01-03", 0.75)]


def test_what_bears_on_a_norm_and_what_does_not(watching: Callable[..., Watch]):
    watch = watching(
        rows=[
            row(1, "2020-02-01"),
            row(2, "2020-02-02", longitude=35),  # elsewhere
            row(3, "2020-02-03", side_a="Gamma"),  # others
            row(4, "2020-02-04", kind="unrest"),  # another kind
            row(5, "2019-02-05"),  # before
            row(6, "2031-02-05"),  # after the horizon
            row(7, "2020-02-07", side_a="Alpha", side_b="BETA MILITIA"),  # by an alias, any case
        ]
    )
    assert [d[0] for d in days(watch)] == ["2020-02-01", "2020-02-07"]


def test_who_began_counts_where_the_source_says_and_is_unknown_where_not(
    watching: Callable[..., Watch],
):
    """B is bound: an attack that A began is none of B's, whatever side B is on."""
    watch = watching(
        rows=[
            row(1, "2020-02-01", a_began=1),
            row(2, "2020-02-02", a_began=0.4),
            row(3, "2020-02-03", side_a="Alpha", side_b="Beta", a_began=1),
            row(4, "2020-02-04"),
        ]
    )
    (survey,) = watch.surveys()
    told = {f.first.day: (f.chance, dict(f.began)["B"]) for f in survey.findings}
    assert told == {1: (1, 1), 2: (0.4, 0.4), 4: (1, None)}


def test_a_row_that_tells_no_deaths_leaves_the_sum_open(watching: Callable[..., Watch]):
    """3 died in one of two rows of a day: at least 3, and nobody says how many.

    Where the one row of a day does not tell, nothing is told of that day; and a source that counts
    none at all takes nothing from what another counts.
    """
    rows = [row(1, "2020-02-01", deaths=3), row(2, "2020-02-01", deaths="")]
    watch = watching(rows=[*rows, row(3, "2020-02-03", deaths="")])
    assert [f.deaths for f in watch.surveys()[0].findings] == [(3.0, None, None), None]
    kept = np.zeros(2, dtype=PICKED)
    for name in ("low", "best", "high"):
        kept[name] = 3, -1
    kept["chance"] = 1
    assert tolls_of(kept, ["counts", "does not"]) == [(3, 3, 3), None]
    assert tolls_of(kept, ["counts", "counts"]) == [(3, 3, 3), (0, None, None)]


def test_a_single_event_of_so_many_deaths(watching: Callable[..., Watch]):
    watch = watching(
        "kinds: [force], at_least: {deaths_in_one: 5}",
        [
            row(1, "2020-02-01", deaths=4),
            row(2, "2020-02-02", deaths=5),
            row(3, "2020-02-03", deaths=4, deaths_low=4, deaths_high=5),
        ],
    )
    found = days(watch)
    assert [d[0] for d in found] == ["2020-02-02", "2020-02-03"]
    assert found[1][2] == pytest.approx(1 / 3, abs=1e-6)  # weights 1 and 1/2 of 4 and 5


def test_rows_less_exact_than_asked_are_listed_and_not_counted(watching: Callable[..., Watch]):
    watch = watching(
        "kinds: [force], precision: {km: 10, days: 3}",
        [
            row(1, "2020-02-01"),
            row(2, "2020-02-02", km=25),
            row(3, "2020-02-03", date_end="2020-02-08"),
        ],
    )
    (survey,) = watch.surveys()
    assert ([f.first.day for f in survey.findings], survey.coarse) == ([1], 2)


def test_only_named_weapons_count(watching: Callable[..., Watch]):
    watch = watching(
        'kinds: [force], weapons: ["*152 mm*"]',
        [
            row(1, "2020-02-01", weapon="howitzer 152 mm"),
            row(2, "2020-02-02", weapon="rifle"),
            row(3, "2020-02-03"),
        ],
    )
    assert [d[0] for d in days(watch)] == ["2020-02-01"]


def test_how_exact_a_row_must_be_is_asked_without_zones_too(tmp_path: Path):
    """Known to within 9 km, 11 km, and of no place at all; the last is one that Alpha began."""
    text = case("kinds: [force], precision: {km: 10}").replace("zones: box, ", "")
    rows = [
        row(1, "2020-02-01", km=9),
        row(2, "2020-02-02", km=11),
        row(3, "2020-02-03", latitude="", longitude=""),
        row(4, "2020-02-04", km=11, side_a="Alpha army", side_b="Beta", a_began=1),
    ]
    (tmp_path / "a.csv").write_text(table(rows))
    watch = Watch(tmp_path / "w.ledger", text)
    watch.ingest(tmp_path / "a.csv")
    (survey,) = watch.surveys()
    assert [finding.first.day for finding in survey.findings] == [1]
    assert survey.coarse == 2
    assert dict(survey.funnel.stages)["not begun by others"] == 3
    watch.ledger.close()


def test_a_response_in_time_is_lawful_and_a_late_one_is_not(watching: Callable[..., Watch]):
    """The first force happened with a chance of 0.8; the responses came 23 and 25 hours later."""
    rows = [
        row(1, "2020-02-10", time="12:00", side_a="Alpha", side_b="Beta", a_began=0.8),
        row(2, "2020-02-11", time="11:00", a_began=1),
        row(3, "2020-02-11", time="13:00", a_began=1),
        row(4, "2020-02-09", time="11:59", a_began=1),
        row(5, "2020-02-13", a_began=1),
    ]
    watch = watching("kinds: [force], lawful_response: PT24H", rows)
    counted = {
        (row.id, row.chance) for found in watch.surveys()[0].findings for row in found.evidence
    }
    assert counted == {("1", 0.2), ("2", 0.2), ("3", 1), ("4", 1), ("5", 1)}
    assert watch.surveys()[0].answers == {("plain", "2"): (("plain", "1"), 0.8)}
    strict = watching("kinds: [force]", rows, name="strict")
    assert {e.chance for f in strict.surveys()[0].findings for e in f.evidence} == {0.2, 1}


def test_what_answers_a_lawful_answer_answers_no_breach(watching: Callable[..., Watch]):
    """Beta fires at eight on five days, and Alpha answers at ten: each of the five is a breach."""
    rows = [row(n, f"2020-02-1{n}", time="08:00", a_began=1) for n in range(5)]
    alpha = {"side_a": "Alpha", "side_b": "Beta", "a_began": 1}
    answers = [row(n + 9, f"2020-02-1{n}", time="10:00", **alpha) for n in range(5)]
    terms = "kinds: [force], lawful_response: PT24H"
    watch = watching(terms, [*rows, *answers])
    assert [d[2] for d in days(watch)] == [1] * 5
    assert watch.surveys()[0].answers == {}
    # 25 hours after Beta's last shot Alpha's next is no answer, and Beta's answer to it is lawful.
    late = row(20, "2020-02-15", time="09:00", **alpha)
    reply = row(21, "2020-02-15", time="10:00", a_began=1)
    watch = watching(terms, [*rows, *answers, late, reply], name="late")
    assert watch.surveys()[0].answers == {("plain", "21"): (("plain", "20"), 1.0)}
    # Where Alpha fired first, Beta's first answer is lawful, and what answers that is first force.
    first = row(30, "2020-02-10", time="07:00", **alpha)
    watch = watching(terms, [first, rows[0], answers[0], rows[1]], name="first")
    excused = {name for _, name in watch.surveys()[0].answers}
    assert excused == {"0", "1"}


def test_a_chance_that_force_was_an_answer_is_one_that_it_was_not_first(
    watching: Callable[..., Watch],
):
    """Beta fired at 8 with a chance of 0.6; then Alpha at 10 is first with 0.4, and excuses so."""
    rows = [
        row(1, "2020-02-10", time="08:00", a_began=0.6),
        row(2, "2020-02-10", time="10:00", side_a="Alpha", side_b="Beta", a_began=1),
        row(3, "2020-02-10", time="12:00", a_began=1),
    ]
    (survey,) = watching("kinds: [force], lawful_response: PT24H", rows).surveys()
    ((name, answer),) = survey.answers.items()
    assert (name, answer.row) == (("plain", "3"), ("plain", "2"))
    assert answer.chance == pytest.approx(0.4)
    # What fell on that day, at no hour that is told, did not surely come before Alpha's at ten.
    (survey,) = watching(
        "kinds: [force], lawful_response: PT24H",
        [row(4, "2020-02-10", a_began=1), *rows[1:]],
        "day",
    ).surveys()
    assert survey.answers["plain", "3"].chance == 1


def test_where_only_days_are_told_a_response_in_time_is_a_chance(watching: Callable[..., Watch]):
    """Of one day the order is even; of the day after, half of the pairs lie within 24 hours."""
    rows = [
        row(1, "2020-02-10", side_a="Alpha", side_b="Beta", a_began=0.8),
        row(2, "2020-02-10", a_began=1),
        row(3, "2020-02-11", a_began=1),
        row(4, "2020-02-12", a_began=1),
    ]
    found = {d[0]: d[2] for d in days(watching("kinds: [force], lawful_response: PT24H", rows))}
    # On the first day B began the first force (0.2), or A did and B fired before that (0.8 × 0.5).
    assert found == {"2020-02-10": pytest.approx(0.2 + 0.4), "2020-02-11": 0.6, "2020-02-12": 1}
    found = {
        d[0]: d[2]
        for d in days(watching("kinds: [force], lawful_response: P3D", rows, name="longer"))
    }
    assert found["2020-02-11"] == 0.2


@pytest.mark.parametrize(
    ("began", "responses", "chance"),
    [
        (0.6, [1], 0.4),  # B began it, or answered it
        (0.6, [1, 1], 0.4),  # and all that followed is lawful in the one case
        (0.6, [0.5], 0.4),
        (1, [0.5, 0.5], 0),  # nothing is left to find
        (0, [1], 1),
    ],
)
def test_who_began_what_was_answered_is_one_question(
    began: float, responses: list[float], chance: float, watching: Callable[..., Watch]
):
    """By the hour each follows the first within a day; a row of B's in doubt is A's else."""
    rows = [row(1, "2020-02-10", time="10:00", side_a="Alpha", side_b="Beta", a_began=began)]
    rows += [row(n, "2020-02-10", time="11:00", a_began=of) for n, of in enumerate(responses, 2)]
    found = days(watching("kinds: [force], lawful_response: PT24H", rows))
    assert [d[2] for d in found] == ([pytest.approx(chance)] if chance else [])


INTERVAL = st.tuples(st.floats(0, 90), st.floats(0.1, 60))


@given(INTERVAL, INTERVAL, st.floats(0, 100))
@settings(max_examples=60, deadline=None)
def test_the_chance_of_a_response_in_time_is_what_counting_gives(
    first: tuple[float, float], response: tuple[float, float], allowed: float
):
    steps = (np.arange(400) + 0.5) / 400
    earlier = first[0] + first[1] * steps
    later = response[0] + response[1] * steps
    gap = later[:, None] - earlier[None, :]
    counted = ((gap >= 0) & (gap <= allowed)).mean()
    force = Force(first[0], sum(first), 1.0)
    assert in_time(force, response[0], sum(response), allowed) == pytest.approx(counted, abs=0.01)


def entry(state: str, first: str, until: str, by: str = "") -> dict[str, str]:
    return {"zone": "box", "access": state, "from": first, "until": until, "by": by, "note": ""}


def test_access_is_told_beside_a_finding_and_the_worst_counts(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-02-01", date_end="2020-02-04")])
    access = [
        entry("full", "2020-02-01", "2020-02-03"),
        entry("blocked", "2020-02-03", "2020-02-03"),
    ]
    (finding,) = watch.surveys(access=access)[0].findings
    assert dict(finding.access) == {"full": 2, "not recorded": 1, "blocked": 1}


def test_jamming_a_monitor_can_itself_be_a_breach(watching: Callable[..., Watch]):
    watch = watching("kinds: [jamming]", [row(1, "2020-02-01")])
    access = [
        entry("jammed", "2020-03-01", "2020-03-02", "B"),
        entry("jammed", "2020-04-01", "2020-04-01", "A"),
        entry("jammed", "2020-05-01", "2020-05-01"),
        entry("blocked", "2020-06-01", "2020-06-01", "B"),
    ]
    (survey,) = watch.surveys(access=access)
    assert [(f.first.isoformat(), dict(f.began)["B"]) for f in survey.findings] == [
        ("2020-03-01", 1),
    ]
    # Nobody is named for 1 May: that observers were jammed is told, and alleged of nobody.
    assert unattributed(survey.sight, all_access(watch.arrangement, access)) == 1


def test_a_norm_that_no_source_can_show_says_so(watching: Callable[..., Watch]):
    from foedus.monitor.formats.acled import ACLED

    watch = watching("kinds: [deployment]", [row(1, "2020-02-01")])
    assert watch.surveys()[0].can_be_seen  # our own format may note it
    unseen = watching("kinds: [jamming]", name="none")
    assert not unseen.surveys()[0].can_be_seen
    assert "jamming" not in ACLED.kinds


def test_a_finding_changes_its_digest_with_the_clause_and_the_rows_alone(
    watching: Callable[..., Watch],
):
    rows = [row(1, "2020-02-01"), row(2, "2020-02-01")]
    one = watching(rows=rows, name="one").surveys()[0].findings
    turned = watching(rows=[row(9, "2020-05-01"), *reversed(rows)], name="two").surveys()[0]
    assert [f.digest for f in one] == [turned.findings[0].digest]
    other = watching("kinds: [force, seizure]", rows, name="three").surveys()[0].findings
    assert other[0].digest != one[0].digest
    revised = watching(rows=[rows[0], row(2, "2020-02-01", deaths=2)], name="four").surveys()[0]
    assert (revised.findings[0].id, revised.findings[0].digest != one[0].digest) == (
        one[0].id,
        True,
    )


def test_the_day_of_a_finding_does_not_depend_on_the_machine(watching: Callable[..., Watch]):
    first = date(2020, 1, 1)
    rows = [row(i, (first + timedelta(i)).isoformat()) for i in range(40)]
    random.Random(3).shuffle(rows)
    found = days(watching(rows=rows))
    assert found == sorted(found)
