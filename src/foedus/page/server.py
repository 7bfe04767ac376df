"""A small server for one reader on the same machine: it answers the page and nobody else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from foedus.page.assets import assets, kind_of
from foedus.page.begin import Beginning
from foedus.page.describing import described
from foedus.page.describing import refused as not_a_question
from foedus.page.guarding import Guard, body_of, refused
from foedus.page.working import Workshop
from foedus.play import QUESTIONS, answer

_AT_ONCE = 4
_LINES = "application/x-ndjson"


def application(begin: Beginning, token: str, port: int) -> ASGIApp:
    """Return the server as an application.

    Parameters
    ----------
    begin
        What the page begins with.
    token
        The secret that every address begins with.
    port
        The port that it listens on.
    """
    limiter = CapacityLimiter(_AT_ONCE)
    figures, texts = Workshop(), Workshop()

    async def answered(request: Request) -> Response:
        question = await _question(request)
        if isinstance(question, Response):
            return question
        return JSONResponse(await to_thread.run_sync(answer, question, limiter=limiter))

    async def worked(request: Request) -> Response:
        question = await _question(request, long=True)
        if isinstance(question, Response):
            return question
        shop = texts if question["ask"] in QUESTIONS else figures
        return StreamingResponse(_lines(shop, question, request), media_type=_LINES)

    async def config(_: Request) -> Response:
        told = await to_thread.run_sync(begin.config, limiter=limiter)
        return JSONResponse(told)

    async def openapi(_: Request) -> Response:
        return JSONResponse(described())

    async def asset(request: Request) -> Response:
        name = request.path_params.get("name") or "index.html"
        if name in ("answer", "work"):
            return refused(405, "A question is put with POST.", {"Allow": "POST"})
        if name not in assets():
            return refused(404, "There is no such file.")
        return Response(assets()[name], media_type=kind_of(name))

    routes = [
        Route("/answer", answered, methods=["POST"]),
        Route("/work", worked, methods=["POST"]),
        Route("/config", config, methods=["GET"]),
        Route("/openapi.json", openapi, methods=["GET"]),
        Route("/", asset, methods=["GET"]),
        Route("/{name}", asset, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes), token, port)


async def _lines(
    shop: Workshop, question: Mapping[str, Any], request: Request
) -> AsyncIterator[str]:
    """Yield what a workshop says, a line each; its work ends when nobody waits for it any more."""
    async with aclosing(shop.answers(question)) as told:
        async for one in told:
            if await request.is_disconnected():
                return
            yield json.dumps(one) + "\n"


async def _question(request: Request, *, long: bool = False) -> Mapping[str, Any] | Response:
    """Return the question of a request, or why it cannot be taken."""
    question = await body_of(request)
    if isinstance(question, Response):
        return question
    why = not_a_question(question, long=long)
    return refused(422, why) if why else question
