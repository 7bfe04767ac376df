"""`foedus diff`: what changed between two drafts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from foedus.cli.edge import load, write


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "json_file", metavar="FILE", help="Write JSON to FILE, or - for stdout.")
def diff(old: str, new: str, json_file: str | None) -> None:
    """Compare OLD with NEW: cases, files, or one of their options as CASE:OPTION."""
    from foedus.loopholes.comparison import compare
    from foedus.process import Process
    from foedus.views.comparing import as_json, telling

    drafts = [load(*_named(draft)) for draft in (old, new)]
    found = compare(*(Process(draft) for draft in drafts))
    if json_file is not None:
        text = json.dumps(as_json(old, new, found), indent=2, ensure_ascii=False)
        if json_file == "-":
            click.echo(text)
        else:
            write(Path(json_file), text)
        return
    for line in telling(drafts[0], drafts[1], found):
        click.echo(line)


def _named(draft: str) -> tuple[str, str | None]:
    """Take CASE:OPTION apart; a path may hold a colon of its own."""
    if Path(draft).exists() or ":" not in draft:
        return draft, None
    case, _, option_id = draft.rpartition(":")
    return case, option_id
