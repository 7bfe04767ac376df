"""`foedus diff`: what changed between two drafts."""

from __future__ import annotations

import os

import click

from foedus.cli.edge import JSON, deliver_json, load, screen


@click.command()
@click.argument("old")
@click.argument("new")
@JSON
def diff(old: str, new: str, json_file: str | None) -> None:
    """Compare OLD with NEW: cases, files, or one of their options as CASE:OPTION."""
    from foedus.loopholes import aligned, compare
    from foedus.process import Process
    from foedus.views import comparison_json, comparison_told

    side_by_side = aligned(*(load(*_named(draft)) for draft in (old, new)))
    drafts = side_by_side[:2]
    found = compare(*(Process(draft) for draft in drafts))
    if json_file is not None:
        deliver_json(comparison_json(old, new, found), json_file)
    if not screen():
        return
    for line in comparison_told(drafts[0], drafts[1], found, side_by_side.renamed):
        click.echo(line)


def _named(draft: str) -> tuple[str, str | None]:
    """Take CASE:OPTION apart; a path may hold a colon of its own."""
    if os.path.lexists(draft) or ":" not in draft:
        return draft, None
    case, _, option_id = draft.rpartition(":")
    return case, option_id
