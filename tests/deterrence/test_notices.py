"""What no file says is told, and played at both ends; nothing is taken for granted in silence."""

from __future__ import annotations

import json

import pytest

from foedus.casebook import text_of
from foedus.deterrence import bottom_line, decision, deter
from foedus.language import read


def silent():
    text = text_of("ukraine-2025").decode()
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("false_alarm:")]
    assert len(lines) < len(text.splitlines())
    return read("\n".join(lines))


@pytest.fixture(scope="module")
def found():
    options = ["none", "pre-ratified-surviving-withdrawal"]
    return deter(silent(), options, draws=10, break_evens=(), stories=False, waiting=False)


def test_a_missing_chance_of_a_false_alarm_is_played_at_both_ends(found):
    ends = {one.option: one for one in found.ends}
    assert set(ends) == {"none", "pre-ratified-surviving-withdrawal"}  # both have a finding
    for name, one in ends.items():
        assert one.names == ("false_alarm.RUS",)
        assert one.played == pytest.approx(found.attack(name).mean())
        for end, value in ((one.played, 0.0), (one.other, 1.0)):
            held = deter(
                silent(), [name], draws=10, break_evens=(), stories=False, waiting=False,
                fixed={"false_alarm.RUS": value},
            )  # fmt: skip
            assert not held.ends  # it was given
            assert held.attack(name).mean() == pytest.approx(end, abs=1e-12)
    assert ends["none"].played != ends["none"].other


def test_it_is_told_with_both_figures_in_the_bottom_line(found):
    plain = json.loads(json.dumps(decision(found).as_json()))
    (told,) = (one for one in bottom_line(plain) if one.startswith("Not known"))
    for one in found.ends:
        assert f"{one.played:.2f} and {one.other:.2f}" in told
    plain["not_known"][0]["other"] += 0.1
    assert told not in bottom_line(plain)


def test_a_file_that_gives_one_has_nothing_to_tell():
    small = deter(read(text_of("ukraine-2025")), ["none"], draws=3, break_evens=(), stories=False)
    assert small.ends == ()


def test_what_a_finding_may_miss_is_not_taken_for_seen():
    """An act without `detect` may be noticed always or never: both are played, and told."""
    text = text_of("ukraine-2025").decode()
    start = text.index("detect: ")
    end = text.index("}", start) + 2
    a = read(text[:start] + text[end:].lstrip())
    option = "pre-ratified-surviving-withdrawal"
    found = deter(a, [option], draws=10, break_evens=(), stories=False, waiting=False)
    (one,) = found.ends
    assert (one.what, len(one.names)) == ("detect", 1)
    assert one.names[0].startswith("detect.RUS.")
    held = deter(
        a, [option], draws=10, break_evens=(), stories=False, waiting=False,
        fixed={one.names[0]: 0.0},
    )  # fmt: skip
    assert held.attack(option).mean() == pytest.approx(one.other, abs=1e-12)
    told = " ".join(bottom_line(decision(found).as_json()))
    assert f"{one.played:.2f} and {one.other:.2f}" in told
    assert "noticed and laid at its door" in told
