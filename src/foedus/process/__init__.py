"""The single semantics: an arrangement as a pure transition system.

`Process.moves` says who may do what in a state; `Process.after` says what then holds. Nothing else
in the project knows what a treaty clause means.
"""

from typing import TYPE_CHECKING

from foedus.faces import lazily
from foedus.process.ahead import horizon_needed, not_followed
from foedus.process.breaches import UNRECORDED, excused, excused_deeds
from foedus.process.changes import by_day, changes, explained
from foedus.process.cut import LEFT_OUT, Cut, cut
from foedus.process.duties import duties, obligations, rights, unanswered
from foedus.process.electorate import (
    CHOICES,
    conditions_in,
    electorate,
    idle_deeds,
    voters_and_rule,
)
from foedus.process.facts import Fact, told
from foedus.process.interpreting import Event
from foedus.process.members import with_the_others
from foedus.process.moves import NATURE, IllegalMoveError, Move
from foedus.process.naming import called
from foedus.process.obligation import (
    Names,
    Obligation,
    able,
    in_full,
    in_short,
    merged,
    obligation,
    response_noun,
    response_words,
)
from foedus.process.outsiders import UNBOUND, VIENNA_34, bound_outside, outsiders
from foedus.process.process import Process
from foedus.process.replay import Entry, Fold, replay, resume
from foedus.process.state import State
from foedus.process.told import Change

if TYPE_CHECKING:
    from foedus.process.clauses import Clauses, CompiledStep
    from foedus.process.conditions import ENDED, of_what_is_there, predicate
    from foedus.process.decided import as_decision, as_stage
    from foedus.process.events import VOTES, read_events
    from foedus.process.instants import calm, next_end, next_instant
    from foedus.process.interpreting import kind_of, rank_of
    from foedus.process.legality import refusal
    from foedus.process.moves import RANK, Kind
    from foedus.process.naming import act_label, alike, name_of, names_of, said, several, speaking
    from foedus.process.nightfall import evening, leave_days
    from foedus.process.occasions import occasions_of
    from foedus.process.relief import reliefs
    from foedus.process.settling import follow, pass_step, settle, settled, start
    from foedus.process.state import (
        NEVER,
        Answer,
        Course,
        Fight,
        Life,
        Progress,
        Promise,
        Record,
        Standing,
        World,
        put,
    )
    from foedus.process.wording import may, sentence, step_called, votes
else:
    __getattr__ = lazily(
        __name__,
        {
            "clauses": (
                "Clauses",
                "CompiledStep",
            ),
            "conditions": (
                "ENDED",
                "of_what_is_there",
                "predicate",
            ),
            "decided": ("as_decision", "as_stage"),
            "events": (
                "VOTES",
                "read_events",
            ),
            "instants": (
                "calm",
                "next_end",
                "next_instant",
            ),
            "interpreting": (
                "kind_of",
                "rank_of",
            ),
            "legality": ("refusal",),
            "moves": (
                "Kind",
                "RANK",
            ),
            "naming": (
                "act_label",
                "alike",
                "name_of",
                "names_of",
                "said",
                "several",
                "speaking",
            ),
            "nightfall": ("evening", "leave_days"),
            "occasions": ("occasions_of",),
            "relief": ("reliefs",),
            "settling": ("follow", "pass_step", "settle", "settled", "start"),
            "state": (
                "Answer",
                "Course",
                "Fight",
                "Life",
                "NEVER",
                "Progress",
                "Promise",
                "Record",
                "Standing",
                "World",
                "put",
            ),
            "wording": (
                "may",
                "sentence",
                "step_called",
                "votes",
            ),
        },
    )

__all__ = [
    "CHOICES",
    "ENDED",
    "LEFT_OUT",
    "NATURE",
    "NEVER",
    "RANK",
    "UNBOUND",
    "UNRECORDED",
    "VIENNA_34",
    "VOTES",
    "Answer",
    "Change",
    "Clauses",
    "CompiledStep",
    "Course",
    "Cut",
    "Entry",
    "Event",
    "Fact",
    "Fight",
    "Fold",
    "IllegalMoveError",
    "Kind",
    "Life",
    "Move",
    "Names",
    "Obligation",
    "Process",
    "Progress",
    "Promise",
    "Record",
    "Standing",
    "State",
    "World",
    "able",
    "act_label",
    "alike",
    "as_decision",
    "as_stage",
    "bound_outside",
    "by_day",
    "called",
    "calm",
    "changes",
    "conditions_in",
    "cut",
    "duties",
    "electorate",
    "evening",
    "excused",
    "excused_deeds",
    "explained",
    "follow",
    "horizon_needed",
    "idle_deeds",
    "in_full",
    "in_short",
    "kind_of",
    "leave_days",
    "may",
    "merged",
    "name_of",
    "names_of",
    "next_end",
    "next_instant",
    "not_followed",
    "obligation",
    "obligations",
    "occasions_of",
    "of_what_is_there",
    "outsiders",
    "pass_step",
    "predicate",
    "put",
    "rank_of",
    "read_events",
    "refusal",
    "reliefs",
    "replay",
    "response_noun",
    "response_words",
    "resume",
    "rights",
    "said",
    "sentence",
    "settle",
    "settled",
    "several",
    "speaking",
    "start",
    "step_called",
    "told",
    "unanswered",
    "voters_and_rule",
    "votes",
    "with_the_others",
]
