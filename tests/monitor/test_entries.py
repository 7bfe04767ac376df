"""What people enter: who may still stop it, what is said of it, and how it is taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.decisions import Ballot
from foedus.language import read
from foedus.monitor.blockers import who_can_stop
from foedus.monitor.consequences import event, refuse_unless_allowed, stand
from foedus.process import Process

from .conftest import CASE, Watch, case, row, table

ALLEGED = "kinds: [force], alleged_by: A, alleged_from: 0.9"


def decision(day: str, by: str, do: str, what: str = "", vote: str = "yes") -> dict[str, object]:
    return {"date": day, "by": [by], "do": do, "what": what, "vote": vote}


def run(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["monitor", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(case())
    Path("a.csv").write_text(table([row(1, "2020-02-03")]))
    run("init", "case.yaml")
    run("ingest", "a.csv")


def test_the_record_does_not_say_what_was_in_fact_so(watching: Callable[..., Watch]):
    # The process replays a world in which B kept still; the monitor does not know the world.
    watch = watching(ALLEGED, [row(1, "2020-02-03")])
    votes = [event(decision("2020-02-05", who, "report", "finding")) for who in ("A", "B")]
    last = event(decision("2020-02-05", "M", "report", "finding"))
    told = refuse_unless_allowed(Process(watch.arrangement), votes, watch.surveys(), last)
    assert "a breach of 'no-fire' is on record as found" in told
    assert not any("there was none" in said for said in told)


def test_who_can_stop_it_heeds_the_ballots_that_were_cast(tmp_path: Path):
    text = CASE.replace("rule: consensus", "rule: {at_least: 2}").replace("OBSERVED", ALLEGED)
    watch = Watch(tmp_path / "w.ledger", text)
    (tmp_path / "a.csv").write_text(table([row(1, "2020-02-03")]))
    watch.ingest(tmp_path / "a.csv")
    process, surveys = Process(watch.arrangement), watch.surveys()

    def under_way(*events: dict[str, object]) -> str:
        (said,) = stand(process, [event(e) for e in events], surveys, date(2020, 2, 5)).open
        return said

    # Two of three are needed: before anyone voted it takes two noes, after one no another.
    assert "no one can stop it alone; A and B together can" in under_way()
    no = decision("2020-02-04", "A", "report", "finding", "no")
    assert under_way(no).endswith("; no: A; B or M can stop it alone")
    yes = decision("2020-02-04", "A", "report", "finding")
    assert under_way(yes).endswith("; yes: A; no one can stop it alone; B and M together can")
    watch.ledger.close()


def test_what_follows_when_the_time_is_over_heeds_the_ballots_that_were_cast(tmp_path: Path):
    """Whoever alone may object and is silent has not objected."""
    text = CASE.replace("rule: consensus", "rule: {at_least: 2, veto: [B]}")
    process = Process(read(text.replace("OBSERVED", "kinds: [force]")))
    opened = decision("2020-02-03", "A", "allege", "no-fire")
    votes = [decision("2020-02-04", who, "report", "finding") for who in ("A", "M")]
    for cast, then in ((0, "it lapses"), (1, "it lapses"), (2, "it passes")):
        record = [event(one) for one in (opened, *votes[:cast])]
        (said,) = stand(process, record, [], date(2020, 2, 5)).open
        assert f"by 2020-02-06 (then{', as the votes stand,' if cast else ''} {then}); " in said
    later = stand(process, record, [], date(2020, 2, 8))
    assert later.done[0] == "2020-02-06: 'finding' takes effect"


def test_who_can_stop_it_is_what_trying_all_ballots_gives(watching: Callable[..., Watch]):
    process = Process(watching().arrangement)
    (step,) = process.clauses.steps[0]
    rule = step.electorate.rule
    for words in product(("", "yes", "no", "abstain"), repeat=3):
        cast = {
            word: [m for m, w in zip("ABM", words, strict=True) if w == word]
            for word in ("yes", "no", "abstain")
        }
        voted = {m: Ballot[w.upper()] for m, w in zip("ABM", words, strict=True) if w}
        left = [m for m in "ABM" if m not in voted]
        if not left or rule.settled(voted, undecided=left) is not None:
            continue
        alone = [
            member
            for member in left
            if not any(
                rule.passes({**voted, member: Ballot.NO, **dict(zip(others, rest, strict=True))})
                for others in [[m for m in left if m != member]]
                for rest in product(Ballot, repeat=len(others))
            )
        ]
        assert who_can_stop(step, cast) == f"{' or '.join(alone)} can stop it alone", words


@pytest.mark.usefixtures("begun")
def test_an_entry_is_listed_taken_back_and_entered_again():
    words = ["record", "--on", "2020-02-05", "--by", "A", "--do", "allege", "--what", "no-fire"]
    finding = run("findings").split()[0]
    signed = ["--signed", "Łucja Ōé 王", "--note", "by letter", "--finding", finding]
    run(*words, *signed)
    listed = run("entries")
    assert "2020-02-05  A: allege no-fire (by letter); signed Łucja Ōé 王, entered 20" in listed
    assert "Answered by: " in run("explain", finding)
    assert "'finding' is at the step" in run("status", "--on", "2020-02-06")
    id_ = listed.split()[0]
    assert "say why" in run("take-back", id_, "--signed", "B", "--note", " ", status=2)
    assert "no entry 'zz'" in run("take-back", "zz", "--signed", "B", "--note", "x", status=2)
    assert "Taken back, signed B." in run("take-back", id_, "--signed", "B", "--note", "wrong day")
    assert "TAKEN BACK by B: wrong day" in run("entries")
    assert "'finding' is at the step" not in run("status", "--on", "2020-02-06")
    assert "no entry" in run("take-back", id_, "--signed", "B", "--note", "again", status=2)
    assert "Recorded" in run(*words, *signed)
    assert "recorded this already" in run(*words, *signed)
    assert len(run("entries").splitlines()) == 2
    assert "'finding' is at the step" in run("status", "--on", "2020-02-06")
    assert "as it was written" in run("verify")
    run("export", "--entries", "e.csv")
    lines = list(csv.DictReader(io.StringIO(Path("e.csv").read_text("utf-8"))))
    assert [line["taken_back_by"] for line in lines] == ["B", ""]
    assert {line["signed"] for line in lines} == {"Łucja Ōé 王"}


@pytest.mark.usefixtures("begun")
def test_access_that_is_taken_back_no_longer_counts():
    words = ["access", "--zone", "box", "--from", "2020-02-01", "--until", "2020-02-09"]
    run(*words, "--state", "blocked", "--signed", "N. N.", "--note", "=1+1")
    assert "blocked on 1 day" in run("status")
    run("take-back", run("entries").split()[0], "--signed", "N. N.", "--note", "another zone")
    assert "blocked" not in run("status")
    run("export", "--entries", "e.csv")
    assert ",'=1+1," in Path("e.csv").read_text()


@pytest.mark.usefixtures("begun")
def test_what_has_not_come_yet_is_not_entered():
    words = ["--signed", "N. N."]
    said = run("record", "--on", "2999-01-01", "--by", "A", "--do", "allege", "--what", "no-fire",
               *words, status=2)  # fmt: skip
    assert "2999-01-01 has not come yet" in said
    said = run("access", "--zone", "box", "--state", "full", "--from", "2020-01-01", "--until",
               "2999-01-01", *words, status=2)  # fmt: skip
    assert "--until: 2999-01-01 has not come yet" in said


@pytest.mark.usefixtures("begun")
def test_a_decision_that_a_later_entry_makes_unfit_is_told():
    allege = ["record", "--by", "A", "--do", "allege", "--what", "no-fire", "--signed", "N."]
    run(*allege, "--on", "2020-02-05")
    run("record", "--on", "2020-02-06", "--by", "M", "--do", "report", "--what", "finding",
        "--signed", "N.")  # fmt: skip
    first = run("entries").split()[0]
    run("take-back", first, "--signed", "N.", "--note", "never sent")
    said = run("status", "--on", "2020-02-07")
    assert "M: 'report' of 2020-02-06 no longer fits the record: 'finding' is not under way" in said


@pytest.mark.usefixtures("begun")
def test_a_refusal_says_what_was_under_way():
    run("record", "--on", "2020-02-05", "--by", "A", "--do", "allege", "--what", "no-fire",
        "--signed", "N.")  # fmt: skip
    said = run("record", "--on", "2020-02-06", "--by", "M", "--do", "report", "--what", "no-fire",
               "--signed", "N.", status=2)  # fmt: skip
    assert "under way then: 'finding' is at the step 'report'" in said


def test_an_earlier_status_has_the_link_of_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from foedus.cli.monitor import edge, entering, feeding

    monkeypatch.chdir(tmp_path)
    stamps = iter(f"2026-0{month}-01T00:00:00.000000Z" for month in range(1, 9))
    for module in (edge, feeding, entering):
        monkeypatch.setattr(module, "now", lambda: next(stamps))
    Path("case.yaml").write_text(case())
    run("init", "case.yaml")
    before = run("as-of", "2026-01-15").splitlines()[-1]
    words = ["access", "--zone", "box", "--state", "full", "--from", "2020-02-01", "--signed", "N"]
    run(*words)
    assert run("as-of", "2026-01-15").splitlines()[-1] == before
    assert run("status").splitlines()[-1] != before
    run("export", "--journal", "j.csv", "--as-of", "2026-01-15")
    assert len(Path("j.csv").read_text().splitlines()) == 2  # the header and the terms


def test_a_report_an_objection_and_a_deposit_are_entered_as_the_text_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    steps = """procedures:
  finding:
    opens: {by: A, alleging: no-fire}
    steps: [{act: report, by: M, within: P3D, finds: no-fire}]
  sanctions:
    opens: {when: {found: no-fire}}
    steps:
      - {act: decide, by: COM, within: P3D, on_timeout: adopt}
      - {act: deposit, by: A, within: P10D}
"""
    Path("case.yaml").write_text(case().partition("procedures:")[0] + steps)
    Path("a.csv").write_text(table([row(1, "2020-02-03")]))
    run("init", "case.yaml")
    run("ingest", "a.csv")

    def record(on: str, by: str, do: str, what: str, *more: str, status: int = 0) -> str:
        words = ["--on", on, "--by", by, "--do", do, "--what", what, "--signed", "N. N."]
        return run("record", *words, *more, status=status)

    record("2020-02-04", "A", "allege", "no-fire")
    assert "'sanctions' is at the step 'decide'" in record("2020-02-05", "M", "report", "finding")
    said = run("status", "--on", "2020-02-06")
    assert "so far: 2020-02-05: " in said
    assert "by 2020-02-08 (then it passes); A or B or M can stop it alone" in said
    # One objection within three days ends it; taken back, silence has adopted it, and a deposit
    # brings it into effect. An objection after that comes too late.
    assert "'sanctions' lapses" in record("2020-02-07", "B", "decide", "sanctions", "--vote", "no")
    last = run("entries").splitlines()[-1].split()[0]
    run("take-back", last, "--signed", "N. N.", "--note", "withdrawn by B in time")
    late = record("2020-02-09", "B", "decide", "sanctions", "--vote", "no", status=2)
    assert "'sanctions' is at the step 'deposit', not 'decide'" in late
    assert "'sanctions' takes effect" in record("2020-02-10", "A", "deposit", "sanctions")
    said = run("status", "--on", "2020-02-12")
    assert "so far: 2020-02-10: 'sanctions' takes effect; 2020-02-05: " in said


def test_a_deed_that_status_calls_overdue_can_be_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Status names the deed; whoever enters that as the act is told how to write it."""
    monkeypatch.chdir(tmp_path)
    run("init", "minsk-2")
    words = ("record", "--on", "2015-03-01", "--by", "UKR", "--signed", "A. Reader", "--do")
    said = run(*words, "withdraw-ukr", status=2)
    assert "'withdraw-ukr' is a deed: what is done is 'perform', about 'withdraw-ukr'" in said
    run(*words, "perform", "--what", "withdraw-ukr")
    assert "'withdraw-ukr' was due" not in run("status")
