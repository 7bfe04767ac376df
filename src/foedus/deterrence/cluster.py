"""Run chunks on a Dask cluster that is there already. Needs the extra ``sweep``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from foedus.deterrence.compile import DeterrenceError

_PATIENCE = "20s"


def gather(
    scheduler: str,
    compute: Callable[..., Any],
    tasks: Sequence[tuple[Any, Any]],
    keep: Callable[..., None],
) -> None:
    """Compute each (task, job) on the cluster, and hand over results as they come.

    A worker that dies loses what it was computing; the scheduler gives that to another one. What
    it computes depends on the task alone, so the answer is the same.

    Raises
    ------
    DeterrenceError
        When Dask is not installed, or nobody answers at the address.
    """
    try:
        from dask import distributed
    except ImportError:
        message = "a scheduler needs Dask: install foedus with the extra 'sweep'"
        raise DeterrenceError(message) from None
    connect: Any = distributed.Client
    completed: Any = distributed.as_completed
    try:
        client = connect(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise DeterrenceError(f"no scheduler answers at {scheduler!r}: {error}") from None
    try:
        futures = {
            client.submit(compute, job, task.chunks, pure=False, retries=3): task
            for task, job in tasks
        }
        for future in completed(list(futures), loop=client.loop):
            keep(futures[future], future.result())
    finally:
        client.close()
