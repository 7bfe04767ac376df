"""ACLED exports: the current one, older ones without fatalities, and the types of before 2019.

Codes are those of the ACLED Codebook: `geo_precision` 1 the exact town, 2 part of a region near
it, 3 the region; `time_precision` 1 the day, 2 the week, 3 the month. A battle in which ground is
taken is both force and seizure; by the codebook a government "regains" it, anybody else "overtakes"
it, and `inter` says which side is the state's (1), or where it is empty the codebook's way to name
the forces of a state. Civilians (`inter` 7) are whom an attack was made on, on whichever side they
stand, and so are peaceful protesters (6) where excessive force was used against them; exports
without `civilian_targeting` tell no other way that shells fell on civilians. ACLED's terms do not
allow rows to be passed on: what you export from a ledger that holds them is yours to answer for.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from foedus.monitor.formats.common import BIT, LACKED, Format
from foedus.monitor.formats.draft import Draft, told_by

KM = {1: 5.0, 2: 25.0, 3: 100.0}
"""How far the point may be from the place, by `geo_precision`; assumed."""
_TAKEN = BIT["battle"] | BIT["seizure"]
_EVENTS = {
    "battles": BIT["battle"],
    "battle-no change of territory": BIT["battle"],
    "battle-government regains territory": _TAKEN,
    "battle-non-state actor overtakes territory": _TAKEN,
    "explosions/remote violence": BIT["explosion"],
    "remote violence": BIT["explosion"],
    "violence against civilians": BIT["against_civilians"],
    "non-violent transfer of territory": BIT["seizure"],
    "headquarters or base established": BIT["deployment"],
    "strategic developments": BIT["other"],
    "strategic development": BIT["other"],
    "protests": BIT["unrest"],
    "riots": BIT["unrest"],
    "riots/protests": BIT["unrest"],
}
_DETAILS = {
    "shelling/artillery/missile attack": BIT["shelling"],
    "air/drone strike": BIT["air_strike"],
    "air strike": BIT["air_strike"],
    "non-violent transfer of territory": BIT["seizure"],
    "government regains territory": _TAKEN,
    "non-state actor overtakes territory": _TAKEN,
    "headquarters or base established": BIT["deployment"],
}
_EXCESSIVE = "excessive force against protesters"
_ACTED = ("shelling", "air_strike", "explosion", "against_civilians")
_STATE = {"1": True, "state forces": True}
_STATES_OWN = r"(?i)^(government of|(military|police|security|state|border) forces? of)\b"
"""How the codebook names the forces of a state."""
_CIVIL = {"7": True, "civilians": True}
_CIVILIANS = r"(?i)^civilians?\b"
_PROTESTERS = {"6": True, "protesters": True}
_PEACEFUL = r"(?i)^protesters?\b"
"""What stands for those who attack nobody: codes of `inter`, and how their names begin."""
_BY_NAME = ": which side is the state's, which decides who took ground, is told from names alone"


def _fill(draft: Draft) -> None:
    _widen(draft)
    precision = draft.whole("geo_precision", 3)
    draft.made["km"] = told_by(precision, KM, 100.0, pl.Float64)
    event = draft.coded("event_type", _EVENTS, None, pl.UInt16)
    kinds = pl.coalesce(draft.coded("weapon", _DETAILS, None, pl.UInt16), event, BIT["other"])
    unknown = event.is_null()
    draft.made["code"] = pl.when(unknown).then(draft.text("event_type")).otherwise(pl.lit(""))
    targeted = draft.text("civilian_targeting").str.to_lowercase() == "civilian targeting"
    excessive = draft.text("weapon").str.to_lowercase() == _EXCESSIVE
    attack = ((kinds & sum(BIT[name] for name in _ACTED)) > 0) | excessive
    a, b = _attacked(draft, excessive)
    aimed = targeted | excessive | (attack & (a | b))
    aimed = pl.when(aimed).then(BIT["against_civilians"]).otherwise(0)
    draft.made["kinds"] = (kinds | aimed.cast(pl.UInt16)).cast(pl.UInt16)
    fought = (kinds & BIT["battle"]) > 0
    # ACLED names first who acted, but those who were attacked did not begin it.
    began = pl.when(a & ~b).then(0.0).when(excessive & (a == b)).then(None).otherwise(1.0)
    acted = (attack | (kinds == BIT["seizure"])) & ~fought
    for name, chance in (("a_began", began), ("b_began", 1 - began)):
        draft.made[name] = pl.when(acted).then(chance).otherwise(None)
    draft.made["a_seized"] = _seizer(draft, kinds, fought)
    civil = (draft.made["kinds"] & BIT["against_civilians"]) > 0
    toll = draft.whole("best", -1)
    draft.made["civilians"] = pl.when(civil).then(toll).otherwise(-1)


def _seizer(draft: Draft, kinds: pl.Expr, fought: pl.Expr) -> pl.Expr:
    """Return the chance that the first actor holds the ground afterwards."""
    a, b = _each_is(draft, _STATE, _STATES_OWN)
    said = draft.text("weapon").str.to_lowercase() + draft.text("event_type").str.to_lowercase()
    regains = said.str.contains("government regains", literal=True)
    alone = a != b  # only where one side is the state's do the words tell which of them it was
    first = pl.when(alone).then((a == regains).cast(pl.Float64)).otherwise(None)
    return pl.when((kinds & BIT["seizure"]) == 0).then(None).when(fought).then(first).otherwise(1.0)


def _attacked(draft: Draft, excessive: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return whether each side is civilians, or the protesters that force was used against."""
    civil = _each_is(draft, _CIVIL, _CIVILIANS)
    peaceful = _each_is(draft, _PROTESTERS, _PEACEFUL)
    a, b = (one | (excessive & other) for one, other in zip(civil, peaceful, strict=True))
    return draft.step("a attacked", a), draft.step("b attacked", b)


def _each_is(draft: Draft, codes: Mapping[str, bool], named: str) -> tuple[pl.Expr, pl.Expr]:
    """Return of each side whether its code is one of these, or where it has none its name."""
    a, b = (
        pl.when(draft.text(inter) == "")
        .then(draft.text(side).str.contains(named))
        .otherwise(draft.coded(inter, codes, False, pl.Boolean))
        for inter, side in (("inter1", "side_a"), ("inter2", "side_b"))
    )
    return a, b


def _widen(draft: Draft) -> None:
    """Let a row have happened in its week or, where only the month is known, in that month."""
    when, day = draft.whole("time_precision", 3), draft.made["start"]
    at = pl.lit(719163).cast(pl.Int64)  # the ordinal of 1970-01-01, from which Polars counts
    on = (day - at).cast(pl.Int32).cast(pl.Date)
    first, last = (
        x.cast(pl.Int32).cast(pl.Int64) + at for x in (on.dt.month_start(), on.dt.month_end())
    )
    for name, week, month in (("start", day - 3, first), ("end", day + 3, last)):
        draft.made[name] = pl.when(when == 1).then(day).when(when == 2).then(week).otherwise(month)


ACLED = Format(
    name="acled",
    title="ACLED",
    silent_on="it records reported events, and for battles which sides fought but not who began; "
    "deaths are reported estimates with no range",
    columns={
        "id": ["event_id_cnty", "data_id"],
        "event_date": ["event_date"],
        "year": ["year"],
        "event_type": ["event_type"],
        "weapon": ["sub_event_type"],
        "time_precision": ["time_precision"],
        "geo_precision": ["geo_precision"],
        "latitude": ["latitude"],
        "longitude": ["longitude"],
        "best": ["fatalities"],
        "side_a": ["actor1"],
        "side_b": ["actor2"],
        "inter1": ["inter1"],
        "inter2": ["inter2"],
        "civilian_targeting": ["civilian_targeting"],
        "country": ["country"],
        "unit": ["admin1"],
        "subunit": ["admin2"],
        "place": ["location"],
    },
    dates=("event_date",),
    needed=("id", "event_date", "event_type"),
    marks=(frozenset({"event_id_cnty", "event_date", "event_type"}),),
    fill=_fill,
    without={
        "time_precision": ": each row may have happened on any day of its month",
        "geo_precision": ": each place is taken to be known to within 100 km",
        **LACKED,
        "inter1": _BY_NAME,
        "inter2": _BY_NAME,
        "civilian_targeting": ": that civilians were attacked is told from the kinds and the sides "
        "alone",
    },
    kinds=frozenset(
        {"battle", "seizure", "explosion", "against_civilians", "deployment", "unrest"}
        | {"shelling", "air_strike", "other"}
    ),
)
