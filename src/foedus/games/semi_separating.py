"""Mixed equilibria of signalling games, by the supports that make each side indifferent.

Fix which messages each type may send and which answers each receiver may give. The sender's
chances must then make the receivers indifferent, which is linear in the sender's chances; the
receivers' chances must make the sender indifferent, which is linear in theirs. So each pair of
supports is two linear programmes, and what they leave open is a range, not one equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

import numpy as np

from foedus.games.beliefs import Mixture, program, scaled, supporting
from foedus.games.expressions import Array
from foedus.games.signalling import Signals, Stakes
from foedus.games.tree import GameError

_MOST_PAIRS = 20_000

Support = tuple[int, ...]
_Places = dict[tuple[int, int], int]


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
    listed: list[Mixture] = []
    for sends in _supports(found, found.senders):
        sure = all(len(s) == 1 for s in sends.values())
        if sure and tuple(s[0] for s in sends.values()) in known:
            continue
        search = _Search(found, told, i, sends)
        seen: set[tuple[Support, ...]] = set()
        for answers in sorted(_supports(found, found.receivers), key=search.mixed_off_path):
            on_path = tuple(answers[h] for h in search.reached)
            if on_path in seen:
                continue
            mixture = search.solve(answers)
            if mixture is not None:
                seen.add(on_path)
                listed.append(mixture)
    return listed


def _supports(found: Signals, infosets: Sequence[int]) -> Iterator[dict[int, Support]]:
    each = []
    for h in infosets:
        actions = range(len(found.tree.infosets[h].actions))
        each.append([s for size in range(1, len(actions) + 1) for s in combinations(actions, size)])
    for chosen in product(*each):
        yield dict(zip(infosets, chosen, strict=True))


class _Search:
    """The equilibria in which the sender's information sets have given supports."""

    def __init__(self, found: Signals, told: Stakes, i: int, sends: Mapping[int, Support]) -> None:
        self.found, self.told, self.i, self.sends = found, told, i, sends
        self.prior = told.prior[:, i]
        self.reached = [
            h
            for h, members in found.members.items()
            if any(
                m.message in sends[found.types[m.type].infoset] and self.prior[m.type] > 0
                for m in members
            )
        ]
        self._sender: dict[tuple[Support, ...], _Range | None] = {}
        self._supported: dict[tuple[int, Support], bool] = {}

    def mixed_off_path(self, answers: Mapping[int, Support]) -> int:
        """Count the answers off the path that mix, so that sure ones are tried first."""
        return sum(len(s) > 1 for h, s in answers.items() if h not in self.reached)

    def solve(self, answers: Mapping[int, Support]) -> Mixture | None:
        if not all(self._believable(h, s) for h, s in answers.items() if h not in self.reached):
            return None
        answering = self._answers(answers)
        if not answering.can_hold():
            return None
        key = tuple(answers[h] for h in self.reached)
        if key not in self._sender:
            sending = self._messages(answers)
            self._sender[key] = sending.solutions() if sending.can_hold() else None
        sent = self._sender[key]
        if sent is None:
            return None
        answered = answering.solutions()
        return None if answered is None else self._mixture(sent, answered)

    def _believable(self, h: int, support: Support) -> bool:
        if (h, support) not in self._supported:
            payoffs = self.told.answered[h][:, :, self.i]
            self._supported[h, support] = supporting(payoffs, support) is not None
        return self._supported[h, support]

    def _messages(self, answers: Mapping[int, Support]) -> _System:
        """Chances of messages that make each reached receiver indifferent within its support."""
        places = _places(self.sends)
        equal: list[Array] = []
        at_most: list[Array] = []
        for h in self.reached:
            payoffs = scaled(self.told.answered[h][:, :, self.i])
            first = answers[h][0]
            for other in range(payoffs.shape[1]):
                row = np.zeros(len(places) + 1)
                for member, gain in zip(
                    self.found.members[h], payoffs[:, other] - payoffs[:, first], strict=True
                ):
                    place = places.get((self.found.types[member.type].infoset, member.message))
                    if place is not None:
                        row[place] += self.prior[member.type] * gain
                if other != first:
                    (equal if other in answers[h] else at_most).append(row)
        return _System(places, equal, at_most)

    def _answers(self, answers: Mapping[int, Support]) -> _System:
        """Chances of answers that make each of the sender's information sets indifferent."""
        places = _places(answers)
        equal: list[Array] = []
        at_most: list[Array] = []
        for h, support in self.sends.items():
            rows = [self._message_row(places, h, m) for m in range(self._menu(h))]
            size = max(float(np.abs(row).max()) for row in rows) or 1.0
            for other, row in enumerate(rows):
                if other != support[0]:
                    gain = (row - rows[support[0]]) / size
                    (equal if other in support else at_most).append(gain)
        return _System(places, equal, at_most)

    def _menu(self, h: int) -> int:
        return len(self.found.tree.infosets[h].actions)

    def _message_row(self, places: _Places, h: int, message: int) -> Array:
        row = np.zeros(len(places) + 1)
        held = [t for t, kind in enumerate(self.found.types) if kind.infoset == h]
        total = float(self.prior[held].sum())
        for t in held:
            share = float(self.prior[t]) / total if total > 0 else 1 / len(held)
            payoff = self.told.sent[t, message][:, self.i]
            answered = self._answered_at(t, message)
            if answered is None:
                row[-1] += share * payoff[0]
                continue
            for action in range(len(payoff)):
                place = places.get((answered, action))
                if place is not None:
                    row[place] += share * payoff[action]
        return row

    def _answered_at(self, kind: int, message: int) -> int | None:
        for h, members in self.found.members.items():
            if any(m.type == kind and m.message == message for m in members):
                return h
        return None

    def _mixture(self, sent: _Range, answered: _Range) -> Mixture:
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


class _Range:
    """A point inside the set of solutions, and the set's extent in each chance."""

    def __init__(self, places: _Places, point: Array, low: Array, high: Array) -> None:
        self.places, self.point, self.low, self.high = places, point, low, high


def _places(supports: Mapping[int, Support]) -> _Places:
    pairs = [(h, action) for h, support in supports.items() for action in support]
    return {pair: place for place, pair in enumerate(pairs)}


class _System:
    """Conditions on chances that are all positive and sum to 1 at each information set.

    Each row holds an entry for each chance, and last a constant.
    """

    def __init__(self, places: _Places, equal: Sequence[Array], at_most: Sequence[Array]) -> None:
        self.places, self.equal, self.at_most = places, equal, at_most
        self.groups: dict[int, list[int]] = {}
        for (h, _), place in places.items():
            self.groups.setdefault(h, []).append(place)

    def can_hold(self) -> bool:
        """Tell cheaply whether some row cannot hold; most supports end here.

        A row lies between the sums of each group's least and largest entries.
        """
        for rows, both in ((self.equal, True), (self.at_most, False)):
            for row in rows:
                least = sum(float(row[g].min()) for g in self.groups.values()) + float(row[-1])
                most = sum(float(row[g].max()) for g in self.groups.values()) + float(row[-1])
                if least > 1e-9 or (both and most < -1e-9):
                    return False
                # All chances are positive, so an end is reached only if nothing varies.
                if both and most - least > 1e-9 and (least > -1e-12 or most < 1e-12):
                    return False
        return True

    def solutions(self) -> _Range | None:
        """Return a point and the extent of the set, or None if it is empty."""
        k = len(self.places)
        sums = np.zeros((len(self.groups), k))
        for row, group in zip(sums, self.groups.values(), strict=True):
            row[group] = 1
        fixed = np.vstack([sums, *(row[None, :k] for row in self.equal)])
        to = np.append(np.ones(len(sums)), [-row[-1] for row in self.equal])
        if np.linalg.matrix_rank(fixed) == k:
            return self._only(fixed, to)
        return self._many(fixed, to)

    def _only(self, fixed: Array, to: Array) -> _Range | None:
        """Return the one point that the equations leave, if it keeps the other conditions."""
        point = np.linalg.lstsq(fixed, to, rcond=None)[0]
        k = len(point)
        worst = max((float(row[:k] @ point + row[-1]) for row in self.at_most), default=0.0)
        if np.abs(fixed @ point - to).max() > 1e-9 or point.min() < 1e-9 or worst > 1e-9:
            return None
        point = np.clip(point, 0, 1)
        point[[g[0] for g in self.groups.values() if len(g) == 1]] = 1  # exactly, not in rounding
        return _Range(self.places, point, point, point)

    def _many(self, fixed: Array, to: Array) -> _Range | None:
        """Return a point deep inside: the least chance, a variable of its own, is maximised."""
        k = len(self.places)
        widened = np.hstack([fixed, np.zeros((len(fixed), 1))])
        smallest = np.hstack([-np.eye(k), np.ones((k, 1))])
        below = np.vstack([smallest, *(np.append(row[:k], 0.0) for row in self.at_most)])
        limit = np.append(np.zeros(k), [-row[-1] for row in self.at_most])
        aims = np.eye(k + 1)
        point = program(-aims[-1], (below, limit), (widened, to))
        if point is None or point[-1] < 1e-9:
            return None
        inside = np.clip(point[:k], 0, 1)
        low, high = inside.copy(), inside.copy()
        for place in range(k):
            for sign, ends in ((1.0, low), (-1.0, high)):
                end = program(sign * aims[place], (below, limit), (widened, to))
                if end is not None:
                    ends[place] = np.clip(end[place], 0, 1)
        return _Range(self.places, inside, low, high)
