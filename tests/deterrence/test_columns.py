"""Rows that are joined over chunks: in any order, in memory or on disk, and never all at once."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.deterrence import columns as module
from foedus.deterrence.columns import Columns


def chunks(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [
        {"x": rng.random(size), "few": rng.random((min(size, 3), 4)) < 0.5, "y": rng.random(size)}
        for size in sizes
    ]


@given(
    sizes=st.lists(st.integers(0, 9), min_size=1, max_size=6),
    order=st.randoms(),
    on_disk=st.booleans(),
)
def test_rows_are_joined_in_the_order_of_chunks_whoever_comes_first(sizes, order, on_disk):
    made = chunks(sizes)
    arrives = list(range(len(sizes)))
    order.shuffle(arrives)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_IN_MEMORY", 1 if on_disk else 1 << 20)
        found = Columns(range(len(sizes)))
        for number in arrives:
            found.put(number, made[number])
    assert list(found) == ["x", "few", "y"]
    for name in found:
        np.testing.assert_array_equal(found[name], np.concatenate([c[name] for c in made]))


def test_memory_does_not_grow_with_the_chunks(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "_IN_MEMORY", 1 << 16)
    rows = {f"row {at}": np.ones(500) for at in range(20)}
    found = Columns(range(400), tmp_path)
    for number in range(10):
        found.put(number, rows)
    tracemalloc.start()
    try:
        for number in range(10, 400):
            found.put(number, rows)
        found["row 7"].sum()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # 390 chunks hold 31 MB; one row of all draws, twice while it is joined, 3.2 MB.
    assert most < 5e6
    assert not list(tmp_path.iterdir())


def test_a_chunk_with_other_rows_is_refused():
    found = Columns([0, 1])
    found.put(0, {"x": np.ones(2)})
    with pytest.raises(ValueError, match="chunk 1 does not have the rows"):
        found.put(1, {"y": np.ones(2)})
    with pytest.raises(KeyError):
        found["z"]
