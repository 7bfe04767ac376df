"""Numbers that the game computes, and those that go into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from foedus.assessment import Assessment
from foedus.deterrence import NOTHING, valued
from foedus.figures import percent, rounded
from foedus.language import Source
from foedus.views.citing import titled
from foedus.views.origins import reason, staked
from foedus.views.provenance.number import (
    BY_AUTHORS,
    NO_SOURCE,
    SOLVED,
    UNKNOWN,
    Asked,
    Number,
    at_pointer,
)
from foedus.views.switching import switched

_TOGETHER = "all that is assumed together"
_SHARES = {
    "not_needed": ("whatever is chosen", "with this and with no arrangement"),
    "none": ("never", "with neither"),
    "another": ("only with an option", "only with this"),
    "harms": ("undone by an option", "only without it"),
}
"""What a share of situations is of: of several options, and of one."""


def turning(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield the value of an input at which the answer changes, and what is taken for it."""
    switch = at_pointer(asked.a, pointer.rpartition("/")[0])
    one = next(one for one in asked.a.inputs if one.name == switch.name)
    if pointer.endswith("/middle"):
        yield Number(
            pointer,
            valued(one.name, switch.middle, unit=False),
            f"what is taken for {one.says}",
            f"{switch.kind} {BY_AUTHORS}",
            "the middle of its range",
            titled(one.sources, asked.known) if one.sources else NO_SOURCE,
            str(asked.sentence["rests_on"]),
            one.sources,
        )
        return
    yield Number(
        pointer,
        valued(one.name, switch.value, unit=False),
        f"the value of {one.says}, at which the answer changes",
        SOLVED,
        f"solved along this input, all others at their middle: {_command(asked.a)}",
        _stakes(asked.a, asked.known),
        str(asked.sentence["rests_on"]),
        _keys(asked.a),
    )


def other_turns(a: Assessment, known: Mapping[str, Source], option: str) -> Iterator[Number]:
    """Yield where else than first named the answer on an option changes, along other inputs."""
    label, inputs = a.options[option].label, {one.name: one for one in a.inputs}
    mine = [one for one in switched(a.decision, a.inputs) if label in one.labels]
    named = {one.name for found in mine[:1] for one, _ in found.crossings[1:]}
    for at, row in enumerate(a.decision.rows if a.decision is not None else ()):
        if row.option != option or not mine or row.name != mine[0].by:
            continue
        for n, switch in enumerate(row.switches):
            if switch.name in named:
                one = inputs[switch.name]
                yield Number(
                    f"/decision/rows/{at}/switches/{n}/value",
                    valued(one.name, switch.value, unit=False).rpartition(" ")[2],
                    f"the value of {one.says}, at which the answer changes",
                    SOLVED,
                    f"solved along this input, all others at their middle: {_command(a)}",
                    _stakes(a, known),
                    f"{one.says} ({reason(one, known)})",
                    _keys(a),
                )


def _command(a: Assessment) -> str:
    return f"foedus deter {Path(a.case).name}"


def _stakes(a: Assessment, known: Mapping[str, Source]) -> str:
    """Say of what kinds the inputs of the game are, and which of them cite anything."""
    keys = _keys(a)
    cite = sum(bool(one.sources) for one in a.inputs)
    some = f"; {cite} cite a source ({titled(keys, known)})" if cite else "; none cites a source"
    return f"{staked(a.inputs)}{some}"


def _keys(a: Assessment) -> tuple[str, ...]:
    """Return the sources of the inputs of the game."""
    return tuple(dict.fromkeys(key for one in a.inputs for key in one.sources))


def absent(asked: Asked, pointer: str) -> Iterator[Number]:
    """Yield that it is not known whether an option deters."""
    why = str(asked.sentence["rests_on"])
    yield Number(pointer, "not known", "whether it deters", UNKNOWN, why, NO_SOURCE, why)


def situations(
    a: Assessment, known: Mapping[str, Source], sentence: Mapping[str, Any]
) -> Iterator[Number]:
    """Yield the numbers of what holds whatever the option."""
    table = a.decision
    for pointer in sentence["figures"] if table is not None else ():
        found, last = at_pointer(a, pointer), pointer.rpartition("/")[2]
        rests = str(sentence["rests_on"])
        if last in _SHARES:
            by = at_pointer(a, "/".join(pointer.split("/")[:4])).name
            yield Number(
                pointer,
                f"{percent(found)} {_SHARES[last][len(a.options) == 1]}",
                f"share of situations in which an attack by {by} is unlikely (below even odds)",
                SOLVED,
                f"the draws are counted: {_command(a)}",
                _stakes(a, known),
                rests,
                _keys(a),
            )
        elif last == "erring" and percent(found) != percent(0):
            by = at_pointer(a, pointer.rpartition("/")[0]).name
            yield Number(
                pointer,
                percent(found),
                f"share of situations in which whether an attack by {by} is below even odds is"
                " another as errors of judgement vanish",
                SOLVED,
                f"the draws are counted, with errors and as they vanish: {_command(a)}",
                _stakes(a, known),
                rests,
                _keys(a),
            )
        elif last in ("played", "other"):
            text = f"{found:.2f}" if found >= 0.01 or found == 0 else f"{found:.3f}"
            of = "mean chance of an attack at the ends of what the file is silent on"
            rule = f"mean over the draws: {_command(a)}"
            yield Number(pointer, text, of, SOLVED, rule, _stakes(a, known), rests, _keys(a))
        elif last == "solved":
            yield Number(
                pointer,
                f"{found:,}",
                "situations: sets of values for all that is uncertain",
                "chosen by who asks",
                f"--draws {a.draws} --seed {a.seed}; those solved under every option",
                "none is needed",
                "that what is uncertain is drawn as the file's ranges have it",
            )


def beside_none(a: Assessment, known: Mapping[str, Source], option: str) -> Iterator[Number]:
    """Yield what an option changes over all draws, and how likely it makes lesser breaches."""
    for at, row in enumerate(a.decision.rows if a.decision is not None else ()):
        beside = next((n for n, one in enumerate(row.paired) if one.other == NOTHING), None)
        if row.option == option and beside is not None:
            one = row.paired[beside]
            yield Number(
                f"/decision/rows/{at}/paired/{beside}/lower",
                f"{percent(one.lower)} ({percent(one.higher)})",
                f"share of all draws in which an attack by {row.name} is less likely than with no"
                " arrangement (in brackets: likelier)",
                SOLVED,
                f"the draws are counted: {_command(a)}",
                _stakes(a, known),
                _TOGETHER,
                _keys(a),
            )
            if row.lesser is not None:
                yield Number(
                    f"/decision/rows/{at}/lesser/instead",
                    percent(row.lesser.instead),
                    f"share of all draws in which an attack by {row.name} becomes less likely and a"
                    " lesser breach as much likelier",
                    SOLVED,
                    f"the draws are counted: {_command(a)}",
                    _stakes(a, known),
                    _TOGETHER,
                    _keys(a),
                )
    probe = a.options[option].probe
    if a.decision is not None and probe.value is not None:
        yield Number(
            f"/options/{list(a.options).index(option)}/probe",
            rounded(probe.value),
            "mean chance of a breach that is less than an attack",
            SOLVED,
            f"mean over the draws: {_command(a)}",
            _stakes(a, known),
            _TOGETHER,
            _keys(a),
        )
