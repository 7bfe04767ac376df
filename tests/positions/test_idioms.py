"""Idioms that take a side, and what a sentence is about before anybody speaks in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foedus.positions import attributions, extract, shipped_dispute
from foedus.positions.disputes import Dispute, dispute
from foedus.positions.idioms import idioms
from foedus.positions.polarity import polarity

UKRAINE = shipped_dispute("ukraine-2025")
DAY = date(2025, 2, 15)


HERE = Path(__file__).parent


def _world(name: str) -> Dispute:
    return dispute((HERE / "corpus" / f"{name}.toml").read_text(encoding="utf-8"), name)


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


SIDED = (HERE / "sided.txt").read_text(encoding="utf-8").splitlines()
WORLDS = {
    "ukraine": (UKRAINE, DAY, ""),
    "nile": (_world("nile"), date(2032, 3, 4), ""),
    "shores": (
        _world("shores"), date(2032, 10, 14), "Notes from Korea, the Philippines and Mali\n\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", SIDED)
def test_sentences_of_three_lists(row: str) -> None:
    """Sentences of three lists of 154, with who, on what and for what as written before the run.

    At first sight 26 of 63, 27 of 54 and 20 of 37 were right (by the rules before them 27, 24 and
    19); these are those that are right today. They have been mended on and measure nothing new.
    """
    world, actor, issue, stance, text = row.split(" | ")
    known, day, lead = WORLDS[world]
    found = extract(lead + text, known, day=day).statements
    assert (actor, issue, stance) in [(s.actor.name, s.issue, s.stance) for s in found]


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("Ethiopia's refusal of a binding agreement was regrettable", "support"),
        ("Ethiopia's refusal of a binding agreement was wise", "oppose"),
        ("no binding agreement, no deal", "support"),
        ("they would settle for nothing less than a binding agreement", "support"),
        ("there would be no binding agreement without a quota", "conditional"),
        ("he would accept no binding agreement that tied his hands", "oppose"),
        ("water without a binding agreement was worthless", "support"),
        ("it was of no use", None),
    ],
)
def test_stances_of_whole_constructions(words: str, stance: str | None) -> None:
    """A no that is judged, nothing less, a condition, a clause that qualifies, what is lacked."""
    found = extract(f"Hala Idris said that {words}.", _world("nile"), day=date(2032, 3, 4))
    assert [s.stance for s in found.statements] == ([stance] if stance else [])


def test_a_no_about_something_else_is_no_answer() -> None:
    """What was asked is denied by a short answer, and not by any word of negation."""
    asked = "Asked about a binding agreement, Hala Idris said {}."
    long = extract(
        asked.format("that no train had left the station since the morning"), _world("nile")
    )
    short = extract(asked.format("it would not happen"), _world("nile"))
    assert not long.statements
    assert [s.stance for s in short.statements] == ["oppose"]


def test_what_is_denied_is_not_held() -> None:
    """He "denied that he opposed the monitors": that he opposes them is not proposed."""
    text = "Tesfaye Alemu denied that he opposed the monitors."
    found = extract(text, _world("nile"), day=date(2032, 3, 4)).statements
    assert "oppose" not in [s.stance for s in found]


@pytest.mark.parametrize("link", ["on Monday", "last week", "late on Tuesday", "in Geneva"])
def test_a_day_or_a_place_stands_between_a_verb_and_its_preposition(link: str) -> None:
    """ "Called on Monday for" is "called for", and calls on nobody."""
    text = f"Hala Idris called {link} for a binding agreement."
    found = extract(text, _world("nile"), day=date(2032, 3, 4)).statements
    assert [(s.stance, s.cue.exact if s.cue else "") for s in found] == [
        ("support", f"called {link} for")
    ]


def test_nobody_is_called_on_a_day() -> None:
    """ "Called on Monday" calls on nobody: no cue of that name."""
    found = attributions("Hala Idris called on Monday to say that it rained.")
    assert "call on" not in [a.lemma for a in found]
