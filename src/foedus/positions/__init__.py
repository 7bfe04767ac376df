"""Positions: from what was said to who stands where, with the sentence behind it.

`attributions` finds who is reported to say what; `extract` proposes statements on the issues of a
dispute; `queue` puts them before a reviewer; `join` lays what was accepted over an arrangement;
`in_force` says which statement holds for a state on a day.
"""

from typing import TYPE_CHECKING

from foedus.faces import offered
from foedus.positions.disputes import BadDisputeError, Dispute, dispute, disputes, shipped_dispute
from foedus.positions.plain import UnreadableError, plain
from foedus.positions.register import Register, register
from foedus.positions.store import lines as store_lines

if TYPE_CHECKING:
    from foedus.positions.agreement import alpha, labels
    from foedus.positions.annotations import AnnotationError, annotated
    from foedus.positions.attribution import Attribution, attributions
    from foedus.positions.continued import joined
    from foedus.positions.exchange import (
        ExchangeError,
        Written,
        from_dna,
        from_doccano,
        moved,
        to_dna,
        to_doccano,
        to_table,
        to_w3c,
    )
    from foedus.positions.extraction import extract
    from foedus.positions.inforce import (
        Conflict,
        InForce,
        Voice,
        conflicts,
        current_words,
        in_force,
    )
    from foedus.positions.joining import Joined, join
    from foedus.positions.lineage import Changed, LineageError, Retold, changes, families, once
    from foedus.positions.marks import negated_cue
    from foedus.positions.merging import Merged, merged
    from foedus.positions.modelled import FORM, Checked, checked, question
    from foedus.positions.review import REASONS, Queue, queue
    from foedus.positions.scoring import Score, score
    from foedus.positions.spans import Quote, Span, anchor, quote
    from foedus.positions.statement import (
        KINDS,
        STANCES,
        Actor,
        Document,
        Found,
        Review,
        Stance,
        Statement,
        digest,
    )
    from foedus.positions.store import (
        CHANGEABLE,
        Store,
        StoreError,
        load,
        review_line,
        settled,
        unchangeable,
    )
else:
    __getattr__, _ = offered(__name__)

__all__ = [
    "CHANGEABLE",
    "FORM",
    "KINDS",
    "REASONS",
    "STANCES",
    "Actor",
    "AnnotationError",
    "Attribution",
    "BadDisputeError",
    "Changed",
    "Checked",
    "Conflict",
    "Dispute",
    "Document",
    "ExchangeError",
    "Found",
    "InForce",
    "Joined",
    "LineageError",
    "Merged",
    "Queue",
    "Quote",
    "Register",
    "Retold",
    "Review",
    "Score",
    "Span",
    "Stance",
    "Statement",
    "Store",
    "StoreError",
    "UnreadableError",
    "Voice",
    "Written",
    "alpha",
    "anchor",
    "annotated",
    "attributions",
    "changes",
    "checked",
    "conflicts",
    "current_words",
    "digest",
    "dispute",
    "disputes",
    "extract",
    "families",
    "from_dna",
    "from_doccano",
    "in_force",
    "join",
    "joined",
    "labels",
    "load",
    "merged",
    "moved",
    "negated_cue",
    "once",
    "plain",
    "question",
    "queue",
    "quote",
    "register",
    "review_line",
    "score",
    "settled",
    "shipped_dispute",
    "store_lines",
    "to_dna",
    "to_doccano",
    "to_table",
    "to_w3c",
    "unchangeable",
]
