"""A view as somebody sees it: nothing wider than the screen, nothing serious that axe finds."""

from __future__ import annotations

import os

SERIOUS = ("serious", "critical")
ONLY = {"resultTypes": ["violations"]}
UNPAINTED = {**ONLY, "rules": {"color-contrast": {"enabled": False}}}
"""All rules but the one that takes most of the time: colours are the same at any width."""
PHONE = 390
"""The width in pixels at which contrast is looked at, for everything is shown there."""


def looked_at(page, axe, view: str) -> None:
    """Look at a view as it stands; its width alone where no axe is given."""
    rules = ONLY if page.evaluate("innerWidth") == PHONE else UNPAINTED
    found = axe.run(page, options=rules).response["violations"] if axe is not None else ()
    serious = [
        (one["id"], node["html"][:120])
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]
    assert serious == [], view
    wide = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], view
    folder = os.environ.get("FOEDUS_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{view}-{wide[1]}.png", full_page=True)
