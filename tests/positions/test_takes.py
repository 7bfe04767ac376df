"""Sides that a whole construction takes, conditions of many shapes, and who came to say what.

Sixty sentences a kind (stances, conditions, sources, the writer's own) were written with their
answers before the rules ran; every second of each list was looked at while rules were mended. Of
the half that was not looked at 13, 16, 23 and 24 of 30 were read before, and 19, 19, 24 and 26
afterwards. The sentences here are others, their answers worked out by hand: each kind of place in
`takes.toml` is tried, with a negation and without.
"""

from __future__ import annotations

import re
import time
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from foedus.positions import extract
from foedus.positions.attribution import attributions
from foedus.positions.conditions import condition
from foedus.positions.disputes import dispute
from foedus.positions.polarity import polarity
from foedus.positions.spans import Span
from foedus.positions.takes import takes

WORLD = dispute(
    """
[[holders]]
person = "Ana Popescu"
office = "Foreign Minister"
state = "ROU"
from = 2030-01-01

[[holders]]
person = "Sofia Lindgren"
office = "Secretary General"
state = "NATO"
from = 2030-01-01

[[holders]]
person = "Marta Lewandowska"
office = "Prime Minister"
state = "POL"
from = 2030-01-01

[[holders]]
person = "Mihai Rusnac"
office = "Prime Minister"
state = "MDA"
from = 2030-01-01

[[issues]]
id = "pact"
label = "that Romania and Poland guarantee Moldova's defence"
about = ["pact"]

[[organisations]]
code = "NATO"
name = "NATO"
""",
    "world",
)
DAY = date(2031, 5, 5)


def stances(words):
    found = extract(words, WORLD, "x", DAY).statements
    return [s.stance for s in found if s.issue == "pact" and "nested" not in s.flags]


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        # What somebody does or feels that ends at the issue; a negation turns it.
        ("she had lost patience with the pact", "oppose"),
        ("she had not lost patience with the pact", "support"),
        ("Romania would go the extra mile for the pact", "support"),
        ("she would rather resign than put her name to the pact", "oppose"),
        ("nobody had lost faith in the pact", "support"),
        ("she was in two minds over the pact", "ambiguous"),
        ("she would think very hard before signing the pact", "ambiguous"),
        # What the issue is said to do or to have undergone.
        ("the pact had outlived its purpose", "oppose"),
        ("the pact was full of holes", "oppose"),
        ("the pact would play into Moscow's hands", "oppose"),
        ("the pact would not play into Moscow's hands", "support"),
        ("the pact was money well spent", "support"),
        ("the pact could not have come a day too soon", "support"),
        ("the pact was a marriage without a bride", "oppose"),
        ("the case for the pact was overwhelming", "support"),
        # Verbs whose object the issue is, in the active and in the passive.
        ("Romania would bankroll the pact", "support"),
        ("Romania would not bankroll the pact", "oppose"),
        ("the pact must be extended", "support"),
        ("the pact must not be extended", "oppose"),
        ("the pact ought to be binned", "oppose"),
        # An act on the issue that the rest judges: the sign is the product.
        ("ending the pact would be a mistake", "support"),
        ("signing the pact would be a mistake", "oppose"),
        ("abandoning the pact now would reward the aggressor", "support"),
        ("any delay in the pact would be a mistake", "support"),
        ("there would be no let-up in the pact", "support"),
    ],
)
def test_a_construction_takes_a_side_as_a_whole(said, stance):
    """Who says the issue has a bad property is against it; a negation of the phrase turns it."""
    assert stances(f"Ana Popescu said {said}.") == [stance]


def test_every_phrase_of_the_table_is_found_where_it_belongs():
    """Each idiom and each verb, with the issue in its place, takes the side it is listed under."""
    text = (files("foedus.positions") / "data" / "takes.toml").read_text(encoding="utf-8")
    written, wrong = tomllib.loads(text), []
    signs = {"for": 1, "against": -1, "open": 0}
    for place in ("before", "behind", "object"):
        for side, phrases in written[place].items():
            for phrase in phrases.split():
                words = phrase.replace("_", " ").replace("*", "its").replace("[a-z]+", "moscow")
                words = re.sub(r"^be ", "was ", re.sub(r"^there is ", "there was ", words))
                said = f"the # {words}" if place == "behind" else f"they {words} the #"
                found = [take.sign for take in takes(said)]
                if signs[side] not in found:
                    wrong.append(phrase)
    assert sum(len(p.split()) for s in written.values() for p in s.values() if type(p) is str) > 800
    assert wrong == []


def test_no_phrase_is_listed_on_two_sides():
    """A phrase on two sides would take the first of them, whichever is meant."""
    text = (files("foedus.positions") / "data" / "takes.toml").read_text(encoding="utf-8")
    for place in ("before", "behind", "object"):
        sides = [set(p.split()) for p in tomllib.loads(text)[place].values()]
        assert not (sides[0] & sides[1] | sides[0] & sides[2] | sides[1] & sides[2])
    assert set(polarity().cues.values()) <= {"support", "oppose", "ambiguous", "reference"}


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        ("If need be, we will sign.", None),
        (
            "We would sign the pact in exchange for transit rights.",
            "in exchange for transit rights",
        ),
        ("The pact should be dropped in exchange for a truce.", None),
        ("Our consent is contingent on a vote.", "contingent on a vote"),
        ("We will sign, assuming that Ukraine agrees.", "assuming that Ukraine agrees"),
        ("Nothing short of a vote would move us.", "Nothing short of a vote"),
        ("We agree on one condition: that no base be built.", "that no base be built"),
        ("We would stay pending a ruling.", "pending a ruling"),
        ("We shall examine all pending requests.", None),
        ("It provided the observers with maps.", None),
        ("We will sign provided nobody asks us to fight.", "provided nobody asks us to fight"),
    ],
)
def test_conditions(said, trigger):
    """What must hold first is the trigger; what only sounds so is none."""
    found = condition(said, Span(0, len(said)))
    assert (found.trigger.of(said) if found else None) == trigger


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        (
            "Once the vote is won, Romania is prepared to sign the pact.",
            "Once the vote is won",
        ),
        ("Once the vote was won, Romania decided to sign the pact.", None),
        (
            "Were Russia to leave for good, Ana Popescu said, the pact could be dropped.",
            "Were Russia to leave for good",
        ),
    ],
)
def test_a_condition_that_leads_its_sentence(said, trigger):
    """What leads the sentence of who is ready to act is his condition; of who acted, the time."""
    found = [s for s in extract(said, WORLD, "x", DAY).statements if s.issue == "pact"]
    assert [s.trigger.exact if s.trigger else None for s in found] == [trigger]


@pytest.mark.parametrize(
    ("said", "source", "content"),
    [
        # Who comes before others to say something said it; who hopes to has not.
        ("Bell flew to Lisse to say that it fell.", "Bell", "that it fell"),
        ("Bell took the floor to denounce the plan.", "Bell", "the plan"),
        ("Bell was asked to say that it fell.", None, None),
        ("I heard Ann Bell say last week that it fell.", "Ann Bell", "that it fell"),
        # When and where something was said stands between a verb and its "that".
        ("Bell jeered in the spring that it fell.", "Bell", "that it fell"),
        ("Bell answered each time that it fell.", "Bell", "that it fell"),
        ("Bell maintained as late as May that it fell.", "Bell", "that it fell"),
        # A survey at the end reports the clause before it, whatever its verb.
        (
            "Six in ten residents want the plan, according to a survey.",
            "a survey",
            "Six in ten residents want the plan",
        ),
        # No one in particular, and nobody who is denied, reports anything.
        ("It will be built, whatever Bell thinks.", None, None),
        # "'s" behind a name is no verb.
        ("Bell's opposition to Lisse's plan is known.", "Bell", "to Lisse's plan"),
        # Two who act as one, the second by number.
        (
            "France and eleven other allies urged Bell to go.",
            "France and eleven other allies",
            None,
        ),
    ],
)
def test_who_says_what(said, source, content):
    found = [(a.source.of(said), a.content[0].of(said)) for a in attributions(said) if a.source]
    if source is None:
        assert found == []
    else:
        assert (source, content or found[0][1]) in found


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The Polish PM", "Marta Lewandowska"),
        ("The NATO chief", "Sofia Lindgren"),
        ("The French", "France"),
        ("A Warsaw court", "Warsaw court"),
        ("Brussels", "European Union"),
        ("The Blue House", "Blue House"),
    ],
)
def test_who_is_meant(source, name):
    """Offices in short, peoples, courts that a capital only places, and houses for governments."""
    found = extract(f"{source} said the pact was dead.", WORLD, "x", DAY, everything=True)
    assert found.statements[0].actor.name == name


def test_brussels_is_belgium_where_belgium_is_spoken_of():
    """Where Belgium is named its capital stands for its government."""
    words = "Belgium holds the assets. Brussels said the pact was dead."
    found = extract(words, WORLD, "x", DAY).statements
    assert [s.actor.name for s in found] == ["government of Belgium"]


def test_two_acts_in_one_sentence_are_two_statements():
    """Who rejects a thing and vows to fight it did both; the same words count once."""
    words = "Marta Lewandowska rejected the pact and promised to vote the pact down."
    found = extract(words, WORLD, "x", DAY).statements
    assert [(s.stance, s.quote.exact) for s in found] == [
        ("oppose", "the pact"),
        ("oppose", "to vote the pact down"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "With its veto Romania has shown that it opposes the pact.",
        "Mihai Rusnac must support the pact to keep his coalition.",
        "Romania backs the pact, Hungary does not.",
        "The pact is opposed by Romania.",
        "Mihai Rusnac backs the pact because he needs the money.",
    ],
)
def test_what_a_report_says_in_its_own_voice(said):
    """Deeds that show a stance, what somebody must do, a state that says nothing, and reasons.

    The spokeswoman of the lead is of no state that is named, so that Romania is not heard in her.
    """
    lead = "Ministers met. Talks went on, a spokeswoman said. It rained. They ate. They left. Rain."
    found = extract(f"{lead} {said}", WORLD, "x", DAY).statements
    assert found == ()


def test_headers_of_a_cable_are_nobody():
    """FROM, TO and SUBJECT head a cable and say nothing."""
    head = "FROM: EMBASSY\nTO: LONDON\nSUBJECT: THE PACT\n\n"
    words = f"{head}1. Ana Popescu said the pact was dead."
    found = extract(words, WORLD, "x", DAY, everything=True).statements
    assert {s.actor.name for s in found} == {"Ana Popescu"}


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        # Whose refusal or support is judged, what is not let happen, and an answer.
        ("it was wrong to reject the pact", "support"),
        ("it would be a mistake to join the pact", "oppose"),
        ("Romania would not let the pact fall", "support"),
        ("nothing would keep Poland from signing the pact", "support"),
        ("Germany's answer to the pact was no", "oppose"),
        ("there was no question of signing the pact", "oppose"),
        ("she wanted the pact gone", "oppose"),
        # What follows from it tells where only the condition names it; links are no sides.
        ("Romania would retaliate if the pact was signed", "oppose"),
        ("there was no link between the pact and the base", None),
    ],
)
def test_sides_in_plain_words(said, stance):
    """The sign is the product of the judgement and of what is judged."""
    assert stances(f"Ana Popescu said {said}.") == [stance]


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ("Ana Popescu regretted that the pact had been abandoned.", "support"),
        ("Ana Popescu demanded that the pact be withdrawn.", "oppose"),
        ("Ana Popescu would like to see the pact dropped.", "oppose"),
        ("Ana Popescu rejected any link between the pact and the base.", None),
        ("Ana Popescu assured them of her support for the pact.", "support"),
        ("Ana Popescu reacted coldly to the pact.", "oppose"),
    ],
)
def test_a_cue_and_what_happens_to_the_issue(said, stance):
    """Who regrets that it is gone wants it; who demands that it be withdrawn does not."""
    assert stances(said) == [stance]


@pytest.mark.parametrize(
    ("words", "name", "state"),
    [
        ("Mihai Rusnac met Ana Popescu. She said the pact was dead.", "Ana Popescu", "ROU"),
        ("Ana Popescu came. The Romanian said the pact was dead.", "Ana Popescu", "ROU"),
        ("Poland's Jan Kos came. Kos said the pact was dead.", "Jan Kos", "POL"),
        ("The opposition Reds said the pact was dead. Moldova sleeps.", "Reds", "MDA"),
        ("Republican senators said the pact was dead.", "Republican senators", ""),
        ("Warsaw's envoy in Kyiv, Jan Kos, said the pact was dead.", "Jan Kos", "POL"),
        (
            "In the opinion of the deputy chairman of the council, Oleg Rybin, the pact was dead.",
            "Oleg Rybin",
            "",
        ),
        ('"The pact is dead," said the deputy chairman, Oleg Rybin, on Monday.', "Oleg Rybin", ""),
        ("The ministers met in Iasi. They said the pact was dead.", "ministers", ""),
    ],
)
def test_who_is_carried_or_named_beside_an_office(words, name, state):
    """Women by their first names, people by their country, and names behind an office."""
    found = extract(words, WORLD, "x", DAY, everything=True).statements[-1]
    assert (found.actor.name, found.actor.state) == (name, state)


def test_an_interviewer_says_nothing():
    """Of two who talk, one of whom asks in half of the turns, he is the interviewer."""
    talk = (
        "HALE: You have been called a gambler for signing the pact.\n\nRUSNAC: I bought insurance."
        "\n\nHALE: Would soldiers die for it?\n\nRUSNAC: They would. We want the pact.\n"
    )
    found = extract(talk, WORLD, "x", DAY).statements
    assert {s.actor.name for s in found} == {"Mihai Rusnac"}


def test_turns_of_a_congressional_hearing():
    """A title in small letters and a name in capitals before a stop begin a turn."""
    talk = "Secretary REYES. I welcome the pact.\n\nSenator COLLIER. I oppose the pact.\n"
    found = extract(talk, WORLD, "x", DAY).statements
    assert [(s.actor.name, s.stance) for s in found] == [
        ("Secretary REYES", "support"),
        ("Senator COLLIER", "oppose"),
    ]


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        (
            "Romania would not sign before the Senate had agreed.",
            "before the Senate had agreed",
        ),
        ("Romania would sign after the Senate had agreed.", "after the Senate had agreed"),
        ("Romania signed after the Senate had agreed.", None),
        ("The moment a mandate was given, we would go.", "The moment a mandate was given"),
        ("Romania would join should Poland do so.", "should Poland do so"),
        ("The mission could stay until the elections.", None),
    ],
)
def test_what_must_come_first(said, trigger):
    """What must come first is the condition of what is not yet done; a date is none."""
    found = condition(said, Span(0, len(said)))
    assert (found.trigger.of(said) if found else None) == trigger


@pytest.mark.parametrize(
    "words",
    ["the # " + "has to " * 60, "the # must be " * 2_000, "we will after " * 1_500],
)
def test_words_that_come_again_and_again_take_no_time(words):
    """Nothing is tried in more ways than there are words: 35, 15 and 174 seconds before.

    The bound is thirty times what was measured here.
    """
    begun = time.process_time()
    takes(words)
    condition(words, Span(0, len(words)))
    assert time.process_time() - begun < 15
