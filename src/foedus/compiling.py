"""Compiling loops to machine code, with a cache where there is a place for one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import numba

_TOLD = "FOEDUS_NO_CACHE_TOLD"
"""Set in the environment once it is said, so that workers do not say it again."""


def njit(**how: Any) -> Callable[[Any], Any]:
    """Return what compiles a function outside the interpreter's lock, and keeps the code.

    The code is kept beside the module, or in the user's cache; where neither can be written it is
    compiled anew by each process that needs it, which is said once.

    Parameters
    ----------
    how
        As for `numba.njit`; ``nogil`` and ``cache`` are set.
    """

    def compiled(function: Any) -> Any:
        try:
            return numba.njit(nogil=True, cache=True, **how)(function)
        except RuntimeError as error:
            if "cannot cache" not in str(error):
                raise
            _tell()
            return numba.njit(nogil=True, **how)(function)

    return compiled


def _tell() -> None:
    if _TOLD in os.environ or sys.stderr is None:
        return
    os.environ[_TOLD] = "1"
    print(
        "No folder for compiled code can be written, so each run takes some seconds more. "
        "NUMBA_CACHE_DIR names one.",
        file=sys.stderr,
    )
