"""What `foedus deter` shows and writes, once the options are solved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from foedus.cli.edge import deliver, deliver_json, repeated, screen, write

if TYPE_CHECKING:
    from foedus.deterrence import (
        Anchored,
        Box,
        Claims,
        Decision,
        Deterrence,
        RegimeMap,
        Reputation,
        Sensitivities,
    )
    from foedus.language import Replaced, Unheard


class Files(NamedTuple):
    """Where figures go, where that was asked for: of each draw, of the table, JSON and a map."""

    json: str | None
    csv: str | None
    table: str | None
    svg: str | None
    html: str | None = None


class Beyond(NamedTuple):
    """What was asked for beyond the table."""

    tried: Claims | None = None
    again: Mapping[str, Reputation] | None = None
    boxes: Mapping[str, Box | None] | None = None
    indices: Mapping[str, Sensitivities] | None = None
    maps: Mapping[str, RegimeMap] | None = None
    rate: Anchored | None = None

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        whole: dict[str, object] = {}
        if self.tried is not None:
            whole["rivals"] = self.tried.as_json()
        if self.rate is not None:
            whole["base_rate"] = self.rate.as_json()
        for name, told in (
            ("episodes", self.again),
            ("boxes", self.boxes),
            ("sensitivity", self.indices),
            ("maps", self.maps),
        ):
            if told is not None:
                whole[name] = {key: one.as_json() if one else None for key, one in told.items()}
        return whole

    def told(self, found: Deterrence, *, drawn: bool) -> Iterator[str]:
        """Yield its lines."""
        from foedus.views import deterring_claims, deterring_further

        if self.tried is not None:
            yield from deterring_claims.claimed(found, self.tried)
        if self.again is not None:
            yield from deterring_further.again(found, self.again)
        if self.boxes is not None:
            yield from deterring_further.boxes(found, self.boxes)
        if self.indices is not None:
            yield from deterring_further.sensitivity(found, self.indices)
        if self.maps is not None and not drawn:
            yield from deterring_further.maps(found, self.maps)


def pool(
    solved: Mapping[str, Deterrence],
    tolerance: float,
    json_file: str | None,
    replaced: Mapping[str, tuple[Replaced | Unheard, ...]],
) -> None:
    """Show several analysts' answers side by side, and pooled."""
    from foedus.deterrence import decision, pooled
    from foedus.views import deterring_anchored

    together = pooled(solved)
    if json_file is not None:
        tables = {name: decision(found, tolerance).as_json() for name, found in solved.items()}
        whole = {"pooled": together.as_json(), "decisions": tables}
        deliver_json({**whole, "replaced": _plain(replaced)}, json_file)
    if screen():
        lost = _wrapped(_lost(solved, replaced))
        click.echo("\n".join([*lost, *deterring_anchored.pooled(together)]))


def _lost(
    solved: Mapping[str, Deterrence], replaced: Mapping[str, tuple[Replaced | Unheard, ...]]
) -> list[str]:
    """Say what files of stakes leave out of the case."""
    from foedus.views import deterring_anchored

    a = next(iter(solved.values())).nothing.arrangement
    return [line for file in replaced.items() for line in deterring_anchored.replaced(a, *file)]


def _plain(
    replaced: Mapping[str, tuple[Replaced | Unheard, ...]],
) -> dict[str, list[dict[str, object]]]:
    return {name: [one._asdict() for one in lists] for name, lists in replaced.items()}


def _wrapped(sentences: Iterable[str]) -> list[str]:
    from foedus.views import deterring

    return [line for sentence in sentences for line in deterring.told(sentence)]


def _rows(file: str, rows: Iterable[str]) -> None:
    """Print the rows of a table, where `file` is ``-``; else write them there."""
    if file == "-":
        click.echo("\n".join(rows))
    else:
        write(file, rows)


_MOVES = ("options", "vary", "draws", "seed", "precision", "contest", "honour", "at", "stakes")
"""The options on which the figures hang."""


def show(
    found: Deterrence,
    tolerance: float,
    asked: Beyond,
    why: str | None,
    files: Files,
    replaced: Mapping[str, tuple[Replaced | Unheard, ...]],
) -> None:
    """Write the files asked for, and show the screen unless one of them is standard output."""
    from foedus.deterrence import bottom_line, decision, notices

    table = decision(found, tolerance)
    plain = table.as_json()
    plain["bottom_line"] = sentences = bottom_line(plain)
    lost = _lost({"": found}, replaced)
    told = [*lost, *notices(found.nothing.arrangement)]
    _written(found, table, asked, files)
    if files.html is not None:
        from foedus.views import deterring_html

        again = repeated(click.get_current_context().params["case"], _MOVES)
        deliver(deterring_html(found, table, sentences, told, again), files.html)
    if files.json is not None:
        whole = {**found.as_json(), "decision": plain, **asked.as_json(), "notices": told}
        whole |= {"replaced": _plain(replaced)} if replaced else {}
        deliver_json({**whole, **_more(found, why)}, files.json)
    if screen():
        lines = _screen(found, table, sentences, asked, why)
        drawn = files.svg is not None
        click.echo("\n".join([*_wrapped(lost), *lines, *asked.told(found, drawn=drawn)]))


def _more(found: Deterrence, why: str | None) -> dict[str, object]:
    """Return what stands in the JSON beside the table."""
    from foedus.deterrence import knowing, reversals

    whole: dict[str, object] = {"knowing": [one._asdict() for one in knowing(found)]}
    if why is not None:
        whole["why"] = {"option": why, "story": list(found.options[why].because)}
    turned = [one._asdict() for one in reversals(found)]
    return whole | ({"reversals": turned} if turned else {})


def _written(found: Deterrence, table: Decision, asked: Beyond, files: Files) -> None:
    """Write the tables and the map asked for."""
    if files.csv is not None or files.table is not None:
        from foedus.views import deterring_csv

        if files.csv is not None:
            _rows(files.csv, deterring_csv.each_draw(found))
        if files.table is not None:
            _rows(files.table, deterring_csv.figures(table))
    if files.svg is not None and asked.maps is not None:
        from foedus.views import regimes_svg

        ((name, one),) = asked.maps.items()
        deliver(regimes_svg(one, found.options[name].label), files.svg)


def _screen(
    found: Deterrence, table: Decision, sentences: Sequence[str], asked: Beyond, why: str | None
) -> Iterator[str]:
    """Yield the lines of the table, or of the story of one option in its place."""
    from foedus.deterrence import knowing, reversals
    from foedus.views import beside, deterrence_screen, deterring, deterring_anchored

    if why is not None:
        for scene in found.options[why].because:
            yield from deterring.told(scene)
    else:
        yield from deterrence_screen(table, sentences)
        yield from deterring_anchored.knowing(knowing(found), table)
    if asked.rate is not None:
        yield from deterring_anchored.anchored(table, asked.rate)
    if why is None:
        yield from beside(found, reversals(found))
