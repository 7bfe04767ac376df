"""What leaves the ledger: findings, their evidence, rejected rows, entries and the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from foedus.monitor.cells import Sheet
from foedus.monitor.current import rejected_rows, texts_of, to_come
from foedus.monitor.entries import Entered
from foedus.monitor.findings import Survey
from foedus.monitor.incident import NOT_TOLD, canonical_json
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Release
from foedus.monitor.rows import incidents
from foedus.monitor.store import told
from foedus.monitor.told_twice import Once, once_of


def found(surveys: Sequence[Survey], once: Mapping[str, Once] | None = None) -> Sheet:
    """Return the findings; `once` is as for `alerts`."""
    header = ("id", "norm", "first", "last", "chance", "rows")
    toll = ("deaths_low", "deaths", "deaths_high")
    more = ("began", "access", "digest", "chance_once", *(f"{name}_once" for name in toll))
    return Sheet("findings", (*header, *toll, *more), _found(surveys, once or {}))


def _found(surveys: Sequence[Survey], once: Mapping[str, Once]) -> Iterator[Sequence[object]]:
    for surveyed in surveys:
        for f in surveyed.findings:
            toll, fewer = (
                ["" if n is None else n for n in deaths or (None,) * 3]
                for deaths in (f.deaths, once_of(f, once).deaths)
            )
            told = canonical_json(dict(f.began)), canonical_json(dict(f.access))
            days = (f.first.isoformat(), f.last.isoformat())
            more = (*told, f.digest, once_of(f, once).chance, *fewer)
            yield (f.id, f.norm, *days, f.chance, len(f.evidence), *toll, *more)


def evidence(surveys: Sequence[Survey]) -> Sheet:
    """Return the rows that findings rest on, one line for each finding and row."""
    header = ("finding", "chance", "source", "id", "start", "end", "time")
    place = ("latitude", "longitude", "km")
    more = ("place", "unit", "country", "kind", "side_a", "side_b", "low", "best", "high")
    return Sheet("rows", (*header, *place, *more, "civilians", "digest"), _evidence(surveys))


def _evidence(surveys: Sequence[Survey]) -> Iterator[Sequence[object]]:
    for surveyed in surveys:
        rows = list(incidents(surveyed.rows))
        days = surveyed.picked[["start", "end"]].tolist()
        barred = dict(zip(surveyed.evidence, days, strict=True))
        for f in surveyed.findings:
            for seen in f.evidence:
                if seen.at < 0:
                    first, last = (date.fromordinal(day).isoformat() for day in barred[seen])
                    named = (f.id, seen.chance, seen.source, seen.id)
                    yield (*named, first, last, *[""] * 14, seen.digest)
                    continue
                i = rows[seen.at]
                point = ("", "") if i.latitude is None else (i.latitude, i.longitude)
                who = (i.place, i.unit, i.country, i.kind, i.side_a, i.side_b)
                days = (i.start.isoformat(), i.end.isoformat(), i.time)
                counts = (i.low, i.best, i.high, i.civilians)
                toll = tuple("" if count == NOT_TOLD else count for count in counts)
                named = (f.id, seen.chance, i.source, i.id)
                yield (*named, *days, *point, i.km, *who, *toll, seen.digest)


def rejected(
    ledger: Ledger, releases: Sequence[Release], left_out: Mapping[str, Sequence[str]]
) -> Sheet:
    """Return the rows that do not count, each with the reason, and tables that were left out."""
    header = ("source", "release", "file", "row", "reason", "text")
    return Sheet("rejected", header, _rejected(ledger, releases, left_out))


def _rejected(
    ledger: Ledger, releases: Sequence[Release], left_out: Mapping[str, Sequence[str]]
) -> Iterator[Sequence[object]]:
    for release in releases:
        named = release.source, release.label, release.file
        for said in left_out.get(release.digest.hex(), ()):
            yield (*named, "", said, "")
        for number, reason, text in (*rejected_rows(ledger, release), *_to_come(ledger, release)):
            yield (*named, number, reason, text)


def _to_come(ledger: Ledger, release: Release) -> Iterator[tuple[int, str, str]]:
    """Yield the rows that are dated later than they were read."""
    numbers = to_come(ledger, release)
    texts = texts_of(ledger, release, numbers) if numbers else {}
    yield from ((number, _LATER, texts[number]) for number in numbers)


_LATER = "it is dated after the day of reading"


def entries(entered: Sequence[Entered]) -> Sheet:
    """Return what people entered, each with the name that answers for it."""
    header = ("id", "entered", "what", "signed", "note", "taken_back_by", "taken_back_because")
    about = ("first", "last", "by", "do", "clause", "vote", "finding", "zone", "access")
    return Sheet("entries", (*header, *about), map(_entry, entered))


def _entry(entry: Entered) -> Sequence[object]:
    body, back = entry.body, entry.taken_back or {}
    names = (entry.id, entry.recorded, entry.kind, body["signed"], body["note"])
    gone = (back.get("signed", ""), back.get("note", ""))
    if entry.kind == "access":
        days = (body["from"], body["until"])
        return (*names, *gone, *days, body["by"], "", "", "", "", body["zone"], body["access"])
    if entry.kind == "publication":
        return (*names, *gone, "", "", "", f"published {body['file']}", body["sha256"], *[""] * 4)
    if entry.kind == "pair":
        rows = " = ".join(" ".join(row) for row in body["pair"])
        said = "one event" if body["same"] else "two events"
        return (*names, *gone, "", "", "", said, rows, *[""] * 4)
    done = (body["do"], body["what"], body["vote"], body["finding"])
    return (*names, *gone, body["date"], body["date"], " ".join(body["by"]), *done, "", "")


def journal(ledger: Ledger, recorded: str = "9") -> Sheet:
    """Return the journal up to a time: what was appended when, and the chain."""
    query = "SELECT seq, recorded, kind, hex(item), hex(link) FROM journal "
    with told(ledger.path):
        rows = ledger.connection.execute(f"{query} WHERE recorded <= ? ORDER BY seq", (recorded,))
        return Sheet("journal", ("entry", "recorded", "kind", "item", "link"), rows.fetchall())


def releases(
    listed: Sequence[Release], retracted: Sequence[tuple[Release, str, Mapping[str, str]]] = ()
) -> Sheet:
    """Return what was read, and of what was retracted when, by whom and why."""
    header = (
        *("source", "release", "file", "published", "recorded", "rows", "rejected", "sha256"),
        *("retracted", "retracted_by", "retracted_why"),
    )
    every = [(r, ("", "", "")) for r in listed]
    every += [(r, (when, said["signed"], said["note"])) for r, when, said in retracted]
    rows = (
        (
            *(r.form.title, r.label, r.file, r.published, r.recorded),
            *(r.count, r.rejected, r.contents, *gone),
        )
        for r, gone in every
    )
    return Sheet("releases", header, rows)
