"""What somebody can do to end a guarantee ends it whatever others do on the ground."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import powers
from foedus.process import Process

TEXT = """\
foedus: 1
title: Forfeited by a missile without cause
as_of: 2025-11-20
horizon: P1Y
parties: {UKR: {}, RUS: {}, USA: {}}
conduct:
  RUS: {towards: UKR, acts: [{act: comply}, {act: strike, label: fires}, {act: march}]}
  UKR:
    towards: RUS
    acts: [{act: comply}, {act: missile, label: launches a missile}, {act: march, label: invades}]
guarantees:
  us:
    owed_by: USA
    protects: {state: UKR, territory: recognised}
    against: RUS
    casus_foederis: march
    response: defend
    forfeited_if: FORFEITED
"""
CAUSELESS = "{all: [{acted: missile, by: UKR}, {not: {acted: strike, by: RUS}}]}"
AS_BEFORE = ", if everybody else goes on as before on the ground"


@pytest.mark.parametrize(
    ("forfeited", "act", "said"),
    [
        (f"{{any: [{{acted: march, by: UKR}}, {CAUSELESS}]}}", "invades", ""),
        ("{acted: missile, by: UKR}", "launches a missile", ""),
        (CAUSELESS, "launches a missile", AS_BEFORE),
    ],
)
def test_an_act_that_another_can_make_harmless_is_not_how_it_is_forced(forfeited, act, said):
    """By hand: where Russia fires on that day too, the missile had a cause and forfeits nothing.

    An invasion forfeits it all the same; a missile does where no cause is asked. Where only the
    causeless missile forfeits, Ukraine can do so only as long as Russia does not fire, and that
    is said.
    """
    process = Process(read(TEXT.replace("FORFEITED", forfeited)))
    (found,) = [one for one in powers(process) if one.kind == "end"]
    assert found.said == f"'us' ends or is suspended before its time{said}"
    assert [(rule.who, rule.does) for rule in found.forced.how] == [
        ("UKR", f"go as far as this act: {act}")
    ]


BARRED = """\
foedus: 1
title: No notice takes effect in war
as_of: 2003-01-01
horizon: P3Y
parties: {VIC: {}, ADV: {}, G1: {}, G2: {}}
conduct: {ADV: {towards: VIC, acts: [{act: peace}, {act: attack}]}}
instruments:
  pact: {parties: [VIC, G1, G2], withdrawal: {by: [G1, G2], notice: P1M%s}}
guarantees:
  aid:
    owed_by: [G1, G2]
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: defend
    in: pact
"""


@pytest.mark.parametrize(
    ("bar", "said"), [(", barred_while: {act: attack, by: ADV}", AS_BEFORE), ("", "")]
)
def test_where_an_attack_bars_the_exit_it_is_said_that_others_go_on_as_before(bar: str, said: str):
    """By hand: G1 and G2 give notice, and ADV attacks before the month is over and stays at it:

    both are bound still. Where nothing bars the exit, they are free whatever ADV does.
    """
    (found,) = [one for one in powers(Process(read(BARRED % bar))) if one.kind == "end"]
    assert found.said == f"'aid' ends or is suspended before its time{said}"
    assert found.forced.together == ("G1 and G2",)
