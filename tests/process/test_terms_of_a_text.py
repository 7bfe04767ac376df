"""Terms that real texts have: no time for a deed, a promise about a third, an end under way."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import BadArrangementError, read
from foedus.process import Process, read_events, replay
from foedus.views import read_out, replay_told


def lines(text: str, *events: str, until: date | None = None) -> list[str]:
    """Return what the replay prints, without where it is written."""
    process = Process(read(text))
    written = "".join(f"- {{date: {event}}}\n" for event in events)
    told = read_events(written, "events") if written else []
    found = replay_told(process, list(replay(process, told, until)))
    return [line.partition(" [")[0].strip() for line in found]


FORTRESS = """\
foedus: 1
title: A fortress to be razed
as_of: 1867-05-11
horizon: P20Y
parties: {LUX: {name: Luxembourg}, PRU: {name: Prussia}, FRA: {name: France}}
deeds: {evacuate: {by: PRU}, raze: {by: LUX}}
instruments: {treaty: {parties: [LUX, PRU, FRA]}}
norms:
  leave: {obligation: evacuate, bearer: PRU, towards: LUX, in: treaty, TERM}
  razing: {obligation: raze, bearer: LUX, towards: FRA, when: {performed: evacuate}, in: treaty,
    open_ended: true}
"""
"""Treaty of London of 1867, arts. 4 and 5, of which the second sets no term (razed in 1883)."""


def test_a_deed_for_which_the_text_sets_no_time_is_owed_and_never_late():
    told = lines(
        FORTRESS.replace("TERM", "open_ended: true"),
        "1867-09-09, by: PRU, do: perform, what: evacuate",
        "1883-05-22, by: LUX, do: perform, what: raze",
    )
    owed = [line for line in told if line.startswith("owed:")]
    leave = "owed: Prussia owes 'evacuate' to Luxembourg under 'leave'; the text sets no time limit"
    raze = "owed: Luxembourg owes 'raze' to France under 'razing'; the text sets no time limit"
    assert owed == [leave, raze]
    assert not [line for line in told if "breached" in line or "late" in line]
    said = read_out(read(FORTRESS.replace("TERM", "open_ended: true")))
    assert "once 'evacuate' has been performed; the text sets no time for it" in said


def test_a_deed_without_a_word_on_its_time_is_due_the_same_day():
    told = lines(FORTRESS.replace(", TERM", ""), until=date(1867, 5, 12))
    assert "'leave' is breached by Prussia, because 'evacuate' was due by 1867-05-11" in told


@pytest.mark.parametrize("beside", ["within: P1D", "keep: true"])
def test_a_time_that_is_set_is_not_open_ended(beside: str):
    with pytest.raises(BadArrangementError, match="'open_ended' says that an obligation has no"):
        read(FORTRESS.replace("TERM", f"open_ended: true, {beside}"))


STRAIT = """\
foedus: 1
title: A promise to an ally about what is done to a third
as_of: 1954-12-10
parties: {TWN: {name: the Republic of China}, CHN: {name: China}, USA: {plural: true}}
conduct: {TWN: {towards: CHN, acts: [{act: hold}, {act: strike}]}}
instruments:
  notes: {parties: [TWN, USA, CHN], withdrawal: {by: [USA, CHN], ends_for: leaver}}
norms: {agreed: {prohibition: strike, bearer: TWN, towards: CHN, owed_to: USA, in: notes}}
"""
"""The exchange of notes of 10 December 1954: force is matter of agreement with the ally, which the
third state could not invoke."""
STRIKE = "1955-01-20, by: TWN, do: strike"


@pytest.mark.parametrize(("leaver", "breached"), [("", True), ("CHN", True), ("USA", False)])
def test_a_promise_about_a_third_is_owed_to_the_ally_alone(leaver: str, breached: bool):
    """It binds as long as the ally has not left, whatever the third does."""
    exits = [f"1955-01-10, by: {leaver}, do: withdraw, what: notes"] if leaver else []
    told = lines(STRAIT, *exits, STRIKE)
    assert any("'agreed' is breached" in line for line in told) is breached
    said = read_out(read(STRAIT))
    assert "it is owed to USA, and is about what is done to China" in said


ENDS = """\
foedus: 1
title: A finding that is asked for before the pact ends
as_of: 2025-01-01
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, court: {name: the Court}}
conduct: {BBB: {towards: AAA, acts: [{act: rest}, {act: attack}]}}
instruments: {pact: {parties: [AAA, BBB], sunset: P3M BECOMES}}
norms: {peace: {prohibition: attack, bearer: BBB, towards: AAA, in: pact}}
procedures:
  finding:
    opens: {by: AAA, alleging: peace}
    steps: [{act: rule, by: court, within: P90D, finds: peace}]
    in: pact
    OUTLIVES
  following:
    opens: {when: {found: peace}}
    steps: [{act: meet, by: court}]
    in: pact
"""
ASKED = "2025-03-20, by: AAA, do: allege, what: peace"
RULED = "2025-05-01, by: court, do: rule, what: finding"


@pytest.mark.parametrize(
    ("becomes", "outlives", "found"),
    [
        ("", "", True),
        (", under_way: end", "", False),
        (", under_way: end", "survives: sunset", True),
    ],
)
def test_what_becomes_of_a_procedure_under_way_when_its_text_ends(
    becomes: str, outlives: str, found: bool
):
    """The pact runs through 1 April; the ruling asked for on 20 March would come on 1 May."""
    text = ENDS.replace(" BECOMES", becomes).replace("OUTLIVES", outlives)
    told = lines(text, ASKED, RULED)
    assert any("on record as found" in line for line in told) is found
    ended = "'finding' lapses without effect, because 'pact', in which it stands, has ended"
    assert (ended in told) is not found
    says = f"is under way when it ends {'lapses with it' if becomes else 'goes on'}"
    assert says in read_out(read(text))


def test_a_vote_in_what_could_not_begin_is_refused_with_the_reason():
    """On 1 May the Court finds a breach; what would follow by itself stands in an ended pact."""
    text = ENDS.replace(" BECOMES", "").replace("    OUTLIVES\n", "")
    told = lines(text, ASKED, RULED, "2025-05-05, by: court, do: meet, what: following")
    (refused,) = [line for line in told if line.startswith("refused")]
    assert "'following' is not under way, and cannot begin: 'pact'" in refused
