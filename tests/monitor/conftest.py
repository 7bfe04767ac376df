"""Small arrangements and files for the monitor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from foedus.language import read
from foedus.monitor.before_after import Compared, compared
from foedus.monitor.comparable import basis
from foedus.monitor.findings import Survey, survey
from foedus.monitor.importing import Receipt, Said, ingest
from foedus.monitor.incident import canonical_json
from foedus.monitor.ledger import Ledger
from foedus.monitor.observers import all_access

STAMP = "2026-01-0{}T00:00:00.000000Z"
CASE = """
foedus: 1
title: A small truce
as_of: 2020-01-01
horizon: P10Y
parties: {A: {role: beneficiary}, B: {role: adversary}, M: {role: monitor}}
bodies: {COM: {members: [A, B, M], rule: consensus}}
conduct: {B: {towards: A, acts: [{act: comply}, {act: fire}]}}
instruments: {truce: {parties: [A, B]}}
observation:
  aliases: {A: [Alpha*], B: [Beta, Beta militia]}
  zones:
    box: {polygon: [[30, 40], [32, 40], [32, 42], [30, 42]]}
norms:
  no-fire:
    prohibition: fire
    bearer: B
    towards: A
    in: truce
    observed: {zones: box, actors: B, OBSERVED}
procedures:
  finding:
    opens: {by: A, alleging: no-fire}
    steps: [{act: report, by: COM, within: P3D, finds: no-fire}]
"""
HEADER = "id,date,date_end,time,kind,latitude,longitude,km,side_a,side_b,a_began"
HEADER += ",deaths,deaths_low,deaths_high,country,unit,place,weapon,kind_chance,note"


def case(observed: str = "kinds: [force]") -> str:
    return CASE.replace("OBSERVED", observed)


def row(id: object, date: str, /, **said: object) -> str:
    """One line of the plain format; a shot in the middle of the box unless said otherwise."""
    values: dict[str, object] = {
        "id": id,
        "date": date,
        "kind": "battle",
        "latitude": 41,
        "longitude": 31,
        "side_a": "Beta",
        "side_b": "Alpha army",
        "deaths": 1,
        **said,
    }
    return ",".join(str(values.get(name, "")) for name in HEADER.split(","))


def table(rows: Sequence[str]) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def compared_about(surveyed: Survey, on: date, window: int) -> list[Compared]:
    """What is compared of a norm's rows before and after a day, as the record itself bears it."""
    return compared(surveyed, basis(surveyed, on, window))


class Watch:
    """A ledger with its terms, for a test."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.arrangement = read(text)
        self.ledger = Ledger.start(path, text, "{}", STAMP.format(1))

    def ingest(self, file: Path, **options: object) -> Receipt:
        options.setdefault("recorded", STAMP.format(2))
        recorded = str(options.pop("recorded"))
        said = Said(recorded=recorded, **options)
        (receipt,) = ingest(self.ledger, file, said)
        return receipt

    def surveys(
        self, recorded: str = "9", access: Sequence[Mapping[str, object]] = ()
    ) -> list[Survey]:
        return survey(
            self.ledger,
            self.ledger.releases(recorded),
            self.arrangement,
            {},
            all_access(self.arrangement, access),
        )

    def written(self, recorded: str = "9") -> bytes:
        """All findings in their one written form, a JSON line each."""
        bodies = [f.body() for survey in self.surveys(recorded) for f in survey.findings]
        return "".join(f"{canonical_json(body)}\n" for body in bodies).encode(
            "utf-8", "surrogatepass"
        )


@pytest.fixture(autouse=True)
def _unbroken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may tell a width, at which lines would be broken."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def watching(tmp_path: Path) -> Callable[..., Watch]:
    """Start a watch, and read rows into it if any are given."""
    watches: list[Watch] = []

    def start(observed: str = "kinds: [force]", rows: Sequence[str] = (), name: str = "w") -> Watch:
        watch = Watch(tmp_path / f"{name}.ledger", case(observed))
        watches.append(watch)
        if rows:
            file = tmp_path / f"{name}.csv"
            file.write_text(table(rows))
            watch.ingest(file)
        return watch

    yield start
    for watch in watches:
        watch.ledger.close()
