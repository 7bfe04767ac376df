"""Rooms have faces: what others use of a room is named in its `__init__`, and found there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import foedus

HOUSE = Path(foedus.__file__).parent
ROOMS = sorted(init.parent.name for init in HOUSE.glob("*/__init__.py"))
PACKAGES = {
    ".".join(("foedus", *init.parent.relative_to(HOUSE).parts))
    for init in HOUSE.rglob("__init__.py")
}
TAKEN = {
    ("loopholes", "foedus.loopholes.comparison", "Power"),
}
"""Names that two modules of a room give to two things; the face has the other one."""


def reaching() -> Iterator[tuple[str, str, str]]:
    """Yield the room, the module and the name of each import past the face of another room."""
    for file in HOUSE.rglob("*.py"):
        mine = file.relative_to(HOUSE).parts[0]
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or node.module in PACKAGES:
                continue
            parts = (node.module or "").split(".")
            if parts[0] == "foedus" and len(parts) > 2 and parts[1] in {*ROOMS} - {mine}:
                yield from ((parts[1], node.module or "", one.name) for one in node.names)


def test_nobody_reaches_past_a_face():
    assert [one for one in reaching() if one not in TAKEN] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_face_has_what_it_names(room: str):
    face = import_module(f"foedus.{room}")
    for name in getattr(face, "__all__", ()):
        assert not isinstance(getattr(face, name), type(pytest)), f"{name} is a module"


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_loaded_late_is_what_types_are_told_of(room: str):
    """The block for types and the table beside it name the same things of the same modules."""
    tree = ast.parse((HOUSE / room / "__init__.py").read_text("utf-8"))
    for block in (node for node in tree.body if isinstance(node, ast.If)):
        told = {
            (one.module, name.name)
            for one in block.body
            if isinstance(one, ast.ImportFrom)
            for name in one.names
        }
        (call,) = [node for node in ast.walk(block) if isinstance(node, ast.Call)]
        if len(call.args) == 1:  # the block itself is read
            modules = {module.split(".")[2] for module, _ in told if module}
            assert not {name for _, name in told} & modules
            continue
        table = ast.literal_eval(call.args[1])
        late = {(f"foedus.{room}.{m}", name) for m, names in table.items() for name in names}
        assert told == late
        assert not {name for _, name in late} & {module.split(".")[0] for module in table}
