"""Read an arrangement: text to frozen dataclasses, or every problem at once with its place."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, get_args, get_type_hints

from foedus.language import arrangement as words
from foedus.language.arrangement import Arrangement
from foedus.language.nodes import LONGEST_TEXT, Document, Path, parse
from foedus.language.overlay import deletions_of_nothing, overlaid
from foedus.language.problems import BadArrangementError, Problem, did_you_mean
from foedus.language.references import check


def read(text: str | bytes, name: str = "<text>") -> Arrangement:
    r"""Read an arrangement from YAML 1.2 text.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8.
    name
        What to call it in messages.

    Raises
    ------
    BadArrangementError
        With every problem in the text, options included, in the order of the lines.

    Examples
    --------
    >>> read("foedus: 1\ntitle: T\nas_of: 2025-01-01\nparties: {UKR: {role: beneficiary}}").title
    'T'
    """
    document, problems = parse(text, name)
    if not isinstance(document.value, dict):
        problems.append(document.problem((), "an arrangement is a map of keys", "See the docs."))
        raise BadArrangementError(problems)
    base = {key: value for key, value in document.value.items() if key != "options"}
    plain, base_problems = _validated(document, base)
    problems += base_problems
    whole, shape_problems = _validated(document, document.value, only_shape=True)
    problems += [p for p in shape_problems if p not in problems]
    if whole is not None and plain is not None:
        problems += _options(document, base, base_problems)
    if problems or whole is None:
        raise BadArrangementError(problems)
    return whole


def read_file(path: str | FilePath) -> Arrangement:
    """Read the arrangement in a file.

    Raises
    ------
    BadArrangementError
        As `read` does, and when the file is missing, is a folder, or is longer than 5 MB.
    """
    path = FilePath(path)
    try:
        if path.stat().st_size > LONGEST_TEXT:
            raise _unreadable(path, "the file is longer than 5 MB")
        return read(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise _unreadable(path, "there is no such file") from None
    except OSError as error:
        raise _unreadable(path, f"it cannot be read: {error.strerror}") from None


def _unreadable(path: FilePath, message: str) -> BadArrangementError:
    return BadArrangementError([Problem(str(path), 1, 1, message)])


def option(arrangement: Arrangement, name: str) -> Arrangement:
    """Return the arrangement as it is under one of its options, with no option pending.

    Raises
    ------
    KeyError
        When the arrangement has no such option; the message names those it has.
    """
    if name not in arrangement.options:
        fix = did_you_mean(name, list(arrangement.options))
        raise KeyError(f"there is no option {name!r}. {fix}")
    from foedus.language.writer import plain

    base = plain(replace(arrangement, options={}))
    changed: Arrangement = _adapter().validate_python(
        overlaid(base, arrangement.options[name].changes)
    )
    return changed


@lru_cache(maxsize=1)
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Arrangement)


def _validated(
    document: Document,
    value: Any,
    prefix: Path = (),
    *,
    only_shape: bool = False,
    inherited_stakes: bool = False,
) -> tuple[Arrangement | None, list[Problem]]:
    """Check the shape, then the references; problems are placed in the document at `prefix`."""
    from pydantic import ValidationError

    try:
        read_in: Arrangement = _adapter().validate_python(value)
    except ValidationError as error:
        return None, [_placed(document, value, e, prefix) for e in error.errors()]
    if only_shape:
        return read_in, []
    return read_in, [
        document.problem((*prefix, *found.path), found.message, found.fix, at_key=found.at_key)
        for found in check(read_in)
        if not (inherited_stakes and found.path[0] == "stakes")
    ]


def _options(document: Document, base: dict[str, Any], known: list[Problem]) -> list[Problem]:
    problems: list[Problem] = []
    for name, option_value in document.value.get("options", {}).items():
        prefix: Path = ("options", name, "changes")
        changes = option_value.get("changes", {})
        for path in deletions_of_nothing(base, changes):
            message = f"null deletes {path[-1]!r}, which is not there to delete"
            problems.append(document.problem((*prefix, *path), message, at_key=True))
        if "occasions" in changes:
            message = "an option cannot change the occasions: all options are played on the same"
            problems.append(document.problem((*prefix, "occasions"), message, at_key=True))
        # A stake in a clause that this option deletes simply never counts under it.
        inherited = "stakes" not in changes
        _, found = _validated(
            document, overlaid(base, changes), prefix, inherited_stakes=inherited
        )
        messages = {problem.message for problem in known}
        problems += [
            replace(problem, message=f"under the option {name!r}: {problem.message}")
            for problem in found
            if problem.message not in messages
        ]
    return problems


def _placed(document: Document, value: Any, error: Any, prefix: Path) -> Problem:
    """Turn what pydantic reports into a located problem in the words of the language."""
    path: Path = tuple(error["loc"])
    key, kind = (path[-1] if path else ""), error["type"]
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        known = _keys_at(path[:-1])
        message = f"there is no key {key!r} here"
        return document.problem(
            (*prefix, *path), message, did_you_mean(str(key), known), at_key=True
        )
    if kind in ("missing", "missing_argument"):
        message = f"the key {key!r} is missing here"
        return document.problem((*prefix, *path[:-1]), message, at_key=True)
    return document.problem((*prefix, *path), *_wording(error))


def _wording(error: Any) -> tuple[str, str]:
    given, kind = error["input"], error["type"]
    if kind == "literal_error":
        allowed = [w.strip(" '") for w in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{given!r} is not one of the words known here", did_you_mean(str(given), allowed)
    if kind == "value_error":
        return str(error["ctx"]["error"]), ""
    wanted = {
        "string_type": "a text",
        "tuple_type": "a list",
        "mapping_type": "a map of keys",
        "dict_type": "a map of keys",
        "dataclass_type": "a map of keys",
    }.get(kind, "something else")
    return f"here stands {_named(given)}, where {wanted} is needed", ""


def _named(value: Any) -> str:
    if isinstance(value, dict):
        return "a map of keys"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else repr(value)


def _keys_at(path: Path) -> list[str]:
    """Return the keys that the language knows at `path`."""
    hint: Any = Arrangement
    for part in path:
        hint = _inside(hint, part)
    return [f.name.rstrip("_") for f in fields(hint)] if is_dataclass(hint) else []


def _inside(hint: Any, part: str | int) -> Any:
    if is_dataclass(hint):
        hints = get_type_hints(hint, vars(words))
        return _unwrapped(hints.get(str(part), hints.get(f"{part}_")))
    return _unwrapped(get_args(hint)[0] if isinstance(part, int) else get_args(hint)[-1])


def _unwrapped(hint: Any) -> Any:
    """Return the part of an optional type that is not ``None``."""
    parts = [p for p in get_args(hint) if p is not type(None)]
    is_optional = type(None) in get_args(hint)
    return parts[0] if is_optional and len(parts) == 1 else hint
