"""Folders to work in, of which nothing stays, even where a process is killed.

Whoever works in one holds a lock, shared with others that do; the system lets go of it when the
process ends, however that comes about. So whoever gets the lock alone knows that what lies there
is nobody's any more, and removes it. The lock is SQLite's, which has one on every system.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

_LOCK, _PARTS = ".working", ".*.part"
_WAITS_FOR = 60.0
"""Seconds that somebody may take to sweep."""


@contextmanager
def workplace(root: Path) -> Iterator[Path]:
    """Yield a new folder in `root`, gone afterwards, and sweep `root` if nobody else works there.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    with ExitStack() as stack:
        try:
            root.mkdir(exist_ok=True)
            sweep(root)
            lock = stack.enter_context(closing(_opened(root, _WAITS_FOR)))
            lock.execute("BEGIN")
            lock.execute("SELECT * FROM sqlite_master").fetchall()  # shared from here on
        except sqlite3.Error as error:
            raise OSError(None, str(error), str(root)) from error
        place = Path(tempfile.mkdtemp(".part", ".", root))
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        yield place


@contextmanager
def workplace_somewhere(root: Path | None = None) -> Iterator[Path]:
    """Yield a workplace in `root` or, where none can be, among the user's temporary files."""
    with ExitStack() as stack:
        place = None
        if root is not None:
            with suppress(OSError):
                place = stack.enter_context(workplace(root))
        yield place or stack.enter_context(workplace(_own()))


def sweep(root: Path) -> None:
    """Remove what was begun in a folder and never finished, unless somebody may be at it."""
    if not any(root.glob(_PARTS)):
        return
    with suppress(sqlite3.Error, OSError), closing(_opened(root, 0)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        for part in root.glob(_PARTS):
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink()


def _opened(root: Path, waits_for: float) -> sqlite3.Connection:
    return sqlite3.connect(root / _LOCK, timeout=waits_for, isolation_level=None)


def _own() -> Path:
    """Return the user's folder among the temporary files, which nobody else may write.

    Raises
    ------
    OSError
        When somebody else has made it.
    """
    user = os.getuid() if hasattr(os, "getuid") else None  # Windows has such files by user
    root = Path(tempfile.gettempdir()) / ("foedus" if user is None else f"foedus-{user}")
    root.mkdir(mode=0o700, exist_ok=True)
    found = root.lstat()
    if user is not None and (root.is_symlink() or found.st_uid != user or found.st_mode & 0o022):
        raise OSError(
            None, "somebody else may write there; set TMPDIR to another folder", str(root)
        )
    return root
