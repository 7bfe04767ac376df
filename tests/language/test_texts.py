"""What a file says of its text: quotations, articles, rival readings; the strength of responses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedus.language import is_duty, option, read, read_as, represented, rivals, strength, write
from foedus.process import Process
from foedus.process.events import read_events
from foedus.process.replay import replay
from foedus.views.quoting import taken
from foedus.views.reading import read_out

TEXT = """\
foedus: 1
title: A pact in two languages
as_of: 2025-01-01
sources: {annex: {title: The annex}}
parties: {LOW: {}, UPL: {}, LGA: {name: Lowland's guarantor}, court: {}}
conduct:
  UPL: {towards: LOW, acts: [{act: comply}, {act: seize}, {act: attack}]}
instruments:
  pact:
    parties: [LOW, UPL, LGA]
    articles: [1, 2, 3, 4, 5]
    withdrawal: {by: LGA, article: 5(2), text: Any party may leave upon notice.}
norms:
  no-force:
    {prohibition: attack, bearer: UPL, in: pact, article: 1, text: The parties shall not attack.}
guarantees:
  aid:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
    due_when: {from: 2025-01-01}
    article: [2, 3(1)]
    readings:
      french:
        label: the French text speaks of any seizure
        held_by: LOW
        text: toute occupation
        changes: {casus_foederis: seize, due_when: null}
        source: annex
      letter: {label: consultation alone, held_by: LGA, changes: {response: consult}}
    settled_by: court
options:
  softer: {label: Softer, changes: {guarantees: {aid: {response: arms}}}}
"""
PACT = read(TEXT)


def test_rival_readings_and_who_may_settle_between_them_are_listed():
    assert rivals(PACT) == (("guarantees", "aid", ("french", "letter"), ("court",)),)
    assert rivals(read_as(PACT, {"aid": "french"})) == ()


def owed(text, act: str) -> tuple[str, ...]:
    events = read_events(f"- {{date: 2025-02-01, by: UPL, do: {act}}}\n", "e")
    return list(replay(Process(text), events))[-1].owed


def test_a_reading_is_an_overlay_of_its_clause_alone():
    assert owed(PACT, "seize") == ()
    assert owed(read_as(PACT, {"aid": "french"}), "seize")[0].startswith(
        "Lowland's guarantor owes d"
    )
    assert "consultation" in owed(read_as(PACT, {"guarantees.aid": "letter"}), "attack")[0]
    french = read_as(PACT, {"aid": "french"})
    assert french.guarantees["aid"].due_when is None
    assert french.norms == PACT.norms


def test_a_clause_read_otherwise_cites_what_the_reading_rests_on():
    """Else the letter of one side would be told as the words of the treaty, with its source."""
    letter = PACT.guarantees["aid"].readings["letter"]
    rests = replace(letter, text="as we wrote", source=("annex",))
    readings = {**PACT.guarantees["aid"].readings, "letter": rests}
    aid = replace(PACT.guarantees["aid"], readings=readings, text="as it stands")
    text = replace(PACT, guarantees={**PACT.guarantees, "aid": aid})
    read_so = read_as(text, {"aid": "letter"}).guarantees["aid"]
    assert (read_so.text, read_so.source) == ("as we wrote", ("annex",))
    silent = replace(rests, text="", source=())
    text = replace(
        text, guarantees={**text.guarantees, "aid": replace(aid, readings={"letter": silent})}
    )
    read_so = read_as(text, {"aid": "letter"}).guarantees["aid"]
    assert (read_so.text, read_so.source) == ("as it stands", aid.source)
    (told,) = taken(PACT, {"aid": "letter"})
    assert told.startswith("Read otherwise than the file has it: 'aid', as 'letter': ")


def test_a_reading_is_laid_over_an_option_and_survives_it():
    softer = option(PACT, "softer")
    assert softer.guarantees["aid"].readings == PACT.guarantees["aid"].readings
    read_so = read_as(softer, {"aid": "french"}).guarantees["aid"]
    assert (read_so.response, read_so.casus_foederis, read_so.due_when) == ("arms", "seize", None)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"aid": "frnch"}, "'aid' has no reading 'frnch'. Did you mean 'french'?"),
        ({"adi": "french"}, "there is no clause 'adi' with rival readings. Did you mean 'aid'?"),
        ({"no-force": "x"}, "there is no clause 'no-force' with rival readings."),
    ],
)
def test_a_reading_that_is_not_there_is_told(chosen: dict[str, str], told: str):
    with pytest.raises(KeyError) as error:
        read_as(PACT, chosen)
    assert told in error.value.args[0]


def test_an_id_in_two_sections_must_say_which():
    rival = "readings: {r: {label: r, changes: {label: x}}}"
    both = TEXT.replace("article: 1, text", f"{rival}, article: 1, text").replace("no-force", "aid")
    with pytest.raises(KeyError, match=r"two clauses: write norms\.aid or guarantees\.aid"):
        read_as(read(both), {"aid": "french"})
    assert read_as(read(both), {"norms.aid": "r"}).norms["aid"].label == "x"


def test_what_is_written_reads_back_with_its_readings():
    assert read(write(PACT)) == PACT


def test_the_share_of_operative_articles():
    assert represented(PACT, "pact") == (("1", "2", "3", "5"), 5, ("4",))
    counted = read(TEXT.replace("[1, 2, 3, 4, 5]", "14"))
    assert represented(counted, "pact") == (("1", "2", "3", "5"), 14, ())
    unsaid = read(TEXT.replace("    articles: [1, 2, 3, 4, 5]\n", ""))
    assert represented(unsaid, "pact").of is None


def test_show_quotes_and_names_what_the_file_leaves_out():
    said = read_out(PACT)
    assert 'Article 1: "The parties shall not attack."' in said
    assert 'Article 5(2): "Any party may leave upon notice."' in said
    assert "Of its 5 operative articles the file represents 4: 1, 2, 3 and 5; not 4." in said
    assert (
        "It is also read otherwise: 'french': the French text speaks of any seizure, by LOW, on "
        "the words \"toute occupation\" (it changes 'casus_foederis' and 'due_when') [annex]; "
        "'letter': consultation alone, by Lowland's guarantor (it changes 'response'). The file "
        "follows the first; court may settle between them." in said
    )
    assert "A breach is" not in said


def test_the_strength_of_responses():
    order = ["right_only", "consult", "as_deemed_necessary", "sanctions", "defend"]
    assert sorted(order, key=strength) == order
    assert strength("sanctions") == strength("arms")
    assert [is_duty(response) for response in order] == [False, True, True, True, True]
