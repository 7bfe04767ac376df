"""What became of the rows: the way from those read to those that count, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from foedus.language import listed
from foedus.monitor import Difference, Receipt, Release, Survey, mended
from foedus.views.watch import printable

_MOST = 3
"""Names and codes that are told where brevity counts."""


def stages_line(surveyed: Survey) -> str:
    """Return how many rows were left at each question, in a line, up to the one that left none."""
    told = []
    for said, many in surveyed.funnel.stages:
        told.append(f"{said} {many:,}")
        if not many:
            break
    return " → ".join(told)


def funnel_lines(surveyed: Survey) -> Iterator[str]:
    """Yield the funnel of a norm, and all that nothing matched."""
    found = surveyed.funnel
    yield f"  rows: {stages_line(surveyed)}"
    for alias, nearest in found.dead:
        near = f"; the rows have {printable(nearest)!r}" if nearest else ""
        yield f"  the alias {printable(alias)!r} matches no name in the rows{near}"
    if found.unmatched:
        names = ", ".join(f"{printable(name)!r} {many:,}" for name, many in found.unmatched)
        yield f"  names there that no alias matches: {names}"
    if found.civil:
        names = ", ".join(f"{printable(name)!r} {many:,}" for name, many in found.civil)
        yield f"  taken for civilians, as the kind says that such were attacked: {names}"
    if found.several:
        names = ", ".join(f"{printable(name)!r} {many:,}" for name, many in found.several)
        yield f"  cells that name several on one side, taken as what each of them did: {names}"
    if found.mixed:
        names = ", ".join(f"{printable(name)!r} {many:,}" for name, many in found.mixed)
        yield f"  names that count as one party's and hold another's (give it an alias): {names}"
    for zone in found.empty:
        yield f"  the zone {printable(zone)!r} holds no row of its days"
    if found.codes:
        codes = ", ".join(f"{printable(code)!r} {many:,}" for code, many in found.codes)
        yield f"  kinds that are not known here: {codes}"
    if found.nowhere:
        yield f"  {_rows(found.nowhere)} at 0, 0, where no land is"
    if found.placeless:
        tell = "tells" if found.placeless == 1 else "tell"
        many = _rows(found.placeless)
        yield f"  {many} of its days {tell} neither a point nor a region: in no zone"
    if found.to_come:
        are, do = ("is", "does") if found.to_come == 1 else ("are", "do")
        many = _rows(found.to_come)
        yield f"  {many} {are} dated after the day of reading, and {do} not count"
    if found.swapped:
        many = _rows(found.swapped)
        yield f"  {many} outside, near its zones were latitude and longitude swapped"


def hiding_line(surveys: Sequence[Survey]) -> str:
    """Say briefly, of all norms together, what may hide findings; empty where nothing does."""
    names: dict[str, int] = {}
    codes: dict[str, int] = {}
    for surveyed in surveys:
        for told, into in ((surveyed.funnel.unmatched, names), (surveyed.funnel.codes, codes)):
            for word, many in told:
                into[word] = max(many, into.get(word, 0))
    said = []
    if names:
        said.append(f"names that no alias matches ({_commonest(names)})")
    if codes:
        said.append(f"kinds that are not known here ({_commonest(codes)})")
    if nowhere := max((s.funnel.nowhere for s in surveys), default=0):
        said.append(f"{_rows(nowhere)} at 0, 0")
    if placeless := max((s.funnel.placeless for s in surveys), default=0):
        said.append(f"{_rows(placeless)} without a place")
    if to_come := max((s.funnel.to_come for s in surveys), default=0):
        said.append(f"{_rows(to_come)} dated after the day of reading")
    if swapped := max((s.funnel.swapped for s in surveys), default=0):
        said.append(f"{_rows(swapped)} outside a zone, near it were latitude and longitude swapped")
    return f"What may hide findings: {'; '.join(said)}" if said else ""


def _commonest(words: Mapping[str, int]) -> str:
    """Return the commonest words with their rows, and how many more there are."""
    most = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{printable(word)!r} {many:,}" for word, many in most[:_MOST]]
    return ", ".join([*shown, f"{len(most) - _MOST} more"] if len(most) > _MOST else shown)


def complete_line(release: Release, withdrawn: Sequence[str]) -> str:
    """Say for what a release is complete, and which earlier rows count no longer for it."""
    scope = release.complete
    if scope is None:
        return "not said to be complete"
    where = listed([*map(printable, scope.countries)]) or "every country"
    said = f"taken as complete for {scope.first} to {scope.last} in {where}: "
    days = [date.fromordinal(day) for day in (release.first, release.last)]
    if days[0] > scope.last or days[1] < scope.first:
        said += f"none of its rows lies there, they go from {days[0]} to {days[1]}; "
    if not withdrawn:
        return f"{said}it lacks no earlier row of these"
    are = "is" if len(withdrawn) == 1 else "are"
    which = f"of earlier files that it lacks {are} withdrawn"
    return f"{said}{_rows(len(withdrawn))} {which} ({_named(withdrawn)})"


def moved_line(release: Release, moved: int) -> str:
    """Say that rows stand on another day than is written."""
    stand = "stands" if moved == 1 else "stand"
    zone = release.reading.zone
    by = f"by --time-zone {printable(zone)}" if zone else "by longitude, 15 degrees an hour"
    return (
        f"{_rows(moved)} {stand} on the day before or after the one that is written: hours in UTC "
        f"are moved to the place, {by}"
    )


def published_line(release: Release) -> str:
    """Say that a file speaks of days after the one on which, it is said, it was published."""
    return (
        f"its rows go to {date.fromordinal(release.last)}, and it was published on "
        f"{release.published[:10]}: check --published, by which 'as-of --published' goes"
    )


def withdrawn_line(found: Difference) -> str:
    """Say that rows which a release lacks count on, and how that is changed."""
    many = len(found.withdrawn)
    which = f"{printable(found.withdrawn[0])!r}, which" if many == 1 else f"The {many:,} rows that"
    are, still, them = ("is", "counts", "it") if many == 1 else ("are", "count", "them")
    return (
        f"{which} {are} no longer there{',' if many == 1 else ''} still {still}, by the earlier "
        f"file; where this one lacks nothing of its days, 'ingest --complete' withdraws {them}"
    )


def _named(ids: Sequence[str]) -> str:
    shown = ", ".join(repr(printable(name)) for name in ids[:_MOST])
    return shown + (f" and {len(ids) - _MOST:,} more" if len(ids) > _MOST else "")


def _rows(many: int) -> str:
    return "1 row" if many == 1 else f"{many:,} rows"


def rejected_line(receipt: Receipt) -> str:
    """Say how many rows of a file do not count, and the commonest reason."""
    rejected = receipt.release.rejected
    if not rejected:
        return ""
    do = "does" if rejected == 1 else "do"
    reason, many = receipt.reasons[0]
    whole = f" ({receipt.share_rejected:.1%} of {receipt.release.count + rejected:,})"
    return (
        f" {rejected:,} more{whole} {do} not count, {many:,} because {mended(reason)}; "
        "'foedus monitor export --rejected FILE' says which and why."
    )


def difference_line(found: Difference) -> str:
    """Say in a line what a release changed."""
    if not found.shares_ids:
        said = f"against {printable(found.before)}: no id in common, so no later release of it"
        if not (many := found.renumbered):
            return said
        are = "is a row of it but for the id, and counts" if many == 1 else "are rows of it but for"
        return f"{said}; {_rows(many)} {are}{'' if many == 1 else ' their ids, and count'} twice"
    things = ", ".join(f"{thing} {many:,}" for thing, many in found.things.items())
    changed = f"{len(found.changed):,} changed" + (f" ({things})" if things else "")
    beyond = ""
    if found.beyond:
        still = "counts" if len(found.beyond) == 1 else "count"
        beyond = f"; of days before or after its own {_rows(len(found.beyond))} that it lacks "
        beyond += f"{still} on ({_named(found.beyond)})"
    return (
        f"against {printable(found.before)}: {_rows(len(found.added))} added, {changed}, "
        f"{len(found.withdrawn):,} no longer there{beyond}"
    )
