"""Sentences that can be read aloud: of ties, of one situation, of shares that differ."""

from __future__ import annotations

import copy
import json

import pytest
from click.testing import CliRunner

from foedus.assessment import assess
from foedus.cli import main
from foedus.deterrence import bottom_line, decision, deter
from foedus.deterrence.job import Job, break_evens_of, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.questions.bottom_line import _signing
from foedus.deterrence.questions.notices import notices
from foedus.deterrence.questions.switching import middle_case
from foedus.deterrence.questions.unsaid import unsaid
from foedus.language import read
from foedus.views import deterrence_screen

TIED = """
foedus: 1
title: Two options
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {THR: {}, PRO: {}, ONE: {members: [BEL, DNK]}}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
contests:
  - by: THR
    act: attack
    alone: {value: 0.8, kind: assumed, because: q}
    helped: {value: 0.2, kind: assumed, because: r}
procedures:
  decision:
    opens: {when: {acted: attack, by: THR}}
    steps: [{act: agree, by: ONE, rule: unanimity}]
guarantees:
  help:
    owed_by: ONE
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: defend
    due_when: {done: decision}
    honour: {value: 1, kind: assumed, because: h}
stakes:
  THR:
    - {label: prize, when: {prevailed: THR}, worth: {value: 1, kind: assumed, because: the unit}}
    - {label: cost, when: {acted: attack, by: THR}, worth: {value: -0.1, kind: assumed, because: c}}
options:
  bare: {label: Bare, changes: {guarantees: null}}
  sworn: {label: Sworn}
"""


@pytest.fixture(scope="module")
def plain():
    found = deter(read(TIED), draws=20, break_evens=(), stories=False, inputs=True)
    return json.loads(json.dumps(decision(found).as_json()))


def said(table):
    return " ".join(bottom_line(table))


def regrets(table, **by_option):
    """Return a table with other regrets: by option, the mean and the share in which it is best."""
    changed = copy.deepcopy(table)
    for row in changed["rows"]:
        for what in ("regret", "regret_breach"):
            if row["option"] in by_option:
                mean, best = by_option[row["option"]]
                row[what] |= {"mean": mean, "best": best}
    return changed


def test_no_option_is_called_best_where_all_are_level(plain):
    told = said(regrets(plain, bare=(0.0004, 0.0), sworn=(0.0, 1.0)))
    assert "Between the 2 options there is nothing to choose by attack" in told
    assert "by more than 0.001, on average; nor when any breach counts (within 0.001)." in told
    assert "0.000" not in told
    assert "0 % to 100 %" not in told.replace("\u00a0", " ")


def test_an_option_that_no_other_beats_is_said_to_be_unbeaten(plain):
    told = said(regrets(plain, bare=(0.2, 0.1), sworn=(0.0, 1.0)))
    assert (
        "none does better than Sworn in any of the 20 situations, nor does no arrangement" in told
    )
    assert "nor does no arrangement, also when any breach counts" in told
    told = said(regrets(plain, bare=(0.2, 0.1), sworn=(0.05, 0.9)))
    assert "Sworn falls least short of whichever is best in a situation" in told
    assert "0.05 likelier than under that one, on average, and in 90" in told


def test_shares_that_differ_are_told_by_option(plain):
    changed = copy.deepcopy(plain)
    for row, share in zip(changed["rows"][1:], (0.0, 0.96), strict=True):
        row["met"] = share
        row["paired"][0] |= {"lower": 0.0, "same": 1.0, "higher": 0.0}
    told = said(changed).replace("\u00a0", " ")
    assert (
        "these are answered with force, in time or too late: 0 % under Bare, 96 % under Sworn."
        in told
    )
    changed["rows"][1]["met"] = None
    told = said(changed).replace("\u00a0", " ")
    assert "none is made under Bare, 96 % under Sworn." in told
    for row in changed["rows"]:
        row["attack"]["forced"], row["met"] = 1e-9, 0.02
    told = said(changed)
    assert "Under them the mean chance of an attack by THR is less than 0.001." in told
    assert "answered" not in told


def test_one_situation_is_one():
    found = deter(read(TIED), draws=1, break_evens=(), stories=False, inputs=True)
    table = decision(found)
    told = " ".join([*bottom_line(table.as_json()), *deterrence_screen(table, ())])
    assert "Of the one situation assumed here" in told
    assert "1 situations" not in told
    assert "1 situation the option decides" in told


def test_what_no_file_says_of_a_step_is_told(plain):
    """Nobody's position, no record and no days: both are drawn from all that they can be."""
    told = said(plain)
    assert (
        "Not known: how members vote in 'decision.agree' under Sworn, of which the file says "
        "nothing: each one's ballot is drawn, every mix of yes, abstain and no as likely, and "
        "counted by the rule of the step."
    ) in told
    assert "how long 'decision.agree' takes under Sworn" in told
    assert plain["silent"] == [
        {"what": what, "steps": ["decision.agree"], "options": ["sworn"]}
        for what in ("ballots", "days")
    ]
    told = deter(read(TIED), ["sworn"], draws=2, inputs=True, vary={"passing": (0.2, 0.4)})
    assert [one.what for one in decision(told).silent] == ["days"]


ALONE = TIED.replace("{members: [BEL, DNK]}", "{}").replace(", rule: unanimity", "")
STAKE = (
    "\n  BEL: [{label: war, when: {defended: PRO}, worth: {value: 0, kind: assumed, because: w}}]"
)
STRATEGIC = (
    TIED.replace("rule: unanimity", "rule: unanimity, strategic: BEL")
    .replace("\noptions:", f"{STAKE}\noptions:")
    .replace("PRO: {}, ONE", "PRO: {}, BEL: {}, ONE")
)


@pytest.mark.parametrize(
    ("text", "what", "told"),
    [
        (ALONE, "passing", "it is drawn evenly from 0 to 1"),
        (STRATEGIC, "ballots", "each one's ballot is drawn"),
    ],
)
def test_what_is_drawn_is_told_of_one_who_acts_and_beside_one_who_chooses(text, what, told):
    """One alone passes with any chance; of two, one chooses, and the other has said nothing."""
    found = deter(read(text), ["sworn"], draws=2, break_evens=(), stories=False, inputs=True)
    table = decision(found)
    assert (what, ("decision.agree",), ("sworn",)) in [tuple(one) for one in table.silent]
    assert told in said(table.as_json())


def stated(changes):
    """Return the table of one party that attacks if it costs less than what force brings it."""
    told = f"{TIED.partition('procedures:')[0]}{STAKED}{changes}"
    found = deter(read(told), draws=400, break_evens=(), stories=False, inputs=True)
    return json.loads(json.dumps(decision(found).as_json()))


STAKED = """
occasions: [P0D]
stakes:
  THR:
    - {label: prize, when: {prevailed: THR}, worth: {value: 1, kind: assumed, because: the unit}}
    - {label: cost, when: {acted: attack, by: THR},
       worth: {low: -1.6, high: 0, kind: assumed, because: c}}
"""
BAITED = """
options:
  bait:
    label: Baited
    changes: {stakes: {THR: [
      {label: prize, when: {prevailed: THR}, worth: {value: 1, kind: assumed, because: the unit}},
      {label: cost, when: {acted: attack, by: THR},
       worth: {low: -1.6, high: 0, kind: assumed, because: c}},
      {label: bait, when: {acted: attack, by: THR},
       worth: {value: 0.4, kind: assumed, because: b}}]}}
"""
SWORN = """
  sworn:
    label: Sworn
    changes: {guarantees: {help: {owed_by: ONE, protects: {state: PRO, territory: unspecified},
      against: THR, casus_foederis: attack, response: defend,
      honour: {value: 1, kind: assumed, because: h}}}}
"""


@pytest.mark.parametrize(
    ("more", "shares", "told"),
    [
        ("", (0.25, 0.5, 0.0, 0.25), "0 % it brings attack below even odds, and in 26 % it lifts"),
        (SWORN, (0.25, 0.125, 0.375, 0.25), "an option brings attack below even odds, and in 26 %"),
    ],
)
def test_an_option_that_makes_attack_likelier_than_not_is_counted_as_a_choice(more, shares, told):
    """It costs c, evenly from 0 to 1.6, and pays below .8; below 1.2 baited; below .2 if sworn."""
    table = stated(BAITED + more)
    one = table["rows"][0]["deciding"]
    found = [one[key] for key in ("not_needed", "none", "another", "harms")]
    assert found == pytest.approx(shares, abs=0.06)
    assert sum(found) + one["enough"] == pytest.approx(1)
    assert told in said(table).replace("\u00a0", " ")


def test_an_option_that_changes_nothing_is_not_said_to_deter_by_what_holds_without_it():
    """A second label for no arrangement: war must cost more than .8 with it and without it."""
    told = f"{TIED.partition('procedures:')[0]}{STAKED}options: {{same: {{label: Same}}}}\n"
    found = assess(read(told), draws=20, paths=False)
    (one,) = (s for s in found.answer["options"][0]["sentences"] if s["about"] == "deter")
    assert "neither more nor less than with no arrangement at all: with either, " in one["says"]
    (screen,) = (s for s in bottom_line(found.decision.as_json()) if s.startswith("What changes"))
    assert "under Same (as with no arrangement) " in screen


def test_whom_no_promise_answers_has_no_break_even():
    other = TWO_SIDES.replace(
        "HELP",
        "{owed_by: ONE, protects: {state: PRO, territory: unspecified}, "
        "against: THR, casus_foederis: attack, response: defend, "
        "honour: {value: 1, kind: assumed, because: h}}",
    )
    job = Job(read(other), "")
    assert break_evens_of(job, "THR") == ("honour",)
    assert break_evens_of(job, "OTH") == ()


TWO_SIDES = """
foedus: 1
title: Two sides
as_of: 2000-01-01
horizon: P1Y
parties: {THR: {}, OTH: {}, PRO: {}, ONE: {}}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
  OTH: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
guarantees: {help: HELP}
"""


def test_what_is_done_in_place_of_attack_is_said_with_one_option_too(plain):
    changed = copy.deepcopy(plain)
    changed["rows"] = changed["rows"][:2]
    for row, attack in zip(changed["rows"], (0.95, 0.02), strict=True):
        row["attack"]["forced"], row["any_breach"]["forced"] = attack, 0.99
    changed["rows"][1]["lesser"] = {"instead": 0.9, "added": 0.1}
    told = said(changed).replace("\u00a0", " ")
    assert (
        "Bare: lesser breaches by THR become likelier by more than 0.1 on average: in 90 % of"
        in told
    )
    assert "so that they come in its place, and in 10 % it does not; their mean chance is" in told
    assert "and that of any breach 0.99 (with no arrangement 0.99)." in told
    changed["rows"][1]["attack"]["forced"] = 0.95
    assert "lesser breaches" not in said(changed)


def test_the_story_of_a_file_without_options_is_named_where_one_is_asked_for(tmp_path):
    (tmp_path / "case.yaml").write_text(TIED.partition("options:")[0])
    found = CliRunner().invoke(main, ["deter", str(tmp_path / "case.yaml"), "--why", "-"])
    assert found.exit_code == 2
    assert 'It has no options: --why "" tells its story.' in found.stderr


def test_shares_that_hold_once_all_have_signed_say_so():
    """Where a side may refuse, the first sentence is of games that it might never let begin."""
    refusing = "refusing: {THR: {value: 0.5, kind: assumed, because: the war goes well}}\n"
    table = decision(deter(read(TIED + refusing), draws=2, break_evens=(), stories=False))
    assert table.as_json()["rows"][1]["attack"]["given"] is not None
    told = next(iter(bottom_line(table.as_json())))
    assert told.startswith("Of the 2 situations assumed here (all taken to have signed): in ")
    plain = decision(deter(read(TIED), draws=2, break_evens=(), stories=False)).as_json()
    assert next(iter(bottom_line(plain))).startswith("Of the 2 situations assumed here: in ")


EVEN = """
foedus: 1
title: An attack exactly at even odds
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {THR: {}, SIG: {}, PRO: {}, ONE: {}}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
  SIG: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
contests:
  - by: THR
    act: attack
    alone: {value: 0.8, kind: assumed, because: q}
    helped: {value: 0.2, kind: assumed, because: r}
  - by: SIG
    act: attack
    alone: {value: 0.9, kind: assumed, because: q}
    helped: {value: 0.1, kind: assumed, because: r}
guarantees:
  help:
    owed_by: ONE
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: defend
    honour: {value: 0.5, kind: assumed, because: s}
stakes:
  THR:
    - label: the prize
      when: {prevailed: THR}
      worth: {value: 1, kind: assumed, because: the unit}
    - label: war
      when: {acted: attack, by: THR}
      worth: {low: -0.9, high: -0.1, kind: assumed, because: v}
  SIG:
    - label: the prize
      when: {prevailed: SIG}
      worth: {value: 1, kind: assumed, because: the unit}
    - label: war
      when: {acted: attack, by: SIG}
      worth: {low: -0.9, high: -0.1, kind: assumed, because: v}
occasions: [P0D]
options:
  help: {label: Help}
  again: {label: The same in other words}
"""


def test_rounding_decides_nothing():
    """An attack by THR gains 0.8 or 0.2, as likely, and costs 0.5: it is at even odds, exactly.

    What war costs SIG cannot change that. Both options are one: neither is ever worse.
    """
    a = read(EVEN)
    deters, _, found = middle_case(Job(a, "help"), "THR")
    assert not deters
    assert {one.name for one in found} == {"stakes.THR.war"}
    table = decision(deter(a, draws=20, break_evens=(), stories=False))
    options = [row for row in table.rows if row.option != "-"]
    assert [row.regret.mean for row in options if row.by == "THR"] == [0, 0]


def test_an_attack_that_the_horizon_cuts_off_is_told():
    """Ten days from day 1 end by day 11; one from day 361 to 371 is over only after day 366."""
    assert not [told for told in notices(read(TIED)) if "horizon" in told]
    (told,) = notices(read(TIED + "occasions: [P0D, P360D]\n"))
    assert told.startswith("'attack' by THR takes 10 days, and the story ends on day 366 (horizon)")
    assert "begun on the occasion of day 360 it" in told


@pytest.mark.parametrize(
    ("owed_by", "joint", "helped"),
    [
        ("[ONE]", "false", True),
        ("[THR]", "false", False),
        ("[THR, ONE]", "false", True),
        ("[THR, ONE]", "true", False),
    ],
)
def test_who_attacks_is_no_help_against_the_attack(owed_by, joint, helped):
    """With help in half of all cases an attack gains 0.5 and costs 0.5: even odds, else nearly 1.

    At the precision of 20 one that gains 0.8 at that cost comes with 1 / (1 + exp(-6)).
    """
    a = read(EVEN.replace("owed_by: ONE", f"owed_by: {owed_by}\n    joint: {joint}"))
    job = Job(a, "help")
    game = game_of(job)
    found = attacks(game, game.chances.values(job.draws(1, central=True)), 1, 20.0, by="THR")
    assert found[0] == pytest.approx(0.5 if helped else 0.99753, abs=0.02)


def test_no_option_is_lowest_that_is_no_lower_than_no_arrangement():
    """One half with none, and .495 at the lowest, is level; .4 given that all sign is lower."""
    rows = [
        {"label": label, "attack": {"forced": forced, "given": given, "war": war}}
        for label, forced, given, war in (("One", 0.495, 0.4, 0.7), ("Two", 0.6, 0.45, 0.6))
    ]
    nothing = {"attack": {"forced": 0.5, "given": 0.5, "war": 0.605}}
    assert _signing(rows, "an attack", nothing, ("all", "all signatures", "all sign")) == (
        "The mean chance of an attack is under no option lower than with no arrangement (0.50) "
        "with all signatures forced, and lowest under One (0.40) given that all sign; no deal or "
        "an attack is under no option less likely than with no arrangement (0.60)."
    )


@pytest.mark.parametrize(
    ("steps", "said"),
    [(["a.agree"], "how long 'a.agree' takes, of"), (["a.b", "a.c"], "'a.b' and 'a.c' take, of")],
)
def test_several_steps_take_and_one_takes(steps, said):
    silent = [{"what": "days", "steps": steps, "options": ["x"]}]
    rows = [{"option": "x", "label": "X"}]
    signing = {"first": [], "later": []}
    ((told, where),) = unsaid({"rows": rows, "silent": silent, "signing": signing})
    assert (said in told, where) == (True, "silent/0")
