"""ACLED exports: the current one, and older ones without fatalities.

Codes are those of the ACLED Codebook: `geo_precision` 1 the exact town, 2 part of a region near
it, 3 the region; `time_precision` 1 the day, 2 the week, 3 the month. ACLED's terms do not allow
rows to be passed on: what you export from a ledger that holds them is yours to answer for.
"""

from __future__ import annotations

import numpy as np

from foedus.monitor.formats.common import Draft, Format
from foedus.monitor.incident import KINDS

KM = np.array([100.0, 5, 25, 100])
"""How far the point may be from the place, by `geo_precision`; assumed."""
DAYS = np.array([15, 0, 3, 15])
"""How many days earlier or later it may have been, by `time_precision`."""
_EVENTS = {
    "battles": "battle",
    "explosions/remote violence": "explosion",
    "remote violence": "explosion",
    "violence against civilians": "against_civilians",
    "strategic developments": "other",
    "protests": "unrest",
    "riots": "unrest",
}
_DETAILS = {
    "shelling/artillery/missile attack": "shelling",
    "air/drone strike": "air_strike",
    "air strike": "air_strike",
    "non-violent transfer of territory": "seizure",
    "government regains territory": "seizure",
    "non-state actor overtakes territory": "seizure",
}
_ACTED = ("shelling", "air_strike", "explosion", "against_civilians", "seizure")


def _fill(draft: Draft) -> None:
    draft.ids()
    draft.dates("event_date", "no such column")
    draft.point()
    draft.deaths()
    draft.words()
    when = np.clip(draft.whole("time_precision", 3), 0, 3)
    draft.widen(DAYS[when], DAYS[when])
    draft.set("km", KM[np.clip(draft.whole("geo_precision", 3), 0, 3)])
    number = {name: float(at) for at, name in enumerate(KINDS)}
    event = draft.coded("event_type", {k: number[v] for k, v in _EVENTS.items()}, number["other"])
    detail = draft.coded("weapon", {k: number[v] for k, v in _DETAILS.items()}, -1.0)
    kind = np.where(detail >= 0, detail, event)
    draft.set("kind", kind.astype(np.uint8))
    acted = np.isin(kind, [number[name] for name in _ACTED])
    draft.set("a_began", np.where(acted, 1.0, -1.0))


ACLED = Format(
    name="acled",
    title="ACLED",
    silent_on="it records reported events, and for battles which sides fought but not who began; "
    "deaths are reported estimates with no range",
    columns={
        "id": ["event_id_cnty", "data_id"],
        "event_date": ["event_date"],
        "event_type": ["event_type"],
        "weapon": ["sub_event_type"],
        "time_precision": ["time_precision"],
        "geo_precision": ["geo_precision"],
        "latitude": ["latitude"],
        "longitude": ["longitude"],
        "best": ["fatalities"],
        "side_a": ["actor1"],
        "side_b": ["actor2"],
        "country": ["country"],
        "unit": ["admin1"],
        "subunit": ["admin2"],
        "place": ["location"],
    },
    needed=("id", "event_date", "event_type"),
    marks=(frozenset({"event_id_cnty", "event_date", "event_type"}),),
    fill=_fill,
    kinds=frozenset({*_EVENTS.values(), *_DETAILS.values()}),
)
