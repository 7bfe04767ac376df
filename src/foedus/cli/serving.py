"""Serving a page to one reader on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import stop

if TYPE_CHECKING:
    from starlette.types import ASGIApp

PORT = click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
NO_BROWSER = click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")


def serve(application: Callable[[str, int], ASGIApp], port: int, *, open_browser: bool) -> None:
    """Serve an application at an address that holds a secret, and print it.

    Parameters
    ----------
    application
        Makes the application, of the secret and the port.
    port
        Where to listen; 0 takes a free one.
    open_browser
        Whether to open the address.
    """
    try:
        import uvicorn
    except ModuleNotFoundError as error:
        stop(f"The server needs {error.name}: pip install 'foedus[play]'.")
    from secrets import token_urlsafe

    token = token_urlsafe(24)
    bound = _bound(port)
    port = bound.getsockname()[1]
    address = f"http://127.0.0.1:{port}/{token}/"
    click.echo(f"{address}\nCtrl-C ends it.")
    if open_browser:
        click.launch(address)
    config = uvicorn.Config(
        application(token, port),
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
