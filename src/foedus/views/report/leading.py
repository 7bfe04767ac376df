"""What a reader meets first: one option, all four questions, and where each answer comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from foedus.assessment import TEXT, Assessment, OptionAssessment
from foedus.deterrence import NOTHING
from foedus.deterrence import Row as Decided
from foedus.figures import Figure, percent, rounded
from foedus.views.answering import grouped
from foedus.views.brief import explained
from foedus.views.cells import lines, variant_of
from foedus.views.origins import counts, documents, of_text, staked, texts
from foedus.views.report.faults import Fault, clause_at
from foedus.views.report.numbers import anchor

_ASKED = {
    "help": "What follows, and when",
    "stop": "Who can stop it",
    "worst": "The worst fault",
    "deter": "Would it deter",
}


_KEPT = "Who can keep it from starting"


class Told(NamedTuple):
    """A question, what is said to it and what more, whence that is, and where its figures are."""

    asked: str
    text: str
    more: str
    whence: str
    places: tuple[str, ...]


class Leading(NamedTuple):
    """The option that is told first: the one that is proposed, or the first of the file."""

    id: str
    label: str
    summary: str
    told: tuple[Told, ...]


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
    rows: list[Told] = []
    for one in a.answer["options"][at]["sentences"]:
        asked = _KEPT if _starts(one) else _ASKED[one["about"]]
        shown, whence = _shown(a, one, options[at], told), _whence(a, one, options[at])
        row = Told(asked, one["text"], shown, whence, _places(one))
        if rows and rows[-1].asked == asked == _KEPT:
            row = _joined(rows.pop(), row)
        rows.append(row)
    label = options[at].label
    return Leading(options[at].id, label, dict(explained(a)).get(label, ""), tuple(rows))


def _joined(one: Told, other: Told) -> Told:
    """Return two answers to the same question as one."""
    text = f"{one.text} {other.text}"
    return one._replace(text=text, places=tuple(dict.fromkeys((*one.places, *other.places))))


def _starts(one: Mapping[str, Any]) -> bool:
    """Say whether a sentence tells who can keep something from ever binding."""
    return one["about"] == "stop" and "/loopholes/" in one["figures"][0]


def _shown(
    a: Assessment, one: Mapping[str, Any], option: OptionAssessment, told: Sequence[Fault]
) -> str:
    """Say how the gravest fault shows in the option, and whether it deters as all is assumed."""
    if one["about"] == "deter":
        does = _found(a, one["figures"][0])
        said = "As assumed, it does" if does is True else "As assumed, it does not"
        return f"{said}. {_drawn(a, one)}" if isinstance(does, bool) else ""
    if one["about"] != "worst" or not option.loopholes:
        return ""
    cases = (c for f in told if f.id == option.loopholes[0].id for c in f.cases)
    said = next((c.statement for c in cases if option.label in c.options or not c.options), "")
    return f"Here: {said}" if said else ""


def _whence(a: Assessment, one: Mapping[str, Any], option: OptionAssessment) -> str:
    """Say where a sentence comes from, and what it rests on most."""
    text = f"Counted, with no estimate, from {one['rests_on']}"
    if cited := _worded(a, one, option):
        text = text.replace(TEXT, f"{TEXT} ({cited})", 1)
    if one["about"] in ("stop", "worst"):
        return text
    rests = f"Rests most on {one['rests_on']}"
    if one["about"] == "deter":
        solved = a.decision is not None and a.inputs
        return f"Computed in a game of {staked(a.inputs)}. {rests}" if solved else ""
    figures = [found for where in one["figures"] if (found := _figure(a, where))]
    if any(not figure.known for figure in figures):
        return "" if _said(one["rests_on"], one["says"]) else one["rests_on"]
    premises = [premise for figure in figures for premise in figure.premises]
    number = counts(premises, documents(a), a.at)
    days = [f for f in figures if f.unit == "days" and f.value]
    line = next(x for x in lines(a) if x.option is option)
    sure = "; the day is the text's own" if days and all(of_text(a, line, f) for f in days) else ""
    return f"Simulated from {number}{sure}. {rests}" if number else text


def _worded(a: Assessment, one: Mapping[str, Any], option: OptionAssessment) -> str:
    """Name the sources of the wording that a sentence is counted from."""
    variant = variant_of(a, option.id)
    if variant is None:
        return ""
    if one["about"] == "worst" and option.loopholes:
        paths = dict.fromkeys(path[:2] for path in option.loopholes[0].clauses)
        clauses = [clause_at(variant, path) for path in paths]
    else:
        steps = [step for one in variant.procedures.values() for step in one.steps]
        clauses = [*variant.guarantees.values(), *variant.procedures.values(), *steps]
    return texts(clauses, documents(a))


def _drawn(a: Assessment, one: Mapping[str, Any]) -> str:
    """Say what an option changes over all draws, beside what it does on one set of values."""
    assert a.decision is not None, "it was asked whether it deters"
    row = a.decision.rows[int(one["figures"][0].split("/")[3])]
    beside = next(paired for paired in row.paired if paired.other == NOTHING)
    idle = "it changes nothing: " if beside.lower == beside.higher == 0 else ""
    less, more = _beside_none(row)
    return (
        f"Over all {a.decision.solved:,} draws together {idle}an attack is less likely than with no"
        f" arrangement in {less} of them, and likelier in {more}"
    )


def overall(a: Assessment, first: str) -> list[str]:
    """Say, for each who may attack, what every option but the first changes over all draws.

    A threshold moves one input with all others at one value each, and may read otherwise.
    """
    if a.decision is None or len(a.options) == 1:
        return []
    rows: dict[str, list[str]] = {}
    for row in a.decision.rows:
        if row.option in a.options and row.option != first:
            less, more = _beside_none(row)
            rows.setdefault(row.name, []).append(f"{row.label} {less} ({more})")
    lesser = [
        f"{one.label} {rounded(one.probe.value)}"
        for name, one in a.options.items()
        if name != first and one.probe.value is not None
    ]
    instead = "The mean chance of a breach that is less than an attack is"
    return [
        *(
            f"Over all {a.decision.solved:,} draws together, in which every input moves, an attack"
            f" by {name} is less likely than with no arrangement (in brackets: likelier) in this"
            f" share of them: {'; '.join(told)}"
            for name, told in rows.items()
        ),
        *([f"{instead}: {'; '.join(lesser)}"] if lesser else []),
    ]


def _beside_none(row: Decided) -> tuple[str, str]:
    paired = next(one for one in row.paired if one.other == NOTHING)
    return percent(paired.lower), percent(paired.higher)


def _said(rests_on: str, says: str) -> bool:
    """Say whether a sentence already says what it rests on."""
    return rests_on.removeprefix("not known: ") in says


def _figure(a: Assessment, pointer: str) -> Figure | None:
    """Return the figure that a pointer leads to; nothing where it is another thing."""
    found = _found(a, pointer)
    return found if isinstance(found, Figure) else None


def _found(a: Assessment, pointer: str) -> Any:
    """Return what a pointer into the JSON leads to in the assessment; None where nothing does."""
    first, *parts = pointer.split("/")[1:]
    found: Any = list(a.options.values()) if first == "options" else getattr(a, first, None)
    for part in parts:
        listed = part.isdigit() and isinstance(found, Sequence)
        found = found[int(part)] if listed else getattr(found, part, None)
    return found


# The options beside it -------------------------------------------------------------------------


class Answered(NamedTuple):
    """A sentence of the answer, with the options it is of, what it rests on and its figures.

    What all sentences on a question rest on is told with the question, and not here.
    """

    label: str
    says: str
    rests_on: tuple[str, ...]
    figures: tuple[str, ...]


class Question(NamedTuple):
    """A question of the answer, what all that is said of it rests on, and what is said."""

    lead: str
    rests_on: tuple[str, ...]
    said: tuple[Answered, ...]


def answered(whole: Mapping[str, Any], first: str) -> list[Question]:
    """Return the answer on the other options by question, with what it rests on and its figures.

    Parameters
    ----------
    whole
        `foedus.assessment.answer.answer`.
    first
        The option that was told first: what all the others rest on as it does is not told again.
    """
    answer = {**whole, "options": [one for one in whole["options"] if one["id"] != first]}
    told = {s["rests_on"] for o in whole["options"] if o["id"] == first for s in o["sentences"]}
    rests: dict[tuple[str, str], dict[str, None]] = {}
    figures: dict[tuple[str, str], dict[str, None]] = {}
    labels = [option["label"] for option in answer["options"]]
    alone = labels[0] if len(labels) == 1 else "Every other option"
    for option in answer["options"]:
        for one in option["sentences"]:
            key = (one["lead"], one["says"])
            rests.setdefault(key, {})[one["rests_on"]] = None
            figures.setdefault(key, {}).update(dict.fromkeys(_places(one)))
    return [
        _question(
            group.lead,
            [
                Answered(
                    label or alone,
                    says,
                    tuple(why for why in rests[group.lead, says] if not _said(why, says)),
                    tuple(figures[group.lead, says]),
                )
                for label, says in group.said
            ],
            told,
        )
        for group in grouped(answer)
    ]


def _question(lead: str, said: Sequence[Answered], told: Collection[str]) -> Question:
    """Return a question; what every sentence rests on is told once."""
    shared = said[0].rests_on if len({one.rests_on for one in said}) == 1 else ()
    kept = said if not shared else [one._replace(rests_on=()) for one in said]
    return Question(lead, tuple(why for why in shared if why not in told), tuple(kept))


_SECTIONS = {"blockers": "stop", "groups": "stop", "loopholes": "faults", "absent": "method"}


def _places(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the places on the page where the figures of a sentence are explained."""
    return tuple(dict.fromkeys(map(_where, one["figures"])))


def _where(pointer: str) -> str:
    """Return the place on the page where a figure of the JSON is explained."""
    parts = pointer.split("/")
    for part, section in _SECTIONS.items():
        if part in parts:
            return section
    if pointer.startswith("/decision/rows/") or "taken_as_given" in parts:
        return anchor("/".join(parts[:4]))
    return "clock" if pointer.endswith("/needs") else anchor(pointer)
