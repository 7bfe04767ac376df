"""What `foedus check` tells besides the verdicts: who can force what, and repairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from foedus.cli.budget import Budget
    from foedus.language.places import Places
    from foedus.loopholes import Verdict
    from foedus.process import Process


class Section(NamedTuple):
    """A part of the answer.

    Parameters
    ----------
    key
        Under which it stands in JSON.
    lines
        As text.
    data
        As plain values.
    """

    key: str
    lines: Sequence[str]
    data: object


class Asked(Protocol):
    """What of `foedus check`'s options matters here."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The properties named; none for the whole catalogue."""

    @property
    def repair(self) -> bool:
        """Whether repairs are wanted."""

    @property
    def sarif_file(self) -> str | None:
        """Where SARIF is written, which has no place for anything but verdicts."""


def sections(
    process: Process, found: Sequence[Verdict], places: Places, ask: Asked, budget: Budget
) -> Iterator[Section]:
    """Yield each part that is wanted of one arrangement."""
    if not ask.asked and ask.sarif_file is None:
        yield _powers(process, places, budget)
    if ask.repair:
        yield _repairs(process, found)


def _powers(process: Process, places: Places, budget: Budget) -> Section:
    from foedus.loopholes import powers
    from foedus.views.powers import as_json, telling

    found = powers(process, patience=budget)
    return Section("powers", list(telling(process.arrangement, found)), as_json(found, places))


def _repairs(process: Process, found: Sequence[Verdict]) -> Section:
    from foedus.loopholes.repair import repairs, tell_repairs

    told = list(tell_repairs(repairs(process.arrangement, found)))
    return Section("repairs", told, told)
