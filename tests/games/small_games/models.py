"""Small games of the literature, as trees with named parameters.

For tests and benchmarks.
"""

from __future__ import annotations

from foedus.games import Builder, Tree, param


def stripped_down_poker() -> Tree:
    """Return poker with a King or a Queen, an ante of 1 and a raise of 1.

    Its only equilibrium: raise always with a King, with a Queen one time in three; meet a raise
    two times in three.
    """
    b = Builder(("Alice", "Bob"), "Stripped-down poker")
    passed, given_up = b.terminal((1, -1), "passed"), b.terminal((-1, 1), "folded")
    hands = {}
    for card, stake in (("King", 2), ("Queen", -2)):
        shown = b.terminal((stake, -stake), f"{card} shown")
        meets = b.decision("Bob", {"meet": shown, "pass": passed}, "sees a raise")
        hands[card] = (0.5, b.decision("Alice", {"raise": meets, "fold": given_up}, card))
    return b.tree(b.chance(hands))


def deterrence() -> Tree:
    """Return five nodes: attack or hold; if attacked, resist or concede. All is seen.

    Parameters: `war` and `loss` of each side (prefix ``c_``, ``d_``), `prize`, `status`.
    """
    b = Builder(("Challenger", "Defender"), "Deterrence")
    war = b.terminal(("c_war", "d_war"), "war")
    gain = b.terminal(("prize", "d_loss"), "concession")
    answer = b.decision("Defender", {"resist": war, "concede": gain})
    quiet = b.terminal(("status", "prize"), "status quo")
    return b.tree(b.decision("Challenger", {"attack": answer, "hold": quiet}))


def guarantor() -> Tree:
    """Return eleven nodes: an adversary attacks or not without knowing the guarantor's resolve.

    Parameters: `firm` (chance), `met`, `gain`, `status` (adversary), `cost_firm`, `cost_soft`
    and `face` (guarantor).
    """
    b = Builder(("Adversary", "Guarantor"), "Guarantor of private resolve")
    moves = {}
    firm = param("firm")
    for kind, chance in (("firm", firm), ("soft", 1 - firm)):
        honoured = b.terminal(("met", -1 * param(f"cost_{kind}")), f"honoured, {kind}")
        left = b.terminal(("gain", -1 * param("face")), f"abandoned, {kind}")
        answer = b.decision("Guarantor", {"honour": honoured, "abandon": left}, kind)
        held = b.terminal(("status", 0), f"peace, {kind}")
        moves[kind] = (chance, b.decision("Adversary", {"attack": answer, "hold": held}, "waits"))
    return b.tree(b.chance(moves))


def signalling() -> Tree:
    """Return 23 nodes: a guarantor of private resolve commits in public or not, then as above.

    Parameters as for `guarantor`, and `commit` (sunk cost), `audience` (cost of breaking one's
    word after committing).
    """
    b = Builder(("Guarantor", "Adversary"), "Signalling resolve")
    moves = {}
    firm = param("firm")
    for kind, chance in (("firm", firm), ("soft", 1 - firm)):
        words = {}
        for word in ("commit", "stay silent"):
            sunk = param("commit") if word == "commit" else 0
            broken = param("face") + (param("audience") if word == "commit" else 0) + sunk
            cost = param(f"cost_{kind}") + sunk
            fought = b.terminal((-1 * cost, "met"), f"honoured, {kind}, {word}")
            left = b.terminal((-1 * broken, "gain"), f"abandoned, {kind}, {word}")
            answer = b.decision("Guarantor", {"honour": fought, "abandon": left}, (kind, word))
            held = b.terminal((-1 * sunk + 0, "status"), f"peace, {kind}, {word}")
            words[word] = b.decision("Adversary", {"attack": answer, "hold": held}, word)
        moves[kind] = (chance, b.decision("Guarantor", words, kind))
    return b.tree(b.chance(moves))


def unilateral_deterrence() -> Tree:
    """Return the unilateral deterrence game with incomplete information on both sides.

    After Zagare & Kilgour 2000, "Perfect Deterrence", ch. 5: the challenger demands or not, the
    defender concedes or resists, the challenger presses on or backs down; the hard prefer
    conflict to giving in. Parameters: `hard_c`, `hard_d` (chances); payoffs ``c_`` and ``d_`` at
    ``sq``, ``dc``, ``cd``, and at conflict ``dd_hard``, ``dd_soft``.
    """
    b = Builder(("Challenger", "Defender"), "Unilateral deterrence")
    moves = {}
    for c in ("hard", "soft"):
        for d in ("hard", "soft"):
            conflict = b.terminal((f"c_dd_{c}", f"d_dd_{d}"), "conflict")
            backed = b.terminal(("c_cd", "d_cd"), "challenger backs down")
            press = b.decision("Challenger", {"press on": conflict, "back down": backed}, (c, 2))
            gain = b.terminal(("c_dc", "d_dc"), "defender concedes")
            answer = b.decision("Defender", {"resist": press, "concede": gain}, d)
            quiet = b.terminal(("c_sq", "d_sq"), "status quo")
            move = b.decision("Challenger", {"demand": answer, "hold": quiet}, (c, 1))
            chances = [
                param(f"hard_{who}") if kind == "hard" else 1 - param(f"hard_{who}")
                for who, kind in (("c", c), ("d", d))
            ]
            moves[f"{c} challenger, {d} defender"] = (chances[0] * chances[1], move)
    return b.tree(b.chance(moves))
