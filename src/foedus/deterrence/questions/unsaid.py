"""What no file says: sentences on what is played at both ends, or drawn from all that it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.deterrence.questions.unknown import lacking
from foedus.language import listed

Plain = Mapping[str, Any]


_SILENT = {
    "false_alarm": (
        "how likely {who} is found in breach when there was none (false_alarm under its conduct)",
        "it never happens, and if it always does",
    ),
    "both": (
        "how likely acts of {who} are noticed and laid at its door (detect, attribute of {acts})",
        "they always are, and if they never are",
    ),
    "detect": (
        "how likely acts of {who} are noticed (detect of {acts})",
        "they always are, and laid at its door as often as the file says, and if they never are",
    ),
    "attribute": (
        "how likely acts of {who} that are noticed are laid at its door (attribute of {acts})",
        "they always are, and noticed as often as the file says, and if they never are",
    ),
    "some": (
        "how likely acts of {who} are noticed (detect of some), or laid at its door (attribute of "
        "others: {acts})",
        "these always are, and all else is as the file says, and if they never are",
    ),
}


def at_both_ends(nothing: Plain, options: Sequence[Plain], table: Plain) -> Iterator[str]:
    """Yield what the figures would be at the other end of what the file is silent on.

    Parameters
    ----------
    nothing, options, table
        The rows of one party, first that of no arrangement, and the whole table.
    """
    labels = {row["option"]: row["label"] for row in options}
    ends = [one for one in table["not_known"] if one["by"] == nothing["by"]]
    shown = [one for one in ends if one["option"] in labels]
    lacks = [lacking(one["names"]) for one in shown]
    for what, (asked, ways) in _SILENT.items():
        mine = [one for one, lack in zip(shown, lacks, strict=True) if lack == what]
        if not mine:
            continue
        ids = dict.fromkeys(name.split(".")[1] for one in mine for name in one["names"])
        parties = [table["parties"][one] for one in ids]
        acts = dict.fromkeys(a for one in mine for n in one["names"] for a in n.split(".")[2:])
        about = {"who": listed(parties), "acts": listed([a.replace("_", " ") for a in acts])}
        told = ", ".join(
            f"{labels[one['option']]} {one['played']:.2f} and {one['other']:.2f}" for one in mine
        )
        yield (
            f"Not known: {asked.format(**about)}. The mean chance that "
            f"{nothing['name']} attacks if {ways}: {told}. All other figures are for the first."
        )


_TAKEN = {
    "passing": ("how likely {steps} {passes}", "it is drawn evenly from 0 to 1"),
    "ballots": (
        "how members vote in {steps}",
        "each one's ballot is drawn, every mix of yes, abstain and no as likely, and counted by "
        "the rule of the step",
    ),
    "days": (
        "how long {steps} {takes}",
        "it is taken to be any time from a day to a year, by ratio",
    ),
}


def unsaid(table: Plain) -> Iterator[tuple[str, str]]:
    """Yield what is chosen, or drawn from all that it can be, as no file says anything of it.

    Each is a sentence, and where in the table that stands.

    Parameters
    ----------
    table
        `foedus.deterrence.Decision.as_json`.
    """
    labels = {row["option"]: row["label"] for row in table["rows"]}
    several = len(labels) > 2
    if later := table["signing"]["later"]:
        whom = "this party" if len(later) == 1 else "them"
        told = (
            f"Not forced: whether {listed(later)} {'signs' if len(later) == 1 else 'sign'}, since "
            f"the file has no 'refusing' for {whom}, the worth of there being no deal. In the game "
            "that is chosen by what is at stake, and every figure counts that it may not be done."
        )
        yield told, "signing/later"
    for at, one in enumerate(table["silent"]):
        what, taken = _TAKEN[one["what"]]
        steps = listed([f"{step!r}" for step in one["steps"]])
        verbs = ("takes", "passes") if len(one["steps"]) == 1 else ("take", "pass")
        says = what.format(steps=steps, takes=verbs[0], passes=verbs[1])
        under = f" under {listed([labels[name] for name in one['options']])}" if several else ""
        told = f"Not known: {says}{under}, of which the file says nothing: {taken}."
        yield told, f"silent/{at}"


def situations(table: Plain) -> str:
    """Return the set that shares are of: `the 500 situations`."""
    return "the one situation" if table["solved"] == 1 else f"the {table['solved']} situations"


_FEW = 3
"""Inputs that are named in a sentence."""
_BY_NOBODY = {
    "judged": ("is an analyst's judgement", "are an analyst's judgement"),
    "assumed": ("is assumed", "are assumed"),
}


def unmeasured(table: Plain) -> Iterator[str]:
    """Yield of how many inputs the file gives no measurement, and which: all, or what decides."""
    kinds = {kind: len(names) for kind, names in table["unmeasured"].items()}
    every, measured = sum(kinds.values()), kinds["measured"]
    if every == measured:
        if every:
            yield f"Of the inputs with a range ({every}) all are measured."
        elif table["solved"] == 1:
            yield "No input has a range, and there is one situation."
        else:
            yield (
                f"No input has a range: {situations(table)} differ at most in how votes and "
                "procedures go."
            )
        return
    told = [f"{kinds[k]} {says[kinds[k] > 1]}" for k, says in _BY_NOBODY.items() if kinds[k]]
    costs = dict.fromkeys(row["switches"][0]["name"] for row in table["rows"] if row["switches"])
    others = [name for kind in _BY_NOBODY for name in table["unmeasured"][kind]]
    few = len(others) <= _FEW  # all are named
    decisive = others if few else [name for name in costs if name in others][:_FEW]
    some = "namely" if few else "among them"
    among = f", {some} {listed([table['inputs'][n] for n in decisive])}" if decisive else ""
    known = f"{measured or 'none'} {'is' if measured < 2 else 'are'}"
    yield (
        f"Of the inputs with a range ({every}) {known} measured; {' and '.join(told)}{among}: "
        f"the file gives no measurement of {'it' if every - measured == 1 else 'these'}."
    )
