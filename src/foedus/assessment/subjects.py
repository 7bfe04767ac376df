"""What `foedus decide` looks at: the procedures of a case and their steps, or one body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum
from typing import Any

from foedus.assessment.said import ASSUMED, Statements
from foedus.decisions import (
    Body,
    Chances,
    Procedure,
    Report,
    Rule,
    RuleError,
    Stage,
    ballot_members,
    ballot_names,
    body,
    did_you_mean,
    effect,
    merged,
    parse_rule,
    report,
    single_vetoes,
    stage_lines,
)
from foedus.figures import Figure
from foedus.language import Arrangement, Step, listed
from foedus.process import as_decision, as_stage, called, electorate
from foedus.prospects import Stand
from foedus.texts import capital


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
    stated
        Ballots as the statements in the case suggest them, where somebody spoke.
    outlook
        The chance that follows from those, with what is uncertain in them.
    as_of
        When its members were these, for a body that ships.
    stands, names
        Where each member stands, and by which statement, where somebody spoke; and what it is
        called in a sentence, by its id where left out.
    told
        The step, where its time is part of how it passes: so it is read out.
    """

    name: str
    rule: Rule
    member_of: Mapping[str, str]
    procedure: Procedure | None = None
    source: str = ""
    note: str = ""
    powers: bool = True
    stated: Mapping[str, Chances] | None = None
    outlook: Figure | None = None
    as_of: str = ""
    stands: Mapping[str, Stand] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    told: Stage | None = None

    def called(self, member: str) -> str:
        """Return what a member is called in a sentence."""
        return self.names.get(member, member)

    @property
    def actors(self) -> tuple[str, ...]:
        """Everyone who decides in it."""
        return tuple(dict.fromkeys(self.member_of.values()))

    def seen(
        self,
        everybody: Chances | None,
        named: Mapping[str, Chances],
        correlation: float | None,
        indices: Sequence[str],
        target: float | None,
        seed: int,
        unions: Mapping[str, Sequence[str]] | None = None,
    ) -> Seen:
        """Look at it from every side."""
        if unions and not self.powers:
            raise RuleError(f"{self.name} has several stages; unions are for one body: give --body")
        rows, remarks = self._positions(everybody, named)
        asked = everybody is not None or bool(set(named) & set(self.actors))
        if correlation is None:
            correlation = 0.0 if everybody is not None or rows is None else ASSUMED
        found = report(
            self.name,
            self.rule,
            rows,
            correlation,
            indices=indices if self.powers else (),
            target=None if rows is None else target,
            seed=seed,
            unions=unions,
            one_body=self.powers,
        )
        if not asked:
            found = replace(found, chance=self.outlook)
        if rows is not None and not asked:
            remarks.append(
                "Pivots and persuasion take each member's mean ballot and leanings correlated"
                f" {correlation:g}."
            )
        return Seen(self, found, tuple(remarks), correlation)

    def _positions(
        self, everybody: Chances | None, named: Mapping[str, Chances]
    ) -> tuple[dict[str, Chances] | None, list[str]]:
        asked = everybody is not None or bool(set(named) & set(self.actors))
        if not asked and self.stated is None:
            return None, []
        alone = self._acting_alone()
        rows: dict[str, Chances] = {}
        for ballot, member in self.member_of.items():
            if member in named:
                rows[ballot] = named[member]
            elif member in alone:
                rows[ballot] = 1.0
            elif everybody is not None:
                rows[ballot] = everybody
            elif self.stated is not None:
                rows[ballot] = self.stated[ballot]
            else:
                raise RuleError(
                    f"there is no chance for {member}: give everybody's with --chances, or"
                    f" --position {member}=P"
                )
        taken = [self.called(who) for who in sorted(alone - set(named))]
        acts = "is taken to act" if len(taken) == 1 else "are taken to act"
        said = [capital(f"{listed(taken)}, acting alone, {acts}.")] if taken else []
        if asked and everybody is None and self.stated is not None:
            said.append("The others: their mean ballot by what they said.")
        return rows, said

    def _acting_alone(self) -> set[str]:
        """Return who acts alone and votes in no other stage, where it may refuse as all others."""
        stages = tuple(self.procedure.stages()) if self.procedure else ()
        voting = {m for s in stages if len(s.rule.members) > 1 for m in s.rule.members}
        return {s.rule.members[0] for s in stages if len(s.rule.members) == 1} - voting


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
        procedure = self.subject.procedure
        told = zip(procedure.stages(), stage_lines(procedure), strict=True) if procedure else ()
        return {
            **self.report.as_json(),
            "source": self.subject.source,
            "as_of": self.subject.as_of,
            "note": self.subject.note,
            "correlation": self.correlation,
            "stages": [
                {"name": stage.name, "said": said, "vetoes": list(single_vetoes(stage.advances))}
                for stage, said in told
            ],
            "ballots": {m: _ballot(one) for m, one in (self.subject.stands or {}).items()},
            "remarks": [*self.report.remarks, *self.remarks],
        }


def _ballot(stand: Stand) -> dict[str, Any]:
    total = fsum(stand.weights)
    shares = dict(zip(("yes", "abstain", "no", "absent"), stand.weights, strict=True))
    return {
        **{name: weight / total for name, weight in shares.items()},
        "weight": total,
        "basis": stand.basis,
        "because": stand.because,
        "sources": list(stand.sources),
        "statements": [
            {
                "actor": p.actor,
                "office": p.office,
                "date": p.date.isoformat(),
                "issue": p.issue,
                "stance": p.stance,
                "says": p.says,
                "text": p.text,
                "sources": list(p.source),
            }
            for p in stand.positions
        ],
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
        found = _of_procedure(shipped.name, shipped.procedure, shipped.source, shipped.note)
    else:
        own = {m: m for m in shipped.members}
        found = Subject(shipped.name, shipped.rule, own, None, shipped.source, shipped.note)
    return [replace(found, as_of=shipped.as_of)]


def subject_of_weights(weights: Mapping[str, str], quota: str) -> Subject:
    """Return the decision of a body given by its weights.

    Raises
    ------
    RuleError
        For a weight or a quota that cannot be.
    """
    spec = {"weights": {m: _amount(w) for m, w in weights.items()}, "quota": _amount(quota)}
    rule = parse_rule(spec, list(weights))
    held = ", ".join(f"{m} {w}" for m, w in weights.items())
    name = f"{len(weights)} member{'s' * (len(weights) != 1)} with weights {held}"
    return Subject(f"{name}; quota {quota}", rule, {m: m for m in weights})


def _amount(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def with_blocs(subject: Subject, blocs: Mapping[str, Sequence[str]]) -> Subject:
    """Return a body in which each bloc casts one ballot for all in it.

    Raises
    ------
    RuleError
        For a member that is none, or in two blocs; or where a decision has several stages.
    """
    if subject.procedure is not None and not isinstance(subject.procedure, Stage):
        raise RuleError(f"{subject.name} has several stages; blocs are for one body: give --body")
    rule = merged(subject.rule, blocs)
    told = "; ".join(f"{name}: {', '.join(group)}" for name, group in blocs.items())
    own = {m: m for m in rule.members}
    return replace(
        subject,
        name=f"{subject.name}, voting in blocs ({told})",
        rule=rule,
        member_of=own,
        procedure=None,
        stated=None,
        outlook=None,
        powers=len(own) > 1,
    )


def subjects_of_case(
    arrangement: Arrangement, body_id: str | None, said: Statements | None
) -> list[Subject]:
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
                f"the case has no body {body_id!r}; it has {', '.join(known) or 'none'}"
                f"{did_you_mean(body_id, known)}"
            )
        found = [
            _of_step(arrangement, name, at, said)
            for name, procedure in arrangement.procedures.items()
            for at, step in enumerate(procedure.steps)
            if step.by == body_id and not step.escrowed
        ]
        bare = [_of_body(arrangement, Step(act="decide", by=body_id))]
        return [_named(arrangement, subject) for subject in found or bare]
    subjects: list[Subject] = []
    for name in arrangement.procedures:
        subjects += _of_named(arrangement, name, said)
    if not subjects:
        raise RuleError("nobody decides anything in this case: it has no procedures")
    return [_named(arrangement, subject) for subject in subjects]


def _named(a: Arrangement, subject: Subject) -> Subject:
    """Return a subject whose members, and their ballots, are called as in sentences elsewhere."""
    names = {b: b.replace(who, called(a, who), 1) for b, who in subject.member_of.items()}
    return replace(subject, names=names | {who: called(a, who) for who in subject.actors})


def _of_named(arrangement: Arrangement, name: str, said: Statements | None) -> list[Subject]:
    procedure, decision = arrangement.procedures[name], as_decision(arrangement, name)
    if decision is None:
        return []
    source = _titles(arrangement, procedure.source)
    subject = _of_procedure(procedure.label or name, decision, source, "")
    places = [at for at, step in enumerate(procedure.steps) if not step.escrowed]
    if said is not None:
        stated = _stated_on(decision, said)
        outlook = said.chance(name) if stated else None
        if isinstance(decision, Stage) and len(subject.actors) == 1:
            outlook = said.known((name, places[0]))
        # A step judged by the record of like steps is no matter of ballots as stated.
        recorded = any(step.like is not None for step in procedure.steps)
        subject = replace(subject, stated=None if recorded else stated, outlook=outlook)
        if stated and not recorded and isinstance(decision, Stage):
            stands = said.stands(decision.rule.members, decision.asks)
            subject = replace(subject, stands=stands)
    if isinstance(decision, Stage):
        return [subject]
    steps = (_of_step(arrangement, name, at, said) for at in places)
    return [subject, *(s for s in steps if len(s.actors) > 1)]


def _stated_on(decision: Procedure, said: Statements) -> dict[str, Chances] | None:
    """Return every ballot that statements suggest; actors alone are left to be taken to act."""
    found: dict[str, Chances] = {}
    names = ballot_names(decision)
    for stage in decision.stages():
        if len(stage.rule.members) == 1:
            continue
        rows = said.ballots(stage.rule.members, stage.asks)
        if rows is None:
            return None
        found |= {names[member, stage.asks]: row for member, row in rows.items()}
    return found or None


def _of_step(arrangement: Arrangement, name: str, at: int, said: Statements | None) -> Subject:
    step = arrangement.procedures[name].steps[at]
    subject, stage = _of_body(arrangement, step), as_stage(arrangement, name, step)
    if stage.certain:
        return replace(subject, rule=stage.advances, procedure=stage, powers=False)
    if stage.within is not None and stage.on_timeout == "adopt":  # silence counts as agreement
        subject = replace(subject, rule=stage.carries, told=stage)
    if said is None:
        return subject
    stated = said.ballots(subject.rule.members, stage.asks)
    outlook = said.chance(name, at) if stated else None
    stands = said.stands(subject.rule.members, stage.asks) if stated and not step.like else None
    return replace(subject, stated=None if step.like else stated, outlook=outlook, stands=stands)


def _of_body(arrangement: Arrangement, step: Step) -> Subject:
    rule = electorate(arrangement, step).rule
    body = arrangement.bodies.get(step.by)
    name = f"{step.act}, by {called(arrangement, step.by)}"
    ids = dict.fromkeys((*step.source, *(body.source if body else ())))
    return Subject(
        name, rule, {m: m for m in rule.members}, source=_titles(arrangement, tuple(ids))
    )


def _titles(arrangement: Arrangement, ids: Sequence[str]) -> str:
    return "; ".join(arrangement.sources[i].title for i in ids)


def _of_procedure(name: str, procedure: Procedure, source: str, note: str) -> Subject:
    voted = isinstance(procedure, Stage) and not procedure.certain
    powers = voted and len(effect(procedure).members) > 1
    whose = ballot_members(procedure)
    return Subject(name, effect(procedure), whose, procedure, source, note, powers)
