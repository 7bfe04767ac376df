"""A smallest group that can stop something together: who is in it, in data and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foedus.language import listed

_NAMED = 5
"""How many members of a class are named one by one."""


def by_member(
    groups: Sequence[Mapping[str, int]], classes: Mapping[str, Sequence[str]]
) -> tuple[Mapping[str, int], ...]:
    """Return groups in which a small class stands by its members, where all of them are in it.

    Parameters
    ----------
    groups
        How many of each class of members.
    classes
        The members of each class.

    Examples
    --------
    >>> classes = {"others": ["CHN", "RUS"], "others'": ["NOR", "ITA"]}
    >>> by_member([{"others": 2, "others'": 1}], classes)
    ({'CHN': 1, 'RUS': 1, "others'": 1},)
    """
    return tuple(
        {
            one: number
            for label, count in group.items()
            for one, number in (
                [(member, 1) for member in classes[label]]
                if count == len(classes[label]) <= _NAMED
                else [(label, count)]
            )
        }
        for group in groups
    )


def together(
    groups: Sequence[Mapping[str, int]],
    names: Mapping[str, str],
    classes: Mapping[str, Sequence[str]],
) -> str:
    """Name a smallest group that can stop something together: one of those that there may be.

    Parameters
    ----------
    groups
        How many of each class of members; who is no class is one.
    names
        What classes and parties are called.
    classes
        The members of each class of which not all are in a group.

    Examples
    --------
    >>> names, ten = {"CHN": "China", "USA": "the United States"}, {"others": [*"ABCDEFGHIJ"]}
    >>> together([{"CHN": 1, "USA": 1, "others": 2}], names, ten)
    'China, the United States and any 2 others'
    >>> together([{"CHN": 1, "USA": 1}], names, {})
    'China and the United States'
    >>> together([{"others": 4}], {}, ten)
    'any 4 of the members'
    >>> together([{"others": 2, "others'": 1}], {}, ten | {"others'": ["NOR", "ITA"]})
    'any 2 of A, B and 8 more and any one of NOR and ITA'
    """
    group = min(groups, key=lambda one: sum(one.values()))
    parts = [label for label in group if label in classes]
    if [*group] == parts[:1]:
        return f"{_some(group[parts[0]], classes[parts[0]])} of the members"
    told = []
    for label, count in group.items():
        if label not in parts:
            told.append(names.get(label, label))
        elif len(parts) == 1 and count < len(classes[label]):
            told.append("one other member" if count == 1 else f"any {count} others")
        else:
            told.append(f"{_some(count, classes[label])} of {_members(classes[label], names)}")
    return listed(told) if len(groups) == 1 else f"for instance {listed(told)}"


def _some(count: int, members: Sequence[str]) -> str:
    if count == len(members):
        return f"all {count}"
    return "any one" if count == 1 else f"any {count}"


def _members(members: Sequence[str], names: Mapping[str, str]) -> str:
    shown = [names.get(one, one) for one in members]
    if len(shown) > _NAMED:
        shown = [*shown[:2], f"{len(shown) - 2} more"]
    return listed(shown)
