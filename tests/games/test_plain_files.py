"""Games written as plain files, solved by the command, against answers worked out by hand.

A node is written as ("move", player, information set, {action: node}), ("chance", {label: (chance,
node)}) or ("end", payoffs), and put into a Gambit file by `written`.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.optimize import brentq

from foedus.cli import main

HALF = Fraction(1, 2)


def written(players, root):
    """Return a game as the text of a Gambit file."""
    lines = ['EFG 2 R "A game" { ' + " ".join(f'"{p}"' for p in players) + " }"]
    sets, counts = {}, {"chance": 0, "end": 0}

    def put(node):
        if node[0] == "move":
            _, player, key, below = node
            mine = sets.setdefault(player, {})
            at, number = players.index(player) + 1, mine.setdefault(key, len(mine) + 1)
            actions = " ".join(f'"{action}"' for action in below)
            lines.append(f'p "" {at} {number} "{key}" {{ {actions} }} 0')
        else:
            counts[node[0]] += 1
            below = {}
            if node[0] == "chance":
                below = {label: inner for label, (_, inner) in node[1].items()}
                odds = " ".join(f'"{label}" {p}' for label, (p, _) in node[1].items())
                lines.append(f'c "" {counts["chance"]} "" {{ {odds} }} 0')
            else:
                lines.append(f't "" {counts["end"]} "" {{ {" ".join(map(str, node[1]))} }}')
        for inner in below.values():
            put(inner)

    put(root)
    return "\n".join(lines) + "\n"


def solved(tmp_path, players, root, *words):
    path = tmp_path / "game.efg"
    path.write_text(written(players, root))
    ran = CliRunner().invoke(main, ["solve", str(path), *words, "--json", "-"])
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def at(solution, key):
    """Return what is done at an information set, with which chance."""
    (found,) = [one for one in solution["infosets"] if one["key"] == key]
    told = found["actions"].items()
    plain = {action: one["probability"] if isinstance(one, dict) else one for action, one in told}
    return {action: np.ravel(chance)[0] for action, chance in plain.items()}


# Who helps, where the help of one is enough -------------------------------------------------------


def volunteers(names, cost):
    def asked(number, helping):
        if number == len(names):
            return "end", [bool(any(helping)) - cost * one for one in helping]
        below = {
            does: asked(number + 1, [*helping, one]) for does, one in (("help", 1), ("leave", 0))
        }
        return "move", names[number], names[number], below

    return asked(0, [])


@pytest.mark.parametrize(
    ("count", "cost"), [(2, 0.25), (3, 0.25), (3, 1 / 3), (4, 0.25), (5, 1 / 3)]
)
def test_the_more_could_help_the_likelier_nobody_does(tmp_path, count, cost):
    """Diekmann's volunteer's dilemma (Journal of Conflict Resolution 29, 1985): help is worth 1.

    Who is indifferent counts on the others not to help with c = q^(n - 1), so that nobody does with
    q^n = c^(n / (n - 1)). With errors the log-odds of helping are precision (q^(n - 1) - c), and
    play that is not alike splits off where precision p q^(n - 1) = 1, in n - 1 directions at once:
    their derivative by one player's log-odds is precision p q times - q^(n - 2) for every other.
    """
    names = [f"G{n}" for n in range(count)]
    found = solved(
        tmp_path, names, volunteers(names, cost), "--concept", "aqre", "--precision", "30,1e5"
    )
    leaves = [at(found["solutions"][1], name)["leave"] for name in names]
    assert np.prod(leaves) == pytest.approx(cost ** (count / (count - 1)), abs=1e-3)

    def helps(precision):
        def apart(p):
            return np.log(p / (1 - p)) - precision * ((1 - p) ** (count - 1) - cost)

        return brentq(apart, 1e-9, 1 - 1e-9)

    def steep(precision):
        p = helps(precision)
        return precision * p * (1 - p) ** (count - 1) - 1

    (crossed,) = found["bifurcations"]
    assert crossed["kind"] == "is crossed by another branch"
    assert crossed["precision"] == pytest.approx(brentq(steep, 0.1, 60), rel=0.01)


# Who gives way first ------------------------------------------------------------------------------


def attrition(rounds, paid=Fraction(0)):
    """A prize of 1 for who stays, half each if both leave; a round in which both stay costs 1/2."""
    if not rounds:
        return "end", [-paid, -paid]
    alone = {"concede": ("end", [HALF - paid] * 2), "stay": ("end", [-paid, 1 - paid])}
    both = {"concede": ("end", [1 - paid, -paid]), "stay": attrition(rounds - 1, paid + HALF)}
    below = {
        "concede": ("move", "B", f"B{rounds}", alone),
        "stay": ("move", "B", f"B{rounds}", both),
    }
    return "move", "A", f"A{rounds}", below


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_a_war_of_attrition_has_two_more_equilibria_with_every_round(tmp_path, rounds):
    """With t rounds left and W to come, each concedes with p = (1/2 - W) / (1/2 + 1/2 - W), and it
    is worth p / 2: 1/2 and 1/4, then 1/3 and 1/6, then 2/5 and 1/5. Where one is sure to win what
    is to come, that one stays and the other concedes at once: one equilibrium for each of these,
    three where both are alike, in all 2 t + 1.
    """
    found = solved(tmp_path, ("A", "B"), attrition(rounds), "--concept", "spe")
    worth = Fraction(0)
    conceding = {}
    for left in range(1, rounds + 1):
        conceding[left] = (HALF - worth) / (1 - worth)
        worth = conceding[left] / 2
    assert found["complete"]
    assert len(found["equilibria"]) == 2 * rounds + 1
    (mixed,) = [one for one in found["equilibria"] if one["values"][0] not in (0, 1)]
    assert mixed["values"] == pytest.approx([float(worth)] * 2)
    for left, chance in conceding.items():
        for who in "AB":
            assert at(mixed, f"{who}{left}")["concede"] == pytest.approx(float(chance))


# How many must agree ------------------------------------------------------------------------------


def jury(needed, right=Fraction(4, 5)):
    """Three who each see a sign that is right with 4/5; either error costs each of them 1/2."""
    names = ("J1", "J2", "J3")

    def vote(guilty, signs, number, cast):
        if number == 3:
            convicted = sum(cast) >= needed
            return "end", [-HALF if convicted != guilty else 0] * 3
        below = {
            does: vote(guilty, signs, number + 1, [*cast, one])
            for does, one in (("convict", 1), ("acquit", 0))
        }
        return "move", names[number], f"{names[number]} sees {signs[number]}", below

    states = {}
    for guilty, signs in product((True, False), product("gi", repeat=3)):
        chance = HALF
        for sign in signs:
            chance *= right if (sign == "g") == guilty else 1 - right
        label = f"{'guilty' if guilty else 'innocent'} {''.join(signs)}"
        states[label] = (chance, vote(guilty, signs, 0, []))
    return names, ("chance", states)


def test_of_three_jurors_a_majority_errs_less_than_all_of_them_together(tmp_path):
    """Feddersen and Pesendorfer 1998: unanimity convicts more innocents than the signs warrant.

    With p = 4/5 and q = 1/2, a = ((1 - p) / p)^(1/2) = 1/2, and who sees innocence convicts with
    (a p - (1 - p)) / (p - a (1 - p)) = 2/7. An innocent is convicted with (1/5 + 4/5 2/7)^3, which
    is 27/343, a guilty one acquitted with 1 - (4/5 + 1/5 2/7)^3 = 127/343; by a majority that votes
    as it sees each comes with 3 (1/5)^2 4/5 + (1/5)^3 = 13/125. An error costs 1/2, and the guilty
    are as many as the innocent.
    """
    names, game = jury(3)
    words = ("--concept", "aqre", "--precision", "20000")
    (found,) = solved(tmp_path, names, game, *words)["solutions"]
    for name in names:
        assert at(found, f"{name} sees i")["convict"] == pytest.approx(2 / 7, abs=1e-3)
        assert at(found, f"{name} sees g")["convict"] == pytest.approx(1, abs=1e-6)
        assert np.ravel(found["values"])[0] == pytest.approx(-(27 + 127) / 343 / 4, abs=1e-4)
    names, game = jury(2)
    (found,) = solved(tmp_path, names, game, *words)["solutions"]
    for name in names:
        assert at(found, f"{name} sees i")["convict"] == pytest.approx(0, abs=1e-6)
        assert at(found, f"{name} sees g")["convict"] == pytest.approx(1, abs=1e-6)
    assert np.ravel(found["values"])[0] == pytest.approx(-2 * 13 / 125 / 4, abs=1e-6)


# Who sends troops ---------------------------------------------------------------------------------


def tripwire(firm, upkeep, fights, lost=1.0):
    """A guarantor, firm or not, may station troops; an attacker sees whether they stand there.

    What is protected is worth 1; a fight costs the guarantor `fights` of its kind, and the attacker
    as much as it would gain. Troops that are abandoned cost 1 more.
    """

    def answered(kind, stationed):
        sent = upkeep if stationed else 0
        given_up = -1 - sent - (lost if stationed else 0)
        below = {"fight": ("end", [-fights[kind] - sent, -1]), "yield": ("end", [given_up, 1])}
        where = "with troops" if stationed else "without"
        does = ("move", "G", f"{kind} {where}", below)
        return "move", "A", where, {"attack": does, "hold": ("end", [-sent, 0])}

    def choice(kind):
        below = {"station": answered(kind, True), "none": answered(kind, False)}
        return "move", "G", kind, below

    return "chance", {"firm": (firm, choice("firm")), "soft": (1 - firm, choice("soft"))}


@pytest.mark.parametrize(
    ("firm", "upkeep"), [(Fraction(1, 4), Fraction(3, 5)), (Fraction(2, 5), Fraction(7, 10))]
)
def test_who_would_fight_anyhow_sends_no_troops_and_who_would_not_often_does(
    tmp_path, firm, upkeep
):
    """A fight costs the firm 1/2, less than troops; the soft 3/2, less than abandoning them.

    Troops deter, whoever sends them. The firm do without: an attack costs them 1/2 at most. If no
    soft did, nobody without troops would be attacked, and they would; so they do with a chance m
    that leaves the attacker indifferent, (1 - r) m = r, and it attacks with the chance that makes
    the soft so: the upkeep. With errors that vanish play tends there too.
    """
    fights = {"firm": HALF, "soft": 3 * HALF}
    players, game = ("G", "A"), tripwire(firm, upkeep, fights)
    ((one,),) = solved(tmp_path, players, game, "--concept", "pbe")["equilibria"]
    (limit,) = solved(tmp_path, players, game, "--precision", "1e5")["solutions"]
    for found, within in ((one, 1e-9), (limit, 1e-4)):
        assert at(found, "firm")["station"] == pytest.approx(0, abs=within)
        assert at(found, "soft")["none"] == pytest.approx(float(firm / (1 - firm)), abs=within)
        assert at(found, "without")["attack"] == pytest.approx(float(upkeep), abs=within)
        assert at(found, "with troops")["attack"] == pytest.approx(0, abs=within)


# Who may leave the table --------------------------------------------------------------------------


def bargaining(outside, patience=Fraction(9, 20)):
    """A offers; B takes it, leaves for what it has outside, or offers tenths of what is left."""
    tenths = [Fraction(n, 10) for n in range(11)]

    def answer(share):
        below = {"take": ("end", [patience * share, patience * (1 - share)])}
        return "move", "A", f"A {share}", below | {"refuse": ("end", [-Fraction(1, 20), 0])}

    later = ("move", "B", "B offers {}", {str(share): answer(share) for share in tenths})

    def offered(share):
        _, who, key, below = later
        below = {
            "take": ("end", [1 - share, share]),
            "leave": ("end", [0, outside]),
            "refuse": (later[0], who, key.format(share), below),
        }
        return "move", "B", f"B {share}", below

    return "move", "A", "A offers", {str(share): offered(share) for share in tenths}


@pytest.mark.parametrize(
    ("outside", "offer"), [(Fraction(1, 5), 5), (Fraction(11, 25), 5), (Fraction(13, 20), 7)]
)
def test_what_one_could_have_elsewhere_counts_only_beyond_what_bargaining_brings(
    tmp_path, outside, offer
):
    """Binmore, Shaked and Sutton 1989 ("deal me out"): B can have 9/20 by refusing, so that A
    offers it the next tenth, 5; less than that outside changes nothing, 13/20 makes it 7 tenths.
    """
    found = solved(tmp_path, ("A", "B"), bargaining(outside), "--concept", "spe")
    for one in found["solutions"]:
        assert np.ravel(one["values"]) == pytest.approx([1 - offer / 10, offer / 10])
        assert at(one, "A offers")[str(Fraction(offer, 10))] == 1
