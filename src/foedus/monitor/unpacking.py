"""The plain files in a file: archives are unpacked, as long as they hold no more than tables do."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_UNREADABLE = (
    *(OSError, zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile),
    *(NotImplementedError, RuntimeError),  # an archive packed by other means, or locked
)
_AT_LEAST, _TIMES = 200_000_000, 200
"""Bytes that any file may unpack to, and how many times its size a larger one may: tables shrink to
a tenth or so, what shrinks to less is made to fill the disk."""
_DEEPEST = 4
"""Archives within archives."""
_BLOCK = 1 << 22


class BadFileError(Exception):
    """A file that holds no incidents; the message says why."""


def allowed(path: Path) -> int:
    """Return how many bytes a file may unpack to."""
    return max(_AT_LEAST, _TIMES * path.stat().st_size)


@contextmanager
def unpacked(path: Path) -> Iterator[list[tuple[str, Path]]]:
    """Yield the plain files in a file, each with its name; they are gone afterwards.

    Raises
    ------
    BadFileError
        When it cannot be read.
    """
    if path.is_fifo():
        raise BadFileError(f"{path}: this is a pipe. Write what comes out of it to a file first.")
    with tempfile.TemporaryDirectory(prefix="foedus-") as folder:
        try:
            room = _Room(allowed(path))
            found = list(_parts(path, str(path), Path(folder), room))
        except _UNREADABLE as error:
            why = getattr(error, "strerror", None) or str(error)
            raise BadFileError(f"{path}: it cannot be read: {why}.") from None
        if not found:
            raise BadFileError(f"{path}: the archive holds no table.")
        yield found


class _Room:
    """What a file may still unpack to."""

    def __init__(self, size: int) -> None:
        self.size = size

    def unpack(self, packed: IO[bytes] | gzip.GzipFile, inner: Path, name: str) -> None:
        """Write what is packed to a file of its own, as long as there is room."""
        with inner.open("wb") as out:
            while block := packed.read(_BLOCK):
                self.size -= len(block)
                if self.size < 0:
                    raise BadFileError(
                        f"{name}: it unpacks to far more than tables do. Is it the file that you"
                        " meant? Unpack it by other means, and name what comes out."
                    )
                out.write(block)


def _parts(
    path: Path, name: str, folder: Path, room: _Room, depth: int = 0
) -> Iterator[tuple[str, Path]]:
    with path.open("rb") as file:
        magic = file.read(4)
    is_gzip = magic[:2] == b"\x1f\x8b"
    if not is_gzip and (magic != b"PK\x03\x04" or is_workbook(path)):
        yield name, path
        return
    if depth == _DEEPEST:
        raise BadFileError(f"{name}: it holds archives within archives. Unpack it first.")
    if is_gzip:
        inner = folder / f"{len(list(folder.iterdir()))}"
        with gzip.open(path) as packed:
            room.unpack(packed, inner, name)
        yield from _parts(inner, name.removesuffix(".gz"), folder, room, depth + 1)
        return
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.namelist()):
            if member.endswith("/") or Path(member).name.startswith((".", "__")):
                continue
            inner = folder / f"{len(list(folder.iterdir()))}"
            with archive.open(member) as packed:
                room.unpack(packed, inner, name)
            yield from _parts(inner, f"{name}/{member}", folder, room, depth + 1)


def is_workbook(path: Path) -> bool:
    """Whether a zip archive is a workbook of Excel or of OpenDocument."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "mimetype" in names:
            with archive.open("mimetype") as file:
                return b"opendocument.spreadsheet" in file.read(200)
        return "xl/workbook.xml" in names
