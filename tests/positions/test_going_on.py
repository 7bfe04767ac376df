"""Quotations that go on, with their speaker and in the next paragraphs; marks of archives."""

from __future__ import annotations

import pytest

from foedus.positions import attributions, joined
from foedus.positions.segments import blocks, sentences
from foedus.positions.tokens import straightened


def told(text: str) -> list[tuple[str, list[str]]]:
    """Return source and content of what is not reported within another report."""
    return [
        (a.source.of(text) if a.source else "", [piece.of(text) for piece in a.content])
        for a in joined(attributions(text))
        if not a.nested
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("''We are done,'' he said.", '" We are done, " he said.'),
        ("a ''second harbour,'' she said", 'a " second harbour, " she said'),
        ("d''accord", "d''accord"),
    ],
)
def test_a_double_mark_typed_as_two_single_ones(written: str, read: str) -> None:
    """Archives of newspapers write '' for both marks: made alike, and no place moves."""
    assert straightened(written) == read
    assert len(straightened(written)) == len(written)


def test_who_speaks_between_such_marks() -> None:
    """The harbour master says both halves; the inner report is no one's in the open."""
    text = "''The quay is closed. The crane broke,'' the harbour master said. ''Come back in May.''"
    assert told(text) == [
        (
            "the harbour master",
            ["''The quay is closed. The crane broke,''", "''Come back in May.''"],
        )
    ]


def test_a_quotation_that_goes_on_is_one_in_two_pieces() -> None:
    """Nothing but the mark of the speaker stands between; a new cue begins another."""
    text = '"No ship came," Ada Renn said. "We waited." She added: "It was cold."'
    assert told(text) == [
        ("Ada Renn", ['"No ship came,"', '"We waited."']),
        ("She", ['"It was cold."']),
    ]


def test_a_paragraph_that_is_a_quotation_is_who_spoke_in_the_one_before() -> None:
    """So it is by the usage of newspapers, whether or not the mark before was left open."""
    text = (
        'The ferries will stop, Ada Renn told the council. "We have no choice.\n\n'
        '"The boats are forty years old. They leak."\n\n'
        "The council met again in June.\n\n"
        '"A free ride for all"'
    )
    assert told(text) == [
        ("Ada Renn", ["The ferries will stop"]),
        ("Ada Renn", ['"We have no choice.', '"The boats are forty years old. They leak."']),
    ]


def test_a_mark_left_open_within_a_paragraph_runs_to_its_end() -> None:
    """Renn's words go on in the next paragraph, so that no mark closes the first."""
    text = 'Renn said: "The tide is late. Nobody is to blame.\n\n"We wait," she added.'
    assert told(text) == [
        ("Renn", ['"The tide is late. Nobody is to blame.']),
        ("she", ['"We wait,"']),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The vote of Nov. 8 was late.", 1),
        ("He left the U.S. She stayed.", 2),
        ("The U.S. State Department replied.", 1),
        ("They moved to the U.K. There they wait.", 2),
        ("It is run by Bell Inc. The rest is leased.", 2),
        ("Gov. The Honourable Bell spoke.", 1),
    ],
)
def test_where_a_sentence_ends_at_an_abbreviation(text: str, number: int) -> None:
    """A month before a day never ends one; a short name does before a word that opens another."""
    straight = straightened(text)
    assert len(sentences(straight, blocks(straight)[0])) == number


def test_a_headline_with_a_full_stop_names_who_speaks() -> None:
    """The first line of more is a headline; a lone sentence with a colon is not."""
    text = "Renn: no ferries before May.\n\nThe council met on Friday."
    assert told(text)[0] == ("Renn", ["no ferries before May"])
    assert told("Scenario B: no ferry sails before May.") == []
