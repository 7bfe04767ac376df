"""Finished chunks on disk, so that an interrupted run can go on."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from foedus.deterrence.columns import Rows
from foedus.deterrence.job import Job


@dataclass(frozen=True)
class ChunkFolder:
    """A folder with one file for each finished chunk.

    A file is named by a digest of everything its numbers depend on: the arrangement, the option,
    the seed and all settings. Another question finds nothing of it, so a folder can be shared.

    Parameters
    ----------
    path
        The folder; made when it is first used.
    """

    path: Path

    def made(self) -> Path:
        """Return the folder, made if it was not there.

        Raises
        ------
        OSError
            When it cannot be made.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        return self.path

    def file(self, job: Job, number: int, size: int) -> Path:
        """Return where a chunk is kept."""
        return self.path / f"{job.digest[:20]}-{number}-{size}.npz"

    def find(self, job: Job, number: int, size: int) -> Rows | None:
        """Read a chunk, ``None`` when it is not there or its file is damaged."""
        try:
            with self.file(job, number, size).open("rb") as file, np.load(file) as kept:
                return {name: kept[name] for name in kept.files}
        except (OSError, ValueError, zipfile.BadZipFile, EOFError):
            return None

    def keep(self, job: Job, number: int, size: int, rows: Rows) -> None:
        """Write a chunk whole, or not at all.

        Raises
        ------
        OSError
            When the folder cannot be written.
        """
        self.made()
        file = self.file(job, number, size)
        beside = file.with_name(f".{file.name}.{os.getpid()}.part")
        with beside.open("wb") as out:
            np.savez(out, **rows)  # type: ignore[arg-type]
        beside.replace(file)
