"""Power in a body as a picture: members that are alike together, a row for each index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from foedus.figures import Figure
from foedus.views.charts import Labelled

MOST_ROWS = 60
_SAME = 12


def power_rows(
    members: Sequence[str], indices: Mapping[str, Mapping[str, float]], names: Mapping[str, str]
) -> list[Labelled]:
    """Return the rows of a chart of power, the most powerful first.

    Parameters
    ----------
    members
        In the body's order.
    indices
        By word of an index: values by member.
    names
        By word: what the index is called.

    Examples
    --------
    >>> rows = power_rows("ABC", {"banzhaf": {"A": 0.75, "B": 0.25, "C": 0.25}}, {})
    >>> [(row.label, row.figure.value) for row in rows]
    [('A', 0.75), ('B, C', 0.25)]
    """
    alike: dict[tuple[float, ...], list[str]] = defaultdict(list)
    for member in members:
        alike[tuple(round(values[member], _SAME) for values in indices.values())].append(member)
    ranked = sorted(alike.items(), key=lambda item: [-x for x in item[0]])[:MOST_ROWS]
    if len(indices) == 1:
        return [Labelled(_label(group), Figure(value)) for (value,), group in ranked]
    rows = []
    for values, group in ranked:
        rows.append(Labelled(_label(group), None))
        rows += [
            Labelled(names.get(word, word), Figure(value))
            for word, value in zip(indices, values, strict=True)
        ]
    return rows


def _label(group: Sequence[str]) -> str:
    if len(group) <= 3:
        return ", ".join(group)
    return f"{', '.join(group[:2])} and {len(group) - 2} like them"
