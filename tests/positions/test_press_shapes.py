"""Shapes of press prose: what each reports and where it ends, worked out by reading."""

from __future__ import annotations

import pytest

from foedus.positions import attributions


def told(text: str) -> list[tuple[str, str, str]]:
    """Return source, cue and content of every report that stands within no other."""
    return [
        (
            a.source.of(text) if a.source else "",
            a.cue.of(text) if a.cue else "",
            " / ".join(piece.of(text) for piece in a.content),
        )
        for a in attributions(text)
        if not a.nested
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The whole sentence is what they say, a report by Bell included.
        (
            '"The quay is sound," Bell said in a note to the port, according to the Coast Post.',
            [
                (
                    "the Coast Post",
                    "according to",
                    '"The quay is sound," Bell said in a note to the port',
                )
            ],
        ),
        (
            "The governor's rival in the Nov. 8 election said he would sue.",
            [("The governor's rival in the Nov. 8 election", "said", "he would sue")],
        ),
        # The State Department is nobody's "stating".
        (
            "Bell, citing data from the U.S. State Department, said that trade fell.",
            [("Bell", "said", "that trade fell")],
        ),
        # A clause whose subject is a gerund.
        (
            "Renn said calling off the ferry would do nothing for the quay.",
            [("Renn", "said", "calling off the ferry would do nothing for the quay")],
        ),
        # The clause begins before the quoted part of it.
        (
            'Renn said we will not let "men and their crews be the goats of a bad and late plan."',
            [
                (
                    "Renn",
                    "said",
                    'we will not let "men and their crews be the goats of a bad and late plan."',
                )
            ],
        ),
        # But a speech behind a comma is the content, and "in a speech in May" is not.
        (
            'Renn said in a speech in May, "The ferry is late."',
            [("Renn", "said", '"The ferry is late."')],
        ),
        # A participle before its subject.
        (
            "Stressing the cost of the quay, Bell said the port would close.",
            [
                ("Bell", "Stressing", "the cost of the quay"),
                ("Bell", "said", "the port would close"),
            ],
        ),
        # She accuses in the open, and not in what she said.
        (
            "Bell said the port had lied and she accused the minister of hiding a report.",
            [
                ("Bell", "said", "the port had lied"),
                ("she", "accused", "of hiding a report"),
            ],
        ),
        # What she was asked about is nobody's belief.
        (
            "Asked if she believed Bell wanted the port, Renn said she did not know.",
            [("Renn", "said", "she did not know")],
        ),
        # When somebody spoke, and how, is no part of what was rejected or called for.
        ("The board rejected the offer Tuesday.", [("The board", "rejected", "the offer")]),
        (
            "Renn condemned the raid after Bell had left the port.",
            [("Renn", "condemned", "the raid")],
        ),
        (
            "Bell is protesting the order by closing the office.",
            [("Bell", "protesting", "the order")],
        ),
        (
            "The union backs the harbour plan, given the long wait for a crane.",
            [("The union", "backs", "the harbour plan")],
        ),
        (
            "Renn praised Bell, whose term ends in June, for her calm.",
            [("Renn", "praised", "Bell, whose term ends in June, for her calm")],
        ),
        # Bell approved, or did not: the report only denies the sign of it.
        (
            "The report found no sign that Bell went to the port or approved the bill.",
            [("The report", "found", "no sign that Bell went to the port or approved the bill")],
        ),
        # The comments are not what acts: Bell says.
        (
            "In response to Renn's comments in May, Bell released a note saying that it was open.",
            [("Bell", "saying", "that it was open")],
        ),
        ("Renn Calls On Bell To Resign", [("Renn", "Calls On", "To Resign")]),
        # "When" tells the time here, and is no question.
        ("The town did not complain when the port paid for the road.", []),
        ("The Latest: Renn to leave the port", []),
    ],
)
def test_what_is_reported_and_where_it_ends(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    """Each sentence's reports in its order."""
    assert told(text) == expected


def test_whom_somebody_echoes_is_who_says_it():
    """The engineers say so; "echoing" is the mayor's act and no part of their name."""
    text = "The mayor smiled, echoing engineers who say the quay is sound."
    assert "engineers" in [a.source.of(text) for a in attributions(text) if a.source]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Whom somebody criticises belongs to what is said against him.
        (
            "Renn left the port and blasted Bell for hiding the bill.",
            [("Renn", "blasted", "Bell for hiding the bill")],
        ),
        # Thanks and support may be tweeted, and so may a picture.
        ("Renn tweeted her thanks to the crew.", [("Renn", "tweeted", "her thanks to the crew")]),
        ("Renn tweeted all night.", []),
        # The clause that was cut in two goes on behind the speaker.
        (
            "It makes sense, Bell said, for the port to wait.",
            [("Bell", "said", "It makes sense / for the port to wait")],
        ),
        # The hackers back the mayor; the break-in is told of them.
        (
            "Hackers backing the embattled mayor entered the bank in May.",
            [("Hackers", "backing", "the embattled mayor")],
        ),
        # An aircraft is shot down by gunners, a plan by critics.
        ("The gunners shot down the airliner over the sea.", []),
        (
            "The critics shot down the plan in May.",
            [("The critics", "shot down", "the plan in May")],
        ),
        # "That had burnt" tells which fires, and is no report.
        ("The paper had false reports of two fires that had burnt for days.", []),
    ],
)
def test_things_that_are_said_or_done(text: str, expected: list[tuple[str, str, str]]) -> None:
    """The same, for verbs that act on a thing or a person."""
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The participle that sets the scene is no content, with a noun like a verb ("cost") in it.
        (
            'Stressing the cost of the quay, Bell said, "The port will close in May."',
            [
                ("Bell", "Stressing", "the cost of the quay"),
                ("Bell", "said", '"The port will close in May."'),
            ],
        ),
        # The warning is the mayor's, and no act of warning.
        (
            "The mayor's new warning: Rain could spoil the wheat.",
            [("The mayor", "warning", "Rain could spoil the wheat")],
        ),
        (
            "Pointing to the auditor's weak records, officials concurred with her findings.",
            [("officials", "concurred with", "her findings")],
        ),
        (
            "Critics have attacked the plan during the debate.",
            [("Critics", "attacked", "the plan")],
        ),
        # A report to be released says nothing by that.
        ("The bank awaits the auditor's report to be released in May.", []),
        # Whose claim, by an adjective, by a name behind an office, by what a participle takes.
        (
            "It was a reply to Socialist criticism that the plan would fail.",
            [("Socialist", "criticism", "that the plan would fail")],
        ),
        (
            "He spoke amid complaints by the harbour master, Ada Renn, that the quay was late.",
            [("the harbour master, Ada Renn", "complaints", "that the quay was late")],
        ),
        (
            "Bell was fined for repeating Renn's claim that the quay was late.",
            [("Renn", "claim", "that the quay was late")],
        ),
        # What they want ends before the narrator's reason.
        (
            "Many expect Bell to be elected, given the state of the port.",
            [("Many", "expect", "Bell to be elected")],
        ),
        # Who rebukes goes on to say so, not the one whom she says the critics name.
        (
            "Renn rebuked critics who say she should leave the port, saying it was hers.",
            [
                ("Renn", "rebuked", "critics who say she should leave the port"),
                ("Renn", "saying", "it was hers"),
            ],
        ),
    ],
)
def test_whose_it_is(text: str, expected: list[tuple[str, str, str]]) -> None:
    """The same, for sources that stand in another place than before their verb."""
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What more is told of a thing at the end is the narrator's.
        (
            "Bell said he had been joking in his speech on the quay, which raised doubts in town.",
            [("Bell", "said", "he had been joking in his speech on the quay")],
        ),
        # What is said of the sons: "who ... were abroad".
        (
            "He spoke of two sons, who he said were living abroad.",
            [("He", "spoke of", "two sons"), ("he", "said", "who / were living abroad")],
        ),
        # A middle initial is part of a name.
        (
            '"It is late," port counsel Ada B. Renn wrote in a letter.',
            [("port counsel Ada B. Renn", "wrote", '"It is late,"')],
        ),
        # A rally that is held, and a court that holds.
        ("Bell is touring the island, holding two rallies a day.", []),
        (
            "The court held that the quay was late.",
            [("The court", "held", "that the quay was late")],
        ),
        # What a thing is called is nobody's word.
        (
            "Bell said she met the free delegates, called electors, on the island.",
            [("Bell", "said", "she met the free delegates, called electors, on the island")],
        ),
        # Records and emails are things here.
        (
            "The port paid two million for the quay, according to U.S. shipping records.",
            [
                (
                    "U.S. shipping records",
                    "according to",
                    "The port paid two million for the quay",
                )
            ],
        ),
        # The port requested data, and it is not what hides them.
        (
            "It said officials hid data that had been requested by the port.",
            [("It", "said", "officials hid data that had been requested by the port")],
        ),
        # A participle behind "while" or "in", before its subject.
        (
            "While saying that he respects Renn, Bell made clear that he would go on.",
            [
                ("Bell", "saying", "that he respects Renn"),
                ("Bell", "made clear", "that he would go on"),
            ],
        ),
        # What is wished is to strike a word, not "that had protected no one".
        (
            "The island wished to strike a word that had protected no one.",
            [("The island", "wished", "to strike a word that had protected no one")],
        ),
        # The voters speak, and not the country.
        (
            "Letters came from voters across the country, who rejected the quay.",
            [("voters", "rejected", "the quay")],
        ),
        # What stands behind "with" and a participle is told, not questioned.
        (
            "Both are questioning the other's wits, with Bell pressing his case in town.",
            [("Both", "questioning", "the other's wits")],
        ),
        (
            "Renn mocked the dispute as she rode the ferry to town.",
            [("Renn", "mocked", "the dispute")],
        ),
        ("The auditors had convincing evidence that the quay was late.", []),
    ],
)
def test_what_is_told_beside_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    """The same, where the narrator tells more of a thing or of a person in the sentence."""
    assert told(text) == expected


def test_a_report_before_a_colon_in_a_headline() -> None:
    """The report says all of it, whoever advised whom within it."""
    text = "Audit report: Bell Advised Renn To Wait.\n\nThe council met on Friday."
    (found, *_) = told(text)
    assert found == ("Audit report", "", "Bell Advised Renn To Wait")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bell, meanwhile, hopes that the vote will help.",
            [("Bell", "hopes", "that the vote will help")],
        ),
        (
            "The port has declined for years to reveal its debts.",
            [("The port", "declined", "to reveal its debts")],
        ),
        (
            "While saying that he respects Renn, he continued to express doubts about her.",
            [("he", "saying", "that he respects Renn"), ("he", "express", "doubts about her")],
        ),
        # Who described it is she who wrote the book.
        (
            "The shop sells a book by historian Ada Renn, who described a talk in May.",
            [("historian Ada Renn", "described", "a talk in May")],
        ),
        ("The file has several port emails that were lost.", []),
    ],
)
def test_sources_behind_an_aside(text: str, expected: list[tuple[str, str, str]]) -> None:
    """The same, where something stands between who speaks and what is said."""
    assert told(text) == expected
