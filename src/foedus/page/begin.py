"""What a page begins with: the case, the text it shows, and answers that it shows at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foedus.play import answer

Pair = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a page begins with.

    Parameters
    ----------
    case
        The case that ships; what to call the text where it is a file.
    text
        The text, where it is none that ships.
    option
        The option that is laid over it.
    """

    case: str
    text: str | None
    option: str

    @property
    def about(self) -> dict[str, str]:
        """What every question about the text begins with."""
        of = {"case": self.case} if self.text is None else {"text": self.text}
        return {**of, "option": self.option}

    def answers(self) -> Iterator[Pair]:
        """Yield the questions that the page asks first, with their answers."""
        for question in (
            {"ask": "open", **self.about},
            {"ask": "board", **self.about, "steps": []},
            {"ask": "presets", **self.about},
            {"ask": "cases"},
        ):
            yield question, answer(question)

    def config(self) -> dict[str, Any]:
        """Return the case, its text and its option."""
        text = self.text
        if text is None:
            text = answer({"ask": "text", "case": self.case})["text"]
        return {
            "case": self.case,
            "text": self.text,
            "option": self.option,
            "texts": {self.case: text},
        }

    def as_json(self) -> str:
        """Return the beginning as JSON that may stand in a page: no tag can begin in it."""
        whole = {**self.config(), "answers": list(self.answers())}
        return json.dumps(whole, ensure_ascii=False).replace("<", "\\u003c")


def beginning(case: str, text: str | None, option: str) -> Beginning:
    """Return what a page begins with; the first option where none is named."""
    about = {"case": case} if text is None else {"text": text}
    opened = answer({"ask": "open", **about})
    if not option and opened.get("options"):
        option = opened["options"][0]["id"]
    return Beginning(case, text, option)
