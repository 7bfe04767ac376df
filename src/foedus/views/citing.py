"""Sources by name: who published them and when, or what they are called, with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from foedus.language import Source, listed
from foedus.views.quoting import spans

_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:-\d\d){0,2}$")
"""The year, or the day, that a title ends in; one in its midst is what the source is about."""
FEW = 3
"""Sources named one by one; of more, how many there are and of which years."""


def sourced(keys: Sequence[str], sources: Mapping[str, Source], few: int = FEW) -> str:
    """Name sources by who published them and when; more than a few by their number and years.

    The years are those of every source that says one, whether as its day or, without a day of its
    own, at the end of its title; where others are among them, that is said.

    In brackets stands where each is in the numbered list of sources: its place among `sources`.

    Examples
    --------
    >>> from datetime import date
    >>> known = {"a5": Source(title="Invocation", publisher="NATO", date=date(2001, 10, 2))}
    >>> sourced(["a5"], known), sourced(["unknown"], known)
    ('NATO 2001 [1]', 'unknown')
    >>> sourced(["a5", "unknown"], known, few=1)
    '2 sources, 1 of 2001 and 1 undated [1]'
    """
    found = [sources[key] for key in keys if key in sources]
    each = [_years(one) for one in found]
    years = sorted({year for of in each for year in of})
    place = {key: at for at, key in enumerate(sources, 1)}
    if len(keys) > few:
        span = " to ".join(dict.fromkeys(str(end) for end in (*years[:1], *years[-1:])))
        dated = sum(map(bool, each))
        some = f", {dated} of {span} and {len(keys) - dated} undated" if span else ""
        of = f" of {span}" if dated == len(keys) else some
        return f"{len(keys)} sources{of}{_places(keys, place)}"
    named: dict[str, list[str]] = {}
    for key in keys:
        named.setdefault(_named(key, sources), []).append(key)
    return listed([f"{name}{_places(of, place)}" for name, of in named.items()])


def titled(keys: Sequence[str], sources: Mapping[str, Source], few: int = FEW) -> str:
    """Name sources by title, publisher and day, where nothing else says what they are.

    Examples
    --------
    >>> from datetime import date
    >>> known = {"a5": Source(title="Invocation", publisher="NATO", date=date(2001, 10, 2))}
    >>> titled(["a5"], known), titled(["unknown"], known)
    ('Invocation, NATO 2001-10-02 [1]', 'unknown')
    """
    if len(keys) > few:
        return sourced(keys, sources, few)
    place = {key: at for at, key in enumerate(sources, 1)}
    told = []
    for key in keys:
        one = sources.get(key)
        whose = " ".join(filter(None, (one.publisher, str(one.date or "")))) if one else ""
        told.append(f"{', '.join(filter(None, (one.title if one else key, whose)))}")
        told[-1] += _places([key], place)
    return "; ".join(told)


def _years(one: Source) -> set[int]:
    """Return the year of a source, or that its title ends in, all that some say of when."""
    return {one.date.year} if one.date else {int(year) for year in _YEAR.findall(one.title)}


def _places(keys: Iterable[str], place: Mapping[str, int]) -> str:
    numbers = [place[key] for key in keys if key in place]
    return f" [{spans(numbers)}]" if numbers else ""


def _named(key: str, sources: Mapping[str, Source]) -> str:
    if key not in sources:
        return key
    one = sources[key]
    return f"{one.publisher or one.title} {one.date.year}" if one.date else one.title
