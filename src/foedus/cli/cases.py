"""`foedus cases` and `foedus show`: what ships, and what it says."""

from __future__ import annotations

import click

from foedus.cli.edge import OPTION, load


@click.command("cases")
def list_cases() -> None:
    """List the arrangements that ship, with their options."""
    from foedus.casebook import cases

    for case in cases():
        arrangement = load(case, None)
        click.echo(f"{case}: {arrangement.title} (as of {arrangement.as_of})")
        for name, opt in arrangement.options.items():
            click.echo(f"    --option {name}: {opt.label}")


@click.command()
@click.argument("case")
@OPTION
def show(case: str, option_id: str | None) -> None:
    """Read CASE (the id of a case, or a file) out in plain English."""
    from foedus.views.reading import reading

    click.echo(reading(load(case, option_id)))
