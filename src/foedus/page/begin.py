"""What a page begins with: the case, the text it shows, and answers that it shows at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foedus.play import answer, prepared, read_of

Pair = tuple[dict[str, Any], dict[str, Any]]
Progress = Callable[[int, int], None]


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
    ledger
        What a watch over it had found, day by day, where one is shown.
    """

    case: str
    text: str | None
    option: str
    ledger: Mapping[str, Any] | None = None

    @property
    def whole(self) -> dict[str, str]:
        """What every question about the whole text begins with."""
        return {"case": self.case} if self.text is None else {"text": self.text}

    @property
    def about(self) -> dict[str, str]:
        """What every question about the text under its option begins with."""
        return {**self.whole, "option": self.option}

    def answers(self) -> Iterator[Pair]:
        """Yield the questions that the page asks first, with their answers."""
        for question in (
            {"ask": "open", **self.about},
            {"ask": "board", **self.about, "steps": []},
            {"ask": "presets", **self.about},
            {"ask": "cases"},
        ):
            yield question, answer(question)

    def figures(self, progress: Progress | None = None) -> Iterator[Pair]:
        """Yield what takes games and arrays: for a page that has nobody to ask for it.

        The assumptions with a grid of what becomes of them, each side's best play under every
        option, and prospects by what was known on each day on which a position was taken.
        """
        from foedus.page.figuring import figured, with_grid

        options = [one["id"] for one in answer({"ask": "open", **self.whole}).get("options", ())]
        levers: dict[str, Any] = {"ask": "levers", **self.whole}
        games = 1 + max(1, len(options))  # the grid has each, and no arrangement at all
        questions: list[dict[str, Any]] = [
            {"ask": "best", **self.whole, "option": name} for name in options or [""]
        ]
        questions += [{"ask": "outlook", **self.about, "at": day} for day in self.days()]
        count = games + len(questions)
        tell = progress or (lambda _done, _of: None)
        yield levers, with_grid(levers, lambda done, _of: tell(min(done, games), count))
        for done, question in enumerate(questions, start=1):
            yield question, figured(question)
            tell(games + done, count)

    def days(self) -> list[str]:
        """Return the days on which what is known of positions changed."""
        if "problems" in answer({"ask": "open", **self.about}):
            return []
        a = read_of(self.about).process.arrangement
        taken = {day for p in a.positions for day in (p.date, p.binds_until) if day is not None}
        return sorted(map(str, taken | {a.as_of}))

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
            "ledger": self.ledger,
            "days": self.days(),
            "answers": [],
        }

    def as_json(self, *, figures: bool = True, progress: Progress | None = None) -> str:
        """Return the beginning as JSON that may stand in a page: no tag can begin in it."""
        answers = list(self.answers())
        answers += self.figures(progress) if figures else ()
        whole = {**self.config(), "answers": answers, "prepared": prepared(self.about)}
        return json.dumps(whole, ensure_ascii=False).replace("<", "\\u003c")


def beginning(
    case: str, text: str | None, option: str, ledger: Mapping[str, Any] | None = None
) -> Beginning:
    """Return what a page begins with; where no option is named, the first that can be owed."""
    about = {"case": case} if text is None else {"text": text}
    opened = answer({"ask": "open", **about})
    return Beginning(case, text, option or opened.get("opens", ""), ledger)
