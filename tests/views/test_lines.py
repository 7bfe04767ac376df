"""The tables of an assessment: a line for each who acts, in an order of its own."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console

from foedus.assessment import assess
from foedus.casebook import text_of
from foedus.language import read
from foedus.views import read_out
from foedus.views.cells import COLUMNS, column_text, lines
from foedus.views.options import faults_told
from foedus.views.report import assessed_html
from foedus.views.terminal import WIDE_SCREEN, assessment_screen

TWO = """\
foedus: 1
title: Two may act against one
as_of: 2025-01-01
horizon: P3Y
parties: {CYP: {}, GRC: {}, TUR: {}, GBR: {}}
conduct:
  ONE
  OTHER
  CYP: {towards: TUR, acts: [{act: restrain}, {act: provoke}]}
norms:
  g: {prohibition: coup, bearer: GRC, towards: CYP}
guarantees:
  aid:
    owed_by: GBR
    protects: {state: CYP, territory: recognised}
    against: GRC
    casus_foederis: coup
    response: defend
"""
GREECE = "GRC: {towards: CYP, acts: [{act: respect}, {act: coup, needs: P2D}]}"
TURKEY = "TUR: {towards: CYP, acts: [{act: hold}, {act: land, needs: P9D}]}"


def shown(text: str) -> str:
    console = Console(width=WIDE_SCREEN, file=StringIO())
    with console.capture() as capture:
        console.print(assessment_screen(assess(read(text), draws=10), full=True))
    return capture.get()


def test_the_order_of_the_file_does_not_show():
    one = shown(TWO.replace("ONE", GREECE).replace("OTHER", TURKEY))
    other = shown(TWO.replace("ONE", TURKEY).replace("OTHER", GREECE))
    assert one == other
    assert re.search(r"GRC against CYP +cannot be found; owed from day 0 +none", one)
    assert re.search(r"TUR against CYP +no breach of the text; NOTHING owed +land", one)
    assert (
        "Under no option does a guarantee answer it if CYP commits 'provoke' (against TUR)." in one
    )


BARE = """\
foedus: 1
title: Words alone
as_of: 2025-01-01
parties: {LOW: {}, UPL: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
"""


def test_nothing_that_can_be_dated_is_a_sentence_and_no_picture():
    page = assessed_html(assess(read(BARE), draws=10))
    assert "No stage has days that can be drawn." in page
    assert "NOTHING owed" in page


def test_nobody_who_can_act_has_a_line_too():
    text = BARE.replace("conduct:", "#")
    assert "as written" in shown(text)
    assert "nothing follows" in assessed_html(assess(read(text), draws=10))


@pytest.fixture(scope="module")
def seed_case():
    import foedus

    return foedus.assess("ukraine-2025", options=["none", "arms-only"], draws=20)


EXPECTED = {
    "takes effect": lambda o: o.pairs[0].takes_effect,
    "days to effect": lambda o: o.pairs[0].days_to_effect,
    "attack": lambda o: o.pairs[0].attack,
    "against none": lambda o: o.pairs[0].attack_added,
    "lesser acts": lambda o: o.probe,
    "break-even": lambda o: o.break_even_credibility,
    "provokes, added": lambda o: o.provoke_added,
}


def test_each_column_prints_the_figure_that_it_names(seed_case):
    assert [column.heading for column in COLUMNS] == list(EXPECTED)
    for line in lines(seed_case):
        for column in COLUMNS:
            assert column.of(line) is EXPECTED[column.heading](line.option)


def test_the_row_of_an_option_has_its_figures_in_the_order_of_the_headings(seed_case):
    console = Console(width=WIDE_SCREEN, file=StringIO())
    with console.capture() as capture:
        console.print(assessment_screen(seed_case, full=True))
    printed = capture.get().splitlines()
    (at,) = [
        at for at, line in enumerate(printed) if line.startswith("option") and "break-even" in line
    ]
    headings = re.split(r" {2,}", printed[at].strip())[1:]
    for line in lines(seed_case):
        row = next(text for text in printed[at:] if text.startswith(line.label))
        cells = re.split(r" {2,}", row.strip())[1:]
        by_name = {c.heading: column_text(c, line) for c in COLUMNS}
        assert cells == [by_name[heading] for heading in headings]


def test_faults_of_a_text_are_told_once_for_all_who_act():
    """Two may attack Qatar under one text: its faults are not those of each of them."""
    first, second = lines(assess(read(text_of("qatar-2025")), draws=20, paths=False))
    assert faults_told(first) == str(len({hole.id for hole in first.option.loopholes}))
    assert faults_told(second) == ""


def test_what_one_body_decided_is_adopted_and_signed_by_nobody():
    """Resolutions of the Council are decisions under Chapter VII: Iran is no party to them."""
    shown = read_out(read(text_of("unscr-2231-snapback")))
    (line,) = [one for one in shown.splitlines() if one.strip().startswith("sanctions: ")]
    assert "made by the Security Council" in line
    assert "is adopted and not yet in force" in line
    assert "signed" not in line
    assert "Iran" not in line


def test_whether_it_binds_in_law_is_read_out_and_not_where_the_file_does_not_say():
    order, pact = (read_out(read(text_of(case))) for case in ("qatar-2025", "cyprus-1960"))
    assert "It binds as policy and not in law." in order
    assert "in law." not in pact


def test_help_of_no_date_is_in_time_in_no_table():
    """France is owed aid at once, and the file says nothing of when it is there."""
    a = assess(read(text_of("eu-42-7")), "eu-42-7", draws=12)
    told = StringIO()
    Console(file=told, width=120).print(assessment_screen(a, full=True))
    _, _, days = told.getvalue().partition("chance that help is there in time")
    rows = [line for line in days.partition("The options:")[0].splitlines() if "owed 0" in line]
    assert len(rows) == 2
    assert all(row.rstrip().endswith("not said") for row in rows)
