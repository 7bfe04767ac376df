"""All tests run in processes that look for garbage seldom, as those of a command do."""

from __future__ import annotations

from foedus.processes import collect_seldom


def pytest_configure() -> None:
    """Take a tenth off the whole: what is looked through each time is nearly all still in use."""
    collect_seldom()
