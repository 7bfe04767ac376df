"""`foedus monitor roles` and `stamp`: who may do what, and a stamp from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import TEXT, stop, take
from foedus.cli.monitor.edge import AS_OF, LEDGER, known, now, opened, say

if TYPE_CHECKING:
    from foedus.monitor import Right


@click.command()
@LEDGER
@AS_OF
@click.option("--who", type=TEXT, metavar="NAME", help="Whose role is recorded.")
@click.option("--may", metavar="LIST", help="Any of enter, review, publish, by commas; or none.")
@click.option("--signed", type=TEXT, metavar="NAME", help="Who records it.")
@click.option("--note", type=TEXT, default="", help="Why.")
def roles(
    ledger_file: Path,
    known_on: str | None,
    who: str | None,
    may: str | None,
    signed: str | None,
    note: str,
) -> None:
    """List who may enter, review and publish; or record it, with --who, --may and --signed."""
    from foedus.monitor import RIGHTS, ROLE, holders, refusal

    told = [who, may, signed]
    if any(told) and not all(value and value.strip() for value in told):
        stop("--who, --may and --signed go together.")
    with opened(ledger_file, write=bool(who)) as ledger:
        if who and may and signed:
            rights = [] if may == "none" else [part.strip() for part in may.split(",")]
            unknown = [right for right in rights if right not in RIGHTS]
            if unknown:
                stop(f"--may: there is no role {unknown[0]!r}. Roles are {', '.join(RIGHTS)}.")
            if why := refusal(ledger, signed.strip(), *RIGHTS):
                stop(f"{why} Roles are recorded by whoever has all three.")
            after = {**holders(ledger), who.strip(): tuple(rights)}
            if not any(set(RIGHTS) <= set(has) for has in after.values()):
                stop("--may: nobody would have all three roles, so that none could be recorded.")
            said = {"who": who.strip(), "may": rights, "signed": signed.strip(), "note": note}
            body = {**said, "number": len(ledger.entries(ROLE))}  # the same may come again later
            ledger.enter(ROLE, [body], now())
        found = holders(ledger, known(ledger, known_on).recorded)
    say(f"{name}: {', '.join(rights) or 'nothing'}" for name, rights in sorted(found.items()))
    if not found:
        click.echo("No role is on record: whoever signs may enter, review and publish.")


def check_role(path: Path, signed: str, right: Right) -> None:
    """End with a message where a person may not do something."""
    from foedus.monitor import refusal

    with opened(path) as ledger:
        if why := refusal(ledger, signed.strip(), right):
            stop(why)


def attached(path: Path, files: tuple[Path, ...]) -> dict[str, object]:
    """Keep files that an entry rests on; return what the entry says of them."""
    from foedus.monitor import LONGEST, attach

    if not files:
        return {}
    read = [(file.name, take(file, LONGEST)) for file in files]
    with opened(path) as ledger:
        return {"attached": attach(ledger, read)}


@click.command()
@click.argument("url")
@LEDGER
def stamp(url: str, ledger_file: Path) -> None:
    """Have the last link stamped by the time-stamping authority at URL (RFC 3161)."""
    from foedus.monitor import StampError
    from foedus.monitor import stamp as ask

    with opened(ledger_file, write=True) as ledger:
        try:
            found = ask(ledger, url, now())
        except StampError as error:
            stop(f"It was not stamped: {str(error).rstrip('.')}.")
    click.echo(f"The link {found.link[:16]} was there on {found.at:%Y-%m-%d %H:%M:%S} UTC, by the")
    click.echo(f"clock of {found.host}. 'foedus monitor verify --roots FILE' checks the signature.")
