"""What is said never to come is looked for on every day, and not through the horizon only."""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, Verdict, read_properties
from foedus.loopholes.catalogue import examine
from foedus.process import Process, not_followed
from foedus.views import read_out

HEAD = """\
foedus: 1
title: What comes late
as_of: 2026-01-01
horizon: {horizon}
parties: {{VAL: {{name: Valley}}, KOR: {{name: Korland}}, LIG: {{members: [DNK, EST]}}, SUD: {{}}}}
conduct:
  KOR: {{towards: VAL, unbearable_from: attack, acts: [{{act: comply}}, {{act: attack}}]}}
"""
LATE = "{from: 2045-01-01}"
ENDS = "only after 2036-01-01, where the horizon of the file ends"


def promise(name: str, clause: str = "", *, by: str = "SUD", response: str = "defend") -> str:
    """Return a guarantee on a line of its own."""
    return (
        f"  {name}: {{owed_by: {by}, protects: {{state: VAL, territory: recognised}}, against: KOR,"
        f" casus_foederis: attack, response: {response}{clause}}}\n"
    )


def asked(name: str, text: str, horizon: str = "P10Y") -> Verdict:
    whole = HEAD.format(horizon=horizon) + text
    return examine(Inquiry(Process(read(whole))), CATALOGUE[name])


GUARANTEED = "guarantees:\n" + promise("aid", f", due_when: {LATE}")
OWED = f"a duty can come to be owed {ENDS}"


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("gap", GUARANTEED, OWED),
        ("dead-end", GUARANTEED, f"an answer can follow {ENDS}"),
        (
            "right-without-duty",
            "guarantees:\n" + promise("aid", f", due_when: {LATE}", response="right_only"),
            f"a right to respond arises {ENDS}",
        ),
        (
            "void-if-declined",
            "guarantees:\n" + promise("aid", f", due_when: {LATE}", by="[SUD, LIG]"),
            f"a response comes to be owed by several {ENDS}",
        ),
        (
            "predates",
            "guarantees:\n" + promise("aid", f", in_force: {LATE}"),
            f"a guarantee can begin to bind {ENDS}",
        ),
        (
            "withdrawal-dodge",
            "instruments: {pact: {parties: [VAL, KOR], withdrawal: {by: [KOR]}}}\n" + GUARANTEED,
            f"an act of somebody who can leave can be answered {ENDS}",
        ),
    ],
)
def test_what_comes_after_the_horizon_is_not_said_never_to_come(name: str, text: str, missing: str):
    found = asked(name, text)
    assert (found.outcome, found.missing) == ("does-not-apply", missing)
    assert asked(name, text, "P25Y").outcome in ("holds", "fails")
    never = asked(name, text.replace(LATE, "{breached: moot}") + MOOT)
    assert never.outcome == ("fails" if name == "gap" else "does-not-apply")
    assert "only after" not in never.missing


NEVER = "  moot: {prohibition: attack, bearer: KOR, towards: VAL, unless: {act: attack, by: KOR}}\n"
MOOT = "norms:\n" + NEVER
"""What can never be breached."""
DEAD = """\
deeds: {pay: {by: SUD}, sail: {by: SUD, needs: {from: 2050-01-01}}}
norms:
  due: {obligation: pay, bearer: SUD, towards: VAL, within: P15Y}
"""


def test_a_clause_that_bears_late_is_not_dead():
    assert asked("dead-clause", DEAD + GUARANTEED).outcome == "holds"
    never = DEAD.replace("{from: 2050-01-01}", "{in_force: void}") + NEVER + GUARANTEED
    void = "instruments: {void: {parties: [VAL], status: proposed, enters: {breached: moot}}}\n"
    dead = [hole.clauses for hole in asked("dead-clause", void + never).loopholes]
    assert dead == [(("instruments", "void"),), (("deeds", "sail"),), (("norms", "moot"),)]


CIRCLE = """\
instruments:
  one: {{parties: [VAL, SUD], status: proposed, enters: {}}}
  two: {{parties: [VAL, KOR], status: proposed, enters: {{in_force: one}}}}
"""


def test_who_waits_for_a_day_is_not_deadlocked():
    late = CIRCLE.format("{any: [{in_force: two}, {from: 2045-01-01}]}")
    assert asked("deadlock", late).outcome == "holds"
    never = CIRCLE.format("{any: [{in_force: two}, {breached: moot}]}") + MOOT
    assert asked("deadlock", never).outcome == "fails"


PROCEDURE = """\
norms: {{calm: {{prohibition: attack, bearer: KOR, towards: VAL}}}}
procedures:
  finding:
    opens: {{by: VAL, alleging: calm}}
    steps:
      - {{act: vote, by: SUD, rule: unanimity, within: P12Y, on_timeout: {}, on_block: hold,
         finds: calm}}
guarantees:
"""


@pytest.mark.parametrize("name", ["single-blocker", "judge-of-content"])
def test_who_puts_an_answer_off_does_not_keep_it_away(name: str):
    """A refusal leaves the vote open, and silence carries it on the last day."""
    due = promise("aid", ", due_when: {found: calm}")
    assert asked(name, PROCEDURE.format("adopt") + due).outcome == "holds"
    assert asked(name, PROCEDURE.format("lapse") + due).outcome == "fails"


ENTRY = """\
procedures:
  entry:
    opens: {{by: VAL}}
    steps: [{{act: vote, by: {}, rule: unanimity, within: P12Y, on_timeout: {}, on_block: hold}}]
    then: [{{admit: VAL, to: LIG}}]
guarantees:
"""


@pytest.mark.parametrize(
    ("name", "by"), [("kept-from-starting", "LIG"), ("activation-veto", "KOR")]
)
def test_who_puts_a_start_off_does_not_keep_it_away(name: str, by: str):
    binds = promise("aid", ", in_force: {member: VAL, of: LIG}")
    assert asked(name, ENTRY.format(by, "adopt") + binds).outcome == "holds"
    assert asked(name, ENTRY.format(by, "lapse") + binds).outcome == "fails"


def test_a_later_promise_is_not_void_because_it_is_due_later():
    first = "guarantees:\n" + promise("aid")
    held = ", due_when: {any: [{honoured: aid}, {from: 2045-01-01}]}"
    late = first + promise("more", held, by="LIG")
    assert asked("void-if-declined", late).outcome == "holds"
    void = late.replace(held, ", due_when: {honoured: aid}")
    assert asked("void-if-declined", void).outcome == "fails"


def test_each_screen_says_how_far_it_looks_where_the_text_goes_on():
    a = read(HEAD.format(horizon="P10Y") + DEAD + GUARANTEED)
    told = (
        "what comes after 2036-01-01, where the horizon of the file ends, though the text goes on"
        " to speak of it in 'sail' (2050-01-01), 'aid' (2045-01-01) and 'due' (15 years); a longer"
        " `horizon` follows it"
    )
    assert not_followed(a) == told
    assert f"Not looked at: {told}." in read_out(a)
    found = assess(a, draws=10, paths=False)
    assert found.not_modelled == (told,)
    (sentence, *_) = found.answer["options"][0]["sentences"]
    assert sentence["says"] == "nothing is owed and nothing follows by 2036-01-01"
    far = read(HEAD.format(horizon="P25Y") + DEAD + GUARANTEED)
    assert not_followed(far) == ""
    assert assess(far, draws=10, paths=False).ends_early is None


def test_an_own_property_that_asks_for_a_play_takes_one_of_any_day():
    process = Process(read(HEAD.format(horizon="P10Y") + GUARANTEED + MOOT))
    own = """\
properties:
  comes: {statement: a duty can come, reachable: {owed: aid}}
  never: {statement: a breach can come, reachable: {breached: moot}}
  after: {statement: what is owed is met, after: {owed: aid}, possible: {honoured: aid}}
"""
    comes, never, after = (
        examine(Inquiry(process), one) for one in read_properties(own, "own.yaml", process)
    )
    assert (comes.outcome, never.outcome) == ("holds", "fails")
    assert after.missing == f"it comes to what stands under 'after' {ENDS}"
