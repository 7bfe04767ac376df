"""Single quotation marks, as British papers set them, are read as double ones are."""

from __future__ import annotations

import pytest

from foedus.positions import attributions
from foedus.positions.tokens import straightened


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'We won't go,' he said. 'Never.'", '"We won\'t go," he said. "Never."'),
        ("\u2018It\u2019s dead,\u2019 she said.", '"It\'s dead," she said.'),
        ("he said: 'The allies' view is clear.'", 'he said: "The allies\' view is clear."'),
        ("'He called it \"rubbish\",' she said", "\"He called it 'rubbish',\" she said"),
        (
            "'A long quotation\nover two lines,' he said",
            '"A long quotation\nover two lines," he said',
        ),
    ],
)
def test_single_marks_about_words_are_quotation_marks(written: str, read: str) -> None:
    """Each mark that encloses words becomes a double one, those within single; no place moves."""
    assert straightened(written) == read
    assert len(straightened(written)) == len(written)


@pytest.mark.parametrize(
    "written",
    [
        "the allies' and the boys' club",
        "Let 'em go, the '90s boys' club said.",
        "\"He called it 'rubbish',\" she said",
        "rock 'n' roll and the Greens' plan",
    ],
)
def test_apostrophes_are_no_quotation_marks(written: str) -> None:
    """What owns, leaves letters out or stands within a quotation encloses nothing."""
    assert straightened(written) == written


def test_a_quotation_in_single_marks_is_its_speaker_s() -> None:
    """Both halves are Osten's, and what the quotation says that others rejected is no report."""
    text = "'We will not sign. The cabinet rejected it,' Osten said. 'That is all.'"
    found = [(a.source.of(text) if a.source else "", a.nested) for a in attributions(text)]
    assert found == [("Osten", False), ("Osten", False)]
