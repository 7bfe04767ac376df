"""Decisions: a small algebra of rules over ballots, and what follows from it exactly."""

from foedus.decisions.ballots import Ballot, BallotError
from foedus.decisions.blocking import dummies, minimal_blocking, single_vetoes
from foedus.decisions.chances import chance, pivotality
from foedus.decisions.indices import Power, power
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.specs import parse_rule, rule_schema
from foedus.decisions.written import rule_spec

__all__ = [
    "Ballot",
    "BallotError",
    "Power",
    "Rule",
    "RuleError",
    "chance",
    "dummies",
    "minimal_blocking",
    "parse_rule",
    "pivotality",
    "power",
    "rule_schema",
    "rule_spec",
    "single_vetoes",
]
