"""Mixed equilibria of signalling games, by the supports that make each side indifferent.

Fix which messages each type may send and which answers each receiver may give. The sender's
chances must then make the receivers indifferent, which is linear in the sender's chances; the
receivers' chances must make the sender indifferent, which is linear in theirs. So each pair of
supports is two linear programmes, and what they leave open is a range, not one equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from math import prod

import numpy as np

from foedus.games.beliefs import Mixture, scaled, supporting
from foedus.games.expressions import Array
from foedus.games.indifference import Extent, Place, Support, indifferent
from foedus.games.signalling import Signals, Stakes
from foedus.games.tree import GameError

_MOST_PAIRS = 20_000


def mixtures(found: Signals, told: Stakes, i: int, pure: Sequence[Mixture]) -> list[Mixture]:
    """Find the equilibria of instance `i` in which somebody mixes; see `solve_pbe` for which.

    Raises
    ------
    GameError
        More than 20,000 pairs of supports.
    """
    menus = [len(found.tree.infosets[h].actions) for h in (*found.senders, *found.receivers)]
    pairs = prod(2**size - 1 for size in menus)
    if pairs > _MOST_PAIRS:
        raise GameError(
            f"{pairs:,} pairs of supports are too many (at most {_MOST_PAIRS:,}): search for pure "
            "equilibria only"
        )
    known = {tuple(m.conduct[h].index(1.0) for h in found.senders) for m in pure}
    instance = _Instance(found, told, i)
    listed: list[Mixture] = []
    for sends in _supports(found, found.senders):
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


class _Instance:
    """Payoffs of one instance, linear in the chances of the other side.

    `messages`, by sender's information set: the payoff of each message, by chance of each answer
    and last a constant. `answers`, by receiver's: the payoff of each answer times the chance of
    coming there, by chance of each message.
    """

    def __init__(self, found: Signals, told: Stakes, i: int) -> None:
        self.found = found
        self.prior = told.prior[:, i]
        self.message_column = self._columns(found.senders)
        self.answer_column = self._columns(found.receivers)
        self.payoffs = {h: scaled(told.answered[h][:, :, i]) for h in found.receivers}
        self.messages = {h: self._message_table(told, i, h) for h in found.senders}
        self.answers = {h: self._answer_table(h) for h in found.receivers}
        self.believable = cache(self._believable)

    def _columns(self, infosets: Sequence[int]) -> dict[Place, int]:
        menus = ((h, len(self.found.tree.infosets[h].actions)) for h in infosets)
        pairs = [(h, a) for h, size in menus for a in range(size)]
        return {pair: column for column, pair in enumerate(pairs)}

    def _message_table(self, told: Stakes, i: int, h: int) -> Array:
        table = np.zeros((len(self.found.tree.infosets[h].actions), len(self.answer_column) + 1))
        where = {(m.type, m.message): r for r, ms in self.found.members.items() for m in ms}
        held = [t for t, kind in enumerate(self.found.types) if kind.infoset == h]
        total = float(self.prior[held].sum())
        for t in held:
            share = float(self.prior[t]) / total if total > 0 else 1 / len(held)
            for message, row in enumerate(table):
                payoff = share * told.sent[t, message][:, i]
                if (t, message) not in where:
                    row[-1] += payoff[0]
                    continue
                for action, worth in enumerate(payoff):
                    row[self.answer_column[where[t, message], action]] += worth
        return scaled(table)

    def _answer_table(self, h: int) -> Array:
        table = np.zeros((self.payoffs[h].shape[1], len(self.message_column) + 1))
        for member, payoff in zip(self.found.members[h], self.payoffs[h], strict=True):
            sent = self.message_column[self.found.types[member.type].infoset, member.message]
            table[:, sent] += self.prior[member.type] * payoff
        return table

    def _believable(self, h: int, support: Support) -> bool:
        return supporting(self.payoffs[h], support) is not None


class _Search:
    """The equilibria in which the sender's information sets have given supports."""

    def __init__(self, instance: _Instance, sends: Mapping[int, Support]) -> None:
        self.instance, self.found, self.sends = instance, instance.found, sends
        self.reached = [
            h
            for h, members in self.found.members.items()
            if any(
                m.message in sends[self.found.types[m.type].infoset] and instance.prior[m.type] > 0
                for m in members
            )
        ]
        self._sent: dict[tuple[Support, ...], Extent | None] = {}

    def all(self) -> Iterator[Mixture]:
        """Yield one mixture for each support of answers where play comes."""
        seen: set[tuple[Support, ...]] = set()
        for answers in sorted(_supports(self.found, self.found.receivers), key=self._unsure):
            on_path = tuple(answers[h] for h in self.reached)
            mixture = self._solve(answers, on_path) if on_path not in seen else None
            if mixture is not None:
                seen.add(on_path)
                yield mixture

    def _unsure(self, answers: Mapping[int, Support]) -> int:
        """Count the answers off the path that mix, so that sure ones are tried first."""
        return sum(len(s) > 1 for h, s in answers.items() if h not in self.reached)

    def _solve(
        self, answers: Mapping[int, Support], on_path: tuple[Support, ...]
    ) -> Mixture | None:
        instance = self.instance
        off = ((h, s) for h, s in answers.items() if h not in self.reached)
        if not all(instance.believable(h, s) for h, s in off):
            return None
        answering = indifferent(instance.messages, self.sends, answers, instance.answer_column)
        if not answering.can_hold():
            return None
        if on_path not in self._sent:
            met = dict(zip(self.reached, on_path, strict=True))
            sending = indifferent(instance.answers, met, self.sends, instance.message_column)
            self._sent[on_path] = sending.extent() if sending.can_hold() else None
        sent = self._sent[on_path]
        answered = answering.extent() if sent is not None else None
        return None if sent is None or answered is None else self._mixture(sent, answered)

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
