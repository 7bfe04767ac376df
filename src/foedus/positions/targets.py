"""Whom a statement criticises or asks."""

from __future__ import annotations

from foedus.positions.actors import Mentions
from foedus.positions.attribution import Attribution
from foedus.positions.marks import DEMANDS, JUDGING
from foedus.positions.polarity import polarity
from foedus.positions.statement import Actor

_FRONT = 40
"""Characters among which the owner of what is judged stands: "Osten's plan"."""


def target(a: Attribution, actor: Actor, words: str, mentions: Mentions, text: str) -> Actor | None:
    """Return who is criticised or asked; those who are merely told are none.

    Parameters
    ----------
    a
        An attribution.
    actor
        Whose it is.
    words
        Its content.
    mentions
        Who was spoken of so far.
    text
        The text, with straight quotation marks.
    """
    told = a.lemma == "tell" and not words.startswith("to ")
    judged = a.lemma in JUDGING or (a.lemma in DEMANDS and not told)
    if a.target is not None:
        found = mentions.resolve(a.target.of(text))[0]
        if judged and found.name and found.name != actor.name:
            return found
    lead = words.removeprefix("that ")
    owned = "'s " in lead[:_FRONT]
    owner = lead.partition("'s ")[0] if owned else " ".join(lead.split()[:5])
    against = polarity().cues.get(a.lemma) == "oppose"
    if (judged and lead != words) or a.lemma in JUDGING or (against and owned):
        found = mentions.resolve(owner)[0]
        named = found.kind in ("person", "state", "organisation") and found.state
        return found if named and found.state != actor.state else None
    return None
