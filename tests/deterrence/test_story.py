"""What --why tells: of the game that is solved, on the day, and as far as the one who acts knows.

All examples are of one fight: attack wins the land (worth 1) with chance .6, or .2 with help, and
costs .45. At precision 20 one of two answers that is worth x more is chosen with chance L(x), the
logistic function of 20 x.
"""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.deterrence import Design, best_play, deter
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.questions.explanation import explain, story_of, tell
from foedus.deterrence.questions.ledger import Ledger
from foedus.games import Decision, action_values, all_beliefs, evaluate, node_values, solve_aqre
from foedus.language import read

TEXT = """
foedus: 1
title: One fight
as_of: 2025-01-01
horizon: P1Y
parties:
  D: {name: Dorland, role: beneficiary}
  A: {name: Arland, role: adversary}
  G: {name: Gorland, role: guarantor}
  M: {name: Board, role: monitor}
conduct:
  A: {towards: D, acts: [{act: comply}, {act: attack, needs: P10D}]}
occasions: [P0D]
contests:
  - by: A
    act: attack
    alone: {value: 0.6, kind: assumed, because: x}
    helped: {value: 0.2, kind: assumed, because: x}
stakes:
  A:
    - {label: the land, when: {prevailed: A}, worth: {value: 1, kind: assumed, because: x}}
    - label: the war
      when: {acted: attack, by: A}
      worth: {value: -0.45, kind: assumed, because: x}
  D: [{label: the land, when: {prevailed: A}, worth: {value: -1, kind: assumed, because: x}}]
"""
AID = """
guarantees:
  aid:
    owed_by: G
    protects: {state: D, territory: unspecified}
    against: A
    casus_foederis: attack
    response: defend
    arrives: {value: 1, kind: assumed, because: x}
"""
HONOURED = AID + "    honour: {value: 0.5, kind: assumed, because: x}\n"
WILLS = """
  G:
    - label: cost
      when: {defended: D}
      worth: {value: -0.6, kind: assumed, because: x}
      if: irresolute
    - label: small cost
      when: {defended: D}
      worth: {value: -0.2, kind: assumed, because: x}
      if: resolved
    - {label: the loss, when: {prevailed: A}, worth: {value: -1, kind: assumed, because: x}}
resolved:
  G: {value: 0.4, kind: assumed, because: x}
"""
SIGN = """
signs:
  A:
    of: G
    if_resolved: {value: 0.7, kind: assumed, because: x}
    if_irresolute: {value: 0.2, kind: assumed, because: x}
"""


def logit(x, precision=20.0):
    return 1 / (1 + exp(-precision * x))


def told(text, **design):
    return list(explain(Job(read(text), "", Design(**design)), "A"))


def line(lines, *parts):
    """Return the one line that has all of these."""
    (found,) = (one for one in lines if all(part in one for part in parts))
    return found


DECIDED = """
procedures:
  decide:
    opens: {when: {act: attack, by: A}}
    steps: [{act: decide, by: M, takes: {%s, kind: assumed, because: x}}]
"""
DUE_THEN = HONOURED + "    due_when: {done: decide}\n"


@pytest.mark.parametrize(("days", "day"), [(20, "2025-01-22"), (300, "2025-10-29")])
def test_a_step_is_told_on_the_day_on_which_it_ends_and_not_on_that_on_which_it_is_drawn(days, day):
    """Opened with the attack of 2 January, and drawn on the day of the fight, ten days later.

    20 days later it is 22 January, 300 days later 29 October. The year of the story, counted from
    its first day, has 1 January for its last.
    """
    lines = told(TEXT + DUE_THEN + DECIDED % f"value: {days}")
    at = line(lines, "the step 'decide'")
    assert at.startswith(
        f"{day}: the step 'decide' of decide passes with chance 0.50 by 2026-01-01"
    )
    assert lines.index(at) > lines.index(line(lines, "gains what it fights for"))
    assert line(lines, "aid is honoured").startswith(
        day
    )  # it is owed on the day on which it passes


TWO_STEPS = """
procedures:
  slow:
    opens: {when: {act: attack, by: A}}
    steps: [{act: settle, by: M, takes: {value: 100, kind: assumed, because: x}%s}]
  quick:
    opens: {when: {act: attack, by: A}}
    steps: [{act: decide, by: M, takes: {value: 20, kind: assumed, because: x}}]
"""
DUE_ONCE = HONOURED + "    due_when: {any: [{done: slow}, {done: quick}]}\n"


def test_two_steps_are_told_in_the_order_in_which_they_end_and_what_is_overtaken_is_not():
    """Drawn in the order of the file, 100 days (12 April) before 20 (22 January).

    Where the slow one needs that the quick one is not done, it ends nothing on its day.
    """
    lines = told(TEXT + DUE_ONCE + TWO_STEPS % "")
    quick, slow = (line(lines, f"of {name} passes") for name in ("quick", "slow"))
    assert (quick[:10], slow[:10]) == ("2025-01-22", "2025-04-12")
    assert lines.index(quick) < lines.index(slow)
    lines = told(TEXT + DUE_ONCE + TWO_STEPS % ", needs: {not: {done: quick}}")
    assert line(lines, "of quick passes")
    assert not any("of slow" in one for one in lines)


BOMB = """
coercion:
  A:
    label: the bomb
    gives_in: {value: 0.45, kind: assumed, because: x}
    out_of_hand: {value: 0.6, kind: assumed, because: x}
    worth: {A: {value: -0.01, kind: assumed, because: it hardly minds}}
"""


def test_nothing_is_told_beyond_the_end_of_the_story():
    """Help is due after 5 days, on the 7th, and the bomb falls: the slow step stays undecided.

    Whether that takes 3 to 15 days was drawn for all days up to the fight, and by the 11th it is
    likeliest still open; but by then there is nobody left.
    """
    steps = TWO_STEPS.replace("value: 20", "value: 5").replace("value: 100", "low: 3, high: 25")
    lines = told(TEXT + DUE_ONCE + steps % "" + BOMB)
    assert line(lines, "of quick passes").startswith("2025-01-07")
    assert line(lines, "the bomb, threatened over aid, comes about").startswith("2025-01-07")
    assert not any("of slow" in one for one in lines)


def test_what_fails_is_told_within_the_days_that_it_takes():
    """A step of 3 to 7 days is held not to pass: it fails from 5 to 9 January, before the fight."""
    design = {"fixed": {"passing": 0.0}}
    lines = told(TEXT + DUE_THEN + DECIDED % "low: 3, high: 7", **design)
    day = line(lines, "the step 'decide'", "fails with chance 1.00 by 2025-01-11").partition(":")[0]
    assert "2025-01-05" <= day <= "2025-01-09"


def test_help_that_comes_too_late_is_told_on_the_day_of_the_fight():
    """Owed on 2 January, and 10 to 40 days away: late for the fight of the 12th, .97 or so."""
    late = HONOURED.replace("arrives: {value: 1", "arrives: {low: 10, high: 40").replace(
        "value: 0.5", "value: 0.9"
    )
    lines = told(TEXT + late)
    assert line(lines, "aid is honoured").startswith("2025-01-02")
    assert line(lines, "help under aid comes too late").startswith("2025-01-12")


def test_what_a_choice_is_worth_is_the_mean_over_what_the_chooser_cannot_know():
    """Gorland helps with L(-.4 + .6) if it is resolved (.4), and L(-.8 + .6) if not.

    Arland, which knows neither, compares .15 - .4 x (.4 L(.2) + .6 L(-.2)) with peace: -.011.
    """
    helped = 0.4 * logit(0.2) + 0.6 * logit(-0.2)
    worth = 0.15 - 0.4 * helped
    lines = told(TEXT + WILLS + AID)
    said = line(lines, "Gorland is irresolute (chance 0.60), which it alone knows")
    assert f"an attack by Arland then has chance {logit(worth):.2f}" in said
    said = line(lines, "Arland chooses 'comply'")
    assert f"(chance {logit(-worth):.2f})" in said
    assert f"worth +0.00 to it, by what it believes of others, against {worth:+.2f} if" in said
    assert f"the land +0.00 against {0.6 - 0.4 * helped:+.2f}" in said


def test_a_sign_moves_what_a_choice_is_worth_by_bayes_rule():
    """No sign is seen of a resolved one with .3, of an irresolute one with .8.

    Then Gorland is resolved with .4 x .3 / (.4 x .3 + .6 x .8) = .2, and an attack is worth
    .15 - .4 (.2 L(.2) + .8 L(-.2)) = +.066; had a sign been seen, with .7, it would be -.127.
    """
    unseen, seen = (0.15 - 0.4 * (p * logit(0.2) + (1 - p) * logit(-0.2)) for p in (0.2, 0.7))
    lines = told(TEXT + WILLS + SIGN + AID)
    said = line(lines, "Arland sees no sign that Gorland is resolved (chance 0.80)")
    assert said.endswith(
        f"then has chance {logit(unseen):.2f}, did it see a sign {logit(seen):.2f}"
    )
    said = line(lines, "Arland chooses 'attack'")
    assert f"worth {unseen:+.2f} to it, by what it believes of others, against +0.00" in said


def test_the_story_says_whose_type_it_tells_and_how_likely_an_attack_is_in_all():
    """An irresolute Arland (.52) attacks with L(-.05), a resolved one, of cheap wars, L(.1).

    In all that is .48 x .881 + .52 x .269 = .563: at even odds or above, though the story is of
    one that complies.
    """
    text = TEXT.replace(
        "      worth: {value: -0.45", "      if: irresolute\n      worth: {value: -0.45"
    )
    text = text.replace(
        "  D: [{label",
        "    - label: a cheap war\n      when: {acted: attack, by: A}\n      if: resolved\n"
        "      worth: {value: -0.3, kind: assumed, because: x}\n  D: [{label",
    )
    lines = told(text + HONOURED + "resolved: {A: {value: 0.48, kind: assumed, because: x}}\n")
    weak, strong = logit(-0.05), logit(0.1)
    assert line(lines, "Arland is irresolute (chance 0.52), which it alone knows").endswith(
        f"an attack by Arland then has chance {weak:.2f}, were it resolved {strong:.2f}"
    )
    assert "Arland chooses 'comply' (chance 0.73): worth +0.00 to it, against -0.05" in line(
        lines, "Arland chooses"
    )
    assert line(lines, "Over all that can come, not this story alone").endswith(
        f"{0.48 * strong + 0.52 * weak:.2f}"
    )
    assert "attack is at even odds or above" in lines[-1]


THRICE = TEXT.replace("[P0D]", "[P0D, P60D, P120D]")


def test_the_likeliest_move_is_told_and_with_what_chance():
    """An attack is worth .15 each time; to wait is worth L(.15) x .15 = .143 before the last.

    Before the two last it is worth that or .15, by L(.15 - .143): .1467. So it attacks at once,
    with L(.15 - .1467) = .517, though without errors it could as well wait.
    """
    last = logit(0.15) * 0.15
    later = last + logit(0.15 - last) * (0.15 - last)
    lines = told(THRICE)
    at_once = line(lines, "Arland chooses")
    assert at_once.startswith(
        f"2025-01-02: Arland chooses 'attack' (chance {logit(0.15 - later):.2f}); it could as well"
    )
    assert "(precision 20)" in lines[0]
    spared = (1 - logit(0.15 - later)) * (1 - logit(0.15 - last)) * (1 - logit(0.15))
    assert line(lines, "Over all that can come").endswith(f"has chance {1 - spared:.2f}")
    assert "(precision 5)" in told(THRICE, precision=5)[0]


def test_values_told_are_those_of_the_game_that_is_solved():
    """The quarrel lasts with .7: to wait is worth .7 L(.15) x .15 = .100, and not .7 x .15."""
    text = TEXT.replace("[P0D]", "[P0D, P60D]")
    lines = told(text + "quarrel_lasts: {value: 0.7, kind: assumed, because: x}\n")
    said = line(lines, "Arland chooses 'attack'")
    wait = 0.7 * logit(0.15)
    assert "worth +0.15 to it, against +0.10 if it chooses 'comply'" in said
    assert (
        f"the land +0.60 against {0.6 * wait:+.2f}, the war -0.45 against {-0.45 * wait:+.2f}"
        in said
    )
    assert f"{0.6 * wait:.2f}" == "0.40"  # without errors it would be .42


def test_a_quarrel_that_likely_ends_by_itself_is_told_to():
    """It lasts with .3 after an occasion on which Arland, for whom war costs more, complies."""
    text = TEXT.replace("[P0D]", "[P0D, P60D]").replace("-0.45", "-0.7")
    lines = told(text + "quarrel_lasts: {value: 0.3, kind: assumed, because: x}\n")
    assert line(lines, "the quarrel ends").endswith("the quarrel ends by itself with chance 0.70")


TWO_THREATS = """
coercion:
  A:
    label: the bomb
    gives_in: {value: 0.5, kind: assumed, because: x}
    out_of_hand: {value: 0.1, kind: assumed, because: x}
    threatening: {value: -0.02, kind: assumed, because: x}
    worth: {A: {value: -3, kind: assumed, because: x}}
"""


@pytest.mark.parametrize(
    "text",
    [
        TEXT + HONOURED,
        TEXT + WILLS + AID,
        TEXT + WILLS + SIGN + AID,
        TEXT + WILLS + AID + AID.replace("guarantees:\n  aid", "  more") + TWO_THREATS,
    ],
)
def test_stakes_add_up_to_what_the_solver_says_each_answer_is_worth(text):
    """Twice the same threat is paid for twice, and who cannot tell nodes apart has their mean."""
    game = game_of(Job(read(text), ""))
    params = game.chances.values(Draws(1, central=True))
    solution = solve_aqre(game.tree, params, [20.0])[0]
    ledger, numbers = Ledger(game, solution, params), evaluate(game.tree, params)
    values = node_values(game.tree, numbers, solution.profile)
    beliefs, _ = all_beliefs(game.tree, numbers, [np.log(p) for p in solution.profile])
    worth = action_values(game.tree, beliefs, values, 1)
    for number, node in enumerate(game.tree.nodes):
        if isinstance(node, Decision):
            player = game.tree.players[game.tree.infosets[node.infoset].player]
            sums = [sum(row.values()) for row in ledger.stakes(number, player)]
            assert sums == pytest.approx(worth[node.infoset][:, 0].tolist(), abs=1e-12)
    attack = deter(read(text), draws=1, break_evens=(), stories=False).options[""].attack
    assert ledger.attack(game.tree.root) == pytest.approx(attack.value, abs=1e-9)


@pytest.mark.parametrize("name", ["pre-ratified", "article-5-like", "arms-only"])
def test_nobody_is_told_to_choose_what_is_worth_less_to_it(name):
    job = Job(read(text_of("ukraine-2025")), name, brief=True)
    story = story_of(job)
    chosen = [scene for scene in story.scenes if scene.worth and scene.about.kind != "agree"]
    assert len(chosen) > 1
    for scene in chosen:
        assert scene.worth[scene.took] >= max(scene.worth.values()) - 1e-6
        assert scene.chances[scene.took] >= max(scene.chances.values()) - 1e-6
    days = [scene.day for scene in story.scenes]
    assert days == sorted(days)
    reasons = best_play(job.arrangement, name).reasons
    assert reasons == tuple(tell(job, story))


def test_where_there_is_no_solution_in_numbers_no_story_is_told():
    """Two gains of 1e308 each add up to more than a number can be."""
    text = TEXT.replace("value: 1, ", "value: 1.0e+308, ", 1)
    again = text.partition("A:\n    - {label: the land")[2].partition("\n")[0]
    text = text.replace("    - label: the war", f"    - {{label: more{again}\n    - label: the war")
    found = deter(read(text), draws=2, break_evens=()).options[""]
    assert found.attack.value is None
    (only,) = found.because
    assert only.startswith("no story is told: with every estimate at its middle the game has no")


ALLEGED = """
foedus: 1
title: Allegations that cost nothing
as_of: 2025-01-01
horizon: P1Y
parties: {A: {name: Arland}, D: {name: Dorland}, M: {name: Board}}
conduct:
  A:
    towards: D
    false_alarm: {value: 0, kind: assumed, because: x}
    acts:
      - {act: comply}
      - act: seize
        detect: {value: 0.5, kind: assumed, because: x}
        attribute: {value: 1, kind: assumed, because: x}
instruments: {deal: {parties: [A, D]}}
norms: {calm: {prohibition: seize, bearer: A, towards: D, in: deal}}
procedures:
  finding:
    opens: {by: D, alleging: calm}
    steps: [{act: report, by: M, takes: {value: 3, kind: assumed, because: x}, finds: calm}]
stakes:
  A: [{label: cost, when: {acted: seize, by: A}, worth: {value: -5, kind: assumed, because: x}}]
  D: [{label: found, when: {found: calm}, worth: {value: 5, kind: assumed, because: x}}]
occasions: [P0D]
"""


def test_whoever_alleges_though_it_makes_no_difference_to_it_is_told_before_the_report_that_fails():
    """There was no breach and no false alarm can come: it alleges or not with a half each."""
    lines = told(ALLEGED)
    asked = line(lines, "Dorland alleges")
    did = "Dorland alleges a breach (finding) (chance 0.50)"
    assert asked == f"2025-01-02: {did}; it could as well do otherwise"
    failed = line(lines, "the step 'report' of finding fails with chance 1.00")
    assert lines.index(asked) == lines.index(failed) - 1
