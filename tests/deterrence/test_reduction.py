"""What is left out of a game changes no answer, on arrangements put together at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.casebook import text_of
from foedus.deterrence import compile as compiling
from foedus.deterrence.agenda import Agenda
from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import conduct
from foedus.deterrence.occasions import occasions_of
from foedus.language import option, read
from foedus.language.clauses import Withdrawal
from foedus.language.conditions import Condition
from foedus.language.judgements import Coercion, Stake
from foedus.language.quantities import Duration, Estimate
from foedus.process import Move, Process
from foedus.process.instants import next_instant

provoked, sabotaged = Condition(act="provoke", by="UKR"), Condition(act="sabotage", by="RUS")
unprovoked = Condition(not_=provoked)


def _varied(small, draw):
    """Return a small arrangement with clauses that read what the parties are doing now.

    With a third occasion a party can go back on what it did; procedures are then left out.
    """
    again = draw(st.booleans())
    a = option(small, "member" if again else draw(st.sampled_from(["none", "on-violation"])))
    norm = replace(
        a.norms["no-attack"],
        prohibition=draw(st.sampled_from(["sabotage", "attack"])),
        unless=draw(st.sampled_from([provoked, None])),
        while_=draw(st.sampled_from([None, unprovoked])),
        in_=draw(st.sampled_from([None, "peace-deal"])),
        survives=draw(st.sampled_from([(), ("withdrawal",)])),
    )
    notice = Duration(draw(st.sampled_from([0, 90])), "P90D")
    leaving = Withdrawal(by=("RUS",), notice=notice)
    deal = replace(a.instruments["peace-deal"], withdrawal=draw(st.sampled_from([leaving, None])))
    guarantees = {
        name: replace(
            g,
            casus_foederis=draw(st.sampled_from(["sabotage", "attack"])),
            forfeited_if=draw(st.sampled_from([None, provoked])),
            covers_ongoing=draw(st.booleans()),
        )
        for name, g in a.guarantees.items()
    }
    read_by_stake = draw(st.sampled_from([Condition(breached="no-attack"), sabotaged, provoked]))
    worth = Estimate(value=0.07, kind="assumed", because="an example")
    extra = Stake(label="extra", when=read_by_stake, worth=worth)
    voting = Stake(label="admission", when=Condition(member="UKR", of="NATO"), worth=worth)
    return replace(
        a,
        coercion={"RUS": _threat(worth, draw)} if draw(st.booleans()) else {},
        norms={"no-attack": norm},
        instruments={"peace-deal": deal},
        procedures={} if again else _chosen(a, draw),
        guarantees=guarantees,
        stakes={**a.stakes, "RUS": (*a.stakes["RUS"], extra), "BEL": (voting,)},
        occasions=tuple(Duration(day, f"P{day}D") for day in (0, 60, 120)[: 2 + again]),
        options={},
    )


def _threat(worth, draw):
    loss = replace(worth, value=-1.0)
    return Coercion(
        gives_in=worth,
        out_of_hand=worth,
        worth={"RUS": loss, "UKR": loss},
        threatening=draw(st.sampled_from([None, worth])),
    )


def _chosen(a, draw):
    """Return the procedures, in one of which a member may choose its vote."""
    if "accession" not in a.procedures or not draw(st.booleans()):
        return a.procedures
    invite, ratify = a.procedures["accession"].steps
    on_block = draw(st.sampled_from(["hold", "lapse"]))
    steps = (replace(invite, strategic=("BEL",), on_block=on_block), ratify)
    return {**a.procedures, "accession": replace(a.procedures["accession"], steps=steps)}


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_alike_situations_play_alike(small, fresh, data):
    a = _varied(small, data.draw)
    draws = Draws(5, seed=4)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiling.Reduction, "key", lambda _self, at: at)
        long = fresh(a)
    short = fresh(a)
    found = [conduct(g, g.chances.values(draws), 5, 20.0) for g in (short, long)]
    assert set(found[0]) == set(found[1])
    for name, row in found[0].items():
        np.testing.assert_allclose(row, found[1][name], atol=1e-12, err_msg=name)


CASES = [
    ("ukraine-2025", "as-proposed"),
    ("ukraine-2025", "pre-ratified-surviving-withdrawal"),
    ("unscr-2231-snapback", ""),
    ("sinai-1979", ""),
    ("minsk-2", ""),
]


@pytest.mark.parametrize(("case", "name"), CASES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_time_passes_as_from_instant_to_instant(case, name, data):
    process, agenda = _process(case, name)
    state = process.start
    for _ in range(data.draw(st.integers(0, 8))):
        state = process.after(state, data.draw(st.sampled_from(process.moves(state) or [None])))
        if state.day >= agenda.horizon:
            return
    day = data.draw(st.integers(state.day, agenda.horizon))
    assert agenda.until(state, day) == _step_by_step(process, state, day)


def _step_by_step(process, state, day):
    while state.day < day:
        upcoming = next_instant(process.clauses, state)
        state = process.after(state, Move("wait", until=min(day, upcoming)))
    return state


_PROCESSES = {}


def _process(case, name):
    if (case, name) not in _PROCESSES:
        whole = read(text_of(case))
        variant = option(whole, name) if name else whole
        _PROCESSES[case, name] = Process(variant), Agenda(Process(variant), occasions_of(whole))
    return _PROCESSES[case, name]


@pytest.mark.parametrize("last", [10, 40])
def test_when_notice_was_given_is_nothing_once_it_has_run_out(small, fresh, last):
    """Russia leaves on day 0 or on a later day; a year after the last notice both are one story."""
    game = fresh(option(small, "none"))
    process, agenda = game.play.process, game.play.agenda
    keys = []
    for day in (0, last):
        state = agenda.until(process.start, day)
        state = process.after(state, Move("withdraw", "RUS", "peace-deal"))
        later = agenda.until(state, 365 + last)
        assert later.record.instruments[0].ends != process.start.record.instruments[0].ends
        keys.append(game.reduction.key(agenda.start._replace(state=later, occasion=2)))
    assert keys[0] == keys[1]
