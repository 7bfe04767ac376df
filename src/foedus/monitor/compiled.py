"""The one place where loops over bytes are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile `function` to machine code that runs outside the interpreter's lock.

    The code is kept beside the module or in the user's cache, so that only the first run waits.
    """
    made: Any = numba.njit(cache=True, nogil=True)(function)
    return cast(F, made)
