"""What `foedus decide` looks at: the procedures of a case and their steps, or one body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.decisions import Body, Rule, RuleError, body, single_vetoes
from foedus.decisions.ballots import Chances, did_you_mean
from foedus.decisions.effect import ballot_members, effect
from foedus.decisions.procedure import Procedure, Stage
from foedus.decisions.report import Report, report
from foedus.language import Arrangement
from foedus.language.arrangement import Step
from foedus.process.decided import as_decision
from foedus.process.electorate import electorate


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is decided.

    Parameters
    ----------
    name
        What to call it.
    rule
        By which ballots it passes.
    member_of
        Whose ballot each is.
    procedure
        Its stages, where it has several.
    source, note
        Where the rule is written, and what else there is to know.
    powers
        Whether it is a body of which power can sensibly be asked.
    """

    name: str
    rule: Rule
    member_of: Mapping[str, str]
    procedure: Procedure | None = None
    source: str = ""
    note: str = ""
    powers: bool = True

    @property
    def actors(self) -> tuple[str, ...]:
        """Everyone who decides in it."""
        return tuple(dict.fromkeys(self.member_of.values()))

    def seen(
        self,
        everybody: Chances | None,
        named: Mapping[str, Chances],
        correlation: float,
        indices: Sequence[str],
        target: float | None,
        seed: int,
    ) -> Seen:
        """Look at it from every side."""
        rows, remarks = self._positions(everybody, named)
        found = report(
            self.name,
            self.rule,
            rows,
            correlation,
            indices=indices if self.powers else (),
            target=target,
            seed=seed,
        )
        return Seen(self, found, tuple(remarks), correlation)

    def _positions(
        self, everybody: Chances | None, named: Mapping[str, Chances]
    ) -> tuple[dict[str, Chances] | None, list[str]]:
        if everybody is None and not set(named) & set(self.actors):
            return None, []
        sure = {
            stage.rule.members[0]
            for stage in (self.procedure.stages() if self.procedure else ())
            if len(stage.rule.members) == 1
        }
        rows: dict[str, Chances] = {}
        for ballot, member in self.member_of.items():
            if member in named:
                rows[ballot] = named[member]
            elif member in sure:
                rows[ballot] = 1.0
            elif everybody is not None:
                rows[ballot] = everybody
            else:
                raise RuleError(
                    f"there is no chance for {member}: give everybody's with --chances, or"
                    f" --position {member}=P"
                )
        taken = sorted(sure - set(named))
        said = [f"{' and '.join(taken)}, acting alone, is taken to act."] if taken else []
        return rows, said


@dataclass(frozen=True, slots=True)
class Seen:
    """A subject with what was found.

    Parameters
    ----------
    subject
        What was looked at.
    report
        What was found.
    remarks
        What was taken for granted on the way.
    correlation
        Of any two leanings.
    """

    subject: Subject
    report: Report
    remarks: tuple[str, ...]
    correlation: float

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        stages = self.subject.procedure.stages() if self.subject.procedure else ()
        return {
            **self.report.as_json(),
            "source": self.subject.source,
            "note": self.subject.note,
            "correlation": self.correlation,
            "stages": [
                {
                    "name": stage.name,
                    "said": stage.describe(),
                    "vetoes": list(single_vetoes(stage.advances)),
                }
                for stage in stages
            ],
            "remarks": [*self.report.remarks, *self.remarks],
        }


def subjects_of_body(name: str, parties: Sequence[str]) -> list[Subject]:
    """Return the decision of a body that ships.

    Raises
    ------
    RuleError
        For an unknown body or party.
    """
    shipped: Body = body(name, parties)
    if shipped.procedure is not None:
        return [_of_procedure(shipped.name, shipped.procedure, shipped.source, shipped.note)]
    own = {m: m for m in shipped.members}
    return [Subject(shipped.name, shipped.rule, own, None, shipped.source, shipped.note)]


def subjects_of_case(arrangement: Arrangement, body_id: str | None) -> list[Subject]:
    """Return the procedures of a case and the bodies that decide in them, or one of its bodies.

    Raises
    ------
    RuleError
        For an unknown body, or a case in which nobody decides anything.
    """
    if body_id is not None:
        if body_id not in arrangement.bodies:
            known = arrangement.bodies
            raise RuleError(
                f"the case has no body {body_id!r}{did_you_mean(body_id, known)}."
                f" It has {', '.join(known) or 'none'}"
            )
        return [_of_step(arrangement, Step(act="decide", by=body_id))]
    found: list[Subject] = []
    rules: set[Rule] = set()
    for name, procedure in arrangement.procedures.items():
        decision = as_decision(arrangement, name)
        if decision is None:
            continue
        source = _titles(arrangement, procedure.source)
        found.append(_of_procedure(procedure.label or name, decision, source, ""))
        if isinstance(decision, Stage):
            continue
        for step in procedure.steps:
            subject = _of_step(arrangement, step)
            if len(subject.actors) > 1 and subject.rule not in rules and not step.escrowed:
                rules.add(subject.rule)
                found.append(subject)
    if not found:
        raise RuleError("nobody decides anything in this case: it has no procedures")
    return found


def _titles(arrangement: Arrangement, ids: Sequence[str]) -> str:
    return "; ".join(arrangement.sources[i].title for i in ids)


def _of_step(arrangement: Arrangement, step: Step) -> Subject:
    rule = electorate(arrangement, step).rule
    body = arrangement.bodies.get(step.by)
    name = f"{step.act}, by {body.name if body and body.name else step.by}"
    ids = dict.fromkeys((*step.source, *(body.source if body else ())))
    own = {m: m for m in rule.members}
    return Subject(name, rule, own, source=_titles(arrangement, tuple(ids)))


def _of_procedure(name: str, procedure: Procedure, source: str, note: str) -> Subject:
    return Subject(
        name,
        effect(procedure),
        ballot_members(procedure),
        procedure,
        source,
        note,
        powers=isinstance(procedure, Stage) and len(procedure.rule.members) > 1,
    )
