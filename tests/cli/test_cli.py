"""The commands as a user types them; a user's mistake ends with a message and status 2."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.casebook import text_of
from foedus.cli import main

SMALL = Path(__file__).parents[1] / "process" / "small.yaml"


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_cases_lists_each_case_with_its_options():
    status, out, _ = run("cases")
    assert status == 0
    assert "ukraine-2025: Instant NATO membership for Ukraine" in out
    assert "--option as-proposed" in out


def test_show_reads_the_hinge_of_the_case_out():
    _, out, _ = run("show", "ukraine-2025", "--option", "as-proposed")
    assert "NATO must not admit Ukraine" in out
    assert "unanimity of 32 members" in out
    assert (
        "[nat] As the file has it, it does not answer an act that began before it was active."
        in out
    )


def test_assess_writes_json_in_the_documented_shape(tmp_path: Path):
    file = tmp_path / "a.json"
    words = (
        "assess",
        "ukraine-2025",
        "--draws",
        "50",
        "--option",
        "none",
        "--option",
        "as-proposed",
    )
    assert run(*words, "--json", str(file))[0] == 0
    assert list(tmp_path.iterdir()) == [file]
    found = json.loads(file.read_text("utf-8"))
    none, proposed = found["options"]
    (nothing,), (pair,) = none["pairs"], proposed["pairs"]
    assert (nothing["by"], nothing["against"], nothing["consequence"]) == ("RUS", "UKR", "none")
    assert nothing["takes_effect"]["value"] is None
    assert nothing["takes_effect"]["because"]
    assert len(pair["blockers"]) == 34
    figures = [pair[key] for key in ("takes_effect", "days_to_effect", "attack", "attack_added")]
    figures += [proposed[key] for key in ("break_even_credibility", "provoke")]
    for figure in figures:
        assert set(figure) == {
            "value", "known", "low", "high", "unit", "kind", "because", "sources"
        }  # fmt: skip
    assert proposed["loopholes"][0]["story"]
    assert set(pair["takes_effect"]["sources"]) <= set(found["sources"])


@pytest.mark.parametrize(
    "words",
    [
        ("check", "locarno-1925", "--json"),
        ("check", "locarno-1925", "--sarif"),
        ("check", "--json", "-", "locarno-1925"),
        ("decide", "--body", "unsc", "--json"),
        ("diff", "paris-2026:draft", "paris-2026:final", "--json"),
        ("assess", "locarno-1925", "--draws", "20", "--json"),
    ],
)
def test_json_goes_to_standard_output_when_no_file_is_named(words: tuple[str, ...]):
    status, out, _ = run(*words)
    assert status in (0, 1)
    assert isinstance(json.loads(out), dict)


def test_assess_is_the_same_with_the_same_seed_and_another_with_another():
    words = ("assess", "unscr-2231-snapback", "--draws", "20", "--json", "-")
    first, again = run(*words)[1], run(*words)[1]
    assert first == again
    assert json.loads(run(*words, "--seed", "1")[1])["options"] != json.loads(first)["options"]


def test_assess_counts_only_positions_taken_by_the_day_asked_for():
    words = ("assess", "ukraine-2025", "--draws", "60", "--option", "as-proposed", "--json", "-")
    (option,) = json.loads(run(*words, "--at", "2007-01-01")[1])["options"]
    early = option["pairs"][0]["takes_effect"]
    assert not any("spoke on" in reason and "31 of 32" in reason for reason in early["because"])
    assert run(*words, "--at", "yesterday")[0] == 2


def test_assess_prints_matrix_clock_options_and_faults(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "140")
    words = ("ukraine-2025", "--option", "none", "--option", "as-proposed", "--draws", "50")
    status, out, _ = run("assess", *words, "--full", "--stories")
    assert status == 0
    assert "NOTHING owed" in out
    days = re.search(r"report (\d+) > invite", out)
    assert days is not None
    assert 7 <= int(days[1]) <= 13  # the clock: the report comes some ten days after the attack
    assert "NATO's 32" in out
    assert "no forecast" in out
    assert "As proposed / withdrawal-dodge" in out
    before = out[: out.index("As proposed / the likeliest move at each point:")]
    assert "A story is imagined: from the day of the text on" in before
    assert "As proposed / the likeliest move at each point:" in out


def test_assess_writes_a_page_that_needs_nothing_beside_it(tmp_path: Path):
    page = tmp_path / "page.html"
    assert run("assess", "locarno-1925", "--draws", "50", "--html", str(page))[0] == 0
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert not re.search(r'(src|href)="(?!data:|#|https?://)', text)
    assert text.count('<img src="data:image/svg+xml') >= 2


def test_a_case_without_options_is_assessed_as_it_stands():
    status, out, _ = run("assess", str(SMALL))
    assert status == 0
    assert "A small guarantee" in out


def test_schema_is_json():
    assert json.loads(run("schema")[1])["title"] == "Arrangement"


def test_replay(tmp_path: Path):
    events = tmp_path / "events.csv"
    events.write_text("date,by,do,what\n2025-03-01,RUS,attack,\n2025-03-02,RUS,allege,no-attack\n")
    status, out, err = run("replay", "ukraine-2025", str(events), "--option", "as-proposed")
    assert (status, err) == (1, "1 of 2 events was refused.\n")
    assert "'no-attack' is breached by Russia" in out
    refused = "refused (line 3), nothing changed: Russia has no standing to allege a breach of"
    assert f"{refused} 'no-attack'" in out


def replayed(tmp_path: Path, lines: str, *words: str) -> tuple[int, str, str]:
    events = tmp_path / "events.yaml"
    events.write_text(lines, "utf-8")
    return run("replay", "ukraine-2025", str(events), "--option", "as-proposed", *words)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            "by: RUS, do: atack",
            "there is no act 'atack' for RUS to do here. Did you mean 'attack'?",
        ),
        ("by: RSU, do: attack", "there is no party, body or member 'RSU'. Did you mean 'RUS'?"),
        ("by: UKR, do: attack", "UKR has no act 'attack' on its ladder"),
        (
            "by: UKR, do: allege, what: no-atack",
            "there is no norm 'no-atack'. Did you mean 'no-attack'?",
        ),
        (
            "by: mission, do: report, what: findng",
            "there is no procedure 'findng'. Did you mean 'finding'?",
        ),
        ("by: RUS, do: withdraw", "'withdraw' needs 'what': the instrument that it is about"),
        (
            "by: RUS, do: withdraw, what: peace-del",
            "there is no instrument 'peace-del'. Did you mean 'peace-deal'?",
        ),
        (
            "by: nature, do: prevail, what: RUS.atack",
            "there is no act that is fought over, written PARTY.ACT, 'RUS.atack'. "
            "Did you mean 'RUS.attack'?",
        ),
        ("by: NATO, do: honour, what: artcle-5", "Did you mean 'article-5'?"),
        ("by: mission, do: report", "'report' needs 'what': the procedure that it is about"),
    ],
)
def test_a_name_that_is_not_known_is_refused_with_the_likely_one(
    tmp_path: Path, event: str, told: str
):
    status, out, err = replayed(tmp_path, f"- {{date: 2025-03-01, {event}}}\n")
    assert told in out
    assert (status, err) == (1, "1 of 1 events was refused.\n")


def test_a_replay_goes_on_until_a_day_and_leaves_later_events_out(tmp_path: Path):
    lines = (
        "- {date: 2025-03-01, by: RUS, do: attack}\n"
        "- {date: 2025-03-01, by: UKR, do: allege, what: no-attack}\n"
        "- {date: 2025-06-01, by: RUS, do: comply}\n"
    )
    status, out, err = replayed(tmp_path, lines, "--until", "2025-04-01")
    assert (status, err) == (0, "")
    assert "'finding' lapses without effect, because the time for 'report' ran out" in out
    assert "comply" not in out
    assert "lapses" not in replayed(tmp_path, lines, "--until", "2025-03-01")[1]
    status, _, err = replayed(tmp_path, lines, "--until", "2020-01-01")
    assert status == 2
    assert "lies before" in err
    status, _, err = replayed(tmp_path, lines, "--until", "2060-01-01")
    assert status == 2
    assert "lies beyond the horizon" in err
    assert replayed(tmp_path, lines, "--until", "soon")[0] == 2


def test_a_replay_as_data(tmp_path: Path):
    lines = "- {date: 2025-03-01, by: RUS, do: attack}\n- {date: 2025-03-02, by: RUS, do: atack}\n"
    status, out, _ = replayed(tmp_path, lines, "--json")
    found = json.loads(out)
    assert (status, found["refused"], len(found["entries"])) == (1, 1, 2)
    attack, misspelt = found["entries"]
    assert attack["event"]["by"] == ["RUS"]
    assert attack["event"]["line"] == 1
    breach = attack["changes"][0]
    assert (breach["section"], breach["clause"]) == ("norms", "no-attack")
    text = text_of("ukraine-2025").decode().splitlines()
    assert text[breach["line"] - 1].strip().startswith("no-attack:")
    assert misspelt["refused"].endswith("Did you mean 'attack'?")


def test_a_wait_lets_time_pass_and_is_done_by_nobody(tmp_path: Path):
    lines = (
        "- {date: 2025-03-01, by: UKR, do: allege, what: no-attack}\n"
        "- {date: 2025-04-01, do: wait}\n"
    )
    status, out, _ = replayed(tmp_path, lines)
    assert status == 0
    assert "lapses without effect" in out
    assert "2025-04-01  time passes until this day" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "ukraine-2024"], "Did you mean 'ukraine-2025'?"),
        (["show", "nothing.yaml"], "there is no such file"),
        (["assess", "ukraine-2025", "--option", "as-propsed"], "Did you mean 'as-proposed'?"),
        (["replay", "ukraine-2025", "nothing.csv"], "cannot be read"),
        (["assess", "ukraine-2025", "--json", "/nowhere/at/all.json"], "cannot be written"),
        (["show", __file__], "this is not YAML"),
    ],
)
def test_a_mistake_ends_with_a_message_and_status_2(words: list[str], message: str):
    status, out, err = run(*words)
    assert status == 2
    assert message in err
    assert "Traceback" not in out + err


def test_help_imports_no_heavy_room():
    """Help stays quick because it loads neither numpy nor pydantic nor ruamel.yaml."""
    code = "import sys, foedus.cli; print({'numpy', 'pydantic', 'ruamel'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
