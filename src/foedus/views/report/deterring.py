"""A sweep as one HTML file: the bottom line, the decision table, switching values and stories."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment import NO_FORECAST, PRIZE, inputs
from foedus.deterrence import Decision, Deterrence
from foedus.views.charts import drawable
from foedus.views.origins import played
from foedus.views.quoting import IMAGINED
from foedus.views.report.numbers import DECISION_HEADS, WEIGHING, decision_rows, decision_terms
from foedus.views.report.page import style, template
from foedus.views.report.picture import pictures
from foedus.views.report.pictures import deciding, switching
from foedus.views.switching import MOST, switched, turning


def deterring_html(
    found: Deterrence,
    table: Decision,
    sentences: Sequence[str],
    notices: Sequence[str],
    again: str,
) -> str:
    """Return the whole page.

    Parameters
    ----------
    found, table
        What was solved, and its decision table.
    sentences, notices
        The bottom line, and what the file leaves open.
    again
        The command that makes the same figures again.
    """
    from foedus import __version__

    whole = next(iter(found.jobs.values())).arrangement
    rests = inputs(found)
    charts = [deciding(table), switching(table, rests)] if drawable() else []
    turns = switched(table, rests, whole.sources)
    several = len(found.adversaries) > 1
    return template("deterring.html.j2").render(
        **style(),
        title=f"{whole.title}: does it deter?",
        summary=whole.summary,
        dated=f"As of {whole.as_of}; {_drawn(found)}; foedus {__version__}.",
        strong=NO_FORECAST,
        prize=PRIZE,
        bottom_line=sentences,
        notices=notices,
        table=table,
        rows=decision_rows(table),
        heads=DECISION_HEADS,
        terms=decision_terms(table),
        weighing=WEIGHING,
        played=played(table, rests, whole.sources),
        switching=turns,
        switching_most=MOST,
        turning=turning(turns),
        pictures=pictures({one.name: one for one in charts if one is not None}),
        stories=[
            (f"{of.label}: {by}" if several else of.label, of.because)
            for by, options in found.answers.items()
            for of in options.values()
        ],
        inputs=rests,
        labels={name: of.label for name, of in found.options.items() if name},
        concept=found.concept,
        agenda=found.as_json()["agenda"],
        sources=whole.sources,
        noted={key: at for at, key in enumerate(whole.sources, 1)},
        again=again,
        imagined=IMAGINED,
    )


def _drawn(found: Deterrence) -> str:
    return f"{found.design.draws:,} draws, seed {found.design.seed}"
