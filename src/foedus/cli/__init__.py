"""The command line: one module for each command.

Heavy rooms are imported inside the commands, so that help is quick.
"""

from __future__ import annotations

import click

from foedus.cli.assess import assess
from foedus.cli.cases import list_cases, show
from foedus.cli.check import check
from foedus.cli.replay import replay
from foedus.cli.schema import schema


@click.group()
@click.version_option(package_name="foedus")
def main() -> None:
    """Run a conditional security guarantee: list, check and replay arrangements."""


for _command in (list_cases, show, assess, check, replay, schema):
    main.add_command(_command)
