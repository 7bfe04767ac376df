"""A promise that is struck out closes no fault: nobody is safer for what is not promised any more.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, compare
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Two terms of protection
as_of: 2030-01-01
horizon: P20D
parties: {{LOW: {{name: Lowland}}, UPL: {{name: Upland}}, ALB: {{name: Alba}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack}}]}}}}
instruments:
  first: {{parties: [LOW, ALB], sunset: P9D}}
  second: {{parties: [LOW, ALB], status: signed, enters: {{ended: first}}, sunset: P9D}}
guarantees:
{guarantees}
"""
PROMISE = (
    "  {name}: {{owed_by: ALB, protects: {{state: LOW, territory: {territory}}}, against: UPL,"
    " in: {term}, casus_foederis: attack, response: {response}}}\n"
)


def draft(*promises: tuple[str, str, str, str]) -> Process:
    keys = ("name", "term", "territory", "response")
    given = "".join(PROMISE.format(**dict(zip(keys, one, strict=True))) for one in promises)
    return Process(read(TEXT.format(guarantees=given)))


FIRST = ("aid", "first", "recognised", "defend")
NEXT = ("aid-2", "second", "treaty_line", "defend")


@pytest.mark.parametrize(
    ("after", "closes"),
    [
        # Nine days of protection up to a line go out: the land beyond it is no better off.
        ((FIRST,), False),
        # In their place the whole land is protected, under another name and for less.
        ((FIRST, ("arms-2", "second", "recognised", "arms")), True),
        # The line goes out of the promise itself.
        ((FIRST, ("aid-2", "second", "recognised", "defend")), True),
    ],
)
def test_only_what_is_mended_closes(after: tuple[tuple[str, str, str, str], ...], closes: bool):
    found = compare(draft(FIRST, NEXT), draft(*after))
    assert ("scope-gap" in [hole.id for hole in found.closed]) is closes
    told = [missing for hole, missing in found.void if hole.id == "scope-gap"]
    assert told == ["'aid-2' is struck out, and nothing comes in its place"] * (not closes)


@pytest.mark.parametrize(
    ("plural", "decides"), [("true", "the isles so decide,"), ("false", "the isles so decides,")]
)
def test_whoever_is_several_decide(plural: str, decides: str):
    """The isles ask for help and Alba agrees to it; each of them has to, and the isles owe it."""
    a = read(f"""\
foedus: 1
title: The isles
as_of: 2030-01-01
horizon: P9D
parties: {{LOW: {{}}, UPL: {{}}, ALB: {{}}, ISL: {{name: the isles, plural: {plural}}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack}}]}}}}
procedures:
  call: {{opens: {{by: LOW}}, steps: [{{act: agree, by: ISL}}, {{act: concur, by: ALB}}]}}
guarantees:
  aid: {{owed_by: ISL, protects: {{state: LOW, territory: recognised}}, against: UPL,
        casus_foederis: attack, response: defend, due_when: {{done: call}}}}
""")
    found = examine(Inquiry(Process(a)), CATALOGUE["judge-of-content"]).loopholes
    assert any(decides in hole.statement for hole in found)
