"""The language: a conditional security guarantee as one YAML file.

`read` and `read_file` turn text into a frozen `Arrangement` or report every problem with its place;
`option` lays one of its options over it, `read_as` a rival reading of a clause; `write` turns it
back; `json_schema` describes the file.
"""

from foedus.language.actors import Act, Party, RuleSpec, Source
from foedus.language.arrangement import Arrangement, Option, fronts_about
from foedus.language.bounds import out_of_bounds
from foedus.language.clauses import (
    Effect,
    Guarantee,
    Instrument,
    Norm,
    Procedure,
    Reading,
    Response,
    Step,
    leaves_alone,
)
from foedus.language.conditions import Condition
from foedus.language.countries import names_by_code
from foedus.language.judgements import Coercion, Contest, Force, Issue, Position, Stake, Stance
from foedus.language.labels import Labels, labels_of
from foedus.language.nodes import Document, Path, decoded, parse
from foedus.language.observation import Access, Intensity, Kind, Observation, Observed, Zone
from foedus.language.opinions import on_a_motion
from foedus.language.overlay import deletions_of_nothing, overlaid
from foedus.language.overriding import Replaced, Unheard, overridden, replaced, unheard
from foedus.language.places import Places
from foedus.language.problems import BadArrangementError, Problem, did_you_mean
from foedus.language.quantities import NO_TIME, Duration, Estimate, parse_date
from foedus.language.reader import aimed, check_option, examined, option, read, read_file
from foedus.language.references import SORTS
from foedus.language.represented import Represented, represented
from foedus.language.reserved import NATURE, OTHERS
from foedus.language.rivals import Rivals, read_as, rival_of, rivals
from foedus.language.schema import json_schema
from foedus.language.scoring import threatening
from foedus.language.sense import misjoined
from foedus.language.shape import arranged, load_shapes
from foedus.language.strength import is_duty, strength
from foedus.language.wording import case_told, condition, estimate, listed, stance_told
from foedus.language.writer import plain, write
from foedus.texts import Plural, agreeing

__all__ = [
    "NATURE",
    "NO_TIME",
    "OTHERS",
    "SORTS",
    "Access",
    "Act",
    "Arrangement",
    "BadArrangementError",
    "Coercion",
    "Condition",
    "Contest",
    "Document",
    "Duration",
    "Effect",
    "Estimate",
    "Force",
    "Guarantee",
    "Instrument",
    "Intensity",
    "Issue",
    "Kind",
    "Labels",
    "Norm",
    "Observation",
    "Observed",
    "Option",
    "Party",
    "Path",
    "Places",
    "Plural",
    "Position",
    "Problem",
    "Procedure",
    "Reading",
    "Replaced",
    "Represented",
    "Response",
    "Rivals",
    "RuleSpec",
    "Source",
    "Stake",
    "Stance",
    "Step",
    "Unheard",
    "Zone",
    "agreeing",
    "aimed",
    "arranged",
    "case_told",
    "check_option",
    "condition",
    "decoded",
    "deletions_of_nothing",
    "did_you_mean",
    "estimate",
    "examined",
    "fronts_about",
    "is_duty",
    "json_schema",
    "labels_of",
    "leaves_alone",
    "listed",
    "load_shapes",
    "misjoined",
    "names_by_code",
    "on_a_motion",
    "option",
    "out_of_bounds",
    "overlaid",
    "overridden",
    "parse",
    "parse_date",
    "plain",
    "read",
    "read_as",
    "read_file",
    "replaced",
    "represented",
    "rival_of",
    "rivals",
    "stance_told",
    "strength",
    "threatening",
    "unheard",
    "write",
]
