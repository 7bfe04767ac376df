"""What the statements in a case say about its decisions, for `foedus decide`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import fsum

import numpy as np

from foedus.assessment.pairs import cut_json
from foedus.decisions import Chances
from foedus.figures import Figure
from foedus.language import Arrangement, Labels
from foedus.prospects import Outlook, Prospects, Stand, stand

ASSUMED = 0.3
"""The correlation of leanings where one number is needed and none is given: the middle of the
range that `foedus.prospects` assumes."""


@dataclass(frozen=True, slots=True)
class Statements:
    """A case's positions as ballots, and what they make of its steps.

    Parameters
    ----------
    arrangement
        The case.
    outlook
        What is to be expected of it, from the same draws as an assessment.
    expected
        What its gravest act leads to.
    correlation
        Of leanings, where one is given.
    at
        The day of the question.
    fades
        After how long half of a position is left.
    """

    arrangement: Arrangement
    outlook: Outlook
    expected: Prospects
    correlation: float | None
    at: date
    fades: timedelta | None = None

    def stands(self, members: Sequence[str], issue: str) -> dict[str, Stand]:
        """Return where each member stands on the day, and by which statement."""
        return {m: stand(self.arrangement, m, issue, self.at, self.fades) for m in members}

    def ballots(self, members: Sequence[str], issue: str) -> dict[str, Chances] | None:
        """Return the mean ballot of each member.

        ``None`` where nobody spoke to the point, unless the file says how those vote who are
        silent (`leanings`).
        """
        stands = self.stands(members, issue)
        silent = all(where.basis == "none" for where in stands.values())
        if silent and "unknown" not in self.arrangement.leanings:
            return None
        return {m: [w / fsum(x.weights) for w in x.weights] for m, x in stands.items()}

    def chance(self, name: str, at: int | None = None) -> Figure:
        """Return the chance that a procedure takes effect, or that one of its steps passes."""
        linked = "0 to 0.6 (assumed)" if self.correlation is None else f"{self.correlation:g}"
        said = (
            f"by what was said up to {self.at}{self._last()}, leanings correlated {linked};"
            " mean and 80 % interval"
        )
        if at is None:
            found, _, cut = self.outlook.procedure(name)
            told = (said, str(cut)) if cut else (said,)
            return replace(found, because=told) if found.known else found
        step = self.outlook.steps[name, at]
        given, passes = f"{step.given}, " if step.given else "", step.passes
        low, high = (float(q) for q in np.quantile(passes, [0.1, 0.9]))
        return Figure(float(passes.mean()), low, high, because=(given + said,))

    def _last(self) -> str:
        """Say of which day the last statement on file is, where it is of an earlier one."""
        days = [p.date for p in self.arrangement.positions if p.date <= self.at]
        return (
            f" (the last statement on file is of {max(days)})"
            if max(days, default=self.at) < self.at
            else ""
        )

    def known(self, step: tuple[str, int]) -> Figure:
        """Return the chance of a step that one actor takes; its bounds where it is not known."""
        found = self.outlook.steps[step]
        if not found.known:
            return Figure(None, 0.0, 1.0, because=found.because)
        low, high = (float(q) for q in np.quantile(found.passes, [0.1, 0.9]))
        because = (*found.because, "mean and 80 % interval")
        return Figure(float(found.passes.mean()), low, high, kind=found.kind, because=because)

    def as_json(self) -> dict[str, object] | None:
        """Return what `whole` says as plain data; nothing where nothing is decided."""
        found = self.expected
        if not found.taken:
            return None
        return {
            "of": list(found.consequence.of),
            "takes_effect": found.takes_effect.as_json(),
            "days_to_effect": found.days_to_effect.as_json(),
            "cut": cut_json(found.cut),
        }

    def whole(self) -> str:
        """Say with what chance, and after how long, the consequence of the gravest act comes."""
        found = self.expected
        if not found.taken:
            return ""
        after = f", after {found.days_to_effect}"
        if found.days_to_effect.value is None:
            after = "; its days are not known"
        cut = f" ({found.cut})" if found.cut else ""
        return (
            f"From the gravest act to {', '.join(found.consequence.of)}, by every way there is:"
            f" {found.takes_effect}{after}{cut}."
        )


def statements(
    arrangement: Arrangement,
    correlation: float | None,
    seed: int,
    at: date | None = None,
    fades: timedelta | None = None,
    labels: Labels | None = None,
) -> Statements | None:
    """Return what the statements of a case say, or ``None`` where it has no prospects.

    `labels` are those of the file that the case is an option of, as of `foedus.prospects.Outlook`.
    """
    outlook = Outlook(
        arrangement, seed=seed, at=at, correlation=correlation, fades=fades, labels=labels
    )
    found = outlook.after()
    if not found.steps:
        return None
    return Statements(arrangement, outlook, found, correlation, at or arrangement.as_of, fades)
