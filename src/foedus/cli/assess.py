"""`foedus assess`: every question about an arrangement at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from foedus.cli.edge import load, stop, write


@click.command()
@click.argument("case")
@click.option("--option", "option_ids", multiple=True, metavar="ID", help="Only this option.")
@click.option("--json", "json_file", metavar="FILE", help="Write JSON to FILE, or - for stdout.")
@click.option("--stories", is_flag=True, help="Tell the story of each loophole.")
def assess(case: str, option_ids: tuple[str, ...], json_file: str | None, stories: bool) -> None:
    """Assess CASE: what each act meets, who can stop the consequence, how soon, what fails."""
    from foedus.assessment import assess as assess_arrangement

    arrangement = load(case, None)
    try:
        found = assess_arrangement(arrangement, case, option_ids or None)
    except KeyError as error:
        stop(f"{case}: {error.args[0]}")
    if json_file is not None:
        text = json.dumps(found.as_json(), indent=2, ensure_ascii=False)
        if json_file == "-":
            click.echo(text)
        else:
            write(Path(json_file), text)
        return
    from rich.console import Console

    from foedus.views.terminal import screen

    Console().print(screen(found))
    if stories:
        for assessed in found.options.values():
            for hole in assessed.loopholes:
                click.echo(f"\n{assessed.label} / {hole.id}: {hole.statement}.")
                for line in hole.story:
                    click.echo(f"  {line}")
