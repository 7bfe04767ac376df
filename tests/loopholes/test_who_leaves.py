"""Those who leave, told apart only as far as a slice does, against everybody told apart.

Arrangements are drawn in which several may leave one text. Compared over the whole catalogue are
the verdict, how many faults there are, and of each what is said, but for who of those that are
alike, how many moves its story has and on which days they are made.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

MOST = 500
HEAD = """\
foedus: 1
title: Several may leave
as_of: {as_of}
horizon: P{horizon}D
parties: {{VIC: {{}}, FOE: {{}}, AAA: {{}}, BBB: {{}}, CCC: {{}}}}
bodies:
  council: {{members: [{council}], rule: {rule}}}
conduct:
  FOE: {{towards: [{targets}], acts: [{{act: comply}}, {{act: raid}}, {{act: attack, needs: P3D}}]}}
deeds:
  pay: {{by: VIC}}
instruments:
  pact:
    parties: [VIC, AAA, BBB, CCC{foe}]
    withdrawal: {{by: [{leavers}], notice: {notice}{barred}}}{sunset}{accrued}
norms:
  calm: {{prohibition: raid, bearer: FOE, towards: [{towards}]{norm_in}}}
  debt: {{obligation: pay, bearer: VIC, towards: [{owed}], when: {{{due}}}, within: P2D, in: pact}}
procedures:
  inquiry:
    opens: {{by: [{openers}], alleging: calm}}
    in: pact
    reopens: {reopens}
    steps: [{{act: find, by: {finder}, within: P2D, finds: calm{silence}}}]
guarantees:
  aid:
    owed_by: [{owers}]
    protects: {{state: VIC, territory: recognised}}
    against: FOE
    casus_foederis: attack
    response: defend
    in: pact{joint}{within}{clause}
  talk:
    owed_by: [{talkers}]
    protects: {{state: {talked}, territory: recognised}}
    against: FOE
    casus_foederis: raid
    response: {response}
    in: pact
"""


def drawn(rng: random.Random) -> str:
    """Return the text of an arrangement of a few days in which several may leave at once."""
    pick = rng.choice
    calendar = rng.random() < 0.2
    talked = pick(["VIC", "VIC", "CCC"])

    def some(*names: str) -> str:
        return ", ".join(names if rng.random() < 0.5 else names[: rng.randint(1, len(names))])

    return HEAD.format(
        as_of=pick(["2025-01-01", "2024-01-30"]) if calendar else "2025-01-01",
        horizon=40 if calendar else pick([2, 3, 4]),
        council=pick(["VIC, AAA, BBB, CCC", "AAA, BBB, CCC"]),
        rule=pick(["majority", "unanimity", "any_one"]),
        targets=", ".join(dict.fromkeys(["VIC", talked])),
        foe=pick(["", "", ", FOE"]),
        leavers=pick(["AAA, BBB, CCC", "VIC, AAA, BBB, CCC", "AAA, BBB", "CCC, BBB, AAA"]),
        notice="P1M" if calendar else pick(["P0D", "P1D", "P2D"]),
        barred=pick(["", "", ", barred_while: {open: inquiry}"]),
        sunset=pick(["", "", "\n    sunset: P6D"]),
        accrued=pick(["", "\n    accrued: end"]),
        towards=pick(["VIC", "VIC, AAA, BBB, CCC"]),
        norm_in=pick(["", ", in: pact"]),
        owed=some("AAA", "BBB", "CCC"),
        due=pick(["alleged: calm", "found: calm", "noticed: pact", "ended: pact"]),
        openers=some("AAA", "BBB", "CCC") if rng.random() < 0.6 else "VIC",
        reopens=pick(["true", "false", "after_effect"]),
        finder=pick(["council", "council", "CCC"]),
        silence=pick(["", ", on_timeout: adopt", ", at_deadline: true"]),
        owers=some("AAA", "BBB", "CCC"),
        joint=pick(["", "", "\n    joint: true"]),
        within=pick(["", "\n    within: P1D"]),
        clause=pick(
            [
                "",
                "",
                "\n    due_when: {found: calm}",
                "\n    due_when: {not: {noticed: pact}}",
                "\n    in_force: {in_force: pact, by: AAA}",
                "\n    activates_when: {noticed: pact, by: BBB}",
                "\n    due_when: {any: [{found: calm}, {ended: pact}]}",
                "\n    forfeited_if: {overdue: talk}",
            ]
        ),
        talkers=some("BBB", "AAA", "CCC") if talked == "VIC" else some("BBB", "AAA"),
        talked=talked,
        response=pick(["consult", "defend"]),
    )


def told(inquiry: Inquiry, name: str):
    """Return what is found of a property, the names of those who may be alike left out.

    Nothing where more than `MOST` states would have to be looked at.
    """
    verdict = examine(inquiry, CATALOGUE[name])
    if not verdict.complete:
        return None
    alike = str.maketrans(dict.fromkeys("ABC", "?"))

    def days(hole) -> list[object]:
        day, made = 0, list[object]()
        for batch in hole.batches:
            day = max(day, *(move.until for move in batch))
            made.append((batch[0].kind, len(batch), day))
        return made

    holes = [(hole.statement.translate(alike), days(hole)) for hole in verdict.loopholes]
    return verdict.outcome, len(verdict.witness), holes


def agree(text: str) -> None:
    arrangement = read(text)
    every = [Inquiry(Process(arrangement), MOST, apart=apart) for apart in (False, True)]
    rough = Inquiry(Process(arrangement), MOST, soon=20)
    whom = Inquiry(Process(arrangement), 2 * MOST, fronts=True)
    for name in CATALOGUE:
        found, expected = (told(inquiry, name) for inquiry in every)
        assert expected is None or found == expected, name
        assert found is None or told(rough, name)[::2] == found[::2], name
        aimed = told(whom, name)  # where what is done to others is told apart, it may be told
        assert None in (found, aimed) or (aimed[0], len(aimed[2])) == (found[0], len(found[2])), (
            name
        )


@pytest.mark.parametrize("seed", [2, 4, 17, 47, 48])
def test_verdicts_are_those_of_everybody_told_apart(seed: int):
    agree(drawn(random.Random(seed)))


# Four members of one treaty, each of whom may leave it with two years' notice.
RIO = """\
foedus: 1
title: Four may leave with two years' notice
as_of: 1982-04-01
horizon: P{years}Y
parties: {{ARG: {{}}, BRA: {{}}, USA: {{}}, VEN: {{}}{more}, GBR: {{}}}}
bodies: {{organ: {{members: [ARG, BRA, USA, VEN], rule: two_thirds}}}}
conduct:
  GBR: {{towards: ARG, acts: [{{act: comply}}, {{act: threat}}, {{act: attack, needs: P20D}}]}}
instruments:
  treaty:
    parties: [ARG, BRA, USA, VEN{names}]
    withdrawal: {{by: [ARG, BRA, USA, VEN{names}], notice: {notice}}}
procedures:
  consultation:
    in: treaty
    opens: {{by: [ARG, BRA, USA, VEN{names}], when: {{act: threat, by: GBR}}}}
    reopens: true
    steps: [{{act: convene, by: organ, within: P3D}}]
guarantees:
  assistance:
    owed_by: [BRA, USA, VEN{names}]
    protects: {{state: ARG, territory: recognised}}
    against: GBR
    casus_foederis: attack
    response: as_deemed_necessary
    in: treaty
  measures:
    owed_by: [BRA, USA, VEN{names}]
    protects: {{state: ARG, territory: recognised}}
    against: GBR
    casus_foederis: attack
    response: sanctions
    in: treaty
    due_when: {{done: consultation}}
"""


def looked_at(more: int, notice: str = "P2Y", years: int = 3) -> int:
    others = [f"X{number}" for number in range(more)]
    text = RIO.format(
        years=years,
        notice=notice,
        more="".join(f", {name}: {{}}" for name in others),
        names="".join(f", {name}" for name in others),
    )
    found = examine(Inquiry(Process(read(text))), CATALOGUE["gap"])
    assert (found.outcome, found.complete) == ("holds", True)
    return found.states


def test_two_more_members_do_not_multiply_what_is_looked_at():
    """Told apart, each multiplies it by three and more: it has not left, is leaving, or is out."""
    assert looked_at(2, "P730D") < 4 * looked_at(0, "P730D")


def test_a_notice_of_years_is_looked_at_on_every_day_of_the_calendar():
    assert looked_at(0) < 3000


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 10_000))
def test_verdicts_are_the_same_whatever_is_drawn(seed: int):
    agree(drawn(random.Random(seed)))


def test_a_member_that_is_no_party_by_itself_may_leave():
    """The members of an alliance are named by their codes, and a treaty binds each of them."""
    text = """\
foedus: 1
title: Members that may leave
as_of: 2025-01-01
horizon: P1Y
parties: {VAL: {}, KOR: {}, ORG: {members: [ALB, BEL]}}
conduct: {KOR: {towards: VAL, acts: [{act: comply}, {act: attack}]}}
instruments: {pact: {parties: [VAL, ALB, BEL], withdrawal: {by: [ALB, BEL], notice: P9D}}}
guarantees:
  aid:
    owed_by: [ALB, BEL]
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: attack
    response: defend
    in: pact
"""
    verdict = examine(Inquiry(Process(read(text))), CATALOGUE["dead-end"])
    assert [line.said for line in verdict.loopholes[0].lines] == [
        "Albania gives notice of withdrawal from 'pact'",
        "Belgium gives notice of withdrawal from 'pact'",
        "the day ends",
    ]


def test_where_it_takes_all_of_several_to_leave_all_are_told():
    text = """\
foedus: 1
title: Two who owe and one who does not
as_of: 2025-01-01
horizon: P1Y
parties: {VAL: {}, KOR: {}, MAR: {}, LGA: {}, EST: {}}
conduct: {KOR: {towards: VAL, acts: [{act: comply}, {act: attack}]}}
instruments: {pact: {parties: [VAL, MAR, LGA, EST], withdrawal: {by: [LGA, EST], notice: P9D}}}
guarantees:
  aid:
    owed_by: [LGA, EST]
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: attack
    response: defend
    in: pact
"""
    (hole,) = examine(Inquiry(Process(read(text))), CATALOGUE["dead-end"]).loopholes
    assert hole.statement.startswith("once LGA and EST have left 'pact', no conduct of KOR can")
