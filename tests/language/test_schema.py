"""The JSON Schema: every case fits it, and it refuses what an editor should underline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from foedus.casebook import cases, text_of
from foedus.language import json_schema
from foedus.language.nodes import parse

HERE = Path(__file__).parent
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
SMALL = (HERE.parent / "process" / "small.yaml").read_text("utf-8")


def told(text: str | bytes) -> list[str]:
    """Return the places that the schema objects to, as dotted paths."""
    value = parse(text, "x")[0].value
    return sorted(".".join(map(str, e.absolute_path)) for e in VALIDATOR.iter_errors(value))


def test_it_is_a_schema_that_names_no_definition_in_vain():
    Draft202012Validator.check_schema(SCHEMA)
    text = json.dumps({**SCHEMA, "$defs": {}}) + json.dumps(SCHEMA["$defs"])
    for name in SCHEMA["$defs"]:
        assert f"#/$defs/{name}" in text


@pytest.mark.parametrize("case", cases())
def test_every_case_fits(case: str):
    assert told(text_of(case)) == []


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_good_file_fits(path: Path):
    assert told(path.read_bytes()) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("role: adversary", "role: advresary", "parties.RUS.role"),
        ("within: P3D", "within: 3 days", "procedures.finding.steps.0.within"),
        ("within: P3D", "within: P", "procedures.finding.steps.0.within"),
        ("sunset: P1Y", "sunsett: P1Y", "instruments.peace-deal"),
        ("rule: consensus", "rule: consenus", "bodies.NAC.rule"),
        ("rule: consensus", "rule: {at_leats: 3}", "bodies.NAC.rule"),
        ("as_of: 2025-01-01", "as_of: 1 January", "as_of"),
        ("towards: UKR", "towards: 3", "conduct.RUS.towards"),
        ("response: as_deemed", "response: somehow_deemed", "guarantees.article-5.response"),
    ],
)
def test_it_underlines_a_mistake(old: str, new: str, place: str):
    assert old in SMALL
    assert place in told(SMALL.replace(old, new, 1))


def test_options_are_checked_as_changes_in_which_nothing_is_required_and_null_deletes():
    good = (
        "options: {a: {label: A, changes: {norms: {no-force: null, no-attack: {breach: minor}}}}}\n"
    )
    assert told(SMALL + good) == []
    whole = "options: {a: {label: A, changes: {guarantees: {article-5: {in_force: {don: x}}}}}}\n"
    assert told(SMALL + whole) == ["options.a.changes.guarantees"]
    unknown = "options: {a: {label: A, changes: {norm: {}}}}\n"
    assert told(SMALL + unknown) == ["options.a.changes"]


def test_every_key_says_what_it_is():
    def described(node: Any) -> None:
        if isinstance(node, dict):
            for key, inner in node.get("properties", {}).items():
                if isinstance(inner, dict) and node.get("title"):
                    assert inner.get("description"), f"{node['title']}.{key}"
            for inner in node.values():
                described(inner)
        if isinstance(node, list):
            for inner in node:
                described(inner)

    described(SCHEMA)
