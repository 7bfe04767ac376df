"""How long it took in the past to establish a fact, to attribute it, to decide and to deploy.

Single occurrences and planning figures, not samples: they show what has been possible. Ranges in
an arrangement that rest on them are therefore judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Stage = Literal["fact", "attribution", "decision", "ratification", "force"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """One occurrence, or one planning figure.

    Attributes
    ----------
    stage
        Of the clock from a breach to force on the ground.
    label
        What took so long.
    low, high
        Days; equal where one number is known.
    source
        Where it was read, or that it is recalled.
    """

    stage: Stage
    label: str
    low: float
    high: float
    source: str


DELAYS: Mapping[str, Delay] = {
    "smm-daily": Delay(
        stage="fact",
        label="a violation in the daily report of the OSCE mission in Ukraine",
        low=1,
        high=1,
        source="m.censor.net/en/news/3232706, an example of 2020; without attribution",
    ),
    "article-5-2001": Delay(
        stage="attribution",
        label="from the Council's decision of 12 September 2001 to the attribution of 2 October",
        low=20,
        high=20,
        source="nato.int/docu/update/2001/1001/e1002a.htm",
    ),
    "cheonan-2010": Delay(
        stage="attribution",
        label="from the sinking of the Cheonan to the report that attributed it",
        low=55,
        high=55,
        source="recalled",
    ),
    "georgia-2009": Delay(
        stage="attribution",
        label="from the war in Georgia to the European Union's report on it",
        low=418,
        high=418,
        source="recalled: 8 August 2008 to 30 September 2009",
    ),
    "nac-2001": Delay(
        stage="decision",
        label="the North Atlantic Council, after 11 September 2001",
        low=1,
        high=1,
        source="nato.int/docu/update/2001/1001/e1002a.htm",
    ),
    "article-4-2025": Delay(
        stage="decision",
        label="consultation at Poland's request, 10 September 2025",
        low=0,
        high=0,
        source="thesun.my/world-news/poland-invokes-nato-article-4-after-russian-drone-incursions",
    ),
    "turkey-2003": Delay(
        stage="decision",
        label="planning for Turkey, contested, by moving to a body without France",
        low=6,
        high=9,
        source="nato.int/docu/pr/2003/p030216e.htm",
    ),
    "us-roc-1955": Delay(
        stage="ratification",
        label="US treaty with the Republic of China, signature to entry into force",
        low=91,
        high=91,
        source="books.google.co.uk/books?id=Wk0qNtI4sgQC&pg=PA333: 2 December 1954 to 3 March 1955",
    ),
    "us-rok-1954": Delay(
        stage="ratification",
        label="US treaty with the Republic of Korea, signature to entry into force",
        low=412,
        high=413,
        source="theforgottenvictory.org/treaties.htm; sources differ by a day",
    ),
    "force-model-1": Delay(
        stage="force",
        label="first tier of the NATO Force Model",
        low=0,
        high=10,
        source="recalled: a planning figure of 2022",
    ),
    "force-model-2": Delay(
        stage="force",
        label="second tier of the NATO Force Model",
        low=10,
        high=30,
        source="recalled: a planning figure of 2022",
    ),
    "force-model-3": Delay(
        stage="force",
        label="third tier of the NATO Force Model",
        low=30,
        high=180,
        source="recalled: a planning figure of 2022",
    ),
}
"""Occurrences by a short name."""
