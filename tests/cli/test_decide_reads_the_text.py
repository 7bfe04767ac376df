"""What `foedus decide` says of time limits and of one that alone has a say: as the text has it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from foedus.cli import main
from foedus.decisions import Stage, parse_rule
from foedus.decisions.procedure import without

TEXT = """\
foedus: 1
title: Half a year for a report, and a step that passes by itself
as_of: 1935-01-03
parties: {ETH: {name: Ethia}, ITA: {name: Italand}, GBR: {name: Britland}, FRA: {name: Frankland}}
bodies: {council: {members: [GBR, FRA], rule: unanimity}}
procedures:
  report:
    opens: {by: ETH}
    steps:
      - {act: report, by: council, within: P6M, at_deadline: true}
      - {act: go, by: GBR, within: P10D, on_timeout: next}
      - {act: end, by: FRA, within: P1Y, on_timeout: adopt}
      - {act: sign, by: GBR, within: P2W}
"""


def test_a_half_year_is_no_number_of_days_and_what_passes_by_itself_nobody_need_do(tmp_path: Path):
    """From 3 January half a year is 181 days, from 4 October 183: the text says six months.

    Britland and Frankland can stop 'go' and 'end' by a no, and need do nothing; 'sign' is to do.
    """
    path = tmp_path / "report.yaml"
    path.write_text(TEXT)
    found = CliRunner().invoke(main, ["decide", str(path)], env={"COLUMNS": "200"})
    assert found.exit_code == 0, found.output
    said = found.output
    assert "within 6 months, and it lapses if undecided by then, taking 6 months" in said
    assert "within 1 year, and silence counts as agreement" in said
    assert "within 14 days, and it lapses" in said
    assert "181" not in said
    assert "go: only Britland can stop it." in said
    assert "end: only Frankland can stop it." in said
    assert "sign: only Britland can do it." in said


def test_a_smaller_body_has_as_long():
    stage = Stage("hear", parse_rule("consensus", ["A", "B"]), 28, limit="1 month")
    assert without(stage, "B").limit == "1 month"
    assert without(stage, "B") == without(Stage("hear", stage.rule, 28), "B")


def test_a_step_of_a_party_of_several_is_headed_by_its_name(tmp_path: Path):
    """As show and replay call it, and as a step of a body is headed."""
    path = tmp_path / "allies.yaml"
    allies = "  ALL: {name: the Allies, plural: true, members: [GBR, FRA]}"
    text = TEXT.replace("parties: {ETH", "parties:\n  ETH").replace(
        ", ITA: {name: Italand}, GBR: {name: Britland}, FRA: {name: Frankland}}",
        f"\n  ITA: {{name: Italand}}\n{allies}",
    )
    path.write_text(text.replace("{act: go, by: GBR", "{act: go, by: ALL"))
    found = CliRunner().invoke(main, ["decide", str(path)], env={"COLUMNS": "200"})
    assert found.exit_code == 0, found.output
    assert "go, by the Allies" in found.output
    assert "by ALL" not in found.output
