"""Typed ids: which section of the file a name must be declared in.

A key whose type is one of these is checked wherever it stands; nothing else need know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_type_hints

SOMEONE = "someone"
"""Stands for parties, bodies and members together."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a name, or several, as ids of a section.

    Parameters
    ----------
    section
        The section, or `SOMEONE`.
    """

    section: str

    @property
    def sort(self) -> str:
        """What an id of the section is called in a message."""
        return _SORTS[self.section]


_SORTS: Mapping[str, str] = {
    SOMEONE: "party, body or member",
    "conduct": "party with a ladder",
    "deeds": "deed",
    "guarantees": "guarantee",
    "instruments": "instrument",
    "norms": "norm",
    "procedures": "procedure",
    "sources": "source",
}
PartyId = Annotated[str, Ref(SOMEONE)]
"""A party, a body or a member."""
LadderId = Annotated[str, Ref("conduct")]
"""A party that has a ladder of acts."""
DeedId = Annotated[str, Ref("deeds")]
GuaranteeId = Annotated[str, Ref("guarantees")]
InstrumentId = Annotated[str, Ref("instruments")]
NormId = Annotated[str, Ref("norms")]
ProcedureId = Annotated[str, Ref("procedures")]


@cache
def refs(shape: type) -> Mapping[str, Ref]:
    """Return the attributes of a dataclass that hold ids, with the section of each.

    Examples
    --------
    >>> from foedus.language.conditions import Condition
    >>> refs(Condition)["done"].section
    'procedures'
    """
    hints = get_type_hints(shape, include_extras=True)
    found = {name: _ref(hint) for name, hint in hints.items()}
    return {name: ref for name, ref in found.items() if ref is not None}


def _ref(hint: Any) -> Ref | None:
    """Return the mark on a type, or on what a union makes optional."""
    marks = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Ref)]
    if marks:
        return marks[0]
    if hasattr(hint, "__metadata__"):
        return None
    return next((ref for part in get_args(hint) if (ref := _ref(part)) is not None), None)
