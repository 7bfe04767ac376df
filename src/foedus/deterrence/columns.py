"""What was read off all chunks of one job, by name: in memory while it is small, then on disk.

A sweep takes quantiles, so every draw must be at hand; but only one row of numbers at a time. Rows
therefore lie in a file without a name, which is gone with the process, and memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

Rows = Mapping[str, NDArray[Any]]
_IN_MEMORY = 4 << 20
"""Bytes of one job that are held in memory; beyond, they go to disk."""


class Columns(Mapping[str, NDArray[Any]]):
    """Rows of numbers by name, joined over chunks in their order.

    Parameters
    ----------
    order
        The numbers of the chunks, in the order of their draws.
    folder
        Where a file without a name may be made; the system's place for such files when left out.

    Examples
    --------
    >>> columns = Columns([0, 1])
    >>> columns.put(1, {"x": np.array([3.0])})
    >>> columns.put(0, {"x": np.array([1.0, 2.0]), "told": np.array(["once"])})
    >>> columns["x"].tolist(), columns["told"].tolist()
    ([1.0, 2.0, 3.0], ['once'])
    """

    def __init__(self, order: Sequence[int], folder: Path | None = None) -> None:
        self._order = tuple(order)
        beside = None if folder is None else str(folder)
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY, dir=beside)  # noqa: SIM115
        finalize(self, self._file.close)
        self._at: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._kinds: dict[str, tuple[np.dtype[Any], tuple[int, ...]]] = {}
        self._texts: dict[str, NDArray[Any]] = {}
        self.beside: Any = None

    def __contains__(self, name: object) -> bool:
        return name in self._kinds or name in self._texts

    def __len__(self) -> int:
        return len(self._kinds) + len(self._texts)

    def __iter__(self) -> Iterator[str]:
        yield from self._kinds
        yield from self._texts

    @property
    def done(self) -> int:
        """How many chunks were put."""
        return len(self._at)

    def put(self, number: int, rows: Rows) -> None:
        """Take one chunk: equal names in every chunk, except for texts, which one chunk brings.

        Raises
        ------
        ValueError
            When the chunk has other rows than those before it.
        """
        numbers = {name: np.ascontiguousarray(row) for name, row in rows.items() if not _text(row)}
        self._texts |= {name: np.asarray(row) for name, row in rows.items() if _text(row)}
        kinds = {name: (row.dtype, row.shape[1:]) for name, row in numbers.items()}
        self._kinds = self._kinds or kinds
        if kinds != self._kinds:
            raise ValueError(f"chunk {number} does not have the rows of the chunks before it")
        self._at[number] = (self._file.seek(0, 2), tuple(len(numbers[n]) for n in self._kinds))
        for name in self._kinds:
            self._file.write(numbers[name].tobytes())

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name in self._texts:
            return self._texts[name]
        dtype, shape = self._kinds[name]
        parts = [self._read(name, *self._at[number]) for number in self._order]
        return np.frombuffer(b"".join(parts), dtype).reshape(-1, *shape)

    def _read(self, name: str, start: int, lengths: tuple[int, ...]) -> bytes:
        for length, (other, (dtype, shape)) in zip(lengths, self._kinds.items(), strict=True):
            size = length * prod(shape) * dtype.itemsize
            if other == name:
                self._file.seek(start)
                return self._file.read(size)
            start += size
        raise KeyError(name)


def _text(row: NDArray[Any]) -> bool:
    return row.dtype.kind == "U"
