"""How plays are told in the report: once, each with the options that it is of."""

from __future__ import annotations

import re
from html import unescape

import pytest

from foedus.assessment import Assessment
from foedus.loopholes import Loophole
from foedus.views.report import assessed_html
from foedus.views.report.faults import Fault, Found, assessed, faults
from foedus.views.report.leading import leading
from foedus.views.report.unprinted import unprinted


def made(id_: str, statement: str, *story: str) -> Loophole:
    """Return a fault with a play of so many steps, told as *In the end 1* and so on."""
    return Loophole(id_, statement, unmet=tuple(story))


def plays(**found: list[Loophole]) -> list[Fault]:
    return faults({name: Found(name, None, tuple(of)) for name, of in found.items()}, {})


def words(text: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", text)).split())


@pytest.fixture(scope="module")
def text(ukraine: Assessment) -> str:
    return assessed_html(ukraine)


def test_steps_that_a_play_told_whole_begins_with_are_not_told_again():
    """By hand: b shares two steps with a; c one, too few; d is a itself.

    e begins like b, but b is not told whole: what it shares stands where a does.
    """
    told = plays(
        one=[
            made("gap", "a", "1", "2", "3"),
            made("dodge", "b", "1", "2", "4", "5"),
            made("expiry", "c", "1", "6"),
            made("predates", "d", "1", "2", "3"),
            made("conflict", "e", "1", "2", "4", "7"),
        ]
    )
    found = {case.statement: case for fault in told for case in fault.cases}
    gap = next(at for at, fault in enumerate(told, 1) if fault.id == "gap")
    assert gap == 1
    where = "the sequence under fault 1"
    assert (found["a"].begun, found["a"].same) == ("", "")
    assert (found["b"].begun, found["b"].shared) == (where, 2)
    assert (found["c"].begun, found["c"].shared) == ("", 0)
    assert found["d"].same == where
    assert (found["e"].begun, found["e"].shared) == (where, 2)


def test_of_several_plays_of_one_fault_it_is_said_which():
    told = plays(one=[made("gap", "a", "1", "2", "3"), made("gap", "b", "8", "9", "9")])
    again = plays(
        one=[
            made("gap", "a", "1", "2", "3"),
            made("gap", "b", "8", "9", "9"),
            made("conflict", "c", "8", "9", "7"),
        ]
    )
    assert [case.nth for case in told[0].cases] == [1, 2]
    assert again[-1].cases[0].begun == "sequence 2 under fault 1"


def test_a_play_is_said_to_be_of_the_options_that_it_is_of():
    """By hand: one fault in three options, with two plays; the other is told if it is short."""
    short = made("gap", "a", "1", "2")
    long = made("gap", "a", "1", "2", "3")
    (case,) = plays(one=[short], two=[long], three=[short])[0].cases
    assert (case.story, case.of) == (("In the end 1", "In the end 2"), ("one", "three"))
    assert case.others == ((("two",), ()),)
    (case,) = plays(two=[long], one=[short])[0].cases
    assert (case.of, case.others) == (("two",), ((("one",), short.story),))
    (case,) = plays(one=[short], two=[short])[0].cases
    assert (case.of, case.others) == ((), ())


def test_of_each_option_the_play_is_its_own_or_said_to_be_another(ukraine: Assessment):
    """A play printed for an option is in the JSON of that option, and of no other if told so."""
    plain = {o["label"]: o["loopholes"] for o in ukraine.as_json()["options"]}
    for fault in faults(assessed(ukraine), {}):
        for case in fault.cases:
            every = case.options if case.options != ("every option",) else tuple(plain)
            own = case.of or every or tuple(plain)
            rest = {label for labels, _ in case.others for label in labels}
            assert set(own) | rest == set(every or plain)
            assert not set(own) & rest
    standing = next(f for f in faults(assessed(ukraine), {}) if f.id == "lost-standing")
    ((labels, story),) = standing.cases[0].others
    assert labels == ("Pre-ratified, surviving withdrawal",)
    assert "ended by its sunset" in story[-1]


def test_a_play_of_what_can_be_kept_away_says_that_nobody_does_so(text: str):
    """Its heading says who can keep it away; the play is how it comes otherwise."""
    begins = text.index('id="fault-kept-from-starting"')
    part = text[begins : text.index("</details>", begins)]
    assert part.count("Imagined, as the text allows, where nobody does so") == part.count(
        '<p class="imagined">'
    )
    others = text[:begins] + text[text.index("</details>", begins) :]
    assert '<p class="imagined">Imagined, as the text allows, where' not in others


def test_those_who_can_keep_it_away_are_named_by_their_group(ukraine: Assessment, text: str):
    """By hand: 32 members and the mission are 33; with Ukraine itself the answer has 34."""
    assert "Any one of 33 (NATO's 32, the monitoring mission) can keep" in unescape(text)
    assert "and 27 more" not in text
    for fault in faults(assessed(ukraine), {}):
        for case in fault.cases:
            assert not re.search(r"any one of .* \d+ more", case.statement)
    pair = ukraine.options["as-proposed"].pairs[0]
    assert len(pair.blockers) == 34
    assert set(pair.blockers) - {"UKR", "mission"} == set(ukraine.groups["NATO"])
    holes = ukraine.options["as-proposed"].loopholes
    (stop,) = (hole for hole in holes if hole.id == "single-blocker")
    assert set(stop.able) == set(pair.blockers) - {"UKR"}


def test_every_source_that_is_printed_is_cited_on_paper_and_no_other_is(
    ukraine: Assessment, text: str
):
    """What the screen alone has is taken out; what is left cites each source that is listed."""
    paper = re.sub(r'<tr class="why">.*?</tr>', "", text, flags=re.S)
    paper = re.sub(r'<tr class="from screen">.*?</tr>', "", paper, flags=re.S)
    listing = paper.index('<ol class="sources">')
    cited = {int(at) for at in re.findall(r'href="#s(\d+)"', paper[:listing])}
    for numbers in re.findall(r'href="#s\d+">([\d–, ]+)</a>', paper[:listing]):
        for run in numbers.split(","):
            ends = [int(end) for end in run.split("–")]
            cited |= set(range(ends[0], ends[-1] + 1))
    cited |= {int(at) for at in re.findall(r'data-n="(\d+)"', paper[:listing])}
    listed = re.findall(r'<li id="source-[^"]*" value="(\d+)"( class="screen")?>', paper)
    assert len(listed) == len(ukraine.sources)
    assert cited == {int(at) for at, hidden in listed if not hidden}
    found = unprinted(ukraine, leading(ukraine, [], "As proposed").rows)
    place = {key: str(at) for at, key in enumerate(ukraine.sources, 1)}
    hidden = [at for at, screen in listed if screen]
    assert sorted(hidden) == sorted(place[key] for key in found.keys)
    assert "[2, 97, 102] for clauses" in found.said
    assert "for what was said or done after 2025-02-21" in found.said


def test_what_runs_out_says_after_how_long(ukraine: Assessment):
    """By hand, from the file: the deal has a sunset of ten years, from 2025-02-21."""
    row = next(row for row in leading(ukraine, [], "").rows if row.numbers == ("2035-02-21",))
    assert row.rule.endswith("what runs out is the peace deal (assumed), after 10 years")


def test_the_name_of_an_option_is_not_broken(text: str):
    rows = text[text.index('<table class="whence">') :].partition("</table>")[0]
    plain = re.sub(r'<span class="option">--[a-z-]+</span>', "", rows)
    assert '<span class="option">--draws</span> 20' in rows
    assert "--" not in plain
