"""The reader: good files read and round-trip; bad files tell every problem with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import ruamel.yaml

from foedus.casebook import text_of
from foedus.language import BadArrangementError, Places, option, read, read_file, write

HERE = Path(__file__).parent
SMALL = (Path(__file__).parents[1] / "process" / "small.yaml").read_text()


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(BadArrangementError) as error:
        read(text, "x.yaml")
    return [p.text().splitlines()[0] for p in error.value.problems]


def replaced(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new)


def test_round_trip():
    arrangement = read(SMALL)
    assert read(write(arrangement)) == arrangement


def test_no_is_norway_and_a_date_is_a_date():
    arrangement = read_file(HERE / "good" / "norway.yaml")
    assert list(arrangement.parties) == ["NO", "on"]
    assert arrangement.parties["NO"].name == "yes"
    assert arrangement.as_of.isoformat() == "1815-11-20"


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_good_file_reads_and_round_trips(path: Path):
    arrangement = read_file(path)
    assert read(write(arrangement)) == arrangement


@pytest.mark.parametrize("path", sorted((HERE / "bad").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_bad_file_is_told_exactly_this(path: Path):
    """`NAME.txt` is what `foedus show NAME.yaml` writes, with every place, line and caret."""
    with pytest.raises(BadArrangementError) as error:
        read(path.read_bytes(), path.name)
    assert f"{error.value}\n" == path.with_suffix(".txt").read_text("utf-8")


def test_a_turned_range_is_told_in_the_numbers_of_the_file():
    """The middle of .9 and .6, which stands nowhere in the file, is not among them."""
    turned = "honour: {low: 0.9, high: 0.6, kind: judged, because: x}"
    text = SMALL.replace("    casus_foederis:", f"    {turned}\n    casus_foederis:", 1)
    (told,) = problems(text)
    assert told.endswith("low and high are not in order: 0.9, 0.6.")


def test_all_problems_come_at_once():
    text = replaced("RUS: {role: adversary}", "RUS: {role: advresary}").replace(
        "horizon: P3Y", "horizon: 3 years"
    )
    assert len(problems(text)) == 2


def test_a_caret_stands_under_the_word():
    with pytest.raises(BadArrangementError) as error:
        read(
            replaced(
                "on_block: hold}\n      - {act: deposit", "on_block: hodl}\n      - {act: deposit"
            )
        )
    _, line, caret = error.value.problems[0].text().splitlines()
    assert line[caret.index("^") :].startswith("hodl")


def test_a_billion_laughs_are_refused():
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    laughs += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
    assert "too many values" in problems(laughs)[0]
    assert "nested too deeply" in problems("a: " + "[" * 5000)[0]


def test_a_file_that_refers_to_itself_is_refused():
    assert "refers to itself" in problems("a: &a [*a]\n")[0]


def test_an_overlong_file_is_refused_unread(tmp_path: Path):
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(BadArrangementError, match="longer than 1 MB"):
        read_file(big)
    with pytest.raises(BadArrangementError, match="no such file"):
        read_file(tmp_path / "none.yaml")
    with pytest.raises(BadArrangementError, match="cannot be read"):
        read_file(tmp_path)


def test_options_are_overlays_and_their_problems_are_placed_in_them():
    text = SMALL + "options:\n  none: {label: None, changes: {procedures: {accession: null}}}\n"
    arrangement = read(text)
    assert "accession" not in option(arrangement, "none").procedures
    assert read(write(arrangement)) == arrangement
    bad = SMALL + "options:\n  odd: {label: Odd, changes: {procedures: {accesion: null}}}\n"
    assert problems(bad) == ["x.yaml:53:44: null deletes 'accesion', which is not there to delete."]
    worse = SMALL + "options:\n  odd: {label: Odd, changes: {bodies: {NAC: {silence: 3}}}}\n"
    assert problems(worse)[0].startswith("x.yaml:53:55: under the option 'odd': write a duration")
    with pytest.raises(KeyError, match="Did you mean 'none'"):
        option(arrangement, "nona")


def test_a_condition_in_an_overlay_replaces_the_old_one_whole():
    text = SMALL + (
        "options:\n  found: {label: F, changes: {procedures: {accession: "
        "{opens: {when: {found: no-attack}}}}}}\n"
    )
    when = option(read(text), "found").procedures["accession"].opens.when
    assert when is not None
    assert (when.found, when.done) == ("no-attack", None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{done: finding}", "{done: finding, by: UKR}", "'by' means nothing beside 'done'"),
        ("act: deposit", "act: ratify", "two steps are called 'ratify'"),
        ("prohibition: sabotage,", "prohibition: sabotage, of: UKR,", "'of' belongs to"),
        ("{when: {done: finding}}", "{when: {done: accession}}", "waits for itself"),
        ("horizon: P3Y", "horizon: P0D", "with no time ahead nothing can happen"),
        ("title: A small", "title: !!python/name:os.system A small", "has no meaning here"),
        ("title: A small", "title: !x A small", "has no meaning here"),
    ],
)
def test_senseless_clauses_are_told(old: str, new: str, message: str):
    assert any(message in told for told in problems(replaced(old, new)))


def test_an_option_of_a_case_that_has_none_is_told_so():
    arrangement = read(text_of("budapest-1994"))
    with pytest.raises(KeyError, match=r"there is no option 'x'\. It has no options\."):
        option(arrangement, "x")


@pytest.mark.parametrize("written", ["true", "2", "1.5", "'1'"])
def test_what_is_no_version_of_the_language_is_refused(written: str):
    text = f"foedus: {written}\ntitle: T\nas_of: 2025-01-01\nparties: {{UKR: {{}}}}"
    with pytest.raises(BadArrangementError, match="not a version of the language"):
        read(text)


@pytest.mark.parametrize(
    "written",
    [
        "".join(f"k{n}: 1\n" for n in range(4000)),
        "instruments: {x: {parties: [" + ", ".join(f"prty{n}" for n in range(2000)) + "]}}\n",
    ],
    ids=["keys", "references"],
)
def test_a_file_of_nothing_but_mistakes_is_answered_soon(written: str):
    """Each mistake has its place; the nearest name is looked for as long as that is quick."""
    parties = "".join(f"  party{n}: {{role: guarantor}}\n" for n in range(2000))
    text = f"foedus: 1\ntitle: T\nas_of: 2025-01-01\nparties:\n{parties}{written}"
    begun = time.process_time()
    with pytest.raises(BadArrangementError) as error:
        read(text, "x.yaml")
    assert time.process_time() - begun < 20
    found = error.value.problems
    assert len(found) >= 2000
    assert any(problem.fix.startswith("Did you mean 'party") for problem in found) or (
        "k0" in found[0].message
    )
    said = str(error.value)
    assert said.count("x.yaml:") == 201
    assert said.endswith(
        f"and {len(found) - 200:,} more problems, the last on line {found[-1].line}."
    )


def test_a_text_that_was_read_is_not_composed_again_for_its_places(monkeypatch):
    """Read under no name, asked for its places under its own, refused under another: once each.

    Of the second line "norms: {" are the first eight signs, so that the clause begins with the
    ninth. The other text lacks a bracket, which is told under each name that it is asked under.
    """
    composed = []
    whole = ruamel.yaml.YAML.compose
    monkeypatch.setattr(
        ruamel.yaml.YAML, "compose", lambda *given: composed.append(1) or whole(*given)
    )
    text = "foedus: 1\nnorms: {once: {}}"
    with pytest.raises(BadArrangementError):
        read(text, "a.yaml")
    assert Places(text, "b.yaml").of(("norms", "once")) == (2, 9)
    assert len(composed) == 1
    for name in ("c.yaml", "d.yaml"):
        with pytest.raises(BadArrangementError) as told:
            Places("norms: {once: {}", name)
        assert {problem.file for problem in told.value.problems} == {name}
