"""Who is reported to say what: one sentence a shape."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedus.positions import attributions

SHAPES = [
    ("Prices will fall, the minister said.", "the minister", "said", "Prices will fall"),
    ("The minister said on Friday that prices fall.", "The minister", "said", "that prices fall"),
    ("The ministry said prices would fall.", "The ministry", "said", "prices would fall"),
    ('"Prices will fall," said Ana Bell.', "Ana Bell", "said", '"Prices will fall,"'),
    ('"Prices," Ana Bell said, "will fall."', "Ana Bell", "said", '"Prices,"|"will fall."'),
    ("According to two aides, prices will fall.", "two aides", "According to", "prices will fall"),
    ("Prices will fall, according to the bank.", "the bank", "according to", "Prices will fall"),
    ("As Bell put it, prices fall.", "Bell", "put it", "prices fall"),
    ("Bell's claim that prices would fall is wrong.", "Bell", "claim", "that prices would fall"),
    ("In Bell's view, prices fall.", "Bell", "view", "prices fall"),
    ("Bell, the envoy, warned that prices fall.", "Bell, the envoy", "warned", "that prices fall"),
    ("Bell, who was tired, warned that prices fall.", "Bell", "warned", "that prices fall"),
    ("The bank urged traders to wait.", "The bank", "urged", "to wait"),
    ("The bank has ruled out a cut.", "The bank", "ruled out", "a cut"),
    ("The bank vowed to wait.", "The bank", "vowed", "to wait"),
    ("The bank is opposed to a cut.", "The bank", "is opposed to", "a cut"),
    ("The cut was criticised by the union.", "the union", "criticised", "The cut"),
    ("Bell was quoted as saying that it fell.", "Bell", "was quoted as saying", "that it fell"),
    ("A poll held on Friday found that it fell.", "A poll held", "found", "that it fell"),
    ("Mrs. May insisted that prices fall.", "Mrs. May", "insisted", "that prices fall"),
    ("The Treasury on Monday announced a cut.", "The Treasury", "announced", "a cut"),
    ("NEW YORK (LP) - Prices will fall, traders said.", "traders", "said", "Prices will fall"),
    ("Prices will fall, Bell said, and banks should wait.", "Bell", "said",
     "Prices will fall|and banks should wait"),
    ("By law, the bank said, prices will fall.", "the bank", "said", "By law|prices will fall"),
    ("Prices will fall, warn traders.", "traders", "warn", "Prices will fall"),
    ("Prices fall, or so Bell believes.", "Bell", "believes", "Prices fall"),
    ("The paper quoted Bell as saying that it fell.", "Bell", "quoted", "that it fell"),
    ("Bell, who vowed to wait, left for Rome.", "Bell", "vowed", "to wait"),
    ("The traders were accused by Bell of hiding losses.", "Bell", "accused", "of hiding losses"),
    ("The view among traders is that prices fall.", "traders", "view", "that prices fall"),
    ("Bell backs a cut, and Osten cannot prevent it.", "Bell", "backs", "a cut"),
    ("Bell's troops, he added, would be there soon.", "he", "added",
     "Bell's troops|would be there soon"),
    ("She has, on the other hand, spoken out against any cut.", "She", "spoken out against",
     "any cut"),
    ('One of the four, asked whether Osten might come, replied: "Ask later."', "One of the four",
     "replied", '"Ask later."'),
    ("Bell has vowed never to sign.", "Bell", "vowed", "never to sign"),
    ("Bell sees it as a trap.", "Bell", "sees", "it as a trap"),
    ("The bank committed itself at the meeting to a cut.", "The bank", "committed", "to a cut"),
    ("Her adviser suggested at a seminar that prices fall.", "Her adviser", "suggested",
     "that prices fall"),
    ("Bell's office let it be known that prices fall.", "Bell's office", "let it be known",
     "that prices fall"),
    ("The bank pressed traders on Tuesday to wait.", "The bank", "pressed", "to wait"),
    ("A day later his own ministry clarified that prices fall.", "his own ministry", "clarified",
     "that prices fall"),
    ("Bell accepts Osten's cut.", "Bell", "accepts", "Osten's cut"),
    ("A cut, Bell told the Chamber, would be a gift.", "Bell", "told", "A cut|would be a gift"),
    ("Bell issued a blunt warning that prices fall.", "Bell", "warning", "that prices fall"),
    ("Bell has a message for traders: wait.", "Bell", "message", "wait"),
    ("A warning that prices fall came from the bank.", "the bank", "warning", "that prices fall"),
    ("The bank lodged a protest against the cuts.", "The bank", "protest", "against the cuts"),
    ("Bell begged Osten not to sign.", "Bell", "begged", "not to sign"),
    ("Lawyers for the other two say prices fall fast.", "Lawyers for the other two", "say",
     "prices fall fast"),
    ("Prices have risen, according to a May survey by the bank.", "a May survey by the bank",
     "according to", "Prices have risen"),
    ("Bell last night tore up the script and vowed Osten would never sign.", "Bell", "vowed",
     "Osten would never sign"),
    ("Bell said on the steps she would sign.", "Bell", "said", "she would sign"),
    ("Nothing came of Bell's warning last month that prices fall.", "Bell", "warning",
     "that prices fall"),
    ("The accord fails, Bell says. (It was late.)", "Bell", "says", "The accord fails"),
    ("Prices will fall, the chief economist, Ada Osten, told reporters.",
     "the chief economist, Ada Osten", "told", "Prices will fall"),
    ("Fighting near the border killed six, Bell said.", "Bell", "said",
     "Fighting near the border killed six"),
    ("Bell put the number of dead in the north at eleven.", "Bell", "put",
     "the number of dead in the north at eleven"),
    ("The plan was called a fraud by traders.", "traders", "called", "The plan|a fraud"),
    ("Bell was accused of theft by the bank.", "the bank", "accused", "of theft"),
    ("The plan drew criticism from doctors, who say that it fails.", "doctors", "say",
     "that it fails"),
    ("Doctors suspect he was poisoned.", "Doctors", "suspect", "he was poisoned"),
    ('"No," was the bank\'s reply.', "the bank", "reply", '"No,"'),
    ("Bell's exit, he said in a letter, was \"a private matter.\"", "he", "said",
     "Bell's exit|was \"a private matter.\""),
    ("It is a mistake, Bell cautions, to hope.", "Bell", "cautions",
     "It is a mistake|to hope"),
    ("Prices fell, Bell said, and would fall again.", "Bell", "said",
     "Prices fell|and would fall again"),
    ("The plan was welcomed by farmers but drew fire from greens.", "farmers", "welcomed",
     "The plan"),
    ("Local media reported at least three deaths.", "Local media", "reported",
     "at least three deaths"),
    ("The chairman testified before Congress that prices fall.", "The chairman", "testified",
     "that prices fall"),
    ("An aide who asked not to be identified said that prices fall.", "An aide", "said",
     "that prices fall"),
    ("It was Bell who first suggested that prices fall.", "Bell", "suggested",
     "that prices fall"),
    ("Of those asked, 54% said that prices fall.", "54%", "said", "that prices fall"),
    ("The letter, signed by 40 scholars, urges the bank to wait.", "The letter", "urges",
     "to wait"),
    ("Bell repeated, as he had in May, that prices fall.", "Bell", "repeated",
     "that prices fall"),
    ("Traders are betting that prices fall.", "Traders", "betting", "that prices fall"),
    ('Bell said "never."', "Bell", "said", '"never."'),
    ("Bell said prices fell, let alone that they would rise.", "Bell", "said",
     "prices fell, let alone that they would rise"),
    ("Both expressed concern about prices.", "Both", "expressed", "concern about prices"),
    ("The bank noted the importance of prices.", "The bank", "noted",
     "the importance of prices"),
    ("His office, asked about prices, replied that they fall.", "His office", "replied",
     "that they fall"),
    ("From his point of view, prices fall.", "his", "view", "prices fall"),
    ('In his words, "prices fall".', "his", "words", '"prices fall"'),
    ("As one admiral said at our workshop, prices fall.", "one admiral", "said", "prices fall"),
    ('Bell said that prices fall, "not soon, not much, not for the likes of us."', "Bell",
     "said", 'that prices fall, "not soon, not much, not for the likes of us."'),
    ("PORT LISSE/HALDEN (Wire) - Prices will fall, Bell said.", "Bell", "said",
     "Prices will fall"),
    ("PORT LISSE. May 2. (Wire) - Prices will fall, Bell said.", "Bell", "said",
     "Prices will fall"),
    ("Traders said that they would stop quoting for tankers from May.", "Traders", "said",
     "that they would stop quoting for tankers from May"),
    ("The firm was advised by its lawyers not to comment on it.", "its lawyers", "advised",
     "not to comment on it"),
    ("Bell put the likely rise at a quarter.", "Bell", "put", "the likely rise at a quarter"),
    ("Bell rejected, however, a cut.", "Bell", "rejected", "a cut"),
    ("Bell said in her ruling that prices fall.", "Bell", "said", "that prices fall"),
    ("Bell let slip that prices fall.", "Bell", "let slip", "that prices fall"),
    ("The ministers were of the view that prices fall.", "The ministers", "were of the view",
     "that prices fall"),
    ("Bell attributed the fall to rain.", "Bell", "attributed", "the fall to rain"),
    ("Bell undertook to wait.", "Bell", "undertook", "to wait"),
    ("Bell likes to say that prices fall.", "Bell", "say", "that prices fall"),
    ("Bell shrugs every Friday that prices fall.", "Bell", "shrugs", "that prices fall"),
    ("They read what two traders described as a note.", "two traders", "described", "a note"),
    ('Bell, who was tired, put it more bluntly: "Never again."', "Bell", "put it",
     '"Never again."'),
    ("Bell ruled out on Monday evening any cut.", "Bell", "ruled out", "any cut"),
    ("Bell repeated his rejection of a cut.", "Bell", "repeated", "his rejection of a cut"),
    ("Bell praised the cut but stopped short of a promise.", "Bell", "praised", "the cut"),
    ("Dorn & Sons Inc., whose roofs leak, said that prices fall.", "Dorn & Sons Inc.",
     "said", "that prices fall"),
    ('The mayor\'s office sent a note saying that he "fears losses and regrets them".',
     "The mayor's office", "saying", 'that he "fears losses and regrets them"'),
    ("Bell observed that his reservations regarding the cut are gone.", "Bell", "observed",
     "that his reservations regarding the cut are gone"),
    ("If prices fall as Bell has hinted, the bank will close.", "Bell", "hinted", "prices fall"),
    ("Prices will fall, Bell says, so long as it rains.", "Bell", "says",
     "Prices will fall|so long as it rains"),
    ("Aides insist, in public at least, that prices fall.", "Aides", "insist",
     "that prices fall"),
    ("Bell has said in filings he may sell it.", "Bell", "said", "he may sell it"),
    ("The cut is opposed by farmers, Bell said.", "Bell", "said", "The cut is opposed by farmers"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"), SHAPES, ids=[s[0][:40] for s in SHAPES]
)
def test_one_shape(text, source, cue, content):
    found = [a for a in attributions(text) if not a.nested]
    assert len(found) == 1
    one = found[0]
    assert one.source is not None
    assert one.cue is not None
    assert one.source.of(text) == source
    assert one.cue.of(text) == cue
    assert "|".join(span.of(text) for span in one.content) == content


@pytest.mark.parametrize(
    "text",
    [
        "The reports were long.",
        "Member states met in March.",
        "It is not clear who won.",
        "The claims office closed at noon.",
        "I think so.",
        "A spokesman declined to comment.",
        "He asked not to be named.",
        "The prisoners' silence suggests that nothing moves.",
        "Ferries wait at the shore.",
        "The package announced last week contains missiles.",
        "A wall, painted overnight, shows a door.",
        "Second reading: the treaty with the League.",
        "The bank closed, citing two officials.",
        "The law passed by fifty votes to forty.",
        "The bank declined to discuss prices.",
        "The firm dismissed its chief executive on Friday.",
    ],
)
def test_no_source_is_invented(text):
    assert attributions(text) == []


def test_a_quotation_stays_with_who_said_it_after_meeting_another():
    text = '"A wall," Ana Bell said after meeting the chief, Ada Osten, who replied that it fell.'
    told = [(a.source.of(text), a.content[0].of(text)) for a in attributions(text)]
    assert told == [("Ana Bell", '"A wall,"'), ("Ada Osten", "that it fell")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ('Osten, arriving: "We are not here to beg."', "Osten"),
        ('The last word goes to Ana Bell: "I waited."', "Ana Bell"),
    ],
)
def test_a_colon_gives_a_quotation_to_whom_it_follows(text, source):
    (found,) = attributions(text)
    assert found.source.of(text) == source
    assert found.speech == "direct"


def test_for_and_against_are_two():
    text = "Bell voted for the cut in March and against it in May."
    found = [(a.lemma, a.content[0].of(text)) for a in attributions(text)]
    assert found == [("vote for", "the cut in March"), ("vote against", "it in May")]


def test_provided_that_is_a_condition_and_nobody_speaks():
    text = "Bell said that she would accept a cut provided that prices fall."
    assert "provide" not in [a.lemma for a in attributions(text)]


def test_a_source_is_shared_by_what_follows_it():
    text = (
        "Bell described the plan as a trap and vowed to block it, saying that it would cost jobs."
    )
    found = attributions(text)
    assert [a.cue.of(text) for a in found] == ["described", "vowed", "saying"]
    assert {a.source.of(text) for a in found} == {"Bell"}
    assert found[0].content[0].of(text) == "the plan as a trap"


def test_two_reports_in_one_sentence_stay_apart():
    text = "Supporters say the law works, while opponents claim that it costs jobs."
    told = [(a.source.of(text), a.content[0].of(text)) for a in attributions(text)]
    assert told == [("Supporters", "the law works"), ("opponents", "that it costs jobs")]


def test_a_report_within_a_report_is_flagged():
    text = "Osten said that Torria had threatened to close the strait."
    outer, inner = attributions(text)
    assert not outer.nested
    assert inner.nested
    assert inner.source.of(text) == "Torria"


def test_a_quotation_by_itself_goes_to_the_speaker_before_it_and_is_flagged():
    text = '"We wait," Bell said. "Nobody is in a hurry."'
    first, second = attributions(text)
    assert second.carried
    assert second.cue is None
    assert second.source == first.source


def test_transcripts_give_each_turn_to_its_speaker():
    text = "Ms PELL: We agree.\n\nMr OSEI: We do not. Never.\n\nMs PELL: I heard that."
    found = [a for a in attributions(text) if a.frame == "transcript"]
    assert [(a.source.of(text), a.content[0].of(text)) for a in found] == [
        ("Ms PELL", "We agree."),
        ("Mr OSEI", "We do not. Never."),
        ("Ms PELL", "I heard that."),
    ]


def test_repeated_headlines_count_once():
    text = "Bell says no\n\nBell says no\n\nBell said that she would wait."
    assert len(attributions(text)) <= 2


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('"Prices fall," said Bell.', "quotation"),
        ("Bell said prices would fall.", "clause"),
        ("Bell said that prices fall.", "clause"),
        ("Bell vowed to wait.", "infinitive"),
        ("Bell rejected the plan.", "noun phrase"),
        ("The plan was criticised by Bell.", "noun phrase"),
    ],
)
def test_what_the_content_is(text, form):
    (found,) = attributions(text)
    assert found.form == form


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text.lower().replace("’", "'").replace("~", " ")))


def _alike(one: str, other: str) -> bool:
    a, b = _words(one), _words(other)
    return len(a & b) >= 0.5 * len(a | b)


def _tally(lines: list[str]) -> tuple[int, int, int]:
    """Count what was found, proposed and annotated; nested reports beyond these do not count."""
    hits = proposed = annotated = 0
    for line in lines:
        text, marks = (part.strip() for part in line.split("||"))
        gold = [] if marks == "-" else [one.split(" | ") for one in marks.split(" ;; ")]
        found = [a for a in attributions(text) if a.source is not None]
        annotated += len(gold)
        for source, _, content in gold:
            fits = [
                a for a in found
                if _alike(a.source.of(text), source)
                and _alike(" ".join(c.of(text) for c in a.content), content)
            ]  # fmt: skip
            if fits:
                found.remove(fits[0])
                hits += 1
        proposed += sum(not a.nested for a in found)
    return hits, hits + proposed, annotated


def _lines(name: str) -> list[str]:
    written = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line for line in written if line and not line.startswith("#")]


def test_a_hundred_sentences_as_newspapers_write_them():
    hits, proposed, annotated = _tally(_lines("newspapers.txt"))
    assert annotated == 112
    assert hits >= 104
    assert proposed <= 113


def test_four_hundred_sentences_of_many_shapes():
    """Quotations over several sentences or cut in two, inverted, by letter, nominal, unnamed.

    Before the rules were mended for them the six lists had precision .95, .82, .89, .85, .84 and
    .78, and recall .79, .66, .72, .71, .71 and .67; these are development sentences, and the hand
    is that of the rules.
    """
    lines = _lines("attributed.txt")
    hits, proposed, annotated = _tally(lines)
    assert len(lines) > 400
    assert hits / proposed > 0.94
    assert hits / annotated > 0.88


def test_times_of_a_live_blog_and_capitals_of_a_headline_are_no_part_of_a_source():
    text = "HARBOUR FURY: 'Shut it'\n\n14.35 The mayor of Lisse said that it would rain.\n"
    assert [a.source.of(text) for a in attributions(text)][-1] == "The mayor of Lisse"
    assert not [a for a in attributions(text) if a.frame == "transcript"]


def test_a_quotation_behind_a_colon_is_of_who_acts_in_its_clause():
    text = 'Bell ruled out a cut, and he did so again: "Never."'
    assert attributions(text)[-1].source.start == text.index("he did")


def test_an_aside_between_subject_and_verb_ends_at_its_comma():
    text = "Bell, commenting on the vote in Lisse, said that prices fall."
    told = [(a.cue.of(text), a.content[0].of(text)) for a in attributions(text)]
    assert told == [("commenting on", "the vote in Lisse"), ("said", "that prices fall")]


def test_what_two_report_in_the_passive_is_the_same():
    text = "The exit, first reported by the Star, was confirmed by her office."
    told = [(a.source.of(text), a.content[0].of(text)) for a in attributions(text)]
    assert told == [("the Star", "The exit"), ("her office", "The exit")]


def test_the_narrators_gloss_behind_which_is_no_content():
    text = "Bell rejected the plan, which nobody had read."
    assert attributions(text)[0].content[0].of(text) == "the plan"


@pytest.mark.parametrize(
    "text",
    [
        "Zsolt Bell \U0001f621 said that prices fall \U0001f645\u200d\u2642\ufe0f.",
        "Zsolt Bell\u200f said\u200e that prices fall.",
        "Zsolt Be\u0301ll said that prices fall.",
    ],
    ids=["emoji", "marks of direction", "combining letters"],
)
def test_signs_that_are_no_words_part_no_source_from_its_cue(text):
    (found,) = attributions(text)
    assert found.source.of(text).startswith("Zsolt B")
    assert found.content[0].of(text) == "that prices fall"
