"""A number of the answer, and the sentence that tells it: what provenance is worked out from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from foedus.assessment import Assessment, OptionAssessment
from foedus.figures import Premise
from foedus.language import Source

COUNTED = "counted in the text"
SIMULATED = "computed in a simulation"
SOLVED = "computed in the game"
UNKNOWN = "not known"
NO_SOURCE = "none: the file cites nothing for it"
BY_AUTHORS = "by the file's authors"


class Asked(NamedTuple):
    """A sentence of the answer, of which option it is, and the sources as they are numbered."""

    a: Assessment
    known: Mapping[str, Source]
    option: OptionAssessment
    sentence: Mapping[str, Any]


class Number(NamedTuple):
    """One number of the answer.

    Parameters
    ----------
    pointer
        Where it stands in the JSON.
    text
        The number as the answer writes it.
    of, kind, rule, sources, rests_on
        As in `foedus.views.provenance.Provenance`.
    cites
        Ids of its sources; they are named where `sources` is empty.
    premises
        What it was worked out from, beside what `sources` says.
    how
        How it came about, a sentence each without its full stop, where the rule alone does not say.
    """

    pointer: str
    text: str
    of: str
    kind: str
    rule: str
    sources: str
    rests_on: str
    cites: tuple[str, ...] = ()
    premises: tuple[Premise, ...] = ()
    how: tuple[str, ...] = ()


def at_pointer(a: Assessment, pointer: str) -> Any:
    """Return what a pointer into the JSON leads to in the assessment; None where nothing does."""
    first, *parts = pointer.split("/")[1:]
    found: Any = list(a.options.values()) if first == "options" else getattr(a, first, None)
    for part in parts:
        name = "granted" if part == "taken_as_given" else part
        if part.isdigit() and isinstance(found, Sequence):
            found = found[int(part)] if int(part) < len(found) else None
        else:
            found = getattr(found, name, None)
    return found
