"""Each duty that is left to whoever owes it is named, and a right is told as a right."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import find_all
from foedus.process import Process

TEXT = """\
foedus: 1
title: Two promises
as_of: 1979-03-26
horizon: P5Y
parties: {ISR: {}, EGY: {}, USA: {}, MFO: {}}
conduct: {EGY: {towards: ISR, acts: [{act: keep}, {act: exceed}, {act: attack}]}}
guarantees:
  remedial:
    owed_by: USA
    protects: {state: ISR, territory: unspecified}
    against: EGY
    casus_foederis: exceed
    response: as_deemed_necessary
  support:
    owed_by: MFO
    protects: {state: ISR, territory: unspecified}
    against: EGY
    casus_foederis: attack
    response: %s
"""


@pytest.mark.parametrize(
    ("response", "open_"),
    [
        ("as_deemed_necessary", ["remedial", "support"]),
        ("defend", ["remedial"]),  # at the lower act nothing firm is owed beside it
        ("consult", ["remedial"]),
    ],
)
def test_every_duty_whose_content_its_debtor_decides_is_named(response: str, open_: list[str]):
    text = (TEXT % response).replace("", "")
    holes = find_all(Process(read(text)), ["deemed-necessary"])
    assert [hole.clauses[0][1] for hole in holes] == open_


@pytest.mark.parametrize(
    ("joint", "how"),
    [
        ("false", "its own right to respond is worth nothing"),
        ("true", "all may respond only together, so that nobody may unless it joins"),
    ],
)
def test_under_a_right_the_violator_owes_nothing_and_has_none(joint: str, how: str):
    """Article IV of the Treaty of Guarantee of 1960 gives each of three powers a right."""
    text = (TEXT % "right_only").replace("", "").replace("owed_by: MFO", "owed_by: [EGY, MFO]")
    (hole,) = find_all(Process(read(f"{text}    joint: {joint}\n")), ["adversary-guarantor"])
    assert hole.statement == f"EGY is a guarantor of 'support', which is against EGY: {how}"


@pytest.mark.parametrize(
    ("owed_by", "how"),
    [
        ("POWERS", "the three powers, of which it is one, owe it as one"),
        ("[EGY, MFO]", "each owes it for itself, so that its own share is worth nothing"),
        ("[EGY, POWERS]", "each owes it for itself, so that its own share is worth nothing"),
    ],
)
def test_a_member_of_a_group_that_owes_as_one_has_no_share_of_its_own(owed_by: str, how: str):
    """`show` reads a group with members as *taken as one*: no member owes anything for itself."""
    text = (TEXT % "defend").replace("owed_by: MFO", f"owed_by: {owed_by}")
    group = "{POWERS: {name: the three powers, plural: true, members: [EGY, FRA, GBR]}, ISR: {}"
    (hole,) = find_all(Process(read(text.replace("{ISR: {}", group))), ["adversary-guarantor"])
    assert hole.statement.startswith("EGY is a guarantor of 'support', which is against EGY")
    assert hole.statement.endswith(how)
