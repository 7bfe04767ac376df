"""An option is laid over a case once; another case with the same text has its own."""

from __future__ import annotations

from foedus.casebook import text_of
from foedus.language import option, read


def test_an_option_is_laid_over_a_case_once():
    text = text_of("lebanon-2024")
    case, other = read(text, "a.yaml"), read(text, "b.yaml")
    assert read(text, "a.yaml") is case  # and a text is read once
    first = option(case, "extended")
    assert option(case, "extended") is first
    assert option(case, "as-announced") != first
    assert option(other, "extended") == first
    assert option(other, "extended") is not first
