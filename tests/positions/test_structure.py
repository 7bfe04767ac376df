"""How sentences and texts are put together: shapes that hold whatever their words are."""

from __future__ import annotations

import pytest

from foedus.positions import attributions, extract, shipped_dispute

UKRAINE = shipped_dispute("ukraine-2025")


def told(text: str) -> list[tuple[str, str, str]]:
    """Return source, cue and content of each attribution."""
    return [
        (
            a.source.of(text) if a.source else "",
            a.cue.of(text) if a.cue else "",
            " ... ".join(c.of(text) for c in a.content),
        )
        for a in attributions(text)
    ]


def sides(text: str) -> list[tuple[str, str, str | None]]:
    return [(s.actor.name, s.issue, s.stance) for s in extract(text, UKRAINE).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The plan was dead, complained Osten of the Left Party.",
            ("Osten of the Left Party", "complained", "The plan was dead"),
        ),
        (
            "The minister is said to have added that it would not pay.",
            ("The minister", "added", "that it would not pay"),
        ),
        ("Osten renewed her call for a vote.", ("Osten", "call", "for a vote")),
        (
            "Norway and Iceland declared in a joint text that they would help.",
            ("Norway and Iceland", "declared", "that they would help"),
        ),
        (
            "Osten demanded that no step be taken - and this from a man who took it.",
            ("Osten", "demanded", "that no step be taken"),
        ),
        (
            "Osten said that entry - which he wants - was near.",
            ("Osten", "said", "that entry - which he wants - was near"),
        ),
    ],
)
def test_who_says_what_in_sentences_of_many_shapes(
    text: str, expected: tuple[str, str, str]
) -> None:
    """A name is no verb; what one is said to have done; a noun carried by a verb; a gloss."""
    assert told(text)[0] == expected


def test_what_somebody_is_thought_to_do_is_the_narrator_s() -> None:
    """Who is said to have opposed it opposed it; who is thought to oppose it may not."""
    assert sides("Hungary is said to have opposed Ukraine's membership.") == [
        ("Hungary", "membership", "oppose")
    ]
    assert sides("Hungary is thought to oppose Ukraine's membership.") == []


ANALYSIS = (
    "Hungary opposes Ukraine's membership. Of course it does. Why would it not? Romania would"
    " welcome Ukraine's membership. Perhaps it should. But who knows?"
)


def test_a_record_has_no_narrator() -> None:
    """In a text that argues nobody is heard; the same sentences under a communique's title count.

    The title of a record names its kind and has no verb; a report on one has.
    """
    told = [("Hungary", "membership", "oppose"), ("Romania", "membership", "support")]
    assert sides(ANALYSIS) == []
    assert sides(f"Communique of the Summit of Lutz\n\n{ANALYSIS}") == told
    assert sides(f"Communique of the summit angers Kyiv and pleased Budapest\n\n{ANALYSIS}") == []
