"""What `foedus check` tells besides the verdicts: who can force what, what varies, repairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from foedus.cli.budget import Budget
    from foedus.language import Arrangement, Places
    from foedus.loopholes import Parameter, Verdict
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
    undecided
        How many of its questions were given up.
    """

    key: str
    lines: Sequence[str]
    data: object
    undecided: int = 0


class Asked(Protocol):
    """What of `foedus check`'s options matters here."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The properties named; none for the whole catalogue."""

    @property
    def vary(self) -> tuple[str, ...]:
        """Durations and quorums to vary."""

    @property
    def most(self) -> int:
        """How many states a search may hold."""

    @property
    def repair(self) -> bool:
        """Whether repairs are wanted."""

    @property
    def write_folder(self) -> str | None:
        """Where repairs are written as overlays."""

    @property
    def sarif_file(self) -> str | None:
        """Where SARIF is written, which has no place for anything but verdicts."""


def sections(
    case: str,
    process: Process,
    found: Sequence[Verdict],
    places: Places,
    ask: Asked,
    budget: Budget,
) -> Iterator[Section]:
    """Yield each part that is wanted of one arrangement."""
    if told := _beyond(process):
        yield told
    if not ask.asked and ask.sarif_file is None:
        yield _powers(process, places, budget)
    if ask.vary:
        yield _varied(process, found, ask, budget)
    if ask.repair:
        yield _repairs(process, found, case, ask, budget)


def _beyond(process: Process) -> Section | None:
    from foedus.process import not_followed

    told = not_followed(process.arrangement)
    return Section("not_followed", ["", f"Not looked at: {told}."], told) if told else None


def _powers(process: Process, places: Places, budget: Budget) -> Section:
    from foedus.loopholes import powers
    from foedus.views import powers_json, powers_told

    found = powers(process, patience=budget.share(1))
    lines = list(powers_told(process.arrangement, found))
    undecided = sum(power.outcome == "undecided" for power in found)
    return Section("powers", lines, powers_json(found, places), undecided)


def _repairs(
    process: Process, found: Sequence[Verdict], case: str, ask: Asked, budget: Budget
) -> Section:
    from foedus.loopholes import attempts
    from foedus.views import repair_overlays, repairs_json, repairs_told

    tried = attempts(process.arrangement, found, budget)
    lines = list(repairs_told(process.arrangement, tried))
    if ask.write_folder is not None:
        texts = repair_overlays(case, tried)
        lines += ["", *_written(process, found, texts, ask.write_folder)]
    return Section("repairs", lines, repairs_json(tried))


def _written(
    process: Process, found: Sequence[Verdict], texts: Mapping[str, str], folder: str
) -> Iterator[str]:
    """Write each overlay, read it back, lay it over and check again what the file makes."""
    from foedus.cli.edge import made_folder, take, write
    from foedus.loopholes import read_overlay, verdicts
    from foedus.process import Process as Changed

    path, before = made_folder(folder), {v.property.id for v in found if v.loopholes}
    asked = [verdict.property for verdict in found]
    for name, text in texts.items():
        write(path / name, text.rstrip("\n"))
        changed = read_overlay(take(str(path / name)), str(path / name), process.arrangement)
        after = {v.property.id for v in verdicts(Changed(changed), asked) if v.loopholes}
        closes, opens = sorted(before - after), sorted(after - before)
        yield (
            f"{path / name}: read back, it closes {', '.join(closes) or 'nothing'} and opens"
            f" {', '.join(opens) or 'nothing new'}"
        )


def _varied(process: Process, found: Sequence[Verdict], ask: Asked, budget: Budget) -> Section:
    from foedus.loopholes import varied
    from foedus.views import varied_json, varied_told

    a, asked = process.arrangement, [verdict.property for verdict in found]
    told = [
        varied(a, one, asked, bounds=bounds, most=ask.most, patience=budget.share(1))
        for one, bounds in _wanted(a, ask.vary)
    ]
    return Section(
        "varied", [line for one in told for line in varied_told(one)], list(map(varied_json, told))
    )


def _wanted(
    a: Arrangement, names: Sequence[str]
) -> Iterator[tuple[Parameter, tuple[int, int] | None]]:
    """Yield what is to be varied, each with its bounds where they are named: NAME=LOW:HIGH."""
    from foedus.cli.edge import stop
    from foedus.loopholes import named, parameters

    for asked in names:
        name, _, span = asked.partition("=")
        if name == "all" and not span:
            yield from ((one, None) for one in parameters(a))
            continue
        try:
            yield named(a, name), _bounds(span) if span else None
        except (KeyError, ValueError) as error:
            stop(f"--vary {asked}: {error.args[0]}")


def _bounds(span: str) -> tuple[int, int]:
    low, _, high = span.partition(":")
    if not (low.isdecimal() and high.isdecimal() and int(low) <= int(high)):
        raise ValueError(f"{span!r} is no range of whole numbers. Write LOW:HIGH, such as 1:30.")
    return int(low), int(high)
