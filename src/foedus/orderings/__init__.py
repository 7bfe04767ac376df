"""Each option of an arrangement as a conflict: under which orderings is no attack stable?"""

from foedus.orderings.options import (
    STATUS_QUO,
    OptionConflict,
    OptionStability,
    option_conflict,
    option_stability,
)

__all__ = [
    "STATUS_QUO",
    "OptionConflict",
    "OptionStability",
    "option_conflict",
    "option_stability",
]
