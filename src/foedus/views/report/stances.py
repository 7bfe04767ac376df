"""Who took which position when: a chart an issue, so that each mark stands under what it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import Any, NamedTuple

from foedus.assessment import Assessment
from foedus.language import Issue, Position, listed
from foedus.prospects import weighing
from foedus.views.charts import Drawing, inline, table_text

_MARKS = {"support": "+", "conditional": "~", "ambiguous": "?", "oppose": "−"}
"""A sign for each stance, so that nothing hangs on colour."""
_WIDTH, _ROW, _SIGN = 230, 15, 10
"""Pixels: of the years, of a row, and of a sign."""
_NAMED = 165
"""Pixels in which the names of those who spoke stand, the same in every chart."""
_EDGE = 0.04
"""Share of the years that is left free before the first sign and after the last."""
_LEAST = timedelta(days=120)
"""As much at least, where all was said on one day."""
_MONTHLY = timedelta(days=1100)
"""A time up to which months are written below, and no years alone."""
_HEAD = 2
"""Rows for which the name of an issue has room."""
_SAID = "+ for it, ~ on a condition, ? unclear, − against it"
_CLAIMED = "+ makes the claim, − denies it"


class Marked(NamedTuple):
    """Signs that stand in one place: the day in the middle of theirs, and the signs in order.

    There is a space between signs, as two of them without one read as a third.
    """

    at: date
    signs: str


def voices(a: Assessment) -> list[Position]:
    """Return the positions that were known on the day, the oldest first."""
    known = a.arrangement.positions if a.arrangement else ()
    return sorted((p for p in known if p.date <= a.at), key=lambda p: (p.date, p.state, p.actor))


def ended(a: Assessment) -> str:
    """Say what it means that words bound only until a day that has passed; nothing of none.

    Whose body's text is counted instead is named: beside each of them stand words of its own.
    """
    if a.arrangement is None or not any(_over(p, a) for p in voices(a)):
        return ""
    votes = [s.voters for o in a.options.values() for pair in o.pairs for s in pair.steps]
    by_body = {v.member: len(voters) for voters in votes for v in voters if v.basis == "shared"}
    spoken = [a.names.get(one, one) for one in by_body if any(p.state == one for p in voices(a))]
    told = (
        "“Bound until” is said of words after which, by"
        f" {a.at}, there was an election or a change of office"
    )
    if not any(votes):
        return f"{told}."
    told += f". In chances of a yes such words count {weighing(a.arrangement).lapsed:g}"
    if not spoken:
        return f"{told}."
    of = max(by_body.values())
    return (
        f"{told}; where they are all that a member has said, the text of a body that it belongs to"
        f" counts instead, if that counts for more: {listed(spoken)} ({len(spoken)} of {of})."
    )


def _over(said: Position, a: Assessment) -> bool:
    return said.binds_until is not None and said.binds_until <= a.at


def speaker(said: Position, names: Mapping[str, str]) -> str:
    """Name who spoke, with the office and the state, each where the name does not say it."""
    office = "" if said.office.lower() in said.actor.lower() else f", {said.office}"
    state = names.get(said.state, said.state)
    return f"{said.actor}{office}{'' if state in said.actor else f' ({state})'}"


Part = tuple[str, dict[str, list[Marked]]]
"""An issue, and those who spoke to it with their signs."""


def stances(a: Assessment) -> Drawing | None:
    """Return the positions over time, a chart an issue; None where fewer than two are known."""
    import altair as alt

    found = voices(a)
    if len(found) < 2:
        return None
    issues = a.arrangement.issues if a.arrangement else {}
    first, last = found[0].date, found[-1].date
    edge = max((last - first) * _EDGE, _LEAST)
    years = (first - edge, last + edge)
    parts = list(by_issue(found, issues, a.names, (years[1] - years[0]).days or 1))
    columns = [
        alt.vconcat(
            *(_part(*one, years, dated=at == len(column) - 1) for at, one in enumerate(column)),
            spacing=6,
        )
        for column in _balanced(parts)
    ]
    title = f"Who took which position when: {_SAID}"
    chart = alt.hconcat(*columns, spacing=20).properties(
        title=alt.TitleParams(title, anchor="start", fontSize=13, fontWeight="normal")
    )
    table = table_text(
        ["date", "state", "actor", "issue", "stance", "says", "sources"],
        ([p.date, p.state, p.actor, p.issue, p.stance, p.says, " ".join(p.source)] for p in found),
    )
    said = f"{len(found)} positions on {len(parts)} issues, listed below with sources."
    drawn = chart.configure_view(stroke=None)
    return Drawing("positions", f"{title}.", said, drawn, table)


def by_issue(
    found: Sequence[Position], issues: Mapping[str, Issue], names: Mapping[str, str], days: int
) -> Iterator[Part]:
    """Yield each issue with the signs of those who spoke to it, in the order of the file.

    Parameters
    ----------
    found
        Positions, the oldest first.
    issues
        By id.
    names
        What states and bodies are called.
    days
        From the first of the chart to the last, by which signs have room beside one another.
    """
    order = [*issues, *(p.issue for p in found if p.issue not in issues)]
    for issue in dict.fromkeys(order):
        of = [p for p in found if p.issue == issue]
        who = sorted(
            {names.get(p.state, p.state) for p in of}, key=lambda n: n.removeprefix("the ")
        )
        rows = {
            name: placed([p for p in of if names.get(p.state, p.state) == name], days)
            for name in sorted(who, key=lambda name: name.removeprefix("the "))
        }
        if rows:
            yield _titled(issues.get(issue), issue), rows


def placed(of: Sequence[Position], days: int) -> list[Marked]:
    """Return the signs of one row; those that have no room beside one another stand together."""
    groups: list[list[Position]] = []
    for one in of:
        groups.append([one])
        while len(groups) > 1 and _touch(groups[-2], groups[-1], days):
            groups[-2:] = [[*groups[-2], *groups[-1]]]
    return [_marked(group) for group in groups]


def _touch(one: Sequence[Position], other: Sequence[Position], days: int) -> bool:
    left, right = _marked(one), _marked(other)
    apart = (right.at - left.at).days * _WIDTH / days
    return apart < (_wide(left) + _wide(right) + _SIGN) / 2


def _wide(one: Marked) -> float:
    """Return the room of signs, of which a space between two takes half a sign's."""
    return _SIGN * (len(one.signs) - one.signs.count(" ") / 2)


def _marked(group: Sequence[Position]) -> Marked:
    first, last = group[0].date, group[-1].date
    signs = dict.fromkeys(_MARKS[one.stance] for one in group)
    return Marked(first + (last - first) / 2, " ".join(signs))


def _titled(issue: Issue | None, name: str) -> str:
    label = issue.label if issue is not None else name.replace("_", " ")
    claim = f" (a claim: {_CLAIMED})" if issue is not None and issue.claim else ""
    return f"{label[:1].upper()}{label[1:]}{claim}"


def _balanced(parts: Sequence[Part]) -> list[Sequence[Part]]:
    """Return the charts in two columns of about one height, in their order; in one if few."""
    heights = [len(rows) + _HEAD for _, rows in parts]
    at = min(range(1, len(parts) + 1), key=lambda n: max(sum(heights[:n]), sum(heights[n:])))
    return [column for column in (parts[:at], parts[at:]) if column]


def _part(
    title: str, rows: Mapping[str, Sequence[Marked]], years: tuple[date, date], *, dated: bool
) -> Any:
    """Draw the signs of an issue; with `dated`, the years below them."""
    import altair as alt

    when = alt.X(
        "at:T",
        title=None,
        scale=alt.Scale(domain=[day.isoformat() for day in years]),
        axis=alt.Axis(
            format="%Y" if years[1] - years[0] > _MONTHLY else "%Y-%m",
            labelOverlap=True,
            labelFontSize=12.5,
            labels=dated,
            ticks=dated,
        ),
    )
    values = [
        {"at": one.at.isoformat(), "state": name, "signs": one.signs}
        for name, marked in rows.items()
        for one in marked
    ]
    place = alt.Y(
        "state:N",
        sort=list(rows),
        title=None,
        axis=alt.Axis(
            labelLimit=0,
            grid=True,
            gridColor="#e6e8eb",
            labelFontSize=12.5,
            minExtent=_NAMED,
            maxExtent=_NAMED,
        ),
    )
    marks = alt.Chart(inline(values)).mark_text(fontSize=15, fontWeight="bold")
    return marks.encode(x=when, y=place, text="signs:N").properties(
        title=alt.TitleParams(wrap(title, 60), anchor="start", frame="bounds", fontSize=12.5),
        width=_WIDTH,
        height=_ROW * len(rows),
    )
