"""What tells an entry: its name, else what it is there for, and never its id or a number."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest

from foedus.language import Arrangement, labels_of, plain, read
from foedus.language.shape import arranged

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "assessment"), str(TESTS / "loopholes")]
from days_drawn import draw as draw_days  # noqa: E402
from renaming import new_names, renamed, turned  # noqa: E402

TWINS = (TESTS / "deterrence" / "two-adversaries.yaml").read_text("utf-8")
NUMBERS = {"one": 1, "even": 0.5, "few": 0.1, "most": 0.9, "all": -1, "some_loss": -0.1}
NUMBERS |= {"grc": -0.6, "tur": -0.1, "loss": -0.2, "some": 0.05}


def twins(**numbers: float) -> Arrangement:
    """Two adversaries without a name that do as much, for the numbers."""
    words = {
        k: f"{{value: {v}, kind: assumed, because: one}}" for k, v in (NUMBERS | numbers).items()
    }
    return read(TWINS % words)


def labels(a: Arrangement) -> dict[tuple[str, ...], str]:
    return dict(labels_of(a).found)


def same_but_for(one: Any, other: Any, names: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the entries that have another label under other names."""
    return [
        key
        for key, label in one.items()
        if other[(key[0], *(names.get(part, part) for part in key[1:]))] != label
    ]


@pytest.mark.parametrize("seed", range(12))
def test_neither_ids_nor_order_change_what_an_entry_is(seed: int):
    file = plain(read(draw_days(seed)))
    names = new_names(file)
    anew = arranged(turned(renamed(file, names), random.Random(seed)))
    assert same_but_for(labels(arranged(file)), labels(anew), names) == []


def test_a_number_that_is_changed_changes_no_label():
    text = draw_days(3)
    assert labels(read(text.replace("P1D", "P2D"))) == labels(read(text))
    assert labels(twins(grc=-0.3, few=0.2)) == labels(twins())


def test_what_is_added_changes_no_other_label():
    more = plain(twins())
    more["norms"]["a"] = {"prohibition": "provoke", "bearer": ["CYP"], "label": "one more"}
    more["guarantees"]["z"] = more["guarantees"]["aid"] | {"label": "a second vow"}
    more["parties"]["AAA"] = {}
    more["stakes"]["TUR"].append(more["stakes"]["GBR"][1] | {"label": "more"})
    found, before = labels(arranged(more)), labels(twins())
    assert before.items() < found.items()


def test_options_share_what_the_file_tells_and_add_to_it():
    file = plain(twins())
    file["options"] = {
        "bare": {
            "label": "Bare",
            "changes": {"guarantees": None, "parties": {"CYP": {"name": "Cyprus"}}},
        },
        "more": {
            "label": "More",
            "changes": {
                "guarantees": {"vow": file["guarantees"]["aid"], "aid": None},
                "conduct": {
                    "GRC": {"acts": [{"act": "respect"}, {"act": "probe"}, {"act": "coup"}]}
                },
            },
        },
    }
    found, before = labels(arranged(file)), labels(twins())
    assert before.items() < found.items()
    new = [found[key] for key in found if key not in before]
    assert len(new) == 2
    assert not {*new} & {*before.values()}


def test_what_is_alike_but_for_a_number_is_told_by_it_and_not_by_its_id():
    a = twins()
    found, names = labels(a), {"GRC": "TUR", "TUR": "GRC", "coup": "land", "land": "coup"}
    assert found["parties", "GRC"] != found["parties", "TUR"]
    exchanged = arranged(renamed(plain(a), names))
    assert same_but_for(found, labels(exchanged), names) == []
