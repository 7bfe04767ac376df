"""The commands of the monitor as a user types them."""

from __future__ import annotations

import gzip
import json
import random
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus import monitor
from foedus.cli import main

from .conftest import case, row, table

PART = Path(__file__).parent / "ged221_ukraine_2020_part.csv"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["monitor", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == status, done.output
    assert "Traceback" not in done.output
    return done.output


def begun() -> None:
    Path("case.yaml").write_text(case())
    run("init", "case.yaml")


@pytest.mark.parametrize("seed", range(20))
def test_a_ledger_garbled_anywhere_is_told_and_never_a_traceback(seed: int):
    """Bytes in the middle of rows, texts, the journal or the terms turned to nonsense."""
    run("init", "minsk-2")
    run("ingest", str(PART))
    sound = Path("foedus.ledger").read_bytes()
    rng, width = random.Random(seed), (1, 4, 40, 400)[seed % 4]
    written = [at for at in range(100, len(sound) - width, 97) if any(sound[at : at + width])]
    at = rng.choice(written)
    garbled = bytes(byte ^ 0x55 for byte in sound[at : at + width])
    Path("garbled.ledger").write_bytes(sound[:at] + garbled + sound[at + width :])
    for command in ("status", "findings", "verify"):
        done = CliRunner().invoke(main, ["monitor", command, "--ledger", "garbled.ledger"])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (1, 2), done.output  # verify finds it


def test_a_watch_from_beginning_to_end():
    out = run("init", "minsk-2")
    assert "watches The Minsk package of measures" in out
    out = run("ingest", str(PART), "--label", "22.1", "--published", "2022-06-01", "--complete")
    assert "88 rows" in out
    assert "events with deaths only" in out
    assert "nothing new" in run("ingest", str(PART))
    status = run("status")
    assert len(status.splitlines()) <= 24
    assert "nothing that was read can show a breach" in status
    assert "Access of observers: " in status
    assert "gives nobody standing to allege" in status
    assert "'withdraw-ukr' was due on 2015-03-03" in status
    listed = run("findings", "--from", "2020-07-27", "--chance", "0.5").splitlines()
    id_ = listed[0].split()[0]
    explained = run("explain", id_)
    assert "no source says who began" in explained
    assert "as it stood: " in explained
    assert json.loads(run("explain", id_, "--json"))["norm"] == "ceasefire"
    lines = run("findings", "--json", "-").splitlines()
    assert len(lines) == len(run("findings").splitlines())
    out = run("timeline", "--window", "60", "--svg", "t.svg", "--map", "m.svg")
    assert "events a day" in out
    for name in ("t.svg", "m.svg"):
        assert Path(name).read_text().startswith("<svg")
        assert "http" not in Path(name).read_text().replace("http://www.w3.org", "")
    assert "a plain box drawn for this case" in Path("m.svg").read_text()
    run("report", "page.html")
    page = Path("page.html").read_text()
    assert page.count("<svg") == 4  # a timeline and a map, each wide and narrow
    assert "a plain box drawn for this case" in page
    assert "gives nobody standing to allege" in page.replace("&#39;", "'")
    assert f"<td>{id_}</td>" in page
    fetched = re.sub(r'<a href="[^"]*"|http-equiv', "", page)  # a link to a source is not fetched
    assert "http" not in fetched.replace("http://www.w3.org", "")
    assert "What counts: force or against civilians in the area of the conflict" in page
    assert "The Minsk Deal: what was agreed" in page
    run("export", "--findings", "f.csv", "--rows", "r.csv", "--rejected", "x.csv", "--journal", "j")
    assert Path("f.csv").read_text().startswith("id,norm,first,last,chance")
    verified = run("verify")
    assert "as it was written" in verified
    link = verified.partition("link is ")[2][:64]
    assert "as it was written" in run("verify", "--link", link)
    assert "not in the journal" in run("verify", "--link", "ab" * 32, status=1)


def test_a_page_of_a_watch_that_has_read_nothing_or_found_an_ill_name():
    begun()
    assert "Journal: 1 entry, the last link" in run("status")
    run("report", "page.html")
    assert "nothing has been read yet" in Path("page.html").read_text()
    Path("a.csv").write_text(table([row(1, "2020-02-03", place="<script>alert(1)</script>")]))
    run("ingest", "a.csv")
    run("report", "page.html", "--window", "30")
    page = Path("page.html").read_text()
    assert "<script" not in page
    assert "No change of rate stands out from chance." in page
    assert "shorter than a week, so there is no timeline" in page
    assert page.count("<svg") == 2  # wide and narrow
    assert "shorter than one" in run("timeline", "--svg", "t.svg", status=2)


def test_an_import_that_was_interrupted_before_its_findings_is_told_and_made_good(
    monkeypatch: pytest.MonkeyPatch,
):
    from foedus.cli.monitor import feeding

    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-03")]))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(feeding, "note_findings", interrupted)
        assert "Interrupted" in run("ingest", "a.csv", status=130)
    told = run("verify")
    assert "as it was written" in told
    assert "interrupted after its rows were recorded" in told
    assert "1 finding, 1 of them new" in run("ingest", "a.csv")
    assert "interrupted" not in run("verify")


def test_a_lawful_response_is_told_though_it_is_no_finding():
    Path("case.yaml").write_text(case("kinds: [force], lawful_response: PT6H"))
    run("init", "case.yaml")
    first = row(1, "2020-02-03", time="09:00", side_a="Alpha", side_b="Beta", a_began=1)
    answer = row(2, "2020-02-03", time="11:00", a_began=1)
    late = row(3, "2020-02-03", time="17:00", a_began=1)
    Path("a.csv").write_text(table([first, answer, late]))
    run("ingest", "a.csv")
    assert "1 row set aside, wholly or in part, as lawful responses" in run("status")
    explained = run("explain", run("findings").split()[0])
    assert "2020-02-03, 17:00" in explained
    assert "11:00" not in explained


def test_what_people_enter_is_signed_and_checked():
    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-03")]))
    run("ingest", "a.csv")
    words = ["record", "--on", "2020-02-05", "--by", "A", "--do", "allege", "--what", "no-fire"]
    finding = run("findings").split()[0]
    out = run(*words, "--signed", "N. N.", "--finding", finding, "--note", "by letter")
    assert "'finding' is at the step 'report', for COM, by 2020-02-08" in out
    assert "N. N. recorded this already" in run(*words, "--signed", "M. M.")
    wrong = [w.replace("A", "B") if w == "A" else w for w in words]
    assert "has no standing" in run(*wrong, "--signed", "N. N.", status=2)
    assert "is at the step 'report'" in run("status", "--on", "2020-02-06")
    out = run("access", "--zone", "box", "--state", "blocked", "--from", "2020-02-01", "--until",
              "2020-02-09", "--by", "B", "--note", "turned back", "--signed", "N. N.")  # fmt: skip
    assert "Recorded" in out
    assert "blocked on 1 day" in run("status")
    assert "as it was written" in run("verify")


def test_the_record_as_it_was_known(monkeypatch: pytest.MonkeyPatch):
    from foedus.cli.monitor import edge, feeding

    clock = ["2026-01-01T00:00:00.000000Z"]
    for module in (edge, feeding):
        monkeypatch.setattr(module, "now", lambda: clock[0])
    begun()
    for name, month, deaths in (("a", 2, 1), ("b", 3, 5)):
        clock[0] = f"2026-0{month}-01T00:00:00.000000Z"
        Path(f"{name}.csv").write_text(table([row(1, "2020-02-03", deaths=deaths)]))
        run("ingest", f"{name}.csv")
    assert "5 deaths" in run("findings")
    assert "1 death" in run("findings", "--as-of", "2026-02-15")
    assert "1 death" in run("explain", run("findings").split()[0], "--as-of", "2026-02-15")
    assert "2026-02-01" in run("as-of", "2026-02-15")
    assert "2026-03-01" not in run("as-of", "2026-02-15", "--published")
    assert "had not begun" in run("as-of", "2025-02-15", status=2)
    clock[0] = "2026-02-20T00:00:00.000000Z"
    assert "Set the clock" in run("ingest", "a.csv", status=2)


def test_watch_reads_what_appears_and_tells_it_once():
    begun()
    Path("in").mkdir()
    Path("in/a.csv").write_text(table([row(1, "2020-02-03")]))
    Path("in/odd.csv").write_text("what,is,this\n")
    packed = gzip.compress(table([row(7, "2020-02-07")] * 40).encode())
    Path("in/broken.csv.gz").write_bytes(packed[:40] + b"\xff" * 20 + packed[60:])
    words = ["watch", "in", "--once", "--alert-file", "a.jsonl", "--alert-stdout"]
    first = run(*words)
    assert "passed over: in/odd.csv" in first
    assert "passed over: in/broken.csv.gz: it cannot be read" in first
    assert first.count('"finding":') == 1
    assert '"finding":' not in run(*words)
    Path("in/b.csv").write_text(table([row(2, "2020-02-09")]))
    assert run(*words).count('"finding":') == 1
    assert len(Path("a.jsonl").read_text().splitlines()) == 2


def test_terms_are_amended_and_both_stay():
    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-03"), row(2, "2020-02-04", kind="seizure")]))
    run("ingest", "a.csv")
    assert len(run("findings").splitlines()) == 1
    Path("case.yaml").write_text(case("kinds: [force, seizure]"))
    assert "The terms are new" in run("init", "case.yaml", "--amend")
    assert len(run("findings").splitlines()) == 2
    assert "as it was written" in run("verify")
    run("ingest", "a.csv")  # looked through again for the new terms
    assert "as it stood" in run("explain", run("findings").splitlines()[1].split()[0])


def test_zones_may_come_from_a_file():
    ring = [[30, 40], [32, 40], [32, 42], [30, 42], [30, 40]]
    shape = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    text = case().replace("polygon: [[30, 40], [32, 40], [32, 42], [30, 42]]", "file: z.geojson")
    Path("case.yaml").write_text(text)
    assert "z.geojson: it cannot be read" in run("init", "case.yaml", status=2)
    Path("z.geojson").write_text(json.dumps(shape))
    run("init", "case.yaml")
    Path("a.csv").write_text(table([row(1, "2020-02-03"), row(2, "2020-02-03", longitude=33)]))
    run("ingest", "a.csv")
    assert "1 row" in run("findings")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["status"], "Start one with 'foedus monitor init'"),
        (["init", "locarno-1925"], "no norm says what it looks like on the ground"),
        (["init", "minsk-3"], "Did you mean 'minsk-2'?"),
    ],
)
def test_mistakes_before_there_is_a_ledger(words: list[str], message: str):
    assert message in run(*words, status=2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["init", "minsk-2"], "there is a file already"),
        (["ingest", "nothing.csv"], "it cannot be read: No such file"),
        (["ingest", "case.yaml"], "the header of none of these"),
        (["ingest", "case.yaml", "--published", "yesterday"], "--published: write a date"),
        (["explain", "xyz"], "There is no finding 'xyz'"),
        (["findings", "--norm", "no-fir"], "Did you mean 'no-fire'?"),
        (["findings", "--from", "x"], "--from: write a date"),
        (["timeline"], "Nothing has been read yet"),
        (["timeline", "--window", "1"], "--window"),
        (["report", "nowhere/page.html"], "nowhere"),
        (["watch", "nowhere"], "there is no such folder"),
        (["watch", ".", "--chance", "7"], "--chance"),
        (["watch", ".", "--once", "--webhook", "http://example.org"], "alerts go to https"),
        (["export"], "Say what to write"),
        (["access", "--zone", "bix", "--state", "full", "--from", "2020-01-01", "--signed", "N"],
         "Did you mean 'box'?"),
        (["record", "--on", "2020-02-05", "--by", "A", "--do", "x", "--signed", " "], "--signed"),
    ],
)  # fmt: skip
def test_a_mistake_ends_with_a_message_and_status_2(words: list[str], message: str):
    begun()
    assert message in run(*words, status=2)


def test_the_schema_is_json():
    assert json.loads(run("schema"))["title"] == "foedus incident"


def test_a_ledger_that_could_not_be_begun_leaves_no_file(monkeypatch: pytest.MonkeyPatch):
    from foedus.monitor.ledger import Ledger
    from foedus.monitor.store import LedgerError

    def full(*_: object) -> None:
        raise LedgerError("foedus.ledger: the disk is full")

    Path("case.yaml").write_text(case())
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "amend", full)
        assert "the disk is full" in run("init", "case.yaml", status=2)
    assert [path.name for path in Path().iterdir()] == ["case.yaml"]
    run("init", "case.yaml")


def test_what_became_of_the_rows_stands_below_the_norm_that_it_is_of():
    """GED tells of no deployment; the one row, of a battle, lies in no zone of the other norm."""
    arms = "  arms: {prohibition: fire, bearer: B, in: truce, observed: {kinds: [deployment]}}\n"
    Path("case.yaml").write_text(case().replace("procedures:", f"{arms}procedures:"))
    header = "id,type_of_violence,date_start,date_end,best,low,high,where_prec,side_a,side_b"
    Path("g.csv").write_text(
        f"{header},latitude,longitude\n7,1,2020-03-01,2020-03-01,5,4,9,1,Alpha army,Beta,10,10\n"
    )
    run("init", "case.yaml")
    run("ingest", "g.csv")
    lines = run("status").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("no-fire: no finding"))
    assert lines[at + 1].startswith("  rows: read 1 → in its days 1")
    unseen = next(n for n, line in enumerate(lines) if line.startswith("arms: nothing that was"))
    assert not lines[unseen + 1].startswith("  rows:")


def test_a_status_fits_a_terminal_of_80_by_24(monkeypatch: pytest.MonkeyPatch):
    run("init", "minsk-2")
    run("ingest", str(PART), "--label", "22.1", "--published", "2022-06-01", "--complete")
    words = ["access", "--zone", "conflict-area", "--signed", "N. N.", "--from", "2020-11-02"]
    run(*words, "--state", "blocked")
    run(*words, "--state", "jammed", "--by", "ORDLO")
    assert (
        max(map(len, run("status").splitlines())) > 80
    )  # nothing is broken where none reads along
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("status").splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    assert len(run("status", "--all").splitlines()) >= len(lines)


def test_a_watch_outlives_what_passes_and_says_where_it_does_not(
    monkeypatch: pytest.MonkeyPatch,
):
    from foedus.cli.monitor import watching
    from foedus.monitor.store import LedgerError

    begun()
    Path("in").mkdir()
    looks: list[str] = []
    held = LedgerError("w.ledger: another process has held it for 60 s.")
    held.__cause__ = type("Busy", (Exception,), {"sqlite_errorname": "SQLITE_BUSY"})()
    troubles = [held, FileNotFoundError(2, "No such file or directory")]

    def look(*_: object, **__: object) -> None:
        looks.append("look")
        if troubles:
            raise troubles.pop(0)
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_look", look)
    said = run("watch", "in", "--every", "0.01")
    assert looks == ["look"] * 3
    assert "another process has held it" in said
    assert "it cannot be read: No such file or directory; looking again" in said
    assert "The watch ended." in said


def test_one_look_ends_with_status_1_where_an_alert_is_pending():
    begun()
    Path("in").mkdir()
    Path("in/a.csv").write_text(table([row(1, "2020-02-03"), row(2, "2020-03-03")]))
    words = ["watch", "in", "--once", "--since", "2020-03-01"]
    Path("away").mkdir()
    Path("away/a.jsonl").mkdir()
    assert "cannot be appended to it" in run(*words, "--alert-file", "away/a.jsonl", status=2)
    said = run(*words, "--alert-file", "nowhere/a.jsonl", status=1)
    assert "an alert is pending: nowhere/a.jsonl: it cannot be written" in said
    run(*words, "--alert-file", "a.jsonl")
    (told,) = [json.loads(line) for line in Path("a.jsonl").read_text().splitlines()]
    assert told["first"] == "2020-03-03"  # the other ended before --since
    assert told["began"] == [["B", None]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["verify", "--link", "zz"], "--link: 'zz' is no link. A link is 64 digits"),
        (["findings", "--from", "2020-03-05", "--until", "2020-03-01"], "lies after --until"),
        (["as-of", "2090-01-01"], "DATE: 2090-01-01 has not come yet"),
        (["export", "--xlsx", "-"], "a workbook goes to a file"),
        (["report", "-"], "A page goes to a file"),
    ],
)
def test_what_can_have_no_answer_is_a_mistake_and_no_verdict(words: list[str], said: str):
    begun()
    assert said in run(*words, status=2)


def test_a_table_may_go_to_standard_output_and_has_no_number_that_is_not_told():
    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-01", a_began=1)]))
    run("ingest", "a.csv")
    header, cells = run("export", "--rows", "-").splitlines()
    told = dict(zip(header.split(","), cells.split(","), strict=True))
    assert (told["best"], told["civilians"]) == ("1", "")
    assert not Path("-").exists()


@pytest.mark.parametrize("tells", [True, False])
def test_no_change_is_drawn_that_the_words_do_not_tell(
    monkeypatch: pytest.MonkeyPatch, tells: bool
):
    """Once the record allows to tell changes from waves, and once it does not."""
    begun()
    days = [f"2020-0{month}-0{day}" for month in range(1, 7) for day in range(1, 8)]
    Path("a.csv").write_text(table([row(n, day) for n, day in enumerate(days)]))
    run("ingest", "a.csv")
    on, each = date(2020, 4, 1), {"events": 1.0, "deaths": 1.0}
    change = monitor.Change(on, on, on, each, each, 0.01)
    monkeypatch.setattr(monitor, "changes", lambda *_: [change])
    monkeypatch.setattr(monitor, "can_tell", lambda _: tells)
    told = run("timeline", "--svg", "t.svg")
    drawn = "rate changed" in Path("t.svg").read_text()
    assert ("too much for it to tell" in told, drawn) == (not tells, tells)
