"""`show` reads a text aloud: what the text does, in names and in good English."""

from __future__ import annotations

import pytest

from foedus.language import BadArrangementError, read
from foedus.views import read_out

TEXT = """\
foedus: 1
title: A pact read aloud
as_of: 2024-01-01
horizon: P3Y
parties:
  A: {name: Aland}
  B: {name: Bland}
  C: {name: Cland}
  D: {name: Dland}
  powers: {name: the Powers, plural: true, members: [C, D]}
conduct: {B: {towards: A, acts: [{act: keep}, {act: attack}]}}
deeds:
  warn: {by: A}
instruments:
  pact: {parties: [A, B, powers]}
bodies:
  board: {name: the Board, members: [A, B, C, D], without: D, rule: majority}
norms:
  no-attack: {prohibition: attack, bearer: B, towards: A, in: pact}
procedures:
  inquiry:
    opens: {by: A, alleging: no-attack}
    in: pact
    steps: [{act: look, by: board}, {act: find, by: board, finds: no-attack}]
guarantees:
  aid:
    owed_by: C
    protects: {state: A, territory: recognised}
    against: B
    casus_foederis: attack
    response: defend
    in: pact
"""
STEP = "{act: look, by: board}"
PACT = "pact: {parties: [A, B, powers]}"


def told(old: str = "", new: str = "") -> str:
    assert old in TEXT
    return read_out(read(TEXT.replace(old, new) if old else TEXT))


def test_members_are_named_and_counted():
    """D does not vote; three of four are left, who by majority need two."""
    said = told()
    assert "the Powers (powers). 2 members: Cland and Dland." in said
    board = "the Board (board): Aland, Bland, Cland and Dland without Dland (3 members)"
    assert f"{board}; it decides by this rule: a majority of 3 members (at least 2" in said


LIMITS = {
    # Nothing ends a step before its deadline; what a no then leads to is told where it is another.
    "within: P3M, at_deadline: true, on_timeout: next": (
        "decided only when 3 months are over, whatever was voted before: it passes if the votes "
        "cast by then carry it, else the next step begins, as if this one had not been; a definite "
        "no ends the procedure."
    ),
    "within: P1Y, at_deadline: true, on_timeout: adopt": (
        "decided only when 1 year is over, whatever was voted before: it passes unless the votes "
        "cast by then block it; a definite no ends the procedure."
    ),
    # With silence as agreement and no no that is final, all that is voted adopts it.
    "within: P1Y, at_deadline: true, on_timeout: adopt, on_block: hold": (
        "it passes when 1 year is over, whatever is voted."
    ),
    "within: P5D, on_timeout: adopt, on_block: hold": (
        "it passes when 5 days are over at the latest, whatever is voted."
    ),
    # The procedure lapses with its time: it does not stay open until there is agreement.
    "within: P60D, on_block: hold": (
        "within 60 days: it passes if the votes cast by then carry it, else the procedure lapses; "
        "a no is not final before that time is over."
    ),
    "on_block: hold": (
        "no time limit; a no is not final: until there is agreement the step stays open."
    ),
    "within: P5D, on_block: next": (
        "within 5 days: it passes if the votes cast by then carry it, else the procedure lapses; "
        "a definite no leads to the next step."
    ),
}


@pytest.mark.parametrize("keys", LIMITS)
def test_what_follows_a_no_and_the_end_of_the_time_contradict_nothing(keys: str):
    assert LIMITS[keys] in told(STEP, f"{{act: look, by: board, {keys}}}")


def test_what_was_done_in_advance_says_by_which_rule_and_what_it_finds():
    step = "{act: find, by: board, finds: no-attack}"
    said = told(step, step.replace("finds", "escrowed: true, finds"))
    assert (
        "2. find: done in advance by the Board (by this rule: a majority of 3 members (at least 2 "
        "voting yes)) and held in escrow; it is passed when reached. When it passes, a breach of "
        "'no-attack' is found, rightly or wrongly."
    ) in said


OPENS = "opens: {by: A, alleging: no-attack}"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("{performed: warn}", "once 'warn' has been performed"),
        ("{not: {lapsed: inquiry}}", "while 'inquiry' has not lapsed"),
        ("{act: attack, by: B}", "while Bland is at 'attack' or above"),
        (
            "{all: [{performed: warn}, {not: {found: no-attack}}]}",
            "while 'warn' has been performed and no breach of 'no-attack' has been found",
        ),
        (
            "{not: {all: [{performed: warn}, {overdue: aid}]}}",
            "while either 'warn' has not been performed or no response under 'aid' is overdue",
        ),
    ],
)
def test_what_has_happened_is_once_and_what_lasts_is_while(when: str, said: str):
    assert f"Aland may open it, {said}." in told(OPENS, f"opens: {{by: A, when: {when}}}")


def test_articles_are_listed_as_the_text_numbers_them():
    """The norm is article 11, the guarantee 9, the procedure 2."""
    text = TEXT.replace("towards: A, in: pact}", "towards: A, in: pact, article: '11'}")
    text = text.replace("response: defend\n", "response: defend\n    article: '9'\n")
    text = text.replace("    in: pact\n    steps", "    in: pact\n    article: '2(1)'\n    steps")
    assert "The file represents articles 2, 9 and 11; it" in read_out(read(text))
    listed = text.replace(PACT, "pact: {parties: [A, B, powers], articles: ['11', '3', '9', '2']}")
    assert "operative articles the file represents 3: 11, 9 and 2; not 3." in read_out(read(listed))


def test_withdrawal_ends_for_all_after_its_notice_and_its_bar_stands_by_itself():
    bar = "withdrawal: {notice: P6M, by: [A, B], barred_while: {not: {performed: warn}}, text: six}"
    said = told(PACT, f"pact: {{parties: [A, B], {bar}}}")
    assert (
        "Aland or Bland may withdraw by 6 months of notice; it then ends for all, and a response "
        "that is owed by then stays owed. No notice can be given, and none runs out, while 'warn' "
        'has not been performed. The text: "six". [assumed]'
    ) in said


def test_an_instrument_of_several_that_are_taken_as_one_is_made_by_them():
    assert "pact: pact, made by the Powers (2 members, taken as one), is in force" in told(
        PACT, "pact: {parties: powers}"
    )
    assert "pact: pact, of Aland, is in force" in told(PACT, "pact: {parties: A}")


def test_who_is_bound_without_being_a_party_is_told():
    """Cland is one of the Powers, and so a party; without them it is none, as Bland then."""
    assert "no party" not in told()
    assert "no part" not in told(PACT, "pact: {parties: [A, B], signed_by: [A, B, C]}")
    said = told(PACT, "pact: {parties: A}")
    for who in ("Bland", "Cland"):
        assert f"{who} is no party to 'pact', and a treaty by itself obliges nobody who has" in said
    # A right may be given to whoever does not refuse it.
    right = TEXT.replace(PACT, "pact: {parties: [A, B]}").replace("defend", "right_only")
    assert "no party" not in read_out(read(right))


OWED = "owed_by: C\n    protects: {state: A, territory: recognised}"


def test_whoever_is_protected_owes_nothing_to_itself():
    """Aland's own part is owed to nobody; alone it is no guarantee, but may be a right."""
    said = told(OWED, OWED.replace("owed_by: C", "owed_by: [A, C]"))
    assert (
        "Aland and Cland owe defence to Aland, each for itself (Aland, whom it protects, owes it "
        "to nobody). It protects"
    ) in said
    alone = TEXT.replace(OWED, OWED.replace("owed_by: C", "owed_by: A"))
    with pytest.raises(BadArrangementError, match="its own defence is no guarantee"):
        read(alone)
    said = read_out(read(alone.replace("response: defend", "response: right_only")))
    assert "or further, Aland may respond in its own defence. It protects" in said


def test_a_line_of_control_to_come_is_told_as_one():
    line = "territory: controlled, control_as_of: 2024-0{}-01"
    for month, said in ((1, "controlled on 2024-01-01"), (2, "will control on 2024-02-01")):
        control = OWED.replace("territory: recognised", line.format(month))
        assert f"It protects the territory that Aland {said}." in told(OWED, control)


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ("{performed: warn}", "Nobody can act in it before 'warn' has been performed."),
        ("{not: {performed: warn}}", "Nobody can act in it while 'warn' has been performed."),
    ],
)
def test_what_must_not_be_so_is_not_told_as_what_must_come_first(needs: str, said: str):
    """A step that a warning bars is open from the start, and is closed while it stands."""
    text = TEXT.replace("{act: look, by: board}", f"{{act: look, by: board, needs: {needs}}}")
    assert said in read_out(read(text))
