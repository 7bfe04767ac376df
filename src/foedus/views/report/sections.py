"""The sections of the report by number, and in which of them a figure is explained."""

from __future__ import annotations

import re

from foedus.assessment import Assessment
from foedus.figures import Figure
from foedus.views.provenance import SOLVED, Provenance, at_pointer
from foedus.views.report.numbers import anchor
from foedus.views.report.stances import voices

_TITLES = {
    "answer": "The answer",
    "whence": "Where these numbers come from",
    "options": "The options side by side",
    "stop": "Who can stop it",
    "clock": "How long it takes",
    "acts": "What each act meets",
    "deter": "What would have to be true for it to deter",
    "faults": "Faults in the text, the gravest first",
    "positions": "Who stood where, and what happened",
    "record": "What the record says",
    "assumptions": "Assumptions by weight",
    "method": "Method and limits",
    "again": "How to cite, and to compute it again",
    "sources": "Sources",
}


def sections(a: Assessment) -> dict[str, str]:
    """Return the titles of the sections that a report has, by id, in their order."""
    told = dict(_TITLES)
    if a.decision is None:
        del told["deter"]
    facts = a.arrangement.facts if a.arrangement else ()
    if not voices(a) and not any(one.date <= a.at for one in facts):
        del told["positions"]
    return told


def numbered(a: Assessment) -> dict[str, int]:
    """Return the number of each section, by id."""
    return {name: at for at, name in enumerate(sections(a), 1)}


_PLACES = (
    (r"(/options/\d+/pairs/\d+/(takes_effect|days_to_effect|clock/stages/\d+/day))", ""),
    (r"(/options/\d+/taken_as_given)/.*", ""),
    (r"(/options/\d+)/probe", "-lesser_acts"),
    (r"/options/\d+/pairs/\d+/(blockers|groups)", "stop"),
    (r"/options/\d+/pairs/\d+/(clock|cut)/.*", "clock"),
    (r"/options/\d+/(loopholes/\d+|undecided)", "faults"),
    (r"/decision/rows/\d+/switches/\d+/middle", "assumptions"),
    (r"(/decision/rows/[1-9]\d*)/.*", ""),
    (r"/decision/.*", "deter"),
    (r"/absent", "method"),
)
"""Where a figure is explained: its own place where a part of its pointer is kept, or a section."""


def place(pointer: str) -> str:
    """Return the place on the page where a figure of the JSON is explained.

    Examples
    --------
    >>> place("/options/1/pairs/0/takes_effect"), place("/options/1/pairs/0/blockers")
    ('f-options-1-pairs-0-takes_effect', 'stop')
    >>> place("/options/2/probe"), place("/decision/rows/3/switches/0/value")
    ('f-options-2-lesser_acts', 'f-decision-rows-3')
    """
    for pattern, beside in _PLACES:
        if found := re.fullmatch(pattern, pointer):
            kept = pattern.startswith("(")
            return anchor(found[1]) + beside if kept else beside
    return "acts"


def explained_in(a: Assessment, row: Provenance) -> list[tuple[int, str]]:
    """Return the sections that tell more of the numbers of a row, each with the place in it."""
    at, found = numbered(a), dict[int, str]()
    for pointer in row.pointers:
        where = place(pointer)
        found.setdefault(at[_section(where)], where)
    if _cites_positions(a, row):
        found.setdefault(at["positions"], "positions")
    if row.kind == SOLVED:
        found.setdefault(at["assumptions"], "assumptions")
    return sorted(found.items())


def _section(where: str) -> str:
    """Return the section in which a place is."""
    if where.startswith("f-options"):
        return "clock" if "-clock-" in where else "options"
    return "deter" if where.startswith("f-decision") else where


def _cites_positions(a: Assessment, row: Provenance) -> bool:
    """Say whether a number was worked out from what somebody said; the game is from its inputs."""
    if row.kind == SOLVED:
        return False
    said = {key for one in voices(a) for key in one.source}
    figures = (at_pointer(a, one) for one in row.pointers if one.startswith("/options/"))
    return any(said & set(f.sources) for f in figures if isinstance(f, Figure))


def told_in(a: Assessment, name: str) -> str:
    """Name a section by its number: `section 7`."""
    return f"section {numbered(a)[name]}"
