"""The page in a real browser: played, edited, compared and reached by keyboard alone."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.assessment import assess
from foedus.casebook import text_of
from foedus.language import read
from foedus.loopholes import severity, verdicts
from foedus.page.figuring import figured
from foedus.process import Process

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent))
from looking import looked_at

expect.set_options(timeout=60_000)


def act(page, name: str, steps: int) -> None:
    """Do what a button says, and wait until the play has so many steps."""
    page.locator(".moves").get_by_role("button", name=name).first.click()
    told(page, steps)


def told(page, steps: int) -> None:
    expect(page.locator(".count")).to_have_text(f"step {steps} of {steps}", timeout=60_000)
    expect(page.locator(".play")).to_have_attribute("aria-busy", "false", timeout=60_000)


def to_the_invitation(page) -> None:
    act(page, "Seizes a limited piece of land", 1)
    act(page, "Allege a breach of 'no-attack'", 2)
    act(page, "Report ('finding')", 3)


def test_the_seed_case_is_played_to_article_5(page):
    to_the_invitation(page)
    act(page, "All 32 agree", 4)
    act(page, "All 32 agree", 5)
    act(page, "Deposit ('accession')", 6)
    act(page, "Keeps the deal", 7)
    act(page, "Seizes a limited piece of land", 8)
    owed = page.locator(".owed")
    expect(owed).to_contain_text("NATO owes such action as it deems necessary to Ukraine")
    expect(owed.locator(".says")).to_contain_text("since 23 February 2025")
    said = page.locator(".play").inner_text()
    assert re.findall(r"\d{4}-\d\d-\d\d", said) == []  # days as people write them, everywhere
    flags = page.locator(".ladder .flag").all_inner_texts()
    assert flags == ["now since 23 February 2025", "now"]  # no act is marked that nobody did
    parts = [part.replace("\n", " ") for part in owed.locator("dl > div").all_inner_texts()]
    assert parts == [
        "by NATO",
        "to Ukraine",
        "since 23 February 2025",
        "in time until no time limit in the text",
        "under Collective defence of members under article 5 Article 5",
    ]
    expect(owed).to_contain_text("Article 5")
    page.get_by_role("button", name="Undo").click()
    expect(owed).to_contain_text("Nothing is owed.")


def test_one_veto_leaves_the_seed_case_without_an_answer(page):
    act(page, "Seizes a limited piece of land", 1)
    truth = page.locator(".norms .truth").first
    expect(truth).to_have_text("In fact● breachedAlleged○ noOn record○ not found")
    act(page, "Allege a breach of 'no-attack'", 2)
    expect(truth).to_have_text("In fact● breachedAlleged● allegedOn record○ not found")
    act(page, "Report ('finding')", 3)
    expect(truth).to_have_text("In fact● breachedAlleged● allegedOn record● found")
    page.get_by_text("Each of the 32 by name").click()
    names = [name.removeprefix("the ") for name in page.locator(".seats .name").all_inner_texts()]
    assert names == sorted(names)
    page.get_by_role("button", name="Hungary: withhold consent").click()
    told(page, 4)
    act(page, "All 31 that do not withhold consent agree", 5)
    stops = page.locator(".procedures .stages .now .stops")
    expect(stops).to_have_text("Hungary can still stop it alone, by withholding consent.")
    expect(page.locator(".owed")).to_contain_text("Ukraine is not a member of NATO")
    expect(page.locator(".told > li").nth(3)).to_contain_text("Hungary withholds its consent")


def test_a_link_holds_the_whole_state(page):
    to_the_invitation(page)
    page.get_by_role("button", name="Branch here").click()
    page.get_by_role("button", name="One step back").click()
    page.get_by_label("Beside it").select_option("option:pre-ratified")
    page.locator(".differences, .same").first.wait_for()
    before = [page.locator(".play").inner_text(), page.url]
    again = page.context.new_page()
    again.goto(page.url)
    again.locator(".differences, .same").first.wait_for()
    again.locator(".presets li").first.wait_for()
    told_again = again.locator(".count")
    expect(told_again).to_have_text("step 2 of 3")
    expect(again.locator(".play")).to_have_attribute("aria-busy", "false")
    assert [again.locator(".play").inner_text(), again.url] == before


def test_two_branches_are_compared(page):
    act(page, "Seizes a limited piece of land", 1)
    page.get_by_role("button", name="Branch here").click()
    act(page, "Allege a breach", 2)
    page.get_by_label("Beside it").select_option("branch:0")
    rows = page.locator(".differences tbody tr")
    expect(rows.filter(has_text="Finding of fact")).to_contain_text("under way: report")
    expect(rows.filter(has_text="Finding of fact")).to_contain_text("not begun")
    page.locator(".presets").get_by_role("button", name="again: collective defence").click()
    admitted = rows.filter(has_text="Members admitted")
    expect(admitted).to_contain_text("Ukraine to NATO")
    expect(page.locator(".differences")).not_to_contain_text(re.compile(r"\d{4}-\d\d-\d\d"))


def test_faults_have_the_names_and_the_order_of_the_report(page):
    page.get_by_role("button", name="Look", exact=True).click()
    page.get_by_role("button", name="The Budapest memorandum of 1994").click()
    page.get_by_role("button", name="Edit").click()
    page.get_by_role("button", name="Check it, and go on").click()
    shown = page.locator(".faults > details > summary")
    expect(shown.first).to_be_visible()
    found = verdicts(Process(read(text_of("budapest-1994"))))
    failing = sorted((v for v in found if v.loopholes), key=lambda v: severity(v.property.id))
    names = [told.partition(":")[0] for told in shown.all_inner_texts()]
    kept = [v.property.name[:1].upper() + v.property.name[1:] for v in failing]
    assert names[: len(kept)] == kept


def test_a_step_back_and_another_move_leave_the_old_branch_as_it_was(page):
    act(page, "Seizes a limited piece of land", 1)
    act(page, "Allege a breach", 2)
    page.get_by_role("button", name="To the beginning").click()
    expect(page.locator(".count")).to_have_text("step 0 of 2")
    page.locator(".moves").get_by_role("button", name="Uses force without cause").click()
    told(page, 1)
    branches = page.locator(".branches li")
    expect(branches).to_have_count(2)
    branches.first.get_by_role("button").first.click()
    told(page, 2)


def test_a_preset_begins_a_play(page):
    page.locator(".presets").get_by_role("button", name="again: collective defence").click()
    expect(page.locator(".owed")).to_contain_text("NATO owes such action", timeout=60_000)


def test_one_edit_with_an_error_and_one_without(page):
    page.get_by_role("button", name="Edit").click()
    text = page.locator(".cm-content")
    text.wait_for()
    expect(page.locator(".right")).to_contain_text("This can be read", timeout=60_000)
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.type("titel: x\n")
    problem = page.locator(".problems li")
    expect(problem.first).to_contain_text("Line 2", timeout=60_000)
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    for _ in "titel: x\n":
        page.keyboard.press("Backspace")
    expect(page.locator(".right")).to_be_visible(timeout=60_000)
    page.keyboard.press("End")
    page.keyboard.type(" (another draft)")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("(another draft)", timeout=60_000)
    expect(page.locator(".reading").first).to_contain_text("(another draft)")
    page.get_by_role("button", name="Play", exact=True).click()
    page.locator(".board").wait_for()
    assert "#" in page.url


def test_where_everybody_stands_moves_with_the_day(page):
    page.get_by_role("button", name="Timeline").click()
    slider = page.get_by_role("slider")
    expect(page.locator(".timeline")).to_contain_text("Who stands where on 21 February 2025")
    expect(page.get_by_role("row", name="Hungary").first).to_contain_text("oppose")
    shown = (
        page.locator(".axis")
        .locator("xpath=..")
        .evaluate("(e) => [e.scrollLeft, e.scrollWidth - e.clientWidth]")
    )
    assert shown[0] == shown[1]  # the last years, where most of it is
    case = replace(read(text_of("ukraine-2025")), stakes={})  # the game is no part of it
    report = assess(case, "ukraine-2025", ["as-proposed"], draws=10, paths=False)
    (help_, *_) = report.as_json()["answer"]["options"][0]["sentences"]
    takes, day = re.search(
        r"with chance (.*\)), about .*, if so on day (.*?\));", help_["says"]
    ).groups()
    expect(page.locator(".outlook").first).to_contain_text(
        f"chance {takes}; if it does, on day {day}."
    )  # as the report has it for the same day
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(".timeline")).to_contain_text("Who stands where on 4 April 1949")
    expect(page.locator(".timeline")).to_contain_text("Nobody has taken a position by then")
    outlook = page.locator(".outlook").first
    expect(page.get_by_role("heading", name="Would an answer come")).to_contain_text("1 April 2008")
    early = asked("2008-04-01")
    expect(outlook).to_contain_text(early)
    page.keyboard.press("End")
    late = asked("2025-08-02")
    expect(outlook).to_contain_text(late)
    assert early != late


def asked(day: str) -> str:
    found = figured({"ask": "outlook", "case": "ukraine-2025", "option": "as-proposed", "at": day})
    one = found["outlooks"][0]
    if one["chance"] is None:
        return "is not known"
    return f"chance {one['said']}; if it does, on day {one['when']}."


def test_the_casebook_is_searched_and_a_case_opened(page):
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.locator(".cases > li")).to_have_count(12, timeout=60_000)
    page.get_by_role("searchbox").fill("memorandum")
    expect(page.locator(".look")).to_contain_text("of 12 cases")
    page.get_by_role("searchbox").fill("")
    page.get_by_label("What became of it").select_option("not_owed")
    expect(page.locator(".cases h3")).to_have_count(2)
    expect(page.locator(".cases")).to_contain_text("no guarantee came to be owed")
    page.get_by_label("What became of it").select_option("given")
    page.get_by_role("searchbox").fill("memorandum")
    page.get_by_role("button", name="The Budapest memorandum of 1994").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Budapest", timeout=60_000)
    page.locator(".board").wait_for()


def test_assumptions_are_moved_and_the_figures_follow(page):
    """What is shown is what is computed for the same values, digit by digit."""
    page.get_by_role("button", name="Look", exact=True).click()
    page.get_by_role("button", name="Korea").first.click()
    page.get_by_role("button", name="Assume", exact=True).click()
    row = page.locator(".outcomes tbody tr").nth(1)
    expect(row).to_contain_text(two(outcome({}).attack))
    for width in (768, 900, 1024, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 1000})
        wide, shown = page.locator(".outcomes .scrolls").first.evaluate(
            "(table) => [table.scrollWidth, table.clientWidth]"
        )
        assert wide <= shown, width  # no column is cut off
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 1
    assert min(contrasts) >= 4.5
    slider = page.get_by_role("slider", name="The cost of war, to")
    slider.focus()
    page.keyboard.press("End")  # the right end is the heaviest cost, and it is written as a cost
    held = {"stakes.PRK.the cost of war": -1.5}
    before, after = outcome({}), outcome(held)
    assert two(before.attack) != two(after.attack)
    expect(row.locator("td").first).to_have_text(f"{two(after.attack)} was {two(before.attack)}")
    expect(page.locator(".answer")).to_contain_text(
        f"draws is {two(after.attack)}; as the file has it"
    )
    picture = page.locator(".outcomes svg")
    expect(picture).to_have_attribute(
        "aria-label",
        re.compile(f"attacks in force {two(after.acts['attack'])}|{two(after.attack)}"),
    )
    expect(page.locator(".lever.held output")).to_have_text("held at 1.5")
    assert "#" in page.url
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.locator(".lever.held output")).to_have_text("held at 1.5")
    again.close()
    for button, ending in (("CSV", "csv"), ("SVG", "svg"), ("PNG", "png")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Save as {button}").click()
        assert saved.value.suggested_filename.endswith(ending)
    page.get_by_role("button", name="All as in the file").click()
    expect(row.locator("td").first).to_have_text(two(before.attack))


BOTH = """() => {
  const every = [...document.querySelectorAll("button")];
  const named = (words) => every.find((one) => one.textContent.includes(words));
  named("Korea").click();
  named("Assume").click();
}"""


def test_a_view_that_is_chosen_while_a_case_is_fetched_stays(page):
    """Both are clicked within one turn of the page, so that the case is not there yet."""
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.get_by_role("button", name="Korea").first).to_be_visible()
    page.evaluate(BOTH)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Korea")
    assume = page.get_by_role("button", name="Assume", exact=True)
    expect(assume).to_have_attribute("aria-current", "page")


def test_options_that_come_to_the_same_are_said_to(page):
    """With what each was in the file, the least and the most: one of them would speak for all."""
    rows = [
        {"id": "-", "label": "No arrangement", "was": {"attack": 0.5}, "now": {"attack": 0.0}},
        {"id": "a", "label": "A", "was": {"attack": 0.5}, "now": {"attack": 0, "deterred": 1}},
        {"id": "b", "label": "B", "was": {"attack": 0.25}, "now": {"attack": 0, "deterred": 1}},
        {"id": "c", "label": "C", "was": {"attack": 0.4}, "now": {"attack": 0, "deterred": 1}},
    ]
    asked = "async (rows) => (await import('./figures.js')).sentence({name: 'X'}, rows, 9, true)"
    assert page.evaluate(asked, rows) == (
        "With what you hold, the mean chance of an attack by X over 9 draws is the same under "
        "every option: 0.00; as the file has it, 0.25 to 0.50 there; with no arrangement at all "
        "it is 0.00. There it is below even odds in 100 % of the draws."
    )
    rows[1]["now"]["attack"] = 0.3
    assert "is lowest under 2 options (B; C): 0.00; as the file has it, 0.25 to 0.40 there" in (
        page.evaluate(asked, rows)
    )


CONTRASTS = """() => {
  const channel = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (hex) => [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255))
    .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  return [...document.querySelectorAll(".outcomes svg rect + text")]
    .filter((text) => text.parentNode.localName === "g")
    .map((text) => [text, text.previousElementSibling])
    .map((both) => both.map((one) => light(one.getAttribute("fill"))))
    .map(([a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
}"""
"""How far the number in each part of a bar stands out from the part (WCAG asks for 4.5)."""


def outcome(held):
    from foedus.deterrence import outcomes

    return outcomes(read(text_of("korea-1953")), held)[1]


def two(value: float) -> str:
    return f"{value:.2f}"


def test_a_check_can_be_stopped(page):
    page.get_by_role("button", name="Look for faults").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".presets")).to_contain_text("It was stopped.")
    expect(page.get_by_role("button", name="Look for faults")).to_be_visible()


def test_each_sides_best_play_is_played(page):
    page.get_by_role("button", name="Work out each side's best play").click()
    page.get_by_role("button", name="Each side's best play").click()
    expect(page.locator(".told")).to_contain_text("Russia: attacks in force", timeout=60_000)
    assert page.locator(".told .refused").count() == 0


def reach(page, name: str) -> None:
    """Move on with Tab until what has the focus is called so, and press Enter."""
    for _ in range(150):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "() => (document.activeElement.ariaLabel || document.activeElement.textContent).trim()"
        )
        if label.startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to {name!r}")


def test_it_is_played_by_keyboard_alone(page):
    for number, name in enumerate(
        ("Seizes a limited piece of land", "Allege a breach", "Report ('finding')"), start=1
    ):
        reach(page, name)
        told(page, number)
        expect(page.get_by_role("heading", name="Who may act")).to_be_focused()
    reach(page, "Each of the 32 by name")
    reach(page, "Hungary: withhold consent")
    told(page, 4)
    reach(page, "All 31 that do not withhold")
    told(page, 5)
    reach(page, "Undo")
    told(page, 4)
    reach(page, "Edit")
    page.locator(".cm-content").wait_for()
    reach(page, "Play")
    page.locator(".board").wait_for()
    reach(page, "Collective defence of members")
    expect(page.get_by_role("dialog")).to_contain_text("in the file")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_pact_is_played_from_signature_to_a_duty_and_to_a_veto_by_keyboard_alone(page):
    reach(page, "Edit")
    page.locator(".cm-content").wait_for()
    reach(page, "The text of the arrangement")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(Path(__file__).with_name("pact.yaml").read_text("utf-8"))
    expect(page.get_by_role("heading", level=1)).to_have_text("A pact that is still to be signed")
    page.keyboard.press("Escape")  # so that Tab leaves the editor
    page.evaluate("document.activeElement.blur()")
    reach(page, "Play")
    instrument = page.locator(".instruments li").first
    expect(instrument).to_contain_text("waits for the signature of Arcadia and the League")
    reach(page, "Sign 'pact'")
    told(page, 1)
    expect(instrument).to_contain_text("waits for the signature of the League")
    reach(page, "Sign 'pact'")
    told(page, 2)
    expect(instrument).to_contain_text("in force")
    reach(page, "Attacks in force")
    told(page, 3)
    owed = page.locator(".owed")
    expect(owed).to_contain_text("decision has not taken effect")
    reach(page, "Allege a breach")
    told(page, 4)
    reach(page, "All 3 agree")
    told(page, 5)
    expect(owed).to_contain_text("The League owes defence to Arcadia")
    expect(owed).to_contain_text("Article 2")
    reach(page, "Undo")
    told(page, 4)
    reach(page, "Germany: object")
    told(page, 5)
    expect(owed).to_contain_text("Nothing is owed")
    expect(page.locator(".told > li").last).to_contain_text("Germany")


@pytest.mark.parametrize(("width", "judged"), [(390, True), (768, False), (1440, True)])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing_serious(page, width, judged):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe() if judged else None
    page.set_viewport_size({"width": width, "height": 900})
    to_the_invitation(page)
    page.get_by_text("Each of the 32 by name").click()
    looked_at(page, axe, "play")
    page.get_by_label("Beside it").select_option("option:pre-ratified")
    page.locator(".differences").wait_for()
    looked_at(page, axe, "beside")
    for view, sign in (
        ("Edit", ".right"),
        ("Assume", ".outcomes table"),
        ("Timeline", ".outlook"),
        ("Look", ".cases"),
    ):
        page.get_by_role("navigation").get_by_role("button", name=view).click()
        page.locator(sign).first.wait_for()
        looked_at(page, axe, view)


def test_without_scripts_it_says_where_else_to_read(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert "foedus assess" in page.inner_text("body")
    context.close()


def test_a_script_in_a_title_does_nothing(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Edit").click()
    text = page.locator(".cm-content")
    text.wait_for()
    evil = "<img src=x onerror='document.title=1'><script>document.title=2</script>"
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        f'foedus: 1\ntitle: "{evil}"\nas_of: 2025-01-01\nparties: {{A: {{}}}}\n'
    )
    expect(page.get_by_role("heading", level=1)).to_have_text(evil, timeout=60_000)
    expect(page).to_have_title(f"{evil} – foedus")
    assert page.locator("h1 img, h1 script").count() == 0
    context.close()


def test_the_seed_case_is_the_one_that_ships():
    assert b"seizes a limited piece of land" in text_of("ukraine-2025")
