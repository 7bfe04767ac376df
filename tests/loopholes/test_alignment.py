"""Names, order and ways to write a duration make no difference."""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes.alignment import aligned
from foedus.loopholes.comparison import compare
from foedus.process import Process
from foedus.views.comparing import comparison_told

DRAFT = """\
foedus: 1
title: A small guarantee
as_of: 2031-05-01
parties:
  VAL: {role: beneficiary}
  KOR: {role: adversary}
  LIG: {role: guarantor, members: [DNK, EST, FIN]}
  panel: {role: monitor}
conduct:
  KOR: {towards: VAL, acts: [{act: abide}, {act: strike, needs: P9D}]}
instruments:
  armistice: {parties: [VAL, KOR], sunset: P10Y, withdrawal: {by: KOR}}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL, in: armistice}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    in: armistice
    steps: [{act: report, by: panel, within: P14D, finds: calm, on_timeout: hold}]
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
    due_when: {any: [{found: calm}, {ended: armistice}]}
"""


def told(other: str) -> list[str]:
    side_by_side = aligned(read(DRAFT), read(other))
    found = compare(Process(side_by_side.old), Process(side_by_side.new))
    return list(comparison_told(side_by_side.old, side_by_side.new, found, side_by_side.renamed))


def test_other_names_make_no_difference():
    other = DRAFT.replace("armistice", "pax").replace("inquiry", "look").replace("shield", "help")
    first, *names = told(other.replace("calm", "peace"))
    assert first == "No difference in what anybody may or must do."
    assert sorted(name.strip() for name in names) == [
        "'armistice' is now called 'pax'.",
        "'calm' is now called 'peace'.",
        "'inquiry' is now called 'look'.",
        "'shield' is now called 'help'.",
    ]


def test_order_and_the_way_to_write_a_duration_make_no_difference():
    other = DRAFT.replace("P10Y", "P120M").replace("P14D", "P2W")
    other = other.replace("[VAL, KOR]", "[KOR, VAL]").replace("[DNK, EST, FIN]", "[FIN, DNK, EST]")
    other = other.replace(
        "{any: [{found: calm}, {ended: armistice}]}", "{any: [{ended: armistice}, {found: calm}]}"
    )
    lines = other.splitlines(keepends=True)
    at = lines.index("  VAL: {role: beneficiary}\n")
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assert told("".join(lines)) == ["No difference in what anybody may or must do."]


def test_a_difference_is_told_though_names_changed_too():
    other = DRAFT.replace("armistice", "pax").replace("on_timeout: hold", "on_timeout: lapse")
    assert told(other)[0] != "No difference in what anybody may or must do."
