"""Out to other programs and back; one story that several papers print."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from foedus.positions import (
    Document,
    ExchangeError,
    LineageError,
    Review,
    Store,
    changes,
    extract,
    families,
    from_dna,
    from_doccano,
    load,
    merged,
    moved,
    once,
    shipped_dispute,
    store_lines,
    to_dna,
    to_doccano,
    to_table,
    to_w3c,
)

TEXT = (
    "France backs Ukraine's “full” membership of NATO.\n\n"
    "Hungary opposes Ukraine's membership of NATO."
    " Slovenia would support Ukraine's membership of NATO if the war were over."
)


def dna(text):
    return from_dna(text, "x")


def doccano(text):
    return from_doccano([text], "x")


@pytest.fixture
def store():
    found = extract(TEXT, shipped_dispute("ukraine-2025"), "a.txt", date(2025, 2, 21))
    accepted = [replace(s, reviews=(Review("Ann", "accepted", None, "", "2026-01-01"),)) for s in found.statements]  # fmt: skip # noqa: E501
    return Store({found.document.id: found.document}, {s.id: s for s in accepted})


def test_web_annotations_name_quote_and_position(store):
    page = json.loads(to_w3c(store).text)
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    for item in page["items"]:
        quoted, position = item["target"]["selector"]
        assert item["type"] == "Annotation"
        assert quoted["type"] == "TextQuoteSelector"
        assert TEXT[position["start"] : position["end"]] == quoted["exact"]
        assert TEXT[: position["start"]].endswith(quoted["prefix"])
        assert item["creator"]["name"] == "Ann"
    assert [i["body"]["foedus:stance"] for i in page["items"]] == [
        "support",
        "oppose",
        "conditional",
    ]


def test_dna_events_go_out_and_come_back_with_their_losses_told(store):
    made = to_dna(store)
    rows = list(csv.DictReader(io.StringIO(made.text)))
    assert [(r["organization"], r["concept"], r["agreement"]) for r in rows] == [
        ("France", "membership", "1"),
        ("Hungary", "membership", "0"),
    ]
    assert rows[0]["time"] == "2025-02-21 00:00:00"
    assert any("1 statements are neither for nor against" in loss for loss in made.losses)
    back = from_dna(made.text, "x.csv")
    assert [(s.actor.name, s.issue, s.stance) for s in back.statements.values()] == [
        ("France", "membership", "support"),
        ("Hungary", "membership", "oppose"),
    ]
    assert {s.status for s in back.statements.values()} == {"proposed"}


def test_a_person_and_a_state_are_one_organisation_in_dna():
    """Szijjártó's row and Hungary's row are of Hungary: two nodes of a network otherwise."""
    text = (
        "Hungary opposes Ukraine's membership of NATO. Its foreign minister, Péter Szijjártó,"
        " rejected an invitation to Ukraine."
    )
    found = extract(text, shipped_dispute("ukraine-2025"), "x.txt", date(2025, 2, 21))
    review = Review("Ann", "accepted", at="2025-03-01T00:00:00Z")
    kept = {s.id: replace(s, reviews=(review,)) for s in found.statements}
    made = to_dna(Store({found.document.id: found.document}, kept)).text
    rows = list(csv.DictReader(io.StringIO(made)))
    assert [(r["person"], r["organization"]) for r in rows] == [
        ("", "Hungary"),
        ("Péter Szijjártó", "Hungary"),
    ]
    back = from_dna(made, "x.csv").statements.values()
    assert [(s.actor.kind, s.actor.state) for s in back] == [("state", "HUN"), ("person", "HUN")]


def test_doccano_goes_out_and_comes_back_with_the_same_spans(store):
    (document,) = store.documents
    for texts in ({document: TEXT}, {}):
        lines = to_doccano(store, texts).text.splitlines()
        back = from_doccano(lines, "x.jsonl").statements.values()
        assert [(s.quote.exact, s.issue, s.stance) for s in back] == [
            (s.quote.exact, s.issue, s.stance) for s in store.statements.values()
        ]


def test_a_table_has_a_row_for_each(store):
    rows = list(csv.DictReader(io.StringIO(to_table(store).text)))
    assert [r["state"] for r in rows] == ["FRA", "HUN", "SVN"]
    assert rows[2]["trigger"] == "if the war were over"
    assert {r["reviewer"] for r in rows} == {"Ann"}


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (dna, "a,b\n1,2\n", "no event file of DNA"),
        (dna, "person,organization,concept,agreement\nA,B,c,2\n", "must be 1 or 0"),
        (dna, "person,organization,concept,agreement,time\nA,B,c,1,May\n", "ISO 8601"),
        (doccano, "{", "x:1: it is no line"),
        (doccano, '{"text": "a", "label": [[0]]}', "x:1: it is no line"),
    ],
)  # fmt: skip
def test_files_of_others_that_are_broken_are_told(read, text, told):
    with pytest.raises(ExchangeError, match=told):
        read(text)


def test_statements_move_with_their_words(store):
    (document,) = store.documents
    other = "Another heading\n\n" + TEXT.replace("“", '"').replace("”", '"').replace(" ", "\u00a0")
    for statement, span in moved(store, document, other):
        assert span is not None
        assert span.of(other).replace("\u00a0", " ").replace('"', "") == statement.quote.exact.replace("“", "").replace("”", "")  # fmt: skip # noqa: E501


STORY = (
    "The prime minister of Kasland said on Monday that his country might send troops to the lake if"
    " the truce were signed before the summer. He spoke after a meeting with the envoys of the four"
    " states in Brenna. The envoys left without a word to the press, and no date was set for the"
    " next round. A spokesman said that the talks had been long, frank and useful for both sides."
)
REWRITE = STORY.replace("might send", "will send").replace(
    " He spoke after", " The premier spoke after"
)
OTHER = (
    "Fishermen on the southern shore have lost half of their catch since the spring, according to"
    " figures from the chamber of trade, which blames warm water and a new kind of crab for it."
    " Many of them now look for work in the harbour, where the ferries need more hands."
)


def test_rewrites_of_one_story_are_one_family():
    pytest.importorskip("datasketch")
    found = families({"a": STORY, "b": OTHER, "c": REWRITE, "d": STORY[:200]})
    assert found == {"a": "a", "b": "b", "c": "a", "d": "a"}


def test_what_a_rewrite_changed_is_shown_side_by_side():
    pairs = list(changes(STORY, REWRITE))
    assert "might send" in pairs[0].before
    assert "will send" in pairs[0].after


def test_lineage_without_its_library_is_told(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(LineageError, match="pip install"):
        families({"a": STORY})


def test_a_document_without_an_address_is_named_by_its_digest(store):
    page = json.loads(to_w3c(store).text)
    assert page["items"][0]["target"]["source"].startswith("urn:sha256:")
    (id_,) = store.documents
    named = Store({id_: Document(id_, "a", address="https://example.org/")}, store.statements)
    assert json.loads(to_w3c(named).text)["items"][0]["target"]["source"] == "https://example.org/"


@pytest.mark.parametrize("format_", ["dna", "doccano", "doccano in parts"])
def test_what_went_out_and_came_back_unchanged_adds_nothing(store, format_):
    if format_ == "dna":
        back = from_dna(to_dna(store).text, "x.csv")
    else:
        (document,) = store.documents
        texts = {document: TEXT} if format_ == "doccano" else {}
        back = from_doccano(to_doccano(store, texts).text.splitlines(), "x.jsonl")
    found = merged(store, back)
    assert (found.added, found.known, found.differ) == (0, len(back.statements), ())
    assert found.store == store


@pytest.mark.parametrize("format_", ["dna", "doccano"])
def test_what_comes_back_alone_can_be_read_and_says_what_it_lacks(store, format_):
    """A file without words was once written so that nothing could read it any more."""
    if format_ == "dna":
        back = from_dna(to_dna(store).text, "x.csv")
    else:
        back = from_doccano(to_doccano(store, {}).text.splitlines(), "x.jsonl")
    found = merged(Store({}, {}), back)
    assert load(list(store_lines(found.store)), "x") == found.store
    assert found.added == len(back.statements)
    lacks = "their words" if format_ == "dna" else "who said it"
    assert f"{found.added} come without {lacks}." in found.losses


def test_two_rows_of_one_actor_on_one_issue_stay_two():
    header = "person,organization,concept,agreement,docId,time\n"
    rows = "A. Bell,KAS,entry,1,d,2031-01-01\nA. Bell,KAS,entry,0,d,2031-01-01\n"
    assert len(from_dna(header + rows, "x").statements) == 2


def test_a_stance_that_differs_is_told_and_an_issue_that_differs_is_proposed(store):
    (document,) = store.documents
    lines = to_doccano(store, {document: TEXT}).text
    other = lines.replace("membership:oppose", "membership:support")
    found = merged(store, from_doccano(other.splitlines(), "x"))
    assert [store.statements[id_].actor.state for id_ in found.differ] == ["HUN"]
    assert found.added == 0
    other = lines.replace("membership:oppose", "expansion:oppose")
    found = merged(store, from_doccano(other.splitlines(), "x"))
    (made,) = [s for id_, s in found.store.statements.items() if id_ not in store.statements]
    assert (made.actor.state, made.issue, made.date) == ("HUN", "expansion", date(2025, 2, 21))
    assert made.status == "proposed"


def test_what_a_rewrite_repeats_counts_once_and_what_it_changed_is_shown():
    pytest.importorskip("datasketch")
    first = f"{TEXT} It was the third such meeting since the spring, and little was hoped of it."
    other = first.replace("“full”", '"full"').replace("Hungary opposes", "Hungary welcomes")
    case = shipped_dispute("ukraine-2025")
    found = [extract(text, case, name) for text, name in ((first, "a"), (other, "b"))]
    kept, retold = once(found, [first, other])
    assert [len(f.statements) for f in kept] == [3, 1]
    assert [(s.actor.name, s.stance) for s in kept[1].statements] == [("Hungary", "support")]
    assert {f.document.lineage for f in kept} == {found[0].document.id}
    (told,) = retold
    assert (told.name, told.first, told.repeated) == ("b", "a", 2)
    ((before, after),) = told.changed
    assert before.startswith("Hungary opposes")
    assert after.startswith("Hungary welcomes")


def test_dna_tells_how_many_wait_for_review():
    found = extract("France backs Ukraine's membership of NATO.", shipped_dispute("ukraine-2025"))
    waiting = Store({found.document.id: found.document}, {s.id: s for s in found.statements})
    assert "1 statements wait for review and are left out." in to_dna(waiting).losses
