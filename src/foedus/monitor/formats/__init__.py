"""The formats that people hold, told apart by their header and never by the name of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.language import did_you_mean
from foedus.monitor.formats.acled import ACLED
from foedus.monitor.formats.common import Format, Reading
from foedus.monitor.formats.ged import GED
from foedus.monitor.formats.ged import HEADER as GED_HEADER
from foedus.monitor.formats.mapped import mapped
from foedus.monitor.formats.plain import PLAIN
from foedus.monitor.formats.viina import VIINA

FORMATS: tuple[Format, ...] = (GED, ACLED, VIINA, PLAIN)
"""In the order in which they are tried."""


_BY_NAME = {form.name: form for form in FORMATS}
BARE = r"(?:[^\w\x00]|_)+"
"""What a name of a column is the same without: R writes dots for its underscores, others spaces."""


def bare(name: str) -> str:
    """Return the name of a column in small letters, without what stands between its words."""
    return re.sub(BARE, "", name.lower())


NAMES = {bare(n): n for form in FORMATS for names in form.columns.values() for n in names}
"""The names of columns that the formats read."""


def spelt(header: Sequence[str]) -> list[str]:
    """Return the names of columns in lower case, each as the formats that read it spell it."""
    names = [name.strip().lower() for name in header]
    usual = [NAMES.get(bare(name), name) for name in names]
    return [name if new in names else new for name, new in zip(names, usual, strict=True)]


def format_of(reading: Reading) -> Format:
    """Return the format by which a file is read."""
    if reading.mapping:
        return mapped(reading.mapping)
    return _BY_NAME[reading.format]


_OTHERS = "'foedus monitor map' proposes how to read other tables."


class UnknownFormatError(ValueError):
    """A header that belongs to no format that is read."""


def detect(first: Sequence[str]) -> tuple[Format, tuple[str, ...]]:
    """Return the format of a file and its columns: its first record, unless that is a row of GED.

    Parameters
    ----------
    first
        The fields of the first record.

    Raises
    ------
    UnknownFormatError
        When no format is recognised; the message says what was missing.

    Examples
    --------
    >>> detect(["id", "date", "kind"])[0].title
    'foedus incident file'
    """
    header = tuple(spelt(first))
    if {"event_id_cnty", "actor_type", "actor1"} <= set(header):
        raise UnknownFormatError(
            "this is ACLED's monadic export, a row for each actor: none tells who fired at whom. "
            "Download the dyadic one, a row for each event."
        )
    for form in FORMATS:
        if any(marks <= set(header) for marks in form.marks):
            return form, header
    ged = tuple(GED_HEADER.split(","))
    if len(header) == len(ged) and header[0].isdigit() and header[5] in ("1", "2", "3"):
        return GED, ged
    raise UnknownFormatError(_unknown(header))


def known_title(header: Sequence[str]) -> str:
    """Return the title of the format that a header is of; empty where it is of none."""
    try:
        return detect(header)[0].title
    except UnknownFormatError:
        return ""


def _unknown(header: Sequence[str]) -> str:
    if "event_id" in header and "report_id" in header:
        return (
            "this looks like VIINA's event_info, which has no labels (t_..., a_...); "
            "read the event_1pd file of the same year instead."
        )
    if "events" in header and {"week", "month", "year"} & set(header):
        return (
            "its rows are sums ('events' of a week, month or year, as ACLED publishes them for "
            "everybody), and a norm is broken by events. Read an export with a row for each event."
        )
    best = max(FORMATS, key=lambda form: max(len(m & set(header)) for m in form.marks))
    marks = max(best.marks, key=lambda m: len(m & set(header)))
    lacking = sorted(marks - set(header))
    if len(lacking) < len(marks):
        fix = did_you_mean(lacking[0], [name for name in header if name and name not in marks])
        near = f" {fix}" if fix.startswith("Did") else ""
        lacks = ", ".join(lacking)
        return f"it is most like {best.title}, but has no column {lacks}.{near} {_OTHERS}"
    known = ", ".join(form.title for form in FORMATS)
    return f"its first line is the header of none of these: {known}. {_OTHERS}"


__all__ = ["FORMATS", "Format", "Reading", "UnknownFormatError", "detect", "format_of"]
