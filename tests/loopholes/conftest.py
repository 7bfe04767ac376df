"""Small arrangements drawn at random, for comparing one way of checking with another."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for `independent`, the encoding for clingo

TEMPLATE = """\
foedus: 1
title: Drawn from {seed}
as_of: 2025-01-01
horizon: P{horizon}D
parties:
  UKR: {{role: beneficiary}}
  RUS: {{role: adversary}}
  UNION: {{role: guarantor, members: [{members}]}}
  mission: {{role: monitor}}
bodies:
  COUNCIL: {{members: UNION, rule: {rule}}}
conduct:
  RUS:
    towards: UKR
    unbearable_from: {unbearable}
    acts: [{{act: comply}}, {{act: seize, needs: P1D}}, {{act: attack, needs: P2D}}]
  UKR:
    towards: RUS
    acts: [{{act: restrain}}, {{act: provoke}}]
instruments:
  deal: {{parties: [UKR, RUS]{sunset}{withdrawal}{tolled}}}
norms:
  no-attack: {{prohibition: {forbidden}, bearer: RUS, towards: UKR, in: deal{survives}{unless}}}
  no-force:
    {{prohibition: provoke, bearer: UKR, towards: RUS, in: deal, unless: {{act: seize, by: RUS}}}}
procedures:
  finding:
    in: deal{survives_block}
    opens: {{by: UKR, alleging: no-attack}}
    reopens: {reopens}
    steps: [{{act: report, by: {finder}, within: P{report}D, finds: no-attack{report_block}}}]
  accession:
    opens: {{when: {{{trigger}}}}}
    steps:
      - {{act: decide, by: COUNCIL{decide}}}
      - {{act: ratify, by: UNION, on_block: {block}{escrowed}}}
    then: [{{admit: UKR, to: UNION}}]
guarantees:
  defence:
    owed_by: UNION
    protects: {{state: UKR, territory: recognised}}
    against: RUS
    casus_foederis: {casus}
    response: {response}
{clauses}"""


def draw(seed: int) -> str:
    """Return the text of an arrangement with two or three members, a few days long."""
    rng = random.Random(seed)
    pick = rng.choice
    members = ["DNK", "EST", "FIN"][: pick([2, 3])]
    clauses = pick(
        [
            ["in_force: {member: UKR, of: UNION}"],
            ["in_force: {member: UKR, of: UNION}", "covers_ongoing: true"],
            ["due_when: {found: no-attack}"],
            ["due_when: {done: accession}", "in: deal"],
            ["activates_when: {done: accession}", "covers_ongoing: true"],
            [],
            ["in_force: {complied: no-attack}"],
        ]
    ) + pick([[], [], ["forfeited_if: {breached: no-force}"]])
    sunset = pick(["", "", ", sunset: P2D", ", sunset: P3D"])
    survives = pick(["", "", ", survives: [withdrawal]", ", survives: [withdrawal, sunset]"])
    return TEMPLATE.format(
        seed=seed,
        horizon=pick([3, 4]),
        members=", ".join(members),
        rule=pick(["consensus", "unanimity", "reverse_consensus", "{at_least: 2}", "majority"]),
        unbearable=pick(["seize", "attack"]),
        sunset=sunset,
        withdrawal=pick(["", ", withdrawal: {by: RUS}", ", withdrawal: {by: RUS, notice: P1D}"]),
        tolled=pick(["", ", tolled_while: {open: finding}"]) if sunset else "",
        forbidden=pick(["seize", "attack"]),
        survives=survives,
        survives_block=f"\n    {survives[2:]}" if survives else "",
        unless=pick(["", ", unless: {act: provoke, by: UKR}"]),
        reopens=pick(["true", "false"]),
        finder=pick(["mission", "COUNCIL"]),
        report=pick([1, 2]),
        report_block=pick(["", ", on_timeout: adopt"]),
        trigger=pick(["found: no-attack", "done: finding", "alleged: no-attack"]),
        decide=pick(["", ", within: P1D", ", within: P1D, on_timeout: adopt", ", on_block: hold"]),
        block=pick(["lapse", "hold"]),
        escrowed=pick(["", ", escrowed: true"]),
        casus=pick(["seize", "attack"]),
        response=pick(["defend", "defend", "right_only"]),
        clauses="\n".join(f"    {clause}" for clause in clauses) + "\n",
    )


@pytest.fixture(scope="session")
def draw_arrangement():
    """Return the function that draws an arrangement from a seed."""
    return draw
