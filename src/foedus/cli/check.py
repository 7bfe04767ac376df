"""`foedus check`: does the text hold, and if not, the shortest story in which it fails."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from foedus.cli.budget import Budget
from foedus.cli.edge import (
    JSON,
    OPTION,
    OUT,
    deliver_json,
    load,
    made_folder,
    places_of,
    repeated,
    screen,
    stop,
    take,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foedus.cli.sections import Section
    from foedus.language import Arrangement
    from foedus.loopholes import Property, Verdict
    from foedus.process import Process
    from foedus.views import Checked


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@OPTION
@click.option(
    "--all-options", is_flag=True, help="Check every option, and tell once what is alike."
)
@click.option(
    "--property",
    "asked",
    multiple=True,
    metavar="ID|FILE",
    help="Only this property, or the properties written in this file.",
)
@click.option("--stories", is_flag=True, help="Tell the story of each fault, clause by clause.")
@click.option(
    "--explain", is_flag=True, help="Name the smallest set of clauses that each fault needs."
)
@click.option(
    "--vary",
    multiple=True,
    metavar="NAME[=LOW:HIGH]",
    help="Vary a duration or quorum, such as report.within, or all; say where verdicts change.",
)
@click.option(
    "--repair", is_flag=True, help="Say which edits close each fault, and what they open."
)
@click.option(
    "--write", "write_folder", metavar="DIR", help="With --repair: write each repair as an overlay."
)
@click.option("--overlay", metavar="FILE", help="Lay this overlay over the case, or its option.")
@click.option("--svg", "svg_folder", metavar="DIR", help="Draw each story as a sequence diagram.")
@click.option("--events", "event_folder", metavar="DIR", help="Write each story as an event file.")
@click.option(
    "--html", "html_file", type=OUT, metavar="FILE", help="Write one page with stories and clauses."
)
@JSON
@click.option(
    "--sarif",
    "sarif_file",
    type=OUT,
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Write SARIF to FILE, or to standard output.",
)
@click.option(
    "--most",
    type=click.IntRange(1),
    default=200_000,
    show_default=True,
    help="Give up after so many states.",
)
@click.option(
    "--budget",
    metavar="LIMITS",
    default="10min",
    show_default=True,
    help="Give up after so long, or past so much memory: 30s, 500MB, both with a comma, or none.",
)
def check(cases: tuple[str, ...], **wanted: Any) -> None:
    """Check each CASE for loopholes: prove that it holds, or tell how it fails.

    Ends with status 0 when nothing fails and nothing is undecided, 1 otherwise, and 2 for a mistake
    in what was typed or written.
    """
    ask = _Wanted(**wanted)
    written = [
        name for name in ("html_file", "json_file", "sarif_file") if wanted[name] is not None
    ]
    if written and len(cases) > 1:
        stop("--html, --json and --sarif write one case: name one, or leave them out.")
    if ask.all_options and (ask.option_id or ask.sarif_file is not None):
        stop("--all-options goes with neither --option nor --sarif: leave one of them out.")
    if ask.write_folder is not None and not (ask.repair and len(cases) == 1):
        stop("--write goes with --repair and one case.")
    if ask.write_folder is not None and ask.all_options:
        stop("--write takes one option: name it with --option.")
    held = [_checked(case, ask) for case in cases]
    sys.exit(0 if all(held) else 1)


_CHOSEN = ("option_id", "all_options", "overlay", "asked")
"""The options on which the verdicts hang."""


class _Wanted(NamedTuple):
    option_id: str | None
    all_options: bool
    asked: tuple[str, ...]
    stories: bool
    explain: bool
    vary: tuple[str, ...]
    repair: bool
    write_folder: str | None
    overlay: str | None
    svg_folder: str | None
    event_folder: str | None
    html_file: str | None
    json_file: str | None
    sarif_file: str | None
    most: int
    budget: str


def _checked(case: str, ask: _Wanted) -> bool:
    """Check one case, deliver what is wanted, and say whether nothing fails or is undecided."""
    from foedus.cli.sections import sections
    from foedus.views import Checked

    options = _options(case, ask)
    processes = {name: _process(case, name, ask.overlay) for name in options}
    places = {name: places_of(case, name or None) for name in options}
    budget = Budget(ask.budget)
    reports = {name: _verdicts(process, ask, budget) for name, process in processes.items()}
    over = f" with {ask.overlay}" if ask.overlay else ""
    title = f"{case}{f' ({ask.option_id})' if ask.option_id else ''}{over}"
    variants = {name: process.arrangement for name, process in processes.items()}
    checked = Checked(title, reports, places, variants)
    more = {
        name: list(sections(case, process, reports[name], places[name], ask, budget))
        for name, process in processes.items()
    }
    budget.done()
    _deliver(checked, more, ask)
    if ask.html_file is not None:
        from foedus.views import checked_html

        known = load(case, None).options
        write(ask.html_file, checked_html(checked, variants, known, repeated(case, _CHOSEN)))
    for name, process in processes.items():
        mark = f"{name}-" if ask.all_options else ""
        _draw(process, reports[name], ask.svg_folder, mark)
        _export(process, reports[name], ask.event_folder, mark)
    if screen():
        _shown(checked, more, ask, budget)
    outcomes = {verdict.outcome for found in reports.values() for verdict in found}
    return outcomes <= {"holds", "does-not-apply"}


def _deliver(checked: Checked, more: Mapping[str, Sequence[Section]], ask: _Wanted) -> None:
    if ask.sarif_file is not None:
        from foedus.views import as_sarif

        (name, found), *_ = checked.reports.items()
        deliver_json(as_sarif(found, checked.places[name]), ask.sarif_file)
    if ask.json_file is not None:
        from foedus.views import verdicts_json

        data = {name: {one.key: one.data for one in parts} for name, parts in more.items()}
        deliver_json(verdicts_json(checked) | _by_section(data), ask.json_file)


def _shown(
    checked: Checked, more: Mapping[str, Sequence[Section]], ask: _Wanted, budget: Budget
) -> None:
    from foedus.views import verdicts_told

    for line in verdicts_told(checked, stories=ask.stories):
        click.echo(line)
    for name, parts in more.items():
        lines = [line for part in parts for line in part.lines]
        if lines and len(more) > 1:
            click.echo(f"\nOF OPTION {name}")
        for line in lines:
            click.echo(line)
    for line in _given_up(checked, more, ask, budget):
        click.echo(line)


def _given_up(
    checked: Checked, more: Mapping[str, Sequence[Section]], ask: _Wanted, budget: Budget
) -> Iterator[str]:
    """Yield what was given up, why, and what to type for an answer."""
    undecided = dict.fromkeys(
        f"{v.property.number} {v.property.id}"
        for found in checked.reports.values()
        for v in found
        if v.outcome == "undecided"
    )
    questions = sum(part.undecided for parts in more.values() for part in parts)
    if not undecided and not questions:
        return
    of = [*undecided, *([f"{questions} of who can force it"] if questions else [])]
    yield ""
    yield f"GIVEN UP: {', '.join(of)}. What is told above stands."
    more_of_it = ", and --property ID gives all of it to one" if undecided else ""
    if budget.spent:
        why = f"The budget of {budget.written} was used up: a larger --budget gives more, none"
        yield f"  {why} sets no limit{more_of_it}."
    elif undecided:
        yield f"  More states were needed than --most {ask.most} lets a search hold."
    else:
        yield "  More states were needed than a contest of two sides may hold."


def _by_section(data: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Return what was asked for besides verdicts; of several options, under the name of each."""
    if len(data) == 1:
        return dict(*data.values())
    keys = dict.fromkeys(key for parts in data.values() for key in parts)
    return {key: {name: parts.get(key) for name, parts in data.items()} for key in keys}


def _options(case: str, ask: _Wanted) -> tuple[str, ...]:
    """Return the options to check; an empty name stands for the case as it is written."""
    if ask.all_options:
        return tuple(load(case, None).options) or ("",)
    return (ask.option_id or "",)


def _process(case: str, option_id: str, overlay: str | None) -> Process:
    from foedus.process import Process

    arrangement = load(case, option_id or None)
    return Process(arrangement if overlay is None else _changed(arrangement, overlay))


def _changed(arrangement: Arrangement, overlay: str) -> Arrangement:
    from foedus.language import BadArrangementError
    from foedus.loopholes import read_overlay

    try:
        return read_overlay(take(overlay), overlay, arrangement)
    except BadArrangementError as error:
        stop(str(error))


def _verdicts(process: Process, ask: _Wanted, budget: Budget) -> tuple[Verdict, ...]:
    from foedus.loopholes import verdicts

    asked = _properties(process, ask.asked)
    kept = not ask.asked  # a part of the time for who can force it
    found = verdicts(process, asked, most=ask.most, patience=lambda left: budget.share(left + kept))
    if not ask.explain:
        return found
    from foedus.loopholes import explained

    return tuple(explained(process.arrangement, verdict, budget.share(1)) for verdict in found)


def _properties(process: Process, asked: Sequence[str]) -> list[Property]:
    from foedus.language import BadArrangementError, did_you_mean
    from foedus.loopholes import CATALOGUE, read_properties

    wanted: list[Property] = []
    for name in asked:
        if name in CATALOGUE:
            wanted.append(CATALOGUE[name])
        elif Path(name).suffix in (".yaml", ".yml"):
            try:
                wanted += read_properties(take(name), name, process)
            except BadArrangementError as error:
                stop(str(error))
        else:
            stop(f"There is no property {name!r}. {did_you_mean(name, list(CATALOGUE))}")
    return wanted


def _draw(process: Process, found: Sequence[Verdict], folder: str | None, mark: str) -> None:
    if folder is None:
        return
    from foedus.views import story_drawn

    path = made_folder(folder)
    for verdict in found:
        for number, hole in enumerate(verdict.loopholes, 1):
            if hole.lines:
                name = f"{mark}{verdict.property.number:02}-{verdict.property.id}-{number}.svg"
                write(path / name, story_drawn(process, hole))


def _export(process: Process, found: Sequence[Verdict], folder: str | None, mark: str) -> None:
    if folder is None:
        return
    from foedus.loopholes import event_file, events

    path = made_folder(folder)
    for verdict in found:
        for number, hole in enumerate(verdict.loopholes, 1):
            if hole.lines:
                name = f"{mark}{verdict.property.number:02}-{verdict.property.id}-{number}.yaml"
                write(path / name, event_file(events(process, hole.batches)).rstrip("\n"))
