"""The JSON Schema of the language, for editors that complete and check as one types."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from textwrap import dedent
from typing import Any

from foedus.decisions import rule_schema
from foedus.language.arrangement import Arrangement
from foedus.language.overlay import WHOLE

_RULE = "#/$defs/Rule"
_UNCHANGED = ("foedus", "options", "occasions", "agenda")
"""Keys that an option cannot change."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an arrangement file.

    What a schema cannot say (that a name exists, that a clause makes sense) is left to `read`.

    Examples
    --------
    >>> "parties" in json_schema()["required"]
    True
    """
    from pydantic import TypeAdapter
    from pydantic.json_schema import GenerateJsonSchema

    class Described(GenerateJsonSchema):
        """Puts beside each key what stands below it in the code: reading a file needs none."""

        def dataclass_schema(self, schema: Any) -> Any:
            made, told = super().dataclass_schema(schema), _told(schema["cls"])
            for name, inner in made["properties"].items():
                inner["description"] = told.get(name, "")
            return made

    whole = _tidied(TypeAdapter(Arrangement).json_schema(schema_generator=Described))
    definitions: dict[str, Any] = whole.pop("$defs")
    changes = {f"{name}Changes": _partial(shape) for name, shape in definitions.items()}
    definitions |= changes
    definitions["ArrangementChanges"] = _partial(whole, without=_UNCHANGED)
    definitions["Option"]["properties"]["changes"] |= {"$ref": "#/$defs/ArrangementChanges"}
    definitions["Option"]["properties"]["changes"].pop("additionalProperties", None)
    definitions["Rule"] = rule_schema(_RULE)
    used = _reached(whole, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "$defs": {name: shape for name, shape in definitions.items() if name in used},
    }


def _told(shape: type) -> dict[str, str]:
    """Return the text below each field of a dataclass, by its key in a file."""
    (of,) = ast.parse(dedent(inspect.getsource(shape))).body
    assert isinstance(of, ast.ClassDef)
    return {
        field.target.id.rstrip("_"): str(below.value.value)
        for field, below in pairwise(of.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }


def _tidied(node: Any, key: str = "") -> Any:
    """Leave out titles made of keys, and null: a key that may be left out is not written null."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    if key == "properties":
        return {name: _property(name, inner) for name, inner in node.items()}
    tidy = {name: _tidied(inner, name) for name, inner in node.items() if name != "default"}
    choices = [choice for choice in tidy.get("anyOf", ()) if choice != {"type": "null"}]
    if not choices:
        return tidy
    del tidy["anyOf"]
    return {**tidy, **choices[0]} if len(choices) == 1 else {**tidy, "anyOf": choices}


def _property(name: str, node: dict[str, Any]) -> Any:
    said = {"description": " ".join(node.get("description", "").replace("``", "`").split())}
    if name == "rule":
        return {"$ref": _RULE, **said}
    node = {key: inner for key, inner in node.items() if key != "title"}
    return {**_tidied(node), **said}


def _partial(shape: dict[str, Any], without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the shape of changes to something: nothing is required, and null deletes."""
    properties = {
        key: _change(key, inner)
        for key, inner in shape.get("properties", {}).items()
        if key not in without
    }
    partial = {key: inner for key, inner in shape.items() if key != "required"}
    return {**partial, "properties": properties} if properties else shape


def _change(key: str, node: dict[str, Any]) -> dict[str, Any]:
    said = {"description": node["description"]} if "description" in node else {}
    return {"anyOf": [_overlay(key, node), {"type": "null"}], **said}


def _overlay(key: str, node: dict[str, Any]) -> dict[str, Any]:
    """Return what may be laid over a value: of a map, a part; of anything else, the whole."""
    node = {name: inner for name, inner in node.items() if name != "description"}
    if key in WHOLE:
        return node
    if "$ref" in node:
        return {"$ref": f"{node['$ref']}Changes"}
    entries = node.get("additionalProperties")
    if isinstance(entries, dict):
        changed = {"anyOf": [_overlay("", entries), {"type": "null"}]}
        return {**node, "additionalProperties": changed}
    return node


def _reached(node: Any, definitions: dict[str, Any]) -> set[str]:
    """Return the definitions that `node` refers to, directly or through others."""
    reached: set[str] = set()
    ahead = [node]
    while ahead:
        item = ahead.pop()
        ahead += item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        name = item["$ref"].rpartition("/")[2] if isinstance(item, dict) and "$ref" in item else ""
        if name in definitions and name not in reached:
            reached.add(name)
            ahead.append(definitions[name])
    return reached
