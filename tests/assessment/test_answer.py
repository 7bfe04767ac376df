"""The answer first: every sentence is read off figures, and changes when one of them does."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from foedus.assessment import assess
from foedus.assessment.answer import answer
from foedus.assessment.general import unguarded
from foedus.assessment.sentence import anyone_of
from foedus.casebook import text_of
from foedus.language import read
from foedus.process import Obligation

CASES = {
    "ukraine-2025": ["as-proposed", "immediate-membership", "coalition-of-the-willing"],
    "unscr-2231-snapback": None,
    "cyprus-1960": None,
    "budapest-1994": None,
    "sinai-1979": None,
    "qatar-2025": None,
}


@cache
def plain(case: str) -> dict[str, Any]:
    """Return an assessment as it is written to a file."""
    found = assess(read(text_of(case)), case, CASES[case], draws=12, paths=False)
    return json.loads(json.dumps(found.as_json()))


def sentences(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [*told["general"], *(one for o in told["options"] for one in o["sentences"])]


def at(data: Any, pointer: str) -> Any:
    """Return what a JSON pointer (RFC 6901) leads to."""
    for part in pointer.split("/")[1:]:
        data = data[int(part) if isinstance(data, list) else part]
    return data


def mutated(data: dict[str, Any], pointer: str) -> dict[str, Any]:
    """Return a copy in which what a pointer leads to is another."""
    changed = copy.deepcopy(data)
    *path, last = pointer.split("/")[1:]
    inside = changed
    for part in path:
        inside = inside[int(part) if isinstance(inside, list) else part]
    key: Any = int(last) if isinstance(inside, list) else last
    inside[key] = _other(inside[key])
    return changed


def _other(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 0.5 + 0.17
    if isinstance(value, str):
        return {"below": "above", "above": "below"}.get(value, f"{value}x")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_other(inner) for inner in value]
    if isinstance(value, list):
        return value[1:] if len(value) > 1 else ["another", *value]
    assert isinstance(value, dict)
    if "because" in value:  # a figure
        keys = [key for key in ("value", "low", "high") if value[key] is not None]
        return value | {key: 0.31 * value[key] + 0.2 for key in keys}
    return {key: _other(inner) for key, inner in value.items()}


@pytest.mark.parametrize("case", CASES)
def test_the_sentences_are_those_that_the_json_makes(case: str):
    assert answer(plain(case)) == plain(case)["answer"]


@pytest.mark.parametrize(
    ("plural", "told"),
    [(True, "the neighbours owe France what they deem"), (False, "owes France what it deems")],
)
def test_who_is_called_by_a_plural_owes_in_the_plural(plural: bool, told: str):
    case = read(text_of("eu-42-7"))
    called = replace(case.parties["member-states"], name="the neighbours", plural=plural)
    aid = replace(case.guarantees["aid-and-assistance"], owes="", response="as_deemed_necessary")
    laid = replace(
        case,
        parties={**case.parties, "member-states": called},
        guarantees={"aid-and-assistance": aid},
        options={},
    )
    data = json.loads(json.dumps(assess(laid, draws=12, paths=False).as_json()))
    (one,) = (s for s in sentences(data["answer"]) if s["about"] == "help")
    assert told in one["says"]


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_changes_with_each_figure_that_it_names(case: str):
    data = plain(case)
    for number, one in enumerate(sentences(data["answer"])):
        for pointer in one["figures"]:
            assert at(data, pointer) is not None or pointer == "/absent"
            again = sentences(answer(mutated(data, pointer)))
            assert again[number]["text"] != one["text"], (one["text"], pointer)


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_with_a_number_names_a_figure_and_what_it_rests_on(case: str):
    for one in sentences(plain(case)["answer"]):
        assert one["rests_on"]
        assert one["text"] == f"{one['lead']} {one['says']}."
        if re.search(r"\d", one["says"].replace("article 10", "")):
            assert one["figures"], one["text"]


@pytest.mark.parametrize("case", CASES)
def test_each_option_has_all_four_questions_answered(case: str):
    data = plain(case)
    for option, told in zip(data["options"], data["answer"]["options"], strict=True):
        about = {one["about"] for one in told["sentences"]}
        nothing = all(pair["consequence"] == "none" for pair in option["pairs"])
        assert about == {"help", "worst", "deter"} | (set() if nothing else {"stop"})


def test_the_words_of_the_seed_case_are_those_of_its_figures():
    data = plain("ukraine-2025")
    proposed, member, coalition = (o["sentences"] for o in data["answer"]["options"])
    pair = data["options"][0]["pairs"][0]
    assert proposed[0]["lead"] == "If Russia attacks in force, which needs 30 days,"
    assert f"on day {pair['days_to_effect']['value']:.0f} (" in proposed[0]["says"]
    assert proposed[0]["says"].endswith(
        " only if renewed, until 2035-02-21 (sunset)"  # then the deal has run out
    )
    chance = pair["takes_effect"]["value"]
    assert f", about 1 in {float(f'{1 / chance:.2g}'):,.0f}, if so on day" in proposed[0]["says"]
    assert proposed[1]["says"] == (
        "any one of 34: NATO's 32, Ukraine itself, the monitoring mission; Russia by leaving"
    )
    assert member[0]["says"].startswith(
        "NATO owes Ukraine what it deems necessary at once; taken as given: membership of Ukraine "
        "in NATO (33 consents); help"  # 32 ratify and Ukraine deposits, were it admitted
    )
    assert member[1]["says"] == "nobody; yet it may go unhonoured"
    assert coalition[0]["says"] == (
        "France and the United Kingdom may respond at once, and owe nothing; taken as given: 2"
        " agreements"
    )
    row = next(r for r in data["decision"]["rows"] if r["option"] == data["options"][-1]["id"])
    war = row["switches"][0]
    assert (war["name"], war["deters"]) == ("stakes.RUS.the cost of war", "below")
    assert war["value"] < 0  # the game has it as what war is worth, and a reader as what it costs
    assert coalition[-1]["says"].endswith(
        f"war costs it more than {-war['value']:.2g} of the prize (assumed: {-war['middle']:.2g})"
    )


def test_a_range_in_which_ratios_count_is_told_with_its_middle():
    """From 0.05 to 1.5 by ratio: the root of the product, 0.2739, and not the mean of 0.775."""
    data = plain("ukraine-2025")
    war = next(one for one in data["inputs"] if one["name"] == "stakes.RUS.the cost of war")
    assert war["middle"] == pytest.approx(-((0.05 * 1.5) ** 0.5))
    rests = data["answer"]["options"][0]["sentences"][-1]["rests_on"]
    assert "0.05 to 1.5 of the prize, by ratio, so that its middle is 0.27" in rests
    even = next(one for one in data["inputs"] if one["name"] == "stakes.RUS.Ukraine in NATO")
    assert even["middle"] is None


def test_the_prize_is_said_to_be_what_it_is_before_it_is_spoken_of():
    data = plain("ukraine-2025")
    lead = data["answer"]["options"][0]["sentences"][-1]["lead"]
    assert lead == (
        "With all else as the file takes it, and the prize being what it attacks for, Russia is"
        " deterred"
    )
    other = copy.deepcopy(data)
    for row in other["decision"]["rows"]:
        row["switches"] = [one for one in row["switches"] if one["name"].startswith("honour.")]
    told = answer(other)["options"][1]["sentences"][-1]
    assert told["lead"] == "With all else as the file takes it, Russia is deterred"
    assert "prize" not in told["says"]


def test_what_nobody_said_is_not_known():
    second = plain("unscr-2231-snapback")["answer"]["options"][1]["sentences"]
    assert "with a chance that is not known (0–1): the file says nothing of" in second[0]["says"]
    assert second[-1]["text"] == "Whether it deters is not known: the file says nothing of stakes."


def test_each_who_acts_has_sentences_of_its_own():
    told = plain("cyprus-1960")["answer"]["options"][0]["sentences"]
    assert [one["about"] for one in told] == ["help", "stop", "help", "stop", "worst", "deter"]
    assert told[0]["lead"].startswith(
        "If Greece, acting against Cyprus, has the government overturned by force"
    )
    assert told[0]["says"] == (
        "Greece, Turkey and the United Kingdom together owe one another no more than consultation"
        " at once; beside it a right, and no duty: each of the three may act where common action"
        " does not come about, once 'common-action-on-greece' lapses"
    )
    assert told[1]["says"] == (
        "nobody before it is owed; then by Greece, Turkey or the United Kingdom in declining, for"
        " it is owed only by all together"
    )
    qatar = plain("qatar-2025")["answer"]["options"][0]["sentences"]
    assert qatar[0]["lead"] == "If Iran attacks targets in Qatar, which needs 1 day,"
    assert told[3]["lead"] == "What answers Turkey can be stopped by"


def owes(response: str, by: Sequence[str] = ("HIL", "DAL"), to: Sequence[str] = ("LOW",)) -> Any:
    return Obligation("help", response, tuple(by), tuple(to), "LOW", "UPL").as_json()


PAIR: dict[str, Any] = {
    "by": "UPL",
    "against": "LOW",
    "act": "raid",
    "does": "raids",
    "called": ["aid"],
    "owed": [owes("defend")],
    "unless": [],
    "obliged": [],
    "rights": [],
    "beside": [],
    "consequence": "duty",
    "blockers": [],
    "others_leave_first": [],
    "needed": [],
    "groups": [{"HIL": 1, "others": 1}, {"others": 3}],
    "classes": {"others": ["VAL", "ISL", "SEA", "COA"]},
    "takes_effect": {"value": 0.25, "low": 0.1, "high": 0.5, "unit": "probability"},
    "days_to_effect": {"value": 12.0, "low": 3.0, "high": 40.0, "unit": "days"},
    "sooner_later": False,
    "cut": None,
    "clock": {"needs": 1, "takes": None, "stages": [], "in_time": {"value": None}},
    "drivers": [],
}
FIGURE = {"known": True, "kind": "derived", "because": [], "sources": []}


def by_hand(decision: Any = None, loopholes: Any = (), **changed: Any) -> list[str]:
    """Return the sentences on an option that was written by hand."""
    pair = copy.deepcopy(PAIR) | {"of": ["help"]} | changed
    for key in ("takes_effect", "days_to_effect"):
        pair[key] = FIGURE | pair[key]
    row: dict[str, Any] = {"by": "UPL", "act": "raid", "against": "LOW", "effects": []}
    row["rights"] = [{"clause": name, "day": 0, "way": []} for name in pair["rights"]]
    row["renewed"] = pair.pop("renewed", [])
    row["awaits"] = pair.pop("awaits", [])
    row |= {"on": "2030-01-01", "seasons": [{"since": "2030-01-01", "kind": "duty"}]}
    row |= pair.pop("row", {})
    due = {"owed": owes("defend"), "clause": "help", "day": 0, "way": []}
    row["duties"] = [due] if pair["consequence"] == "duty" else []
    lesser = row | {"act": "probe", "duties": [{"owed": owes("consult")}], "renewed": []}
    rows = [row, lesser]
    option = {"id": "", "label": "aid", "supposes": "", "pairs": [pair], "matrix": rows}
    option["loopholes"] = loopholes
    told = answer(
        {
            "decision": decision,
            "absent": [],
            "ends_early": changed.get("ends_early"),
            "groups": {"UNION": ["HIL", "DAL"]},
            "names": {"UPL": "Upland", "LOW": "Lowland", "HIL": "Hill", "DAL": "Dale"},
            "plurals": [],
            "bindings": {},
            "options": [option],
        }
    )
    return [one["text"] for one in sentences(told)]


def test_sentences_worked_by_hand():
    assert by_hand() == [
        "If Upland raids, which needs 1 day, Hill and Dale owe Lowland defence with chance"
        " 0.2 (0.1–0.5), if so on day 12 (3–40).",
        "It can be stopped by nobody alone, only by 2 or more together: for instance Hill and one"
        " other member.",
        "The gravest fault in the text is none that the catalogue knows.",
        "Whether it deters is not known: it was not asked.",
    ]
    assert by_hand(blockers=["DAL", "HIL", "LOW"])[1] == (
        "It can be stopped by any one of 3: Lowland itself, Dale, Hill."
    )
    worst = {"definition": "An exit.", "statement": "by leaving first, Upland attacks", "name": "w"}
    lost = [worst | {"id": "withdrawal-dodge"}]
    assert by_hand(loopholes=lost, blockers=["LOW"])[1] == (
        "It can be stopped by Lowland itself; Upland by leaving."
    )
    lost[0] |= {"statement": "by leaving 'pact' first, New Upland attacks"}  # who else has the name
    assert by_hand(loopholes=lost, blockers=["LOW"])[1] == "It can be stopped by Lowland itself."
    assert by_hand(groups=[])[1] == "It can be stopped by nobody; yet it may go unhonoured."
    talks = [owes("consult", to=["HIL", "DAL"])]
    consult = by_hand(owed=talks, groups=[], rights=["each may act"])
    assert consult[:2] == [
        "If Upland raids, which needs 1 day, Hill and Dale owe one another no more than"
        " consultation with chance 0.2 (0.1–0.5), if so on day 12 (3–40); beside it a right, and no"
        " duty: each may act.",
        "It can be stopped by nobody; yet it may go unhonoured.",
    ]
    others = by_hand(owed=[owes("arms", to=["LOW", "DAL"])], rights=[])
    assert "Hill and Dale owe Lowland and Dale arms with chance" in others[0]
    assert "beside" not in by_hand(rights=["each may act"])[0]
    talk = {"owed": owes("consult", ["HIL"]), "sure": True}
    arms = {"owed": owes("arms"), "sure": False}
    lesser = by_hand(beside=[arms | {"called_for": True}, talk], groups=[])
    assert lesser[0].partition("(3–40)")[2] == (
        "; whatever comes of that, Hill and Dale owe Lowland arms as soon as Lowland calls for it"
        " and Hill owes Lowland consultation at once."
    )
    assert lesser[1] == "Defence can be stopped by nobody; yet it may go unhonoured."
    assert by_hand(beside=[arms | {"called_for": False}]) == by_hand()
    assert by_hand(consequence="effect", called=["accession"])[0] == (
        "If Upland raids, which needs 1 day, accession comes with chance 0.2 (0.1–0.5),"
        " if so on day 12 (3–40); no guarantee answers the act."
    )
    assert by_hand(consequence="none")[0] == (
        "If Upland raids, which needs 1 day, nothing is owed and nothing follows."
    )
    assert by_hand(consequence="none", ends_early="2030-01-01")[0] == (
        "If Upland raids, which needs 1 day, nothing is owed and nothing follows by 2030-01-01."
    )
    late = {"on": "2030-01-01", "under_way": 0.125}
    assert by_hand(cut=late)[0] == (
        "If Upland raids, which needs 1 day, Hill and Dale owe Lowland defence with chance"
        " 0.2 (0.1–0.5) by 2030-01-01, if so on day 12 (3–40); with chance 0.1 it is still under"
        " way then."
    )
    undated = PAIR["days_to_effect"] | {"value": None, "low": None, "high": None, "known": False}
    assert by_hand(cut=late, days_to_effect=undated)[0] == (
        "If Upland raids, which needs 1 day, Hill and Dale owe Lowland defence with chance"
        " 0.2 (0.1–0.5) by 2030-01-01; on a day that is not known; with chance 0.1 it is still"
        " under way then."
    )
    again = by_hand(consequence="none", renewed=[{"owed": owes("defend")}])
    assert again[0] == (
        "If Upland raids, which needs 1 day, nothing is owed for it; only the same act, done anew,"
        " is answered: Hill and Dale owe Lowland defence."
    )
    unknown = {"value": None, "low": 0.0, "high": 1.0, "known": False, "unit": "probability"}
    unknown["because"] = ["not known: nobody was asked"]
    assert by_hand(takes_effect=unknown)[0] == (
        "If Upland raids, which needs 1 day, Hill and Dale owe Lowland defence with a chance that"
        " is not known (0–1): nobody was asked; if so on day 12 (3–40)."
    )


def season(since: str, kind: str, response: str = "", *by: str) -> dict[str, Any]:
    owed = [owes(response, by)] if by else []
    none: dict[str, Any] = {"begins": None, "ends": None, "again": []}
    return {"since": since, "kind": kind, "owed": owed, "called": ["entry"], "of": [], **none}


def test_what_begins_on_a_date_and_has_ended_by_one_is_told():
    early, late = season("2030-01-01", "none"), season("2032-01-01", "none")
    owed = season("2031-01-01", "duty", "defend", "HIL", "DAL") | {"until": "2031-12-31"}
    helped = " Hill and Dale owe Lowland defence at once"
    bare = {"low": None, "high": None, "unit": "1"}
    sure, now = (bare | {"value": value} for value in (1.0, 0.0))
    at_once = {"takes_effect": sure, "days_to_effect": now}
    row = {"on": "2031-01-01", "seasons": [early, owed, late]}
    assert by_hand(row=row, **at_once)[0].partition("1 day,")[2] == (
        f" nothing is owed before 2031-01-01; from then on{helped}; nothing after 2031-12-31."
    )
    less = [
        season("2032-01-01", "duty", "consult", "DAL"),
        season("2033-01-01", "right", "right_only", "DAL"),
    ]
    row = {"on": "2031-01-01", "seasons": [owed, *less, season("2034-01-01", "effect")]}
    assert by_hand(row=row, **at_once)[0].partition("1 day,")[2] == (
        f"{helped}; from 2032-01-01 on Dale owes no more than consultation; from 2033-01-01 on Dale"
        " may respond, and owes nothing; from 2034-01-01 on nothing is owed, and entry can take"
        " effect."
    )


def test_who_is_owed_no_answer_is_told_where_others_are():
    def row(by: str, against: str, **found: Any) -> dict[str, Any]:
        return {"by": by, "against": against, "duties": [], "rights": [], "renewed": [], **found}

    one = [{"owed": owes("defend")}]
    first = [
        row("UPL", "LOW", duties=one),
        row("UPL", "HIL"),
        row("UPL", "DAL"),
        row("LOW", "UPL"),
        row("MEN", ""),
        row("HIL", "UPL", rights=one),
        row("DAL", "UPL", renewed=one),
        row("DAL", "LOW"),
        row("DAL", "LOW", duties=one),
    ]
    pairs = [{"by": "UPL", "against": "LOW"}]
    later = [row("UPL", "LOW"), row("UPL", "DAL", duties=one)]
    data: dict[str, Any] = {"names": {"UPL": "Upland", "HIL": "Hill", "LOW": "Lowland"}}
    data |= {"plurals": ["MEN"], "bindings": {}, "options": [{"pairs": pairs, "matrix": first}]}
    (told,) = unguarded(data)
    assert (
        told.text == "No answer is owed to what Upland does to Hill or DAL, Lowland does to"
        " Upland or MEN do."
    )
    assert told.figures[0] == "/options/0/matrix/1/duties"
    data["options"].append({"pairs": [], "matrix": later})
    assert "DAL" not in next(unguarded(data)).text
    assert not list(unguarded({**data, "options": [{"pairs": [], "matrix": first}]}))
    assert not list(unguarded({**data, "options": [{"pairs": pairs, "matrix": first[:1]}]}))


def test_why_what_is_owed_ends_is_told_with_what_would_keep_it_and_who_can_stop_that():
    sure, now = ({"value": v, "low": None, "high": None, "unit": "1"} for v in (1.0, 0.0))
    at_once: dict[str, Any] = {"takes_effect": sure, "days_to_effect": now}
    helped = " Hill and Dale owe Lowland defence at once"
    owed = season("2030-01-01", "duty", "defend", "HIL", "DAL") | {"until": "2031-12-31"}
    pact = {"kind": "expires", "clause": "pact", "called": "the Pact"}
    entry = {"kind": "enters", "clause": "next", "called": "the next"}
    kept = {"kind": "procedure", "clause": "renewal", "called": "renewal", "by": []}

    def ending(events: Any, unless: Any, *more: Any, first: Any = owed) -> str:
        why = {"events": events, "unless": unless}
        last = season("2032-01-01", "none") | {"begins": why}
        row = {"on": "2030-01-01", "seasons": [first | {"ends": why}, last, *more]}
        return by_hand(row=row, **at_once)[0].partition("1 day,")[2]

    assert ending([pact, entry], []) == f"{helped}; nothing after 2031-12-31 (sunset)."
    alone, any_one = ({"stopped_by": by} for by in (["UPL"], ["LOW", "UPL"]))
    assert ending([pact], [kept | alone]) == (
        f"{helped}; nothing after 2031-12-31 (sunset) unless 'renewal' takes effect (Upland alone"
        " can stop that)."
    )
    lapse = {"kind": "lapses", "clause": "renewal", "called": "renewal"}
    assert ending([lapse], [kept | any_one]) == (
        f"{helped}; nothing after 2031-12-31 unless 'renewal' takes effect (any one of 2 can stop"
        " that: Lowland itself, Upland)."
    )
    assert ending([lapse], []) == f"{helped}; nothing after 2031-12-31 (lapse of renewal)."
    gone = {"events": [pact], "unless": []}
    once_more = season("2032-01-01", "none") | {"begins": gone, "again": [owes("arms", ["DAL"])]}
    row = {"on": "2030-01-01", "seasons": [owed | {"ends": gone}, once_more]}
    assert by_hand(row=row, **at_once)[0].endswith(
        "; nothing after 2031-12-31 (sunset), but where it was done before, Dale owes Lowland arms."
    )
    nobody = kept | {"stopped_by": []}
    deed = {"kind": "deed", "clause": "go", "called": "goes", "by": ["UPL"], "stopped_by": ["UPL"]}
    assert ending([lapse], [nobody, deed]) == (
        f"{helped}; nothing after 2031-12-31 unless 'renewal' takes effect (nobody can stop that"
        " alone) or Upland performs 'go'."
    )
    again = season("2033-01-01", "duty", "consult", "DAL")
    again |= {"begins": {"events": [lapse], "unless": [kept | alone]}}
    assert ending([pact], [], again) == (
        f"{helped}; from 2032-01-01 on (sunset) nothing is owed; from 2033-01-01 on, unless"
        " 'renewal' takes effect (Upland alone can stop that), Dale owes no more than consultation."
    )


def test_two_sunsets_in_one_answer_have_names():
    sure, now = ({"value": v, "low": None, "high": None, "unit": "1"} for v in (1.0, 0.0))
    names = [("a", "the one"), ("b", "the other")]
    ends = [{"kind": "expires", "clause": id_, "called": called} for id_, called in names]
    why = [{"events": [one], "unless": []} for one in ends]
    first = season("2030-01-01", "duty", "defend", "HIL") | {"until": "2030-12-31", "ends": why[0]}
    then = season("2031-01-01", "duty", "consult", "DAL") | {"until": "2031-12-31"}
    then |= {"begins": why[0], "ends": why[1]}
    last = season("2032-01-01", "none") | {"begins": why[1]}
    row = {"on": "2030-01-01", "seasons": [first, then, last]}
    assert by_hand(row=row, takes_effect=sure, days_to_effect=now)[0].endswith(
        "; from 2031-01-01 on (sunset of the one) Dale owes no more than consultation; nothing"
        " after 2031-12-31 (sunset of the other)."
    )


def test_who_can_leave_first_is_told_where_nobody_else_can_stop_it():
    lost = {"definition": "An exit.", "statement": "by leaving 'pact' first, Upland attacks"}
    lost |= {"id": "withdrawal-dodge", "name": "w"}
    assert by_hand(loopholes=[lost], groups=[])[1] == (
        "It can be stopped by Upland by leaving first, else by nobody; yet it may go unhonoured."
    )
    assert by_hand(loopholes=[lost])[1].startswith(
        "It can be stopped by Upland by leaving first, else by nobody alone, only by 2 or more"
    )


def test_help_that_never_comes_before_the_act_is_done_is_told_to_be_too_late():
    force = {"name": "force", "day": FIGURE | {"value": 30.0, "low": None, "high": None}}
    force["day"] |= {"unit": "days"}
    clock = {"needs": None, "takes": [5.0, 15.0], "stages": [force], "in_time": {"value": 0.0}}
    told = by_hand(clock=clock)[0]
    assert told.startswith("If Upland raids, which takes 5 to 15 days, Hill")
    assert told.endswith("; help on day 30, too late: the act is done before.")
    assert "too late" not in by_hand(clock=clock | {"in_time": {"value": 0.1}})[0]


def test_what_the_file_is_silent_on_is_told_at_both_ends():
    ends = {"by": "UPL", "option": "", "what": "false_alarm", "names": ["false_alarm.LOW"]}
    ends |= {"played": 0.3, "other": 0.004}
    seen = {
        "by": "UPL",
        "option": "",
        "what": "detect",
        "names": ["detect.UPL.raid", "attribute.UPL.raid"],
    }
    seen |= {"played": 0.5, "other": 0.75}
    noticed = seen | {"names": ["detect.UPL.raid"]}
    table = {"solved": 0, "rows": [], "not_known": [ends, seen, noticed], "silent": []}
    table["signing"] = {"first": [], "later": []}
    told = by_hand(decision=table)
    assert told[:3] == [
        "How likely Lowland is found in breach when there was none is not known. The mean chance"
        " that Upland attacks if that never happens, as all other figures have it, and if it always"
        " does: 0.30 and 0.004.",
        "How likely what Upland does is seen and traced to Upland is not known. The mean"
        " chance that Upland attacks if it always is, as all other figures have it, and if it never"
        " is: 0.50 and 0.75.",
        "How likely what Upland does is seen is not known. The mean chance that Upland attacks if"
        " it always is, and is traced as often as the file says, as all other figures have it, and"
        " if it never is: 0.50 and 0.75.",
    ]


def test_a_victim_of_several_is_named_as_they_themselves():
    """The Heads of Government keep help away by not asking for it: they are several."""
    plain = {"names": {"v": "the Heads", "b": "Alba"}, "groups": {}, "plurals": ["v"]}
    assert anyone_of(plain, ["b", "v"], "v") == "any one of 2: the Heads themselves, Alba"
    one = plain | {"plurals": []}
    assert anyone_of(one, ["b", "v"], "v") == "any one of 2: the Heads itself, Alba"


def test_whoever_is_to_be_deterred_and_can_keep_the_answer_from_ever_being_owed_is_told():
    """Russia need not sign the ceasefire on which the guarantees of Paris hang; with one in force
    from the start there is nothing to keep away, and in the seed case only its members could."""
    found = assess(
        read(text_of("paris-2026")), "", ["final", "final-in-force"], draws=12, paths=False
    )
    final, in_force = found.answer["options"]
    kept = [s["text"] for s in final["sentences"] if s["lead"] == "Before there is any attack"]
    assert kept == [
        "Before there is any attack Russia alone can keep 'assistance' from ever coming to bind."
    ]
    seed = plain("ukraine-2025")["answer"]["options"]
    for option in (in_force, *seed):
        assert all(s["lead"] != "Before there is any attack" for s in option["sentences"])


def test_help_for_an_act_done_again_is_in_time_for_no_act():
    """The attack began before accession and is not answered; one renewed later is met later."""
    data = plain("ukraine-2025")
    clock = data["options"][0]["pairs"][0]["clock"]
    assert data["options"][0]["id"] == "as-proposed"
    assert clock["in_time"]["value"] is None
    assert clock["in_time"]["because"] == ["only the act done again from then on is answered"]
    said = data["answer"]["options"][0]["sentences"][0]["says"]
    assert "help from day " in said
    assert " only if renewed" in said
