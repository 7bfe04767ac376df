"""The screen of an assessment fits the terminal that it is shown on."""

from io import StringIO

import pytest
from rich.console import Console

import foedus
from foedus.assessment import Assessment
from foedus.figures import Figure
from foedus.views.terminal import WIDE, screen


@pytest.fixture(scope="module")
def sinai() -> Assessment:
    return foedus.assess("sinai-1979")


@pytest.mark.parametrize("width", [80, 100, WIDE, 200])
def test_no_line_is_longer_than_the_terminal(sinai: Assessment, width: int):
    console = Console(width=width, file=StringIO())
    with console.capture() as capture:
        console.print(screen(sinai, width))
    shown = capture.get().splitlines()
    assert max(map(len, shown)) <= width
    assert len(shown) <= 40  # one arrangement without options: well within a screen
    assert any("stop it" in line for line in shown)


def test_what_waits_for_signatures_is_assessed_as_signed_and_says_so():
    paris = foedus.assess("paris-2026")
    assert {paris.options[o].supposes for o in ("final", "draft")} == {"all sign 'ceasefire'"}
    final = paris.options["final"]
    rows = [row for row in final.matrix if row.by == "RUS"]
    assert [[due.clause for due in row.duties] for row in rows] == [[], [], ["assistance"]]
    assert final.pairs[0].clock.stages[0].name == "attribute"
    console = Console(width=WIDE, file=StringIO())
    with console.capture() as capture:
        console.print(screen(paris))
    assert "it is supposed that first all sign 'ceasefire'" in capture.get()


def test_a_figure_in_a_notebook_escapes_what_files_say():
    shown = Figure(0.5, 0.1, 0.9, because=("<b>bold</b> claim",), sources=("a&b",))._repr_html_()
    assert "0.5 (0.1 to 0.9)" in shown
    assert "&lt;b&gt;bold" in shown
    assert "a&amp;b" in shown
