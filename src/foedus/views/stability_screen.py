"""Stability on the screen: a conflict's tables, and a case's options side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from foedus.orderings import FromStakes, OptionConflict, OptionStability
from foedus.process import LEFT_OUT, told
from foedus.stability import (
    CALLED,
    SANCTIONS,
    SENSES,
    Above,
    Analysis,
    Coalitions,
    Model,
    Reading,
    Requirement,
    Share,
    Step,
    every_coalition,
)
from foedus.views.stability import SUPPOSES, conditions, listed

MOST_STATES = 60
"""States up to which each has a line of its own; beyond, only what is stable for all is listed."""
NO_FORECAST = (
    "Shares count orderings and are no chances. "
    "This follows from the moves and orderings alone; it is no forecast."
)


def heading(model: Model) -> Iterator[str]:
    """Yield what the conflict is: its title, source, size and decision makers."""
    graph = model.graph
    yield model.title or "A conflict"
    if model.source:
        yield f"Source: {model.source}"
    if model.note:
        yield model.note
    moves = sum(len(m.targets) for m in graph.moves)
    yield f"{len(graph.states):,} states, {moves:,} moves; decision makers: {listed(model.called)}."


def sense_name(sense: str) -> str:
    """Return what a sense is called.

    Examples
    --------
    >>> sense_name("SEQ"), sense_name("L2")
    ('SEQ (sequential)', 'L2 (2 moves ahead)')
    """
    if sense in CALLED:
        return f"{sense} ({CALLED[sense]})"
    return f"{sense} ({sense[1:]} moves ahead)"


def stability_table(found: Analysis) -> Iterator[str]:
    """Yield who finds each state stable, by sense; then what is stable for all."""
    graph = found.model.graph
    senses = list(dict.fromkeys(sense for sense, _ in found.found))
    readings = list(dict.fromkeys(reading for _, reading in found.found))
    for reading in readings:
        if len(graph.makers) > 2:
            yield f"With {SANCTIONS[reading]}:"
        if len(graph.states) <= MOST_STATES:
            yield from _by_state(found, senses, reading)
        for sense in senses:
            states = found.for_all(sense, reading)
            yield f"  {sense_name(sense)}, stable for all: {', '.join(states) or 'none'}"
    if len(readings) == 2:
        yield from _differences(found, senses)


def _by_state(found: Analysis, senses: Sequence[str], reading: Reading) -> Iterator[str]:
    graph = found.model.graph
    rows = [["state", *senses]]
    for at, name in enumerate(graph.states):
        cells = []
        for sense in senses:
            holds = found.found[sense, reading][:, at]
            who = ",".join(m for m, stable in zip(graph.makers, holds, strict=True) if stable)
            cells.append("all" if holds.all() else who or "-")
        rows.append([name, *cells])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()


def _differences(found: Analysis, senses: Sequence[str]) -> Iterator[str]:
    graph = found.model.graph
    for sense in senses:
        legal, single = found.found[sense, "legal"], found.found[sense, "single"]
        told = [
            f"{graph.states[at]} for {found.model.called[i]}"
            for i, at in zip(*(legal != single).nonzero(), strict=True)
        ]
        if told:
            yield f"  {sense}: stable by sequences and not by single opponents: {', '.join(told)}."
    same = [s for s in senses if (found.found[s, "legal"] == found.found[s, "single"]).all()]
    if same:
        yield f"  Both readings of sanctions agree in {listed(same)}."


def ways_told(
    model: Model, ways: Mapping[int, Sequence[Step]], targets: Sequence[int]
) -> Iterator[str]:
    """Yield how each target is reached from the status quo, and which are not."""
    assert model.status_quo is not None
    graph = model.graph
    start = graph.states[model.status_quo]
    yield f"From the status quo, {start}, to what is stable for all in some sense:"
    others = [target for target in targets if target != model.status_quo]
    for target in others[:MOST_STATES]:
        name = graph.states[target]
        if target not in ways:
            yield f"  {name} cannot be reached."
            continue
        steps = [f"{model.called[s.maker]} to {graph.states[s.state]}" for s in ways[target]]
        yield f"  {name} in {_moves(len(steps))}: {', '.join(steps)}."
    if len(others) > MOST_STATES:
        yield f"  {len(others) - MOST_STATES:,} more: see --json."


def _moves(count: int) -> str:
    return "1 move" if count == 1 else f"{count} moves"


def coalitions_told(
    model: Model, state: int, senses: Sequence[str], reading: Reading
) -> Iterator[str]:
    """Yield which coalitions would upset a state, in each sense."""
    asked = list(model.coalitions) or every_coalition(model.graph)
    looked = Coalitions(model.graph, model.orderings, reading)
    yield f"Coalitions that would leave {model.graph.states[state]} ({SANCTIONS[reading]}):"
    for sense in SENSES:
        if sense in senses:
            teams = looked.upset_by(state, sense, asked)
            named = [" with ".join(model.called[i] for i in team) for team in teams]
            yield f"  {sense_name(sense)}: {'; '.join(named) or 'none'}"


def inverse_told(
    model: Model, found: Sequence[Requirement], shares: Sequence[Share], joint: Share
) -> Iterator[str]:
    """Yield under which orderings a state of a conflict is stable, in one sense."""
    subject = model.graph.states[found[0].state]
    sense = found[0].sense
    yield f"When {subject} is stable, in the sense {sense_name(sense)}: {SUPPOSES[sense]}."
    for one, part in zip(found, shares, strict=True):
        for line in conditions(one, model.called, lambda s: [model.graph.states[s]], subject):
            yield f"  {line}"
        if one.verdict == "depends":
            yield f"  That is {part} of all orderings."
    yield f"  For everybody: {joint} of all orderings."


# A case -----------------------------------------------------------------------------------------


def case_heading(title: str, options: Sequence[OptionStability]) -> Iterator[str]:
    """Yield what was asked of a case, and how its process was cut."""
    yield f"{title}: when the status quo, without an attack, is stable, by orderings alone"
    facts = list(dict.fromkeys(f.says for o in options for f in o.conflict.cut.facts))
    yield (
        "The status quo is the first day: nobody has acted. Orderings rank outcomes by whether "
        f"{listed(facts, 'or')}."
    )
    yield f"Left out: {'; '.join(LEFT_OUT)}."
    yield "That somebody prefers an answer means: it ranks what then is above what was before."
    if any(len(o.conflict.graph.makers) > 2 for o in options):
        yield f"Sanctions: {SANCTIONS[options[0].reading].removeprefix('sanctions ')}."
    for option in options:
        if not option.conflict.cut.complete:
            yield (
                f"{option.conflict.label}: undecided, since only the first "
                f"{len(option.conflict.cut.states):,} states were followed up."
            )


def shares_table(options: Sequence[OptionStability]) -> Iterator[str]:
    """Yield for each option the share of all orderings under which everybody lets it stand."""
    senses = [s for s in SENSES if any(s in o.requirements or s in o.undecided for o in options)]
    yield "Share of all orderings under which everybody would let the status quo stand:"
    rows = [["option", *senses]]
    for option in options:
        rows.append([option.conflict.label, *(_short(option.joint.get(s)) for s in senses)])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()
    for sense in senses:
        yield f"  {sense_name(sense)}: {SUPPOSES[sense]}."


def _short(share: Share | None) -> str:
    if share is None:
        return "undecided"
    return f"{'' if share.exact is not None else '~'}{100 * share.value:.3g} %"


def option_told(found: OptionStability, senses: Sequence[str]) -> Iterator[str]:
    """Yield under which orderings the status quo is stable under an option."""
    conflict = found.conflict
    yield f"{conflict.label}"
    for sense in SENSES:
        if sense not in senses:
            continue
        yield f"  {sense_name(sense)}: {SUPPOSES[sense]}."
        if sense in found.undecided:
            yield f"    Undecided: {found.undecided[sense]}."
            continue
        for one, part in zip(found.requirements[sense], found.shares[sense], strict=True):
            for line in conditions(one, conflict.called, lambda o: told(conflict.facts(o))):
                yield f"    {line}"
            if one.verdict == "depends":
                yield f"    That is {part} of all orderings."


def beside_heading() -> Iterator[str]:
    """Yield what stakes are asked about, and how that differs from the game."""
    yield "Beside the stakes of the file"
    yield (
        "Whatever the values: for all values of stakes and chances within their ranges. "
        "In how many draws: of 1,000 from the ranges; no frequency."
    )
    yield (
        "Not as in foedus deter: guarantors come if that is better for them by their stakes, and "
        "not as often as the record says; nobody errs; nothing comes too late."
    )


def stakes_told(
    conflict: OptionConflict,
    sense: str,
    rows: Sequence[tuple[Requirement, FromStakes]],
    joint: FromStakes,
) -> Iterator[str]:
    """Yield what stakes say of an option in one sense, and which comparisons they leave open."""
    share = ""
    if joint.share is not None:
        share = f"; the status quo is stable in {100 * joint.share:.3g} % of draws"
    verdict = {
        "holds": "the status quo is stable whatever the values",
        "fails": "the status quo is not stable, whatever the values",
        "open": f"only magnitudes decide{share}",
    }[joint.decided]
    yield f"  {sense}: {verdict}."
    for one, found in rows:
        who = conflict.called[one.maker]
        if found.decided == "fails":
            yield f"    {who} would act whatever the values."
        elif found.decided == "open":
            part = "" if found.share is None else f", in {100 * found.share:.3g} % of draws"
            yield f"    {who} would let it stand{part}; {_comparisons(conflict, found.open)}."
    if joint.unwilling and joint.decided != "holds":
        counted = Counter(_refused(conflict, s) for s in joint.unwilling)
        said = [
            f"{answer} (after {n} outcome{'s' if n > 1 else ''})" for answer, n in counted.items()
        ]
        yield f"    Answers not preferred, whatever the values: {'; '.join(said)}."


def _comparisons(conflict: OptionConflict, left: Sequence[Above]) -> str:
    """Name the comparisons that magnitudes decide; the rest of many by their number."""
    shown = [
        f"{conflict.called[s.maker]} on {_outcome(conflict, s.high)} against "
        f"{_outcome(conflict, s.low)}"
        for s in left[:3]
    ]
    more = f" and {len(left) - 3} more comparisons (all with --json)" if len(left) > 3 else ""
    return f"magnitudes decide {'; '.join(shown)}{more}"


def _refused(conflict: OptionConflict, statement: Above) -> str:
    """Name an answer that somebody does not prefer, by what it adds."""
    added = [f for f in conflict.facts(statement.high) if f not in conflict.facts(statement.low)]
    return f"{_quoted(listed(told(added)))}, by {conflict.called[statement.maker]}"


def _outcome(conflict: OptionConflict, outcome: int) -> str:
    said = conflict.says(outcome)
    return said if outcome == 0 else _quoted(said)


def _quoted(text: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"
