"""YAML text to plain values, remembering where each key and value stood.

The text is composed to a graph of nodes and walked here, and not by a YAML constructor, so that
every duplicate key is reported with its place, a date stays the text that was written, and a file
built of aliases cannot grow without bound.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from foedus.language.problems import BadArrangementError, Problem, compare_anew
from foedus.texts import named, unfit

Path = tuple[str | int, ...]
Place = tuple[int, int]
LONGEST_TEXT = 1_000_000
"""Characters in the longest file that is read; an arrangement is a few hundred lines."""
_PACKED = b"PK\x03\x04"
_MOST_VALUES = 200_000
_DEEPEST = 60
_TOO_DEEP, _FLATTEN = "this is nested too deeply", "Nothing here needs more than a dozen levels."
_COLLECTIONS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_UNFIT = "has no place in a text"
_ONE_LINE = ("title", "label", "name")
"""Keys whose text is one line, so that it cannot pass for several where it is printed."""
_NEAR = 3
"""Lines up to one that cannot be read among which the cause is looked for."""
_SCALARS = {"bool", "int", "float", "null"}
_TEXTS = {*_SCALARS, "str", "timestamp", "value", "merge"}


@dataclass(frozen=True)
class Document:
    """The plain values of a file and where they stood.

    Parameters
    ----------
    name
        The name of the file.
    lines
        Its lines.
    value
        Its contents as dicts, lists, texts, numbers, truth values and ``None``.
    keys, values
        Line and column, counted from 1, of each key and of each value, by path.
    """

    name: str
    lines: tuple[str, ...]
    value: Any
    keys: Mapping[Path, Place]
    values: Mapping[Path, Place]

    def problem(self, path: Path, message: str, fix: str = "", *, at_key: bool = False) -> Problem:
        """Return a problem at `path`, or at the nearest place above it that is in the file."""
        places = (self.keys, self.values) if at_key else (self.values, self.keys)
        while True:
            for table in places:
                if path in table:
                    return self._at(table[path], message, fix)
            if not path:
                return self._at((1, 1), message, fix)
            path = path[:-1]

    def _at(self, place: Place, message: str, fix: str) -> Problem:
        line = self.lines[place[0] - 1] if place[0] <= len(self.lines) else ""
        return Problem(self.name, *place, message, fix, line)


def parse(text: str | bytes, name: str) -> tuple[Document, list[Problem]]:
    """Read YAML 1.2 text.

    Returns
    -------
    Document, list of Problem
        What could be read, and problems that leave the rest readable (duplicate keys).

    Raises
    ------
    BadArrangementError
        When nothing can be read: binary, empty, malformed, too long, too deep.
    """
    compare_anew()
    readable = decoded(text, name)
    lines = tuple(readable.splitlines())
    try:
        root = _composed(readable)
    except BadArrangementError as error:
        raise BadArrangementError([replace(one, file=name) for one in error.problems]) from None
    walk = _Walk(name, lines)
    value = walk.value(root, ())
    return Document(name, lines, value, walk.keys, walk.values), walk.problems


def _refuse(
    name: str, message: str, fix: str, line: int = 1, column: int = 1, text: str = ""
) -> Any:
    raise BadArrangementError([Problem(name, line, column, message, fix, text)])


def _of_two_bytes(raw: bytes) -> bool:
    """Say whether every other byte is 0, and no two: text in UTF-16 that has no mark of it."""
    return len(raw) > 1 and any(raw[::2]) is not any(raw[1::2])


def decoded(text: str | bytes, name: str, start: str = "Start with 'foedus: 1'.") -> str:
    """Return the text of a file.

    Parameters
    ----------
    text, name
        The text or its bytes, and what to call the file.
    start
        How to begin, for a file that is empty.

    Raises
    ------
    BadArrangementError
        When it is binary, empty, too long, or not in UTF-8.
    """
    if len(text) > LONGEST_TEXT:
        _refuse(name, "the file is longer than 1 MB", "Is it the file that you meant?")
    if isinstance(text, bytes):
        if text[:2] in (b"\xff\xfe", b"\xfe\xff") or _of_two_bytes(text[:200]):
            _refuse(name, "the text is not UTF-8", "Save the file in UTF-8.")
        if text[:4] == _PACKED:
            message = "this is a packed file, as a workbook, a document or an archive is"
            _refuse(name, message, "Write it as text, with an editor for plain text.")
        if b"\0" in text:
            _refuse(name, "this is a binary file", "Write it as text.")
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            _refuse(name, "the text is not UTF-8", "Save the file in UTF-8.", line)
    assert isinstance(text, str)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        _refuse(name, "the file is empty", start)
    if (at := unfit(text)) is not None:
        before = text[:at]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        shown = text[at - column + 1 :].partition("\n")[0]
        _refuse(
            name, f"the character {named(text[at])} {_UNFIT}", "Delete it.", line, column, shown
        )
    return text


@lru_cache(1)  # who reads an arrangement asks for the places of its clauses next
def _composed(text: str) -> Any:
    """Return the graph of a text; its problems are those of a file without a name."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(io.StringIO(text))
    except MarkedYAMLError as error:
        lines = tuple(text.splitlines())
        mark = error.problem_mark or error.context_mark
        if strange := _strange_blank(lines, mark.line if mark else 0):
            _refuse("", *strange)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        shown = lines[line - 1] if line <= len(lines) else ""
        _refuse("", *_malformed(error), line, column, shown)
    except RecursionError:
        _refuse("", _TOO_DEEP, _FLATTEN)
    except (YAMLError, ValueError) as error:
        _refuse("", f"this is not YAML: {str(error).splitlines()[0]}", "")
    if root is None:
        _refuse("", "the file holds nothing but comments", "Write something below them.")
    return root


def _strange_blank(lines: tuple[str, ...], line: int) -> tuple[str, str, int, int, str] | None:
    """Say that a blank about a line that cannot be read is none of YAML's, where there is one."""
    near = [at for at in range(min(line, len(lines) - 1) + 1) if lines[at].strip()]
    for at in reversed(near[-_NEAR:]):
        code = lines[at].partition(" #")[0]
        for column, sign in enumerate(code, 1):
            if sign.isspace() and not sign.isascii():
                message = f"here stands {named(sign)}, which looks like a space and is none"
                return message, "Write an ordinary space in its place.", at + 1, column, lines[at]
    return None


def _malformed(error: Any) -> tuple[str, str]:
    """Say in our words what YAML's reader found, and the likely fix."""
    what = (error.problem or error.context or "malformed").strip()
    opened = error.context_mark.line + 1 if error.context_mark else 0
    if "another document" in what:
        return "a second document begins here", "One file is one arrangement: delete '---'."
    if "undefined alias" in what:
        return f"this is not YAML: {what}", "Write the value out."
    if "\\t" in what or "tab" in what:
        return f"this is not YAML: {what}", "Indent with spaces, not tabs."
    if "mapping values" in what:
        return f"this is not YAML: {what}", "Put text that contains a colon in quotes."
    if "block end" in what and "block mapping" in (error.context or ""):
        told = "the indentation of this line fits none of the keys above it"
        return told, "Give all keys of one map the same indentation."
    if "quoted scalar" in (error.context or ""):
        return "this is not YAML: a quote is not closed", f"It was opened on line {opened}."
    if "flow" in (error.context or ""):
        return f"this is not YAML: {what}", f"Is the bracket of line {opened} closed?"
    return f"this is not YAML: {what}", "Check the indentation and the brackets."


@dataclass
class _Walk:
    """One walk over the node graph; the only mutable thing here, and local to `parse`."""

    name: str
    lines: tuple[str, ...]
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    within: set[int] = field(default_factory=set)
    count: int = 0

    def value(self, node: Any, path: Path, key: Any = None) -> Any:
        self.count += 1
        nothing = node.start_mark.index == node.end_mark.index  # and stands where the next begins
        mark = key.start_mark if nothing and key is not None else node.start_mark
        line, column = mark.line + 1, mark.column + 1
        shown = self.lines[line - 1] if line <= len(self.lines) else ""
        place = (line, column, shown)
        if self.count > _MOST_VALUES:
            _refuse(self.name, "the file holds too many values", "Write aliases out.", *place)
        if id(node) in self.within:
            _refuse(self.name, "this value refers to itself", "Write aliases out.", *place)
        if len(path) > _DEEPEST:
            _refuse(self.name, _TOO_DEEP, _FLATTEN, *place)
        self.values[path] = (line, column)
        kind, tag = type(node).__name__, str(node.tag)
        if kind == "ScalarNode":
            return self._scalar(node, *place)
        if tag not in _COLLECTIONS:
            self._meaningless(tag, *place)
        self.within.add(id(node))
        read: Any = (
            self._mapping(node, path)
            if kind == "MappingNode"
            else [self.value(item, (*path, at)) for at, item in enumerate(node.value)]
        )
        self.within.discard(id(node))
        return read

    def _meaningless(self, tag: str, line: int, column: int, shown: str) -> None:
        message = f"the tag {tag} has no meaning here"
        self.problems.append(Problem(self.name, line, column, message, "Delete it.", shown))

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            shown = self.lines[line - 1] if line <= len(self.lines) else ""
            key = key_node.value
            if not isinstance(key, str):
                message = "a key must be a plain name"
                self.problems.append(Problem(self.name, line, column, message, "", shown))
                continue
            if key in read:
                first = self.keys[(*path, key)][0]
                message = f"the key {key!r} is written twice here; it was first on line {first}"
                fix = "Merge the two or rename one."
                self.problems.append(Problem(self.name, line, column, message, fix, shown))
                continue
            self.keys[(*path, key)] = (line, column)
            self._legible(key, line, column, shown, "\n\t\r")
            value = self.value(value_node, (*path, key), key_node)
            is_line = key in _ONE_LINE and isinstance(value, str)
            read[key] = " ".join(value.split()) if is_line else value
        return read

    def _legible(self, text: str, line: int, column: int, shown: str, also: str = "\r") -> None:
        """Tell a character that has no place in a text and was written as an escape."""
        at = unfit(text)
        found = next((sign for sign in also if sign in text), None) if at is None else text[at]
        if found is not None:
            message = f"the character {named(found)} {_UNFIT}"
            self.problems.append(Problem(self.name, line, column, message, "Delete it.", shown))

    def _scalar(self, node: Any, line: int, column: int, shown: str) -> Any:
        tag = str(node.tag).rpartition(":")[2]
        text = node.value
        self._legible(text, line, column, shown)
        if tag not in _SCALARS or node.style in ("'", '"'):
            if tag not in _TEXTS:
                self._meaningless(str(node.tag), line, column, shown)
            return text
        return _SCALAR[tag](text)


def _integer(text: str) -> int | float | str:
    digits = text.replace("_", "")
    if len(digits) > 18:
        return _float(text)  # still a number, and never a huge one
    try:
        return int(digits, 0) if digits[:2].lower() in ("0x", "0o", "0b") else int(digits)
    except ValueError:
        return text


def _float(text: str) -> float | str:
    try:
        return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text


_SCALAR: Mapping[str, Any] = {
    "bool": lambda text: text.lower() == "true",
    "int": _integer,
    "float": _float,
    "null": lambda _text: None,
}
