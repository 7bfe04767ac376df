"""The decision table against figures worked from the draws, and its sentences against its JSON."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.deterrence import NOTHING, bottom_line, decision, deter, in_words
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.questions.unsaid import unmeasured
from foedus.deterrence.wording import beside as lying
from foedus.deterrence.wording import spoken
from foedus.figures import rounded
from foedus.language import read, read_file
from foedus.views import beside
from foedus.views.deterring import deterrence_screen

DRAWS = 120
PAPERS = Path(__file__).parent.parent / "papers"


@pytest.fixture(scope="module")
def found(small):
    return deter(
        small, ["none", "member"], draws=DRAWS, break_evens=(), waiting=False, stories=False
    )


@pytest.fixture(scope="module")
def table(found):
    return decision(found)


@pytest.fixture(scope="module")
def columns(found):
    """By option, the rows that were read off."""
    return {NOTHING: found.bare, **found.rows}


def test_what_options_rest_on_is_the_same_asked_along_and_asked_after(small, table):
    how = {"draws": DRAWS, "break_evens": (), "waiting": False, "stories": False}
    along = deter(small, ["none", "member"], **how, inputs=True)
    assert [*along.rested] == ["none", "member", NOTHING]
    assert decision(along).as_json() == table.as_json()


def test_each_act_and_any_breach_are_means_over_the_draws(table, columns):
    for row in table.rows:
        mine = columns[row.option]
        assert [act.act for act in row.acts] == ["comply", "sabotage", "attack"]
        for act in row.acts:
            assert act.gravest == pytest.approx(mine[f"act.RUS.{act.act}"].mean())
        attack, sabotage = row.acts[2].gravest, row.acts[1].gravest
        assert row.acts[1].at_least == pytest.approx(attack + sabotage)
        assert row.any_breach.forced == pytest.approx(1 - mine["act.RUS.comply"].mean())
        assert row.attack.forced == pytest.approx(attack)


def test_the_three_columns_of_signing_weight_the_draws(table, columns):
    for row in table.rows:
        attack, signed = columns[row.option]["act.RUS.attack"], columns[row.option]["signed"]
        given = sum(a * s for a, s in zip(attack, signed, strict=True)) / sum(signed)
        war = np.mean([(1 - s) + s * a for a, s in zip(attack, signed, strict=True)])
        assert row.attack.given == pytest.approx(given)
        assert row.attack.war == pytest.approx(war)
        assert row.attack.signed == pytest.approx(signed.mean())
        value = columns[row.option]["value.UKR"]
        assert row.worth["UKR"].given == pytest.approx((value * signed).sum() / signed.sum())
    assert any(abs(row.attack.given - row.attack.forced) > 0.01 for row in table.rows)


def test_shares_beside_the_others_count_draws(table, columns):
    mine = columns["member"]["act.RUS.attack"]
    row = next(row for row in table.rows if row.option == "member")
    for pair in row.paired:
        apart = mine - columns[pair.other]["act.RUS.attack"]
        assert pair.lower == sum(x < -0.05 for x in apart) / DRAWS
        assert pair.higher == sum(x > 0.05 for x in apart) / DRAWS
        assert pair.lower + pair.same + pair.higher == pytest.approx(1)
        assert pair.most == pytest.approx(np.abs(apart).max())
    assert {pair.other for pair in row.paired} == {NOTHING, "none"}


def test_the_option_decides_where_it_alone_takes_attack_below_even_odds(table, columns):
    without, none, member = (
        columns[name]["act.RUS.attack"] < 0.5 for name in (NOTHING, "none", "member")
    )
    row = next(row for row in table.rows if row.option == "member").deciding
    assert row.not_needed == np.mean(without & member)
    assert row.harms == np.mean(without & ~member)
    assert row.enough == np.mean(~without & member)
    assert row.another == np.mean(~without & ~member & none)
    assert row.none == np.mean(~without & ~member & ~none)
    assert sum(row) == pytest.approx(1)
    assert 0 < row.enough < 1
    row = table.rows[0].deciding  # of all that is on the table
    assert row.not_needed == np.mean(without & none & member)
    assert row.harms == np.mean(without & ~(none & member))
    assert row.another == np.mean(~without & (none | member))
    assert row.none == np.mean(~without & ~none & ~member)


def test_regret_is_measured_against_the_best_option_of_a_draw(table, columns):
    rows = {name: columns[name]["act.RUS.attack"] for name in ("none", "member")}
    least = np.minimum(*rows.values())
    for row in table.rows[1:]:
        assert row.regret.mean == pytest.approx((rows[row.option] - least).mean())
        assert row.regret.best == pytest.approx((rows[row.option] <= least).mean())


def test_attacks_that_meet_force_are_those_under_a_guarantee_honoured(table, columns):
    none, member = (next(r for r in table.rows if r.option == name) for name in ("none", "member"))
    assert none.met is None or none.met >= 0
    honoured = columns["member"]["honoured.article-5"].mean()
    assert member.met == pytest.approx(honoured / columns["member"]["act.RUS.attack"].mean())


def test_a_switching_value_is_where_the_answer_changes_and_its_rank_a_probability(found, table):
    row = next(row for row in table.rows if row.option == "member")
    job = found.jobs["member"]
    assert row.switches
    for one in row.switches:
        low, high = one.value - 1e-4, one.value + 1e-4
        game = game_of(job)
        chances = [
            attacks(game, game.chances.values(Draws(1, fixed={one.name: x}, central=True)), 1, 20.0)
            for x in (low, high)
        ]
        assert (chances[0][0] < 0.5) != (chances[1][0] < 0.5), one
        assert (one.deters == "below") == (chances[0][0] < 0.5)
        at = game.chances.values(Draws(1, fixed={one.name: one.value}, central=True))
        assert attacks(game, at, 1, 20.0)[0] == pytest.approx(0.5, abs=1e-4)
    war = row.switches[0]
    assert war.name == "stakes.RUS.war"  # what an attack costs comes first
    assert war.rank == pytest.approx((war.value + 0.9) / 0.8, abs=1e-6)  # evenly from -.9 to -.1
    assert war.away == pytest.approx(abs(war.rank - 0.5), abs=1e-6)


def test_a_switching_value_is_said_the_way_round_that_deters(found, table):
    """What is said of more or less is tried: a cost twice as high, a gain half as large."""
    seen = set()
    for row in table.rows[1:]:
        for one in row.switches:
            said = lying(one.name, table.inputs[one.name], one.deters, one.value)
            words, number = said.removesuffix(" of the prize").rsplit(" ", 1)
            assert float(number) == pytest.approx(abs(one.value), rel=0.05)
            more = words.endswith(("more than", "above"))
            held = one.value * (1.05 if more else 0.95)
            game = game_of(found.jobs[row.option])
            params = game.chances.values(Draws(1, fixed={one.name: held}, central=True))
            assert attacks(game, params, 1, 20.0)[0] < 0.5, said
            seen |= {"costs"} if " costs " in words else {"brings"}
    assert seen >= {"costs"}


def test_a_dearer_war_is_not_said_to_be_below(table):
    told = " ".join([*deterrence_screen(table, bottom_line(table.as_json()))])
    assert "war costs RUS more than 0." in re.sub(r"\s+", " ", told)
    assert not re.search(r"(below|above) -", told)


@pytest.mark.parametrize(
    ("name", "value", "side", "said"),
    [
        (
            "stakes.RUS.the cost of war",
            -0.34,
            "below",
            "war costs Russia more than 0.34 of the prize",
        ),
        (
            "stakes.RUS.the cost of war",
            -0.34,
            "above",
            "war costs Russia less than 0.34 of the prize",
        ),
        (
            "stakes.RUS.a limited gain",
            0.3,
            "below",
            "a limited gain brings Russia less than 0.3 of the prize",
        ),
        (
            "stakes.UKR.what force brings",
            -0.05,
            "below",
            "what force brings, to Ukraine, is a loss of more than 0.05 of the prize",
        ),
        ("honour.article-5", 0.6, "above", "article-5 is honoured with a chance above 0.6"),
        (
            "arrives.article-5",
            12.0,
            "below",
            "the days until help comes under article-5 are known to number fewer than 12",
        ),
        ("detect.RUS.attack", 0.6, "above", "attack by Russia is noticed with a chance above 0.6"),
        (
            "contest.RUS.attack.helped",
            0.3,
            "below",
            "Russia winning by attack, the other side helped, has a chance below 0.3",
        ),
        (
            "decisiveness.RUS.attack",
            1.2,
            "above",
            "how much forces decide over attack by Russia is above 1.2",
        ),
    ],
)
def test_where_an_input_lies_is_said_in_the_words_of_the_user(name, value, side, said):
    assert lying(name, spoken(read(text_of("ukraine-2025")), name), side, value) == said


def test_what_is_varied_or_held_is_what_switches(small):
    held = deter(
        small, ["member"], draws=5, break_evens=(), stories=False, fixed={"stakes.RUS.war": -0.3}
    )
    names = [one.name for one in decision(held).rows[1].switches]
    assert "stakes.RUS.war" not in names
    wide = deter(
        small, ["member"], draws=5, break_evens=(), stories=False,
        vary={"stakes.RUS.war": (-2.0, 0.0)},
    )  # fmt: skip
    war = decision(wide).rows[1].switches[0]
    assert war.name == "stakes.RUS.war"
    assert war.rank == pytest.approx((war.value + 2) / 2, abs=1e-6)


def test_every_sentence_is_made_of_the_plain_table(table):
    plain = json.loads(json.dumps(table.as_json(), allow_nan=False))
    assert bottom_line(plain) == bottom_line(table.as_json())


@pytest.mark.parametrize("case", ["budapest-1994", "paris-2026"])
def test_parties_and_inputs_are_called_by_their_names(case):
    a = read(text_of(case))
    one = list(a.options)[:1] or None
    solved = deter(a, one, draws=5, break_evens=(), waiting=False, stories=False)
    table = decision(solved)
    told = " ".join([*deterrence_screen(table, bottom_line(table.as_json())), in_words(a)])
    inputs = {one.name for row in table.rows for one in row.switches}
    assert inputs
    assert not [name for name in inputs if name in told]
    prose = " ".join([*bottom_line(table.as_json()), in_words(a)])
    assert not [party for party in a.conduct if re.search(rf"\b{party}\b", prose)]


def test_what_is_not_measured_is_named_and_counted_in_grammar():
    """That a file gives no measurement does not say that there is none."""
    names = {name: f"{name}, to Y" for name in "abcdef"}
    plain = {"rows": [], "inputs": names, "silent": [], "signing": {"first": (), "later": ()}}
    plain["unmeasured"] = {"measured": (), "judged": (), "assumed": ("a",)}
    assert bottom_line(plain) == [
        "Of the inputs with a range (1) none is measured; 1 is assumed, namely a, to Y: the file "
        "gives no measurement of it."
    ]
    plain["unmeasured"] = {"measured": ("b",), "judged": ("c", "d"), "assumed": ()}
    assert bottom_line(plain) == [
        "Of the inputs with a range (3) 1 is measured; 2 are an analyst's judgement, namely c, to "
        "Y and d, to Y: the file gives no measurement of these."
    ]
    plain["unmeasured"] = {"measured": ("b",), "judged": ("c", "d"), "assumed": ("e", "f")}
    plain["rows"] = [{"switches": [{"name": "e"}], "by": "Y"}]
    assert list(unmeasured(plain)) == [
        "Of the inputs with a range (5) 1 is measured; 2 are an analyst's judgement and 2 are "
        "assumed, among them e, to Y: the file gives no measurement of these."
    ]


SAID = [
    ("rows", 0, "deciding", "not_needed"),
    ("rows", 0, "deciding", "none"),
    ("rows", 0, "deciding", "another"),
    ("rows", 0, "deciding", "harms"),
    ("rows", 2, "paired", 0, "lower"),
    ("rows", 2, "paired", 0, "same"),
    ("rows", 2, "paired", 0, "higher"),
    ("rows", 2, "deciding", "enough"),
    ("rows", 2, "deciding", "harms"),
    ("rows", 2, "met"),
    ("rows", 2, "regret", "mean"),
    ("rows", 2, "regret_breach", "mean"),
    ("rows", 2, "attack", "forced"),
    ("rows", 2, "attack", "given"),
    ("rows", 2, "attack", "war"),
    ("rows", 2, "switches", 0, "value"),
    ("rows", 2, "switches", 0, "middle"),
    ("rows", 2, "switches", 0, "away"),
    ("draws",),
    ("solved",),
    ("tolerance",),
]


@pytest.mark.parametrize("path", SAID, ids=lambda path: ".".join(map(str, path)))
def test_a_changed_number_changes_a_sentence(table, path):
    plain = json.loads(json.dumps(table.as_json()))
    changed = copy.deepcopy(plain)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    value = inner[path[-1]]
    if path[-1] in ("mean", "forced", "given", "war"):  # only the least of them is said
        inner[path[-1]] = -0.37
    else:
        inner[path[-1]] = value + 1 if path[0] in ("draws", "solved") else round(value + 0.137, 3)
    assert bottom_line(changed) != bottom_line(plain)


@pytest.mark.parametrize(("met", "rare"), [(0.0, "no"), (0.004, "hardly ever a"), (0.3, "")])
def test_what_hardly_ever_comes_is_not_said_never_to_come(table, met, rare):
    plain = json.loads(json.dumps(table.as_json()))
    for row in plain["rows"]:
        row["met"] = met
    told = " ".join(bottom_line(plain))
    assert (f": {rare} guarantee of force is in force" in told) == bool(rare)
    assert ("guarantee of force" in told) == bool(rare)


def test_each_figure_stands_under_its_own_heading(table):
    """Headings are read off what is printed, so that two that change places are seen."""
    row = next(row for row in table.rows if row.option == "member")
    attack, deciding = row.attack, row.deciding
    signing = {"forced": attack.forced, "given": attack.given}
    signing |= {"either": attack.war, "signed": attack.signed}
    shares = {"idle": deciding.not_needed, "harms": deciding.harms, "enough": deciding.enough}
    shares |= {"other": deciding.another, "none": deciding.none}
    wanted = [{key: f"{value:.2f}" for key, value in signing.items()}]
    wanted += [{key: f"{100 * value:.0f}\u00a0%" for key, value in shares.items()}]
    wanted[1]["regret"] = f"{row.regret.mean:.2f}"
    lines = list(deterrence_screen(table, ()))
    for figures in wanted:
        (at,) = [n for n, line in enumerate(lines) if set(line.split()) == set(figures)]
        under = next(line for line in lines[at:] if line.startswith("  a member from the first"))
        headings = lines[at].split()
        # a share has a space of its own that breaks no line, and is one cell
        cells = re.findall(r"[^ ]+", under)[-len(headings) :]
        assert dict(zip(headings, cells, strict=True)) == figures
    assert len(set(wanted[0].values())) > 2, "values that differ, or a swap would not be seen"


def test_the_lines_fit_a_screen_and_hold_the_figures(table):
    lines = list(deterrence_screen(table, bottom_line(table.as_json())))
    assert max(map(len, lines)) <= 80
    member = [line for line in lines if line.startswith("  a member from the first day  ")]
    row = next(row for row in table.rows if row.option == "member")
    assert [f"{act.gravest:.2f}" for act in row.acts] == member[0].split()[-4:-1]
    assert [f"{x:.2f}" for x in row.attack] == member[1].split()[-4:]
    shares = member[2].replace("\u00a0%", "").split()[-6:]
    assert shares[:3] == [f"{100 * x:.0f}" for x in row.paired[0][1:4]]
    deciding = member[3].replace("\u00a0%", "").split()[-6:]
    assert deciding[:5] == [f"{100 * x:.0f}" for x in row.deciding]
    worth = [f"{row.worth[p].given:+.2f}" for p in row.worth]
    assert member[4].split()[-len(worth) :] == worth


def test_options_whose_names_begin_alike_are_told_apart(table):
    same = "An arrangement that is called at length and differs "
    rows = tuple(
        replace(row, label=same + ("late" if row.option == "none" else "later"))
        for row in table.rows
    )
    lines = list(deterrence_screen(replace(table, rows=rows), ()))
    assert max(map(len, lines)) <= 80
    assert not any("…" in one for one in lines)
    words = " ".join(" ".join(lines).split())
    assert f"{same}late 0." in words
    assert f"{same}later 0." in words


TWO = """
foedus: 1
title: Two who threaten
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {ONE: {role: adversary}, TWO: {role: adversary}, PRO: {role: beneficiary}}
conduct:
  ONE: {towards: PRO, acts: [{act: comply}, {act: attack}]}
  TWO: {towards: PRO, acts: [{act: comply}, {act: raid}, {act: attack}]}
stakes:
  ONE: [{label: gain, when: {acted: attack, by: ONE}, worth: {value: 1, kind: assumed, because: x}}]
  TWO: [{label: loss, when: {acted: raid, by: TWO}, worth: {value: -1, kind: assumed, because: x}}]
occasions: [P0D]
"""


def test_every_adversary_has_its_rows():
    table = decision(deter(read(TWO, "two.yaml"), draws=3))
    first, second = table.of("ONE"), table.of("TWO")
    assert [row.option for row in first] == [row.option for row in second] == [NOTHING, ""]
    assert first[1].attack.forced > 0.99
    assert second[1].attack.forced < 0.01
    assert len(second[1].acts) == 3
    assert first[1].attack.given is None  # nobody could refuse
    *about, _ = bottom_line(table.as_json())
    assert [("ONE" in one, "TWO" in one) for one in about] == [(True, False)] * 2 + [
        (False, True)
    ] * 2, "a sentence about attacks says whose"


def test_what_stands_beside_the_table_is_told_of_every_adversary():
    found = deter(read(TWO, "two.yaml"), draws=3)
    lines = list(beside(found, ()))
    for name in ("ONE", "TWO"):
        (head,) = [at for at, one in enumerate(lines) if f"complying is worth to {name}" in one]
        option = next(one for one in lines[head:] if one.startswith("  Two who threaten"))
        figure = found.about(name).options[""].reassurance
        assert option.split()[-1] == rounded(figure.value, figure.unit)


def test_who_never_attacks_is_named_with_the_set_that_it_is_said_of(table):
    plain = json.loads(json.dumps(table.as_json()))
    for row in plain["rows"]:
        row["met"] = None
    told = " ".join(bottom_line(plain))
    assert "Nobody" not in told
    assert f"there is no attack by RUS in any of the {DRAWS} situations" in told


def alike(row, name, apart):
    """Return a row of another option, whose chances are higher by so much."""
    other = copy.deepcopy(row)
    other |= {"option": name, "label": name}
    for what in ("regret", "regret_breach"):
        other[what]["mean"] += apart
    for key in ("forced", "given", "war"):
        other["attack"][key] += apart
    return other


@pytest.mark.parametrize(("apart", "level"), [(0.0, True), (0.009, True), (0.011, False)])
def test_options_that_are_level_are_named_together(table, apart, level):
    """No option is called best, or lowest, of two that differ by less than a hundredth."""
    plain = json.loads(json.dumps(table.as_json()))
    plain["rows"].append(alike(plain["rows"][2], "the twin", apart))
    label = plain["rows"][2]["label"]
    words = ("least short", "does better", "lowest")
    sentences = [one for one in bottom_line(plain) if any(word in one for word in words)]
    assert len(sentences) == 2
    for one in sentences:
        assert (f"{label} and the twin" in one) == level
        assert ("the twin" in one) == level
    assert ("fall least short" in sentences[0]) == (level and apart > 0)
    assert (f"none does better than {label} and the twin in" in sentences[0]) == (apart == 0)


def test_a_file_without_a_range_says_that_its_situations_are_alike():
    assert bottom_line(decision(deter(read(TWO, "two.yaml"), draws=3)).as_json())[-1] == (
        "No input has a range: the 3 situations differ at most in how votes and procedures go."
    )


def test_whether_no_arrangement_deters_in_the_middle_is_not_said(table):
    assert table.rows[0].deters is None


def test_private_resolve_has_a_table_of_all_draws(monkeypatch):
    """Equilibria are sought in a few draws of a chunk only; the table is of all draws.

    Kydd's trust game, derived in `tests/papers`: with w = .4 the one strikes first exactly if the
    chance of greed exceeds it, and then the other does; else only the greedy do.
    """
    monkeypatch.setattr("foedus.deterrence.chunk.FEW", 2)
    a = read_file(PAPERS / "trust-game.yaml")
    found = deter(a, draws=12, precision=1e5, break_evens=(), waiting=False, stories=False)
    (row,) = [row for row in decision(found).of("OTH") if row.option == ""]
    greed = found.nothing.draws(12).of("resolved.OTH", a.resolved["OTH"])
    expected = np.where(greed < 0.4, greed, 1.0)
    assert row.attack.forced == pytest.approx(expected.mean(), abs=1e-3)
    assert sum(row.deciding) == pytest.approx(1)
    assert bottom_line(decision(found).as_json())[0].startswith("Of the 12 situations")


def test_draws_without_a_solution_are_counted_and_left_out(found, columns):
    """Seven draws of one option are lost: the table is that of the others, for every option."""
    rows = {
        name: {k: np.array(found.rows[name][k]) for k in found.rows[name]} for name in found.rows
    }
    for key, row in rows["member"].items():
        if key.startswith(("act.", "attack.", "value.", "met.")):
            row[:7] = np.nan
    table = decision(replace(found, rows=rows))
    assert table.solved == DRAWS - 7
    assert [row.unsolved for row in table.rows] == [0, 0, 7]
    for row in table.rows:
        assert row.attack.forced == pytest.approx(columns[row.option]["act.RUS.attack"][7:].mean())
        assert sum(row.deciding) == pytest.approx(1)
    plain = table.as_json()
    json.dumps(plain, allow_nan=False)
    assert bottom_line(plain)[0] == (
        f"7 of {DRAWS} draws have no solution in numbers and are left out."
    )
    assert f"Of the {DRAWS - 7} situations" in bottom_line(plain)[1]
    plain["solved"] = 0
    assert len(bottom_line(plain)) == 2  # that, and what nobody has measured
