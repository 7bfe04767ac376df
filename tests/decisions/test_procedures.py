"""Procedures: against a walk through every set of ballots, and in English."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.decisions import (
    Ballot,
    BallotError,
    RuleError,
    Stage,
    blocking_groups,
    body,
    body_ids,
    chance_of_effect,
    effect,
    otherwise,
    parse_rule,
    single_vetoes,
    then,
)
from foedus.decisions.days import Between, Fixed
from foedus.decisions.procedure import Otherwise, not_objected, standing
from foedus.decisions.written import rule_spec
from foedus.texts import Plural

MEMBERS = ["A", "B", "C"]
ALL = (Ballot.YES, Ballot.ABSTAIN, Ballot.NO, Ballot.ABSENT)
rules = st.sampled_from(["consensus", "unanimity", "majority", "reverse_consensus", {"veto": "A"}])
stages = st.builds(
    lambda name, rule, within, timeout, block: Stage(
        name, parse_rule(rule, MEMBERS), within, timeout, block
    ),
    st.sampled_from(["decide", "confirm"]),
    rules,
    st.sampled_from([None, 3]),
    st.sampled_from(["adopt", "lapse", "next", "hold", "end"]),
    st.sampled_from(["lapse", "next", "hold", "end"]),
)
procedures = st.recursive(
    stages,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: then(*parts)),
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: otherwise(*parts)),
    ),
    max_leaves=4,
)


def walked(procedure, ballots) -> str:
    """Walk the stages as one would by hand: passed, lapsed, open for ever or all over."""
    if isinstance(procedure, Stage):
        if procedure.rule.passes(ballots):
            return "passed"
        silent = [m for m in MEMBERS if ballots[m] is Ballot.ABSENT]
        rescued = any(
            procedure.rule.passes({**ballots, **dict(zip(silent, say, strict=True))})
            for say in itertools.product(ALL, repeat=len(silent))
        )
        if rescued and procedure.within is None:
            return "open"
        not_final = procedure.on_block == "hold" and procedure.within is not None
        follows = procedure.on_timeout if rescued or not_final else procedure.on_block
        ends = {"adopt": "passed", "next": "passed", "lapse": "lapsed", "hold": "open"}
        return ends.get(follows, "over")
    goes_on = "lapsed" if isinstance(procedure, Otherwise) else "passed"
    found = goes_on
    for part in procedure.parts:
        found = walked(part, ballots)
        if found != goes_on:
            return found
    return found


@settings(max_examples=80, deadline=None)
@given(procedures)
def test_a_procedure_takes_effect_as_a_walk_through_it_says(procedure):
    rule = effect(procedure)
    for cast in itertools.product(ALL, repeat=3):
        ballots = dict(zip(MEMBERS, cast, strict=True))
        assert rule.passes(ballots) == (walked(procedure, ballots) == "passed")


def test_what_follows_a_time_that_runs_out_is_said_as_it_is_among_others():
    """Alone the question lapses; before another the other is tried, unless all ends."""
    stage = Stage("ask", parse_rule("unanimity", MEMBERS), within=3)
    over = Stage("ask", stage.rule, within=3, on_timeout="end", on_block="end")
    again = Stage("ask again", stage.rule)
    assert "it lapses if undecided by then" in stage.describe()
    first = otherwise(stage, again).describe().splitlines()[1]
    assert "the next of these is tried if it is undecided by then" in first
    ends = otherwise(over, again).describe().splitlines()[1]
    assert "all ends if it is undecided by then; a no ends all" in ends


def test_the_exact_chance_of_a_procedure_with_several_questions():
    first = Stage("invite", parse_rule("consensus", MEMBERS), asks="now")
    last = Stage("ratify", parse_rule("unanimity", MEMBERS), asks="later")
    p = {"now": (0.8, 0.1, 0.1), "later": {"A": 0.5, "B": 1.0, "C": 1.0}}
    assert chance_of_effect(then(first, last), p) == pytest.approx(0.9**3 * 0.5)
    assert float(chance_of_effect(then(first, last), p, exact=True)) == pytest.approx(0.3645)
    with pytest.raises(BallotError, match=r"nobody asks 'latter'\. Did you mean later"):
        chance_of_effect(then(first, last), {"now": {"A": 1.0}, "latter": {}})
    with pytest.raises(BallotError, match="A on later"):
        chance_of_effect(then(first, last), {"now": dict.fromkeys(MEMBERS, 1.0), "later": {}})


def test_who_can_block_each_stage():
    whole = then(
        standing(["A", "B"]),
        Stage("decide", parse_rule("majority", MEMBERS), asks="decide"),
        not_objected(["C", "D"], 10, asks="object"),
    )
    assert [single_vetoes(s.advances) for s in whole.stages()] == [(), (), ("C", "D")]
    assert single_vetoes(effect(whole)) == ("C on object", "D")


@pytest.mark.parametrize("name", body_ids())
def test_every_body_that_ships_is_sound(name: str):
    shipped = body(name)
    assert len(set(shipped.members)) == len(shipped.members)
    assert shipped.source
    assert shipped.rule.describe()
    assert shipped.rule.members == shipped.members
    if shipped.procedure:
        assert shipped.procedure.describe()


def test_bodies_whose_rule_depends_on_the_dispute():
    """Charter, article 27(3); Covenant, article 15(6)."""
    assert "RUS" not in single_vetoes(body("unsc-chapter-vi", ["RUS"]).rule)
    league = body("league-council", ["FRA"])
    assert len(single_vetoes(league.rule)) == 13
    with pytest.raises(RuleError, match="does not depend"):
        body("nato", ["HUN"])
    with pytest.raises(RuleError, match="Did you mean nato"):
        body("nat")
    with pytest.raises(RuleError, match=r"parties\.0: 'XXX'"):
        body("unsc-chapter-vi", ["XXX"])


def test_a_third_abstaining_with_a_third_of_the_population_blocks():
    """TEU article 31(1), second subparagraph."""
    rule = body("eu-cfsp").rule
    nine = ["DEU", "FRA", "ITA", "AUT", "BEL", "BGR", "CYP", "CZE", "DNK"]
    yes = dict.fromkeys(rule.members, Ballot.YES)
    assert not rule.passes(yes | dict.fromkeys(nine, Ballot.ABSTAIN))
    assert rule.passes(yes | dict.fromkeys(nine[:8], Ballot.ABSTAIN))
    small = [m for m in rule.members if m not in nine][:9]
    assert rule.passes(yes | dict.fromkeys([m for m in small if m != "ESP"], Ballot.ABSTAIN))
    assert not rule.passes({**yes, "MLT": Ballot.NO})


def test_days_that_cannot_be():
    for build in (
        lambda: Fixed(-1),
        lambda: Between(3, 2),
        lambda: Between(1, 2, 5),
    ):
        with pytest.raises(ValueError, match="days"):
            build()


@pytest.mark.parametrize(
    "spec",
    [
        {"weights": {"A": 10**400, "B": 1}, "quota": "1e999 %"},
        {"at_least": "1e999 %"},
        {"at_least": "-1e999 %"},
    ],
    ids=["weights", "above", "below"],
)
def test_a_quota_beyond_all_floating_numbers_is_refused_in_words(spec):
    with pytest.raises(RuleError, match="a number of more than 308 digits"):
        parse_rule(spec, ["A", "B"])


def test_whom_a_part_of_a_rule_leaves_out_is_said_within_that_part():
    parts = {"all_of": ["majority", {"among": ["A", "B"], "rule": {"at_least": "1/2"}}]}
    said = parse_rule(parts, MEMBERS).describe()
    assert said.endswith("at least 1/2 of the 2 members other than C voting yes (at least 1)")


def test_those_who_block_may_have_to_choose_between_a_no_and_absence():
    """Two thirds of those present and a quorum of six of nine: four noes leave five of nine.

    Three cannot: their noes leave six of nine, and their absence six of six.
    """
    council = [f"m{n}" for n in range(9)]
    present = {m: [1, 1, 1, 0] for m in council}
    rule = {"all_of": ["at_least 2/3 of present", {"scores": present, "quota": 6}]}
    found = blocking_groups(parse_rule(rule, council))
    assert [group.parts for group in found.groups] == [((4, tuple(council)),)]
    assert found.complete
    assert parse_rule(rule, council).describe() == (
        "yes from at least 2/3 of those of 9 members who are present, and at least 6 of 9 members "
        "present, however they vote"
    )


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        # 60 % of 3 votes are 1.8, which only sums of 1.5, 1 and 0.5 from 2 up reach.
        (
            {"weights": {"A": 1.5, "B": 1, "C": 0.5}, "quota": "60 %"},
            "members with at least 60 % of all votes (2 of 3) voting yes",
        ),
        (
            {"weights": {"A": 1.5, "B": 1, "C": 0.5}, "quota": 1.5},
            "members with at least 1.5 of 3 votes (50 %) voting yes",
        ),
        ({"not": {"at_least": 2}}, "it passes unless this carries: at least 2 of 3 members"),
        (
            {"abstains": ["A"], "rule": {"at_least": 2, "veto": ["A", "B"]}},
            "at least 2 of 2 members other than A voting yes, and no objection from B",
        ),
        (
            {"scores": {"A": [3, 0, -1, 0], "B": [1, 1, 1, 0]}, "quota": 2},
            "a score of at least 2, where A counts 3 when voting yes, 0 when abstaining or absent, "
            "-1 when voting no; B counts 1 when voting yes, abstaining or voting no, 0 when absent",
        ),
    ],
)
def test_a_rule_is_read_out_as_it_was_written_and_written_back(spec: dict, said: str):
    rule = parse_rule(spec, MEMBERS[:3])
    assert rule.describe().startswith(said)
    assert parse_rule(rule_spec(rule), rule.members) == rule


def test_verbs_agree_with_who_alone_decides():
    """By hand: *the inspectors decide*, *the mission decides*; and *the inspectors object*."""
    one, silent = parse_rule("unanimity", ["A"]), parse_rule("silence", ["A"])
    assert one.describe(lambda _: Plural("the inspectors")) == "the inspectors alone decide"
    assert one.describe(lambda _: "the mission") == "the mission alone decides"
    told = silent.describe(lambda _: Plural("the inspectors"))
    assert told == "adopted unless the inspectors object"
