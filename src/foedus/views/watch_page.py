"""A watch as one HTML page that needs nothing beside it and opens offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from foedus.figures import Figure
from foedus.language import Access, Arrangement, Observation
from foedus.monitor import Change, Entered, Finding, Once, Release, Share, Watched, once_of
from foedus.views.watch import chance_range, entered_line, p_text

if TYPE_CHECKING:
    from jinja2 import Template

MOST = 2000
"""Findings that are listed of a norm, the newest."""
PRINTED = 25
"""Of those, the ones that stand on paper."""


class NormPage(NamedTuple):
    """What the page shows of a norm.

    Attributes
    ----------
    norm, label, counts
        Its id, its words, and what it takes for evidence.
    funnel
        How many rows were left at each question, and what nothing matched.
    rates
        Events a day, and deaths where any source tells them.
    changes, doubt, beside
        The days on which the rate changed, why to doubt them, if there is a reason, and what
        another way says of them.
    findings
        In the order of their days.
    coarse
        Rows left out because they are less exact than the norm asks.
    timeline, places
        The drawings, as SVG, wide and narrow; none of the first for a record shorter than a week.
        Without `rates` there are neither: what was found is that observers were barred.
    shares
        What the incidents come to by side, kind, zone, and deaths of civilians.
    days
        On how many days there was any.
    """

    norm: str
    label: str
    counts: str
    funnel: Sequence[str]
    rates: tuple[Figure, ...]
    changes: Sequence[Change]
    doubt: str
    beside: Sequence[str]
    findings: Sequence[Finding]
    coarse: int
    timeline: Sequence[str]
    places: Sequence[str]
    shares: Sequence[Share]
    days: int

    @property
    def incidents(self) -> int:
        """How many rows count, each once."""
        return self.shares[0].events if self.shares else 0

    @property
    def shown(self) -> Sequence[Finding]:
        """The findings that are listed, newest first."""
        return self.findings[: -MOST - 1 : -1]


class Facts(NamedTuple):
    """What the page rests on.

    Attributes
    ----------
    files
        What was read: source, release, when it was published, rows, rows that do not count, digest.
    sources
        The sources that the clauses and zones name: id, text, address.
    entries
        What people entered, a line each.
    access
        How far observers could see: first and last day, zone, state, by whom, what is known of it.
    """

    files: Sequence[tuple[str, str, str, int, int, str]]
    sources: Sequence[tuple[str, str, str]]
    entries: Sequence[str]
    access: Sequence[tuple[str, str, str, str, str, str]]


def facts_of(
    arrangement: Arrangement,
    releases: Sequence[Release],
    entries: Sequence[Entered],
    access: Sequence[Access],
) -> Facts:
    """Return what a page rests on."""
    observation = arrangement.observation or Observation()
    watched = [norm for norm in arrangement.norms.values() if norm.observed]
    named = [source for norm in watched for source in norm.source]
    named += [source for norm in watched if norm.observed for source in norm.observed.source]
    named += [source for zone in observation.zones.values() for source in zone.source]
    named += [source for entry in observation.access for source in entry.source]
    sources = []
    for id_ in dict.fromkeys(named):
        source = arrangement.sources[id_]
        day = source.date.isoformat() if source.date else ""
        said = ", ".join(part for part in (source.title, source.publisher, day) if part)
        address = source.url if source.url.startswith(("https://", "http://")) else ""
        sources.append((id_, f"{said}. {source.note}" if source.note else said, address))
    return Facts(
        files=[
            (
                r.form.title,
                r.label or r.file,
                r.published[:10],
                r.count,
                r.rejected,
                r.digest.hex()[:16],
            )
            for r in releases
        ],
        sources=sources,
        entries=[entered_line(entry) for entry in entries],
        access=[
            (
                a.from_.isoformat(),
                (a.until or a.from_).isoformat(),
                a.zone,
                a.access,
                a.by or "not recorded",
                a.note,
            )
            for a in access
        ],
    )


def watch_html(
    title: str,
    known: str,
    status: Sequence[str],
    pages: Sequence[NormPage],
    window: int,
    facts: Facts,
    answer: Sequence[str] = (),
    ratios: Sequence[str] = (),
    once: Mapping[str, Once] | None = None,
) -> str:
    """Return the whole page.

    Parameters
    ----------
    title, known
        The arrangement, and as of when the record is read.
    status
        The lines of the status.
    pages
        The norms that rows bear on.
    window
        Days over which the rates beside a change are given.
    facts
        What it rests on.
    answer
        Whether it held from a day: the answer, and what it rests on; empty where no rows bear on a
        norm.
    ratios
        That as drawings, wide and narrow.
    once
        What findings on rows which may tell of one event come to if they do.
    """
    from foedus import __version__

    return _template().render(
        title=title,
        known=known,
        status=[(line.startswith("  "), line.strip()) for line in status[1:]],
        pages=pages,
        window=window,
        facts=facts,
        answer=answer,
        ratios=ratios,
        printed=PRINTED,
        chance=partial(chance_range, once=once or {}),
        p_text=p_text,
        seen=_access,
        toll=partial(_toll, once=once or {}),
        version=__version__,
    )


def _access(finding: Finding) -> str:
    """Return who could look, as a cell of a table has it."""
    said = Watched(finding.access).sentence().removeprefix("access of observers: ")
    return "not recorded" if said.startswith("not recorded,") else said


def _toll(finding: Finding, once: Mapping[str, Once]) -> str:
    """Return how many died, as a cell of a table has it."""
    most, fewer = (_deaths(deaths) for deaths in (finding.deaths, once_of(finding, once).deaths))
    return most if most == fewer else f"{most}, or {fewer} if rows that may be one event are"


def _deaths(deaths: tuple[float, float | None, float | None] | None) -> str:
    if deaths is None:
        return "not told"
    low, best, high = deaths
    if high is None:
        return f"at least {low:.3g}"
    if best is None:
        return f"{low:.3g} to {high:.3g}, no best estimate"
    return f"{best:.3g} ({low:.3g} to {high:.3g})"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    text = files("foedus.views").joinpath("templates/watch.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(text)
