"""Mixed equilibria of signalling games, by the supports that make each side indifferent.

Fix which messages each type may send and which answers each receiver may give. The sender's
chances must then make the receivers indifferent, which is linear in the sender's chances; the
receivers' chances must make the sender indifferent, which is linear in theirs. So each pair of
supports is two linear programmes, and what they leave open is a range, not one equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, product
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.beliefs import Mixture, supporting
from foedus.games.expressions import Array
from foedus.games.indifference import Extent, Place, Support, indifferent, may_hold
from foedus.games.signalling import Signals, Stakes
from foedus.games.tree import GameError

_MOST_PAIRS = 20_000


class Mixer:
    """Finds the equilibria in which somebody mixes, instance by instance; see `solve_pbe`.

    Which pairs of supports can hold at all is told for all instances at once, when the first
    asks; few pairs are left to solve.

    Raises
    ------
    GameError
        More than 20,000 pairs of supports.
    """

    def __init__(self, found: Signals, told: Stakes) -> None:
        menus = [len(found.tree.infosets[h].actions) for h in (*found.senders, *found.receivers)]
        pairs = prod(2**size - 1 for size in menus)
        if pairs > _MOST_PAIRS:
            raise GameError(
                f"{pairs:,} pairs of supports are too many (at most {_MOST_PAIRS:,}): search for "
                "pure equilibria only"
            )
        self.found, self.tables = found, _Tables(found, told)
        self.sent = list(_supports(found, found.senders))

    def mixtures(self, i: int, pure: Sequence[Mixture]) -> list[Mixture]:
        """Find those of instance `i`, whose pure ones are known."""
        known = {tuple(m.conduct[h].index(1.0) for h in self.found.senders) for m in pure}
        instance = _Instance(self.tables, i)
        listed: list[Mixture] = []
        for sends in self.sent:
            sure = all(len(s) == 1 for s in sends.values())
            if sure and tuple(s[0] for s in sends.values()) in known:
                continue
            listed += _Search(instance, sends).all()
        return listed


def _supports(found: Signals, infosets: Sequence[int]) -> Iterator[dict[int, Support]]:
    each = []
    for h in infosets:
        actions = range(len(found.tree.infosets[h].actions))
        each.append([s for size in range(1, len(actions) + 1) for s in combinations(actions, size)])
    for chosen in product(*each):
        yield dict(zip(infosets, chosen, strict=True))


Supports = Mapping[int, Support]


class _Tables:
    """Payoffs of all instances, linear in the chances of the other side, instances first.

    `messages`, by sender's information set: the payoff of each message, by chance of each answer
    and last a constant. `answers`, by receiver's: the payoff of each answer times the chance of
    coming there, by chance of each message.
    """

    def __init__(self, found: Signals, told: Stakes) -> None:
        self.found, self.prior = found, told.prior
        self.message_column = self._columns(found.senders)
        self.answer_column = self._columns(found.receivers)
        self.payoffs = {h: _scaled(np.moveaxis(told.answered[h], -1, 0)) for h in found.receivers}
        self.messages = {h: self._message_table(told, h) for h in found.senders}
        self.answers = {h: self._answer_table(h) for h in found.receivers}
        self.answered = list(_supports(found, found.receivers))
        self.candidates = lru_cache(maxsize=None)(self._candidates)

    def _columns(self, infosets: Sequence[int]) -> dict[Place, int]:
        menus = ((h, len(self.found.tree.infosets[h].actions)) for h in infosets)
        pairs = [(h, a) for h, size in menus for a in range(size)]
        return {pair: column for column, pair in enumerate(pairs)}

    def _message_table(self, told: Stakes, h: int) -> Array:
        n, menu = self.prior.shape[1], self.found.tree.infosets[h].actions
        table = np.zeros((n, len(menu), len(self.answer_column) + 1))
        where = {(m.type, m.message): r for r, ms in self.found.members.items() for m in ms}
        held = [t for t, kind in enumerate(self.found.types) if kind.infoset == h]
        total = self.prior[held].sum(axis=0)
        for t in held:
            share = np.where(
                total > 0, self.prior[t] / np.where(total > 0, total, 1), 1 / len(held)
            )
            for message in range(len(menu)):
                payoff = share * told.sent[t, message]
                if (t, message) not in where:
                    table[:, message, -1] += payoff[0]
                    continue
                for action, worth in enumerate(payoff):
                    column = self.answer_column[where[t, message], action]
                    table[:, message, column] += worth
        return _scaled(table)

    def _answer_table(self, h: int) -> Array:
        payoffs = self.payoffs[h]
        table = np.zeros((len(payoffs), payoffs.shape[2], len(self.message_column) + 1))
        for place, member in enumerate(self.found.members[h]):
            sent = self.message_column[self.found.types[member.type].infoset, member.message]
            table[:, :, sent] += self.prior[member.type][:, None] * payoffs[:, place]
        return table

    def _candidates(self, key: Picked, reached: tuple[int, ...]) -> list[Candidate]:
        """Return the supports of answers that may hold somewhere, sure ones off the path first."""

        def unsure(answers: Supports) -> int:
            return sum(len(s) > 1 for h, s in answers.items() if h not in reached)

        sends = dict(key)
        sending: dict[tuple[Support, ...], NDArray[np.bool_]] = {}
        found: list[Candidate] = []
        for answers in sorted(self.answered, key=unsure):
            on_path = tuple(answers[h] for h in reached)
            if on_path not in sending:
                met = dict(zip(reached, on_path, strict=True))
                sending[on_path] = may_hold(self.answers, met, sends, self.message_column)
            where = sending[on_path]
            if where.any():
                where = where & may_hold(self.messages, sends, answers, self.answer_column)
            if where.any():
                found.append(Candidate(answers, on_path, where))
        return found


Picked = tuple[tuple[int, Support], ...]
"""Supports by information set, as a key."""


class Candidate(NamedTuple):
    """Supports of answers, those of them where play comes, and in which instances they may hold."""

    answers: Supports
    on_path: tuple[Support, ...]
    where: NDArray[np.bool_]


def _scaled(payoffs: Array) -> Array:
    """Divide each instance by its largest absolute value."""
    size = np.abs(payoffs).max(axis=(1, 2), keepdims=True)
    return payoffs / np.where((size > 0) & np.isfinite(size), size, 1)


class _Instance:
    """The tables of one instance."""

    def __init__(self, tables: _Tables, i: int) -> None:
        self.tables, self.found, self.i = tables, tables.found, i
        self.prior = tables.prior[:, i]
        self.messages = {h: table[i] for h, table in tables.messages.items()}
        self.answers = {h: table[i] for h, table in tables.answers.items()}
        self.believable = cache(self._believable)

    def _believable(self, h: int, support: Support) -> bool:
        return supporting(self.tables.payoffs[h][self.i], support) is not None


class _Search:
    """The equilibria in which the sender's information sets have given supports."""

    def __init__(self, instance: _Instance, sends: Supports) -> None:
        self.instance, self.found, self.sends = instance, instance.found, sends
        self.reached = tuple(
            h
            for h, members in self.found.members.items()
            if any(
                m.message in sends[self.found.types[m.type].infoset] and instance.prior[m.type] > 0
                for m in members
            )
        )
        self._sent: dict[tuple[Support, ...], Extent | None] = {}

    def all(self) -> Iterator[Mixture]:
        """Yield one mixture for each support of answers where play comes."""
        instance, seen = self.instance, set[tuple[Support, ...]]()
        for told in instance.tables.candidates(tuple(self.sends.items()), self.reached):
            if told.on_path in seen or not told.where[instance.i]:
                continue
            mixture = self._solve(told.answers, told.on_path)
            if mixture is not None:
                seen.add(told.on_path)
                yield mixture

    def _solve(self, answers: Supports, on_path: tuple[Support, ...]) -> Mixture | None:
        instance, tables = self.instance, self.instance.tables
        off = ((h, s) for h, s in answers.items() if h not in self.reached)
        if not all(instance.believable(h, s) for h, s in off):
            return None
        if on_path not in self._sent:
            met = dict(zip(self.reached, on_path, strict=True))
            sending = indifferent(instance.answers, met, self.sends, tables.message_column)
            self._sent[on_path] = sending.extent()
        sent = self._sent[on_path]
        if sent is None:
            return None
        answering = indifferent(instance.messages, self.sends, answers, tables.answer_column)
        answered = answering.extent()
        return None if answered is None else self._mixture(sent, answered)

    def _mixture(self, sent: Extent, answered: Extent) -> Mixture:
        rows: list[tuple[tuple[float, ...], ...]] = []
        for h, infoset in enumerate(self.found.tree.infosets):
            side = sent if h in self.sends else answered
            rows.append(
                tuple(
                    tuple(
                        float(values[side.places[h, a]]) if (h, a) in side.places else 0.0
                        for a in range(len(infoset.actions))
                    )
                    for values in (side.point, side.low, side.high)
                )
            )
        return Mixture(*(tuple(row[j] for row in rows) for j in range(3)))
