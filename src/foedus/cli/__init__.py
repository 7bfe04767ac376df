"""The command line: one module for each command.

Heavy rooms are imported inside the commands, so that help is quick.
"""

from __future__ import annotations

import click

from foedus.cli.assess import assess
from foedus.cli.backtest import backtest
from foedus.cli.cases import list_cases, show
from foedus.cli.check import check
from foedus.cli.decide import decide
from foedus.cli.deter import deter
from foedus.cli.diff import diff
from foedus.cli.ending import Commands
from foedus.cli.estimate import estimate
from foedus.cli.monitor import monitor
from foedus.cli.new import new
from foedus.cli.play import play
from foedus.cli.positions import positions
from foedus.cli.replay import replay
from foedus.cli.schema import schema
from foedus.cli.solve import solve
from foedus.cli.stable import stable


@click.group(cls=Commands)
@click.version_option(package_name="foedus")
def main() -> None:
    """Run a conditional security guarantee: list, check, solve, watch and replay arrangements."""


COMMANDS = (
    list_cases,
    show,
    assess,
    backtest,
    check,
    decide,
    deter,
    diff,
    estimate,
    monitor,
    new,
    play,
    positions,
    replay,
    schema,
    solve,
    stable,
)

for _command in COMMANDS:
    main.add_command(_command)
