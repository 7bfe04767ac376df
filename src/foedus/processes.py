"""Processes that share nothing with the one that starts them, start quickly, and end with it."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext


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


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended.

    A worker waits for tasks on a pipe that its fellows hold open too, so that it would wait for
    ever. It is called in the worker, on any system.
    """
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_outlived, args=(parent.sentinel,), daemon=True).start()


def _outlived(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)  # nobody is left to hand anything to
