"""How `foedus decide` shows a decision on a terminal of 100 columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import fsum

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from foedus.assessment import Seen
from foedus.decisions import Blocking, Procedure, Stage, described, named, single_vetoes
from foedus.figures import Figure, rounded
from foedus.prospects import Stand
from foedus.views.power_chart import share_told

Called = Callable[[str], str]
_LISTED = 8
_GROUPS = 6
_COLUMNS = 5
_DIGITS = 4
"""Decimals of a chance that is exact."""
_FAINT = 1e-3
_ALIKE = "who votes on one question at several steps votes alike at each"
_HEADERS = {
    "banzhaf": "Banzhaf,\nabsolute",
    "normalised": "Banzhaf,\nshares",
    "shapley": "Shapley–\nShubik",
    "prevent": "to\nprevent",
    "initiate": "to\ninitiate",
    "johnston": "\nJohnston",
    "deegan": "Deegan–\nPackel",
    "holler": "\nHoller",
    "ternary": "three\nballots",
    "rollcall": "roll\ncall",
    "owen": "\nOwen",
    "banzhaf-owen": "Banzhaf–\nOwen",
}


def decision_screen(seen: Seen, named_ballots: bool = False) -> RenderableType:
    """Return what to print about one decision, with the statement behind each ballot if asked."""
    parts: list[RenderableType] = [Text(seen.subject.name, style="bold")]
    parts += [Padding(Text(line), (0, 0, 0, 2)) for line in _lines(seen)]
    if named_ballots and seen.subject.stands:
        parts.append(Padding(_ballots(seen), (1, 0, 1, 2)))
    names = list(seen.report.indices)
    for at in range(0, len(names), _COLUMNS):
        parts.append(Padding(_table(seen, names[at : at + _COLUMNS]), (0, 0, 0, 2)))
    return Group(*parts, Text())


def _lines(seen: Seen) -> Iterator[str]:
    subject, report = seen.subject, seen.report
    called = subject.called
    if subject.procedure is not None and not isinstance(subject.procedure, Stage):
        yield from described(subject.procedure, called).splitlines()
        yield ""
        for stage in subject.procedure.stages():
            yield f"{stage.name}: {_who_stops(stage, called)}."
    else:
        one = subject.procedure or subject.told
        yield f"Rule: {described(one, called) if one else report.rule.describe(called)}."
        alone = _who_alone(report.vetoes, report.rule.members, called, report.rule.passes({}))
        yield f"{alone if alone.startswith(tuple(report.vetoes)) else _sentence(alone)}."
        yield from _blocking(report.blocking, report.vetoes, called)
    if report.idle:
        yield f"Never matters: {_some([*map(called, report.idle)])}."
    if report.chance is not None:
        sampled = report.chance is subject.outlook
        linked = seen.correlation and not sampled
        moved = f", leanings correlated {seen.correlation:g}" if linked else ""
        verb = "takes effect" if subject.procedure else "passes"
        alike = subject.procedure and not sampled and _asked_again(subject.procedure)
        how = "; ".join([*report.chance.because, *([_ALIKE] if alike else [])])
        yield f"Chance that it {verb}: {_chance(report.chance)} ({how}{moved})."
        yield from _pivotal(report.pivotal, called)
    if report.persuasion is not None:
        yield _persuading(seen)
    if subject.source:
        yield f"Source: {subject.source}."
    if subject.as_of:
        yield f"Members as of {subject.as_of}: {', '.join(subject.actors)}."
    if subject.note:
        yield f"Note: {subject.note}."
    yield from seen.remarks
    yield from report.remarks


def _asked_again(procedure: Procedure) -> bool:
    """Say whether a member has a say on one question at several steps."""
    asked = [(m, stage.asks) for stage in procedure.stages() for m in stage.rule.members]
    return len(asked) > len(set(asked))


def _chance(figure: Figure) -> str:
    """Write a chance; one that is exact with the digits that tell it from its neighbours."""
    exact = figure.value is not None and figure.because[0].startswith("exact")
    told = round(figure.value or 0.0, _DIGITS)
    return f"{told:g}" if exact and 0 < told < 1 else str(figure)


def _persuading(seen: Seen) -> str:
    found, target = seen.report.persuasion, seen.report.target
    assert found is not None
    if not found.members:
        return f"The chance is at least {target:g} as it is: nobody need be persuaded."
    count = f"{len(found.members)} members, " if len(found.members) > 1 else ""
    ranked = sorted(found.members, key=lambda m: -round(seen.report.pivotal.get(m, 0.0), 12))
    who = f"{count}{_some([*map(seen.subject.called, ranked)])}"
    return f"To reach a chance of {target:g}, persuade {who}: then it is {rounded(found.chance)}."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _who_stops(stage: Stage, called: Called) -> str:
    """Say who alone keeps a procedure from getting past a stage, and whether silence may.

    Where a no leads on, whoever blocks the stage stops nothing by it: both are told.
    """
    alone = single_vetoes(stage.advances)
    said = _who_alone(alone, stage.rule.members, called, stage.advances.passes({}))
    if stage.on_block == "next":
        return _leading_on(stage, called, said if alone else "")
    if alone or not stage.can_stop or stage.on_block == "end":
        return said
    return f"{said} by a no, but it stays open while too few vote to settle it"


def _leading_on(stage: Stage, called: Called, stops: str) -> str:
    """Say who alone can block a stage of which a no leads on; `stops` says who stops it at all."""
    if stops:
        return f"{stops}; a no only leads on"
    blocked, members = single_vetoes(stage.open_rule), stage.rule.members
    if len(blocked) == len(members) == 1:
        who = f"{called(blocked[0])} can block"
    else:
        who = _who_alone(blocked, members, called, by_itself=True)
    waits = ", and it stays open while too few vote to settle it" if stage.can_stop else ""
    return f"{who}, but a no only leads on{waits}"


def _who_alone(
    vetoes: Sequence[str], members: Sequence[str], called: Called, by_itself: bool
) -> str:
    """Say who can block alone; of one that alone has a say, whether it goes on without it."""
    if not vetoes:
        return "nobody alone can block"
    if len(members) == 1:
        return f"only {called(members[0])} can {'stop it' if by_itself else 'do it'}"
    if len(vetoes) == len(members):
        return f"each of the {len(members)} can block alone"
    return f"{_some([*map(called, vetoes)])} can {'each ' if len(vetoes) > 1 else ''}block alone"


def _some(names: Sequence[str], most: int = _LISTED) -> str:
    if len(names) <= most + 1:
        return named(names, "and")
    return f"{', '.join(names[:most])} and {len(names) - most} others"


def _blocking(blocking: Blocking | None, vetoes: Sequence[str], called: Called) -> Iterator[str]:
    if blocking is None:
        return
    groups = [g for g in blocking.groups if g.size > 1]
    if not groups and not vetoes:
        among = "" if blocking.complete else f" of up to {blocking.searched} members"
        yield f"No group{among} can block."
    elif len(groups) <= _GROUPS:
        for group in groups:
            parts = ((count, [*map(called, of)]) for count, of in group.parts)
            of = " and ".join(
                f"any {count} of {_some(names)}" if count < len(names) else _some(names)
                for count, names in sorted(parts, key=lambda part: part[0] < len(part[1]))
            )
            yield f"Together can block: {of}{_ways(group.ways)}."
    else:
        sizes: dict[int, int] = defaultdict(int)
        for group in groups:
            sizes[group.size] += group.ways
        told = ", ".join(f"{ways:,} of {size} members" for size, ways in sorted(sizes.items()))
        first = [*map(called, next(groups[0].named()))]
        yield f"Smallest groups that can block: {told}; such as {_some(first)}."
    if not blocking.complete:
        yield f"(Groups of more than {blocking.searched} members were not gone through.)"


def _ways(ways: int) -> str:
    return f" ({ways:,} groups)" if ways > 1 else ""


def _pivotal(pivotal: Mapping[str, float], called: Called) -> Iterator[str]:
    ranked = sorted(pivotal.items(), key=lambda item: -round(item[1], 12))
    if not ranked or ranked[0][1] < _FAINT or ranked[0][1] - ranked[-1][1] < 1e-12:
        return
    told = ", ".join(f"{called(m)} {rounded(gain)}" for m, gain in ranked[:5] if gain >= _FAINT)
    yield f"A yes instead of a no adds most from: {told}."


def _table(seen: Seen, indices: Sequence[str]) -> Table:
    report = seen.report
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("power of", ratio=1, min_width=16)
    for index in indices:
        table.add_column(_HEADERS[index], justify="right", no_wrap=True)
    rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for member in report.rule.members:
        values = tuple(share_told(report.indices[index][member]) for index in indices)
        rows[values].append(member)
    for values, members in sorted(rows.items(), key=lambda item: [-float(v) for v in item[0]]):
        who = members[0]
        if len(members) > 1:
            who = f"each of {len(members)}: {_some(members, 2 if len(indices) > 3 else _LISTED)}"
        table.add_row(who, *values)
    return table


def _ballots(seen: Seen) -> Table:
    """Return each member's mean ballot with the statement behind it, the firmest no first."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("ballot of")
    for name in ("yes", "abstain", "no"):
        table.add_column(name, justify="right")
    table.add_column("by which statement", overflow="fold")
    rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    stands = seen.subject.stands or {}
    for member, stand in stands.items():
        total = fsum(stand.weights)
        shares = tuple(f"{weight / total:.2f}" for weight in stand.weights[:3])
        said = _said(stand, member)
        rows[(*shares, said)].append(member)
    for (yes, abstain, no, said), members in sorted(
        rows.items(), key=lambda r: (-float(r[0][2]), r[1])
    ):
        who = members[0] if len(members) == 1 else f"each of {len(members)}"
        more = "" if len(members) == 1 else f" ({_some(members, 6)})"
        table.add_row(who, yes, abstain, no, Text(f"{said}{more}"))
    return table


def _said(stand: Stand, member: str) -> str:
    if stand.basis == "none":
        return "has said nothing to the point"
    words = "; ".join(f"{p.told} [{', '.join(p.source)}]" for p in stand.positions)
    return f"{stand.because.removeprefix(f'{member}: ')}: {words}"
