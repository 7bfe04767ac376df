"""What comes in from outside: numbers that cannot be, texts that act, clauses that say nothing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from foedus.cli import main

STAKES = Path(__file__).parents[1] / "deterrence" / "small.yaml"
SMALL = Path(__file__).parents[1] / "process" / "small.yaml"


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done.exit_code, done.stdout, done.stderr


def no_constant(name: str) -> float:
    raise AssertionError(f"JSON holds {name}")


# Numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--vary", "honour=60:90"), "'honour' is a chance and lies between 0 and 1"),
        (("--vary", "honour=-0.1"), "'honour' is a chance"),
        (("--vary", "passing=5"), "'passing' is a chance"),
        (("--vary", "days=-100:-50"), "'days' is a number of days and cannot be negative"),
        (("--vary", "arrives=-1"), "'arrives' is a number of days"),
        (("--vary", "contest.RUS.attack.alone=2"), "'alone' is a chance"),
        (("--vary", "detect=40"), "'detect' is a chance"),
        (("--vary", "quarrel_lasts=1.5"), "'quarrel_lasts' is a chance"),
        (("--vary", "honour=inf"), "write NAME=LOW:HIGH"),
        (("--vary", "honour=nan"), "write NAME=LOW:HIGH"),
        (("--vary", "honour=0.9:0.1"), "write NAME=LOW:HIGH"),
        (("--vary", "honour=0.5", "--vary", "honour=0.6"), "honour is given twice"),
        (("--vary", "hnour=0.5"), "Did you mean 'honour'?"),
        (("--precision", "nan"), "no finite number"),
        (("--discount", "nan"), "no finite number"),
    ],
)
def test_a_number_obeys_one_rule_wherever_it_is_typed(words: tuple[str, ...], told: str):
    status, out, err = run("deter", STAKES, "--draws", "10", *words)
    assert (status, out) == (2, "")
    assert told in err


def test_the_rule_holds_for_whoever_calls_from_python():
    from foedus.deterrence import DeterrenceError, deter
    from foedus.language import read_file

    arrangement = read_file(STAKES)
    for given in ({"vary": {"honour": (60.0, 90.0)}}, {"fixed": {"days": -3.0}}):
        with pytest.raises(DeterrenceError, match="cannot be"):
            deter(arrangement, draws=10, **given)
    with pytest.raises(DeterrenceError, match="precision"):
        deter(arrangement, draws=10, precision=float("nan"))


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "--body", "unsc", "--correlation", "nan"),
        ("decide", "--body", "unsc", "--chances", "0.9", "--persuade", "1.5"),
        ("decide", "--body", "unsc", "--chances", "nan"),
        ("decide", "--body", "unsc", "--seed", "-1"),
        ("check", SMALL, "--most", "0"),
        ("solve", SMALL, "--least", "nan"),
        ("solve", SMALL, "--precision", "nan"),
    ],
)
def test_what_is_no_number_for_an_option_is_refused(words: tuple[object, ...]):
    assert run(*words)[0] == 2


def vast(worth: dict[str, float], path: Path) -> Path:
    """Write a case in which war is worth more, or less, than can be computed with."""
    yaml = YAML(typ="safe", pure=True)
    plain = yaml.load(STAKES.read_text("utf-8"))
    for party in ("RUS", "UKR"):
        for stake in plain["stakes"][party]:
            if stake["label"] in ("war", "force"):
                stake["worth"] = {**worth, "kind": "assumed", "because": "an example"}
    path.write_text(json.dumps(plain, default=str), "utf-8")
    return path


@pytest.mark.parametrize("words", [("deter", STAKES), ("assess", STAKES), ("backtest",)])
def test_more_draws_than_a_machine_can_list_are_refused_at_once(words):
    """The pieces of such a sweep filled the memory before the first of them was begun."""
    status, _, err = run(*words, "--draws", "99999999999999")
    assert (status, "is not in the range" in err) == (2, True)


@pytest.mark.parametrize(
    ("worth", "is_none"),
    [({"low": -1.79e308, "high": -1.0}, False), ({"low": -1e308, "high": 1e308}, True)],
)
def test_draws_without_a_solution_are_counted_and_not_called_never(
    worth: dict[str, float], is_none: bool, tmp_path: Path
):
    case, file = vast(worth, tmp_path / "vast.yaml"), tmp_path / "out.json"
    assert run("deter", case, "--draws", "20", "--json", file)[0] == 0
    found = json.loads(file.read_text("utf-8"), parse_constant=no_constant)
    assert found["unsolved"]
    for option in found["options"]:
        count = found["unsolved"].get(option["id"], 0)
        assert (option["attack"]["value"] is None) == (count == 20)
        if 0 < count < 20:
            said = f"{count} of 20 draws have no solution"
            assert any(said in reason for reason in option["attack"]["because"])
    status, out, _ = run("deter", case, "--draws", "20")
    assert status == 0
    assert f"{max(found['unsolved'].values())} of 20 draws have no solution" in out
    assert "nan" not in out
    if is_none:
        assert "never" not in out
        assert "unsolved" in out
    status, _, err = run("deter", case, "--draws", "20", "--robust")
    assert (status, "have no solution" in err) == (2, True)


# Texts ------------------------------------------------------------------------------------------


def marked(tmp_path: Path, label: str) -> Path:
    file = tmp_path / "marked.yaml"
    text = STAKES.read_text("utf-8").replace("foedus: 1", "foedus: 1", 1)
    plain = YAML(typ="safe", pure=True).load(text)
    plain["options"] = {
        "a": {"label": f"{label} [draft a]"},
        "b": {"label": f"{label} [/draft b] :smile:"},
    }
    plain["title"] = f"A title {label}"
    file.write_text(json.dumps(plain, default=str), "utf-8")
    return file


def test_a_label_is_a_text_on_the_terminal_in_a_page_and_in_a_table(tmp_path: Path):
    harm = "=1+1 <script>alert(1)</script> <b>[bold]x[/bold]"
    case, page, table = marked(tmp_path, harm), tmp_path / "p.html", tmp_path / "t.csv"
    status, out, _ = run("assess", case, "--draws", "10")
    assert status == 0
    joined = " ".join(out.split())
    for shown in ("[draft", "[/draft", ":smile:", "[bold]x[/bold]", "<script>"):  # a label may wrap
        assert shown in joined
    assert run("assess", case, "--draws", "10", "--html", page)[0] == 0
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script" in text
    assert "default-src 'none'" in text
    assert "script-src" not in text  # nothing is allowed that default-src forbids
    assert run("deter", case, "--draws", "10", "--csv", table)[0] == 0


def test_a_notebook_shows_an_assessment_in_a_frame_that_may_not_act():
    import foedus

    shown = foedus.assess("locarno-1925", draws=10)._repr_html_()  # type: ignore[attr-defined]
    assert '<iframe sandbox="allow-downloads"' in shown


@pytest.mark.parametrize(
    "sign", ["\x1b[31m", "\x00", "\u202e", "\ufffe", "\u2066", "\x9b", "\u2028"]
)
@pytest.mark.parametrize("sort", ["show", "replay", "check", "solve", "estimate"])
def test_what_acts_on_a_terminal_is_refused_at_every_reader(sign: str, sort: str, tmp_path: Path):
    texts = {
        "show": ("x.yaml", "foedus: 1\ntitle: a?b\nas_of: 2025-01-01\n"),
        "replay": ("x.csv", "date,by,do\n2025-03-01,RUS,att?ack\n"),
        "check": ("x.yaml", "properties: {p: {statement: a?b, never: {acted: attack, by: RUS}}}\n"),
        "solve": ("x.efg", 'EFG 2 R "a?b" { "A" }\nt "" 1 "" { 1 }\n'),
        "estimate": ("x.csv", "end,x\na?b,1\n"),
    }  # fmt: skip
    name, text = texts[sort]
    file = tmp_path / name
    file.write_text(text.replace("?", sign), "utf-8")
    model = tmp_path / "m.yaml"
    model.write_text(
        "players: [A]\ngame: {s: {A: {u: e, v: f}}}\npayoffs: {e: {A: x}, f: {}}\noutcomes: end\n"
    )
    words = {
        "replay": ("replay", SMALL, file),
        "check": ("check", SMALL, "--property", file),
        "estimate": ("estimate", model, file),
    }.get(sort, (sort, file))
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert f"U+{ord(sign[0]):04X}" in err or "binary" in err
    assert f"{file}" in err
    assert sign not in err


@pytest.mark.parametrize("option", ["--signed", "--note"])
def test_what_is_entered_with_a_name_is_a_text(option: str, tmp_path: Path):
    words = ["--zone", "x", "--state", "full", "--from", "2020-01-01", "--signed", "A"]
    status, _, err = run("monitor", "access", *words, option, "a\x1b[2J")
    assert (status, "U+001B" in err) == (2, True)


@pytest.mark.parametrize("written", ["{}", "{all: []}", "{not: {}}", "{any: [{}]}", "[]", "3"])
def test_a_property_that_says_nothing_is_told_with_its_place(written: str, tmp_path: Path):
    file = tmp_path / "p.yaml"
    file.write_text(f"properties:\n  p: {{statement: s, never: {written}}}\n")
    status, _, err = run("check", SMALL, "--property", file)
    assert status == 2
    assert err.startswith(f"{file}:2:")


def test_a_property_of_a_file_is_told_in_a_page_as_a_text(tmp_path: Path):
    file, page = tmp_path / "p.yaml", tmp_path / "p.html"
    said = "<script>alert(1)</script>"
    rule = "never: {acted: attack, by: RUS}"
    file.write_text(f'properties: {{own: {{name: n, statement: "{said}", {rule}}}}}')
    status, _, err = run("check", SMALL, "--property", file, "--html", page)
    assert (status, err) == (1, "")
    assert "own" in page.read_text("utf-8")
    assert said not in page.read_text("utf-8")


# What is kept -----------------------------------------------------------------------------------


def test_the_secret_of_a_webhook_is_not_in_the_ledger(tmp_path: Path):
    from foedus.monitor.alerting import Alert, tell, webhook_channel
    from foedus.monitor.ledger import Ledger

    ledger = tmp_path / "w.ledger"
    assert run("monitor", "init", "minsk-2", "--ledger", ledger)[0] == 0
    url = "https://name:word@hooks.example/T0/SECRET?key=SECRET"
    channel = webhook_channel(url)
    with Ledger.open(ledger, write=True) as opened:
        tell(opened, channel, [Alert("k", {})], lambda _: None, "2026-01-01T00:00:00.000000Z")
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"hooks.example" in raw
    assert b"SECRET" not in raw
    assert b"word" not in channel.encode()
    assert channel != webhook_channel(f"{url}2")
    with sqlite3.connect(ledger) as kept:
        assert kept.execute("SELECT count(*) FROM told").fetchone() == (1,)


def test_alerts_are_not_appended_to_a_ledger_nor_where_they_would_be_read(tmp_path: Path):
    ledger, folder = tmp_path / "w.ledger", tmp_path / "in"
    folder.mkdir()
    assert run("monitor", "init", "minsk-2", "--ledger", ledger)[0] == 0
    before = ledger.read_bytes()
    for file in (ledger, folder / "alerts.jsonl"):
        words = ("--once", "--ledger", ledger, "--alert-file", file)
        assert run("monitor", "watch", folder, *words)[0] == 2
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("name", ["../shape.geojson", "/etc/hosts", "a/../../shape.geojson"])
def test_a_zone_reads_no_file_from_elsewhere(name: str, tmp_path: Path):
    case = tmp_path / "in" / "case.yaml"
    case.parent.mkdir()
    (tmp_path / "shape.geojson").write_text("{}")
    case.write_text(
        "foedus: 1\ntitle: T\nas_of: 2020-01-01\n"
        "parties: {A: {role: beneficiary}, B: {role: adversary}}\n"
        "conduct: {B: {towards: A, acts: [{act: comply}, {act: fire}]}}\n"
        "instruments: {truce: {parties: [A, B]}}\n"
        f"observation: {{aliases: {{B: [Beta]}}, zones: {{box: {{file: {name}}}}}}}\n"
        "norms: {n: {prohibition: fire, bearer: B, towards: A, in: truce, observed: {zones: box}}}"
    )
    status, _, err = run("monitor", "init", case, "--ledger", tmp_path / "w.ledger")
    assert (status, "beside the case" in err) == (2, True), err
