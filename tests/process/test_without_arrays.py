"""The core runs where there are no arrays and no terminal: in a browser, with no server."""

import subprocess
import sys

import pytest

import foedus.decisions

BLOCKED = [
    "numpy",
    "scipy",
    "numba",
    "pandas",
    "polars",
    "rich",
    "click",
    "jinja2",
    "altair",
    "joblib",
    "shapely",
]

PROGRAM = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in BLOCKED:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
import foedus.language, foedus.process, foedus.loopholes
from foedus.play import answer
from foedus.casebook import text_of
from foedus.language import option, read
from foedus.loopholes import find_all
from foedus.process import Process

arrangement = option(read(text_of("unscr-2231-snapback")), "left-2018")
assert answer({"ask": "board", "case": "unscr-2231-snapback", "option": "left-2018"})["offers"]
print(len(find_all(Process(arrangement))), [m for m in BLOCKED if m in sys.modules])
"""


def test_a_case_is_read_played_and_checked_with_arrays_and_terminal_blocked():
    program = f"BLOCKED = {BLOCKED}\n{PROGRAM}"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    found, loaded = ran.stdout.split(maxsplit=1)
    assert int(found) > 0
    assert loaded.strip() == "[]"


@pytest.mark.parametrize("name", foedus.decisions.__all__)
def test_what_decisions_offer_is_there_when_asked_for(name):
    assert name == getattr(getattr(foedus.decisions, name), "__name__", name)


def test_a_name_that_decisions_do_not_offer_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        foedus.decisions.nothing  # noqa: B018
