"""Every key whose type is an id is checked, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from foedus.casebook import cases, text_of
from foedus.language import Arrangement, read, read_file
from foedus.language.conditions import Condition
from foedus.language.ids import refs
from foedus.language.reader import examined
from foedus.language.writer import plain

TESTS = Path(__file__).parents[1]
FILES = [*(TESTS / "process").glob("*.yaml"), TESTS.parent / "docs" / "reference" / "example.yaml"]
ARRANGEMENTS: list[Arrangement] = [
    *(read(text_of(case), case) for case in cases()),
    *(read_file(path) for path in FILES),
]
NOWHERE = "nowhere-declared"
Place = tuple[str | int, ...]


def places(value: Any, path: Place = ()) -> Iterator[tuple[str, Place]]:
    """Yield the shape and attribute of each id that is written, with its place."""
    if is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            inner, where = getattr(value, f.name), (*path, f.name.rstrip("_"))
            if f.name in refs(type(value)):
                if inner:
                    yield f"{type(value).__name__}.{f.name}", where
            elif f.name not in ("changes", "options"):
                yield from places(inner, where)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from places(inner, (*path, at))


WRITTEN = {
    key: (arrangement, path) for arrangement in ARRANGEMENTS for key, path in places(arrangement)
}


@pytest.mark.parametrize("key", sorted(WRITTEN))
def test_an_id_that_is_nowhere_declared_is_told(key: str):
    arrangement, path = WRITTEN[key]
    written = deepcopy(plain(arrangement))
    inside = written
    for part in path[:-1]:
        inside = inside[part]
    inside[path[-1]] = NOWHERE
    _, found = examined(written)
    assert any(one.absent == NOWHERE and one.path[: len(path)] == path for one in found)


def test_statements_of_a_condition_about_a_clause_are_ids():
    free = {"act", "acted", "by", "against", "from_", "all", "any", "not_"}
    assert set(refs(Condition)) == {f.name for f in fields(Condition)} - free
    assert len(WRITTEN) >= 50
