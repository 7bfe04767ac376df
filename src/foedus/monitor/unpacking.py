"""The plain files in a file: archives are unpacked, as long as they hold no more than tables do."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO

from foedus.monitor.workplace import workplace_somewhere

_UNREADABLE = (
    *(OSError, zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile),
    *(NotImplementedError, RuntimeError),  # an archive packed by other means, or locked
)
_AT_LEAST, _TIMES = 200_000_000, 200
"""Bytes that any file may unpack to, and how many times its size a larger one may: tables shrink to
a tenth or so, what shrinks to less is made to fill the disk."""
_PACKED = {
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
_TAR_AT, _TAR = 257, b"ustar"
"""How what is packed by other means begins; a tar archive says so further on."""
_DEEPEST = 4
"""Archives within archives."""
_BLOCK = 1 << 22


class BadFileError(Exception):
    """A file that holds no incidents; the message says why."""


def allowed(path: Path) -> int:
    """Return how many bytes a file may unpack to."""
    return max(_AT_LEAST, _TIMES * path.stat().st_size)


@contextmanager
def unpacked(path: Path, beside: Path | None = None) -> Iterator[list[tuple[str, Path]]]:
    """Yield the plain files in a file, each with its name; they are gone afterwards.

    Parameters
    ----------
    path
        The file.
    beside
        A folder in which to unpack it, if it can be written.

    Raises
    ------
    BadFileError
        When it cannot be read.
    """
    if path.is_fifo():
        raise BadFileError(f"{path}: this is a pipe. Write what comes out of it to a file first.")
    with ExitStack() as stack:
        try:
            room = _Room(allowed(path), stack, beside)
            found = list(_parts(path, str(path), room))
        except _UNREADABLE as error:
            why = getattr(error, "strerror", None) or str(error)
            raise BadFileError(f"{path}: it cannot be read: {why}.") from None
        if not found:
            raise BadFileError(f"{path}: the archive holds no table.")
        yield found


class _Room:
    """Where a file is unpacked, and how much it may still unpack to."""

    def __init__(self, size: int, stack: ExitStack, beside: Path | None) -> None:
        self.size = size
        self._stack, self._beside = stack, beside
        self._parts: list[Path] = []

    @cached_property
    def _folder(self) -> Path:
        return self._stack.enter_context(workplace_somewhere(self._beside))

    def unpack(self, packed: IO[bytes] | gzip.GzipFile, name: str) -> Path:
        """Write what is packed to a file of its own, as long as there is room; return that."""
        inner = self._folder / f"{len(self._parts)}"
        self._parts.append(inner)
        with inner.open("wb") as out:
            while block := packed.read(_BLOCK):
                self.size -= len(block)
                if self.size < 0:
                    raise BadFileError(
                        f"{name}: it unpacks to far more than tables do. Is it the file that you"
                        " meant? Unpack it by other means, and name what comes out."
                    )
                out.write(block)
        return inner


def _parts(path: Path, name: str, room: _Room, depth: int = 0) -> Iterator[tuple[str, Path]]:
    with path.open("rb") as file:
        magic = file.read(512)
    if by := _packed_by(magic):
        raise BadFileError(f"{name}: it is packed by {by}. Unpack it, and name what comes out.")
    is_gzip = magic[:2] == b"\x1f\x8b"
    if not is_gzip and (magic[:4] != b"PK\x03\x04" or is_workbook(path, name)):
        yield name, path
        return
    if depth == _DEEPEST:
        raise BadFileError(f"{name}: it holds archives within archives. Unpack it first.")
    if is_gzip:
        with gzip.open(path) as packed:
            inner = room.unpack(packed, name)
        yield from _parts(inner, name.removesuffix(".gz"), room, depth + 1)
        return
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.namelist()):
            if member.endswith("/") or Path(member).name.startswith((".", "__")):
                continue
            with archive.open(member) as packed:
                inner = room.unpack(packed, name)
            yield from _parts(inner, f"{name}/{member}", room, depth + 1)


def _packed_by(magic: bytes) -> str:
    """Return by what a file is packed that is not unpacked here, as its beginning tells."""
    if magic[_TAR_AT:].startswith(_TAR):
        return "tar"
    return next((by for start, by in _PACKED.items() if magic.startswith(start)), "")


def is_workbook(path: Path, name: str) -> bool:
    """Whether a zip archive is a workbook of Excel or of OpenDocument.

    Raises
    ------
    BadFileError
        When it is one in binary form, whose cells with errors would be read as empty.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            raise BadFileError(f"{name}: it is a workbook in binary form (xlsb). Save it as xlsx.")
        if "mimetype" in names:
            with archive.open("mimetype") as file:
                return b"opendocument.spreadsheet" in file.read(200)
        return "xl/workbook.xml" in names
