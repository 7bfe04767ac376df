"""Office files with the same bytes whenever they are written: their packing has no clock."""

from __future__ import annotations

import io
import zipfile

_NEVER = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP file can name."""


def packed(content: bytes) -> bytes:
    """Return a ZIP file with the same members, none of which says when it was written.

    Examples
    --------
    >>> out = io.BytesIO()
    >>> with zipfile.ZipFile(out, "w") as made:
    ...     made.writestr("a.txt", "words")
    >>> with zipfile.ZipFile(io.BytesIO(packed(out.getvalue()))) as again:
    ...     again.getinfo("a.txt").date_time[0], again.read("a.txt")
    (1980, b'words')
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for member in given.infolist():
            entry = zipfile.ZipInfo(member.filename, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            made.writestr(entry, given.read(member.filename))
    return out.getvalue()
