"""A watch on the terminal: where it stands, what was found, and on what a finding rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from foedus.figures import rounded
from foedus.monitor.changes import Change
from foedus.monitor.consequences import Standing
from foedus.monitor.findings import FORMAT_OF, Finding, Survey
from foedus.monitor.observers import Watched
from foedus.monitor.rates import daily, rate
from foedus.monitor.release import Release

_MOST_LINES = 4
_MOST_LIKE = 0.2
"""From here on series without a change often show one (docs/explanation/truces.md)."""


def status(
    title: str,
    known: str,
    releases: Sequence[Release],
    surveys: Sequence[Survey],
    seen: Mapping[str, Watched],
    stands: Standing,
    link: tuple[int, str],
) -> Iterator[str]:
    """Yield the lines of a status: a screen.

    Parameters
    ----------
    title, known
        The arrangement, and as of when the record is read.
    releases
        The releases that count.
    surveys
        What they say of each norm.
    seen
        For each norm, how far its zones could be seen over the days the releases speak of.
    stands
        Where the process stands.
    link
        The last link of the journal.
    """
    yield f"{title}. The record as known {known}."
    for release in releases:
        yield f"  {_release(release)}"
    if not releases:
        yield "  nothing has been read yet; 'foedus monitor ingest FILE' reads a file"
    for surveyed in surveys:
        yield from _norm(surveyed, seen[surveyed.sight.norm_id])
    for source in dict.fromkeys(release.source for release in releases):
        yield f"Mind that {FORMAT_OF[source].title} is silent: {FORMAT_OF[source].silent_on}."
    yield f"Under the text, on {stands.on}:"
    told = [f"overdue: {said}" for said in stands.overdue]
    told += [f"owed: {said}" for said in stands.owed]
    told += [f"under way: {said}" for said in stands.open]
    told += list(stands.possible)
    yield from (f"  {said}" for said in _few(told or ["nothing is owed, overdue or under way"]))
    yield f"Journal: {link[0]} entries, the last link {link[1][:16]}. Findings are allegations."


def _few(lines: Sequence[str]) -> list[str]:
    if len(lines) <= _MOST_LINES:
        return list(lines)
    return [*lines[: _MOST_LINES - 1], f"and {len(lines) - _MOST_LINES + 1} more"]


def _release(release: Release) -> str:
    label = f" {release.label}" if release.label else ""
    rejected = f", {release.rejected:,} not counted" if release.rejected else ""
    return (
        f"{FORMAT_OF[release.source].title}{label}, {_dated(release)}: "
        f"{release.count:,} rows{rejected}"
    )


def _dated(release: Release) -> str:
    """Say when a release was published; where nobody said, when it was read."""
    if release.published == release.recorded:
        return f"read on {release.recorded[:10]} (nobody said when it was published)"
    return f"published {release.published[:10]}"


def _norm(surveyed: Survey, seen: Watched) -> Iterator[str]:
    norm = surveyed.sight.norm_id
    findings = surveyed.findings
    if not surveyed.can_be_seen:
        yield f"{norm}: nothing that was read can show a breach, so none being found means nothing"
        return
    if not findings:
        yield f"{norm}: no finding; {seen.sentence()}"
        return
    likely = [f for f in findings if f.chance >= 0.5]
    coarse = f"; {surveyed.coarse:,} rows too inexact" if surveyed.coarse else ""
    if surveyed.answers:
        many = "1 row" if surveyed.answers == 1 else f"{surveyed.answers:,} rows"
        coarse += f"; {many} set aside, wholly or in part, as lawful responses"
    yield (
        f"{norm}: {len(findings):,} findings, {len(likely):,} likelier than not, "
        f"from {findings[0].first} to {findings[-1].last}{coarse}"
    )
    if surveyed.span and len(surveyed.picked):
        first, last = max(surveyed.span[0], surveyed.sight.first), surveyed.span[1]
        last = min(last, surveyed.sight.last)
        events = rate(daily(surveyed.picked, first, last, "events"), "events")
        deaths = rate(daily(surveyed.picked, first, last, "deaths"), "deaths")
        yield f"  {events}, {deaths}; {seen.sentence()}"


def finding_line(finding: Finding) -> str:
    """Return a finding in a line: days, chance, what, and how many rows."""
    days = (
        f"{finding.first}" if finding.first == finding.last else f"{finding.first}/{finding.last}"
    )
    deaths = ""
    if finding.deaths:
        toll = rounded(finding.deaths[1], "deaths")
        deaths = f", {toll} {'death' if toll == '1' else 'deaths'}"
    rows = len(finding.evidence)
    return (
        f"{finding.id}  {days:<21}  {finding.norm}: chance {chance_text(finding.chance)}; "
        f"{rows} {'row' if rows == 1 else 'rows'}{deaths}"
    )


def chance_text(chance: float) -> str:
    """Return a chance as it is shown: never 1 for what is not certain."""
    return "1" if chance == 1 else rounded(min(chance, 0.99), "probability")


def change_line(change: Change) -> str:
    """Return a change of rate in a line."""
    return (
        f"{change.on} (between {change.earliest} and {change.latest}): "
        f"{change.before['events']:.2f} → {change.after['events']:.2f} incidents and "
        f"{change.before['deaths']:.2f} → {change.after['deaths']:.2f} deaths a day; "
        f"p {change.p:.3f}"
    )


def doubt(likeness: float) -> str:
    """Return a warning where weeks resemble the week before too much for changes to be trusted."""
    if likeness <= _MOST_LIKE:
        return ""
    return (
        f"Mind that weeks resemble the week before (correlation {likeness:.1f}): some of these may "
        "be waves of violence and no change of rate."
    )


def explanation(
    surveyed: Survey, finding: Finding, rows: Sequence[tuple[dict[str, Any], float, str]]
) -> Iterator[str]:
    """Yield the lines that explain a finding.

    Parameters
    ----------
    surveyed
        What the record says of its norm.
    finding
        The finding.
    rows
        For each row: the incident, its chance, and its text as it stood in the file.
    """
    norm = surveyed.sight.norm
    yield finding_line(finding)
    yield f"The clause: {norm.label or finding.norm} (digest {finding.clause[:16]})"
    figure = finding.figure()
    yield f"The chance {figure} that what it takes was reached: {'; '.join(figure.because)}."
    for party, chance in finding.began:
        said = "no source says who began" if chance is None else f"{rounded(chance, 'probability')}"
        yield f"That {party} began one of the incidents: {said}."
    judged = surveyed.sight.observed.attribution
    if judged is not None and all(chance is None for _, chance in finding.began):
        yield (
            f"The case's author puts that at {judged.lowest:g} to {judged.highest:g} "
            f"({judged.kind}: {judged.because})."
        )
    yield f"{Watched(finding.access).sentence().capitalize()}."
    for incident, chance, text in rows:
        yield ""
        yield from _row(incident, chance, text)
    yield ""
    yield f"Digest of the finding, over all of the above: {finding.digest}"


def _row(incident: dict[str, Any], chance: float, text: str) -> Iterator[str]:
    days = incident["start"]
    if incident["end"] != incident["start"]:
        days += f" to {incident['end']}"
    if incident["time"]:
        days += f", {incident['time']}"
    sides = " - ".join(side for side in (incident["side_a"], incident["side_b"]) if side)
    place = incident["place"] or incident["unit"] or incident["country"] or "no place told"
    km = f" (to within {incident['km']:g} km)" if incident["km"] else ""
    toll = ""
    if incident["best"] >= 0:
        toll = f"; deaths {incident['best']} ({incident['low']} to {incident['high']})"
    yield f"{incident['source']} {incident['id']}: counts with chance {chance_text(chance)}"
    yield f"  {days}; {place}{km}; {incident['kind'].replace('_', ' ')}; {sides}{toll}"
    if text:
        yield f"  as it stood: {printable(text)[:600]}"


def printable(text: str) -> str:
    """Return text without what could steer a terminal.

    Examples
    --------
    >>> printable("a" + chr(27) + "[2Jb")
    'a\ufffd[2Jb'
    """
    return "".join(c if c.isprintable() or c == " " else "\ufffd" for c in text)


def days_seen(surveyed: Survey, today: date) -> tuple[int, int]:
    """Return the days over which a norm is looked at: as the releases speak of them."""
    if surveyed.span is None:
        return surveyed.sight.first, max(surveyed.sight.first, today.toordinal())
    first = max(surveyed.span[0], surveyed.sight.first)
    return first, max(first, min(surveyed.span[1], surveyed.sight.last))
