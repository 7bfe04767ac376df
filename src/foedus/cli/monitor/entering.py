"""`foedus monitor record` and `access`: what people enter, with their name."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.edge import stop
from foedus.cli.monitor.edge import LEDGER, Known, day, find, now, opened

SIGNED = click.option(
    "--signed", required=True, metavar="NAME", help="Who enters this, and answers for it."
)
NOTE = click.option("--note", default="", help="What a reader should know.")


@click.command()
@LEDGER
@click.option("--on", required=True, metavar="DATE", help="The day on which it was done.")
@click.option("--by", multiple=True, required=True, metavar="WHO", help="Who did it; repeatable.")
@click.option("--do", required=True, metavar="ACT", help="What was done, as in an event file.")
@click.option("--what", default="", metavar="CLAUSE", help="The clause it is about.")
@click.option(
    "--vote",
    default="yes",
    type=click.Choice(["yes", "no", "abstain"]),
    help="The vote; yes when left out.",
)
@click.option("--finding", "finding_id", metavar="ID", help="The finding that it answers.")
@SIGNED
@NOTE
def record(
    ledger_file: Path,
    on: str,
    by: tuple[str, ...],
    do: str,
    what: str,
    vote: str,
    finding_id: str | None,
    signed: str,
    note: str,
) -> None:
    """Enter a decision (a report, a vote, an objection, a deposit) if the process allows it."""
    from foedus.monitor.consequences import RefusedError, event, refuse_unless_allowed
    from foedus.process import Process

    if not signed.strip():
        stop("--signed: write the name of whoever enters this.")
    with opened(ledger_file, write=True) as ledger:
        known = Known(ledger)
        surveys = known.surveys()
        body = {
            "date": day(on, "--on").isoformat(),
            "by": list(by),
            "do": do,
            "what": what,
            "vote": vote,
            "finding": find(surveys, finding_id)[1].digest if finding_id else "",
            "signed": signed.strip(),
            "note": note,
        }
        before = [event(entered) for entered in known.decisions]
        same = [d for d in known.decisions if event(d) == event(body)]
        if same:
            click.echo(f"{same[0]['signed']} recorded this already; nothing changed.")
            return
        try:
            told = refuse_unless_allowed(Process(known.arrangement), before, surveys, event(body))
        except RefusedError as error:
            stop(f"It was not recorded: {error}.")
        ledger.enter("record", [body], now())
        click.echo(f"Recorded, signed {signed.strip()}.")
        for line in told:
            click.echo(f"  {line}")


@click.command()
@LEDGER
@click.option("--zone", required=True, metavar="ID", help="The zone.")
@click.option(
    "--state",
    required=True,
    type=click.Choice(["full", "limited", "blocked", "jammed"]),
    help="How far observers could go there, or whether their instruments were jammed.",
)
@click.option("--from", "first", required=True, metavar="DATE", help="The first day.")
@click.option("--until", metavar="DATE", help="The last day; the same when left out.")
@click.option("--by", default="", metavar="WHO", help="Who barred or jammed them, if known.")
@SIGNED
@NOTE
def access(
    ledger_file: Path,
    zone: str,
    state: str,
    first: str,
    until: str | None,
    by: str,
    signed: str,
    note: str,
) -> None:
    """Enter how far observers could see a zone on given days."""
    from foedus.cli.monitor.edge import note_findings
    from foedus.language.observation import Observation
    from foedus.language.problems import did_you_mean

    begin = day(first, "--from")
    end = day(until, "--until") if until else begin
    if end < begin:
        stop("--until: it ends before it begins.")
    if not signed.strip():
        stop("--signed: write the name of whoever enters this.")
    with opened(ledger_file, write=True) as ledger:
        arrangement = Known(ledger).arrangement
        zones = list((arrangement.observation or Observation()).zones)
        if zone not in zones:
            stop(f"There is no zone {zone!r}. {did_you_mean(zone, zones)}")
        if by and by not in arrangement.parties:
            stop(f"There is no party {by!r}. {did_you_mean(by, list(arrangement.parties))}")
        body = {
            "zone": zone,
            "access": state,
            "from": begin.isoformat(),
            "until": end.isoformat(),
            "by": by,
            "note": note,
            "signed": signed.strip(),
        }
        new = ledger.enter("access", [body], now())
        note_findings(ledger, Known(ledger).surveys(), now())
        click.echo("Recorded." if new else "This is in the ledger already; nothing changed.")
