"""Reviewing: the queue, the keys of the terminal, what goes on record, agreement."""

from __future__ import annotations

import asyncio

import pytest

from foedus.positions import (
    Actor,
    Document,
    Quote,
    Review,
    Statement,
    Store,
    StoreError,
    alpha,
    labels,
    load,
    queue,
    review_line,
    settled,
    store_lines,
)

WHEN = "2026-01-01T00:00:00+00:00"


def statement(number, stance="support"):
    words = f"they will join, they said for the {number}th time"
    return Statement(
        "d" * 64, Quote(words, "before ", " after", 100 * number), "position",
        Actor(f"Actor {number}", "person", "KAS"), "entry", stance,
    )  # fmt: skip


STATEMENTS = [statement(n) for n in range(10)]


def test_decide_undo_and_move():
    first = queue(STATEMENTS, "Ann")
    second, review = first.decide("accepted", WHEN, "oppose")
    assert (second.at, review.stance, review.reviewer) == (1, "oppose", "Ann")
    back, taken = second.undo(WHEN)
    assert back.at == 0
    assert taken[1].status == "proposed"
    assert back.current.status == "proposed"
    assert first.undo(WHEN) == (first, None)
    assert first.move(-1).at == 0
    assert first.move(99).at == 9


def test_what_is_taken_back_leaves_nothing_behind():
    """A label that was taken back came back with the next acceptance as proposed."""
    first = queue(STATEMENTS[:1], "Ann")
    labelled, _ = first.decide("accepted", WHEN, "oppose", changed=(("actor", "Bell"),))
    back, _ = labelled.undo(WHEN)
    assert back.current == settled(back.current)
    again, _ = back.decide("accepted", WHEN)
    made = settled(again.statements[0])
    assert (made.stance, made.actor.name, made.status) == ("support", "Actor 0", "accepted")


def test_another_reviewer_decides_on_what_was_proposed_and_may_take_it_back():
    ann, _ = queue(STATEMENTS[:1], "Ann").decide("accepted", WHEN, "oppose")
    bob, _ = queue(ann.statements, "Bob", 1.0).decide("accepted", WHEN)
    assert settled(bob.statements[0]).stance == "support"
    back, _ = bob.undo(WHEN)
    assert (back.current.status, settled(back.current).stance) == ("accepted", "oppose")


def test_a_label_after_an_edit_keeps_the_edit():
    one, _ = queue(STATEMENTS[:1], "Ann").decide("accepted", WHEN, changed=(("actor", "Bell"),))
    two, _ = one.move(-1).decide("accepted", WHEN, "oppose")
    made = settled(two.statements[0])
    assert (made.actor.name, made.stance) == ("Bell", "oppose")


def test_others_rows_are_shown_again_by_share():
    mine = [s.__class__(**{f: getattr(s, f) for f in s.__slots__ if f != "reviews"},
            reviews=(Review("Bob", "accepted"),)) for s in STATEMENTS]  # fmt: skip
    assert len(queue(mine, "Ann", 0.0).statements) == 0
    assert len(queue(mine, "Ann", 1.0).statements) == 10
    assert len(queue(mine, "Bob", 1.0).statements) == 0
    assert queue(mine, "Ann", 0.5) == queue(mine, "Ann", 0.5)


def drive(keys, statements=STATEMENTS):
    textual = pytest.importorskip("textual")
    assert textual
    from foedus.views.review_queue import ReviewApp

    recorded = []
    app = ReviewApp(queue(statements, "Ann"), lambda i, r: recorded.append((i, r)), lambda: WHEN)

    async def run():
        async with app.run_test(size=(100, 40)) as pilot:
            for key in keys:
                await pilot.press(key)
                await pilot.pause()

    asyncio.run(run())
    return app, recorded


def test_two_keys_a_statement_at_most():
    """Label, accept and next is one key; a rejection with its reason is two."""
    keys = ["s", "o", "c", "a", "enter", "r", "1", "r", "2", "s", "o", "enter"]
    app, recorded = drive(keys)
    assert app.queue.current is None
    assert len(recorded) == 10
    assert len(keys) <= 2 * 10
    stances = [r.stance for _, r in recorded]
    assert stances[:4] == ["support", "oppose", "conditional", "ambiguous"]
    assert stances[4:] == [None, None, None, "support", "oppose", None]
    assert [r.reason for _, r in recorded if r.status == "rejected"] == ["not said", "wrong actor"]


def test_undo_and_moving_in_the_terminal():
    app, recorded = drive(["s", "s", "u", "o", "k", "j"])
    assert [r.status for _, r in recorded] == ["accepted", "accepted", "proposed", "accepted"]
    assert app.queue.at == 2


def test_fields_are_edited_and_wrong_ones_refused():
    _, recorded = drive(["e", *"stance=x", "enter", *["backspace"] * 8, *"actor=Bell", "enter"])
    assert [dict(r.changed) for _, r in recorded] == [{"actor": "Bell"}]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("date=tomorrow", "no day"), ("kind=nonsense", "one of position"),
        ("speaks_for=them", "one of state, self"), ("actor=", "needs a value"),
        ("colour=red", "cannot be changed"),
    ],
)  # fmt: skip
def test_a_value_that_no_field_takes_is_neither_recorded_nor_read(typed, told):
    """Such a date was once recorded, and no command could read the file any more."""
    _, recorded = drive(["e", *typed, "enter"])
    assert recorded == []
    name, _, value = typed.partition("=")
    written = list(store_lines(Store({}, {s.id: s for s in STATEMENTS})))
    line = review_line(
        STATEMENTS[0].id, Review("Ann", "accepted", None, "", WHEN, ((name, value),))
    )
    with pytest.raises(StoreError, match=rf"x:11: .*{told}"):
        load([*written, line], "x")


def test_escape_leaves_the_line_of_fields_and_the_question_why():
    app, recorded = drive(["e", *"actor=Bell", "escape", "r", "escape", "1", "o"])
    assert [r.stance for _, r in recorded] == ["oppose"]
    assert [r.changed for _, r in recorded] == [()]
    assert app.queue.at == 1


def test_every_key_is_named_on_a_line_of_80():
    pytest.importorskip("textual")
    from foedus.views.review_queue import ReviewApp

    app = ReviewApp(queue(STATEMENTS, "Ann"), lambda *_: None, lambda: WHEN)

    async def shown():
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            return app.export_screenshot()

    picture = asyncio.run(shown()).replace("&#160;", " ")
    for word in ("support", "conditional", "reject", "edit", "undo", "back", "quit"):
        assert word in picture, word


def test_a_statement_without_a_stance_asks_for_one():
    _, recorded = drive(["enter", "s"], [statement(1, None)])
    assert [(r.status, r.stance) for _, r in recorded] == [("accepted", "support")]


def test_a_store_grows_by_lines_and_reads_back():
    document = Document("d" * 64, "a.txt", "A title", None, "https://example.org/a")
    store = Store({document.id: document}, {s.id: s for s in STATEMENTS})
    written = list(store_lines(store))
    assert load(written, "x") == store
    changed = Review(
        "Ann", "accepted", "oppose", "", WHEN, (("actor", "Bell"), ("date", "2026-01-02"))
    )
    again = load([*written, review_line(STATEMENTS[3].id, changed)], "x")
    (accepted,) = again.accepted()
    assert (accepted.actor.name, accepted.stance, str(accepted.date)) == (
        "Bell",
        "oppose",
        "2026-01-02",
    )
    assert again.statements[STATEMENTS[3].id].actor.name == "Actor 3"
    taken = review_line(STATEMENTS[3].id, Review("Ann", "proposed", None, "taken back", WHEN))
    assert load([*written, review_line(STATEMENTS[3].id, changed), taken], "x").accepted() == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "not json",
            "x:1: it is no line of statements, for it is no JSON. Statements are made from texts "
            "by: foedus positions extract TEXT --into FILE",
        ),
        ("{}", "empty braces"),
        ('{"note": {}}', "neither document, statement nor review"),
        ('{"review": {"statement": "?", "reviewer": "A", "status": "accepted"}}', "is missing"),
        ('{"statement": {"document": "d"}}', "'quote' is missing"),
        ("[1]", "no line of statements"),
    ],
)
def test_broken_lines_are_told(line, told):
    with pytest.raises(StoreError, match=told.replace("?", r"\?")):
        load([line], "x")


def test_alpha_against_a_published_value():
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: nominal .743.

    Four observers, twelve units, missing values.
    """
    rows = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    columns = zip(*(row.split() for row in rows), strict=True)
    units = [[v for v in column if v != "."] for column in columns]
    assert alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_alpha_worked_by_hand():
    """Units aa, ab, bb, bb: disagreement 2 of 8 is observed, 2 * 3 * 5 of 8 * 7 by chance."""
    assert alpha(["aa", "ab", "bb", "bb"]) == pytest.approx(1 - (2 / 8) / (30 / 56))


def test_interrupting_leaves_what_was_decided():
    app, recorded = drive(["s", "ctrl+c", "o"])
    assert [r.stance for _, r in recorded] == ["support"]
    assert app.return_code == 0


def test_alpha_says_nothing_where_nothing_can_be_said():
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a", "a"], ["b", "b"]]) == 1


def test_labels_are_what_each_reviewer_left():
    reviews = (
        Review("Ann", "accepted", "oppose"), Review("Ann", "proposed"), Review("Ann", "rejected"),
        Review("Bob", "accepted"),
    )  # fmt: skip
    one = statement(1).__class__(**{f: getattr(statement(1), f) for f in Statement.__slots__ if f != "reviews"}, reviews=reviews)  # fmt: skip # noqa: E501
    assert list(labels([one]).values()) == [("rejected", "support")]
