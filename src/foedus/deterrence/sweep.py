"""Run jobs chunk by chunk: here, in several processes or on a cluster, with the same answers.

A chunk depends on its job and number alone. Finished chunks may be kept in a folder; a run that
was interrupted then goes on where it stopped.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import active_children
from typing import Any, NamedTuple, Protocol

from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.columns import Columns, Rows
from foedus.deterrence.job import Job
from foedus.deterrence.kept import ChunkFolder
from foedus.processes import end_with, fresh_processes

Progress = Callable[[int, int], None]
_TOGETHER = 4
"""Chunks that one task computes, so that a game is compiled once for all of them."""
_SELDOM = 50_000
"""New objects before a worker looks for garbage."""


class Engine(Protocol):
    """What runs tasks elsewhere: an executor of the standard library, or a Dask client."""

    def submit(self, function: Any, /, *args: Any) -> Any:
        """Start a task and return its future."""


class Task(NamedTuple):
    """Some chunks of one job, as (number, size)."""

    job: int
    chunks: tuple[tuple[int, int], ...]


def run(
    jobs: Sequence[Job],
    chunks: Sequence[tuple[int, int]],
    *,
    workers: int = 1,
    scheduler: str | None = None,
    folder: ChunkFolder | None = None,
    progress: Progress | None = None,
) -> list[Columns]:
    """Return, for each job, what was read off all its chunks, joined in order.

    What is done is handed to the columns at once, so that memory does not grow with the draws.

    Parameters
    ----------
    jobs
        What is asked.
    chunks
        (number, size) of each chunk.
    workers
        How many processes share the work; more than one need a script that can be imported.
    scheduler
        Address of a Dask scheduler that does the work instead (``tcp://...``; extra ``sweep``).
    folder
        Where finished chunks are kept, and looked for.
    progress
        Called with the number of chunks done and of all chunks.
    """
    beside = folder.made() if folder is not None else None
    columns = [Columns([number for number, _ in chunks], beside) for _ in jobs]
    total = len(jobs) * len(chunks)

    def keep(task: Task, results: Sequence[Rows]) -> None:
        for (number, size), rows in zip(task.chunks, results, strict=True):
            columns[task.job].put(number, rows)
            if folder is not None:
                folder.keep(jobs[task.job], number, size, rows)
        if progress is not None:
            progress(sum(one.done for one in columns), total)

    todo = _found(jobs, chunks, folder, columns)
    if progress is not None and any(one.done for one in columns):
        progress(sum(one.done for one in columns), total)
    if scheduler is not None:
        _on_cluster(scheduler, jobs, todo, keep)
    elif workers > 1:
        with _processes(workers) as pool:
            _gather(pool, jobs, todo, keep)
    else:
        for task in todo:
            for chunk in task.chunks:
                keep(Task(task.job, (chunk,)), _compute(jobs[task.job], (chunk,)))
    return columns


def _found(
    jobs: Sequence[Job],
    chunks: Sequence[tuple[int, int]],
    folder: ChunkFolder | None,
    columns: Sequence[Columns],
) -> list[Task]:
    """Take what is kept already, and return the tasks that are left."""
    left: list[Task] = []
    for at, job in enumerate(jobs):
        open_ = []
        for number, size in chunks:
            rows = folder.find(job, number, size) if folder is not None else None
            if rows is None:
                open_.append((number, size))
            else:
                columns[at].put(number, rows)
        groups = range(0, len(open_), _TOGETHER)
        left += [Task(at, tuple(open_[low : low + _TOGETHER])) for low in groups]
    return left


def _compute(job: Job, chunks: Sequence[tuple[int, int]]) -> list[Rows]:
    return [chunk_of(job, number, size) for number, size in chunks]


@contextmanager
def _processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool that an interrupt ends at once, without a word from its processes."""
    others = set(active_children())
    pool = ProcessPoolExecutor(
        workers, fresh_processes("foedus.deterrence.chunk"), _begin_worker, (os.getpid(),)
    )
    try:
        yield pool
    except BaseException:
        for worker in set(active_children()) - others:
            worker.terminate()  # what is finished has been kept; nobody waits for the rest
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_worker(parent: int) -> None:
    end_with(parent)
    gc.set_threshold(_SELDOM)  # compiling makes many objects, none of them garbage
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _gather(
    pool: Engine, jobs: Sequence[Job], todo: Sequence[Task], keep: Callable[..., None]
) -> None:
    waiting: dict[Future[list[Rows]], Task] = {
        pool.submit(_compute, jobs[task.job], task.chunks): task for task in todo
    }
    while waiting:
        ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in ready:
            keep(waiting.pop(future), future.result())


def _on_cluster(
    scheduler: str, jobs: Sequence[Job], todo: Sequence[Task], keep: Callable[..., None]
) -> None:
    from foedus.deterrence.cluster import gather

    gather(scheduler, _compute, [(task, jobs[task.job]) for task in todo], keep)
