"""`foedus new`: a commented first draft of an arrangement, by kind of treaty."""

from __future__ import annotations

import re
import shlex
import sys
from datetime import datetime
from string import Template

import click

from foedus.cli.edge import DAY, TEXT, must_be_new, stop, write

ASKED = {
    "title": ("What the arrangement is called", "A first draft"),
    "protected": ("Who is protected (an id, ISO 3166 for a state)", "AAA"),
    "adversary": ("From whom", "ZZZ"),
    "guarantor": ("Who guarantees, or the first of several", "GGG"),
    "second": ("The second guarantor or member, where there are several", "HHH"),
}
"""What a draft needs: the question, and what stands in it when nobody answers."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@click.command()
@click.argument("kind", required=False)
@click.argument("file", required=False)
@click.option("--title", type=TEXT, metavar="TEXT", help="What the arrangement is called.")
@click.option("--protected", metavar="ID", help="Who is protected.")
@click.option("--adversary", metavar="ID", help="From whom.")
@click.option("--guarantor", metavar="ID", help="Who guarantees, or the first of several.")
@click.option("--second", metavar="ID", help="The second guarantor or member.")
@click.option(
    "--as-of",
    "day",
    type=DAY,
    metavar="DATE",
    help="The day on which the text is read; 2025-01-01 when left out.",
)
def new(kind: str | None, file: str | None, day: datetime | None, **given: str | None) -> None:
    """Write a commented first draft of a treaty of KIND to FILE; without KIND, list the kinds."""
    from foedus.casebook import draft_of, kinds
    from foedus.language import BadArrangementError, did_you_mean, read

    if kind is None:
        for name in kinds():
            click.echo(f"{name}: {_first_remark(draft_of(name))}")
        return
    if kind not in kinds():
        stop(f"There is no draft of the kind {kind!r}. {did_you_mean(kind, kinds())}")
    if file is None:
        stop(f"Name the file to write: foedus new {kind} FILE.yaml")
    must_be_new(file)
    text = _filled(draft_of(kind), given, day)
    try:
        read(text)
    except BadArrangementError as error:
        stop(f"With these names the draft is none: {error.problems[0].message}. Choose other ids.")
    write(file, text)
    for name in (n for n in given if given[n] and f"${n}" not in draft_of(kind)):
        click.echo(f"--{name} is left out: a draft of the kind {kind!r} has no place for it.")
    typed = shlex.quote(file)
    click.echo(
        f"{file} is written. Read it out: foedus show {typed}. Its faults: foedus check {typed}"
    )


def _first_remark(draft: str) -> str:
    return draft.splitlines()[0].removeprefix("# ")


def _filled(draft: str, given: dict[str, str | None], day: datetime | None) -> str:
    """Return the draft with names filled in: given, asked for on a terminal, or invented."""
    import json

    needed = [name for name in ASKED if f"${name}" in draft]
    asking = sys.stdin.isatty() and not any(given.values())
    values = {name: given[name] or _asked(name, asking) for name in needed}
    for name, value in values.items():
        if name != "title" and not _ID.fullmatch(value):
            stop(
                f"--{name} {value!r}: an id has letters, digits, - and _, and begins with a letter."
            )
    names = [value for name, value in values.items() if name != "title"]
    for value in names:
        if names.count(value) > 1:
            stop(f"{value!r} is named twice: each party needs an id of its own.")
    values["title"] = json.dumps(values["title"], ensure_ascii=False)
    values["day"] = f"{day:%Y-%m-%d}" if day else "2025-01-01"
    return Template(draft).substitute(values)


def _asked(name: str, asking: bool) -> str:
    question, invented = ASKED[name]
    return str(click.prompt(question, default=invented)) if asking else invented
