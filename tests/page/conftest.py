"""A server as a user starts it, and a browser; tests are skipped where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLAY = ["--option", "as-proposed", "--no-browser"]


@pytest.fixture(scope="session")
def address():
    """Start ``foedus play`` on a free port, and return the address that it prints."""
    pytest.importorskip("uvicorn")
    command = [sys.executable, "-m", "foedus", "play", "ukraine-2025", *PLAY]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as run:
        yield run.stdout.readline().strip()
        run.terminate()
        run.communicate()


@pytest.fixture(scope="session")
def offline_file(tmp_path_factory):
    """Write the offline file of the seed case."""
    from foedus.page import beginning, offline

    file = tmp_path_factory.mktemp("page") / "ukraine.html"
    file.write_text(
        offline(beginning("ukraine-2025", None, "as-proposed"), figures=False), encoding="utf-8"
    )
    return file


@pytest.fixture(scope="session")
def figured_file(tmp_path_factory):
    """Write the offline file of a small case, with its figures and a ledger of a watch."""
    from click.testing import CliRunner

    from foedus.cli import main
    from foedus.cli.monitor.playing import seen
    from foedus.page import beginning, offline

    folder = tmp_path_factory.mktemp("figured")
    ledger = folder / "minsk.ledger"
    rows = Path(__file__).parents[1] / "monitor" / "ged221_ukraine_2020_part.csv"
    half = folder / "half.csv"
    half.write_text("".join(rows.read_text("utf-8").splitlines(keepends=True)[:40]), "utf-8")
    for asked in (
        ["init", "minsk-2"],
        ["ingest", str(half), "--label", "21.1", "--published", "2021-06-01"],
        ["ingest", str(rows), "--label", "22.1", "--published", "2022-06-01", "--complete"],
    ):
        ran = CliRunner().invoke(main, ["monitor", *asked, "--ledger", str(ledger)])
        assert ran.exit_code == 0, ran.output
    file = folder / "korea.html"
    begun = beginning("korea-1953", None, "", seen(ledger))
    file.write_text(offline(begun), encoding="utf-8")
    return file


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
def browser():
    """Return Chromium, and end its loop with the module: a loop that runs lets no other begin."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = _chromium()
    if found is None:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as p:
        running = p.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser, address):
    """Return a page of its own, opened at the server; an error in it fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    opened.goto(address)
    opened.locator(".board").first.wait_for()
    yield opened
    context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def here() -> Path:
    """Return the folder of these tests."""
    return Path(__file__).parent
