"""The table of the options and the faults as a workbook, and as CSV with one figure a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from foedus.assessment import Assessment, consents
from foedus.deterrence import NOTHING
from foedus.figures import Figure, figure_text
from foedus.loopholes import CATALOGUE, grade, severity
from foedus.texts import in_csv
from foedus.views.brief import again, cite, dated
from foedus.views.cells import COLUMNS, Line, help_in_time, lines

Cell = str | float | int | None
HEADS = (
    "option",
    "label",
    "by",
    "against",
    "figure",
    "value",
    "low",
    "high",
    "unit",
    "kind",
    "said",
)
"""The columns of the CSV."""


def figures(line: Line) -> Iterator[tuple[str, Figure]]:
    """Yield the figures of a line of the table of the options, by name."""
    yield "taken as given", consents(line.option.granted, {})
    for column in COLUMNS:
        yield column.heading, column.of(line)
    yield "in time", help_in_time(line)
    if line.decided is None:
        return
    row = line.decided
    beside = next(one for one in row.paired if one.other == NOTHING)
    shares = {
        "less likely than with no arrangement": beside.lower,
        "as likely": beside.same,
        "likelier": beside.higher,
        "not needed": row.deciding.not_needed,
        "decides": row.deciding.enough,
        "harms": row.deciding.harms,
        "another option decides": row.deciding.another,
        "no option suffices": row.deciding.none,
    }
    for name, share in shares.items():
        yield name, Figure(share, unit="share of situations")
    yield "regret", Figure(row.regret.mean)


def faults(a: Assessment) -> list[list[Cell]]:
    """Return each fault with the options that have it, the gravest first."""
    found: dict[tuple[str, str], list[str]] = {}
    for option in a.options.values():
        for hole in option.loopholes:
            found.setdefault((hole.id, hole.statement), []).append(option.label)
    ranked = sorted(found.items(), key=lambda entry: severity(entry[0][0]))
    return [
        [
            severity(id_),
            grade(id_).said,
            id_,
            CATALOGUE[id_].name,
            CATALOGUE[id_].definition,
            said,
            "; ".join(labels),
        ]
        for (id_, said), labels in ranked
    ]


def csv_text(a: Assessment) -> str:
    """Return the figures of every option, and then its faults, with one a row.

    Of a fault the value is its rank, 1 for the gravest.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    for row in _tidy(a):
        writer.writerow(map(in_csv, row))
    return out.getvalue()


def _tidy(a: Assessment) -> Iterator[Sequence[Cell]]:
    for line in lines(a):
        who = [line.option.id, line.label, line.pair.by, line.pair.against]
        for name, f in figures(line):
            said = f.because[0] if f.value is None and f.because else ""
            yield [*who, name, f.value, f.low, f.high, f.unit, f.kind, said]
    for option in a.options.values():
        for hole in option.loopholes:
            rank: Cell = severity(hole.id)
            name = f"fault: {hole.id}"
            yield [
                option.id,
                option.label,
                "",
                "",
                name,
                rank,
                None,
                None,
                "rank",
                "",
                hole.statement,
            ]


def xlsx(a: Assessment) -> bytes:
    """Return a workbook: the answer, the options, the faults, the sources and what it is.

    Raises
    ------
    ImportError
        When the extra ``brief`` is not installed.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    made = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    on = datetime(a.as_of.year, a.as_of.month, a.as_of.day)
    made.set_properties({"title": a.title, "author": "foedus", "created": on})
    bold = made.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = made.add_format({"text_wrap": True, "valign": "top"})
    for name, heads, rows, widths in _sheets(a):
        sheet = made.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, head, bold)
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                _write(sheet, number, at, cell, plain)
    made.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, style)
    elif cell is not None:
        sheet.write_number(row, column, cell, style)


def _sheets(a: Assessment) -> Iterator[tuple[str, list[str], list[list[Cell]], list[int]]]:
    told = a.answer
    sentences: list[list[Cell]] = [
        [option["label"], one["text"], one["rests_on"], " ".join(one["figures"])]
        for option in told["options"]
        for one in option["sentences"]
    ]
    sentences = [
        ["", g["text"], g["rests_on"], " ".join(g["figures"])] for g in told["general"]
    ] + sentences
    yield "Answer", ["Option", "Sentence", "Rests most on", "Figures"], sentences, [26, 80, 50, 40]
    shown = [dict(figures(line)) for line in lines(a)]
    names = list(dict.fromkeys(name for row in shown for name in row))
    # A word among numbers would make words of them all for whoever reads the sheet as a table.
    worded = {n for n in names if any(n in row and row[n].value is None for row in shown)}
    ends = {name: (*_NUMBERS, " said") if name in worded else _NUMBERS for name in names}
    heads = ["Option", *(f"{name}{end}" for name in names for end in ends[name])]
    rows: list[list[Cell]] = [
        [line.label, *(c for n in names for c in _cells(row.get(n), worded=n in worded))]
        for line, row in zip(lines(a), shown, strict=True)
    ]
    yield "Options", heads, rows, [30, *([11] * (len(heads) - 1))]
    fault_heads = ["Rank", "Grade", "Id", "Fault", "What it is", "Here", "Options"]
    yield "Faults", fault_heads, faults(a), [6, 24, 18, 18, 40, 60, 40]
    sources: list[list[Cell]] = [[key, said] for key, said in a.sources.items()]
    yield "Sources", ["Id", "Source"], sources, [26, 120]
    about: list[list[Cell]] = [["What", a.title], ["Dates", dated(a)], ["Cite as", cite(a)]]
    about += [["Again", again(a)]]
    about += [["Not modelled", one] for one in a.not_modelled]
    about += [["Not computed", one] for one in a.absent]
    yield "About", ["", ""], about, [16, 120]


_NUMBERS = ("", " low", " high")
"""What follows the name of a figure at the head of its columns."""


def _cells(figure: Figure | None, *, worded: bool) -> list[Cell]:
    """Return a figure with its ends, and the word for its absence where the column has one."""
    if figure is None:
        return [None] * (len(_NUMBERS) + worded)
    word: Cell = None
    if figure.value is None:
        word = figure_text(figure) if figure.known else "not known"
    return [figure.value, figure.low, figure.high, *([word] if worded else [])]
