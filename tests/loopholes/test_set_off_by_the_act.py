"""A measure that the act itself sets off answers it, as one does that a breach sets off.

Every answer is worked out by hand from the text; the tests say how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: A measure against a coup
as_of: 2003-04-01
horizon: P4Y
parties: {EU: {name: the Community}, FJI: {name: Fiji}, PPL: {name: the citizens, plural: true}}
conduct:
  FJI: {towards: PPL, unbearable_from: coup, acts: [{act: law}, {act: coup, needs: P20D}]}
instruments:
  aid: {name: the aid, parties: [EU, FJI]}
norms:
  essential: {prohibition: coup, bearer: FJI, towards: PPL}
procedures:
  urgent:
    opens: {by: EU, OPENS}
    steps: [{act: suspend, by: EU, within: P7D}]
    then: [{terminate: aid}]
"""
BY_ACT = "when: {act: coup, by: FJI}"
ONCE = "when: {acted: coup, by: FJI}"
BY_BREACH = "alleging: essential"


ASKED = ("assured-response", "single-blocker", "empty-assurance", "judge-of-content")


def verdicts(opens: str, text: str = TEXT) -> dict[str, str]:
    inquiry = Inquiry(Process(read(text.replace("OPENS", opens))))
    return {name: examine(inquiry, CATALOGUE[name]).outcome for name in ASKED}


@pytest.mark.parametrize("opens", [BY_ACT, ONCE, BY_BREACH])
def test_that_the_aid_is_ended_answers_the_coup_whatever_sets_it_off(opens: str):
    """The Community alone ends it or does not: it need not (3), and it alone stops it (4).

    It judges alone what happened (34); and the norm is no empty word, for the aid is at stake (32).
    """
    found = verdicts(opens)
    for name in ("assured-response", "single-blocker", "judge-of-content"):
        assert found[name] == "fails", name
    assert found["empty-assurance"] == "holds"


@pytest.mark.parametrize(
    "opens",
    [
        "when: {not: {act: coup, by: FJI}}",  # it is for as long as there is none
        "when: {act: law, by: PPL}",  # of somebody else
        "when: {not: {not: {not: {acted: coup, by: FJI}}}}",
    ],
)
def test_what_the_act_does_not_set_off_answers_it_not(opens: str):
    text = TEXT.replace(
        "conduct:\n", "conduct:\n  PPL: {towards: FJI, acts: [{act: calm}, {act: law}]}\n"
    )
    found = verdicts(opens, text)
    assert found["single-blocker"] == "does-not-apply"
    assert found["empty-assurance"] == "fails"


def test_what_who_acts_does_by_itself_answers_it_not():
    """That Fiji itself may leave the aid once it has had its coup is a further act of it."""
    text = TEXT.replace("by: EU, OPENS", f"by: FJI, {BY_ACT}").replace(
        "suspend, by: EU", "end, by: FJI"
    )
    found = verdicts("", text)
    assert found["single-blocker"] == "does-not-apply"
    assert found["empty-assurance"] == "fails"


def test_a_measure_that_waits_for_one_that_the_act_sets_off_is_set_off_too():
    """An inquiry is opened at the coup, and the aid may be ended once that has taken effect."""
    text = TEXT.replace(
        "procedures:\n",
        "procedures:\n  inquiry:\n"
        f"    opens: {{by: EU, {BY_ACT}}}\n    steps: [{{act: look, by: EU}}]\n",
    )
    found = verdicts("when: {done: inquiry}", text)
    assert found["single-blocker"] == "fails"
    assert found["empty-assurance"] == "holds"


def test_of_several_whose_coup_it_is_counts():
    """Acts of Fiji against the citizens set it off, and not those against the Community."""
    text = TEXT.replace("towards: PPL, unbearable", "towards: [PPL, EU], unbearable")
    found = verdicts("when: {act: coup, by: FJI, against: EU}", text)
    assert found["empty-assurance"] == "fails"
    assert verdicts("when: {act: coup, by: FJI, against: PPL}", text)["empty-assurance"] == "holds"


@pytest.mark.parametrize(
    "waits", ["act: coup, by: FJI", "acted: coup, by: FJI", "breached: essential"]
)
@pytest.mark.parametrize("bearer", ["EU", "FJI"])
def test_a_deed_that_comes_to_be_owed_by_the_act_stands_behind_the_words(waits: str, bearer: str):
    """The citizens are owed that the aid is stopped, or that there are elections, once it is done.

    Whether the text names the coup, or the breach that it is, makes no difference.
    """
    text = TEXT[: TEXT.index("procedures:")]
    text += f"  halt: {{obligation: stop, bearer: {bearer}, owed_to: PPL, when: {{{waits}}}}}\n"
    text += f"deeds: {{stop: {{by: {bearer}}}}}\n"
    assert verdicts("", text)["empty-assurance"] == "holds"
    in_peace = text.replace(f"when: {{{waits}}}", "when: {not: {act: coup, by: FJI}}")
    assert verdicts("", in_peace)["empty-assurance"] == "fails"


@pytest.mark.parametrize("waits", ["acted: coup, by: FJI", "breached: essential", "done: inquiry"])
def test_a_measure_that_enters_by_the_act_stands_behind_the_words(waits: str):
    """An embargo enters into force with the coup, or with the inquiry that the coup sets off."""
    text = TEXT[: TEXT.index("procedures:")].replace(
        "norms:\n",
        f"  embargo: {{parties: [EU], status: signed, enters: {{{waits}}}}}\nnorms:\n"
        "  none: {prohibition: trade, bearer: EU, in: embargo}\n",
    )
    text += "deeds: {trade: {by: EU}}\nprocedures:\n  inquiry:\n"
    text += f"    opens: {{by: EU, {BY_ACT}}}\n    steps: [{{act: look, by: EU}}]\n"
    assert verdicts("", text)["empty-assurance"] == "holds"
    apart = text.replace(f"enters: {{{waits}}}", "enters: {from: 2004-01-01}")
    assert verdicts("", apart)["empty-assurance"] == "fails"
