"""Finished chunks in a folder, so that a run that was interrupted goes on where it stopped.

A file holds numbers and texts and nothing that could be run, and says of which question, number and
size it is, so that one that was renamed or brought from elsewhere is not taken.
"""

from __future__ import annotations

import io
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from foedus.deterrence.columns import Rows
from foedus.deterrence.job import Job
from foedus.files import FileError, put, take

_SAYS = "of"
"""Name of the row in which a file says what it holds."""
_MOST = 1 << 30
"""Bytes in the largest chunk that is read."""


class Keeper:
    """Finished chunks on disk, by everything that their numbers depend on.

    Parameters
    ----------
    folder
        Where they are; nothing is kept when it is left out.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def kept(self, job: Job, number: int, size: int) -> Rows | None:
        """Return a chunk that is kept whole; what is damaged or of something else is none."""
        if self._folder is None or not (file := self._file(job, number, size)).is_file():
            return None
        try:
            with np.load(io.BytesIO(take(file, _MOST)), allow_pickle=False) as found:
                rows = {name: found[name] for name in found.files}
        except (FileError, OSError, ValueError, EOFError, KeyError, BadZipFile):
            return None
        return rows if str(rows.pop(_SAYS, "")) == _of(job, number, size) else None

    def keep(self, job: Job, number: int, size: int, rows: Rows) -> Rows:
        """Keep a chunk, and return it.

        Raises
        ------
        FileError
            When it cannot be written.
        """
        if self._folder is not None:
            whole = io.BytesIO()
            says = {_SAYS: np.array(_of(job, number, size))}
            saved: Any = np.savez  # what it takes beside arrays differs between releases
            saved(whole, **says, **rows)
            put(self._file(job, number, size), whole.getvalue())
        return rows

    def _file(self, job: Job, number: int, size: int) -> Path:
        assert self._folder is not None
        name = sha256(_of(job, number, size).encode()).hexdigest()
        return self._folder / f"{name[:32]}.npz"


def _of(job: Job, number: int, size: int) -> str:
    """Say what a chunk is of: the release, the question, and which draws."""
    return f"foedus {release()}, question {job.digest}, chunk {number} of {size} draws"


@cache
def release() -> str:
    """Return the release of foedus that is running."""
    return version("foedus")
