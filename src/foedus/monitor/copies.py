"""The files themselves, as they came: each kept under its SHA-256 beside the ledger.

They are packed as Zstandard, which any program for it unpacks to the very bytes. All else that is
kept of a release is read from them and can be read again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import zstandard

_LEVEL = 1
"""Text shrinks to a tenth at the quickest level; more effort gains little."""
_BLOCK = 1 << 20
_ABANDONED = 86_400
"""Seconds after which nobody is at work any more on what was begun."""


def copy_of(folder: Path, digest: str) -> Path:
    """Return where the file of a digest is kept."""
    return folder / f"{digest}.zst"


@contextmanager
def keeping(path: Path, folder: Path, digest: str) -> Iterator[None]:
    """Keep a file while it is read: written whole, or not at all where that fails."""
    target = copy_of(folder, digest)
    if target.exists():
        yield
        return
    part = folder / f".{os.getpid()}-{digest[:16]}.part"
    try:
        with ThreadPoolExecutor(1) as beside:
            packed = beside.submit(_pack, path, part)
            yield
            packed.result()
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what was begun in a folder and never finished, as by a process that was killed.

    A day later nobody is at it any more.
    """
    for part in folder.glob(".*.part"):
        with suppress(OSError):  # another process sweeps, too
            if time.time() - part.stat().st_mtime > _ABANDONED:
                part.unlink() if part.is_file() else shutil.rmtree(part, ignore_errors=True)


def _pack(path: Path, part: Path) -> None:
    with path.open("rb") as file, part.open("wb") as out:
        packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        packer.copy_stream(file, out, path.stat().st_size, _BLOCK, _BLOCK)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def unpacked(folder: Path, digest: str) -> Iterator[Path]:
    """Yield a file that is kept, unpacked; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="foedus-") as place:
        path = Path(place) / "file"
        with copy_of(folder, digest).open("rb") as file, path.open("wb") as out:
            zstandard.ZstdDecompressor().copy_stream(file, out)
        yield path


def is_whole(folder: Path, digest: str) -> bool:
    """Whether what is kept under a digest has it."""
    reckoned = hashlib.sha256()
    try:
        with copy_of(folder, digest).open("rb") as file:
            for block in zstandard.ZstdDecompressor().read_to_iter(file, _BLOCK, _BLOCK):
                reckoned.update(block)
    except zstandard.ZstdError:
        return False
    return reckoned.hexdigest() == digest
