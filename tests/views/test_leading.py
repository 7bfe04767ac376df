"""What a reader meets first: all draws beside one set of values, whose acts, the text's days."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from foedus.assessment import Assessment, assess
from foedus.casebook import text_of
from foedus.deterrence import AGAIN, NOTHING
from foedus.figures import Figure, percent, rounded
from foedus.language import read
from foedus.views.cells import lines
from foedus.views.origins import COUNTED, clocked, of_text, rowed
from foedus.views.provenance import COUNTED as PROVED
from foedus.views.provenance import provenance
from foedus.views.report import assessed_html
from foedus.views.report.leading import leading, overall
from foedus.views.report.numbers import thresholds

DRAFT = """\
foedus: 1
title: A draft
as_of: 2025-01-01
parties: {LOW: {}, UPL: {}, UNION: {members: [DNK, EST]}}
bodies: {council: {members: UNION, rule: consensus}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
procedures:
  entry:
    opens: {by: LOW}
    steps: [{act: invite, by: council, on_block: hold}]
    then: [{admit: LOW, to: UNION}]
guarantees:
  aid:
    owed_by: UNION
    protects: {state: LOW, territory: unspecified}
    against: UPL
    casus_foederis: attack
    response: defend
    in_force: {member: LOW, of: UNION}
"""


@pytest.fixture(scope="module")
def snapback() -> Assessment:
    return assess(
        read(text_of("unscr-2231-snapback")), "unscr-2231-snapback", draws=10, paths=False
    )


def words(text: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", text)).split())


def test_beside_a_threshold_stands_what_all_draws_together_say(ukraine: Assessment):
    assert ukraine.decision is not None
    rows = [row for row in ukraine.decision.rows if row.option != NOTHING]
    paired = {
        row.label: next(one for one in row.paired if one.other == NOTHING)
        for row in rows
        if row.by == "RUS"
    }
    whence = provenance(ukraine, "as-proposed")
    below = [one.text for one in overall(ukraine, "as-proposed", whence)]
    told, diverted, lesser = below
    assert told.startswith("Over all 20 draws together, in which every input moves, an attack by")
    shares = [
        f"{label} {percent(one.lower)} ({percent(one.higher)})"
        for label, one in paired.items()
        if label != "As proposed"
    ]
    assert told.endswith(f"this share of them: {'; '.join(shares)}")
    # Where a lesser breach comes in its place nobody kept the deal.
    instead = {row.label: row.lesser for row in rows if row.by == "RUS"}
    assert diverted == (
        "To be deterred may be to be diverted: a lesser breach comes in place of an attack by"
        " Russia in this share of all draws: "
        + "; ".join(
            f"{label} {percent(one.instead)}"
            for label, one in instead.items()
            if label != "As proposed" and one is not None
        )
    )
    probes = [o for name, o in ukraine.options.items() if name != "as-proposed"]
    assert lesser == "The mean chance of a breach that is less than an attack is: " + "; ".join(
        f"{one.label} {rounded(one.probe.value)}" for one in probes
    )
    page = words(assessed_html(ukraine))
    assert words(told) in page
    mine = paired["As proposed"]
    asked = leading(ukraine, [], "As proposed").told[-1]
    assert (mine.lower, mine.higher) == (0, 0)
    assert asked.more.endswith(
        "Over all 20 draws together it changes nothing: an attack is less likely than with no"
        f" arrangement in {percent(mine.lower)} of them, and likelier in {percent(mine.higher)}; in"
        f" {percent(instead['As proposed'].instead)} of them a lesser breach comes in place of an"
        " attack. The mean chance of a breach that is less than an attack is"
        f" {rounded(ukraine.options['as-proposed'].probe.value)}"
    )
    other = leading(ukraine, [], "Article-5-like, outside NATO").told[-1]
    assert "changes nothing" not in other.more


def test_days_that_the_text_alone_sets_are_said_to_be_its_own(snapback: Assessment):
    notice = next(x for x in lines(snapback) if x.option.id == "notice-2025")
    days = {one.of: one.says for one in rowed(snapback, notice)}
    assert days["days"] == COUNTED
    assert "how far members' leanings go together" in days["takes effect"]
    assert [one.says for one in clocked(snapback, notice)] == [COUNTED]
    (day,) = (one for one in provenance(snapback) if one.numbers == ("day 30",))
    assert (day.kind, day.labels) == (PROVED, ())
    assert day.rule == "the time limits of the text, one after the other"
    drawn = Figure(30.0, 20.0, 40.0, unit="days")
    assert not of_text(snapback, notice, drawn)


def test_a_day_that_an_estimate_puts_is_not_the_texts_own(snapback: Assessment):
    put = "within: P30D\n        takes: {value: 9, kind: judged, because: assumed here}"
    taken = text_of("unscr-2231-snapback").decode().replace("within: P30D", put)
    a = replace(snapback, arrangement=read(taken))
    notice = next(x for x in lines(a) if x.option.id == "notice-2025")
    assert not of_text(a, notice, notice.pair.days_to_effect)


def test_where_one_side_alone_has_acts_the_page_says_so(snapback: Assessment):
    assert "Asked is what follows acts of Iran: the file gives acts to nobody else." in words(
        assessed_html(snapback)
    )


def test_a_smallest_group_is_named_and_who_alone_can_start_it_has_a_row_of_its_own(
    snapback: Assessment,
):
    stop = leading(snapback, [], "").told[1]
    assert stop.text == (
        "It can be stopped by nobody alone, only by the United Kingdom, France and Germany"
        " together, by doing nothing; once they have acted, by 9 or more together: China, France,"
        " the United Kingdom, Russia, the United States and any 4 others."
    )
    draft = assess(read(DRAFT), draws=10, paths=False)
    asked = [one.asked for one in leading(draft, [], "").told]
    assert asked.count("Who can stop it") == 0
    assert "Who can keep it from starting" in asked
    assert "What follows from the text: there is no chance to be drawn." in words(
        assessed_html(draft)
    )


def test_a_starred_threshold_has_its_footnote_below_the_table(ukraine: Assessment):
    """A break-even above which an attack pays once more has a star; the table says what that is."""
    because = ("with every estimate at its middle: 0.2 to 0.6", f"an attack {AGAIN} above 0.6")
    even = Figure(0.2, 0.1, 0.5, because=because)
    name = "coalition-of-the-willing"
    other = replace(ukraine.options[name], break_even_credibility=even)
    starred = replace(ukraine, options={**ukraine.options, name: other})
    note = f"* {other.label}: an attack {AGAIN} above 0.6."
    assert note not in words(assessed_html(ukraine))
    (found,) = (one for one in thresholds(starred) if one.label == other.label)
    assert found.median == "0.2 (0.1–0.5)*"
    assert note in words(assessed_html(starred))


def test_one_side_that_acts_against_several_is_one_side():
    text = DRAFT.replace(
        "{UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}",
        "{UPL: {towards: [LOW, UNION], acts: [{act: comply}, {act: attack}]}}",
    )
    page = words(assessed_html(assess(read(text), draws=10)))
    assert "Asked is what follows acts of UPL: the file gives acts to nobody else." in page
    assert "every side that has acts" not in page


def test_every_number_of_what_is_told_first_has_a_row_that_is_of_it(ukraine: Assessment):
    """By hand: what else changes the answer is a chance that Russia wins alone, and a limited gain.

    Each is another input than the cost of war, so that it has a row of its own, with the value that
    the table of decision has for what is proposed.
    """
    lead = leading(ukraine, [], "As proposed")
    said, of = lead.told[-1], {row.at: row for row in lead.rows}
    assert ukraine.decision is not None
    decided = next(row for row in ukraine.decision.rows if row.option == "as-proposed")
    inputs = {one.name: one for one in ukraine.inputs}
    first = decided.switches[0].name
    others = [
        one
        for one in decided.switches
        if one.name != first and f" {abs(one.value):.2g}" in said.more.partition("(section")[0]
    ]
    assert others
    for one in others:
        (row,) = (
            of[at] for at in said.rows if f"the value of {inputs[one.name].says}," in of[at].of
        )
        assert f"{abs(one.value):.2g}" in row.numbers
        assert row.rests_on.startswith(f"{inputs[one.name].says} ({one.kind}: ")
        assert row.labels == ("As proposed",)


def test_the_first_answer_says_on_what_its_chance_rests_most(ukraine: Assessment):
    """By hand: a chance of consensus rests on the link of leanings, one the text gives on none.

    "No guarantee" leads to nothing, so that no chance was computed there.
    """
    helped = leading(ukraine, [], "As proposed").told[0]
    assert helped.asked == "What follows, and when"
    rests = str(ukraine.answer["options"][1]["sentences"][0]["rests_on"])
    assert "how far members' leanings go together" in rests
    assert helped.more == f"The chance rests most on {rests}"
    assert leading(ukraine, [], "No guarantee").told[0].more == ""
