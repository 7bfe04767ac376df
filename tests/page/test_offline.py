"""The offline file: opened with no network, it asks for nothing and answers as Python does here."""

from __future__ import annotations

import ast
import gzip
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from foedus.casebook import cases, text_of
from foedus.deterrence import outcomes
from foedus.language import read
from foedus.page.offline import runtime
from foedus.play import QUESTIONS, answer, prepared

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parents[1] / "play"))
from drawn import drawn

sys.path.insert(0, str(Path(__file__).parent))
from looking import looked_at

expect.set_options(timeout=60_000)

LARGEST = 25_000_000
MANY = int(os.environ.get("FOEDUS_FUZZ", "0"))
"""How many random plays of 30 moves to try; each case gets a short one where it is not said."""
FIRST = int(os.environ.get("FOEDUS_FUZZ_SEED", "0"))
"""The seed of the first of them; the others follow it."""


@pytest.fixture(scope="module")
def opened(browser, offline_file):
    """Open the file with the network refused; note what it asks for."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(120_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(offline_file.as_uri())
    page.locator("html[data-ready], html[data-failed]").wait_for(state="attached")
    yield page, asked
    context.close()


def test_the_file_is_small_enough_and_written_the_same_twice(offline_file):
    from foedus.page import beginning, offline

    written = offline_file.read_text(encoding="utf-8")
    assert len(written.encode()) < LARGEST
    assert written == offline(beginning("ukraine-2025", None, "as-proposed"), figures=False)


def test_a_text_is_read_where_the_page_is_written_and_not_again_in_the_browser(offline_file):
    """Reading takes a browser longer than all else; YAML and pydantic are loaded for it alone."""
    text = text_of("budapest-1994").decode()
    asked = [{"ask": name, "text": text, "steps": []} for name in ("open", "board", "presets")]
    script = (
        "import json, sys; from foedus.play import answer, prepare; prepare(sys.argv[1]);"
        "print(json.dumps([answer(one) for one in json.loads(sys.argv[2])]));"
        "print(sorted({'pydantic', 'ruamel.yaml', 'foedus.loopholes.catalogue', 'foedus.positions'}"
        " & set(sys.modules)))"
    )
    given = [prepared({"text": text}), json.dumps(asked)]
    ran = subprocess.run([sys.executable, "-c", script, *given], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    told, loaded = ran.stdout.splitlines()
    assert json.loads(told) == [answer(question) for question in asked]
    assert "pydantic" not in loaded
    assert "ruamel" not in loaded
    assert json.loads(begun(offline_file))["prepared"]
    assert prepared({"text": "foedus: 1\ntitle: ["}) == ""


BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("numpy", "scipy", "numba", "pandas", "polars", "rich", "click"):
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocked())
import foedus
from foedus.play import QUESTIONS, answer
assert foedus.__file__.startswith(sys.argv[1]), foedus.__file__
about = {"case": "ukraine-2025", "option": "article-5-like", "at": "2025-02-21"}
about |= {"old_case": "ukraine-2025", "old_option": "none", "events": ""}
print({name: "error" in answer({"ask": name, **about}) for name in QUESTIONS})
"""


def test_all_of_foedus_that_a_page_needs_is_in_it(tmp_path):
    """What goes into the file answers every question, with nothing of this checkout beside it."""
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(runtime()))) as tar:
        ours = tar.extractfile("foedus.zip").read()
    with zipfile.ZipFile(io.BytesIO(ours)) as archive:
        archive.extractall(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", BLOCKED, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert ran.returncode == 0, ran.stderr
    assert ast.literal_eval(ran.stdout) == dict.fromkeys(QUESTIONS, False)


def test_it_starts_python_and_asks_the_network_for_nothing(opened, offline_file):
    page, asked = opened
    assert page.locator("html").get_attribute("data-failed") is None
    elsewhere = [url for url in asked if not url.startswith(("blob:", "data:"))]
    assert elsewhere == [offline_file.as_uri()]
    print("ready after", page.locator("html").get_attribute("data-ready"), "ms")


def test_it_is_played(opened):
    page, _ = opened
    page.locator(".moves").get_by_role("button", name="Attacks in force").click()
    expect(page.locator(".told > li")).to_have_count(1)
    expect(page.locator(".told")).to_contain_text("no-attack is breached by Russia")


def test_a_check_says_how_far_it_is_answers_others_meanwhile_and_can_be_stopped(opened):
    page, _ = opened
    page.get_by_role("button", name="Look for faults").click()
    presets = page.locator(".presets")
    expect(presets).to_contain_text(re.compile(r"being checked \([1-9]\d* of \d+\)"))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".told > li")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(presets).to_contain_text("It was stopped.")
    page.get_by_role("button", name="Look for faults").click()
    expect(presets.get_by_role("heading", name="How it could fail (imagined)")).to_be_visible()


def subjects() -> list[tuple[str, str, int]]:
    every = [(case, option) for case in cases() for option in (read(text_of(case)).options or [""])]
    if MANY:
        return [(*every[number % len(every)], FIRST + number) for number in range(MANY)]
    return [(*pair, 0) for pair in every if pair[0] in ("ukraine-2025", "unscr-2231-snapback")]


@pytest.mark.parametrize(("case", "option", "seed"), subjects())
def test_boards_duties_and_moves_are_the_same_to_the_letter(opened, case, option, seed):
    page, _ = opened
    about = {"case": case, "option": option}
    steps = drawn(about, seed, 30 if MANY else 8)
    questions = [
        {"ask": "board", **about, "steps": steps[:number]} for number in range(len(steps) + 1)
    ]
    questions += [{"ask": "open", **about}, {"ask": "presets", **about}]
    questions += [{"ask": "timeline", **about, "steps": steps}, {"ask": "reading", **about}]
    found = page.evaluate("questions => Promise.all(questions.map(foedusAsk))", questions)
    assert found == [answer(question) for question in questions]


@pytest.mark.parametrize("case", cases() if MANY else ["budapest-1994", "qatar-2025"])
def test_faults_are_the_same_to_the_letter(opened, case):
    page, _ = opened
    for option in read(text_of(case)).options or [""]:
        question = {"ask": "check", "case": case, "option": option}
        assert page.evaluate("question => foedusAsk(question)", question) == answer(question)


def test_where_everybody_stands_and_what_a_draft_changes_are_the_same(opened):
    page, _ = opened
    text = text_of("qatar-2025").decode()
    for question in (
        {"ask": "standings", "case": "ukraine-2025", "at": "2025-02-21"},
        {"ask": "diff", "old_case": "qatar-2025", "text": text.replace("P", "P", 1)},
        {"ask": "open", "text": "foedus: 1\ntitle: ["},
        {"ask": "cases"},
    ):
        assert page.evaluate("question => foedusAsk(question)", question) == answer(question)


@pytest.fixture(scope="module")
def with_figures(browser, figured_file):
    """Open the file that holds figures and a ledger, with the network refused."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(figured_file.as_uri())
    page.locator(".ledger").wait_for()
    yield page
    context.close()


def test_the_file_holds_a_grid_of_assumptions_and_says_so(with_figures):
    """What it shows at a place of the grid is what is computed there."""
    page = with_figures
    page.get_by_role("button", name="Assume", exact=True).click()
    says = page.locator(".levers .note").first
    expect(says).to_contain_text("No server is behind this file.")
    expect(says).to_contain_text("nothing is interpolated")
    expect(says).to_contain_text("in the same 40 draws everywhere")
    held = {}
    for number, name in enumerate(["stakes.PRK.the cost of war", "honour", "passing"]):
        slider = page.locator(f"#lever-{re.sub(r'[^a-zA-Z0-9_]+', '-', name)}")
        slider.focus()
        page.keyboard.press("Home" if number % 2 else "End")
        held[name] = {"honour": 0.0, "passing": 1.0}.get(name, -1.5)
    bare, one = outcomes(read(text_of("korea-1953")), held, draws=40)
    for place, found in enumerate((bare, one)):
        cells = page.locator(".outcomes tbody tr").nth(place).locator("td")
        expect(cells.nth(0)).to_contain_text(f"{found.attack:.2f}")
        expect(cells.nth(1)).to_contain_text(f"{round(found.deterred * 100)} %")


def test_the_file_holds_each_sides_best_play(with_figures):
    page = with_figures
    page.get_by_role("navigation").get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Each side's best play").click()
    expect(page.locator(".told > li").first).to_be_visible()
    assert page.locator(".told .refused").count() == 0


def test_the_ledger_is_looked_at_as_of_one_day_after_the_other(with_figures, figured_file):
    page = with_figures
    days = json.loads(begun(figured_file))["ledger"]["days"]
    assert [day["known"] for day in days] == ["2021-06-01", "2022-06-01"]
    counts = [len(day["norms"][0]["findings"]) for day in days]
    assert counts[0] < counts[1]
    page.get_by_role("navigation").get_by_role("button", name="Ledger").click()
    ledger = page.locator(".ledger")
    expect(ledger).to_contain_text(f"{counts[1]} findings")
    expect(ledger.locator("img")).to_have_count(2)
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(ledger).to_contain_text("By what had been published on 1 June 2021")
    expect(ledger).to_contain_text(f"{counts[0]} findings")
    expect(ledger.locator(".findings li").first).to_have_text(days[0]["norms"][0]["findings"][0])


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_ledger_and_grid_fit_the_screen_and_axe_finds_nothing_serious(with_figures, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = with_figures
    page.set_viewport_size({"width": width, "height": 900})
    for view, sign in (("Ledger", ".ledger"), ("Assume", ".outcomes table")):
        page.get_by_role("navigation").get_by_role("button", name=view).click()
        page.locator(sign).wait_for()
        looked_at(page, axe, f"offline-{view}")


def begun(file: Path) -> str:
    """Return what the page in a file begins with."""
    text = file.read_text(encoding="utf-8")
    return text.partition('id="begin">')[2].partition("</script>")[0]
