"""Small arrangements drawn at random in which many clocks run at once, for comparing days."""

from __future__ import annotations

import random

HEAD = """\
foedus: 1
title: Clocks drawn from {seed}
as_of: 2025-01-01
horizon: P{horizon}D
parties:
  LOW: {{role: beneficiary}}
  MAR: {{role: beneficiary}}
  UPL: {{role: adversary}}
  EST: {{role: adversary}}
  LGA: {{role: guarantor}}
  mission: {{role: monitor}}
conduct:
  UPL: {{towards: [LOW, MAR], acts: [{{act: comply}}, {{act: seize}}, {{act: attack}}]}}
  EST: {{towards: LOW, acts: [{{act: abide}}, {{act: raid}}]}}
norms:
  calm: {{prohibition: seize, bearer: UPL, towards: LOW, in: truce}}
  quiet: {{prohibition: raid, bearer: EST, towards: LOW}}
  debt: {{obligation: pay, bearer: LOW, when: {{{when}}}, within: P{due}D}}
deeds:
  pay: {{by: LOW}}
instruments:
  truce: {{parties: [LOW, UPL]{truce}}}
  pact: {{parties: [LOW, LGA], status: {status}{pact}}}
procedures:
  inquiry:
    opens: {{by: LOW, alleging: calm}}
    reopens: {reopens}
    steps:
{steps}
  second:
    opens: {{{opens}}}
    steps: [{{act: close, by: mission, within: P{short}D{finish}}}]
guarantees:
  aid:
    owed_by: LGA
    protects: {{state: LOW, territory: recognised}}
    against: UPL
    casus_foederis: {casus}
    response: defend
{clause}
  help:
    owed_by: LGA
    protects: {{state: MAR, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
  shield:
    owed_by: LGA
    protects: {{state: LOW, territory: recognised}}
    against: EST
    casus_foederis: raid
    response: defend
    due_when: {{{shield}}}
"""
OPENING = ("done: inquiry", "ended: truce", "lapsed: inquiry")


def draw(seed: int) -> str:
    """Return the text of an arrangement of a few days, with several deadlines at once."""
    rng = random.Random(seed)
    pick = rng.choice

    def ending() -> str:
        ends = [f"sunset: P{pick([1, 2, 3, 4])}D"] if rng.random() < 0.6 else []
        if ends and rng.random() < 0.4:
            ends.append(f"tolled_while: {{{pick(['open: inquiry', 'act: seize, by: UPL'])}}}")
        if rng.random() < 0.5:
            barred = pick(["", ", barred_while: {open: inquiry}"])
            ends.append(f"withdrawal: {{by: UPL, notice: P{pick([0, 1, 2, 3])}D{barred}}}")
        return "".join(f", {end}" for end in ends)

    def finish() -> str:
        return pick(
            [
                ", on_timeout: adopt",
                ", at_deadline: true, on_timeout: adopt",
                "",
                ", at_deadline: true",
            ]
        )

    number = pick([1, 2])
    steps = [
        f"      - {{act: hear, by: mission, within: P{pick([1, 2])}D, on_timeout: next,"
        f" on_block: next{pick(['', ', at_deadline: true'])}}}",
        f"      - {{act: report, by: mission, within: P{pick([0, 1, 2])}D, finds: calm{finish()}}}",
    ][-number:]
    return HEAD.format(
        seed=seed,
        horizon=pick([3, 4]),
        when=pick(["in_force: pact", "ended: truce", "found: calm"]),
        due=pick([0, 1, 2]),
        truce=ending(),
        status=pick(["in_force", "proposed"]),
        pact=ending(),
        reopens=pick(["true", "false"]),
        steps="\n".join(steps),
        opens=pick(
            ["when: {done: inquiry}", "when: {ended: truce}", "by: LOW", "when: {lapsed: inquiry}"]
        ),
        short=pick([0, 1, 2]),
        finish=finish(),
        casus=pick(["seize", "attack"]),
        clause=pick(
            [
                "    due_when: {all: [{open: second}, {ended: truce}]}",
                "    due_when: {found: calm}",
                "    in: truce",
                "    in_force: {from: 2025-01-03}",
                "    in_force: {not: {open: inquiry}}",
                "    activates_when: {done: second}\n    covers_ongoing: true",
                "    forfeited_if: {breached: debt}",
            ]
        ),
        shield=pick(["done: second", "breached: debt", "noticed: truce", "found: calm"]),
    )
