"""How a chance comes about: its steps, whose ballots, from which words; made from the JSON."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from foedus.assessment import Assessment, assess
from foedus.language import read
from foedus.views.provenance import provenance
from foedus.views.report import assessed_html

CLUB = """
foedus: 1
title: A club
as_of: 2026-01-01
sources: {said: {title: What was said}}
parties: {GEO: {}, RUS: {}, ALL: {members: [AUT, BEL, CHE, DNK]}}
conduct:
  RUS:
    towards: GEO
    acts:
      - {act: comply}
      - act: attack
        detect: {value: 0.5, kind: assumed, because: x}
        attribute: {value: 1, kind: assumed, because: x}
norms: {ban: {prohibition: attack, bearer: RUS, towards: GEO}}
procedures:
  finding:
    opens: {by: GEO, alleging: ban}
    steps:
      - {act: report, by: CHE, finds: ban, takes: {value: 2, kind: assumed, because: x}}
  entry:
    opens: {when: {found: ban}}
    steps: [{act: admit, by: ALL, rule: unanimity, takes: {value: 3, kind: assumed, because: x}}]
    then: [{admit: GEO, to: ALL}]
guarantees:
  shield: {owed_by: ALL, protects: {state: GEO, territory: recognised}, against: RUS,
           casus_foederis: attack, response: defend, in_force: {member: GEO, of: ALL}}
issues: {entry: {label: entry}}
decides_on: {entry.admit: entry}
positions:
  - {actor: A, state: AUT, date: 2025-01-01, issue: entry, stance: support, says: yes, source: said}
  - {actor: B, state: BEL, date: 2025-01-01, issue: entry, stance: oppose, says: no, source: said}
  - {actor: D, state: DNK, date: 2024-01-01, issue: entry, stance: support, says: yes,
     binds_until: 2025-06-01, source: said}
  - {actor: all, state: ALL, date: 2025-01-01, issue: entry, stance: conditional, says: if,
     source: said}
"""
LEANING = "leanings: {support: {yes: 3, abstain: 0, no: 1, because: x}}\n"


@pytest.fixture(scope="module")
def club() -> Assessment:
    return assess(read(CLUB.replace("says: yes", "says: it is").replace("says: no", "says: isn't")))


def steps_of(a: Assessment) -> dict[str, Any]:
    (option,) = a.as_json()["options"]
    return {one["act"]: one for one in option["pairs"][0]["steps"]}


def test_ballots_are_the_means_of_the_weights_that_words_have(club: Assessment):
    """By hand. Support is 19 : 0.5 : 0.5, so a no has 0.5/20 = 0.025; against 8.5/10 = 0.85.

    Switzerland has said nothing of its own, and Denmark nothing that binds: the text of the club,
    on a condition, counts for both whole: 3/10 = 0.3. The report finds what it notices, 0.5.
    """
    steps = steps_of(club)
    no = {one["member"]: (one["basis"], one["no"]) for one in steps["admit"]["voters"]}
    wanted = {
        "AUT": ("direct", 0.025),
        "BEL": ("direct", 0.85),
        "CHE": ("shared", 0.3),
        "DNK": ("shared", 0.3),
    }
    for member, (basis, chance) in wanted.items():
        assert no[member][0] == basis
        assert no[member][1] == pytest.approx(chance, abs=0.01)
    assert steps["report"]["passes"] == 0.5
    assert steps["report"]["voters"] == []
    assert 0 < steps["admit"]["passes"] < 0.15 * 0.7


def test_the_row_of_a_chance_tells_its_steps_the_least_likely_first(club: Assessment):
    steps = steps_of(club)
    row = next(row for row in provenance(club) if row.of.startswith("chance that"))
    least, no, weights, words = row.how
    assert least.startswith(
        "Mean chance of each step where it is reached, multiplied in each draw: 'admit'"
        f" {steps['admit']['passes']:.2g} (unanimity of 4 members"
    )
    assert least.endswith("'report' 0.5")
    ranked = sorted(steps["admit"]["voters"], key=lambda one: -one["no"])
    assert no.startswith(f"Mean chance of a no in 'admit': Belgium {ranked[0]['no']:.2g}, ")
    assert "in favour 19 : 0.5 : 0.5; on a condition 6 : 1 : 3; unclear 2 : 1 : 2" in words
    assert "against 0.5 : 1 : 8.5; no word 1 : 1 : 1" in words
    assert "of a mandate that has ended 0.25" in words
    assert weights.endswith(
        ": 0.5 : 1 : 8.5 Belgium; 6 : 1 : 3 Switzerland and Denmark; 19 : 0.5 : 0.5 Austria"
    )


def test_weights_of_the_file_are_not_said_to_be_ours():
    own = CLUB.replace("says: no", "says: it is not") + LEANING
    row = next(row for row in provenance(assess(read(own))) if row.how)
    judged = "(which of these somebody's words are, the file's authors judged)"
    assert f"as the file has them {judged}: in favour 3 : 0 : 1;" in row.how[-1]


def test_of_words_that_bind_no_more_the_report_says_so_and_what_counts_instead(club: Assessment):
    """Denmark's words ended on 2025-06-01, before the day asked about; no others did."""
    shown = unescape(re.sub("<[^>]*>", "", assessed_html(club)))
    part = " ".join(shown[shown.index("Who stood where") :].split())
    assert part.count(", bound until 2025-06-01") == 1
    assert "In chances of a yes such words count 0.25; where they are all" in part
    assert "counts instead, if that counts for more: Denmark (1 of 4)." in part
    before = CLUB.replace("binds_until: 2025-06-01", "binds_until: 2026-06-01")
    shown = assessed_html(assess(read(before)))
    assert "bound until 2026-06-01" not in shown
    assert "Bound until" not in shown


def test_every_member_counted_by_its_body_has_its_own_words_marked(ukraine: Assessment):
    """What stands in the list for those whom the text of NATO counts for is bound no longer."""
    pair = ukraine.options["as-proposed"].pairs[0]
    invite = next(one for one in pair.steps if one.act == "invite")
    shared = {one.member for one in invite.voters if one.basis == "shared"}
    assert ukraine.arrangement is not None
    own = [p for p in ukraine.arrangement.positions if p.state in shared and p.date <= ukraine.at]
    assert {p.state for p in own} == shared
    assert all(p.binds_until is not None and p.binds_until <= ukraine.at for p in own)
    shown = " ".join(unescape(re.sub("<[^>]*>", "", assessed_html(ukraine))).split())
    named = sorted((ukraine.names[one] for one in shared), key=lambda n: n.removeprefix("the "))
    told = re.search(r"if that counts for more: (.*?) \((\d+) of 32\)\.", shown)
    assert told is not None
    assert sorted(re.split(", | and ", told[1]), key=lambda n: n.removeprefix("the ")) == named
    assert told[2] == str(len(shared))
    because = next(why for why in pair.takes_effect.because if "bound only by a text" in why)
    assert because.startswith(f"{len(shared)} of 32")


def test_a_reader_can_work_out_each_ballot_by_the_rule_that_is_printed(ukraine: Assessment):
    """By hand, from the words that section 9 prints, with no word at 1 : 1 : 1.

    The United States: on the question itself officials, as others report them (0.5, which is
    enough to stand alone, so that what the President says of membership is not heard), undecided,
    2 : 1 : 2; half of that and half of no word is 1.5 : 1 : 1.5, a no 1.5 of 4. Hungary: nothing on
    the question itself; on the wider one Orban, against (whole), as others report him: 0.5; beside
    it its government, against, 0.5 as others report it: 0.25. Both are against, so their average
    is 0.5 : 1 : 8.5; half of it and half of no word is 0.75 : 1 : 4.75, a no 4.75 of 6.5. Germany:
    the Chancellor, on a condition on the wider question (0.3) and against on that beside (0.5, and
    later than his government, with which he is one): (0.3 x 6 + 0.5 x 0.5) / 0.8 = 2.5625 in
    favour, 1, and (0.3 x 3 + 0.5 x 8.5) / 0.8 = 6.4375 against; half of it and half of no word is
    1.78 : 1 : 3.72. Slovakia: Fico against the wider question, whole: 0.5 : 1 : 8.5.
    """
    row = next(
        row
        for row in provenance(ukraine, "as-proposed")
        if row.of.startswith("chance that") and row.labels == ("As proposed",)
    )
    weights, words = row.how[2:]
    for said in (
        "0.5 : 1 : 8.5 Slovakia",
        "0.75 : 1 : 4.75 Hungary",
        "1.78 : 1 : 3.72 Germany",
        "1.5 : 1 : 1.5 the United States",
    ):
        assert said in weights
    assert (
        "words on the question itself stand alone, whoever spoke on another, if they count 0.5"
        in (words)
    )
    pair = ukraine.as_json()["options"][1]["pairs"][0]
    invite = next(one for one in pair["steps"] if one["act"] == "invite")
    assert len(invite["voters"]) == 32
    for one in invite["voters"]:
        assert ukraine.names[one["member"]] in weights
        assert one["no"] == pytest.approx(one["weights"][2] / sum(one["weights"]), abs=0.02)
    by = {one["member"]: one["weights"] for one in invite["voters"]}
    assert by["USA"] == pytest.approx([1.5, 1, 1.5, 0])
    assert by["HUN"] == pytest.approx([0.75, 1, 4.75, 0])
    assert by["DEU"] == pytest.approx([1.78125, 1, 3.71875, 0])
