"""Why a season ends, as short as a cell of a table needs it."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.assessment import ended_by
from foedus.process.walk import Averted, Event, Season, Turning

SUNSET = Event("expires", "pact", "the Pact")
ENTRY = Event("enters", "next", "the next")
LAPSE = Event("lapses", "renewal", "the renewal")
DATE = Event("date", "help", "'help'")
RENEWAL = Averted("procedure", "renewal", "the renewal", (), ("B",))
DEED = Averted("deed", "prolong", "prolongs it", ("B",), ("B",))


@pytest.mark.parametrize(
    ("events", "unless", "said"),
    [
        ([SUNSET], [], " (sunset)"),
        ([ENTRY, SUNSET], [], " (sunset)"),  # the entry follows from the end of the other
        ([ENTRY], [], " (entry into force)"),
        ([DATE], [], ""),
        ([LAPSE], [], " (lapse)"),
        ([LAPSE], [RENEWAL], " unless 'renewal' takes effect"),
        ([SUNSET], [RENEWAL], " (sunset) unless 'renewal' takes effect"),
        ([DATE], [DEED, RENEWAL], " unless 'prolong' is performed or 'renewal' takes effect"),
        ([Event("passes", "vote", "the vote")], [], " (silence)"),
    ],
)
def test_a_cell_says_what_comes_by_itself_and_what_would_keep_it(events, unless, said):
    day = date(2025, 1, 1)
    season = Season(day, day, "duty", ("help",), ends=Turning(tuple(events), tuple(unless)))
    assert ended_by(season) == said


def test_a_season_that_goes_on_ends_by_nothing():
    assert ended_by(Season(date(2025, 1, 1), None, "duty", ("help",))) == ""
