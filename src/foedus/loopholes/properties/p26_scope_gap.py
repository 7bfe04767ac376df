"""Territory that is claimed, or that a norm covers, and that no guarantee protects."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Guarantee, agreeing
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property

_WHY = {
    "controlled": "only what {0} {controls}{1}; an act beyond that line is not answered under it",
    "treaty_line": "only up to a treaty line; what {0} {claims} beyond it is not protected",
    "unspecified": "no territory by name, so that whether an act falls under it is open to dispute",
}

_HEADLINES = {
    "controlled": "Territory beyond a line of control that the guarantee leaves out.",
    "treaty_line": "Territory beyond a line of the treaty that the guarantee leaves out.",
    "unspecified": "A guarantee that does not say which territory it protects.",
}


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find guarantees that protect less than is recognised, or leave the territory open."""
    a = inquiry.process.arrangement
    for name, g in a.guarantees.items():
        if g.protects.territory == "recognised" or _covered(inquiry, g):
            continue
        as_of = f" as of {g.protects.control_as_of}" if g.protects.control_as_of else ""
        state = inquiry.called(g.protects.state)
        verbs = {verb: agreeing(state, verb) for verb in ("controls", "claims")}
        what = _WHY[g.protects.territory].format(state, as_of, **verbs)
        path = ("guarantees", name, "protects")
        said, headline = f"{name!r} protects {what}", _HEADLINES[g.protects.territory]
        yield inquiry.found("scope-gap", said, (), [path], headline=headline)


def _covered(inquiry: Inquiry, g: Guarantee) -> bool:
    """Say whether another guarantee owes no less for all that is recognised; a right is no duty.

    By the text: it hangs on nothing that the other does not hang on.
    """
    return any(
        other.protects.territory == "recognised"
        and other.response != "consult"
        and inquiry.no_less(other, g)
        and all(getattr(other, key) in (None, getattr(g, key)) for key in _HANGS_ON)
        for other in inquiry.process.arrangement.guarantees.values()
    )


_HANGS_ON = ("in_", "in_force", "activates_when", "forfeited_if", "due_when")


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
