"""`foedus replay`: dated events folded over an arrangement."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.edge import OPTION, load, places_of, stop, take


@click.command()
@click.argument("case")
@click.argument("events", type=click.Path(path_type=Path))
@OPTION
def replay(case: str, events: Path, option_id: str | None) -> None:
    """Fold the dated EVENTS (YAML or CSV) over CASE: what changed, what is owed, who may act."""
    from foedus.language import BadArrangementError
    from foedus.process import Process
    from foedus.process.events import read_events
    from foedus.views.telling import telling

    process = Process(load(case, option_id))
    try:
        read = read_events(take(events), str(events))
    except BadArrangementError as error:
        stop(str(error))
    for line in telling(process, read, places_of(case, option_id)):
        click.echo(line)
