"""Which rows stand: those of the newest release that has them, less those withdrawn since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.columns import Chunk
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Complete, Release

Mask = NDArray[np.bool_]


def standing(
    ledger: Ledger, releases: Sequence[Release], terms: bytes
) -> Iterator[tuple[Chunk, Mask]]:
    """Yield the rows that bear on the terms, a chunk at a time, with the mask of those that stand.

    Parameters
    ----------
    ledger
        The ledger.
    releases
        The releases that count, newest first within each source.
    terms
        The digest of the terms.
    """
    for _, of_source in groupby(releases, key=lambda release: release.source):
        yield from _of_source(ledger, list(of_source), terms)


def _of_source(
    ledger: Ledger, releases: Sequence[Release], terms: bytes
) -> Iterator[tuple[Chunk, Mask]]:
    seen = np.zeros(0, dtype=np.uint64)
    seen_chunks: set[bytes] = set()
    scopes: list[Complete] = []
    for number, release in enumerate(releases):
        keys = [seen]
        twice: dict[int, list[int]] = {}
        for seq, row, _ in release.reused:
            twice.setdefault(seq, []).append(row)
        for seq, part in enumerate(release.chunks):
            if part in seen_chunks:
                continue  # every id in it is in a later release, or earlier in this one
            seen_chunks.add(part)
            if number + 1 < len(releases):
                keys.append(ledger.keys(part))
            chunk = ledger.bearing(part, terms)
            mask = np.ones(len(chunk.rows), dtype=np.bool_)
            if seq in twice:
                rows = np.arange(len(chunk.rows)) if chunk.numbers is None else chunk.numbers
                mask &= ~np.isin(rows, twice[seq])
            if number and len(mask):
                mask &= ~_within(seen, chunk.rows["key"])
                for scope in scopes:
                    mask &= ~_covered(chunk, scope)
            if mask.any():
                yield chunk, mask
        seen = _sorted(keys) if len(keys) > 1 else seen
        if release.complete:
            scopes.append(release.complete)


def _sorted(keys: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Return distinct keys in order; `np.unique` hashes them, which takes many times as long."""
    every = np.concatenate(keys)
    every.sort()
    return every[np.append(True, every[1:] != every[:-1])] if len(every) else every


def _within(seen: NDArray[np.uint64], keys: NDArray[np.uint64]) -> Mask:
    """Return which keys are in the sorted array `seen`."""
    if not len(seen):
        return np.zeros(len(keys), dtype=np.bool_)
    at = np.searchsorted(seen, keys)
    return np.asarray(seen[np.minimum(at, len(seen) - 1)] == keys)


def _covered(chunk: Chunk, scope: Complete) -> Mask:
    """Return which rows a later release is complete for."""
    rows = chunk.rows
    inside = (rows["start"] >= scope.first.toordinal()) & (rows["end"] <= scope.last.toordinal())
    if scope.countries:
        used, back = np.unique(rows["country"], return_inverse=True)
        named = [chunk.texts[code] in scope.countries for code in used.tolist()]
        inside &= np.array(named, dtype=np.bool_)[back]
    return np.asarray(inside)
