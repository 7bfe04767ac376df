"""What every command needs at the edge: reading a case, writing a file, ending with a message.

A command remembers what it read, so that it cannot write over it, and reads a pipe once however
often it is asked for its text.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.core import ParameterSource

from foedus import files
from foedus.cli.ending import lacks
from foedus.processes import beside
from foedus.texts import named, unfit, visible

if TYPE_CHECKING:
    from rich.console import Console

    from foedus.language import Arrangement, Places

LONGEST_TEXT = 1_000_000
"""Bytes in the longest arrangement, event file, model or game file that is read."""


class _Out(click.ParamType):  # type: ignore[type-arg]  # generic in new releases only
    """A file to write, looked at before the work begins and not only when it is done."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name as it is, or end with the reason why it cannot be written."""
        if str(value) == "-" or files.is_standard_output(value):
            if _kept("output").setdefault(Path("-"), param) is not param:
                stop("Two options name '-': what goes to standard output stands there alone.")
            return value
        try:
            why = files.refusal(value, _inputs())
        except files.FileError as error:
            why = str(error)
        if why:
            stop(why)
        first = _kept("written").setdefault(Path(os.path.realpath(value)), param)
        if first is not param and (Path(value).is_file() or not Path(value).exists()):
            stop(f"{value}: two options name this file, and each would write over the other.")
        return value


class _Day(click.DateTime):
    """A day, as everywhere in foedus."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the day, or end with how days are written."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a day. Write it as 2025-12-31.", param, ctx)


DAY = _Day(["%Y-%m-%d"])


class _Picture(_Out):
    """A picture to write that is looked at before the work begins: can it be drawn here?"""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name, or end with what to install."""
        drawing = ("altair", "vl_convert", "PIL")
        missing = next((name for name in drawing if find_spec(name) is None), "")
        if missing:
            stop(lacks(missing))
        return super().convert(value, param, ctx)


class _Text(click.ParamType):  # type: ignore[type-arg]  # generic in new releases only
    """A text that is kept and shown to others: letters and signs, on one line."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text, or refuse it."""
        at = unfit(str(value).translate({10: 0, 13: 0}))
        if at is not None:
            self.fail(f"{named(str(value)[at])} has no place in it.", param, ctx)
        return value


TEXT = _Text()
"""The type of an option whose text is kept and shown to others."""


class _Path(click.Path):
    """The name of a file, which is told to others: it holds nothing that acts on a terminal."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name, or end with the reason why it is none."""
        try:
            files.sensible(value)
        except files.FileError as error:
            stop(str(error))
        return super().convert(value, param, ctx)


PATH = _Path(path_type=Path)
"""The type of an option or an argument that names a file or a folder."""


class Number(click.FloatRange):
    """A finite number within bounds: NaN lies within any, for whoever compares."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or refuse it."""
        number = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"{value} is no finite number.", param, ctx)
        return number


OUT = _Out()
"""The type of an option that names a file to write."""
PICTURE = _Picture()
"""The type of an option that names a chart to draw, which takes an extra."""
JSON = click.option(
    "--json",
    "json_file",
    type=OUT,
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Write JSON to FILE beside the screen; to standard output alone without one, or with -.",
)
OPTION = click.option("--option", "option_id", metavar="ID", help="Lay this option over the case.")
READING = click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="CLAUSE=ID",
    help="Read this clause in this rival way; may be repeated.",
)


def stop(message: str) -> NoReturn:
    """End with a message for the user and status 2, which stands for a user's mistake."""
    click.echo(visible(message), err=True)
    sys.exit(2)


def _kept(what: str) -> dict[Path, Any]:
    """Return what this run of a command keeps: the files it read or is to write."""
    context = click.get_current_context(silent=True)
    kept: dict[Path, Any] = {} if context is None else context.meta.setdefault(f"foedus.{what}", {})
    return kept


def _inputs() -> list[Path]:
    return list(_kept("read"))


def reads(path: str | Path) -> None:
    """Remember that this command reads a file, so that nothing is written over it."""
    _kept("read").setdefault(Path(path), None)


def take(path: str | Path, most: int = LONGEST_TEXT) -> bytes:
    """Read a file once, however often it is asked for, or end with a message."""
    read = _kept("read")
    if read.get(Path(path)) is None:
        try:
            read[Path(path)] = files.take(path, most)
        except files.FileError as error:
            stop(str(error))
    found: bytes = read[Path(path)]
    return found


def load(case: str, option_id: str | None, readings: Sequence[str] = ()) -> Arrangement:
    """Read a case that ships or a file, with an option and rival readings of clauses laid over it.

    What cannot be read ends with all the problems.
    """
    from foedus.language import BadArrangementError, option, read, read_as

    try:
        arrangement = read(*_text_of(case))
        chosen = option(arrangement, option_id) if option_id else arrangement
        return read_as(chosen, chosen_of(readings)) if readings else chosen
    except BadArrangementError as error:
        stop(str(error))
    except KeyError as error:
        stop(f"{case}: {error.args[0]}")


def loading(case: str) -> Callable[[], Arrangement]:
    """Begin to read a case as `load` does, and return what ends it.

    It is read beside this process where it can be: who then loads what takes long does not wait.
    """
    from foedus.language import BadArrangementError, load_shapes, read

    text = _text_of(case)
    load_shapes()  # an option is laid over it by them, so that this process needs them as well
    later = beside(read, *text)

    def loaded() -> Arrangement:
        try:
            return later()
        except BadArrangementError as error:
            stop(str(error))

    return loaded


def chosen_of(readings: Sequence[str]) -> dict[str, str]:
    """Return the reading by clause, as ``--reading CLAUSE=ID`` names them: one a clause."""
    pairs = [_chosen(written) for written in readings]
    for clause in (one for one, _ in pairs):
        if sum(1 for one, _ in pairs if one == clause) > 1:
            stop(f"--reading: {clause!r} is read in one way at a time. Name one reading of it.")
    return dict(pairs)


def _chosen(written: str) -> tuple[str, str]:
    clause, equals, reading = written.partition("=")
    if not (clause and equals and reading):
        stop(f"--reading {written!r}: write CLAUSE=ID, the clause and its reading.")
    return clause, reading


def _text_of(case: str) -> tuple[bytes, str]:
    """Return the text of a case that ships or of a file, and what to call it."""
    from foedus.casebook import cases, text_of
    from foedus.language import did_you_mean

    if case in cases():
        return text_of(case), f"{case}.yaml"
    if os.path.lexists(case):
        return take(case), case
    if Path(case).suffix in (".yaml", ".yml"):
        stop(f"{case}: there is no such file.")
    stop(f"There is no case or file {case!r}. {did_you_mean(case, cases())}")


def places_of(case: str, option_id: str | None) -> Places:
    """Return where each clause stands in a case that `load` has read."""
    from foedus.language import Places

    return Places(*_text_of(case), option_id or "")


def write(path: str | Path, text: str | bytes | Iterable[str]) -> None:
    """Write a whole file, at once or line by line, or leave the old one as it was."""
    try:
        files.put(path, text, _inputs())
    except files.FileError as error:
        stop(str(error))


def must_be_new(path: str) -> None:
    """End with a message where a file is there already."""
    if os.path.lexists(path):
        stop(f"{path} is there already; name another file.")


def made_folder(name: str) -> Path:
    """Return a folder to write into, made where there is none."""
    path = Path(name)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{name}: the folder cannot be made: {error.strerror}.")
    return path


def deliver(text: str, file: str) -> None:
    """Print what was asked for, where `file` is ``-``; else write it there."""
    if file == "-":
        click.echo(text)
    else:
        write(file, text)


def screen() -> bool:
    """Say whether the screen is shown: a file asked for does not silence it, unless it is ``-``.

    At a terminal the files that are written are named beside it.
    """
    given = _kept("written")
    if given and sys.stderr.isatty():
        from foedus.language import listed

        are = "is" if len(given) == 1 else "are"
        click.echo(f"{listed([os.path.relpath(path) for path in given])} {are} written.", err=True)
    return not _kept("output")


def deliver_json(found: object, file: str) -> None:
    """Print or write plain data as JSON that people can read; what is no number is null."""
    deliver(json.dumps(_finite(found), indent=2, ensure_ascii=False, allow_nan=False), file)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def console(width: int | None = None, *, errors: bool = False) -> Console:
    """Return what prints tables and colours; a text in them is a text, whatever it looks like."""
    from rich.console import Console

    return Console(width=width, stderr=errors, markup=False, emoji=False)


@contextmanager
def working(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far the work is and the time left, on a terminal only; yield what to report to."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what, markup=False), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(errors=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def repeated(case: str, names: Iterable[str]) -> str:
    """Return the command that makes the same figures again, without where they go."""
    context = click.get_current_context()
    said = ["foedus", str(context.info_name), case]
    by_name = {one.name: one for one in context.command.params}
    for name in names:
        value = context.params[name]
        if context.get_parameter_source(name) is ParameterSource.DEFAULT or value in (None, False):
            continue
        option = by_name[name].opts[0]
        said += [option] if value is True else [w for v in _typed(value) for w in (option, v)]
    return shlex.join(said)


def _typed(value: Any) -> list[str]:
    """Return the value of an option as it is typed, once for each time that it is given."""
    if isinstance(value, Mapping):
        ends = {k: v if isinstance(v, tuple) else (v,) for k, v in value.items()}
        return [f"{name}={':'.join(f'{x:g}' for x in v)}" for name, v in ends.items()]
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return [f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)]
