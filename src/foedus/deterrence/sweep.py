"""Run jobs chunk by chunk, here or in several processes, with the same answers either way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.job import Job, chunk_of

Array = NDArray[np.float64]
Rows = dict[str, Array]


def run(
    jobs: Sequence[Job],
    chunks: Sequence[tuple[int, int]],
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> list[Rows]:
    """Return, for each job, what was read off all its chunks, joined in order.

    Parameters
    ----------
    jobs
        What is asked.
    chunks
        (number, size) of each chunk.
    workers
        How many processes share the work.
    progress
        Called with the number of chunks done and of all chunks.
    """
    tasks = [(at, number, size) for at in range(len(jobs)) for number, size in chunks]
    done: dict[tuple[int, int], Rows] = {}

    def keep(at: int, number: int, rows: Rows) -> None:
        done[at, number] = rows
        if progress is not None:
            progress(len(done), len(tasks))

    if workers <= 1:
        for at, number, size in tasks:
            keep(at, number, chunk_of(jobs[at], number, size))
    else:
        with ProcessPoolExecutor(workers) as pool:
            futures = {
                pool.submit(_job_chunks, job, list(chunks)): at for at, job in enumerate(jobs)
            }
            for future in as_completed(futures):
                for number, rows in future.result():
                    keep(futures[future], number, rows)
    return [_joined([done[at, number] for number, _ in chunks]) for at in range(len(jobs))]


def _job_chunks(job: Job, chunks: Sequence[tuple[int, int]]) -> list[tuple[int, Rows]]:
    return [(number, chunk_of(job, number, size)) for number, size in chunks]


def _joined(parts: Sequence[Rows]) -> Rows:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
