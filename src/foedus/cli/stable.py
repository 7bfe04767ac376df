"""`foedus stable`: what holds from orderings alone, in a conflict or for each option of a case."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from foedus.cli.edge import JSON, OPTION, OUT, deliver_json, screen, stop, take, write
from foedus.texts import in_csv

if TYPE_CHECKING:
    from foedus.stability import Model, Reading


class Asked(NamedTuple):
    """What was asked on the command line."""

    case: str
    option: str | None
    senses: tuple[str, ...]
    readings: tuple[Reading, ...]
    state: str | None
    orderings: str | None
    stakes: bool
    coalitions: bool
    graph: bool
    tree: bool


class Told(NamedTuple):
    """An answer as lines, as plain data, as rows of a table, and as pictures."""

    lines: list[str]
    plain: dict[str, object]
    rows: list[dict[str, object]]
    graph: str = ""
    tree: str = ""


@click.command()
@click.argument("case")
@OPTION
@click.option("--sense", metavar="LIST", help="R, SEQ, GMR, SMR; of a conflict also SIM, L1, L2...")
@click.option(
    "--sanctions",
    default="legal",
    show_default=True,
    type=click.Choice(["legal", "single", "both"]),
    help="By legal sequences of opponents' moves, or one move of a single one.",
)
@click.option("--state", metavar="NAME", help="Ask when this state is stable, not the status quo.")
@click.option("--orderings", metavar="FILE", help="Orderings of the outcomes of a case.")
@click.option("--stakes", is_flag=True, help="Say what the stakes of a case decide of that.")
@click.option("--coalitions", is_flag=True, help="Say which coalitions would leave the state.")
@JSON
@click.option("--csv", "csv_file", type=OUT, metavar="FILE", help="Write the table to FILE.")
@click.option(
    "--svg", "svg_file", type=OUT, metavar="FILE", help="Draw the graph (of a case: --option)."
)
@click.option(
    "--tree", "tree_file", type=OUT, metavar="FILE", help="Draw moves from the state and answers."
)
def stable(
    case: str,
    option_id: str | None,
    sense: str | None,
    sanctions: str,
    state: str | None,
    orderings: str | None,
    stakes: bool,
    coalitions: bool,
    json_file: str | None,
    csv_file: str | None,
    svg_file: str | None,
    tree_file: str | None,
) -> None:
    """Say what is stable in CASE by orderings alone, and under which orderings it is.

    CASE is an arrangement, or a file that says 'conflict: 1'.
    """
    from foedus.cli import stable_case, stable_conflict
    from foedus.stability import READINGS, StabilityError, TooManyWaysError

    text = _conflict(case)
    asked = Asked(
        case,
        option_id,
        _senses(sense, text is not None),
        tuple(r for r in READINGS if sanctions in (r, "both")),
        state,
        orderings,
        stakes,
        coalitions,
        svg_file is not None,
        tree_file is not None,
    )
    try:
        if text is None:
            found = stable_case.told(asked)
        else:
            found = stable_conflict.told(asked, _model(text, case))
    except (StabilityError, TooManyWaysError) as error:
        stop(f"{case}: {error}")
    for file, picture in ((svg_file, found.graph), (tree_file, found.tree)):
        if file:
            write(file, picture)
    if csv_file:
        write(csv_file, _csv(found.rows))
    if json_file is not None:
        deliver_json(found.plain, json_file)
    if screen():
        for line in found.lines:
            click.echo(line)


def _senses(given: str | None, conflict: bool) -> tuple[str, ...]:
    """Return the senses asked for; none stands for what is shown unless something is."""
    from foedus.stability import SENSES, is_sense

    words = tuple(word.strip().upper() for word in (given or "").split(",") if word.strip())
    for word in words:
        if not (is_sense(word) if conflict else word in SENSES):
            more = ", SIM, and L1, L2 and so on" if conflict else ""
            stop(f"--sense: there is no sense {word!r} here. Known: {', '.join(SENSES)}{more}.")
    return words


def _csv(rows: Sequence[dict[str, object]]) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]) if rows else [], lineterminator="\n")
    table.writeheader()
    table.writerows({name: in_csv(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue().rstrip("\n")


def _conflict(case: str) -> bytes | None:
    """Return the bytes of a file that holds a conflict; None for an arrangement."""
    from foedus.casebook import cases

    if case in cases() or not os.path.lexists(case):
        return None
    text = take(case)
    starts = (b"conflict:", b"decision_makers:", b'{"conflict"', b'{"decision_makers"')
    lines = text.removeprefix(b"\xef\xbb\xbf").splitlines()
    return text if any(line.startswith(starts) for line in lines) else None


def _model(text: bytes, name: str) -> Model:
    from foedus.language import BadArrangementError, parse
    from foedus.stability import BadModelError, model

    try:
        document, problems = parse(text, name)
        if problems:
            raise BadArrangementError(problems)
    except BadArrangementError as error:
        stop(str(error))
    try:
        return model(document.value)
    except BadModelError as error:
        placed = [document.problem(p.path, p.message, p.fix) for p in error.problems]
        stop(str(BadArrangementError(placed)))
