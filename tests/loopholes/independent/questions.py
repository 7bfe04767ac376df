"""The properties of the catalogue, asked of the graph that clingo grounds.

Each function is one formula of `docs/reference/loopholes`, written out over states and ways, and
returns what it finds at fault: clauses, members, or just that there is a fault. Nothing of
`foedus.loopholes` is called. `NOT_ASKED` names the properties that are left out, with the reason.
"""

from __future__ import annotations

from independent.answers import AnswersAsked
from independent.clauses import ClausesAsked
from independent.endings import EndingsAsked
from independent.records import RecordsAsked
from independent.starts import StartsAsked

NOT_ASKED = {
    "toothless-norm": "it is about the text: no clause reads a norm, which no play can show",
    "threshold-gap": "it is about the text: the rungs between two that the file names",
    "adversary-guarantor": "it is about the text: one name in two lists",
    "scope-gap": "it is about the text: the territory that the file names",
    "empty-assurance": "it is about the text: which clauses there are",
    "own-excuse": "not yet written for clingo",
    "judge-of-content": "not yet written for clingo",
    "void-if-declined": "nobody declines in the program",
    "unsettled-readings": "it is about the text: which readings there are",
}


class Asked(AnswersAsked, RecordsAsked, EndingsAsked, ClausesAsked, StartsAsked):
    """An arrangement, and every question that clingo is asked about it."""
