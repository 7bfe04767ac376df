"""What no file says is told, and played at both ends; nothing is taken for granted in silence."""

from __future__ import annotations

import json
from math import exp

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
    act = one.names[0].rpartition(".")[2].replace("_", " ")
    assert f"how likely acts of Russia are noticed (detect of {act})" in told
    assert "if they always are, and laid at its door as often as the file says, and if" in told


FOUND = """
foedus: 1
title: Help once a mission has found who did it
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {T: {name: party T}, P: {}, G: {}, M: {}}
conduct:
  T:
    towards: P
    false_alarm: {value: 0, kind: assumed, because: an example}
    acts: [{act: comply}, {act: attack, needs: P30DSEEN}]
norms: {peace: {prohibition: attack, bearer: T, towards: P}}
procedures:
  finding:
    opens: {by: P, alleging: peace}
    steps:
      - act: report
        by: M
        within: P20D
        takes: {value: 5, kind: assumed, because: an example}
        finds: peace
guarantees:
  help:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    due_when: {found: peace}
    honour: {value: 1, kind: assumed, because: an example}
contests:
  - by: T
    act: attack
    alone: {value: 0.8, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
stakes:
  T:
    - label: prize
      when: {prevailed: T}
      worth: {value: 1, kind: assumed, because: the unit}
    - label: cost
      when: {acted: attack, by: T}
      worth: {value: -0.5, kind: assumed, because: an example}
  P:
    - label: loss
      when: {prevailed: T}
      worth: {value: -10, kind: assumed, because: it alleges every attack}
occasions: [P0D]
"""


@pytest.mark.parametrize(
    ("given", "found", "told"),
    [
        ("", 1.0, "noticed and laid at its door (detect, attribute of attack). "),
        ("attribute", 0.5, "noticed (detect of attack). "),
        ("detect", 0.5, "that are noticed are laid at its door (attribute of attack). "),
    ],
)
def test_always_is_said_of_what_is_not_known_alone(given, found, told):
    """With f the chance that an attack is found, it brings .8 - .6 f - .5 more than the peace.

    Its chance is 1 / (1 + exp(-20 (.3 - .6 f))): .00247 if both always are so, .5 where the one
    that the file gives is .5 and the other always is so, .99753 if the other never is.
    """
    seen = f", {given}: {{value: 0.5, kind: assumed, because: an example}}" if given else ""
    table = decision(deter(read(FOUND.replace("SEEN", seen)), draws=1, precision=20))
    (said,) = (one for one in bottom_line(table.as_json()) if one.startswith("Not known"))
    assert told in said
    assert ("as often as the file says, and if they never are: " in said) == bool(given)
    (one,) = table.not_known
    assert one.played == pytest.approx(1 / (1 + exp(-20 * (0.3 - 0.6 * found))), abs=1e-6)
    assert one.other == pytest.approx(1 / (1 + exp(-20 * 0.3)), abs=1e-6)
