"""What comes where no breach was alleged is no consequence of one, and what comes of it is told.

The answers are worked out by hand from a small text; the test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: A truce, its extension by both and its end by one
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: raid}]}}
instruments:
  truce: {parties: [LOW, UPL]}
  more: {parties: [LOW, UPL], status: signed, enters: MORE}
  delay: {parties: [LOW, UPL], status: signed, enters: DELAY, sunset: P2D}
norms: {quiet: {prohibition: raid, bearer: UPL, towards: LOW, in: truce}}
procedures:
  extend: {opens: {by: LOW}, steps: [{act: agree, by: UPL}]}
  repudiate: {opens: {by: LOW, alleging: quiet}, steps: [{act: note, by: LOW, escrowed: true}]}
"""
NOT_REPUDIATED = "{all: [{done: extend}, {not: {done: repudiate}}]}"


@pytest.mark.parametrize(
    ("more", "delay", "said"),
    [
        (NOT_REPUDIATED, "{done: extend}", None),
        (NOT_REPUDIATED, "{done: repudiate}", "'delay' enters into force"),
        ("{not: {not: {done: repudiate}}}", "{done: extend}", "'more' enters into force"),
        ("{all: [{done: extend}, {not: {alleged: quiet}}]}", "{done: extend}", None),
    ],
)
def test_what_comes_where_nothing_was_alleged_is_no_consequence_of_a_breach(
    more: str, delay: str, said: str | None
):
    """Both extend the truce as long as nobody has repudiated it: that is no answer to a breach.

    What runs from the repudiation is, and Lowland may repudiate though Upland has not raided.
    """
    process = Process(read(TEXT.replace("MORE", more).replace("DELAY", delay)))
    found = examine(Inquiry(process), CATALOGUE["false-flag"])
    if said is None:
        assert found.missing == "nothing is to follow a breach that is alleged or found"
    else:
        assert [hole.statement for hole in found.loopholes] == [
            f"{said} though 'quiet' was not breached"
        ]


def test_of_several_breaches_none_is_needed_for_what_is_to_follow_any_of_them():
    """It is no fault that one of two was not breached, but that neither was."""
    two = (
        "foedus: 1\ntitle: Two duties\nas_of: 2025-01-01\nhorizon: P1Y\n"
        "parties: {THA: {}, KHM: {}, OBS: {}}\n"
        "conduct:\n  THA: {towards: KHM, acts: [{act: rest}, {act: fire}]}\n"
        "  KHM: {towards: THA, acts: [{act: rest}, {act: fire}]}\n"
        "instruments: {measures: {parties: [THA, KHM], status: signed, enters: {any: "
        "[{found: tha-peace}, {found: khm-peace}]}}}\n"
        "norms:\n  tha-peace: {prohibition: fire, bearer: THA, towards: KHM}\n"
        "  khm-peace: {prohibition: fire, bearer: KHM, towards: THA}\n"
        "procedures:\n"
        "  a: {opens: {by: KHM, alleging: tha-peace}, steps: [{act: find, by: OBS, "
        "finds: tha-peace}]}\n"
        "  b: {opens: {by: THA, alleging: khm-peace}, steps: [{act: find, by: OBS, "
        "finds: khm-peace}]}\n"
    )
    (hole,) = examine(Inquiry(Process(read(two))), CATALOGUE["false-flag"]).loopholes
    assert hole.statement == (
        "'measures' enters into force though neither 'tha-peace' nor 'khm-peace' was breached"
    )
