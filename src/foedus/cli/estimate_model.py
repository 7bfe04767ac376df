"""Reading a strategic model: a small game in YAML, formulas for payoffs, what the table says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foedus.cli.edge import stop, take
from foedus.cli.estimate_table import Table
from foedus.games import Builder, GameError, Tree
from foedus.language import BadArrangementError, Document, Problem, did_you_mean, parse

KEYS = (
    "title",
    "players",
    "game",
    "payoffs",
    "outcomes",
    "errors",
    "link",
    "scale",
    "fixed",
    "shared",
)
CHOICES = {"errors": ("agent", "private"), "link": ("probit", "logit")}
NATURE = "chance"
_NAMED = "Write {'A, war: balance': 1}, with the name that the table of estimates has."


@dataclass(frozen=True, slots=True)
class Model:
    """A model as it was written.

    Attributes
    ----------
    document
        The file, to say where something stands.
    tree
        The game; payoffs that have a formula are parameters, named "player, end".
    equations
        Formulas by payoff parameter.
    places
        Where each formula stands.
    outcomes
        The column that names the end of each row; or by end the values that some columns have.
    errors, link
        As for `foedus.estimation.estimate`.
    scales
        By player the key in `equations` of what the player's errors grow with.
    fixed, shared
        Coefficients that are not estimated, and groups that are one.
    """

    document: Document
    title: str
    tree: Tree
    equations: Mapping[str, str]
    places: Mapping[str, tuple[str | int, ...]]
    outcomes: str | Mapping[str, Mapping[str, Any]]
    errors: str
    link: str
    scales: Mapping[str, str]
    fixed: Mapping[str, float]
    shared: Sequence[Sequence[str]]

    @property
    def ends(self) -> tuple[str, ...]:
        """Names of the ends, as the file lists their payoffs."""
        return tuple(self.document.value["payoffs"])

    def problem(self, path: Sequence[str | int], message: str, fix: str = "") -> str:
        """Return what is wrong at a place of the file."""
        return self.document.problem(tuple(path), message, fix).text()


def read_model(path: Path) -> Model:
    """Read a model, or end with everything that is wrong in it."""
    try:
        document, problems = parse(take(path), str(path))
    except BadArrangementError as error:
        stop(str(error))
    reader = _Reader(document, list(problems))
    model = reader.model()
    if reader.problems or model is None:
        stop("\n".join(p.text() for p in sorted(set(reader.problems))))
    return model


@dataclass(slots=True)
class _Reader:
    document: Document
    problems: list[Problem]
    moves: dict[str, tuple[str, dict[str, tuple[float, str]]]] = field(default_factory=dict)
    places: dict[str, tuple[str | int, ...]] = field(default_factory=dict)
    equations: dict[str, str] = field(default_factory=dict)

    def wrong(
        self, path: tuple[str | int, ...], message: str, fix: str = "", key: bool = False
    ) -> None:
        self.problems.append(self.document.problem(path, message, fix, at_key=key))

    def model(self) -> Model | None:
        value = self.document.value
        if not isinstance(value, dict):
            self.wrong((), "a model has keys", f"Write {', '.join(KEYS[1:5])}.")
            return None
        for key in value:
            if key not in KEYS:
                self.wrong((key,), f"a model has no key {key!r}", did_you_mean(key, KEYS), True)
        for key in ("players", "game", "payoffs", "outcomes"):
            if key not in value:
                self.wrong((), f"{key!r} is missing", "See foedus estimate --help.")
        said = {name: self._choice(name, choices) for name, choices in CHOICES.items()}
        if self.problems or not self._players() or not self._game() or not self._payoffs():
            return None
        outcomes, tree = self._outcomes(), self._tree()
        if tree is None or self.problems:
            return None
        scales, fixed, shared = self._scales(), self._fixed(), self._shared()
        if self.problems:
            return None
        title = str(value.get("title") or Path(self.document.name).stem)
        return Model(
            self.document,
            title,
            tree,
            self.equations,
            self.places,
            outcomes,
            said["errors"],
            said["link"],
            scales,
            fixed,
            shared,
        )

    def _scales(self) -> dict[str, str]:
        said, players = self.document.value.get("scale", {}), self.document.value["players"]
        if not isinstance(said, dict):
            self.wrong(("scale",), "scales stand by player", "Write {A: balance}.")
            return {}
        scales = {}
        for who, formula in said.items():
            path = ("scale", who)
            if who not in players:
                fix = did_you_mean(str(who), players)
                self.wrong(path, f"there is no player {who!r}", fix, True)
            elif not isinstance(formula, str):
                self.wrong(path, "a scale is a formula", "Write balance, a column's name.")
            else:
                scales[who] = f"{who}, scale"
                # A constant would be the unit of the player's payoffs, and could not be known.
                self.equations[scales[who]] = f"{formula} - 1"
                self.places[scales[who]] = path
        return scales

    def _fixed(self) -> dict[str, float]:
        said = self.document.value.get("fixed", {})
        if not isinstance(said, dict):
            self.wrong(("fixed",), "fixed coefficients stand by name", _NAMED)
            return {}
        for name, number in said.items():
            if isinstance(number, bool) or not isinstance(number, int | float):
                self.wrong(("fixed", name), "a fixed coefficient is a number", _NAMED)
        return {str(name): number for name, number in said.items()}

    def _shared(self) -> list[list[str]]:
        said = self.document.value.get("shared", [])
        if not isinstance(said, list) or not all(
            isinstance(g, list) and len(g) > 1 and all(isinstance(n, str) for n in g) for g in said
        ):
            self.wrong(
                ("shared",),
                "shared coefficients are lists of two names or more",
                "Write [['A, war: balance', 'B, war: balance']].",
            )
            return []
        return said

    def _choice(self, name: str, choices: Sequence[str]) -> str:
        said = self.document.value.get(name, choices[0])
        if said not in choices:
            self.wrong((name,), f"{name} cannot be {said!r}", f"Write {' or '.join(choices)}.")
        return str(said)

    def _players(self) -> bool:
        players = self.document.value["players"]
        names = players if isinstance(players, list) else []
        if not names or not all(isinstance(p, str) for p in names) or len(set(names)) < len(names):
            self.wrong(("players",), "players are a list of different names", "Write [A, B].")
        elif NATURE in names:
            self.wrong(("players",), f"{NATURE!r} is nature's name", "Call the player otherwise.")
        return not self.problems

    def _game(self) -> bool:
        game = self.document.value["game"]
        if not isinstance(game, dict) or not game:
            self.wrong(
                ("game",), "a game is moves by name", "Write start: {A: {stay: peace, go: war}}."
            )
            return False
        for name, move in game.items():
            self._node(str(name), move)
        return not self.problems

    def _node(self, name: str, move: Any) -> None:
        path: tuple[str | int, ...] = ("game", name)
        if not isinstance(move, dict) or len(move) != 1:
            self.wrong(
                path, f"{name!r} needs one player and the moves", "Write {A: {stay: peace}}."
            )
            return
        ((who, menu),) = move.items()
        players = [*self.document.value["players"], NATURE]
        if who not in players:
            fix = did_you_mean(str(who), players)
            self.wrong((*path, who), f"there is no player {who!r}", fix, True)
        elif not isinstance(menu, dict) or not menu:
            self.wrong((*path, who), f"{who!r} has no moves at {name!r}", "Write {stay: peace}.")
        else:
            there = {}
            for action, then in menu.items():
                there[str(action)] = self._move((*path, who, action), who, then)
            self.moves[name] = who, there

    def _move(self, path: tuple[str | int, ...], who: str, then: Any) -> tuple[float, str]:
        if who != NATURE and isinstance(then, str):
            return 1.0, then
        if who == NATURE and isinstance(then, list) and len(then) == 2:
            chance, name = then
            if isinstance(chance, int | float) and 0 <= chance <= 1 and isinstance(name, str):
                return float(chance), name
        if who == NATURE:
            self.wrong(path, "a move of nature is its chance and what follows", "Write [0.5, war].")
        else:
            self.wrong(path, "a move leads to an end or to another node", "Write its name.")
        return 1.0, ""

    def _payoffs(self) -> bool:
        payoffs = self.document.value["payoffs"]
        if not isinstance(payoffs, dict):
            self.wrong(("payoffs",), "payoffs stand by end", "Write war: {A: balance, B: 0}.")
            return False
        ends = {then for _, menu in self.moves.values() for _, then in menu.values()}
        ends -= set(self.moves)
        for name, (who, menu) in self.moves.items():
            for action, (_, then) in menu.items():
                if then in ends and then not in payoffs:
                    known = [*self.moves, *map(str, payoffs)]
                    self.wrong(
                        ("game", name, who, action),
                        f"{then!r} is no node of the game and has no payoffs",
                        did_you_mean(then, known),
                    )
        for end, by_player in payoffs.items():
            if end not in ends:
                fix = did_you_mean(str(end), sorted(ends))
                self.wrong(("payoffs", end), f"no move leads to {end!r}", fix, True)
            else:
                self._payoff(str(end), by_player)
        if not self.equations and not self.problems:
            self.wrong(("payoffs",), "nothing is to be estimated", "Write a formula as a payoff.")
        return not self.problems

    def _payoff(self, end: str, by_player: Any) -> None:
        players = self.document.value["players"]
        if not isinstance(by_player, dict):
            self.wrong(("payoffs", end), "payoffs stand by player", "Write {A: balance, B: 0}.")
            return
        for who, said in by_player.items():
            path = ("payoffs", end, who)
            if who not in players:
                fix = did_you_mean(str(who), players)
                self.wrong(path, f"there is no player {who!r}", fix, True)
            elif isinstance(said, str):
                self.equations[f"{who}, {end}"] = said
                self.places[f"{who}, {end}"] = path
            elif isinstance(said, bool) or not isinstance(said, int | float):
                self.wrong(path, "a payoff is a number or a formula", "Write 0, or a + b.")

    def _outcomes(self) -> str | Mapping[str, Mapping[str, Any]]:
        said, ends = self.document.value["outcomes"], list(self.document.value["payoffs"])
        if isinstance(said, str):
            return said
        if not isinstance(said, dict):
            self.wrong(("outcomes",), "outcomes are a column, or columns by end", "Write outcome.")
            return ""
        rules: dict[str, Mapping[str, Any]] = {}
        for end, rule in said.items():
            if end not in ends:
                fix = did_you_mean(str(end), ends)
                self.wrong(("outcomes", end), f"no move leads to {end!r}", fix, True)
            elif isinstance(rule, str):
                rules[end] = {rule: 1}
            elif isinstance(rule, dict) and rule:
                rules[end] = rule
            else:
                self.wrong(("outcomes", end), "an outcome is a column or values", "Write {war: 1}.")
        for end in ends:
            if end not in said:
                self.wrong(("outcomes",), f"nothing says which rows end in {end!r}", "Write it.")
        return rules

    def _tree(self) -> Tree | None:
        followed = {then for _, menu in self.moves.values() for _, then in menu.values()}
        roots = [name for name in self.moves if name not in followed]
        if len(roots) != 1:
            said = f"{' and '.join(map(repr, roots))} begin" if roots else "no node begins"
            self.wrong(("game",), f"{said} the game", "One node is what no move leads to.")
            return None
        b = Builder(tuple(self.document.value["players"]), "")
        built: dict[str, int] = {}
        try:
            return b.tree(self._built(b, roots[0], built, ()))
        except GameError as error:
            self.wrong(("game",), str(error))
            return None

    def _built(self, b: Builder, name: str, built: dict[str, int], above: tuple[str, ...]) -> int:
        if name in above:
            raise GameError(f"{name!r} comes after itself")
        if name not in built:
            if name not in self.moves:
                built[name] = b.terminal(self._paid(name), name)
            else:
                who, menu = self.moves[name]
                there = {
                    action: (chance, self._built(b, then, built, (*above, name)))
                    for action, (chance, then) in menu.items()
                }
                if who == NATURE:
                    built[name] = b.chance(there)
                else:
                    built[name] = b.decision(who, {a: x for a, (_, x) in there.items()}, name)
        return built[name]

    def _paid(self, end: str) -> dict[str, Any]:
        said = self.document.value["payoffs"][end]
        return {w: f"{w}, {end}" if isinstance(v, str) else v for w, v in said.items()}


def outcomes_of(model: Model, table: Table) -> list[str | None]:
    """Return the end of each row, None where something it depends on is missing."""
    if isinstance(model.outcomes, str):
        column = _column(model, table, model.outcomes, ("outcomes",))
        for line, said in zip(table.lines, column, strict=True):
            if said is not None and said not in model.ends:
                fix = did_you_mean(str(said), model.ends)
                stop(f"{table.name}:{line}: {said!r} is no end of the game. {fix}")
        return column
    for end, rule in model.outcomes.items():
        for name in rule:
            _column(model, table, name, ("outcomes", end))
    found: list[str | None] = []
    for row, line in enumerate(table.lines):
        missing = any(
            table.columns[name][row] is None for rule in model.outcomes.values() for name in rule
        )
        fitting = [
            end
            for end, rule in model.outcomes.items()
            if all(_same(table.columns[name][row], value) for name, value in rule.items())
        ]
        if len(fitting) != 1 and not missing:
            said = " and ".join(map(repr, fitting)) or "none"
            stop(f"{table.name}:{line}: this row fits {said} of the outcomes, not exactly one.")
        found.append(fitting[0] if len(fitting) == 1 and not missing else None)
    return found


def _same(cell: Any, value: Any) -> bool:
    return bool(cell == (float(value) if isinstance(value, int | float) else value))


def _column(model: Model, table: Table, name: str, path: tuple[str | int, ...]) -> list[Any]:
    if name not in table.columns:
        fix = did_you_mean(name, list(table.columns))
        stop(model.problem(path, f"{table.name} has no column {name!r}", fix))
    return table.columns[name]
