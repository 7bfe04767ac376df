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
        assert one.never == pytest.approx(found.attack(name).mean())
        for end, value in ((one.never, 0.0), (one.always, 1.0)):
            held = deter(
                silent(), [name], draws=10, break_evens=(), stories=False, waiting=False,
                fixed={"false_alarm.RUS": value},
            )  # fmt: skip
            assert not held.ends  # it was given
            assert held.attack(name).mean() == pytest.approx(end, abs=1e-12)
    assert ends["none"].never != ends["none"].always


def test_it_is_told_with_both_figures_in_the_bottom_line(found):
    plain = json.loads(json.dumps(decision(found).as_json()))
    (told,) = (one for one in bottom_line(plain) if one.startswith("Not known"))
    for one in found.ends:
        assert f"{one.never:.2f} and {one.always:.2f}" in told
    plain["not_known"][0]["always"] += 0.1
    assert told not in bottom_line(plain)


def test_a_file_that_gives_one_has_nothing_to_tell():
    small = deter(read(text_of("ukraine-2025")), ["none"], draws=3, break_evens=(), stories=False)
    assert small.ends == ()
