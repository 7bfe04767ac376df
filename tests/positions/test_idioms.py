"""Idioms that take a side, and what a sentence is about before anybody speaks in it."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.positions import extract, shipped_dispute
from foedus.positions.idioms import idioms
from foedus.positions.stances import polarity

UKRAINE = shipped_dispute("ukraine-2025")
DAY = date(2025, 2, 15)


def sides(text: str) -> list[tuple[str, str, str | None]]:
    found = extract(text, UKRAINE, day=DAY).statements
    return [(s.actor.name, s.issue, s.stance) for s in found]


def test_an_idiom_is_on_one_side_only() -> None:
    """No idiom stands in the list of cues with another side."""
    known = polarity().cues
    assert all(known[idiom] == side for idiom, side in idioms().items())
    assert len(idioms()) > 150


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Poland put its full weight behind {} on Monday.", "support"),
        ("Poland has given its tacit blessing to {}.", "support"),
        ("Poland turned down {}.", "oppose"),
        ("Poland slammed the door on {}.", "oppose"),
        ("Poland did not turn its back on {}.", "ambiguous"),
        ("Poland took no position on {}.", "ambiguous"),
    ],
)
def test_idioms_attribute_and_take_a_side(text: str, stance: str) -> None:
    """Words of stress stand between; who does not turn down a thing has not asked for it."""
    assert sides(text.format("Ukraine's membership of NATO")) == [("Poland", "membership", stance)]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ('Asked whether Ukraine should join NATO, Robert Fico said: "Never."', "oppose"),
        ("On Ukraine's membership of NATO, Robert Fico said he was firmly against.", "oppose"),
        ('"Over my dead body," Robert Fico said of Ukraine\'s membership of NATO.', "oppose"),
        ("Asked whether Ukraine should join NATO, Robert Fico said he had a train to catch.", None),
    ],
)
def test_a_sentence_tells_before_what_it_is_about(text: str, stance: str | None) -> None:
    """An answer is about what was asked, where it takes a side; else it is on nothing."""
    assert sides(text) == ([("Robert Fico", "membership", stance)] if stance else [])


def test_who_threatens_what_would_follow_is_against_it() -> None:
    """A condition that names the issue is no condition of it: a warning is a no."""
    threat = "Dmitry Peskov warned that Russia would respond if Ukraine joins NATO."
    offer = "Poland promised that it would send a brigade if Ukraine joins NATO."
    assert sides(threat) == [("Dmitry Peskov", "membership", "oppose")]
    assert sides(offer) == [("Poland", "membership", "support")]


@pytest.mark.parametrize("link", ["before", "unless", "until", "if"])
def test_what_may_be_is_nobodys_position(link: str) -> None:
    """Slovakia has agreed to nothing yet."""
    text = f"Robert Fico wants a vote {link} Slovakia agrees to Ukraine's membership of NATO."
    assert "Slovakia" not in [name for name, _, _ in sides(text)]


def test_a_question_in_a_quotation_is_answered_by_what_follows() -> None:
    """The stance is in the sentence that does not ask."""
    text = "\"Ukraine's membership of NATO? It's off the table,\" said Donald Trump."
    assert sides(text) == [("Donald Trump", "membership", "oppose")]


def test_a_side_by_itself_is_on_what_was_spoken_of() -> None:
    """ "Expressed his full support" names nothing; an objection that is shared is another's."""
    text = "Robert Fico opposes Ukraine's membership of NATO. Peter Pellegrini expressed his {}."
    assert sides(text.format("full support"))[-1] == ("Peter Pellegrini", "membership", "support")
    shared = "Robert Fico opposes Ukraine's membership of NATO. His objection is shared by many."
    assert len(sides(shared)) == 1


def test_what_is_reported_beside_a_cue_does_not_doubt_it() -> None:
    """ "Could" stands in what Sánchez said, "on paper" in what Ostrander warned."""
    could = "Spain could accept Ukraine's membership of NATO, Pedro Sánchez said."
    paper = (
        "Donald Tusk warned that peace on paper would not last and urged that Ukraine be"
        " admitted to the alliance."
    )
    assert [name for name, _, _ in sides(could)] == ["Pedro Sánchez"]
    assert sides(paper)[-1] == ("Donald Tusk", "membership", "support")
