"""YAML text to plain values, remembering where each key and value stood.

The text is composed to a graph of nodes and walked here, and not by a YAML constructor, so that
every duplicate key is reported with its place, a date stays the text that was written, and a file
built of aliases cannot grow without bound.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from foedus.language.problems import BadArrangementError, Problem

Path = tuple[str | int, ...]
Place = tuple[int, int]
LONGEST_TEXT = 5_000_000
"""Characters in the longest file that is read; an arrangement is a few hundred lines."""
_MOST_VALUES = 200_000
_DEEPEST = 60
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
    decoded = _decoded(text, name)
    lines = tuple(decoded.splitlines())
    root = _composed(decoded, name, lines)
    walk = _Walk(name, lines)
    value = walk.value(root, ())
    return Document(name, lines, value, walk.keys, walk.values), walk.problems


def _refuse(
    name: str, message: str, fix: str, line: int = 1, column: int = 1, text: str = ""
) -> Any:
    raise BadArrangementError([Problem(name, line, column, message, fix, text)])


def _decoded(text: str | bytes, name: str) -> str:
    if len(text) > LONGEST_TEXT:
        _refuse(name, "the file is longer than 5 MB", "An arrangement is a few hundred lines.")
    if isinstance(text, bytes):
        if b"\0" in text:
            _refuse(name, "this is a binary file", "Write the arrangement as YAML text.")
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            _refuse(name, "the text is not UTF-8", "Save the file in UTF-8.", line)
    assert isinstance(text, str)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        _refuse(name, "the file is empty", "Start with 'foedus: 1'.")
    return text


def _composed(text: str, name: str, lines: tuple[str, ...]) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = (error.problem or error.context or "malformed").strip()
        shown = lines[line - 1] if line <= len(lines) else ""
        _refuse(name, f"this is not YAML: {what}", _yaml_fix(what), line, column, shown)
    except (YAMLError, ValueError, RecursionError) as error:
        _refuse(name, f"this is not YAML: {str(error).splitlines()[0]}", "")
    if root is None:
        _refuse(name, "the file holds nothing but comments", "Start with 'foedus: 1'.")
    return root


def _yaml_fix(what: str) -> str:
    if "\\t" in what or "tab" in what:
        return "Indent with spaces, not tabs."
    if "mapping values" in what:
        return "Put text that contains a colon in quotes."
    return "Check the indentation and the brackets."


@dataclass
class _Walk:
    """One walk over the node graph; the only mutable thing here, and local to `parse`."""

    name: str
    lines: tuple[str, ...]
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def value(self, node: Any, path: Path) -> Any:
        self.count += 1
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        shown = self.lines[line - 1] if line <= len(self.lines) else ""
        if self.count > _MOST_VALUES or len(path) > _DEEPEST:
            _refuse(
                self.name,
                "the file holds too many values, or refers to itself",
                "Write anchors and aliases out.",
                line,
                column,
                shown,
            )
        self.values[path] = (line, column)
        kind = type(node).__name__
        if kind == "MappingNode":
            return self._mapping(node, path)
        if kind == "SequenceNode":
            return [self.value(item, (*path, at)) for at, item in enumerate(node.value)]
        return self._scalar(node, line, column, shown)

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
            read[key] = self.value(value_node, (*path, key))
        return read

    def _scalar(self, node: Any, line: int, column: int, shown: str) -> Any:
        tag = str(node.tag).rpartition(":")[2]
        text = node.value
        if tag not in _SCALARS or node.style in ("'", '"'):
            if tag not in _TEXTS:
                message = f"the tag {node.tag!s} has no meaning here"
                self.problems.append(Problem(self.name, line, column, message, "", shown))
            return text
        return _SCALAR[tag](text)


def _integer(text: str) -> int | str:
    digits = text.replace("_", "")
    if len(digits) > 18:
        return text
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
