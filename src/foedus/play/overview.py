"""What a page shows of an arrangement before anything is played: who, what, and which options."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.language import Arrangement
from foedus.play.board import names
from foedus.process import Process, not_followed


@dataclass(frozen=True, slots=True)
class Actor:
    """A party.

    Parameters
    ----------
    id, name
        Its id and its name.
    members
        Its members, where it is a collective.
    ladder
        Its acts from compliance up, each with its words.
    towards
        Whom its acts are directed at.
    """

    id: str
    name: str
    members: tuple[str, ...]
    ladder: tuple[tuple[str, str], ...]
    towards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option on the table."""

    id: str
    label: str
    summary: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A source."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    """An arrangement under one of its options.

    Parameters
    ----------
    title, summary
        What it is called, and what it is.
    start, end
        The day on which it starts, and its horizon.
    parties
        In the order of their names, which says nothing of them.
    names
        What everybody is called who can do something or vote, by id.
    options
        The options on the table.
    sources
        The sources.
    not_modelled
        What the file leaves out and a reader might expect.
    """

    title: str
    summary: str
    start: str
    end: str
    parties: tuple[Actor, ...]
    names: dict[str, str]
    options: tuple[Choice, ...]
    sources: tuple[Cited, ...]
    not_modelled: tuple[str, ...]


def overview(process: Process, whole: Arrangement) -> Overview:
    """Return what a page shows of an arrangement.

    Parameters
    ----------
    process
        The process of the arrangement under an option.
    whole
        The arrangement with its options.
    """
    a, known = process.arrangement, names(process)
    parties = sorted(a.parties, key=lambda party: (known[party].casefold(), party))
    return Overview(
        a.title,
        a.summary,
        str(a.as_of),
        str(process.date_of(a.horizon.days)),
        tuple(_actor(a, party, known[party]) for party in parties),
        known,
        tuple(Choice(name, o.label, o.summary, o.proposed) for name, o in whole.options.items()),
        tuple(
            Cited(name, s.title, s.publisher, str(s.date or ""), s.url, s.note)
            for name, s in a.sources.items()
        ),
        (*a.not_modelled, *filter(None, (not_followed(a),))),
    )


def _actor(a: Arrangement, party: str, name: str) -> Actor:
    ladder = a.conduct.get(party)
    acts = ladder.acts if ladder else ()
    return Actor(
        party,
        name,
        a.parties[party].members,
        tuple((act.act, act.label or act.act.replace("_", " ")) for act in acts),
        ladder.towards if ladder else (),
    )
