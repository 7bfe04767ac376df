"""`foedus positions export` and `import`: statements to and from other programs."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.cli.edge import OUT, deliver, stop, take, write
from foedus.cli.positions.statements import LONGEST, load_store, plain_texts


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--to",
    "format_",
    type=click.Choice(("w3c", "dna", "doccano", "csv")),
    default="csv",
    help="Web Annotation JSON-LD, DNA's event CSV, doccano's JSONL, or a table.",
)
@click.option(
    "--text", "text_files", multiple=True, metavar="FILE", help="A document, for doccano."
)
@click.option(
    "--out", type=OUT, default="-", metavar="FILE", help="Where to; standard output without it."
)
def export(file: str, format_: str, text_files: tuple[str, ...], out: str) -> None:
    """Write the statements of FILE for another program, and say what that cannot hold."""
    from foedus.positions import to_dna, to_doccano, to_table, to_w3c

    store = load_store(file)
    if format_ == "doccano":
        made = to_doccano(store, plain_texts(text_files))
    else:
        made = {"w3c": to_w3c, "dna": to_dna, "csv": to_table}[format_](store)
    deliver(made.text.rstrip("\n"), out)
    for loss in made.losses:
        click.echo(loss, err=True)


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option(
    "--from",
    "format_",
    type=click.Choice(("dna", "doccano")),
    required=True,
    help="DNA's event CSV or doccano's JSONL.",
)
@click.option(
    "--into", type=OUT, required=True, metavar="FILE", help="The file of statements to add to."
)
def import_(file: str, format_: str, into: str) -> None:
    """Read another program's FILE as proposed statements, to be reviewed like any other."""
    from foedus.positions import ExchangeError, Store, from_dna, from_doccano, merged, store_lines

    try:
        text = take(file, LONGEST).decode("utf-8-sig")
        new = from_dna(text, file) if format_ == "dna" else from_doccano(text.splitlines(), file)
    except UnicodeDecodeError:
        stop(f"{file}: it is not UTF-8 text.")
    except ExchangeError as error:
        stop(str(error))
    old = load_store(into, to_be_written=True) if Path(into).exists() else Store({}, {})
    made = merged(old, new)
    write(into, store_lines(made.store))
    click.echo(
        f"{into}: {made.added} statements added, to be reviewed; {made.known} were there already."
    )
    for loss in made.losses:
        click.echo(loss, err=True)
    for id_ in made.differ:
        click.echo(f"{file} gives {id_} another stance; if it is right, review it so.", err=True)
