"""What a clause says in its own words, how else it is read, how much of a text there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foedus.language import Arrangement, Reading, listed, represented
from foedus.process import called


def quoted(clause: Any) -> str:
    """Return the article and the words of a clause, after a space; empty where there are none."""
    if not clause.article and not clause.text:
        return ""
    where = articles(clause.article) if clause.article else "The text"
    return f' {where}: "{clause.text}"' if clause.text else f" ({where}.)"


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


def _reading(a: Arrangement, name: str, reading: Reading) -> str:
    by = (
        f", by {listed([called(a, party) for party in reading.held_by])}" if reading.held_by else ""
    )
    words = f', on the words "{reading.text}"' if reading.text else ""
    changed = f" (it changes {listed([repr(key) for key in reading.changes])})"
    cited = f" [{', '.join(reading.source)}]" if reading.source else ""
    return f"{name!r}: {reading.label}{by}{words}{changed if reading.changes else ''}{cited}"


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
