"""VIINA: events in Ukraine from news reports, sorted by a machine that says how sure it is.

Columns of the project's codebook: ``t_KIND`` is the chance that a report tells of that kind of
event. In releases 1 ``a_SIDE`` is the chance that this side began it; in releases 2 that is
``a_SIDE_init``, and ``a_SIDE`` that the side was involved. ``_b`` columns (0 or 1) are VIINA's own
word for what holds, and count as chances where there are no others. That a report is "about
war/military operations" (``t_mil``) is its topic: a siren, an arrest or a retreat is no shot.
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
    "t_mil": "other",
}
_HOLDS = 0.5
"""The chance from which a label holds, where VIINA does not say it (`_b`)."""
_TOPIC = "about the war, and no more said (t_mil)"
_SIDES: Mapping[str, str] = {"a_rus": "Russia", "a_ukr": "Ukraine"}


def _names(label: str) -> list[str]:
    return [f"{label}_pred", label, f"{label}_b"]


def _kinds(draft: Draft, labels: Sequence[str]) -> None:
    """Let a row be of each kind of which a label holds, with its own chance, and of the likeliest.

    Labels do not exclude each other: what is shelled may be taken as well. Of those that do not
    hold the chances of many rows would add up to something that nobody saw; so the likeliest counts
    only where VIINA does not say itself what holds.
    """
    told = {label: _chance(draft, label) for label in labels}
    highest = pl.max_horizontal(told.values())
    counted: dict[str, pl.Expr] = {}
    for kind in dict.fromkeys(_KINDS[label] for label in labels):
        own = [label for label in labels if _KINDS[label] == kind]
        chance = draft.step(kind, pl.max_horizontal(told[label] for label in own).clip(0, 1))
        holds = pl.any_horizontal(
            (told[label] >= _HOLDS) | _said(draft, label, told[label] == highest) for label in own
        )
        counted[kind] = pl.when(holds & (chance > 0)).then(chance)
    topic = counted.pop("other", pl.lit(None, pl.Float64))
    many = pl.sum_horizontal(pl.lit(0), *(chance.is_not_null() for chance in counted.values()))
    bits = pl.sum_horizontal(
        pl.when(many == 0).then(BIT["other"]).otherwise(0),
        *(pl.when(each.is_not_null()).then(BIT[kind]) for kind, each in counted.items()),
    )
    draft.made["kinds"] = bits
    chance = pl.max_horizontal(*counted.values(), pl.when(many == 0).then(topic))
    draft.made["kind_chance"] = chance.fill_null(1.0)
    texts = (pl.format(f"{kind}={{}}", chance) for kind, chance in counted.items())
    joined = pl.concat_str(pl.lit(None, pl.String), *texts, separator=" ", ignore_nulls=True)
    draft.made["kind_chances"] = pl.when(many > 1).then(joined)
    draft.made["code"] = pl.when((many == 0) & topic.is_not_null()).then(pl.lit(_TOPIC))


def _chance(draft: Draft, name: str) -> pl.Expr:
    chance = draft.number(name, 0.0)
    draft.reject((chance < 0) | (chance > 1), "a chance lies outside 0 to 1")
    return chance


def _said(draft: Draft, label: str, otherwise: pl.Expr) -> pl.Expr:
    """Return whether a label holds by VIINA's own word; `otherwise` where it has none."""
    said = draft.text(f"{label}_b")
    return pl.when(said == "").then(otherwise).otherwise(said.is_in(["1", "1.0"]))


def _fill(draft: Draft) -> None:
    draft.made["km"] = draft.coded("geo_precision", KM, 100.0, pl.Float64)
    named = [name for name in _KINDS if draft.has(name)]
    if named:
        _kinds(draft, named)
    involved = {side: _counts(draft, side) for side in _SIDES if draft.has(side)}
    began = involved
    if draft.has("a_rus_init") or draft.has("a_ukr_init"):
        began = {side: _counts(draft, f"{side}_init") for side in _SIDES}
    # That none of those who took part holds to have begun it tells of nobody who did.
    nobody = pl.all_horizontal(chance == 0 for chance in began.values() or [pl.lit(0)])
    for place, (side, name) in enumerate(_SIDES.items()):
        taking = pl.max_horizontal(
            involved.get(side, pl.lit(0.0)), began.get(side, pl.lit(0.0))
        ).fill_null(0.0)
        letter = "ab"[place]
        draft.made[f"side_{letter}"] = pl.when(taking > 0).then(pl.lit(name)).otherwise(pl.lit(""))
        if side in began:
            is_told = (taking > 0) & ~nobody
            draft.made[f"{letter}_began"] = pl.when(is_told).then(began[side]).otherwise(None)
    draft.made["a_seized"] = draft.made.get("a_began", pl.lit(None))


def _counts(draft: Draft, label: str) -> pl.Expr:
    """Return the chance of a label, 0 where VIINA says that it does not hold."""
    chance = _chance(draft, label)
    return draft.step(
        f"{label} counts", pl.when(_said(draft, label, pl.lit(True))).then(chance).otherwise(0.0)
    )


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
        **{f"{side}_init": _names(f"{side}_init") for side in _SIDES},
        **{
            f"{label}_b": [f"{label}_b"]
            for label in (*_KINDS, *_SIDES, *(f"{side}_init" for side in _SIDES))
        },
    },
    dates=("date",),
    needed=("id", "date"),
    marks=(
        frozenset({"event_id", "report_id", "t_mil_pred"}),
        frozenset({"event_id", "date", "t_mil_b"}),
        frozenset({"event_id", "date", "t_mil"}),
        frozenset({"event_id", "date", "a_rus_pred"}),
        frozenset({"event_id_1pd", "date", "t_mil"}),
        frozenset({"event_id_1pd", "date", "t_mil_b"}),
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
    of_reports=True,
)
