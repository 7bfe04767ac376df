"""Every command of a group, and each of its options, is on the page of the group."""

from __future__ import annotations

from pathlib import Path

import pytest
from click import Group, Option

from foedus.cli import main

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "commands"
INSIDE = [
    (group, name)
    for group, command in main.commands.items()
    if isinstance(command, Group)
    for name in command.commands
]


@pytest.mark.parametrize(("group", "name"), INSIDE)
def test_every_command_of_a_group_is_documented_with_its_options(group: str, name: str):
    page = (PAGES / f"{group}.md").read_text("utf-8")
    head = f"## `foedus {group} {name}"
    assert head in page
    section = page.partition(head)[2].partition("\n## ")[0] + page.partition("\n## ")[0]
    command = main.commands[group].commands[name]  # type: ignore[attr-defined]
    for parameter in command.params:
        if isinstance(parameter, Option) and parameter.name != "help":
            assert any(f"`{flag}" in section for flag in parameter.opts), parameter.opts
