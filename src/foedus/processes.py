"""Processes that share nothing with the one that starts them, and start quickly."""

from __future__ import annotations

import signal
from multiprocessing import get_all_start_methods, get_context
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
