"""`foedus positions`: from what was said to who stands where, with the sentence behind it."""

from __future__ import annotations

import click

from foedus.cli.positions.exchanging import export, import_
from foedus.cli.positions.extracting import extract
from foedus.cli.positions.reviewing import review
from foedus.cli.positions.scoring import score
from foedus.cli.positions.standing import conflicts, table, timeline


@click.group()
def positions() -> None:
    """Read positions from texts, review them, and see who stands where on a day."""


for _command in (extract, review, table, timeline, conflicts, export, import_, score):
    positions.add_command(_command)
