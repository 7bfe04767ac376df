"""What those who act are called in a sentence."""

from __future__ import annotations

from foedus.casebook import text_of
from foedus.language import option, read
from foedus.process import Process, name_of


def test_a_member_goes_by_its_name_and_not_by_its_code():
    clauses = Process(option(read(text_of("ukraine-2025")), "as-proposed")).clauses
    names = [name_of(clauses, one) for one in ("HUN", "GBR", "NAC", "nobody-known")]
    assert names == ["Hungary", "the United Kingdom", "the North Atlantic Council", "nobody-known"]
