"""The language: a conditional security guarantee as one YAML file.

`read` and `read_file` turn text into a frozen `Arrangement` or report every problem with its place;
`option` lays one of its options over it, `read_as` a rival reading of a clause; `write` turns it
back; `json_schema` describes the file.
"""

from foedus.language.arrangement import Arrangement
from foedus.language.conditions import Condition
from foedus.language.problems import BadArrangementError, Problem
from foedus.language.quantities import Duration, Estimate
from foedus.language.reader import check_option, examined, option, read, read_file
from foedus.language.represented import Represented, represented
from foedus.language.rivals import Rivals, read_as, rivals
from foedus.language.schema import json_schema
from foedus.language.strength import is_duty, strength
from foedus.language.writer import write

__all__ = [
    "Arrangement",
    "BadArrangementError",
    "Condition",
    "Duration",
    "Estimate",
    "Problem",
    "Represented",
    "Rivals",
    "check_option",
    "examined",
    "is_duty",
    "json_schema",
    "option",
    "read",
    "read_as",
    "read_file",
    "represented",
    "rivals",
    "strength",
    "write",
]
