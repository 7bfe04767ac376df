"""Signs and numbers of a sentence: one sign where two would stand, and a verb for one or many."""

from __future__ import annotations

import pytest

from foedus.assessment.answer import _worst
from foedus.assessment.sentence import Sentence

FAULT = {"id": "gap", "headline": "An attack.", "definition": "An attack."}


@pytest.mark.parametrize(
    ("says", "text"),
    [
        # An apposition ends with the stronger sign that follows it.
        (
            "B owes help to C, for the protection of D,; E owes",
            "A: B owes help to C, for the protection of D; E owes.",
        ),
        (
            "B owes help to C, for the protection of D,",
            "A: B owes help to C, for the protection of D.",
        ),
        # A number keeps its comma, and so does a list.
        ("1,000 days, and more", "A: 1,000 days, and more."),
    ],
)
def test_of_two_signs_the_stronger_stands(says: str, text: str):
    one = Sentence("help", "A:", says, (), "")
    assert one.text == one.as_json()["text"] == text
    assert f"A: {one.as_json()['says']}." == text


@pytest.mark.parametrize(
    ("loopholes", "undecided", "text"),
    [
        (
            [FAULT],
            1,
            "The gravest fault in the text is an attack; 1 more is undecided, since the"
            " search was given up.",
        ),
        (
            [FAULT],
            3,
            "The gravest fault in the text is an attack; 3 more are undecided, since the"
            " search was given up.",
        ),
        ([], 1, "In the text no fault was found in the time given; 1 property is undecided."),
        ([], 7, "In the text no fault was found in the time given; 7 properties are undecided."),
        ([], 0, "The gravest fault in the text is none that the catalogue knows."),
    ],
)
def test_what_is_undecided_is_counted_in_grammar(loopholes: list, undecided: int, text: str):
    option = {"loopholes": loopholes, "undecided": ["x"] * undecided}
    assert _worst(option, 0).text == text
