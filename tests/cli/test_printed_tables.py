"""Tables of `backtest`, `decide`, `solve` and `stable`, read by their headings as a reader does.

What stands on the screen is compared with the JSON under the keys that the pages of the commands
name, and where it can be with what was worked out by hand: two columns, rows, headings or names
that change places, a row left out or a figure one unit off in the last place are seen.
"""

from __future__ import annotations

import json
import re
from itertools import combinations, pairwise, permutations, product

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.cli import main


def printed(*words):
    """Return the screen and the JSON of a command."""
    shown, plain = (
        CliRunner().invoke(main, [*words, *more], env={"COLUMNS": "100"})
        for more in ((), ("--json", "-"))
    )
    assert shown.exit_code == plain.exit_code == 0, shown.output + plain.output
    return shown.stdout, json.loads(plain.stdout)


def rounds_to(shown, value, digits):
    """Say whether a number is printed with so many decimals, rounded half to even or up."""
    return float(shown) == pytest.approx(value, abs=0.501 * 10.0**-digits) and (
        len(shown.partition(".")[2]) == digits
    )


# backtest -----------------------------------------------------------------------------------------


def test_each_case_of_the_backtest_stands_with_its_own_figures():
    """The score is the squared distance, the mean of it Brier's; the worst come first."""
    shown, plain = printed("backtest", "--draws", "10")
    lines = shown.splitlines()
    at = next(
        n for n, line in enumerate(lines) if line.split() == ["bare", "with", "came", "score"]
    )
    rows = [line for line in lines[at + 1 :] if line.startswith("  ")]
    assert len(rows) == len(plain["cases"]) == plain["n"] == 8
    assert len({case["bare"] == case["chance"] for case in plain["cases"]}) == 2
    scores = []
    for line, case in zip(rows, plain["cases"], strict=True):
        title, (bare, with_, came, score) = line[2:48].strip().rstrip("…"), line[48:].split()
        assert case["title"].startswith(title)
        assert rounds_to(bare, case["bare"], 2)
        assert rounds_to(with_, case["chance"], 2)
        assert came == ("yes" if case["broken"] else "no")
        scores.append((case["chance"] - case["broken"]) ** 2)
        assert rounds_to(score, scores[-1], 2)
    assert scores == sorted(scores, reverse=True)
    told = " ".join(shown.split())
    rate = plain["base_rate"]["value"]
    base = np.mean([(rate - case["broken"]) ** 2 for case in plain["cases"]])
    pairs = [
        (one["chance"] > other["chance"], one["chance"] == other["chance"])
        for one in plain["cases"]
        for other in plain["cases"]
        if one["broken"] and not other["broken"]
    ]
    beside = "below" if np.mean(scores) < base - 0.005 else "no better than"
    assert (
        f"Brier score {np.mean(scores):.3f}, {beside} the {base:.3f} of saying {rate:.2f} each time"
    ) in told
    (higher, tied), rank = np.sum(pairs, axis=0), 100 * np.mean([a + b / 2 for a, b in pairs])
    assert (
        f"Of the 15 pairs of a case in which it came and one in which not, the former had the "
        f"higher chance in {higher} and the same in {tied}: {rank:.0f} %, where"
    ) in told
    assert tied  # cases filled alike have one number


# decide -------------------------------------------------------------------------------------------

HANDED = {
    "Banzhaf, absolute": ("banzhaf", (5 / 8, 3 / 8, 1 / 8)),
    "Banzhaf, shares": ("normalised", (5 / 10, 3 / 10, 1 / 10)),
    "Shapley– Shubik": ("shapley", (14 / 24, 6 / 24, 2 / 24)),
    "to prevent": ("prevent", (5 / 5, 3 / 5, 1 / 5)),
    "to initiate": ("initiate", (5 / 11, 3 / 11, 1 / 11)),
    "Johnston": ("johnston", (17 / 30, 3 / 10, 1 / 15)),
    "Deegan– Packel": ("deegan", (5 / 12, 1 / 4, 1 / 6)),
    "Holler": ("holler", (2 / 5, 1 / 5, 1 / 5)),
    "Owen": ("owen", (2 / 3, 1 / 6, 1 / 12)),
    "Banzhaf– Owen": ("banzhaf-owen", (3 / 4, 1 / 4, 1 / 8)),
    "three ballots": ("ternary", (11 / 27, 8 / 27, 2 / 27)),
    "roll call": ("rollcall", (14 / 24, 6 / 24, 2 / 24)),
}
"""By heading: the key in the JSON, and the index of A, of B and of C and D each; see below."""


def by_headings(lines):
    """Read tables whose headings stand over two lines: by heading, member and value."""
    found = {}
    for n, line in enumerate(lines):
        if "power of" not in line:
            continue
        ends = [m.end() for m in re.finditer(r"\S+", line[line.index("power of") + 8 :])]
        offset = line.index("power of") + 8
        starts = [offset, *(offset + end for end in ends)]
        above = lines[n - 1]
        for row in lines[n + 1 :]:
            cells = re.findall(r"\d\.\d+", row)
            if not cells:
                break
            who = row.partition(cells[0])[0].split(":")[-1].strip()
            for low, high, cell in zip(starts[:-1], starts[1:], cells, strict=True):
                heading = " ".join(f"{above[low:high]} {line[low:high]}".split())
                found[heading, who] = cell
    return found


def test_each_index_of_power_stands_under_its_name():
    """A has 3 votes, B 2, C and D 1 each; 5 pass; C and D have joined for Owen's values.

    AB, ABC, ABD, ACD and all together win: 5 of 16. A turns all five, B three of them (not ACD, nor
    all), C and D one each (ACD). Shapley: of 24 orders A turns 14, B 6. Johnston shares what each
    group owes: A 3/2 + 1/3 + 1, B 3/2, C 1/3, of 5. Smallest groups are AB and ACD: Deegan and
    Packel give A (1/2 + 1/3)/2, B 1/4, C 1/6, Holler A 2 of 5. With CD as one, A turns 4 of 6
    orders and B one, and so do they together: 1/12 each; by groups of blocs A turns 3 of 4, B 1 of
    4, and C one of 8. Of 27 ballots of yes, abstain or no by three others, A decides in 11: what
    others have of yes must be 2 at least. B decides where A says yes and the others have 0 or 1, 8
    of 27, C where A and D say yes and B does not, 2 of 27. A roll call turns as Shapley has it.
    """
    words = ("--weights", "A=3,B=2,C=1,D=1", "--quota", "5", "--union", "pact=C,D")
    shown, plain = printed("decide", *words, "--indices", "all")
    (indices,) = (one["indices"] for one in plain["decisions"])
    read = by_headings(shown.splitlines())
    assert {heading for heading, _ in read} == {*HANDED}
    for heading, (key, values) in HANDED.items():
        for member, who, value in zip("ABC", ("A", "B", "C and D"), values, strict=True):
            assert indices[key][member] == pytest.approx(value), (key, member)
            assert rounds_to(read[heading, who], value, 4), (heading, who)
    assert "each of 2: C and D" in shown
    assert "A can block alone." in shown
    assert "Together can block: B and any 1 of C and D (2 groups)." in shown


def test_the_chance_and_who_adds_most_are_those_of_the_ballots():
    """Each says yes with 3/5: A with B, or without B but with both others: 3/5 (3/5 + 2/5 9/25).

    A yes of A instead of a no adds 93/125, of B 3/5 (1 - 9/25) and of C 3/5 2/5 3/5.
    """
    words = ("--weights", "A=3,B=2,C=1,D=1", "--quota", "5", "--chances", "0.6")
    shown, plain = printed("decide", *words, "--indices", "none", "--persuade", "0.7")
    told = " ".join(shown.split())
    (found,) = plain["decisions"]
    assert found["chance"]["value"] == pytest.approx(0.6 * (0.6 + 0.4 * 0.36))
    assert "Chance that it passes: 0.4464 (exact, given the positions)." in told
    adds = {"A": 0.744, "B": 0.384, "C": 0.144, "D": 0.144}
    assert found["pivotality"] == pytest.approx(adds)
    listed = ", ".join(f"{member} {gain:.1f}" for member, gain in adds.items())
    assert f"A yes instead of a no adds most from: {listed}." in told
    assert "To reach a chance of 0.7, persuade A: then it is 0.7." in told
    assert "takes effect" not in told
    lower, _ = printed("decide", *words, "--indices", "none", "--persuade", "0.6")
    assert "To reach a chance of 0.6, persuade A: then it is 0.7." in " ".join(lower.split())
    higher, plain = printed("decide", *words, "--indices", "none", "--persuade", "0.9")
    assert "To reach a chance of 0.9, persuade 2 members, A and B: then it is 1." in (
        " ".join(higher.split())
    )
    assert plain["decisions"][0]["persuade"]["chance"] == 1


def test_what_many_smallest_groups_are_is_counted_by_size():
    """Of 13 votes 9 are needed, so that 5 stop it: the big one with two others, or five others.

    Of weights 1, 1, 1, 1, 1, 2, 3, 4, 5, 6 with 15 of 25 it takes 11: first the 5 and the 6.
    """
    ones = ",".join(f"m{n}=1" for n in range(10))
    words = ("--indices", "none", "--weights")
    shown, _ = printed("decide", *words, f"{ones},big=3", "--quota", "9")
    told = " ".join(shown.split())
    assert (
        "Together can block: big and any 2 of m0, m1, m2, m3, m4, m5, m6, m7 and 2 others" in told
    )
    assert "others (45 groups)." in told
    assert "any 5 of m0, m1, m2, m3, m4, m5, m6, m7 and 2 others (252 groups)." in told
    shown, _ = printed("decide", *words, "a=1,b=1,c=1,d=1,e=1,f=2,g=3,h=4,i=5,j=6", "--quota", "15")
    weights = dict(zip("abcdefghij", (1, 1, 1, 1, 1, 2, 3, 4, 5, 6), strict=True))
    sizes = dict[int, int]()
    for size in range(1, 11):
        for group in combinations(weights, size):
            total = sum(weights[member] for member in group)
            if total >= 11 > total - min(weights[member] for member in group):
                sizes[size] = sizes.get(size, 0) + 1
    counted = ", ".join(f"{ways} of {size} members" for size, ways in sizes.items())
    assert f"Smallest groups that can block: {counted}; such as i and j." in " ".join(shown.split())


def test_each_ballot_stands_with_its_shares_and_statement():
    shown, plain = printed("decide", "ukraine-2025", "--body", "NAC", "--at", "2025-02-21")
    (ballots,) = (one["ballots"] for one in plain["decisions"])
    lines = shown.splitlines()
    at = next(n for n, line in enumerate(lines) if line.split()[:2] == ["ballot", "of"])
    assert lines[at].split() == ["ballot", "of", "yes", "abstain", "no", "by", "which", "statement"]
    rows = [row for row in map(str.split, lines[at + 1 :]) if row and row[0] in ballots]
    # Slovakia's words are its own; Hungary's were told by others, and count half.
    assert [row[0] for row in rows][:2] == ["SVK", "HUN"]
    seen = 0
    for member, *shares in (row[:4] for row in rows):
        ballot = ballots[member]
        for share, name in zip(shares, ("yes", "abstain", "no"), strict=True):
            assert rounds_to(share, ballot[name], 2), (member, name)
        seen += 1
    assert seen > 3
    assert [float(row[3]) for row in rows] == sorted((float(row[3]) for row in rows), reverse=True)
    text = " ".join(shown.split())
    silent = [m for m, ballot in ballots.items() if ballot["basis"] == "none"]
    assert (f"each of {len(silent)}" in text) == (len(silent) > 1)
    assert ("has said nothing to the point" in text) == bool(silent)


# solve --------------------------------------------------------------------------------------------

SIGNAL = """EFG 2 R "Two types" { "S" "R" }
c "" 1 "" { "able" 1/3 "not" 2/3 } 0
p "" 1 1 "able" { "show" "hide" } 0
p "" 2 1 "shown" { "trust" "leave" } 0
t "" 1 "" { 2 1 } t "" 2 "" { 0 0 } t "" 3 "" { 1 0 }
p "" 1 2 "not" { "show" "hide" } 0
p "" 2 1 0
t "" 4 "" { 0 -1 } t "" 5 "" { -1 0 } t "" 3
"""
ENTRY = """EFG 2 R "Entry" { "Entrant" "Incumbent" }
p "" 1 1 "entry" { "in" "out" } 0
p "" 2 1 "answer" { "fight" "share" } 0
t "" 1 "price war" { -1 0 }
t "" 2 "shared" { 1 0 }
t "" 3 "monopoly" { 0 2 }
"""
BATTLE = """EFG 2 R "Battle" { "A" "B" }
p "" 1 1 "A" { "left" "right" } 0
p "" 2 1 "B" { "left" "right" } 0
t "" 1 "" { 3, 1 } t "" 2 "" { 0, 0 }
p "" 2 1 0
t "" 3 "" { 0, 0 } t "" 4 "" { 1, 2 }
"""


@pytest.fixture
def game(tmp_path):
    def put(text):
        path = tmp_path / "game.efg"
        path.write_text(text)
        return str(path)

    return put


def conduct(text):
    """Read tables of conduct: for each a map from set and action to the cells by heading."""
    lines, found = text.splitlines(), []
    for n, line in enumerate(lines):
        if not line.startswith("player "):
            continue
        heads = [(m.group(), m.start()) for m in re.finditer(r"\S+(?: \S+)*", line)]
        starts = [start for _, start in heads]
        assert [name for name, _ in heads][:3] == ["player", "information set", "action"]
        rows, player, key = {}, "", ""
        for row in lines[n + 1 :]:
            if not row.strip():
                break
            cells = [
                row[low:high].strip() for low, high in zip(starts, [*starts[1:], None], strict=True)
            ]
            player, key = cells[0] or player, cells[1] or key
            named = [name for name, _ in heads[3:]]
            rows[player, key, cells[2]] = dict(zip(named, cells[3:], strict=True))
        found.append(rows)
    return found


def shown_as(cell):
    """Return the chance that a cell tells, and by how much it may differ."""
    if cell[0] in "<>":
        return float(cell[1:]), 1e-4
    return float(cell), 0.501e-4


def chances(solution):
    for one in solution["infosets"]:
        for action, value in one["actions"].items():
            plain = value["probability"] if isinstance(value, dict) else np.ravel(value)[0]
            yield (one["player"], one["key"], action), plain


@pytest.mark.parametrize(
    ("text", "words", "of"),
    [
        (SIGNAL, ("--concept", "aqre", "--precision", "1,4,9"), "solutions"),
        (SIGNAL, ("--concept", "pbe"), "equilibria"),
        (ENTRY, ("--concept", "spe"), "solutions"),
    ],
)
def test_what_each_does_and_expects_stands_in_its_row_and_column(game, text, words, of):
    shown, plain = printed("solve", game(text), *words)
    every = plain[of][0] if of == "equilibria" else plain[of]
    tables = conduct(shown)
    columns = [(t, head) for t in tables for head in next(iter(t.values()))]
    assert len(columns) == len(every) > 1
    expects = re.findall(r"(\w+) expects ([-\d.]*\d)", shown)
    players = every[0].get("players", plain.get("players", []))
    for at, ((read, head), one) in enumerate(zip(columns, every, strict=True)):
        if one.get("precision"):
            assert head == f"precision {one['precision']:g}"
        for key, value in chances(one):
            number, within = shown_as(read[key][head])
            assert number == pytest.approx(value, abs=within), (key, head)
        mine = expects[len(players) * at : len(players) * (at + 1)]
        for (name, number), player, value in zip(mine, players, one["values"], strict=True):
            assert name == player
            assert float(number) == pytest.approx(np.ravel(value)[0], abs=0.501e-4)
        if one.get("precision"):
            line = shown.split(f"Precision {one['precision']:g}: ")[1]
            held, gives = re.search(
                r"hold within (\S+); an information set forgoes (\S+) at most", line
            ).groups()
            assert held == f"{one['residual'][0]:.1e}"
            assert float(gives.lstrip("<")) == pytest.approx(one["regret"][0], abs=1e-4)


def test_beliefs_and_what_they_may_be_are_told_low_end_first(game):
    """Off the path the receiver leaves if it believes `able` with at most 1/2: then trust costs."""
    shown, plain = printed("solve", game(SIGNAL), "--concept", "pbe")
    blocks = shown.split("\nEquilibrium ")[1:]
    for block, one in zip(blocks, plain["equilibria"][0], strict=True):
        (belief,) = one["beliefs"]
        held = belief["histories"]
        if belief["reached"]:
            told = ", ".join(f"{name} {row['belief']:g}" for name, row in held.items())
            assert f"R at shown believes: {told}." in block
        else:
            told = ", ".join(f"{n} {row['low']:g} to {row['high']:g}" for n, row in held.items())
            assert f"R at shown (never reached) may believe: {told}." in block
            assert "able 0 to 0.5, not 0.5 to 1" in block
        assert block.splitlines()[0].endswith(
            f"{one['kind']}; {'sequential' if one['sequential'] else 'not shown to be sequential'}"
        )


def test_a_range_of_equilibria_is_told_from_its_low_end_and_each_player_has_its_own(game):
    """Mixed, A is left with 2/3 and B with 1/4: A gains 3/4 by it, B 2/3."""
    shown, plain = printed("solve", game(BATTLE), "--concept", "nash")
    values = [tuple(one["values"][0]) for one in plain["sets"]]
    assert sorted(values) == [(0.75, pytest.approx(2 / 3)), (1, 2), (3, 1)]
    assert "A expects 3/4; B expects 2/3." in shown
    assert "A:  left 2/3, right 1/3\nB:  left 1/4, right 3/4" in shown
    shown, plain = printed("solve", game(BATTLE), "--concept", "spe")
    told = re.findall(r"A expects (\S+); B expects (\S+)\.", shown)
    assert sorted(told) == [("1", "2"), ("3", "1"), ("3/4", "2/3")]
    assert "3 subgame-perfect equilibria\n" in shown
    shown, _ = printed("solve", game(ENTRY), "--concept", "nash")
    assert "Entrant expects 0 to 1; Incumbent expects 0." in shown


def test_the_fit_tells_each_of_its_figures_by_its_name(game, tmp_path):
    """Of 40 choices 30 are up: 30 log 3/4 + 10 log 1/4 by their shares, 40 log 1/2 if even."""
    lone = 'EFG 2 R "Lone" { "A" }\np "" 1 1 "choice" { "up" "down" } 0\n'
    path = game(lone + 't "" 1 "" { 1 } t "" 2 "" { 0 }')
    counts = tmp_path / "lone.csv"
    counts.write_text("information set,action,count\nchoice,up,30\nchoice,down,10\n")
    shown, plain = printed("solve", path, "--fit", str(counts))
    own, even = 30 * np.log(0.75) + 10 * np.log(0.25), 40 * np.log(0.5)
    fit = plain["fitted"]
    assert (fit["free"], fit["even"]) == (pytest.approx(own), pytest.approx(even))
    assert fit["precision"] == pytest.approx(np.log(3), abs=1e-3)
    assert fit["low"] < fit["precision"] < fit["high"]
    assert (
        f"Precision fitted to 40 choices: {fit['precision']:.4g}; 95 % interval {fit['low']:.4g} "
        f"to {fit['high']:.4g} (likelihood ratio)"
    ) in shown
    assert (
        f"Log-likelihood {own:.3f}; of even play {even:.3f}, of the observed shares themselves "
        f"{own:.3f}."
    ) in shown
    assert "not refused" not in shown
    counts.write_text("information set,action,count\nchoice,up,20\nchoice,down,20\n")
    shown, _ = printed("solve", path, "--fit", str(counts))
    assert "Even play, precision 0, is not refused" in shown


def test_how_large_a_game_is_and_how_many_equilibria_were_found_is_said(game):
    shown, plain = printed("solve", game(BATTLE), "--precision", "1,5")
    assert shown.startswith("Battle: A, B; 6 nodes after merging equal ones, 2 information sets")
    assert {p: n for p, n in plain["others"].items() if n > 1} == {"5": 3} or plain["others"]
    for precision, count in plain["others"].items():
        told = f"Precision {precision}: {count} equilibria were found from 40 starts"
        assert (told in shown) == (count > 1)


# stable -------------------------------------------------------------------------------------------

THREE = """conflict: 1
title: Two who quarrel and one who watches
decision_makers: [A, B, W]
states: [s, t, u, v]
moves:
  A: [s -> t, u -> v]
  B: [t -> u, s -> v]
  W: [t -> v, v -> s]
orderings:
  A: u > s > v > t
  B: v > t > s > u
  W: t > s > v > u
status_quo: s
"""


def test_who_finds_a_state_stable_is_told_under_the_sense(tmp_path):
    """The table of the screen against that of the CSV, state by state, under both readings."""
    path = tmp_path / "three.yaml"
    path.write_text(THREE)
    table = tmp_path / "three.csv"
    ran = CliRunner().invoke(
        main, ["stable", str(path), "--sanctions", "both", "--csv", str(table), "--coalitions"]
    )
    assert ran.exit_code == 0, ran.output
    rows = [line.split(",") for line in table.read_text().splitlines()]
    assert rows[0] == ["state", "sense", "sanctions", "A", "B", "W", "all"]
    lines = ran.stdout.splitlines()
    heads = [n for n, line in enumerate(lines) if line.split()[:2] == ["state", "R"]]
    assert len(heads) == 2
    for reading, at in zip(("legal", "single"), heads, strict=True):
        senses = lines[at].split()[1:]
        assert senses == ["R", "SEQ", "GMR", "SMR"]
        for line in lines[at + 1 : at + 5]:
            state, *cells = line.split()
            for sense, cell in zip(senses, cells, strict=True):
                (row,) = (r for r in rows if r[:3] == [state, sense, reading])
                who = [
                    maker for maker, holds in zip("ABW", row[3:6], strict=True) if holds == "True"
                ]
                assert cell == ("all" if len(who) == 3 else ",".join(who) or "-"), (state, sense)
    by_sense = {
        sense: {r[2]: r[3:6] for r in rows[1:] if r[:2] == ["s", sense]} for sense in ("R", "SEQ")
    }
    assert by_sense["R"]["legal"] == by_sense["R"]["single"]
    agree = [
        sense
        for sense in ("R", "SEQ", "GMR", "SMR")
        if [r[3:] for r in rows if r[1:3] == [sense, "legal"]]
        == [r[3:] for r in rows if r[1:3] == [sense, "single"]]
    ]
    assert len(agree) < 4, "a case in which the readings differ"
    told = agree[0] if len(agree) == 1 else f"{', '.join(agree[:-1])} and {agree[-1]}"
    assert f"Both readings of sanctions agree in {told}." in ran.stdout
    for sense in ("R", "SEQ", "GMR", "SMR"):
        apart = [
            f"{one[0]} for {'ABW'[i]}"
            for i in range(3)
            for one, other in zip(
                (r for r in rows if r[1:3] == [sense, "legal"]),
                (r for r in rows if r[1:3] == [sense, "single"]),
                strict=True,
            )
            if one[3 + i] != other[3 + i]
        ]
        head = f"{sense}: stable by sequences and not by single opponents: {', '.join(apart)}."
        assert (head in ran.stdout) == bool(apart)


@pytest.fixture(scope="module")
def case():
    return printed("stable", "ukraine-2025", "--stakes")


def test_shares_of_orderings_stand_under_their_sense(case):
    shown, plain = case
    lines = shown.splitlines()
    at = next(n for n, line in enumerate(lines) if line.split()[:2] == ["option", "R"])
    senses = lines[at].split()[1:]
    rows = {line[2:38].strip(): line for line in lines[at + 1 : at + 9]}
    assert senses == ["R", "SEQ", "GMR", "SMR"]
    assert lines[at + 9 : at + 13] == [
        "  R (Nash): if the others do nothing.",
        "  SEQ (sequential): if the others answer only where that is better for those who do.",
        "  GMR (general metarational): if the others may answer in any way they can.",
        "  SMR (symmetric metarational): if the others may answer in any way, and no second move "
        "escapes.",
    ]
    for one in plain["options"]:
        cells = re.findall(r"(~?)([\d.]+) %", rows[one["label"]])
        for sense, (about, cell) in zip(senses, cells, strict=True):
            assert float(cell) == pytest.approx(100 * one["share"][sense], rel=6e-3), (one, sense)
            assert bool(about) == (one["share_exact"][sense] is None)


def test_what_stakes_decide_is_said_of_the_sense_that_it_is_so_in(case):
    shown, plain = case
    part = shown.partition("Beside the stakes of the file\n")[2]
    verdicts = {
        "holds": "the status quo is stable whatever the values",
        "fails": "the status quo is not stable, whatever the values",
        "open": "only magnitudes decide",
    }
    labels = {one["option"]: one["label"] for one in plain["options"]}
    told = list[str]()
    for one in plain["stakes"]:
        said = verdicts[one["decided"]]
        if one["decided"] == "open" and one["share_of_draws"] is not None:
            said += f"; the status quo is stable in {100 * one['share_of_draws']:.3g} % of draws"
        told += [f"{labels[one['option']]}: {one['sense']}: {said}."]
    read, label = list[str](), ""
    for line in part.splitlines():
        label = line if line in labels.values() else label
        if re.match(r"  (R|SEQ|GMR|SMR): ", line):
            read.append(f"{label}: {line.strip()}")
    assert read == told
    assert len({one["share_of_draws"] for one in plain["stakes"]}) > 2


def test_answers_that_nobody_prefers_are_counted_and_the_comparisons_left_open_too(case):
    shown, plain = case
    part = shown.partition("Beside the stakes of the file\n")[2]
    blocks = re.findall(r"^  (?:R|SEQ|GMR|SMR): .*\n((?:    .*\n)*)", part, re.MULTILINE)
    seen = 0
    for block, one in zip(blocks, plain["stakes"], strict=True):
        told = re.findall(r"\(after (\d+) (outcomes?)\)", block)
        if not one["not_preferred"] or one["decided"] == "holds":
            assert not told
        else:
            assert sum(int(count) for count, _ in told) == len(one["not_preferred"])
            assert all((word == "outcome") == (count == "1") for count, word in told)
            seen += len(told) > 1
        for line in block.splitlines():
            found = re.match(r"    (.+?) would let it stand", line)
            if found and one["sense"] == "R":  # everybody's own comparisons, and nobody else's
                who = {"Ukraine": "UKR", "Russia": "RUS"}.get(found.group(1), found.group(1))
                more = re.search(r"and (\d+) more comparisons \(all with --json\)", line)
                counted = line.count(" against ") + (int(more.group(1)) if more else 0)
                assert counted == sum(row["who"] == who for row in one["open"])
                assert line.count(" against ") == 3 or not more
    assert seen


LONE = """foedus: 1
title: One who may attack
as_of: 2000-01-01
horizon: P1Y
parties: {T: {name: Tania}, P: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack}]}
stakes:
  T: [{label: gain, when: {acted: attack, by: T}, worth: {WORTH, kind: assumed, because: x}}]
  P: [{label: loss, when: {acted: attack, by: T}, worth: {value: -1, kind: assumed, because: x}}]
"""


@pytest.mark.parametrize(
    ("worth", "decided", "verdict"),
    [
        ("value: 1", "fails", "R: the status quo is not stable, whatever the values."),
        ("value: -1", "holds", "R: the status quo is stable whatever the values."),
        ("low: -1, high: 1", "open", "R: only magnitudes decide; the status quo is stable in "),
    ],
)
def test_stakes_decide_for_all_their_values_or_leave_it_open(tmp_path, worth, decided, verdict):
    """Who gains by an attack makes it; who loses by it does not; of an even range half do."""
    path = tmp_path / "lone.yaml"
    path.write_text(LONE.replace("WORTH", worth))
    shown, plain = printed("stable", str(path), "--stakes")
    first = plain["stakes"][0]
    assert (first["sense"], first["decided"]) == ("R", decided)
    assert f"  {verdict}" in shown
    assert ("    Tania would act whatever the values." in shown) == (decided == "fails")
    if decided == "open":
        assert first["share_of_draws"] == pytest.approx(0.5, abs=0.06)
        share = f"{100 * first['share_of_draws']:.3g} % of draws"
        assert f"R: only magnitudes decide; the status quo is stable in {share}.\n" in shown
        assert (
            f"    Tania would let it stand, in {share}; magnitudes decide Tania on the status quo "
            "against “Tania: attack”.\n"
        ) in shown


def test_shares_and_coalitions_are_told_of_the_sense_that_they_are_in(tmp_path):
    """By hand: B alone gains by leaving s for v, W would take v back to s, and B could go again.

    So B leaves s in R and SMR, and in SEQ and GMR nobody does; A and B together gain nothing, since
    B ranks u last. In SEQ, A lets s stand if it ranks s above t (1/2), or above u where B prefers u
    to t, or above v where W prefers v to t: 1/2 + 1/2 (1/6 3/4 + 1/6) = 31/48; B if it ranks s
    above v or W does: 3/4. Both together are counted here over all 24 orderings of each.
    """
    path = tmp_path / "three.yaml"
    path.write_text(THREE)
    shown, plain = printed("stable", str(path), "--coalitions")
    told = shown.partition("Coalitions that would leave s")[2].splitlines()[1:5]
    assert [line.strip() for line in told] == [
        "R (Nash): B",
        "SEQ (sequential): none",
        "GMR (general metarational): none",
        "SMR (symmetric metarational): B",
    ]
    ranks = [dict(zip("stuv", order, strict=True)) for order in permutations(range(4))]

    def a_stays(a, b, w):
        return a["s"] > a["t"] or (
            (a["s"] > a["u"] and b["u"] > b["t"]) or (a["s"] > a["v"] and w["v"] > w["t"])
        )

    def b_stays(b, w):
        return b["s"] > b["v"] or w["s"] > w["v"]

    every = [*product(ranks, repeat=3)]
    alone = np.mean([a_stays(*three) for three in every])
    joint = np.mean([a_stays(*three) and b_stays(*three[1:]) for three in every])
    assert (alone, joint) == (pytest.approx(31 / 48), pytest.approx(23 / 48))
    part = shown.partition("in the sense SEQ (sequential): ")[2].partition("\n\n")[0]
    shares = re.findall(r"^  (?:That is|For everybody:) ([\d.]+) % of all", part, re.MULTILINE)
    assert shares == [f"{100 * share:.3g}" for share in (alone, 3 / 4, joint)]
    (found,) = [one for one in plain["inverse"] if one["sense"] == "SEQ"]
    assert (found["share_exact"], found["share"]) == ("23/48", pytest.approx(joint))
    assert "1 swap of neighbours would change that: W puts v above s." in part
    assert "  W would let it stand under every ordering: it has no move.\n" in part
    assert "(a) B ranks s at least as high as “v”; or (b) W ranks s above “v”." in part
    general = shown.partition("in the sense GMR (general metarational): ")[2].partition("\n\n")[0]
    assert (
        "  B would let it stand under every ordering: whatever it moves, it may end no better"
        in (general)
    )
    assert "Shares count orderings and are no chances. " in shown


TIE = """EFG 2 R "Whoever is asked second does not care" { "One" "Two" }
p "" 1 1 "first" { "L" "R" } 0
p "" 2 1 "second" { "a" "b" } 0
t "" 1 "" { 1, 1 } t "" 2 "" { 3, 1 } t "" 3 "" { 2, 2 }
"""


def test_what_anything_in_a_range_will_do_is_told_from_its_low_end(game):
    """One goes on if Two plays b with 1/2 or more (3 p + 1 - p is 2 there), and leaves if less."""
    shown, plain = printed("solve", game(TIE), "--concept", "pbe")
    ranges = re.findall(r"any from (\S+) to ([^)]+)\)", shown)
    wanted = [
        (value["low"], value["high"])
        for one in plain["equilibria"][0]
        for chosen in one["infosets"]
        for value in chosen["actions"].values()
        if value["low"] < value["high"]
    ]
    assert len(ranges) == len(wanted) > 1
    ends = [(shown_as(low)[0], shown_as(high)[0]) for low, high in ranges]
    plainly = [
        sorted(tuple(round(end, 3) for end in pair) for pair in pairs) for pairs in (ends, wanted)
    ]
    assert plainly[0] == plainly[1]
    assert {("<0.0001", "0.5"), ("0.5", ">0.9999")} <= {*ranges}, "never 0 or 1: both are played"


def test_each_who_would_let_it_stand_has_a_share_of_its_own(tmp_path):
    """Of Tania's worths, even from -1 to 1, half keep it from attacking; of Prota's from -1 to 3 a
    quarter keep it from provoking: an eighth does both.
    """
    text = LONE.replace("WORTH", "low: -1, high: 1").replace("P: {}}", "P: {name: Prota}}")
    text = text.replace(
        "stakes:", "  P: {towards: T, acts: [{act: restrain}, {act: provoke}]}\nstakes:"
    )
    own = "{label: show, when: {acted: provoke, by: P}, worth: {low: -1, high: 3, kind: assumed, "
    text = text.replace("  P: [{label: loss", f"  P: [{own}because: x}}}}, {{label: loss")
    path = tmp_path / "two.yaml"
    path.write_text(text)
    shown, plain = printed("stable", str(path), "--stakes")
    first = plain["stakes"][0]
    assert first["share_of_draws"] == pytest.approx(1 / 8, abs=0.04)
    part = shown.partition("Beside the stakes")[2].partition("  SEQ: ")[0]
    shares = dict(re.findall(r"    (\w+) would let it stand, in ([\d.]+) % of draws", part))
    assert float(shares["Tania"]) == pytest.approx(50, abs=6)
    assert float(shares["Prota"]) == pytest.approx(25, abs=6)


def test_a_sense_that_was_given_up_is_said_to_be_undecided_and_why(monkeypatch):
    """With no way of sanctioning left to list: R asks for none, so that it is told as ever."""
    monkeypatch.setattr("foedus.stability.inverse._MOST_PATHS", 0)
    ran = CliRunner().invoke(main, ["stable", "ukraine-2025", "--option", "none"])
    assert ran.exit_code == 0, ran.output
    lines = ran.stdout.partition("\nNo guarantee\n")[2].splitlines()
    given_up = [
        above.split()[0]
        for above, line in pairwise(lines)
        if line.startswith("    Undecided: there are too many sequences of sanctions to list")
    ]
    row = next(line for line in ran.stdout.splitlines() if line.startswith("  No guarantee  "))
    cells = re.findall(r"undecided|~?[\d.]+ %", row)
    assert given_up
    assert given_up == [
        sense
        for sense, cell in zip(("R", "SEQ", "GMR", "SMR"), cells, strict=True)
        if cell == "undecided"
    ]
    assert "R" not in given_up


def test_a_body_is_shown_with_its_source_its_note_and_the_day_of_its_members():
    """What a quoted figure of a body rests on stands under it, word for word as in the JSON."""
    for name in ("unsc", "nato", "eu-council"):
        shown, plain = printed("decide", "--body", name, "--indices", "none")
        (found,), told = plain["decisions"], " ".join(shown.split())
        assert f"Source: {found['source']}." in told
        assert f"Note: {found['note']}." in told
        assert f"Members as of {found['as_of']}: {', '.join(found['members'])}." in told
        assert found["source"]
        assert found["note"]
        assert found["as_of"]


def test_a_last_table_of_one_index_is_shown_and_small_numbers_keep_their_size():
    """Of twelve who must all agree each decides in 1 of 2,048 cases, and has a twelfth of all."""
    names = ["banzhaf", "normalised", "shapley", "prevent", "initiate", "holler"]
    words = ("--weights", ",".join(f"m{n}=1" for n in range(12)), "--quota", "12")
    shown, plain = printed("decide", *words, "--indices", ",".join(names))
    read = by_headings(shown.splitlines())
    assert {heading for heading, _ in read} == {h for h, (key, _) in HANDED.items() if key in names}
    (found,) = plain["decisions"]
    assert found["indices"]["banzhaf"]["m0"] == pytest.approx(1 / 2048)
    assert "4.9e-04" in shown
    assert shown.count("0.0833") == 3  # its share by Banzhaf, by Shapley and by Holler


def test_how_closely_leanings_go_together_stands_with_the_chance():
    """Two who each agree with 1/2 and hang together by r: both do with 1/4 + asin(r) / (2 pi)."""
    words = ("--weights", "A=1,B=1", "--quota", "2", "--chances", "0.5", "--indices", "none")
    shown, plain = printed("decide", *words, "--correlation", "0.3")
    (found,) = plain["decisions"]
    assert found["chance"]["value"] == pytest.approx(0.25 + np.arcsin(0.3) / (2 * np.pi), abs=1e-6)
    assert "leanings correlated 0.3)." in " ".join(shown.split())


def test_who_never_matters_is_named_and_nobody_else():
    """Of 3, 2 and 1 votes 4 pass, A with either other; of 2 and 1 votes 2 pass, A alone."""
    shown, plain = printed("decide", "--weights", "A=2,B=1", "--quota", "2", "--indices", "none")
    assert "Never matters: B." in shown
    assert plain["decisions"][0]["dummies"] == ["B"]
    shown, _ = printed("decide", "--weights", "A=3,B=2,C=1", "--quota", "4", "--indices", "none")
    assert "Never matters" not in shown
