"""The brief that the project started from: a development text, read where it is, never copied."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from foedus.positions import extract, plain, shipped_dispute
from foedus.positions.register import key

SHARED = Path(__file__).parents[3] / "shared" / "brief"
ISSUES = {
    "instant_on_violation": "UKR_NATO_INSTANT",
    "membership": "UKR_NATO",
    "georgia_membership": "GEO_NATO",
    "article_5": "ARTICLE5",
    "unanimity": "NATO_UNANIMITY",
    "blame_zelensky": "WAR_BLAME_ZELENSKY",
    "victory_over_nato": "RUS_VICTORY_OVER_NATO_NARRATIVE",
    "victory_declared": "RUS_DECLARE_VICTORY",
}
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the brief is not here")


@pytest.fixture(scope="module")
def text():
    return plain((SHARED / "brief.txt").read_bytes(), "brief.txt")


@pytest.fixture(scope="module")
def found(text):
    return extract(text, shipped_dispute("ukraine-2025"), day=date(2025, 2, 21)).statements


@pytest.fixture(scope="module")
def rows():
    with (SHARED / "brief_statements.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tuple_of(statement):
    """To demand that a promise be taken back is to oppose what it promised."""
    if statement.issue == "revoke_2008" and statement.stance == "support":
        return statement.actor, "UKR_NATO", "oppose"
    return statement.actor, ISSUES.get(statement.issue, statement.issue), statement.stance


def agree(statement, row):
    """Rules, capabilities and claims have no stance; a state's government is the state."""
    actor, issue, stance = tuple_of(statement)
    named = bool(set(key(actor.name)) & set(key(row["actor"])) - {"of", "government"})
    same = named or (
        actor.kind == "state" and actor.state == row["state"] and row["actor_type"] != "person"
    )
    said = stance == row["stance"] or row["kind"] in ("rule", "capability", "assertion")
    return same and issue == row["issue"] and said


def test_every_span_is_exact(text, found):
    for s in found:
        for quoted in (s.quote, s.trigger, s.consequent, s.cue):
            assert quoted is None or quoted.span.of(text) == quoted.exact


def test_tuples_of_actor_issue_and_stance(found, rows):
    """Against everything that the table calls a statement, narrated ones included."""
    gold = [r for r in rows if r["kind"] not in ("none", "inference")]
    free = list(found)
    hits = 0
    for row in gold:
        match = next((s for s in free if agree(s, row)), None)
        if match is not None:
            free.remove(match)
            hits += 1
    assert 2 * hits / (len(found) + len(gold)) >= 0.80


def test_no_inference_of_the_narrator_is_proposed_as_a_position(found, rows):
    inferred = [(int(r["start"]), int(r["end"])) for r in rows if r["kind"] == "inference"]
    for s in found:
        if s.kind in ("position", "conditional", "demand"):
            assert not any(start <= s.quote.start < end for start, end in inferred)


def test_the_headline_counts_once_and_groups_stay_groups(found):
    assert sum(s.manner == "headline" for s in found) == 1
    group = next(s for s in found if s.actor.kind == "group")
    assert group.actor.state == ""
