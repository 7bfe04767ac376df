"""Which statement is in force, and what a vote makes of it on the day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.casebook import text_of
from foedus.cli import main
from foedus.language import read, read_file
from foedus.language.judgements import Position
from foedus.positions import conflicts, in_force
from foedus.views.reading import read_out

ONE_MEMBER = Path(__file__).parents[2] / "docs" / "howto" / "one-member.yaml"


def said(actor, office, day, stance, until=None, speaks_for="state"):
    return Position(
        actor=actor, office=office, state="HRV", date=date.fromisoformat(day), issue="entry",
        stance=stance, says=f"{actor} {stance}", source=("x",), speaks_for=speaks_for,
        binds_until=date.fromisoformat(until) if until else None,
    )  # fmt: skip


HEADS = [
    said("A", "President", "2024-01-10", "oppose"),
    said("B", "Prime Minister", "2024-02-01", "support"),
    said("C", "Foreign Minister", "2024-02-20", "conditional"),
    said("D", "parliament", "2023-06-01", "oppose"),
    said("E", "member of parliament", "2024-02-25", "oppose", speaks_for="self"),
]
TODAY = date(2024, 3, 1)


def test_the_later_of_two_heads_counts_and_the_other_is_shown():
    found = in_force(HEADS, "HRV", "entry", TODAY)
    assert found.voice.position.actor == "B"
    assert [v.position.actor for v in found.beside] == ["A"]


def test_two_words_of_one_day_that_differ_are_both_told():
    """B is for it and against it on 1 February: neither is the later, so none may be hidden."""
    twice = [said("B", "Prime Minister", "2024-02-01", side) for side in ("oppose", "conditional")]
    found = in_force(twice, "HRV", "entry", TODAY)
    told = (found.voice, *found.beside)
    assert sorted(v.position.stance for v in told) == ["conditional", "oppose"]
    assert "latest" not in found.because


def test_a_parliament_ratifies():
    assert in_force(HEADS, "HRV", "entry", date(2023, 7, 1), "ratify").voice.position.actor == "D"
    old = [*HEADS[:3], said("D", "parliament", "2024-01-20", "oppose")]
    found = in_force(old, "HRV", "entry", TODAY, "ratify")
    assert found.voice.position.actor == "D"
    assert "highest authority to ratify" in found.because


def test_what_was_said_later_is_not_known_yet():
    assert in_force(HEADS, "HRV", "entry", date(2024, 1, 20)).voice.position.actor == "A"
    assert in_force(HEADS, "HRV", "entry", date(2020, 1, 1)).voice is None


def test_a_mandate_that_ended_has_lapsed():
    rows = [said("A", "Prime Minister", "2024-01-10", "oppose", until="2024-02-01")]
    found = in_force(rows, "HRV", "entry", TODAY)
    assert found.voice.lapsed
    assert "the file has the mandate end on 2024-02-01" in found.because
    assert not in_force(rows, "HRV", "entry", date(2024, 1, 31)).voice.lapsed


def test_half_is_left_after_a_term():
    rows = [said("A", "Prime Minister", "2020-03-01", "oppose")]
    assert in_force(rows, "HRV", "entry", date(2024, 2, 29)).voice.weight == pytest.approx(0.5)


def test_voices_that_disagree_are_conflicts_whatever_their_rank():
    (found,) = conflicts(HEADS, TODAY)
    assert {v.position.actor for v in found.voices} == {"A", "B", "C", "D", "E"}
    assert conflicts(HEADS[:1], TODAY) == []


def decided(day, *more):
    arguments = ["decide", str(ONE_MEMBER), "--at", day, "--indices", "none", *more, "--json"]
    found = CliRunner().invoke(main, arguments)
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)["decisions"][0]


def hungary(day, *more):
    return decided(day, *more)["ballots"]["HUN"]


def test_one_member_gives_different_answers_on_different_days_each_with_its_statement():
    """Vetoes under one government, an election, an agreement, and a refusal."""
    vetoes, between, agreement, refusal = (
        hungary(day) for day in ("2026-01-15", "2026-05-20", "2026-06-10", "2026-07-01")
    )
    assert vetoes["no"] == pytest.approx(0.85)
    assert [s["date"] for s in vetoes["statements"]] == ["2025-03-06"]
    assert "Viktor Orbán" not in between["because"]
    assert agreement["yes"] == pytest.approx(0.6)
    assert "no fast track" in agreement["statements"][0]["says"]
    assert refusal["no"] == pytest.approx(0.85)  # the government's, and no mean with its head's
    assert [s["date"] for s in refusal["statements"]] == ["2026-06-25"]
    chances = [decided(d)["chance"]["value"] for d in ("2026-01-15", "2026-06-10", "2026-07-01")]
    assert chances[0] < chances[2] < chances[1]


def test_the_screen_names_the_statement_of_each_ballot():
    arguments = ["decide", str(ONE_MEMBER), "--at", "2026-06-10", "--indices", "none"]
    said = CliRunner().invoke(main, arguments, env={"COLUMNS": "100"}).output
    flat = " ".join(said.split())
    assert "HUN 0.60 0.10 0.30 Hungary: Péter Magyar in favour on a condition (2026-06-03)" in flat
    assert "no fast track, and a binding referendum after all chapters close [minority]" in flat


def test_words_are_quoted_where_they_were_read_and_nowhere_else():
    """A paraphrase is no quotation; what others say of a state is not put into its mouth."""
    a = read(text_of("ukraine-2025"))
    shown = read_out(a, positions=True)
    for p in a.positions:
        whose = ", in the words of others" if p.hearsay else ""
        assert (f"{p.says}{whose}: “{p.text}”" if p.text else f"{p.says}") in shown
        assert f"“{p.says}”" not in shown
    carrying = [p for p in a.positions if p.text]
    assert len(carrying) == 83, "of 101: the others were read in paraphrase only"
    assert all(any(a.sources[s].url for s in p.source if s in a.sources) for p in carrying)


def test_the_table_says_where_the_words_are_not_on_file():
    arguments = ["positions", "table", "ukraine-2025", "--at", "2025-02-21"]
    found = CliRunner().invoke(main, [*arguments, "--json", "-"])
    rows = json.loads(found.stdout)["positions"]
    missing = [row for row in rows if row["text"] is None]
    assert {(row["state"], row["actor"]) for row in missing} >= {("LUX", "Luc Frieden")}
    shown = " ".join(CliRunner().invoke(main, arguments, env={"COLUMNS": "300"}).output.split())
    assert shown.count("(words not on file)") == len(missing) < len(rows) / 2


def test_why_a_word_counts_is_said_as_it_is():
    """Not \"the only one\" where another spoke on the day, or with more authority long before."""
    equal = [
        said("A", "Prime Minister", "2024-02-01", "oppose"),
        said("the government", "government", "2024-02-01", "support"),
    ]
    found = in_force(equal, "HRV", "entry", TODAY)
    assert [v.position.actor for v in found.beside] == ["A"]
    assert "no higher or later" in found.because
    later = [*equal, said("the Sabor", "parliament", "2024-06-01", "support")]
    found = in_force(later, "HRV", "entry", date(2024, 7, 1))
    assert found.voice is not None
    assert found.voice.position.actor == "the Sabor"
    assert found.because.startswith("the latest word, though others with more authority")
    assert in_force(later[2:], "HRV", "entry", date(2024, 7, 1)).because == "the only one on it"


def test_positions_fade_when_asked_to():
    fresh, faded = hungary("2026-01-15"), hungary("2026-01-15", "--half-life", "P314D")
    assert faded["no"] < fresh["no"]
    assert faded["weight"] == pytest.approx(10 * 0.5 + 3 * 0.5, rel=0.01)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["decide", str(ONE_MEMBER), "--at", "June"], "write it as 2026-06-30"),
        (["decide", str(ONE_MEMBER), "--half-life", "4"], "--half-life"),
        (["decide", str(ONE_MEMBER), "--half-life", "P0D"], "no time at all"),
        (["decide", "--body", "nato", "--at", "2026-01-01"], "belong to a case"),
        (["decide", str(ONE_MEMBER), "--statements", "nowhere.jsonl"], "cannot be read"),
    ],
)
def test_mistakes_are_told(arguments, told):
    found = CliRunner().invoke(main, arguments)
    assert found.exit_code == 2
    assert told in found.output + found.stderr


def test_the_file_of_the_howto_names_a_source_for_every_position():
    case = read_file(ONE_MEMBER)
    assert all(p.source and all(s in case.sources for s in p.source) for p in case.positions)
