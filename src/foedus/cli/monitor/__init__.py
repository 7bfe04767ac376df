"""`foedus monitor`: a standing watch over an arrangement; one module for each sort of command."""

from __future__ import annotations

import click

from foedus.cli.monitor.custody import roles, stamp
from foedus.cli.monitor.entering import access, entries, record, take_back
from foedus.cli.monitor.feeding import ingest, init
from foedus.cli.monitor.keeping import export, schema, verify
from foedus.cli.monitor.looking import as_of, explain, findings, status
from foedus.cli.monitor.picturing import report, timeline
from foedus.cli.monitor.pulling import pull
from foedus.cli.monitor.reviewing import duplicates
from foedus.cli.monitor.sources import map_, migrate, releases, retract
from foedus.cli.monitor.watching import watch


@click.group()
def monitor() -> None:
    """Keep a standing watch: incident files in, findings with their evidence out."""


for _command in (init, ingest, pull, watch, status, findings, explain, timeline, as_of):
    monitor.add_command(_command)
for _command in (releases, retract, duplicates, map_, migrate):
    monitor.add_command(_command)
for _command in (record, access, entries, take_back, roles, verify, stamp, export, report, schema):
    monitor.add_command(_command)
