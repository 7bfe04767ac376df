"""Each option of an arrangement as a conflict: under which orderings is no attack stable?"""

from foedus.orderings.options import (
    STATUS_QUO,
    OptionConflict,
    OptionStability,
    option_conflict,
    option_stability,
)
from foedus.orderings.stakes import FromStakes, Stakes, from_stakes

__all__ = [
    "STATUS_QUO",
    "FromStakes",
    "OptionConflict",
    "OptionStability",
    "Stakes",
    "from_stakes",
    "option_conflict",
    "option_stability",
]
