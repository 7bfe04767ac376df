"""Our own incident format: CSV with a header, or JSON Lines, with the same names.

For what a mission, a ministry or a newsroom notes itself. `foedus monitor schema` prints the JSON
Schema of a line.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import polars as pl

from foedus.monitor.formats.common import BIT, Format
from foedus.monitor.formats.draft import Draft
from foedus.monitor.incident import KINDS, NOT_TOLD

COLUMNS: dict[str, tuple[str, dict[str, Any]]] = {
    "id": ("The incident's id, never used for another.", {"type": ["string", "integer"]}),
    "date": ("The first day on which it may have happened.", {"type": "string", "format": "date"}),
    "date_end": ("The last such day; the first when left out.", {"type": "string"}),
    "time": (
        "The time of day, HH:MM, of an incident of one day; all of a file by one clock.",
        {"type": "string"},
    ),
    "kind": ("What happened.", {"enum": list(KINDS)}),
    "kind_chance": ("The chance that it is of that kind; 1 when left out.", {"type": "number"}),
    "latitude": ("Degrees north.", {"type": "number", "minimum": -90, "maximum": 90}),
    "longitude": ("Degrees east.", {"type": "number", "minimum": -180, "maximum": 180}),
    "km": ("How far the point may be from the place; 1 km when left out.", {"type": "number"}),
    "country": ("The country.", {"type": "string"}),
    "unit": ("The first-order administrative unit.", {"type": "string"}),
    "subunit": ("The second-order administrative unit.", {"type": "string"}),
    "place": ("The place.", {"type": "string"}),
    "side_a": ("Who acted, or one of the sides.", {"type": "string"}),
    "side_b": ("Against whom, or the other side.", {"type": "string"}),
    "a_began": ("The chance that side_a began it; left out where unknown.", {"type": "number"}),
    "deaths": ("Deaths, the best estimate.", {"type": "integer", "minimum": 0}),
    "deaths_low": ("Deaths, at least.", {"type": "integer", "minimum": 0}),
    "deaths_high": ("Deaths, at most.", {"type": "integer", "minimum": 0}),
    "deaths_a": ("Deaths of side_a.", {"type": "integer", "minimum": 0}),
    "deaths_b": ("Deaths of side_b.", {"type": "integer", "minimum": 0}),
    "deaths_civilians": ("Deaths of civilians.", {"type": "integer", "minimum": 0}),
    "weapon": ("What was used.", {"type": "string"}),
    "note": ("Anything else: who reported it, how it is known.", {"type": "string"}),
}
HEADER = tuple(COLUMNS)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line.

    Examples
    --------
    >>> json_schema()["required"]
    ['id', 'date', 'kind']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "foedus incident",
        "type": "object",
        "required": ["id", "date", "kind"],
        "additionalProperties": False,
        "properties": {
            name: {**shape, "description": what} for name, (what, shape) in COLUMNS.items()
        },
    }


_IN_ORDER = ("low", "best", "high")


def reject_disorder(draft: Draft) -> None:
    """Reject rows whose deaths are in disorder, which is a slip of whoever wrote them."""
    told = {name: draft.whole(name, NOT_TOLD) for name in _IN_ORDER if draft.has(name)}
    for less, more in combinations(told, 2):
        why = f"{draft.where[less]!r} is above {draft.where[more]!r}"
        draft.reject((told[less] > told[more]) & (told[more] != NOT_TOLD), why)
    for most in ("high", "best"):
        if most in told and draft.has("civilians"):
            # An estimate is no bound where a high one stands beside it.
            is_most = told[most] != NOT_TOLD
            if most == "best" and "high" in told:
                is_most &= told["high"] == NOT_TOLD
            why = f"{draft.where['civilians']!r} is above {draft.where[most]!r}"
            draft.reject(is_most & (draft.whole("civilians", NOT_TOLD) > told[most]), why)


def _fill(draft: Draft) -> None:
    draft.one_day()
    reject_disorder(draft)
    km = draft.number("km", 1.0)
    draft.reject(km < 0, "'km' is below zero")
    draft.made["km"] = km
    kinds = draft.coded("kind", BIT, 0, pl.UInt16)
    draft.reject(kinds == 0, f"'kind' is none of {', '.join(KINDS)}")
    draft.made["kinds"] = kinds
    draft.chances()


PLAIN = Format(
    name="plain",
    title="foedus incident file",
    silent_on="it records what its keepers chose to note",
    columns={
        **{name: [name] for name in HEADER},
        "best": ["deaths"],
        "low": ["deaths_low"],
        "high": ["deaths_high"],
        "civilians": ["deaths_civilians"],
    },
    dates=("date", "date_end", "time"),
    needed=("id", "date", "kind"),
    marks=(frozenset({"id", "date", "kind"}),),
    fill=_fill,
    whole=True,
    kinds=frozenset(KINDS),
    tells_began=True,
)
