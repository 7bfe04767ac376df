"""Each property: a page, a bad arrangement with its story, its cure, and a vacuous one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from foedus.language import read
from foedus.language.nodes import parse
from foedus.language.overlay import overlaid
from foedus.loopholes import CATALOGUE, GRADES, find_all, verdict
from foedus.process import Process

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "reference" / "loopholes"
NUMBERED = [(p.number, p.id) for p in CATALOGUE.values()]


def arrangement(number: int, *, cured: bool):
    base = parse((HERE / "bad" / f"{number:02}.yaml").read_text("utf-8"), "bad")[0].value
    if cured:
        change = parse((HERE / "good" / f"{number:02}.yaml").read_text("utf-8"), "good")[0].value
        base = overlaid(base, change)
    out = io.StringIO()
    YAML(pure=True).dump(base, out)
    return read(out.getvalue(), f"{number:02}")


def told(process: Process, name: str) -> str:
    lines: list[str] = []
    for hole in find_all(process, [name]):
        lines += [hole.statement, *(f"  {line}" for line in hole.story)]
        lines += [f"  chance: {hole.chance}"] if hole.chance is not None else []
    return "".join(f"{line}\n" for line in lines)


def test_the_catalogue_is_numbered_without_gaps():
    assert [number for number, _ in NUMBERED] == list(range(1, len(NUMBERED) + 1))


@pytest.mark.parametrize(("number", "name"), NUMBERED)
def test_the_bad_arrangement_fails_with_exactly_this_story(number: int, name: str):
    expected = (HERE / "bad" / f"{number:02}.txt").read_text("utf-8")
    assert told(Process(arrangement(number, cured=False)), name) == expected


@pytest.mark.parametrize(("number", "name"), NUMBERED)
def test_the_change_of_its_page_closes_it(number: int, name: str):
    assert told(Process(arrangement(number, cured=True)), name) == ""


@pytest.mark.parametrize(("number", "name"), NUMBERED)
def test_it_does_not_apply_where_nothing_can_bring_about_what_it_supposes(number: int, name: str):
    text = (HERE / "vacuous" / f"{number:02}.yaml").read_text("utf-8")
    found = verdict(Process(read(text, f"{number:02}")), CATALOGUE[name])
    assert found.outcome == "does-not-apply", found
    assert found.missing
    assert found.missing[0].islower()


@pytest.mark.parametrize(("number", "name"), NUMBERED)
def test_it_holds_of_the_cure_with_a_witness(number: int, name: str):
    process = Process(arrangement(number, cured=True))
    found = verdict(process, CATALOGUE[name])
    assert found.outcome in ("holds", "does-not-apply")
    if found.outcome == "holds":
        assert found.witness or found.about
        assert found.scope


@pytest.mark.parametrize(("number", "name"), NUMBERED)
def test_each_property_has_a_page_that_shows_all_three(number: int, name: str):
    page = (PAGES / f"{number:02}.md").read_text("utf-8")
    assert page.startswith(f"# {number}. ")
    assert f"(`{name}`)" in page
    assert CATALOGUE[name].statement in page
    assert f"**The fault:** {CATALOGUE[name].definition}" in page
    files = (f"bad/{number:02}.yaml", f"bad/{number:02}.txt", f"good/{number:02}.yaml")
    for file in (*files, f"vacuous/{number:02}.yaml"):
        assert f"tests/loopholes/{file}" in page


def test_the_index_names_each_fault_in_the_order_of_their_gravity():
    index = (PAGES / "index.md").read_text("utf-8")
    rows = [f"[`{name}`]({CATALOGUE[name].number:02}.md)" for g in GRADES for name in g.properties]
    places = [index.index(row) for row in rows]
    assert places == sorted(places)
    for name in CATALOGUE:
        assert f"| {CATALOGUE[name].definition} |" in index


def test_a_scope_says_that_what_runs_out_is_taken_to_go_on():
    """What holds sunsets aside does not hold of the days after them."""
    text = (
        "foedus: 1\ntitle: x\nas_of: 2031-05-01\nhorizon: P3Y\nparties: {T: {}, P: {}, G: {}}\n"
        "conduct: {T: {towards: P, acts: [{act: comply}, {act: attack}]}}\n"
        "instruments: {pact: {parties: [P, G, T], sunset: P1Y, withdrawal: {by: G, notice: P3D}}}\n"
        "guarantees: {help: {owed_by: G, protects: {state: P, territory: recognised}, against: T,"
        " casus_foederis: attack, response: defend, in: pact}}\n"
    )
    gap, prompt = (verdict(Process(read(text)), CATALOGUE[id_]) for id_ in ("gap", "promptness"))
    aside = ", before anybody leaves, as if 'pact' (until 2032-05-01) never ran out"
    assert gap.outcome == "holds"
    assert gap.scope.endswith(f"through 2034-05-01, before and after any start{aside}")
    assert "never ran out" not in prompt.scope
    lasting = Process(read(text.replace("sunset: P1Y, ", "")))
    assert "never ran out" not in verdict(lasting, CATALOGUE["gap"]).scope
