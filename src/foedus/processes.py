"""Processes that share nothing with the one that starts them, start quickly, and end with it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

_WATCH = "ends with its parent"
_GLANCE = 0.5
"""Seconds between two looks whether the parent is still there."""


def fresh_processes(module: str) -> BaseContext:
    """Return a way to start processes; where the system can, all are copies of one.

    That one starts at once and loads `module` beside whatever is done here meanwhile. Interrupts
    are kept from it, since who started it answers them.

    Parameters
    ----------
    module
        What the processes will run, by its full name.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # it lets interrupts through again, so it comes first
    forkserver.set_forkserver_preload([module])
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return get_context("forkserver")


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
    if started_by is not None and started_by.pid == parent:
        watch: Callable[[], object] = partial(wait, [started_by.sentinel])
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
