"""A small server for one reader on the same machine.

Every address begins with a secret that only who started it knows, so that no other page and no
other user of the machine can ask it anything; and it answers to its own names alone, so that no
foreign name can be made to lead to it. A page that it gives may load nothing from elsewhere and run
no script that stands in it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from secrets import compare_digest
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from foedus.page.assets import assets, kind_of
from foedus.page.begin import Beginning
from foedus.page.describing import described, refused
from foedus.page.working import Workshop
from foedus.play import QUESTIONS, answer

LONGEST_BODY = 4_000_000
"""Bytes in the longest question that is read."""
_AT_ONCE = 4
_LINES = "application/x-ndjson"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
        " connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Styles may stand in the page because the editor puts its own there; scripts may not."""


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
            return _refused(405, "A question is put with POST.", {"Allow": "POST"})
        if name not in assets():
            return _refused(404, "There is no such file.")
        return Response(assets()[name], media_type=kind_of(name))

    routes = [
        Route("/answer", answered, methods=["POST"]),
        Route("/work", worked, methods=["POST"]),
        Route("/config", config, methods=["GET"]),
        Route("/openapi.json", openapi, methods=["GET"]),
        Route("/", asset, methods=["GET"]),
        Route("/{name}", asset, methods=["GET"]),
    ]
    return _Guard(Starlette(routes=routes), token, port)


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
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return _refused(415, "A question is JSON.")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_BODY:
                return _refused(413, f"A question has {LONGEST_BODY} bytes at most.")
    except ClientDisconnect:
        return _refused(400, "The question was not sent to its end.")
    try:
        question = json.loads(body)
    except (ValueError, RecursionError):
        return _refused(400, "This is not JSON.")
    why = refused(question, long=long)
    return _refused(422, why) if why else question


def _refused(status: int, why: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": why}, status_code=status, headers=headers)


class _Guard:
    """Turns away whoever does not know the secret, comes by a foreign name or from another page."""

    def __init__(self, inner: ASGIApp, token: str, port: int) -> None:
        self.inner, self.token = inner, token
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                extra = [(k.lower().encode(), v.encode()) for k, v in _HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            await send(message)

        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        why = self._why_not(scope, headers)
        if why:
            return await _refused(403, why)(scope, receive, guarded)
        rest = scope["path"].removeprefix(f"/{self.token}") or "/"
        inner = {**scope, "path": rest, "raw_path": rest.encode()}
        return await self.inner(inner, receive, guarded)

    def _why_not(self, scope: Scope, headers: Mapping[str, str]) -> str:
        """Return why a request is turned away; empty where it is not."""
        if headers.get("host", "") not in self.hosts:
            return "This server answers to its own address alone."
        origin = headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.hosts}:
            return "Another page may not ask."
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return "Another page may not ask."
        first, _, _ = scope["path"].removeprefix("/").partition("/")
        known = compare_digest(first.encode("utf-8", "replace"), self.token.encode())
        return "" if known else "The address is not complete: use the one that was printed."
