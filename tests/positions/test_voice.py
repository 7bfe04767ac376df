"""A text that argues is no source for a stance on which it quotes nobody."""

from __future__ import annotations

import pytest

from foedus.positions import attributions, extract, shipped_dispute
from foedus.positions.segments import blocks
from foedus.positions.voice import argues

DISPUTE = shipped_dispute("ukraine-2025")
COLUMN = (
    "You will have heard the news. So what did I learn in Brussels? Take the dinner: of course it"
    " was cold. Nobody laughed. Perhaps nobody could. {} And yet I went home content."
)
REPORT = (
    "Ministers met in Brussels on Monday. They spoke for two hours. The talks covered trade."
    " Officials left after midnight. {} A further meeting was set for June. The press was told"
    " little. Reporters waited outside."
)


def argued(text: str) -> bool:
    return argues(text, blocks(text), attributions(text))


def stances(text: str) -> list[tuple[str, str | None]]:
    return [(s.actor.name, s.stance) for s in extract(text, DISPUTE).statements]


def test_which_texts_argue():
    column, report = COLUMN.format("It rained."), REPORT.format("It rained.")
    assert argued(column)
    assert not argued(report)
    for head in ("Analysis: the road ahead", "Opinion", "Policy brief 14"):
        assert argued(f"{head}\n\n{report}")
    assert argued(f"A paper\n\n{report}\n\nKey judgements\n\n{report}")


STANCES = (
    "Hungary opposes Ukraine's membership of NATO.", "Slovakia rejects it.",
    "Poland wants it for its own reasons.", "Turkey favours it.",
)  # fmt: skip
SAYINGS = (
    "The minister said that it would rain.", "Poland rejected the plan in May.",
    "The envoy told the council that he would wait.", '"We shall see," the chancellor said.',
    "Spain had asked for more time.", "The president's office declined to comment.",
    "According to two diplomats, the text was long.", "Italy ruled out a vote.",
)  # fmt: skip


@pytest.mark.parametrize(("stances", "sayings", "his_own"), [(4, 4, True), (4, 8, False)])
def test_a_writer_who_names_no_saying_behind_two_stances_in_five_argues(stances, sayings, his_own):
    """An analysis may say neither I nor you, ask nothing and order nobody about."""
    text = " ".join((*STANCES[:stances], *SAYINGS[:sayings]))
    assert argued(text) is his_own
    proposed = [s.actor.name for s in extract(text, DISPUTE).statements]
    assert ("Hungary" in proposed) is not his_own
    everything = extract(text, DISPUTE, everything=True).statements
    (hungary,) = [s for s in everything if s.actor.name == "Hungary"]
    assert ("the writer's own" in hungary.flags) is his_own


def test_captions_and_turns_of_a_transcript_argue_nothing():
    text = "\n\n".join(f"PHOTO: {stance}" for stance in (*STANCES, *STANCES, *STANCES))
    assert not argued(text)
    text = "\n\n".join(f"Minister Bell: {stance}" for stance in (*STANCES, *STANCES, *STANCES))
    assert not argued(text)


def test_few_sentences_argue_nothing():
    text = "Should you ask me, France opposes it."
    assert not argued(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Hungary opposes Ukraine's membership of NATO as a matter of taste.",
        "Poland wants Ukraine's membership of NATO the way other men want a son.",
        "Critics say Ukraine's membership of NATO would be a mistake.",
        "Slovakia is reluctant to accept Ukraine's membership of NATO.",
        "Turkey favours Ukraine's membership of NATO.",
    ],
)
def test_a_stance_that_nothing_holds_is_the_writers(sentence):
    assert stances(COLUMN.format(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "actor", "stance"),
    [
        ("Hungary ruled out Ukraine's membership of NATO.", "Hungary", "oppose"),
        ("Poland said that it backs Ukraine's membership of NATO.", "Poland", "support"),
        ("Robert Fico opposes Ukraine's membership of NATO.", "Robert Fico", "oppose"),
        ("Turkey voted for Ukraine's membership of NATO.", "Türkiye", "support"),
        ("According to Poland, Ukraine's membership of NATO is necessary.", "Poland", "support"),
    ],
)
def test_what_something_holds_stays(sentence, actor, stance):
    assert (actor, stance) in stances(COLUMN.format(sentence))


def test_a_report_may_say_who_stands_where():
    words = "Hungary has opposed Ukraine's membership of NATO."
    assert stances(REPORT.format(words)) == [("Hungary", "oppose")]


def test_who_stands_somewhere_today_is_heard_in_the_same_paragraph():
    """In the new texts two of five bare stances of reports were the writer's own."""
    words = "Hungary opposes Ukraine's membership of NATO."
    assert stances(REPORT.format(words)) == []
    heard = f"{words} Its minister said that there was no hurry."
    assert stances(REPORT.format(heard)) == [("Hungary", "oppose")]
    assert stances(words) == [("Hungary", "oppose")]


def test_a_programme_speaks_in_its_own_voice():
    """A host and a correspondent suppose as any narrator does; a guest takes sides."""
    turns = (
        "HOST: Good evening. Our correspondent Ana Bell is in Brussels.\n\n"
        "BELL: My own hunch is that Hungary opposes Ukraine's membership of NATO.\n\n"
        "HOST: And the minister?\n\n"
        "MINISTER DORN: I support Ukraine's membership of NATO.\n"
    )
    assert [s for _, s in stances(turns)] == ["support"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The omission pointed to a rejection of Ukraine's membership of NATO.",
        "The numbers favour Ukraine's membership of NATO.",
        "Lawmakers who oppose Ukraine's membership of NATO met on Monday.",
        "Merz can hardly accept Ukraine's membership of NATO.",
        "Turkey will tell you that it favours Ukraine's membership of NATO.",
        "Stubb favoured Ukraine's membership of NATO but is believed to have doubts.",
        "Ministers discuss whether Ukraine's membership of NATO is possible.",
    ],
)
def test_no_actor_takes_a_position_here(sentence):
    found = extract(sentence, DISPUTE, everything=True).statements
    assert not [s for s in found if s.issue and s.kind in ("position", "conditional", "demand")]


@pytest.mark.parametrize("label", ["BREAKING", "Scenario A", "UPDATE", "Quote of the month"])
def test_a_heading_before_a_colon_is_no_speaker(label):
    text = f"{label}: Hungary rejected Ukraine's membership of NATO on Friday."
    found = extract(text, DISPUTE).statements
    assert {s.actor.name for s in found} <= {"Hungary"}
