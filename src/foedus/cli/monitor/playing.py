"""A ledger as a page shows it: what was found and drawn, as known on one day after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.cli.monitor.drawing import drawn
from foedus.cli.monitor.edge import Known, known, opened
from foedus.cli.monitor.looking import status_lines

if TYPE_CHECKING:
    from foedus.monitor import Ledger, Once, Survey

_MOST_DAYS = 12
_MOST_FINDINGS = 200
_WINDOW = 120


def text_of(path: Path) -> str:
    """Return the terms that a ledger watches, as YAML."""
    with opened(path) as ledger:
        return ledger.terms()[1]


def seen(path: Path) -> dict[str, Any]:
    """Return what a page shows of a ledger, as plain data.

    Parameters
    ----------
    path
        The ledger. It is read as it is known on each day on which something was recorded; where
        all was recorded on one day, on each day on which something had been published.
    """
    with opened(path) as ledger:
        whole = known(ledger, None)
        recorded = {release.recorded[:10] for release in whole.releases}
        recorded |= {entry.recorded[:10] for entry in whole.entered}
        published = {release.published[:10] for release in whole.releases}
        by_publication = len(recorded) < 2 and len(published) > 1
        days = sorted(published if by_publication else recorded or {ledger.last_recorded()[:10]})
        shown = days[-_MOST_DAYS:]
        return {
            "title": whole.arrangement.title,
            "file": path.name,
            "left": len(days) - len(shown),
            "by": "published" if by_publication else "recorded",
            "days": [_on(ledger, day, by_publication=by_publication) for day in shown],
        }


def _on(ledger: Ledger, day: str, *, by_publication: bool) -> dict[str, Any]:
    from foedus.views import rests_on_rows

    record = known(ledger, day, by_publication=by_publication)
    surveys = record.surveys()
    how = f"on {day}, by what had been published" if by_publication else f"on {day}"
    status = status_lines(record, surveys, how, date.fromisoformat(day), whole=False)
    once = record.once(surveys)
    norms = [_norm(record, surveyed, once) for surveyed in surveys if rests_on_rows(surveyed)]
    return {"known": day, "status": list(status)[1:], "norms": norms}


def _norm(record: Known, surveyed: Survey, once: Mapping[str, Once]) -> dict[str, Any]:
    from foedus.views import finding_line

    findings = surveyed.findings[-_MOST_FINDINGS:]
    return {
        "norm": surveyed.sight.norm_id,
        "drawings": list(_drawings(record, surveyed)),
        "findings": [finding_line(finding, once) for finding in reversed(findings)],
        "left": len(surveyed.findings) - len(findings),
    }


def _drawings(record: Known, surveyed: Survey) -> Iterator[tuple[str, str, str]]:
    """Yield each drawing by its title: wide, and narrow."""
    found = drawn(record, surveyed, _WINDOW, (), draws=True)
    for title, several in (("Week by week", found.timeline), ("Where", found.places)):
        if several:
            yield title, several[0], several[-1]
