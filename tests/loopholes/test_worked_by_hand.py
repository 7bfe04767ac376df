"""Arrangements whose answers were worked out from the documentation before they were checked.

Each name says what is peculiar; the reason for the answer stands beside it where the text does not
show it. Most are of kinds of which a narrower check once said that they hold.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict, verdicts
from foedus.process import Process

HEAD = """\
foedus: 1
title: {title}
as_of: 2031-05-01
horizon: P2Y
parties:
  VAL: {{name: the Valley, role: beneficiary}}
  ORE: {{name: Oreland, role: beneficiary}}
  KOR: {{name: Koria, role: adversary}}
  LIG: {{name: the League, role: guarantor}}
  SUD: {{name: Sudland, role: guarantor}}
  BLOC: {{name: the Bloc, members: [KOR, SUD]}}
  UNI: {{name: the Union, members: [DNK, EST, FIN]}}
  panel: {{name: the panel, role: monitor}}
"""
LADDER = """\
conduct:
  KOR: {towards: VAL, unbearable_from: strike, acts: [{act: abide}, {act: strike, needs: P9D}]}
"""
BOTH = LADDER.replace("towards: VAL", "towards: [VAL, ORE]")
BY_BLOC = LADDER.replace("KOR:", "BLOC:")
TWO_ACTS = """\
conduct:
  KOR:
    towards: VAL
    unbearable_from: grab
    acts: [{act: abide}, {act: grab, needs: P9D}, {act: strike, needs: P9D}]
"""
VALLEY_FIRES = "  VAL: {towards: KOR, acts: [{act: wait}, {act: fire}]}\n"
CALM = "norms:\n  calm: {prohibition: strike, bearer: KOR, towards: VAL}\n"
INQUIRY = """\
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    reopens: true
    steps: [{act: report, by: panel, within: P4D, finds: calm}]
"""
REFORM = """\
deeds:
  reform: {by: KOR}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
  to-reform: {obligation: reform, bearer: KOR, towards: VAL, within: P30D}
"""


def shield(rest: str = "", *, name: str = "shield", **other: str) -> str:
    """Return a guarantee of the Valley by the League against a strike by Koria, or a variation."""
    said = {
        "owed_by": "LIG",
        "protects": "{state: VAL, territory: recognised}",
        "against": "KOR",
        "casus_foederis": "strike",
        "response": "defend",
    }
    lines = [f"    {key}: {value}" for key, value in (said | other).items()]
    return "\n".join([f"  {name}:", *lines, *([f"    {rest}"] if rest else [])]) + "\n"


def guarded(*rest: str, **other: str) -> str:
    return "guarantees:\n" + shield(*rest, **other)


DECLARED = "deeds:\n  declare: {by: LIG, needs: {act: strike, by: KOR}}\n"
LICENCE = """\
norms:
  calm: {prohibition: strike, bearer: %s, towards: VAL, unless: {done: licence}}
procedures:
  licence: {opens: {by: %s}, steps: [{act: license, by: %s, within: P4D%s}]}
"""
FAILS = {
    # Owed at once, but the text gives thirty days for it, and the strike needs nine.
    "response within": ("promptness", LADDER + guarded("within: P30D")),
    # Somebody else has to declare first, and nothing says until when.
    "declared by a guarantor, late": (
        "promptness",
        LADDER + DECLARED + guarded("due_when: {performed: declare}"),
    ),
    "declared by a guarantor, judge": (
        "judge-of-content",
        LADDER + DECLARED + guarded("due_when: {performed: declare}"),
    ),
    "opened by a guarantor, late": (
        "promptness",
        LADDER + CALM + INQUIRY.replace("by: VAL", "by: LIG") + guarded("due_when: {found: calm}"),
    ),
    "opened by a guarantor, judge": (
        "judge-of-content",
        LADDER + CALM + INQUIRY.replace("by: VAL", "by: LIG") + guarded("due_when: {found: calm}"),
    ),
    # Ten days pass before what only the deadline decides takes effect.
    "decided at the deadline": (
        "promptness",
        LADDER
        + CALM
        + INQUIRY.replace("P4D", "P9D, at_deadline: true")
        + guarded("due_when: {found: calm}"),
    ),
    "a second victim without a guarantee": ("threshold-gap", BOTH + guarded()),
    # A right is a guarantee too, and starts again when the talks end.
    "a right that begins during the act": (
        "predates",
        LADDER
        + "procedures:\n  talks: {opens: {by: VAL}, steps: [{act: talk, by: LIG, within: P20D}]}\n"
        + guarded("in_force: {not: {open: talks}}", response="right_only"),
    ),
    "a member owes against its own bloc": (
        "adversary-guarantor",
        BY_BLOC + guarded(owed_by="SUD", against="BLOC"),
    ),
    # Koria is one of those who must agree that the Bloc broke the norm.
    "a member of the accused has a veto": (
        "own-cause",
        BY_BLOC
        + "bodies:\n  court: {members: [KOR, LIG, ORE], rule: unanimity}\n"
        + CALM.replace("bearer: KOR", "bearer: BLOC")
        + INQUIRY.replace("by: panel", "by: court")
        + guarded("due_when: {found: calm}", against="BLOC"),
    ),
    # The panel reports only once Koria has convened it.
    "the accused convenes the panel": (
        "own-cause",
        LADDER
        + CALM
        + INQUIRY.replace("steps: [", "steps: [{act: convene, by: KOR, within: P4D}, ")
        + guarded("due_when: {found: calm}"),
    ),
    "the accuser finds, in a second procedure": (
        "own-cause",
        LADDER
        + CALM
        + """\
procedures:
  complaint:
    opens: {by: VAL, alleging: calm}
    steps: [{act: register, by: panel, within: P1D, on_timeout: adopt, on_block: hold}]
  inquiry:
    opens: {when: {done: complaint}}
    steps: [{act: report, by: VAL, within: P4D, finds: calm}]
"""
        + guarded("due_when: {found: calm}"),
    ),
    # The norm is about a deed left undone, and the panel may say nothing.
    "a deed left undone need not be found": (
        "deniable-breach",
        LADDER + REFORM + INQUIRY.replace("calm", "to-reform") + guarded(),
    ),
    # Nothing is forfeited by name: the guarantee binds only while the Valley never fired.
    "answering costs what must hold": (
        "self-defence",
        LADDER + VALLEY_FIRES + guarded("in_force: {not: {acted: fire, by: VAL}}"),
    ),
    # From 2032 on, whoever fires back breaks the norm.
    "an exception that ends on a date": (
        "self-defence",
        LADDER
        + VALLEY_FIRES
        + "norms:\n  hold-fire: {prohibition: fire, bearer: VAL, towards: KOR,"
        + " unless: {all: [{act: strike, by: KOR}, {not: {from: 2032-01-01}}]}}\n"
        + guarded(),
    ),
    # A grab breaks the norm, and the guarantee answers a strike alone.
    "a breach below what is answered": (
        "toothless-norm",
        TWO_ACTS + CALM.replace("strike", "grab") + guarded(),
    ),
    # Owed to Oreland, which no guarantee protects.
    "a norm towards the other victim": (
        "toothless-norm",
        BOTH + CALM.replace("towards: VAL", "towards: ORE") + guarded(),
    ),
    # What the Valley may set off when it is struck does nothing for Oreland.
    "a procedure for another victim": (
        "empty-assurance",
        BOTH
        + CALM
        + "  quiet: {prohibition: strike, bearer: KOR, towards: ORE}\n"
        + "instruments:\n  relief: {parties: [KOR, LIG]}\n"
        + INQUIRY
        + "    then: [{terminate: relief}]\n",
    ),
    # What follows a reform that was not made is no answer to a strike.
    "a procedure about something else": (
        "empty-assurance",
        LADDER
        + REFORM
        + "instruments:\n  relief: {parties: [KOR, LIG]}\n"
        + INQUIRY.replace("calm", "to-reform")
        + "    then: [{terminate: relief}]\n",
    ),
    # The panel may find what was not done, and the guarantee binds: `in_force` starts it as well.
    "started by a finding, as in force": (
        "false-flag",
        LADDER + CALM + INQUIRY + guarded("in_force: {found: calm}"),
    ),
    # The grab leaves thirty days, the strike two, and help needs five.
    "a graver act that is quicker": (
        "capability-gap",
        TWO_ACTS.replace("grab, needs: P9D", "grab, needs: P30D").replace("P9D", "P2D")
        + guarded(
            "arrives: {low: 5, high: 6, kind: assumed, because: made up}", casus_foederis="grab"
        ),
    ),
    # A strike is answered at once, a grab on a finding; help takes two days, and comes too late
    # only where it had to wait.
    "the act whose answer has to wait": (
        "capability-gap",
        TWO_ACTS.replace("grab, needs: P9D", "grab, needs: P6D").replace(
            "strike, needs: P9D", "strike, needs: P5D"
        )
        + CALM.replace("strike", "grab")
        + INQUIRY.replace("P4D", "P5D, at_deadline: true")
        + guarded(
            "due_when: {any: [{found: calm}, {act: strike, by: KOR}]}\n"
            "    arrives: {low: 2, high: 2, kind: assumed, because: made up}",
            casus_foederis="grab",
        ),
    ),
    # A strike ends the right that a grab gave; that nobody owes anything does not matter.
    "a right that a graver act ends": (
        "monotone-protection",
        TWO_ACTS
        + guarded(
            "in_force: {not: {act: strike, by: KOR}}", casus_foederis="grab", response="right_only"
        ),
    ),
    # Observers come once a breach is found, and nothing is found before observers came.
    "waiting for a finding": (
        "deadlock",
        LADDER
        + CALM
        + "deeds:\n  admit-observers: {by: KOR, needs: {found: calm}}\n"
        + INQUIRY.replace("calm}\n    re", "calm, when: {performed: admit-observers}}\n    re"),
    ),
    # The procedure stands in no instrument, and opens only while one is in force.
    "standing lost by a condition": (
        "lost-standing",
        LADDER
        + "instruments:\n  truce: {parties: [VAL, KOR], withdrawal: {by: KOR}}\n"
        + CALM
        + INQUIRY.replace("calm}\n    re", "calm, when: {in_force: truce}}\n    re"),
    ),
    # Its members license what the Union does.
    "a union frees itself by its members": (
        "own-excuse",
        LADDER.replace("KOR:", "UNI:")
        + "bodies:\n  council: {members: UNI, rule: majority}\n"
        + LICENCE % ("UNI", "UNI", "council", ""),
    ),
    # Only the second of the two findings makes anything due.
    "one of two findings is idle": (
        "idle-finding",
        TWO_ACTS
        + CALM
        + "  quiet: {prohibition: grab, bearer: KOR, towards: VAL}\n"
        + INQUIRY.replace("steps: [", "steps: [{act: look, by: panel, finds: quiet}, ")
        + guarded("due_when: {found: calm}", casus_foederis="grab"),
    ),
    # The accession waits for the finding at its first step, and one council decides both.
    "a step that waits for a finding": (
        "circular-veto",
        LADDER
        + "bodies:\n  council: {members: UNI, rule: consensus}\n"
        + CALM
        + INQUIRY.replace("by: panel", "by: council")
        + """\
  accession:
    opens: {by: VAL}
    steps: [{act: invite, by: council, needs: {found: calm}}]
    then: [{admit: VAL, to: UNI}]
"""
        + guarded("in_force: {member: VAL, of: UNI}", owed_by="UNI"),
    ),
    # The duty ends at a line; beyond it, the League may act and need not.
    "all is covered by a right alone": (
        "scope-gap",
        LADDER
        + guarded(protects="{state: VAL, territory: treaty_line}")
        + shield(name="right", response="right_only"),
    ),
    # The guarantee starts when the League deploys, which it has promised Koria not to do.
    "a start that is forbidden": (
        "conflict",
        LADDER
        + "deeds:\n  deploy: {by: LIG}\n"
        + CALM
        + "  no-troops: {prohibition: deploy, bearer: LIG, towards: KOR}\n"
        + guarded("activates_when: {performed: deploy}"),
    ),
    "a member of the adversary objects to the start": (
        "activation-veto",
        BY_BLOC
        + "bodies:\n  board: {members: [KOR, LIG, ORE], rule: consensus}\n"
        + "procedures:\n"
        + "  start: {opens: {by: VAL}, reopens: true, steps: [{act: confirm, by: board}]}\n"
        + guarded("activates_when: {done: start}", against="BLOC"),
    ),
    "a parliament that never votes": (
        "kept-from-starting",
        LADDER
        + "instruments:\n"
        + "  treaty: {parties: [VAL, LIG], status: proposed, enters: {done: vote}}\n"
        + "procedures:\n  vote: {opens: {by: LIG}, steps: [{act: approve, by: panel}]}\n"
        + guarded("in: treaty"),
    ),
    # Koria ends the treaty by a decision of its own.
    "the adversary terminates": (
        "forfeiture",
        LADDER
        + "instruments:\n  pact: {parties: [VAL, LIG, KOR]}\n"
        + "procedures:\n"
        + "  denounce: {opens: {by: KOR}, steps: [{act: confirm, by: KOR}],"
        + " then: [{terminate: pact}]}\n"
        + guarded("in: pact"),
    ),
    # What Koria and the League sign ends the treaty in which the duty stands.
    "superseded by a treaty of others": (
        "forfeiture",
        LADDER
        + "instruments:\n  treaty: {parties: [VAL, LIG]}\n"
        + "  deal: {parties: [KOR, LIG], status: proposed, supersedes: treaty}\n"
        + guarded("in: treaty"),
    ),
    # The League may leave alone, and owes nothing once it has; the treaty goes on for the others.
    "the guarantor leaves alone": (
        "dead-end",
        LADDER
        + "instruments:\n  pact: {parties: [VAL, LIG, SUD], withdrawal: {by: LIG}}\n"
        + guarded("in: pact"),
    ),
    # Only after a strike can the pact be ended, and what is owed by then stays owed; a second
    # strike meets the right alone.
    "struck again after the end": (
        "right-without-duty",
        LADDER
        + "instruments:\n  pact: {parties: [VAL, LIG]}\n"
        + "procedures:\n  end: {opens: {by: KOR, when: {acted: strike, by: KOR}},"
        + " steps: [{act: declare, by: KOR}], then: [{terminate: pact}]}\n"
        + guarded("in: pact")
        + shield(name="may", response="right_only"),
    ),
    # The mandate comes on the tenth day, and the deed is due within five.
    "a deed that needs what comes late": (
        "double-bind",
        LADDER
        + "deeds:\n  deploy: {by: LIG, needs: {done: mandate}}\n"
        + "norms:\n  must: {obligation: deploy, bearer: LIG, when: {acted: strike, by: KOR},"
        + " within: P5D}\n"
        + "procedures:\n  mandate: {opens: {when: {acted: strike, by: KOR}},"
        + " steps: [{act: authorise, by: panel, within: P9D, at_deadline: true}]}\n",
    ),
    # The truce ends on the day on which the report would be made, and takes the duty with it.
    "a notice that ends on the deadline": (
        "withdrawal-dodge",
        LADDER
        + "instruments:\n"
        + "  truce: {parties: [VAL, KOR], withdrawal: {by: KOR, notice: P4D}}\n"
        + CALM
        + INQUIRY.replace("P4D", "P4D, at_deadline: true")
        + guarded("due_when: {found: calm}\n    in: truce"),
    ),
    # Either way on a ninetieth day: the truce may run out while the panel sits.
    "a sunset without tolling": (
        "expiry",
        LADDER
        + "instruments:\n  truce: {parties: [VAL, KOR], sunset: P90D}\n"
        + CALM
        + INQUIRY
        + guarded("due_when: {found: calm}\n    in: truce"),
    ),
    "owed together or not at all": (
        "void-if-declined",
        LADDER + guarded("joint: true", owed_by="[LIG, SUD]"),
    ),
    "talk and a right": (
        "gap",
        LADDER + guarded(response="consult") + shield(name="may", response="right_only"),
    ),
    # Who is attacked may attack too, and nobody guards against that.
    "an aggressor that is a beneficiary": (
        "gap",
        LADDER
        + "  VAL: {towards: KOR, unbearable_from: fire, acts: [{act: wait}, {act: fire}]}\n"
        + guarded(),
    ),
    # A guarantee of the Union is none of each of its members.
    "a member of whom the union is protected": (
        "gap",
        LADDER.replace("towards: VAL", "towards: DNK")
        + guarded(protects="{state: UNI, territory: recognised}"),
    ),
}
HOLDS = {
    "response within few days": ("promptness", LADDER + guarded("within: P3D")),
    "decided at a deadline that is in time": (
        "promptness",
        LADDER
        + CALM
        + INQUIRY.replace("P4D", "P8D, at_deadline: true")
        + guarded("due_when: {found: calm}"),
    ),
    # What the panel refused may be alleged again the next day, and the second report is in time,
    # even when the attack comes on the last day looked at.
    "an inquiry that can be repeated": (
        "gap",
        LADDER
        + CALM
        + INQUIRY.replace("P4D", "P8D, at_deadline: true")
        + guarded("due_when: {found: calm}"),
    ),
    # The panel may object, so that Koria does not free itself alone, though silence would do.
    "an excuse that others can stop": (
        "own-excuse",
        LADDER + LICENCE % ("KOR", "KOR", "panel", ", on_timeout: adopt"),
    ),
    "each owes for itself": ("void-if-declined", LADDER + guarded(owed_by="[LIG, SUD]")),
    # A sunset that waits for the inquiry takes nothing away.
    "a sunset with tolling": (
        "expiry",
        LADDER
        + "instruments:\n  truce: {parties: [VAL, KOR], sunset: P90D,"
        + " tolled_while: {open: inquiry}}\n"
        + CALM
        + INQUIRY.replace("within: P4D", "within: P4D, on_timeout: adopt, on_block: hold")
        + guarded("due_when: {found: calm}\n    in: truce"),
    ),
    # Reversed: only all together stop it, the victim among them.
    "a return that consensus alone stops": (
        "single-blocker",
        """\
conduct:
  KOR: {towards: VAL, acts: [{act: perform}, {act: default}]}
bodies:
  council: {members: [KOR, LIG, SUD, ORE, VAL], rule: reverse_consensus}
instruments:
  sanctions: {parties: [KOR, LIG, VAL], status: proposed}
norms:
  promise: {prohibition: default, bearer: KOR, towards: VAL}
procedures:
  snapback:
    opens: {by: VAL, alleging: promise}
    steps: [{act: restore, by: council, within: P30D}]
    then: [{bring_into_force: sanctions}]
""",
    ),
    # Ratified in advance, so that nobody is asked any more.
    "a vote cast in advance": (
        "single-blocker",
        LADDER
        + "procedures:\n  call: {opens: {by: VAL, when: {act: strike, by: KOR}},"
        + " steps: [{act: ratify, by: UNI, escrowed: true}]}\n"
        + guarded("due_when: {done: call}"),
    ),
    # Nobody may leave before 2040.
    "an exit that is barred": (
        "withdrawal-dodge",
        LADDER
        + "instruments:\n  pact: {parties: [VAL, LIG, KOR], withdrawal: {by: KOR,"
        + " ends_for: all, barred_while: {not: {from: 2040-01-01}}}}\n"
        + guarded("in: pact"),
    ),
    # It may start when the strike goes on already, and covers it.
    "a late start that covers what goes on": (
        "gap",
        LADDER
        + "procedures:\n  start: {opens: {by: VAL}, reopens: true,"
        + " steps: [{act: confirm, by: LIG}]}\n"
        + guarded("activates_when: {done: start}\n    covers_ongoing: true"),
    ),
    # The lower act is not answered, and it is not unbearable.
    "only the gravest act is grave": (
        "gap",
        TWO_ACTS.replace("unbearable_from: grab", "unbearable_from: strike") + guarded(),
    ),
}
APPLIES_NOT = {
    "no allegation": (
        "deniable-breach",
        LADDER
        + CALM
        + "procedures:\n  inquiry: {opens: {when: {breached: calm}},"
        + " steps: [{act: report, by: panel, finds: calm}]}\n",
    ),
    "consultation": ("assured-response", LADDER + guarded(response="consult")),
    # The treaty runs out before the day from which the response is due.
    "due after the end": (
        "promptness",
        LADDER
        + "instruments:\n  pact: {parties: [VAL, LIG], sunset: P20D, accrued: end}\n"
        + guarded("in: pact\n    due_when: {from: 2031-06-01}"),
    ),
}
ASKED = [
    *((kind, *case, "fails") for kind, case in FAILS.items()),
    *((kind, *case, "holds") for kind, case in HOLDS.items()),
    *((kind, *case, "does-not-apply") for kind, case in APPLIES_NOT.items()),
]


@pytest.mark.parametrize(("kind", "name", "body", "outcome"), ASKED, ids=[a[0] for a in ASKED])
def test_it_gets_the_verdict_worked_out_by_hand(kind: str, name: str, body: str, outcome: str):
    found = verdict(Process(read(HEAD.format(title=kind) + body)), CATALOGUE[name])
    assert found.outcome == outcome, [hole.statement for hole in found.loopholes]


def test_nothing_fails_of_a_hardened_guarantee():
    arrives = "arrives: {low: 1, high: 2, kind: assumed, because: made up}"
    body = LADDER + CALM + guarded(f"covers_ongoing: true\n    within: P2D\n    {arrives}")
    found = verdicts(Process(read(HEAD.format(title="hardened") + body)))
    assert [v.property.id for v in found if v.outcome in ("fails", "undecided")] == []


def test_parties_are_called_by_name_in_every_fault():
    """The ids of this file are of three capital letters, and no name of a party is."""
    for kind, (_, body) in FAILS.items():
        for found in verdicts(Process(read(HEAD.format(title=kind) + body))):
            for hole in found.loopholes:
                words = hole.statement.replace(",", " ").replace(":", " ").split()
                assert not {"VAL", "ORE", "KOR", "LIG", "SUD", "BLOC", "UNI", "DNK"} & {*words}
