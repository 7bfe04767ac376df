"""Where each number of the answer comes from: a row for each, made again from the figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from foedus.assessment import Assessment, assess
from foedus.casebook import text_of
from foedus.figures import figure_text, percent
from foedus.language import Source, read
from foedus.views.citing import sourced, titled
from foedus.views.provenance import Provenance, provenance, rows_of
from foedus.views.report import assessed_html
from foedus.views.report.leading import answered, leading, overall
from foedus.views.report.sections import explained_in, numbered, place

NUMBER = re.compile(r"\d[\d,.]*(?:[-–]\d[\d,.]*)*")
"""A number as a sentence writes it, a range or a date as one."""


@pytest.fixture(scope="module")
def rows(ukraine: Assessment) -> tuple[Provenance, ...]:
    return provenance(ukraine, "as-proposed")


@pytest.fixture(scope="module")
def snapback() -> Assessment:
    return assess(
        read(text_of("unscr-2231-snapback")), "unscr-2231-snapback", draws=10, paths=False
    )


def told_of(rows: tuple[Provenance, ...], number: str) -> Provenance:
    (found,) = (row for row in rows if number in row.numbers)
    return found


def left_over(text: str, rows: list[Provenance]) -> list[str]:
    """Return the numbers of a sentence that stand in none of its rows."""
    told = " ".join(f"{'; '.join(row.numbers)} {row.of}" for row in rows)
    wanted = [one.rstrip(".,") for one in NUMBER.findall(text)]
    known = {one.rstrip(".,") for one in NUMBER.findall(told)}
    return [one for one in wanted if one not in known]


@pytest.mark.parametrize("case", ["ukraine-2025", "unscr-2231-snapback"])
def test_every_number_of_the_answer_has_a_row_behind_its_sentence(
    case: str, ukraine: Assessment, snapback: Assessment
):
    a = ukraine if case == "ukraine-2025" else snapback
    rows = provenance(a)
    assert [row.at for row in rows] == list(range(1, len(rows) + 1))
    answer = a.answer
    told = [(o["label"], s["text"]) for o in answer["options"] for s in o["sentences"]]
    told += [("", s["text"]) for s in answer["general"]]
    for label, text in told:
        behind = [rows[at - 1] for at in rows_of(rows, label, text)]
        assert behind or (not label and not NUMBER.search(text)), text
        assert left_over(text, behind) == [], text


def test_the_sources_of_the_first_chance_are_those_of_its_premises(
    ukraine: Assessment, rows: tuple[Provenance, ...]
):
    """By hand, from the file: the treaty is its first source, the force model its last of 101.

    What the chance of accession was worked out from is named with the source of each input:
    refusals in the record of accessions, 'report' in reports of the mission and of 2001.
    """
    pair = ukraine.options["as-proposed"].pairs[0]
    chance = next(row for row in rows if row.of.startswith("chance that accession"))
    assert chance.numbers[0].startswith(figure_text(pair.takes_effect))
    assert chance.kind == "computed in a simulation"
    for premise in (p for p in pair.takes_effect.premises if p.kind != "derived"):
        assert premise.says in chance.sources
    assert "'report' in 1 to 20 days (Report that quotes a daily report of the OSCE" in (
        chance.sources
    )
    assert "Invocation of Article 5 confirmed, NATO 2001-10-02 [95]" in chance.sources
    assert "(NATO's rounds of accession, 1951 to 2024)" in chance.sources
    day = next(row for row in rows if row.of == "when accession under article 10 comes, if so")
    assert day.rests_on.startswith("how long “ratify” takes (from day ")
    stopped = next(row for row in rows if row.of == "who can stop it")
    assert stopped.numbers[0] == "any one of 34: NATO's 32, Ukraine itself, the monitoring mission"
    assert stopped.labels == ("every option but No guarantee",)
    assert stopped.sources.startswith("The North Atlantic Treaty, NATO 1949-04-04 [1]; ")
    assert "none is cited under Arms only" in stopped.sources
    days = told_of(rows, "30 days")
    assert (days.kind, days.sources) == (
        "assumed by the file's authors",
        "none: the file cites nothing for it",
    )


def test_a_figure_that_is_another_makes_another_row(
    ukraine: Assessment, rows: tuple[Provenance, ...]
):
    option = ukraine.options["as-proposed"]
    pair = option.pairs[0]
    other = replace(
        pair,
        takes_effect=replace(pair.takes_effect, value=0.31, low=0.2, high=0.4),
        blockers=pair.blockers[:7],
        clock=replace(pair.clock, needs=44),
    )
    options = {**ukraine.options, "as-proposed": replace(option, pairs=(other,))}
    made = provenance(replace(ukraine, options=options), "as-proposed")
    before, after = ({n for row in of for n in row.numbers} for of in (rows, made))
    assert "0.3 (0.2–0.4)" in after - before
    assert "44 days" in after - before
    assert any(one.startswith("any one of 7: ") for one in after - before)
    gone = {n for n in before - after if n.startswith(("0.0", "any one of 34"))}
    assert len(gone) == 2


def test_what_the_game_says_has_a_row_with_what_it_is_taken_to_be(
    ukraine: Assessment, rows: tuple[Provenance, ...]
):
    table = ukraine.decision
    at = next(n for n, row in enumerate(table.rows) if row.option == "as-proposed")
    first = table.rows[at].switches[0]
    where = f"/decision/rows/{at}/switches/0"
    turn = next(row for row in rows if f"{where}/value" in row.pointers)
    assert f"{abs(first.value):.2g}" in turn.numbers
    assert turn.rule.endswith(": foedus deter ukraine-2025")
    cite = sum(bool(one.sources) for one in ukraine.inputs)
    assert turn.sources.startswith(f"{len(ukraine.inputs)} inputs, each with a range (")
    assert f"; {cite} cite a source (" in turn.sources
    taken = next(row for row in rows if f"{where}/middle" in row.pointers)
    assert taken.numbers == (f"{abs(first.middle):.2g}",)
    assert taken.kind == f"{first.kind} by the file's authors"
    # A number of situations is of the draws that were asked for.
    assert told_of(rows, f"{table.solved}").kind == "chosen by who asks"
    fewer = replace(ukraine, decision=replace(table, solved=19))
    assert told_of(provenance(fewer), "19").rule.startswith("--draws 20 --seed 0")


def test_a_share_of_draws_is_that_of_the_decision_table(ukraine: Assessment):
    table = ukraine.decision
    none = next(row for row in table.rows if row.option == "-" and row.by == "RUS")
    rows = provenance(ukraine)
    told = next(row for row in rows if row.of.startswith("share of situations in which an attack"))
    assert told.numbers[0] == f"{percent(none.deciding.not_needed)} whatever is chosen"
    assert told.numbers[1] == f"{percent(none.deciding.none)} never"


def test_what_is_not_known_says_why_and_cites_nothing(snapback: Assessment):
    rows = provenance(snapback)
    deters = told_of(rows, "not known")
    assert (deters.of, deters.kind, deters.rule) == (
        "whether it deters",
        "not known",
        "the file says nothing of stakes",
    )
    unknown = told_of(rows, "not known (0–1)")
    assert unknown.kind == "not known"
    assert unknown.rule.startswith("the file says nothing of how likely this is: 'let the relief")
    group = next(row for row in rows if row.of == "who can stop it")
    # The relief goes on only by a resolution: nine of fifteen votes and no veto (Charter, article
    # 27(3)), so that all five permanent members and four others must vote for it.
    assert group.numbers == (
        "9 or more together: China, France, the United Kingdom, Russia, the United States and any"
        " 4 others",
        # In the Council of 2020 Germany, which may notify too, has a vote of its own.
        "9 or more together: for instance China, France, the United Kingdom, Russia, the United"
        " States, any 3 others and Germany",
    )


def test_a_draft_that_says_next_to_nothing_has_a_row_for_each_sentence():
    draft = assess(
        read("foedus: 1\ntitle: A deal\nas_of: 2025-01-01\nparties: {LOW: {}}\n"), draws=10
    )
    rows = provenance(draft)
    answer = draft.answer["options"][0]
    for sentence in answer["sentences"]:
        if sentence["about"] != "worst":  # no fault has no number
            assert rows_of(rows, answer["label"], sentence["text"]), sentence["text"]
    nothing = told_of(rows, "nothing")
    assert (nothing.sources, nothing.labels) == ("none: the file cites nothing for it", ())


def test_of_what_was_read_later_it_is_said_that_no_source_counts(snapback: Assessment):
    """France wrote on the day asked about, 28 August 2025; what was read of it is of September."""
    chance = next(row for row in provenance(snapback) if row.kind == "computed in a simulation")
    assert "what 4 of 15 members said, turned into chances of a yes (no source is dated by" in (
        chance.sources
    )


def test_the_report_has_the_table_after_the_answer_with_each_row_linked(ukraine: Assessment):
    made = assessed_html(ukraine)
    at = {name: made.index(f'<h2 id="{name}"') for name in ("answer", "whence", "options")}
    assert at["answer"] < at["whence"] < at["options"]
    table = made[at["whence"] : at["options"]]
    ids = set(re.findall(r'id="([^"]+)"', made))
    for row in provenance(ukraine, "as-proposed"):
        assert f'<tr id="row-{row.at}">' in table
        assert f'href="#row-{row.at}"' in made[: at["whence"]]
        cells = " ".join(unescape(re.sub("<[^>]*>", "", table)).split())
        for said in ("; ".join(row.numbers), row.rule, row.sources, row.rests_on):
            assert " ".join(said.split()) in cells
        for pointer in row.pointers:
            assert place(pointer) in ids, pointer
    assert 'href="#s95">95</a>' in table
    sections = numbered(ukraine)
    assert sections["whence"] == 2
    assert f'<a href="#sources">section {sections["sources"]}</a>' in table
    shown = re.findall(r'<h2 id="(\w+)">', made)
    assert [name for name in shown if name in sections] == list(sections)


def test_sources_are_named_by_title_and_day():
    known = {
        "a": Source(title="A treaty", publisher="The depositary", date=date(1949, 4, 4)),
        "b": Source(title="A report"),
    }
    assert titled(["b", "a"], known) == "A report [2]; A treaty, The depositary 1949-04-04 [1]"
    assert titled(["a", "b"], known, few=1) == sourced(["a", "b"], known, few=1)


def test_the_years_of_many_sources_are_those_of_every_one_that_says_a_year():
    """By hand: a day of 2024, a title of 2022-09-30 and one of April 2008 make 2008 to 2024.

    A source with a day is of that day, whatever year its title is about; nor is a year in the midst
    of a title the source's own. One that says no year at all is owned up to.
    """
    known = {
        "dated": Source(title="Victory of 1945", date=date(2024, 11, 19)),
        "said": Source(title="Report on Zelensky, 2022-09-30", publisher="A paper"),
        "month": Source(title="Report on the sceptics, April 2008"),
        "bare": Source(title="Dates of elections, 12345 of them"),
        "about": Source(title="Refusal of the promise of 1908 at a summit"),
    }
    about = "5 sources, 3 of 2008 to 2024 and 2 undated [1–5]"
    assert sourced([*known], known) == about
    del known["about"]
    assert sourced(["dated", "said", "month"], known, few=2) == "3 sources of 2008 to 2024 [1–3]"
    assert sourced([*known], known) == "4 sources, 3 of 2008 to 2024 and 1 undated [1–4]"
    assert titled(["said", "bare"], known, few=1) == ("2 sources, 1 of 2022 and 1 undated [2, 4]")


def test_no_source_of_a_row_says_a_year_outside_the_span_of_the_row(
    ukraine: Assessment, rows: tuple[Provenance, ...]
):
    """By hand: of the five sources of the inputs of the game, 34 is of 2022-09-30, 36 of 2025.

    100 is of 2024 and 101, by the end of its title, of 2022. 37 says no year: that of its title,
    2008, is of the promise that it is about.
    """
    game = next(row for row in rows if row.kind == "computed in the game")
    told = "(5 sources, 4 of 2022 to 2025 and 1 undated [34, 36, 37, 100, 101])"
    assert told in game.sources
    known = [*ukraine.arrangement.sources.values()]
    spans = re.compile(r"of (\d{4})(?: to (\d{4}))?[^\[(]*\[([^\]]+)\]")
    for low, high, places in spans.findall(" ".join(row.sources for row in rows)):
        for place_ in places.split(", "):
            ends = [int(end) for end in place_.split("–")]
            for at in range(ends[0], ends[-1] + 1):
                one = known[at - 1]
                year = one.date.year if one.date else re.search(r"\b20\d\d$", one.title)
                said = int(year[0]) if isinstance(year, re.Match) else year
                assert said is None or int(low) <= said <= int(high or low), one.title


def test_a_row_is_cited_behind_a_sentence_only_where_one_of_its_numbers_stands_in_it(
    ukraine: Assessment,
):
    """By hand: page 1 says of what is proposed 0 % and 0 % over all draws, and of lesser breaches.

    So its sentence on attack cites the rows of shares, of what comes in place of an attack and of
    lesser breaches, which are of every option; those of the other options cite none, and the lists
    below them each their own. The gravest fault is told by what its name means, and is left out.
    """
    lead = leading(ukraine, [], "As proposed")
    of = {row.at: row for row in lead.rows}
    shares = [row for row in lead.rows if row.of.startswith("share of all draws")]
    share, instead = shares
    assert instead.of.endswith("becomes less likely and a lesser breach as much likelier")
    (lesser,) = (row for row in lead.rows if row.of.startswith("mean chance of a breach that is"))
    deters = lead.told[-1]
    assert {share.at, instead.at, lesser.at} <= {*deters.rows}
    assert share.labels == instead.labels == lesser.labels == ()
    below = overall(ukraine, "as-proposed", lead.rows)
    assert [one.rows for one in below] == [(share.at,), (instead.at,), (lesser.at,)]
    told = [(f"{one.text} {one.more}", one.rows) for one in lead.told]
    told += [(one.text, one.rows) for one in below]
    for question in answered(ukraine.answer, "as-proposed", lead.rows):
        for one in question.said:
            assert not {share.at, instead.at, lesser.at} & {*one.rows}
            told.append((f"{question.lead} {one.says}", one.rows))
    for text, cited in told:
        for at in cited:
            numbers = (re.split(r", about | \(", said)[0] for said in of[at].numbers)
            if not of[at].of.startswith("the gravest fault"):
                assert any(said in text for said in numbers), (text, of[at].numbers)


def test_every_row_names_its_inputs_and_is_one_step_from_their_sources(
    ukraine: Assessment, rows: tuple[Provenance, ...]
):
    """By hand: help in the field rests on the NATO Force Model, source 101, under every option.

    Each row that has such a day says so itself. The day of accession rests on what the chance of
    it does; each input is named again, and what is long stands in the row it points to, with its
    source and no further step. Shares of draws have all inputs of the game, so they point to it.
    """
    fields = [row for row in rows if row.of == "when help in the field is there"]
    assert len(fields) == 3
    assert all("(NATO Force Model of 2022, NATO [101])" in row.sources for row in fields)
    chances = {row.labels: row for row in rows if row.of.startswith("chance that accession")}
    first, ratified = chances[("As proposed",)], chances.keys() - {("As proposed",)}
    (later,) = (chances[labels] for labels in ratified)
    assert fields[0].sources.startswith(
        f"Those of the chance that it comes (rows {first.at} and {later.at}), and more. Judged"
    )
    day = next(row for row in rows if row.of == "when accession under article 10 comes, if so")
    pair = ukraine.options["as-proposed"].pairs[0]
    for premise in (p for p in pair.days_to_effect.premises if p.kind != "derived"):
        assert premise.says in day.sources
    pointing = re.compile(r"as for row (\d+)")
    for row in rows:
        assert "As for row" not in row.sources
        for at in {int(at) for at in pointing.findall(row.sources)}:
            assert at < row.at
            assert not pointing.search(rows[at - 1].sources)
    solved = [row for row in rows if row.kind == "computed in the game"]
    assert {row.sources for row in solved[1:]} == {f"as for row {solved[0].at}"}
    taken = next(row for row in rows if row.of.startswith("what is taken for the cost of war"))
    assert taken.rests_on.startswith(
        "the cost of war, to Russia (assumed, 0.05 to 1.5 of the prize"
    )


def section_of(made: str, at: int) -> str:
    """Return the words of a section of the report by its number."""
    cut = made.split("<h2 id=")
    return " ".join(unescape(re.sub("<[^>]*>", " ", f"<h2 id={cut[at]}")).split())


def test_what_the_game_says_is_found_again_where_its_row_says_that_there_is_more(
    ukraine: Assessment, rows: tuple[Provenance, ...]
):
    """By hand: shares and thresholds stand in section 7, chances of a lesser breach in section 3.

    Who said what (section 9) tells nothing of them, and the inputs of all are in section 11.
    """
    made = assessed_html(ukraine)
    of_the_game = [row for row in rows if row.kind == "computed in the game"]
    assert len(of_the_game) >= 5
    for row in of_the_game:
        places = [at for at, _ in explained_in(ukraine, row)]
        lesser = row.of.startswith("mean chance of a breach")
        assert places == ([3, 11] if lesser else [7, 11]), row.of
        told = section_of(made, places[0])
        for number in row.numbers:
            for digits in re.findall(r"\d+(?:\.\d+)?", number):
                assert re.search(rf"(?<![\d.]){re.escape(digits)}(?![\d.]*\d)", told), (
                    row.of,
                    number,
                )


def test_a_day_until_which_is_one_by_which_the_act_must_be_done(rows: tuple[Provenance, ...]):
    """By hand: 2025-02-21 and the ten years of the peace deal; a membership by then goes on."""
    row = next(row for row in rows if "2035-02-21" in row.numbers)
    assert row.of == "the day from which, or until which, the act must be done to lead to this"
    assert "the peace deal (assumed), after 10 years" in row.rule


def test_only_the_first_row_of_the_game_says_what_all_of_them_were_solved_from(
    rows: tuple[Provenance, ...],
):
    """The same 49 inputs stand behind each: told once, and the others lead there in one step."""
    of_the_game = [row for row in rows if row.kind == "computed in the game"]
    first, *others = of_the_game
    assert "inputs, each with a range (" in first.sources
    assert {row.sources for row in others} == {f"as for row {first.at}"}
    assert all(row.cited == first.cited for row in others)
