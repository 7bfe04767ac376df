"""What stands beside the strongest duty, and what waits for another to be honoured.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

from typing import Any

import pytest

from foedus.assessment import assess
from foedus.language import read

TEXT = """\
foedus: 1
title: Consultation, and defence once it was decided
as_of: 2026-01-01
horizon: P2Y
parties: {{VIC: {{}}, ADV: {{}}, ALF: {{}}, BRA: {{}}}}
bodies: {{council: {{members: [ALF, BRA], rule: unanimity}}}}
conduct: {{ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: attack}}]}}}}
procedures:
  vote:
    opens: {{by: VIC, when: {{act: attack, by: ADV, against: VIC}}}}
    steps: [{{act: agree, by: council, within: P30D, on_timeout: lapse}}]
guarantees:
  talk:
    owed_by: [ALF, BRA]
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: consult
    {talk}
  help:
    owed_by: [ALF, BRA]
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: {response}
    {help}
"""


def answered(talk: str = "", help_: str = "", response: str = "defend") -> tuple[Any, list[str]]:
    """Return what is said of the attack, and the sentences on help and on who can stop it."""
    text = TEXT.format(talk=talk, help=help_, response=response)
    if "performed: ask" in talk:
        text = text.replace("procedures:", "deeds: {ask: {by: VIC}}\nprocedures:", 1)
    found = assess(read(text), draws=50, paths=False).as_json()
    option: Any = found["options"][0]
    said: Any = found["answer"]
    return option["pairs"][0], [one["text"] for one in said["options"][0]["sentences"][:2]]


@pytest.mark.parametrize(
    ("talk", "sure", "called_for", "said"),
    [
        ("", True, False, "consultation at once"),
        ("due_when: {performed: ask}", False, True, "consultation as soon as VIC calls for it"),
        ("due_when: {open: vote}", False, False, ""),
        ("due_when: {lapsed: vote}", False, False, ""),
    ],
)
def test_a_lesser_duty_that_is_certain_is_told_beside_a_greater_that_may_not_come(
    talk: str, sure: bool, called_for: bool, said: str
):
    """Defence hangs on a vote that each of the two can refuse, or the victim never ask for.

    Consultation is owed by the attack itself; or once the victim has asked, which it can alone and
    at once; or while the vote is open, which the two can close on the day on which it is asked
    for; or only once the vote has failed, which takes a refusal, or thirty days
    after the victim asked, and which the two keep away by agreeing.
    """
    pair, (helped, stopped) = answered(talk, "due_when: {done: vote}")
    (lesser,) = pair["beside"]
    assert pair["of"] == ["help"]
    owed = lesser["owed"]
    assert (lesser["clause"], owed["by"], owed["to"]) == ("talk", ["ALF", "BRA"], ["VIC"])
    assert (lesser["sure"], lesser["called_for"]) == (sure, called_for)
    assert ("whatever comes of that" in helped) is bool(said)
    assert helped.removesuffix(".").endswith(said)
    assert stopped.startswith("Defence can be stopped by any one of 3: " if said else "It can be")


def test_a_lesser_duty_is_not_told_where_the_greater_is_certain():
    pair, (helped, stopped) = answered()
    assert [one["sure"] for one in pair["beside"]] == [True]
    assert helped == "If ADV does 'attack', ALF and BRA owe VIC defence at once."
    assert stopped.startswith("It can be stopped by nobody")


@pytest.mark.parametrize(
    ("due", "chance", "day", "once"),
    [
        ("{honoured: talk}", 0.4, 0, ", once 'talk' is honoured, with chance 0.4"),
        ("{declined: talk}", 0.6, 0, ", once 'talk' is declined, with chance 0.6"),
        ("{overdue: talk}", 0.6, 5, "arms with chance 0.6"),
        (
            "{any: [{honoured: talk}, {declined: talk}]}",
            1.0,
            0,
            "arms as soon as 'talk' is honoured or 'talk' is declined",
        ),
        ("{not: {honoured: talk}}", 1.0, 0, "arms at once"),
    ],
)
def test_a_duty_that_waits_for_another_comes_as_surely_as_that_is_honoured(
    due: str, chance: float, day: int, once: str
):
    """Talks are honoured with 0.4, on the day on which they are owed; else they are declined.

    Where nothing asks whether they were declined they are left unanswered: overdue when the five
    days of their time are over, counted from the day after. That they were not honoured is so on
    the day of the attack, before anybody answers.
    """
    talk = "honour: {value: 0.4, kind: judged, because: an example}\n    within: P5D"
    pair, (helped, _) = answered(talk, f"due_when: {due}", "arms")
    assert pair["takes_effect"]["value"] == pytest.approx(chance)
    assert pair["days_to_effect"]["value"] == day
    assert once in helped
    told = "'talk' is honoured as soon as it is owed, with 0.4 (judged)"
    assert (told in pair["takes_effect"]["because"]) is (due != "{not: {honoured: talk}}")


def test_what_waits_for_a_duty_of_which_nothing_is_known_is_not_known():
    """Either it is honoured or not, so that what waits for it comes surely or never."""
    pair, (helped, _) = answered("", "due_when: {honoured: talk}", "arms")
    takes = pair["takes_effect"]
    assert (takes["value"], takes["low"], takes["high"]) == (None, 0, 1)
    assert "the file says nothing of how likely this is: that 'talk' is honoured" in helped


DEEDS = "deeds: {ask: {by: VIC}, plea: {by: ALF}, war: {by: VIC}}\n"
"""What may have to be done first: two by the victim, one by who owes the answer."""


@pytest.mark.parametrize(
    ("due", "deeds", "said"),
    [
        ("{performed: ask}", [[["VIC", "ask"]]], "defence as soon as VIC performs 'ask'"),
        (
            "{any: [{performed: ask}, {performed: plea}]}",
            [[["VIC", "ask"]], [["ALF", "plea"]]],
            "defence as soon as VIC performs 'ask' or ALF performs 'plea'",
        ),
        (
            "{all: [{performed: ask}, {performed: war}]}",
            [[["VIC", "ask"], ["VIC", "war"]]],
            "defence as soon as VIC performs 'ask' and VIC performs 'war'",
        ),
        ("{not: {performed: ask}}", None, "defence at once"),
    ],
)
def test_a_duty_that_waits_for_a_deed_is_not_said_to_be_owed_at_once(
    due: str, deeds: list[list[list[str]]] | None, said: str
):
    """The attack alone makes nothing due: a deed is done at will on its day, and then it is.

    Of two deeds that each suffice both are named, and of two that are needed both; what hangs on a
    deed that is not done is owed by the attack itself.
    """
    text = TEXT.format(talk="", help="due_when: " + due, response="defend")
    text = text.replace("procedures:\n", DEEDS + "procedures:\n")
    found: Any = assess(read(text), draws=50, paths=False).as_json()
    (row,) = found["options"][0]["matrix"]
    (help_,) = (due for due in row["duties"] if due["clause"] == "help")
    assert [[list(one) for one in way] for way in help_.get("deeds", ())] == (deeds or [])
    helped = found["answer"]["options"][0]["sentences"][0]["text"]
    assert helped == f"If ADV does 'attack', ALF and BRA owe VIC {said}."


def test_who_can_stop_it_is_named_and_the_victim_told_apart():
    """Either member can refuse a vote by unanimity, and the victim need not ask for it.

    The two make up a party, and are named all the same: there are but two.
    """
    text = TEXT.format(talk="", help="due_when: {done: vote}", response="defend")
    text = text.replace("BRA: {}}", "BRA: {}, both: {members: [ALF, BRA]}}")
    text = text.replace("members: [ALF, BRA], rule", "members: both, rule")
    found: Any = assess(read(text), draws=50, paths=False).as_json()
    stopped = found["answer"]["options"][0]["sentences"][1]["text"]
    assert stopped == "Defence can be stopped by any one of 3: VIC itself, ALF, BRA."


def test_whoever_acts_is_not_said_to_owe_an_answer_to_its_own_act():
    """Three owe defence, the attacker among them: two are left who can be said to."""
    text = TEXT.format(talk="", help="", response="defend")
    text = text.replace("owed_by: [ALF, BRA]", "owed_by: [ALF, BRA, ADV]")
    found: Any = assess(read(text), draws=50, paths=False).as_json()
    helped = found["answer"]["options"][0]["sentences"][0]["text"]
    assert helped == "If ADV does 'attack', ALF and BRA owe VIC defence at once."


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("", "If ADV, acting against VIC, does 'attack', "),
        ("attacks", "If ADV, acting against VIC, attacks, "),
        ("bombs the capital", "If ADV, acting against VIC, bombs the capital, "),
        ("lands in VIC", "If ADV lands in VIC, "),
    ],
)
def test_of_several_targets_each_is_told_in_english_whatever_an_act_is_called(
    label: str, said: str
):
    """A verb with its object, or with none, takes no *against*; one that names its target does."""
    text = TEXT.format(talk="", help="", response="defend")
    text = text.replace("towards: VIC", "towards: [VIC, ALF]")
    text = text.replace(
        "act: attack}]", f"act: attack, label: {label}}}]" if label else "act: attack}]"
    )
    found: Any = assess(read(text), draws=50, paths=False).as_json()
    told = [one["text"] for one in found["answer"]["options"][0]["sentences"]]
    assert told[0].startswith(said)


def test_to_consult_is_owed_by_whoever_acts_as_well():
    """Three undertake to consult together, whoever of them it is that attacks."""
    text = """\
foedus: 1
title: Talks
as_of: 2025-01-01
parties: {VIC: {}, ALF: {}, ADV: {}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
guarantees:
  talk:
    owed_by: [VIC, ALF, ADV]
    owed_to: [VIC, ALF, ADV]
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: consult
"""
    found: Any = assess(read(text), draws=50, paths=False).as_json()
    helped = found["answer"]["options"][0]["sentences"][0]["text"]
    assert helped == (
        "If ADV does 'attack', VIC, ALF and ADV owe one another no more than consultation at once."
    )


RATIFIED = """\
foedus: 1
title: A pact that two must ratify
as_of: 2026-01-01
horizon: P2Y
parties: {VIC: {name: Vicia}, ADV: {name: Advia}, ALF: {name: Alfia}, BRA: {name: Bravia}}
bodies: {ratifiers: {members: [ALF, BRA], rule: unanimity}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack, label: attacks}]}}
instruments: {pact: {parties: [VIC, ALF, BRA], status: signed, enters: {done: entry}}}
procedures: {entry: {opens: {when: {from: 2026-01-01}}, steps: [{act: ratify, by: ratifiers}]}}
guarantees:
  aid:
    owed_by: [ALF, BRA]
    joint: true
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: defend
    in: pact
"""


def sentences(text: str) -> list[str]:
    """Return the sentences on the one option that a text has."""
    said: Any = assess(read(text), draws=20, paths=False).as_json()["answer"]
    return [one["text"] for one in said["options"][0]["sentences"]]


def test_of_a_treaty_that_waits_for_ratification_it_is_said_what_follows_once_it_is_in_force():
    """Nothing is owed on the day of the text; once both have ratified, the attack is answered.

    With the treaty in force from the start it is answered at once.
    """
    helped, *_ = sentences(RATIFIED)
    assert helped == (
        "If Advia attacks, nothing is owed for it; only the same act, done once 'pact' is in force,"
        " is answered: Alfia and Bravia together owe Vicia defence."
    )
    binding = RATIFIED.replace("status: signed, enters: {done: entry}", "status: in_force")
    helped, *_ = sentences(binding)
    assert helped == "If Advia attacks, Alfia and Bravia together owe Vicia defence at once."


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (
            "true",
            "nobody before it is owed; then by Alfia or Bravia in declining, for it is owed only by"
            " all together.",
        ),
        ("false", "nobody; yet it may go unhonoured."),
    ],
)
def test_what_is_owed_only_by_all_together_each_of_them_can_end(how: str, says: str):
    """One who declines ends a joint duty for the other; of a several one the other owes on."""
    text = RATIFIED.replace("status: signed, enters: {done: entry}", "status: in_force")
    _, lonely, *_ = sentences(text.replace("[ALF, BRA]\n    joint", "ALF\n    joint"))
    assert lonely == "It can be stopped by nobody; yet it may go unhonoured."
    _, stopped, *_ = sentences(text.replace("joint: true", f"joint: {how}"))
    assert stopped == f"It can be stopped by {says}"


@pytest.mark.parametrize(
    ("due_when", "later"),
    [
        ("honoured: help", "; BRA owes VIC defence once 'help' is honoured"),
        ("declined: help", "; BRA owes VIC defence once 'help' is declined"),
        ("done: vote", "; BRA owes VIC defence once 'vote' takes effect"),
        ("", ""),
    ],
)
def test_of_two_duties_alike_only_what_is_owed_at_once_is_said_to_be(due_when: str, later: str):
    """ALF owes its help on the act; what BRA owes hangs on that help, or on a vote, or on nothing.

    Of nobody is told twice that it owes the same: where ALF owes it after the vote as well, that
    changes nothing.
    """
    after = f"\n    due_when: {{{due_when}}}" if due_when else ""
    text = TEXT.format(talk="", help="", response="defend").replace(
        "[ALF, BRA]\n    prot", "ALF\n    prot"
    )
    second = text[text.index("  help:") :].replace("  help:", "  second:", 1)
    text += second.replace("owed_by: ALF", "owed_by: [BRA]").rstrip() + after + "\n"
    text += second.replace("  second:", "  third:").rstrip() + "\n    due_when: {done: vote}\n"
    found = assess(read(text), draws=50, paths=False).as_json()
    said: Any = found["answer"]
    first, stop, *_ = (one["text"] for one in said["options"][0]["sentences"])
    both = "ALF owes VIC defence at once" if due_when else "ALF and BRA owe VIC defence at once"
    assert f"{both}{later}" in first
    assert first.count("ALF") == 1
    assert stop.startswith("What is owed first can be stopped by nobody" if later else "It can")


JOINED = """\
foedus: 1
title: Help against two, and against one only once a second has acted
as_of: 2026-01-01
horizon: P2Y
parties: {{VIC: {{}}, ADV: {{}}, SEC: {{}}, THI: {{}}, ALF: {{}}}}
conduct:
  ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: attack, label: attacks VIC}}]}}
  SEC: {{towards: VIC, acts: [{{act: comply}}, {{act: join, label: joins in}}]}}
  THI: {{towards: VIC, acts: [{{act: comply}}, {{act: help, label: helps ADV}}]}}
guarantees:
  help:
    owed_by: ALF
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: defend
    {when}
"""


@pytest.mark.parametrize(
    ("when", "says"),
    [
        # Joins in later, or had before: the first makes it due, the second makes it bind.
        ("due_when: {act: join, by: SEC}", ", unless SEC, acting against VIC, joins in."),
        ("in_force: {acted: join, by: SEC}", ", unless SEC, acting against VIC, joins in."),
        (
            "due_when: {any: [{act: join, by: SEC}, {act: help, by: THI}]}",
            ", unless SEC, acting against VIC, joins in or THI, acting against VIC, helps ADV.",
        ),
        (
            "due_when: {all: [{act: join, by: SEC}, {act: help, by: THI}]}",
            ", unless SEC, acting against VIC, joins in and THI, acting against VIC, helps ADV.",
        ),
        # What can never be is no way, and what hangs on the attacker's own acts is none by others.
        ("due_when: {all: [{act: join, by: SEC}, {not: {acted: join, by: SEC}}]}", "."),
    ],
)
def test_where_an_answer_hangs_on_a_third_it_is_not_said_that_nothing_is_owed(when: str, says: str):
    found = assess(read(JOINED.format(when=when)), draws=50, paths=False).as_json()
    said: Any = found["answer"]
    sentences = [one["text"] for one in said["options"][0]["sentences"]]
    attack = next(one for one in sentences if one.startswith("If ADV attacks VIC"))
    assert attack == f"If ADV attacks VIC, nothing is owed and nothing follows{says}"


SUIT = """\
foedus: 1
title: A suit, and what it leads to
as_of: 2026-01-01
horizon: P2Y
parties: {{VIC: {{}}, ADV: {{}}, COU: {{}}}}
conduct: {{ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: embargo, label: bars trade}}]}}}}
deeds: {{lift: {{by: ADV}}, pay: {{by: ADV}}}}
norms:
  trade: {{prohibition: embargo, bearer: ADV, towards: VIC}}
  cease: {{obligation: lift, bearer: ADV, towards: VIC, {when}}}
procedures:
  suit:
    opens: {{by: VIC, alleging: trade}}
    steps: [{{act: judge, by: COU, finds: trade}}]
"""


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (
            "when: {found: trade}, within: P30D",
            "no answer is owed; ADV owes 'lift' to VIC once 'suit' takes effect.",
        ),
        (
            "when: {act: embargo, by: ADV}, open_ended: true",
            "no answer is owed; ADV owes 'lift' to VIC at once.",
        ),
        # Owed anyhow, or once a deed was done that has nothing to do with the act: not for the act.
        ("within: P30D", "nothing is owed and nothing follows."),
        ("when: {performed: pay}, within: P30D", "nothing is owed and nothing follows."),
    ],
)
def test_a_deed_that_comes_to_be_owed_for_an_act_is_no_nothing(when: str, says: str):
    found = assess(read(SUIT.format(when=when)), draws=50, paths=False).as_json()
    said: Any = found["answer"]
    first = said["options"][0]["sentences"][0]["text"]
    assert first == f"If ADV bars trade, {says}"


TWO_WAYS = """\
foedus: 1
title: A short way that a deed opens, and a long one that it closes
as_of: 2026-01-01
horizon: P2Y
parties: {VIC: {}, ADV: {}, ALF: {}, BRA: {}}
bodies: {council: {members: [ALF, BRA], rule: unanimity}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
deeds: {accept: {by: ADV}}
procedures:
  short: {opens: {by: VIC, when: {performed: accept}}, steps: [{act: agree, by: council}]}
  long:
    opens: {by: VIC, when: {not: {performed: accept}}}
    steps: [{act: settle, by: council, within: P4D, at_deadline: true}]
guarantees:
  help:
    owed_by: ALF
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {any: [{done: short}, {done: long}]}
"""


def test_what_comes_without_a_deed_too_is_not_said_to_wait_for_it():
    """The vote of the short way is on the day of the act, once ADV has accepted; the other, for
    which it must not, ends on the fourth day after. Help hangs on no acceptance.

    Where there is no long way it does.
    """
    for text, waits in (
        (TWO_WAYS, False),
        (TWO_WAYS.replace("when: {not: {performed: accept}}", "when: {performed: accept}"), True),
    ):
        found = assess(read(text), draws=50, paths=False).as_json()
        options: Any = found["options"]
        said: Any = found["answer"]
        first = said["options"][0]["sentences"][0]["text"]
        assert ("once ADV performs 'accept'" in first) is waits
        (due,) = options[0]["matrix"][0]["duties"]
        assert (due["day"], due["without"]) == (0, not waits)
        assert due["deeds"] == ((("ADV", "accept"),),)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("", "'may'."),
        ("due_when: {honoured: talk}", "'may', once 'talk' is honoured."),
        ("due_when: {declined: talk}", "'may', once 'talk' is declined."),
        ("due_when: {done: vote}", "'may', once 'vote' takes effect."),
    ],
)
def test_a_right_beside_a_duty_says_what_it_waits_for(when: str, says: str):
    """Talks are owed at once; the right is there from the act on, or once those were held."""
    text = TEXT.format(talk="", help=when, response="right_only").replace("  help:\n", "  may:\n")
    found = assess(read(text), draws=50, paths=False).as_json()
    said: Any = found["answer"]
    first = said["options"][0]["sentences"][0]["text"]
    assert first.endswith(f"at once; beside it a right, and no duty: {says}")


CHAIN = """\
foedus: 1
title: A third, and two ways on which it owes
as_of: 2026-01-01
horizon: P1Y
parties: {VIC: {}, ADV: {}, ALF: {}, BRA: {}, CEC: {}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
deeds: {ask: {by: VIC}, plea: {by: VIC}}
guarantees:
  one: {owed_by: ALF, response: sanctions, within: P5D, SAME}
  two: {owed_by: BRA, response: sanctions, due_when: {honoured: one}, SAME}
  three: {owed_by: CEC, response: defend, due_when: DUE, SAME}
"""
SAME = "protects: {state: VIC, territory: recognised}, against: ADV, casus_foederis: attack"


@pytest.mark.parametrize(
    ("due", "says"),
    [
        ("{honoured: two}", "once 'one' is honoured and 'two' is honoured"),
        (
            "{any: [{honoured: two}, {declined: one}]}",
            "once 'one' is declined or 'two' is honoured",
        ),
        (
            "{any: [{honoured: two}, {all: [{declined: one}, {performed: ask}]}]}",
            "once 'one' is declined and VIC performs 'ask', or 'two' is honoured",
        ),
        (
            "{any: [{declined: one}, {all: [{declined: one}, {performed: ask}]}]}",
            "once 'one' is declined",
        ),
        ("{any: [{declined: one}, {overdue: one}]}", "once 'one' is declined or 'one' is overdue"),
        ("{any: [{declined: one}, {from: 2026-03-01}]}", "once 'one' is declined or 59 days have"),
    ],
)
def test_of_several_ways_to_a_duty_none_is_told_as_the_condition(due: str, says: str):
    """CEC owes defence on each of the ways; what one of them needs is not what it waits for.

    Whoever honours 'two' does so because 'one' was honoured: that goes without saying where there
    is another way. From 1 January to 1 March 2026 there are 31 + 28 = 59 days.
    """
    text = CHAIN.replace("DUE", due).replace("SAME", SAME)
    found: Any = assess(read(text), draws=20, paths=False).as_json()
    helped = found["answer"]["options"][0]["sentences"][0]["text"]
    assert f"CEC owes VIC defence, {says}" in helped


def test_a_name_with_a_clause_of_its_own_is_closed_before_the_verb():
    """Else "unless the council keeps it comes" reads as one clause."""
    text = TEXT.format(talk="", help="due_when: {done: vote}", response="defend")
    text = text[: text.index("guarantees:")]
    text = text.replace(
        "  vote:\n", "  vote:\n    label: a notice, after which all ends unless they keep it\n"
    )
    text = text.replace("    steps: [", "    then: [{terminate: pact}]\n    steps: [")
    text = text.replace("procedures:", "instruments: {pact: {parties: [VIC, ADV]}}\nprocedures:")
    found: Any = assess(read(text), draws=20, paths=False).as_json()
    helped = found["answer"]["options"][0]["sentences"][0]["text"]
    assert ", a notice, after which all ends unless they keep it, comes with" in helped


TWO_EFFECTS = """\
foedus: 1
title: Suspension, and sanctions half a year later
as_of: 2026-01-01
horizon: P2Y
parties: {VIC: {}, ADV: {}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
instruments:
  bonds: {parties: [VIC, ADV]}
  trade: {parties: [VIC, ADV]}
  half: {parties: [VIC, ADV], status: signed, enters: {done: first}, sunset: P6M}
norms: {peace: {prohibition: attack, bearer: ADV, towards: VIC}}
procedures:
  first:
    label: suspension
    opens: {by: VIC, alleging: peace}
    steps: [{act: rule, by: VIC, within: P3D, at_deadline: true, on_timeout: adopt}]
    then: [{terminate: bonds}]
  second:
    label: sanctions
    opens: {when: {ended: half}}
    steps: [{act: impose, by: VIC, escrowed: true}]
    then: [{terminate: trade}]
"""


def test_of_several_effects_the_day_is_said_to_be_that_of_the_first():
    """Suspension comes three days after the attack; sanctions six months after that, not then."""
    helped, *_ = sentences(TWO_EFFECTS)
    assert helped == (
        "If ADV does 'attack', suspension or sanctions comes with chance 1, the first on day 3."
    )


@pytest.mark.parametrize(
    ("binding", "told"),
    [
        ("political", "What is owed under the order is owed as policy and not in law."),
        ("disputed", "Whether what is owed under the order is owed in law is disputed."),
        ("legal", ""),
    ],
)
def test_what_is_owed_under_an_order_is_told_as_what_it_is(binding: str, told: str):
    """A right under it is nothing that is owed, so that then nothing is told."""
    text = (
        "foedus: 1\ntitle: An order\nas_of: 2026-01-01\nparties: {VIC: {}, ADV: {}, ALF: {}}\n"
        "conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}\n"
        f"instruments: {{order: {{name: the order, parties: ALF, binding: {binding}}}}}\n"
        "guarantees: {aid: {owed_by: ALF, protects: {state: VIC, territory: recognised}, "
        "against: ADV, casus_foederis: attack, response: defend, owes: aid of every kind, "
        "in: order}}\n"
    )
    found: Any = assess(read(text), draws=50, paths=False).as_json()["answer"]
    assert [one["text"] for one in found["general"]] == ([told] if told else [])
    helped = found["options"][0]["sentences"][0]["text"]
    assert helped == "If ADV does 'attack', ALF owes VIC “aid of every kind” at once."
    right = text.replace("response: defend, owes: aid of every kind", "response: right_only")
    assert assess(read(right), draws=50, paths=False).as_json()["answer"]["general"] == []
