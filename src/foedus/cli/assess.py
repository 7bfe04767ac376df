"""`foedus assess`: every question about an arrangement at once."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from os import cpu_count, environ
from pathlib import Path
from sys import stdout
from typing import TYPE_CHECKING, NamedTuple

import click

from foedus.cli.budget import Budget
from foedus.cli.edge import (
    DAY,
    JSON,
    OUT,
    console,
    deliver,
    deliver_json,
    loading,
    places_of,
    screen,
    stop,
    working,
    write,
)

if TYPE_CHECKING:
    from foedus.assessment import Assessment

_MOST_WORKERS = 4
"""More processes than this would spend their time on starting."""


@click.command()
@click.argument("case")
@click.option("--option", "option_ids", multiple=True, metavar="ID", help="Only this option.")
@click.option(
    "--at",
    type=DAY,
    metavar="DATE",
    help="Count only positions taken by this day (YYYY-MM-DD); the file's own day when left out.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draws.")
@click.option(
    "--draws",
    type=click.IntRange(10, 10**6),
    default=500,
    show_default=True,
    help="How many draws the game is solved for; chances and days have 2,000 at least.",
)
@JSON
@click.option("--html", "html_file", type=OUT, metavar="FILE", help="Write one page to FILE.")
@click.option(
    "--brief",
    "briefs",
    multiple=True,
    type=OUT,
    metavar="FILE.pdf|FILE.docx",
    help="Write two pages with sources to FILE, as PDF or for Word; may be repeated.",
)
@click.option("--xlsx", "xlsx_file", type=OUT, metavar="FILE", help="Write a workbook to FILE.")
@click.option("--csv", "csv_file", type=OUT, metavar="FILE", help="Write every figure to FILE.")
@click.option("--repair", is_flag=True, help="With --html or --json: also what mends each fault.")
@click.option(
    "--budget",
    metavar="LIMITS",
    help="Look for faults no longer, or in no more memory, than: 30s, 500MB, or both with a comma.",
)
@click.option("--full", is_flag=True, help="Show all that the answer is drawn from, in tables.")
@click.option("--stories", is_flag=True, help="Tell each option's path and its loopholes' stories.")
def assess(
    case: str,
    option_ids: tuple[str, ...],
    at: datetime | None,
    seed: int,
    draws: int,
    json_file: str | None,
    html_file: str | None,
    briefs: tuple[str, ...],
    xlsx_file: str | None,
    csv_file: str | None,
    repair: bool,
    budget: str | None,
    full: bool,
    stories: bool,
) -> None:
    """Assess CASE: what each act meets, who can stop it, how soon, does it deter, what fails."""
    files = Files(json_file, html_file, briefs, xlsx_file, csv_file)
    files.check()
    limits = Budget(budget) if budget is not None else None
    workers = min(2 * len(option_ids) or _MOST_WORKERS, cpu_count() or 1, _MOST_WORKERS)
    from foedus.processes import Team

    try:
        # The others have what this one loads, or load it while this one reads the case.
        with Team(workers, "foedus.assessment") as team:
            loaded = loading(case)
            from foedus.assessment import assess as assess_arrangement
            from foedus.assessment import prepare

            arrangement = loaded()
            prepare(arrangement)
            team.begin()
            with working("solving the options") as progress:
                found = assess_arrangement(
                    arrangement,
                    case,
                    option_ids or None,
                    at=at.date() if at else None,
                    seed=seed,
                    draws=draws,
                    workers=team,
                    repair=repair and (html_file is not None or json_file is not None),
                    paths=stories or json_file is not None or html_file is not None,
                    progress=progress,
                    budget=limits,
                )
    except KeyError as error:
        stop(f"{case}: {error.args[0]}")
    files.put(found)
    if screen():
        _show(found, full=full)
        if stories:
            _tell(found)


class Files(NamedTuple):
    """The files asked for."""

    json: str | None
    html: str | None
    briefs: tuple[str, ...]
    xlsx: str | None
    csv: str | None

    def check(self) -> None:
        """End with a message, before the work begins, where a file cannot be made."""
        for name in self.briefs:
            if Path(name).suffix.lower() not in _BRIEFS:
                stop(f"--brief {name}: name a file that ends in .pdf or .docx.")
            _needs(_BRIEFS[Path(name).suffix.lower()], "--brief")
        if self.xlsx is not None:
            if self.xlsx == "-":
                stop("--xlsx -: a workbook is no text for standard output; name a file.")
            _needs("xlsxwriter", "--xlsx")

    def put(self, found: Assessment) -> None:
        """Write them."""
        if self.html is not None:
            from foedus.views import assessed_html

            places = {o: places_of(found.case, o) for o in found.options}
            deliver(assessed_html(found, places), self.html)
        for name in self.briefs:
            write(name, _brief(found, name))
        if self.xlsx is not None:
            from foedus.views import xlsx

            write(self.xlsx, xlsx(found))
        if self.csv is not None:
            from foedus.views import csv_text

            text = csv_text(found)
            deliver(text.rstrip("\n") if self.csv == "-" else text, self.csv)
        if self.json is not None:
            deliver_json(found.as_json(), self.json)


_BRIEFS = {".pdf": "typst", ".docx": "docx"}
"""What each kind of brief needs, by the end of the name of its file."""


def _brief(found: Assessment, name: str) -> bytes:
    if Path(name).suffix.lower() == ".pdf":
        from foedus.views import pdf_brief

        return pdf_brief(found)
    from foedus.views import docx_brief

    return docx_brief(found)


def _needs(module: str, option: str) -> None:
    if find_spec(module) is None:
        stop(f"{option} needs {module}, which is not installed: pip install 'foedus[brief]'.")


def _show(found: Assessment, *, full: bool) -> None:
    from foedus.views import WIDE_SCREEN, assessment_screen

    # What is piped meets no edge of a screen, and lines broken for one are hard to read.
    printer = console(None if stdout.isatty() or "COLUMNS" in environ else WIDE_SCREEN)
    printer.print(assessment_screen(found, printer.width, full=full))


def _tell(found: Assessment) -> None:
    from foedus.views import IMAGINED

    click.echo(f"\n{IMAGINED}")
    for assessed in found.options.values():
        if assessed.path:
            click.echo(f"\n{assessed.label} / the likeliest move at each point:")
            for line in assessed.path:
                click.echo(f"  {line}")
        for hole in assessed.loopholes:
            click.echo(f"\n{assessed.label} / {hole.id}: {hole.statement}.")
            for line in hole.story:
                click.echo(f"  {line}")
