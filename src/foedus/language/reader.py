"""Read an arrangement: text to frozen dataclasses, or every problem at once with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from foedus.files import FileError, take
from foedus.language.arrangement import Arrangement
from foedus.language.cycles import cyclic, is_waiting
from foedus.language.lookalikes import lookalikes
from foedus.language.misspelt import as_written, misspelt, with_keys
from foedus.language.names import Found, Names
from foedus.language.nodes import LONGEST_TEXT, Document, Path, parse
from foedus.language.overlay import deletions_of_nothing, overlaid
from foedus.language.problems import BadArrangementError, Problem, did_you_mean
from foedus.language.pruning import Pruned
from foedus.language.references import dangling
from foedus.language.reserved import reserved
from foedus.language.rivals import READ
from foedus.language.scoring import misplayed
from foedus.language.sense import senseless
from foedus.language.shape import arranged, shaped

_MOST_CUTS = 20
"""Rounds of cutting out what is misshapen; each cuts out what holds the last."""
MOST_HELD = 32
"""Arrangements, as written or under an option, that are kept for whoever asks for one again."""


def read(text: str | bytes, name: str = "<text>") -> Arrangement:
    r"""Read an arrangement from YAML 1.2 text.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8.
    name
        What to call it in messages.

    Raises
    ------
    BadArrangementError
        With every problem in the text, options included, in the order of the lines.

    Examples
    --------
    >>> read("foedus: 1\ntitle: T\nas_of: 2025-01-01\nparties: {UKR: {role: beneficiary}}").title
    'T'
    """
    try:
        return _read(text)
    except BadArrangementError as error:
        named = [replace(problem, file=name) for problem in error.problems]
        raise BadArrangementError(named) from None


@lru_cache(maxsize=MOST_HELD)
def _read(text: str | bytes) -> Arrangement:
    """Return what a text says: the same one for the same text, as nothing in it can change.

    What the file is called stands in its problems alone.
    """
    document, problems = parse(text, "")
    if not isinstance(document.value, dict):
        fix = "Start with 'foedus: 1' and 'title: ...'."
        problems.append(document.problem((), "an arrangement is a map of keys", fix))
        raise BadArrangementError(problems)
    arrangement, found = examined(document.value)
    under = _under_options(document)
    broken = _broken_circles([found, *under.values()])
    problems += [_placed(document, one) for one in found if one.message not in broken]
    problems += _options(document, found, under, broken)
    problems += _readings(document, found)
    if problems or arrangement is None:
        raise BadArrangementError(problems)
    return arrangement if arrangement.options else aimed(arrangement)


def read_file(path: str | FilePath) -> Arrangement:
    """Read the arrangement in a file.

    Raises
    ------
    BadArrangementError
        As `read` does, and when the file is missing, is a folder, or is longer than 1 MB.
    """
    try:
        return read(take(path, LONGEST_TEXT), str(path))
    except FileError as error:
        missing = isinstance(error.__cause__, FileNotFoundError)
        told = str(error).removeprefix(f"{path}: ").rstrip(".")
        message = "there is no such file" if missing else told
        raise BadArrangementError([Problem(str(path), 1, 1, message)]) from None


def check_option(arrangement: Arrangement, name: str) -> None:
    """Raise a KeyError that names the options there are, unless ``name`` is one of them."""
    if name not in arrangement.options:
        fix = did_you_mean(name, list(arrangement.options)) or "It has no options."
        raise KeyError(f"there is no option {name!r}. {fix}")


def option(arrangement: Arrangement, name: str) -> Arrangement:
    """Return the arrangement as it is under one of its options, with no option pending.

    Raises
    ------
    KeyError
        When the arrangement has no such option; the message names those it has.
    """
    check_option(arrangement, name)
    return _laid(Held(arrangement), name)


class Held:
    """An arrangement, equal to none but itself: to compare one takes its time."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement

    def __hash__(self) -> int:
        return id(self.arrangement)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.arrangement is other.arrangement


@lru_cache(maxsize=MOST_HELD)
def _laid(held: Held, name: str) -> Arrangement:
    return aimed(arranged(overlaid(_base(held), held.arrangement.options[name].changes)))


def aimed(arrangement: Arrangement) -> Arrangement:
    """Return an arrangement whose fights name their target only where there are several.

    Nothing else may tell apart two texts that say the same. With options pending it is not known
    how many there are.
    """
    a = arrangement
    only = {party: ladder.towards for party, ladder in a.conduct.items()}
    contests = tuple(
        replace(contest, against="") if only.get(contest.by) == (contest.against,) else contest
        for contest in a.contests
    )
    return a if contests == a.contests else replace(a, contests=contests)


@lru_cache(maxsize=1)
def _base(held: Held) -> Any:
    from foedus.language.writer import plain

    return plain(replace(held.arrangement, options={}))


def examined(written: Any) -> tuple[Arrangement | None, list[Found]]:
    """Return the arrangement, unless it is misshapen, and everything wrong by its path.

    Where something is misshapen the rest is checked all the same (`pruning`), and what stands under
    a key that is misspelt is read as what it is meant to be (`misspelt`).
    """
    arrangement, misshapen = shaped(written)
    if arrangement is not None:
        return arrangement, list(_checked(arrangement, written))
    if renamed := misspelt(written, misshapen):
        told = [one.found for one in misshapen if one.cut in renamed]
        _, inside = examined(with_keys(written, renamed))
        return None, told + [as_written(one, renamed) for one in inside]
    found, pruned = [one.found for one in misshapen if one.told], Pruned(written)
    for _ in range(_MOST_CUTS):
        pruned.cut({one.cut for one in misshapen})
        arrangement, misshapen = shaped(pruned.value)
        if arrangement is not None:
            beyond = (pruned.restored(one) for one in _checked(arrangement, written))
            found += [one for one in beyond if pruned.trusted(one)]
            break
    return None, found


def _checked(arrangement: Arrangement, written: Any) -> Iterator[Found]:
    names = Names(written)
    yield from dangling(arrangement, names)
    yield from senseless(arrangement, names)
    yield from misplayed(arrangement)
    yield from cyclic(arrangement)
    yield from lookalikes(written)
    yield from reserved(written)


def _placed(document: Document, found: Found, prefix: Path = ()) -> Problem:
    path = (*prefix, *found.path)
    return document.problem(path, found.message, found.fix, at_key=found.at_key)


# Options ---------------------------------------------------------------------------------------


_KEPT = ("foedus", "options", "occasions", "agenda")
"""What an option cannot change."""


def _under_options(document: Document) -> dict[str, list[Found]]:
    """Return what is wrong with the arrangement under each option that says how it changes."""
    options = document.value.get("options")
    base = {key: value for key, value in document.value.items() if key != "options"}
    found: dict[str, list[Found]] = {}
    for name, written in options.items() if isinstance(options, dict) else ():
        changes = written.get("changes", {}) if isinstance(written, dict) else None
        if isinstance(changes, dict):
            made = {key: value for key, value in changes.items() if key not in _KEPT}
            found[name] = examined(overlaid(base, made))[1]
    return found


def _broken_circles(texts: Sequence[Sequence[Found]]) -> frozenset[str]:
    """Return the circles of waiting that one of the texts of a file has, and another has not.

    That nobody can move first is then what they differ in: a fault of the one, told as such, and
    no mistake of the file. A circle in all of them is a clause that can never come about.
    """
    told = [frozenset(one.message for one in found if is_waiting(one)) for found in texts]
    return frozenset[str]().union(*told) - frozenset.intersection(*told)


def _options(
    document: Document,
    known: list[Found],
    under: Mapping[str, list[Found]],
    broken: frozenset[str],
) -> list[Problem]:
    """Return what is wrong under the options and not in the arrangement that they change."""
    base = {key: value for key, value in document.value.items() if key != "options"}
    inherited = {(one.path, one.message) for one in known}
    problems: list[Problem] = []
    for name, found in under.items():
        changes = document.value["options"][name].get("changes", {})
        prefix: Path = ("options", name, "changes")
        left = [one for one in found if one.message not in broken]
        problems += _changes(document, base, changes, left, prefix, inherited)
    return problems


def _changes(
    document: Document,
    base: dict[str, Any],
    changes: dict[str, Any],
    found: list[Found],
    prefix: Path,
    inherited: set[tuple[Path, str]],
) -> list[Problem]:
    problems: list[Problem] = []
    for key in _KEPT:
        if key in changes:
            message = f"an option cannot change {key!r}"
            problems.append(document.problem((*prefix, key), message, at_key=True))
    changes = {key: value for key, value in changes.items() if key not in _KEPT}
    for path in deletions_of_nothing(base, changes):
        message = f"null deletes {path[-1]!r}, which is not there to delete"
        problems.append(document.problem((*prefix, *path), message, at_key=True))
    deleted = {path[-1]: path for path in _deletions(changes)}
    for one in found:
        # What is missing from the file as a whole is no fault of what changes it.
        written_here = bool(one.path) and (*prefix, *one.path) in document.values
        if (one.path, one.message) in inherited and not written_here:
            continue
        if one.path[:1] == ("stakes",) and one.absent and not written_here:
            continue  # a stake in a clause that the option deletes is read as it is with none
        told = replace(one, message=f"under the option {prefix[1]!r}: {one.message}")
        if len(one.path) == 2 and one.message.endswith("is missing here"):
            section, entry = one.path  # an entry that the option adds, or whose id it misspells
            known_ids = base.get(str(section), {})
            if isinstance(known_ids, dict) and entry not in known_ids:
                told = replace(told, fix=did_you_mean(str(entry), list(known_ids)))
        if one.absent in deleted and not written_here:
            told = _orphaned(document, told, deleted[one.absent])
        problems.append(_placed(document, told, prefix))
    return problems


def _readings(document: Document, known: list[Found]) -> list[Problem]:
    """Return what is wrong under a rival reading and not in the clause as it is written."""
    base = {key: value for key, value in document.value.items() if key != "options"}
    inherited = {(one.path, one.message) for one in known}
    problems: list[Problem] = []
    for section, name, reading, changes in _rival_changes(base):
        prefix: Path = (section, name, "readings", reading, "changes")
        for path in deletions_of_nothing(base[section][name], changes):
            message = f"null deletes {path[-1]!r}, which is not there to delete"
            problems.append(document.problem((*prefix, *path), message, at_key=True))
        _, found = examined(overlaid(base, {section: {name: changes}}))
        for one in found:
            inside = one.path[:2] == (section, name)
            path = (*prefix, *one.path[2:]) if inside else prefix
            written_here = path in document.values and path != prefix
            if (one.path, one.message) in inherited and not written_here:
                continue
            message = f"read as {reading!r}: {one.message}"
            problems.append(document.problem(path, message, one.fix, at_key=one.at_key))
    return problems


def _rival_changes(base: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for section in READ:
        clauses = base.get(section)
        for name, clause in clauses.items() if isinstance(clauses, dict) else ():
            readings = clause.get("readings") if isinstance(clause, dict) else None
            for reading, rival in readings.items() if isinstance(readings, dict) else ():
                changes = rival.get("changes") if isinstance(rival, dict) else None
                if isinstance(changes, dict):
                    yield section, name, reading, changes


def _orphaned(document: Document, found: Found, deletion: Path) -> Found:
    """Point at the deletion that left a reference without what it refers to."""
    line = document.problem(found.path, "").line
    fix = f"Line {line} still refers to it: delete or change that too."
    return replace(found, path=deletion, fix=fix, at_key=True)


def _deletions(changes: Any, path: Path = ()) -> Iterator[Path]:
    for key, change in changes.items() if isinstance(changes, dict) else ():
        if change is None:
            yield (*path, key)
        yield from _deletions(change, (*path, key))
