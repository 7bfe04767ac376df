"""VIINA: events in Ukraine from news reports, sorted by a machine that says how sure it is.

Columns of the project's codebook: ``t_KIND_pred`` is the chance that a report tells of that kind of
event, ``a_SIDE_pred`` that this side began it. The likeliest kind and side are taken, with their
chances; where only ``_b`` (0 or 1) is there, that counts as the chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.formats.common import Draft, Format, columns_of
from foedus.monitor.incident import KINDS

KM = {"street": 1.0, "adm3": 15.0, "adm2": 50.0, "adm1": 100.0, "adm0": 500.0}
"""How far the point may be from the place, by `GEO_PRECISION`; assumed."""
_KINDS: Mapping[str, str] = {
    "t_airstrike": "air_strike",
    "t_uav": "air_strike",
    "t_artillery": "shelling",
    "t_ied": "explosion",
    "t_airalert": "other",
    "t_armor": "battle",
    "t_firefight": "battle",
    "t_raid": "battle",
    "t_mil": "force",
    "t_control": "seizure",
    "t_occupy": "seizure",
    "t_civcas": "against_civilians",
}
_SIDES: Mapping[str, str] = {"a_rus": "Russia", "a_ukr": "Ukraine"}
_COLUMNS = {
    "id": ["event_id"],
    "date": ["date"],
    "latitude": ["latitude"],
    "longitude": ["longitude"],
    "geo_precision": ["geo_precision"],
    "place": ["address", "location"],
}


def _places(header: Sequence[str]) -> dict[str, int]:
    found = columns_of(_COLUMNS, header)
    for name in (*_KINDS, *_SIDES):
        for column in (f"{name}_pred", name, f"{name}_b"):
            if column in header:
                found[name] = list(header).index(column)
                break
    return found


def _likeliest(draft: Draft, names: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    chances = np.stack([draft.numbers(name, 0.0) for name in names], axis=1)
    outside = ((chances < 0) | (chances > 1)).any(axis=1)
    draft.reject(outside, "a chance lies outside 0 to 1")
    return chances.argmax(axis=1), np.clip(chances.max(axis=1), 0, 1)


def _fill(draft: Draft) -> None:
    draft.ids()
    draft.dates("date", "no such column")
    draft.point()
    draft.words()
    draft.set("km", draft.coded("geo_precision", KM, 100.0))
    named = [name for name in _KINDS if draft.has(name)]
    if named:
        # A broad label (t_mil) is the fallback: it wins only where no narrower one is as likely.
        named.sort(key=lambda name: name == "t_mil")
        best, chance = _likeliest(draft, named)
        kinds = np.array([KINDS.index(_KINDS[name]) for name in named], dtype=np.uint8)
        draft.set("kind", kinds[best])
        draft.set("kind_chance", chance)
    sides = [name for name in _SIDES if draft.has(name)]
    draft.texts = draft.texts.followed_by([_SIDES[name] for name in sides])
    if sides:
        best, chance = _likeliest(draft, sides)
        first = len(draft.texts) - len(sides)
        draft.set("side_a", np.where(chance > 0, first + best, 0))
        draft.set("a_began", np.where(chance > 0, chance, -1))


VIINA = Format(
    name="viina",
    title="VIINA",
    silent_on="it records what news media reported, sorted by machine; one event may be reported "
    "several times, and deaths are not counted",
    columns=_COLUMNS,
    needed=("id", "date"),
    marks=(
        frozenset({"event_id", "report_id", "t_mil_pred"}),
        frozenset({"event_id", "date", "t_mil_b"}),
        frozenset({"event_id", "date", "t_mil"}),
        frozenset({"event_id", "date", "a_rus_pred"}),
    ),
    fill=_fill,
    kinds=frozenset(_KINDS.values()),
    wanted=_places,
)
