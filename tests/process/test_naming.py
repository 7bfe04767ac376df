"""What those who act are called in a sentence."""

from __future__ import annotations

from foedus.casebook import text_of
from foedus.language import option, read
from foedus.process import Move, Process, may, name_of
from foedus.process.wording import sentence


def test_a_member_goes_by_its_name_and_not_by_its_code():
    clauses = Process(option(read(text_of("ukraine-2025")), "as-proposed")).clauses
    names = [name_of(clauses, one) for one in ("HUN", "GBR", "NAC", "nobody-known")]
    assert names == ["Hungary", "the United Kingdom", "the North Atlantic Council", "nobody-known"]


TWO_CLASSES = """\
foedus: 1
title: A council in which the clauses tell two kinds of members apart
as_of: 2030-01-01
parties: {UPL: {}, LOW: {}, DEPS: {name: the depositaries, plural: true, members: [USA, GBR, RUS]}}
bodies:
  council: {name: the Council, members: [USA, GBR, RUS, CHN, FRA], rule: consensus}
  conference: {name: the Conference, members: [USA, GBR, RUS, JPN, EGY], rule: majority}
procedures:
  act: {opens: {by: UPL}, steps: [{act: decide, by: council}]}
  extend: {opens: {by: UPL}, steps: [{act: agree, by: conference}]}
guarantees:
  aid: {owed_by: DEPS, protects: {state: UPL, territory: recognised}, against: LOW,
        casus_foederis: threaten, response: defend}
conduct: {LOW: {towards: UPL, acts: [{act: rest}, {act: threaten}]}}
"""


def test_a_class_of_a_body_is_not_told_as_the_body():
    """Three of the five members sit in the Conference too: *one of the 3 members* there are not.

    China and France are the two others.
    """
    process = Process(read(TWO_CLASSES))
    opened = process.after(process.start, Move("open", "UPL", "act"))
    moves = [move for move in process.acts(opened) if move.kind == "ballot" and move.choice == "no"]
    told = {may(process.clauses, opened, move)[0] for move in moves}
    told |= {sentence(process.clauses, opened, move) for move in moves}
    assert not [one for one in told if "3 members" in one], told
    assert any("the United States, the United Kingdom and Russia" in one for one in told), told
