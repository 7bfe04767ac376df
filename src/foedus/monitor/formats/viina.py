"""VIINA: events in Ukraine from news reports, sorted by a machine that says how sure it is.

Columns of the project's codebook: ``t_KIND`` is the chance that a report tells of that kind of
event. In releases 1 ``a_SIDE`` is the chance that this side began it; in releases 2 that is
``a_SIDE_init``, and ``a_SIDE`` that the side was involved. ``_b`` columns (0 or 1) count as chances
where there are no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from foedus.monitor.formats.common import BIT, NO_POINT, NO_SIDE, Format
from foedus.monitor.formats.draft import Draft

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
    "t_control": "seizure",
    "t_occupy": "seizure",
    "t_civcas": "against_civilians",
    "t_mil": "force",
}
_HOLDS = 0.5
"""The chance from which a label holds, where VIINA does not say it (`_b`)."""
_SIDES: Mapping[str, str] = {"a_rus": "Russia", "a_ukr": "Ukraine"}


def _names(label: str) -> list[str]:
    return [f"{label}_pred", label, f"{label}_b"]


def _kinds(draft: Draft, labels: Sequence[str]) -> None:
    """Let a row be of each kind of which a label holds, with its own chance, and of the likeliest.

    Labels do not exclude each other: what is shelled, or taken, is about the military as well. Of
    those that do not hold the chances of many rows would add up to something that nobody saw.
    """
    told = {label: _chance(draft, label) for label in labels}
    highest = pl.max_horizontal(told.values())
    counted: dict[str, pl.Expr] = {}
    for kind in dict.fromkeys(_KINDS[label] for label in labels):
        own = [label for label in labels if _KINDS[label] == kind]
        chance = draft.step(kind, pl.max_horizontal(told[label] for label in own).clip(0, 1))
        said = [draft.text(f"{label}_b").is_in(["1", "1.0"]) for label in own]
        holds = pl.any_horizontal(chance >= _HOLDS, *said) | (chance == highest)
        counted[kind] = pl.when(holds & (chance > 0)).then(chance)
    bits = pl.sum_horizontal(
        pl.when(each.is_not_null()).then(BIT[kind]).otherwise(0) for kind, each in counted.items()
    )
    draft.made["kinds"] = pl.when(bits == 0).then(BIT["other"]).otherwise(bits)
    draft.made["kind_chance"] = highest.clip(0, 1)
    texts = [pl.format(f"{kind}={{}}", chance) for kind, chance in counted.items()]
    several = pl.sum_horizontal(chance.is_not_null() for chance in counted.values()) > 1
    joined = pl.concat_str(texts, separator=" ", ignore_nulls=True)
    draft.made["kind_chances"] = pl.when(several).then(joined)


def _chance(draft: Draft, name: str) -> pl.Expr:
    chance = draft.number(name, 0.0)
    draft.reject((chance < 0) | (chance > 1), "a chance lies outside 0 to 1")
    return chance


def _fill(draft: Draft) -> None:
    draft.made["km"] = draft.coded("geo_precision", KM, 100.0, pl.Float64)
    named = [name for name in _KINDS if draft.has(name)]
    if named:
        _kinds(draft, named)
    began = {side: _chance(draft, side) for side in _SIDES if draft.has(side)}
    involved = began
    if draft.has("a_rus_init") or draft.has("a_ukr_init"):
        began = {side: _chance(draft, f"{side}_init") for side in _SIDES}
    for place, (side, name) in enumerate(_SIDES.items()):
        taking = pl.max_horizontal(
            involved.get(side, pl.lit(0.0)), began.get(side, pl.lit(0.0))
        ).fill_null(0.0)
        letter = "ab"[place]
        draft.made[f"side_{letter}"] = pl.when(taking > 0).then(pl.lit(name)).otherwise(pl.lit(""))
        if side in began:
            draft.made[f"{letter}_began"] = pl.when(taking > 0).then(began[side]).otherwise(None)
    draft.made["a_seized"] = draft.made.get("a_began", pl.lit(None))


VIINA = Format(
    name="viina",
    title="VIINA",
    silent_on="it records what news media reported, sorted by machine; one event may be reported "
    "several times, and deaths are not counted",
    columns={
        "id": ["event_id_1pd", "event_id"],
        "date": ["date"],
        "latitude": ["latitude"],
        "longitude": ["longitude"],
        "geo_precision": ["geo_precision"],
        "place": ["address", "asciiname", "location"],
        "unit": ["adm1_name"],
        "subunit": ["adm2_name"],
        **{label: _names(label) for label in (*_KINDS, *_SIDES)},
        **{f"{label}_b": [f"{label}_b"] for label in _KINDS},
        **{f"{side}_init": _names(f"{side}_init") for side in _SIDES},
    },
    dates=("date",),
    needed=("id", "date"),
    marks=(
        frozenset({"event_id", "report_id", "t_mil_pred"}),
        frozenset({"event_id", "date", "t_mil_b"}),
        frozenset({"event_id", "date", "t_mil"}),
        frozenset({"event_id", "date", "a_rus_pred"}),
        frozenset({"event_id_1pd", "date", "t_mil"}),
    ),
    fill=_fill,
    without={
        "geo_precision": ": each place is taken to be known to within 100 km",
        "latitude": NO_POINT,
        "longitude": NO_POINT,
        "a_rus": NO_SIDE,
        "a_ukr": NO_SIDE,
    },
    kinds=frozenset(_KINDS.values()),
)
