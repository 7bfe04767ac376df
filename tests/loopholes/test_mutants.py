"""The pinned stories notice when the semantics is wrong.

Each mutant is one rule of the process, broken: a deadline dropped, a default swapped, a veto
forgotten. At least one pinned story, or one pinned cure, must come out differently.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from foedus.language import Arrangement, read
from foedus.language.nodes import parse
from foedus.language.overlay import overlaid
from foedus.loopholes import CATALOGUE, find_all
from foedus.process import Process, settling
from foedus.process.clauses import Clauses
from foedus.process.electorate import Electorate

HERE = Path(__file__).parent


def texts(number: int):
    """Yield the bad arrangement of a property, and the cured one, as plain values."""
    bad = parse((HERE / "bad" / f"{number:02}.yaml").read_text("utf-8"), "bad")[0].value
    change = parse((HERE / "good" / f"{number:02}.yaml").read_text("utf-8"), "good")[0].value
    yield from (bad, overlaid(bad, change))


def arrangement(value) -> Arrangement:
    out = io.StringIO()
    YAML(pure=True).dump(value, out)
    return read(out.getvalue())


def told(case: Arrangement, name: str) -> str:
    try:
        return "\n".join(line for h in find_all(Process(case), [name]) for line in h.story)
    except Exception as error:
        return f"broken: {type(error).__name__}"


@pytest.fixture(scope="module")
def pinned() -> list[tuple[Arrangement, str, str]]:
    """Return each arrangement with the property that it is about and what is found of it."""
    cases = [(arrangement(v), p.id) for p in CATALOGUE.values() for v in texts(p.number)]
    return [(case, name, told(case, name)) for case, name in cases]


def keep(_clauses, state, *_rest):
    return state


def swapped(original):
    defaults = {"adopt": "lapse", "lapse": "adopt", "hold": "lapse", "next": "lapse"}

    def step(self, written):
        compiled = original(self, written)
        return compiled._replace(on_timeout=defaults[compiled.on_timeout])

    return step


def toothless(original):
    """Forget what a no does: count a settled no as undecided."""

    def settled(self, tally):
        return original(self, tally) or None

    return settled


MUTANTS = {
    "a deadline never comes": (settling, "_time_out", lambda _f: keep),
    "a sunset and a notice never run out": (settling, "_run_out", lambda _f: keep),
    "the default on timeout is swapped": (Clauses, "_step", swapped),
    "a veto is forgotten": (Electorate, "settled", toothless),
    "nothing survives an exit": (Clauses, "stands", lambda f: lambda s, st, i, _v: f(s, st, i, ())),
    "everything survives an exit": (
        Clauses,
        "stands",
        lambda f: lambda s, st, i, _v: f(s, st, i, ("withdrawal", "sunset")),
    ),
    "a sunset cannot be tolled": (Clauses, "tolled", lambda _f: lambda *_a: False),
    "a right is a duty": (Clauses, "owed", lambda _f: lambda s, st, at: s.answerable(st, at)),
    "a response needs no due date": (
        Clauses,
        "answerable",
        lambda _f: lambda s, st, at: st.record.guarantees[at].casus >= 0 and s.active(st, at),
    ),
    "a guarantee needs no start": (
        Clauses,
        "active",
        lambda _f: lambda s, st, at: not st.record.guarantees[at].forfeited and s.bound(st, at),
    ),
    "a forfeited guarantee still protects": (
        Clauses,
        "active",
        lambda _f: lambda s, st, at: st.record.guarantees[at].activated and s.bound(st, at),
    ),
    "an attack has no case": (settling, "meet_cases", lambda _f: keep),
    "nothing is ever breached": (settling, "breach", lambda _f: keep),
    "a procedure that lapsed never opens again": (
        settling,
        "can_open",
        lambda f: lambda c, st, p: f(c, st, p) and st.record.procedures[p].since < 0,
    ),
}


@pytest.mark.parametrize("name", list(MUTANTS))
def test_a_broken_rule_changes_a_pinned_story(monkeypatch, pinned, name: str):
    owner, attribute, mutate = MUTANTS[name]
    broken = mutate(getattr(owner, attribute))
    monkeypatch.setattr(owner, attribute, broken)
    if owner is settling:
        for module in ("process", "effects", "legality"):
            target = f"foedus.process.{module}"
            monkeypatch.setattr(f"{target}.{attribute}", broken, raising=False)
    assert any(told(case, asked) != expected for case, asked, expected in pinned)
