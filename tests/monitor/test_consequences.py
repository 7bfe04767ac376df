"""Findings and decisions folded over the process: what is owed, by when, and who may stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from foedus.monitor.consequences import RefusedError, event, refuse_unless_allowed, stand
from foedus.process import Process

from .conftest import Watch, case, row, table

ALLEGED = "kinds: [force], alleged_by: A, alleged_from: 0.9"


def decision(day: str, by: str, do: str, what: str = "", vote: str = "yes") -> dict[str, object]:
    return {"date": day, "by": [by], "do": do, "what": what, "vote": vote}


def test_a_finding_opens_what_the_text_attaches_to_it(watching: Callable[..., Watch]):
    watch = watching(ALLEGED, [row(1, "2020-02-03"), row(2, "2020-02-04")])
    stands = stand(Process(watch.arrangement), [], watch.surveys(), date(2020, 2, 5))
    (under_way,) = stands.open
    assert under_way.startswith("'finding' is at the step 'report', for COM, by 2020-02-06")
    assert "A or B or M can stop it alone" in under_way
    later = stand(Process(watch.arrangement), [], watch.surveys(), date(2020, 3, 1))
    assert later.open == ()
    assert "'finding' is complete already" in later.possible[0]  # silence is consent here
    # It came on its own day and not on the day asked about, as a replay says.
    assert {said[:10] for said in later.done} == {"2020-02-06"}


def test_a_deadline_in_hours_is_told_as_the_day_it_ends_in(tmp_path: Path):
    watch = Watch(tmp_path / "w.ledger", case(ALLEGED).replace("within: P3D", "within: PT36H"))
    (tmp_path / "a.csv").write_text(table([row(1, "2020-02-03")]))
    watch.ingest(tmp_path / "a.csv")
    (said,) = stand(Process(watch.arrangement), [], watch.surveys(), date(2020, 2, 4)).open
    assert "by 2020-02-05 at the latest (PT36H, counted in whole days)" in said
    watch.ledger.close()


def test_without_an_alleger_a_finding_says_who_may_allege(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-02-03")])
    (said,) = stand(Process(watch.arrangement), [], watch.surveys(), date(2020, 2, 5)).possible
    assert "A may allege it under 'finding'" in said
    assert "then COM: 'report' within 3 days" in said


def test_a_decision_is_folded_in_or_refused_with_the_rule(watching: Callable[..., Watch]):
    watch = watching(ALLEGED, [row(1, "2020-02-03")])
    process, surveys = Process(watch.arrangement), watch.surveys()
    votes = [event(decision("2020-02-05", who, "report", "finding")) for who in ("A", "B")]
    told = refuse_unless_allowed(
        process, votes, surveys, event(decision("2020-02-05", "M", "report", "finding"))
    )
    assert any("is on record as found" in said for said in told)
    for wrong, rule in [
        (decision("2020-02-05", "A", "report", "fnding"), "there is no procedure 'fnding'"),
        (decision("2020-05-05", "A", "report", "finding"), "'finding' is not under way"),
        (decision("2020-02-05", "B", "allege", "no-fire"), "B has no standing"),
        (decision("2019-02-05", "A", "allege", "no-fire"), "the arrangement starts on"),
    ]:
        with pytest.raises(RefusedError, match=rule):
            refuse_unless_allowed(process, votes, surveys, event(wrong))
