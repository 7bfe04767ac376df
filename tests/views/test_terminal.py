"""The screen of an assessment fits the terminal that it is shown on."""

import re
from io import StringIO

import pytest
from rich.console import Console

import foedus
from foedus.assessment import Assessment, OptionAssessment, assess
from foedus.casebook import text_of
from foedus.deterrence import NOTHING
from foedus.figures import Figure, percent, rounded
from foedus.language import read
from foedus.views import options
from foedus.views.brief import brief
from foedus.views.cells import Line, lines
from foedus.views.terminal import WIDE_SCREEN, assessment_screen


@pytest.fixture(scope="module")
def sinai() -> Assessment:
    return foedus.assess("sinai-1979")


def printed(found: Assessment, width: int, **asked: bool) -> list[str]:
    console = Console(width=width, file=StringIO())
    with console.capture() as capture:
        console.print(assessment_screen(found, width, **asked))
    return capture.get().splitlines()


def test_the_seed_case_fits_forty_lines_of_a_hundred_columns(ukraine: Assessment):
    shown = printed(ukraine, 100)
    assert len(shown) <= 40
    assert max(map(len, shown)) <= 100
    whole = " ".join(line.strip() for line in shown)
    for label in (option.label for option in ukraine.options.values()):
        assert sum(line.startswith(f"{label}  ") for line in shown) == 1  # its row of the table
        assert whole.count(label) > 1
    assert "no forecast" in shown[-1]


@pytest.mark.parametrize("width", [80, 100, WIDE_SCREEN])
def test_what_the_screen_says_is_what_the_json_says(ukraine: Assessment, width: int):
    whole_lines = printed(ukraine, width)
    whole = " ".join(line.strip() for line in whole_lines)
    answer = ukraine.as_json()["answer"]
    for one in answer["general"]:
        assert one["text"] in whole
    for option in answer["options"]:
        for one in option["sentences"]:
            assert one["lead"] in whole
            # How many agree to owe an answer stands in its column, where there is room for that.
            agreed = re.search(r"; taken as given: (\d+) agreements?(?=;|$)", one["says"])
            if agreed and agreed[0] not in whole:
                row = next(x for x in whole_lines if x.startswith(f"{option['label']}  "))
                assert row.removeprefix(option["label"]).split()[0] == agreed[1]
                one = {**one, "says": one["says"].replace(agreed[0], "")}
            if one["says"] not in whole:  # a threshold, side by side with those of the same input
                value, tail = re.fullmatch(
                    r".*?([\d.]+) of the prize \(.*?\)(.*)", one["says"]
                ).groups()
                assert side_by_side(whole)[option["label"]] == f"{value}{tail}"


def side_by_side(whole: str) -> dict[str, str]:
    """Return the thresholds that stand in one sentence, by the label of each option."""
    found = re.search(
        r"Russia is deterred if war costs it more than … of the prize \(assumed: 0\.27\)\."
        r" (.+?)\. ",
        whole,
    )
    assert found is not None
    pairs = (re.fullmatch(r"(.+) ([\d.]+.*?)\.?", e).groups() for e in found[1].split("; "))
    return {label: told for labels, told in pairs for label in labels.split(" / ")}


def test_thresholds_stand_side_by_side_with_what_no_arrangement_has(ukraine: Assessment):
    """Options that change nothing have the threshold of no arrangement at all, and say so.

    No guarantee and the proposal change attack in none of the draws, article-5-like in many. The
    words that all share are told once, and none reads as if an option deterred by merit of 0.34.
    """
    whole = " ".join(line.strip() for line in printed(ukraine, 100))
    told = side_by_side(whole)
    assert told["No guarantee"] == told["As proposed"] == "0.34, attack as likely as with none"
    assert told["Article-5-like, outside NATO"] == "0.13"
    assert list(told).index("No guarantee") == 0
    assert "only if war" not in whole
    assert "as long as" not in whole


def test_the_cells_of_the_table_stand_under_what_they_are(ukraine: Assessment):
    shown = printed(ukraine, 100)
    (at,) = [at for at, line in enumerate(shown) if "in time" in line and "faults" in line]
    within, *headings = re.split(r" {2,}", shown[at].strip())
    assert within == "shares of the draws: ± 22 points"

    def short(share: float) -> str:
        return percent(share).replace("less than", "<")

    read = {
        "given": lambda o, _: str(len({who for one in o.granted for who in one.whose})),
        "in time": lambda o, _: options.TABLE[3].cell(line_of(ukraine, o)),
        "attack": lambda o, _: rounded(o.pairs[0].attack.value),
        "lesser": lambda o, _: rounded(o.probe.value),
        "less likely": lambda _, row: short(row.paired[0].lower),
        "likelier": lambda _, row: short(row.paired[0].higher),
        "decides": lambda _, row: short(row.deciding.enough),
        "regret": lambda _, row: options.small(row.regret.mean),
        "faults": lambda o, _: str(len({hole.id for hole in o.loopholes})),
    }
    assert [one for one in read if one in headings] == headings
    assert {"attack", "less likely", "decides", "faults"} <= set(headings)
    for option in ukraine.options.values():
        row = next(line for line in shown[at:] if line.startswith(f"{option.label} "))
        cells = dict(zip(headings, re.split(r" {2,}", row.strip())[1:], strict=True))
        decided = next(r for r in ukraine.decision.rows if r.option == option.id)
        assert decided.paired[0].other == NOTHING
        for heading, cell in cells.items():
            assert cell == read[heading](option, decided)


def test_a_small_number_keeps_a_digit():
    assert [options.small(one) for one in (0, 0.0021, 0.094, 0.26)] == [
        "0",
        "0.002",
        "0.09",
        "0.26",
    ]


def line_of(found: Assessment, option: OptionAssessment) -> Line:
    return next(line for line in lines(found) if line.option is option)


@pytest.mark.parametrize("width", [80, 100, WIDE_SCREEN, 200])
def test_no_line_is_longer_than_the_terminal(sinai: Assessment, width: int):
    console = Console(width=width, file=StringIO())
    with console.capture() as capture:
        console.print(assessment_screen(sinai, width))
    shown = capture.get().splitlines()
    assert max(map(len, shown)) <= width
    assert len(shown) <= 40  # one arrangement without options: well within a screen
    assert any("can be stopped by" in line for line in shown)


def test_what_waits_for_signatures_is_assessed_as_signed_and_says_so():
    paris = foedus.assess("paris-2026")
    assert {paris.options[o].supposes for o in ("final", "draft")} == {"all sign 'ceasefire'"}
    final = paris.options["final"]
    rows = [row for row in final.matrix if row.by == "RUS"]
    assert [[due.clause for due in row.duties] for row in rows] == [[], [], ["assistance"]]
    assert final.pairs[0].clock.stages[0].name == "attribute"
    console = Console(width=WIDE_SCREEN, file=StringIO())
    with console.capture() as capture:
        console.print(assessment_screen(paris, full=True))
    assert "If, once all sign 'ceasefire', Russia attacks in force" in capture.get()
    assert "it is supposed that first all sign 'ceasefire'" in capture.get()


def test_a_figure_in_a_notebook_escapes_what_files_say():
    shown = Figure(0.5, 0.1, 0.9, because=("<b>bold</b> claim",), sources=("a&b",))._repr_html_()
    assert "0.5 (0.1 to 0.9)" in shown
    assert "&lt;b&gt;bold" in shown
    assert "a&amp;b" in shown


def told_of(case: str, width: int) -> list[str]:
    console = Console(width=width, file=StringIO())
    with console.capture() as capture:
        console.print(assessment_screen(assess(read(text_of(case)), case, draws=20), width))
    return capture.get().splitlines()


def test_draws_are_told_where_something_was_drawn_and_as_many_as_there_were():
    """Cyprus has nothing uncertain, snapback chances without a game: 2,000 draws at least.

    Of the game there are those that were asked for.
    """
    assert "draws" not in " ".join(told_of("cyprus-1960", 100))
    assert told_of("unscr-2231-snapback", 100)[0].endswith("(2025-08-28; 2,000 draws, seed 0)")
    for asked, taken in ((20, 2000), (3000, 3000)):
        data = assess(read(text_of("unscr-2231-snapback")), "s", draws=asked).as_json()
        assert (data["draws"], data["draws_of_chances"]) == (asked, taken)
    made = brief(assess(read(text_of("cyprus-1960")), "cyprus-1960", draws=20))
    assert "draws" not in f"{made.dated} {made.cite}"


@pytest.mark.parametrize("width", [80, 100, WIDE_SCREEN])
def test_how_far_shares_may_be_off_is_told_where_there_is_room(width: int, ukraine: Assessment):
    """Half the 95 % interval of 20 draws is 22 points. One name "as written" leaves no room."""
    (at,) = [n for n, one in enumerate(printed(ukraine, width)) if "± 22 points" in one]
    assert "faults" in printed(ukraine, width)[at] or "decides" in printed(ukraine, width)[at]
    shown = told_of("budapest-1994", width)
    assert "Shares of the draws: ± 22 points." in shown
    assert max(map(len, shown)) <= width
