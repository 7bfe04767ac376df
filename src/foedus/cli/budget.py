"""How long a check may take and how much memory it may use, and what it shows meanwhile."""

from __future__ import annotations

import os
import re
import sys
from copy import copy
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from foedus.cli.edge import stop

if TYPE_CHECKING:
    from collections.abc import Callable

NONE = "none"
"""What is written for no limit."""
_WRITTEN = re.compile(r"(?P<amount>\d+(?:\.\d+)?)(?P<unit>s|min|MB|GB)")
_SCALE = {"s": 1.0, "min": 60.0, "MB": 1.0, "GB": 1000.0}
_BYTES = 1_000_000
_EVERY = 0.5
_MANY = 4
_KEPT = 0.1
"""Which part of the time is kept for starting, and for telling what was found."""


class Budget:
    """Says whether a search may go on, and tells how far it is on a terminal.

    Parameters
    ----------
    written
        ``30s``, ``500MB`` or both with a comma; without limits when empty or ``none``.

    Attributes
    ----------
    written : str
        What was written.
    spent : bool
        Whether a search was told to give up.
    """

    def __init__(self, written: str | None) -> None:
        self.written, self.spent = written or NONE, False
        seconds, self.megabytes = _read(None if written == NONE else written)
        self.seconds = None if seconds is None else seconds * (1 - _KEPT)
        self._began: float | None = monotonic()
        self._told = monotonic()
        self._until = self.seconds
        self._shown = self._quiet = False

    def among(self, rounds: int, /) -> Budget:
        """Return the part of the time left for each of so many rounds, and all memory.

        Its time begins to run when it is first asked, in whichever process that is, and it tells
        nothing meanwhile.
        """
        part = copy(self)
        left = None if self.seconds is None else max(self.seconds - self._gone(), 0) / rounds
        part.seconds = part._until = left
        part._began, part._quiet = None, True
        return part

    def _gone(self) -> float:
        """Return how many seconds have gone; none where they begin to run now."""
        now = monotonic()
        if self._began is None:
            self._began = now
        return now - self._began

    def share(self, left: int, /) -> Callable[[int, int], bool]:
        """Give the next of `left` questions its share of the time that is left, and all memory.

        That is a fourth at most where four or more are left, since most of them need next to none.
        """
        if self.seconds is not None:
            gone = self._gone()
            self._until = gone + max(self.seconds - gone, 0) / min(left, _MANY)
        return self

    def __call__(self, states: int, waiting: int) -> bool:
        """Tell how far a search is, and say whether it may go on."""
        now, gone = monotonic(), self._gone()
        if now - self._told > _EVERY and not self._quiet and sys.stderr.isatty():
            self._told, self._shown = now, True
            over = (self.seconds or 0) - gone
            left = "" if self.seconds is None else f", {over:.0f} s left"
            print(f"\r{states} states, {waiting} to look at{left} \x1b[K", end="", file=sys.stderr)
        tired = self._until is not None and gone >= self._until
        goes_on = not tired and (self.megabytes is None or _used() <= self.megabytes)
        self.spent = self.spent or not goes_on
        return goes_on

    def done(self) -> None:
        """Take away what was told."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _read(written: str | None) -> tuple[float | None, float | None]:
    seconds: float | None = None
    megabytes: float | None = None
    for part in written.split(",") if written else ():
        match = _WRITTEN.fullmatch(part.strip())
        if match is None:
            stop(
                f"--budget {written}: write seconds or memory, such as 30s, 500MB or 2min,1GB;"
                f" or {NONE} for no limit."
            )
        amount = float(match["amount"]) * _SCALE[match["unit"]]
        if match["unit"] in ("s", "min"):
            seconds = amount
        else:
            megabytes = amount
    return seconds, megabytes


def _used() -> float:
    """Return the memory in use, in megabytes: the most so far where it is not told; else 0."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / _BYTES
    except (OSError, ValueError, IndexError, AttributeError):
        pass  # only Linux tells it there
    try:
        import resource
    except ImportError:  # not on Windows
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / _BYTES if sys.platform == "darwin" else most * 1024 / _BYTES
