"""Decisions: a small algebra of rules over ballots, and what follows from it exactly.

Rules and who votes what need no NumPy. What counts, samples or measures is loaded when it is asked
for, so that an arrangement can be read and played where there are no arrays.
"""

from typing import TYPE_CHECKING

from foedus.decisions.ballots import Ballot, BallotError
from foedus.decisions.blocs import merged
from foedus.decisions.bodies import Body, body, body_ids
from foedus.decisions.procedure import Stage, otherwise, then
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.specs import parse_rule, rule_schema, written_share
from foedus.decisions.written import rule_spec
from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.decisions.ballots import Chances, did_you_mean
    from foedus.decisions.blocking import (
        Blocking,
        blocking_groups,
        dummies,
        minimal_blocking,
        pivotal_members,
        single_vetoes,
    )
    from foedus.decisions.chances import chance, conditional_chances, pivotality
    from foedus.decisions.critical import deegan_packel, holler, johnston
    from foedus.decisions.days import Between, Days, Fixed
    from foedus.decisions.diagram import compile_rule
    from foedus.decisions.indices import Power, power
    from foedus.decisions.persuasion import persuade, persuade_to
    from foedus.decisions.procedure import Otherwise, Procedure, Then
    from foedus.decisions.procedure_wording import described, stage_lines
    from foedus.decisions.reporting import INDICES, UNITED, USUAL, Report, report
    from foedus.decisions.rules import AllOf, Not
    from foedus.decisions.sampling import estimated_chance, sampled_chance
    from foedus.decisions.sweep import outcome_chances
    from foedus.decisions.taking_effect import (
        ballot_members,
        ballot_names,
        chance_of_effect,
        effect,
    )
    from foedus.decisions.ternary import ballot_power
    from foedus.decisions.transform import put_to
    from foedus.decisions.unions import UnionPower, union_power
    from foedus.decisions.wording import named
else:
    __getattr__ = lazily(
        __name__,
        {
            "ballots": (
                "Chances",
                "did_you_mean",
            ),
            "blocking": (
                "Blocking",
                "blocking_groups",
                "dummies",
                "minimal_blocking",
                "pivotal_members",
                "single_vetoes",
            ),
            "chances": (
                "chance",
                "conditional_chances",
                "pivotality",
            ),
            "critical": (
                "deegan_packel",
                "holler",
                "johnston",
            ),
            "days": (
                "Between",
                "Days",
                "Fixed",
            ),
            "diagram": ("compile_rule",),
            "indices": (
                "Power",
                "power",
            ),
            "persuasion": (
                "persuade",
                "persuade_to",
            ),
            "procedure": (
                "Otherwise",
                "Procedure",
                "Then",
            ),
            "procedure_wording": ("described", "stage_lines"),
            "reporting": (
                "INDICES",
                "Report",
                "UNITED",
                "USUAL",
                "report",
            ),
            "rules": (
                "AllOf",
                "Not",
            ),
            "sampling": (
                "estimated_chance",
                "sampled_chance",
            ),
            "sweep": ("outcome_chances",),
            "taking_effect": (
                "ballot_members",
                "ballot_names",
                "chance_of_effect",
                "effect",
            ),
            "ternary": ("ballot_power",),
            "transform": ("put_to",),
            "unions": (
                "UnionPower",
                "union_power",
            ),
            "wording": ("named",),
        },
    )

__all__ = [
    "INDICES",
    "UNITED",
    "USUAL",
    "AllOf",
    "Ballot",
    "BallotError",
    "Between",
    "Blocking",
    "Body",
    "Chances",
    "Days",
    "Fixed",
    "Not",
    "Otherwise",
    "Power",
    "Procedure",
    "Report",
    "Rule",
    "RuleError",
    "Stage",
    "Then",
    "UnionPower",
    "ballot_members",
    "ballot_names",
    "ballot_power",
    "blocking_groups",
    "body",
    "body_ids",
    "chance",
    "chance_of_effect",
    "compile_rule",
    "conditional_chances",
    "deegan_packel",
    "described",
    "did_you_mean",
    "dummies",
    "effect",
    "estimated_chance",
    "holler",
    "johnston",
    "merged",
    "minimal_blocking",
    "named",
    "otherwise",
    "outcome_chances",
    "parse_rule",
    "persuade",
    "persuade_to",
    "pivotal_members",
    "pivotality",
    "power",
    "put_to",
    "report",
    "rule_schema",
    "rule_spec",
    "sampled_chance",
    "single_vetoes",
    "stage_lines",
    "then",
    "union_power",
    "written_share",
]
