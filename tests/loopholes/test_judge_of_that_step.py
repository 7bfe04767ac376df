"""Who decides alone a step without which the answer comes is no judge of it (ASEAN Charter, 25)."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A summit by consensus, and a panel to which the accused must agree
as_of: 2008-12-15
horizon: P1Y
parties: {KHM: {}, THA: {}, IDN: {}, panel: {}}
conduct: {THA: {towards: KHM, unbearable_from: shell, acts: [{act: respect}, {act: shell}]}}
bodies: {summit: {members: [KHM, THA, IDN], rule: consensus}}
norms: {peace: {prohibition: shell, bearer: THA, towards: KHM}}
instruments: {measures: {parties: [THA, KHM], status: signed, enters: {done: refer}}}
procedures:
  refer:
    opens: {by: [KHM, IDN], when: {WAITS}}
    steps: [{act: decide, by: summit, within: P30D}]
  arbitrate:
    opens: {by: [KHM, IDN], alleging: peace}
    steps: [{act: agree, by: THA, within: P15D SILENCE}, {act: award, by: panel, finds: peace}]
"""


@pytest.mark.parametrize(
    ("waits", "silence", "judged"),
    [
        ("alleged: peace", "", ""),
        ("found: peace", "", "is not answered unless THA so decides, which did it;"),
        ("found: peace", ", on_timeout: adopt", "is not answered if THA objects, which did it;"),
    ],
)
def test_only_who_decides_alone_what_the_answer_waits_for_judges_it(
    waits: str, silence: str, judged: str
):
    """Thailand alone agrees to the panel, and in the summit each of three can object.

    Where the summit may be asked as soon as a breach is alleged, Thailand's refusal of the panel
    stops nothing, and in the summit it decides nothing alone: nobody is the judge. Where the summit
    waits for the panel's finding, Thailand alone decides, by refusing to agree; where its silence
    is taken for consent, by objecting, and not by leaving the answer unsaid.

    The panel that alone finds a breach is party to nothing.
    """
    text = TEXT.replace("WAITS", waits).replace(" SILENCE", silence)
    holes = verdict(Process(read(text)), CATALOGUE["judge-of-content"]).loopholes
    told = [h.statement.removeprefix("'shell' by THA ").partition(" others ")[0] for h in holes]
    assert told == [judged] * bool(judged)
