"""`foedus assess`: every question about an arrangement at once."""

from __future__ import annotations

from datetime import datetime
from os import cpu_count, environ
from sys import stdout
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import JSON, OUT, console, deliver_json, load, stop, working, write

if TYPE_CHECKING:
    from foedus.assessment import Assessment

_MOST_WORKERS = 4
"""More processes than this would spend their time on starting."""


@click.command()
@click.argument("case")
@click.option("--option", "option_ids", multiple=True, metavar="ID", help="Only this option.")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Count only positions taken by this day (YYYY-MM-DD); the file's own day when left out.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draws.")
@click.option(
    "--draws",
    type=click.IntRange(10),
    default=500,
    show_default=True,
    help="How many draws of what is uncertain.",
)
@JSON
@click.option("--html", "html_file", type=OUT, metavar="FILE", help="Write one page to FILE.")
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
    full: bool,
    stories: bool,
) -> None:
    """Assess CASE: what each act meets, who can stop it, how soon, does it deter, what fails."""
    workers = min(len(option_ids) or _MOST_WORKERS, cpu_count() or 1, _MOST_WORKERS)
    from foedus.assessment import assess as assess_arrangement

    arrangement = load(case, None)
    try:
        with working("solving the options") as progress:
            found = assess_arrangement(
                arrangement,
                case,
                option_ids or None,
                at=at.date() if at else None,
                seed=seed,
                draws=draws,
                workers=workers,
                paths=stories or json_file is not None or html_file is not None,
                progress=progress,
            )
    except KeyError as error:
        stop(f"{case}: {error.args[0]}")
    _deliver(found, json_file, html_file, full, stories)


def _deliver(
    found: Assessment, json_file: str | None, html_file: str | None, full: bool, stories: bool
) -> None:
    """Write the files asked for; the screen only when none is."""
    if html_file is not None:
        from foedus.views.report import html

        write(html_file, html(found))
    if json_file is not None:
        deliver_json(found.as_json(), json_file)
    if json_file is None and html_file is None:
        from foedus.views.terminal import WIDE, screen

        # What is piped meets no edge of a screen, and lines broken for one are hard to read.
        printer = console(None if stdout.isatty() or "COLUMNS" in environ else WIDE)
        printer.print(screen(found, printer.width, full=full))
    if stories:
        _tell(found)


def _tell(found: Assessment) -> None:
    for assessed in found.options.values():
        if assessed.path:
            click.echo(f"\n{assessed.label} / likeliest path with every estimate at its middle:")
            for line in assessed.path:
                click.echo(f"  {line}")
        for hole in assessed.loopholes:
            click.echo(f"\n{assessed.label} / {hole.id}: {hole.statement}.")
            for line in hole.story:
                click.echo(f"  {line}")
