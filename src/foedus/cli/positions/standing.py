"""`foedus positions table`, `timeline` and `conflicts`: who stands where, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import JSON, OPTION, OUT, console, deliver_json, load, screen, stop, write
from foedus.cli.positions.statements import STATEMENTS, day_of, joined

if TYPE_CHECKING:
    from foedus.language import Position
    from foedus.positions import Joined

_ACT = click.option(
    "--act",
    type=click.Choice(("decide", "ratify", "referendum")),
    default="decide",
    help="What is decided: it says whose word counts.",
)
_AT = click.option("--at", "day", metavar="DATE", help="The day; the case's own without it.")


@click.command()
@click.argument("case")
@_AT
@click.option("--issue", metavar="ID", help="Only this issue.")
@_ACT
@STATEMENTS
@OPTION
@JSON
def table(
    case: str,
    day: str | None,
    issue: str | None,
    act: str,
    statements_file: str | None,
    option_id: str | None,
    json_file: str | None,
) -> None:
    """Show which statement of each state on each issue of CASE is in force, and why."""
    from foedus.positions import in_force
    from foedus.views import standing_as_data, standing_told

    found = joined(load(case, option_id), statements_file)
    at = day_of(day, "--at") if day else found.arrangement.as_of
    _check_issue(issue, list(found.arrangement.issues))
    positions = _taken(case, found)
    pairs = dict.fromkeys((p.issue, p.state) for p in positions if issue in (None, p.issue))
    rows = [in_force(positions, state, about, at, act) for about, state in pairs]  # type: ignore[arg-type]
    rows = [row for row in rows if row.voice is not None]
    if json_file is not None:
        deliver_json(standing_as_data(found, rows, at, act), json_file)
    if screen():
        console().print(standing_told(found, rows, at, act))


@click.command()
@click.argument("case")
@click.option(
    "--issue", metavar="ID", help="Only this issue; the one with most positions without it."
)
@click.option("--network", is_flag=True, help="Who shares stances with whom, instead.")
@_AT
@STATEMENTS
@OPTION
@click.option(
    "--save", type=OUT, metavar="FILE", help="Save the picture: .svg, .png, .html, or .csv."
)
def timeline(
    case: str,
    issue: str | None,
    network: bool,
    day: str | None,
    statements_file: str | None,
    option_id: str | None,
    save: str | None,
) -> None:
    """Draw the positions of CASE over time, one line a state; or its discourse network."""
    from foedus.views import discourse, discourse_lines, over_time, over_time_lines

    if network and issue is not None:
        stop("--issue does not go with --network: who shares stances is told over all issues.")
    found = joined(load(case, option_id), statements_file)
    at = day_of(day, "--at") if day else None
    _check_issue(issue, list(found.arrangement.issues))
    positions = _taken(case, found)
    if network:
        shown = at or found.arrangement.as_of
        if save:
            _save(discourse(found, shown), save)
            return
        for line in discourse_lines(found, shown):
            click.echo(line)
        return
    about = issue or _commonest(positions)
    if save:
        _save(over_time(found, about, at), save)
        return
    for line in over_time_lines(found, about, at):
        click.echo(line)


@click.command()
@click.argument("case")
@_AT
@_ACT
@STATEMENTS
@OPTION
@JSON
def conflicts(
    case: str,
    day: str | None,
    act: str,
    statements_file: str | None,
    option_id: str | None,
    json_file: str | None,
) -> None:
    """Show where voices of one state disagree, and whose counts."""
    from foedus.positions import conflicts as found_in
    from foedus.views import conflict_lines, conflicts_as_data

    found = joined(load(case, option_id), statements_file)
    at = day_of(day, "--at") if day else found.arrangement.as_of
    rows = found_in(found.arrangement.positions, at, act)  # type: ignore[arg-type]
    if json_file is not None:
        deliver_json(conflicts_as_data(rows, at), json_file)
    if not screen():
        return
    for line in conflict_lines(rows, at):
        click.echo(line)


def _taken(case: str, found: Joined) -> tuple[Position, ...]:
    """Return the positions taken, or end with a message where there is none to tell of."""
    if not found.arrangement.positions:
        stop(f"{case}: nobody has taken a position in it.")
    return found.arrangement.positions


def _check_issue(issue: str | None, known: list[str]) -> None:
    from foedus.language import did_you_mean

    if issue is not None and issue not in known:
        stop(f"The case has no issue {issue!r}. {did_you_mean(issue, known)}")


def _commonest(positions: Sequence[Position]) -> str:
    from collections import Counter

    return Counter(p.issue for p in positions).most_common(1)[0][0]


def _save(chart: object, file: str) -> None:
    from foedus.views import chart_as

    kind = Path(file).suffix.lower()
    if kind not in (".svg", ".png", ".html", ".csv"):
        stop(f"{file}: save the picture as .svg, .png, .html or .csv.")
    write(file, chart_as(chart, kind))
