"""What a longer term only moves past the horizon of the file is neither closed nor opened by it."""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes import compare
from foedus.process import Process
from foedus.views import comparison_told

TEXT = """\
foedus: 1
title: A term
as_of: 2025-01-01
horizon: {horizon}
parties: {{LOW: {{name: Lowland}}, UPL: {{name: Upland}}, LGA: {{name: the League}}, CCC: {{}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack}}]}}}}
instruments: {{pact: {{parties: [LOW, UPL, LGA], {term}}}}}
norms: {{peace: {{prohibition: attack, bearer: UPL, towards: LOW, in: pact}}}}
procedures:
  finding: {{in: pact, opens: {{by: LOW, alleging: peace}},
            steps: [{{act: find, by: CCC, within: P10D, finds: peace}}]}}
guarantees:
  aid: {{owed_by: LGA, protects: {{state: LOW, territory: recognised}}, against: UPL, in: pact,
        casus_foederis: attack, response: defend, due_when: {{found: peace}}}}
"""


def draft(term: str, horizon: str = "P4Y") -> Process:
    return Process(read(TEXT.format(term=term, horizon=horizon)))


def test_what_runs_out_later_than_the_horizon_is_left_open_still():
    """Three years become ten, and four are looked at.

    An attack in the last ten days of either term leaves the finding under way as the treaty ends:
    in the second draft that is in December 2034, after the horizon of 2029-01-01. Without a term
    nothing runs out, and the fault closes.
    """
    three, ten, none = (draft(term) for term in ("sunset: P3Y", "sunset: P10Y", "status: in_force"))
    longer = compare(three, ten)
    assert "expiry" in [hole.id for hole, _ in longer.later]
    assert {str(end) for _, end in longer.later} == {"2029-01-01"}
    assert (longer.closed, longer.void, longer.opened) == ((), (), ())
    shorter = compare(ten, three)
    assert [hole for hole, _ in shorter.earlier] == [hole for hole, _ in longer.later]
    assert (shorter.closed, shorter.opened, shorter.later) == ((), (), ())
    assert "expiry" in [hole.id for hole in compare(three, none).closed]
    assert not compare(three, none).later


def test_the_draft_that_has_it_later_is_named():
    """The same sentence as before, with the day on which the horizon ends."""
    drafts = [draft("sunset: P3Y"), draft("sunset: P10Y")]
    for (one, other), of in ((drafts, "new"), (drafts[::-1], "old")):
        told = list(comparison_told(one.arrangement, other.arrangement, compare(one, other)))
        at = told.index("Faults of both drafts, in one of them only after the horizon of its file")
        [line] = [line for line in told[at:] if line.startswith("  expiry: ")]
        assert line.endswith(f"; in the {of} draft this comes after 2029-01-01.")


def test_a_shorter_horizon_mends_nothing():
    """One text, looked at for four years and for two: its three years end in the first only."""
    found = compare(draft("sunset: P3Y"), draft("sunset: P3Y", horizon="P2Y"))
    assert "expiry" in [hole.id for hole, _ in found.later]
    assert not found.closed
