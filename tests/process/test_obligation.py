"""Who owes what to whom, put together in one place: each answer worked out from the clause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedus.assessment import assess
from foedus.language import Plural, read
from foedus.process import Names, Obligation, Process, able, merged, obligation, speaking
from foedus.process.obligation import in_full, in_short

TEXT = """\
foedus: 1
title: A pact
as_of: 2025-01-01
parties: {{VIC: {{name: Vicia}}, ADV: {{name: Advia}}, ALF: {{name: Alfia}}, BRA: {{name: Brania}}}}
conduct: {{ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: attack, label: attacks}}]}}}}
guarantees:
  aid:
    owed_by: [{by}]
    {to}
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: {response}
    joint: {joint}
"""


def made(by: str, response: str = "defend", to: str = "", joint: str = "false"):
    owed_to = f"owed_to: [{to}]" if to else ""
    return read(TEXT.format(by=by, response=response, to=owed_to, joint=joint))


@pytest.mark.parametrize(
    ("by", "response", "to", "joint", "full", "short"),
    [
        # What each owes to somebody else, and nothing that it owes to itself or against itself.
        ("ALF", "defend", "", "false", "Alfia owes defence to Vicia", "Alfia owes Vicia defence"),
        ("ALF, VIC", "arms", "", "false", "Alfia owes arms to Vicia", "Alfia owes Vicia arms"),
        ("ALF, ADV", "arms", "", "false", "Alfia owes arms to Vicia", "Alfia owes Vicia arms"),
        # Consultation is owed by whoever acts, too, and is all that is owed where it comes first.
        (
            "ALF, VIC, ADV",
            "consult",
            "ALF, VIC, ADV",
            "false",
            "Alfia, Vicia and Advia owe consultation to one another",
            "Alfia, Vicia and Advia owe one another no more than consultation",
        ),
        (
            "ALF, VIC",
            "consult",
            "ALF, VIC, BRA",
            "false",
            "Alfia and Vicia owe consultation to one another and to Brania",
            "Alfia and Vicia owe one another and Brania no more than consultation",
        ),
        # Owed to a third: it and the one that is protected are both told.
        (
            "ALF",
            "as_deemed_necessary",
            "BRA",
            "false",
            "Alfia owes such action as it deems necessary to Brania, for the protection of Vicia,",
            "Alfia owes what it deems necessary to Brania, for the protection of Vicia,",
        ),
        # Whoever acts cannot claim its own defeat: of three who owe one another, two are left.
        (
            "ALF, BRA, ADV",
            "defend",
            "ALF, BRA, ADV",
            "false",
            "Alfia and Brania owe defence to one another, for the protection of Vicia,",
            "Alfia and Brania owe defence to one another, for the protection of Vicia,",
        ),
        # Nor is what is owed to the attacker besides oneself owed to anybody.
        (
            "ALF, BRA",
            "arms",
            "BRA, ADV",
            "false",
            "Alfia owes arms to Brania, for the protection of Vicia,",
            "Alfia owes arms to Brania, for the protection of Vicia,",
        ),
        # All together: where one of them is the attacker nothing comes without it.
        (
            "ALF, BRA",
            "defend",
            "",
            "true",
            "Alfia and Brania together owe defence to Vicia",
            "Alfia and Brania together owe Vicia defence",
        ),
        (
            "ALF, ADV",
            "defend",
            "",
            "true",
            "Alfia, only with Advia, owes defence to Vicia",
            "Alfia, only with Advia, owes Vicia defence",
        ),
        # A right: the victim may use its own, and owes itself nothing.
        (
            "ALF, VIC, ADV",
            "right_only",
            "",
            "false",
            "Alfia and Vicia may respond, and owe nothing",
            "Alfia and Vicia may respond, and owe nothing",
        ),
    ],
)
def test_who_owes_what_to_whom(by: str, response: str, to: str, joint: str, full: str, short: str):
    a = made(by, response, to, joint)
    owed = obligation("aid", a.guarantees["aid"])
    assert (in_full(owed, speaking(a)), in_short([owed], speaking(a))) == (full, short)
    assert Obligation.of_json(owed.as_json()) == owed


def test_a_guarantee_under_which_nobody_can_answer_owes_nothing():
    """The attacker alone guarantees its victim: nobody is owed anything by it, whatever it does."""
    a = made("ADV")
    assert able(a.guarantees["aid"]) == ()
    (pair,) = assess(a, draws=10).options[""].pairs
    assert (pair.consequence, pair.owed) == ("none", ())
    process = Process(a)
    attacked = process.during(process.start, [process.clauses.aimed("ADV", "attack", "VIC")])
    assert not process.clauses.owed(attacked, 0)


def test_who_owes_each_for_itself_is_told_together_and_who_owes_to_another_apart():
    """Two owe the same to the same; a third owes it to another; what is joint stands by itself."""
    one, two, third, joint = (
        Obligation(clause, "defend", by, to, "VIC", "ADV", joint)
        for clause, by, to, joint in (
            ("a", ("ALF",), ("VIC",), False),
            ("b", ("BRA", "ALF"), ("VIC",), False),
            ("c", ("CHA",), ("DOR",), False),
            ("d", ("EPS", "ZET"), ("VIC",), True),
        )
    )
    told = [(o.by, o.to, o.joint) for o in merged([one, two, third, joint])]
    assert told == [
        (("ALF", "BRA"), ("VIC",), False),
        (("CHA",), ("DOR",), False),
        (("EPS", "ZET"), ("VIC",), True),
    ]


def test_several_deem_each_for_itself_and_one_party_with_members_as_one():
    """By hand: one party owes as one, whatever number its name takes; two owe each for itself."""
    called = {"U": Plural("the members")}
    names = Names(lambda one: called.get(one, one), lambda ids: ids != ("A",))

    def told(*by: str) -> str:
        owed = Obligation("aid", "as_deemed_necessary", by, ("V",), "V", "X")
        return in_short([owed], names)

    assert told("A") == "A owes V what it deems necessary"
    assert told("U") == "the members owe V what they deem necessary"
    assert told("A", "B") == "A and B owe V what each deems necessary"


def test_what_is_owed_is_told_in_the_words_of_the_text_and_with_what_stands_beside_it():
    """Two duties of the same to the same are one sentence; consultation is then not all."""
    a = made("ALF, ADV", "consult", "", "false")
    aid = a.guarantees["aid"]
    named = replace(aid, owes="to seek action of the Council")
    owed = [obligation("aid", aid), obligation("more", named)]
    names = speaking(a)
    assert in_short(owed[:1], names).endswith("no more than consultation")
    assert in_short(owed, names).endswith("consultation and “to seek action of the Council”")
    assert in_short(owed, names).count(" owe ") == 1
    assert "no more than" not in in_short(owed, names)
    assert "owe “to seek action of the Council” to" in in_full(owed[1], names)
    assert Obligation.of_json(owed[1].as_json()) == owed[1]


@pytest.mark.parametrize(("plural", "does"), [("true", "do 'raid'"), ("false", "does 'raid'")])
def test_an_act_without_a_label_agrees_with_who_does_it(plural: str, does: str):
    a = read(f"""\
foedus: 1
title: A raid
as_of: 2025-01-01
parties: {{VIC: {{}}, ADV: {{name: the raiders, plural: {plural}}}}}
conduct: {{ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: raid}}]}}}}
""")
    [option] = assess(a).as_json()["options"]
    assert [pair["does"] for pair in option["pairs"]] == [does]
