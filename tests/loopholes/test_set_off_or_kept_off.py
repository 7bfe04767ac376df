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
