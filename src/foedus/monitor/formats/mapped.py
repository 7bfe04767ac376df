"""Any other table, read by a mapping file: proposed by the program, confirmed by a person.

A mapping says which column tells what, and what the table's words for kinds mean. Its text is kept
with every release that it read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from foedus.monitor.formats.common import BIT, NOBODY, Format
from foedus.monitor.formats.draft import Draft
from foedus.monitor.formats.plain import COLUMNS as THINGS
from foedus.monitor.formats.plain import reject_disorder
from foedus.monitor.incident import KINDS

_KEYS = ("foedus-map", "name", "title", "silent_on", "columns", "constants", "kinds", "header")
_RENAMED = {"deaths": "best", "deaths_low": "low", "deaths_high": "high"}
_RENAMED |= {"deaths_civilians": "civilians"}
_OWN_WORDS = {word: bit for kind, bit in BIT.items() for word in (kind, kind.replace("_", " "))}
"""Our own words mean themselves, unless a mapping says otherwise."""
_OF_POINT = r"^\s*([-+]?\d+(?:\.\d+)?)[\s,;]+([-+]?\d+(?:\.\d+)?)"


class BadMappingError(ValueError):
    """A mapping file that cannot be used; the message says why."""


@lru_cache(maxsize=16)
def mapped(text: str) -> Format:
    """Return the format that a mapping file describes.

    Parameters
    ----------
    text
        YAML: ``columns`` (thing: column; three for a date, several for an id), ``kinds`` (its word:
        ours, two joined by +), ``constants`` (thing: text), ``header`` (columns of a table that
        comes without), ``name``, ``title`` and ``silent_on``.

    Raises
    ------
    BadMappingError
        When it is not such a file.
    """
    said = _read(text)
    columns: dict[str, list[str]] = {}
    for thing, column in said["columns"].items():
        names = column if isinstance(column, list) else [column]
        if len(names) != 1 and (thing, len(names)) != ("date", 3) and thing != "id":
            raise BadMappingError(
                f"columns: {thing}: write one column. Three tell a date (year, month, day), and "
                "several an id that no single one is."
            )
        columns[thing] = [str(name).strip().lower() for name in names]
    said_kinds = {str(word).strip().lower(): _bits(kind) for word, kind in said["kinds"].items()}
    kinds = _OWN_WORDS | said_kinds
    constants = {thing: str(value) for thing, value in said["constants"].items()}
    if "kind" in constants:
        constants["kind"] = str(_bits(constants["kind"]))
    found = {kind for bits in said_kinds.values() for kind, bit in BIT.items() if bits & bit}
    needed = [thing for thing in ("id", "date") if thing not in constants]
    return Format(
        name=f"map:{said['name']}",
        title=str(said["title"] or said["name"]),
        silent_on=str(said["silent_on"] or "its mapping does not say what it leaves out"),
        columns={_RENAMED.get(thing, thing): names for thing, names in columns.items()},
        dates=("date", "date_end", "time"),
        needed=needed,
        marks=(frozenset({names[0] for thing, names in columns.items() if thing in needed}),),
        fill=lambda draft: _fill(draft, kinds, constants.get("kind")),
        given=_given(columns, constants),
        without={_RENAMED.get(thing, thing): ", which the mapping names" for thing in columns},
        kinds=frozenset(found or KINDS),
        header=tuple(str(name).strip().lower() for name in said["header"]),
        tells_began=True,
    )


def _read(text: str) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        said = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise BadMappingError(f"this is not YAML: {error}") from None
    if not isinstance(said, dict) or said.get("foedus-map") != 1:
        raise BadMappingError("it does not begin with 'foedus-map: 1'.")
    unknown = [key for key in said if key not in _KEYS]
    if unknown:
        raise BadMappingError(f"there is no key {unknown[0]!r} in a mapping.")
    empty: dict[str, Any] = {"columns": {}, "constants": {}, "kinds": {}, "header": []}
    whole = {"name": "", "title": "", "silent_on": "", **said}
    for key, none in empty.items():
        found = whole.get(key)  # a key with nothing behind it, as in a proposal, is none
        whole[key] = none if found is None else found
        if not isinstance(whole[key], type(none)):
            how = "a list of columns' names" if key == "header" else "lines of 'name: meaning'"
            raise BadMappingError(f"{key}: write {how}.")
    for key in ("columns", "constants"):
        bare = [thing for thing, value in whole[key].items() if value is None]
        if bare:
            raise BadMappingError(f"{key}: {bare[0]}: nothing stands behind it. Say what tells it.")
        bad = [thing for thing in whole[key] if thing not in THINGS]
        if bad:
            raise BadMappingError(f"{key}: there is no {bad[0]!r}. Things are {', '.join(THINGS)}.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", str(whole["name"])):
        raise BadMappingError("name: write a short name in small letters, such as mission-log.")
    lacking = {"id", "date", "kind"} - set(whole["columns"]) - set(whole["constants"])
    if lacking:
        raise BadMappingError(f"columns: nothing tells {', '.join(sorted(lacking))}.")
    return whole


def _bits(kind: object) -> int:
    names = str(kind).split("+")
    unknown = [name for name in names if name not in BIT]
    if unknown:
        raise BadMappingError(f"kinds: there is no {unknown[0]!r}. Kinds are {', '.join(KINDS)}.")
    return sum(BIT[name] for name in dict.fromkeys(names))


def _given(
    columns: Mapping[str, Sequence[str]], constants: Mapping[str, str]
) -> dict[str, pl.Expr]:
    """Return the things that no single column tells."""
    given = {_RENAMED.get(thing, thing): pl.lit(value) for thing, value in constants.items()}
    if len(columns.get("date", ())) == 3:
        given |= _by_parts(columns["date"], columns.get("date_end"))
    if columns.get("latitude") and not {"longitude"} & {*columns, *constants}:
        # One column holds the point: latitude and longitude, and perhaps height and error.
        point = pl.col(columns["latitude"][0])
        given["latitude"] = pl.coalesce(point.str.extract(_OF_POINT, 1), point)
        given["longitude"] = point.str.extract(_OF_POINT, 2)
    if {"a_began", "side_a", "side_b"} <= columns.keys():
        # Who began may be told by name: that of one of the sides.
        who, a, b = (
            pl.col(columns[thing][0]).str.strip_chars().str.to_lowercase()
            for thing in ("a_began", "side_a", "side_b")
        )
        told = pl.when(who == a).then(pl.lit("1")).when(who == b).then(pl.lit("0"))
        is_open = (a == b) | who.str.contains(rf"^(both|{NOBODY.pattern})$")
        open_ = pl.when(is_open).then(pl.lit(None, dtype=pl.String))
        given["a_began"] = open_.otherwise(told.otherwise(pl.col(columns["a_began"][0])))
    if len(columns.get("id", ())) > 1:
        several = (pl.col(name).str.strip_chars().fill_null("") for name in columns["id"])
        given["id"] = pl.concat_str(several, separator=" ").str.strip_chars()
    return given


def _by_parts(parts: Sequence[str], end: Sequence[str] | None) -> dict[str, pl.Expr]:
    """Return the first and last day that a year, a month and a day tell.

    Where the day or the month is 0 or empty, as in the GTD, it may be any of the month or the year.
    """
    year, month, day = (pl.col(name).str.strip_chars() for name in parts)
    no_month, no_day = (x.fill_null("").str.contains(r"^(0{0,2})$") for x in (month, day))
    month = pl.when(no_month).then(pl.lit("01")).otherwise(month.str.zfill(2))
    first = pl.when(no_day | no_month).then(pl.lit("01")).otherwise(day.str.zfill(2))
    begins = pl.concat_str([year, month, first], separator="-").fill_null("")
    of_month = begins.str.to_date("%Y-%m-%d", strict=False).dt.month_end().dt.to_string("iso")
    last = pl.when(no_month).then(year + "-12-31").when(no_day).then(of_month)
    return {"date": begins, "date_end": pl.coalesce(pl.col(end[0]), last) if end else last}


def _fill(draft: Draft, kinds: Mapping[str, int], constant: str | None) -> None:
    reject_disorder(draft)
    draft.made["km"] = draft.number("km", 1.0)
    if constant is not None:
        draft.made["kinds"] = pl.lit(int(constant))
    else:
        draft.made["kinds"] = draft.coded("kind", kinds, BIT["other"], pl.UInt16)
        known = draft.text("kind").str.to_lowercase().is_in(list(kinds))
        said = draft.text("kind")
        draft.made["code"] = pl.when(known).then(pl.lit("")).otherwise(said)
    draft.chances()
