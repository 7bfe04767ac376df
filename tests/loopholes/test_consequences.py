"""What the change of one clause means, derived from the two texts by hand."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language import read
from foedus.loopholes.comparison import compare
from foedus.loopholes.consequences import consequences
from foedus.process import Process

TEXT = """\
foedus: 1
title: A draft
as_of: 2031-05-01
horizon: P2Y
parties:
  VAL: {name: the Valley, role: beneficiary}
  KOR: {name: Koria, role: adversary}
  LIG: {name: the League, role: guarantor, members: [DNK, EST, FIN]}
  panel: {role: monitor}
bodies:
  council: {members: LIG, rule: majority}
conduct:
  KOR:
    towards: VAL
    unbearable_from: strike
    acts: [{act: abide}, {act: grab}, {act: strike, needs: P9D}]
instruments:
  truce: {parties: [VAL, KOR], sunset: P12M, withdrawal: {by: KOR, notice: P30D}}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL, in: truce, text: Koria shall not strike.}
procedures:
  ratification:
    opens: {by: VAL}
    steps: [{act: ratify, by: LIG, on_block: hold}]
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps:
      - {act: report, by: panel, within: P3D, on_timeout: adopt, finds: calm}
      - {act: decide, by: council, within: P5D}
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: grab
    response: defend
    activates_when: {done: ratification}
    due_when: {done: inquiry}
"""
MEANS = [
    ("on_block: hold", "on_block: lapse", "one refusal now ends 'ratification'"),
    (
        "finds: calm}",
        "on_block: next, finds: calm}",
        "one refusal of 'report' is now passed over: 'inquiry' goes on without it",
    ),
    ("on_timeout: adopt", "on_timeout: lapse", "silence on 'report' now ends 'inquiry'"),
    (
        "by: council, within",
        "by: council, on_timeout: adopt, within",
        "silence now counts as agreement to 'decide'",
    ),
    (
        "rule: majority",
        "rule: unanimity",
        "1 of 3 can now stop 'decide' in 'inquiry', where it took 2 of 3",
    ),
    ("within: P3D", "within: P8D", "'report' may now take longer: 8 days, and not 3 days"),
    (", within: P5D", "", "'decide' now has no time limit"),
    (
        "ratify, by: LIG, on_block: hold",
        "ratify, by: LIG, escrowed: true",
        "'ratify' in 'ratification' is now done in advance",
    ),
    ("defend\n", "consult\n", "less is owed under 'shield' than before"),
    ("casus_foederis: grab", "casus_foederis: strike", "'grab' by KOR: no longer answered"),
    (
        "    due_when",
        "    joint: true\n    due_when",
        "if one declines under 'shield', the others now owe nothing",
    ),
    (
        "    due_when",
        "    forfeited_if: {ended: truce}\n    due_when",
        "'shield' can now be lost: once 'truce' has ended",
    ),
    ("    due_when: {done: inquiry}\n", "", "'shield' is now due at once"),
    ("sunset: P12M", "sunset: P24M", "'truce' now lasts longer: 24 months, and not 12 months"),
    (
        "in: truce, text",
        "in: truce, survives: [withdrawal], text",
        "'calm' now outlives the withdrawal of its instrument",
    ),
    (
        "in: truce, text",
        "in: truce, unless: {acted: grab, by: KOR}, text",
        "'calm' now has an exception: when Koria has at some time been at 'grab' or above",
    ),
]


@pytest.mark.parametrize(("old", "new", "meaning"), MEANS)
def test_a_change_is_told_by_what_it_means(old: str, new: str, meaning: str):
    assert TEXT.count(old) == 1
    changed = TEXT.replace(old, new)
    found = consequences(*(Process(read(text)) for text in (TEXT, changed)))
    assert any(said.startswith(meaning) for _, said in found), found


@pytest.mark.parametrize("old", ["sunset: P12M"])
def test_another_way_to_write_the_same_means_nothing(old: str):
    changed = TEXT.replace(old, "sunset: P1Y")
    assert consequences(*(Process(read(text)) for text in (TEXT, changed))) == ()


def test_a_fault_that_stays_and_reads_otherwise_neither_opens_nor_closes():
    changed = TEXT.replace("rule: majority", "rule: unanimity")
    found = compare(*(Process(read(text)) for text in (TEXT, changed)))
    assert "single-blocker" not in [hole.id for hole in (*found.opened, *found.closed)]
    ((gone, come),) = [pair for pair in found.changed if pair[0][0].id == "single-blocker"]
    assert "'decide' 2 of 3" in gone[0].statement
    assert "'decide' 1 of 3" in come[0].statement


def test_diff_shows_changed_words_and_meanings(tmp_path):
    new = TEXT.replace("shall not strike", "shall refrain from strikes")
    new = new.replace("on_block: hold", "on_block: lapse")
    for name, text in (("old", TEXT), ("new", new)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    args = ["diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]
    screen = CliRunner().invoke(main, args).output
    assert (
        '  in calm: \u201cnot strike."\u201d becomes \u201crefrain from strikes."\u201d\n' in screen
    )
    assert "What that means\n  One refusal now ends 'ratification'.\n" in screen
    data = json.loads(CliRunner().invoke(main, [*args, "--json", "-"]).stdout)
    assert data["meanings"] == [
        {"path": ["procedures", "ratification"], "said": "one refusal now ends 'ratification'"}
    ]


def drafts(**responses: str):
    """Return two drafts, the same but for what is owed."""
    given = (responses[name] for name in ("old", "new"))
    return [Process(read(TEXT.replace("response: defend", f"response: {r}"))) for r in given]


def test_what_takes_all_help_away_closes_no_fault_of_help():
    found = compare(*drafts(old="defend", new="consult"))
    void = {hole.id: missing for hole, missing in found.void}
    assert void["assured-response"] == "no answer can ever follow"
    assert not {hole.id for hole in found.closed} & set(void)


def test_a_search_that_is_given_up_closes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("foedus.loopholes.comparison.MOST_STATES", 1)
    found = compare(*drafts(old="consult", new="defend"))
    assert "gap" in found.undecided
    assert "gap" not in {hole.id for hole in found.closed}


def test_who_loses_a_veto_and_keeps_a_vote_is_not_said_to_gain_or_lose_the_vote():
    old = TEXT.replace("rule: majority", "rule: {all_of: [{at_least: 2}, {veto: [EST]}]}")
    assert old != TEXT
    found = compare(*(Process(read(text)) for text in (old, TEXT)))
    assert found.powers_gained == ()
    assert found.powers_lost == (("EST", "stop 'decide' in 'inquiry' alone"),)
    # Nor is a story said to stop where a member that is now counted among others votes.
    assert not [why for _, _, why in found.impossible if "has no vote" in why]


def test_an_act_that_comes_to_be_answered_is_told_with_what_is_owed():
    old = TEXT.replace("casus_foederis: grab", "casus_foederis: strike")
    means = [what for _, what in consequences(*(Process(read(text)) for text in (old, TEXT)))]
    assert means == ["'grab' by KOR: now the League owes defence"]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("{all: [{done: inquiry}, {found: calm}]}", "{found: calm}", "no longer needed: 'inquiry'"),
        ("{found: calm}", "{all: [{done: inquiry}, {found: calm}]}", "is now due only once"),
        ("{found: calm}", "{done: inquiry}", "is now due only once 'inquiry'"),
    ],
)
def test_that_one_of_two_conditions_goes_out_is_no_new_condition(was: str, now: str, said: str):
    """Of two things that had to come one is enough: easier; one more or another one: not."""
    assert TEXT.count("due_when: {done: inquiry}") == 1
    drafts = [
        Process(read(TEXT.replace("due_when: {done: inquiry}", f"due_when: {due}")))
        for due in (was, now)
    ]
    (means,) = [what for _, what in consequences(*drafts)]
    assert said in means
