"""A story tells what its fault needs: no act that changes nothing, nobody's unrelated breach."""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.language import read
from foedus.loopholes import CATALOGUE, Loophole, find_all, verdict
from foedus.loopholes.story import clause_of
from foedus.process import Move, Process

HEAD = """\
foedus: 1
title: A treaty that one may leave
as_of: 2031-01-01
horizon: P5Y
parties: {ETH: {name: Ethia}, ITA: {name: Italand}, GBR: {name: Britland}, FRA: {name: Frankland}}
conduct:
  ITA: {towards: ETH, unbearable_from: war, acts: [{act: peace}, {act: war, needs: P9D}]}
deeds: {census: {label: counts its people, by: ETH}}
"""
EXITS = """\
instruments:
  pact: {parties: [ETH, ITA, GBR, FRA], withdrawal: {by: %s, notice: %s, ends_for: leaver}}
"""
DUTY = """\
guarantees:
  help:
    owed_by: [GBR, FRA]
    protects: {state: ETH, territory: recognised}
    against: ITA
    casus_foederis: war
    response: defend
    in: pact
"""
RIGHT = DUTY.replace("guarantees:\n", "") + "    due_when: {act: war, by: ITA}\n"
COUNT = "norms: {count: {obligation: census, bearer: ETH, towards: ITA, within: %s}}\n"


def ends(text: str) -> Loophole:
    (hole,) = verdict(Process(read(text)), CATALOGUE["dead-end"]).loopholes
    return hole


def test_a_notice_of_another_on_the_last_day_is_not_what_ends_the_answer():
    """Ethia's own notice of two years is out on the evening of 1 January 2033.

    Late on that day any move at all finds the treaty as good as left: a notice of Britland, bound
    for two years more, ends nothing, and Frankland gave none.
    """
    hole = ends(HEAD + EXITS % ("[ETH, ITA, GBR, FRA]", "P2Y") + DUTY)
    assert hole.statement.startswith("once Ethia has left 'pact'")
    moves = [move for move in hole.moves if move.kind != "wait"]
    assert [(move.kind, move.actor) for move in moves] == [("withdraw", "ETH")]
    assert [str(line.on) for line in hole.lines] == ["2031-01-01", "2033-01-01"]


def test_a_term_that_passes_on_the_same_evening_is_not_what_ends_the_answer():
    """The census is due by 1 February 2031, when Ethia's notice of a month is out, too."""
    text = HEAD + EXITS % ("[ETH]", "P1M") + COUNT % "P1M" + DUTY
    hole = ends(text)
    assert hole.statement.startswith("once Ethia has left 'pact'")
    assert not any("count" in told for line in hole.lines for told in line.follows)
    entries = [line.follows for line in hole.lines if line.batch[0].kind == "wait"]
    assert len(entries) == 1


def test_a_term_that_the_answer_hangs_on_is_told():
    """Help is owed while 'count' is kept: Frankland's census is due by 1 February 2031."""
    head, count = HEAD.replace("by: ETH}", "by: FRA}"), (COUNT % "P1M").replace("r: ETH", "r: FRA")
    text = head + EXITS % ("[ETH]", "P5Y") + count + DUTY + "    in_force: {complied: count}\n"
    (hole,) = find_all(Process(read(text)), ["forfeiture"])
    told = [told for line in hole.lines for told in line.follows]
    assert "'count' is breached by Frankland" in told


def test_where_a_right_is_left_it_is_a_duty_that_answers_no_more():
    """'resolve' stands in no treaty, and allows what nobody owes: it outlives 'pact'."""
    right = RIGHT.replace("help:", "resolve:").replace("response: defend", "response: right_only")
    right = right.replace("    in: pact\n", "")
    text = HEAD + EXITS % ("[ETH]", "P1M") + DUTY
    assert ", no conduct of Italand can ever be answered again, whoever" in ends(text).statement
    hole = ends(text + right)
    assert "no conduct of Italand can ever be answered by a duty again, whoever" in hole.statement
    assert hole.unmet[1].endswith(
        "under 'resolve': it gives a right to respond, and makes no response due"
    )


@pytest.mark.parametrize(
    ("owed", "said"),
    [
        ("owed_by: [ETH, GBR]", "nothing is owed to Ethia by Britland under 'help'"),
        (
            "owed_by: [ETH, GBR]\n    owed_to: [ETH, GBR]",
            "Ethia and Britland owe one another nothing under 'help'",
        ),
        (
            "owed_by: [FRA, GBR]\n    owed_to: [ETH, FRA]",
            "nothing is owed to Ethia and Frankland by Frankland and Britland under 'help'",
        ),
    ],
)
def test_nobody_is_said_to_owe_itself_nothing(owed: str, said: str):
    text = HEAD + EXITS % ("[ETH]", "P1M") + DUTY.replace("owed_by: [GBR, FRA]", owed)
    assert ends(text).unmet == (f"{said}: it is not in force",)


def test_an_answer_that_leaving_at_once_takes_away_rests_on_the_clause_on_leaving():
    """The order of 2025 binds as long as the President lets it: he may end it on the day."""
    found = verdict(Process(read(text_of("qatar-2025"))), CATALOGUE["single-blocker"])
    places = {hole.clauses[0] for hole in found.loopholes}
    assert places == {("instruments", "order", "withdrawal")}


def test_what_is_undone_rests_on_its_deed():
    process = Process(read(HEAD.replace("by: ETH}", "by: ETH, done: true, reversible: true}")))
    move = Move("undo", "ETH", "census")
    assert clause_of(process, process.start, move) == ("deeds", "census")


def test_what_is_lost_from_the_morning_of_the_last_day_is_lost_as_that_day_ends():
    """Frankland helps once Britland has attacked; Ethia's notice of a year is out on 1 January.

    Of a day on which both act nothing is owed: on the morning of the last day it is too late. It
    is not Ethia's notice that ends it: until then each may act, and an answer may come.
    """
    head = HEAD.replace("deeds:", "  GBR: {towards: ETH, acts: [{act: calm}, {act: raid}]}\ndeeds:")
    duty = DUTY.replace("[GBR, FRA]", "FRA") + "    in_force: {acted: raid, by: GBR}\n"
    hole = ends(head + EXITS % ("[ETH]", "P1Y") + duty)
    assert hole.statement.startswith("once Ethia has left 'pact', which goes on for the others, no")
    assert [str(line.on) for line in hole.lines] == ["2031-01-01", "2032-01-01"]
