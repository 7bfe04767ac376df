"""Who may still vote, and how: who is bound to abstain, who has voted, who stops nothing.

The answers are worked out by hand from the rules; each test says how.
"""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Process, replay
from foedus.views import replay_told

TEXT = """\
foedus: 1
title: A council that decides
as_of: 2026-01-01
parties: {{VIC: {{}}, ALF: {{}}, BRA: {{}}, CHA: {{}}, DEL: {{}}}}
bodies: {{council: {{members: [ALF, BRA, CHA, DEL], rule: {rule}}}}}
procedures:
  vote:
    opens: {{by: VIC}}
    steps: [{{act: decide, by: council{more}}}]
"""


def told(rule: str, *events: Event, more: str = "") -> list[str]:
    p = Process(read(TEXT.format(rule=rule, more=more)))
    opened = Event(date(2026, 1, 2), ("VIC",), "open", "vote")
    return list(replay_told(p, replay(p, [opened, *events])))


def voted(who: str, vote: str = "yes", day: int = 3) -> Event:
    return Event(date(2026, 1, day), (who,), "decide", "vote", vote)


def last(lines: list[str]) -> list[str]:
    """Return who may do what at the end, after the last empty line."""
    return [line.strip() for line in lines[-lines[::-1].index("") :] if " may " in line]


def test_those_who_have_voted_are_not_named_among_those_yet_to_vote():
    both = "agree to 'decide' in 'vote'; or object to 'decide' in 'vote'"
    assert last(told("majority")) == [f"each of the 4 members of council may {both}"]
    assert last(told("majority", voted("BRA"))) == [f"each of ALF, CHA and DEL may {both}"]
    most = (voted("BRA"), voted("ALF", "no"), voted("DEL"))
    assert last(told("majority", *most)) == [f"CHA may {both}"]


@pytest.mark.parametrize(
    "rule",
    [
        "{abstains: DEL, rule: consensus}",
        "{without: DEL, rule: consensus}",
        "{among: [ALF, BRA, CHA], rule: consensus}",
        "{all_of: [{without: DEL, rule: consensus}, {without: DEL, rule: majority}]}",
    ],
)
@pytest.mark.parametrize("vote", ["yes", "no"])
def test_who_abstains_or_is_left_out_by_the_rule_can_neither_agree_nor_object(vote: str, rule: str):
    """Of four who must all agree one is a party to the dispute: three ballots carry it."""
    lines = told(rule, voted("DEL", vote))
    assert any("refused" in line and "no vote of DEL counts in" in line for line in lines)
    assert not any(line.startswith("DEL may") for line in last(told(rule)))
    assert "each of the 3 other members of council may agree" in last(told(rule))[0]
    abstained = told(rule, voted("DEL", "abstain"))
    assert not any("refused" in line for line in abstained)
    others = told(rule, Event(date(2026, 1, 4), ("others",), "decide", "vote"))
    assert any("'vote' takes effect" in line for line in others)


def test_who_is_left_out_of_a_part_of_a_rule_votes_in_the_rest():
    """A majority of the three and the consent of all four: DEL can object, and stops it."""
    rule = "{all_of: [{without: DEL, rule: majority}, unanimity]}"
    assert not any("refused" in line for line in told(rule, voted("DEL", "no")))


ALONE = ", which stops nothing unless others object too"


@pytest.mark.parametrize("more", ["", ", within: P30D"])
def test_under_reverse_consensus_one_objection_is_said_to_stop_nothing(more: str):
    """It takes effect unless all four object: the fourth objection alone stops it."""
    first = last(told("reverse_consensus", more=more))
    assert first[0].endswith(f"object to 'decide' in 'vote'{ALONE}")
    three = [voted(who, "no") for who in ("ALF", "BRA", "CHA")]
    (left,) = last(told("reverse_consensus", *three, more=more))
    assert left.startswith("DEL may")
    assert left.endswith("object to 'decide' in 'vote'")


def test_where_one_objection_stops_it_nothing_is_added():
    assert last(told("silence", more=", within: P3D")) == [
        "each of the 4 members of council may object to 'decide' in 'vote'"
    ]
