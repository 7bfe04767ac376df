"""The one place where loops over bytes are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from foedus.compiling import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile `function` to machine code that runs outside the interpreter's lock.

    The code is kept beside the module or in the user's cache, so that only the first run waits.
    """
    return cast(F, njit()(function))
