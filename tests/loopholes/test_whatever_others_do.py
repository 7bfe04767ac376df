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
