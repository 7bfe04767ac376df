"""`foedus cases` and `foedus show`: what ships, and what it says."""

from __future__ import annotations

import shutil
import sys
import textwrap

import click

from foedus.cli.edge import OPTION, READING, load


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
@READING
@click.option("--positions", is_flag=True, help="Read out who said what as well.")
def show(case: str, option_id: str | None, readings: tuple[str, ...], positions: bool) -> None:
    """Read CASE (the id of a case, or a file) out in plain English."""
    from foedus.views.reading import reading

    under = load(case, None).options.get(option_id or "")
    text = reading(load(case, option_id, readings), under, positions=positions)
    click.echo(_wrapped(text) if sys.stdout.isatty() else text)


def _wrapped(text: str) -> str:
    """Break lines for a terminal, each clause hanging under its beginning."""
    width = max(40, shutil.get_terminal_size().columns)
    lines: list[str] = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        lines += textwrap.wrap(line, width, subsequent_indent=f"{indent}  ") or [""]
    return "\n".join(lines)
