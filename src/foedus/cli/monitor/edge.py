"""What the commands of the monitor share: the ledger, the clock, and the record as known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from foedus.cli.edge import PATH, reads, stop

if TYPE_CHECKING:
    from foedus.language import Access, Arrangement
    from foedus.monitor import Entered, Finding, Ledger, Once, Pair, Release, Survey

F = TypeVar("F", bound=Callable[..., object])
LEDGER = click.option(
    "--ledger",
    "ledger_file",
    type=PATH,
    default=Path("foedus.ledger"),
    help="The ledger; foedus.ledger in this folder when left out.",
)
AS_OF = click.option(
    "--as-of", "known_on", metavar="DATE", help="As it was known here at the end of this day."
)


def now() -> str:
    """Return the time, ISO 8601 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day(text: str, option: str) -> date:
    """Read a day, or end with a message."""
    from foedus.language import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        stop(f"{option}: {error}.")


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[Ledger]:
    """Open a ledger; whatever is wrong with it, or with a file, ends with a message."""
    from foedus.monitor import AlertError, BadFileError, Ledger, LedgerError

    reads(path)
    try:
        with Ledger.open(path, write=write) as ledger:
            yield ledger
    except (LedgerError, BadFileError, AlertError) as error:
        stop(str(error))
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception:
        # Nonsense in a damaged ledger can fail anywhere. Where the ledger is sound, the fault is
        # not the ledger's, and must not be called so.
        if _is_damaged(path):
            stop(f"{path}: it is damaged. 'foedus monitor verify' says where; restore a copy.")
        raise


def _is_damaged(path: Path) -> bool:
    from foedus.monitor import Ledger, LedgerError, faults, misread, rows_folder, told

    try:
        with Ledger.open(path) as ledger, told(path):
            if next(faults(ledger.connection, rows_folder(path)), None) is not None:
                return True
            return any(misread(ledger, release) for release in ledger.releases())
    except (LedgerError, UnicodeDecodeError):  # SQLite may quote nonsense in its own message
        return True


@dataclass(frozen=True)
class Known:
    """The record as it was known at a time.

    Parameters
    ----------
    ledger
        The ledger.
    recorded, published
        Only what had been recorded here, and published, by then (ISO 8601; "9" for everything).
    """

    ledger: Ledger
    recorded: str = "9"
    published: str = "9"

    @cached_property
    def arrangement(self) -> Arrangement:
        """The terms in use."""
        from foedus.language import read

        return read(self.ledger.terms(self.recorded)[1], "the terms in the ledger")

    @cached_property
    def shapes(self) -> Mapping[str, str]:
        """The GeoJSON files that its zones name."""
        import json

        shapes: Mapping[str, str] = json.loads(self.ledger.terms(self.recorded)[2])
        return shapes

    @property
    def access(self) -> list[Access]:
        """What is known of the observers' access."""
        from foedus.monitor import all_access, standing

        return all_access(self.arrangement, standing(self.entered, "access"))

    @property
    def entered(self) -> list[Entered]:
        """What people entered, and whether it was taken back."""
        from foedus.monitor import entered

        return entered(self.ledger, self.recorded)

    @property
    def releases(self) -> list[Release]:
        """The releases that count."""
        return self.ledger.releases(self.recorded, self.published)

    @property
    def left_out(self) -> dict[str, list[str]]:
        """What was left out of the files of releases, by their digests."""
        return self.ledger.left_out(self.recorded)

    @property
    def retracted(self) -> list[tuple[Release, str, dict[str, Any]]]:
        """The releases that were retracted: when, and who said why."""
        return self.ledger.retracted(self.recorded)

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """What people recorded."""
        from foedus.monitor import standing

        return standing(self.entered, "record")

    def surveys(self, since: int | None = None, unreviewed: Iterable[Pair] = ()) -> list[Survey]:
        """Return what the record says about each norm.

        Parameters
        ----------
        since
            A day (an ordinal) of before a norm bound, from which its rows are looked for.
        unreviewed
            Pairs of rows that are taken for one event, though nobody decided so.
        """
        from foedus.monitor import decisions, survey

        same = {names for names, is_so in decisions(self.entered).items() if is_so}
        same |= {pair.names for pair in unreviewed}
        at_hand = (self.ledger, self.releases, self.arrangement, self.shapes, self.access)
        return survey(*at_hand, since, same)

    def unreviewed(self, surveys: Sequence[Survey]) -> list[Pair]:
        """Return the pairs of rows that may tell of one event and that nobody decided."""
        from foedus.monitor import decisions, pairs

        return pairs(surveys, decisions(self.entered))

    def once(self, surveys: Sequence[Survey]) -> dict[str, Once]:
        """Return what findings that rest on pairs which nobody decided come to if each is one."""
        from foedus.monitor import told_once

        left = self.unreviewed(surveys)
        return told_once(surveys, self.surveys(unreviewed=left), left) if left else {}


def known(ledger: Ledger, known_on: str | None, *, by_publication: bool = False) -> Known:
    """Return the record as known at the end of a day, or now."""
    if known_on is None:
        return Known(ledger)
    end = f"{day(known_on, '--as-of')}T23:59:59.999999Z"
    return Known(ledger, published=end) if by_publication else Known(ledger, recorded=end)


def note_findings(ledger: Ledger, surveys: Sequence[Survey], recorded: str) -> int:
    """Enter the findings that are not in the ledger yet; return how many."""
    bodies = [finding.body() for surveyed in surveys for finding in surveyed.findings]
    return ledger.enter("finding", bodies, recorded)


def say(lines: Iterable[str]) -> None:
    """Print lines, broken to the width of the terminal; as they are where nobody reads along."""
    import shutil
    import sys
    import textwrap
    from os import environ

    if not (sys.stdout.isatty() or "COLUMNS" in environ):
        for line in lines:
            click.echo(line)
        return
    width = max(40, shutil.get_terminal_size().columns)
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        broken = textwrap.wrap(
            line.strip(),
            width,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_on_hyphens=False,
        )
        click.echo("\n".join(broken))


def not_after_today(
    on: date, option: str, fix: str = "Enter what was done or seen, once it was."
) -> None:
    """End with a message where a day has not come yet anywhere on earth."""
    latest = datetime.now(UTC).date() + timedelta(1)
    if on > latest:
        stop(f"{option}: {on} has not come yet. {fix}")


def find(surveys: Sequence[Survey], name: str) -> tuple[Survey, Finding]:
    """Return a finding by its id or the beginning of it, or end with a message."""
    from foedus.language import did_you_mean

    every = [(surveyed, f) for surveyed in surveys for f in surveyed.findings]
    named = [(surveyed, f) for surveyed, f in every if name and f.id.startswith(name)]
    if not named:
        fix = did_you_mean(name, [f.id for _, f in every][:2000])
        stop(f"There is no finding {name!r}. {fix if fix.startswith('Did') else ''}".rstrip())
    if len(named) > 1:
        stop(f"{len(named)} findings begin with {name!r}; write more of it.")
    return named[0]
