"""The Security Council, whose rule resolution 2231, paragraph 11, turns round: who forces what."""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.language import option, read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, effect, row


@pytest.fixture(scope="module")
def snapback() -> Walk:
    case = read(text_of("unscr-2231-snapback"))
    return Walk(Process(option(case, "notice-2025")))


BREACH = Supposition(by="IRN", act="non_performance")


def test_nobody_alone_stops_the_return_of_sanctions_and_a_resolution_does(snapback: Walk):
    """To keep the relief takes nine votes and no veto: all five permanent members and four more."""
    returns = effect(snapback.process, "snapback")
    assert snapback.blockers(BREACH, returns) == ()
    (group,) = snapback.groups(BREACH, returns)
    assert sum(group.values()) == 9
    assert {m for m in group if m != "others"} == {"CHN", "FRA", "GBR", "RUS", "USA"}


@pytest.mark.parametrize(
    ("coalition", "forces"),
    [
        (["FRA"], True),  # gives notice, and vetoes whatever would keep the relief
        (["GBR"], True),
        (["DEU"], False),  # may give notice, but has no vote in the Council of 2025
        (["DEU", "RUS"], True),  # notice by the one, the veto of the other
        (["DEU", "DNK"], False),  # no veto between them
        (["RUS", "CHN"], False),  # neither may give notice
        (["IRN"], False),
    ],
)
def test_who_brings_sanctions_back_whatever_the_others_do(snapback: Walk, coalition, forces):
    assert snapback.forces(BREACH, effect(snapback.process, "snapback"), coalition) is forces


def test_sanctions_return_thirty_days_after_the_notice(snapback: Walk):
    (due,) = row(snapback, BREACH).effects
    assert (due.clause, due.day) == ("snapback", 30)
