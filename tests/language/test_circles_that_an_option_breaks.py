"""Clauses that wait for each other in one text of a file, and not in another, are its very subject.

Lisbon, 1992 to 1994: START waited for Russia's exchange, that for Ukraine's accession to the NPT,
that for the assurances, and those for START; signature on one day broke the circle.
"""

from __future__ import annotations

import pytest

from foedus.language import BadArrangementError, option, read

TEXT = """\
foedus: 1
title: Each waits for the other
as_of: 2025-01-01
horizon: P1Y
parties: {A: {name: Aland}, B: {name: Borduria}}
deeds:
  pull: {label: withdraws, by: A, needs: NEEDS}
  lift: {label: lifts the blockade, by: B, needs: {performed: pull}}
"""
CIRCLE, FREE = "{performed: lift}", "{from: 2025-02-01}"


def written(base: str, *options: str) -> str:
    """Return a file whose text, and whose options, have the first deed wait for something."""
    told = [
        f"  o{number}: {{label: x{number}, changes: {{deeds: {{pull: {{needs: {needs}}}}}}}}}"
        for number, needs in enumerate(options)
    ]
    return TEXT.replace("NEEDS", base) + ("options:\n" + "\n".join(told) if told else "")


@pytest.mark.parametrize(
    ("base", "options"), [(CIRCLE, [FREE]), (FREE, [CIRCLE]), (CIRCLE, [CIRCLE, FREE])]
)
def test_it_is_read_where_one_of_the_texts_has_it_and_another_has_not(base, options):
    arrangement = read(written(base, *options))
    needs = [option(arrangement, f"o{n}").deeds["pull"].needs for n in range(len(options))]
    assert [bool(one and one.performed) for one in needs] == [one == CIRCLE for one in options]


@pytest.mark.parametrize("options", [[], [CIRCLE]])
def test_it_is_refused_where_all_have_it(options):
    with pytest.raises(BadArrangementError, match="so it can never come about"):
        read(written(CIRCLE, *options))


def test_what_nobody_could_say_is_refused_in_one_text_as_in_all():
    """Each of two guarantees binds only if the other does: no option makes that a text."""
    head = "foedus: 1\ntitle: x\nas_of: 2025-01-01\nparties: {A: {}, B: {}, C: {}}\n"
    conduct = "conduct: {B: {towards: A, acts: [{act: rest}, {act: attack}]}}\nguarantees:\n"
    one = (
        "  {name}: {{owed_by: C, protects: {{state: A, territory: recognised}}, against: B,"
        " casus_foederis: attack, response: defend, in_force: {{active: {other}}}}}\n"
    )
    both = one.format(name="g", other="h") + one.format(name="h", other="g")
    cure = "options: {cured: {label: x, changes: {guarantees: {g: {in_force: null}}}}}\n"
    with pytest.raises(BadArrangementError, match="nobody can say whether it is"):
        read(head + conduct + both + cure)
