"""`foedus check` has an allowance for the whole run, and names what it gave up and why."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from foedus.cli import main
from foedus.cli.budget import Budget
from foedus.cli.check import check


def checked(*more: str) -> Result:
    return CliRunner().invoke(main, ["check", "ukraine-2025", *more])


def test_a_run_has_ten_minutes_unless_it_is_told_otherwise():
    assert next(p.default for p in check.params if p.name == "budget") == "10min"
    assert Budget("10min").seconds == 540  # a tenth is kept for starting and for telling
    assert Budget("none").seconds is None
    assert Budget("none").share(1)(10**9, 10**9)


def test_within_it_nothing_is_given_up_of_what_is_asked():
    result = checked("--property", "toothless-norm")
    assert "0 undecided" in result.output
    assert "GIVEN UP" not in result.output


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        (("--budget", "0s"), "  The budget of 0s was used up: a larger --budget gives more, none"),
        (("--most", "10"), "  More states were needed than --most 10 lets a search hold."),
    ],
)
def test_what_was_given_up_is_named_with_the_reason(limit: tuple[str, str], why: str):
    """Each property that is undecided stands in the line, by its number, and nothing else does."""
    result = checked(*limit)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("GIVEN UP: "))
    undecided = [line.split()[1:3] for line in lines if line.startswith("UNDECIDED ")]
    named = lines[at].removeprefix("GIVEN UP: ").partition(". ")[0].split(", ")
    told = [name for name in named if not name.endswith("of who can force it")]
    assert told == [" ".join(one).rstrip(":") for one in undecided]
    assert undecided
    assert lines[at + 1].startswith(why)


def test_a_budget_that_is_none_of_these_ends_with_the_fix():
    result = checked("--budget", "soon")
    assert result.exit_code == 2
    assert "or none for no limit" in result.stderr
