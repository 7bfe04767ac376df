"""How a coalition forces something names what each of its members does, or must not do."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import powers
from foedus.process import Process

TEXT = """\
foedus: 1
title: A request that binds at once, and a council that may end it
as_of: 2014-07-01
horizon: P1Y
parties: {BEL: {name: Belgium}, cell: {}, union: {members: [DEU, FRA, ITA, NLD, IRL]}}
bodies: {council: {name: the Council, members: union, rule: RULE}}
conduct: {cell: {towards: BEL, acts: [{act: quiet}, {act: strike}]}}
procedures:
  request:
    opens: {by: BEL, when: {act: strike, by: cell}}
    reopens: false
    steps: [STEPS]
guarantees:
  assist:
    owed_by: union
    protects: {state: BEL, territory: recognised}
    against: cell
    casus_foederis: strike
    response: defend
    due_when: DUE
"""
SHARES = '{weights: {DEU: 83, FRA: 67, ITA: 59, NLD: 17, IRL: 5}, quota: "65 %"}'
SILENT = "{act: coordinate, by: council, within: P1D, on_timeout: adopt, on_block: ONWARD}"
REVIEW = ", {act: review, by: council, within: P30D}"
OPEN = "{any: [{open: request}, {done: request}]}"


def how(rule: str, steps: str, due: str) -> tuple[str, list[tuple[str, str]]]:
    text = TEXT.replace("RULE", rule).replace("STEPS", steps).replace("DUE", due)
    found = next(one for one in powers(Process(read(text))) if one.kind == "help")
    return found.forced.example, [(line.who, line.does) for line in found.forced.how]


@pytest.mark.parametrize("steps", [SILENT.replace("ONWARD", "next") + REVIEW, "LAPSE"])
def test_who_must_not_take_away_what_an_opening_brings_is_told(steps: str):
    """Article 222 of the Treaty on the Functioning of the Union, in short. By hand:

    what is owed once Belgium asks is owed no more if the Council blocks the request on the day. It
    takes 151 of 231 votes: Germany, France and Italy have 209, and the others 22, too few to block;
    without Italy they have 81, enough. So all three must not object, nor abstain, which is as good
    as a no where 151 must vote yes.
    """
    lapse = SILENT.replace("ONWARD", "lapse")
    example, told = how(SHARES, lapse if steps == "LAPSE" else steps, OPEN)
    assert example == "Belgium, Germany, France and Italy"
    assert told == [
        ("Belgium", "open 'request'"),
        ("Germany, France and Italy", "not object to or abstain in 'coordinate'"),
    ]


def test_where_no_ballot_takes_it_away_nobody_else_is_told_anything():
    """By hand: where the request itself makes it due, it stays due whatever is voted."""
    asked = "{any: [{open: request}, {done: request}, {lapsed: request}]}"
    assert how(SHARES, SILENT.replace("ONWARD", "lapse"), asked) == (
        "Belgium",
        [("Belgium", "open 'request'")],
    )


@pytest.mark.parametrize(
    ("scores", "does"),
    [
        ("[1, 0, 1, 1]", "not object to or abstain in 'decide'"),
        ("[1, 1, 1, 1]", "not object to 'decide'"),
    ],
)
def test_where_abstaining_blocks_as_a_no_does_it_is_told(scores: str, does: str):
    """Article 31 of the Treaty on European Union, in short. By hand:

    any objection blocks; and where an abstention scores nothing, five that abstain score 0 of the
    4 that are needed, so that nobody has objected and it is blocked all the same. Where it scores
    as silence does, abstaining is no harm.
    """
    members = ["DEU", "FRA", "ITA", "NLD", "IRL"]
    told = ", ".join(f"{member}: {scores}" for member in members)
    rule = f"{{all_of: [{{veto: [{', '.join(members)}]}}, {{scores: {{{told}}}, quota: 4}}]}}"
    _, lines = how(rule, "{act: decide, by: council, within: P10D}", "{done: request}")
    assert lines == [("Belgium", "open 'request'"), ("all 5 members of union", does)]
