"""What "it", "the idea" and "would sign" are about, and which words judge a thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.positions import extract
from foedus.positions.disputes import dispute

_TOML = Path(__file__).parent / "corpus" / "shores.toml"
WORLD = dispute(_TOML.read_text(encoding="utf-8"), "shores.toml")


def stances(text: str) -> list[tuple[str, str | None]]:
    return [(s.issue, s.stance) for s in extract(text, WORLD).statements]


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ("it would never sign", "oppose"),
        ("it would sign only if inspectors came", "conditional"),
        ("it will vote it down", "oppose"),
        ("it is a disaster", "oppose"),
        ("this idea was welcome", "support"),
        ("such a treaty was up to them", "ambiguous"),
    ],
)
def test_a_content_without_an_issue_takes_up_the_last_one(said, stance):
    text = f"Envoys met over a peace treaty in Korea. Japan said on Monday that {said}."
    assert stances(text) == [("peace", stance)]


@pytest.mark.parametrize(
    "said", ["the prices are a disaster", "it rains", "it would sign the trade bill"]
)
def test_what_is_said_of_other_things_takes_up_nothing(said):
    text = f"Envoys met over a peace treaty in Korea. Japan said on Monday that {said}."
    assert stances(text) == []


def test_the_question_of_who_would_sign_takes_up_nothing():
    text = "Envoys met over a peace treaty in Korea. Japan explained who would sign."
    assert stances(text) == []


def test_one_phrase_of_two_issues_is_of_the_one_spoken_of_last():
    world = dispute(
        "".join(
            f'[[issues]]\nid = "{name}"\nabout = ["guarantee"]\nneeds = ["{name}*"]\n'
            for name in ("Moldova", "Armenia")
        ),
        "two.toml",
    )
    text = "Moldova asked for help. So did Armenia. France said it backs a guarantee."
    assert [s.issue for s in extract(text, world).statements] == ["Armenia"]


@pytest.mark.parametrize(
    ("judged", "stance"),
    [
        ("makes the islands safer", "support"),
        ("is a blank cheque", "oppose"),
        ("is no lifeline", "oppose"),
        ("does not make the islands safer", "oppose"),
        ("was drafted in two languages", None),
        ("is a safe gamble", None),
        ("would not stand in the way", "ambiguous"),
        ("is a matter for the islands", "ambiguous"),
        ("is not the worst idea", "ambiguous"),
    ],
)
def test_a_stance_by_what_a_thing_is_said_to_be(judged, stance):
    text = f"Japan said on Monday that a guarantee for the Philippines {judged}."
    assert stances(text) == [("guarantee", stance)]


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        ("Japan would sign a peace treaty in Korea the hour our prisoners return.",
         "the hour our prisoners return"),
        ("Japan will sign a peace treaty in Korea when the last gun is gone.",
         "when the last gun is gone"),
        ("Japan spoke of a peace treaty in Korea the day after a vote.", None),
    ],
)  # fmt: skip
def test_a_time_behind_a_promise_is_its_condition(said, trigger):
    found = extract(f"An envoy said that {said}", WORLD).statements
    assert next(s.trigger.exact if s.trigger else None for s in found) == trigger


def test_whom_a_judgement_is_aimed_at_may_be_what_was_spoken_of():
    text = "Envoys met over a peace treaty in Korea. Japan denounced the idea as a rope."
    assert stances(text) == [("peace", "oppose")]


def test_what_an_issue_was_called_is_said_again_in_short():
    text = "Envoys met over a regional force. A truce in Mali held. Japan backs this force."
    assert stances(text)[-1] == ("force", "support")


def test_what_a_thing_is_called_by_its_opponent_is_no_second_no():
    text = 'Japan denounced a guarantee for the Philippines as "a rope for a man on shore".'
    assert stances(text) == [("guarantee", "oppose")]
