"""`foedus monitor record` and `access`: what people enter, with their name."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.edge import PATH, TEXT, stop
from foedus.cli.monitor.custody import attached, check_role
from foedus.cli.monitor.edge import (
    AS_OF,
    LEDGER,
    Known,
    day,
    find,
    known,
    not_after_today,
    now,
    opened,
    say,
)

SIGNED = click.option(
    "--signed",
    type=TEXT,
    required=True,
    metavar="NAME",
    help="Who enters this, and answers for it.",
)
NOTE = click.option("--note", type=TEXT, default="", help="What a reader should know.")
ATTACH = click.option(
    "--attach",
    "files",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="A file that it rests on, kept by its hash; repeatable.",
)


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
@ATTACH
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
    files: tuple[Path, ...],
) -> None:
    """Enter a decision (a report, a vote, an objection, a deposit) if the process allows it."""
    from foedus.monitor import RefusedError, enter, event, refuse_unless_allowed, stand
    from foedus.process import Process

    check_name(signed)
    check_role(ledger_file, signed, "enter")
    done = day(on, "--on")
    not_after_today(done, "--on")
    with opened(ledger_file, write=True) as ledger:
        at_hand = Known(ledger)
        surveys = at_hand.surveys()
        answered = find(surveys, finding_id)[1] if finding_id else None
        body = {
            "date": done.isoformat(),
            "by": list(by),
            "do": do,
            "what": what,
            "vote": vote,
            "finding": answered.digest if answered else "",
            "answers": answered.id if answered else "",
            "signed": signed.strip(),
            "note": note,
            **attached(ledger_file, files),
        }
        before = [event(entered) for entered in at_hand.decisions]
        same = [d for d in at_hand.decisions if event(d) == event(body)]
        if same:
            click.echo(f"{same[0]['signed']} recorded this already; nothing changed.")
            return
        process = Process(at_hand.arrangement)
        try:
            told = refuse_unless_allowed(process, before, surveys, event(body))
        except RefusedError as error:
            open_now = stand(process, before, surveys, done).open
            hint = "".join(f"\n  under way then: {said}" for said in open_now)
            said = str(error)
            stop(f"It was not recorded: {said}{'' if said[-1:] in '.?' else '.'}{hint}")
        enter(ledger, "record", body, now())
        click.echo(f"Recorded, signed {signed.strip()}.")
        for line in told:
            click.echo(f"  {line}")


def check_name(signed: str) -> None:
    """End with a message where nobody signs."""
    if not signed.strip():
        stop("--signed: write the name of whoever enters this.")


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
@click.option(
    "--by", type=TEXT, default="", metavar="WHO", help="Who barred or jammed them, if known."
)
@SIGNED
@NOTE
@ATTACH
def access(
    ledger_file: Path,
    zone: str,
    state: str,
    first: str,
    until: str | None,
    by: str,
    signed: str,
    note: str,
    files: tuple[Path, ...],
) -> None:
    """Enter how far observers could see a zone on given days."""
    from foedus.cli.monitor.edge import note_findings
    from foedus.language import Observation, did_you_mean
    from foedus.monitor import enter

    begin = day(first, "--from")
    end = day(until, "--until") if until else begin
    if end < begin:
        stop("--until: it ends before it begins.")
    not_after_today(end, "--until" if until else "--from")
    check_name(signed)
    check_role(ledger_file, signed, "enter")
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
            **attached(ledger_file, files),
        }
        there = [
            one
            for one in Known(ledger).access
            if one.zone == zone
            and one.access != state
            and one.from_ <= end
            and (one.until or one.from_) >= begin
        ]
        new = enter(ledger, "access", body, now())
        note_findings(ledger, Known(ledger).surveys(), now())
        click.echo("Recorded." if new else "This is in the ledger already; nothing changed.")
        for one in there:
            click.echo(
                f"Mind: {one.access!r} is on record for {zone!r} from {one.from_} to "
                f"{one.until or one.from_}; on days that both name, the worse of the two holds. "
                "'foedus monitor entries' lists what was entered, 'take-back' withdraws it."
            )


@click.command()
@LEDGER
@AS_OF
def entries(ledger_file: Path, known_on: str | None) -> None:
    """List what people entered: decisions and access, each with its day and its name."""
    from foedus.views import entered_line, retracted_line

    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        listed, retracted = record.entered, record.retracted
    say(entered_line(entry) for entry in listed)
    say(retracted_line(*one) for one in retracted)
    if not (listed or retracted):
        click.echo("Nobody has entered anything.")


@click.command("take-back")
@click.argument("entry_id", metavar="ID")
@LEDGER
@SIGNED
@click.option("--note", type=TEXT, required=True, help="Why; a reader will see it.")
def take_back(entry_id: str, ledger_file: Path, signed: str, note: str) -> None:
    """Take back the entry ID, which was a mistake; it stays on record as taken back."""
    from foedus.cli.monitor.edge import note_findings
    from foedus.language import did_you_mean
    from foedus.monitor import entries

    check_name(signed)
    if not note.strip():
        stop("--note: say why it is taken back.")
    check_role(ledger_file, signed, "enter")
    with opened(ledger_file, write=True) as ledger:
        there = [e for e in Known(ledger).entered if e.taken_back is None]
        named = [e for e in there if entry_id and e.id.startswith(entry_id)]
        if len(named) != 1:
            fix = did_you_mean(entry_id, [e.id for e in there])
            many = f"{len(named)} entries begin with {entry_id!r}; write more of it."
            stop(many if named else f"There is no entry {entry_id!r} to take back. {fix}".rstrip())
        entries.take_back(ledger, named[0], signed.strip(), note.strip(), now())
        note_findings(ledger, Known(ledger).surveys(), now())
    click.echo(f"Taken back, signed {signed.strip()}. The record as known before still has it.")
