"""From where on a property holds, and which clauses a fault needs: answers known by hand."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from foedus.casebook import text_of
from foedus.cli import main
from foedus.language import examined, option, read
from foedus.language.writer import plain
from foedus.loopholes import CATALOGUE, find_all, verdict
from foedus.loopholes.needed import needed
from foedus.loopholes.parametric import named, parameters
from foedus.loopholes.varying import Span, varied
from foedus.process import Process
from foedus.views.varying import sentence

TEXT = """\
foedus: 1
title: Ten days
as_of: 2031-05-01
horizon: P2Y
parties:
  VAL: {role: beneficiary}
  KOR: {role: adversary}
  LIG: {role: guarantor, members: [DNK, EST, FIN, NOR, SWE]}
  panel: {role: monitor}
bodies:
  council: {members: LIG, rule: {at_least: 3}}
conduct:
  KOR: {towards: VAL, unbearable_from: strike, acts: [{act: abide}, {act: strike, needs: P10D}]}
deeds:
  pay: {by: LIG}
instruments:
  truce: {parties: [VAL, KOR], sunset: P1Y, withdrawal: {by: KOR, notice: P30D}}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL, in: truce, survives: [withdrawal, sunset]}
  dues: {obligation: pay, bearer: LIG, within: P60D}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps:
      - {act: report, by: panel, within: P3D, on_timeout: adopt, on_block: hold, finds: calm}
      - {act: decide, by: council, within: P5D}
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
    due_when: {done: inquiry}
"""
CASE = read(TEXT)


def spans(name: str, asked: str, case=CASE, **how: object):
    (found,) = varied(case, named(case, name), [CATALOGUE[asked]], **how)
    return found


def test_every_duration_and_quorum_has_a_name():
    assert {p.name: p.written for p in parameters(CASE)} == {
        "KOR.strike.needs": 10,
        "truce.sunset": 366,  # 1 May 2031 to 1 May 2032 holds a 29 February
        "truce.notice": 30,
        "dues.within": 60,
        "inquiry.report.within": 3,
        "inquiry.decide.within": 5,
        "council.rule": 3,
    }


def test_the_report_must_come_within_five_days_for_the_decision_to_come_on_the_tenth():
    """What silence adopts on the last of five days has the next as its first, and may take five."""
    found = spans("report.within", "promptness")
    assert found.spans == (Span("holds", 0, 5), Span("fails", 6, 30))
    assert set(found.tried) >= {5, 6}
    assert sentence(found) == "holds if 'report' comes within 5 days; fails from 6 days on"


def test_what_comes_later_with_a_longer_time_is_not_out_of_sight():
    """The relief ends by silence on the last day: after 60 days, where the file's horizon ends."""
    snapback = option(read(text_of("unscr-2231-snapback")), "notice-2025")
    found = spans("let the relief end.within", "false-flag", snapback, bounds=(30, 80))
    assert found.spans == (Span("fails", 30, 80),)


def test_the_act_must_need_as_long_as_both_steps_together():
    found = spans("strike.needs", "promptness")
    assert found.spans[0] == Span("fails", 0, 7)
    assert found.spans[1].verdict == "holds"
    assert sentence(found) == "fails up to 7 days; holds from 8 days on"


@pytest.mark.parametrize("bounds", [(0, 20), (2, 90)])
def test_where_not_every_value_is_tried_the_change_is_found_all_the_same(bounds):
    low, high = bounds
    found = spans("report.within", "promptness", bounds=bounds)
    assert found.spans == (Span("holds", low, 5), Span("fails", 6, high))


def test_a_quorum_of_all_lets_one_of_five_stop_the_answer():
    found = spans("council.rule", "single-blocker")
    assert found.spans == (Span("holds", 1, 4), Span("fails", 5, 5))
    assert sentence(found) == "holds if at most 4 must agree; fails from 5 who must agree on"


def test_a_value_with_which_the_text_makes_no_sense_is_no_verdict():
    found = spans("council.rule", "gap", bounds=(4, 7))
    assert found.tried == (4, 5)
    assert found.senseless == (6, 7)


def test_each_clause_that_a_fault_needs_is_necessary():
    for hole in find_all(Process(CASE)):
        left = needed(CASE, CATALOGUE[hole.id], hole)
        assert left, hole.id
        for path in left:
            assert not _survives(hole, [one for one in left if one[: len(path)] != path])


def _survives(hole, kept) -> bool:
    """Say whether the fault is found in an arrangement that has only these clauses and parts."""
    text = {k: v for k, v in plain(CASE).items() if k not in _TABLES}
    for table, name, *rest in kept:
        clause = plain(CASE)[table][name]
        if not rest:
            whole = {k: v for k, v in clause.items() if k not in _STRUCK}
            text.setdefault(table, {})[name] = whole
    for table, name, *rest in kept:
        if rest and name in text.get(table, {}):
            text[table][name][rest[0]] = plain(CASE)[table][name][rest[0]]
    fewer, problems = examined(text)
    if fewer is None or problems:
        return False
    found = verdict(Process(fewer), CATALOGUE[hole.id]).loopholes
    return hole.statement in [one.statement for one in found]


_TABLES = ("deeds", "instruments", "norms", "procedures", "guarantees")
_STRUCK = ("sunset", "withdrawal", "in", "survives", "due_when", "within")


def test_a_norm_that_nothing_reads_is_needed_by_nothing_but_its_own_fault():
    needs = {h.id: needed(CASE, CATALOGUE[h.id], h) for h in find_all(Process(CASE))}
    assert needs["toothless-norm"] == (("deeds", "pay"), ("norms", "dues"))
    others = [path for name, paths in needs.items() if name != "toothless-norm" for path in paths]
    assert ("norms", "dues") not in others


def test_check_tells_both(tmp_path):
    path = tmp_path / "nine.yaml"
    path.write_text(TEXT, "utf-8")
    args = ["check", str(path), "--property", "promptness", "--property", "toothless-norm"]
    args += ["--vary", "report.within", "--explain"]
    screen = CliRunner().invoke(main, args).output
    assert "VARIED: inquiry.report.within (as written, 3 days)" in screen
    assert (
        "  7 promptness: holds if 'report' comes within 5 days; fails from 6 days on.\n" in screen
    )
    assert (
        "    Bodies and their rules as they are, it needs each of these clauses: 'pay' (line 15), "
        "'dues' (line 20).\n" in screen
    )
    data = json.loads(CliRunner().invoke(main, [*args, "--json", "-"]).stdout)
    (one,) = data["varied"]
    assert (one["name"], one["written"], one["unit"]) == ("inquiry.report.within", 3, "days")
    assert one["properties"][0]["spans"][1] == {"verdict": "fails", "low": 6, "high": 30}
    toothless = next(p for p in data["properties"] if p["id"] == "toothless-norm")
    assert toothless["loopholes"][0]["needs"] == [
        {"path": ["deeds", "pay"], "line": 15},
        {"path": ["norms", "dues"], "line": 20},
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("raport.within", "no duration or quorum is called 'raport.within'"),
        ("within", "'within' may be dues.within or inquiry.report.within or inquiry.decide.within"),
        ("report.within=9:1", "'9:1' is no range of whole numbers. Write LOW:HIGH"),
    ],
)
def test_what_cannot_be_varied_is_told_with_the_fix(tmp_path, asked: str, message: str):
    path = tmp_path / "nine.yaml"
    path.write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["check", str(path), "--property", "gap", "--vary", asked])
    assert result.exit_code == 2
    assert message in result.output


def test_what_only_a_rival_reading_names_is_needed_where_the_fault_is_between_readings():
    """Struck alone, the deed would leave a reading that speaks of nothing."""
    text = TEXT.replace(
        "due_when: {done: inquiry}",
        """due_when: {done: inquiry}
    readings:
      late: {label: only once it is paid, held_by: KOR, changes: {due_when: {performed: pay}}}""",
    )
    case = read(text)
    (hole,) = find_all(Process(case), ["unsettled-readings"])
    assert ("deeds", "pay") in needed(case, CATALOGUE["unsettled-readings"], hole)


@pytest.mark.parametrize(
    ("written", "told"),
    [("P3M", "3 months, about 90 days"), ("P1Y", "1 year, about 365 days"), ("P2W", "14 days")],
)
def test_months_are_told_as_written_and_not_as_so_many_days(tmp_path, written: str, told: str):
    text = (
        "foedus: 1\ntitle: Months\nas_of: 2025-01-01\nhorizon: P2Y\n"
        "parties: {ADV: {}, VIC: {}, GUA: {}}\n"
        "conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack, needs: P30D}]}}\n"
        f"procedures: {{ask: {{opens: {{by: VIC}}, steps: [{{act: say, by: GUA, within: {written}"
        "}]}}\n"
        "guarantees: {aid: {owed_by: GUA, protects: {state: VIC, territory: recognised}, "
        "against: ADV, casus_foederis: attack, response: defend, due_when: {done: ask}}}\n"
    )
    file = tmp_path / "months.yaml"
    file.write_text(text, encoding="utf-8")
    asked = ["check", str(file), "--property", "promptness", "--vary", "ask.say.within"]
    assert f"VARIED: ask.say.within (as written, {told})" in CliRunner().invoke(main, asked).stdout
