"""A watch as one HTML page that needs nothing beside it and opens offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from foedus.figures import Figure
from foedus.monitor.changes import Change
from foedus.monitor.findings import Finding
from foedus.monitor.observers import Watched
from foedus.views.watch import chance_text

if TYPE_CHECKING:
    from jinja2 import Template

MOST = 2000
"""Findings that are listed of a norm, the newest."""


class NormPage(NamedTuple):
    """What the page shows of a norm.

    Attributes
    ----------
    norm
        Its id.
    rates
        Events and deaths a day.
    changes, doubt
        The days on which the rate changed, and why to doubt them, if there is a reason.
    findings
        In the order of their days.
    coarse
        Rows left out because they are less exact than the norm asks.
    timeline, places
        The drawings, as SVG; the first is empty for a record shorter than a week.
    """

    norm: str
    rates: tuple[Figure, Figure]
    changes: Sequence[Change]
    doubt: str
    findings: Sequence[Finding]
    coarse: int
    timeline: str
    places: str

    @property
    def shown(self) -> Sequence[Finding]:
        """The findings that are listed, newest first."""
        return self.findings[: -MOST - 1 : -1]


def html(
    title: str, known: str, status: Sequence[str], pages: Sequence[NormPage], window: int
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
    """
    from foedus import __version__

    return _template().render(
        title=title,
        known=known,
        status=[(line.startswith("  "), line.strip()) for line in status[1:]],
        pages=pages,
        window=window,
        chance=chance_text,
        seen=lambda finding: Watched(finding.access).sentence(),
        version=__version__,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    text = files("foedus.views").joinpath("templates/watch.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(text)
