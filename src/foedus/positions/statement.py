"""A statement: who said what on which issue, with the exact words it was read from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from foedus.positions.spans import Quote

ActorKind = Literal["person", "office", "state", "organisation", "group", "document", "unknown"]
Kind = Literal[
    "position", "conditional", "demand", "claim", "capability", "rule", "assertion", "inference"
]
Stance = Literal["support", "oppose", "conditional", "ambiguous"]
Manner = Literal["direct", "indirect", "caption", "headline", "narrator"]
Precision = Literal["day", "month", "year", "unknown"]
Status = Literal["proposed", "accepted", "rejected"]

STANCES: tuple[str, ...] = get_args(Stance)
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose statement it is.

    Parameters
    ----------
    name
        The canonical name, or the words of the text for somebody that it does not name.
    kind
        What it is.
    state
        For whom it speaks: a code of ISO 3166 or of an organisation; empty where not known.
    office
        The office held on the day.
    speaks_for
        Whether its words commit the state, or only itself.
    flags
        How it was found, where that is worth a look: ``carried``, ``capital``, ``surname``,
        ``office``, ``not in the table``, ``out of office``.
    """

    name: str
    kind: ActorKind
    state: str = ""
    office: str = ""
    speaks_for: Literal["state", "self"] = "state"
    flags: tuple[str, ...] = ()


NOBODY = Actor("", "unknown")


@dataclass(frozen=True, slots=True)
class Document:
    """Where statements were read.

    Parameters
    ----------
    id
        Digest of its plain text, SHA-256 in hexadecimal.
    name
        What the file is called.
    title
        Its headline.
    date
        When it was published, where that is known.
    address
        Where it can be read.
    lineage
        The id of the document that it repeats, itself when it repeats none.
    """

    id: str
    name: str
    title: str = ""
    date: date | None = None
    address: str = ""
    lineage: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer decided on a statement.

    Parameters
    ----------
    reviewer
        Who.
    status
        Accepted or rejected; proposed again when a decision was taken back.
    stance
        The stance that the reviewer gives it; nothing leaves it as it was.
    reason
        Why it was rejected or changed.
    at
        When, as ISO 8601 says it.
    changed
        Other fields and their new values.
    """

    reviewer: str
    status: Status
    stance: Stance | None = None
    reason: str = ""
    at: str = ""
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, proposed by the extractor or typed by hand.

    Parameters
    ----------
    document
        Id of the document.
    quote
        The exact words, with what stands around them.
    kind
        What it is.
    actor
        Whose it is.
    issue
        The issue, by its id in the dispute; empty where it is on none of them.
    stance
        The stance; nothing where the cues conflict or say nothing.
    manner
        How the text gives the words.
    date
        When it was said, or the document's date.
    precision
        How exactly that is known.
    trigger, consequent
        Of a conditional: if this, then that.
    target
        Who is criticised or addressed.
    scope
        What the text limits it to, such as "of a negotiated settlement".
    cue
        The word that attributes it.
    hedges
        Words that weaken it.
    flags
        What a reviewer should look at: ``carried actor``, ``carried issue``, ``cues conflict``,
        ``repeats``, ``nested``, ``unnamed``, ``the writer's own``.
    extractor
        What proposed it, with its version.
    reviews
        What reviewers decided, oldest first.
    """

    document: str
    quote: Quote
    kind: Kind
    actor: Actor
    issue: str = ""
    stance: Stance | None = None
    manner: Manner = "indirect"
    date: date | None = None
    precision: Precision = "unknown"
    trigger: Quote | None = None
    consequent: Quote | None = None
    target: Actor | None = None
    scope: str = ""
    cue: Quote | None = None
    hedges: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    extractor: str = ""
    reviews: tuple[Review, ...] = field(default=())

    @property
    def id(self) -> str:
        """Twelve digits that depend on the document, the place, the actor and the issue."""
        key = f"{self.document}|{self.quote.start}|{len(self.quote.exact)}|{self.actor.name}"
        return hashlib.sha256(f"{key}|{self.issue}".encode()).hexdigest()[:12]

    @property
    def standing(self) -> tuple[Review, ...]:
        """The reviews that nobody took back, oldest first."""
        kept: list[Review] = []
        for review in self.reviews:
            if review.status == "proposed":
                kept = [r for r in kept if r.reviewer != review.reviewer]
            else:
                kept.append(review)
        return tuple(kept)

    @property
    def status(self) -> Status:
        """What the last reviewer decided."""
        standing = self.standing
        return standing[-1].status if standing else "proposed"


def digest(text: str) -> str:
    """Return the id of a document: SHA-256 of its plain text.

    Examples
    --------
    >>> digest("We agree.")[:12]
    '7ed727ed3508'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a document.

    Parameters
    ----------
    document
        The document.
    statements
        Proposed statements, in the order of the text.
    """

    document: Document
    statements: tuple[Statement, ...]
