"""Power in a body as a picture: under each index a row for members that are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from foedus.figures import Figure
from foedus.views.charts import Drawing, Labelled, intervals, table_text

MOST_ROWS = 60
_SAME = 12
_SMALL = 1e-3
"""Below it four decimals would say too little."""


def power_drawing(
    body: str,
    members: Sequence[str],
    indices: Mapping[str, Mapping[str, float]],
    names: Mapping[str, str],
) -> Drawing:
    """Draw the indices of power of a body.

    Parameters
    ----------
    body
        What it is called.
    members
        In the body's order.
    indices
        By word of an index: values by member.
    names
        By word: what the index is called.
    """
    rows = power_rows(members, indices, names)
    title = f"Power in: {body}"
    said = " ".join(f"{row.label}." for row in rows if row.figure)
    cells = ([names.get(w, w), m, v] for w, values in indices.items() for m, v in values.items())
    table = table_text(["index", "member", "value"], cells)
    return Drawing("power", title, said, intervals(rows, title), table)


def power_rows(
    members: Sequence[str], indices: Mapping[str, Mapping[str, float]], names: Mapping[str, str]
) -> list[Labelled]:
    """Return the rows of a chart of power: under each index the most powerful first.

    Examples
    --------
    >>> rows = power_rows("ABC", {"banzhaf": {"A": 0.75, "B": 0.25, "C": 0.25}}, {})
    >>> [(row.label, row.figure and row.figure.value) for row in rows]
    [('banzhaf', None), ('A, banzhaf: 0.7500', 0.75), ('B, C, banzhaf: 0.2500', 0.25)]
    """
    found: list[Labelled] = []
    for word, values in indices.items():
        name = names.get(word, word)
        alike: dict[float, list[str]] = defaultdict(list)
        for member in members:
            alike[round(values[member], _SAME)].append(member)
        found.append(Labelled(name, None))
        for value, group in sorted(alike.items(), reverse=True)[:MOST_ROWS]:
            label = f"{_label(group)}, {name}: {share_told(value)}"
            found.append(Labelled(label, Figure(value), numbered=False))
    return found


def share_told(value: float) -> str:
    """Write an index of power: a small one is not written as none.

    Examples
    --------
    >>> share_told(0.03125), share_told(0.0), share_told(2.0**-31)
    ('0.0312', '0.0000', '4.7e-10')
    """
    return f"{value:.4f}" if value >= _SMALL or value == 0 else f"{value:.1e}"


def _label(group: Sequence[str]) -> str:
    if len(group) <= 3:
        return ", ".join(group)
    return f"{', '.join(group[:2])} and {len(group) - 2} like them"
