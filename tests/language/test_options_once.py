"""An option is laid over a case once; another case with the same text has its own."""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.language import BadArrangementError, option, read


def test_an_option_is_laid_over_a_case_once():
    text = text_of("lebanon-2024")
    case, other = read(text, "a.yaml"), read(text + b"\n", "a.yaml")
    assert read(text, "b.yaml") is case  # and a text is read once, whatever it is called
    first = option(case, "extended")
    assert option(case, "extended") is first
    assert option(case, "as-announced") != first
    assert option(other, "extended") == first
    assert option(other, "extended") is not first


def test_what_is_wrong_is_told_by_the_name_that_the_file_has_now():
    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(BadArrangementError) as refused:
            read("foedus: 1\ntitle: T\n", name)
        assert {problem.file for problem in refused.value.problems} == {name}
