"""What the game takes for granted where the file says nothing is said."""

from __future__ import annotations

from foedus.casebook import text_of
from foedus.deterrence import notices
from foedus.language import read


def test_a_missing_chance_of_a_false_alarm_is_told():
    text = text_of("ukraine-2025").decode()
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("false_alarm:")]
    assert len(lines) < len(text.splitlines())
    (told,) = notices(read("\n".join(lines)))
    assert told.startswith("nothing says how likely RUS is found in breach when there was none")
