"""Ways of saying who says what that are common in English, each answer worked out by hand.

They were found with lists of sentences, of which every second one was not looked at while rules
were mended: of 43 such sentences 31 were read at first and 37 afterwards.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foedus.positions import extract
from foedus.positions.attribution import attributions
from foedus.positions.conditions import condition
from foedus.positions.disputes import dispute
from foedus.positions.recorded import recorded
from foedus.positions.segments import blocks
from foedus.positions.spans import Span

_TOML = Path(__file__).parent / "corpus" / "lake.toml"
LAKE = dispute(_TOML.read_text(encoding="utf-8"), "lake.toml")
SHORES = """
[[issues]]
id = "entry"
label = "that Georgia enters NATO"
about = ["membership"]

[[holders]]
person = "Levan Tsiklauri"
office = "Prime Minister"
state = "GEO"
from = 2030-01-01

[[holders]]
person = "Kemal Aydemir"
office = "President"
state = "TUR"
from = 2030-01-01

[[holders]]
person = "Stoyan Petkov"
office = "President"
state = "BGR"
from = 2030-01-01
"""


def who_what(text):
    return [
        (a.source.of(text), "|".join(c.of(text) for c in a.content))
        for a in attributions(text)
        if a.source
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        # What belongs to a verb stands behind its object, and so does what somebody gives it.
        ("Bell has ruled them out for the year.", "Bell", "them"),
        ("The council voted the plan down on Friday.", "The council", "the plan"),
        ("Bell gave the plan her blessing.", "Bell", "the plan"),
        # A clause follows an adjective of a mind without "that"; adjectives follow other copulas.
        ("Bell is confident the deal will hold.", "Bell", "the deal will hold"),
        ("Bell has grown uneasy about the plan.", "Bell", "the plan"),
        ("Bell remains hostile towards the plan.", "Bell", "the plan"),
        # An aside between subject and verb is no content before a verb of saying.
        ("The opposition, led by Bell, demands a vote.", "The opposition, led by Bell", "a vote"),
        # Who sends a quotation out is not who spoke it.
        ('"There is no deal," the agency quoted Bell as saying.', "Bell", '"There is no deal,"'),
        ("The agency cited Bell as saying that it fell.", "Bell", "that it fell"),
        # A verb that no list holds, between a quotation and who spoke it.
        ('"A historic day," exulted those around Bell.', "those around Bell", '"A historic day,"'),
        # Nouns that a verb only carries, and where a view is held.
        ("Bell left no doubt that it fell.", "Bell", "that it fell"),
        ("Bell has misgivings about the plan.", "Bell", "about the plan"),
        ("The view in Lisse is that it fell.", "Lisse", "that it fell"),
        ("Bell agreed in principle to host them.", "Bell", "to host them"),
        ("Bell condemns in the strongest terms the raid.", "Bell", "the raid"),
        # A share of many speaks in the plural.
        ("Sixty per cent of voters favour a vote.", "Sixty per cent of voters", "a vote"),
        # Somebody told it to others, and nothing more.
        ("It will not pass, Bell told the others behind closed doors.", "Bell", "It will not pass"),
        # All of a phrase is the verb: its object stands behind "upon".
        ("The Council calls upon the sides to wait.", "The Council", "to wait"),
        ("Officials hint at a delay.", "Officials", "a delay"),
        ('Bell, 44, hit back: "Never again, and not here."', "Bell, 44",
         '"Never again, and not here."'),
        # The only verb there is, and a headline's.
        ("Both sides claim victory.", "Both sides", "victory"),
        ("UAE backs pledge", "UAE", "pledge"),
        # A verb that no list holds before a colon.
        ('The coastguard knocks that down: "All 24 of them are here."', "The coastguard",
         '"All 24 of them are here."'),
        # What is said goes on behind the sayer with its verb.
        ("Every ship that passes, Bell argued again, ought to pay.", "Bell",
         "Every ship that passes|ought to pay"),
        # Whom it is said to, with what is told of them, or how it was received.
        ('"They are gone," Bell told a crowd in Lisse, that had waited for hours.', "Bell",
         '"They are gone,"'),
        ('"They are gone," Bell said to cheers.', "Bell", '"They are gone,"'),
        ("They are gone, Bell stated on Friday to journalists.", "Bell", "They are gone"),
        # Through whom, and of which party.
        ("Bell denied through a lawyer that it fell.", "Bell", "that it fell"),
        ("Sen. Ann Bell, D-N.M., said it fell.", "Sen. Ann Bell, D-N.M.", "it fell"),
        # A quotation behind "to", and a perfect.
        ('Bell begged the West to "treat it as yours".', "Bell", 'to "treat it as yours"'),
        ("Bell's claim to have won was laughed at.", "Bell", "to have won"),
        # What a thing is taken for.
        ("The move is seen by bankers as a bluff.", "bankers", "The move|as a bluff"),
        # The next clause, and why, are no part of what is done.
        ("China dropped its objection to a map and its minister called it good.", "China",
         "a map"),
        ("Bell opposes a vote, because it must.", "Bell", "a vote"),
        # A group with what it does between commas is who speaks.
        ("The heads of the Group, meeting in Lisse, reaffirm their commitment to it.",
         "The heads of the Group", "their commitment to it"),
        # Who acts in the last clause acts on behind "and".
        ("I thought of it on Friday, when Bell stood up in the hall and begged them to go.",
         "Bell", "to go"),
        # For whose part, and a verb that has one form.
        ("Bell in his turn spoke out for a vote.", "Bell", "a vote"),
        ("The mayor put paid to talk of a vote.", "The mayor", "talk of a vote"),
        # One request is no verb of one.
        ("Bell had one request for visitors: buy wool.", "Bell", "buy wool"),
        # Whom it is put to; what opens with a preposition and is a clause.
        ("As one aide put it to us, the war ended.", "one aide", "the war ended"),
        ("For Bell there was no threat in it, Osten told a gathering of the League.", "Osten",
         "For Bell there was no threat in it"),
        # Of oneself, and what one told before.
        ('Bell described himself as "converted".', "Bell", 'himself as "converted"'),
        ("I told her that it fell.", "I", "that it fell"),
        # What one would rather have, in a clause that somebody says.
        ("Bell told the Diet that her country would rather have ships.", "Bell",
         "that her country would rather have ships"),
        ("London would rather not have troops there.", "London", "troops there"),
        # A whole nation speaks in the plural.
        ("The Chinese now say they welcome a ban.", "The Chinese", "they welcome a ban"),
    ],
)  # fmt: skip
def test_who_says_what(text, source, content):
    assert (source, content) in who_what(text)


@pytest.mark.parametrize(
    "text",
    [
        "I say that it fell.",
        "Bell says little of it.",
        "London would rather sleep.",
        "The French love a vote.",
    ],
)
def test_who_says_nothing(text):
    """Little said is nothing said, what one would do is not said, a nation is the narrator's."""
    assert who_what(text) == [] or not extract(text, LAKE, everything=False).statements


def test_turns_of_a_hearing_by_their_titles():
    """Each line is the turn of whom it names before the stop; prose with a title is none."""
    text = (
        "Chairman Brandt. I favor it, and I favor it now.\n\n"
        "Dr. Stark. It depends on whom you ask.\n\n"
        "Chairman Brandt. We thank you, Doctor.\n"
    )
    found = attributions(text)
    assert [a.source.of(text) for a in found if a.source and a.frame == "transcript"] == [
        "Chairman Brandt",
        "Dr. Stark",
        "Chairman Brandt",
    ]
    assert not [a for a in attributions("President Bell. It rained.") if a.frame == "transcript"]


def test_a_leading_clause_ends_where_the_main_one_begins_with_an_aside():
    """The Greens' vow is no part of what Bell backs."""
    text = "While Bell backs the plan, the Greens, on whose votes he lives, have vowed to stop it."
    assert who_what(text) == [("Bell", "the plan"), ("the Greens", "to stop it")]


def test_a_clause_with_although_begins_anew():
    text = "Bell conceded that it fell, although he remained convinced the deal was good."
    assert who_what(text) == [("Bell", "that it fell"), ("he", "the deal was good")]


def test_what_those_whose_somebody_has_want_ends_at_the_comma():
    """Bell promises; the Moderates, who are his, want a vote."""
    text = "Bell, whose Moderates have wanted a vote for years, promised his support."
    assert ("Bell", "his support") in who_what(text)
    assert ("Moderates", "a vote for years") in who_what(text)


def test_a_demand_repeated_before_a_colon_is_nobody_speaking():
    """Her demand is no speaker: what follows the colon is Bell's."""
    text = 'Bell, the mayor, repeats her demand for a vote: "Nobody asks us."'
    assert [source for source, _ in who_what(text)] == ["Bell, the mayor"]


@pytest.mark.parametrize(
    ("words", "issue", "stance"),
    [
        # Who warns of what the issue would do is against it, of its lack for it.
        ("Kasland warned that Velmark's entry would make hostages of them.", "entry", "oppose"),
        ("Kasland warned that without entry of Velmark there would be soldiers about.", "entry",
         "support"),
        # What others object is no part of a stance, and harming nobody is no harm.
        ("Kasland said that it backs Velmark's entry despite Torria's objections.", "entry",
         "support"),
        ("Kasland said that the entry of Velmark threatens no one.", "entry", "support"),
        # Who refuses to accept it without something has named a condition.
        ("Kasland refused to accept the entry of Velmark without guarantees.", "entry",
         "conditional"),
        # The clause that names the issue decides: the rest is about something else.
        ("Kasland insists on entry of Velmark: the old treaty is unacceptable.", "entry",
         "support"),
        # Who will not say or speculate has left it open, and who is neither for nor against.
        ("Joren Falk would not say if Velmark's entry comes next.", "entry", "ambiguous"),
        ("Joren Falk said he wouldn't speculate about entry of Velmark.", "entry", "ambiguous"),
        ("Joren Falk said that he can neither recommend Velmark's entry nor advise against it.",
         "entry", "ambiguous"),
        ("Kasland said neither yes nor no to Velmark's entry.", "entry", "ambiguous"),
        # A pronoun alone takes the issue up, and so does an act without its object.
        ("Kasland speaks of Velmark's entry. Joren Falk has ruled it out.", "entry", "oppose"),
        ("Torria speaks of Velmark's entry. Joren Falk said that he won't sign.", "entry",
         "oppose"),
    ],
)  # fmt: skip
def test_stances(words, issue, stance):
    found = extract(words, LAKE, day=date(2031, 1, 1), everything=True).statements
    told = [(s.issue, s.stance) for s in found if s.issue]
    assert told[-1] == (issue, stance)


def test_an_issue_is_known_by_another_word_where_no_second_issue_has_it():
    """The file says "membership" and the text "accession"; with two such issues neither is meant.

    The second issue is known by "entry", which stands in the same line of words as "membership".
    """
    text = "Bulgaria rejects the accession of Georgia."
    one = extract(text, dispute(SHORES, "x"), everything=True).statements
    assert [(s.issue, s.stance) for s in one] == [("entry", "oppose")]
    second = '\n[[issues]]\nid = "eu"\nlabel = "that it enters the Union"\nabout = ["entry"]\n'
    two = extract(text, dispute(SHORES + second, "x"), everything=True).statements
    assert [s.issue for s in two] == [""]


def test_what_lasts_is_no_condition():
    """They waited while they could, and will till a month; that it holds is a condition."""
    for text in ("We waited as long as we could.", "They will wait until next July."):
        assert condition(text, Span(0, len(text))) is None
    text = "They will wait as long as it holds."
    found = condition(text, Span(0, len(text)))
    assert found
    assert found.trigger.of(text) == "as long as it holds"


def test_whom_a_turn_tells_of_speaks_for_himself():
    """Falk tells what Dusk told him: the position is hers, and none of it his."""
    text = (
        "Mr FALK: Thank you all. We have little time.\n\n"
        "Mr TALL: I have a question.\n\n"
        "Mr FALK: The Torrian foreign minister told me that Velmark's entry was a trap.\n"
    )
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert {s.actor.name for s in found if s.issue == "entry"} == {"Lena Dusk"}


def test_he_is_not_the_speaker():
    """Falk speaks of nobody else by name, so who it is that rejects entry is not known."""
    text = (
        "Mr FALK: Thank you all. We speak of Velmark's entry.\n\n"
        "Mr TALL: I have a question.\n\n"
        "Mr FALK: Then he rejects Velmark's entry.\n"
    )
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert not [s for s in found if s.actor.name == "Joren Falk" and "nested" in s.flags]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Traders in Tbilisi said it was over.", ""),
        ("Officials in Tbilisi said it was over.", "GEO"),
        ("A Georgian trader said it was over.", "GEO"),
    ],
)
def test_where_people_are_is_not_for_whom_they_speak(text, state):
    """Officials speak for where they sit, traders only for what they are called by."""
    found = extract(text, dispute(SHORES, "x"), day=date(2033, 1, 1), everything=True).statements
    assert found[-1].actor.state == state


def test_what_a_speaker_concludes_of_another_is_no_statement():
    """Tall draws the conclusion; Falk has said nothing."""
    text = (
        "Mr FALK: Thank you all. We have little time.\n\n"
        "Mr TALL: Thank you. Then he opposes Velmark's entry.\n\n"
        "Mr FALK: I have a question.\n"
    )
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert not [s for s in found if s.issue == "entry" and s.actor.name == "Joren Falk"]


def test_what_an_observer_tells_of_others_is_not_his_own():
    """Who speaks for no state may tell where a state stands; he has not taken that side."""
    text = "Traders in Tbilisi said that Bulgaria rejects the membership of Georgia."
    found = extract(text, dispute(SHORES, "x"), day=date(2033, 1, 1)).statements
    assert [(s.actor.name, s.stance) for s in found] == [("Bulgaria", "oppose")]


def test_she_in_a_turn_is_the_other_woman():
    """Dusk speaks, so "she" is Vey, who spoke before; what Vey said is no position of Dusk's."""
    text = (
        "Ms VEY: Thank you all. We have little time.\n\n"
        "Ms DUSK: Thank you. We have less.\n\n"
        "Ms DUSK: She said that Velmark's entry was a trap.\n"
    )
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert "Lena Dusk" not in {s.actor.name for s in found if s.issue == "entry"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Bulgarian head of state said it was over.", "Stoyan Petkov"),
        ("The junior party met. Its secretary general said it was over.",
         "Its secretary general"),
        ("Aydemir was in Izmir. The Turkish leader said it was over.", "Kemal Aydemir"),
        ("Tsiklauri was in Gori. The prime minister's party said it was over.",
         "party of Levan Tsiklauri"),
        # A family name without its article, and whose spokesman nobody has told.
        ("Fahd al-Mutlaq came. Mutlaq said it was over.", "Fahd al-Mutlaq"),
        ("Two people were asked. A spokesman for the chancellery said it was over.",
         "spokesman for the chancellery"),
        ("Word came from Tbilisi, where the foreign ministry said it was over.",
         "Georgian foreign ministry"),
    ],
)  # fmt: skip
def test_who_it_is(text, name):
    found = extract(text, dispute(SHORES, "x"), day=date(2033, 1, 1), everything=True).statements
    assert found[-1].actor.name == name


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # What must be asked for, or be there, first.
        ("They will consider it upon a written request of the parliament.",
         "upon a written request of the parliament"),
        ("It could join only with the consent of its parliament.",
         "only with the consent of its parliament"),
        ("They may leave under the condition that the law is changed.",
         "under the condition that the law is changed"),
        ("It might shelve the fee were the ban to be lifted.", "were the ban to be lifted"),
        ('They will sail "the minute" another ship is hit.', 'the minute" another ship is hit'),
        # Haste and absence name no condition.
        ("They will send it as soon as possible.", ""),
        ("It would not matter that they were absent from it.", ""),
    ],
)  # fmt: skip
def test_conditions(text, trigger):
    found = condition(text, Span(0, len(text)))
    assert (found.trigger.of(text) if found else "") == trigger


ARGUED = "I know this lake. You know it too. Why not say so? Of course we fish. So what? "
"""A writer who argues, in whose text a stance counts only where something holds it."""


@pytest.mark.parametrize(
    ("text", "held"),
    [
        # A writer's word alone holds nothing; what she has just said holds what she wants.
        (f"{ARGUED}Joren Falk went home. He wants the entry of Velmark because it is near.", False),
        (f"{ARGUED}Joren Falk said it rains. He wants the entry of Velmark because it is near.",
         True),
        # A call that is renewed is spoken, in whatever text.
        (f"{ARGUED}Kasland has its call for entry of Velmark, as ever.", False),
        (f"{ARGUED}Kasland renewed its call for entry of Velmark, as ever.", True),
        # A solemn act of speech is one in the present as well.
        (f"{ARGUED}Kasland rejects the entry of Velmark, as ever.", False),
        (f"{ARGUED}Kasland reaffirms its support for entry of Velmark, as ever.", True),
        # Behind a colon the narrator glosses, but somebody who says or did something speaks.
        ("A handshake in Lisse: Kasland opposes the entry of Velmark.", False),
        ("A handshake in Lisse: Kasland has offered to back the entry of Velmark.", True),
        ("Remember that Kasland said it backs the entry of Velmark.", True),
    ],
)  # fmt: skip
def test_what_holds_a_stance(text, held):
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert any(s.issue == "entry" and s.kind != "inference" for s in found) is held


def test_whether_they_join_is_left_open():
    """Who will not say if they join has set no condition."""
    text = "Joren Falk would not say if Velmark's entry comes next."
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert [s.trigger for s in found] == [None]


def test_a_record_is_known_though_its_title_says_when_it_was_adopted():
    """Nobody tells here what was adopted: the title has no verb of its own."""
    text = "Communique of the Lake Group, adopted on 16 May\n\nKasland favours entry of Velmark.\n"
    found = extract(text, LAKE, day=date(2031, 1, 1)).statements
    assert [(s.actor.state, s.stance) for s in found] == [("KAS", "support")]
    assert recorded(text, blocks(text))
    report = f"Kasland rejects the {text}"
    assert not recorded(report, blocks(report))


def test_in_favour_takes_up_what_was_spoken_of():
    text = "Kasland speaks of Velmark's entry. Joren Falk said that most were in favour."
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert [(s.issue, s.stance) for s in found][-1] == ("entry", "support")


def test_a_sentence_names_what_it_takes_up_at_its_end():
    """The entry is named only beside the one who refuses to sign."""
    text = "Joren Falk, whose eyes were on Velmark's entry, refused to sign."
    found = extract(text, LAKE, day=date(2031, 1, 1), everything=True).statements
    assert [(s.issue, s.stance) for s in found] == [("entry", "oppose")]
