"""Words that turn a stance, or leave it open, each with the answer worked out by hand.

The dispute has a pact between three states, whose people are invented; nothing of it is in the
texts that the rules were measured on.
"""

from __future__ import annotations

from datetime import date

import pytest

from foedus.positions import attributions, dispute, extract

WORLD = dispute(
    """
    [[states]]
    code = "VEL"
    name = "Velmark"
    adjectives = ["Velmarkian"]
    capitals = ["Port Lisse"]

    [[states]]
    code = "TOR"
    name = "Torria"
    adjectives = ["Torrian"]
    capitals = ["Brenn"]

    [[holders]]
    person = "Anna Osten"
    office = "Foreign Minister"
    state = "VEL"

    [[holders]]
    person = "Robert Dusk"
    office = "Foreign Minister"
    state = "TOR"

    [[issues]]
    id = "pact"
    label = "a pact"
    about = ["pact"]

    [[issues]]
    id = "curbs"
    label = "that the curbs are lifted"
    about = ["curbs"]
    acts = ["lift* ... curbs", "curbs relief"]
    inverse = ["keep* ... curbs", "curbs"]
    """,
    "world",
)
DAY = date(2031, 5, 5)


def told(text: str) -> list[tuple[str, str, str | None]]:
    """Return who is proposed to stand where, the writer's own left out."""
    found = extract(text, WORLD, day=DAY).statements
    return [(s.actor.name, s.issue, s.stance) for s in found if s.kind != "assertion"]


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        # What has ended is its contrary, and not its bare denial.
        ("Anna Osten no longer opposes the pact.", "support"),
        ("Anna Osten has ceased to oppose the pact.", "support"),
        ("Anna Osten no longer wants the pact.", "oppose"),
        # A passive is denied as an active is.
        ("The pact was not endorsed by Anna Osten.", "oppose"),
        # Who comes near a side and takes none.
        ("Anna Osten fell short of endorsing the pact.", "ambiguous"),
        ("Anna Osten failed to back the pact.", "ambiguous"),
        ("Anna Osten declined to comment on the pact.", "ambiguous"),
        ("Anna Osten would not say whether she supported the pact.", "ambiguous"),
        ("Anna Osten left open whether Velmark would accept the pact.", "ambiguous"),
        ("Anna Osten said that nothing had been ruled out, not even the pact.", "ambiguous"),
        # What one will not even consider one rejects.
        ("Anna Osten said that Velmark would not consider the pact.", "oppose"),
        # An intention that is denied: the side is that of what is not meant to be done.
        ("Anna Osten saw no reason to reject the pact.", "support"),
        ("Anna Osten saw no reason to accept the pact.", "oppose"),
        ("Anna Osten has no plans to leave the pact.", "support"),
        ("Anna Osten had no intention of signing the pact.", "oppose"),
        # The worth of a thing, and its danger, seen or not.
        ("Anna Osten stressed the need for a pact.", "support"),
        ("Anna Osten questioned the need for a pact.", "oppose"),
        ("Anna Osten questioned the wisdom of rejecting the pact.", "support"),
        ("Anna Osten warned of the consequences of a pact.", "oppose"),
        ("Anna Osten hailed the end of the pact.", "oppose"),
        ("Anna Osten mourned the end of the pact.", "support"),
        # A judgement on not doing it is the contrary of one on doing it.
        ("Anna Osten said that it would be wrong not to sign the pact.", "support"),
        ("Anna Osten said that it would be mad to reject the pact.", "support"),
        # A thing that must go, that must not hang on another, that one can do without.
        ("Anna Osten said that the pact must go.", "oppose"),
        ("Anna Osten said that the pact should not be tied to trade.", "support"),
        ('"We can do without the pact," Anna Osten said.', "oppose"),
        ('"We have no difficulty with the pact," Anna Osten said.', "support"),
        # "Even if" is no condition, and a term of office none of a refusal.
        ("Anna Osten said that Velmark would sign the pact even if Torria stayed out.", "support"),
        ('"As long as I am minister, there will be no pact," Anna Osten said.', "oppose"),
        # What her own side is told to have done is read by that act.
        ("Anna Osten said that Velmark had withdrawn its support for the pact.", "oppose"),
        # An act that is judged: lifting the curbs is the issue, and she is against it.
        ("Anna Osten said that lifting the curbs was off the table.", None),
    ],
)
def test_side(words: str, stance: str | None):
    found = told(words)
    if stance is None:
        assert [(i, s) for _, i, s in found] == [("curbs", "oppose")]
    else:
        assert {(i, s) for who, i, s in found if who == "Anna Osten"} == {("pact", stance)}


@pytest.mark.parametrize(
    "words",
    [
        "Neither Velmark nor Torria rejected the pact.",
        "Velmark did not oppose the pact.",
        "Robert Dusk used to oppose the pact.",
        "Velmark's haste in reading a text that it has not seen suggests that it fears the pact.",
        "Velmark will almost certainly reject the pact.",
        "In practice Velmark supports the pact.",
        "Osten met a neighbour which has threatened to leave the pact.",
        "Velmark has rejected the pact in substance.",
    ],
)
def test_what_nobody_said_is_not_proposed(words: str):
    """A denial by the writer, the past, a surmise, a description: no word of Velmark's."""
    found = extract(words, WORLD, day=DAY).statements
    assert [s for s in found if s.kind in ("position", "conditional", "demand")] == []


def test_which_way_a_motion_goes_or_a_denial_is_not_guessed():
    motion = extract("The Velmarkian parliament rejects pact motion", WORLD, day=DAY).statements
    denied = extract("Anna Osten denied the report that the pact was signed.", WORLD).statements
    assert [s.stance for s in (*motion, *denied)] == [None, None]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        # Those named together last.
        ("Velmark and Torria met. Both governments backed the pact.", ["Velmark", "Torria"]),
        ("Osten and Dusk met. The latter rejected the pact.", ["Robert Dusk"]),
        ("Osten and Dusk met. The two ministers backed the pact.", ["Anna Osten", "Robert Dusk"]),
        ("Osten and her Torrian counterpart backed the pact.", ["Anna Osten", "Robert Dusk"]),
        # Two, each with an office and a name between commas; the first is in no table.
        (
            "Velmark's premier, Eva Lund, and Torria's foreign minister, Robert Dusk, said that"
            " they backed the pact.",
            ["Eva Lund", "Robert Dusk"],
        ),
        # Whose people were spoken of, and in whose capital it is said.
        ("Torria is angry. Its minister rejected the pact.", ["Robert Dusk"]),
        (
            "Osten said no. In Brenn they are no better. The foreign minister rejected the pact.",
            ["Robert Dusk"],
        ),
        # No pronoun in the accusative is a subject.
        ("A colonel who taught me says that the pact is a mistake.", ["colonel"]),
    ],
)
def test_who(text: str, who: list[str]):
    found = extract(text, WORLD, day=DAY, everything=True).statements
    assert [s.actor.name for s in found if s.quote.exact.endswith(("pact", "mistake"))] == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The son of the Torrian foreign minister opposes the pact.", "son of Robert Dusk"),
        ("Several deputies of the Torrian parliament rejected the pact.",
         "Several deputies of the Torrian parliament"),
    ],
)  # fmt: skip
def test_whom_a_title_only_describes_does_not_speak_for_its_holder(text: str, who: str):
    (found,) = extract(text, WORLD, day=DAY).statements
    assert (found.actor.name, found.actor.state, found.actor.speaks_for) == (who, "TOR", "self")


@pytest.mark.parametrize(
    "text",
    [
        "The government of Torria is against the pact, said Anna Osten.",
        "According to Anna Osten, Torria opposes the pact.",
        "The pact was rejected by Torria, Anna Osten said.",
        "Anna Osten said that the Torrian government was against the pact.",
    ],
)
def test_who_tells_of_another_state_has_a_claim_and_no_stance(text: str):
    """Osten tells where Torria stands; where Velmark stands she does not say."""
    found = extract(text, WORLD, day=DAY, everything=True).statements
    sides = {(s.actor.state, s.issue, s.stance) for s in found if s.issue}
    assert sides == {("TOR", "pact", "oppose")}
    assert [s.kind for s in found if s.actor.name == "Anna Osten"] == ["assertion"]


def test_a_further_act_that_is_told_is_no_act_of_the_teller():
    """Torria would accept it, as Osten says: she accepts nothing, and Torria was not heard."""
    text = "Osten said that Torria had nothing to hide and would accept the pact."
    found = extract(text, WORLD, day=DAY, everything=True).statements
    assert {(s.actor.name, s.issue, s.kind) for s in found} == {("Anna Osten", "", "assertion")}
    _, second = attributions(text)
    assert second.source is not None
    assert second.source.of(text) == "Torria"


def test_a_thing_spoken_of_is_taken_up_by_another_name():
    text = "Osten spoke of the pact for an hour. Dusk rejected the Velmarkian proposal."
    assert told(text)[-1] == ("Robert Dusk", "pact", "oppose")
