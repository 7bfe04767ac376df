"""No number that is printed hangs on an id, or on the order of a map: what is sampled included."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from foedus.casebook import text_of
from foedus.cli import main
from foedus.language import plain, read

sys.path.insert(0, str(Path(__file__).parent))
from renaming import layers, new_names, renamed, told, turned


def file_of(case: str, option: str, *, nameless: bool) -> dict[str, Any]:
    file: dict[str, Any] = plain(read(text_of(case), case))
    if option:
        file["options"] = {option: file["options"][option]}
    for layer in layers(file) if nameless else ():
        for party in (layer.get("parties") or {}).values():
            party.pop("name", None)
    return file


def printed(file: Path, command: str, *more: str) -> Any:
    found = CliRunner().invoke(main, [command, str(file), *more, "--json", "-"])
    assert found.exit_code in (0, 1), found.output
    return json.loads(found.stdout)


DRAWS = ("--draws", "10")


@pytest.mark.parametrize(
    ("case", "option", "nameless", "asked"),
    [
        ("unscr-2231-snapback", "", False, {"assess": DRAWS, "decide": ()}),
        ("paris-2026", "final", True, {"assess": DRAWS, "deter": DRAWS}),
        ("ukraine-2025", "as-proposed", True, {"decide": ("--option", "as-proposed")}),
    ],
)
def test_renaming_every_id_and_turning_every_map_changes_no_number(
    case: str, option: str, nameless: bool, asked: dict[str, tuple[str, ...]], tmp_path: Path
):
    file = file_of(case, option, nameless=nameless)
    names = new_names(file)
    anew = turned(renamed(file, names), random.Random(5))
    paths = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for path, data in zip(paths, (file, anew), strict=True):
        path.write_text(json.dumps(data), "utf-8")
    for command, more in asked.items():
        if command == "decide":
            more = (*more, "--indices", "none")
        one = printed(paths[0], command, *more)
        two = printed(paths[1], command, *(names.get(word, word) for word in more))
        back = {new: old for old, new in names.items()}
        assert told(two, back) == told(one, {name: name for name in names})
