"""Spans do not drift: words are found again in another copy of their text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foedus.positions import Quote, Span, UnreadableError, anchor, attributions, plain, quote
from foedus.positions.segments import blocks
from foedus.positions.tokens import straightened, tokens

WORDS = st.lists(
    st.text("abcdefgéñøßİżſ", min_size=1, max_size=6), min_size=12, max_size=40, unique=True
)


def curly(text: str) -> str:
    return text.replace(' "', " “").replace('"', "”").replace("'", "’")


def bare(text: str) -> list[str]:
    """Return the words only, whatever marks, spaces and ways of writing letters are used."""
    letters = unicodedata.normalize("NFKD", text).replace("\u00ad", "")
    return "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in letters).split()


COPIES = {
    "as it was": lambda t: t,
    "curly quotation marks": curly,
    "hard spaces": lambda t: t.replace(" ", "\u00a0"),
    "doubled spaces": lambda t: t.replace(" ", "  "),
    "one word a line": lambda t: t.replace(" ", "\n"),
    "cells of a table": lambda t: t.replace(" ", "\t|\t"),
    "letters taken apart": lambda t: unicodedata.normalize("NFD", t),
    "letters put together": lambda t: unicodedata.normalize("NFC", t),
    "soft hyphens": lambda t: t.replace("a", "a\u00ad"),
    "a heading before it": lambda t: f"A heading\n\n{t}",
}


@pytest.mark.parametrize("copy", COPIES, ids=str)
@given(WORDS, st.data())
@settings(max_examples=30, deadline=None)
def test_words_are_found_again_in_any_copy(copy, words, data):
    marked = [w if at % 5 else f'"{w}"' for at, w in enumerate(words)]
    text = " ".join(marked)
    first = data.draw(st.integers(0, len(words) - 3))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    start = len(" ".join(marked[:first])) + (1 if first else 0)
    end = len(" ".join(marked[: last + 1]))
    changed = COPIES[copy](text)
    found = anchor(quote(text, Span(start, end)), changed)
    assert found is not None
    assert bare(found.of(changed)) == bare(text[start:end])


def test_what_stands_around_words_tells_two_places_apart():
    text = "He said yes. Asked again, he said yes. She left."
    second = text.rindex("he said yes")
    wanted = quote(text, Span(second, second + len("he said yes")))
    longer = f"He said yes, he said yes. {text}"
    assert anchor(wanted, longer) == Span(longer.rindex("he said yes"), len(longer) - 11)


def test_words_that_are_gone_are_not_found():
    assert anchor(Quote("never said"), "Something else was said.") is None
    assert anchor(Quote(""), "Anything.") is None


def test_a_page_of_html_gives_the_words_of_its_text():
    text = "The minister said: “We agree.”\n\nHe left at noon."
    page = (
        "<html><head><style>p {}</style></head><body><p>The minister <b>said</b>: “We"
        "\n agree.”</p><table><tr><td>He left at noon.</td></tr></table><script>x()</script></body>"
    )
    read = plain(page.encode(), "page.html")
    assert "x()" not in read
    assert "{}" not in read
    for one in attributions(text):
        for span in one.content:
            found = anchor(quote(text, span), read)
            assert found is not None
            assert found.of(read).split() == span.of(text).split()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x89PNG\0\0\r\n", "zero bytes"),
        (b"%PDF-1.7\n1 0 obj<<>>endobj\n", "a PDF"),
        (b"{\\rtf1 Fico said no.}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1 words", "old Word"),
        (bytes(range(1, 32)) * 9, "not a text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(raw, why):
    with pytest.raises(UnreadableError, match=why):
        plain(raw, "x.bin")


def test_other_encodings_are_read():
    assert plain("Orbán said no.".encode("utf-16"), "x") == "Orbán said no."
    assert plain("Orbán said no.".encode("cp1252"), "x") == "Orbán said no."
    assert plain("\ufeffOrbán\r\nsaid.".encode(), "x") == "Orbán\nsaid."


@given(st.text(max_size=300))
@example("· ")
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_and_every_span_lies_within_it(text):
    assert len(straightened(text)) == len(text)
    for token in tokens(straightened(text)):
        assert straightened(text)[token.start : token.end] == token.text
    for block in blocks(text):
        assert 0 <= block.span.start <= block.span.end <= len(text)
    for one in attributions(text):
        for span in (one.source, one.cue, one.target, *one.content):
            assert span is None or (0 <= span.start < span.end <= len(text))


@given(
    st.lists(
        st.sampled_from(['"', " he ", "said", " that ", ", ", ". ", "The minister", "\n", "no"]),
        max_size=30,
    )
)
@settings(max_examples=300, deadline=None)
def test_scraps_of_reports_do_not_break_the_reader(parts):
    text = "".join(parts)
    for one in attributions(text):
        assert all(span.of(text).strip() for span in one.content)


def test_bullets_tables_and_wrapped_lines_are_told_apart():
    wrapped = (
        "The ministers of the four states met on Monday in the capital and said that",
        "the patrol would begin in June, whatever the other side might say about its",
        "purpose, its length or its cost.",
    )
    text = "\n".join([*wrapped, "It is over.", "", "- Kasland backs it.", "• Orlesia does not."])
    found = [b.span.of(text) for b in blocks(text)]
    assert found == ["\n".join(wrapped), "It is over.", "Kasland backs it.", "Orlesia does not."]
