"""No figure hangs on the order of a file, on what parties are called, or on the label `role`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from foedus.deterrence import deter
from foedus.deterrence.sides import adversaries_of, in_words
from foedus.language import BadArrangementError, read

TWO = Path(__file__).with_name("two-adversaries.yaml").read_text("utf-8")


def number(value, span=0.0):
    wide = f"low: {value - span:g}, high: {min(value + span, 1):g}" if span else f"value: {value}"
    return f"{{{wide}, kind: assumed, because: an example}}"


def written(grc=-0.6, tur=-0.1, loss=-0.2, some=0.05, span=0.0):
    numbers = {"one": 1, "even": 0.5, "few": 0.1, "most": 0.9, "all": -1, "some_loss": -0.1}
    numbers |= {"grc": grc, "tur": tur, "loss": loss, "some": some}
    return TWO % {name: number(value, span) for name, value in numbers.items()}


def turned(value, order):
    """Return the same with every map, and every list whose order says nothing, reordered."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: hash((str(key), order)))
        return {key: turned(value[key], order) for key in keys}
    if isinstance(value, list) and not (isinstance(value[0], dict) and "act" in value[0]):
        says = isinstance(value[0], str) and value[0].startswith("P0")  # the occasions
        return [turned(one, order) for one in value][:: -1 if order % 2 and not says else 1]
    return value


def renamed(value, names):
    if isinstance(value, dict):
        return {renamed(key, names): renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(one, names) for one in value]
    return names.get(value, value)


def figures(data, back=None, draws=1):
    """Return every figure of the decision table and of the answers, by what it is about."""
    back = back or {}
    arrangement = read(json.dumps(data, default=str))
    found = deter(arrangement, draws=draws, break_evens=())
    told = {}
    for by, of in found.answers.items():
        for one in (found.baselines[by], *of.values()):
            who, plain = back.get(by, by), one.as_json()
            for name in ("attack", "best", "limit", "reassurance", "signed", "entrapment"):
                told[who, one.label == arrangement.title, name] = plain[name]["value"]
            for name in ("values", "signs", "acts"):
                for key, figure in plain[name].items():
                    told[who, one.label == arrangement.title, name, back.get(key, key)] = figure[
                        "value"
                    ]
    return told


def same(one, other):
    assert one.keys() == other.keys()
    for key, value in one.items():
        assert value == pytest.approx(other[key], abs=1e-9), key


@settings(max_examples=6, deadline=None)
@given(
    grc=st.sampled_from([-0.6, -0.3]),
    tur=st.sampled_from([-0.1, -0.5]),
    loss=st.sampled_from([-0.2, 0.3]),
    order=st.integers(0, 1000),
    span=st.sampled_from([0.0, 0.04]),
)
def test_neither_order_nor_names_change_a_figure(grc, tur, loss, order, span):
    data = YAML(typ="safe").load(written(grc, tur, loss, span=span))
    expected = figures(data, draws=20)
    same(figures(turned(data, order), draws=20), expected)
    names = {"GRC": "ZZZ", "TUR": "AAA", "CYP": "MMM", "GBR": "USA", "USA": "GBR", "aid": "zz"}
    back = {new: old for old, new in names.items()}
    same(figures(renamed(data, names), back, draws=20), expected)


def test_roles_change_no_figure_where_the_clauses_tell_who_may_attack():
    data = YAML(typ="safe").load(written())
    labelled = {**data, "parties": {p: {"role": "adversary"} for p in data["parties"]}}
    same(figures(labelled), figures(data))


def test_both_that_may_attack_choose_on_one_day_in_an_order_that_is_drawn():
    arrangement = read(written())
    assert adversaries_of(arrangement) == ("GRC", "TUR")
    assert in_words(arrangement) == (
        "Before all else each of these signs or refuses, in an order drawn evenly: CYP; GRC; TUR. "
        "Choices on each occasion (at the start and after 60 days): first CYP, then GRC and TUR "
        "(in an order drawn evenly), having seen what went before."
    )


def test_an_agenda_in_the_file_says_who_moves_before_whom():
    rows = []
    for order in ([["GRC"], ["TUR"]], [["TUR"], ["GRC"]], [["CYP"], ["TUR", "GRC"]], []):
        data = YAML(typ="safe").load(written(grc=-0.3, tur=-0.7))
        figure = figures(data | {"agenda": order, "occasions": ["P0D"]})
        rows.append(np.array([figure["GRC", True, "values", p] for p in ("GRC", "TUR", "CYP")]))
    one, other, both, left_out = rows
    assert abs(one - other).max() > 1e-6
    np.testing.assert_allclose(both, left_out, atol=1e-12)


def test_a_party_named_twice_in_the_agenda_is_refused():
    data = YAML(typ="safe").load(written())
    data["agenda"] = [["CYP", "GRC"], ["GRC", "TUR"]]
    with pytest.raises(BadArrangementError, match="chooses once on an occasion"):
        read(json.dumps(data, default=str))


def test_what_is_asked_after_other_acts_of_one_day_is_said_to_come_after_them():
    """By hand: conduct ranks before what is signed, and that before deeds, on one day of a replay.

    So whoever is bound by its deed sees first what others did that day; only acts of one kind are
    drawn for. A file that gives the deed a day of its own lets it come first.
    """
    text = (
        "foedus: 1\ntitle: chicken\nas_of: 2025-01-01\nhorizon: P1Y\n"
        "parties: {D: {name: Dorland}, G: {name: Gorland}, A: {role: adversary, name: Arland}}\n"
        "conduct:\n  D: {acts: [{act: restrain}, {act: provoke}]}\n"
        "  A: {towards: D, acts: [{act: comply}, {act: attack}]}\n"
        "deeds: {vow: {by: G}}\noccasions: [P0D]\n"
    )
    before = "Choices on each occasion (at the start): first "
    last = "then Arland, having seen what went before."
    assert in_words(read(text)) == (
        f"{before}the acts of Dorland, then the deeds of Gorland, {last}"
    )
    both = text.replace("deeds: {", "deeds: {stay: {by: D}, ")
    drawn = "the deeds of Dorland and Gorland (in an order drawn evenly)"
    assert in_words(read(both)) == f"{before}the acts of Dorland, then {drawn}, {last}"
    alone = both.replace("by: G", "by: D")
    assert in_words(read(alone)) == f"{before}Dorland, {last}"
    signed = text + "instruments: {pact: {parties: [G, D], status: proposed}}\n"
    assert in_words(read(signed)) == (
        f"{before}the acts of Dorland, then the signing of Dorland and Gorland (in an order drawn"
        f" evenly), then the deeds of Gorland, {last}"
    )
    opened = text + "procedures: {join: {opens: {by: D}, steps: [{act: admit, by: G}]}}\n"
    assert in_words(read(opened)).endswith(
        f"{last} Who may open a procedure is asked after all of these."
    )
    own = text + "agenda: [[G], [D], [A]]\n"
    assert in_words(read(own)) == f"{before}Gorland, then Dorland, {last}"
