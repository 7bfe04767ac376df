"""UCDP Georeferenced Event Dataset: global releases, Candidate releases, HDX country files.

The columns and codes are those of the UCDP GED Codebook (Sundberg & Melander 2013): `where_prec`
1 exact place, 2 within some 25 km of it, 3 second-order unit, 4 first-order unit, 5 a fuzzy or
linear place, 6 country, 7 international; `type_of_violence` 1 state-based, 2 non-state, 3
one-sided, in which side a is the one who killed. Releases before 17 call the deaths `best_est`.
"""

from __future__ import annotations

import re

import polars as pl

from foedus.monitor.formats.common import BIT, LACKED, Format
from foedus.monitor.formats.draft import Draft, told_by

HEADER = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low,gwnoa,gwnob"
)
"""The columns of releases since 18.1; some Candidate releases come without them."""
KM = {1: 1.0, 2: 25.0, 3: 50.0, 4: 100.0, 5: 100.0, 6: 500.0, 7: 1e4}
"""How far the point may be from the place, by `where_prec`: 25 km is the codebook's own figure; the
others are assumed, from the usual size of such units."""
_KIND = {1: BIT["force"], 2: BIT["non_state"], 3: BIT["against_civilians"]}


_JOINT = re.compile(r"\s*,\s+(?![^(]*\))")
"""What stands between those who were one side together; within brackets it is of one name."""


def _apart(sides: pl.Series) -> pl.Series:
    """Return sides with those who took part together written as several names in a cell are."""
    joint = sides.filter(sides.str.contains(", ", literal=True)).unique()
    if joint.is_empty():
        return sides
    return sides.replace(joint, pl.Series([_JOINT.sub("; ", name) for name in joint]))


def _fill(draft: Draft) -> None:
    for side in filter(draft.has, ("side_a", "side_b")):
        apart = draft.text(side).map_batches(_apart, pl.String, is_elementwise=True)
        draft.made[side] = apart
    precision = draft.whole("where_prec", 6)
    draft.reject((precision < 1) | (precision > 7), "'where_prec' is not a code from 1 to 7")
    draft.made["km"] = told_by(precision, KM, 500.0, pl.Float64)
    violence = draft.whole("type_of_violence", 0)
    draft.reject((violence < 1) | (violence > 3), "'type_of_violence' is not 1, 2 or 3")
    draft.made["kinds"] = told_by(violence, _KIND, 0, pl.UInt16)
    one_sided = violence == 3
    draft.made["a_began"] = pl.when(one_sided).then(1.0).otherwise(None)
    draft.made["b_began"] = pl.when(one_sided).then(0.0).otherwise(None)


GED = Format(
    name="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    silent_on="it records events with deaths only, and who fought but not who began (except "
    "against civilians)",
    columns={
        "id": ["id"],
        "date_start": ["date_start"],
        "date_end": ["date_end"],
        "year": ["year"],
        "latitude": ["latitude"],
        "longitude": ["longitude"],
        "where_prec": ["where_prec"],
        "type_of_violence": ["type_of_violence"],
        "low": ["low", "low_est"],
        "best": ["best", "best_est"],
        "high": ["high", "high_est"],
        "deaths_a": ["deaths_a"],
        "deaths_b": ["deaths_b"],
        "civilians": ["deaths_civilians"],
        "side_a": ["side_a"],
        "side_b": ["side_b"],
        "country": ["country"],
        "unit": ["adm_1"],
        "subunit": ["adm_2"],
        "place": ["where_coordinates"],
    },
    dates=("date_start", "date_end"),
    needed=("id", "date_start", "type_of_violence", "best"),
    marks=(
        frozenset({"type_of_violence", "date_start", "date_end", "best"}),
        frozenset({"type_of_violence", "date_start", "date_end", "best_est"}),
    ),
    fill=_fill,
    without={"where_prec": ": each place is taken to be known to within 500 km", **LACKED},
    kinds=frozenset({"force", "non_state", "against_civilians"}),
)
