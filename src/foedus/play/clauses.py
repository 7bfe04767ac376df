"""Clauses as they are shown: what each is called, its article, and where it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.language import Arrangement, Places
from foedus.process import Change, Process


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause.

    Parameters
    ----------
    section, id
        The section of the file, and the id in it.
    label
        What it says in a few words; the id where the file has no label.
    article
        The articles that it is written in; empty where the file does not say.
    text
        What it says, quoted; empty where the file does not quote it.
    line
        Where it stands in the file.
    """

    section: str
    id: str
    label: str
    article: str
    text: str
    line: int


def clause(arrangement: Arrangement, places: Places, section: str, name: str) -> Clause:
    """Return a clause as it is shown."""
    entry: Any = getattr(arrangement, section).get(name)
    label = getattr(entry, "label", "") or getattr(entry, "name", "") or name
    article = ", ".join(getattr(entry, "article", ()))
    return Clause(
        section, name, label, article, getattr(entry, "text", ""), places.of((section, name))[0]
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that changes, in words.

    Parameters
    ----------
    on
        The day.
    what
        The change, a sentence without its full stop.
    because
        Why; empty where what was done says it.
    section, clause
        The clause it rests on; empty where there is none.
    article
        The article of that clause; empty where the file does not say.
    """

    on: str
    what: str
    because: str
    section: str
    clause: str
    article: str


def saying(process: Process, on: date, change: Change) -> Said:
    """Return a change as it is shown."""
    table: Any = getattr(process.arrangement, change.section, {}) if change.section else {}
    entry = table.get(change.clause) if change.clause else None
    article = ", ".join(getattr(entry, "article", ()))
    return Said(str(on), change.what, change.because, change.section, change.clause, article)
