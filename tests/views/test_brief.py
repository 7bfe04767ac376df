"""The brief and the workbook: what stands in them is what the JSON says, in the same bytes."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from dataclasses import replace
from html import unescape

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

from foedus.assessment import Assessment, assess
from foedus.cli import main
from foedus.deterrence.questions.breakeven import Deterring
from foedus.deterrence.questions.breakeven import figure as break_even
from foedus.figures import Figure, figure_text, percent
from foedus.language import read
from foedus.loopholes import severity
from foedus.views.brief import again, brief
from foedus.views.brief_docx import docx_brief
from foedus.views.brief_pdf import pdf_brief
from foedus.views.cells import COLUMNS, lines
from foedus.views.options import in_time_told
from foedus.views.provenance import provenance
from foedus.views.sheets import HEADS, csv_text, figures, xlsx


def words_of_docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        document = whole.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", document, re.DOTALL)
    said = ("".join(re.findall(r"<w:t[^>]*>([^<]*)", one)) for one in paragraphs)
    return unescape("\n".join(said))


def test_a_brief_says_what_the_answer_says_with_its_dates_and_sources(ukraine: Assessment):
    told = words_of_docx(docx_brief(ukraine))
    answer = ukraine.as_json()["answer"]
    for option in answer["options"]:
        for one in option["sentences"]:
            assert one["says"] in told
    assert "Text and facts as of 2025-02-21, read in sources of any day; positions as" in told
    assert "foedus assess ukraine-2025 --seed 0 --draws 20" in told
    made = brief(ukraine)
    order = [key for key, _ in made.sources]
    assert f"{order.index('nat') + 1} The North Atlantic Treaty" in told
    force = f"[{order.index('force-model') + 1}]"  # when help comes rests on the tiers of NATO
    assert f"(33 consents); help on day 66 (28–131). {force}" in told
    for option in ukraine.arrangement.options.values():
        assert option.summary.rstrip(".") in told
    assert "would deter if one of these were so: Russia winning by attack" in told
    deters = {row.label: row.deters for row in ukraine.decision.rows if row.deters is not None}
    *conditions, diverted = made.conditions
    said = {one: told for labels, told in conditions for one in labels.split("; ")}
    instead = [row for row in ukraine.decision.rows if row.lesser and row.lesser.instead > 0]
    assert diverted == (
        "To be deterred may be to be diverted",
        "a lesser breach by Russia comes in place of an attack in this share of all draws: "
        + "; ".join(f"{row.label} {percent(row.lesser.instead)}" for row in instead),
    )
    assert instead
    assert said.keys() == deters.keys()
    for label, does in deters.items():
        assert said[label].startswith("no longer deters" if does else "would deter")
    assert "it is no forecast" in told
    assert set(dict(brief(ukraine).sources)) <= set(ukraine.sources)


def test_a_brief_of_the_seed_case_has_two_pages(ukraine: Assessment):
    pymupdf = pytest.importorskip("pymupdf")
    pages = pymupdf.open(stream=pdf_brief(ukraine), filetype="pdf")
    assert len(pages) == 2
    told = " ".join(" ".join(page.get_text() for page in pages).split())
    for option in ukraine.options.values():
        assert option.label in told
    assert "How to cite" in told


def test_the_same_figures_make_the_same_bytes(ukraine: Assessment, monkeypatch: pytest.MonkeyPatch):
    import time

    for made in (docx_brief, pdf_brief, xlsx):
        one = made(ukraine)
        with monkeypatch.context() as later:
            tomorrow = time.time() + 86_400
            later.setattr(time, "time", lambda: tomorrow)  # noqa: B023 (called at once)
            later.setattr(time, "localtime", lambda *_: time.gmtime(tomorrow))  # noqa: B023
            assert made(ukraine) == one, made.__name__


def test_the_command_is_that_which_was_given():
    deal = read("foedus: 1\ntitle: A deal\nas_of: 2025-01-01\nparties: {LOW: {}}\n")
    found = assess(deal, "deal.yaml", draws=10)
    assert again(found) == "foedus assess deal.yaml --seed 0 --draws 10"
    assert brief(found).general == ()


def test_a_draft_that_says_nothing_has_a_brief_too():
    deal = read("foedus: 1\ntitle: '#strong[A] *deal*'\nas_of: 2025-01-01\nparties: {LOW: {}}\n")
    found = assess(deal, "deal.yaml", draws=10)
    assert "#strong[A] *deal*" in words_of_docx(docx_brief(found))
    assert pdf_brief(found).startswith(b"%PDF")


def test_the_workbook_has_every_figure_and_fault(ukraine: Assessment):
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ukraine)))
    assert book.sheetnames == ["Answer", "Options", "Faults", "Sources", "About"]
    head, *rows = book["Options"].iter_rows(values_only=True)
    for row, line in zip(rows, lines(ukraine), strict=True):
        cells = dict(zip(head, row, strict=True))
        assert cells["Option"] == line.label
        for column in COLUMNS:
            figure = column.of(line)
            word = figure_text(figure) if figure.known else "not known"
            assert cells[column.heading] == pytest.approx(figure.value)  # a number or nothing
            said = cells.get(f"{column.heading} said")
            assert said == (word if figure.value is None else None)
            assert cells[f"{column.heading} low"] == pytest.approx(figure.low)
        decided = line.decided
        assert decided is not None
        assert cells["less likely than with no arrangement"] == decided.paired[0].lower
        assert cells["likelier"] == decided.paired[0].higher
        assert cells["decides"] == decided.deciding.enough
        assert cells["harms"] == decided.deciding.harms
        assert cells["no option suffices"] == decided.deciding.none
    assert "takes effect said" in head
    assert "lesser acts said" not in head
    ranks = [row[0] for row in book["Faults"].iter_rows(min_row=2, values_only=True)]
    assert ranks == sorted(ranks)
    told = {(r[2], r[5]) for r in book["Faults"].iter_rows(min_row=2, values_only=True)}
    assert told == {(h.id, h.statement) for o in ukraine.options.values() for h in o.loopholes}


def test_the_csv_has_a_row_for_each_figure_and_fault(ukraine: Assessment):
    rows = list(csv.DictReader(io.StringIO(csv_text(ukraine))))
    assert tuple(rows[0]) == HEADS
    by = {(row["option"], row["figure"]): row for row in rows}
    for name, option in ukraine.options.items():
        takes = option.pairs[0].takes_effect
        row = by[name, "takes effect"]
        assert (row["value"], row["low"]) == tuple(
            "" if one is None else str(one) for one in (takes.value, takes.low)
        )
        for hole in option.loopholes:
            assert by[name, f"fault: {hole.id}"]["value"] == str(severity(hole.id))


def test_a_csv_says_first_of_a_figure_without_a_value_why_it_has_none(ukraine: Assessment):
    """Never, split and not asked look alike where all three are empty."""
    never = np.zeros((21, 1), bool)
    grid = np.linspace(0.0, 1.0, 21)
    even = break_even(Deterring("honour", grid, never, np.array([np.inf])), [])
    name, option = next(iter(ukraine.options.items()))
    found = replace(ukraine, options={name: replace(option, break_even_credibility=even)})
    rows = list(csv.DictReader(io.StringIO(csv_text(found))))
    (told,) = (row for row in rows if row["figure"] == "break-even")
    assert told["value"] == ""
    assert told["said"] == "never: in half of the draws or more nothing of it is enough"
    assert all(row["said"] for row in rows if not row["value"])


@pytest.mark.parametrize(
    ("last", "said"), [("owed", "not said"), ("allowed", "no duty"), ("force there", "0.4")]
)
def test_a_sheet_gives_no_chance_of_help_in_time_where_help_has_no_date(
    last: str, said: str, ukraine: Assessment
):
    """The clock's own figure is then of the day on which help is owed, as everything else says."""
    line = next(line for line in lines(ukraine) if line.pair.clock.stages)
    stages = (*line.pair.clock.stages[:-1], line.pair.clock.stages[-1]._replace(name=last))
    clock = replace(line.pair.clock, stages=stages, in_time=Figure(0.4))
    line = line._replace(pair=replace(line.pair, clock=clock))
    figure = dict(figures(line))["in time"]
    assert figure.value == (0.4 if said == "0.4" else None)
    assert in_time_told(line) == figure_text(figure) == said


def test_a_brief_says_where_its_numbers_come_from(ukraine: Assessment):
    made = brief(ukraine)
    assert made.origins[0] == "given, faults: counted from the text, with no estimate"
    assert (
        "49 inputs, each with a range (27 judged and 22 assumed by the file's auth"
        in (made.origins[1])
    )
    # The rows are those of the report, with sources by the numbers of the brief.
    rows = [
        row
        for row in provenance(ukraine)
        if not row.pointers[0].endswith(("lower", "probe", "instead"))
    ]
    assert [numbers for numbers, _ in made.provenance] == ["; ".join(r.numbers) for r in rows]
    order = [key for key, _ in made.sources]
    told = dict(made.provenance)
    force = next(said for numbers, said in made.provenance if numbers == "day 66 (28–131)")
    assert f": computed in a simulation, sources {order.index('force-model') + 1}; rests" in force
    assert told["30 days"].endswith(": assumed by the file's authors, no source cited")
    assert {key for row in rows for key in row.cited} <= set(order)
    # It stands in both files.
    plain = words_of_docx(docx_brief(ukraine))
    for numbers, said in made.provenance:
        assert f"{numbers}: " in plain
        assert said in plain


def test_a_brief_of_another_kind_is_refused_before_the_work_begins():
    told = CliRunner().invoke(main, ["assess", "ukraine-2025", "--brief", "brief.odt"])
    assert told.exit_code == 2
    assert "name a file that ends in .pdf or .docx" in told.stderr


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch):
    command = sys.modules["foedus.cli.assess"]  # the name in the package is the command's
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    told = CliRunner().invoke(main, ["assess", "ukraine-2025", "--xlsx", "t.xlsx"])
    assert told.exit_code == 2
    assert "pip install 'foedus[brief]'" in told.stderr
