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
        ("The Turkish side met the Finnish side. It said that it rains.", "side of Türkiye"),
        ("Hezbollah met Lebanon's cabinet. It said that it rains.", "Hezbollah"),
        ("Victor Rusu left. The Socialist leader said that it rains.", "Ion Balan"),
        ("Victor Rusu left. The president's office said that it rains.", "office of Victor Rusu"),
        ("Victor Rusu left. His office said that it rains.", "office of Victor Rusu"),
        ("Ion Balan left. His party said that it rains.", "party of Ion Balan"),
        ("The European Union met. A spokeswoman in Brussels said that it rains.",
         "spokeswoman of European Union"),
        ("Oskar Lundh met NATO. The foreign minister said that it rains.", "Oskar Lundh"),
        ("Please, Madam President. President Rusu said that it rains.", "Victor Rusu"),
        ("Victor Rusu left. The embattled president said that it rains.", "Victor Rusu"),
        ("Ion Balan left. The old firebrand politician said that it rains.", "Ion Balan"),
        ("Two diplomats met Ion Balan and said that it rains. Another said that it snows.",
         "Two diplomats"),
        ("A weary official left, saying that it rains. The official said that it snows.",
         "weary official"),
        ("It rained. The Americans said that it snows.", "United States"),
        ("Victor Rusu left. His claim that it rains was repeated.", "Victor Rusu"),
        ("Oskar Lundh left. In Tokyo, the defence minister said that it rains.", "Kenji Arimoto"),
        ("In Tokyo, the ministry sent a note in which it said that it rains.", "Japanese ministry"),
        ("Victor Rusu himself said that it rains.", "Victor Rusu"),
        ("VICTOR RUSU (Halden West, Lab.), the president, said that it rains.", "Victor Rusu"),
    ],
)  # fmt: skip
def test_who_is_meant(text, who):
    assert speakers(text)[-1] == who


def test_an_answer_is_of_who_is_asked_and_not_of_who_asks():
    text = "Victor Rusu said that it rains.\n\nQ: Does it snow?\n\nA: It never snows here.\n"
    assert speakers(text)[-1] == "Victor Rusu"


def test_who_asks_says_nothing_but_tells_what_others_said():
    text = (
        "COLLARD: Is it dry?\n\nRUSU: It is not.\n\n"
        "COLLARD: Why? Ion Balan said that it snows.\n\nRUSU: He errs.\n"
    )
    assert speakers(text) == ["Victor Rusu", "Ion Balan", "Victor Rusu"]


@pytest.mark.parametrize(
    ("source", "who"),
    [
        ("The deputy leader", "Hassan Mroueh"),
        ("The Chinese foreign ministry's spokesman", "Peng Shaoqiang"),
        ("The PM of Moldova", "Ana Cojocaru"),
        ("The Kenyan defence minister", "defence minister of Kenya"),
        ("The former deputy leader", "former deputy leader"),
    ],
)
def test_an_office_is_known_by_its_words(source, who):
    assert speakers(f"{source} said that it rains.") == [who]
