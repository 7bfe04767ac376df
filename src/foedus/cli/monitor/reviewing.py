"""`foedus monitor duplicates`: do rows of two sources tell of one event? A person decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import OUT, TEXT, deliver_json, screen, stop
from foedus.cli.monitor.edge import AS_OF, LEDGER, Known, known, note_findings, now, opened, say

if TYPE_CHECKING:
    from foedus.monitor import Ledger, Pair

_KEYS = "y one event, n two events, s later, u undo the last, q end"


@click.command()
@LEDGER
@AS_OF
@click.option(
    "--signed", type=TEXT, metavar="NAME", help="Decide them, one key each, under this name."
)
@click.option("--json", "json_file", type=OUT, metavar="FILE", help="Write the pairs to FILE, or -")
def duplicates(
    ledger_file: Path, known_on: str | None, signed: str | None, json_file: str | None
) -> None:
    """List pairs of rows of two sources that may tell of one event; decide them with --signed."""
    from foedus.cli.monitor.custody import check_role
    from foedus.cli.monitor.entering import check_name
    from foedus.views import pair_lines, pair_plain, range_lines

    if signed is not None:
        check_name(signed)
        check_role(ledger_file, signed, "review")
    with opened(ledger_file, write=signed is not None) as ledger:
        record = known(ledger, known_on)
        surveys = record.surveys()
        left = record.unreviewed(surveys)
        if json_file:
            deliver_json([pair_plain(pair) for pair in left], json_file)
        elif signed is not None:
            _decide(ledger, left, signed.strip())
            return
        if screen():
            for pair in left:
                say(pair_lines(pair))
            say(range_lines(surveys, record.surveys(unreviewed=left), len(left)))


def _decide(ledger: Ledger, left: list[Pair], signed: str) -> None:
    """Show one pair after another, and enter what is decided of it."""
    from foedus.monitor import enter
    from foedus.views import pair_body, pair_lines

    done: list[int] = []
    at = 0
    while at < len(left):
        click.echo(f"{at + 1} of {len(left)}. {_KEYS}")
        say(pair_lines(left[at]))
        try:
            key = click.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            key = "q"
        except OSError:  # a script, a container: nobody is there to press a key
            stop("--signed: a person decides by keys, and there is no terminal. Run it in one.")
        if key == "q":
            break
        if key in ("y", "n"):
            enter(ledger, "pair", pair_body(left[at], key == "y", signed), now())
            click.echo("  one event" if key == "y" else "  two events")
            done.append(at)
        if key == "u" and done:
            at = done.pop()
            _take_back(ledger, left[at], signed)
        elif key in ("y", "n", "s"):
            at += 1
    if at:
        note_findings(ledger, Known(ledger).surveys(), now())
    click.echo(f"{len(done)} decided, signed {signed}; 'foedus monitor take-back' undoes any.")


def _take_back(ledger: Ledger, pair: Pair, signed: str) -> None:
    from foedus.monitor import entered, take_back

    names = sorted(map(list, pair.names))
    for entry in entered(ledger):
        if entry.kind == "pair" and entry.body["pair"] == names and entry.taken_back is None:
            take_back(ledger, entry, signed, "undone in the queue", now())
            click.echo("  undone")
