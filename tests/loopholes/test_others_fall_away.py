"""Of whom a refusal frees nobody, and in whose place somebody else comes to owe as much.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, Verdict
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Who owes when one declines
as_of: 2030-01-01
horizon: P1Y
parties:
  {{LOW: {{name: Lowland}}, UPL: {{name: Upland}}, ALB: {{name: Alba}}, BRE: {{name: Brenta}},
   CER: {{name: Cerva}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack}}]}}}}
guarantees:
{guarantees}
"""


def asked(*guarantees: str, text: str = TEXT) -> Verdict:
    """Check property 35 of a text with these guarantees, all for Lowland and against Upland."""
    shared = "protects: {state: LOW, territory: recognised}, against: UPL, casus_foederis: attack"
    lines = (f"  {g.partition(': ')[0]}: {{{shared}, {g.partition(': ')[2]}}}" for g in guarantees)
    whole = text.format(guarantees="\n".join(lines))
    return examine(Inquiry(Process(read(whole))), CATALOGUE["void-if-declined"])


@pytest.mark.parametrize(
    ("owers", "joint", "outcome"),
    [
        ("[ALB, UPL]", "false", "does-not-apply"),
        ("[ALB, BRE, UPL]", "false", "holds"),
        ("[ALB, BRE]", "false", "holds"),
        ("[ALB, BRE]", "true", "fails"),
        ("[ALB, UPL]", "true", "fails"),
    ],
)
def test_whoever_attacks_is_nobody_whom_a_refusal_could_free(owers: str, joint: str, outcome: str):
    """Upland owes no help against itself, so that of Alba and Upland only Alba owes anything.

    Owed by each for itself, a refusal then frees nobody; owed only by all together it frees all,
    and the help of whoever acts is one of those without which nothing is owed.
    """
    found = asked(f"aid: owed_by: {owers}, joint: {joint}, response: defend")
    assert found.outcome == outcome
    if outcome == "does-not-apply":
        assert found.missing == "no response but consultation comes to be owed by several"


FIRST = "first: owed_by: ALB, response: sanctions, within: P5D"
SECOND = "second: owed_by: BRE, response: sanctions, due_when: {honoured: first}"


@pytest.mark.parametrize(
    ("third", "outcome"),
    [
        ((), "fails"),
        (("third: owed_by: CER, response: defend, due_when: {declined: first}",), "holds"),
        (("third: owed_by: CER, response: sanctions, due_when: {declined: first}",), "holds"),
        (("third: owed_by: CER, response: consult, due_when: {declined: first}",), "fails"),
        (("third: owed_by: CER, response: right_only, due_when: {declined: first}",), "fails"),
        (("third: owed_by: CER, response: defend, due_when: {honoured: first}",), "fails"),
        (("third: owed_by: CER, response: defend",), "fails"),
    ],
)
def test_what_falls_away_is_not_lost_where_another_owes_as_much_in_its_place(
    third: tuple[str, ...], outcome: str
):
    """Brenta's sanctions hang on Alba's: once Alba declines they are owed no more.

    Where Cerva comes to owe sanctions or defence by that very refusal, the victim has no less. To
    consult or to have a right is less; what Cerva owes when Alba performs falls away as well; and
    what it owes in any case takes nobody's place.
    """
    assert asked(FIRST, SECOND, *third).outcome == outcome


@pytest.mark.parametrize(
    ("due", "outcome"),
    [
        ("{honoured: first}", "fails"),
        ("{any: [{owed: first}, {honoured: first}]}", "holds"),
    ],
)
def test_a_refusal_takes_nothing_away_where_the_treaty_has_run_out(due: str, outcome: str):
    """Brenta's pact runs out after half a year, and with it what it owes, whatever Alba does.

    Where its case is that of Alba, Brenta owes on though Alba declines, as a replay says; where it
    waits for what Alba does it is freed, and that while its pact is in force.
    """
    second = f"second: owed_by: BRE, response: sanctions, in: pact, due_when: {due}"
    pact = "instruments: {{pact: {{parties: [LOW, BRE], sunset: P6M}}}}\n"
    text = TEXT.replace("guarantees:", f"{pact}guarantees:")
    found = asked(FIRST, second, text=text)
    assert found.outcome == outcome
    for hole in found.loopholes:
        assert "'pact' has ended" not in " ".join(map(str, hole.lines))


@pytest.mark.parametrize(
    ("due", "joint", "outcome"),
    [
        ("{honoured: talks}", "true", "fails"),
        ("{declined: talks}", "true", "fails"),
        ("{any: [{honoured: talks}, {declined: talks}]}", "true", "fails"),
        ("{honoured: talks}", "false", "holds"),
    ],
)
def test_what_comes_to_be_owed_once_talks_are_over_falls_away_as_any_other(
    due: str, joint: str, outcome: str
):
    """Alba and Brenta have talked, or refused to, and then owe defence only together: one declines.

    A replay says of that play that nothing more is owed. Each for itself, the other owes on.
    """
    talks = "talks: owed_by: [ALB, BRE], response: consult"
    found = asked(
        talks, f"aid: owed_by: [ALB, BRE], joint: {joint}, response: defend, due_when: {due}"
    )
    assert found.outcome == outcome
