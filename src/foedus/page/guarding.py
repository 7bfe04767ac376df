"""Who may ask a server for one reader on the same machine, and what its pages may do.

Every address begins with a secret that only who started it knows, so that no other page and no
other user of the machine can ask it anything; and it answers to its own names alone, so that no
foreign name can be made to lead to it. A page that it gives may load nothing from elsewhere and run
no script that stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from secrets import compare_digest
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

LONGEST_BODY = 4_000_000
"""Bytes in the longest question that is read."""
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


async def body_of(request: Request) -> Any | Response:
    """Return the JSON of a request, or why it cannot be taken."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return refused(415, "A question is JSON.")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_BODY:
                return refused(413, f"A question has {LONGEST_BODY} bytes at most.")
    except ClientDisconnect:
        return refused(400, "The question was not sent to its end.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return refused(400, "This is not JSON.")


def refused(status: int, why: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that turns a request away, and says why."""
    return JSONResponse({"error": why}, status_code=status, headers=headers)


class Guard:
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
            return await refused(403, why)(scope, receive, guarded)
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
