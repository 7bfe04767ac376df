"""Consents that an option takes as given are counted and told beside its chance."""

from __future__ import annotations

import pytest

from foedus.assessment import assess, consents
from foedus.assessment.granted import granted
from foedus.casebook import text_of
from foedus.language import Arrangement, option, read

PACT = """foedus: 1
title: A pact that waits for consent
as_of: 2025-01-01
parties:
  A: {role: adversary}
  B: {name: Borduria, role: beneficiary}
  L: {name: the League, members: [AUT, BEL, CHE]}
  G: {name: a guarantor}
conduct: {A: {towards: B, acts: [{act: comply}, {act: attack, label: attacks}]}}
instruments: {pact: {parties: [B, L]}}
procedures:
  entry:
    opens: {when: {acted: attack, by: A}}
    steps:
      - {act: invite, by: L}
      - {act: report, by: G, finds: no-attack}
      - {act: deposit, by: B}
    then: [{admit: B, to: L}]
norms: {no-attack: {prohibition: attack, bearer: A, towards: B, in: pact}}
guarantees:
  help:
    owed_by: L
    protects: {state: B, territory: unspecified}
    against: A
    casus_foederis: attack
    response: defend
    in_force: {member: B, of: L}
options:
  written: {label: As written}
  beforehand:
    label: Beforehand
    changes:
      procedures:
        entry:
          steps: [{act: invite, by: L, escrowed: true}, {act: arm, by: B, escrowed: true}]
  member:
    label: A member already
    changes:
      parties: {L: {members: [AUT, BEL, CHE, B]}}
      procedures: {entry: null}
      guarantees: {help: {in_force: null}}
  alone:
    label: The guarantor alone
    changes:
      guarantees:
        help: null
        own:
          owed_by: [G, AUT]
          protects: {state: B, territory: unspecified}
          against: A
          casus_foederis: attack
          response: defend
  another-list:
    label: The members of another year
    changes: {parties: {L: {members: [AUT, BEL, DEU]}}}
  unsigned:
    label: Not signed yet
    changes:
      instruments: {later: {parties: [B, G], status: proposed}}
      guarantees:
        own:
          owed_by: G
          protects: {state: B, territory: unspecified}
          against: A
          casus_foederis: attack
          response: defend
          in: later
"""


def whole() -> Arrangement:
    return read(PACT)


def taken(name: str, of: Arrangement) -> list[tuple[str, str, int]]:
    return [(one.kind, one.what, len(one.whose)) for one in granted(of, option(of, name))]


@pytest.mark.parametrize(
    ("name", "found", "count"),
    [
        ("written", [], 0),
        ("beforehand", [("step", "invite", 3), ("step", "arm", 1)], 4),
        ("member", [("membership", "B", 4)], 4),
        ("alone", [("agreement", "own", 2)], 2),
        ("another-list", [], 0),
        ("unsigned", [], 0),
    ],
)
def test_what_others_would_have_to_consent_to(name, found, count):
    """Three members invite and Borduria deposits: four consent where it is a member already.

    Who finds a breach on the way consents to nothing; a guarantee that waits for a signature is
    supposed and not given; one that binds from the first day takes as many as owe it.
    """
    assert taken(name, whole()) == found
    given = granted(whole(), option(whole(), name))
    assert consents(given, {}).value == count


def test_of_the_proposal_in_the_casebook():
    """NATO has 32 members in 2025; all ratify, and Ukraine deposits its instrument: 33."""
    of = read(text_of("ukraine-2025"))
    told = {name: consents(granted(of, option(of, name)), {}).value for name in of.options}
    assert told == {
        "none": 0,
        "as-proposed": 0,
        "pre-ratified": 33,
        "pre-ratified-surviving-withdrawal": 33,
        "immediate-membership": 33,
        "article-5-like": 1,
        "coalition-of-the-willing": 2,
        "arms-only": 32,
    }


def test_it_stands_beside_the_chance_and_in_the_json():
    found = assess(whole(), draws=10, paths=False)
    plain = found.as_json()
    helps = {
        option["id"]: one["text"]
        for option in found.answer["options"]
        for one in option["sentences"]
        if one["about"] == "help"
    }
    assert "; taken as given: 3 invitations and 'arm' by 1" in helps["beforehand"]
    assert "; taken as given: membership of Borduria in the League (4 consents)" in helps["member"]
    assert all("as given" not in helps[name] for name in ("written", "unsigned"))
    # Two agree to owe what the file has nobody owe: without it the option would look cheaper.
    assert "; taken as given: 2 agreements" in helps["alone"]
    given = {option["id"]: option["taken_as_given"] for option in plain["options"]}
    assert given["alone"] == [{"kind": "agreement", "what": "own", "to": "", "whose": ["G", "AUT"]}]
