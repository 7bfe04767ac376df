"""The face of a room: what it offers, loaded when it is first asked for.

Whoever reads a case should not wait for what solves games. A face names everything that others may
use, for types in a block under ``TYPE_CHECKING``, and beside it where each name is found; or in
that block alone, which is then read (`offered`).
"""

from __future__ import annotations

import ast
import inspect
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


def offered(room: str) -> tuple[Callable[[str], Any], list[str]]:
    """Return the ``__getattr__`` of a room and its ``__all__``, from its block for types.

    Parameters
    ----------
    room
        Its full name.

    Examples
    --------
    >>> import foedus.games
    >>> ask, names = offered("foedus.games")
    >>> ask("Builder").__name__, "Builder" in names
    ('Builder', True)
    """
    where: dict[str, list[str]] = {}
    for block in ast.parse(inspect.getsource(sys.modules[room])).body:
        for one in block.body if isinstance(block, ast.If) else ():
            if isinstance(one, ast.ImportFrom):
                module = (one.module or "").removeprefix(f"{room}.")
                where.setdefault(module, []).extend(name.name for name in one.names)
    return lazily(room, where), sorted(name for names in where.values() for name in names)
