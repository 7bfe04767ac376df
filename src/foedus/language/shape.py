"""Does a file have the shape of an arrangement: the right keys, each with a value of its sort."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple, get_args, get_type_hints

from foedus.decisions import written_share
from foedus.language.arrangement import Arrangement
from foedus.language.clauses import Protected
from foedus.language.conditions import Condition
from foedus.language.names import Found
from foedus.language.nodes import Path
from foedus.language.problems import did_you_mean
from foedus.language.quantities import Duration, Estimate


class Misshapen(NamedTuple):
    """Something of the wrong shape, and what must be cut out for the rest to be read.

    What only follows from something else is cut out and not told.
    """

    found: Found
    cut: Path
    missing: str = ""
    told: bool = True


def shaped(value: Any) -> tuple[Arrangement | None, list[Misshapen]]:
    """Return the arrangement that plain values make, or everything about them that is misshapen."""
    from pydantic import ValidationError

    try:
        arrangement = arranged(value)
    except ValidationError as error:
        return None, _once(list(dict.fromkeys(_misshapen(e) for e in error.errors())))
    return arrangement, []


def arranged(value: Any) -> Arrangement:
    """Return the arrangement that plain values make, its durations counted from its first day.

    Raises
    ------
    pydantic.ValidationError
        When they do not have the shape of one.
    """
    arrangement: Arrangement = _adapter().validate_python(value)
    counted: Arrangement = _counted(arrangement, arrangement.as_of)
    return counted


def load_shapes() -> None:
    """Load what the shapes of an arrangement are told by, which takes long: copies then have it.

    Examples
    --------
    >>> load_shapes()
    """
    _adapter()


@lru_cache(maxsize=1)
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Arrangement)


def _counted(value: Any, start: date) -> Any:
    """Count every duration inside on the calendar from `start`; what has none stays itself."""
    kind = type(value)
    if kind in _HAS_NONE:  # nearly all there is
        return value
    if kind is Duration:
        return value.counted_from(start)
    if is_dataclass(kind):
        changed = {
            name: new
            for name in _names(kind)
            if (new := _counted(old := getattr(value, name), start)) is not old
        }
        return replace(value, **changed) if changed else value
    if isinstance(value, Mapping):
        counted = {key: _counted(old, start) for key, old in value.items()}
        return counted if any(counted[key] is not old for key, old in value.items()) else value
    if isinstance(value, tuple):
        items = tuple(_counted(old, start) for old in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value


_HAS_NONE = frozenset({str, int, float, bool, date, type(None)})


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Return the fields of a dataclass in which a duration counts; not those of an overlay."""
    return tuple(f.name for f in fields(kind) if f.name != "changes")


def _once(misshapen: list[Misshapen]) -> list[Misshapen]:
    """Do not tell that a key is missing where the same map has it misspelt.

    Nor what stands beside an entry with nothing below it and belongs there.
    """
    empty = [o.cut for o in misshapen if o.found.at_key and o.found.fix == _filled(None, ())]
    beside = {(*cut[:-1], key) for cut in empty for key in _keys_at(cut)}
    misshapen = [
        o._replace(told=o.cut in empty or not any(o.cut[: len(b)] == b for b in beside))
        for o in misshapen
    ]
    misspelt = {(one.found.path[:-1], one.found.fix) for one in misshapen}
    return [
        one
        for one in misshapen
        if not one.missing or (one.found.path, f"Did you mean {one.missing!r}?") not in misspelt
    ]


def _misshapen(error: Any) -> Misshapen:
    """Turn what pydantic reports into words of the language."""
    path: Path = tuple(error["loc"])
    if "rule" in path[3:] or path[2:3] == ("rule",):
        path = path[: path.index("rule") + 1]  # pydantic goes on with the sorts it has tried
    key, kind = (path[-1] if path else ""), error["type"]
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        fix = did_you_mean(str(key), _keys_at(path[:-1]))
        if error["input"] is None and " " in str(key):
            fix = "A comma ended the text before it: put that text in quotes."
        if error["input"] is None and str(key).isdecimal():
            fix = f"Decimals come after a full stop: as in 0.{key}, not 0,{key}."
        if key == "<<":
            fix = "Keys are not merged here: write them out."
        return Misshapen(Found(path, f"there is no key {key!r} here", fix, at_key=True), path)
    if kind in ("missing", "missing_argument"):
        message = f"the key {key!r} is missing here"
        fix = "Start with 'foedus: 1'." if path == ("foedus",) else ""
        return Misshapen(Found(path[:-1], message, fix, at_key=True), path[:-1], str(key))
    nothing = error["input"] is None and kind == "dataclass_type"
    return Misshapen(Found(path, *_wording(error), at_key=nothing), path)


def _wording(error: Any) -> tuple[str, str]:
    given, kind = error["input"], error["type"]
    if error["loc"] == ("foedus",):
        return "this is not a version of the language that is known here", "Write 'foedus: 1'."
    if "rule" in error["loc"]:
        bare = isinstance(given, (int, float)) and not isinstance(given, bool)
        fix = written_share(given) if bare else ""
        told = f"here stands {_named(given)}, where a word or a map of keys is needed"
        return told, f"{fix[:1].upper()}{fix[1:]}." if fix else ""
    if kind == "literal_error":
        allowed = [w.strip(" '") for w in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{_named(given)} is not one of the words known here", did_you_mean(
            str(given), allowed
        )
    if kind == "value_error":
        message, _, fix = str(error["ctx"]["error"]).partition("\n")
        return message, fix
    wanted, fix = _WANTED.get(kind, "something else"), ""
    if wanted == _MAP:
        fix = _filled(given, tuple(error["loc"]))
    elif wanted == _LIST:
        fix = f"Write [{given}]." if isinstance(given, str) else ""
        fix = (
            "Begin each entry with a dash: one dash for all keys of one." if _keyed(given) else fix
        )
    return f"here stands {_named(given)}, where {wanted} is needed", fix


_MAP, _LIST = "a map of keys", "a list"
_WANTED = {
    "string_type": "a text",
    "tuple_type": _LIST,
    "mapping_type": _MAP,
    "dict_type": _MAP,
    "dataclass_type": _MAP,
}


def _keyed(given: Any) -> bool:
    return isinstance(given, dict) and bool(given)


_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def _filled(given: Any, path: Path) -> str:
    """Say how a map of keys is written where something else stands."""
    if given is None:
        return "Write its keys below it, each indented further than it is."
    if _type_at(path) is Protected and isinstance(given, str):
        return (
            f"Write {{state: {given}, territory: ...}}: controlled, recognised, treaty_line or "
            "unspecified."
        )
    if isinstance(given, list) and _type_at(path) is Condition:
        return "Write {all: [...]} or {any: [...]}: it says whether all must hold, or one."
    if isinstance(given, list) and not is_dataclass(_type_at(path)):
        first = given[0] if given and isinstance(given[0], str) else "an-id"
        return f"No dashes or brackets: write each with its id as the key, {first}: {{...}}."
    if key := _key_for(given, path):
        return f"Write {{{key}: {given}}}."
    share = _SHARE.fullmatch(given) if isinstance(given, str) else None
    value = float(share[1]) / 100 if share else given
    if _type_at(path) is not Estimate or isinstance(value, (str, bool, list)):
        return ""
    return (
        f"Write {{value: {value:g}, kind: assumed, because: ...}}: a figure says what it rests on."
    )


def _key_for(given: Any, path: Path) -> str:
    """Return the key that a lone word is the value of, empty where that is not plain.

    It is the only key that must be there, or the name where none must.
    """
    kind = _type_at(path)
    if not is_dataclass(kind) or kind is Estimate or not isinstance(given, str):
        return ""
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    named = ["name"] if "name" in _keys_at(path) else []
    return (needed or named)[0].rstrip("_") if len(needed) < 2 and (needed or named) else ""


_LONGEST_SHOWN = 60


def _named(value: Any) -> str:
    if isinstance(value, dict):
        return "a map of keys"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    shown = "nothing" if value is None else repr(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}..."


def _keys_at(path: Path) -> list[str]:
    """Return the keys that the language knows at `path`."""
    hint = _type_at(path)
    return [f.name.rstrip("_") for f in fields(hint)] if is_dataclass(hint) else []


def _type_at(path: Path) -> Any:
    """Return the type of what stands at `path`."""
    hint: Any = Arrangement
    for part in path:
        hint = _inside(hint, part)
    return hint


def _inside(hint: Any, part: str | int) -> Any:
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return _unwrapped(hints.get(str(part), hints.get(f"{part}_")))
    arguments = get_args(hint)
    if not arguments:
        return None
    return _unwrapped(arguments[0] if isinstance(part, int) else arguments[-1])


def _unwrapped(hint: Any) -> Any:
    """Return the part of an optional type that is not ``None``."""
    parts = [p for p in get_args(hint) if p is not type(None)]
    is_optional = type(None) in get_args(hint)
    return parts[0] if is_optional and len(parts) == 1 else hint
