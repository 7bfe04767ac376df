"""The face of a room: what it offers, loaded when it is first asked for.

Whoever reads a case should not wait for what solves games. A face names everything that others may
use, for types in a block under ``TYPE_CHECKING``, and beside it where each name is found.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazily(room: str, where: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a room.

    Parameters
    ----------
    room
        Its full name.
    where
        By module of the room: the names that are found in it.

    Examples
    --------
    >>> lazily("foedus", {"figures": ["Figure"]})("Figure").__name__
    'Figure'
    """
    found = {name: module for module, names in where.items() for name in names}

    def ask(name: str) -> Any:
        if name not in found:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value = getattr(import_module(f"{room}.{found[name]}"), name)
        if room in sys.modules:
            setattr(sys.modules[room], name, value)
        return value

    return ask
