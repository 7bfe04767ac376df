"""From attributions to actors, issues, stances and conditions."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from foedus.positions import (
    BadDisputeError,
    Dispute,
    disputes,
    extract,
    plain,
    register,
    shipped_dispute,
)
from foedus.positions.conditions import condition
from foedus.positions.disputes import dispute
from foedus.positions.spans import Span

_TOML = Path(__file__).parent / "corpus" / "lake.toml"
LAKE = dispute(_TOML.read_text(encoding="utf-8"), "lake.toml")
DAY = date(2025, 2, 21)


def first(text, issues=None, day=DAY):
    found = extract(text, issues or shipped_dispute("ukraine-2025"), day=day, everything=True)
    return found.statements[0]


@pytest.mark.parametrize(
    ("source", "name", "state", "kind"),
    [
        ("Keir Starmer", "Keir Starmer", "GBR", "person"),
        ("Starmer", "Keir Starmer", "GBR", "person"),
        ("Britain's prime minister", "Keir Starmer", "GBR", "person"),
        ("The British foreign secretary", "David Lammy", "GBR", "person"),
        ("London", "government of United Kingdom", "GBR", "office"),
        ("The British government", "government of United Kingdom", "GBR", "office"),
        ("The UK", "United Kingdom", "GBR", "state"),
        ("The Kremlin", "Kremlin", "RUS", "organisation"),
        ("Russia's embassy in Copenhagen", "Russian embassy", "RUS", "office"),
        ("The Russian ambassador to Denmark", "Russian ambassador", "RUS", "office"),
        ("The embassy in Copenhagen", "embassy in Copenhagen", "DNK", "unknown"),
        ("The opposition party Naalu", "opposition party Naalu", "", "unknown"),
        ("The Social Democrats", "Social Democrats", "", "organisation"),
        ("NATO", "NATO", "NATO", "organisation"),
        ("A senior U.S. official", "senior U.S. official", "USA", "group"),
        ("Poland's main opposition party", "Polish opposition", "POL", "office"),
        ("Several European leaders", "Several European leaders", "", "group"),
        ("Officials in Ankara", "Officials in Ankara", "TUR", "group"),
        ("Viktor Orban", "Viktor Orbán", "HUN", "person"),
        ("The Slovak prime minister, Robert Fico,", "Robert Fico", "SVK", "person"),
        ("Jane Roe of the harbour office", "Jane Roe", "", "person"),
    ],
)
def test_sources_become_actors(source, name, state, kind):
    actor = first(f"{source} said that the talks would go on.").actor
    assert (actor.name, actor.state, actor.kind) == (name, state, kind)


def test_offices_are_looked_up_on_the_day():
    text = "The Hungarian prime minister said that he would wait."
    assert first(text, day=date(2025, 2, 21)).actor.name == "Viktor Orbán"
    assert first(text, day=date(2026, 6, 10)).actor.name == "Péter Magyar"
    late = first("Viktor Orbán said that he would wait.", day=date(2026, 6, 10)).actor
    assert "out of office" in late.flags
    assert late.speaks_for == "self"


def test_pronouns_and_last_names_are_carried_and_flagged():
    text = "Jane Roe backs Ukraine's membership of NATO. She said that Roe had always done so."
    found = extract(text, shipped_dispute("ukraine-2025"), day=DAY, everything=True).statements
    assert found[1].actor.name == "Jane Roe"
    assert "carried actor" in found[1].flags


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("Kasland backs Velmark's entry into the League.", "support"),
        ("Kasland does not back Velmark's entry into the League.", "oppose"),
        ("Kasland said that it would accept no entry of Velmark.", "oppose"),
        ("Kasland said that Velmark's entry is a matter of when, not whether.", None),
        ("Kasland supports Velmark's entry without reservation.", "support"),
        ("Kasland said it wants Velmark's entry, and not only in words.", "support"),
        ("Kasland said there would be no truce without Velmark's entry.", "support"),
        ("Kasland decided on Tuesday not to accept Velmark's entry.", "oppose"),
        ("Hanna Osten renewed her offer of Velmark's entry.", "support"),
        ("Kasland rejects Velmark's entry into the League.", "oppose"),
        ("Kasland said that Velmark's entry into the League was unacceptable.", "oppose"),
        ("Kasland said that Velmark must join the League.", "support"),
        ("Kasland said that Velmark must not join the League.", "oppose"),
        ("Kasland is considering Velmark's entry into the League.", "ambiguous"),
        ("Kasland will back Velmark's entry into the League if the truce holds.", "conditional"),
        ("Kasland demanded that the League renounce the Lisse promise.", "support"),
        ("Kasland said the League would never renounce the Lisse promise.", "oppose"),
        ("Kasland stands by the Lisse promise.", "oppose"),
        ("Kasland said that Velmark's entry into the League came up.", None),
        ("Kasland said that entry of Velmark was vital, and that entry was a trap.", None),
    ],
)
def test_stances(words, stance):
    found = first(words, LAKE)
    assert found.stance == stance


# One sentence a line of three other disputes, whose files hold data only: texts of our own.
OTHERS = [
    ("georgia", "2008-04-02", "Fillon told a radio station that Paris was against the entry of"
     " Georgia into the alliance.", {("FRA", "membership", "oppose")}),
    ("georgia", "2008-04-02", "Saakashvili said Georgia would not give up its aim of joining NATO.",
     {("GEO", "membership", "support")}),
    ("georgia", "2024-03-12", "Kobakhidze said that Georgia remained committed to membership in"
     " NATO but would not be drawn into a war.", {("GEO", "membership", "support")}),
    ("georgia", "2024-03-12", "Hungary, Peter Szijjarto said, would support the accession of"
     " Georgia to NATO if all others did.", {("HUN", "membership", "conditional")}),
    ("sweden-finland-2022", "2024-02-23", "Orbán said that Hungary would vote for Sweden's"
     " accession on Monday.", {("HUN", "sweden", "support")}),
    ("sweden-finland-2022", "2023-09-25", "Erdoğan said that the Turkish parliament would approve"
     " Sweden's NATO membership if the jets were sold.", {("TUR", "sweden", "conditional")}),
    ("sweden-finland-2022", "2022-05-16", "Stoltenberg said that Turkey opposed the accession of"
     " Sweden.", {("TUR", "sweden", "oppose")}),
    ("sweden-finland-2022", "2022-05-16", "Britain promised to come to the aid of Sweden before"
     " it is a member, Boris Johnson said.",
     {("GBR", "bridge", "support"), ("GBR", "bridge", None)}),
    ("anzus-1951", "1951-02-16", "Mr. Doidge said that New Zealand would agree to a tripartite"
     " treaty if the President approved.", {("NZL", "pact", "conditional")}),
    ("anzus-1951", "1951-02-16", "The British High Commissioner objected to the exclusion of the"
     " United Kingdom as a party.", {("GBR", "britain", "oppose")}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "words", "told"), OTHERS)
def test_other_disputes_are_files_and_no_code(name, day, words, told):
    """What a speaker tells of another state is that state's; a clause about a war is no entry."""
    found = extract(words, shipped_dispute(name), day=date.fromisoformat(day)).statements
    assert {(s.actor.state, s.issue, s.stance) for s in found} == told


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Orbán Viktor said that he opposes Ukraine's membership in NATO.", "Viktor Orbán"),
        ("Viktor Orba\u0301n opposes Ukraine's membership in NATO.", "Viktor Orbán"),
        ("Erdog\u0306an opposes Ukraine's membership in NATO.", "Recep Tayyip Erdoğan"),
        ("ORBÁN opposes Ukraine's membership in NATO.", "Viktor Orbán"),
    ],
)
def test_names_in_any_order_and_with_accents_apart(words, who):
    text = plain(words.encode(), "x.txt")
    (found,) = extract(text, shipped_dispute("ukraine-2025"), day=DAY).statements
    assert (found.actor.name, found.stance) == (who, "oppose")
    assert text[found.quote.start :].startswith(found.quote.exact)


def test_the_us_of_a_headline_is_no_pronoun():
    words = "US considers offering Ukraine instant NATO membership if Russia attacks again"
    (found,) = extract(words, shipped_dispute("ukraine-2025"), day=DAY).statements
    assert (found.actor.state, found.issue, found.stance, found.manner) == (
        "USA", "instant_on_violation", "conditional", "headline",
    )  # fmt: skip


def test_conflicting_cues_are_flagged():
    words = "Kasland said that Velmark's entry was vital, and that the same entry was a trap."
    assert "cues conflict" in first(words, LAKE).flags


@pytest.mark.parametrize(
    ("text", "trigger", "consequent"),
    [
        ("If the truce fails, we will send troops.", "If the truce fails", "we will send troops"),
        ("We will go once the truce is signed.", "once the truce is signed", "We will go"),
        ("We shall wait unless Torria attacks.", "unless Torria attacks", "We shall wait"),
        ("that, should Torria attack, we would join", "should Torria attack", "we would join"),
        ("We agree provided that it is paid for.", "provided that it is paid for", "We agree"),
    ],
)  # fmt: skip
def test_conditions(text, trigger, consequent):
    found = condition(text, Span(0, len(text)))
    assert (found.trigger.of(text), found.consequent.of(text)) == (trigger, consequent)


@pytest.mark.parametrize("text", ["He was once a pilot.", "She asked if it was over.", "We agree."])
def test_no_condition_is_invented(text):
    assert condition(text, Span(0, len(text))) is None


def test_the_narrator_supposes_and_nobody_said_so():
    for words in (
        "Torria presumably fears Velmark's entry into the League.",
        "There are concerns that Torria opposes Velmark's entry into the League.",
    ):
        assert extract(words, LAKE).statements == ()
        kept = extract(words, LAKE, everything=True).statements
        assert all(s.kind == "inference" for s in kept)


@pytest.mark.parametrize("name", disputes())
def test_every_shipped_dispute_works_by_data_alone(name):
    assert shipped_dispute(name).issues


def test_other_disputes():
    words = "In a cable of 1951 Percy Spender said that Australia wanted a Pacific pact."
    found = first(words, shipped_dispute("anzus-1951"), date(1951, 2, 15))
    assert (found.actor.name, found.actor.state, found.issue) == ("Percy Spender", "AUS", "pact")
    words = "Turkey's president opposes Sweden's membership of NATO."
    found = first(words, shipped_dispute("sweden-finland-2022"), date(2022, 5, 20))
    assert (found.actor.name, found.issue, found.stance) == (
        "Recep Tayyip Erdoğan",
        "sweden",
        "oppose",
    )
    words = "Berlin rejected a Membership Action Plan for Georgia."
    found = first(words, shipped_dispute("georgia"), date(2008, 4, 2))
    assert (found.actor.state, found.issue, found.stance) == ("DEU", "map", "oppose")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = ", "no TOML"),
        ("[[issue]]\nid = 'a'", "'issue' is unknown"),
        ("[[issues]]\nid = 'a'", "'about' is missing"),
        ("[[issues]]\nid = 'a'\nabout = ['b']\nlabels = 'c'", "'labels' is unknown"),
        ("[[holders]]\nperson = 'A'\noffice = 'B'\nstate = 'C'\nfrom = '2020'", "must be a date"),
        ("[[issues]]\nid = 'a'\nabout = ['b']\nmeans = ['c', 'd']", "an issue and a stance"),
        ("issues = 3", "must be written as"),
    ],
)
def test_bad_disputes_are_told(text, told):
    with pytest.raises(BadDisputeError, match=told):
        dispute(text, "x.toml")


def test_tenures_do_not_overlap_in_one_office():
    """One holder at a time of each head of state and of government; else a day has two answers."""
    by_office = {}
    for h in register(Dispute()).holders:
        if h.office in ("President", "Prime Minister", "Chancellor", "Secretary General"):
            by_office.setdefault((h.state, h.office), []).append(h)
    for tenures in by_office.values():
        ordered = sorted(tenures, key=lambda h: h.since)
        for earlier, later in pairwise(ordered):
            assert earlier.until is not None
            assert earlier.until <= later.since, (earlier.person, later.person)


@pytest.mark.parametrize(
    ("source", "name", "office"),
    [
        ("Зеленський", "Volodymyr Zelensky", "President"),
        ("Владимир Зеленский", "Volodymyr Zelensky", "President"),
        ("Путин", "Vladimir Putin", "President"),
        ("Захарова", "Maria Zakharova", "spokeswoman of the Foreign Ministry"),
        ("Андрій Сибіга", "Andrii Sybiha", "Foreign Minister"),
        ("Президент України", "Volodymyr Zelensky", "President"),
        ("Міністр закордонних справ України", "Andrii Sybiha", "Foreign Minister"),
        ("Кремль", "Kremlin", ""),
        ("Україна", "Ukraine", ""),
        ("Μητσοτάκης", "Kyriakos Mitsotakis", "Prime Minister"),
        ("Mitsotakis (Μητσοτάκης)", "Kyriakos Mitsotakis", "Prime Minister"),
        ("Rinkēvičs", "Edgars Rinkēvičs", "President"),
        ("Łukasz Żółtowski, an envoy,", "Łukasz Żółtowski", ""),
    ],
)
def test_names_in_other_scripts_and_with_accents_are_known(source, name, office):
    text = f"{source} supports Ukraine's membership of NATO."
    found = extract(text, shipped_dispute("ukraine-2025"), day=date(2025, 9, 1)).statements
    assert [(s.actor.name, s.actor.office, s.stance) for s in found] == [(name, office, "support")]


@pytest.mark.parametrize(
    ("issue", "stance", "sentence"),
    [
        ("membership", "support", 'Poland said that Ukraine in NATO "must not be traded away".'),
        ("membership", "support", "Poland said that Ukraine's accession is not up for sale."),
        ("membership", "oppose", "Poland said that Ukraine's accession must not come."),
        ("membership", "support", "Poland says that Ukraine's place is in NATO."),
        ("membership", "support", "| Word | Poland says Ukraine's place is in NATO |"),
        ("invitation_now", "support", '"An invitation to Ukraine costs nothing," Poland said.'),
        ("invitation_now", "oppose", "Poland rejected an immediate invitation for Ukraine."),
        (
            "instant_on_violation",
            "conditional",
            "If Russia breaks it, Ukraine should be admitted automatically, Poland said.",
        ),
    ],
)
def test_stances_that_were_read_wrong_at_first_sight(issue, stance, sentence):
    (found,) = extract(sentence, shipped_dispute("ukraine-2025")).statements
    assert (found.actor.name, found.issue, found.stance) == ("Poland", issue, stance)
    assert "|" not in found.quote.exact


def test_an_embassy_speaks_for_its_owner_and_not_for_its_host():
    text = "Russia opposes it. Its embassy in Copenhagen warned that ships would be watched."
    found = extract(text, shipped_dispute("ukraine-2025"), everything=True).statements
    assert (found[-1].actor.name, found[-1].actor.state) == ("Russian embassy", "RUS")


def test_two_parties_are_told_apart():
    text = "The Social Democrats said that it rained. The Christian Democrats said that it did not."
    found = extract(text, shipped_dispute("ukraine-2025"), everything=True).statements
    assert [s.actor.name for s in found] == ["Social Democrats", "Christian Democrats"]


def test_an_adverb_is_nobody():
    text = "Slovakia would perhaps not agree to Ukraine joining NATO, Robert Fico said."
    found = extract(text, shipped_dispute("ukraine-2025"), everything=True).statements
    assert {s.actor.name for s in found} <= {"Robert Fico", "Slovakia"}


SUCCESSOR = """
[[holders]]
person = "Iryna Sol"
office = "Foreign Minister"
state = "UKR"
from = 2030-01-01

[[holders]]
person = "Oh Min-jae"
office = "Defence Minister"
state = "KOR"
from = 2030-01-01
"""


def test_who_enters_an_office_ends_the_term_before_and_family_names_may_come_first():
    later = dispute(SUCCESSOR, "later.toml")
    for source, person in (
        ("Ukraine's foreign minister", "Iryna Sol"),
        ("Minister Oh", "Oh Min-jae"),
    ):
        assert (
            first(f"{source} said that talks go on.", later, date(2031, 1, 1)).actor.name == person
        )
    table = register(later)
    assert table.holder("UKR", "Foreign Minister", date(2026, 1, 1)).person != "Iryna Sol"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Hungary said it would not lift its objection to Ukraine's membership.", "oppose"),
        ("Hungary said it would drop its veto of Ukraine's membership.", "support"),
        ("Poland appealed to NATO to set a date for Ukraine's membership.", "support"),
        ("Greece asked NATO not to endorse Ukraine's membership.", "oppose"),
        ("Greece hinted that it might come back to Ukraine's membership.", "ambiguous"),
        ("France called Ukraine's membership long overdue.", "support"),
        ("Hungary favours suspending Ukraine's accession.", "oppose"),
        ("Neither Poland nor Greece supports Ukraine's membership.", "oppose"),
        ("Poland said that neither it nor Greece would accept Ukraine's membership.", "oppose"),
        ("Neither Poland nor Greece opposes Ukraine's membership.", "ambiguous"),
        ("It is not true that Poland supports Ukraine's membership.", "oppose"),
        ("It is wrong that Poland opposes Ukraine's membership.", "oppose"),
        ("Poland said that it had never said no to Ukraine's membership.", "support"),
    ],
)
def test_stances_of_lifted_objections_and_negated_demands(text, stance):
    assert first(text).stance == stance


@pytest.mark.parametrize(
    "text",
    [
        "Poland said that the United States would not support Ukraine's membership.",
        "Poland said that the committee would not support Ukraine's membership.",
        "Poland said that without an agreement it would not support Ukraine's membership.",
    ],
)
def test_a_name_that_begins_like_a_word_of_polarity_is_none(text):
    assert first(text).stance == "oppose"


def test_to_be_told_that_is_no_demand():
    assert first("Poland told reporters that it backs Ukraine's membership.").kind == "position"
    assert first("Poland told NATO to back Ukraine's membership.").kind == "demand"


def test_when_and_while_open_conditions():
    text = "When it is withdrawn, we will talk."
    found = condition(text, Span(0, len(text)))
    assert found.trigger.of(text) == "When it is withdrawn"
    text = "Poland would not support entry while fighting goes on"
    found = condition(text, Span(0, len(text)))
    assert found.trigger.of(text) == "while fighting goes on"
    text = "He slept while others talked"
    assert condition(text, Span(0, len(text))) is None


def test_short_titles_counterparts_and_names_that_others_have():
    text = (
        "Keir Starmer met Emmanuel Macron. Foreign Secretary David Lammy said that it rained."
        " The Secretary said that talks go on. His Polish counterpart said that it snowed."
        " The Alliance for the North said that it hailed."
    )
    said = extract(text, shipped_dispute("ukraine-2025"), day=DAY, everything=True).statements
    assert [s.actor.name for s in said][-3:] == [
        "David Lammy",
        "Radosław Sikorski",
        "Alliance for the North",
    ]


def test_states_that_are_only_counted_have_said_nothing():
    text = "Dozens of countries support Ukraine's membership."
    assert not extract(text, shipped_dispute("ukraine-2025"), day=DAY).statements


def test_a_presenter_who_tells_what_another_thinks_does_not_think_so():
    text = (
        "PRESENTER: Good day.\n\nGUEST: Good day.\n\n"
        "PRESENTER: It is late. Poland writes that it backs Ukraine's membership."
        " Well?\n\nGUEST: Well.\n"
    )
    said = extract(text, shipped_dispute("ukraine-2025"), day=DAY).statements
    assert [(s.actor.name, s.stance) for s in said] == [("Poland", "support")]


def test_will_in_another_sentence_is_no_stance():
    text = 'Guo Wenbin said: "Ukraine\'s membership is discussed. Those who come late will wait."'
    assert first(text).stance is None


def test_it_reads_is_what_its_author_says():
    text = 'Japan said that talks go on. Keir Starmer issued a statement. It reads: "We wait."'
    said = extract(text, shipped_dispute("ukraine-2025"), day=DAY, everything=True).statements
    assert said[-1].actor.name == "Keir Starmer"


def test_a_ministry_of_his_is_in_the_state_of_whoever_had_one_last():
    text = "Sweden voted. A shopkeeper said that it rains. The government said that it knew."
    said = extract(text, shipped_dispute("ukraine-2025"), day=DAY, everything=True).statements
    assert said[-1].actor.state == "SWE"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Berlin is against Ukraine's membership because it is against everything.", "oppose"),
        ("Rome neither supports nor opposes Ukraine's membership.", "ambiguous"),
    ],
)
def test_a_reason_and_neither_nor(text, stance):
    assert first(text).stance == stance


def test_what_nobody_says_and_takes_no_side_is_no_position():
    text = "Slovakia regards Ukraine's membership as a matter of some interest."
    assert not extract(text, shipped_dispute("ukraine-2025"), day=DAY).statements
    text = "Osten said that Ukraine's membership was a matter of some interest."
    assert extract(text, shipped_dispute("ukraine-2025"), day=DAY).statements
