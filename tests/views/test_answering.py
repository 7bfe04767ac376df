"""A short sentence that is so of every option shares the line of what follows it."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from foedus.assessment import Assessment
from foedus.views import assessment_screen
from foedus.views.answering import told
from foedus.views.options import chosen

SHORT = "No answer is owed to what Upland does to Hill."
LEAD = "If Lowland raids,"


def lines(width: int, general: tuple[str, ...] = (SHORT,), options: int = 2) -> list[str]:
    help_ = [{"about": "help", "lead": LEAD, "says": f"help {n}", "text": ""} for n in range(2)]
    answer: dict[str, Any] = {
        "general": [{"text": text} for text in general],
        "options": [{"label": f"Option {n}", "sentences": [help_[n]]} for n in range(options)],
    }
    return [text.plain for text in told(answer, width)]


def test_it_does_where_both_fit():
    """46 signs of the sentence, a space, 17 of how the others begin, and two of the dots: 66."""
    shared = [f"{SHORT} {LEAD} …", "  Option 0: help 0", "  Option 1: help 1"]
    assert lines(66) == shared
    assert lines(65) == [SHORT, f"{LEAD} …", *shared[1:]]


@pytest.mark.parametrize("width", [65, 200])
def test_a_single_option_and_sentences_before_it_have_lines_of_their_own(width: int):
    assert lines(width, options=1) == [SHORT, f"{LEAD} help 0."]
    assert lines(200, ("First.", SHORT))[0] == "First."


def test_nothing_general_leaves_no_line():
    assert lines(80, ()) == [f"{LEAD} …", "  Option 0: help 0", "  Option 1: help 1"]


def test_agreements_are_told_in_the_sentence_or_in_the_column_and_never_in_neither(
    ukraine: Assessment,
):
    """A column that has them is room for the sentence; other consents are named all the same."""
    said = "; taken as given: 2 agreements"
    plain = " ".join(line.plain for line in told(ukraine.answer, 1000))
    short = " ".join(line.plain for line in told(ukraine.answer, 1000, given=True))
    assert said in plain
    assert "agreement" not in short
    assert "; taken as given: membership of Ukraine in NATO (33 consents)" in short
    for width in (60, 80, 100, 130):
        has = any(column.heading == "given" for column in chosen(ukraine, width))
        console = Console(width=width, file=StringIO())
        with console.capture() as capture:
            console.print(assessment_screen(ukraine, width))
        assert ("2 agreements" in " ".join(capture.get().split())) is not has
