"""What a reader meets first: one option, all four questions, and where each answer comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from foedus.assessment import Assessment, OptionAssessment
from foedus.deterrence import INSTEAD, NOTHING
from foedus.deterrence import Row as Decided
from foedus.figures import percent, rounded
from foedus.views.answering import grouped
from foedus.views.brief import DIVERTED, explained
from foedus.views.cells import lines
from foedus.views.cells import rows_of as acts_of
from foedus.views.met import answer as cell
from foedus.views.provenance import SIMULATED, Provenance, at_pointer, provenance, rows_at, rows_of
from foedus.views.report.faults import Fault
from foedus.views.report.sections import told_in
from foedus.views.switching import switched

_ASKED = {
    "help": "What follows, and when",
    "stop": "Who can stop it",
    "worst": "The worst fault",
    "deter": "Would it deter",
}


_KEPT = "Who can keep it from starting"


class Told(NamedTuple):
    """A question, what is said to it and what more, and the rows that say whence that is."""

    asked: str
    text: str
    more: str
    rows: tuple[int, ...]


class Leading(NamedTuple):
    """The option that is told first: the one that is proposed, or the first of the file.

    `rows` say where the numbers of the whole answer come from, those of this option first.
    """

    id: str
    label: str
    summary: str
    told: tuple[Told, ...]
    rows: tuple[Provenance, ...]


def leading(a: Assessment, told: Sequence[Fault], proposed: str) -> Leading:
    """Return the option that is told first.

    Parameters
    ----------
    a
        What was found; nothing is computed here.
    told
        Its faults, the gravest first.
    proposed
        What the option is called that is proposed; empty where none is.
    """
    options = list(a.options.values())
    at = next((n for n, one in enumerate(options) if proposed and one.label == proposed), 0)
    rows, label = provenance(a, options[at].id), options[at].label
    found: list[Told] = []
    for one in a.answer["options"][at]["sentences"]:
        asked = _KEPT if _starts(one) else _ASKED[one["about"]]
        shown = _shown(a, one, options[at], told, rows)
        row = Told(asked, one["text"], shown, rows_of(rows, label, one["text"]))
        if found and found[-1].asked == asked == _KEPT:
            row = _joined(found.pop(), row)
        found.append(row)
    summary = dict(explained(a)).get(label, "")
    return Leading(options[at].id, label, summary, tuple(found), rows)


def _joined(one: Told, other: Told) -> Told:
    """Return two answers to the same question as one."""
    text = f"{one.text} {other.text}"
    return one._replace(text=text, rows=tuple(dict.fromkeys((*one.rows, *other.rows))))


def _starts(one: Mapping[str, Any]) -> bool:
    """Say whether a sentence tells who can keep something from ever binding."""
    return one["about"] == "stop" and "/loopholes/" in one["figures"][0]


def _shown(
    a: Assessment,
    one: Mapping[str, Any],
    option: OptionAssessment,
    told: Sequence[Fault],
    rows: Sequence[Provenance],
) -> str:
    """Say more of one option than its answer does: what that rests on, and where it shows."""
    if one["about"] == "deter":
        does = at_pointer(a, one["figures"][0])
        said = "As assumed, it does" if does is True else "As assumed, it does not"
        return f"{said}. {_others(a, option)}{_drawn(a, one)}" if isinstance(does, bool) else ""
    if one["about"] == "help":
        return _most(rows, one)
    if one["about"] != "worst" or not option.loopholes:
        return ""
    cases = (c for f in told if f.id == option.loopholes[0].id for c in f.cases)
    said = next((c.statement for c in cases if option.label in c.options or not c.options), "")
    return f"Here: {said}{_of_another_act(a, option)}" if said else ""


def _most(rows: Sequence[Provenance], one: Mapping[str, Any]) -> str:
    """Say on what the chance rests most that something comes of the first act."""
    chances = {said for said in one["figures"] if said.endswith("/takes_effect")}
    found = (row for row in rows if row.kind == SIMULATED and chances & {*row.pointers})
    return next((f"The chance rests most on {row.rests_on}" for row in found), "")


def _of_another_act(a: Assessment, option: OptionAssessment) -> str:
    """Say that a fault is shown by another act than what follows is told of, and what that meets.

    The search keeps one shortest play a fault, which says nothing of any other act.
    """
    done = [m for m in option.loopholes[0].moves if m.kind == "conduct"]
    asked = {(pair.by, pair.act): pair.does for pair in option.pairs}
    if not done or not asked or any((m.actor, m.clause) in asked for m in done):
        return ""
    return f". It is shown by this act, another than that of the first line;{_meets(a, option)}"


def _meets(a: Assessment, option: OptionAssessment) -> str:
    """Say what the act of the first line meets under an option, in the words of the table."""
    line = next(one for one in lines(a) if one.option is option)
    pair = line.pair
    row = next(one for one in acts_of(line) if one.act == pair.act)
    return f" what “{pair.does}” meets at best: {cell(row)} ({told_in(a, 'acts')})"


def _others(a: Assessment, option: OptionAssessment) -> str:
    """Say where the inputs beside the first would have to lie, each alone, to change the answer.

    Of a gain that deters by being larger it is said that what it draws to is a lesser breach.
    """
    mine = [one for one in switched(a.decision, a.inputs) if option.label in one.labels]
    others = [crossing for one in mine[:1] for crossing, _ in one.crossings[1:]]
    if not others:
        return ""
    count = f"{len(others)} other input{'s' * (len(others) != 1)}"
    each = [
        f"{one.where} ({mine[0].by} then does less than attack instead)"
        if INSTEAD in one.where and not mine[0].deters
        else one.where
        for one in others
    ]
    be = "are" if others[0].by in a.plurals else "is"
    so = f"{mine[0].by} {be} deterred {'as long as' if mine[0].deters else 'if'}"
    return (
        f"{count} would change that, each alone: {so} {'; or '.join(each)}"
        f" ({told_in(a, 'deter')}). "
    )


def _drawn(a: Assessment, one: Mapping[str, Any]) -> str:
    """Say what an option changes over all draws, beside what it does on one set of values."""
    assert a.decision is not None, "it was asked whether it deters"
    row = a.decision.rows[int(one["figures"][0].split("/")[3])]
    beside = next(paired for paired in row.paired if paired.other == NOTHING)
    idle = "it changes nothing: " if beside.lower == beside.higher == 0 else ""
    less, more = _beside_none(row)
    lesser = f"; in {percent(row.lesser.instead)} of them {_INSTEAD}" if row.lesser else ""
    probe = a.options[row.option].probe
    mean = f". {_LESSER} is {rounded(probe.value)}" if probe.value is not None else ""
    return (
        f"Over all {a.decision.solved:,} draws together {idle}an attack is less likely than with no"
        f" arrangement in {less} of them, and likelier in {more}{lesser}{mean}"
    )


_INSTEAD = "a lesser breach comes in place of an attack"
"""What deterring an attack may be: the party does less, and does not keep the deal."""
_LESSER = "The mean chance of a breach that is less than an attack"


class Overall(NamedTuple):
    """What all draws together say of several options, and the rows that say whence that is."""

    text: str
    rows: tuple[int, ...]


def overall(a: Assessment, first: str, rows: Sequence[Provenance]) -> list[Overall]:
    """Say, for each who may attack, what every option but the first changes over all draws.

    A threshold moves one input with all others at one value each, and may read otherwise.

    Parameters
    ----------
    a
        What was found.
    first
        The option that was told first, which is left out.
    rows
        Where the numbers of the answer come from.
    """
    if a.decision is None or len(a.options) == 1:
        return []
    shares: dict[str, dict[str, str]] = {}
    diverted: dict[str, dict[str, str]] = {}
    for at, row in enumerate(a.decision.rows):
        if row.option in a.options and row.option != first:
            less, more = _beside_none(row)
            beside = next(n for n, one in enumerate(row.paired) if one.other == NOTHING)
            where = f"/decision/rows/{at}/paired/{beside}/lower"
            shares.setdefault(row.name, {})[where] = f"{row.label} {less} ({more})"
            if row.lesser is not None:
                where = f"/decision/rows/{at}/lesser/instead"
                share = f"{row.label} {percent(row.lesser.instead)}"
                diverted.setdefault(row.name, {})[where] = share
    lesser = {
        f"/options/{at}/probe": f"{one.label} {rounded(one.probe.value)}"
        for at, (name, one) in enumerate(a.options.items())
        if name != first and one.probe.value is not None
    }
    said = {
        f"Over all {a.decision.solved:,} draws together, in which every input moves, an attack"
        f" by {name} is less likely than with no arrangement (in brackets: likelier) in this"
        " share of them": told
        for name, told in shares.items()
    }
    said |= {
        f"{DIVERTED}: {_INSTEAD} by {name} in this share of all draws": (told)
        for name, told in diverted.items()
    }
    said |= {f"{_LESSER} is": lesser} if lesser else {}
    return [
        Overall(f"{what}: {'; '.join(told.values())}", rows_at(rows, told))
        for what, told in said.items()
    ]


def _beside_none(row: Decided) -> tuple[str, str]:
    paired = next(one for one in row.paired if one.other == NOTHING)
    return percent(paired.lower), percent(paired.higher)


# The options beside it -------------------------------------------------------------------------


class Answered(NamedTuple):
    """A sentence of the answer, the options it is of, and the rows that say whence its numbers."""

    label: str
    says: str
    rows: tuple[int, ...]


class Question(NamedTuple):
    """A question of the answer, and what is said to it."""

    lead: str
    said: tuple[Answered, ...]


def answered(whole: Mapping[str, Any], first: str, rows: Sequence[Provenance]) -> list[Question]:
    """Return the answer on the other options by question, with the rows that say whence it is.

    Parameters
    ----------
    whole
        `foedus.assessment.answer.answer`.
    first
        The option that was told first, which is left out.
    rows
        Where the numbers of the answer come from.
    """
    answer = {**whole, "options": [one for one in whole["options"] if one["id"] != first]}
    found: dict[tuple[str, str], set[int]] = {}
    for option in answer["options"]:
        for one in option["sentences"]:
            of = found.setdefault((one["lead"], one["says"]), set())
            of.update(rows_of(rows, option["label"], one["text"]))
    labels = [option["label"] for option in answer["options"]]
    alone = labels[0] if len(labels) == 1 else "Every other option"
    return [
        Question(
            group.lead,
            tuple(
                Answered(label or alone, says, tuple(sorted(found[group.lead, says])))
                for label, says in group.said
            ),
        )
        for group in grouped(answer)
    ]
