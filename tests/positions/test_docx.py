"""Word files give their words, one line a paragraph or row; damaged and hostile ones a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from foedus.positions import UnreadableError, anchor, extract, plain, shipped_dispute

docx = pytest.importorskip("docx")

HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
TAIL = "</w:body></w:document>"


def packed(markup: str | bytes, member: str = "word/document.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, markup)
    return made.getvalue()


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_paragraphs_lists_tables_and_runs():
    document = docx.Document()
    document.add_heading("Ministers meet", 1)
    written = document.add_paragraph("“France ")
    written.add_run("backs").bold = True
    written.add_run(" Ukraine’s membership of NATO,” Macron said.")
    document.add_paragraph("first point", style="List Bullet")
    document.add_paragraph("second point", style="List Bullet")
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("State", "Stance"), ("Poland", "yes")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("The end.")
    made = io.BytesIO()
    document.save(made)
    assert plain(made.getvalue(), "note.docx") == (
        "Ministers meet\n\n“France backs Ukraine’s membership of NATO,” Macron said.\n\n"
        "first point\n\nsecond point\n\nState \tStance\nPoland \tyes\n\nThe end."
    )


def test_statements_of_a_word_file_stand_where_they_say():
    raw = packed(HEAD + paragraph(run("Poland backs Ukraine’s membership of NATO.")) + TAIL)
    text = plain(raw, "a.docx")
    found = extract(text, shipped_dispute("ukraine-2025"), day=date(2025, 9, 1)).statements
    assert [(s.actor.name, s.stance) for s in found] == [("Poland", "support")]
    for statement in found:
        assert statement.quote.span.of(text) == statement.quote.exact
        place = anchor(statement.quote, plain(raw, "again.docx"))
        assert place is not None
        assert place.of(text) == statement.quote.exact


def test_what_is_struck_out_or_only_a_field_is_left_out():
    struck = "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
    field = "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
    added = f"<w:ins>{run('always')}</w:ins><w:r><w:br/></w:r>"
    raw = packed(HEAD + paragraph(run("We ") + struck + field + added + run("agree.")) + TAIL)
    assert plain(raw, "a.docx") == "We always\nagree."


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (packed("x", "xl/workbook.xml"), "an archive and no Word file"),
        (packed("<w:document"), "a damaged Word file"),
        (packed(HEAD + TAIL)[:40], "a damaged or locked Word file"),
        (packed("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "declares a document type"),
        (
            packed("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16")),
            "not written in UTF-8",
        ),
        (packed(HEAD + TAIL), "it is empty"),
        (packed(HEAD + " " * (64 * 2**20) + TAIL), "unpacks to more than 64 MB"),
    ],
    ids=["other archive", "damaged", "cut", "document type", "other encoding", "empty", "bomb"],
)
def test_what_is_no_word_file_is_refused_with_a_reason(raw, why):
    with pytest.raises(UnreadableError, match=why):
        plain(raw, "a.docx")


def test_a_file_that_nests_without_end_is_read():
    deep = 20_000
    raw = packed(HEAD + "<w:sdt>" * deep + paragraph(run("Yes.")) + "</w:sdt>" * deep + TAIL)
    assert plain(raw, "a.docx") == "Yes."
