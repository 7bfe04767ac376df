"""Words that stand for somebody or something wherever ids are typed, and so may be no id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedus.language.lookalikes import declared
from foedus.language.names import Found

OTHERS = "others"
"""In an event: everybody who has a vote in the step and has not cast it."""
NATURE = "nature"
"""In an event: who decides how a fight ends."""
NOTHING = "-"
"""Among options: no arrangement at all."""
_ACTORS = {
    OTHERS: "in events it stands for all who have not voted yet",
    NATURE: "in events it stands for what nobody decides, such as how a fight ends",
}
_MEANS = {
    "parties": _ACTORS,
    "bodies": _ACTORS,
    "options": {NOTHING: "beside options it stands for no arrangement at all"},
}


def reserved(written: Any) -> Iterator[Found]:
    """Yield ids of parties, members, bodies and options that mean something else already.

    Examples
    --------
    >>> [one.message for one in reserved({"parties": {"others": {}}})]
    ["the id 'others' is taken: in events it stands for all who have not voted yet"]
    """
    for name, path, at_key in declared(written):
        means = _MEANS.get(str(path[0]), {}).get(name)
        if means is not None:
            yield Found(path, f"the id {name!r} is taken: {means}", "Call it otherwise.", at_key)
