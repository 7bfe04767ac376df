"""The JSON Schema of a rule admits what the reader reads, and refuses what has no such shape."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.decisions import RuleError, parse_rule, rule_schema, rule_spec

jsonschema = pytest.importorskip("jsonschema")
MEMBERS = ["A", "B", "C", "D"]
VALIDATOR = jsonschema.Draft202012Validator(rule_schema())

atoms = st.sampled_from(
    [
        "consensus",
        "any_one",
        "more_than 1/2 of present_and_voting",
        "at_least 55 % of members",
        {"at_least": 2},
        {"at_least": "2/3", "of": "present"},
        {"more_than": "1/2", "veto": ["A"]},
        {"weights": {"A": 3, "B": 2.5, "C": 1}, "quota": "65 %"},
        {"weights": {"A": 3, "B": 2}, "more_than": 2},
        {"scores": {"A": [2, 1, 0, 0]}, "quota": 1},
        {"veto": "B"},
    ]
)
specs = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all_of": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any_of": parts}),
        inner.map(lambda part: {"not": part}),
        inner.map(lambda part: {"abstains": ["D"], "rule": part}),
    ),
    max_leaves=4,
)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(rule_schema())


@settings(max_examples=80, deadline=None)
@given(specs)
def test_what_is_read_and_what_is_written_are_valid(spec):
    VALIDATOR.validate(spec)
    VALIDATOR.validate(rule_spec(parse_rule(spec, MEMBERS)))


@pytest.mark.parametrize(
    "spec",
    [
        "consnsus",
        {},
        {"at_least": 2, "vetoes": ["A"]},
        {"weights": {"A": 1}},
        {"weights": {"A": -1}, "quota": 1},
        {"scores": {"A": [1, 2]}, "quota": 1},
        {"all_of": []},
        {"without": ["A"]},
        {"not": "somebody"},
        7,
    ],
)
def test_what_has_no_such_shape_is_refused_by_both(spec):
    assert not VALIDATOR.is_valid(spec)
    with pytest.raises(RuleError):
        parse_rule(spec, MEMBERS)
