"""Each rule of the process, broken, changes what is told of an arrangement that is named for it.

`mutants.py` breaks the rules one at a time: a deadline dropped, a default swapped, a veto gone.
The arrangements are the pinned ones of the catalogue, and those worked out by hand.
"""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path

import pytest
from mutants import MUTANTS
from ruamel.yaml import YAML
from test_worked_by_hand import ASKED, HEAD

from foedus.language import Arrangement, read
from foedus.language.nodes import parse
from foedus.language.overlay import overlaid
from foedus.loopholes import CATALOGUE, find_all
from foedus.process import Process, settling

HERE = Path(__file__).parent
BY_HAND = {kind: (name, body) for kind, name, body, _ in ASKED}
CAUGHT_BY = {
    "a deadline never comes": "good 09",
    "a sunset and a notice never run out": "due after the end",
    "a sunset comes a day late": "bad 12",
    "a notice runs a day longer": "the guarantor leaves alone",
    "the default on timeout is swapped": "bad 19",
    "what is for the deadline is decided before it": "decided at the deadline",
    "nothing was done in advance": "a vote cast in advance",
    "a no is final where it is not": "good 09",
    "a step needs nothing": "a step that waits for a finding",
    "a veto is forgotten": "bad 06",
    "a finding is not put on record": "one of two findings is idle",
    "what takes effect has no effect": "bad 20",
    "nothing survives an exit": "good 21",
    "everything survives an exit": "due after the end",
    "who has left is still there": "the guarantor leaves alone",
    "nobody is barred from leaving": "an exit that is barred",
    "a sunset cannot be tolled": "good 12",
    "what was superseded goes on": "superseded by a treaty of others",
    "a treaty waits for nothing but signatures": "bad 08",
    "a right is a duty": "bad 18",
    "a response needs no due date": "declared by a guarantor, late",
    "a guarantee is in force whatever holds": "answering costs what must hold",
    "a guarantee starts at once": "a start that is forbidden",
    "what was owed ends with its treaty": "struck again after the end",
    "every act is grave": "a breach below what is answered",
    "an act under way is never covered": "a late start that covers what goes on",
    "nothing is forfeited": "bad 10",
    "an attack has no case": "a norm towards the other victim",
    "one that declines frees nobody": "bad 35",
    "nothing is ever breached": "a norm towards the other victim",
    "a norm has no exception": "bad 33",
    "a norm binds whatever holds": "good 29",
    "an obligation is due at once": "a deed that needs what comes late",
    "what was not done in time is no breach": "a deed left undone need not be found",
    "a deed needs nothing": "a deed that needs what comes late",
    "nothing opens by itself": "the accuser finds, in a second procedure",
    "a procedure that lapsed never opens again": "good 02",
    "whoever opens needs no occasion": "good 08",
}
"""By which arrangement each mutant is caught: bad and good ones of a property, and worked ones."""


def pinned(name: str) -> tuple[Arrangement, str]:
    """Return an arrangement, and the property that is asked of it."""
    kind, _, number = name.partition(" ")
    if name in BY_HAND:
        asked, body = BY_HAND[name]
        return read(HEAD.format(title=name) + body), asked
    value = parse((HERE / "bad" / f"{number}.yaml").read_text("utf-8"), "bad")[0].value
    if kind == "good":
        cure = parse((HERE / "good" / f"{number}.yaml").read_text("utf-8"), "good")[0].value
        value = overlaid(value, cure)
    out = io.StringIO()
    YAML(pure=True).dump(value, out)
    return read(out.getvalue()), next(p.id for p in CATALOGUE.values() if p.number == int(number))


def told(case: Arrangement, name: str) -> str:
    return "\n".join(line for h in find_all(Process(case), [name]) for line in h.story)


def written(owner, attribute: str):
    """Return what stands under a name, as it is written there and not as it is read."""
    owners = owner.__mro__ if isinstance(owner, type) else (owner,)
    return next(one.__dict__[attribute] for one in owners if attribute in one.__dict__)


@pytest.mark.parametrize("name", list(MUTANTS))
def test_a_broken_rule_changes_what_is_told(monkeypatch, name: str):
    case, asked = pinned(CAUGHT_BY[name])
    expected = told(case, asked)
    owner, attribute, mutate = MUTANTS[name]
    broken = mutate(written(owner, attribute))
    monkeypatch.setattr(owner, attribute, broken)
    if owner is settling:
        for module in ("process", "effects", "legality"):
            target = import_module(f"foedus.process.{module}")
            if hasattr(target, attribute):
                monkeypatch.setattr(target, attribute, broken)
    assert told(case, asked) != expected
