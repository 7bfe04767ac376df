"""The reader: good files read and round-trip; bad files tell every problem with its place."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from pathlib import Path

import pytest

from foedus.language import BadArrangementError, option, read, read_file, write

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
    arrangement = read(replaced("[ALB,", "[NO,"))
    assert arrangement.parties["NATO"].members[0] == "NO"
    assert arrangement.as_of.isoformat() == "2025-01-01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            replaced("rol" + "e: adversary", "rol: adversary"),
            [
                "x.yaml:8:3: the key 'role' is missing here.",
                "x.yaml:8:9: there is no key 'rol' here. Did you mean 'role'?",
            ],
        ),
        (
            replaced("towards: UKR\n    acts", "towards: URK\n    acts"),
            ["x.yaml:15:14: there is no party, body or member 'URK'. Did you mean 'UKR'?"],
        ),
        (
            replaced("control_as_of: 2025-01-01", "control_as_of: 2025-02-30"),
            ["x.yaml:45:66: the calendar has no 2025-02-30."],
        ),
        (
            replaced("within: P3D", "within: -P3D"),
            ["x.yaml:34:48: a duration cannot be negative: '-P3D'."],
        ),
        (
            replaced("CAN, DNK", "CAN, CAN"),
            ["x.yaml:9:36: 'CAN' is counted twice here. Name each member once."],
        ),
        (
            replaced("done: finding", "done: findign"),
            ["x.yaml:36:26: there is no procedure 'findign'. Did you mean 'finding'?"],
        ),
        (
            SMALL + "norms: {}\n",
            [
                "x.yaml:52:1: the key 'norms' is written twice here; it was first on line 26. "
                "Merge the two or rename one."
            ],
        ),
        (
            replaced("on_timeout: adopt", "on_pass: effect"),
            ["x.yaml:39:9: this step can never be reached."],
        ),
        (
            replaced("value: 0.6, ", "value: 1.6, "),
            ["x.yaml:51:35: 'alone' is a chance and lies between 0 and 1."],
        ),
        (
            replaced("role: adversary", "role: yes"),
            [
                "x.yaml:8:15: 'yes' is not one of the words known here. Known here: "
                "beneficiary, adversary, guarantor, mediator, depositary, monitor, outsider."
            ],
        ),
        ("", ["x.yaml:1:1: the file is empty. Start with 'foedus: 1'."]),
        (
            "# only a comment\n",
            ["x.yaml:1:1: the file holds nothing but comments. Start with 'foedus: 1'."],
        ),
        (
            b"\x89PNG\0\0",
            ["x.yaml:1:1: this is a binary file. Write the arrangement as YAML text."],
        ),
        (
            "title: caf\xe9".encode("latin-1"),
            ["x.yaml:1:1: the text is not UTF-8. Save the file in UTF-8."],
        ),
    ],
)
def test_exact_diagnostics(text: str | bytes, expected: list[str]):
    assert problems(text) == expected


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


def test_a_file_that_refers_to_itself_is_refused():
    assert "refers to itself" in problems("a: &a [*a]\n")[0]


def test_an_overlong_file_is_refused_unread(tmp_path: Path):
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(BadArrangementError, match="longer than 5 MB"):
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


def test_mutated_files_never_raise_anything_else():
    """Cut, swap, double and garble a good file; set FOEDUS_FUZZ to try more than 300."""
    rng = random.Random(20250221)
    alphabet = "{}[]:,-&*!|>'\"\n\t #%@`0aPé\0\u2028"
    for _ in range(int(os.environ.get("FOEDUS_FUZZ", "300"))):
        text = list(SMALL)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(text))
            how = rng.randrange(4)
            if how == 0:
                del text[at : at + rng.randint(1, 30)]
            elif how == 1:
                text.insert(at, rng.choice(alphabet))
            elif how == 2:
                text[at:at] = text[(there := rng.randrange(len(text))) : there + rng.randint(1, 60)]
            else:
                text[at] = rng.choice(alphabet)
            text = text or ["x"]
        with suppress(BadArrangementError):
            read("".join(text))


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
