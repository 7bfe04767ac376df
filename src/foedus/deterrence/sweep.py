"""Run jobs chunk by chunk: here, in several processes or on a cluster, with the same answers.

A chunk depends on its job and number alone, so who computes it changes nothing. A cluster is
Dask's. Finished chunks may be kept in a folder (`foedus.deterrence.keeping`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.columns import Columns, Rows
from foedus.deterrence.job import Job
from foedus.deterrence.keeping import Keeper
from foedus.deterrence.sides import DeterrenceError
from foedus.games import Builder, Induction
from foedus.language import Arrangement
from foedus.processes import Team

Progress = Callable[[int, int], None]
Chunks = Sequence[tuple[int, int]]
_TOGETHER = 4
"""Chunks that one task computes, so that a game is compiled once for all of them."""
_PATIENCE = 20
"""Seconds that a scheduler, or a worker of its, is waited for."""


@dataclass(frozen=True)
class Runner:
    """Who does the work, and what becomes of it: nothing of this changes a figure.

    Parameters
    ----------
    workers
        How many processes share the work, or those that are to share it.
    scheduler
        Address of a Dask scheduler that does the work instead (``tcp://...``; extra ``sweep``).
    folder
        Where finished chunks are kept, and looked for.
    progress
        Called with the number of chunks done and of all chunks.
    """

    workers: int | Team = 1
    scheduler: str | None = None
    folder: Path | None = None
    progress: Progress | None = None


HERE = Runner()
"""This process alone, and nothing is kept."""


def run(
    jobs: Sequence[Job],
    chunks: Chunks,
    runner: Runner = HERE,
    beside: Callable[[Job], Any] | None = None,
) -> list[Columns]:
    """Return, for each job, what was read off all its chunks, joined in order.

    What is done is handed to the columns at once, so that memory does not grow with the draws.

    Parameters
    ----------
    jobs
        What is asked.
    chunks
        (number, size) of each chunk.
    runner
        Who does the work.
    beside
        What else to ask of each job, where its game is compiled already; its answer is `beside` of
        the columns, or None where all chunks were kept from before.

    Raises
    ------
    DeterrenceError
        When a scheduler is named and Dask is not installed, nobody answers there, or it has no
        workers.
    OSError, foedus.files.FileError
        When the folder cannot be written.
    """
    folder, progress = runner.folder, runner.progress
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    columns = [Columns([number for number, _ in chunks], folder) for _ in jobs]
    keeper = Keeper(folder)
    done, total = 0, len(jobs) * len(chunks)
    open_: list[_Part] = []
    for at, job in enumerate(jobs):
        left = []
        for number, size in chunks:
            rows = keeper.kept(job, number, size)
            if rows is None:
                left.append((number, size))
            else:
                columns[at].put(number, rows)
                done += 1
        groups = _grouped(left, _TOGETHER)
        open_ += [_Part(at, job, c, None if k else beside) for k, c in enumerate(groups)]
    if progress is not None and done:
        progress(done, total)
    for at, finished, answer in _computed(open_, runner):
        columns[at].beside = answer if answer is not None else columns[at].beside
        for number, size, rows in finished:
            columns[at].put(number, keeper.keep(jobs[at], number, size, rows))
            done += 1
            if progress is not None:
                progress(done, total)
    return columns


class _Part(NamedTuple):
    """Chunks of one job, which one task computes, and what else it is asked."""

    at: int
    job: Job
    chunks: Chunks
    beside: Callable[[Job], Any] | None


_Done = tuple[int, list[tuple[int, int, Rows]], Any]


def _computed(parts: Sequence[_Part], runner: Runner) -> Iterator[_Done]:
    """Yield each part as it is done: the place of its job, its chunks, and what else was asked."""
    if runner.scheduler is not None:
        yield from _by_cluster(parts, runner.scheduler)
        return
    with _team(runner.workers, len(parts)) as team:
        largest_first = sorted(parts, key=lambda part: -steps_in(part.job.variant))
        for task in team.finished([team.submit(_together, part) for part in largest_first]):
            yield task.result()


def _by_cluster(parts: Sequence[_Part], scheduler: str) -> Iterator[_Done]:
    """Hand the work to a cluster that is there already.

    A worker that dies loses what it was computing; the scheduler gives that to another one.
    """
    with _cluster(scheduler) as (client, wait):
        left = {client.submit(_together, part, pure=False) for part in parts}
        while left:
            try:
                with client.as_current():
                    done, left = wait(left, timeout=_PATIENCE, return_when="FIRST_COMPLETED")
            except TimeoutError:
                _somebody(client, scheduler)
                continue
            for task in done:
                yield task.result()


def steps_in(arrangement: Arrangement) -> int:
    """Return how many steps an arrangement has, by which it may be told how long it takes.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> case = read(text_of("ukraine-2025"))  # an inquiry of one step, an accession of three
    >>> steps_in(option(case, "as-proposed")), steps_in(option(case, "none"))
    (4, 1)
    """
    return sum(len(procedure.steps) for procedure in arrangement.procedures.values())


def load_code() -> None:
    """Load the machine code of the pass, which takes as long as some games: copies then have it.

    Examples
    --------
    >>> load_code()
    """
    b = Builder(("nobody",))
    Induction.of(b.tree(b.terminal((0,)))).solved({}, 1, 1.0)


def _team(workers: int | Team, tasks: int) -> AbstractContextManager[Team]:
    """Return those who do so many tasks: who is there already, or as many as can be of use."""
    if isinstance(workers, Team):
        return nullcontext(workers)
    if min(workers, tasks) > 1:
        load_code()  # once, and not by each
    return Team(min(workers, tasks), __name__)


def _grouped(row: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (row[low : low + size] for low in range(0, len(row), size))


def _together(part: _Part) -> _Done:
    rows: list[tuple[int, int, Rows]] = [
        (number, size, chunk_of(part.job, number, size)) for number, size in part.chunks
    ]
    return part.at, rows, None if part.beside is None else part.beside(part.job)


@contextmanager
def _cluster(scheduler: str) -> Iterator[tuple[Any, Any]]:
    """Yield the client of a scheduler that has workers, and what waits for its tasks."""
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
    try:
        _somebody(client, scheduler)
        yield client, distributed.wait
    finally:
        client.close()


def _somebody(client: Any, scheduler: str) -> None:
    """Refuse to wait for a scheduler that has nobody to give work to."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise DeterrenceError(
            f"the scheduler at {scheduler!r} has had no workers for {_PATIENCE} seconds. Start "
            f"some: dask worker {scheduler}"
        ) from None
