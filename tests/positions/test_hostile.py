"""Statements and texts from outside: nothing in them acts on who reads, what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.positions import (
    ExchangeError,
    StoreError,
    from_dna,
    from_doccano,
    load,
    plain,
    store_lines,
    to_dna,
    to_table,
)

DOCUMENT = {"document": {"id": "d", "name": "a.txt"}}
STATEMENT = {
    "statement": {
        "document": "d",
        "quote": {"exact": "=HYPERLINK(1)", "start": 3},
        "kind": "position",
        "actor": {"name": "@France", "kind": "state", "state": "FRA"},
        "issue": "troops",
        "stance": "support",
    }
}
DNA = "person,organization,concept,agreement,text\n"
ACTING = ["\x1b[2J", "\u202e", "\u2066", "\ud800", "\ufffe", "\x9b"]


def lines(*rows: object) -> list[str]:
    return [json.dumps(row) for row in rows]


@pytest.mark.parametrize("sign", ACTING)
def test_what_acts_on_a_terminal_is_refused_in_statements_and_in_what_is_imported(sign: str):
    acting = json.loads(json.dumps(STATEMENT).replace("France", f"Fr{json.dumps(sign)[1:-1]}ance"))
    with pytest.raises(StoreError, match=rf"x:2: .*U\+{ord(sign[0]):04X}"):
        load(lines(DOCUMENT, acting), "x")
    with pytest.raises(ExchangeError, match=rf"x:1: .*U\+{ord(sign[0]):04X}"):
        from_doccano(lines({"text": f"a{sign}b", "label": [[0, 1, "t:support"]]}), "x")
    with pytest.raises(ExchangeError, match=rf"x:2: .*U\+{ord(sign[0]):04X}"):
        from_dna(f"{DNA}A{sign},B,c,1,x\n", "x")


@pytest.mark.parametrize("line", ["[" * 200_000, '{"document": ' * 50_000])
def test_what_is_nested_too_deeply_is_told_with_its_line(line: str):
    with pytest.raises(StoreError, match=r"^x:2: "):
        load([*lines(DOCUMENT), line], "x")
    with pytest.raises(ExchangeError, match=r"^x:1: "):
        from_doccano([line], "x")


@pytest.mark.parametrize("start", ["NaN", "1e999", "-1e999", '"x"', "[]", "null", "9" * 5000])
def test_a_place_that_is_no_number_is_told_with_its_line(start: str):
    row = json.dumps(STATEMENT).replace('"start": 3', f'"start": {start}')
    with pytest.raises(StoreError, match=r"^x:2: "):
        load([*lines(DOCUMENT), row], "x")
    with pytest.raises(ExchangeError, match=r"^x:1: "):
        from_doccano([f'{{"text": "abc", "label": [[{start}, 2, "t"]]}}'], "x")


@pytest.mark.parametrize(
    "table",
    [
        "person,organization,concept,agreement\nA\n",
        DNA + "A,B,c,1,\0\n",
        DNA + '"A,B,c,1,x\n',
        DNA + f'A,B,c,1,"{"x" * 200_000}"\n',
    ],
    ids=["short", "nul", "open", "long"],
)
def test_a_table_that_is_none_is_told(table: str):
    with pytest.raises(ExchangeError, match=r"^x"):
        from_dna(table, "x")


def test_no_cell_of_a_table_is_a_formula_and_comes_back_as_it_was():
    review = {"statement": "", "reviewer": "R", "status": "accepted"}
    store = load(lines(DOCUMENT, STATEMENT), "x")
    review["statement"] = next(iter(store.statements))
    store = load(lines(DOCUMENT, STATEMENT, {"review": review}), "x")
    assert "'=HYPERLINK(1)" in to_table(store).text
    assert "'@France" in to_table(store).text
    written = to_dna(store).text
    assert "'@France" in written
    (back,) = from_dna(written, "x").statements.values()
    assert back.actor.name == "@France"


def test_a_text_that_others_published_is_read_without_what_acts():
    raw = "France\x1b[2J \u202esupports\u2069 troops.\u2028Germany does not.\x0cNor I.".encode()
    assert plain(raw, "x") == "France[2J supports troops.\nGermany does not.\nNor I."
    page = b"<html><p>France &#x202e;supports&#27; troops.</p>"
    assert plain(page, "x").strip() == "France supports troops."


def test_what_was_extracted_and_exported_shows_no_sign_that_acts(tmp_path: Path):
    text, into = tmp_path / "a.txt", tmp_path / "s.jsonl"
    text.write_text("President Macron\u202e said that France\x1b[2J supports troops.\n", "utf-8")
    for words in (
        ("positions", "extract", text, "--all", "--into", into),
        ("positions", "export", into, "--to", "w3c"),
        ("positions", "export", into),
    ):
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exit_code == 0, done.output
        assert not {"\x1b", "\u202e"} & set(done.output)
    assert store_lines(load(into.read_text("utf-8").splitlines(), "x"))
