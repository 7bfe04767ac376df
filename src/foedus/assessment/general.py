"""What holds whatever the option: whether it matters at all, and what the file is silent on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.assessment.sentence import Plain, Sentence, name_of
from foedus.assessment.sentence import several as takes_plural
from foedus.deterrence import another, lacking, taken_to_sign, unsaid
from foedus.figures import percent
from foedus.language import listed

_SILENT = {
    "false_alarm": (
        "How likely {who} is found in breach when there was none",
        "that never happens",
        "it always does",
    ),
    "both": (
        "How likely what {who} does is seen and traced to {who}",
        "it always is",
        "it never is",
    ),
    "detect": (
        "How likely what {who} does is seen",
        "it always is, and is traced as often as the file says",
        "it never is",
    ),
    "attribute": (
        "How likely what is seen of {who} is traced to {who}",
        "it always is, and is seen as often as the file says",
        "it never is",
    ),
    "some": (
        "How likely some of what {who} does is seen, and some of it traced to {who}",
        "it always is, and all else is as the file says",
        "it never is",
    ),
}
"""What a file may be silent on: how that is asked, as what it is taken, and the other end."""
_LEFT_OUT = {"both": "detect and attribute", "some": "detect and attribute of some acts"}
_MUCH = 0.25
"""In which share of the situations errors must decide for the first screen to say so."""
_PARTS = ("not_needed", "none", "another", "harms")
"""What can be so in a situation, whatever is chosen or because of it."""


def general(plain: Plain) -> Iterator[Sentence]:
    """Say in which share of situations the option matters at all."""
    table = plain["decision"]
    if table is None or not table["solved"]:
        return
    several = len(plain["options"]) > 1
    for at, row in enumerate(table["rows"]):
        if row["option"] != "-":
            continue
        one, where = row["deciding"], f"/decision/rows/{at}/deciding"
        be = "are" if takes_plural(plain, [row["by"]]) else "is"
        anybody = " anybody" if row["fronts"] else ""
        never, either, some, harms = (percent(one[key]) for key in _PARTS)
        unlikely = f"{row['name']} {be} less likely than not to attack{anybody}"
        says = (
            f"{unlikely} whatever is chosen; in {either} never; in {some} only an option "
            f"makes it so; in {harms} an option undoes it"
            if several
            else f"{unlikely} with this and with no arrangement; in {either} with neither; in "
            f"{some} only with this; in {harms} only without it"
        )
        yield Sentence(
            "general",
            f"In {never} of the {table['solved']:,} situations assumed{_signed(table)}",
            says,
            ("/decision/solved", *(f"{where}/{key}" for key in _PARTS)),
            f"{len(plain['inputs'])} inputs of the game with a range, none of them measured"
            if not table["unmeasured"]["measured"]
            else f"{len(plain['inputs'])} inputs of the game with a range",
        )


def erring(plain: Plain) -> Iterator[Sentence]:
    """Say where errors of judgement, and nobody's best conduct, decide much of the answer."""
    table = plain["decision"]
    if table is None or not table["solved"]:
        return
    for by in dict.fromkeys(row["by"] for row in table["rows"]):
        rows = [(at, row) for at, row in enumerate(table["rows"]) if row["by"] == by]
        if told := another([row for _, row in rows], _MUCH):
            name = rows[0][1]["name"]
            yield Sentence(
                "general",
                f"As errors of judgement vanish, whether an attack by {name} is below even odds is",
                f"another {told}",
                tuple(f"/decision/rows/{at}/erring" for at, _ in rows),
                "how often a choice is an error of judgement",
            )


def _signed(table: Plain) -> str:
    """Say who is taken to have signed, where somebody could refuse."""
    who, later = table["signing"]["first"], table["signing"]["later"]
    if not taken_to_sign(table):
        return ""
    return f" ({listed(who) if later else 'all'} taken to sign)"


def silent(plain: Plain) -> Iterator[Sentence]:
    """Say what attack would be at both ends of what the file is silent on, and what is drawn."""
    table = plain["decision"]
    ends = list(enumerate(table["not_known"])) if table is not None else []
    labels = {option["id"]: option["label"] for option in plain["options"]}
    for by, what in dict.fromkeys((one["by"], lacking(one["names"])) for _, one in ends):
        mine = [(at, e) for at, e in ends if (e["by"], lacking(e["names"])) == (by, what)]
        mine = [(at, e) for at, e in mine if e["option"] in labels]
        if mine:
            yield _ends(plain, by, what, mine, labels)
    for told, where in unsaid(table) if table is not None else ():
        lead, _, says = told.partition(": ")
        yield Sentence(
            "general",
            f"{lead}:",
            says.rstrip("."),
            (f"/decision/{where}",),
            "what no file says",
        )


_IN_LAW = {
    "political": ("What is owed under {0}", "is owed as policy and not in law"),
    "disputed": ("Whether what is owed under {0}", "is owed in law is disputed"),
}
"""How it is told what does not bind in law, or may not."""


def in_law(plain: Plain) -> Iterator[Sentence]:
    """Say what is owed as policy alone, and of what it is disputed whether it is owed in law."""
    for binding, (lead, says) in _IN_LAW.items():
        mine = [key for key, one in plain["bindings"].items() if one["binding"] == binding]
        if mine:
            told = listed([plain["bindings"][key]["name"] for key in mine])
            where = tuple(f"/bindings/{key}/binding" for key in mine)
            yield Sentence("general", lead.format(told), says, where, "the text as the file has it")


def unguarded(plain: Plain) -> Iterator[Sentence]:
    """Say for whose acts against whom nobody owes anything and nobody may answer, in any option.

    Where somebody is protected the answer is about acts against it; who is not is told as well.
    """
    asked = {(p["by"], p["against"]) for o in plain["options"] for p in o["pairs"]}
    rows: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for at, option in enumerate(plain["options"]):
        for number, row in enumerate(option["matrix"]):
            answered = bool(row["duties"] or row["rights"] or row["renewed"])
            where = f"/options/{at}/matrix/{number}/duties"
            rows.setdefault((row["by"], row["against"]), []).append((where, answered))
    found = {
        pair: [where for where, _ in mine]
        for pair, mine in rows.items()
        if pair not in asked and not any(answered for _, answered in mine)
    }
    if asked and found:
        yield Sentence(
            "general",
            "No answer is owed",
            f"to what {listed(list(_done(plain, list(found))), 'or')}",
            tuple(where for mine in found.values() for where in mine),
            "the text as the file has it",
        )


def _done(plain: Plain, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for by in dict.fromkeys(by for by, _ in pairs):
        does = f"{name_of(plain, by)} {'do' if takes_plural(plain, [by]) else 'does'}"
        whom = [name_of(plain, against) for who, against in pairs if who == by and against]
        yield f"{does} to {listed(whom, 'or')}" if whom else does


def _ends(
    plain: Plain, by: str, what: str, mine: list[tuple[int, Plain]], labels: dict[str, str]
) -> Sentence:
    asked, taken, other = _SILENT[what]
    parties = dict.fromkeys(name.split(".")[1] for _, one in mine for name in one["names"])
    told = "; ".join(
        f"{labels[one['option']] + ': ' if len(labels) > 1 else ''}"
        f"{_mean(one['played'])} and {_mean(one['other'])}"
        for _, one in mine
    )
    return Sentence(
        "general",
        f"{asked.format(who=listed([name_of(plain, one) for one in parties]))} is not known.",
        f"The mean chance that {name_of(plain, by)} attacks if {taken}, as all other figures have"
        f" it, and if {other}: {told}",
        tuple(f"/decision/not_known/{at}/{key}" for at, _ in mine for key in ("played", "other")),
        f"{_LEFT_OUT.get(what, what)}, which the file leaves out",
    )


def _mean(value: float) -> str:
    return f"{value:.2f}" if value >= 0.01 or value == 0 else f"{value:.3f}"
