"""A treaty that all but one have left is none: a decision brings it back with two at least."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process, read_events, replay

PACT = """
foedus: 1
title: Signed, left and revived
as_of: 2025-01-01
horizon: P2Y
parties: {LOW: {}, LGA: {}, AAA: {}}
instruments:
  pact: {parties: [LOW, LGA, AAA], status: proposed, withdrawal: {by: [LGA, AAA], notice: P10D}}
procedures:
  revive: {opens: {by: LOW}, steps: [{act: agree, by: LGA}], then: [{bring_into_force: pact}]}
"""


def told(leaving: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return what becomes of the pact, and what is refused, where some leave and it is revived."""
    signed = "".join(
        f"- {{date: 2025-01-01, by: {by}, do: sign, what: pact}}\n" for by in ("LOW", "LGA", "AAA")
    )
    left = "".join(
        f"- {{date: 2025-01-02, by: {by}, do: withdraw, what: pact}}\n" for by in leaving
    )
    again = """\
- {date: 2025-02-01, by: LGA, do: sign, what: pact}
- {date: 2025-02-02, by: LOW, do: open, what: revive}
- {date: 2025-02-03, by: LGA, do: agree, what: revive}
"""
    entries = list(replay(Process(read(PACT)), read_events(signed + left + again, "e")))
    changes = [c.what for e in entries for c in e.changes if c.clause == "pact"]
    return changes, [e.refused for e in entries if e.refused]


@pytest.mark.parametrize(("leaving", "back"), [(("LGA", "AAA"), 0), (("LGA",), 1)])
def test_what_one_alone_is_left_of_does_not_come_back(leaving: tuple[str, ...], back: int):
    """VCLT art. 2(1)(a): a treaty is between States. With two of three left it goes on."""
    changes, refused = told(leaving)
    assert sum("enters into force" in one for one in changes) == 1
    assert any("has ended by withdrawal" in one for one in changes) is (not back)
    assert refused == ["LGA has left 'pact', and no clause lets it come back"]
