"""Small arrangements drawn at random, of every clause that the language has."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from ruamel.yaml import YAML

from foedus.language import Arrangement, read
from foedus.language.problems import BadArrangementError

_TRIES = 200


def drawn(seed: int) -> Arrangement:
    """Return an arrangement of a few clauses; what the reader refuses is drawn again."""
    rng = random.Random(seed)
    for _ in range(_TRIES):
        out = io.StringIO()
        YAML(pure=True).dump(_Drawing(rng).file(), out)
        try:
            return read(out.getvalue(), f"drawn from {seed}")
        except BadArrangementError:
            continue
    raise AssertionError(f"nothing sound was drawn from {seed}")


class _Drawing:
    """One file under way; a condition names only clauses that stand in it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.members = ["DNK", "EST", "FIN"][: rng.choice([2, 2, 3])]
        self.instruments = ["deal", "pact"][: rng.choice([1, 1, 2])]
        self.deeds = ["yield", "disarm"][: rng.choice([0, 0, 1, 2])]
        self.norms = ["no-attack", "no-force", "duty", "closed"]
        self.norms = [n for n in self.norms if n == "no-attack" or rng.random() < 0.35]
        if not self.deeds and "duty" in self.norms:
            self.norms.remove("duty")
        self.procedures = ["finding", "accession"][: rng.choice([0, 1, 1, 2])]
        self.guarantees = ["defence", "favour"][: rng.choice([0, 1, 1, 1, 2])]

    def maybe(self, chance: float, make: Callable[[], object], **under: str) -> dict:
        """Return one key or none."""
        (name,) = under.values()
        return {name: make()} if self.rng.random() < chance else {}

    def days(self, most: int = 2) -> str:
        return f"P{self.rng.randint(1, most)}D"

    # Conditions ----------------------------------------------------------------------------

    def atom(self) -> dict:
        pick = self.rng.choice
        pool: list[Callable[[], dict]] = [
            lambda: {"act": pick(["seize", "attack"]), "by": "RUS"},
            lambda: {"in_force": pick(self.instruments)},
            lambda: {"found": pick(self.norms)},
            lambda: {"alleged": pick(self.norms)},
            lambda: {"complied": pick(self.norms)},
            lambda: {"breached": pick(self.norms)},
            lambda: {pick(["ended", "noticed"]): pick(self.instruments)},
            lambda: {"act": "provoke", "by": "UKR"},
        ]
        if self.procedures:
            pool += [lambda: {pick(["done", "open", "lapsed"]): pick(self.procedures)}] * 2
            pool += [lambda: {"member": "UKR", "of": "UNION"}] * 2
        if self.deeds:
            pool += [lambda: {"performed": pick(self.deeds)}] * 2
        if self.rng.random() < 0.1:
            pool += [lambda: {"acted": "attack", "by": "RUS"}]
        if self.rng.random() < 0.1:
            pool += [lambda: {"from": "2025-01-03"}]
        if self.guarantees and self.rng.random() < 0.1:
            pool += [lambda: {pick(["active", "honoured", "declined"]): pick(self.guarantees)}]
        return pick(pool)()

    def condition(self) -> dict:
        shape = self.rng.random()
        if shape < 0.7:
            return self.atom()
        if shape < 0.8:
            return {"not": self.atom()}
        return {self.rng.choice(["all", "any"]): [self.atom(), self.atom()]}

    # Clauses ---------------------------------------------------------------------------------

    def file(self) -> dict:
        file = {
            "foedus": 1,
            "title": "Drawn",
            "as_of": "2025-01-01",
            "horizon": "P2000D",
            "parties": {
                "UKR": {"role": "beneficiary"},
                "RUS": {"role": "adversary"},
                "UNION": {"role": "guarantor", "members": self.members},
                "mission": {"role": "monitor"},
            },
            "bodies": {"COUNCIL": {"members": "UNION", "rule": self.rule()}},
            "conduct": self.conduct(),
            "deeds": {name: self.deed(name) for name in self.deeds},
            "instruments": {name: self.instrument(name) for name in self.instruments},
            "norms": {name: self.norm(name) for name in self.norms},
            "procedures": {name: self.procedure(name) for name in self.procedures},
            "guarantees": {name: self.guarantee() for name in self.guarantees},
        }
        return {key: value for key, value in file.items() if value}

    def rule(self) -> object:
        words = ["consensus", "unanimity", "reverse_consensus", "majority", "any_one", "two_thirds"]
        veto = {"at_least": 1, "veto": [self.members[0]]}
        just_one = {"all_of": ["any_one", {"not": {"at_least": 2}}]}
        maps = [{"at_least": 2}, veto, {"not": {"at_least": 2}}, just_one]
        return self.rng.choice([*words, *maps])

    def conduct(self) -> dict:
        ladder = {
            "towards": "UKR",
            "unbearable_from": self.rng.choice(["seize", "attack"]),
            "acts": [
                {"act": "comply"},
                {"act": "seize", "needs": self.days()},
                {"act": "attack", "needs": self.days(3)},
            ],
        }
        own = {"towards": "RUS", "acts": [{"act": "restrain"}, {"act": "provoke"}]}
        return {"RUS": ladder, "UKR": own}

    def deed(self, name: str) -> dict:
        by = {"yield": "UKR", "disarm": "RUS"}[name]
        return {"by": by, **self.maybe(0.6, self.condition, key="needs")}

    def instrument(self, name: str) -> dict:
        proposed = self.rng.random() < 0.25
        text: dict = {"parties": ["UKR", "RUS"]}
        if proposed:
            text |= {"status": "proposed", **self.maybe(0.5, self.condition, key="enters")}
        text |= self.maybe(0.4, self.days, key="sunset")
        if "sunset" in text:
            text |= self.maybe(0.4, self.condition, key="tolled_while")
        if self.rng.random() < 0.4:
            text["withdrawal"] = {
                "by": self.rng.choice(["RUS", "RUS", "UKR"]),
                **self.maybe(0.5, self.days, key="notice"),
                **self.maybe(0.3, self.condition, key="barred_while"),
            }
        if name == "pact" and proposed:
            text |= self.maybe(0.3, lambda: ["deal"], key="supersedes")
        return text

    def within(self) -> dict:
        outlives = self.rng.choice([["withdrawal"], ["sunset"], ["withdrawal", "sunset"]])
        name = self.rng.choice(self.instruments)
        if self.rng.random() < 0.3:
            return {}
        return {"in": name, **self.maybe(0.3, lambda: outlives, key="survives")}

    def norm(self, name: str) -> dict:
        pick = self.rng.choice
        made = {
            "no-attack": {"prohibition": pick(["seize", "attack"]), "bearer": "RUS"},
            "no-force": {"prohibition": "provoke", "bearer": "UKR"},
            "duty": {"obligation": pick(self.deeds or [""]), "bearer": "UKR"},
            "closed": {"prohibition": "admit", "of": "UKR", "bearer": "UNION"},
        }[name]
        if name == "duty":
            by = {"yield": "UKR", "disarm": "RUS"}[made["obligation"]]
            made |= {"bearer": by, **self.maybe(0.6, self.days, key="within")}
            made |= self.maybe(0.5, self.condition, key="when")
        else:
            made |= self.maybe(0.3, self.condition, key="unless")
        return {**made, **self.within(), **self.maybe(0.2, self.condition, key="while")}

    def procedure(self, name: str) -> dict:
        pick = self.rng.choice
        accession = name == "accession"
        opens: dict = {"by": pick(["UKR", "UKR", "RUS"]), "alleging": "no-attack"}
        if accession:
            opens = {"when": self.condition(), **self.maybe(0.3, lambda: "UKR", key="by")}
        steps = [self.step(name, at) for at in range(pick([1, 1, 2]))]
        if not accession:
            steps[-1]["finds"] = pick(self.norms[:2])
        made = {"opens": opens, "steps": steps, **self.within()}
        made |= self.maybe(0.3, lambda: False, key="reopens")
        effects = [
            {"admit": "UKR", "to": "UNION"},
            {"terminate": pick(self.instruments)},
            {"bring_into_force": pick(self.instruments)},
        ]
        made |= self.maybe(
            0.9 if accession else 0.1, lambda: [pick([effects[0], *effects])], key="then"
        )
        return made

    def step(self, name: str, at: int) -> dict:
        pick = self.rng.choice
        by = (
            pick(["mission", "COUNCIL", "UKR"]) if name == "finding" else pick(["COUNCIL", "UNION"])
        )
        made = {"act": f"act {at}", "by": by, **self.maybe(0.6, self.days, key="within")}
        made |= self.maybe(0.3, lambda: pick(["hold", "next"]), key="on_block")
        if "within" in made:
            made |= self.maybe(0.4, lambda: pick(["adopt", "hold", "next"]), key="on_timeout")
            made |= self.maybe(0.15, lambda: True, key="at_deadline")
        made |= self.maybe(0.1, lambda: True, key="escrowed")
        return {**made, **self.maybe(0.1, self.condition, key="needs")}

    def guarantee(self) -> dict:
        pick = self.rng.choice
        made = {
            "owed_by": pick(["UNION", "UNION", ["UNION", "mission"]]),
            "protects": {"state": "UKR", "territory": "recognised"},
            "against": "RUS",
            "casus_foederis": pick(["seize", "attack"]),
            "response": pick(["defend", "defend", "defend", "right_only"]),
            **self.within(),
        }
        for key, chance in (("in_force", 0.3), ("activates_when", 0.3), ("due_when", 0.3)):
            made |= self.maybe(chance, self.condition, key=key)
        made |= self.maybe(0.25, self.condition, key="forfeited_if")
        made |= self.maybe(0.3, lambda: True, key="covers_ongoing")
        made |= self.maybe(0.2, lambda: True, key="joint")
        arrives = {"low": 1, "high": 2, "kind": "assumed", "because": "drawn"}
        return {**made, **self.maybe(0.3, lambda: arrives, key="arrives")}
