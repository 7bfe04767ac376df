"""`foedus play`: a page on which a treaty is played, from a local server or as one offline file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.edge import JSON, OPTION, OUT, PATH, deliver_json, load, stop, take, working, write
from foedus.cli.serving import NO_BROWSER, PORT, serve

if TYPE_CHECKING:
    from foedus.page import Beginning


@click.command()
@click.argument("case", required=False)
@OPTION
@click.option(
    "--ledger",
    "ledger_file",
    type=PATH,
    metavar="FILE",
    help="Show this ledger of a watch; its terms are played where no CASE is named.",
)
@click.option(
    "--events",
    type=PATH,
    help="With --json: the play, as an event file (YAML or CSV).",
)
@click.option(
    "--html",
    "html_file",
    type=OUT,
    metavar="FILE",
    help="Write one page that needs no server and no network; the browser runs foedus itself.",
)
@click.option(
    "--no-figures",
    is_flag=True,
    help="With --html: leave out assumptions that are moved, best play and chances by day.",
)
@JSON
@PORT
@NO_BROWSER
def play(
    case: str | None,
    option_id: str | None,
    ledger_file: Path | None,
    events: Path | None,
    html_file: str | None,
    no_figures: bool,
    json_file: str | None,
    port: int,
    no_browser: bool,
) -> None:
    """Play CASE in a browser: sign, let an incident happen, cast a veto, see what is owed.

    The server listens on this machine alone and ends with Ctrl-C. Its address holds a secret; who
    does not know it is turned away.
    """
    if case is None and ledger_file is None:
        stop("Name a CASE, or a ledger with --ledger FILE.")
    begun = _begun(case, option_id, ledger_file)
    if events is not None and not json_file:
        stop("--events goes with --json; in the page, read the file under 'So far'.")
    if no_figures and not html_file:
        stop("--no-figures goes with --html: a server works figures out when it is asked.")
    if json_file:
        deliver_json(_board(begun.about, events), json_file)
    if html_file:
        from foedus.page import offline

        with working("working out assumptions") as progress:
            page = offline(begun, figures=not no_figures, progress=progress)
        write(html_file, page)
        click.echo(f"{html_file} is written. Open it in a browser.", err=True)
    if not (json_file or html_file):
        _serve(begun, port, open_browser=not no_browser)


def _board(asked: dict[str, str], events: Path | None) -> dict[str, Any]:
    from foedus.language import BadArrangementError
    from foedus.play import answer
    from foedus.process import read_events

    about: dict[str, Any] = {**asked}
    if events is None:
        return answer({"ask": "board", **about, "steps": []})
    try:
        read_events(take(events), str(events))
    except BadArrangementError as error:
        stop(str(error))
    told = answer({"ask": "import", "events": take(events).decode("utf-8-sig")})
    return answer({"ask": "board", **about, **told})


def _begun(case: str | None, option_id: str | None, ledger_file: Path | None) -> Beginning:
    """Return what the page begins with; what cannot be read ends here, with all its problems."""
    from foedus.casebook import cases
    from foedus.cli.monitor.playing import seen, text_of
    from foedus.page import beginning

    if case is not None:
        load(case, option_id)
    ledger = seen(ledger_file) if ledger_file is not None else None
    if case in cases():
        return beginning(str(case), None, option_id or "", ledger)
    if case is not None:
        text = take(case).decode("utf-8-sig")
        return beginning(Path(case).stem, text, option_id or "", ledger)
    assert ledger_file is not None
    return beginning(ledger_file.stem, text_of(ledger_file), option_id or "", ledger)


def _serve(begun: Beginning, port: int, *, open_browser: bool) -> None:
    try:
        from foedus.page import application
    except ModuleNotFoundError as error:
        stop(
            f"The server needs {error.name}: pip install 'foedus[play]'. Or write one file: --html."
        )
    serve(lambda token, taken: application(begun, token, taken), port, open_browser=open_browser)
