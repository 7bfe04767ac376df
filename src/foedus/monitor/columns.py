"""A chunk of rows as packed columns: what is stored, matched and given back as incidents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from json.encoder import encode_basestring
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.incident import KINDS, Incident, written

COLUMNS: dict[str, str] = {
    "key": "<u8",
    "latitude": "<f8",
    "longitude": "<f8",
    "start": "<i4",
    "end": "<i4",
    "low": "<i4",
    "best": "<i4",
    "high": "<i4",
    "km": "<f4",
    "kind_chance": "<f4",
    "a_began": "<f4",
    "id": "<i4",
    "side_a": "<i4",
    "side_b": "<i4",
    "country": "<i4",
    "unit": "<i4",
    "subunit": "<i4",
    "place": "<i4",
    "weapon": "<i4",
    "minute": "<i2",
    "kind": "u1",
}
"""The columns of a row. Texts are codes into the chunk's list, in the order of `TEXTS`; `a_began`
is -1 and a point is NaN where the source does not say; `id` is 0 where the key is the id; `minute`
is that of the day, -1 where it is not told."""
TEXTS = ("id", "side_a", "side_b", "country", "unit", "subunit", "place", "weapon")
_WIDTHS = {1: "<u1", 2: "<u2", 4: "<u4", 8: "<u8"}


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows, a column at a time: for each of `COLUMNS` an array of that type, all of one length."""

    columns: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.columns["key"])

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def at(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Rows:
        """Return only some of the rows."""
        return Rows({name: column[which] for name, column in self.columns.items()})

    def lists(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as plain values, in the order of the columns."""
        return zip(*(self.columns[name].tolist() for name in COLUMNS), strict=True)

    def packed(self) -> bytes:
        """Return all columns but the keys as bytes, each as narrow as its numbers allow."""
        parts = [_narrowed(self.columns[name]) for name in COLUMNS if name != "key"]
        return b"".join(parts)

    def wide(self) -> bytes:
        """Return all columns as bytes, as they are: quicker than `packed` where rows are few."""
        return b"".join(self.columns[name].tobytes() for name in COLUMNS)

    def packed_keys(self) -> bytes:
        """Return the keys as bytes."""
        return _narrowed(self.columns["key"])

    @classmethod
    def unpacked(cls, count: int, keys: bytes, rest: bytes) -> Rows:
        """Return `count` rows from their bytes.

        Raises
        ------
        ValueError
            When they are not what `packed_keys` and `packed` gave.
        """
        columns = {"key": unpacked_keys(count, keys)}
        at = 0
        for name, kind in COLUMNS.items():
            if name != "key":
                columns[name], at = _widened(rest, at, count, np.dtype(kind))
        if at != len(rest):
            raise ValueError("there are more bytes than rows")
        return cls(columns)

    @classmethod
    def from_wide(cls, count: int, wide: bytes) -> Rows:
        """Return `count` rows from what `wide` gave.

        Raises
        ------
        ValueError
            When there are not as many.
        """
        columns, at = {}, 0
        for name, kind in COLUMNS.items():
            columns[name] = np.frombuffer(wide, dtype=kind, count=count, offset=at).copy()
            at += columns[name].nbytes
        if at != len(wide):
            raise ValueError("there are more bytes than rows")
        return cls(columns)

    @classmethod
    def none(cls) -> Rows:
        """Return no rows."""
        return cls({name: np.zeros(0, dtype=kind) for name, kind in COLUMNS.items()})


def unpacked_keys(count: int, keys: bytes) -> NDArray[np.uint64]:
    """Return `count` keys from their bytes."""
    found, at = _widened(keys, 0, count, np.dtype("<u8"))
    if at != len(keys):
        raise ValueError("there are more bytes than keys")
    return found


def _narrowed(column: NDArray[Any]) -> bytes:
    """Return a column as its least number, a width, and how far each is above in so many bytes.

    Floating-point numbers count as the whole numbers that their bits are.
    """
    bits = column.view(f"<i{column.itemsize}") if column.dtype.kind == "f" else column
    if not len(bits):
        return _heading(0, 0)
    least, most = int(bits.min()), int(bits.max())
    if least == most:
        return _heading(least, 0)
    width = next(w for w in (1, 2, 4, 8) if most - least < 1 << 8 * w)
    above = (bits - bits.dtype.type(least)).astype(_WIDTHS[width], copy=False)
    body: bytes = above.tobytes()
    return _heading(least, width) + body


def _heading(least: int, width: int) -> bytes:
    return (least & (1 << 64) - 1).to_bytes(8, "little") + bytes([width])


def _widened(packed: bytes, at: int, count: int, kind: np.dtype[Any]) -> tuple[NDArray[Any], int]:
    """Undo `_narrowed`: return a column, and where the bytes of the next begin."""
    least, width = int.from_bytes(packed[at : at + 8], "little"), packed[at + 8]
    at += 9
    unsigned = np.dtype(f"<u{kind.itemsize}")
    first = unsigned.type(least & (1 << 8 * kind.itemsize) - 1)
    bits = np.full(count, first, dtype=unsigned)
    if width:
        above = np.frombuffer(packed, dtype=_WIDTHS[width], count=count, offset=at)
        bits += above.astype(unsigned)
    return bits.view(kind), at + width * count


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read: where in its chunk, why, and its text."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The distinct texts of a chunk, one behind another, each decoded only when it is asked for.

    Parameters
    ----------
    blob
        The texts in UTF-8.
    ends
        Where each ends; text 0 is empty.
    """

    blob: bytes
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, code: int) -> str:
        begin = int(self.ends[code - 1]) if code else 0
        return self.blob[begin : int(self.ends[code])].decode("utf-8")

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Return texts as one.

        Examples
        --------
        >>> Texts.of(["", "DPR", "LPR"])[1]
        'DPR'
        """
        encoded = [text.encode("utf-8") for text in texts]
        return cls(b"".join(encoded), np.cumsum([len(e) for e in encoded], dtype=np.int32))

    def picked(self, codes: Sequence[int]) -> Texts:
        """Return only some of the texts, in the order of `codes`."""
        ends = self.ends.tolist()
        parts = [self.blob[ends[code - 1] if code else 0 : ends[code]] for code in codes]
        return Texts(b"".join(parts), np.cumsum([len(p) for p in parts], dtype=np.int32))

    def followed_by(self, texts: Sequence[str]) -> Texts:
        """Return these texts with others behind them."""
        more = Texts.of(texts)
        ends = np.concatenate([self.ends, more.ends + len(self.blob)]).astype(np.int32)
        return Texts(self.blob + more.blob, ends)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some thousand rows of a source.

    Parameters
    ----------
    digest
        SHA-256 of the header, the name of the format, and the bytes of the rows.
    source
        The id of the source.
    rows
        The rows that could be read.
    texts
        What the codes in `rows` stand for.
    rejected
        The rows that could not be read.
    numbers, digests
        Where only some rows of a chunk were taken: which, and the digests of their incidents.
    """

    digest: bytes
    source: str
    rows: Rows
    texts: Texts
    rejected: tuple[Rejected, ...] = ()
    numbers: NDArray[np.int64] | None = None
    digests: bytes = b""

    def number(self, at: int) -> int:
        """Return the number that a row has in the whole chunk."""
        return at if self.numbers is None else int(self.numbers[at])

    def taken(self, at: NDArray[np.int64]) -> Chunk:
        """Return only the rows `at`, with only their texts."""
        rows = self.rows.at(at)
        codes = np.stack([rows[name] for name in TEXTS])
        used = np.unique(np.append(codes, 0))
        texts = self.texts.picked(used.tolist())
        recoded = np.searchsorted(used, codes).astype("<i4")
        columns = {**rows.columns, **dict(zip(TEXTS, recoded, strict=True))}
        return Chunk(self.digest, self.source, Rows(columns), texts, numbers=at)

    def incident(self, at: int) -> Incident:
        """Return a row as an incident."""
        return next(self.incidents([at]))

    def incidents(self, at: Sequence[int]) -> Iterator[Incident]:
        """Yield rows as incidents."""
        for source, id_, start, end, *rest in self._values(at):
            yield Incident(source, id_, date.fromordinal(start), date.fromordinal(end), *rest)

    def named(self, at: Sequence[int]) -> Iterator[tuple[str, str, str, str, float | None]]:
        """Yield of each row its id, the digest of its incident, its sides, and who began it."""
        rows = self.rows.at(np.asarray(at, dtype=np.int64))
        said = cache(self.texts.__getitem__)
        digests = self.digests or self.digested()
        names = ("key", "id", "side_a", "side_b", "a_began")
        columns = zip(at, *(rows[name].tolist() for name in names), strict=True)
        for row, key, id_, side_a, side_b, told in columns:
            digest = digests[32 * row : 32 * row + 32].hex()
            began = None if told < 0 else _short(told)
            yield said(id_) or str(key), digest, said(side_a), said(side_b), began

    def digested(self) -> bytes:
        """Return the digests of all the rows' incidents, one behind another."""
        lines = (written(row, _day, _quoted) for row in self._values(range(len(self.rows))))
        return b"".join(
            hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest() for line in lines
        )

    def _values(self, at: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """Yield rows in the order of `Incident`, with their days as ordinals."""
        decoded = {0: ""}
        for row in self.rows.at(np.asarray(at, dtype=np.int64)).lists():
            key, latitude, longitude, start, end, low, best, high, *rest = row
            km, kind_chance, a_began, *codes, minute, kind = rest
            for code in codes:
                if code not in decoded:
                    decoded[code] = self.texts[code]
            said = [decoded[code] for code in codes]
            id_, side_a, side_b, country, unit, subunit, place, weapon = said
            is_placed = latitude == latitude
            yield (
                self.source,
                id_ or str(key),
                start,
                end,
                latitude if is_placed else None,
                longitude if is_placed else None,
                _short(km),
                country,
                unit,
                subunit,
                place,
                KINDS[kind],
                _short(kind_chance),
                side_a,
                side_b,
                None if a_began < 0 else _short(a_began),
                low,
                best,
                high,
                weapon,
                f"{minute // 60:02}:{minute % 60:02}" if minute >= 0 else "",
            )

    def packed_texts(self) -> bytes:
        """Return the texts and the rejected rows as bytes."""
        rejected = json.dumps([(r.row, r.reason, r.text) for r in self.rejected]).encode()
        sizes = np.array([len(self.texts.ends), len(self.texts.blob)], dtype="<i4")
        lengths = _narrowed(np.diff(self.texts.ends, prepend=np.int32(0)))
        return b"".join([sizes.tobytes(), lengths, self.texts.blob, rejected])

    def with_texts(self, packed: bytes) -> Chunk:
        """Return the chunk with the texts and rejected rows that `packed_texts` gave.

        Raises
        ------
        ValueError, IndexError
            When it gave no such bytes.
        """
        many, size = np.frombuffer(packed, dtype="<i4", count=2).tolist()
        lengths, begin = _widened(packed, 8, many, np.dtype("<i4"))
        said = Texts(packed[begin : begin + size], np.cumsum(lengths, dtype=np.int32))
        rejected = tuple(Rejected(*r) for r in json.loads(packed[begin + size :]))
        return replace(self, texts=said, rejected=rejected)

    @classmethod
    def unpacked(
        cls, digest: bytes, source: str, count: int, keys: bytes, rows: bytes, texts: bytes
    ) -> Chunk:
        """Return a chunk from its bytes; see `with_texts` for what it raises."""
        bare = cls(digest, source, Rows.unpacked(count, keys, rows), Texts.of([""]))
        return bare.with_texts(texts)


_quoted = lru_cache(maxsize=4096)(encode_basestring)


@lru_cache(maxsize=4096)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _short(number: float) -> float:
    """Return a number kept in 32 bits as it was written, to six digits."""
    if number == 1.0 or number == 0.0:
        return number
    return float(f"{number:.6g}")
