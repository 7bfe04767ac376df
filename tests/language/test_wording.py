"""Every statement that a condition can make can be said, and denied."""

from __future__ import annotations

from dataclasses import fields

import pytest

from foedus.language.conditions import Condition
from foedus.language.quantities import parse_date
from foedus.language.wording import condition

COMPANIONS = ("by", "of", "against")
KEYS = [f.name for f in fields(Condition) if f.name not in ("all", "any", "not_", *COMPANIONS)]


@pytest.mark.parametrize("key", KEYS)
def test_every_statement_can_be_said_and_denied(key: str):
    value = parse_date("2025-02-21") if key == "from_" else "X"
    companion = {"act": {"by": "Y"}, "acted": {"by": "Y"}, "member": {"of": "Y"}}.get(key, {})
    statement = Condition(**{key: value}, **companion)
    said, denied = condition(statement), condition(Condition(not_=statement))
    assert said != denied
    assert ("2025-02-21" if key == "from_" else "X") in said
    assert condition(Condition(not_=Condition(not_=statement))) == said
    if key in ("act", "acted", "prevailed", "repelled"):
        towards = Condition(**{key: value}, **companion, against="Z")
        assert condition(towards) == f"{said} towards Z"


def test_joined_statements_say_how_they_are_joined():
    a, b, c = (Condition(open=name) for name in "abc")
    both = Condition(all=(a, b))
    assert condition(Condition(any=(both, c))) == (
        "either ('a' is under way and 'b' is under way) or 'c' is under way"
    )
    assert condition(Condition(not_=both)) == (
        "either 'a' is not under way or 'b' is not under way"
    )
    neither = Condition(not_=Condition(any=(both, c)))
    assert condition(neither) == (
        "(either 'a' is not under way or 'b' is not under way) and 'c' is not under way"
    )
