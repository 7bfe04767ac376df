"""What an act meets, as the cell of a table says it: what is owed, from when, and until when."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment import ended_by
from foedus.language import listed, strength
from foedus.process.walk import Due, Row, Season

RESPONSES = {
    "defend": "",
    "as_deemed_necessary": " (as deemed)",
    "sanctions": " (sanctions)",
    "arms": " (arms)",
    "consult": " (ONLY to consult)",
    "right_only": " (a right, NO duty)",
}
"""What is owed, beside the day from which it is; nothing where it is defence."""


def act_heading(row: Row) -> str:
    """Name an act with the days that it needs."""
    days = f" ({row.needs} day{'s' * (row.needs != 1)})" if row.needs is not None else ""
    return f"{row.act.replace('_', ' ')}{days}"


def answer(row: Row) -> str:
    """Say what an act meets; an act is a breach that can be found unless this says otherwise.

    Examples
    --------
    >>> answer(Row("RUS", "attack", "UKR", ("no-attack",), True, (), (), (), (), (), 30))
    'NOTHING owed'
    >>> from foedus.process import Obligation
    >>> owed = Obligation("article-5", "defend", ("NATO",), ("UKR",), "UKR", "RUS")
    >>> late = Due("article-5", owed, 3, ("decision lapses",))
    >>> answer(Row("RUS", "attack", "UKR", ("no-attack",), True, (late,), (), (), (), (), 30))
    'owed from day 3 if decision lapses'
    """
    return _answered(row) + on_days(row)


def on_days(row: Row, *, begun: bool = False) -> str:
    """Say from which day to which an act meets what it meets, where that is not always.

    Parameters
    ----------
    row
        What an act meets.
    begun
        Whether only the day is told from which it does.
    """
    season = next((one for one in row.seasons if one.since == row.on), None)
    if season is None:
        return ""
    since = f" from {season.since}" if season != row.seasons[0] else ""
    until = f" until {season.until}{ended_by(season)}{_then(row, season)}" if season.until else ""
    return f",{since}{'' if begun else until}" if since or (until and not begun) else ""


def _then(row: Row, season: Season) -> str:
    """Say by whom no less is owed after a season; nothing where less is, or nothing."""
    after = row.seasons[row.seasons.index(season) + 1]
    if after.kind != season.kind or not (after.owed and season.owed):
        return ""
    least, was = (min(strength(one.response) for one in s.owed) for s in (after, season))
    who = dict.fromkeys(by for one in after.owed for by in one.by)
    return f", then by {listed(list(who))}" if least >= was else ""


def _answered(row: Row) -> str:
    breach = "" if row.breaches else f"{_no_breach(row)}; "
    found = "" if row.findable or not row.breaches else "cannot be found; "
    if row.duties:
        right = [f"a right{_later(row.rights[0])}"] if row.rights and is_open(row) else []
        return f"{breach}{found}{'; '.join([*_owed(row.duties), *right])}"
    if row.rights:
        return f"{breach}{found}a right, NO duty{_later(row.rights[0])}"
    if row.renewed:
        return f"{breach}{found}only if RENEWED{_what(row.renewed[0])}"
    if row.effects:
        return f"{breach}NO duty of help; a consequence can follow"
    return f"{breach}{found}NOTHING owed"


def _what(due: Due) -> str:
    """Say what is owed, in the words of the text where it has its own."""
    words = due.owed.words if due.owed else ""
    return f" (“{words}”)" if words else RESPONSES[due.response]


def _no_breach(row: Row) -> str:
    """Say that an act is no breach on the day on which it is done, and on which days it is one.

    Examples
    --------
    >>> from datetime import date
    >>> row = Row("A", "attack", "B", (), False, (), (), (), (), (), 30, on=date(1993, 7, 26))
    >>> _no_breach(row), _no_breach(row._replace(forbidden=(date(1993, 8, 2), None)))
    ('no breach of the text', 'a breach from 1993-08-02')
    """
    if row.forbidden is None:
        when = " any more" if row.unsigned else " at first" if row.becomes else ""
        return f"no breach of the text{when}"
    since, until = row.forbidden
    first = row.seasons[0].since if row.seasons else row.on
    told = f" from {since}" if since > first else ""
    return f"a breach{told}{f' until {until}' if until else ''}"


def _owed(duties: tuple[Due, ...]) -> list[str]:
    """Say what is owed and from when: the strongest response, and weaker ones that come sooner."""
    told: list[str] = []
    soonest: int | None = None
    for response in dict.fromkeys(due.response for due in duties):
        first = min((d for d in duties if d.response == response), key=lambda d: d.day)
        if soonest is None or first.day < soonest:
            told.append(f"owed from day {first.day}{_what(first)}{_hangs(first)}")
            soonest = first.day
    return told


def needed(row: Row, of: Sequence[str]) -> str:
    """Say what must be done for an act to meet at once what it then meets; nothing where nothing.

    Parameters
    ----------
    row
        What the act meets.
    of
        The clauses of which any one suffices.
    """
    dues = [due for due in (*row.duties, *row.rights) if due.clause in of]
    told = [_hangs(due).removeprefix(" if ") for due in dues if not due.day]
    return f" if {' or '.join(dict.fromkeys(told))}" if told and all(told) else ""


def _hangs(due: Due) -> str:
    """Say what must come for something to be owed on its first day, besides what takes effect.

    Examples
    --------
    >>> from foedus.process.walk import Needed
    >>> ways = (Needed(("talk is declined",), (), 0), Needed(("vow is honoured",), (), 0))
    >>> _hangs(Due("aid", None, 0, ("talk is declined",), either=ways))
    ' if talk is declined or vow is honoured'
    >>> _hangs(Due("aid", None, 0, (), ((("ARM", "amend"),),)))
    ' if ARM performs amend'
    """
    lapses = tuple(end for end in due.way if end.endswith(_HANGS))
    ways = [(way.answers, way.deeds) for way in due.either if way.day == due.day]
    ways = ways or [(lapses, way) for way in due.deeds or ((),)]
    told = [
        " and ".join([*ends, *(f"{by} performs {deed}" for by, deed in deeds)])
        for ends, deeds in ways
    ]
    return f" if {' or '.join(told)}" if all(told) else ""


_HANGS = (" lapses", " is honoured", " is declined")
"""Ends on the way that say on what an answer hangs, besides what takes effect."""


def _later(due: Due) -> str:
    return f" from day {due.day}" if due.day else ""


def is_open(row: Row) -> bool:
    """Say whether nothing more than consultation is owed for the act."""
    return all(due.response == "consult" for due in row.duties)
