"""Territory that is claimed, or that a norm covers, and that no guarantee protects."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property

_WHY = {
    "controlled": "only what {0} controls{1}; an act beyond that line breaches the norms and is not"
    " answered",
    "treaty_line": "only up to a treaty line; what {0} claims beyond it is not protected",
    "unspecified": "no territory by name, so that whether an act falls under it is open to dispute",
}


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find guarantees that protect less than is recognised, or leave the territory open."""
    a = inquiry.process.arrangement
    whole = {
        (g.protects.state, g.against)
        for g in a.guarantees.values()
        if g.protects.territory == "recognised" and g.response != "consult"
    }
    for name, g in a.guarantees.items():
        if g.protects.territory == "recognised" or (g.protects.state, g.against) in whole:
            continue
        as_of = f" as of {g.protects.control_as_of}" if g.protects.control_as_of else ""
        what = _WHY[g.protects.territory].format(g.protects.state, as_of)
        path = ("guarantees", name, "protects")
        yield inquiry.found("scope-gap", f"{name!r} protects {what}", (), [path])


PROPERTY = Property(
    26,
    "scope-gap",
    "scope gap",
    "Territory of the protected state that the guarantee leaves out.",
    "What is recognised as the protected state's own is protected.",
    "recognised territory ⊆ protected territory",
    check,
    premises.guarantee,
)
