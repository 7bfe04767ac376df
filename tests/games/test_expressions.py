"""Polynomials of parameters: equal ones hash alike, wherever they were made."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from fractions import Fraction

from foedus.games import param

READS = """
import pickle, sys
from fractions import Fraction
from foedus.games import param
there = pickle.load(sys.stdin.buffer)
here = Fraction(1, 3) * param("p") - 1
print(there == here, hash(there) == hash(here), len({there, here}))
"""


def test_a_polynomial_that_was_hashed_and_sent_is_found_where_it_arrives():
    """Texts have another hash in another process."""
    sent = Fraction(1, 3) * param("p") - 1
    assert hash(sent) == hash(param("p") * Fraction(1, 3) - 1)
    done = subprocess.run(
        [sys.executable, "-c", READS],
        input=pickle.dumps(sent),
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "5"},
    )
    assert done.stdout.split() == [b"True", b"True", b"1"]
