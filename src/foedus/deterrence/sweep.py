"""Run jobs chunk by chunk: here, in several processes or on a cluster, with the same answers.

A chunk depends on its job and number alone, so who computes it changes nothing. A cluster is
Dask's, behind joblib. Finished chunks may be kept in a folder (`joblib.Memory`); a run that was
interrupted then goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.columns import Columns, Rows
from foedus.deterrence.job import Job
from foedus.deterrence.sides import DeterrenceError
from foedus.processes import Team

Progress = Callable[[int, int], None]
Chunks = Sequence[tuple[int, int]]
_TOGETHER = 4
"""Chunks that one task computes, so that a game is compiled once for all of them."""
_ROUND = 64
"""Tasks that a cluster is given at once: joblib hands over what Dask computed only when all is."""
_PATIENCE = "20s"


def run(
    jobs: Sequence[Job],
    chunks: Chunks,
    *,
    workers: int | Team = 1,
    scheduler: str | None = None,
    folder: Path | None = None,
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
        How many processes share the work, or those that are to share it.
    scheduler
        Address of a Dask scheduler that does the work instead (``tcp://...``; extra ``sweep``).
    folder
        Where finished chunks are kept, and looked for.
    progress
        Called with the number of chunks done and of all chunks.

    Raises
    ------
    DeterrenceError
        When a scheduler is named and Dask is not installed, or nobody answers there.
    OSError
        When the folder cannot be written.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    columns = [Columns([number for number, _ in chunks], folder) for _ in jobs]
    keeper = Keeper(folder)
    done, total = 0, len(jobs) * len(chunks)
    open_: list[tuple[int, Chunks]] = []
    for at, job in enumerate(jobs):
        left = [one for one in chunks if not keeper.has(job, *one)]
        for number, size in (one for one in chunks if one not in left):
            columns[at].put(number, keeper.kept(job, number, size))
            done += 1
        open_ += [(at, group) for group in _grouped(left, _TOGETHER)]
    if progress is not None and done:
        progress(done, total)
    for at, number, size, rows in _computed(jobs, open_, workers, scheduler):
        columns[at].put(number, keeper.keep(jobs[at], number, size, rows))
        done += 1
        if progress is not None:
            progress(done, total)
    return columns


class Keeper:
    """Finished chunks on disk, under a digest of everything that their numbers depend on.

    Parameters
    ----------
    folder
        Where they are; nothing is kept when it is left out.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            from joblib import Memory  # it takes a while to load, and most runs keep nothing

            self._of: Any = Memory(folder, verbose=0).cache(_made, ignore=["make"])
        self._keeps = folder is not None

    def has(self, job: Job, number: int, size: int) -> bool:
        """Say whether a chunk is kept."""
        return self._keeps and bool(self._of.check_call_in_cache(job.digest, number, size, None))

    def kept(self, job: Job, number: int, size: int) -> Rows:
        """Return a chunk that is kept; it is computed again when its file is damaged."""
        return self._rows(job, number, size, partial(chunk_of, job, number, size))

    def keep(self, job: Job, number: int, size: int, rows: Rows) -> Rows:
        """Keep a chunk, and return it."""
        return self._rows(job, number, size, lambda: rows) if self._keeps else rows

    def _rows(self, job: Job, number: int, size: int, make: Callable[[], Rows]) -> Rows:
        found: Rows = self._of(job.digest, number, size, make)
        return found


def _made(digest: str, number: int, size: int, make: Callable[[], Rows]) -> Rows:
    return make()


def _computed(
    jobs: Sequence[Job],
    tasks: Sequence[tuple[int, Chunks]],
    workers: int | Team,
    scheduler: str | None,
) -> Iterator[tuple[int, int, int, Rows]]:
    """Yield each chunk as it is done: the place of its job, its number, its size and its rows."""
    if scheduler is not None:
        yield from _by_cluster(jobs, tasks, scheduler)
        return
    with _team(workers, len(tasks)) as team:
        for task in team.finished([team.submit(_together, at, jobs[at], c) for at, c in tasks]):
            yield from task.result()


def _by_cluster(
    jobs: Sequence[Job], tasks: Sequence[tuple[int, Chunks]], scheduler: str
) -> Iterator[tuple[int, int, int, Rows]]:
    with _cluster(scheduler):
        from joblib import Parallel, delayed

        for some in _grouped([delayed(_together)(at, jobs[at], c) for at, c in tasks], _ROUND):
            for rows in Parallel(batch_size=1)(some):
                yield from rows


def _team(workers: int | Team, tasks: int) -> AbstractContextManager[Team]:
    """Return those who do so many tasks: who is there already, or as many as can be of use."""
    if isinstance(workers, Team):
        return nullcontext(workers)
    return Team(min(workers, tasks), __name__)


def _grouped(row: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (row[low : low + size] for low in range(0, len(row), size))


def _together(at: int, job: Job, chunks: Chunks) -> list[tuple[int, int, int, Rows]]:
    return [(at, number, size, chunk_of(job, number, size)) for number, size in chunks]


@contextmanager
def _cluster(scheduler: str) -> Iterator[None]:
    """Hand what joblib is given to a Dask cluster that is there already.

    A worker that dies loses what it was computing; the scheduler gives that to another one.
    """
    try:
        from dask import distributed
    except ImportError:
        message = "a scheduler needs Dask: install foedus with the extra 'sweep'"
        raise DeterrenceError(message) from None
    connect: Any = distributed.Client
    try:
        client = connect(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise DeterrenceError(f"no scheduler answers at {scheduler!r}: {error}") from None
    from joblib import parallel_config

    try:
        with parallel_config("dask", client=client):
            yield
    finally:
        client.close()
