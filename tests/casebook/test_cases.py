"""Facts of the cases, pinned; and every case reads, round-trips and runs under every option."""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.casebook import cases, text_of
from foedus.language import option, read, write
from foedus.process import Process, replay
from foedus.process.events import read_events

CASES = {case: read(text_of(case), f"{case}.yaml") for case in cases()}


@pytest.mark.parametrize("case", CASES)
def test_a_case_round_trips_and_runs(case: str):
    arrangement = CASES[case]
    assert read(write(arrangement)) == arrangement
    for name in arrangement.options or [""]:
        process = Process(option(arrangement, name) if name else arrangement)
        assert process.moves(process.start)


@pytest.mark.parametrize("case", CASES)
def test_every_source_is_used_and_every_position_dated(case: str):
    arrangement = CASES[case]
    text = text_of(case).decode()
    for source in arrangement.sources:
        assert text.count(source) > 1, f"{source} is never referred to"


def test_the_seed_case_carries_the_facts_of_the_brief():
    a = CASES["ukraine-2025"]
    assert len(a.parties["NATO"].members) == 32
    assert list(a.options) == [
        "none",
        "as-proposed",
        "pre-ratified",
        "pre-ratified-surviving-withdrawal",
        "immediate-membership",
        "article-5-like",
        "coalition-of-the-willing",
        "arms-only",
    ]
    voices = {(p.actor, p.state) for p in a.positions}
    assert {("Sergei Lavrov", "RUS"), ("Maria Zakharova", "RUS"), ("Keir Starmer", "GBR")} <= voices
    assert len({p.actor for p in a.positions if p.state == "USA"}) > 3
    spoken_for = {p.state for p in a.positions}
    assert set(a.parties["NATO"].members) <= spoken_for
    unnamed = [p for p in a.positions if p.actor == "several European leaders"]
    assert unnamed[0].state not in a.parties["NATO"].members
    corrected = [f for f in a.facts if f.corrects]
    assert {f.date.isoformat() for f in corrected} == {"2014-03-18", "2025-02-12"}


def snapback_voted(by: str, vote: str):
    process = Process(CASES["unscr-2231-snapback"])
    events = "- {date: 2025-08-28, by: [GBR, FRA, DEU], do: allege, what: snapback}\n"
    events += (
        f"- {{date: 2025-09-19, by: {by}, do: let the relief end, what: snapback, vote: {vote}}}\n"
    )
    events += "- {date: 2025-10-01, by: GBR, do: open, what: nothing}\n"
    entries = list(replay(process, read_events(events, "events")))
    at = process.clauses.index.instruments["sanctions"]
    dates = [e.on.isoformat() for e in entries if e.state.record.instruments[at].standing == 1]
    return dates[0] if dates else None


def test_the_snapback_takes_effect_after_thirty_days_unless_the_council_keeps_the_relief():
    """Notice on 28 August 2025; votes failed on 19 and 26 September; back on 27-28 September."""
    assert snapback_voted("[CHN, RUS, DZA, PAK]", "yes") == "2025-09-28"
    nine = "[CHN, RUS, DZA, PAK, GUY, KOR, PAN, SLE, SOM]"
    assert snapback_voted(nine, "yes") is None
    assert snapback_voted("USA", "no") == "2025-09-28"


def test_history_found_these_faults():
    """Locarno: one member could block the finding that assistance waited for. The snapback took
    effect in thirty days, and nobody alone could stop it once notice was given."""
    locarno = assess(CASES["locarno-1925"]).options[""]
    (blocked,) = [hole for hole in locarno.loopholes if hole.id == "single-blocker"]
    assert blocked.statement.startswith("the answer to 'remilitarise' can be stopped by any one")
    assert "ITA" in blocked.statement
    rows = {row.act: row for row in locarno.matrix}
    assert rows["remilitarise"].owed == ("after-finding",)
    assert "flagrant" in rows["attack"].owed
    snapback = assess(CASES["unscr-2231-snapback"]).options[""]
    assert (snapback.consequence, snapback.days_to_effect.value) == ("snapback", 31)
    assert snapback.blockers == ()


def test_korea_was_covered_from_the_first_day_by_the_declaration():
    korea = assess(CASES["korea-1953"]).options[""]
    rows = {row.act: row for row in korea.matrix}
    assert rows["attack"].owed == ("renewed-resistance",)
    assert rows["attack"].day == 0
    assert rows["raid"].owed == ()


def test_russia_can_keep_the_paris_guarantees_from_starting():
    found = assess(CASES["paris-2026"])
    for option_found in found.options.values():
        assert "activation-veto" in [hole.id for hole in option_found.loopholes]
    draft, final = found.options["draft"].loopholes, found.options["final"].loopholes
    named = "us-support"
    assert any(named in hole.statement for hole in draft)
    assert not any(named in hole.statement for hole in final)
