"""An assessment on the terminal, in about a screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment import NO_FORECAST, Assessment, OptionAssessment
from foedus.loopholes import Answered

_FEW = 4


def screen(assessment: Assessment) -> RenderableType:
    """Return the matrix, the table of options, the assumptions and what is absent."""
    lines = [Text(f"Not modelled: {gap}") for gap in assessment.assumptions]
    lines += [Text(f"Not computed yet: {absent}") for absent in assessment.absent]
    return Group(
        Text(f"{assessment.title} (as of {assessment.at})", style="bold"),
        matrix(assessment),
        table(assessment),
        *lines,
        Text(NO_FORECAST),
    )


def matrix(assessment: Assessment) -> Table:
    """Return the act-by-response matrix: for each act, what each option answers it with."""
    shown = Table(title="What each act meets at best, if everybody helps at once", show_lines=False)
    shown.add_column("option")
    rows = next(iter(assessment.options.values())).matrix
    for row in rows:
        needs = f" ({row.needs} d)" if row.needs is not None else ""
        shown.add_column(f"{row.act.replace('_', ' ')}{needs}")
    for found in assessment.options.values():
        shown.add_row(found.label, *(_cell(row) for row in found.matrix))
    return shown


def _cell(row: Answered) -> str:
    breach = "breach" if row.breaches else "no breach"
    found = "" if row.findable else ", not findable"
    if row.owed:
        return f"{breach}{found}; OWED after {row.day} d"
    if row.rights:
        return f"{breach}{found}; a right, no duty"
    if row.renewed:
        return f"{breach}{found}; NOT owed, only if renewed"
    return f"{breach}{found}; NOTHING owed"


def table(assessment: Assessment) -> Table:
    """Return the table of options: what follows, who can stop it, how soon, and the faults."""
    shown = Table(title="Options")
    for column in ("option", "consequence", "can stop it alone", "days at least", "loopholes"):
        shown.add_column(column)
    for found in assessment.options.values():
        shown.add_row(
            found.label,
            found.consequence,
            _who(found),
            "never" if found.days_to_effect.value is None else f"{found.days_to_effect.value:.0f}",
            ", ".join(dict.fromkeys(hole.id for hole in found.loopholes)) or "none found",
        )
    return shown


def _who(found: OptionAssessment) -> str:
    if not found.blockers:
        return "nobody" if found.consequence != "none" else "-"
    if len(found.blockers) <= _FEW:
        return ", ".join(found.blockers)
    return f"{len(found.blockers)}: {', '.join(found.blockers[:_FEW])}, ..."
