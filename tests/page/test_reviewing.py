"""Statements are reviewed on a page: by its keys alone, through the terminal's own file."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.positions import load, settled

httpx = pytest.importorskip("httpx")
pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

TEXT = (
    "Allies split\n\nFrance backs Ukraine's membership of NATO. Hungary opposes Ukraine's"
    " membership of NATO.\n\nPoland rejected an invitation to Ukraine <b>now</b>. Slovenia would"
    " support Ukraine's membership of NATO if the war were over.\n"
)


@pytest.fixture
def kept(tmp_path):
    """Return a file of four statements, beside the text they were read from."""
    text, file = tmp_path / "a.txt", tmp_path / "s.jsonl"
    text.write_text(TEXT, encoding="utf-8")
    asked = ["--dispute", "ukraine-2025", "--date", "2026-03-03", "--into", str(file)]
    ran = CliRunner().invoke(main, ["positions", "extract", str(text), *asked])
    assert ran.exit_code == 0, ran.output
    return file


@contextmanager
def running(file: Path, *more: str):
    """Serve the review of a file as a user starts it; yield its process and the address."""
    command = [sys.executable, "-m", "foedus", "positions", "review", str(file), "--browser"]
    command += ["--reviewer", "A. Reader", "--no-browser", *more]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as run:
        try:
            yield run, run.stdout.readline().strip()
        finally:
            run.terminate()
            run.communicate()


@contextmanager
def served(file: Path, *more: str):
    """Serve the review of a file as a user starts it; yield the address."""
    with running(file, *more) as (_, address):
        yield address


def stored(file: Path):
    return [*load(file.read_text("utf-8").splitlines(), str(file)).statements.values()]


def test_decisions_are_on_disk_before_they_are_answered(kept):
    with served(kept, "--text", str(kept.with_name("a.txt"))) as address:
        shown = httpx.get(f"{address}queue").json()
        assert [s["now"]["stance"] for s in shown["statements"]] == [
            "support", "oppose", "oppose", "conditional",
        ]  # fmt: skip
        for s in shown["statements"]:
            assert s["whole"]
            assert (s["before"] + s["exact"] + s["after"]) in TEXT.strip() + "\n"
        first = shown["statements"][0]["id"]
        said = {"statement": first, "status": "accepted", "stance": "ambiguous"}
        told = httpx.post(f"{address}decide", json=said).json()
        assert (told["at"], told["place"], told["statement"]["now"]["stance"]) == (
            1,
            0,
            "ambiguous",
        )
        assert (stored(kept)[0].status, settled(stored(kept)[0]).stance) == (
            "accepted",
            "ambiguous",
        )
        assert stored(kept)[0].reviews[0].reviewer == "A. Reader"
        back = httpx.post(f"{address}undo", json={}).json()
        assert (back["at"], stored(kept)[0].status) == (0, "proposed")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"status": "accepted"}, "does not wait here"),
        ({"statement": "first", "status": "proposed"}, "accepts or rejects"),
        ({"statement": "first", "status": "accepted", "stance": "for"}, "is no stance"),
        ({"statement": "first", "status": "rejected", "reason": "tired"}, "has a reason"),
        ({"statement": "first", "status": "accepted", "changed": {"date": "May"}}, "is no day"),
        ({"statement": "first", "status": "accepted", "changed": {"date": 1}}, "a text for each"),
        ({"statement": "first", "status": "accepted", "reviewer": "B"}, "no part of a decision"),
        ([], "is an object"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_written(kept, asked, told):
    before = kept.read_bytes()
    with served(kept) as address:
        ids = [s["id"] for s in httpx.get(f"{address}queue").json()["statements"]]
        if isinstance(asked, dict) and "statement" in asked:
            asked = {**asked, "statement": ids[0]}
        answer = httpx.post(f"{address}decide", json=asked)
        assert answer.status_code == 422
        assert told in answer.json()["error"]
    assert kept.read_bytes() == before


def test_nobody_else_is_answered(kept):
    with served(kept) as address:
        bare = address.rsplit("/", 2)[0]
        assert httpx.get(f"{bare}/queue").status_code == 403
        foreign = {"origin": "http://evil.example"}
        assert httpx.post(f"{address}undo", json={}, headers=foreign).status_code == 403
        assert httpx.get(f"{address}server.py").status_code == 404
        page = httpx.get(address)
        assert "script-src 'self';" in page.headers["content-security-policy"]
        assert page.text.count("<script") == 1


@pytest.fixture
def server(kept):
    """Return the process that serves a review, and its address."""
    with running(kept, "--text", str(kept.with_name("a.txt"))) as started:
        yield started


@pytest.fixture
def page(browser, server):
    """Return the page of a review; an error in it fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(server[1])
    opened.locator("mark").wait_for()
    yield opened
    context.close()
    assert wrong == []


def place(page, told: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#place")).to_have_text(told, timeout=30_000)


def test_it_is_reviewed_by_keyboard_alone_with_two_keys_a_statement_at_most(page, kept):
    from playwright.sync_api import expect

    words = page.locator("blockquote")
    expect(words.locator("mark")).to_have_text("Ukraine's membership of NATO")
    expect(words).to_contain_text("Hungary opposes")  # the text around it, not the words alone
    page.keyboard.press("Enter")
    place(page, "2 of 4; 3 wait.")
    page.keyboard.press("a")
    place(page, "3 of 4; 2 wait.")
    expect(words).to_contain_text("<b>now</b>")  # what a text holds never becomes markup
    page.keyboard.press("r")
    page.keyboard.press("4")
    place(page, "4 of 4; 1 wait.")
    page.keyboard.press("u")
    place(page, "3 of 4; 2 wait.")
    page.keyboard.press("o")
    place(page, "4 of 4; 1 wait.")
    expect(page.locator("#condition")).to_have_text("If: if the war were over")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Slovene voices")
    page.keyboard.press("Enter")
    place(page, "4 of 4; 0 wait.")
    found = [settled(s) for s in stored(kept)]
    assert [(s.status, s.stance) for s in found] == [
        ("accepted", "support"), ("accepted", "ambiguous"), ("accepted", "oppose"),
        ("accepted", "conditional"),
    ]  # fmt: skip
    assert found[3].actor.name == "Slovene voices"
    statuses = [json.loads(line)["review"]["status"] for line in kept.read_text("utf-8").splitlines() if "review" in json.loads(line)]  # fmt: skip # noqa: E501
    assert statuses == ["accepted", "accepted", "rejected", "proposed", "accepted", "accepted"]


def test_single_keys_can_be_switched_off_and_buttons_do_the_same(page, kept):
    page.get_by_label("single keys").uncheck()
    page.locator("#card").focus()
    page.keyboard.press("s")
    place(page, "1 of 4; 4 wait.")
    page.get_by_role("button", name="o oppose").click()
    place(page, "2 of 4; 3 wait.")
    page.get_by_role("button", name="r reject").click()
    page.get_by_role("button", name="Esc not at all").click()
    page.get_by_role("button", name="k back").click()
    place(page, "1 of 4; 3 wait.")
    assert [s.status for s in stored(kept)].count("accepted") == 1


def test_a_server_that_is_gone_is_told(page, server):
    from playwright.sync_api import expect

    # Stopped, not intercepted: a browser may send a first request past an interception.
    server[0].terminate()
    server[0].wait()
    page.keyboard.press("s")
    expect(page.locator("#status")).to_contain_text("Nothing was recorded")
    place(page, "1 of 4; 4 wait.")


@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(page, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    sys.path.insert(0, str(Path(__file__).parent))
    from looking import looked_at

    page.set_viewport_size({"width": width, "height": 900})
    for key in ("", "r", "Escape", "e"):
        if key:
            page.keyboard.press(key)
        looked_at(page, None, f"review-{key}")
        assert axe.run(page, options={"resultTypes": ["violations"]}).response["violations"] == []
