"""A second analyst's numbers laid over an arrangement, without touching its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from foedus.language.arrangement import Arrangement
from foedus.language.names import Found
from foedus.language.nodes import Path, parse
from foedus.language.overlay import overlaid
from foedus.language.problems import BadArrangementError, Problem, did_you_mean
from foedus.language.reader import examined
from foedus.language.writer import plain

OPEN = (
    "sources",
    "conduct",
    "guarantees",
    "contests",
    "forces",
    "stakes",
    "refusing",
    "coercion",
    "resolved",
    "signs",
    "correlations",
    "quarrel_lasts",
)
"""Keys that such a file may have: numbers, and the sources they rest on."""


class Replaced(NamedTuple):
    """A list of an arrangement that another file replaces, by its path, and what is lost of it."""

    of: str
    left_out: tuple[str, ...]


class Unheard(NamedTuple):
    """An option, and what another file changes that it sets itself, by path: there it stays so."""

    option: str
    of: tuple[str, ...]


def unheard(before: Arrangement, after: Arrangement) -> tuple[Unheard, ...]:
    """Return the options under which something of another file does not count.

    Parameters
    ----------
    before, after
        The arrangement, and what `overridden` returned for it.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> case = read(text_of("ukraine-2025"))
    >>> unheard(case, overridden(case, "quarrel_lasts: {value: 0.8, kind: assumed, because: x}"))
    ()
    """
    was, now = plain(before), plain(after)
    rows = [
        Unheard(name, tuple(dict.fromkeys(_in_both(option.changes, was, now))))
        for name, option in after.options.items()
    ]
    return tuple(row for row in rows if row.of)


def _in_both(changes: Any, was: Any, now: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the paths that an option changes where the file under it is another than it was."""
    if not isinstance(changes, Mapping) or "kind" in changes:  # a value, a list or an estimate
        if changes is not None and was != now:
            yield ".".join(path)
        return
    for key, inner in changes.items():
        old, new = (one.get(key) if isinstance(one, Mapping) else None for one in (was, now))
        yield from _in_both(inner, old, new, (*path, str(key)))


def replaced(before: Arrangement, after: Arrangement) -> tuple[Replaced, ...]:
    """Return what another file's lists leave out of an arrangement: a list replaces a whole list.

    Parameters
    ----------
    before, after
        The arrangement, and what `overridden` returned for it.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> case = read(text_of("ukraine-2025"))
    >>> sure = "{value: 1, kind: assumed, because: x}"
    >>> other = f"contests: [{{by: RUS, act: attack, alone: {sure}, helped: {sure}}}]"
    >>> replaced(case, overridden(case, other))
    (Replaced(of='contests', left_out=('RUS limited_seizure',)),)
    """
    kept = dict(_lists(after))
    rows = [
        Replaced(of, tuple(name for name in names if name not in kept.get(of, ())))
        for of, names in _lists(before)
    ]
    return tuple(row for row in rows if row.left_out)


def _lists(a: Arrangement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each list that a file of stakes may replace, and what its entries are called."""
    for party, stakes in a.stakes.items():
        yield f"stakes.{party}", tuple(stake.label for stake in stakes)
    for party, ladder in a.conduct.items():
        yield f"conduct.{party}.acts", tuple(act.act for act in ladder.acts)
    yield "contests", tuple(" ".join(filter(None, (c.by, c.act, c.against))) for c in a.contests)
    days = [f"from day {f.after.days}" if f.after.days else "" for f in a.forces]
    rows = zip(a.forces, days, strict=True)
    yield "forces", tuple(" ".join(filter(None, (f.of, f.under, day))) for f, day in rows)


def overridden(arrangement: Arrangement, text: str | bytes, name: str = "<text>") -> Arrangement:
    r"""Return the arrangement with the numbers of another file laid over it, options included.

    Maps merge, lists and values replace, as in an option (`replaced` says what a list leaves out).
    Numbers that an option sets itself stay.

    Parameters
    ----------
    arrangement
        The arrangement.
    text
        The other file: YAML with some of the keys in `OPEN`.
    name
        What to call it in messages.

    Raises
    ------
    BadArrangementError
        With every problem in `text`, each at its place.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> case = read(text_of("ukraine-2025"))
    >>> other = "guarantees: {article-5: {honour: {low: 0.8, high: 0.9, kind: judged, because: x}}}"
    >>> overridden(case, other).guarantees["article-5"].honour.low
    0.8
    """
    document, problems = parse(text, name)
    if not isinstance(document.value, dict):
        problems.append(
            document.problem((), "a file of stakes is a map of keys", "Write 'stakes:'.")
        )
        raise BadArrangementError(problems)
    for key in document.value:
        if key not in OPEN:
            fix = f"It may have {', '.join(OPEN)}; the rest is the arrangement itself."
            message = f"a file of stakes cannot change {key!r}"
            problems.append(document.problem((key,), message, fix, at_key=True))
    # Options are kept apart: laying a map over another drops the nulls by which options delete.
    whole = plain(arrangement)
    options = {key: whole.pop(key) for key in ("options",) if key in whole}
    changed, found = examined({**overlaid(whole, document.value), **options})
    for one in _misspelt(found, arrangement):
        if one.path in document.values or one.path[:1] in document.values:
            problems.append(document.problem(one.path, one.message, one.fix, at_key=one.at_key))
        else:
            problems.append(Problem(name, 1, 1, one.message, one.fix))
    if problems or changed is None:
        raise BadArrangementError(problems)
    return changed


def _misspelt(found: Sequence[Found], a: Arrangement) -> Iterator[Found]:
    """Yield what is wrong; of a guarantee that is not there that alone, and not all it lacks."""
    told: set[Path] = set()
    known = list(a.guarantees)
    changes = (option.changes.get("guarantees") for option in a.options.values())
    added = {name for guarantees in changes for name in guarantees or ()}  # null deletes them all
    for one in found:
        section, *name = one.path[:2] or ("",)
        if (
            section != "guarantees"
            or not name
            or name[0] in known
            or not one.message.endswith("is missing here")
        ):
            yield one
        elif one.path[:2] not in told:
            told.add(one.path[:2])
            message = f"there is no guarantee {name[0]!r} but under an option, whose numbers stay"
            fix = ""
            if name[0] not in added:
                message = f"there is no guarantee {name[0]!r} in the arrangement"
                fix = did_you_mean(str(name[0]), known)
            yield Found(one.path[:2], message, fix, at_key=True)
