"""A mapping file proposed for a table that nobody knows: guesses, for a person to check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from foedus.monitor.formats.common import A_NUMBER, BIT, SHEET, is_a_number_of_events
from foedus.monitor.formats.plain import COLUMNS as THINGS
from foedus.monitor.incident import KINDS

_WHO_DID_IT = (
    r"^((alleged_)?perpetrator(_name)?|gname|attacker|aggressor|initiator|violator"
    r"|(violating|responsible|firing|accused|suspected)_(party|side)"
    r"|((violated|committed|fired|initiated|started|begun)_)?by|attributed_to"
    r"|who_(fired|began|started|initiated)(_first|_it)?|täter|taeter|auteur|agresor)$"
)
_BEFORE_OTHERS = r"_(txt|name)$|^(admin1|adm1|adm_1|provstate|oblast)|^(target|victim)"
"""Columns that tell a thing better than others that may: in words, the first-order unit, and whom
something was done to, where those who did it together stand beside (SCAD)."""
_POINT = r"^_?(gps|geopoint|geolocation|coordinates)$|_(gps|geopoint)$"
"""Columns that hold a whole point, as forms of KoBo do."""
_A_DATE = r"^(event_?|incident_?)?(date|day|when|datum|fecha|timestamp)$"
_GUESSES = {
    "id": r"^(.*_)?(uu)?id$|^globaleventid$|^eventid$|^_uuid$|^objectid$|^fid$|"
    r"^lfd_nr$|^(ser(ial)?|(incident|event|case|report|ref(erence)?|serial)_(no|nr|number|ref|code))$",
    "date": rf"{_A_DATE}|(?<!up)date$|^date_of_|"
    r"^date_(the_)?(event|incident|attack|violation)$|^(event_|incident_)?date_?time|^dtg(_|$)",
    "date_end": r"end_?date|date_?end|^until$",
    "time": r"^((event|incident|attack)_)?time(_of_(the_)?(event|incident|attack))?$|uhrzeit",
    "kind": r"^(event_?|incident_?|attack)?_?type(1_txt)?$|^type_of_|^means_of_attack$|"
    r"^type_(event|incident|attack|violation)$|category|eventrootcode|^kind$|^art$|^tipo$",
    "latitude": r"^lat(itude)?$|_latitude$|actiongeo_lat|^y$|^breite$|^latitud$",
    "longitude": r"^lon(g|gitude)?$|_longitude$|actiongeo_long|^x$|^(länge|laenge)$|^longitud$",
    "country": r"^country(_txt|_name)?$|actiongeo_countrycode",
    "unit": r"^(admin1|adm1|adm_1|provstate|province|region|oblast)(_name)?$",
    "subunit": r"^(admin2|adm2|adm_2|district|raion)(_name)?$",
    "place": r"^(place|location|city|town|village|settlement|ort|lieu|lugar"
    r"|actiongeo_fullname)(_name)?$",
    "side_a": r"^(side_a|actor_?1(name)?)$|" + _WHO_DID_IT,
    "side_b": r"^(side_b|actor_?2(name)?|target|target1|victim|against|defender|opponent"
    r"|(target|victim|attacked)_(name|group|party|side)|opfer|victime|víctima)$",
    "deaths": r"^((number|no)_(of_)?)?(people_|total_)?"
    r"(deaths|fatalities|killed|nkill|dead|toll|tote|morts|muertos)$",
    "deaths_low": r"(deaths|killed|fatalities)_(low|min)",
    "deaths_high": r"(deaths|killed|fatalities)_(high|max)",
    "deaths_civilians": r"civilian.*(dead|deaths|killed)|(dead|deaths|killed).*civilian",
    "weapon": r"^weap(on|type1_txt)?s?$",
}
_SIDE = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code"
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_PLACE = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
_OF_EVENT = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale"
_CAMEO = {"14": "unrest", "19": "force"}
"""Root codes of CAMEO that are one of our kinds: to protest, to fight."""
_NUMBER = r"-?\d[\d.:-]*"


def _gdelt(many: int) -> list[str]:
    """Return the columns of GDELT's files of events, by the codebooks of 2.0 (61) and 1.0 (58)."""
    sides = [f"Actor{n}{what}" for n in (1, 2) for what in (*_SIDE.split(), *_TYPES)]
    told = [what for what in _PLACE.split() if many == 61 or what != "ADM2Code"]
    places = [f"{of}Geo_{what}" for of in ("Actor1", "Actor2", "Action") for what in told]
    counts = ["NumMentions", "NumSources", "NumArticles", "AvgTone"]
    days = ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"]
    every = [*days, *sides, *_OF_EVENT.split(), *counts, *places, "DATEADDED", "SOURCEURL"]
    return [name.lower() for name in every] if len(every) == many else []


def _without_header(header: Sequence[str]) -> list[str]:
    """Return names for the columns of a table whose first line is a row; none where it has names.

    Numbers are names of columns nowhere but in tables of years.
    """
    named = [name for name in header if not re.fullmatch(r"_\d+", name)]
    numbers = [name for name in named if re.fullmatch(_NUMBER, name)]
    if len(numbers) * 4 < len(named) or all(len(number) == 4 for number in numbers):
        return []
    is_dated = len(header) > 1 and re.fullmatch(r"(19|20)\d{6}", header[1])
    known = _gdelt(len(header)) if is_dated else []
    return known or [f"column_{number}" for number in range(1, len(header) + 1)]


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
    lacks_header = _without_header(header)
    if lacks_header:
        # The first row stands among the names, with its place behind what would repeat.
        places = enumerate(zip(lacks_header, header, strict=True))
        words = {
            new: sorted({*words.get(old, ()), re.sub(rf"_{at}$", "", old)} - {""})
            for at, (new, old) in places
        }
        header = lacks_header
    lines = [
        "# Proposed by 'foedus monitor map'. Check every line: all of it is guessed.",
        "foedus-map: 1",
        f"name: {name}",
        "title: ''  # what the table is",
        "silent_on: ''  # what it does not record, as a sentence without its full stop",
        "columns:",
    ]
    if lacks_header:
        lines.insert(-1, f"header: {header}  # its first line is a row: put the right names here")
    # What is called as our own format calls it is that, before anything is guessed.
    found = {thing: column for thing in THINGS for column in header if _plain(column) == thing}
    # The GTD has numbers in 'country', and what they stand for in 'country_txt'.
    found |= {thing: c for thing in found for c in header if _plain(c) == f"{thing}_txt"}
    for thing, pattern in _GUESSES.items():
        if thing in found:
            continue
        match = [c for c in header if _is_like(pattern, c) and c not in found.values()]
        if thing == "side_a":  # a column for one of two sides before one that names who did it
            match.sort(key=lambda column: bool(re.search(_WHO_DID_IT, _plain(column))))
        match.sort(key=lambda column: not re.search(_BEFORE_OTHERS, _plain(column)))
        if match:
            found[thing] = match[0]
    who = [c for c in header if re.search(_WHO_DID_IT, _plain(c)) and c not in found.values()]
    if who and {"side_a", "side_b"} <= found.keys():
        found.setdefault("a_began", who[0])
    of_date: list[str] = []
    by_name = {_plain(column): column for column in header}
    for before in ("i", "", "event_", "incident_"):
        parts = [by_name.get(f"{before}{part}", "") for part in ("year", "month", "day")]
        # A day in three columns is surer than a column that only ends like the name of a date.
        said = _plain(found.get("date", ""))
        if all(parts) and (found.get("date", parts[2]) == parts[2] or not re.search(_A_DATE, said)):
            of_date = parts
            found["date"] = f"[{', '.join(p if p.isidentifier() else _quoted(p) for p in parts)}]"
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
    code = _CAMEO if found.get("kind") == "eventrootcode" else {}
    lines += [f"  {_quoted(word)}: {code.get(word) or _kind_of(word)}" for word in told]
    left = [column for column in header if column not in (*found.values(), *of_date, SHEET)]
    lines += [f"# {_quoted(c)} {A_NUMBER}" for c in left if is_a_number_of_events(c)]
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
    if found.get("kind") == "eventrootcode":
        return "constants: {a_began: 1}  # codes of CAMEO say what the first side does to the other"
    if "side_b" in found and "side_a" not in found:
        return f"constants: {{a_began: 1}}  # {found['side_b']} names against whom it was done"
    return "constants: {}  # such as {side_a: DPR, a_began: 1} for a table of one side's acts"


def _is_like(pattern: str, column: str) -> bool:
    """Whether the name of a column, with or without that of its group, is like a pattern."""
    return any(re.search(pattern, _plain(name)) for name in (column, column.replace("/", " ")))


def _plain(column: str) -> str:
    """Return a column's name as programs write it; forms put the name of a group before it."""
    return re.sub(r"[\W]+", "_", column.lower().split("/")[-1]).rstrip("_")


def _quoted(text: str) -> str:
    if text.startswith("["):  # several columns
        return text
    return "'" + text.replace("'", "''") + "'"
