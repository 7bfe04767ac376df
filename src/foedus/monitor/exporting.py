"""What leaves the ledger: findings, their evidence, rejected rows and the journal, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.monitor.cells import table
from foedus.monitor.findings import Survey
from foedus.monitor.incident import canonical_json
from foedus.monitor.ledger import Ledger, rejected_rows
from foedus.monitor.release import Release
from foedus.monitor.store import told


def found(surveys: Sequence[Survey]) -> str:
    """Return the findings as CSV."""
    header = ("id", "norm", "first", "last", "chance", "rows", "deaths", "access", "digest")
    return table(header, _found(surveys))


def _found(surveys: Sequence[Survey]) -> Iterator[Sequence[object]]:
    for surveyed in surveys:
        for f in surveyed.findings:
            deaths = "" if f.deaths is None else f.deaths[1]
            access = canonical_json(dict(f.access))
            days = (f.first.isoformat(), f.last.isoformat())
            yield (f.id, f.norm, *days, f.chance, len(f.evidence), deaths, access, f.digest)


def evidence(ledger: Ledger, surveys: Sequence[Survey]) -> str:
    """Return the rows that findings rest on as CSV, one line for each finding and row."""
    header = ("finding", "chance", "source", "id", "start", "end", "time")
    place = ("latitude", "longitude", "km")
    more = ("place", "unit", "country", "kind", "side_a", "side_b", "low", "best", "high", "digest")
    return table((*header, *place, *more), _evidence(ledger, surveys))


def _evidence(ledger: Ledger, surveys: Sequence[Survey]) -> Iterator[Sequence[object]]:
    for surveyed in surveys:
        for f in surveyed.findings:
            for seen in f.evidence:
                if not seen.chunk:
                    yield (f.id, seen.chance, seen.source, seen.id, *[""] * 15, seen.digest)
                    continue
                i = ledger.chunk(seen.chunk).incident(seen.row)
                point = ("" if i.latitude is None else i.latitude, i.longitude or "", i.km)
                who = (i.place, i.unit, i.country, i.kind, i.side_a, i.side_b)
                days = (i.start.isoformat(), i.end.isoformat(), i.time)
                toll = (i.low, i.best, i.high)
                yield (f.id, seen.chance, i.source, i.id, *days, *point, *who, *toll, seen.digest)


def rejected(ledger: Ledger, releases: Sequence[Release]) -> str:
    """Return the rows that do not count as CSV, each with the reason."""
    rows = (
        (release.source, release.label, release.file, number, reason, text)
        for release in releases
        for number, reason, text in rejected_rows(ledger, release)
    )
    return table(("source", "release", "file", "row", "reason", "text"), rows)


def journal(ledger: Ledger) -> str:
    """Return the journal as CSV: what was appended when, and the chain."""
    query = "SELECT seq, recorded, kind, hex(item), hex(link) FROM journal ORDER BY seq"
    with told(ledger.path):
        rows = ledger.connection.execute(query).fetchall()
    return table(("entry", "recorded", "kind", "item", "link"), rows)
