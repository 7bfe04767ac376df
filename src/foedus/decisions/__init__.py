"""Decisions: a small algebra of rules over ballots, and what follows from it exactly."""

from foedus.decisions.ballots import Ballot, BallotError
from foedus.decisions.blocking import (
    blocking_groups,
    dummies,
    minimal_blocking,
    pivotal_members,
    single_vetoes,
)
from foedus.decisions.blocs import merged
from foedus.decisions.bodies import Body, body, body_ids
from foedus.decisions.chances import chance, pivotality
from foedus.decisions.critical import deegan_packel, holler, johnston
from foedus.decisions.effect import chance_of_effect, effect
from foedus.decisions.indices import Power, power
from foedus.decisions.persuasion import persuade, persuade_to
from foedus.decisions.procedure import Stage, otherwise, then
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.sampling import estimated_chance, sampled_chance
from foedus.decisions.specs import parse_rule, rule_schema
from foedus.decisions.ternary import ballot_power
from foedus.decisions.timetable import timetable
from foedus.decisions.written import rule_spec

__all__ = [
    "Ballot",
    "BallotError",
    "Body",
    "Power",
    "Rule",
    "RuleError",
    "Stage",
    "ballot_power",
    "blocking_groups",
    "body",
    "body_ids",
    "chance",
    "chance_of_effect",
    "deegan_packel",
    "dummies",
    "effect",
    "estimated_chance",
    "holler",
    "johnston",
    "merged",
    "minimal_blocking",
    "otherwise",
    "parse_rule",
    "persuade",
    "persuade_to",
    "pivotal_members",
    "pivotality",
    "power",
    "rule_schema",
    "rule_spec",
    "sampled_chance",
    "single_vetoes",
    "then",
    "timetable",
]
