"""The brief as a Word file."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from foedus.assessment import Assessment
from foedus.views.brief import Brief, brief
from foedus.views.packing import packed

if TYPE_CHECKING:
    from docx.document import Document

_FONT = "Arial"
"""A font that has a twin of the same width on every system, so that two pages stay two."""
_BODY, _SMALL, _SMALLEST, _MARGIN = 8, 6.8, 5.8, 1.1
"""Points of the text, the small print and the sources, and centimetres of margin."""


def docx_brief(a: Assessment) -> bytes:
    """Return the brief of an assessment as a .docx file, with the same bytes for the same figures.

    Raises
    ------
    ImportError
        When the extra ``brief`` is not installed.
    """
    import docx as word

    told = brief(a)
    made = word.Document()
    _styled(made, told, a)
    _answer(made, told)
    _table(made, told)
    _foot(made, told)
    out = io.BytesIO()
    made.save(out)
    return packed(out.getvalue())


def _styled(made: Document, told: Brief, a: Assessment) -> None:
    from docx.shared import Cm, Pt

    base: Any = made.styles["Normal"]
    base.font.name, base.font.size = _FONT, Pt(_BODY)
    base.paragraph_format.space_after = Pt(3)
    for section in made.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(_MARGIN)
        section.top_margin = section.bottom_margin = Cm(_MARGIN)
    on = datetime(a.as_of.year, a.as_of.month, a.as_of.day, tzinfo=UTC).replace(tzinfo=None)
    about = made.core_properties
    about.title, about.author, about.comments = told.title, "foedus", told.dated
    about.created = about.modified = about.last_printed = on
    about.last_modified_by, about.revision = "foedus", 1
    _heading(made, told.title, 15)
    made.add_paragraph(told.summary)
    _small(made, told.dated)


def _heading(made: Document, text: str, size: float = 11.5) -> None:
    from docx.shared import Pt, RGBColor

    style = made.add_heading(text, 1 if size > 12 else 2)
    style.paragraph_format.space_before = Pt(0 if size > 12 else 7)
    style.paragraph_format.space_after = Pt(2)
    for run in style.runs:
        run.font.size, run.font.name = Pt(size), _FONT
        run.font.color.rgb = RGBColor(0x1B, 0x1F, 0x24)


def _small(made: Document, text: str, size: float = _SMALL) -> Any:
    from docx.shared import Pt

    added = made.add_paragraph()
    added.paragraph_format.space_after = Pt(1)
    run = added.add_run(text)
    run.font.size = Pt(size)
    return added


def _answer(made: Document, told: Brief) -> None:
    from docx.shared import Cm, Pt

    for label, summary in told.options:
        added = _small(made, "", _SMALL)
        added.add_run(f"{label}: ").bold = True
        added.add_run(f"{summary}.")
        for run in added.runs:
            run.font.size = Pt(_SMALL)
    for general in told.general:
        made.add_paragraph(general)
    for lead, said in told.answer:
        labelled = any(label for label, _, _ in said)
        if labelled:
            made.add_paragraph().add_run(f"{lead} …").italic = True
        for label, says, cited in said:
            added = made.add_paragraph()
            added.paragraph_format.space_after = Pt(1)
            if label:
                added.paragraph_format.left_indent = Cm(0.5)
                added.add_run(f"{label}: ").bold = True
                added.add_run(f"{says}.")
            else:
                added.add_run(f"{lead} {says}.")
            if cited:
                added.add_run(f" [{cited}]").font.size = Pt(_SMALLEST)


def _table(made: Document, told: Brief) -> None:
    from docx.shared import Cm, Pt

    _heading(made, "The options side by side")
    table = made.add_table(rows=1, cols=len(told.columns))
    table.style, table.autofit = "Table Grid", False
    widths = [Cm(4.6), *([Cm(13.2 / (len(told.columns) - 1))] * (len(told.columns) - 1))]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for at, row in enumerate([told.columns, *told.rows]):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = widths[number]
            cell.text = text
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            for run in cell.paragraphs[0].runs:
                run.font.size, run.font.bold = Pt(_SMALL), at == 0 or number == 0
    _small(made, f"{'. '.join(_capital(one) for one in told.meanings)}.")
    whence = _small(made, "")
    whence.add_run("Where these columns come from. ").bold = True
    whence.add_run(f"{'. '.join(_capital(one) for one in told.origins)}.")
    for run in whence.runs:
        run.font.size = Pt(_SMALL)


def _foot(made: Document, told: Brief) -> None:
    from docx.shared import Pt

    if told.conditions:
        _heading(made, "Where else the answer changes, every other assumption at its middle")
        for label, said in told.conditions:
            _small(made, f"• {label}: {said}.")
    _heading(made, "Where the numbers of the answer come from")
    rows = _small(made, "")
    for numbers, said in told.provenance:
        rows.add_run(f"{numbers}: ").bold = True
        rows.add_run(f"{said}. ")
    for run in rows.runs:
        run.font.size = Pt(_SMALLEST)
    if told.not_modelled:
        _heading(made, "Not modelled")
        _small(made, f"{_capital('; '.join(told.not_modelled))}.")
    made.add_paragraph().add_run(told.limits).bold = True
    _heading(made, "How to cite, and to compute it again")
    _small(made, told.cite)
    _small(made, told.again)
    if told.sources:
        _heading(made, "Sources of what is told here")
        _columns(made)
        for at, (_, source) in enumerate(told.sources, 1):
            _small(made, f"{at} {source}", _SMALLEST)


def _columns(made: Document) -> None:
    """Set what follows in two columns, which short entries fill better than whole lines."""
    from docx.enum.section import WD_SECTION
    from docx.oxml.ns import qn

    section: Any = made.add_section(WD_SECTION.CONTINUOUS)
    (columns,) = section._sectPr.xpath("./w:cols")
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), "240")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
