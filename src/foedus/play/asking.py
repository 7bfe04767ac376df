"""Everything that a page asks, as plain data: a question in, an answer out.

A question is a map with the key ``ask``; the answer is a map as well. Whether a server answers or
Python in the browser, it is this function that does, so a page shows the same either way. Nothing
is remembered between two questions but what reading the same text again would give.

What checks a text and reads it out is loaded when that is asked for: a page that has to load all of
it before its first answer, and a browser compiles what it loads, is ready that much later.
"""

from __future__ import annotations

import pickle
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from foedus.casebook import cases, text_of
from foedus.language import Arrangement, BadArrangementError, Places, option, read
from foedus.play.board import VERSION, board
from foedus.play.casebook import entry
from foedus.play.overview import overview
from foedus.play.played import played
from foedus.play.presets import faulty, meant, opening, told_before, unplayed
from foedus.play.steps import PlayError, exported, imported, steps_of
from foedus.play.timeline import standings, timeline
from foedus.process import Process
from foedus.slices import Slices, finished

LONGEST_TEXT = 1_000_000
"""Letters in the longest text that is taken, of an arrangement or of an event file."""
_KEPT = 16
_READ_BEFORE: dict[tuple[str, str], tuple[Arrangement, Places]] = {}
"""What was read where the page was written, by the text and what it is called."""
_DRAFT = "draft.yaml"


class Read(NamedTuple):
    """A text that was read: whole, under the option asked about, and where its clauses stand."""

    whole: Arrangement
    process: Process
    places: Places


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a question of the page.

    Parameters
    ----------
    question
        ``ask`` names the question; the other keys are what it is about: ``case`` (the id of one
        that ships) or ``text``, ``option``, ``steps``.

    Returns
    -------
    dict
        The answer; or ``error``, a sentence, where the question cannot be taken; or ``problems``,
        each with its place, where a text is no arrangement.

    Examples
    --------
    >>> asked = {"ask": "board", "case": "budapest-1994", "steps": []}
    >>> answer(asked)["today"]
    '1994-12-05'
    >>> answer({"ask": "bored"})["error"]
    "there is no question 'bored'; there are board, cases, check, diff, export, import, ..."
    """
    return answered(lambda: _plain(_asked(question)(question)))


def slices(question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Answer a question in slices: how far it is, as ``done`` and ``of``, and last its ``answer``.

    Whoever asks can answer others between two slices, or leave it there.
    """
    if question.get("ask") not in _SLICED:
        yield {"answer": answer(question)}
        return
    going = _SLICED[question["ask"]](question)
    told: dict[str, Any] = {}
    while "answer" not in told:
        told = answered(partial(_slice, going))
        if told.keys().isdisjoint(("answer", "done")):
            told = {"answer": told}
        yield told


def _slice(going: Slices[dict[str, Any]]) -> dict[str, Any]:
    try:
        done, of = next(going)
    except StopIteration as end:
        return {"answer": _plain(end.value)}
    return {"done": done, "of": of}


def answered(asked: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return an answer, or why there is none: ``error``, or ``problems`` of a text."""
    try:
        return asked()
    except PlayError as error:
        return {"error": str(error)}
    except KeyError as error:
        return {"error": str(error.args[0])}
    except BadArrangementError as error:
        return {"problems": [asdict(problem) for problem in error.problems]}


def _asked(question: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    name = question.get("ask")
    if name not in QUESTIONS:
        known = list(QUESTIONS)
        told = ", ".join(known[:6])
        raise PlayError(f"there is no question {name!r:.60}; there are {told}, ...")
    return QUESTIONS[name]


def _plain(value: Any) -> Any:
    """Return values as JSON has them: maps and lists."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


# What it is about ---------------------------------------------------------------------------------


def _written(question: Mapping[str, Any], key: str) -> str:
    value = question.get(key, "")
    if not isinstance(value, str):
        raise PlayError(f"{key!r} is a text, not {value!r:.60}")
    if len(value) > LONGEST_TEXT:
        raise PlayError(f"{key!r} has {len(value)} letters, and {LONGEST_TEXT} at most are taken")
    return value


def read_of(question: Mapping[str, Any], of: str = "") -> Read:
    """Return the arrangement that a question is about; `of` is put before the names of its keys.

    Raises
    ------
    PlayError
        When the question is none, or names a case that does not ship.
    KeyError
        When there is no such option.
    BadArrangementError
        With every problem of a text that is no arrangement.
    """
    text, name = _text(question, of)
    return _read(text, name, _written(question, f"{of}option"))


def _text(question: Mapping[str, Any], of: str = "") -> tuple[str, str]:
    case = _written(question, f"{of}case")
    if not case:
        return _written(question, f"{of}text"), _DRAFT
    if case not in cases():
        raise PlayError(f"there is no case {case!r:.60}")
    return text_of(case).decode(), f"{case}.yaml"


def prepared(question: Mapping[str, Any]) -> str:
    """Return what reading a text gives, for `prepare` in another Python; empty where it has faults.

    A browser takes longer to read a text than for all else that it does before its first answer.
    """
    text, name = _text(question)
    try:
        found = (text, name, _whole(text, name), Places(text, name))
    except BadArrangementError:
        return ""
    return b64encode(zlib.compress(pickle.dumps(found, protocol=4), 9)).decode("ascii")


def prepare(found: str) -> None:
    """Take what reading a text gave where the page was written, so that it is not read again.

    What is taken is run: it must come from the very file that runs this, and from nobody else.
    """
    text, name, whole, places = pickle.loads(zlib.decompress(b64decode(found)))
    _READ_BEFORE[text, name] = whole, places


@lru_cache(_KEPT)
def _read(text: str, name: str, chosen: str) -> Read:
    whole = _whole(text, name)
    process = Process(option(whole, chosen) if chosen else whole)
    before = _READ_BEFORE.get((text, name))
    places = before[1].under(chosen) if before else Places(text, name, chosen)
    return Read(whole, process, places)


@lru_cache(_KEPT)
def _whole(text: str, name: str) -> Arrangement:
    before = _READ_BEFORE.get((text, name))
    return before[0] if before else read(text, name)


# Questions ----------------------------------------------------------------------------------------


def _open(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an arrangement is: its parties, options and sources."""
    about = read_of(question)
    told = asdict(overview(about.process, about.whole))
    return told if question.get("option") else told | {"opens": opening(about.whole)}


def _board(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return where an arrangement stands in a play, and what may be done next."""
    about = read_of(question)
    return asdict(board(played(about.process, steps_of(question.get("steps", []))), about.places))


def _presets(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return plays to begin from: what happened, and how it is meant to go."""
    about, case = read_of(question), _written(question, "case")
    found = told_before(case, _written(question, "option")) if case else ()
    return {"presets": [asdict(preset) for preset in (*found, *meant(about.process))]}


def _checking(question: Mapping[str, Any]) -> Slices[dict[str, Any]]:
    from foedus.loopholes import checking
    from foedus.views import Checked
    from foedus.views import verdicts_json as checked

    about = read_of(question)
    found = yield from checking(about.process)
    told = checked(
        Checked(about.whole.title, {"": found}, {"": about.places}, {"": about.process.arrangement})
    )
    stories, bare = faulty(about.process, found), unplayed(found)
    return told | {"presets": [*map(asdict, stories)], "unplayed": [*map(asdict, bare)]}


def _check(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the verdict on each property of the catalogue, and each fault's story as a play."""
    return finished(_checking(question))


def _reading(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return an arrangement read out in plain English."""
    from foedus.views import read_out

    about = read_of(question)
    under = about.whole.options.get(_written(question, "option"))
    return {"reading": read_out(about.process.arrangement, under)}


def _comparing(question: Mapping[str, Any]) -> Slices[dict[str, Any]]:
    from foedus.loopholes import aligned, comparing
    from foedus.views import comparison_json as compared
    from foedus.views import comparison_told

    drafts = [read_of(question, of).process.arrangement for of in ("old_", "")]
    side_by_side = aligned(*drafts)
    old, new = side_by_side[:2]
    found = yield from comparing(Process(old), Process(new))
    lines = list(comparison_told(old, new, found, side_by_side.renamed))
    return compared("old", "new", found) | {"told": lines}


def _diff(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs between two arrangements: ``old_text`` (or ``old_case``), and this."""
    return finished(_comparing(question))


def _export(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return a play as an event file that ``foedus replay`` reads."""
    return {"events": exported(steps_of(question.get("steps", [])))}


def _import(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the events of a file as the steps of a play."""
    steps = imported(_written(question, "events"), "events")
    steps_of(steps)
    return {"steps": steps}


def _cases(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the casebook: each case in a few words, and what it can be searched by."""
    return {
        "cases": [asdict(entry(case, _read(*_text({"case": case}), "").whole)) for case in cases()]
    }


def _source(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the text of a case."""
    return {"text": _text(question)[0]}


def _timeline(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts, positions and what a play makes owed, on one axis."""
    about = read_of(question)
    steps = steps_of(question.get("steps", []))
    return asdict(timeline(about.process, steps))


def _standings(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return where everybody stands on the day ``at``, by the statement that is in force."""
    try:
        at = date.fromisoformat(_written(question, "at"))
    except ValueError:
        raise PlayError("'at' is a day, as 2025-03-01") from None
    return {"standings": [asdict(one) for one in standings(read_of(question).process, at)]}


QUESTIONS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "board": _board,
    "cases": _cases,
    "check": _check,
    "diff": _diff,
    "export": _export,
    "import": _import,
    "open": _open,
    "presets": _presets,
    "reading": _reading,
    "standings": _standings,
    "text": _source,
    "timeline": _timeline,
}
"""The questions that a page asks, by name."""
_SLICED: dict[str, Callable[[Mapping[str, Any]], Slices[dict[str, Any]]]] = {
    "check": _checking,
    "diff": _comparing,
}
"""Those that take long."""
__all__ = [
    "LONGEST_TEXT",
    "QUESTIONS",
    "VERSION",
    "Read",
    "answer",
    "answered",
    "prepare",
    "prepared",
    "read_of",
    "slices",
]
