"""What `foedus deter` writes as CSV: the decision table, and every draw with its outcomes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from foedus.deterrence import NOTHING, Decision, Deterrence, inputs
from foedus.texts import in_csv

_OUTCOMES = (
    *("act.", "value.", "signed", "signs.", "done.", "honoured.", "met.", "entrapped", "cried"),
    *("out_of_hand", "threatened", "gave_in", "best.", "limit.", "comply.", "waits.", "promised."),
)
"""How the names of what is read off begin, draw by draw."""


def figures(table: Decision) -> Iterator[str]:
    """Yield the lines of the decision table with one figure in each."""
    yield _row(["by", "option", "figure", "value"])
    for by, option, figure, value in table.tidy():
        told = "" if value is None else f"{value:.6g}"
        yield _row([by, _option(option), str(in_csv(figure)), told])


def each_draw(found: Deterrence) -> Iterator[str]:
    """Yield the lines of a table with a row for each option and draw: inputs, then outcomes."""
    jobs = {NOTHING: found.nothing, **found.jobs}
    read = {NOTHING: found.bare, **found.rows}
    chunks = found.design.chunks
    drawn = {
        name: inputs(job, chunks, signing="signed" in read[name]) for name, job in jobs.items()
    }
    inside = list(dict.fromkeys(key for columns in drawn.values() for key in columns))
    outcomes = list(
        dict.fromkeys(
            key
            for columns in read.values()
            for key in columns
            if key.startswith((*_OUTCOMES, *(f"attack.{by}." for by in found.adversaries)))
            and len(columns[key]) == found.design.draws
        )
    )
    names = [*(f"in.{key}" for key in inside), *outcomes]
    yield _row(["option", "draw", *(str(in_csv(name)) for name in names)])
    for option, columns in read.items():
        rows = [drawn[option].get(key) for key in inside]
        rows += [columns.get(key) for key in outcomes]
        for draw in range(found.design.draws):
            cells = ["" if row is None else f"{row[draw]:.6g}" for row in rows]
            yield _row([_option(option), str(draw), *cells])


def _option(name: str) -> str:
    """Return what an option is called in a table that a spreadsheet may open."""
    return "nothing" if name == NOTHING else str(in_csv(name))


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
