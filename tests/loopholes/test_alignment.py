"""Names, order and ways to write a duration make no difference."""

from __future__ import annotations

import pytest

from foedus.language import option, read
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
  armistice: {parties: [VAL, KOR], sunset: P1Y, withdrawal: {by: KOR}}
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
    other = DRAFT.replace("P1Y", "P12M").replace("P14D", "P2W")
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


SAME = "No difference in what anybody may or must do."
TWO = DRAFT.replace(
    "norms:\n", "norms:\n  quiet: {prohibition: strike, bearer: KOR, towards: LIG}\n"
).replace("KOR: {towards: VAL,", "KOR: {towards: [VAL, LIG],")
DUE = "{any: [{found: calm}, {ended: armistice}]}"
WORDS = {
    "hours that make whole days": DRAFT.replace("P14D", "PT336H"),
    "a join of one part": DRAFT.replace(DUE, f"{{all: [{DUE}]}}"),
    "a join within its like": DRAFT.replace(
        DUE, "{any: [{found: calm}, {any: [{ended: armistice}, {found: calm}]}]}"
    ),
    "what is denied twice": DRAFT.replace(DUE, f"{{not: {{not: {DUE}}}}}"),
    "what is so anyway": DRAFT.replace("on_timeout: hold", "on_timeout: hold, on_block: lapse"),
    "one who owes alone together": DRAFT.replace("owed_by: LIG", "owed_by: panel"),
}


@pytest.mark.parametrize("why", WORDS)
def test_the_same_in_other_words_makes_no_difference(why: str):
    old, new = DRAFT, WORDS[why]
    if "owed_by: panel" in new:
        old, new = new, new.replace("response: defend", "response: defend\n    joint: true")
    side_by_side = aligned(read(old), read(new))
    found = compare(Process(side_by_side.old), Process(side_by_side.new))
    pair = side_by_side.old, side_by_side.new
    assert list(comparison_told(*pair, found, side_by_side.renamed)) == [SAME]


def test_two_clauses_that_change_names_make_no_difference():
    swapped = TWO.replace("calm", "-").replace("quiet", "calm").replace("-:", "quiet:")
    swapped = swapped.replace(": -", ": quiet")
    side_by_side = aligned(read(TWO), read(swapped))
    assert side_by_side.old == side_by_side.new
    assert {("norms", "calm", "quiet"), ("norms", "quiet", "calm")} == {*side_by_side.renamed}


def test_clauses_that_say_exactly_the_same_are_paired():
    twins = TWO.replace("towards: LIG", "towards: VAL, in: armistice").replace(
        "found: calm", "ended: armistice"
    )
    twins = twins.replace("alleging: calm", "when: {ended: armistice}").replace("finds: calm, ", "")
    other = twins.replace("calm", "truce").replace("quiet", "rest")
    side_by_side = aligned(read(twins), read(other))
    assert side_by_side.old == side_by_side.new


def test_a_name_is_not_taken_from_a_clause_that_keeps_it():
    """`calm` now says what `quiet` said; `quiet` says something new, and is still itself."""
    other = TWO.replace("calm: {", "spare: {").replace("quiet: {", "calm: {")
    other = other.replace("spare: {", "quiet: {").replace(
        "strike, bearer: KOR, towards: VAL", "admit, of: VAL, bearer: LIG"
    )
    names = aligned(read(TWO), read(other)).new.norms
    assert set(names) == {"calm", "quiet"}
    assert names["calm"].towards == ("LIG",)


def test_acts_and_steps_have_names_too():
    first, *names = told(DRAFT.replace("strike", "attack").replace("act: report", "act: inquire"))
    assert first == SAME
    assert names == ["  'strike' is now called 'attack'.", "  'report' is now called 'inquire'."]


def test_an_act_that_is_no_longer_there_is_told():
    old = DRAFT.replace("{act: strike", "{act: grab}, {act: strike").replace(
        "foederis: strike", "foederis: grab"
    )
    side_by_side = aligned(read(old), read(DRAFT))
    found = compare(Process(side_by_side.old), Process(side_by_side.new))
    assert "the lowest act that is answered is now 'strike' by KOR" in [
        what for _, what in found.meanings
    ]


def test_a_text_with_a_circle_that_another_breaks_is_laid_beside_it():
    """Lisbon and Budapest: the one is no text of its own, and is compared with its cure."""
    text = (
        "foedus: 1\ntitle: x\nas_of: 2025-01-01\nparties: {A: {}, B: {}}\n"
        "deeds:\n  pull: {label: p, by: A, needs: {performed: lift}}\n"
        "  lift: {label: l, by: B, needs: {performed: pull}}\n"
        "options:\n  circle: {label: as it stood}\n"
        "  free: {label: at once, changes: {deeds: {pull: {needs: null}}}}\n"
    )
    whole = read(text)
    old, new, renamed = aligned(option(whole, "circle"), option(whole, "free"))
    assert old.deeds["pull"].needs is not None
    assert new.deeds["pull"].needs is None
    assert not renamed


LABELLED = (
    DRAFT.replace("  inquiry:\n", "  inquiry:\n    label: the inquiry\n")
    .replace("calm: {", "calm: {label: Koria keeps still, ")
    .replace("{act: strike,", "{act: strike, label: strikes,")
    .replace("armistice: {", "armistice: {name: the armistice, ")
)


def test_a_label_is_a_name_too():
    """Only what three clauses and an act are called differs, one of them by its id as well."""
    other = LABELLED.replace("the inquiry", "the proceedings").replace("inquiry", "proceedings")
    other = other.replace("keeps still", "is quiet").replace("label: strikes", "label: hits")
    first, *names = told_of(LABELLED, other.replace("name: the armistice, ", ""))
    assert first == SAME
    assert sorted(name.strip() for name in names) == [
        "'Koria keeps still' is now called 'Koria is quiet'.",
        "'inquiry' is now called 'proceedings'.",
        "'strikes' is now called 'hits'.",
        "'the armistice' is now called 'armistice'.",
        "'the inquiry' is now called 'the proceedings'.",
    ]


def test_a_clause_that_says_something_else_keeps_its_own_label():
    other = LABELLED.replace("keeps still", "admits nobody").replace(
        "strike, bearer: KOR, towards: VAL", "admit, of: VAL, bearer: LIG"
    )
    assert aligned(read(LABELLED), read(other)).new.norms["calm"].label == "Koria admits nobody"


def told_of(one: str, other: str) -> list[str]:
    side_by_side = aligned(read(one), read(other))
    found = compare(Process(side_by_side.old), Process(side_by_side.new))
    return list(comparison_told(side_by_side.old, side_by_side.new, found, side_by_side.renamed))
