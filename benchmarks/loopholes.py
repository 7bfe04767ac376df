"""How checking grows with members, phases and deadlines; and clingo on the same question.

    python benchmarks/loopholes.py            the whole table, a minute or two
    python benchmarks/loopholes.py --quick    the case that the aims are stated for

The family: a peace deal of ten years that the adversary can leave, a finding, then an accession of
some phases each with a deadline, decided by all members in three classes with one named, then a
duty that binds on membership. Time is processor time for the whole catalogue and for the slowest
property, in this process after one warm-up; memory is the most that the process held. clingo is
asked two questions of the same family with a time step a day: can the accession take effect (yes),
and can it while one member stays away (no). The checker answers the same two for comparison.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.blocking import single_blockers
from foedus.loopholes.catalogue import examine
from foedus.process import Process

CODES = ["ALB", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA"]
CODES += ["GBR", "GRC", "HRV", "HUN", "ISL", "ITA", "LTU", "LUX", "LVA", "MKD", "MNE"]
CODES += ["NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "TUR", "USA"]


def family(members: int, phases: int, days: int) -> str:
    """Return the text of one arrangement of the family."""
    names = [*(f"M{n}" for n in range(members - 32)), *CODES][-members:]
    extra = "".join(
        f"  {n}: {{role: guarantor}}\n" for n in names if n.startswith("M") and n[1:].isdigit()
    )
    third = max(1, len(names) // 8)
    steps = "".join(
        f"      - {{act: phase {n}, by: UNION, within: P{days * n}D}}\n"
        for n in range(1, phases + 1)
    )
    return f"""\
foedus: 1
title: {members} members, {phases} phases
as_of: 2025-01-01
horizon: P11Y
parties:
  UKR: {{role: beneficiary}}
  RUS: {{role: adversary}}
  UNION:
    role: guarantor
    members: [{", ".join(names)}]
    classes:
      opposed: [{", ".join(names[:third])}]
      reluctant: [{", ".join(names[third : 3 * third])}]
  mission: {{role: monitor}}
{extra}conduct:
  RUS:
    towards: UKR
    unbearable_from: seize
    acts: [{{act: comply}}, {{act: seize, needs: P7D}}, {{act: attack, needs: P30D}}]
  UKR:
    towards: RUS
    acts: [{{act: restrain}}, {{act: provoke}}]
instruments:
  deal: {{parties: [UKR, RUS], sunset: P10Y, withdrawal: {{by: RUS, notice: P90D}}}}
norms:
  no-attack:
    {{prohibition: seize, bearer: RUS, towards: UKR, in: deal, unless: {{act: provoke, by: UKR}}}}
  no-force:
    {{prohibition: provoke, bearer: UKR, towards: RUS, in: deal, unless: {{act: seize, by: RUS}}}}
procedures:
  finding:
    in: deal
    opens: {{by: UKR, alleging: no-attack}}
    steps: [{{act: report, by: mission, within: P{days}D, finds: no-attack}}]
  accession:
    opens: {{when: {{found: no-attack}}}}
    steps:
{steps}    then: [{{admit: UKR, to: UNION}}]
guarantees:
  defence:
    owed_by: UNION
    protects: {{state: UKR, territory: recognised}}
    against: RUS
    casus_foederis: attack
    response: defend
    in_force: {{member: UKR, of: UNION}}
deeds:
  declare: {{by: {names[-1]}}}
"""


def checked(members: int, phases: int, days: int) -> tuple[float, float, str, int]:
    """Return seconds for the catalogue, for the slowest property, its name, and states."""
    process = Process(read(family(members, phases, days)))
    inquiry, slowest, states = Inquiry(process), (0.0, ""), 0
    begun = time.process_time()
    for name, asked in CATALOGUE.items():
        start = time.process_time()
        verdict = examine(inquiry, asked)
        slowest = max(slowest, (time.process_time() - start, name))
        states += verdict.states
        if not verdict.complete:
            print(f"  gave up: {name} after {verdict.states} states")
    return time.process_time() - begun, slowest[0], slowest[1], states


def encoding(members: int, phases: int, days: int) -> str:
    """Return the question of the family as a logic program with a time step a day."""
    last = days + sum(days * n for n in range(1, phases + 1))
    limits = "".join(f"within({n},{days * n}). " for n in range(1, phases + 1))
    return f"""
day(0..{last}). member(1..{members}). phase(1..{phases}). {limits}
1 {{ found(D) : day(D), D <= {days} }} 1.
open(1,D) :- found(D).
{{ yes(M,P) }} :- member(M), phase(P).
agreed(P) :- phase(P), {members} {{ yes(M,P) : member(M) }}.
1 {{ passed(P,D) : day(D), D >= O, D <= O + L }} 1 :- open(P,O), within(P,L), agreed(P).
open(P+1,D) :- passed(P,D), phase(P+1).
:- not passed({phases},D) : day(D).
"""


def asked_of_clingo(members: int, phases: int, days: int) -> tuple[float, list[bool]]:
    """Return clingo's seconds and its two answers."""
    import clingo

    begun, answers = time.process_time(), []
    for stays_away in ("", ":- yes(1,P)."):
        control = clingo.Control()
        control.add("base", [], encoding(members, phases, days) + stays_away)
        control.ground([("base", [])])
        answers.append(bool(control.solve().satisfiable))
    return time.process_time() - begun, answers


def asked_here(members: int, phases: int, days: int) -> tuple[float, list[bool]]:
    """Return the checker's seconds for the same two questions, and its answers."""
    inquiry = Inquiry(Process(read(family(members, phases, days))))
    begun = time.process_time()
    (threat,) = (t for t in inquiry.threats if t.by == "RUS")
    _, attacked = inquiry.attacked(threat, "attack")
    blocking = dict(single_blockers(inquiry, attacked, threat))
    return time.process_time() - begun, [bool(blocking), "USA" not in blocking]


def rows(quick: bool) -> Iterator[tuple[int, int, int]]:
    """Yield members, phases and days of the first deadline."""
    yield 32, 5, 30
    if quick:
        return
    yield from ((members, 5, 30) for members in (4, 8, 16, 64, 128, 200))
    yield from ((32, phases, 30) for phases in (1, 2, 3, 4, 6, 8))
    yield from ((32, 5, days) for days in (1, 7, 90))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Only the case of the aims.")
    quick = parser.parse_args().quick
    checked(4, 1, 3)
    print(
        "members phases days | catalogue s  slowest property s    states  MB |"
        " 2 questions: here s  clingo s  ratio  agree"
    )
    for members, phases, days in rows(quick):
        whole, slow, name, states = checked(members, phases, days)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        here, ours = asked_here(members, phases, days)
        theirs, answers = asked_of_clingo(members, phases, days)
        agree = "yes" if ours == answers else f"NO {ours} {answers}"
        print(
            f"{members:7} {phases:6} {days:4} | {whole:11.2f}  {slow:6.2f} {name:16} {states:6}"
            f" {memory:4} | {here:19.2f}  {theirs:8.2f}  {theirs / here:5.1f}  {agree}",
            flush=True,
        )


if __name__ == "__main__":
    main()
