"""What `deter` prints, read as its reader does: by headings, labels and sentences.

One run of `printed.yaml` writes the screen, the JSON, the table, the page and every draw. The
figures are worked out again from the table of draws, by what the page of the command says that each
counts, and looked up in the rest by the names that stand there. Two columns, two rows or two
headings that change places, an option in another's stead or a number that is one unit off are seen
in any of them.
"""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.cli import main

CASE = Path(__file__).with_name("printed.yaml")
DRAWS = 60
NAMES = {
    "nothing": "no arrangement at all",
    "bare": "A bare truce",
    "slow": "Help after a decision",
    "swift": "Help at once",
    "bases": "Bases without a promise",
}
LADDERS = {"ONE": ["comply", "raid", "seize", "attack"], "TWO": ["hold", "land"]}
CALLED = {"ONE": "Onia", "TWO": "Twia"}
LABELS = {"raid": "raids the border", "seize": "seizes a province", "attack": "attacks in force"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Run the command once: the screen, and by format what was written."""
    folder = tmp_path_factory.mktemp("printed")
    files = {kind: folder / f"all.{kind}" for kind in ("json", "csv", "table", "html")}
    words = [f"--{kind}={file}" for kind, file in files.items()]
    ran = CliRunner().invoke(main, ["deter", str(CASE), "--draws", str(DRAWS), *words])
    assert ran.exit_code == 0, ran.output
    written = {kind: file.read_text("utf-8") for kind, file in files.items()}
    return {**written, "screen": ran.stdout, "json": json.loads(written["json"])}


@pytest.fixture(scope="module")
def draws(printed):
    """By option, every column of the table of draws."""
    rows = list(csv.DictReader(printed["csv"].splitlines()))
    found = {}
    for option in NAMES:
        mine = [row for row in rows if row["option"] == option]
        assert [int(row["draw"]) for row in mine] == [*range(DRAWS)]
        keys = [k for k in mine[0] if k not in ("option", "draw") and mine[0][k] != ""]
        found[option] = {key: np.array([float(row[key]) for row in mine]) for key in keys}
    return found


def worked(draws, by):
    """Return by option every figure of the decision table, from the draws alone."""
    attack = {o: rows[f"act.{by}.{LADDERS[by][-1]}"] for o, rows in draws.items()}
    breach = {o: 1 - rows[f"act.{by}.{LADDERS[by][0]}"] for o, rows in draws.items()}
    low = {o: row < 0.5 for o, row in attack.items()}
    told = {}
    for option, rows in draws.items():
        signed, mine = rows["signed"], attack[option]
        one = {f"acts.{a}.gravest": rows[f"act.{by}.{a}"].mean() for a in LADDERS[by]}
        for kind, chance in (("attack", mine), ("any_breach", breach[option])):
            one[f"{kind}.forced"] = chance.mean()
            one[f"{kind}.given"] = (chance * signed).sum() / signed.sum()
            one[f"{kind}.war"] = (1 - signed + signed * chance).mean()
            one[f"{kind}.signed"] = signed.mean()
        for kind, chances in (("", attack), ("_breach", breach)):
            apart = chances[option] - chances["nothing"]
            one[f"paired{kind}.-.lower"] = np.mean(apart < -0.05)
            one[f"paired{kind}.-.same"] = np.mean(np.abs(apart) <= 0.05)
            one[f"paired{kind}.-.higher"] = np.mean(apart > 0.05)
            over = chances[option] - np.min([*chances.values()], axis=0)
            one[f"regret{kind}.mean"], one[f"regret{kind}.most"] = over.mean(), over.max()
            one[f"regret{kind}.best"] = np.mean(over <= 0)
        others = np.any([low[o] for o in NAMES if o not in ("nothing", option)], axis=0)
        some = np.any([low[o] for o in NAMES if o != "nothing"], axis=0)
        every = np.all([low[o] for o in NAMES if o != "nothing"], axis=0)
        bare, own = low["nothing"], low[option]
        if option == "nothing":  # of all options together
            own = every
            one["deciding.another"] = np.mean(~bare & some)
        else:
            one["deciding.enough"] = np.mean(~bare & own)
            one["deciding.another"] = np.mean(~bare & ~own & others)
        one["deciding.not_needed"] = np.mean(bare & own)
        one["deciding.harms"] = np.mean(bare & ~own)
        one["deciding.none"] = np.mean(~bare & ~some)
        one["met"] = rows[f"met.{by}"].mean() / mine.mean()
        one["catastrophe"] = rows["out_of_hand"].mean()
        less, fewer = (
            row[option] - row["nothing"]
            for row in (
                {o: breach[o] - attack[o] for o in NAMES},
                attack,
            )
        )
        one["lesser.instead"] = np.mean((less > 0.05) & (-fewer >= less - 0.05))
        one["lesser.added"] = np.mean((less > 0.05) & (-fewer < less - 0.05))
        for party in ("ONE", "TWO", "PRO", "GUA"):
            value = rows[f"value.{party}"]
            one[f"worth.{party}.forced"] = value.mean()
            one[f"worth.{party}.given"] = (value * signed).sum() / signed.sum()
        told[option] = one
    return told


def sections(screen):
    """Return by adversary the blocks of its part of the screen, and those after both."""
    parts = re.split(r"\n(ONIA|TWIA)\n", screen)
    assert parts[1::2] == ["ONIA", "TWIA"]
    return {"ONE": parts[2].split("\n\n"), "TWO": parts[4].split("\n\n")}


def table(blocks, title, off=36, wide=7):
    """Read a table by its headings: by label of the row and heading, what stands there."""
    block = next(b for b in blocks if " ".join(b.split()).startswith(title)).strip("\n").split("\n")
    at = next(n for n, line in enumerate(block) if line.strip() and not line[:off].strip())
    heads, found, label = cells(block[at], off, wide), {}, []
    for line in block[at + 1 :]:
        label.append(line[:off].strip())
        if len(line) > off and line[:2] == "  " and len(cells(line, off, wide)) == len(heads):
            rows = found.setdefault(" ".join(label), [])
            rows += zip(heads, cells(line, off, wide), strict=True)
            label = []
    return found


def cells(line, off, wide):
    return [line[at : at + wide].strip() for at in range(off, len(line), wide)]


def number(cell):
    """Return a number as printed, and by how much it may differ for being rounded."""
    if cell.startswith("<"):
        return float(cell[1:]) / 2, float(cell[1:]) / 2
    if cell.endswith("%"):
        return float(cell[:-1]) / 100, 0.0051
    digits = len(cell.partition(".")[2])
    return float(cell), 0.51 * 10.0**-digits


def same(cell, value):
    shown, within = number(cell)
    return abs(shown - value) <= within + 1e-5


SCREEN = {
    "The chance of an attack, and signing": {
        "forced": "attack.forced",
        "given": "attack.given",
        "either": "attack.war",
        "signed": "attack.signed",
    },
    "In which share of the 60 situations": {
        "idle": "deciding.not_needed",
        "harms": "deciding.harms",
        "enough": "deciding.enough",
        "other": "deciding.another",
        "none": "deciding.none",
        "regret": "regret.mean",
    },
    "What each party has of it, in prizes: given that all sign": {
        party: f"worth.{party}.given" for party in ("ONE", "TWO", "PRO", "GUA")
    },
}
"""By title of a table on the screen: what its headings count, as the page of the command says."""


@pytest.mark.parametrize("by", LADDERS)
def test_each_figure_on_the_screen_is_that_of_its_row_and_heading(printed, draws, by):
    blocks, wanted = sections(printed["screen"])[by], worked(draws, by)
    for title, columns in SCREEN.items():
        read = table(blocks, title)
        rows = [name for name in NAMES if not (title.startswith("In which") and name == "nothing")]
        assert [*read] == [NAMES[name] for name in rows], title
        for name in rows:
            assert [head for head, _ in read[NAMES[name]]] == [*columns]
            for head, cell in read[NAMES[name]]:
                assert same(cell, wanted[name][columns[head]]), (title, name, head, cell)


@pytest.mark.parametrize("by", LADDERS)
def test_acts_are_numbered_breaches_are_all_beyond_the_first_and_threats_stand_last(
    printed, draws, by
):
    title = f"The gravest act of {CALLED[by]}: the mean chance of each"
    blocks, wanted = sections(printed["screen"])[by], worked(draws, by)
    block = next(b for b in blocks if title in b)
    listed = re.findall(r"^  \((\d)\) (.+)$", block, re.MULTILINE)
    assert listed == [(str(n), LABELS.get(a, a)) for n, a in enumerate(LADDERS[by], 1)]
    columns = {f"({n})": f"acts.{act}.gravest" for n, act in enumerate(LADDERS[by], 1)}
    columns |= {"breach": "any_breach.forced", "threat": "catastrophe"}
    for label, row in table(blocks, title).items():
        name = next(n for n, called in NAMES.items() if called == label)
        assert [head for head, _ in row] == [*columns]
        assert all(same(cell, wanted[name][columns[head]]) for head, cell in row), (label, row)


@pytest.mark.parametrize("by", LADDERS)
def test_shares_beside_no_arrangement_are_first_of_attack_and_then_of_any_breach(
    printed, draws, by
):
    title = (
        "Attack beside no arrangement, on the same draws: less likely, the same (within 0.05), "
        "more likely; then any breach"
    )
    wanted = worked(draws, by)
    read = table(sections(printed["screen"])[by], title)
    assert [*read] == [*NAMES.values()][1:]
    for label, row in read.items():
        name = next(n for n, called in NAMES.items() if called == label)
        assert [head for head, _ in row] == ["less", "same", "more"] * 2
        keys = [f"paired{kind}.-.{k}" for kind in ("", "_breach") for k in WORSE]
        for (_, cell), key in zip(row, keys, strict=True):
            assert same(cell, wanted[name][key]), (label, key, cell)


WORSE = ("lower", "same", "higher")


def flat(value, name=""):
    """Yield the numbers of plain data by their path; of a list by what each entry is about."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            about = (
                [inner[k] for k in ("act", "other", "against", "name") if k in inner]
                if (isinstance(inner, dict))
                else ["low" if at == 0 else "high"]
            )
            yield from flat(inner, f"{name}.{about[0]}")
    elif value is None or isinstance(value, (int, float)):
        yield name, value


@pytest.mark.parametrize("by", LADDERS)
def test_the_json_and_the_table_hold_each_figure_under_its_key(printed, draws, by):
    wanted = worked(draws, by)
    rows = {row["option"]: row for row in printed["json"]["decision"]["rows"] if row["by"] == by}
    assert [*rows] == ["-", *[*NAMES][1:]]
    lines = list(csv.DictReader(printed["table"].splitlines()))
    assert [*lines[0]] == ["by", "option", "figure", "value"]
    for name, figures in wanted.items():
        row = rows["-" if name == "nothing" else name]
        assert (row["name"], row["label"]) == (CALLED[by], NAMES[name])
        keyed = dict(flat({k: v for k, v in row.items() if k not in ("option", "by")}))
        tabled = {
            line["figure"]: line["value"]
            for line in lines
            if (line["by"], line["option"]) == (by, name)
        }
        for key, value in figures.items():
            if name == "nothing" and key.startswith(("paired", "lesser")):  # beside itself
                continue
            assert keyed[key] == pytest.approx(value, abs=2e-6), (name, key)
        plain = {k: v for k, v in keyed.items() if k not in ("label", "name")}
        assert {*tabled} == {*plain}
        for key, value in plain.items():
            shown = tabled[key]
            if value is None:
                assert shown == "", key
            else:
                assert float(shown) == pytest.approx(float(value), rel=1e-5), key
    assert any(line["figure"].endswith("span.high") and line["value"] for line in lines)


SAID = re.compile(
    r"[^.]*?beside no arrangement an attack by (\w+) is less likely in (\d+) % of the"
)


def sentences(screen):
    """Return what is said before the first table, without line breaks."""
    return re.sub(r"\s+", " ", screen.partition("\nONIA\n")[0])


@pytest.mark.parametrize("by", LADDERS)
def test_the_bottom_line_says_each_share_of_what_it_names(printed, draws, by):
    told, wanted, whom = sentences(printed["screen"]), worked(draws, by), CALLED[by]

    def shares(*keys, of="nothing"):
        return [f"{100 * wanted[of][f'deciding.{key}']:.0f}" for key in keys]

    first = re.search(
        rf"Of the 60 situations assumed here \(all taken to have signed\): in (\d+) % an attack by "
        rf"{whom} is below even odds whichever of the 4 options is chosen, and with no "
        r"arrangement at all; in (\d+) % it is so with none of these; and in (\d+) % it hangs on "
        r"which is chosen: in (\d+) % an option brings attack below even odds, and in (\d+) % one "
        r"lifts it to even odds or above\.",
        told,
    )
    both = wanted["nothing"]["deciding.another"] + wanted["nothing"]["deciding.harms"]
    idle, none, another, harms = shares("not_needed", "none", "another", "harms")
    assert list(first.groups()) == [idle, none, f"{100 * both:.0f}", another, harms]
    for name in ("slow", "swift", "bases"):
        one = wanted[name]
        less, alike, more = (f"{100 * one[f'paired.-.{key}']:.0f}" for key in WORSE)
        enough, worse = shares("enough", "harms", of=name)
        assert (
            f"{NAMES[name]}: beside no arrangement an attack by {whom} is less likely in {less} % "
            f"of the situations (by more than 0.05), as likely in {alike} % and likelier in "
            f"{more} %; it falls below even odds in {enough} %, and no longer lies below them in "
            f"{worse} %. Of the attacks by {whom} {100 * one['met']:.0f} % are answered with "
            "force, in time or too late, under it" in told
        )


def test_regret_lesser_breaches_and_signing_are_said_of_the_option_that_has_them(printed, draws):
    told, wanted = sentences(printed["screen"]), worked(draws, "ONE")
    options = {name: wanted[name] for name in NAMES if name != "nothing"}
    least = {
        key: min(options, key=lambda name, key=key: options[name][key])
        for key in ("regret.mean", "regret_breach.mean", "attack.forced", "attack.given")
    }
    least["attack.war"] = min(options, key=lambda name: options[name]["attack.war"])
    assert least["regret.mean"] == least["regret_breach.mean"] == "swift"
    swift, nothing = wanted["swift"], wanted["nothing"]
    assert (
        "Of the 4 options Help at once falls least short of whichever is best in a situation, no "
        f"arrangement included: an attack by Onia is {swift['regret.mean']:.2f} likelier than "
        f"under that one, on average, and in {100 * swift['regret.best']:.0f} % of the 60 "
        "situations no other does better; so it does when any breach counts "
        f"({swift['regret_breach.mean']:.2f})." in told
    )
    lesser = {o: w["any_breach.forced"] - w["attack.forced"] for o, w in wanted.items()}
    assert (
        "Help at once: lesser breaches by Onia become likelier by more than 0.1 on average: in "
        f"{100 * swift['lesser.instead']:.0f} % of the situations an attack becomes less likely "
        f"by as much, so that they come in its place, and in {100 * swift['lesser.added']:.0f} % "
        f"it does not; their mean chance is {lesser['swift']:.2f} (with no arrangement "
        f"{lesser['nothing']:.2f}), and that of any breach {swift['any_breach.forced']:.2f} (with "
        f"no arrangement {nothing['any_breach.forced']:.2f})." in told
    )
    assert (least["attack.forced"], least["attack.given"], least["attack.war"]) == (
        "swift",
        "swift",
        "slow",
    )
    assert (
        f"The mean chance of an attack by Onia is lowest under Help at once "
        f"({swift['attack.forced']:.2f}) with all signatures forced, and lowest under Help at once "
        f"({swift['attack.given']:.2f}) given that all sign; no deal or an attack by Onia is least "
        f"likely under Help after a decision ({wanted['slow']['attack.war']:.2f})." in told
    )
    assert (  # of the other adversary: no option is better than none by more than a hundredth
        "no deal or an attack by Twia is under no option less likely than with no arrangement "
        f"({worked(draws, 'TWO')['nothing']['attack.war']:.2f})." in told
    )


def test_what_is_not_known_is_counted_in_the_file(printed):
    """Of 17 ranges in the file one moves nothing: how surely raids are noticed, since no finding is
    made. That the council says yes, of which nothing is said, is one more than the other 16.
    """
    text = CASE.read_text("utf-8")
    ranges = re.findall(r"\{low: \S+, high: \S+, kind: (\w+)", text)
    judged = ranges.count("judged")
    assert (len(ranges), judged) == (17, 2)
    every = len(ranges) - 1 + 1
    told = sentences(printed["screen"])
    assert (
        f"Of the inputs with a range ({every}) none is measured; {judged} are an analyst's "
        f"judgement and {every - judged} are assumed, among them the cost of war, to Onia "
        "and the cost of a landing, to Twia: the file gives no measurement of these." in told
    )
    assert (
        "Not known: how likely 'council.agree' passes under Help after a decision, of which the "
        "file says nothing: it is drawn evenly from 0 to 1." in told
    )


RANGES = {
    "stakes.ONE.the cost of war": (-0.9, -0.3),
    "stakes.ONE.a raid": (-0.15, 0.1),
    "stakes.ONE.a province": (-0.2, 0.08),
    "stakes.ONE.bases at its border": (-0.6, 0),
    "stakes.TWO.the cost of a landing": (-0.7, -0.4),
    "stakes.GUA.the cost of helping": (-0.3, -0.1),
    "contest.ONE.attack.alone": (0.6, 0.9),
    "contest.ONE.attack.helped": (0.1, 0.3),
    "honour.help": (0.3, 0.95),
    "gives_in.ONE": (0.2, 0.5),
    "out_of_hand.ONE": (0.05, 0.15),
    "refusing.ONE": (0, 0.4),
    "refusing.PRO": (-0.9, -0.2),
}
"""The ranges of the file, by the names that `--vary` takes."""


def test_every_input_has_the_column_of_its_name_and_fills_its_range(draws):
    for name, (low, high) in RANGES.items():
        drawn = draws["slow"][f"in.{name}"]
        assert low <= drawn.min() < low + 0.2 * (high - low), name
        assert high - 0.2 * (high - low) < drawn.max() <= high, name
        assert drawn.mean() == pytest.approx((low + high) / 2, abs=0.1 * (high - low)), name


def test_outcomes_that_the_page_names_have_columns(draws):
    """Help that is given is honoured once it is owed, and owed once the council has agreed."""
    known = {
        *("signs.ONE", "signs.PRO", "signed", "value.GUA", "met.ONE", "entrapped", "out_of_hand"),
        *("comply.ONE", "waits.ONE", "best.ONE", "best.least.ONE", "best.most.ONE"),
        *("best.act.PRO.restrain", "limit.act.ONE.attack", "honoured.help", "done.council"),
    }
    rows = draws["slow"]
    assert known <= {*rows}
    attack = rows["act.ONE.attack"]
    assert (rows["honoured.help"] <= attack + 1e-6).all()
    assert (rows["done.council"] <= rows["in.passing.council"] + 1e-5).all()
    assert (rows["honoured.help"] <= rows["done.council"] + 1e-6).all()
    assert rows["honoured.help"].mean() > 0.05
    assert (rows["best.least.ONE"] <= rows["best.ONE"]).all()
    assert (rows["best.ONE"] <= rows["best.most.ONE"]).all()


@pytest.mark.parametrize("by", LADDERS)
def test_the_bottom_line_says_what_changes_the_answer_and_which_way(printed, by):
    """One that does not deter *becomes* less likely *once*, one that does *is* *as long as*."""
    rows = [r for r in printed["json"]["decision"]["rows"] if r["by"] == by and r["option"] != "-"]
    what, costs = {"ONE": ("war", "0.6"), "TWO": ("a landing", "0.55")}[by]
    whom, told = CALLED[by], sentences(printed["screen"])
    kind = rows[0]["switches"][0]["kind"]
    parts = []
    for deters, words in (
        (False, "becomes less likely than not {} once"),
        (True, "is less likely than not {} as long as"),
    ):
        mine = [row for row in rows if row["deters"] is deters]
        verb, where = words.split(" {} ")
        each = [
            f"under {row['label']}{' (as with no arrangement)' if row['option'] == 'bare' else ''} "
            f"{where} {what} costs {whom} more than {-row['switches'][0]['value']:.2g} of the "
            f"prize ({100 * row['switches'][0]['away']:.0f} %)"
            for row in mine
        ]
        parts += [f"an attack by {whom} {verb} {', '.join(each)}"] if each else []
    head = (
        f"What changes the answer, all else at its middle: the cost of {what}, to {whom} ({costs} "
        f"of the prize in the middle; {kind}): "
    )
    assert f"{head}{'; '.join(parts)}. In brackets: the share of what" in told


def test_what_the_screen_says_of_its_own_words(printed):
    """Legends say what stands under their words, and the last lines what all of it rests on."""
    told = " ".join(printed["screen"].split())
    for legend in (
        "forced: all signatures forced; given: given that all sign; either: no deal, or an attack; "
        "signed: the chance that all sign",
        "idle: not needed; enough: this one is; other: only another is; none is enough; regret: "
        "how much likelier attack is than under the best choice of a situation, no arrangement "
        "included",
        "threat: what is threatened over help comes about",
        "in best conduct (the median of the draws",
        f"{DRAWS} draws, seed 0. Concept: ",
        "This follows from the text and the stakes in the file; it is no forecast.",
    ):
        assert legend in told
    assert told.count("(the median of the draws") == 2
    few = CliRunner().invoke(main, ["deter", str(CASE), "--draws", "130", "--options", "slow"])
    assert "(the median of 100 of the draws" in " ".join(few.stdout.split())


def test_what_is_less_than_half_a_hundredth_is_told_as_less_and_not_as_none(printed, draws):
    threat = draws["slow"]["out_of_hand"].mean()
    assert 0 < threat < 0.005
    title = "The gravest act of Onia: the mean chance of each"
    row = table(sections(printed["screen"])["ONE"], title)[NAMES["slow"]]
    assert dict(row)["threat"] == "<.005"
    assert dict(table(sections(printed["screen"])["ONE"], title)[NAMES["bare"]])["threat"] == "0.00"


BESIDE = {
    "Break-evens: from where on an attack by {} no longer pays it": {
        "honoured from": "break_even_credibility",
        "passing from": "break_even_passing",
        "within days": "break_even_days",
    },
    "What complying is worth to {}, less the same": {"complying": "reassurance"},
}
_NO_NUMBER = {"-": "not asked", "not needed": "not needed", "never": "never", "split": "split"}


@pytest.mark.parametrize("by", LADDERS)
def test_what_stands_beside_the_table_is_the_figure_of_its_key(printed, draws, by):
    blocks = printed["screen"].split("\n\n")
    figures = {one["id"]: one for one in printed["json"]["options"] if one["by"] == by}
    seen = set()
    for title, columns in BESIDE.items():
        read = table(blocks, title.format(CALLED[by]), 26, 18)
        for label, row in read.items():
            name = next(n for n, called in NAMES.items() if called == label)
            for head, cell in row:
                if name == "nothing":
                    assert cell == "0"  # complying, less itself
                    continue
                one = figures[name][columns[head]]
                seen.add(columns[head])
                if one["value"] is None:
                    assert one["because"][0].startswith(_NO_NUMBER[cell]), (name, head, cell)
                else:
                    assert same(cell, one["value"]), (name, head, cell)
    assert {"break_even_passing", "break_even_days", "reassurance"} <= seen
    for name, one in figures.items():
        less = draws[name][f"comply.{by}"].mean() - draws["nothing"][f"comply.{by}"].mean()
        assert one["reassurance"]["value"] == pytest.approx(less, abs=2e-6)


def test_provocation_is_told_beside_no_arrangement_and_what_of_it_is_no_error(printed, draws):
    read = table(printed["screen"].split("\n\n"), "The chance that Prota provokes", 26, 13)
    assert [*read] == [*NAMES.values()]
    none = draws["nothing"]
    for name, label in NAMES.items():
        one = draws[name]
        more, remains = (
            (one[key] - none[key]).mean() for key in ("act.PRO.provoke", "limit.act.PRO.provoke")
        )
        drawn = one["entrapped"].mean()
        row = dict(read[label])
        assert [*row] == ["provokes", "more", "remains", "drawn in"]
        assert same(row["provokes"], one["act.PRO.provoke"].mean())
        assert same(row["more"], more)
        assert same(row["remains"], remains)
        assert (row["drawn in"] == "-" and drawn == 0) or same(row["drawn in"], drawn)
    assert sum(row[-1][1] != "-" for row in read.values()) == 2


@pytest.mark.parametrize("by", LADDERS)
def test_what_waiting_out_the_sunset_brings_is_told_of_each_option(printed, draws, by):
    title = f"What {CALLED[by]} gains by keeping to it until the sunset"
    block = next(
        b for b in printed["screen"].split("\n\n") if " ".join(b.split()).startswith(title)
    )
    told = " ".join(block.split())
    for name in [*NAMES][1:]:
        waits = draws[name][f"waits.{by}"]
        low, high = np.quantile(waits, [0.1, 0.9])
        found = re.search(
            rf"{NAMES[name]}: (\S+) prizes \((\S+) to (\S+)\); waiting pays in (\d+) % of", told
        )
        mean, least, most, share = found.groups()
        # the ends are those of 80 % of the draws
        for shown, value in ((mean, waits.mean()), (least, low), (most, high)):
            assert same(shown, value), (name, shown, value)
        assert share == f"{100 * np.mean(waits > 0):.0f}"


@pytest.mark.parametrize("by", LADDERS)
def test_switching_values_are_told_nearest_first_with_what_is_taken(printed, by):
    """A cost is told as what it costs; what deters by being larger is told to be above."""
    title = "What would have to be true for attack to lie below even odds"
    block = next(
        b for b in sections(printed["screen"])[by] if " ".join(b.split()).startswith(title)
    )
    told = " ".join(block.split())
    rows = [r for r in printed["json"]["decision"]["rows"] if r["by"] == by and r["option"] != "-"]
    costs = {"ONE": "war", "TWO": "a landing"}
    for at, row in enumerate(rows):
        head = (
            "below even odds as long as"
            if row["deters"]
            else ("at even odds or above; below only if")
        )
        alike = " (as with no arrangement)" if row["option"] == "bare" else ""
        start = told.index(f"{row['label']}{alike}: {head} ")
        end = told.find(f"{rows[at + 1]['label']}", start) if at + 1 < len(rows) else len(told)
        part = told[start:end]
        first = row["switches"][0]
        name = f"stakes.{by}.the cost of {costs[by]}"
        assert (first["name"], first["deters"]) == (name, "below")
        assert (
            f"{costs[by]} costs {CALLED[by]} more than {-first['value']:.2g} of the prize "
            f"({first['kind']}: {-first['middle']:.2g}; {100 * first['away']:.0f} %)" in part
        )
        others = dict.fromkeys(one["name"] for one in row["switches"])
        more = re.search(r"and (\d+) more in the JSON", part)
        assert (int(more.group(1)) if more else 0) == max(0, len(others) - 3)
        assert [one["away"] for one in row["switches"][1:] if not one["span"]] == sorted(
            one["away"] for one in row["switches"][1:] if not one["span"]
        )
    if by == "ONE":
        honour = next(s for s in rows[2]["switches"] if s["name"] == "honour.help")
        assert (
            f"help is honoured with a chance above {honour['value']:.2g} (judged: "
            f"{honour['middle']:.2g}; {100 * honour['away']:.0f} %)" in told
        )


class Tables(HTMLParser):
    """Reads the tables of a page: each as its rows of cells."""

    def __init__(self, page):
        super().__init__()
        self.tables, self._cell, self.ids = [], None, {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
            self.ids[len(self.tables) - 1, len(self.tables[-1]) - 1] = dict(attrs).get("id")
        elif tag in ("th", "td") and self.tables:
            self._cell = ""

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if tag in ("th", "td") and self._cell is not None:
            self.tables[-1][-1].append(" ".join(self._cell.split()))
            self._cell = None


def test_the_page_has_each_figure_under_its_heading_and_says_what_it_counts(printed, draws):
    page = Tables(printed["html"])
    ((which, read),) = ((n, t) for n, t in enumerate(page.tables) if t[0][0] == "Option")
    every = printed["json"]["decision"]["rows"]
    for n, row in enumerate(read[1:], 1):  # where a row is in the JSON is where it is on the page
        at = int(page.ids[which, n].removeprefix("f-decision-rows-"))
        assert row[0] == f"{every[at]['label']}: {every[at]['name']}"
    heads = {
        "less likely": "paired.-.lower",
        "the same": "paired.-.same",
        "likelier": "paired.-.higher",
        "not needed": "deciding.not_needed",
        "decides": "deciding.enough",
        "harms": "deciding.harms",
        "another decides": "deciding.another",
        "none does": "deciding.none",
        "regret": "regret.mean",
        "attacks answered": "met",
    }
    assert sorted(read[0][1:]) == sorted(heads)
    rows = {row[0]: row[1:] for row in read[1:]}
    for by, called in CALLED.items():
        wanted = worked(draws, by)
        for name in [*NAMES][1:]:
            row = rows[f"{NAMES[name]}: {called}"]
            for head, cell in zip(read[0][1:], row, strict=True):
                assert same(cell, wanted[name][heads[head]]), (name, head, cell)
    text = " ".join(re.sub(r"<[^>]+>", " ", printed["html"]).split())
    for head, meant in {
        "decides": "share of draws in which attack is unlikely with it, and not without",
        "harms": "share of draws in which attack is unlikely without it, and not with it",
        "likelier": "share of draws in which attack is likelier than with no arrangement at all",
        "not needed": "share of draws in which attack is unlikely with and without it",
    }.items():
        assert re.search(rf"\b{head}\W+{meant}", text), head
