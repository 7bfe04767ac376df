"""The report: what stands on it is what the JSON says; it reads whole without a script."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from foedus.assessment import TEXT, Assessment, assess
from foedus.casebook import text_of
from foedus.figures import Figure, Premise, figure_text, threshold_text
from foedus.language import Position, read
from foedus.language import option as under
from foedus.language.places import Places
from foedus.loopholes import verdicts
from foedus.process import Process
from foedus.views.brief import brief
from foedus.views.cells import lines
from foedus.views.charts import Labelled, csv_text, intervals, png
from foedus.views.origins import COUNTED, clocked, premises, rowed
from foedus.views.provenance import provenance
from foedus.views.quoting import by_name, names_in
from foedus.views.report import assessed_html
from foedus.views.report.faults import Fault, assessed, faults
from foedus.views.report.leading import leading
from foedus.views.report.numbers import (
    _MEANT,
    DECISION_HEADS,
    anchor,
    compared,
    staged,
    thresholds,
)
from foedus.views.report.pictures import PARTS, drawings
from foedus.views.report.reasons import once
from foedus.views.report.stances import by_issue, placed, speaker, stances, voices
from foedus.views.report.tiles import _PLACES, tiles
from foedus.views.switching import MOST as NEAREST
from foedus.views.switching import switched, turning
from foedus.views.verdicts import OUTCOMES

sys.path.insert(0, str(Path(__file__).parent))
from browser import browser

WIDTHS = (390, 768, 1440)
MOST = 3_000_000


class Page(HTMLParser):
    """The ids, links, tags and sections of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.words: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes |= set(given)
        if given.get("id"):
            self.ids.append(str(given["id"]))
            if tag == "section":
                self._open.append(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "section" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for one in self._open:
            self.words[one] = self.words.get(one, "") + data


@pytest.fixture(scope="module")
def text(ukraine: Assessment) -> str:
    return assessed_html(ukraine, places(ukraine))


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def places(a: Assessment) -> dict[str, Places]:
    source = text_of("ukraine-2025")
    return {name: Places(source, "u.yaml", name) for name in a.options}


def test_the_same_figures_make_the_same_bytes():
    found = assess(read(text_of("budapest-1994")), draws=10)
    assert assessed_html(found) == assessed_html(found)


def words(text: str) -> str:
    """Return the words of a page."""
    return " ".join(unescape(re.sub("<[^>]*>", "", text)).split())


def part(text: str, name: str) -> str:
    """Return the words of a part of the report."""
    begins = text.index(f'id="{name}"')
    ends = text.find("<h2", begins)
    return " ".join(unescape(re.sub("<[^>]*>", "", text[begins:ends])).split())


def test_a_stranger_is_told_first_what_each_option_is(ukraine: Assessment, text: str):
    before = unescape(text[: text.index('id="options"')])
    for option in ukraine.arrangement.options.values():
        summary = option.summary.rstrip(".")
        if option.proposed:
            assert f"<b>{option.label}</b> ({summary[:1].lower()}{summary[1:]});" in before
        else:
            assert f"<dt>{option.label}</dt><dd>{summary}." in before


def test_the_first_thing_answered_is_of_what_is_proposed_with_where_each_answer_comes_from(
    ukraine: Assessment, text: str
):
    answer = ukraine.as_json()["answer"]["options"]
    (mine,) = (one for one in answer if one["id"] == "as-proposed")
    block = words(text[text.index('class="said first"') :].partition("</dl>")[0])
    asked = [one["text"] for one in mine["sentences"]]
    places = [block.index(one) for one in asked]
    assert places == sorted(places)
    # Behind each sentence stand the rows that say where its numbers come from.
    told = leading(ukraine, [], "As proposed")
    assert [one.rows for one in told.told] == [(1, 2, 3, 4, 5), (6,), (7,), tuple(range(8, 15))]
    for one in told.told:
        rows = ", ".join(map(str, one.rows))
        assert f"[row{'s' * (len(one.rows) > 1)} {rows}]" in block
    assert mine["sentences"][0]["rests_on"] == told.rows[1].rests_on
    row = decided(ukraine, "as-proposed")
    assert row.deters is False
    assert "As assumed, it does not." in block
    other = leading(flipped(ukraine, "as-proposed"), [], "As proposed").told[-1]
    assert other.more.startswith("As assumed, it does. ")
    assert ". Over all 20 draws together it changes nothing: an attack is less" in (
        other.more.replace("). ", ". ")
    )
    # Which other inputs would change that alone is said here as in the section on it.
    (mine_too,) = (
        one for one in switched(ukraine.decision, ukraine.inputs) if "As proposed" in one.labels
    )
    others = [crossing.where for crossing, _ in mine_too.crossings[1:]]
    assert others
    for where in others:
        assert where in block
    # A gain that deters by being larger draws to a lesser breach: that is no keeping of the deal.
    gains = [where for where in others if "had without an attack" in where]
    assert block.count(" (Russia then does less than attack instead)") == len(gains) > 0
    assert f"{len(others)} other input" in block
    assert "would change that, each alone: Russia is deterred if " in block
    turned = leading(flipped(ukraine, "as-proposed"), [], "As proposed").told[-1].more
    assert "then does less than attack" not in turned
    # Of an option told first nothing stands again among those beside it.
    rest = text[text.index('class="said first"') :].partition("</dl>")[2]
    beside = words(rest[: rest.index('id="whence"')])
    assert mine["sentences"][0]["says"] not in beside
    assert "As proposed" not in beside


def test_without_a_proposal_the_first_option_of_the_file_is_told_first():
    found = assess(read(text_of("eu-42-7")), "eu-42-7", draws=10, paths=False)
    first = next(iter(found.options.values()))
    told = leading(found, [], "")
    assert told.label == first.label
    assert f"Told first of the first option of the file, {first.label}" in words(
        assessed_html(found)
    )


def test_the_worst_fault_is_told_as_it_shows_in_the_option(
    ukraine: Assessment, text: str, told: list[Fault]
):
    shown = next(
        one for one in leading(ukraine, told, "As proposed").told if one.more[:5] == "Here:"
    )
    worst = ukraine.options["as-proposed"].loopholes[0]
    (case,) = (c for f in told if f.id == worst.id for c in f.cases if "As proposed" in c.options)
    # It is a fault of a lesser act than that of which the first line tells.
    assert {m.clause for m in worst.moves if m.kind == "conduct"} == {"limited_seizure"}
    assert ukraine.options["as-proposed"].pairs[0].act == "attack"
    assert shown.more == (
        f"Here: {case.statement}. It is shown by this act, another than that of the first line;"
        " what “attacks in force” meets at best: only if RENEWED (as deemed), until 2035-02-21"
        " (sunset) (section 6)"
    )
    # By hand: it does hold of that act too, which has no duty but if it is renewed: section 6.
    acts = part(text, "acts")
    assert "only if RENEWED (as deemed), until 2035-02-21 (sunset)deniable act to attack" in acts
    assert "and not “attacks in force”" not in shown.more
    same = next(
        one for one in leading(ukraine, told, "No guarantee").told if one.more[:5] == "Here:"
    )
    assert "another than that" not in same.more
    assert f"{shown.more}." in words(text)


def test_an_input_too_weak_to_be_ranked_says_so_and_where_it_turns_an_answer(
    ukraine: Assessment,
):
    """By hand: of two inputs without a rank the one that a switching value names points there.

    A rank is of all draws, in which every input moves; a switching value moves one input alone.
    """
    named = turning(switched(ukraine.decision, ukraine.inputs))
    one = next(given.name for given in ukraine.inputs if given.name in named)
    other = next(given.name for given in ukraine.inputs if given.name not in named)
    weak = tuple(
        given._replace(correlation=None) if given.name in (one, other) else given
        for given in ukraine.inputs
    )
    made = assessed_html(replace(ukraine, inputs=weak))
    row = {
        name: words(made[(at := made.index(f'id="input-{name}"')) : made.index("</tr>", at)])
        for name in (one, other)
    }
    said = "moves attack too little to be ranked over all draws"
    assert f"{said}; alone it turns an answer: switching values, section 7" in row[one]
    assert said in row[other]
    assert "turns an answer" not in row[other]
    page = words(made)
    assert "not seen to move" not in page
    # Only the nearest of each option are listed, so that a further threshold stands nowhere above.
    assert f"then what is nearest, {NEAREST} inputs an option at most" in page
    assert "used above" not in page


def test_the_checks_are_said_to_be_of_every_side_before_the_options(text: str):
    before, after = (words(part) for part in text.split('id="options"'))
    assert (
        "The same is asked of every side that has acts in the file: Russia against Ukraine; "
        "Ukraine against Russia." in before
    )
    assert "No answer is owed to what Ukraine does to Russia." in before
    nobody = "Under no option does a guarantee answer it if Ukraine uses force"
    assert (before.count(nobody), after.count(nobody)) == (0, 1)


def decided(a: Assessment, option: str) -> Any:
    return next(row for row in a.decision.rows if row.option == option)


def flipped(a: Assessment, option: str) -> Assessment:
    """Return an assessment in which it is the other way round whether an option deters."""
    rows = tuple(
        replace(row, deters=not row.deters) if row.option == option else row
        for row in a.decision.rows
    )
    return replace(a, decision=replace(a.decision, rows=rows))


def test_stories_are_said_to_be_imagined_and_who_is_left_out_of_a_list(text: str):
    told = part(text, "faults")
    assert "A story is imagined: from the day of the text on it plays what the text allows" in told
    assert "Who can stop help to Ukraine is listed here without Ukraine, which may always" in told
    assert "keep from starting, it tells how it comes about if nobody does." in told


def test_the_victim_is_said_to_be_of_either_side_and_who_may_allege(text: str):
    told = part(text, "faults")
    assert (
        "“The victim” is whoever is acted against; acts are looked at of Russia against Ukraine; "
        "Ukraine against Russia. Who may allege a breach is as the file has it: Ukraine." in told
    )
    both = read(
        "foedus: 1\ntitle: A pact\nas_of: 2025-01-01\nparties: {LOW: {}, UPL: {}, mission: {}}\n"
        "conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: raid}]}}\n"
        "norms: {peace: {prohibition: raid, bearer: UPL, towards: LOW}}\n"
        "procedures: {finding: {opens: {by: [UPL, LOW], alleging: peace},"
        " steps: [{act: find, by: mission, within: P1D}]}}\n"
    )
    assert "as the file has it: LOW and UPL." in part(
        assessed_html(assess(both, draws=10)), "faults"
    )


def test_the_days_that_an_act_needs_are_said_to_be_the_file_s_own(text: str):
    said = "How long an act itself needs is the file's own, without a source."
    assert said in words(text)
    assert said not in words(assessed_html(assess(read(QUOTED), draws=10)))


def test_a_story_of_a_slow_answer_says_that_a_step_may_take_longer(text: str, told: list[Fault]):
    (slow,) = (fault for fault in told if fault.id == "promptness")
    stories = sum(bool(case.story) and not case.same for case in slow.cases)
    assert stories
    assert text.count("(a step may take longer than here, as long as its limit lets it)") == stories


def test_who_avoids_it_by_leaving_stands_where_all_stand_who_can_stop_it(text: str):
    assert part(text, "stop").count("Russia: by leaving first, before it acts.") == 2


def test_where_a_file_lies_is_not_told_to_those_to_whom_a_report_is_forwarded(tmp_path: Path):
    found = assess(read(QUOTED), str(tmp_path / "pact.yaml"), draws=10)
    made = assessed_html(found, {"": Places(QUOTED, "pact.yaml")})
    assert "foedus assess pact.yaml --seed 0 --draws 10" in words(made)
    assert str(tmp_path) not in made


def test_a_number_that_errors_alone_bring_is_marked_beside_the_table(
    ukraine: Assessment, text: str
):
    options = ukraine.as_json()["options"]
    marked = {o["label"]: o["provoke_added"] for o in options}
    marked = {
        label: why
        for label, one in marked.items()
        for why in one["because"]
        if why.startswith("an artefact of errors")
    }
    assert "Immediate membership" in marked
    told = part(text, "options")
    for label, why in marked.items():
        assert re.search(rf"{label}, provokes, added [^:]*: {re.escape(why)}\.", told)


def test_it_is_one_file_without_a_script(text: str, page: Page):
    assert len(text.encode()) < MOST
    assert "script" not in page.tags
    assert not [name for name in page.attributes if name.startswith("on")]
    assert "style" not in page.attributes  # the policy lets no style in but the one at the top
    outside = [link for link in page.links if not link.startswith(("#", "data:"))]
    assert outside
    assert all(link.startswith(("https://", "http://")) for link in outside)
    assert not re.findall(r'src="(?!data:)', text)


def test_the_policy_names_the_style_and_nothing_else(text: str):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert policy is not None
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in unescape(policy[1])
    assert "default-src 'none'" in unescape(policy[1])
    assert "unsafe" not in policy[1]


def test_every_link_on_the_page_leads_somewhere_and_once(page: Page):
    from urllib.parse import unquote

    assert len(page.ids) == len(set(page.ids))
    inside = {unquote(link[1:]) for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids), sorted(inside - set(page.ids))


def test_every_number_is_the_one_of_the_json(ukraine: Assessment, page: Page):
    data = ukraine.as_json()
    for number, option in enumerate(data["options"]):
        for at, pair in enumerate(option["pairs"]):
            stages = pair["clock"]["stages"]
            figures = {key: pair[key] for key in ("days_to_effect", "attack", "attack_added")}
            figures |= {"in_time": pair["clock"]["in_time"]}
            figures |= {f"clock-stages-{n}-day": s["day"] for n, s in enumerate(stages)}
            if pair["consequence"] == "effect":
                figures["takes_effect"] = pair["takes_effect"]
            for key, plain in figures.items():
                told = " ".join(page.words[f"f-options-{number}-pairs-{at}-{key}"].split())
                figure = Figure.of(plain)
                if key == "attack":  # its ends are those of the assumed stakes, and not shown
                    figure = replace(figure, low=None, high=None)
                said = figure_text(figure)
                if key == "in_time" and stages:  # a word where help has no date, as in the brief
                    said = {"owed": "not said", "allowed": "no duty"}.get(stages[-1]["name"], said)
                kind = f"{plain['kind']})" if key == "attack" else ""
                assert f": {said} ({kind}" in told, (key, told)
                for source in plain["sources"]:
                    assert source in told


def test_every_figure_of_the_answer_can_be_reached(ukraine: Assessment, page: Page):
    for option in ukraine.as_json()["answer"]["options"]:
        for one in option["sentences"]:
            for pointer in one["figures"]:
                if pointer.endswith(("takes_effect", "days_to_effect", "/day")):
                    assert anchor(pointer) in page.ids
                    assert f"#{anchor(pointer)}" in page.links


def test_every_sentence_of_the_answer_is_on_it(ukraine: Assessment, text: str):
    told = " ".join(unescape(text).split())
    for option in ukraine.as_json()["answer"]["options"]:
        for one in option["sentences"]:
            assert one["says"] in told
            assert (one["rests_on"].partition(f"{TEXT}; ")[2] or one["rests_on"]) in told


@pytest.fixture(scope="module")
def told(ukraine: Assessment) -> list[Fault]:
    return faults(assessed(ukraine), {})


def test_a_fault_is_told_once_for_the_options_that_share_it(
    ukraine: Assessment, text: str, told: list[Fault]
):
    assert [fault.rank for fault in told] == sorted(fault.rank for fault in told)
    held = {
        (h.id, by_name(h.statement, names_in(under(ukraine.arrangement, name))))
        for name, o in ukraine.options.items()
        for h in o.loopholes
    }
    # Groups stand by their names in place of some of their members: tests/views/test_stories.py.
    some = re.compile(
        r"any one of (?:[^.;:]*? and \d+ more|33 \(NATO's 32, the monitoring mission\))"
    )
    shown = {(f.id, some.sub("any", c.statement)) for f in told for c in f.cases}
    assert shown == {(id_, some.sub("any", statement)) for id_, statement in held}
    assert "'limited_seizure'" not in json.dumps([c.statement for f in told for c in f.cases])
    cases = [case for fault in told for case in fault.cases]
    stories = {case.story for case in cases if case.story}
    assert [case.story for case in cases if case.story and not case.same] == [
        *dict.fromkeys(case.story for case in cases if case.story)
    ]
    # Of a play with which another begins no step is left to be told.
    begun = sum(case.shared == len(case.story) > 0 for case in cases)
    told_once = len(stories) - begun
    assert text.count('<ol class="story"') == told_once < sum(bool(c.story) for c in cases)
    assert text.count('<p class="imagined">Imagined, as the text allows') == sum(
        bool(case.story) for case in cases
    )
    assert " None." not in re.sub(r"<pre>.*?</pre>", "", text)
    for fault in told:
        assert fault.definition in unescape(text)
        for case in fault.cases:
            said = f"{case.statement[:1].upper()}{case.statement[1:]}."
            assert unescape(text).count(f"<h3>{said}</h3>") == 1
    gap = next(fault for fault in told if fault.id == "gap")
    having = [o.label for o in ukraine.options.values() if any(h.id == "gap" for h in o.loopholes)]
    assert list(gap.options) == having


QUOTED = """\
foedus: 1
title: A pact with words
as_of: 2025-01-01
parties: {LOW: {}, UPL: {}, ALF: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
guarantees:
  aid:
    owed_by: ALF
    protects: {state: LOW, territory: unspecified}
    against: UPL
    casus_foederis: attack
    response: right_only
    article: 3
    text: Each may come to the aid of Lowland.
"""


def test_a_clause_is_quoted_with_its_article_and_line():
    told = faults(assessed(assess(read(QUOTED), draws=10)), {"": Places(QUOTED, "pact.yaml")})
    clauses = {c.path: c for fault in told for case in fault.cases for c in case.clauses}
    aid = clauses["guarantees.aid"]
    assert (aid.article, aid.text) == ("Article 3", "Each may come to the aid of Lowland.")
    assert aid.line == 7
    made = assessed_html(assess(read(QUOTED), draws=10), {"": Places(QUOTED, "pact.yaml")})
    assert "line 7 of the file, article 3" in made
    assert "<blockquote>Each may come to the aid of Lowland.</blockquote>" in made


def test_what_mends_a_fault_is_a_patch():
    found = assess(read(QUOTED), draws=10, repair=True)
    told = {fault.id: fault.mends for fault in faults(assessed(found), {})}
    mends = told["right-without-duty"] or ()
    said = ("make 'aid' a duty to do what each deems necessary",)
    mend = next(one for one in mends if one.said == said)
    assert mend.opens == "as it deems necessary"
    assert mend.patch.splitlines() == [
        "  guarantees:",
        "    aid:",
        "+     response: as_deemed_necessary",
    ]
    assert all(
        fault.mends is None for fault in faults(assessed(assess(read(QUOTED), draws=10)), {})
    )


def test_the_parts_of_a_bar_are_those_of_the_decision_table(ukraine: Assessment):
    lines = drawings(ukraine)["deciding"].csv.splitlines()
    assert lines[0].split(",")[2:] == [key for _, key in PARTS]
    for line, row in zip(
        lines[1:], (r for r in ukraine.decision.rows if r.option != "-"), strict=True
    ):
        cells = line.split(",")
        assert cells[0] == row.option
        assert [float(cell) for cell in cells[2:]] == [
            row.deciding.not_needed,
            row.deciding.enough,
            row.deciding.harms,
            row.deciding.another,
            row.deciding.none,
        ]


def test_every_picture_has_a_role_a_text_and_three_files(text: str, told: list[Fault]):
    saved = dict(
        re.findall(r'download="([\w-]+\.(?:svg|png|csv))" href="data:[^,]*,([^"]*)"', text)
    )
    names = {name.partition(".")[0] for name in saved}
    drawn = {name for name in names if not name.startswith(("who-", "story-"))}
    assert drawn == {"clock", "takes-effect", "deciding", "switching", "positions"}
    stories = {f"story-{f.id}-{n}" for f in told for n, c in enumerate(f.cases, 1) if c.diagram}
    assert {name for name in names if name.startswith("story-")} == stories != set()
    for name in names:
        picture = b64decode(saved[f"{name}.svg"]).decode()
        root = picture[: picture.index(">")]
        assert 'role="img"' in root
        assert 'aria-label="' in root
        assert b64decode(saved[f"{name}.png"]).startswith(b"\x89PNG")
        assert b"," in b64decode(saved[f"{name}.csv"])
    assert all('alt="' in tag for tag in re.findall(r"<img [^>]*>", text))


def test_a_story_is_saved_as_the_table_that_it_draws(told: list[Fault]):
    for fault in told:
        for case in fault.cases:
            if case.diagram is None:
                continue
            head, *rows = csv.reader(io.StringIO(b64decode(case.diagram.csv[20:]).decode()))
            assert head == ["date", "who", "says", "follows"]
            lines = [
                f"{on}: {says}{f'; {follows}' if follows else ''}" if on else says
                for on, _, says, follows in rows
            ]
            assert tuple(lines) == case.story


def test_a_picture_is_saved_in_greys_that_show_what_it_shows():
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10">'
        '<rect width="10" height="10" fill="#000"/>'
        '<rect x="10" width="10" height="10" fill="#888"/></svg>'
    )
    with Image.open(io.BytesIO(png(drawn))) as saved:
        assert saved.size == (60, 20)
        shades = [saved.convert("L").getpixel((x, 10)) for x in (10, 30, 50)]
    assert shades == [0, 0x88, 255]  # and what nothing is drawn on is paper


def test_on_paper_every_reason_of_a_number_is_told_once(ukraine: Assessment, text: str):
    rows = [*compared(ukraine), *staged(ukraine)]
    told = [why for row in once(rows) for _, whys in row.said for why in whys]
    assert len(set(told)) == len(told)
    assert set(told) == {why for row in rows for n in row.numbers for why in n.whole}
    assert "Sources by letter" not in text


def test_below_each_row_stands_from_what_its_chance_and_days_were_worked_out(
    ukraine: Assessment, text: str
):
    plain = words(text)
    above: set[Premise] = set()
    for line in lines(ukraine):
        shown = [*rowed(ukraine, line, above), *clocked(ukraine, line)]
        alike = "From the same as in the row above." in part(text, "options")
        for one in shown:
            assert f"{one.of}: {one.says}." in plain or (alike and "withdrawal" in line.label)
        for stage in line.pair.clock.stages:  # so that what is left out there is told here
            drawn = {p for p in stage.day.premises if p.kind != "derived"}
            assert drawn <= set(premises(line))
        above.update(premises(line))
    (proposed,) = (x for x in lines(ukraine) if x.option.id == "as-proposed")
    (first, then) = rowed(ukraine, proposed)
    assert first.of == "takes effect, days"
    assert "Measured: refusals, 0 of 189 ratifications" in first.says
    assert "(NATO's rounds of accession, 1951 to 2024)" in first.says
    assert "Judged by the file's authors: the chance that the monitoring mission" in first.says
    assert "Assumed by foedus: how far members' leanings go together, 0 to 0.6" in first.says
    assert then.says == "only the act done again from then on is answered"
    days = {one.of: one.says for one in clocked(ukraine, proposed)}
    assert list(days) == [stage.name for stage in proposed.pair.clock.stages]
    assert days["ratify"] == "measured"
    assert days["force"].startswith("what comes before, and days judged by the file's authors")
    at_once = next(x for x in lines(ukraine) if x.option.id == "immediate-membership")
    assert next(rowed(ukraine, at_once)).says.startswith(COUNTED)
    assert next(clocked(ukraine, at_once)).says == COUNTED


def test_what_the_game_computes_says_of_which_kinds_its_inputs_are(ukraine: Assessment, text: str):
    counts = {
        kind: sum(one.kind == kind for one in ukraine.inputs) for kind in ("judged", "assumed")
    }
    heaviest = ukraine.inputs[0]
    for name in ("options", "deter"):
        said = part(text, name)
        assert (
            f"{counts['judged']} judged and {counts['assumed']} assumed by the file's auth" in said
        )
        assert f"{heaviest.says} ({heaviest.kind}: {heaviest.because.partition(';')[0]})" in said


def test_one_threshold_of_an_input_stands_first_and_the_others_behind_it(
    ukraine: Assessment, text: str
):
    assert "break-even" not in part(text, "options")
    behind = part(text, "deter")
    found = {one.label: one for one in thresholds(ukraine)}
    line = next(x for x in lines(ukraine) if x.option.id == "immediate-membership")
    one = found[line.label]
    assert one.median == threshold_text(line.option.break_even_credibility)
    (switch,) = (s for s in line.decided.switches if s.name == "honour.article-5")
    assert one.switching == f"{switch.deters} {switch.value:.2g}"
    assert f"{line.label}{one.switching}{one.middle}{one.median}".replace(" ", "") in (
        behind.replace(" ", "")
    )


def test_a_marked_threshold_says_below_the_table_what_its_draws_say(ukraine: Assessment, text: str):
    """A median of 0, or one above which an attack pays again, is explained where it stands.

    What is printed leads to nothing that is on the screen alone.
    """
    behind = part(text, "deter")
    wanted: dict[str, list[str]] = {}
    for one in thresholds(ukraine):
        (line,) = (x for x in lines(ukraine) if x.label == one.label)
        even = line.option.break_even_credibility
        again = [why for why in even.because if "pays again" in why]
        if even.value == 0 or (even.value is not None and again):
            assert one.median.endswith("*")
            shares = "; ".join(why for why in even.because if why.startswith("in "))
            wanted.setdefault(" ".join(shares.split()), []).append(line.label)
        else:
            assert "*" not in one.median
    assert wanted
    for shares, labels in wanted.items():
        assert f"* {'; '.join(labels)}: {shares}." in behind
    printed = re.sub(r'<span class="screen">.*?</span>', "", text)
    assert "below its row" not in printed
    assert "“Reasons in full” says" not in printed


def test_the_decision_table_says_what_each_column_counts(text: str):
    said = part(text, "deter")
    for head, meaning in zip(DECISION_HEADS, _MEANT, strict=True):
        assert f"{head}{meaning}" in said


def test_what_every_sentence_on_a_question_rests_on_is_told_once(text: str):
    plain = " ".join(unescape(re.sub("<[^>]+>", " ", text)).split())
    assert plain.count("all others are taken to help") == 1
    assert plain.count("whether the monitoring mission traces 'attack'") == 1


def test_switching_values_are_told_once_for_the_options_that_share_them(ukraine: Assessment):
    rows = [row for row in ukraine.decision.rows if row.option != "-"]
    found = switched(ukraine.decision, ukraine.inputs)
    labels = [label for one in found for label in one.labels]
    assert sorted(labels) == sorted(row.label for row in rows)
    by = {label: one for one in found for label in one.labels}
    assert len(found) < len(rows)
    for row in rows:
        one = by[row.label]
        told = [s for at, s in enumerate(row.switches) if at == 0 or s.away >= 0.005][:5]
        for (crossing, between), switch in zip(one.crossings, told, strict=True):
            assert (crossing.name, crossing.deters) == (switch.name, switch.deters)
            assert f"{crossing.value:.2g}" == f"{switch.value:.2g}"
            low, _, high = between.removesuffix("\u00a0%").partition("–")
            assert int(low) <= round(100 * switch.away) <= int(high or low)


def test_those_who_can_stop_it_are_named_and_each_column_is_explained(text: str):
    table = unescape(text[text.index('id="options"') : text.index('id="clock"')])
    cells = re.findall(r'<td class="long" data-label="can stop it alone">([^<]*)', table)
    assert "each of NATO's 32, Ukraine, the monitoring mission, Russia by leaving" in cells
    heads = re.findall(r'<th scope="col">([^<]*)', table)[1:]
    assert re.findall(r"<dt>([^<]*)</dt>", table) == heads


def test_who_makes_a_claim_is_not_said_to_want_what_it_says(text: str):
    rows = [row for row in re.findall(r"<tr>.*?</tr>", text) if "declares victory" in row]
    assert len(rows) == 1
    assert '<td data-label="Stance">makes the claim</td>' in rows[0]


SAID = Position(
    state="FRA",
    actor="the government of France",
    office="government",
    date=date(2025, 1, 1),
    issue="it",
    stance="support",
    says="it may",
    source=("a",),
)


def test_a_sign_stands_under_what_it_is_for(ukraine: Assessment):
    """To demand that a promise be taken back is no support of what was promised."""
    a = ukraine.arrangement
    charts = dict(by_issue(voices(ukraine), a.issues, ukraine.names, 6200))
    assert [one.signs for one in charts["That NATO takes back its promise of 2008"]["Russia"]] == [
        "+"
    ]
    assert {one.signs for one in charts["That Ukraine becomes a member one day"]["Russia"]} == {"−"}
    claim = "That the prospect of membership started the war (a claim: + makes the claim, − denies"
    assert len([title for title in charts if title.startswith(claim)]) == 1
    assert next(iter(charts)) == "That Ukraine becomes a member one day"
    spoke = sum(len({p.state for p in voices(ukraine) if p.issue == issue}) for issue in a.issues)
    assert sum(map(len, charts.values())) == spoke


def test_a_likeliest_value_is_not_shown_as_a_middle_nor_a_middle_as_likeliest(
    ukraine: Assessment, told: list[Fault]
):
    """By hand, from the file: article 5 arrives in 10 to 180 days, value 30; arms in 1 to 30.

    30 is the peak of a triangle whose median is 180 - sqrt(170 x 150 / 2) = 67 days, so that a bare
    30 beside day 66 reads as a contradiction. Of the arms the file gives no value: 15.5 is between.
    """
    (fault,) = (one for one in told if one.id == "capability-gap")
    of = {case.options[0]: case.chance for case in fault.cases}
    tiers = "the tiers of the NATO Force Model are planning figures"
    assert of["Immediate membership"] == f"10 to 180 days, likeliest 30 (judged: {tiers})"
    stocks = "stocks in place against stocks still to be sent"
    assert of["Arms only"] == f"1 to 30 days, middle 16 (judged: {stocks})"
    # A chance that is worked out from two says from which: 1 - 0.7 x 0.4 and 1 - 0.3 x 0.1.
    (deniable,) = (one for one in told if one.id == "deniable-breach")
    assert deniable.cases[0].chance == (
        "0.7 to 0.97, middle 0.9 (judged: 1 less the chance that “commits deniable sabotage or"
        " drone attacks” is noticed and, if noticed, laid at the right door)"
    )
    # The screen of a check says it in the same words.
    screen = " ".join(ran("check", "ukraine-2025", "--option", "arms-only").output.split())
    assert "days, as the file gives it (judged): 1 to 30 days, middle 16" in screen
    rules = {row.of: row.rule for row in provenance(ukraine, "as-proposed")}
    assert (
        "until help comes, drawn together (likeliest of the latter: 30); median"
        in (rules["when help in the field is there"])
    )
    assert "until help comes, drawn together; median" in rules["when arms are there"]


def test_signs_that_have_no_room_beside_one_another_stand_together():
    said = [
        replace(SAID, stance=stance, date=date(2025, 1, day))
        for day, stance in ((1, "support"), (2, "oppose"), (3, "oppose"), (31, "conditional"))
    ]
    assert [one.signs for one in placed(said, 10)] == ["+", "−", "−", "~"]
    assert [one.signs for one in placed(said, 250)] == ["+ −", "~"]
    # By hand: 29 days of 365 are 18 of 230 points, and "+ −" and "~" take 17.5 with none between.
    assert [one.signs for one in placed(said, 365)] == ["+ − ~"]
    assert [one.signs for one in placed(said, 3650)] == ["+ − ~"]
    assert placed(said, 250)[0].at == date(2025, 1, 2)


def test_what_was_said_on_one_day_stands_away_from_the_edges():
    case = read(text_of("unscr-2231-snapback"))
    found = assess(case, "s", ["notice-2025"], draws=10, paths=False)
    (chart,) = stances(found).chart.to_dict()["hconcat"][0]["vconcat"]
    when = chart["encoding"]["x"]
    low, high = (date.fromisoformat(day) for day in when["scale"]["domain"])
    days = {said.date for said in voices(found)}
    assert low < min(days) <= max(days) < high
    assert when["axis"]["format"] == "%Y-%m"  # four ticks of one year tell nothing apart


def test_a_name_that_has_no_room_is_broken_and_the_line_of_an_act_is_under_the_names():
    name = "Standing ends with participation; Standing stays with those named by the resolution"
    chart = intervals([Labelled(name, None)], "days", rule=30, rule_label="30 d")
    marks = [layer.mark for layer in chart.layer]
    dashed = [n for n, mark in enumerate(marks) if getattr(mark, "strokeDash", None) == [4, 3]]
    names = [n for n, mark in enumerate(marks) if getattr(mark, "stroke", None) == "white"]
    assert max(dashed) < min(names)
    # A name is whiter than the space between two words is wide, so that no line shows in it.
    assert min(marks[n].strokeWidth for n in names) >= 10
    drawn = chart.layer[names[0]].data.values
    assert " ".join(row["said"] for row in drawn) == name
    assert {row["weight"] for row in drawn} == {"bold"}
    assert max(len(row["said"]) for row in drawn) <= 60


def test_the_option_that_is_proposed_is_said_to_be(text: str):
    assert "Told first of what is proposed, <b>As proposed</b> (accession on a finding of" in text
    untold = read("foedus: 1\ntitle: A deal\nas_of: 2025-01-01\nparties: {LOW: {}}\n")
    assert "what is proposed" not in assessed_html(assess(untold, draws=10))


def test_a_speaker_is_named_once():
    assert speaker(SAID, {"FRA": "France"}) == "the government of France"
    other = replace(SAID, actor="A. Person", office="minister")
    assert speaker(other, {"FRA": "France"}) == "A. Person, minister (France)"


def test_a_row_without_a_value_keeps_its_name_and_its_bounds():
    unknown = Figure(None, 0.2, 0.7, because=("not known: nobody was asked",))
    rows = [Labelled("Options", None), Labelled("as proposed", unknown)]
    values = intervals(rows, "chance").data.values
    assert [row["said"] for row in values] == ["Options", "as proposed  not known (0.2–0.7)"]
    assert (values[1]["low"], values[1]["high"]) == (0.2, 0.7)
    assert "value" not in values[1]
    assert len(csv_text(rows).splitlines()) == 2


def test_a_map_has_a_tile_for_each_and_marks_who_can_stop_it():
    assert len({*_PLACES.values()}) == len(_PLACES)  # no tile lies on another
    made = tiles(["HUN", "DEU", "mission"], {"HUN"}, {"HUN": "Hungary <"}, "Who can stop it")
    assert made.count("<rect") == 3
    assert made.count("●") == 1
    assert 'aria-label="Who can stop it: Hungary &lt;"' in made


HOSTILE = """\
foedus: 1
title: "<script>alert(1)</script>"
as_of: 2025-01-01
sources: {bad: {title: "<b>bold</b>", url: "javascript:alert(1)"}}
parties: {LOW: {name: "</style><script>"}, UPL: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack, label: "<img src=x>"}]}}
"""


def test_what_a_file_says_is_text_and_no_markup():
    made = assessed_html(assess(read(HOSTILE), draws=10))
    page = Page(made)
    assert "script" not in page.tags
    assert "img" not in page.tags or "src=x" not in made
    assert not [link for link in page.links if link.startswith("javascript")]


def test_a_draft_that_says_next_to_nothing_has_a_report():
    draft = "foedus: 1\ntitle: A deal\nas_of: 2025-01-01\nparties: {LOW: {}}\n"
    made = assessed_html(assess(read(draft), draws=10))
    assert "Whether it deters is not known: the file says nothing of stakes." in made
    assert "Not computed: no game was solved, since the draft says too little" in made
    assert "Nobody here has an act that could be answered." in made
    assert "The file names none; those of the record stand where it is told." in made
    assert "0 sources" not in made


def test_who_can_keep_a_guarantee_from_ever_binding_is_said_before_any_act():
    """Where nothing answers the act itself, it is the only answer to who can stop it."""
    draft = """
foedus: 1
title: A pact
as_of: 2026-01-01
parties: {GEO: {}, RUS: {}, ALL: {members: [DEU, FRA]}}
conduct: {RUS: {acts: [{act: comply}, {act: attack}]}}
procedures:
  accession:
    opens: {by: [GEO]}
    steps: [{act: ratify, by: ALL, rule: unanimity}]
    then: [{admit: GEO, to: ALL}]
guarantees:
  shield:
    owed_by: ALL
    protects: {state: GEO, territory: recognised}
    against: RUS
    casus_foederis: attack
    response: defend
    in_force: {member: GEO, of: ALL}
"""
    found = assess(read(draft), draws=10)
    said = [
        one["text"]
        for one in found.as_json()["answer"]["options"][0]["sentences"]
        if one["about"] == "stop"
    ]
    assert said[0] == (
        "Before there is any attack either Germany or France alone can keep 'shield' from ever "
        "coming to bind."
    )
    part = assessed_html(found)
    part = unescape(part[part.index('id="stop"') : part.index('id="clock"')])
    assert [one for one in said if one in part] == said


# A check and a sweep ----------------------------------------------------------------------------


def ran(*arguments: str) -> Any:
    from click.testing import CliRunner

    from foedus.cli import main

    return CliRunner().invoke(main, list(arguments))


def test_the_page_of_a_check_tells_each_verdict_and_each_fault(tmp_path: Path):
    file = tmp_path / "check.html"
    done = ran("check", "eu-42-7", "--all-options", "--html", str(file))
    assert (done.exit_code, file.exists()) == (1, True), done.output
    made = unescape(file.read_text("utf-8"))
    page = Page(made)
    assert "script" not in page.tags
    assert {link for link in page.links if link.startswith("#")} <= {f"#{id_}" for id_ in page.ids}
    a = read(text_of("eu-42-7"))
    for name, label in a.options.items():
        found = verdicts(Process(under(a, name)))
        counts = [sum(v.outcome == key for v in found) for key in OUTCOMES]
        said = ", ".join(
            f"{count} {told}" for count, told in zip(counts, OUTCOMES.values(), strict=True)
        )
        row = f"<dt>{label.label}</dt><dd>of {len(found)} properties {said}."
        assert row in made
        for verdict in found:
            for hole in verdict.loopholes:
                assert by_name(hole.statement, names_in(under(a, name)))[1:] in made
            if verdict.outcome == "does-not-apply":
                assert verdict.missing in made
    assert "foedus check eu-42-7 --all-options" in made


def test_the_page_of_a_sweep_says_what_its_json_says(tmp_path: Path):
    file, data = tmp_path / "deter.html", tmp_path / "deter.json"
    asked = ["korea-1953", "--draws", "20", "--seed", "3", "--vary", "honour=0.25:0.75"]
    done = ran("deter", *asked, "--html", str(file), "--json", str(data))
    assert done.exit_code == 0, done.output
    made, whole = unescape(file.read_text("utf-8")), json.loads(data.read_text("utf-8"))
    for line in whole["decision"]["bottom_line"]:
        assert line in made
    for one in whole["options"]:
        for line in one["because"]:
            assert line in made
    row = next(r for r in whole["decision"]["rows"] if r["option"] != "-")
    beside = next(one for one in row["paired"] if one["other"] == "-")
    cells = re.search(r'<tr id="f-decision-rows-1">.*?</tr>', made, re.DOTALL)
    assert cells is not None
    shares = [beside[key] for key in ("lower", "same", "higher")]
    told = re.findall(r'<td class="number"[^>]*>([^<]*)</td>', cells[0])
    assert told[:3] == [f"{share:.0%}".replace("%", "\u00a0%") for share in shares]
    assert "foedus deter korea-1953 --vary honour=0.25:0.75 --draws 20 --seed 3" in made


# In a real browser ------------------------------------------------------------------------------


def test_numbers_are_written_for_people(ukraine: Assessment, text: str):
    """No 1.8e+02, no cost below zero, and no id of an option where it has a label."""
    plain = unescape(re.sub('<[^>]+>|"data:[^"]*"', " ", text))
    assert re.findall(r"\d(?:\.\d+)?e[+-]\d+", plain) == []
    assert re.findall(r"(?:below|above) -[\d.]+|[\d.]+ prizes", plain) == []
    assert [name for name in ukraine.options if re.search(rf"\bunder {name}\b", plain)] == []
    (force,) = (one for one in ukraine.inputs if one.name == "arrives.article-5")
    assert force.spans == "10 to 180 days"
    assert f"days until help comes under article-5 {force.kind} 10 to 180 days" in " ".join(
        plain.split()
    )


def test_an_assumption_is_told_once(ukraine: Assessment, text: str):
    part = unescape(text[text.index('id="assumptions"') : text.index('id="method"')])
    assert ukraine.inputs[0].name == "stakes.RUS.the cost of war"
    assert part.count(ukraine.inputs[0].says) == 1
    war = ukraine.inputs[0]
    assert war.correlation is not None
    assert war.correlation > 0  # the less it is worth, the less attack: the more it costs
    assert "0.05 to 1.5 of the prize, by ratio, so that its middle is 0.27</td>" in part
    assert f"the more, the less attack (rank correlation {-war.correlation:+.1f})" in part


def test_whoever_can_stop_it_is_listed_by_name_and_every_code_is_explained(text: str):
    part = unescape(text[text.index('id="stop"') : text.index('id="clock"')])
    listed = re.search(r"</b>: (Albania, .*?)\.</p>", part)
    assert listed is not None
    names = listed[1].split(", ")
    assert names[-2:] == ["Ukraine", "the monitoring mission"]  # who is no member of NATO
    members = [name.removeprefix("the ") for name in names[:-2]]
    assert members == sorted(members)
    assert "miss. is the monitoring mission" in part


def test_it_reads_whole_with_scripts_blocked_and_fits_the_screen(text: str, tmp_path: Path):
    file = tmp_path / "report.html"
    file.write_text(text, "utf-8")
    with browser() as opened:
        context = opened.new_context(java_script_enabled=False, offline=True)
        shown = context.new_page()
        shown.set_default_timeout(60_000)
        asked: list[str] = []
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto(file.as_uri())
        assert shown.locator("h2").count() >= 12
        assert "If Russia attacks in force" in shown.locator("main").inner_text()
        assert not [url for url in asked if not url.startswith(("file:", "data:"))]
        plain = opened.new_page()
        plain.goto(file.as_uri())
        for width in WIDTHS:
            plain.set_viewport_size({"width": width, "height": 900})
            assert plain.evaluate("document.documentElement.scrollWidth") <= width
        # The policy lets the style in, and a number opens below its row.
        assert plain.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") != "32px"
        row, why = plain.evaluate(
            """() => {
              const below = document.querySelector('#options ~ table tr.why');
              below.querySelector('details').open = true;
              const box = (e) => [e.getBoundingClientRect().left, e.getBoundingClientRect().width];
              return [box(below.previousElementSibling), box(below)];
            }"""
        )
        assert row == pytest.approx(why, abs=1)
        # On paper where each number comes from stands at the end, and the whole stays short.
        assert plain.locator(".appendix").is_hidden()
        plain.emulate_media(media="print")
        assert plain.locator(".appendix").is_visible()
        assert plain.locator("#options ~ table tr.why").first.is_hidden()
        # What is printed is found by its contents list, its numbered headings and its page numbers.
        assert plain.locator("nav").is_visible()
        assert plain.locator("#record ~ table tr.why").first.is_visible()
        counted = plain.evaluate(
            "[...document.querySelectorAll('main > h2')]"
            ".map((h) => getComputedStyle(h, '::before').content)"
        )
        assert counted == ['counter(section) ". "'] * plain.locator("nav li a").count()
        # What stands in paragraphs on a screen and runs on in print has a space between.
        runs_on = plain.evaluate(
            """() => {
              const inline = (e) => getComputedStyle(e).display === 'inline';
              const both = [...document.querySelectorAll('p + p')].filter(
                (e) => inline(e) && inline(e.previousElementSibling));
              const glued = both.filter((e) => e.previousSibling.nodeType === 1
                && getComputedStyle(e.previousElementSibling, '::after').content === 'none');
              return [both.length, glued.map((e) => e.textContent)];
            }"""
        )
        assert runs_on[0] > 20
        assert runs_on[1] == []
        (tmp_path / "report.pdf").write_bytes(plain.pdf(format="A4"))
        titles = plain.locator("nav li").all_inner_texts()
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext here, to read what is printed")
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, text=True
    ).stdout
    printed = [" ".join(sheet.split()) for sheet in told.rstrip("\f").split("\f")]
    assert 5 < len(printed) <= 14
    assert not re.search(r"[^\s“(](Clause|Imagined|How likely)\b", " ".join(printed))
    assert [title for title in titles if title not in printed[0]] == []
    for number, sheet in enumerate(printed, 1):
        assert sheet.endswith(f"{number} / {len(printed)}")


def test_axe_finds_nothing_serious(text: str, tmp_path: Path):
    """On the report, and on the pages of a check and of a sweep."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    rules = {"resultTypes": ["violations"]}
    unpainted = {**rules, "rules": {"color-contrast": {"enabled": False}}}
    (tmp_path / "report.html").write_text(text, "utf-8")
    ran("check", "korea-1953", "--html", str(tmp_path / "check.html"))
    ran("deter", "korea-1953", "--draws", "20", "--html", str(tmp_path / "deter.html"))
    with browser() as opened:
        shown = opened.new_context(bypass_csp=True).new_page()
        shown.set_default_timeout(120_000)
        for name in ("report", "check", "deter"):
            shown.goto((tmp_path / f"{name}.html").as_uri())
            shown.evaluate(
                "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
            )
            for width in WIDTHS:
                shown.set_viewport_size({"width": width, "height": 900})
                assert shown.evaluate("document.documentElement.scrollWidth") <= width, name
                if width not in (WIDTHS[0], WIDTHS[-1]):  # what is shown is as on a phone
                    continue
                asked = rules if width == WIDTHS[0] else unpainted  # colours are the same
                found = axe.Axe().run(shown, options=asked).response["violations"]
                grave = [v for v in found if v["impact"] in ("serious", "critical")]
                where = (name, width)
                assert not grave, (where, [(v["id"], v["nodes"][0]["html"]) for v in grave])


def test_a_smallest_group_that_can_stop_it_together_is_named():
    written = text_of("unscr-2231-snapback").decode()
    assert "opens: {by: [USA, GBR, FRA, DEU]}" in written
    # Of 2020 the notice of the United States alone, so that somebody alone can keep it away.
    written = written.replace("opens: {by: [USA, GBR, FRA, DEU]}", "opens: {by: USA}")
    found = assess(read(written), "unscr-2231-snapback", draws=10)
    assert found.options["notice-2025"].pairs[0].blockers == ()
    made = unescape(assessed_html(found))
    part = made[made.index('id="stop"') : made.index('id="clock"')]
    assert (
        "<b>Nobody alone; 9 together</b>: China, France, the United Kingdom, Russia, the United "
        "States and any 4 others." in part
    )
    # The Council of 2025 and that of 2020 have ten members of their own each.
    drawn = [b64decode(one).decode() for one in re.findall(r"svg\+xml;base64,([\w+/=]+)", made)]
    (shown, *_) = [one for one in drawn if "Who alone can stop it" in one]
    assert {"BEL", "IDN", "ZAF"} <= set(re.findall(r">(\w{3})</text>", shown))
    assert not {"DNK", "PAK", "SOM"} & set(re.findall(r">(\w{3})</text>", shown))
    opened = "by not opening “the return of the earlier sanctions after a notice of significant"
    assert f"The United States: {opened} non-performance”, which nobody else may." in part
    # Sanctions follow the act: that no duty covers it is not to be read as no answer at all.
    assert "no duty covers" in made
    assert "left without an answer" not in made
    assert "NO duty of help; a consequence can follow" in made
    assert "cannot be found" not in made  # the sanctions hang on no finding


def test_a_source_is_found_by_its_number_at_once(ukraine: Assessment):
    """Beside each number stands where its source is in the list, which is numbered and linked.

    The force model is the last but one of the 102 sources; of NATO two are of 2001 and 2003.
    """
    made = assessed_html(ukraine)
    place = {key: at for at, key in enumerate(ukraine.sources, 1)}
    assert (place["force-model"], place["nat"]) == (101, 1)
    listed = re.findall(r'<li id="source-([^"]+)" value="\d+"[^>]*><b id="s(\d+)">', made)
    assert [(key, str(at)) for key, at in place.items()] == listed
    assert '<ol class="sources">' in made
    assert 'NATO Force Model of 2022 [<a href="#s101">101</a>])' in made
    cited = re.findall(r'\[<a href="#s(\d+)">\1((?:[–,] ?\d+)*)</a>\]', made)
    assert {first for first, _ in cited} <= {at for _, at in listed}
    assert any(more for _, more in cited)  # 35 statements: one place leads to the first of them


def test_a_brief_numbers_sources_by_its_own_list(ukraine: Assessment):
    """Of the file's sources a brief lists those that it tells of, and its numbers are of these."""
    told = brief(ukraine)
    at = [key for key, _ in told.sources].index("force-model") + 1
    assert at < 102
    assert any(f", sources {at};" in said for _, said in told.provenance)
