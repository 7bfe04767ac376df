"""What a question need not tell apart: other victims, and the months in which a notice falls."""

from __future__ import annotations

import pytest

from conftest import draw
from foedus.casebook import text_of
from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, inquiry
from foedus.loopholes.catalogue import examine
from foedus.loopholes.inquiry import Bad
from foedus.process import Process
from foedus.process.exploration import Explored, timed

MONTHS = """\
foedus: 1
title: Two of three may leave with six months' notice
as_of: 2025-01-01
horizon: P2Y
parties: {VAL: {}, KOR: {}, AAA: {}, BBB: {}}
conduct: {KOR: {towards: VAL, acts: [{act: comply}, {act: attack}]}}
instruments:
  pact: {parties: [VAL, AAA, BBB], withdrawal: {by: [VAL, AAA], notice: P6M}}
guarantees:
  aid:
    owed_by: AAA
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: attack
    response: defend
    in: pact
"""
ENOUGH = 5_000


def asked(name: str, *, most: int, soon: int):
    return examine(Inquiry(Process(read(MONTHS)), most, soon=soon), CATALOGUE[name])


@pytest.mark.parametrize("name", ["gap", "dead-end"])
def test_what_a_rough_search_decides_is_what_an_exact_one_does(name: str):
    """A notice is as long as its months are, so that exact days fall into hundreds of zones."""
    exact = asked(name, most=ENOUGH, soon=ENOUGH)
    assert exact.complete
    few = exact.states // 3
    assert asked(name, most=few, soon=few).outcome == "undecided"
    rough = asked(name, most=few, soon=100)
    assert rough.outcome == exact.outcome == ("holds" if name == "gap" else "fails")
    assert [h.story for h in rough.loopholes] == [h.story for h in exact.loopholes]


@pytest.mark.parametrize("case", ["cyprus-1960", "drawn 1", "drawn 3"])
def test_every_property_is_decided_alike_where_everything_is_looked_at_roughly(
    case: str, monkeypatch: pytest.MonkeyPatch
):
    """Of what a rough search holds some never comes about, so that no play is read off it."""
    process = Process(read(draw(int(case[6:])) if case.startswith("drawn") else text_of(case)))
    exact, rough = Inquiry(process, soon=10**9), Inquiry(process, soon=1)
    for prop in CATALOGUE.values():
        expected = examine(exact, prop)
        with monkeypatch.context() as patched:
            patched.setattr(timed, "_MANY", 1)
            found = examine(rough, prop)
        assert (found.outcome, len(found.loopholes)) == (expected.outcome, len(expected.loopholes))


def test_what_a_rough_search_alone_finds_is_not_known(monkeypatch: pytest.MonkeyPatch):
    """A rough search may hold what never comes about: only the exact one finds."""
    rough = Inquiry(Process(read(MONTHS)), ENOUGH, soon=100)
    seeds = rough.seeds(rough.threats[0])
    assert rough.graph(seeds, rough=True).rough
    assert rough.certain(seeds, lambda graph: "found" if graph.rough else None) is None
    assert rough.certain(seeds, lambda _: "found") == "found"
    everywhere = Inquiry(Process(read(MONTHS)), ENOUGH, soon=100)

    def judge(graph: Explored) -> Bad:
        return lambda _at, _state: True, graph.reaching(lambda _: False).outside

    assert everywhere.worst_case(seeds, judge) is not None
    monkeypatch.setattr(inquiry, "soonest_of", lambda begun, *_: (begun, None))
    assert everywhere.worst_case(seeds, judge) is None


def threatened(*victims: str) -> int:
    """Return how many states it takes to see that everybody threatened is answered for."""
    text = f"""\
foedus: 1
title: One threatens several
as_of: 2025-01-01
horizon: P2Y
parties: {{UPL: {{}}, LGA: {{}}, EST: {{}}, {", ".join(f"{v}: {{}}" for v in victims)}}}
conduct: {{UPL: {{towards: [{", ".join(victims)}], acts: [{{act: comply}}, {{act: attack}}]}}}}
instruments: {{pact: {{parties: [LGA, {victims[0]}, EST], withdrawal: {{by: LGA, notice: P9D}}}}}}
guarantees:
""" + "".join(
        f"""\
  for-{victim.lower()}:
    owed_by: LGA
    protects: {{state: {victim}, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
"""
        for victim in victims
    )
    found = examine(Inquiry(Process(read(text))), CATALOGUE["gap"])
    assert found.outcome == "holds"
    return found.states


def test_what_is_done_to_others_is_not_told_apart_where_nothing_reads_it():
    """Told apart, each victim more doubles what is looked at for each."""
    one = threatened("LOW")
    assert threatened("LOW", "MAR") == 2 * one
    assert threatened("LOW", "MAR", "ALB", "BEL") == 4 * one


RENEWED = """\
procedures:
  renewal:
    opens: {by: VAL}
    steps: [{act: agree, by: AAA}]
    then: [{bring_into_force: pact}]
"""


@pytest.mark.parametrize(
    ("more", "outcome"), [("", "does-not-apply"), (RENEWED, "fails")], ids=["once", "renewed"]
)
def test_what_can_bind_but_once_is_not_searched_for_a_second_start(more: str, outcome: str):
    text = MONTHS.replace("P6M}", "P6M}, sunset: P9D") + more
    found = examine(Inquiry(Process(read(text))), CATALOGUE["predates"])
    assert (found.outcome, found.states > 0) == (outcome, bool(more))
