"""What is owed later is not told as owed at once beside what is: by hand."""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes.met import met
from foedus.process import Process

TEXT = """\
foedus: 1
title: Good offices at once, succour once a requisition of %s has lapsed
as_of: 1718-09-01
horizon: P1Y
parties: {SPA: {}, EMP: {}, FRA: {}}
conduct: {SPA: {towards: EMP, acts: [{act: rest}, {act: invade}]}}
norms: {peace: {prohibition: invade, bearer: SPA, towards: EMP}}
procedures:
  requisition:
    opens: {by: EMP, alleging: peace}
    steps: [{act: comply, by: SPA, within: %s, on_block: hold}]
guarantees:
  succour: {owed_by: FRA, protects: {state: EMP, territory: recognised}, against: SPA,
    casus_foederis: invade, response: %s, due_when: {lapsed: requisition}}
  offices: {owed_by: FRA, protects: {state: EMP, territory: recognised}, against: SPA,
    casus_foederis: invade, response: consult}
"""


def test_what_falls_due_on_other_days_is_told_by_its_day():
    """A limit of 60 days from 1 September runs out as 31 October ends, which is 60 days later."""
    (told,) = met(Process(read(TEXT % ("sixty days", "P60D", "defend")))).values()
    assert told == (
        "defence owed under 'succour', after 60 days at the earliest, and consultation owed under "
        "'offices', at once"
    )
    # What falls due on one day is told together.
    at_once = (TEXT % ("none", "P60D", "arms")).replace(", due_when: {lapsed: requisition}", "")
    (told,) = met(Process(read(at_once))).values()
    assert told == "arms owed under 'succour' and consultation owed under 'offices', at once"
