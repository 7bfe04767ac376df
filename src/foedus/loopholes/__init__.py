"""Loopholes: a proof that a guarantee holds, or the shortest story in which it fails.

Each property of the catalogue is checked by searching every state of the process that bears on it.
A fault comes with a play that the process allows, so it replays; where none is found, none exists
over the abstraction that the verdict states.
"""

from typing import TYPE_CHECKING

from foedus.faces import lazily
from foedus.loopholes.catalogue import (
    Faults,
    Verdict,
    checking,
    faults,
    find_all,
    verdict,
    verdicts,
)
from foedus.loopholes.forcing import Power, Side, powers
from foedus.loopholes.inquiry import Inquiry, Patience
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.properties import CATALOGUE
from foedus.loopholes.property import Property
from foedus.loopholes.resting import needed_procedures
from foedus.loopholes.severity import GRADES, Grade, grade, ranked, severity
from foedus.loopholes.shared import Shared, shared

if TYPE_CHECKING:
    from foedus.loopholes.alignment import aligned
    from foedus.loopholes.comparison import Comparison, compare, comparing
    from foedus.loopholes.export import event_file, events
    from foedus.loopholes.needed import explained
    from foedus.loopholes.overlays import overlay_text, read_overlay
    from foedus.loopholes.parametric import Parameter, named, parameters
    from foedus.loopholes.repair import Repair, attempts, repairs
    from foedus.loopholes.story import Line, Path
    from foedus.loopholes.varying import Span, Varied, varied
    from foedus.loopholes.written import read_properties
else:
    __getattr__ = lazily(
        __name__,
        {
            "alignment": ("aligned",),
            "comparison": (
                "Comparison",
                "compare",
                "comparing",
            ),
            "export": (
                "event_file",
                "events",
            ),
            "needed": ("explained",),
            "overlays": (
                "overlay_text",
                "read_overlay",
            ),
            "parametric": (
                "Parameter",
                "named",
                "parameters",
            ),
            "repair": (
                "Repair",
                "attempts",
                "repairs",
            ),
            "story": (
                "Line",
                "Path",
            ),
            "varying": (
                "Span",
                "Varied",
                "varied",
            ),
            "written": ("read_properties",),
        },
    )

__all__ = [
    "CATALOGUE",
    "GRADES",
    "Comparison",
    "Faults",
    "Grade",
    "Inquiry",
    "Line",
    "Loophole",
    "Parameter",
    "Path",
    "Patience",
    "Power",
    "Property",
    "Repair",
    "Shared",
    "Side",
    "Span",
    "Varied",
    "Verdict",
    "aligned",
    "attempts",
    "checking",
    "compare",
    "comparing",
    "event_file",
    "events",
    "explained",
    "faults",
    "find_all",
    "grade",
    "named",
    "needed_procedures",
    "overlay_text",
    "parameters",
    "powers",
    "ranked",
    "read_overlay",
    "read_properties",
    "repairs",
    "severity",
    "shared",
    "varied",
    "verdict",
    "verdicts",
]
