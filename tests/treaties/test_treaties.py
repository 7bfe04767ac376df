"""What real treaties say, by the law: who owes what to whom from when, and what does not follow.

`NAME.yaml` is a treaty (or an arrangement made up to show one rule), `NAME.events.yaml` and
`NAME.TAG.events.yaml` what happened, and `NAME.answers.yaml` what a command must print of them
and must not. An answer is the law's, worked out from the articles; it is never taken over from
what is printed. A fact is a piece of the text, white space folded:

    replay:                        # show, replay, replay TAG, check, decide, assess ...
      - says: the Soviet Union owes defence to China
        on: 1980-04-11             # of a replay, only what is told of that day
        because: the last day of the thirty years belongs to them (article 6)
      - never: "'alliance' has ended by withdrawal"
        because: ...
        open: why it is printed, or not printed, all the same

A fact that is `open` is one that the program still gets wrong: its test asserts that it is still
so, and whoever mends it takes the mark away.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from foedus.cli import main

HERE = Path(__file__).parent


class Fact(NamedTuple):
    """A piece of text that must be printed, or must not, and by what law."""

    text: str
    printed: bool
    on: str | None
    because: str
    open: str | None


def _folded(text: str) -> str:
    return " ".join(text.split())


def _fact(entry: dict[str, object], place: str) -> Fact:
    unknown = set(entry) - {"says", "never", "on", "because", "open"}
    assert not unknown, f"{place}: unknown {unknown}"
    assert ("says" in entry) != ("never" in entry), f"{place}: one of 'says' and 'never'"
    assert entry.get("because"), f"{place}: no 'because'"
    text = str(entry["says"] if "says" in entry else entry["never"])
    day = str(entry["on"]) if "on" in entry else None
    mark = str(entry["open"]) if "open" in entry else None
    return Fact(_folded(text), "says" in entry, day, str(entry["because"]), mark)


def _answers() -> dict[tuple[str, str], list[Fact]]:
    """Facts by file and command."""
    found = {}
    for path in sorted(HERE.glob("*.answers.yaml")):
        name = path.name.removesuffix(".answers.yaml")
        for command, entries in YAML(typ="safe").load(path).items():
            place = f"{path.name}, {command}"
            found[name, command] = [_fact(entry, place) for entry in entries]
    return found


ANSWERS = _answers()
SURE = [
    (name, command, [fact for fact in facts if not fact.open])
    for (name, command), facts in ANSWERS.items()
]
OPEN = [
    (name, command, fact)
    for (name, command), facts in ANSWERS.items()
    for fact in facts
    if fact.open
]


@cache
def _printed(name: str, command: str) -> str:
    """What a command prints of a file; a replay that refuses an event ends with 1, and may."""
    verb, *rest = command.split()
    args = [verb, str(HERE / f"{name}.yaml")]
    if verb == "replay":
        args.append(str(HERE / ".".join([name, *rest, "events", "yaml"])))
    else:
        args.extend(rest)
    result = CliRunner().invoke(main, args)
    assert result.exit_code in (0, 1), f"{name}: foedus {command}\n{result.output}"
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def _told(output: str, day: str | None) -> str:
    """All of it, or the entries of one day, folded."""
    if day is None:
        return _folded(output)
    output = re.sub(r"(?m)^\d+ of \d+ events w(as|ere) refused\.$", "", output)
    parts = re.split(r"(?m)^(?=\d{4}-\d\d-\d\d  )", output)
    told = [part for part in parts if part.startswith(day)]
    assert told, f"nothing is told of {day}:\n{output}"
    return _folded(" ".join(told))


def _wrong(name: str, command: str, fact: Fact) -> str:
    """What is wrong with the fact, or nothing."""
    told = _told(_printed(name, command), fact.on)
    if (fact.text in told) == fact.printed:
        return ""
    verb = "is not printed" if fact.printed else "is printed"
    day = f" on {fact.on}" if fact.on else ""
    return f"{name}.yaml, foedus {command}{day}: {fact.text!r} {verb}, but: {fact.because}"


@pytest.mark.parametrize(
    ("name", "command", "facts"), SURE, ids=[f"{name}-{command}" for name, command, _ in SURE]
)
def test_what_the_law_says_is_printed(name, command, facts):
    wrong = [line for fact in facts if (line := _wrong(name, command, fact))]
    assert not wrong, "\n".join([*wrong, "", _printed(name, command)])


@pytest.mark.parametrize(
    ("name", "command", "fact"),
    [
        pytest.param(*entry, marks=pytest.mark.xfail(strict=True, reason=entry[2].open))
        for entry in OPEN
    ],
    ids=[f"{name}-{command}-{fact.text[:40]}" for name, command, fact in OPEN],
)
def test_what_is_open_is_still_so(name, command, fact):
    assert not _wrong(name, command, fact), _wrong(name, command, fact)


def test_every_file_has_answers_and_every_event_file_is_replayed():
    asked = {
        ".".join([name, *command.split()[1:]]) for name, command in ANSWERS if "replay" in command
    }
    for path in HERE.glob("*.yaml"):
        stem = path.name.removesuffix(".yaml")
        if stem.endswith(".events"):
            assert stem.removesuffix(".events") in asked, path.name
        elif not stem.endswith(".answers"):
            assert (HERE / f"{stem}.answers.yaml").exists(), path.name


def test_a_piece_that_is_missing_or_forbidden_is_told_with_its_law():
    """The checker can fail: a duty nobody has, and a day that the text has, each the other way."""
    missing = Fact("Japan owes defence", True, None, "Japan is the adversary", None)
    assert "is not printed, but: Japan is the adversary" in _wrong(
        "sino-soviet-1950", "show", missing
    )
    forbidden = Fact("30 years after", False, None, "article 6", None)
    assert "is printed, but: article 6" in _wrong("sino-soviet-1950", "show", forbidden)
