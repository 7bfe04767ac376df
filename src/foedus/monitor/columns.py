"""A chunk of rows as packed columns: what is stored, matched and given back as incidents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.incident import KINDS, Incident

ROW = np.dtype(
    [
        ("key", "<u8"),
        ("latitude", "<f8"),
        ("longitude", "<f8"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("low", "<i4"),
        ("best", "<i4"),
        ("high", "<i4"),
        ("km", "<f4"),
        ("kind_chance", "<f4"),
        ("a_began", "<f4"),
        ("id", "<i4"),
        ("side_a", "<i4"),
        ("side_b", "<i4"),
        ("country", "<i4"),
        ("unit", "<i4"),
        ("subunit", "<i4"),
        ("place", "<i4"),
        ("weapon", "<i4"),
        ("offset", "<i4"),
        ("length", "<i4"),
        ("minute", "<i2"),
        ("kind", "u1"),
    ]
)
"""One row. Texts are codes into the chunk's list, in the order of `TEXTS`; `a_began` is -1 and a
point is NaN where the source does not say; `id` is 0 where the key is the id; `offset` and `length`
find the row in the bytes of its chunk; `minute` is that of the day, -1 where it is not told."""
TEXTS = ("id", "side_a", "side_b", "country", "unit", "subunit", "place", "weapon")
Rows = NDArray[np.void]


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
        The rows that could be read, of the type `ROW`.
    texts
        What the codes in `rows` stand for.
    rejected
        The rows that could not be read.
    numbers
        Where only some rows of a chunk were taken: which.
    """

    digest: bytes
    source: str
    rows: Rows
    texts: Texts
    rejected: tuple[Rejected, ...] = ()
    numbers: NDArray[np.int64] | None = None

    def number(self, at: int) -> int:
        """Return the number that a row has in the whole chunk."""
        return at if self.numbers is None else int(self.numbers[at])

    def taken(self, at: NDArray[np.int64]) -> Chunk:
        """Return only the rows `at`, with only their texts."""
        rows = self.rows[at].copy()
        codes = np.stack([rows[name] for name in TEXTS])
        used = np.unique(np.append(codes, 0))
        texts = Texts.of([self.texts[code] for code in used.tolist()])
        for name, row in zip(TEXTS, codes, strict=True):
            rows[name] = np.searchsorted(used, row)
        return Chunk(self.digest, self.source, rows, texts, numbers=at)

    def incident(self, at: int) -> Incident:
        """Return a row as an incident."""
        return next(self.incidents([at]))

    def incidents(self, at: Sequence[int]) -> Iterator[Incident]:
        """Yield rows as incidents."""
        decoded = {0: ""}
        for row in self.rows[np.asarray(at, dtype=np.int64)].tolist():
            key, latitude, longitude, start, end, low, best, high, *rest = row
            km, kind_chance, a_began, *codes = rest
            kind, minute = codes.pop(), codes.pop()
            for code in codes[: len(TEXTS)]:
                if code not in decoded:
                    decoded[code] = self.texts[code]
            said = [decoded[code] for code in codes[: len(TEXTS)]]
            id_, side_a, side_b, country, unit, subunit, place, weapon = said
            is_placed = latitude == latitude
            yield Incident(
                source=self.source,
                id=id_ or str(key),
                start=date.fromordinal(start),
                end=date.fromordinal(end),
                time=f"{minute // 60:02}:{minute % 60:02}" if minute >= 0 else "",
                latitude=latitude if is_placed else None,
                longitude=longitude if is_placed else None,
                km=_short(km),
                country=country,
                unit=unit,
                subunit=subunit,
                place=place,
                kind=KINDS[kind],
                kind_chance=_short(kind_chance),
                side_a=side_a,
                side_b=side_b,
                a_began=None if a_began < 0 else _short(a_began),
                low=low,
                best=best,
                high=high,
                weapon=weapon,
            )

    def packed_texts(self) -> bytes:
        """Return the texts and the rejected rows as bytes."""
        rejected = json.dumps([(r.row, r.reason, r.text) for r in self.rejected]).encode()
        sizes = np.array([len(self.texts.ends), len(self.texts.blob)], dtype="<i4")
        ends = self.texts.ends.astype("<i4")
        return b"".join([sizes.tobytes(), ends.tobytes(), self.texts.blob, rejected])

    @classmethod
    def unpacked(cls, digest: bytes, source: str, rows: bytes, texts: bytes) -> Chunk:
        """Return a chunk from its bytes.

        Raises
        ------
        ValueError
            When they are not what `packed_texts` and the rows' bytes gave.
        """
        count, size = np.frombuffer(texts, dtype="<i4", count=2).tolist()
        ends = np.frombuffer(texts, dtype="<i4", count=count, offset=8)
        begin = 8 + 4 * count
        said = Texts(texts[begin : begin + size], ends)
        rejected = tuple(Rejected(*r) for r in json.loads(texts[begin + size :]))
        return cls(digest, source, np.frombuffer(rows, dtype=ROW), said, rejected)


def _short(number: float) -> float:
    """Return a number kept in 32 bits as it was written, to six digits."""
    if number == 1.0 or number == 0.0:
        return number
    return float(f"{number:.6g}")
