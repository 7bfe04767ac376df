"""`foedus decide` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.decisions import body, body_ids, power


def decided(*arguments: str, status: int = 0) -> str:
    found = CliRunner().invoke(main, ["decide", *arguments], env={"COLUMNS": "100"})
    assert found.exit_code == status, found.output
    return found.output if status == 0 else found.output + found.stderr


def test_a_body_that_ships():
    said = decided("--body", "unsc", "--chances", "0.9,0.07,0.03", "--indices", "all")
    assert "CHN, FRA, GBR, RUS and USA can each block alone." in said
    assert "(120 groups)" in said
    assert "UN Charter, article 27(3)" in said
    assert "0.1963" in said
    # by hand: 0.97 ** 5 that no permanent member objects, times 0.9998 that nine then say yes
    assert "Chance that it passes: 0.8586 (exact, given the positions)." in said
    assert max(map(len, said.splitlines())) <= 100


def test_the_bodies_are_listed_with_their_sources():
    said = decided("--bodies")
    for name in body_ids():
        assert f"{name}: " in said
        assert body(name).source in said


def test_members_and_dates_of_the_bodies_are_told_in_both_forms():
    said, told = decided("--bodies"), json.loads(decided("--bodies", "--json", "-"))["bodies"]
    assert [one["id"] for one in told] == list(body_ids())
    for one in told:
        assert f"{len(one['members'])} members on {one['as_of']}" in said
        assert set(one["members"]) <= set(said.split())
        assert tuple(one["members"]) == body(one["id"]).members
    assert max(map(len, said.splitlines())) <= 160


def test_unions_add_owen_values():
    """Majority of three in which two have joined: they share what the third has lost."""
    words = ("--weights", "A=1,B=1,C=1", "--quota", "2", "--union", "pact=A,B")
    found = json.loads(decided(*words, "--json", "-"))["decisions"][0]
    assert found["indices"]["owen"] == pytest.approx({"A": 0.5, "B": 0.5, "C": 0})
    assert found["indices"]["shapley"]["C"] == pytest.approx(1 / 3)
    assert "pact (A, B) has 1.0000 together" in " ".join(decided(*words).split())


def test_power_is_drawn(tmp_path):
    decided("--body", "unsc", "--indices", "banzhaf", "--plot", str(tmp_path / "p.csv"))
    rows = (tmp_path / "p.csv").read_text().splitlines()
    assert rows[0] == "index,member,value"
    # Banzhaf's absolute index of a permanent member: 848 swings over 2^14.
    assert rows[1] == "absolute Banzhaf,CHN,0.0517578125"
    assert len([row for row in rows if row.startswith("absolute Banzhaf,")]) == 15
    decided("--body", "unsc", "--plot", str(tmp_path / "p.svg"))
    drawn = (tmp_path / "p.svg").read_text()
    assert drawn.startswith("<svg")
    assert "CHN, FRA and 3 like them, Shapley–Shubik: 0.1963" in drawn


def test_a_quota_is_printed_as_it_was_written():
    words = ("--weights", "A=4,B=2,C=1", "--indices", "none", "--quota")
    assert "at least 65 % of all votes (5 of 7) voting yes" in decided(*words, "65 %")
    assert "at least 2/3 of all votes (5 of 7) voting yes" in decided(*words, "2/3")
    assert "at least 5 of 7 votes (71.4 %) voting yes" in decided(*words, "5")
    found = json.loads(decided(*words, "65 %", "--json", "-"))["decisions"][0]
    assert found["spec"] == {"weights": {"A": 4, "B": 2, "C": 1}, "quota": "65 %"}


def test_json_holds_all_digits():
    found = json.loads(decided("--body", "eu-council", "--chances", "0.9", "--json", "-"))
    council = found["decisions"][0]
    assert council["indices"]["shapley"] == power(body("eu-council").rule).shapley_shubik
    assert 0 < council["chance"]["value"] < 1
    assert council["blocking_complete"] is False


def test_a_party_to_the_dispute_abstains():
    assert "CHN, FRA, GBR and USA can each" in decided(
        "--body", "unsc-chapter-vi", "--party", "RUS"
    )


def test_the_seed_case_by_what_its_members_said():
    said = decided("ukraine-2025", "--indices", "none")
    assert "invite: each of the 32 can block alone." in said
    assert "deposit: only Ukraine can do it." in said
    assert "by what was said up to 2025-02-21" in said
    assert "From the gravest act to accession, by every way there is" in said


def test_the_last_statement_on_file_is_dated():
    """Of 1 December 2026 the file knows nothing later than what was said on 2 August 2025."""
    said = " ".join(decided("ukraine-2025", "--at", "2026-12-01", "--indices", "none").split())
    last = "by what was said up to 2026-12-01 (the last statement on file is of 2025-08-02), "
    assert last in said


def test_the_seed_case_by_given_chances():
    arguments = ("--chances", "0.97", "--position", "HUN=0.1", "--persuade", "0.5")
    said = decided("ukraine-2025", "--body", "NAC", *arguments)
    assert "Hungary" in said
    assert "To reach a chance of 0.5, persuade" in said
    again = decided("ukraine-2025", "--body", "NAC", *arguments)
    assert said == again


def test_a_case_in_which_nobody_spoke_has_no_chance():
    assert "Chance" not in decided("locarno-1925")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--bodies"),
        (("--body", "unsx"), "Did you mean unsc"),
        (("--body", "nato", "--chances", "2"), "is no chance; one lies between 0 and 1"),
        (("--body", "nato", "--chances", "often"), "'often' is no chance"),
        (("--body", "nato", "--chances", "1.5"), "--chances: 1.5 is no chance"),
        (("--body", "nato", "--chances", ".9", "--position", "HUM=0.1"), "Did you mean HUN"),
        (("--body", "nato", "--position", "HUN"), "ID=P"),
        (("--body", "nato", "--position", "HUN=0.1"), "--chances"),
        (("--body", "nato", "--chances", ".9", "--correlation", "2"), "not in the range 0<=x<=1"),
        (("--body", "nato", "--indices", "shaply"), "Did you mean shapley"),
        (("--body", "nato", "--persuade", "0.5"), "give --chances"),
        (("--body", "nato", "--chances", "0.9", "--persuade", "5"), "not in the range 0<=x<=1"),
        (("--body", "nato", "--party", "HUN"), "does not depend"),
        (("ukraine-2025", "--party", "RUS"), "--party"),
        (("ukraine-2025", "--body", "NAK"), "Did you mean NAC"),
        (("minsk-2",), "nobody decides"),
        (("atlantis",), "no case or file"),
    ],
)
def test_a_mistake_ends_with_a_message_and_status_2(arguments: tuple[str, ...], words: str):
    assert words in decided(*arguments, status=2)


def test_a_body_in_no_file_is_given_by_its_weights():
    """By hand: A is in every winning group, with B or C; of 6 orders A turns 4."""
    said = decided("--weights", "A=4,B=2,C=1", "--quota", "5")
    assert "3 members with weights A 4, B 2, C 1; quota 5" in said
    assert "A can block alone." in said
    assert "Improper" not in said
    told = json.loads(decided("--weights", "A=4,B=2,C=1", "--quota", "5", "--json", "-"))
    shapley = told["decisions"][0]["indices"]["shapley"]
    assert shapley == pytest.approx({"A": 2 / 3, "B": 1 / 6, "C": 1 / 6})


def test_a_rule_that_two_strangers_can_both_pass_is_remarked_on():
    assert "Improper: two groups" in decided("--weights", "A=1,B=1,C=1", "--quota", "1")
    assert "Improper" not in decided("--weights", "A=3,B=1,C=1", "--quota", "2.5")


def test_groups_that_were_not_gone_through_are_not_said_to_be_unable_to_block():
    """Of weights 1 to 40 a group needs 410 of 820 to block: the twelve heaviest have 414."""
    heavy = ",".join(f"m{i}={i}" for i in range(1, 41))
    said = " ".join(decided("--weights", heavy, "--quota", "411", "--indices", "none").split())
    assert "No group can block" not in said
    assert "No group of up to 3 members can block. (Groups of more than 3 members were" in said


def test_members_keep_their_names_where_a_sentence_begins():
    assert "  no can block alone." in decided("--weights", "yes=1,no=2", "--quota", "2")
    assert "1 member with weights A 1; quota 1" in decided("--weights", "A=1", "--quota", "1")


def test_members_in_a_bloc_vote_as_one():
    said = decided("--weights", "A=4,B=2,C=2,D=1", "--quota", "5", "--bloc", "North=B,C,D")
    assert "voting in blocs (North: B, C, D)" in said
    assert "Together can block" not in said
    (found,) = json.loads(
        decided("--body", "eu-council", "--bloc", "Benelux=BEL,NLD,LUX", "--json", "-")
    )["decisions"]
    assert len(found["members"]) == 25
    assert found["as_of"] == "2020-02-01"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--weights", "A=4"], "it needs --quota"),
        (["--quota", "5"], "--quota belongs to --weights"),
        (["--weights", "A=4,B", "--quota", "3"], "'B' is no weight: write A=4,B=2,C=1"),
        (["--weights", "A=4,A=2", "--quota", "3"], "'A' has two weights"),
        (["--weights", "A=4,B=2", "--quota", "9"], "is not above 0 and up to the total weight"),
        (["--body", "unsc", "--bloc", "X=FRA,XXX"], "'XXX' is not a member"),
        (["--body", "unsc", "--bloc", "X"], "is no bloc: write NAME=A,B"),
    ],
)
def test_what_makes_no_body_says_so(words, told):
    assert told in decided(*words, status=2)


def test_power_takes_a_body():
    assert power(body("unsc")) == power(body("unsc").rule)


def test_a_body_says_when_its_members_were_these():
    assert "Members as of 2024-03-07: ALB, BEL" in decided("--body", "nato")
    assert "32 members on 2024-03-07" in decided("--bodies")


TWICE = """\
foedus: 1
title: The President informs, and consents with Congress
as_of: 2025-01-01
parties: {PRE: {}, CON: {}, HER: {}}
bodies: {both: {members: [PRE, CON], rule: unanimity}}
procedures:
  act:
    opens: {by: PRE}
    steps: [{act: inform, by: WHO}, {act: consent, by: both}]
"""


@pytest.mark.parametrize(("who", "whole"), [("PRE", 0.36), ("HER", 0.36)])
def test_who_acts_alone_in_one_step_may_still_refuse_in_another(
    who: str, whole: float, tmp_path: Path
):
    """Each consents with 0.6, and without both nothing takes effect: 0.6 times 0.6.

    Whoever only informs is taken to do it, be that a third; whoever consents too is asked once.
    """
    file = tmp_path / "act.yaml"
    file.write_text(TWICE.replace("WHO", who), "utf-8")
    first, *_ = json.loads(decided(str(file), "--chances", "0.6", "--json", "-"))["decisions"]
    assert first["chance"]["value"] == pytest.approx(whole)


OPEN = """\
foedus: 1
title: A step that may stay open
as_of: 2025-01-01
horizon: P1Y
parties: {a: {name: Aland}, b: {name: Bland}, c: {name: Cland}, s: {name: the Secretary}}
bodies:
  one: {name: the first body, members: [a, b], rule: unanimity}
  two: {name: the second body, members: [c, b], rule: any_one}
procedures:
  p: {opens: {by: a}, steps: [{act: ask, by: one, on_block: next}, {act: seal, by: s}]}
  q: {opens: {by: a}, steps: [{act: settle, by: two}]}
"""


LEADS_ON = """\
foedus: 1
title: A no that leads on
as_of: 2025-01-01
horizon: P1Y
parties: {a: {name: Aland}, b: {name: Bland}, c: {name: Cland}}
bodies: {council: {members: [a, b, c], rule: {weights: {a: 3, b: 2, c: 1}, quota: 4}}}
procedures:
  p:
    opens: {by: a}
    steps:
      - {act: coordinate, by: council, within: P1D, on_timeout: %s, on_block: %s}
      - {act: review, by: council, within: P9D}
"""


@pytest.mark.parametrize(
    ("timeout", "block", "told"),
    [
        ("adopt", "next", "coordinate: Aland can block alone, but a no only leads on."),
        ("next", "next", "coordinate: Aland can block alone, but a no only leads on."),
        ("lapse", "next", "coordinate: Aland can block alone, but a no only leads on."),
        ("adopt", "lapse", "coordinate: Aland can block alone."),
        ("adopt", "hold", "coordinate: nobody alone can block."),
    ],
)
def test_whoever_blocks_a_step_that_a_no_leads_on_from_is_named(tmp_path, timeout, block, told):
    """Four of six votes carry it. By hand: without Aland three are left, too few, so its no blocks.

    Where a no leads on, the review comes all the same; where none is final, the time decides.
    Without Bland four are left, and five without Cland.
    """
    file = tmp_path / "case.yaml"
    file.write_text(LEADS_ON % (timeout, block), "utf-8")
    said = decided(str(file), "--indices", "none")
    assert told in said
    assert "review: Aland can block alone." in said


def test_members_of_a_case_are_called_by_their_names_and_silence_is_told(tmp_path):
    """A no leads on; but who says nothing leaves the first step open, since it has no time."""
    file = tmp_path / "case.yaml"
    file.write_text(OPEN, "utf-8")
    said = decided(str(file), "--chances", "0.5")
    assert (
        "ask: each of the 2 can block alone, but a no only leads on, and it stays open while too"
        in said
    )
    assert "seal: only the Secretary can do it." in said
    assert "The Secretary, acting alone, is taken to act." in said
    assert "Together can block: Cland and Bland." in said


SILENCE = """\
foedus: 1
title: Silence adopts
as_of: 2023-08-13
horizon: P1Y
parties: {jpn: {}, states: {members: [NOR, SWE, DNK]}}
bodies: {council: {members: states, rule: unanimity}}
procedures:
  both:
    opens: {by: jpn}
    steps:
      - {act: agree, by: council, within: P10D, on_timeout: adopt}
      - {act: review, by: council, within: P10D}
  single: {opens: {by: jpn}, steps: [{act: agree, by: council, within: P10D, on_timeout: adopt}]}
"""


def test_silence_that_adopts_counts_in_one_step_of_several_as_in_a_step_alone(tmp_path):
    """By hand, each yes with .6, no .2, absent .2: a no is all that stops it, so .8 cubed is .512.

    In the review a yes of each is needed, .6 cubed, which is .216; and who is silent there lapses.
    """
    file = tmp_path / "case.yaml"
    file.write_text(SILENCE, "utf-8")
    told = decided(str(file), "--chances", "0.6,0,0.2,0.2", "--correlation", "0", "--json", "-")
    found = json.loads(told)["decisions"]
    chances = {one["name"]: one["chance"]["value"] for one in found}
    assert chances["agree, by council"] == pytest.approx(0.512, abs=1e-12)
    assert chances["single"] == pytest.approx(0.512, abs=1e-12)
    assert chances["review, by council"] == pytest.approx(0.216, abs=1e-12)
    said = " ".join(decided(str(file), "--indices", "none").split())
    assert said.count("within 10 days, and silence counts as agreement") == 3


TWICE = """\
foedus: 1
title: One question put twice
as_of: 2025-01-01
horizon: P3Y
parties: {AAA: {}, BBB: {}, CCC: {role: guarantor}}
bodies: {both: {members: [AAA, BBB], rule: unanimity}}
procedures:
  twice: {opens: {by: CCC}, steps: [{act: invite, by: both}, {act: ratify, by: both}]}
  apart: {opens: {by: CCC}, steps: [{act: agree, by: both}, {act: deposit, by: CCC}]}
"""


def test_a_whole_whose_members_vote_once_for_all_steps_says_so(tmp_path):
    """Two say yes with .9 each: .81 at each step of `twice`, and .81 and no .6561 of the whole."""
    file = tmp_path / "case.yaml"
    file.write_text(TWICE, "utf-8")
    said = " ".join(decided(str(file), "--chances", "0.9", "--indices", "none").split())
    alike = "who votes on one question at several steps votes alike at each"
    assert f"takes effect: 0.81 (exact, given the positions; {alike})." in said
    assert said.count(alike) == 1
    assert "Chance that it passes: 0.81 (exact, given the positions)." in said
