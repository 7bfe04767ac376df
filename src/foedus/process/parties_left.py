"""Who is still bound by a treaty that others have left, and whether they are enough for one."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.process.clauses import Clauses
from foedus.process.state import NEVER, Exit

_FEWEST = 2
"""Parties that a treaty needs: what binds one alone towards nobody has ended."""


def too_few(clauses: Clauses, instrument: int, exits: Iterable[Exit]) -> bool:
    """Say whether exits leave fewer parties than a treaty needs (VCLT art. 2(1)(a))."""
    left = {gone.party for gone in exits if gone.out != NEVER}
    text = clauses.arrangement.instruments[clauses.instrument_ids[instrument]]
    able = set(text.withdrawal.by) if text.withdrawal else set()
    bound = {one for party in text.parties for one in _each(clauses, party, able)}
    return len(bound - left) < _FEWEST


def _each(clauses: Clauses, party: str, able: set[str]) -> tuple[str, ...]:
    """Return a party, or its members where these may leave: each is then bound by itself."""
    entry = clauses.arrangement.parties.get(party)
    members = entry.members if entry else ()
    return members if able & set(members) else (party,)
