"""Several who speak as one, and "they" who are meant by it."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.positions import extract, shipped_dispute

UKRAINE = shipped_dispute("ukraine-2025")
DAY = date(2025, 3, 1)


def sides(text: str) -> list[tuple[str, str | None]]:
    return [(s.actor.name, s.stance) for s in extract(text, UKRAINE, day=DAY).statements]


@pytest.mark.parametrize(
    ("text", "names", "stance"),
    [
        ("France, Germany and Poland oppose {}.", ["France", "Germany", "Poland"], "oppose"),
        ("On Monday, Hungary, Slovakia and Malta rejected {}.", ["Hungary", "Slovakia", "Malta"],
         "oppose"),
        ("Estonia, Latvia, and Lithuania endorsed {}.", ["Estonia", "Latvia", "Lithuania"],
         "support"),
        ("Neither France nor Germany supports {}.", ["France", "Germany"], "oppose"),
        ("The United States and the United Kingdom rejected {}.",
         ["United States", "United Kingdom"], "oppose"),
        ("The presidents of Latvia and Estonia backed {}.", ["Edgars Rinkēvičs", "Alar Karis"],
         "support"),
        ("Macron, Scholz and Tusk endorsed {}.",
         ["Emmanuel Macron", "Olaf Scholz", "Donald Tusk"], "support"),
    ],
)  # fmt: skip
def test_each_of_a_list_takes_the_side(text: str, names: list[str], stance: str) -> None:
    """Only the last of a list was heard before."""
    found = sides(text.format("Ukraine's membership of NATO"))
    assert found == [(name, stance) for name in names]


def test_a_name_in_a_clause_is_not_in_the_list() -> None:
    """Ukraine, which the clause names, opposes nothing."""
    text = "Hungary, which borders Ukraine, and Slovakia oppose Ukraine's membership of NATO."
    assert "Ukraine" not in dict(sides(text))


def test_they_are_all_who_acted_until_others_do() -> None:
    """Both reject the invitation; after Poland's sentence "they" are no longer the two."""
    text = (
        "Hungary and Slovakia oppose Ukraine's membership of NATO. They have said so for years."
        " They also rejected an invitation to Ukraine."
    )
    assert sides(text)[2:] == [("Hungary", "oppose"), ("Slovakia", "oppose")]
    later = "France and Italy wavered. Poland said so. They oppose Ukraine's membership of NATO."
    assert ("France", "oppose") not in sides(later)
