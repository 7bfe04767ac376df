"""The timeline of a watch as a picture."""

from __future__ import annotations

import re
from datetime import date, timedelta

from foedus.monitor.rates import Week
from foedus.views.timeline import timeline_svg


def test_access_on_record_before_the_first_row_does_not_widen_the_picture():
    """Access is told from 2015 on, the rows are of 2020: the picture is as wide as without."""
    weeks = [Week(date(2020, 3, 30) + timedelta(7 * n), 2, 2, 0, 4) for n in range(20)]
    access = [
        (date(2015, 2, 15), date(2020, 6, 30), "limited"),
        (date(2022, 1, 1), date(2022, 2, 1), "blocked"),
    ]
    with_it, without = (timeline_svg("A watch", weeks, [], seen) for seen in (access, access[:0]))
    widths = [float(re.findall(r'width="([\d.]+)"', svg)[0]) for svg in (with_it, without)]
    assert abs(widths[0] - widths[1]) < 80  # the names of the states stand beside it
    assert "limited" in with_it
    assert "blocked" not in with_it


def test_a_last_week_of_fewer_days_is_drawn_and_told():
    weeks = [Week(date(2020, 3, 30) + timedelta(7 * n), 2, 2, 0, 4) for n in range(20)]
    begun = Week(date(2020, 8, 17), 6, None, None, None, 3)
    whole, more = (timeline_svg("A watch", seen, [], []) for seen in (weeks, [*weeks, begun]))
    assert "The last bar is of 3 days." in more
    assert "The last bar" not in whole
    assert 'aria-label="at: 2020-08; count: 6; to: Aug 20, 2020"' in more
