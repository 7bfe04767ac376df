"""Decisions: a small algebra of rules over ballots, and what follows from it exactly."""

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.specs import parse_rule, rule_spec

__all__ = ["Ballot", "Rule", "RuleError", "parse_rule", "rule_spec"]
