"""Processes that are deaf to interrupts, and end with their parent."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait

_WATCH = "ends with its parent"
_GLANCE = 0.5
"""Seconds between two looks whether the parent is still there."""


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started meanwhile ignore interrupts: who started them answers."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def end_with(parent: int) -> None:
    """End this process as soon as the one that it works for is gone, however that ended.

    A worker waits for tasks on a pipe that its fellows hold open too, so that it would wait for
    ever. It is called in the worker, as often as one likes; elsewhere it does nothing.

    Parameters
    ----------
    parent
        The number of the process that the work is for.
    """
    names = {thread.name for thread in threading.enumerate()}
    if os.getpid() == parent or _WATCH in names:
        return
    started_by = parent_process()
    told = getattr(started_by, "sentinel", None)  # joblib's processes have none to wait for
    if started_by is not None and started_by.pid == parent and told is not None:
        watch: Callable[[], object] = partial(wait, [told])
    elif os.getppid() == parent and os.name == "posix":
        watch = partial(_orphaned, parent)
    else:
        return  # it works for several, elsewhere, and outlives each
    threading.Thread(target=_outlived, args=(watch,), name=_WATCH, daemon=True).start()


def _orphaned(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_GLANCE)


def _outlived(watch: Callable[[], object]) -> None:
    watch()
    os._exit(1)  # nobody is left to hand anything to
