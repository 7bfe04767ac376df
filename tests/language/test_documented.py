"""Every key, command and option is documented, and every example on the page reads."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from click import Option

from foedus.cli import main
from foedus.language import (
    actors,
    arrangement,
    clauses,
    conditions,
    json_schema,
    judgements,
    observation,
    quantities,
    read,
)
from foedus.language.nodes import parse
from foedus.language.overlay import overlaid
from foedus.language.writer import plain

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "language.md").read_text("utf-8")
EXAMPLE = (DOCS / "reference" / "example.yaml").read_text("utf-8")
SHAPES = [
    item
    for module in (actors, arrangement, clauses, conditions, judgements, observation, quantities)
    for item in vars(module).values()
    if isinstance(item, type) and is_dataclass(item) and hasattr(item, "__pydantic_config__")
]


def test_every_key_is_documented_and_used_in_an_example():
    code = "\n".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)) + EXAMPLE
    for shape in set(SHAPES):
        for key in (f.name.rstrip("_") for f in fields(shape)):
            assert re.search(rf"^`{key}`", PAGE, re.MULTILINE), f"{shape.__name__}.{key}"
            if key not in ("summary", "horizon", "not_modelled", "decides_on"):
                assert re.search(rf"\b{key}:", code), f"no example has {shape.__name__}.{key}"


def test_every_word_that_a_key_takes_stands_where_the_key_is_explained():
    """Who writes a file from the page alone has to know the words."""
    shapes = json_schema()["$defs"]
    told = 0
    for shape in (name for name in shapes if not name.endswith("Changes")):
        for key, value in shapes[shape].get("properties", {}).items():
            words = {*value.get("enum", ()), *value.get("items", {}).get("enum", ())}
            entry = rf"^`{key}`[^\n]*\n: (.*?)(?=^`|^#|\Z)"
            entries = re.findall(entry, PAGE, re.MULTILINE | re.DOTALL)
            for word in (word for word in words if isinstance(word, str)):
                assert any(f"`{word}`" in said for said in entries), f"{shape}.{key}: {word}"
                told += 1
    assert told > 50


@pytest.mark.parametrize("part", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_every_example_reads_when_laid_over_the_small_arrangement(part: str):
    base, changes = plain(read(EXAMPLE)), parse(part, "docs")[0].value
    from ruamel.yaml import YAML

    whole = overlaid(base, {k: v for k, v in changes.items() if k != "options"})
    if "options" in changes:
        whole["options"] = changes["options"]
    import io

    out = io.StringIO()
    YAML(pure=True).dump(whole, out)
    read(out.getvalue())


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_is_documented(name: str):
    page = (DOCS / "reference" / "commands" / f"{name}.md").read_text("utf-8")
    assert page.startswith(f"# `foedus {name}")
    for parameter in main.commands[name].params:
        if isinstance(parameter, Option) and parameter.name != "help":
            assert any(f"`{flag}" in page for flag in parameter.opts), parameter.opts
