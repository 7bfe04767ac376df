"""A finding on the terminal: in a line, and with all that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from foedus.figures import rounded
from foedus.language import Arrangement, Intensity, listed
from foedus.monitor import (
    SIMULATED,
    Change,
    Entered,
    Finding,
    Once,
    Posterior,
    Sight,
    Survey,
    Watched,
    chance_together,
    hours,
    once_of,
)
from foedus.process import called

_AROUND = 2
"""Weeks on either side within which two ways are said to mean the same change."""
_MOST_LIKE = 0.2
"""From here on series without a change often show one (docs/explanation/truces.md)."""


CANNOT_TELL = (
    "The search for days on which the rate changed, over the whole record and told of no day, "
    "finds some, but weeks resemble one another too much for it to tell whether the rate changed "
    "or violence came in waves. What lies before and after a day that you name is another "
    "question, which --at DATE asks."
)


def finding_line(finding: Finding, once: Mapping[str, Once] | None = None) -> str:
    """Return a finding in a line: days, chance, what, and how many rows.

    `once` has what findings on rows which may tell of one event come to if they do.
    """
    days = (
        f"{finding.first}" if finding.first == finding.last else f"{finding.first}/{finding.last}"
    )
    rows = len(finding.evidence)
    return (
        f"{finding.id}  {days:<21}  {finding.norm}: chance {chance_range(finding, once or {})}; "
        f"{rows} {'row' if rows == 1 else 'rows'}{toll_range(finding, once or {})}"
        f"{'; who began is not told' if finding.unsaid else ''}"
    )


def toll_range(finding: Finding, once: Mapping[str, Once]) -> str:
    """Say how many died by the rows as they count, and if those that may be one event are."""
    said, fewer = _toll(finding.deaths), _toll(once_of(finding, once).deaths)
    return said if said == fewer else f"{said}, or{fewer[1:]} if {_MAY_BE_ONE}"


_MAY_BE_ONE = "rows of two sources that may be one event are"


def _toll(deaths: tuple[float, float | None, float | None] | None) -> str:
    """Say how many died, with the range where estimates differ."""
    if deaths is None:
        return ""
    # Whole numbers are what sources say: only a part, of a row that may not count, is rounded.
    low, best, high = (
        n if n is None else f"{n:,.0f}" if n >= 10 or n % 1 == 0 else rounded(n, "deaths")
        for n in deaths
    )
    if high is None:
        return f", at least {low} {'death' if low == '1' else 'deaths'}"
    if best is None:
        return f", {low} to {high} deaths (no best estimate)"
    between = "" if low == high else f" ({low} to {high})"
    return f", {best} {'death' if best == '1' else 'deaths'}{between}"


def chance_range(finding: Finding, once: Mapping[str, Once]) -> str:
    """Return the chance of a finding as it is shown, from that with each event told but once."""
    least, most = chance_text(once_of(finding, once).chance), chance_text(finding.chance)
    return most if least == most else f"{least} to {most}"


def chance_text(chance: float) -> str:
    """Return a chance as it is shown: never 1 for what is not certain."""
    return "1" if chance == 1 else rounded(min(chance, 0.99), "probability")


def change_line(change: Change) -> str:
    """Return a change of rate in a line."""
    return (
        f"{change.on} (between {change.earliest} and {change.latest}): "
        f"{change.before['events']:.2f} → {change.after['events']:.2f} incidents and "
        f"{change.before['deaths']:.2f} → {change.after['deaths']:.2f} deaths a day; "
        f"p {p_text(change.p)}"
    )


def beside_lines(beside: Posterior, found: Sequence[Change], first: int) -> Iterator[str]:
    """Say how likely each change is by its posterior probability, and which others there are.

    Parameters
    ----------
    beside
        The posterior, by week.
    found
        What the search found.
    first
        The ordinal of the first day.
    """
    weeks = [
        ((c.earliest.toordinal() - first) // 7 - _AROUND,
         (c.latest.toordinal() - first) // 7 + _AROUND + 1)
        for c in found
    ]  # fmt: skip
    said = [
        f"{change.on} {chance_text(beside.within(*span))}"
        for change, span in zip(found, weeks, strict=True)
    ]
    yield (
        "By another way (Bayesian, all ways to cut the record; one change a year expected "
        f"beforehand) the chance of a change about then: {', '.join(said)}."
    )
    others: list[int] = []
    for at in sorted(range(len(beside.at)), key=lambda week: -beside.at[week]):
        near = [low <= at <= high for low, high in weeks]
        near += [abs(at - other) <= 2 * _AROUND for other in others]
        if not any(near) and beside.within(at - _AROUND, at + _AROUND) >= 0.5:
            others.append(at)
    if others:
        days = [f"{date.fromordinal(first + 7 * at)}" for at in sorted(others)]
        yield f"It has changes that the search lacks, about {listed(days)}."


def p_text(p: float) -> str:
    """Return a p by simulation: at most that, where no simulated series gained as much."""
    return f"≤ {p:.3f}" if p <= 1 / (1 + SIMULATED) else f"{p:.3f}"


def doubt(likeness: float) -> str:
    """Return a warning where weeks resemble the week before too much for changes to be trusted."""
    if likeness <= _MOST_LIKE:
        return ""
    return (
        f"Mind that weeks resemble the week before (correlation {likeness:.1f}): some of these may "
        "be waves of violence and no change of rate."
    )


def uneven_lines(gaps: Sequence[tuple[str, int]], shut: int, days: int) -> Iterator[str]:
    """Say what changes of rate may come from: what was read, and where nobody could look.

    `gaps` has of each source how many of the days it does not speak of, `shut` on how many
    observers were barred or jammed.
    """
    for title, many in gaps:
        yield (
            f"Mind that {printable(title)} does not speak of {many:,} of these {days:,} days: "
            "a rate that changes there is one of the record."
        )
    if shut:
        yield (
            f"Mind that observers were barred or jammed on {shut:,} of these {days:,} days: fewer "
            "records then are no sign of quiet."
        )


def explanation(
    surveyed: Survey,
    finding: Finding,
    rows: Sequence[tuple[dict[str, Any], float, str]],
    arrangement: Arrangement,
    answers: Sequence[Entered] = (),
    once: Mapping[str, Once] | None = None,
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
    arrangement
        The terms, for the names of the parties.
    answers
        What people entered that answers it.
    once
        What findings on rows which may tell of one event come to if they do.
    """
    norm = surveyed.sight.norm
    once = once or {}
    yield finding_line(finding, once)
    yield f"The clause: {printable(norm.label or finding.norm)} (digest {finding.clause[:16]})"
    yield f"What counts: {printable(what_counts(surveyed.sight, arrangement))}."
    many = len(finding.evidence)
    alone = "1 row counts" if many == 1 else f"{many} rows, taken as independent, count"
    yield (
        f"Chance {chance_text(finding.chance)} that this was reached, if what the source reports "
        f"is so: {alone} by how exactly date, place and kind are known{_and_by(surveyed, rows)}."
    )
    together = chance_together(surveyed, finding)
    if together is not None and abs(together - finding.chance) >= _TELLING:
        yield (
            f"Chance {chance_text(together)} if rows of one source, day and place stand or fall "
            "together, as those of one report may."
        )
    said = any(row[name] is not None for row, _, _ in rows for name in _WHO_BEGAN)
    if finding.id in once:
        yield (
            f"Chance {chance_text(once[finding.id].chance)} if {_MAY_BE_ONE}: nobody decided; "
            "'foedus monitor duplicates' shows them."
        )
    yield from _attribution(surveyed, finding, arrangement, is_partly_told=said)
    yield f"{Watched(finding.access).sentence().capitalize()}."
    for entry in answers:
        yield f"Answered by: {entered_line(entry)}"
    for seen in finding.evidence:
        if seen.at < 0:
            yield f"{seen.source} {seen.id}: observers were barred, as the case or an entry says."
    for incident, chance, text in rows:
        yield ""
        yield from _row(incident, chance, text)
        allowed = surveyed.sight.observed.lawful_response
        answer = surveyed.answers.get((incident["source"], incident["id"]))
        if allowed and answer:
            yield (
                f"  with chance {chance_text(answer.chance)} it was a lawful response, within "
                f"{hours(allowed):g} hours after {printable(' '.join(answer.row))}, and does not "
                "count"
            )
    yield ""
    yield f"Digest of the finding, over the clause, the rows and access: {finding.digest}"


_TELLING = 0.005
"""What two chances differ by at least to be told apart."""
_WHO_BEGAN = ("a_began", "b_began", "a_seized")


def _and_by(surveyed: Survey, rows: Sequence[tuple[dict[str, Any], float, str]]) -> str:
    """Say what else their chances depend on."""
    names = [(incident["source"], incident["id"]) for incident, _, _ in rows]
    return ", and by whether it was a lawful response" if {*names} & {*surveyed.answers} else ""


def _attribution(
    surveyed: Survey, finding: Finding, arrangement: Arrangement, *, is_partly_told: bool
) -> Iterator[str]:
    """Say who began, as far as a source does; the same words for every party."""
    # Who opened fire and who took the ground are two questions; a norm may ask the second alone.
    is_ground = surveyed.sight.named_kinds == {"seizure"}
    did, told = ("took", "took the ground") if is_ground else ("began", "began")
    what = "ground in one of these" if is_ground else "one of these"
    unknown = [called(arrangement, party) for party, chance in finding.began if chance is None]
    if unknown and is_partly_told:
        yield (
            f"Whether {listed(unknown, 'or')} {did} {what} is not told: of at least one no "
            f"source says who {told}."
        )
    elif unknown:
        yield f"Of {listed(unknown)}, no source says who {told}."
    for party, chance in finding.began:
        if chance is not None:
            who = called(arrangement, party)
            yield f"Chance that {who} {did} {what}, by the sources: {chance_text(chance)}."
    judged = surveyed.sight.observed.attribution
    if judged is not None and all(chance is None for _, chance in finding.began):
        yield (
            f"The case's author puts that at {judged.lowest:g} to {judged.highest:g} "
            f"({judged.kind}: {judged.because})."
        )


def what_counts(sight: Sight, arrangement: Arrangement) -> str:
    """Return what a norm takes for evidence, as a sentence without its full stop."""
    seen = sight.observed
    kinds = [kind.replace("_", " ") for kind in seen.kinds] or ["violence of any kind"]
    said = listed(kinds, "or")
    if seen.weapons:
        said += f" with {listed(list(seen.weapons), 'or')}"
    zones = [ground.zone.label or ground.name for ground in sight.grounds]
    said += f" in {listed(zones, 'or')}" if zones else " anywhere"
    said += f", {listed([called(arrangement, who) for who in sight.parties], 'or')} taking part"
    said += f", from {date.fromordinal(sight.first)} to {date.fromordinal(sight.last)}"
    if seen.precision:
        exact = [f"{seen.precision.km:g} km"] if seen.precision.km is not None else []
        exact += [f"{seen.precision.days} days"] if seen.precision.days is not None else []
        said += f"; known to within {' and '.join(exact)}"
    if seen.lawful_response:
        said += f"; no force within {hours(seen.lawful_response):g} hours after the other side's"
    return f"{said}. It takes {_how_much(seen.at_least)}"


def _how_much(least: Intensity) -> str:
    if least.deaths_in_one is not None:
        return f"one event with at least {least.deaths_in_one:,} deaths"
    if least.events == 1:
        return "one event"
    count = f"{least.events:,} events" if least.events else f"{least.deaths or 1:,} deaths"
    days = least.in_days.days
    return f"at least {count} within {'1 day' if days == 1 else f'{days} days'}"


def entered_line(entry: Entered) -> str:
    """Return what somebody entered in a line: id, day, what, and under whose name."""
    body = entry.body
    if entry.kind == "access":
        by = f" by {body['by']}" if body["by"] else ""
        days = body["from"] if body["from"] == body["until"] else f"{body['from']}/{body['until']}"
        said = f"{days}  access to {body['zone']}: {body['access']}{by}"
    elif entry.kind == "publication":
        said = f"published {body['file']}, SHA-256 {body['sha256'][:16]}"
    elif entry.kind == "pair":
        rows = " and ".join(" ".join(row) for row in body["pair"])
        said = f"{rows} tell of {'one event' if body['same'] else 'two events'}"
    else:
        vote = f", {body['vote']}" if body["vote"] != "yes" else ""
        what = f" {body['what']}" if body["what"] else ""
        said = f"{body['date']}  {', '.join(body['by'])}: {body['do']}{what}{vote}"
    note = f" ({body['note']})" if body["note"] else ""
    back = ""
    if entry.taken_back:
        why = f": {entry.taken_back['note']}" if entry.taken_back["note"] else ""
        back = f" TAKEN BACK by {entry.taken_back['signed']}{why}"
    files = "".join(f"; with {one['name']}" for one in body.get("attached", ()))
    note += files
    signed = f"signed {body['signed']}, entered {entry.recorded[:10]}"
    return printable(f"{entry.id}  {said}{note}; {signed}{back}")


def incident_line(incident: dict[str, Any]) -> str:
    """Return an incident in a line: days, place, kind, sides, deaths."""
    days = incident["start"]
    if incident["end"] != incident["start"]:
        days += f" to {incident['end']}"
    if incident["time"]:
        days += f", {incident['time']}"
    sides = " - ".join(side for side in (incident["side_a"], incident["side_b"]) if side)
    place = incident["place"] or incident["unit"] or incident["country"] or _point(incident)
    km = f" (to within {incident['km']:g} km)" if incident["km"] else ""
    toll, (low, best, high) = "", (incident[name] for name in ("low", "best", "high"))
    if best >= 0:
        toll = f"; deaths {best} ({low} to {high})"
    elif low >= 0:
        toll = f"; deaths {low} to {high}" if high >= 0 else f"; deaths at least {low}"
    kind = incident["kind"].replace("_", " ").replace("+", " and ")
    return printable(f"{days}; {place}{km}; {kind}; {sides}{toll}")


def _point(incident: dict[str, Any]) -> str:
    """Return where an incident was that names no place: its point, if it has one."""
    if incident["latitude"] is None:
        return "no place told"
    return f"at {incident['latitude']:g}, {incident['longitude']:g}"


def _row(incident: dict[str, Any], chance: float, text: str) -> Iterator[str]:
    name = printable(f"{incident['source']} {incident['id']}")
    yield f"{name}: counts with chance {chance_text(chance)}"
    yield f"  {incident_line(incident)}"
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
