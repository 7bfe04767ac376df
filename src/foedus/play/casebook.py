"""The casebook as it is looked through: each case in a few words, and what to search it by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.casebook import History, histories
from foedus.decisions import parse_rule
from foedus.language import Arrangement, option
from foedus.process import Answer, Process, duties, read_events, replay, voters_and_rule


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
    outcomes
        What became of its guarantees, by the recorded events that the casebook has of it
        (`became`); ``untold`` where it has none.
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
    outcomes: tuple[str, ...]


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
        became(case, a),
    )


def became(case: str, a: Arrangement) -> tuple[str, ...]:
    """Return what became of the guarantees of a case, by what the casebook records of it.

    Returns
    -------
    tuple of str
        ``given``: an answer was owed and somebody who owed it gave it; ``refused``: somebody
        declined; ``none_recorded``: one was owed, and the events record no answer under it;
        ``not_owed``: no guarantee came to be owed; ``untold``: there are no recorded events.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> became("budapest-1994", read(text_of("budapest-1994")))
    ('given',)
    """
    told = [outcome for story in histories(case) for outcome in _became(story, a)]
    return tuple(dict.fromkeys(told)) or ("untold",)


def _became(story: History, whole: Arrangement) -> Iterator[str]:
    process = Process(option(whole, story.option) if story.option else whole)
    entries = list(replay(process, read_events(story.events, story.title)))
    owed = {
        duty.clause
        for entry in entries
        for duty in duties(process.clauses, entry.state)
        if not duty.right
    }
    guarantees = process.arrangement.guarantees
    came = [name for name in guarantees if name in owed]
    for name in came:
        course = entries[-1].state.record.guarantees[process.clauses.index.guarantees[name]]
        answers = set(course.answers)
        yield from ["given"] if Answer.HONOURED in answers else []
        yield from ["refused"] if Answer.DECLINED in answers else []
        if answers <= {Answer.NONE}:
            yield "none_recorded"
    if not came:
        yield "not_owed"


def _rules(a: Arrangement) -> list[str]:
    steps = [step for procedure in a.procedures.values() for step in procedure.steps]
    found = []
    for step in steps:
        voters, spec = voters_and_rule(a, step)
        if len(voters) > 1:
            found.append(spec if isinstance(spec, str) else parse_rule(spec, voters).describe())
    return found
