"""What a clause says in its own words, how else it is read, how much of a text there is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from foedus.figures import rounded
from foedus.language import Arrangement, Estimate, Reading, listed, represented, rival_of
from foedus.loopholes import Loophole
from foedus.process import called

IMAGINED = (
    "A story is imagined: from the day of the text on it plays what the text allows, a false "
    "allegation too where that is shortest; nobody is said to have done any of it, or to mean to. "
    "Of what somebody can stop or keep from starting, it tells how it comes about if nobody does."
)
"""What stands before stories, which have dates and name real parties."""


def imagined(fault: str) -> str:
    """Say what a play is that shows a fault: of what can be kept away, how it comes otherwise.

    Examples
    --------
    >>> imagined("gap"), imagined("kept-from-starting")
    ('Imagined, as the text allows', 'Imagined, as the text allows, where nobody does so')
    """
    otherwise = ", where nobody does so" if fault == "kept-from-starting" else ""
    return f"Imagined, as the text allows{otherwise}"


_NAMED = re.compile(r"'([\w-]+)'")


def names_in(a: Arrangement) -> dict[str, str]:
    """Return what the clauses and acts of a text are called, by id; those without a name left out.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> names_in(read(text_of("ukraine-2025")))["limited_seizure"]
    'seizes a limited piece of land'
    """
    found: dict[str, str] = {}
    for clauses in (a.norms, a.procedures, a.guarantees, a.instruments, a.deeds):
        for name, clause in clauses.items():
            found[name] = str(getattr(clause, "label", "") or getattr(clause, "name", "") or "")
    for ladder in a.conduct.values():
        found |= {one.act: one.label or "" for one in ladder.acts}
    return {name: label for name, label in found.items() if label}


def by_name(text: str, names: Mapping[str, str]) -> str:
    """Return a sentence with the names of clauses and acts in place of their quoted ids.

    Examples
    --------
    >>> by_name("'no-attack' is breached by Upland", {"no-attack": "Upland attacks nobody"})
    '“Upland attacks nobody” is breached by Upland'
    >>> by_name("'no-attack' is breached", {})
    "'no-attack' is breached"
    """
    return _NAMED.sub(lambda id_: f"“{names[id_[1]]}”" if id_[1] in names else id_[0], text)


def quoted(clause: Any) -> str:
    """Return the article and the words of a clause, after a space; empty where there are none.

    What stands after them is another sentence, so that they end with a full stop, theirs or ours.
    """
    if not clause.article and not clause.text:
        return ""
    where = articles(clause.article) if clause.article else "The text"
    stop = "" if clause.text.endswith((".", "?", "!")) else "."
    return f' {where}: "{clause.text}"{stop}' if clause.text else f" ({where}.)"


def articles(numbers: Sequence[str]) -> str:
    """Return the numbers of articles in words; of sections or paragraphs, where they say so.

    Examples
    --------
    >>> articles(["5"]), articles(["5", "6(1)"])
    ('Article 5', 'Articles 5 and 6(1)')
    >>> articles(["section 2", "section 3"])
    'Section 2 and section 3'
    """
    if any(" " in number for number in numbers):
        said = listed(list(numbers))
        return f"{said[0].upper()}{said[1:]}"
    return f"Article{'s' if len(numbers) != 1 else ''} {listed(list(numbers))}"


def rival(a: Arrangement, clause: Any) -> str:
    """Return the rival readings of a clause, after a space; empty where there are none."""
    if not clause.readings:
        return ""
    said = [_reading(a, name, reading) for name, reading in clause.readings.items()]
    who = listed([called(a, party) for party in clause.settled_by], "or")
    settles = f"{who} may settle between them" if who else "nobody is known to settle between them"
    return f" It is also read otherwise: {'; '.join(said)}. The file follows the first; {settles}."


def taken(a: Arrangement, chosen: Mapping[str, str]) -> list[str]:
    """Return what to say above a text some of whose clauses are read in a rival way.

    Parameters
    ----------
    a
        The arrangement as it is written.
    chosen
        By clause, the reading that is taken.

    Returns
    -------
    list of str
        One sentence a clause, in the order of `chosen`.
    """
    told = []
    for named, reading in chosen.items():
        section, clause, _, _ = rival_of(a, named)
        said = _reading(a, reading, getattr(a, section)[clause].readings[reading])
        told.append(f"Read otherwise than the file has it: {clause!r}, as {said}.")
    return told


def _reading(a: Arrangement, name: str, reading: Reading) -> str:
    by = (
        f", by {listed([called(a, party) for party in reading.held_by])}" if reading.held_by else ""
    )
    words = f', on the words "{reading.text}"' if reading.text else ""
    changed = f" (it changes {listed([repr(key) for key in reading.changes])})"
    cited = f" [{', '.join(reading.source)}]" if reading.source else ""
    return f"{name!r}: {reading.label}{by}{words}{changed if reading.changes else ''}{cited}"


def spans(numbers: Sequence[int]) -> str:
    """Write whole numbers with runs of three and more drawn together.

    Examples
    --------
    >>> spans([1, 2, 3, 5, 8, 9])
    '1–3, 5, 8, 9'
    """
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(set(numbers))), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def share(a: Arrangement, instrument: str) -> str:
    """Say how many of its operative articles the file represents; empty where it says neither."""
    found = represented(a, instrument)
    if found.of is None:
        return f" The file represents {_few(found.articles)}." if found.articles else ""
    said = f" Of its {found.of} operative articles the file represents {len(found.articles)}"
    said += f": {listed(list(found.articles))}" if found.articles else ""
    return f"{said}; not {listed(list(found.missing))}." if found.missing else f"{said}."


def _few(numbers: Sequence[str]) -> str:
    named = articles(numbers)
    return f"{named[0].lower()}{named[1:]}; it does not say how many there are"


def clause_at(variant: Arrangement | None, path: Sequence[str | int]) -> Any:
    """Return what stands at a path of an arrangement; None where nothing does."""
    found: Any = variant
    for part in path:
        if found is None:
            break
        found = _inside(found, part)
    return found


def _inside(value: Any, part: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(part, int):
        return value[part] if isinstance(value, tuple) and part < len(value) else None
    return getattr(value, f"{part}_", getattr(value, part, None))


def as_given(variant: Arrangement | None, hole: Loophole) -> str:
    """Say how likely or how long a fault is: within which ends, and what value lies between them.

    The value of a file's range is the likeliest, and neither its median nor its mean; where a file
    has the ends alone, or where the figure is worked out from several ranges, it is the middle.

    Parameters
    ----------
    variant
        The arrangement with the option that has the fault; without it every value is a middle.
    hole
        The fault; nothing is said where the file gives no figure for it.
    """
    figure = hole.chance
    if figure is None:
        return ""
    value, low, high = figure.value, figure.low, figure.high
    if value is None or low is None or high is None or low == high:
        return str(figure)
    clauses = (clause_at(variant, path) for path in hole.clauses)
    valued = any(isinstance(one, Estimate) and one.value is not None for one in clauses)
    unit = "" if figure.unit == "probability" else f" {figure.unit}"
    least, middle, most = (rounded(one, figure.unit) for one in (low, value, high))
    return f"{least} to {most}{unit}, {'likeliest' if valued else 'middle'} {middle}"
