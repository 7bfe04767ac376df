"""Whom "he", "it", "her office" and "the Socialist leader" stand for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foedus.positions import extract
from foedus.positions.disputes import dispute

_TOML = Path(__file__).parent / "corpus" / "elsewhere5.toml"
WORLD = dispute(_TOML.read_text(encoding="utf-8"), "elsewhere5.toml")
DAY = date(2031, 5, 1)


def speakers(text: str) -> list[str]:
    found = extract(text, WORLD, day=DAY, everything=True).statements
    return [s.actor.name for s in found]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Victor Rusu was asked on Monday about Ion Balan's charge. He said that it rains.",
         "Victor Rusu"),
        ("The Turkish side met the Finnish side. It said that it rains.", "Turkish side"),
        ("Hezbollah met Lebanon's cabinet. It said that it rains.", "Hezbollah"),
        ("Victor Rusu left. The Socialist leader said that it rains.", "Ion Balan"),
        ("Victor Rusu left. The president's office said that it rains.", "office of Victor Rusu"),
        ("Victor Rusu left. His office said that it rains.", "office of Victor Rusu"),
        ("Ion Balan left. His party said that it rains.", "party of Ion Balan"),
        ("The European Union met. A spokeswoman in Brussels said that it rains.",
         "spokeswoman of European Union"),
        ("Oskar Lundh met NATO. The foreign minister said that it rains.", "Oskar Lundh"),
    ],
)  # fmt: skip
def test_who_is_meant(text, who):
    assert speakers(text)[-1] == who


def test_an_answer_is_of_who_is_asked_and_not_of_who_asks():
    text = "Victor Rusu said that it rains.\n\nQ: Does it snow?\n\nA: It never snows here.\n"
    assert speakers(text)[-1] == "Victor Rusu"
