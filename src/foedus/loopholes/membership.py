"""Who is in a coalition, in words: members that are alike by their number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from foedus.language import Plural, listed
from foedus.process import CompiledStep, Process, alike, called, name_of


def members_of(process: Process) -> Mapping[str, tuple[str, ...]]:
    """Return the members of each class that some step counts."""
    steps = (compiled for steps in process.clauses.steps for compiled in steps)
    return {k: members for c in steps for k, members in c.electorate.classes.items()}


def coalition(
    process: Process,
    counts: Mapping[str, int],
    step: CompiledStep | None = None,
    joined: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> str:
    """Return who is in a coalition; members that are alike by their number.

    A collective party all of whose members are in it is named as such. Those who vote in a `step`
    are called after whoever takes it. Classes that are `joined` for this are given with members.
    """
    classes, a = {**members_of(process), **joined}, process.arrangement
    left = {label: count for label, count in counts.items() if count}
    full = {k for k, n in left.items() if n == _size(classes, k)}
    named: list[str] = []
    for name, party in a.parties.items():
        inside = {k for k in left if set(classes.get(k, (k,))) <= set(party.members)}
        # Members who are counted among others as well are told with them, and once.
        whole = {m for k in inside & full for m in classes.get(k, (k,))}
        if len(party.members) > 1 and whole.issuperset(party.members):
            number = len(party.members)
            all_ = "both" if number == 2 else f"all {number}"
            named.append(f"{all_} members of {called(a, name)}")
            left = {label: count for label, count in left.items() if label not in inside}
    told = [(k, n, classes.get(k, (k,))) for k, n in left.items()]
    by_name = [one for one in told if one[1] == len(one[2]) <= _NAMED]
    named += [called(a, member) for _, _, members in by_name for member in members]
    # Some of several come last: else who stands behind their names reads as one of them.
    rest = sorted((one for one in told if one not in by_name), key=lambda one: one[1] < len(one[2]))
    named += [_some(process, *one, step) for one in rest]
    if any(" and " in one for one in named[:-1]):  # whose "and" it is must be seen
        return Plural(f"{', '.join(named[:-1])}, and {named[-1]}")
    return listed(named)


def _size(classes: Mapping[str, tuple[str, ...]], label: str) -> int:
    return len(classes.get(label, (label,)))


def _some(
    process: Process, label: str, count: int, members: tuple[str, ...], step: CompiledStep | None
) -> str:
    named = listed([called(process.arrangement, member) for member in members])
    of = _alike(process, label, members)
    of = alike(process.clauses, step, label) if of and step is not None else of
    if count == len(members):
        return f"all {count} {of}" if of else f"all of {named}"
    those = named if len(members) <= _NAMED or not of else f"the {len(members)} {of}"
    return f"any {'one' if count == 1 else count} of {those}"


def _alike(process: Process, label: str, members: tuple[str, ...]) -> str:
    """Return what the members of a class are called, by the body that counts them.

    Nothing where bodies of other members do as well: they are not called after one of them, and
    after all of them where several have the same members, or after the party that has them.
    """
    steps = (step for course in process.clauses.steps for step in course)
    counting = [step for step in steps if label in step.electorate.classes]
    if not counting:  # of several classes: after the bodies that have just these members
        whole = (step for course in process.clauses.steps for step in course)
        those = [s for s in whole if sorted(s.electorate.rule.members) == sorted(members)]
        named = sorted({name_of(process.clauses, step.step.by) for step in those})
        return f"members of {listed(named)}" if named else ""
    if len({frozenset(step.electorate.rule.members) for step in counting}) > 1:
        return ""
    party = [step for step in counting if step.step.by in process.arrangement.parties]
    counting = party[:1] or counting
    bodies = dict.fromkeys(name_of(process.clauses, step.step.by) for step in counting)
    said = alike(process.clauses, counting[0], label)
    return said.replace(next(iter(bodies)), listed(sorted(bodies)), 1)


_NAMED = 5
"""How many are named one by one."""
