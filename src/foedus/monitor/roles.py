"""Who may enter, review and publish, as recorded in the ledger.

Names are claims and no proof of who typed them: roles keep an honest team in order, and the chain
shows afterwards what was entered under which name. Without any role on record everybody may.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from foedus.monitor.ledger import Ledger

Right = Literal["enter", "review", "publish"]
RIGHTS: Mapping[Right, str] = {
    "enter": "enter and take back what was decided and seen, and retract releases",
    "review": "decide whether rows tell of one event",
    "publish": "publish a report",
}
ROLE = "role"


def holders(ledger: Ledger, recorded: str = "9") -> dict[str, tuple[str, ...]]:
    """Return what each person on record may do; of several entries for one the last counts."""
    return {body["who"]: tuple(body["may"]) for _, body in ledger.entries(ROLE, recorded)}


def refusal(ledger: Ledger, signed: str, *rights: Right) -> str:
    """Return why a person may not do something, a sentence; empty where they may."""
    known = holders(ledger)
    if not known:
        return ""
    may = known.get(signed, ())
    lacking = [right for right in rights if right not in may]
    if not lacking:
        return ""
    able = sorted(who for who, has in known.items() if set(rights) <= set(has))
    whom = f"; {' or '.join(able)} may" if able else ""
    return f"{signed} may not {RIGHTS[lacking[0]]}, by the roles on record{whom}."
