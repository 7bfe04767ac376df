"""Who can force help, an effect or an end, and who can keep it away: answers known by hand."""

from __future__ import annotations

import json
import random
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from foedus.casebook import text_of
from foedus.cli import main
from foedus.language import option, read
from foedus.loopholes import Power, find_all, powers
from foedus.loopholes.coalitions import smallest
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, owed

HEAD = """\
foedus: 1
title: Who has it in hand
as_of: 2031-05-01
horizon: P2Y
parties:
  VAL: {role: beneficiary}
  KOR: {role: adversary}
  LIG: {role: guarantor, members: [DNK, EST, FIN]}
  panel: {role: monitor}
bodies:
  council: {members: LIG, rule: %s}
conduct:
  KOR: {towards: VAL, unbearable_from: strike, acts: [{act: abide}, {act: strike, needs: P9D}]}
"""
SHIELD = """\
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
"""
FINDING = """\
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps: [{act: find, by: %s, on_block: hold, finds: calm%s}]
"""


def asked(text: str, kind: str = "help") -> Power:
    return next(power for power in powers(Process(read(text))) if power.kind == kind)


def test_what_is_owed_at_once_comes_whatever_anybody_does():
    assert asked(HEAD % "majority" + SHIELD).outcome == "certain"


def test_what_waits_for_a_body_is_forced_by_as_many_as_carry_it():
    text = HEAD % "majority" + FINDING % ("council", "") + SHIELD + "    due_when: {found: calm}\n"
    found = asked(text)
    assert found.outcome == "contested"
    assert found.forced.alone == ()
    assert found.forced.together == ("VAL and any 2 of Denmark, Estonia and Finland",)
    assert [(rule.who, rule.does) for rule in found.forced.how] == [
        ("VAL", "allege a breach of 'calm' ('inquiry')"),
        ("any 2 of Denmark, Estonia and Finland", "agree to 'find'"),
    ]
    # VAL itself is not counted on to refuse; two members that stay away leave no majority
    assert found.kept_away.together == ("any 2 of Denmark, Estonia and Finland",)
    assert [(rule.when, rule.does) for rule in found.kept_away.how] == [
        ("when 'find' in 'inquiry' is to be decided", "not agree to 'find'")
    ]


TIMED = """\
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps:
      - {act: find, by: council, within: P5D%s}
"""
APPEAL = """\
, on_pass: effect, on_block: next}
      - {act: hear, by: panel, within: P5D, on_timeout: adopt"""


@pytest.mark.parametrize(
    ("rule", "more", "due", "who", "does"),
    [
        # Who stays silent lets two others carry it on the last day.
        ("{at_least: 2, veto: [DNK]}", "", "done", "Denmark", "object to"),
        # A single no lets it lapse, on which the duty arises; silence is no objection.
        ("consensus", "", "lapsed", "all 3 members of LIG", "not object to"),
        # Two noes lead to an appeal that silence carries, two yeses carry it at once.
        (
            "majority",
            APPEAL,
            "done",
            "any 2 of Denmark, Estonia and Finland",
            "neither agree to nor object to",
        ),
    ],
)
def test_how_to_vote_so_that_it_never_comes(rule: str, more: str, due: str, who: str, does: str):
    text = HEAD % rule + TIMED % more + SHIELD + f"    due_when: {{{due}: inquiry}}\n"
    (vote,) = [r for r in asked(text).kept_away.how if "'find'" in r.does]
    assert (vote.who, vote.does) == (who, f"{does} 'find'")


@pytest.mark.parametrize(
    ("rule", "who", "does"),
    [
        # Article 27(3): an abstention of the one with a veto is no veto; its absence holds it up.
        ("{at_least: 2, veto: [DNK]}", "Denmark", "object to 'find', or cast no ballot at all"),
        # Nor does an abstention break a consensus.
        (
            "consensus",
            "any one of Denmark, Estonia and Finland",
            "object to 'find', or cast no ballot at all",
        ),
        # Where all must say yes, an abstention is none.
        ("unanimity", "any one of Denmark, Estonia and Finland", "not agree to 'find'"),
    ],
)
def test_whoever_abstains_blocks_only_where_a_yes_is_wanted(rule: str, who: str, does: str):
    text = HEAD % rule + TIMED.replace(", within: P5D%s", "") + SHIELD
    text += "    due_when: {done: inquiry}\n"
    (vote,) = [r for r in asked(text).kept_away.how if "'find'" in r.does]
    assert (vote.who, vote.does) == (who, does)


def test_some_of_several_are_named_last():
    """Else the one who stands behind their names reads as one of them."""
    rule = "{at_least: 3, veto: [panel]}"
    head = (HEAD % rule).replace("{members: LIG, rule", "{members: [DNK, EST, FIN, panel], rule")
    found = asked(head + FINDING % ("council", "") + SHIELD + "    due_when: {found: calm}\n")
    assert found.forced.together == ("VAL, panel and any 2 of Denmark, Estonia and Finland",)


def test_under_silence_keeping_it_away_takes_an_act():
    text = HEAD % "silence" + FINDING % ("council", ", within: P3D") + SHIELD
    found = asked(
        text.replace("on_block: hold", "on_block: lapse") + "    due_when: {found: calm}\n"
    )
    assert found.forced.together == ("all 3 members of LIG and VAL",)
    assert found.kept_away.alone == ("DNK", "EST", "FIN")
    assert [rule.does for rule in found.kept_away.how] == ["object to 'find'"]


def test_the_return_of_the_sanctions_as_the_resolution_has_it():
    """Resolution 2231, paragraphs 11 and 12: a participant notifies, a veto ends the relief."""
    case = option(read(text_of("unscr-2231-snapback")), "notice-2025")
    back, relief, sanctions = powers(Process(case))
    assert relief.said.startswith("'last-relief'")  # until midnight, paragraph 12
    assert sanctions.said == "'sanctions' enters into force after 'non_performance' by Iran"
    assert (sanctions.forced, sanctions.kept_away) == (back.forced, back.kept_away)
    assert back.forced.alone == ("GBR", "FRA")
    assert [rule.does.partition(" ")[0] for rule in back.forced.how] == ["allege", "vote"]
    assert back.kept_away.alone == ()
    assert back.kept_away.together == ("the United Kingdom, France and Germany",)


def test_a_treaty_that_a_breach_brings_about_enters_unless_all_object():
    """Under reverse consensus any one of three keeps the penalties on their way."""
    text = (
        HEAD % "reverse_consensus"
        + """\
instruments:
  penalties: {parties: [LIG, KOR], status: signed, enters: {done: review}}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  review:
    opens: {by: VAL, alleging: calm}
    steps: [{act: restore, by: council, within: P10D}]
"""
    )
    found = asked(text, "effect")
    assert found.said == "'penalties' enters into force after 'strike' by KOR against VAL"
    assert found.forced.together == ("VAL and any one of Denmark, Estonia and Finland",)
    assert found.kept_away.together == ("all 3 members of LIG",)
    assert [rule.does for rule in found.kept_away.how] == ["object to 'restore'"]
    assert find_all(Process(read(text)), ["empty-assurance"]) == ()


def test_what_begins_before_the_horizon_runs_its_course():
    """A window of ten days that opens in a text read for five still closes, and still adopts."""
    window = FINDING % ("council", ", within: P10D, on_timeout: adopt")
    text = HEAD % "majority" + window + SHIELD + "    due_when: {found: calm}\n"
    short = asked(text.replace("horizon: P2Y", "horizon: P5D"))
    assert short == asked(text)
    assert short.outcome == "contested"
    assert short.forced.alone == ("VAL",)


def test_acts_come_once_all_is_signed_and_that_is_said():
    treaty = "instruments:\n  pact: {parties: [VAL, LIG], status: proposed}\n"
    found = asked(HEAD % "majority" + treaty + SHIELD + "    in: pact\n")
    assert found.outcome == "certain"
    assert found.said.endswith(
        "against VAL, once 'pact' is in force, if that is done on 2031-05-02, and nothing else"
        " before"
    )


def test_what_waits_for_more_than_signatures_is_said_to_be_signed():
    """A fallback that all have signed enters into force by what is asked about, and not before."""
    treaty = (
        "instruments:\n  pact: {parties: [VAL, LIG], status: proposed}\n"
        "  fallback: {parties: [VAL, LIG], status: proposed, enters: {declined: shield}}\n"
    )
    found = asked(HEAD % "majority" + treaty + SHIELD + "    in: pact\n")
    assert "once 'pact' is in force and all have signed 'fallback', if that is" in found.said


def test_whatever_anybody_does_is_said_of_an_act_on_a_day_and_of_those_who_stay():
    """The assumptions under which it is so: the day of the act, nothing before it, no leaving."""
    text = HEAD % "majority" + SHIELD
    later = asked(text + "    in_force: {from: 2031-06-01}\n")
    assert later.outcome == "certain"
    assert later.said.endswith(", if that is done on 2031-06-01, and nothing else before")
    never = asked(text + "    in_force: {acted: strike, by: KOR}\n    covers_ongoing: false\n")
    assert never.outcome == "impossible"
    assert never.said.endswith(", if that is done on 2031-05-01, and nothing else before")
    treaty = "instruments: {pact: {parties: [VAL, LIG], withdrawal: {by: LIG, notice: P30D}}}\n"
    left = asked(HEAD % "majority" + treaty + SHIELD + "    in: pact\n")
    assert left.outcome == "certain"
    assert ", as long as nobody leaves 'pact', if that is done on" in left.said


def test_a_guarantee_is_ended_by_whoever_may_leave_or_forfeit_it():
    treaty = """\
instruments:
  pact: {parties: [VAL, LIG], sunset: P1Y, withdrawal: {by: LIG, notice: P30D}}
"""
    found = asked(HEAD % "majority" + treaty + SHIELD + "    in: pact\n", "end")
    assert found.outcome == "contested"
    assert found.forced.alone == ("LIG",)
    assert [rule.does for rule in found.forced.how] == ["give notice of withdrawal from 'pact'"]
    assert found.kept_away.alone == ("LIG",)
    own = "  VAL: {towards: KOR, acts: [{act: wait}, {act: fire}]}\n"
    lost = "    forfeited_if: {acted: fire, by: VAL}\n"
    found = asked(HEAD % "majority" + own + SHIELD + lost, "end")
    assert found.forced.alone == found.kept_away.alone == ("VAL",)
    assert [rule.does for rule in found.kept_away.how] == ["not go as far as this act: fire"]
    found = asked(HEAD % "majority" + own + SHIELD, "end")
    assert found.outcome == "impossible"


def test_of_what_is_due_only_once_something_is_so_it_is_asked_whether_it_binds():
    """Korland's deed keeps help away for good and ends no guarantee: it is said to bind, no more.

    Where the same help is owed without a finding, the deed takes it away, and that is asked.
    """
    deeds = "deeds: {yield: {by: KOR}}\n"
    due = "    due_when: {all: [%s{not: {performed: yield}}]}\n"
    text = HEAD % "majority" + deeds + FINDING % ("panel", "") + SHIELD
    found = asked(text + due % "{found: calm}, ", "end")
    assert (found.said, found.outcome) == ("'shield' ceases to bind before its time", "impossible")
    at_once = asked(text + due % "", "end")
    assert at_once.said == "'shield' ends or is suspended before its time"
    assert at_once.forced.alone == ("KOR",)


def test_a_contest_that_is_too_large_or_too_long_is_undecided():
    text = HEAD % "majority" + FINDING % ("council", "") + SHIELD + "    due_when: {found: calm}\n"
    process = Process(read(text))
    assert {power.outcome for power in powers(process, most=1)} == {"undecided"}
    given_up = powers(process, patience=lambda _known, _waiting: False)
    assert {power.outcome for power in given_up} == {"undecided"}


def test_a_question_whose_first_search_was_given_up_is_undecided_and_not_left_out():
    """The shield binds once the treaty is signed, which one state does not tell; one that waits for
    a member that nobody can admit never binds, so that whether it ends is not asked of it.
    """
    treaty = "instruments:\n  pact: {parties: [VAL, LIG], status: proposed}\n"
    process = Process(read(HEAD % "majority" + treaty + SHIELD + "    in: pact\n"))
    ends = [power.outcome for power in powers(process, most=1) if power.kind == "end"]
    assert ends == ["undecided"]
    assert [p.outcome for p in powers(process) if p.kind == "end"] == ["impossible"]
    never = HEAD % "majority" + SHIELD + "    in_force: {member: VAL, of: LIG}\n"
    assert not [power for power in powers(Process(read(never))) if power.kind == "end"]


@pytest.mark.parametrize("seed", range(6))
def test_the_walk_says_the_same_of_everybody_alone(seed: int, draw_arrangement):
    """Whoever the walk calls a blocker keeps help away, and nobody else does, the victim aside."""
    process = Process(read(draw_arrangement(seed)))
    walk = Walk(process)
    for power in powers(process):
        if power.kind == "help":
            act = power.said.split("'")[1]
            attack = Supposition(by="RUS", act=act, against="UKR")
            blockers = set(walk.blockers(attack, owed(process, "defence"))) - {"UKR"}
            assert set(power.kept_away.alone) == blockers


@given(st.integers(0, 2**32))
def test_smallest_coalitions_are_able_and_lose_that_with_any_member(seed: int):
    rng = random.Random(seed)
    sizes = {label: rng.randint(1, 3) for label in "abcd"[: rng.randint(1, 4)]}
    weights = {label: rng.randint(0, 3) for label in sizes}
    quota = rng.randint(1, 8)

    def able(counts):
        return sum(weights[k] * n for k, n in counts.items()) >= quota

    found, every = smallest(able, sizes)
    assert every
    assert bool(found) == able(sizes)
    shares = product(*(range(size + 1) for size in sizes.values()))
    tried = [{k: n for k, n in zip(sizes, of, strict=True) if n} for of in shares]
    fewest = min((sum(c.values()) for c in tried if able(c)), default=0)
    enough = [c for c in tried if able(c) and sum(c.values()) == fewest]
    assert sorted(map(sorted, map(dict.items, found))) == sorted(
        map(sorted, map(dict.items, enough))
    )
    for counts in found:
        assert able(counts)
        for label in counts:
            assert not able({**counts, label: counts[label] - 1})
    alone = {k for k in sizes if able({k: 1})}
    if alone:
        assert {k for counts in found for k in counts} == alone


def test_check_tells_it_on_screen_and_in_json():
    args = ["check", "unscr-2231-snapback", "--option", "notice-2025"]
    screen = CliRunner().invoke(main, args).output
    assert "WHO CAN FORCE IT, AND WHO CAN KEEP IT AWAY" in screen
    assert "    The United Kingdom or France can force it alone." in screen
    assert "the United Kingdom must vote against stopping 'let the relief end'." in screen
    back, *_rest = json.loads(CliRunner().invoke(main, [*args, "--json", "-"]).stdout)["powers"]
    assert back["kind"] == "effect"
    assert back["forced"]["alone"] == ["GBR", "FRA"]
    assert back["clauses"][0]["path"] == ["procedures", "snapback"]
    named = CliRunner().invoke(main, [*args, "--property", "gap"]).output
    assert "WHO CAN" not in named


MARCH = """\
foedus: 1
title: A guarantee that falls away when its victim marches
as_of: 2030-01-01
horizon: P2Y
parties: {VAL: {}, KOR: {}, LIG: {}}
conduct:
  KOR: {towards: VAL, acts: [{act: abide}, {act: strike}]}
  VAL: {towards: KOR, acts: [{act: wait}, {act: fire}, {act: march}, {act: seize}]}
instruments: {pact: {parties: [VAL, LIG], withdrawal: {by: [VAL, LIG], notice: P30D}}}
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
    in: pact
    forfeited_if: {acted: march, by: VAL}
"""


def test_who_is_to_keep_a_guarantee_must_not_end_it_on_the_ground_either():
    """Either ends it by notice, the victim by marching too; both together keep it.

    To fire is below what forfeits it, and to seize is above: the lowest such act is told.
    """
    found = asked(MARCH, "end")
    assert found.kept_away.together == ("VAL and LIG",)
    assert [(r.when, r.who, r.does) for r in found.kept_away.how] == [
        ("as soon as that is open", "VAL and LIG", "not give notice of withdrawal from 'pact'"),
        ("at all times", "VAL", "not go as far as this act: march"),
    ]


IN_SILENCE = """\
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    reopens: false
    steps: [%s]
"""


@pytest.mark.parametrize(
    ("steps", "voted"),
    [
        (
            "{act: find, by: panel, within: P10D, finds: calm, on_timeout: adopt}",
            [("the panel", "not object to or abstain in 'find'")],
        ),
        (
            "{act: find, by: panel, within: P10D, finds: calm}",
            [("the panel", "agree to 'find'")],
        ),
        (
            "{act: all, by: council, rule: consensus, within: P10D, on_block: next},"
            " {act: find, by: council, finds: calm}",
            [("any 2 of Denmark, Estonia and Finland", "agree to 'find'")],
        ),
        (
            "{act: find, by: council, rule: {not: {at_least: 2}}, within: P10D, at_deadline: true,"
            " finds: calm}",
            [("any 2 of Denmark, Estonia and Finland", "not vote to stop 'find'")],
        ),
        (
            "{act: find, by: council, rule: {not: {at_least: 2, veto: [DNK]}}, within: P10D,"
            " at_deadline: true, finds: calm}",
            [("Denmark", "vote against stopping 'find'")],
        ),
    ],
)
def test_no_ballot_is_asked_of_those_who_need_cast_none(steps: str, voted: list[tuple[str, str]]):
    """What passes in silence needs no yes, only that nobody who would have it says no.

    The panel finds by silence: it must not object, nor abstain, which blocks what one alone decides
    as an objection does, and that is all; without `adopt` time runs out,
    and it must agree. Whether all consent or somebody objects, the second step comes (a vote by
    majority, two of three): nothing is asked in the first. Two of three stop it by voting to, and
    where two do not the third is alone. Where Denmark has a veto over stopping it, it must use it,
    since the two others are enough if it stays away.
    """
    body = IN_SILENCE % steps + SHIELD + "    due_when: {found: calm}\n"
    text = (HEAD % "majority").replace("{role: monitor}", "{role: monitor, name: the panel}")
    found = asked(text + body)
    assert [(rule.who, rule.does) for rule in found.forced.how if rule.who != "VAL"] == voted
