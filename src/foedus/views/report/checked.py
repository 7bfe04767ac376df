"""The verdicts of a check as one HTML file: faults first, then what holds, and of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from foedus.language import Arrangement, Option
from foedus.loopholes import Shared, shared
from foedus.views.quoting import IMAGINED
from foedus.views.report.faults import Found, faults
from foedus.views.report.page import style, template
from foedus.views.verdicts import OUTCOMES, Checked


class Row(NamedTuple):
    """A verdict that is no fault: the property, where it is so, and what there is to say of it."""

    name: str
    where: str
    statement: str
    said: str


_OTHERS = (
    (
        "undecided",
        "Undecided",
        "The search was given up; no fault was found until then.",
        "of what",
    ),
    ("holds", "What holds", "Proved for what is named beside it, and for nothing else.", "of what"),
    (
        "does-not-apply",
        "What does not apply",
        "Beside each stands what keeps it from applying.",
        "why not",
    ),
)


def checked_html(
    checked: Checked, variants: Mapping[str, Arrangement], options: Mapping[str, Option], again: str
) -> str:
    """Return the whole page.

    Parameters
    ----------
    checked
        The verdicts.
    variants
        The arrangement as it was checked, by option.
    options
        The options of the case, by id.
    again
        The command that makes the same verdicts again.
    """
    from foedus import __version__

    first = next(iter(variants.values()))
    labels = {
        name: options[name].label if name in options else "As written" for name in checked.reports
    }
    found = {
        name: Found(
            labels[name],
            variants[name],
            tuple(hole for verdict in report for hole in verdict.loopholes),
        )
        for name, report in checked.reports.items()
    }
    return template("checked.html.j2").render(
        **style(),
        title=f"{first.title}: does the text hold?",
        summary=first.summary,
        dated=f"Text as of {first.as_of}; foedus {__version__}.",
        strong="A verdict is of the text: what is owed need not be honoured.",
        counted=[(labels[name], _counts(checked, name)) for name in checked.reports],
        faults=faults(found, checked.places),
        others=[
            (head, lead, beside, list(_rows(checked, outcome, labels)))
            for outcome, head, lead, beside in _OTHERS
        ],
        again=again,
        imagined=IMAGINED,
    )


def _counts(checked: Checked, name: str) -> str:
    found = checked.reports[name]
    counts = (f"{sum(v.outcome == key for v in found)} {said}" for key, said in OUTCOMES.items())
    return f"of {len(found)} properties {', '.join(counts)}"


def _rows(checked: Checked, outcome: str, labels: Mapping[str, str]) -> Iterator[Row]:
    for one in shared(checked.reports):
        if one.verdict.outcome == outcome:
            asked = one.verdict.property
            yield Row(asked.name, _where(one, checked, labels), asked.statement, _said(one))


def _said(one: Shared) -> str:
    verdict = one.verdict
    if verdict.outcome == "does-not-apply":
        return f"{verdict.missing}"
    how = f"{verdict.states:,} states searched" if verdict.states else "decided from the text"
    return f"{verdict.scope} ({how})"


def _where(one: Shared, checked: Checked, labels: Mapping[str, str]) -> str:
    if len(one.options) == len(checked.reports):
        return ""
    return "; ".join(labels[name] for name in one.options)
