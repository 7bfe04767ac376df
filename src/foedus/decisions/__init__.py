"""Decisions: a small algebra of rules over ballots, and what follows from it exactly.

Rules and who votes what need no NumPy. What counts, samples or measures is loaded when it is asked
for, so that an arrangement can be read and played where there are no arrays.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from foedus.decisions.ballots import Ballot, BallotError
from foedus.decisions.blocs import merged
from foedus.decisions.bodies import Body, body, body_ids
from foedus.decisions.procedure import Stage, otherwise, then
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.specs import parse_rule, rule_schema
from foedus.decisions.written import rule_spec

if TYPE_CHECKING:
    from foedus.decisions.blocking import (
        blocking_groups,
        dummies,
        minimal_blocking,
        pivotal_members,
        single_vetoes,
    )
    from foedus.decisions.chances import chance, pivotality
    from foedus.decisions.critical import deegan_packel, holler, johnston
    from foedus.decisions.indices import Power, power
    from foedus.decisions.persuasion import persuade, persuade_to
    from foedus.decisions.sampling import estimated_chance, sampled_chance
    from foedus.decisions.taking_effect import chance_of_effect, effect
    from foedus.decisions.ternary import ballot_power
    from foedus.decisions.unions import UnionPower, union_power

_LAZY = {
    "blocking_groups": "blocking",
    "dummies": "blocking",
    "minimal_blocking": "blocking",
    "pivotal_members": "blocking",
    "single_vetoes": "blocking",
    "chance": "chances",
    "pivotality": "chances",
    "deegan_packel": "critical",
    "holler": "critical",
    "johnston": "critical",
    "chance_of_effect": "taking_effect",
    "effect": "taking_effect",
    "Power": "indices",
    "power": "indices",
    "persuade": "persuasion",
    "persuade_to": "persuasion",
    "estimated_chance": "sampling",
    "sampled_chance": "sampling",
    "ballot_power": "ternary",
    "UnionPower": "unions",
    "union_power": "unions",
}

__all__ = [
    "Ballot",
    "BallotError",
    "Body",
    "Power",
    "Rule",
    "RuleError",
    "Stage",
    "UnionPower",
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
    "union_power",
]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'foedus.decisions' has no attribute {name!r}")
    return getattr(import_module(f"foedus.decisions.{_LAZY[name]}"), name)
