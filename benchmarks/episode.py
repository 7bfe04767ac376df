"""A game of real size: one episode of conditional deterrence with private resolve on both sides.

Written like the games that a guarantee compiles to. In each round the adversary, hawkish or
not, complies, probes deniably, or attacks. A probe is seen with some chance, and innocent conduct
raises a false alarm with a smaller one; the beneficiary, who sees only the alarm, alleges or lets
it pass; a mission finds the truth or nothing; the guarantor, firm or soft, votes without
knowing the adversary's type or, short of attribution, its act; a vote takes effect at once or
late; in a delay the adversary withdraws, persists or attacks before the door closes. An attack
is met by a guarantor who honours or abandons. Rounds repeat; then comes a last day on which the
adversary only attacks or not. Run this file to write it as .efg.
"""

from __future__ import annotations

from pathlib import Path

from foedus.games import Builder, Tree, param, write_efg

ADVERSARY, BENEFICIARY, GUARANTOR = "Adversary", "Beneficiary", "Guarantor"
DEFAULTS = {
    "hawk": 0.4,
    "firm": 0.6,
    "seen": 0.7,
    "false_alarm": 0.1,
    "attributed": 0.6,
    "prompt": 0.5,
    "win_alone": 0.7,
    "win_met": 0.3,
    "gain": 0.15,
    "cost_hawk": 0.2,
    "cost_dove": 0.45,
    "cost_firm": 0.15,
    "cost_soft": 0.5,
    "reputation": 0.25,
    "shut_out": 0.2,
    "burden": 0.08,
}
"""Judged values in units of the prize; a benchmark varies them."""


class _Episode:
    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.b = Builder((ADVERSARY, BENEFICIARY, GUARANTOR), f"One episode, {rounds} rounds")

    def tree(self) -> Tree:
        hawk, firm = param("hawk"), param("firm")
        return self.b.tree(
            self.b.chance(
                {
                    f"{a}, {g}": (p * q, self.round(a, g, (), 0, False))
                    for a, p in (("hawk", hawk), ("dove", 1 - hawk))
                    for g, q in (("firm", firm), ("soft", 1 - firm))
                }
            )
        )

    def round(self, a: str, g: str, seen: tuple[str, ...], probes: int, member: bool) -> int:
        """One round; `seen` is what everybody saw, `probes` what only the adversary knows."""
        if len([s for s in seen if s == "|"]) == self.rounds:
            return self.b.decision(
                ADVERSARY,
                {
                    "keep": self.end(probes, member),
                    "attack": self.attack(a, g, (*seen, "attack"), probes, member),
                },
                (a, seen, probes),
            )
        key = (a, seen, probes)
        return self.b.decision(
            ADVERSARY,
            {
                "comply": self.alarm(a, g, seen, probes, member, False),
                "probe": self.alarm(a, g, seen, probes + 1, member, True),
                "attack": self.attack(a, g, (*seen, "attack"), probes, member),
            },
            key,
        )

    def alarm(
        self, a: str, g: str, seen: tuple[str, ...], probes: int, member: bool, probed: bool
    ) -> int:
        chance = param("seen" if probed else "false_alarm")
        quiet = self.round(a, g, (*seen, "quiet", "|"), probes, member)
        if member:
            alarmed = self.round(a, g, (*seen, "alarm", "|"), probes, member)
        else:
            alarmed = self.b.decision(
                BENEFICIARY,
                {
                    "allege": self.finding(a, g, (*seen, "alleged"), probes, probed),
                    "let pass": self.round(a, g, (*seen, "passed", "|"), probes, member),
                },
                (seen, "alarm"),
            )
        return self.b.chance({"alarm": (chance, alarmed), "quiet": (1 - chance, quiet)})

    def finding(self, a: str, g: str, seen: tuple[str, ...], probes: int, probed: bool) -> int:
        open_ = self.vote(a, g, (*seen, "open"), probes)
        if probed:
            told, then = "found", self.vote(a, g, (*seen, "found"), probes)
        else:
            told, then = "cleared", self.round(a, g, (*seen, "cleared", "|"), probes, False)
        rate = param("attributed")
        return self.b.chance({told: (rate, then), "open": (1 - rate, open_)})

    def vote(self, a: str, g: str, seen: tuple[str, ...], probes: int) -> int:
        return self.b.decision(
            GUARANTOR,
            {
                "admit": self.delay(a, g, (*seen, "admit"), probes),
                "refuse": self.round(a, g, (*seen, "refuse", "|"), probes, False),
            },
            (g, seen),
        )

    def delay(self, a: str, g: str, seen: tuple[str, ...], probes: int) -> int:
        late = self.b.decision(
            ADVERSARY,
            {
                "accept": self.round(a, g, (*seen, "accepted", "|"), probes, True),
                "attack": self.attack(a, g, (*seen, "rush"), probes, False),
            },
            (a, seen, probes, "delay"),
        )
        prompt = param("prompt")
        now = self.round(a, g, (*seen, "prompt", "|"), probes, True)
        return self.b.chance({"prompt": (prompt, now), "late": (1 - prompt, late)})

    def attack(self, a: str, g: str, seen: tuple[str, ...], probes: int, member: bool) -> int:
        """Meet an attack: a member is defended at a loss of face if not, others at will."""
        cost_a, cost_g = param(f"cost_{a}"), param(f"cost_{g}")
        met, alone = param("win_met"), param("win_alone")
        gain = param("gain") * probes
        face = param("reputation") * (2 if member else 1)
        honoured = self.b.terminal(
            (met - cost_a + gain, -met - gain - 0.1, -1 * cost_g - met * 0.5), "honoured"
        )
        left = self.b.terminal(
            (alone - cost_a * 0.6 + gain, -1 * alone - gain, -1 * face - alone * 0.3), "abandoned"
        )
        return self.b.decision(GUARANTOR, {"honour": honoured, "abandon": left}, (g, seen))

    def end(self, probes: int, member: bool) -> int:
        gain = param("gain") * probes
        shut = param("shut_out") if member else 0
        burden = param("burden") if member else 0
        outcome = "admitted" if member else ("probed" if probes else "peace")
        return self.b.terminal(
            (gain - shut, 0.5 * (shut if member else 0) - gain, -1 * burden - gain * 0.2), outcome
        )


def episode(rounds: int = 2) -> Tree:
    """Return the game with so many rounds."""
    return _Episode(rounds).tree()


def main() -> None:
    where = Path(__file__).parents[1] / "tests/games/files/episode.efg"
    text = write_efg(episode(), DEFAULTS, "Written by benchmarks/episode.py at its DEFAULTS.")
    where.write_text(text)


if __name__ == "__main__":
    main()
