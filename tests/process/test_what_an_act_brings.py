"""What an act brings, and what it does not: ratification by a deed, its own case, what undoes it.

The answers are worked out by hand; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Move, Process, Standing
from foedus.process.walk import Supposition, Walk, consequence, matrix

HEAD = """\
foedus: 1
title: A guarantee
as_of: 2025-01-01
horizon: P2Y
parties: {VIC: {}, ADV: {}, ALF: {}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: raid}, {act: attack}]}}
deeds: {ratify: {by: ADV}}
"""
ATTACK = Supposition(by="ADV", act="attack", against="VIC")


@pytest.mark.parametrize(
    ("status", "enters", "now", "anew"),
    [
        ("proposed", "", True, True),
        ("proposed", "enters: {performed: ratify}, ", False, True),
        ("signed", "enters: {performed: ratify}, ", False, True),
    ],
)
def test_a_treaty_that_waits_for_a_ratification_is_not_in_force_once_it_is_signed(
    status: str, enters: str, now: bool, anew: bool
):
    """All are taken to sign; the adversary is not taken to ratify before it attacks.

    What nobody need ratify is in force once all have signed. Else the same act, done anew after
    the ratification, is answered.
    """
    text = HEAD + (
        f"instruments: {{pact: {{parties: [VIC, ADV, ALF], {enters}status: {status}}}}}\n"
        "guarantees:\n  aid: {owed_by: ALF, protects: {state: VIC, territory: recognised}, "
        "against: ADV, casus_foederis: attack, response: defend, in: pact}\n"
    )
    walk = Walk(Process(read(text)))
    assert (consequence(walk, ATTACK).kind == "duty") is now
    met = next(row for row in matrix(walk) if row.act == "attack")
    assert bool(met.duties) is now
    assert bool(met.renewed) is anew
    life = walk.concluded.end.record.instruments[0]
    assert (life.standing is Standing.IN_FORCE) is now
    if status == "proposed":
        assert walk.concluded.end.record.signed[0] == {"VIC", "ADV", "ALF"}


@pytest.mark.parametrize(
    ("bound", "first", "second"),
    [
        ("in_force: {act: attack, by: ADV}", False, False),
        ("in_force: {act: raid, by: ADV}", False, False),
        ("activates_when: {act: attack, by: ADV}", False, True),
        ("", True, True),
    ],
)
def test_an_act_is_not_answered_by_what_was_not_active_before_it(
    bound: str, first: bool, second: bool
):
    """Of two attacks from peace the first finds none of the three active, and so does the second.

    But for the one that was activated for good: after the first attack it is active, and the
    second meets it.
    """
    text = HEAD + (
        "guarantees:\n  aid:\n    owed_by: ALF\n    protects: {state: VIC, territory: recognised}\n"
        f"    against: ADV\n    casus_foederis: attack\n    response: defend\n    {bound}\n"
    )
    p = Process(read(text))
    state, found = p.start, []
    for act in ("attack", "comply", "attack"):
        state = p.after(state, Move("conduct", "ADV", act))
        found.append(p.clauses.owed(state, 0))
        state = p.after(state, Move("wait", until=state.day + 1))
    assert found == [first, False, second]


def test_an_act_that_goes_on_from_one_that_a_guarantee_waits_for_is_answered():
    """The raid makes it active, and the attack that rises from it comes after that."""
    text = HEAD + (
        "guarantees:\n  aid:\n    owed_by: ALF\n    protects: {state: VIC, territory: recognised}\n"
        "    against: ADV\n    casus_foederis: attack\n    response: defend\n"
        "    in_force: {act: raid, by: ADV}\n"
    )
    p = Process(read(text))
    raided = p.after(p.start, Move("conduct", "ADV", "raid"))
    later = p.after(raided, Move("wait", until=1))
    assert p.clauses.owed(p.after(later, Move("conduct", "ADV", "attack")), 0)


@pytest.mark.parametrize("brings", ["enters: {done: suspend}, ", ""])
def test_what_lifts_a_suspension_is_not_what_a_coup_leads_to(brings: str):
    """The suspension follows from the coup; to lift it only undoes that, however it is written."""
    then = "" if brings else "    then: [{bring_into_force: suspension}]\n"
    text = HEAD + (
        f"instruments: {{suspension: {{parties: [VIC, ADV], {brings}status: signed}}}}\n"
        "norms: {peace: {prohibition: attack, bearer: ADV, towards: VIC}}\n"
        "procedures:\n"
        "  suspend:\n    opens: {by: VIC, alleging: peace}\n"
        f"    steps: [{{act: decide, by: ALF, finds: peace}}]\n{then}"
        "  lift:\n    opens: {by: ALF, when: {in_force: suspension}}\n"
        "    steps: [{act: relent, by: ALF}]\n    then: [{terminate: suspension}]\n"
    )
    found = consequence(Walk(Process(read(text))), ATTACK)
    assert (found.kind, found.of) == ("effect", ("suspend",))


TRUCE = """\
foedus: 1
title: A truce
as_of: 2025-01-01
horizon: P1Y
parties: {VIC: {}, ADV: {}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
instruments: {truce: {parties: [VIC, ADV], status: signed, enters: {from: 2025-01-11}%s}}
norms: {peace: {prohibition: attack, bearer: ADV, towards: VIC, %s}}
"""


@pytest.mark.parametrize(
    ("ends", "norm", "days"),
    [
        (", sunset: P10D", "in: truce", ("2025-01-11", "2025-01-21")),
        ("", "in: truce", ("2025-01-11", None)),
        (", sunset: P10D", "while: {not: {in_force: truce}}", None),
        ("", "while: {done: never}", None),
    ],
)
def test_an_act_is_said_to_be_a_breach_from_the_day_on_which_it_is_one(ends, norm, days):
    """By hand: in force from 11 January, and ten days after that day is the 21st, the last one.

    What it forbids is no breach on the first of January, and one from the 11th. What is forbidden
    outside it is a breach on the first, and nothing more need be said. A norm that binds once
    the victim has opened a procedure forbids nothing on any day while nobody does anything.
    """
    never = "procedures: {never: {opens: {by: VIC}, steps: [{act: agree, by: VIC}]}}\n"
    text = TRUCE % (ends, norm) + (never if "never" in norm else "")
    (row,) = matrix(Walk(Process(read(text))))
    told = row.forbidden and tuple(day and day.isoformat() for day in row.forbidden)
    assert told == days
    assert bool(row.breaches) is ("not" in norm)


@pytest.mark.parametrize(("supersedes", "unsigned"), [(", supersedes: old", True), ("", False)])
def test_what_a_treaty_still_to_be_signed_would_allow_is_a_breach_before(supersedes, unsigned):
    """By hand: the old treaty forbids the attack from the first day; the new one, once both have

    signed it and the conference has approved it, ends the old. So the attack is a breach first and
    none any more then; where the new one leaves the old as it is, it is a breach then as well.
    """
    text = TRUCE.replace("truce: {", "old: {").replace("enters: {from: 2025-01-11}%s}}", "%s}}")
    text = text.replace("status: signed, ", "") % (
        f"}}, new: {{parties: [VIC, ADV], status: proposed, enters: {{done: review}}{supersedes}",
        "in: old",
    )
    text += "procedures: {review: {opens: {by: VIC}, steps: [{act: approve, by: ADV}]}}\n"
    walk = Walk(Process(read(text)))
    (row,) = matrix(walk)
    assert (bool(row.breaches), row.unsigned) == (not unsigned, unsigned)
    assert row.as_json().get("unsigned", False) is unsigned


@pytest.mark.parametrize(
    ("opens", "after"),
    [
        ("{in_force: measures}", ("impose",)),
        # Also open to all after an attack: then it comes of the attack itself, from the sunset on.
        ("{any: [{in_force: measures}, {acted: attack, by: ADV}]}", ("renew", "impose")),
    ],
)
def test_a_renewal_that_only_new_measures_make_possible_again_does_not_come_of_the_act(
    opens: str, after: tuple[str, ...]
):
    """Measures of a year, which may be renewed while they are in force, whatever was done.

    An attack after that year brings new ones, and these could be renewed: that comes of them. So
    the attack leads to the same on all days, and no season ends with the year.
    """
    text = HEAD + (
        "bodies: {council: {members: [VIC, ALF], rule: unanimity}}\n"
        "instruments: {measures: {parties: [VIC, ALF], sunset: P1Y}}\n"
        "norms: {peace: {prohibition: attack, bearer: ADV, towards: VIC}}\n"
        "procedures:\n"
        f"  renew: {{reopens: after_effect, opens: {{by: ALF, when: {opens}}}, "
        "steps: [{act: renew, by: council}], then: [{bring_into_force: measures}]}\n"
        "  impose: {reopens: after_effect, opens: {by: ALF, alleging: peace}, "
        "steps: [{act: adopt, by: council, finds: peace}], then: [{bring_into_force: measures}]}\n"
    )
    walk = Walk(Process(read(text)))
    met = next(row for row in matrix(walk) if row.act == "attack")
    assert [season.of for season in met.seasons][:1] == [("impose",)]
    assert met.seasons[-1].of == after
    assert len(met.seasons) == len({("impose",), after})
