"""Why leaving dodges nothing: it is said whose acts are grave, and whose are an answer."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

BAN = """\
foedus: 1
title: A ban on mines that the attacked may leave
as_of: 2031-01-01
horizon: P2Y
parties: {LTU: {name: Lithia}, UKR: {name: Ukra}, RUS: {name: Russland}, NOR: {name: Norland}}
conduct:
  RUS: {towards: [LTU, UKR], acts: [{act: rest}, {act: war}]WAR}
  UKR: {towards: TO, acts: [{act: abstain}, {act: mine}]}
instruments:
  ban: {parties: [LTU, UKR, NOR], withdrawal: {by: [LTU], notice: P6M}}
norms: {no-mines: {prohibition: mine, bearer: UKR, in: ban}}
"""


@pytest.mark.parametrize(
    ("to", "war", "missing"),
    [
        (
            "RUS",
            ", unbearable_from: war",
            "nothing can be left by Russland, and nobody else may act gravely:"
            " what is done to an attacker is an answer",
        ),
        (
            "NOR",
            ", unbearable_from: war",
            "nothing can be left by Russland and Ukra, and nobody else may act gravely",
        ),
        ("NOR", "", "nothing can be left by Ukra, and nobody else may act gravely"),
    ],
)
def test_it_is_said_whose_acts_are_grave(to: str, war: str, missing: str):
    """Ukra's mines break a norm: grave, but for what it does to the one that attacks it.

    Russland's war is grave where its ladder says so; nothing here forbids it. Lithia alone may
    leave, and has no acts.
    """
    text = BAN.replace("TO,", f"{to},").replace("WAR", war)
    found = verdict(Process(read(text)), CATALOGUE["withdrawal-dodge"])
    assert (found.outcome, found.missing) == ("does-not-apply", missing)


def test_without_a_grave_act_there_is_nothing_to_dodge():
    text = BAN.replace("TO,", "NOR,").replace("WAR", "")
    text = text[: text.index("norms:")]
    found = verdict(Process(read(text)), CATALOGUE["withdrawal-dodge"])
    assert found.missing == "nobody is said to act gravely against anybody"
