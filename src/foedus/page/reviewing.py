"""The server of a review: one page, what waits, and a decision at a time."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from foedus.page.assets import kind_of
from foedus.page.desk import Desk, RefusedError
from foedus.page.guarding import Guard, body_of, refused

_FILES = {"": "review.html", "style.css": "style.css", "review.js": "review.js"}


def review_application(desk: Desk, token: str, port: int) -> ASGIApp:
    """Return the server of a review as an application.

    Parameters
    ----------
    desk
        The queue, and where decisions are recorded.
    token
        The secret that every address begins with.
    port
        The port that it listens on.
    """

    async def queue(_: Request) -> Response:
        return JSONResponse(desk.data())

    async def decide(request: Request) -> Response:
        asked = await body_of(request)
        if isinstance(asked, Response):
            return asked
        if not isinstance(asked, dict):
            return refused(422, "A decision is an object.")
        return _told(lambda: desk.decide(asked))

    async def undo(request: Request) -> Response:
        asked = await body_of(request)
        return asked if isinstance(asked, Response) else _told(desk.undo)

    async def asset(request: Request) -> Response:
        name = _FILES.get(request.path_params.get("name", ""))
        if name is None:
            return refused(404, "There is no such file.")
        raw = files(__package__).joinpath("front", name).read_bytes()
        return Response(raw, media_type=kind_of(name))

    routes = [
        Route("/queue", queue, methods=["GET"]),
        Route("/decide", decide, methods=["POST"]),
        Route("/undo", undo, methods=["POST"]),
        Route("/", asset, methods=["GET"]),
        Route("/{name}", asset, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes), token, port)


def _told(what: Callable[[], dict[str, Any]]) -> Response:
    try:
        return JSONResponse(what())
    except RefusedError as error:
        return refused(422, str(error))
