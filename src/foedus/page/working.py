"""Work that takes long, done in a process of its own: it reports how far it is, and can be ended.

One process takes one piece of work after the other and keeps the games that it has compiled. When
nobody waits for a piece any more, the process is told to stop where it next reports, and is ended
if it does not.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncGenerator, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import anyio

from foedus.play import QUESTIONS, slices
from foedus.processes import deaf_to_interrupts, end_with

Plain = dict[str, Any]
FIGURES = ("best", "grid", "levers", "outlook", "suppose")
"""The questions of `foedus.page.figuring`, by name; to load it takes as long as arrays do."""
_EVERY = 0.05
"""Seconds between two looks at what the process says."""
_BEAT = 0.5
"""Seconds after which an empty map is yielded."""
GRACE = 3.0
"""Seconds that it has to stop by itself."""


class _Stopped(Exception):  # noqa: N818  # nothing is wrong
    """Nobody waits for this work any more."""


class Workshop:
    """A process that answers what takes long; it is started when it is first needed.

    Attributes
    ----------
    grace
        Seconds that it has to stop by itself when nobody waits any more.
    """

    def __init__(self) -> None:
        self.grace = GRACE
        self._turn = anyio.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None
        self._stop: Any = None

    @property
    def number(self) -> int | None:
        """The number of the process; None where there is none."""
        return self._process.pid if self._process is not None else None

    async def answers(self, question: Mapping[str, Any]) -> AsyncGenerator[Plain]:
        """Yield how far the work is, as ``done`` and ``of``, and at last its ``answer``.

        While there is nothing new an empty map is yielded now and then, so that whoever asked can
        say whether anybody still waits. Closing the iterator ends the work.
        """
        async with self._turn:
            pipe = self._begun()
            pipe.send(dict(question))
            left = True
            try:
                while left:
                    told = await self._heard(pipe, _BEAT)
                    left = "answer" not in told
                    yield told
            finally:
                if left:
                    with anyio.CancelScope(shield=True):
                        await self._end_work(pipe)

    def _begun(self) -> Connection:
        """Return the pipe to the process, started if there is none."""
        if self._process is None or not self._process.is_alive() or self._pipe is None:
            context = get_context("spawn")
            self._pipe, far = context.Pipe()
            self._stop = context.Event()
            with deaf_to_interrupts():
                given = (far, self._stop, os.getpid())
                self._process = context.Process(target=_work, args=given, daemon=True)
                self._process.start()
            far.close()
        self._stop.clear()
        return self._pipe

    async def _heard(self, pipe: Connection, seconds: float) -> Plain:
        """Return what the process says next; an empty map where it says nothing for so long."""
        last = time.monotonic() + seconds
        while not pipe.poll():
            if not self._process.is_alive() and not pipe.poll():
                return self._gone()
            if time.monotonic() > last:
                return {}
            await anyio.sleep(_EVERY)
        try:
            told: Plain = pipe.recv()
        except EOFError:
            return self._gone()
        return told

    def _gone(self) -> Plain:
        self.close()
        return {"answer": {"error": "The process that worked on this has ended. Ask again."}}

    async def _end_work(self, pipe: Connection) -> None:
        """Tell the process to stop, and end it if it does not."""
        self._stop.set()
        last = time.monotonic() + self.grace
        while time.monotonic() < last and self._process is not None:
            if "answer" in await self._heard(pipe, _EVERY):
                return
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(GRACE)
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _work(pipe: Connection, stop: Any, parent: int) -> None:
    """Answer one question after the other, in the process that was started for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it answers an interrupt
    end_with(parent)

    def progress(done: int, of: int) -> None:
        if stop.is_set():
            raise _Stopped
        pipe.send({"done": done, "of": of})

    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send({"answer": _answered(question, progress)})
        except _Stopped:
            pipe.send({"answer": {"error": "It was stopped."}})


def _answered(question: Mapping[str, Any], progress: Any) -> Plain:
    if question["ask"] in QUESTIONS:
        for told in slices(question):
            if "answer" in told:
                found: Plain = told["answer"]
                return found
            progress(told["done"], told["of"])
    from foedus.page.figuring import figured

    return figured(question, progress)
