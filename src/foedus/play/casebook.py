"""The casebook as it is looked through: each case in a few words, and what to search it by."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.decisions import parse_rule
from foedus.language import Arrangement
from foedus.process.electorate import voters_and_rule


@dataclass(frozen=True, slots=True)
class Entry:
    """A case.

    Parameters
    ----------
    id, title, summary, start
        What it is.
    options
        Its options, by label.
    parties
        Who takes part, by name.
    responses
        The kinds of response that its guarantees owe.
    rules
        The decision rules by which several decide together.
    standing
        How its instruments stand when it starts: ``proposed``, ``signed`` or ``in_force``.
    """

    id: str
    title: str
    summary: str
    start: str
    options: tuple[str, ...]
    parties: tuple[str, ...]
    responses: tuple[str, ...]
    rules: tuple[str, ...]
    standing: tuple[str, ...]


def entry(case: str, arrangement: Arrangement) -> Entry:
    """Return a case as it is listed; of its text as it stands, options laid aside."""
    a = arrangement
    return Entry(
        case,
        a.title,
        a.summary,
        str(a.as_of),
        tuple(o.label for o in a.options.values()),
        tuple(p.name or name for name, p in a.parties.items()),
        tuple(dict.fromkeys(g.response for g in a.guarantees.values())),
        tuple(dict.fromkeys(_rules(a))),
        tuple(dict.fromkeys(i.status for i in a.instruments.values())),
    )


def _rules(a: Arrangement) -> list[str]:
    steps = [step for procedure in a.procedures.values() for step in procedure.steps]
    found = []
    for step in steps:
        voters, spec = voters_and_rule(a, step)
        if len(voters) > 1:
            found.append(spec if isinstance(spec, str) else parse_rule(spec, voters).describe())
    return found
