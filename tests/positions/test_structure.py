"""How sentences and texts are put together: shapes that hold whatever their words are."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.positions import attributions, extract, shipped_dispute
from foedus.positions.conditions import condition
from foedus.positions.disputes import phrases
from foedus.positions.spans import Span

UKRAINE = shipped_dispute("ukraine-2025")


def told(text: str) -> list[tuple[str, str, str]]:
    """Return source, cue and content of each attribution."""
    return [
        (
            a.source.of(text) if a.source else "",
            a.cue.of(text) if a.cue else "",
            " ... ".join(c.of(text) for c in a.content),
        )
        for a in attributions(text)
    ]


def sides(text: str) -> list[tuple[str, str, str | None]]:
    return [(s.actor.name, s.issue, s.stance) for s in extract(text, UKRAINE).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The plan was dead, complained Osten of the Left Party.",
            ("Osten of the Left Party", "complained", "The plan was dead"),
        ),
        (
            "The minister is said to have added that it would not pay.",
            ("The minister", "added", "that it would not pay"),
        ),
        ("Osten renewed her call for a vote.", ("Osten", "call", "for a vote")),
        (
            "Norway and Iceland declared in a joint text that they would help.",
            ("Norway and Iceland", "declared", "that they would help"),
        ),
        (
            "Osten demanded that no step be taken - and this from a man who took it.",
            ("Osten", "demanded", "that no step be taken"),
        ),
        (
            "No soldier would set foot in Gao, the minister snapped when asked.",
            ("the minister", "snapped", "No soldier would set foot in Gao"),
        ),
        (
            "There could be no vote, the Greeks had warned for months.",
            ("the Greeks", "warned", "There could be no vote"),
        ),
        (
            "Osten, who had urged a cessation of hostilities in May, left.",
            ("Osten", "urged", "a cessation of hostilities in May"),
        ),
        (
            "Osten requested aid and assistance pursuant to Article 4.",
            ("Osten", "requested", "aid and assistance pursuant to Article 4"),
        ),
        (
            "Renn, which in May had announced that it would veto them, has not.",
            ("Renn", "announced", "that it would veto them"),
        ),
        ("Canada, with many of them at home, was for it.", ("Canada", "was for", "it")),
        (
            "An end to the war, which Osten advocated in May, is near.",
            ("Osten", "advocated", "An end to the war"),
        ),
        ("The treaty that Berlin rejected in June is back.", ("Berlin", "rejected", "The treaty")),
        (
            "Osten said after the talks that it was dead.",
            ("Osten", "said", "that it was dead"),
        ),
        (
            "Osten said in no uncertain terms that it was dead.",
            ("Osten", "said", "that it was dead"),
        ),
        ("Osten rejected the plan, without giving reasons.", ("Osten", "rejected", "the plan")),
        ("Will May said that he may go.", ("Will May", "said", "that he may go")),
        ("In May Osten said he would go.", ("Osten", "said", "he would go")),
        (
            "They oppose the plan and urge the others who have signed to leave.",
            ("They", "oppose", "the plan"),
        ),
        (
            "In their view the answer has to be aid from all.",
            ("their", "view", "the answer has to be aid from all"),
        ),
        (
            "Osten said that entry - which he wants - was near.",
            ("Osten", "said", "that entry - which he wants - was near"),
        ),
    ],
)
def test_who_says_what_in_sentences_of_many_shapes(
    text: str, expected: tuple[str, str, str]
) -> None:
    """A name is no verb; what one is said to have done; a noun carried by a verb; a gloss."""
    assert told(text)[0] == expected


def test_several_verbs_in_the_present_of_several_have_one_subject() -> None:
    """Who opposes also urges; what is asked of "the others who have signed" is to leave."""
    text = "They oppose the plan and urge the others who have signed to leave."
    assert told(text)[1] == ("They", "urge", "to leave")


def test_nothing_is_no_participle() -> None:
    """Both reports are read: what Osten argued, and what he was reported to have argued."""
    text = "Nothing obliged them to send it, Osten argued on Sunday."
    assert told(text)[-1] == ("Osten", "argued", "Nothing obliged them to send it")


def test_what_somebody_is_thought_to_do_is_the_narrator_s() -> None:
    """Who is said to have opposed it opposed it; who is thought to oppose it may not."""
    assert sides("Hungary is said to have opposed Ukraine's membership.") == [
        ("Hungary", "membership", "oppose")
    ]
    assert sides("Hungary is thought to oppose Ukraine's membership.") == []


ANALYSIS = (
    "Hungary opposes Ukraine's membership. Of course it does. Why would it not? Romania would"
    " welcome Ukraine's membership. Perhaps it should. But who knows?"
)


def test_a_record_has_no_narrator() -> None:
    """In a text that argues nobody is heard; the same sentences under a communique's title count.

    The title of a record names its kind and has no verb; a report on one has.
    """
    told = [("Hungary", "membership", "oppose"), ("Romania", "membership", "support")]
    assert sides(ANALYSIS) == []
    assert sides(f"Communique of the Summit of Lutz\n\n{ANALYSIS}") == told
    assert sides(f"Communique of the summit angers Kyiv and pleased Budapest\n\n{ANALYSIS}") == []


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("Ukraine's membership would end the deterrent.", "oppose"),
        ("Ukraine's membership would end the bloodshed.", "support"),
        ("Ukraine's membership would not bring peace.", "oppose"),
        ("it was against delaying Ukraine's membership.", "support"),
        ("nobody would block Ukraine's membership.", "support"),
        ("no decision on Ukraine's membership had been made.", "ambiguous"),
        ("it could not say yes to Ukraine's membership.", "oppose"),
    ],
)
def test_a_stance_is_the_product_of_its_parts(words: str, stance: str) -> None:
    """What ends something good is bad, what ends something bad good; whoever is against delaying a
    thing is for it; each negation turns the sign, and none that leaves a thing open does.
    """
    assert sides(f"Hungary said on Monday that {words}") == [("Hungary", "membership", stance)]


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("maintained its long-standing demand for Ukraine's membership", "support"),
        ("recalled its objection to Ukraine's membership, whether soon or late", "oppose"),
        ("withdrew on Monday its objection to Ukraine's membership", "support"),
    ],
)
def test_a_noun_takes_the_side_that_its_verb_only_carries(words: str, stance: str) -> None:
    """To maintain a demand is to demand; to withdraw an objection is to object no more."""
    assert sides(f"Hungary {words}.") == [("Hungary", "membership", stance)]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Without a vote there, we will not sign.", "Without a vote there"),
        ("we would not sign a text short of a guarantee", "short of a guarantee"),
        ("Were Renn, after all, to attack, we would act.", "Were Renn, after all, to attack"),
        ("we would help them by every means were they to be attacked", "were they to be attacked"),
        ("he'll sign when the vote is over and not before", "when the vote is over and not before"),
        ("we can be there, if pressed, within a day", None),
        ("he did not leave without a word", None),
    ],
)  # fmt: skip
def test_conditions_by_what_is_lacking_and_by_the_order_of_words(
    text: str, trigger: str | None
) -> None:
    """What must be there first is a condition, and a phrase by the way is none."""
    found = condition(text, Span(0, len(text)))
    assert (found.trigger.of(text) if found else None) == trigger


def test_phrases_of_an_issue_are_found_in_their_forms() -> None:
    """An article at the head may be any determiner, and a last word a plural; cues are no nouns."""
    found = phrases(["peace treaty", "the mission", "admit"])
    for words in ("two peace treaties", "any such mission", "this mission", "to admit"):
        assert found.search(words)
    for words in ("he admits that", "mission creep", "peaceful treaty"):
        assert not found.search(words)


def who(text: str) -> list[str]:
    """Return who takes a stance, in order."""
    return [s.actor.name for s in extract(text, UKRAINE, day=date(2025, 2, 15)).statements]


@pytest.mark.parametrize(
    ("source", "actor"),
    [
        ("Viktor Orbán's spokesman", "spokesman of Viktor Orbán"),
        ("An aide to Viktor Orbán", "aide of Viktor Orbán"),
        ("Viktor Orbán's government", "government of Hungary"),
        ("Viktor Orbán, Hungary's prime minister,", "Viktor Orbán"),
        ("The Hungarian side", "side of Hungary"),
    ],
)
def test_who_belongs_to_somebody_is_not_he(source: str, actor: str) -> None:
    """An aide is not the minister; a side is the state's; an apposition names the same."""
    assert who(f"{source} said on Monday that Ukraine's membership was dead.") == [actor]


@pytest.mark.parametrize("name", ["former schoolteacher", "Bavarian", "Hungarian Minister"])
def test_somebody_is_called_by_what_he_is(name: str) -> None:
    """Who was spoken of last, by a trade, by where he is from, or by his state and office."""
    before = "Hungary's foreign minister, Peter Szijjarto, came to Bonn."
    after = f"The {name} said on Monday that Ukraine's membership was dead."
    assert who(f"{before} {after}") == ["Péter Szijjártó"]


def test_a_verb_without_a_subject_shares_that_of_the_last_in_its_tense() -> None:
    """Osten said what Renn could not do, and Osten made it plain."""
    text = "Osten said Renn could not agree to a vote, and made it plain that they could go."
    assert [source for source, cue, _ in told(text) if cue == "made it plain"] == ["Osten"]


@pytest.mark.parametrize(
    ("before", "pronoun", "actor"),
    [
        ("Keir Starmer met Giorgia Meloni in London.", "She", "Giorgia Meloni"),
        ("Keir Starmer met Giorgia Meloni in London.", "He", "Keir Starmer"),
        ("Ms Osten met Mr Renn. Kim Osten left.", "She", "Kim Osten"),
        ("Donald Tusk spoke.", "Warsaw's premier", "Donald Tusk"),
        ("Keir Starmer spoke.", "The German chancellor's spokesman", "spokesman of Olaf Scholz"),
    ],
)
def test_a_pronoun_stands_for_whom_it_may_mean(before: str, pronoun: str, actor: str) -> None:
    """She is not Keir Starmer, by his first name; Kim Osten is "she" where the text says Ms."""
    after = f"{pronoun} said on Monday that Ukraine's membership was dead."
    assert who(f"{before} {after}") == [actor]
