"""`foedus play`: a page on which a treaty is played, from a local server or as one offline file."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import click

from foedus.cli.edge import JSON, OPTION, OUT, deliver_json, load, stop, take, working, write


@click.command()
@click.argument("case")
@OPTION
@click.option(
    "--events",
    type=click.Path(path_type=Path),
    help="With --json: the play, as an event file (YAML or CSV).",
)
@click.option(
    "--html",
    "html_file",
    type=OUT,
    metavar="FILE",
    help="Write one page that needs no server and no network; the browser runs foedus itself.",
)
@JSON
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
def play(
    case: str,
    option_id: str | None,
    events: Path | None,
    html_file: str | None,
    json_file: str | None,
    port: int,
    no_browser: bool,
) -> None:
    """Play CASE in a browser: sign, let an incident happen, cast a veto, see what is owed.

    The server listens on this machine alone and ends with Ctrl-C. Its address holds a secret; who
    does not know it is turned away.
    """
    load(case, option_id)  # what cannot be read ends here, with all its problems
    if events is not None and not json_file:
        stop("--events goes with --json; in the page, read the file under 'So far'.")
    if json_file:
        deliver_json(_board(case, option_id, events), json_file)
    if html_file:
        from foedus.page import offline

        begin = _beginning(case, option_id)
        with working("working out assumptions") as progress:
            page = offline(begin, progress=progress)
        write(html_file, page)
        click.echo(f"{html_file} is written. Open it in a browser.", err=True)
    if not (json_file or html_file):
        _serve(case, option_id, port, open_browser=not no_browser)


def _board(case: str, option_id: str | None, events: Path | None) -> dict[str, Any]:
    from foedus.language import BadArrangementError
    from foedus.play import answer
    from foedus.process.events import read_events

    about: dict[str, Any] = {**_about(case), "option": option_id or ""}
    if events is None:
        return answer({"ask": "board", **about, "steps": []})
    try:
        read_events(take(events), str(events))
    except BadArrangementError as error:
        stop(str(error))
    told = answer({"ask": "import", "events": take(events).decode("utf-8-sig")})
    return answer({"ask": "board", **about, **told})


def _about(case: str) -> dict[str, str]:
    from foedus.casebook import cases

    return {"case": case} if case in cases() else {"text": take(case).decode("utf-8-sig")}


def _beginning(case: str, option_id: str | None) -> Any:
    from foedus.page import beginning

    about = _about(case)
    return beginning(
        Path(case).stem if "text" in about else case, about.get("text"), option_id or ""
    )


def _serve(case: str, option_id: str | None, port: int, *, open_browser: bool) -> None:
    try:
        import uvicorn

        from foedus.page.server import application
    except ModuleNotFoundError as error:
        stop(
            f"The server needs {error.name}: pip install 'foedus[play]'. Or write one file: --html."
        )
    from secrets import token_urlsafe

    token = token_urlsafe(24)
    bound = _bound(port)
    port = bound.getsockname()[1]
    address = f"http://127.0.0.1:{port}/{token}/"
    click.echo(f"{address}\nCtrl-C ends it.")
    if open_browser:
        click.launch(address)
    config = uvicorn.Config(
        application(_beginning(case, option_id), token, port),
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=200,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[bound])


def _bound(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError as error:
        bound.close()
        stop(f"Port {port} cannot be had: {error.strerror}. Name another, or none.")
    bound.listen()  # a browser that is quick to ask then waits for its answer
    return bound
