"""What `foedus stable` says of the options of an arrangement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from foedus.cli.edge import load, stop, take, working
from foedus.cli.stable import Asked, Told
from foedus.cli.stable_conflict import as_plain
from foedus.orderings import OptionStability, option_conflict, option_stability
from foedus.stability import SENSES, Sense

if TYPE_CHECKING:
    from foedus.language import Arrangement
    from foedus.orderings import OptionConflict
    from foedus.process import Fact
    from foedus.stability import Above

_SAID: tuple[Sense, ...] = ("SEQ",)
"""The sense in which conditions are told of every option, unless another is asked for."""


def told(asked: Asked) -> Told:
    """Return everything that is said of an arrangement's options."""
    from foedus.views import conflict_svg, conflict_tree_svg
    from foedus.views import stability_screen as screen

    arrangement = load(asked.case, None)
    for name, given in (("--state", asked.state), ("--coalitions", asked.coalitions)):
        if given:
            stop(f"{name} is for conflicts; an arrangement is asked about its status quo.")
    if asked.option and asked.option not in arrangement.options:
        load(asked.case, asked.option)
    if (asked.graph or asked.tree) and not asked.option and len(arrangement.options) > 1:
        stop("--svg and --tree draw one option: say which by --option.")
    found = _options(asked, arrangement)
    said = asked.senses or (SENSES if asked.option else _SAID)
    lines = list(screen.case_heading(arrangement.title, found))
    beside = list[dict[str, object]]()
    for reading in asked.readings:
        here = [o for o in found if o.reading == reading]
        lines += ["", *screen.shares_table(here)]
        for option in here:
            lines += ["", *screen.option_told(option, said)]
        if asked.stakes:
            said_of, plain_of = _beside(arrangement, here, asked.senses or SENSES)
            lines += ["", *said_of]
            beside += plain_of
    if asked.orderings:
        known = [f.id for o in arrangement.options for f in _facts(arrangement, o)]
        lines += _ordered(asked, found, known)
    lines += ["", screen.NO_FORECAST]
    first = found[0].conflict
    return Told(
        lines,
        {
            "case": asked.case,
            "title": arrangement.title,
            "options": [_plain(o) for o in found],
            **({"stakes": beside} if asked.stakes else {}),
        },
        [row for o in found for row in _rows(o)],
        conflict_svg(first) if asked.graph else "",
        conflict_tree_svg(first) if asked.tree else "",
    )


def _options(asked: Asked, arrangement: Arrangement) -> list[OptionStability]:
    names = [asked.option] if asked.option else list(arrangement.options) or [""]
    found = []
    with working("asking each option") as progress:
        for at, name in enumerate(names):
            conflict = option_conflict(arrangement, name or "")
            found += [option_stability(conflict, SENSES, reading) for reading in asked.readings]
            if progress:
                progress(at + 1, len(names))
    return found


def _beside(
    arrangement: Arrangement, found: Sequence[OptionStability], senses: Sequence[str]
) -> tuple[list[str], list[dict[str, object]]]:
    """Say what the stakes in the file decide, and what only their magnitudes do."""
    from foedus.orderings import Stakes, from_stakes
    from foedus.views import beside_heading, stakes_told

    if not arrangement.stakes:
        stop("--stakes: the file says nothing of stakes. Write 'stakes', or use --orderings.")
    lines, plain = list(beside_heading()), list[dict[str, object]]()
    for option in found:
        conflict, stakes = option.conflict, Stakes(arrangement, option.conflict)
        lines.append(conflict.label)
        for sense, rows in option.requirements.items():
            if sense not in senses:
                continue
            joint = from_stakes(stakes, rows)
            each = [(one, from_stakes(stakes, [one])) for one in rows]
            lines += stakes_told(conflict, sense, each, joint)
            plain.append(
                {
                    "option": conflict.option,
                    "sense": sense,
                    "sanctions": option.reading,
                    "decided": joint.decided,
                    "share_of_draws": joint.share,
                    "open": [statement(s, conflict) for s in joint.open],
                    "not_preferred": [statement(s, conflict) for s in joint.unwilling],
                }
            )
    return lines, plain


def statement(one: Above, conflict: OptionConflict) -> dict[str, str]:
    """Return a statement as plain data."""
    return {
        "who": conflict.graph.makers[one.maker],
        "ranks": conflict.says(one.high),
        "above" if one.strict else "at_least_as_high_as": conflict.says(one.low),
    }


def _facts(arrangement: Arrangement, name: str) -> Sequence[Fact]:
    return option_conflict(arrangement, name).cut.facts


def _ordered(asked: Asked, found: Sequence[OptionStability], known: Sequence[str]) -> list[str]:
    """Say what is stable under orderings from a file."""
    import numpy as np

    from foedus.stability import robustness, stable
    from foedus.views import swaps_said

    statements = _statements(asked.orderings or "")
    lines = ["", f"Under the orderings of {asked.orderings}:"]
    for option in found:
        conflict = option.conflict
        ranks = np.array(conflict.ranks(statements, known))
        of = np.array(conflict.of)
        for sense in asked.senses or SENSES:
            holds = stable(conflict.graph, ranks[:, of], sense, option.reading)[:, 0]  # type: ignore[arg-type]
            leaves = [n for n, h in zip(conflict.called, holds, strict=True) if not h]
            verdict = (
                "the status quo is stable" if not leaves else f"{' and '.join(leaves)} would act"
            )
            lines.append(f"  {conflict.label}, {sense} ({option.reading}): {verdict}.")
            far = robustness(conflict.graph, ranks, 0, sense, option.reading, conflict.of, 2)  # type: ignore[arg-type]
            lines.append(f"    {swaps_said(far, conflict.called, conflict.says)}")
    return lines


def _statements(file: str) -> dict[str, list[str]]:
    """Read statements of preference by decision maker from a file."""
    from foedus.language import BadArrangementError, parse

    try:
        document, problems = parse(take(file), file)
    except BadArrangementError as error:
        stop(str(error))
    if problems:
        stop(str(BadArrangementError(problems)))
    value: Any = document.value
    rows = value.get("orderings") if isinstance(value, dict) else None
    if not isinstance(rows, dict) or not all(isinstance(said, list) for said in rows.values()):
        stop(
            f"{file}: there are no statements of preference. Write 'orderings:' and under it for "
            "each decision maker a list, first what matters most."
        )
    return {str(who): [str(s) for s in said] for who, said in rows.items()}


def _plain(found: OptionStability) -> dict[str, object]:
    conflict = found.conflict
    outcomes = tuple(conflict.says(at) for at in range(len(conflict.outcomes)))
    return {
        "option": conflict.option,
        "label": conflict.label,
        "sanctions": found.reading,
        "decision_makers": dict(zip(conflict.graph.makers, conflict.called, strict=True)),
        "facts": {fact.id: fact.says for fact in conflict.cut.facts},
        "states": len(conflict.graph.states),
        "outcomes": list(outcomes),
        "complete": conflict.cut.complete,
        "share": {sense: share.value for sense, share in found.joint.items()},
        "share_exact": {
            sense: None if share.exact is None else str(share.exact)
            for sense, share in found.joint.items()
        },
        "requirements": [
            as_plain(r, conflict.graph.makers, outcomes)
            for rows in found.requirements.values()
            for r in rows
        ],
    }


def _rows(found: OptionStability) -> list[dict[str, object]]:
    return [
        {
            "option": found.conflict.option,
            "sense": sense,
            "sanctions": found.reading,
            "decision_maker": maker,
            "verdict": one.verdict,
            "share": part.value,
            "counted": part.exact is not None,
            "share_for_all": found.joint[sense].value,
        }
        for sense, rows in found.requirements.items()
        for maker, one, part in zip(
            found.conflict.graph.makers, rows, found.shares[sense], strict=True
        )
    ]
