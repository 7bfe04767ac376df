"""The command line. Heavy rooms are imported inside the commands, so that help is quick."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from foedus.language import Arrangement

OPTION = click.option("--option", "option_id", metavar="ID", help="Lay this option over the case.")


@click.group()
@click.version_option(package_name="foedus")
def main() -> None:
    """Run a conditional security guarantee: list, check and replay arrangements."""


def _stop(message: str) -> NoReturn:
    """End with a message for the user and status 2, which stands for a user's mistake."""
    click.echo(message, err=True)
    sys.exit(2)


def _load(case: str, option_id: str | None) -> Arrangement:
    from foedus.casebook import cases, text_of
    from foedus.language import BadArrangementError, option, read, read_file
    from foedus.language.problems import did_you_mean

    try:
        if case in cases():
            arrangement = read(text_of(case), f"{case}.yaml")
        elif Path(case).suffix in (".yaml", ".yml") or Path(case).exists():
            arrangement = read_file(case)
        else:
            _stop(f"There is no case or file {case!r}. {did_you_mean(case, cases())}")
        return option(arrangement, option_id) if option_id else arrangement
    except BadArrangementError as error:
        _stop(str(error))
    except KeyError as error:
        _stop(f"{case}: {error.args[0]}")


@main.command("cases")
def list_cases() -> None:
    """List the arrangements that ship, with their options."""
    from foedus.casebook import cases

    for case in cases():
        arrangement = _load(case, None)
        click.echo(f"{case}: {arrangement.title} (as of {arrangement.as_of})")
        for name, opt in arrangement.options.items():
            click.echo(f"    --option {name}: {opt.label}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of the language, for editors."""
    from foedus.language import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


@main.command()
@click.argument("case")
@OPTION
def show(case: str, option_id: str | None) -> None:
    """Read CASE (the id of a case, or a file) out in plain English."""
    from foedus.views.reading import reading

    click.echo(reading(_load(case, option_id)))


@main.command()
@click.argument("case")
@click.argument("events", type=click.Path(path_type=Path))
@OPTION
def replay(case: str, events: Path, option_id: str | None) -> None:
    """Fold the dated EVENTS (YAML or CSV) over CASE: what changed, what is owed, who may act."""
    from foedus.language import BadArrangementError
    from foedus.process import Process
    from foedus.process.events import read_events
    from foedus.views.telling import telling

    process = Process(_load(case, option_id))
    try:
        told = telling(process, read_events(events.read_text("utf-8-sig"), str(events)))
    except BadArrangementError as error:
        _stop(str(error))
    except UnicodeDecodeError:
        _stop(f"{events}: the text is not UTF-8. Save the file in UTF-8.")
    except OSError as error:
        _stop(f"{events}: it cannot be read: {error.strerror}.")
    for line in told:
        click.echo(line)


@main.command()
@click.argument("case")
@click.option("--option", "option_ids", multiple=True, metavar="ID", help="Only this option.")
@click.option("--json", "json_file", metavar="FILE", help="Write JSON to FILE, or - for stdout.")
@click.option("--stories", is_flag=True, help="Tell the story of each loophole.")
def assess(case: str, option_ids: tuple[str, ...], json_file: str | None, stories: bool) -> None:
    """Assess CASE: what each act meets, who can stop the consequence, how soon, what fails."""
    from foedus.assessment import assess as assess_arrangement

    arrangement = _load(case, None)
    try:
        found = assess_arrangement(arrangement, case, option_ids or None)
    except KeyError as error:
        _stop(f"{case}: {error.args[0]}")
    if json_file is not None:
        text = json.dumps(found.as_json(), indent=2, ensure_ascii=False)
        if json_file == "-":
            click.echo(text)
        else:
            _write(Path(json_file), text)
        return
    from rich.console import Console

    from foedus.views.terminal import screen

    Console().print(screen(found))
    if stories:
        for assessed in found.options.values():
            for hole in assessed.loopholes:
                click.echo(f"\n{assessed.label} / {hole.id}: {hole.statement}.")
                for line in hole.story:
                    click.echo(f"  {line}")


def _write(path: Path, text: str) -> None:
    """Write a whole file or leave the old one as it was."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text + "\n", "utf-8")
        beside.replace(path)
    except OSError as error:
        _stop(f"{path}: it cannot be written: {error.strerror}.")
