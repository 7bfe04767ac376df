"""Small arrangements drawn at random in which many clocks run at once, for comparing days."""

from __future__ import annotations

import random

HEAD = """\
foedus: 1
title: Clocks drawn from {seed}
as_of: 2025-01-{as_of}
horizon: P{horizon}D
parties:
  LOW: {{role: beneficiary}}
  MAR: {{role: beneficiary}}
  UPL: {{role: adversary}}
  EST: {{role: adversary}}
  LGA: {{role: guarantor}}
  mission: {{role: monitor}}
conduct:
  UPL: {{towards: {targets}, acts: [{{act: comply}}, {{act: seize}}, {{act: attack}}{raze}]}}
  EST: {{towards: LOW, acts: [{{act: abide}}, {{act: raid{needs}}}]}}
norms:
  calm: {{prohibition: seize, bearer: UPL, towards: LOW, in: truce}}
  quiet: {{prohibition: raid, bearer: EST, towards: LOW}}
  debt: {{obligation: pay, bearer: LOW, when: {{{when}}}, within: P{due}D{keep}}}
deeds:
  pay: {{by: LOW{undo}}}
instruments:
  truce: {{parties: [LOW, UPL]{truce}}}
  pact: {{parties: [LOW, LGA{third}], status: {status}{pact}{accrued}}}
procedures:
  inquiry:
    opens: {{by: LOW, alleging: calm}}
    reopens: {reopens}
    steps:
{steps}
  second:
    opens: {{{opens}}}
    reopens: {again}
    steps: [{{act: close, by: mission, within: P{short}D{finish}}}]
{effect}guarantees:
  aid:
    owed_by: {owers}
    protects: {{state: LOW, territory: recognised}}
    against: UPL
    casus_foederis: {casus}
    response: defend
{clause}{within}
  help:
    owed_by: {owers}
    protects: {{state: {helped}, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
{help_within}
  shield:
    owed_by: LGA
    protects: {{state: LOW, territory: recognised}}
    against: EST
    casus_foederis: raid
    response: defend
    due_when: {{{shield}}}
{contest}"""
CONTEST = """\
contests:
  - {by: EST, act: raid,
     alone: {value: 0.5, kind: assumed, because: drawn},
     helped: {value: 0.5, kind: assumed, because: drawn}}
"""

# fmt: off
SMALL = (
    0, 3, 4, 5, 6, 8, 9, 13, 18, 19, 20, 21, 22, 24, 26, 27, 28, 29, 31, 34, 36, 38, 41, 43, 44,
    45, 47, 48, 50, 53, 55, 56, 57, 58, 60, 63, 64, 65, 67, 68, 69, 70, 71, 72, 73, 75, 76, 77,
    78, 79, 80, 86, 87, 88, 89, 91, 92, 93, 95, 97, 98, 99, 103, 105, 106, 107, 108, 109, 110,
    111, 115, 117, 120, 121, 123, 125, 126, 127, 129, 131, 132, 134, 136, 139, 143, 145, 148,
    149, 151, 152, 156, 159, 160, 161, 162, 164, 166, 167, 171, 172, 174, 177, 180, 187, 188,
    189, 191, 192, 194, 195, 196, 197, 199, 200, 202, 204, 205, 207, 208, 209, 210, 211, 212,
    216, 217, 219, 221, 222, 223, 224, 226, 227, 228, 229, 232, 233, 234, 235, 236, 240, 241,
    243, 245, 246, 248, 253, 254, 256, 257, 258, 259, 260, 262, 264, 265, 267, 268, 273, 274,
    275, 276, 277, 279, 282, 284, 285, 286, 287, 288, 289, 291, 292, 293, 294, 296, 297, 299,
    301, 302, 306, 307, 308, 309, 312, 313, 314, 316, 317, 320, 324, 325, 327, 328, 329, 330,
    333, 337, 338, 339, 340,
)
# fmt: on
"""The first two hundred seeds whose every day is looked at in half a second or less."""


def draw(seed: int, *, at_most: int = 5) -> str:
    """Return the text of an arrangement of a few days, with several deadlines at once.

    Followed for `at_most` days it differs from the one that is drawn in that alone.
    """
    rng = random.Random(seed)
    pick = rng.choice
    fight, third = rng.random() < 0.15, rng.random() < 0.4

    def ending(leavers: str) -> str:
        ends = [f"sunset: P{pick([1, 2, 3, 4])}D"] if rng.random() < 0.5 else []
        if ends and rng.random() < 0.4:
            ends.append(f"tolled_while: {{{pick(['open: inquiry', 'act: seize, by: UPL'])}}}")
        if rng.random() < 0.5:
            barred = pick(["", ", barred_while: {open: inquiry}"])
            ends.append(f"withdrawal: {{by: {leavers}, notice: P{pick([0, 1, 2, 3])}D{barred}}}")
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
        as_of=pick(["01", "01", "29"]),
        horizon=min(pick([3, 4, 5]), at_most),
        targets=pick(["[LOW, MAR]", "LOW", "LOW"]),
        raze=pick(["", ", {act: raze}"]),
        needs=", needs: P1D" if fight else "",
        when=pick(["in_force: pact", "ended: truce", "found: calm", "alleged: calm"]),
        due=pick([0, 1, 2]),
        keep=pick(["", ", keep: true"]),
        undo=pick(["", ", reversible: true"]),
        truce=ending("UPL"),
        third=", MAR" if third else "",
        status=pick(["in_force", "proposed"]),
        pact=ending("[LGA, LOW, MAR]" if third else "LGA"),
        accrued=pick(["", ", accrued: end"]),
        reopens=pick(["true", "false", "after_effect"]),
        steps="\n".join(steps),
        opens=pick(
            ["when: {done: inquiry}", "when: {ended: truce}", "by: LOW", "when: {lapsed: inquiry}"]
        ),
        again=pick(["true", "after_effect"]),
        short=pick([0, 1, 2]),
        finish=finish(),
        effect=pick(["", "", "    then: [{bring_into_force: pact}]\n"]),
        owers=pick(["LGA", "[LGA, MAR]"]),
        helped="LOW",
        casus=pick(["seize", "attack"]),
        clause=pick(
            [
                "    due_when: {all: [{open: second}, {ended: truce}]}",
                "    due_when: {found: calm}",
                "    in: truce",
                "    in: pact",
                "    in_force: {from: 2025-01-03}",
                "    in_force: {not: {open: inquiry}}",
                "    activates_when: {done: second}\n    covers_ongoing: true",
                "    forfeited_if: {breached: debt}",
            ]
        ),
        within=pick(["", "\n    within: P0D", "\n    within: P1D", "\n    within: P2D"]),
        help_within=pick(["    joint: true", "    within: P1D", "    within: P2D"]),
        shield=pick(
            [
                "done: second",
                "breached: debt",
                "noticed: truce",
                "found: calm",
                "overdue: aid",
                "overdue: help",
            ]
        ),
        contest=CONTEST if fight else "",
    )
