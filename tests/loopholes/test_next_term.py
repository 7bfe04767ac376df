"""The next term of a treaty need not answer what is owed already under the term before it.

The answers are worked out by hand from a small text; each test says how.
"""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: A pact of two terms
as_of: 2030-01-01
horizon: P12D
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: menace}, {act: attack}]}}
instruments:
  first: {parties: [LOW, ALB, BRE], sunset: P4D, accrued: ACCRUED}
  second: {parties: [LOW, ALB, BRE], status: signed, enters: {ended: first}, sunset: P4D}
guarantees:
  aid: {owed_by: DEBTOR, protects: {state: LOW, territory: recognised}, against: UPL, in: first,
        casus_foederis: CASUS, response: GIVES}
  aid-2: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL, in: second,
          casus_foederis: menace, response: defend}
"""


@pytest.mark.parametrize(
    ("debtor", "casus", "gives", "accrued", "fails"),
    [
        # Menaced in the first term, Lowland is owed defence by Alba, and still when that term ends.
        ("ALB", "menace", "defend", "stay", False),
        # What is owed ends with the first term: in the second nothing is, for the menace is older.
        ("ALB", "menace", "defend", "end", True),
        # It is another who owes it, who may be worth less.
        ("BRE", "menace", "defend", "stay", True),
        # The first term answers an attack only: a menace begun in it is answered in neither.
        ("ALB", "attack", "defend", "stay", True),
        # Arms are less than defence.
        ("ALB", "menace", "arms", "stay", True),
    ],
)
def test_what_the_first_term_owes_goes_on(
    debtor: str, casus: str, gives: str, accrued: str, fails: bool
):
    text = TEXT.replace("DEBTOR", debtor).replace("CASUS", casus).replace("GIVES", gives)
    a = read(text.replace("ACCRUED", accrued))
    found = examine(Inquiry(Process(a)), CATALOGUE["predates"]).loopholes
    told = "'aid-2' becomes active during 'menace' by UPL and does not answer it"
    assert [hole.statement for hole in found] == [told] * fails
    assert Asked(a).predates() == ({"aid-2"} if fails else set())


def test_what_is_owed_and_refused_is_missing_for_another_reason():
    """Alba may decline in the first term. Then it has broken that, and owes no second answer.

    The text reads whether it did, so that the searches see it.
    """
    text = TEXT.replace("DEBTOR", "ALB").replace("CASUS", "menace").replace("GIVES", "defend")
    text = text.replace("ACCRUED", "stay").replace(
        "guarantees:",
        "guarantees:\n  talks: {owed_by: BRE, protects: {state: LOW, territory: recognised},"
        " against: UPL, casus_foederis: menace, response: consult, due_when: {declined: aid}}",
    )
    a = read(text)
    assert not examine(Inquiry(Process(a)), CATALOGUE["predates"]).loopholes
    assert Asked(a).predates() == set()


TAIL = """\
foedus: 1
title: What binds a while after the end of a statute
as_of: 2022-02-01
horizon: P9D
parties: {RUS: {}, CM: {}, UKR: {}}
conduct: {RUS: {towards: UKR, acts: [{act: respect}, {act: aggress}]}}
instruments:
  statute: {parties: [RUS, CM]WITHDRAWAL}
  tail: {parties: [RUS, CM], status: signed, enters: {ended: statute}, sunset: P3D}
procedures:
  expulsion: {in: statute, opens: {by: CM}, steps: [{act: decide, by: CM}], \
then: [{terminate: statute}]}
norms: {rights: {prohibition: aggress, bearer: RUS, towards: UKR, in: tail}}
"""


@pytest.mark.parametrize(
    ("withdrawal", "kept"),
    [("", {"tail"}), (", withdrawal: {by: RUS, notice: P2D, ends_for: all}", set[str]())],
)
def test_what_follows_an_exit_too_is_kept_away_by_nobody(withdrawal: str, kept: set[str]):
    """Article 8 of the Statute of the Council of Europe beside article 7: who is not sent away may
    go. Only where Russia may give no notice can the others alone, by not expelling it, keep the
    last days from beginning; where it may, they begin two days after its notice whatever they do.
    """
    a = read(TAIL.replace("WITHDRAWAL", withdrawal))
    found = examine(Inquiry(Process(a)), CATALOGUE["kept-from-starting"]).loopholes
    assert {hole.clauses[0][1] for hole in found} == kept == Asked(a).kept_from_starting()
    assert all(hole.statement.startswith("CM alone") for hole in found)
