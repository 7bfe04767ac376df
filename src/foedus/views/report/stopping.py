"""Who can stop it, as a list and as a map of those who have a say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from foedus.assessment import Assessment, together
from foedus.views import cells
from foedus.views.report.picture import Picture, pictured
from foedus.views.report.tiles import code, tiles


class Stopped(NamedTuple):
    """Who can stop what follows, told once for the lines in which they are the same.

    `codes` are those of the map that no state has, with what they stand for; `kept` says who can
    keep a guarantee from ever binding, where nothing follows the act; `together` names a smallest
    group that can stop it, where nobody can alone; `how` who can by not opening what nobody else
    may open, or by leaving; `alike` whether everybody on the map can, so that it tells no more than
    the list.
    """

    labels: tuple[str, ...]
    said: str
    names: tuple[str, ...]
    map: Picture | None
    codes: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]
    together: str
    how: tuple[str, ...]
    alike: bool


class _Alike(NamedTuple):
    said: str
    blockers: tuple[str, ...]
    kept: tuple[str, ...]
    leaving: tuple[str, ...]
    members: tuple[str, ...]


def nothing_follows(a: Assessment) -> list[str]:
    """Name the lines in which nothing follows that could be stopped, now or before any act."""
    before = {option["id"]: [*_before(option)] for option in a.answer["options"]}
    return [x.label for x in cells.lines(a) if _nothing(x) and not before[x.option.id]]


def stopped(a: Assessment) -> list[Stopped]:
    """Return who can stop what follows, with a map of those who have a say.

    Lines in which nothing follows are left to `nothing_follows`.
    """
    untold = set(nothing_follows(a))
    alike: dict[_Alike, list[cells.Line]] = {}
    before = {option["id"]: tuple(_before(option)) for option in a.answer["options"]}
    gone = {option["id"]: tuple(_leaving(option)) for option in a.answer["options"]}
    for line in (one for one in cells.lines(a) if one.label not in untold):
        groups = _groups(a, line.option.id)
        said = cells.who(line, groups, a.names)
        members = tuple(dict.fromkeys(m for group in groups.values() for m in group))
        members = members if line.pair.blockers else ()  # nobody is dark on a map: none is drawn
        one = line.option.id
        key = _Alike(said, line.pair.blockers, before[one], gone[one], members)
        alike.setdefault(key, []).append(line)
    told: list[Stopped] = []
    for (said, blockers, kept, leaving, members), of in alike.items():
        names = tuple(a.names.get(one, one) for one in sorted(blockers, key=partial(_place, a)))
        have = tuple(dict.fromkeys([*members, *blockers]))
        title = f"Who alone can stop it: {'; '.join(line.label for line in of)}"
        drawn = tiles(have, blockers, a.names, title) if blockers else ""
        alternative = f"Those who have a say, those who can alone: {', '.join(names)}."
        rows = [["id", "name", "can_stop_it_alone"]]
        rows += [[one, a.names.get(one, one), str(one in blockers).lower()] for one in have]
        shown = pictured(f"who-can-stop-it-{len(told) + 1}", title, alternative, drawn, rows)
        all_named = said == ", ".join(names)
        labels = tuple(line.label for line in of)
        codes = tuple((code(m), a.names.get(m, m)) for m in have if code(m) != m)
        told.append(
            Stopped(
                labels,
                said,
                () if all_named else names,
                shown,
                codes,
                kept,
                _together(of[0], a.names),
                (*_unopened(a, of[0]), *leaving),
                set(have) == set(blockers),
            )
        )
    return told


def _nothing(line: cells.Line) -> bool:
    return line.pair.consequence == "none"


def _groups(a: Assessment, name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the members of collective parties under an option, which may change them."""
    variant = cells.variant_of(a, name)
    if variant is None:
        return a.groups
    return {name: party.members for name, party in variant.parties.items() if party.members}


def _unopened(a: Assessment, line: cells.Line) -> Iterator[str]:
    """Say who can stop it by not opening a procedure that nobody else may open."""
    variant = cells.variant_of(a, line.option.id)
    for name, procedure in variant.procedures.items() if variant is not None else ():
        by = procedure.opens.by
        if len(by) == 1 and by[0] in line.pair.blockers:
            who = a.names.get(by[0], by[0])
            called = f"“{procedure.label}”" if procedure.label else repr(name)
            yield f"{who[:1].upper()}{who[1:]}: by not opening {called}, which nobody else may"


def _together(line: cells.Line, names: Mapping[str, str]) -> str:
    """Name a smallest group that can stop it; empty where somebody can alone, or nobody at all."""
    if line.pair.blockers or not line.pair.groups:
        return ""
    return together(line.pair.groups, names, line.pair.classes)


def _before(option: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the answer says of who can keep a guarantee from ever binding."""
    for one in option["sentences"]:
        if one["figures"][:1] and one["about"] == "stop" and "loopholes" in one["figures"][0]:
            yield one["says"]


_BY_LEAVING = re.compile(r"(?:^|; )([^;]+?) by leaving(?:$| first, else by )")
"""Who can leave first: beside others who can stop it, or where nobody else can."""


def _leaving(option: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the answer says of who avoids what follows by leaving first."""
    for one in option["sentences"]:
        found = _BY_LEAVING.search(one["says"]) if one["about"] == "stop" else None
        if found is not None:
            yield f"{found[1][:1].upper()}{found[1][1:]}: by leaving first, before it acts"


def _place(a: Assessment, one: str) -> tuple[bool, str]:
    """Return where somebody stands in a list: members of groups by name, then all others."""
    member = any(one in group for group in a.groups.values())
    return not member, a.names.get(one, one).removeprefix("the ")
