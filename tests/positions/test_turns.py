"""Turns of transcripts in the shapes in which debates and press conferences are published."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.positions.disputes import dispute
from foedus.positions.extraction import extract
from foedus.positions.segments import blocks
from foedus.positions.turns import turns

LAKE = dispute((Path(__file__).parent / "corpus" / "lake.toml").read_text(encoding="utf-8"), "lake")
AGAINST = "I oppose Velmark's entry to the League. It would be a mistake."
FOR = "We support Velmark's entry. We are glad of it."
SHAPES = [
    "Ms. Roon (Quen North): {a}\n\nMs. Osten (Wye): {b}",
    "Ms. ROON. {a}\n\nMs. OSTEN. {b}",
    "Ms. ROON.—{a}\n\nMs. OSTEN.—{b}",
    "Ilse Roon\n{a}\n\nHanna Osten\n{b}",
    "Ilse Roon\n\n{a}\n\nHanna Osten\n\n{b}",
    "Ms Roon:\n{a}\n\nMs Osten:\n{b}",
    "Ilse Roon, secretary general: {a}\n\nHanna Osten, Prime Minister of Velmark: {b}",
    "ILSE ROON — {a}\n\nHANNA OSTEN — {b}",
    "**Ilse Roon:** {a}\n\n**Hanna Osten:** {b}",
    "Ilse Roon. – {a}\n\nHanna Osten. – {b}",
    "Ilse Roon (North Wye) (Lab): {a}\n\nThe Minister for Europe (Hanna Osten): {b}",
    "[10:05] ILSE ROON: {a}\n\n[10:07] HANNA OSTEN: {b}",
    "ROON: {a}\nOSTEN: {b}",
    'Roon: "{a}"\n\nOsten: "{b}"',
]


def stances(text: str) -> list[tuple[str, str | None]]:
    found = extract(text, LAKE).statements
    return [(s.actor.name, s.stance) for s in found if s.issue == "entry"]


@pytest.mark.parametrize("shape", SHAPES)
def test_who_speaks_is_known_by_each_shape_of_label(shape: str) -> None:
    """Two turns each, so that the labels come back: Roon is against entry, Osten for it."""
    once = shape.format(a=AGAINST, b=FOR)
    found = stances(f"Debate on the lake\n\n{once}\n\n{once}\n")
    assert set(found) == {("Ilse Roon", "oppose"), ("Hanna Osten", "support")}


def test_a_turn_goes_on_in_paragraphs_that_say_i_or_we() -> None:
    """The third paragraph is Osten's, the stage direction and the report nobody's."""
    text = (
        "ROON: Good morning.\n\nOSTEN: Thank you for coming.\n\nROON: Please.\n\n"
        "OSTEN: It is an honour.\n\nWe support Velmark's entry, and we shall vote for it.\n\n"
        "(Applause; we rise to oppose entry.)\n\nThe hall was full.\n"
    )
    assert stances(text) == [("Hanna Osten", "support")]


@pytest.mark.parametrize(
    "lines",
    [
        ["NEW YORK - The League met.", "NEW YORK - The League left.", "NEW YORK - It rained."],
        ["Two Capitals", "Velmark waits.", "Two Capitals", "Torria waits.", "Three Seas", "Fog."],
        ["Ana Bell", "I like it.", "Carl Dunn", "We do not.", "Eve Finch", "I wonder."],
        ["U.S.-led talks went on.", "The talks ended. Bell left.", "Torria - A country waits."],
        ["Scenario A: Velmark joins.", "Scenario B: it waits.", "Scenario C: it is refused."],
        ["In Brenna, ministers agreed on two things: money and time.", "It rained."],
    ],
)
def test_datelines_headings_and_sentences_with_a_colon_are_no_turns(lines: list[str]) -> None:
    """Nobody says "I", no name comes back (letters), a part is named, or the words have a verb."""
    assert turns(lines) == [None] * len(lines)


def test_a_hard_wrapped_transcript_is_not_run_together() -> None:
    """Lines as wide as the longest would go on, but the second begins a turn."""
    text = f"ROON: {AGAINST}\nOSTEN: {FOR} We are ready to wait.\nROON: Thank you.\n"
    assert [b.kind for b in blocks(text)] == ["speech"] * 3
    assert [b.speaker.of(text) for b in blocks(text) if b.speaker] == ["ROON", "OSTEN", "ROON"]


def test_a_turn_speaks_for_its_state() -> None:
    """What Osten says of Velmark is her own word, and not Velmark's a second time."""
    text = (
        "ROON: Good morning.\n\nOSTEN: Velmark wants entry and Velmark wants entry this year.\n\n"
        "ROON: Thank you.\n"
    )
    assert stances(text) == [("Hanna Osten", "support")]


@pytest.mark.parametrize(
    ("question", "answer", "stance"),
    [
        ("Should Velmark's entry come this year?", "Of course it should.", "support"),
        ("Would you support Velmark's entry?", "Never.", "oppose"),
        ("Should Velmark's entry come this year?", "I had a good breakfast.", None),
        ("Would you oppose Velmark's entry?", "Yes.", None),
        ("Is Velmark's entry on the agenda?", "No.", None),
    ],
)
def test_a_short_answer_takes_the_side_that_it_was_offered(
    question: str, answer: str, stance: str | None
) -> None:
    """A yes to what was offered is for it; a yes to a no, or to a fact, is left open."""
    text = (
        f"HOST: Good evening. {question}\n\nROON: {answer}\n\n"
        "HOST: Thank you.\n\nROON: Good night.\n"
    )
    assert stances(text) == ([("Ilse Roon", stance)] if stance else [])
