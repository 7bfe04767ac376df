"""What takes long is answered in slices as it is at once, and says how far it is."""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.language import read
from foedus.loopholes import CATALOGUE, checking, verdicts
from foedus.play import answer, slices
from foedus.process import Process
from foedus.slices import finished

MINSK = {"case": "minsk-2", "option": ""}
DRAFT = {"old_case": "qatar-2025", "text": text_of("qatar-2025").decode().replace("P4Y", "P3Y")}


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ({"ask": "check", **MINSK}, len(CATALOGUE)),
        ({"ask": "diff", **DRAFT}, 2 * len(CATALOGUE)),
        ({"ask": "board", **MINSK, "steps": []}, 0),
        ({"ask": "check", "text": "foedus: 1"}, 0),
        ({"ask": "check", "case": "nowhere"}, 0),
        ({"ask": "nothing"}, 0),
    ],
)
def test_the_answer_in_slices_is_the_one_at_once(question, of):
    *before, last = slices(question)
    assert before == [{"done": done, "of": of} for done in range(of)]
    assert last == {"answer": answer(question)}


def test_a_check_in_slices_finds_what_a_check_finds():
    process = Process(read(text_of("budapest-1994")))
    assert finished(checking(process)) == verdicts(process)
