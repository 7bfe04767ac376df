"""Territory that is claimed, or that a norm covers, and that no guarantee protects."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement, Guarantee, strength
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property

_WHY = {
    "controlled": "only what {0} controls{1}; an act beyond that line is not answered",
    "treaty_line": "only up to a treaty line; what {0} claims beyond it is not protected",
    "unspecified": "no territory by name, so that whether an act falls under it is open to dispute",
}


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find guarantees that protect less than is recognised, or leave the territory open."""
    a = inquiry.process.arrangement
    for name, g in a.guarantees.items():
        if g.protects.territory == "recognised" or _covered(a, g):
            continue
        as_of = f" as of {g.protects.control_as_of}" if g.protects.control_as_of else ""
        what = _WHY[g.protects.territory].format(inquiry.called(g.protects.state), as_of)
        path = ("guarantees", name, "protects")
        yield inquiry.found("scope-gap", f"{name!r} protects {what}", (), [path])


def _covered(a: Arrangement, g: Guarantee) -> bool:
    """Say whether another guarantee owes no less for all that is recognised; a right is no duty."""
    return any(
        other.protects.territory == "recognised"
        and (other.protects.state, other.against) == (g.protects.state, g.against)
        and strength(other.response) >= strength(g.response)
        and other.response != "consult"
        for other in a.guarantees.values()
    )


PROPERTY = Property(
    26,
    "scope-gap",
    "scope gap",
    "Territory of the protected state that the guarantee leaves out.",
    "What is recognised as the protected state's own is protected, by no less than any part of it.",
    "recognised territory ⊆ protected territory",
    check,
    premises.guarantee,
)
