"""`foedus play`: the board as data, one offline file, and mistakes that end with a sentence."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

from click.testing import CliRunner

from foedus.cli import main
from foedus.page import beginning
from foedus.page.figuring import figured
from foedus.play import answer


def run(*words: str):
    return CliRunner().invoke(main, ["play", *words])


def test_the_board_is_what_the_page_shows(tmp_path: Path):
    events = tmp_path / "events.csv"
    events.write_text("date,by,do,what\n2025-03-01,RUS,attack,\n2025-03-02,UKR,allege,finding\n")
    told = run("ukraine-2025", "--option", "as-proposed", "--json", "--events", str(events))
    assert told.exit_code == 0, told.output
    board = json.loads(told.output)
    steps = [
        {"on": "2025-03-01", "by": ["RUS"], "do": "attack"},
        {"on": "2025-03-02", "by": ["UKR"], "do": "allege", "what": "finding"},
    ]
    about = {"case": "ukraine-2025", "option": "as-proposed"}
    assert board == answer({"ask": "board", **about, "steps": steps})
    assert (board["schema"], board["today"]) == ("foedus-play/1", "2025-03-02")


def test_a_file_of_ones_own_is_written_whole_and_holds_its_text(tmp_path: Path):
    draft, page = tmp_path / "mine.yaml", tmp_path / "mine.html"
    title = "Ours </script> & theirs"
    draft.write_text(f"foedus: 1\ntitle: {title}\nas_of: 2025-01-01\nparties: {{A: {{}}}}\n")
    told = run(str(draft), "--html", str(page))
    assert told.exit_code == 0, told.output
    written = page.read_text(encoding="utf-8")
    assert "Ours \\u003c/script> & theirs" in written
    assert written.count("<script") == 5
    assert "default-src 'none'" in written
    assert not any(sign in written for sign in ('src="http', 'href="http', "@import"))
    refused = run(str(draft), "--html", str(draft))
    assert refused.exit_code == 2
    assert draft.read_text().startswith("foedus")


def test_mistakes_end_with_a_sentence_and_status_2(tmp_path: Path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("foedus: 1\ntitle: [\n")
    assert run(str(broken), "--json").exit_code == 2
    assert "there is no option" in run("ukraine-2025", "--option", "none-such").output
    events = tmp_path / "events.yaml"
    events.write_text("- {date: yesterday, by: RUS, do: attack}\n")
    told = run("ukraine-2025", "--json", "--events", str(events))
    assert told.exit_code == 2
    assert "events.yaml:1:" in told.output
    told = run("ukraine-2025", "--events", str(events))
    assert (told.exit_code, "--json" in told.output) == (2, True)


def test_a_port_that_is_taken_and_a_server_that_is_not_installed_are_told(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = run("budapest-1994", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert (told.exit_code, "cannot be had" in told.output) == (2, True)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    told = run("budapest-1994", "--no-browser")
    assert (told.exit_code, "pip install 'foedus[play]'" in told.output) == (2, True)


def test_figures_can_be_left_out_and_are_only_left_out_of_a_file(tmp_path: Path):
    """The file holds the questions that need no game, and none of those that do."""
    page = tmp_path / "page.html"
    told = run("budapest-1994", "--html", str(page), "--no-figures")
    assert told.exit_code == 0, told.output
    begun = page.read_text("utf-8").split('id="begin">', 1)[1].split("</script>", 1)[0]
    asked = {question["ask"] for question, _ in json.loads(begun)["answers"]}
    assert asked == {"open", "board", "presets", "cases"}
    refused = run("budapest-1994", "--no-figures")
    assert refused.exit_code == 2
    assert "--no-figures goes with --html" in refused.output


def test_how_far_the_figures_are_goes_from_nothing_to_all():
    """Budapest has no options: two games of the grid, one best play, and a day for each position.

    What is told never goes back, and ends where all is done. The grid beside what can be moved is
    that which is answered when it is asked for alone.
    """
    told: list[tuple[int, int]] = []
    begun = beginning("budapest-1994", None, "")
    found = list(begun.figures(lambda done, of: told.append((done, of))))
    count = 2 + 1 + len(begun.days())
    assert {of for _, of in told} == {count}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[0][0] < told[-1][0] == count
    (question, first), *_ = found
    assert question == {"ask": "levers", "case": "budapest-1994"}
    assert first["grid"] == figured({"ask": "grid", "case": "budapest-1994"})
