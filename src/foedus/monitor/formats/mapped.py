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

from foedus.monitor.formats.common import BIT, NOBODY, SHEET, Format
from foedus.monitor.formats.draft import Draft
from foedus.monitor.formats.plain import COLUMNS as THINGS
from foedus.monitor.formats.plain import reject_disorder
from foedus.monitor.incident import KINDS

_KEYS = ("foedus-map", "name", "title", "silent_on", "columns", "constants", "kinds", "header")
_RENAMED = {"deaths": "best", "deaths_low": "low", "deaths_high": "high"}
_RENAMED |= {"deaths_civilians": "civilians"}
_WHO_DID_IT = (
    r"^((alleged_)?perpetrator(_name)?|gname|attacker|aggressor|initiator|violator"
    r"|(violating|responsible|firing)_(party|side)|((violated|committed|fired)_)?by|attributed_to)$"
)
_OWN_WORDS = {word: bit for kind, bit in BIT.items() for word in (kind, kind.replace("_", " "))}
"""Our own words mean themselves, unless a mapping says otherwise."""
_POINT = r"^_?(gps|geopoint|geolocation|coordinates)$|_(gps|geopoint)$"
"""Columns that hold a whole point, as forms of KoBo do."""
_OF_POINT = r"^\s*([-+]?\d+(?:\.\d+)?)[\s,;]+([-+]?\d+(?:\.\d+)?)"
_GUESSES = {
    "id": r"^(.*_)?(uu)?id$|^globaleventid$|^eventid$|^_uuid$|^objectid$|^fid$",
    "date": r"^(event_?|incident_?)?(date|day|when|datum|timestamp)$|(?<!up)date$|^date_of_",
    "date_end": r"end_?date|date_?end|^until$",
    "time": r"^((event|incident|attack)_)?time(_of_(the_)?(event|incident|attack))?$|uhrzeit",
    "kind": r"^(event_?|incident_?|attack)?_?type(1_txt)?$|^type_of_|category|eventrootcode|^kind$",
    "latitude": r"^lat(itude)?$|_latitude$|actiongeo_lat|^y$",
    "longitude": r"^lon(g|gitude)?$|_longitude$|actiongeo_long|^x$",
    "country": r"^country(_txt|_name)?$|actiongeo_countrycode",
    "unit": r"^(admin1|adm1|adm_1|provstate|province|region|oblast)(_name)?$",
    "subunit": r"^(admin2|adm2|adm_2|district|raion)(_name)?$",
    "place": r"^(place|location|city|town|village|settlement|actiongeo_fullname)(_name)?$",
    "side_a": r"^(side_a|actor_?1(name)?)$|" + _WHO_DID_IT,
    "side_b": r"^(side_b|actor_?2(name)?|target|target1|victim|against|defender|opponent"
    r"|(target|victim|attacked)_(name|group|party|side))$",
    "deaths": r"^((number|no)_(of_)?)?(people_)?(deaths|fatalities|killed|nkill|dead|toll)$",
    "deaths_low": r"(deaths|killed|fatalities)_(low|min)",
    "deaths_high": r"(deaths|killed|fatalities)_(high|max)",
    "deaths_civilians": r"civilian.*(dead|deaths|killed)|(dead|deaths|killed).*civilian",
    "weapon": r"^weap(on|type1_txt)?s?$",
}


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
    whole: dict[str, Any] = {"name": "", "title": "", "silent_on": "", "header": []}
    whole |= {"columns": {}, "constants": {}, "kinds": {}} | said
    for key in ("columns", "constants"):
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
        year, *rest = (pl.col(name).str.strip_chars() for name in columns["date"])
        parts = [year, *(part.str.zfill(2) for part in rest)]
        given["date"] = pl.concat_str(parts, separator="-").fill_null("")
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


def propose(name: str, header: Sequence[str], words: Mapping[str, Sequence[str]]) -> str:
    """Return a mapping file for a table, as far as its columns' names tell.

    Parameters
    ----------
    name
        A short name.
    header
        Its columns.
    words
        The words that stand in a column, for the one that tells the kind.
    """
    lines = [
        "# Proposed by 'foedus monitor map'. Check every line: all of it is guessed.",
        "foedus-map: 1",
        f"name: {name}",
        "title: ''  # what the table is",
        "silent_on: ''  # what it does not record, as a sentence without its full stop",
        "columns:",
    ]
    # What is called as our own format calls it is that, before anything is guessed.
    found = {thing: column for thing in THINGS for column in header if _plain(column) == thing}
    for thing, pattern in _GUESSES.items():
        if thing in found:
            continue
        match = [c for c in header if re.search(pattern, _plain(c)) and c not in found.values()]
        if thing == "side_a":  # a column for one of two sides before one that names who did it
            match.sort(key=lambda column: bool(re.search(_WHO_DID_IT, _plain(column))))
        if match:
            found[thing] = match[0]
    who = [c for c in header if re.search(_WHO_DID_IT, _plain(c)) and c not in found.values()]
    if who and {"side_a", "side_b"} <= found.keys():
        found.setdefault("a_began", who[0])
    if {"iyear", "imonth", "iday"} <= {column.lower() for column in header}:
        found["date"] = "[iyear, imonth, iday]"
    points = [c for c in header if re.search(_POINT, _plain(c)) and c not in found.values()]
    if points and "latitude" not in found:
        found["latitude"] = points[0]
    lines += [f"  {thing}: {_quoted(column)}" for thing, column in found.items()]
    rest = [thing for thing in ("id", "date", "kind", "side_a", "side_b") if thing not in found]
    lines += [f"  # {thing}: which column?" for thing in rest]
    if SHEET in header:
        lines.append(f"  # Do ids start anew in each sheet? Write id: [{SHEET}, ...]")
    lines += _constants(found), "kinds:"
    told = words.get(found.get("kind", ""), ())
    lines += [f"  {_quoted(word)}: {_kind_of(word)}" for word in told]
    left = [column for column in header if column not in (*found.values(), SHEET)]
    lines += [f"# kinds are {', '.join(KINDS)}; two are joined by +", f"# not used: {left}"]
    return "\n".join(lines)


def _kind_of(word: str) -> str:
    """Return which kind a word of a table is, where it is one of ours."""
    own = "_".join(word.strip().lower().split())
    return own if own in BIT else "other"


def _constants(found: Mapping[str, str]) -> str:
    """Say that the first side began it where its column says so: else either side may have."""
    if "a_began" in found:
        return "constants: {}  # such as {side_a: DPR} for a table of one side's acts"
    if re.search(_WHO_DID_IT, _plain(found.get("side_a", ""))):
        return f"constants: {{a_began: 1}}  # {found['side_a']} names who did it, and not one side"
    return "constants: {}  # such as {side_a: DPR, a_began: 1} for a table of one side's acts"


def _plain(column: str) -> str:
    """Return a column's name as programs write it; forms put the name of a group before it."""
    return re.sub(r"[\W]+", "_", column.lower().split("/")[-1]).rstrip("_")


def _quoted(text: str) -> str:
    if text.startswith("["):
        return text
    return "'" + text.replace("'", "''") + "'"
