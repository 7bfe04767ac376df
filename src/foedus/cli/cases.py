"""`foedus cases` and `foedus show`: what ships, and what it says."""

from __future__ import annotations

import shutil
import sys
import textwrap

import click

from foedus.cli.edge import OPTION, READING, chosen_of, load, must_be_new, stop, write


@click.command("cases")
@click.option("--copy", "copied", metavar="ID", help="Write this case as a file of your own.")
@click.option("--to", "file", metavar="FILE", help="With --copy: where to; ID.yaml when left out.")
def list_cases(copied: str | None, file: str | None) -> None:
    """List the arrangements that ship, with their options, or copy one to change it."""
    from foedus.casebook import cases, text_of
    from foedus.language import did_you_mean

    if copied is not None:
        if copied not in cases():
            stop(f"There is no case {copied!r}. {did_you_mean(copied, cases())}")
        target = file or f"{copied}.yaml"
        must_be_new(target)
        write(target, text_of(copied))
        click.echo(f"{target} is written. Read it out: foedus show {target}")
        return
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
    from foedus.views import read_out, taken

    under = load(case, None).options.get(option_id or "")
    a = load(case, option_id, readings)
    otherwise = taken(load(case, option_id), chosen_of(readings))
    text = read_out(a, under, otherwise, positions=positions)
    click.echo(_wrapped(text) if sys.stdout.isatty() else text)


def _wrapped(text: str) -> str:
    """Break lines for a terminal, each clause hanging under its beginning."""
    width = max(40, shutil.get_terminal_size().columns)
    lines: list[str] = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        lines += textwrap.wrap(line, width, subsequent_indent=f"{indent}  ") or [""]
    return "\n".join(lines)
