"""How every command ends: with which status, and with what said, whatever happens on the way.

0: done, and where something was checked it holds. 1: a fault was found. 2: a mistake in what was
typed or written, or something that the machine would not do. 130 and 143: interrupted, terminated.
141: whoever read standard output has gone. 70: a fault of foedus itself.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import click

from foedus.files import FileError, PipeClosedError
from foedus.processes import collect_seldom, one_thread_each
from foedus.texts import visible

MISTAKE, OWN_FAULT, INTERRUPTED, PIPE_CLOSED, TERMINATED = 2, 70, 130, 141, 143
EXTRAS = {
    "altair": "pictures",
    "vl_convert": "pictures",
    "PIL": "pictures",
    "polars": "monitor",
    "shapely": "monitor",
    "charset_normalizer": "monitor",
}
"""By package that only some commands need: the extra that brings it."""
_OUTPUT = "standard output"
_GRACE = 2.0
"""Seconds that a command has to end tidily."""
_EXHAUSTED = {errno.ENOSPC, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN}
"""What a machine runs out of, whichever file it was doing it for."""


class Commands(click.Group):
    """The commands, with one way to end."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run what was typed, and end the process with its status."""
        words = None if args is None else list(args)
        if not standalone_mode:
            return super().main(words, prog_name, complete_var, standalone_mode=False, **extra)
        collect_seldom()
        one_thread_each()
        with _ending():
            returned = super().main(words, prog_name, complete_var, standalone_mode=False, **extra)
        sys.exit(returned if isinstance(returned, int) else 0)


@contextmanager
def _ending() -> Iterator[None]:
    try:
        with _streams(), _terminable():
            yield
    except click.ClickException as error:
        error.show()
        sys.exit(MISTAKE)
    except (KeyboardInterrupt, click.Abort):
        _end("Interrupted.", INTERRUPTED)
    except PipeClosedError:
        _silence()
        sys.exit(PIPE_CLOSED)
    except FileError as error:
        _silence()
        _end(str(error), MISTAKE)
    except MemoryError:
        _end("This needs more memory than the machine has.", MISTAKE)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _EXHAUSTED:
            where = f"{error.filename}: " if error.filename else ""
            _end(f"{where}the machine would not do it: {error.strerror}.", MISTAKE)
        if isinstance(error, ModuleNotFoundError) and (lacking := lacks(error.name or "")):
            _end(lacking, MISTAKE)
        traceback.print_exc()
        _end("This is a fault of foedus itself. Please report it, with the lines above.", OWN_FAULT)


def lacks(module: str) -> str:
    """Say what to install where a module comes with an extra, as a sentence; else nothing.

    Examples
    --------
    >>> lacks("polars.exceptions")
    "This needs polars, which is not installed: pip install 'foedus[monitor]'."
    """
    package = module.partition(".")[0]
    if package not in EXTRAS:
        return ""
    return f"This needs {package}, which is not installed: pip install 'foedus[{EXTRAS[package]}]'."


def _end(message: str, status: int) -> NoReturn:
    click.echo(visible(message), err=True)
    sys.exit(status)


def _silence() -> None:
    """Send what is still to be written nowhere, so that nothing fails again at the very end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


# Standard output --------------------------------------------------------------------------------


class _Output(io.FileIO):
    """Standard output, whose failures say that it was standard output that failed."""

    def write(self, text: Any) -> Any:
        try:
            return super().write(text)
        except BrokenPipeError:
            raise PipeClosedError from None
        except OSError as error:
            raise FileError(f"{_OUTPUT}: it cannot be written: {error.strerror}.") from None


@contextmanager
def _streams() -> Iterator[None]:
    """Make standard output UTF-8 wherever it goes to a file or a pipe, in any locale."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        _end(f"{_OUTPUT} is closed. Send it to {os.devnull} where nobody reads it.", MISTAKE)
    before = sys.stdout
    if type(before) is io.TextIOWrapper and before is sys.__stdout__:
        before.flush()
        live = before.isatty()
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_Output(before.fileno(), "w", closefd=False)),
            encoding=before.encoding if live else "utf-8",
            errors="replace" if live else "backslashreplace",
            newline=None if live else "\n",
            line_buffering=live,
        )
    try:
        yield
    finally:
        if sys.stdout is not before:
            with suppress(ValueError):
                sys.stdout.flush()


# Signals ----------------------------------------------------------------------------------------


@contextmanager
def _terminable() -> Iterator[None]:
    """Let an interrupt or a request to terminate end the command tidily, and soon in any case.

    Somebody may still be at work in another thread, which nothing can stop but the end of the
    process; workers end with it. A library in which the interrupt arrives may take it for a failure
    of its own: whatever is raised after one is the interrupt.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    came: list[int] = []

    def end(number: int, _frame: object) -> NoReturn:
        came.append(number)
        signal.signal(number, signal.SIG_DFL)  # asked twice, it ends at once
        status = INTERRUPTED if number == signal.SIGINT else TERMINATED
        last = threading.Timer(_GRACE, os._exit, (status,))
        last.daemon = True
        last.start()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(TERMINATED)

    numbers = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) != signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    except BaseException as error:
        if not came or (isinstance(error, SystemExit) and error.code in (INTERRUPTED, TERMINATED)):
            raise
        if came[0] == signal.SIGINT:
            raise KeyboardInterrupt from None
        raise SystemExit(TERMINATED) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
