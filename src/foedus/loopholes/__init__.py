"""Loopholes: a proof that a guarantee holds, or the shortest story in which it fails.

Each property of the catalogue is checked by searching every state of the process that bears on it.
A fault comes with a play that the process allows, so it replays; where none is found, none exists
over the abstraction that the verdict states.
"""

from foedus.loopholes.catalogue import Verdict, find_all, verdict, verdicts
from foedus.loopholes.forcing import Power, Side, powers
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.properties import CATALOGUE
from foedus.loopholes.property import Property
from foedus.loopholes.severity import GRADES, Grade, grade, ranked, severity
from foedus.loopholes.shared import Shared, shared

__all__ = [
    "CATALOGUE",
    "GRADES",
    "Grade",
    "Inquiry",
    "Loophole",
    "Power",
    "Property",
    "Shared",
    "Side",
    "Verdict",
    "find_all",
    "grade",
    "powers",
    "ranked",
    "severity",
    "shared",
    "verdict",
    "verdicts",
]
