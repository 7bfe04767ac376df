"""The status of a watch: what was read and found, who could look, and what the text requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from foedus.figures import Figure
from foedus.monitor import (
    SURE,
    Counted,
    Release,
    Standing,
    Survey,
    Watched,
    daily,
    days_with,
    deaths_untold,
    rate,
    spoken_of,
)
from foedus.views.watch import printable
from foedus.views.watch_funnel import funnel_lines, hiding_line

_MOST_LINES, _MOST_NORMS, _MOST_RELEASES, _MOST_FUNNEL = 4, 3, 3, 2
_UNSEEN = "nothing that was read can show a breach, so none being found means nothing"


class Known(NamedTuple):
    """What a status is told of.

    Attributes
    ----------
    title, known
        The arrangement, and as of when the record is read.
    releases
        The releases that count.
    surveys
        What they say of each norm.
    seen
        For each norm, how far its zones could be seen over the days the releases speak of.
    barred
        For each norm, on how many days observers were barred and nobody said by whom.
    stands
        Where the process stands.
    ends
        The last day that the case looks at.
    link
        The last link of the journal.
    doubles
        What pairs of rows leave open that may be one event and that nobody decided.
    retracted
        How many releases were retracted and count no longer.
    left_out
        What was left out of the files of releases, by their digests.
    """

    title: str
    known: str
    releases: Sequence[Release]
    surveys: Sequence[Survey]
    seen: Mapping[str, Watched]
    barred: Mapping[str, int]
    stands: Standing
    ends: date
    link: tuple[int, str]
    doubles: Sequence[str] = ()
    retracted: int = 0
    left_out: Mapping[str, Sequence[str]] = MappingProxyType({})


def status(known: Known, *, whole: bool = False) -> Iterator[str]:
    """Yield the lines of a status: a screen, or `whole`, with nothing left out."""
    yield f"{printable(known.title)}. The record as known {known.known}."
    yield from _releases(known, whole)
    yield from _norms(known, whole)
    yield from known.doubles
    if not whole and (hiding := hiding_line(known.surveys)):
        yield f"{hiding}; --all tells of each norm."
    for form in {release.source: release.form for release in known.releases}.values():
        yield f"Mind what {form.title} leaves out: {form.silent_on}."
    yield from _text(known, whole)
    count, last = known.link
    link = f"{count:,} {'entry' if count == 1 else 'entries'}, the last link {last[:16]}"
    yield f"Findings are allegations; intervals hold {SURE:.0%}. Journal: {link}."


def _releases(known: Known, whole: bool) -> Iterator[str]:
    if not known.releases:
        yield "  nothing has been read yet; 'foedus monitor ingest FILE' reads a file"
    newest = sorted(known.releases, key=lambda release: release.order, reverse=True)
    shown = newest if whole or len(newest) <= _MOST_RELEASES else newest[: _MOST_RELEASES - 1]
    for release in shown:
        yield f"  {release_line(release)}"
        left = known.left_out.get(release.digest.hex(), ())
        yield from (f"  {line}" for line in left_out_lines(left, whole=whole))
    rest = newest[len(shown) :]
    if rest:
        rows, wrong = sum(r.count for r in rest), sum(r.rejected for r in rest)
        rejected = f", and {wrong:,} more that do not count" if wrong else ""
        yield f"  and {len(rest)} earlier files: {_rows(rows)}{rejected}"
    if known.retracted:
        many = "1 release was" if known.retracted == 1 else f"{known.retracted} releases were"
        yield f"  {many} retracted: 'foedus monitor releases' says by whom and why"


def release_line(release: Release) -> str:
    """Return a release in a line: source, label, day, rows."""
    label = printable(release.label or release.file)
    do = "does" if release.rejected == 1 else "do"
    more = f", and {release.rejected:,} more that {do} not count"
    rejected = more if release.rejected else ""
    return f"{release.form.title}, {label}, {_dated(release)}: {_rows(release.count)}{rejected}"


def left_out_lines(left: Sequence[str], *, whole: bool = True) -> Iterator[str]:
    """Say which tables of a file were left out, and why; or, briefly, how many."""
    if left and not whole:
        are = "table of its file was" if len(left) == 1 else "tables of its file were"
        yield f"  {len(left)} {are} left out: 'foedus monitor releases' says which and why"
        return
    yield from (f"  left out: {printable(said)}" for said in left)


def retracted_line(release: Release, when: str, said: Mapping[str, str]) -> str:
    """Return a release that no longer counts in a line: which, by whom, when and why."""
    label = printable(release.label or release.file)
    why = printable(said["note"])
    return (
        f"{release.digest.hex()[:10]}  {release.form.title}, {label}, {_rows(release.count)}: "
        f"RETRACTED on {when[:10]} by {printable(said['signed'])}: {why}"
    )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _dated(release: Release) -> str:
    """Say when a release was published; where nobody said, when it was read."""
    if release.published == release.recorded:
        return f"read {release.recorded[:10]}, day of publication not stated"
    return f"published {release.published[:10]}"


def _norms(known: Known, whole: bool) -> Iterator[str]:
    """Tell those with findings, most first, then the others together."""
    found = sorted(
        (surveyed for surveyed in known.surveys if surveyed.findings),
        key=lambda surveyed: -len(surveyed.findings),
    )
    told = {_seen(known, surveyed) for surveyed in known.surveys if surveyed.can_be_seen}
    shared = len(told) == 1
    most = len(found) if whole else _MOST_NORMS
    for surveyed in found[:most]:
        yield from _found(surveyed, whole)
        if not shared:
            yield f"  {_seen(known, surveyed)}"
    if found[most:]:
        rest = [f"{s.sight.norm_id} {len(s.findings):,}" for s in found[most:]]
        yield f"Findings of others: {', '.join(rest)}"
    groups: dict[str, list[Survey]] = {}
    for surveyed in known.surveys:
        if not surveyed.findings:
            groups.setdefault(_none(known, surveyed, shared), []).append(surveyed)
    for said, without in groups.items():
        yield f"{', '.join(surveyed.sight.norm_id for surveyed in without)}: {said}"
        yield from _funnels(without, whole)
    if shared:
        yield told.pop().capitalize()


def _funnels(without: Sequence[Survey], whole: bool) -> Iterator[str]:
    """Say of norms without a finding what became of the rows; those alike together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for surveyed in without:
        if surveyed.can_be_seen:
            groups.setdefault(tuple(funnel_lines(surveyed)), []).append(surveyed.sight.norm_id)
    for lines, norms in groups.items():
        shown = lines if whole else lines[:_MOST_FUNNEL]
        yield f"{shown[0]} ({', '.join(norms)})" if len(groups) > 1 else shown[0]
        yield from shown[1:]


def _seen(known: Known, surveyed: Survey) -> str:
    return known.seen[surveyed.sight.norm_id].sentence()


def _none(known: Known, surveyed: Survey, shared: bool) -> str:
    if not surveyed.can_be_seen:
        return _UNSEEN
    days = known.barred[surveyed.sight.norm_id]
    many = "1 day" if days == 1 else f"{days:,} days"
    barred = f"; observers barred on {many}, by whom not recorded" if days else ""
    return f"no finding{barred}" + ("" if shared else f"; {_seen(known, surveyed)}")


def _found(surveyed: Survey, whole: bool) -> Iterator[str]:
    findings = surveyed.findings
    likely = sum(f.likely for f in findings)
    even = sum(f.chance == 0.5 for f in findings)
    first, last = findings[0].first, max(finding.last for finding in findings)
    days = f"{first}" if first == last else f"{first}/{last}"
    told = _many(len(findings), "finding")
    if len(surveyed.picked) != len(findings):
        told += f" of {_many(len(surveyed.picked), 'row')}"
    share = f"{likely:,} likelier than not"
    share += f", {even:,} as likely as not" if even else ""
    left = f"{_unsaid(surveyed)}{_left_out(surveyed)}"
    yield f"{surveyed.sight.norm_id}: {told}, {share}, {days}{left}"
    if whole:
        yield f"  the rows are dated to {_many(days_with(surveyed.picked), 'day')}"
        yield from funnel_lines(surveyed)
    rates = _rates(surveyed)
    if rates:
        yield f"  {rates}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _unsaid(surveyed: Survey) -> str:
    """Say of how many findings no source says who began: they allege it of nobody."""
    many, whole = sum(f.unsaid for f in surveyed.findings), len(surveyed.findings)
    if not many:
        return ""
    return f"; who began is not told{'' if many == whole else f' of {many:,} of them'}"


def _left_out(surveyed: Survey) -> str:
    said = f"; {_rows(surveyed.coarse)} too inexact" if surveyed.coarse else ""
    if surveyed.answers:
        said += (
            f"; {_rows(len(surveyed.answers))} set aside, wholly or in part, as lawful responses"
        )
    return said


def _rates(surveyed: Survey) -> str:
    """Say how many a day; nothing where what was found is that observers were barred."""
    if surveyed.span is None or not rests_on_rows(surveyed):
        return ""
    first = max(surveyed.span[0], surveyed.sight.first)
    last = min(surveyed.span[1], surveyed.sight.last)
    rates, days = rates_of(surveyed, first, last)
    left = last - first + 1 - days
    of = f" that files speak of ({left:,} others left out)" if left else ""
    untold, incidents = deaths_untold(surveyed)
    lacks = f" (not told of {untold:,} of {incidents:,} incidents)" if untold else ""
    return f"{', '.join(map(str, rates))}{lacks}, over {_many(days, 'day')}{of}"


def rates_of(surveyed: Survey, first: int, last: int) -> tuple[tuple[Figure, ...], int]:
    """Return how many a day on the days that files speak of, and how many days those are."""
    days = spoken_of(surveyed, first, last)
    counted: tuple[Counted, ...] = ("events",)
    if (surveyed.picked["best"] >= 0).any():
        counted += ("deaths",)
    each = (rate(daily(surveyed.picked, first, last, name)[days], name) for name in counted)
    return tuple(each), int(days.sum())


def _text(known: Known, whole: bool) -> Iterator[str]:
    stands = known.stands
    end = ", the last day that the case looks at" if stands.on == known.ends else ""
    yield f"Under the text, on {stands.on}{end}:"
    told = [*stands.refused]
    told += [f"overdue: {said}" for said in stands.overdue]
    told += [f"owed: {said}" for said in stands.owed]
    told += [f"a right: {said}" for said in stands.rights]
    told += [f"under way: {said}" for said in stands.open]
    told += [f"so far: {'; '.join(stands.done[:2])}"] if stands.done else []
    told += list(stands.possible)
    told = told or ["nothing is owed, overdue or under way"]
    if len(told) > _MOST_LINES and not whole:
        more = f"and {len(told) - _MOST_LINES + 1} more; 'foedus monitor status --all' tells them"
        told = [*told[: _MOST_LINES - 1], more]
    yield from (f"  {said}" for said in told)


def rests_on_rows(surveyed: Survey) -> bool:
    """Whether a row of a file bears on a norm, and not only that observers were barred."""
    return any(seen.at >= 0 for finding in surveyed.findings for seen in finding.evidence)


def days_seen(surveyed: Survey, today: date) -> tuple[int, int]:
    """Return the days over which a norm is looked at: as the releases speak of them."""
    if surveyed.span is None:
        return surveyed.sight.first, max(surveyed.sight.first, today.toordinal())
    first = max(surveyed.span[0], surveyed.sight.first)
    return first, max(first, min(surveyed.span[1], surveyed.sight.last))
