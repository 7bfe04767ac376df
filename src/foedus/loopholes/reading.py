"""What the text of an arrangement says that questions ask about: who, whom, and which answer."""

from __future__ import annotations

from functools import cached_property

from foedus.language.clauses import Guarantee
from foedus.process import Process, State
from foedus.process.conditions import ENDED
from foedus.process.exploration import Item, Test
from foedus.process.state import Progress, Standing


class Reading:
    """An arrangement as questions read it.

    Attributes
    ----------
    process : Process
        The process of the arrangement.
    """

    process: Process

    # Who and what ----------------------------------------------------------------------------

    @cached_property
    def adversaries(self) -> tuple[str, ...]:
        """The adversaries that have a ladder of conduct."""
        a = self.process.arrangement
        return tuple(name for name in a.conduct if a.parties[name].role == "adversary")

    def guarantees(self, actor: str, *, duties: bool = True) -> list[tuple[int, str, Guarantee]]:
        """Return the guarantees against `actor`; with `duties` without those that bind nobody."""
        return [
            (at, name, g)
            for at, (name, g) in enumerate(self.process.arrangement.guarantees.items())
            if g.against == actor and not (duties and g.response == "right_only")
        ]

    def protected(self, actor: str) -> tuple[str, ...]:
        """Return whom the guarantees against `actor`, or else its norms, protect."""
        a = self.process.arrangement
        named = [g.protects.state for g in a.guarantees.values() if g.against == actor]
        named += [s for n in a.norms.values() if actor in n.bearer for s in n.towards]
        return tuple(dict.fromkeys(named))

    def diligent(self, actor: str) -> tuple[str, ...]:
        """Return who may be counted on to act: the protected, else those with standing."""
        a = self.process.arrangement
        standing = [by for name in self.consequences(actor) for by in a.procedures[name].opens.by]
        return self.protected(actor) or tuple(dict.fromkeys(standing))

    def worst(self, actor: str) -> str:
        """Return the highest act on the ladder of `actor`."""
        return self.process.arrangement.conduct[actor].acts[-1].act

    def casus(self, actor: str) -> int:
        """Return the lowest rung that a duty against `actor` answers, its worst when none does."""
        rungs = self.process.clauses.index.rungs[actor]
        duties = self.guarantees(actor)
        return min((rungs[g.casus_foederis] for _, _, g in duties), default=max(rungs.values()))

    def at(self, state: State, actor: str) -> int:
        """Return the rung that `actor` is at."""
        return self.process.clauses.rung_of(state, actor)

    def rung(self, actor: str, act: str) -> int:
        """Return the rung of an act."""
        return self.process.clauses.index.rungs[actor][act]

    # What is asked ---------------------------------------------------------------------------

    def owed(self, actor: str) -> Test:
        """Return the test whether a response to `actor` is owed."""
        ats = [at for at, _, _ in self.guarantees(actor)]
        owed = self.process.clauses.owed
        return lambda state: any(owed(state, at) for at in ats)

    def effects(self, actor: str) -> Test:
        """Return the test whether a procedure that a breach by `actor` sets off took effect."""
        ats = [self.process.clauses.index.procedures[name] for name in self.consequences(actor)]
        return lambda state: any(
            state.record.procedures[at].progress is Progress.DONE for at in ats
        )

    def runs(self, procedure: str) -> Test:
        """Return the test whether a procedure has taken effect."""
        at = self.process.clauses.index.procedures[procedure]
        return lambda state: state.record.procedures[at].progress is Progress.DONE

    def enters(self, instrument: str) -> Test:
        """Return the test whether an instrument has ever been in force."""
        at = self.process.clauses.index.instruments[instrument]
        return lambda state: state.record.instruments[at].standing is not Standing.PROPOSED

    def performs(self, deed: str) -> Test:
        """Return the test whether a deed has been performed."""
        at = self.process.clauses.index.deeds[deed]
        return lambda state: state.record.performed[at]

    def consequences(self, actor: str) -> tuple[str, ...]:
        """Return the procedures with an effect that a breach by `actor` can set off."""
        a = self.process.arrangement
        return tuple(
            name
            for name, procedure in a.procedures.items()
            if procedure.then and any(actor in a.norms[n].bearer for n in self.grounds(name))
        )

    def grounds(self, procedure: str) -> tuple[str, ...]:
        """Return the norms whose breach, alleged or found, sets off a procedure."""
        a, reached, pending = self.process.arrangement, dict[str, None](), [procedure]
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            opens = a.procedures[name].opens
            if opens.alleging:
                reached[opens.alleging] = None
            for atom in opens.when.atoms() if opens.when else ():
                norm = atom.found or atom.alleged or atom.breached
                if norm:
                    reached[norm] = None
                pending += [p for p in (atom.done, atom.open, atom.lapsed) if p]
        return tuple(reached)

    def answer(self, actor: str) -> tuple[Test, list[Item]]:
        """Return the test whether an act of `actor` is answered, by a duty or an effect."""
        owed, effects = self.owed(actor), self.effects(actor)
        return lambda state: owed(state) or effects(state), self.seeds(actor)

    def seeds(self, actor: str, *, effects: bool = True) -> list[Item]:
        """Return what a question about the answer to `actor` reads."""
        duties = [Item("owed", name) for _, name, _ in self.guarantees(actor)]
        named = [Item("procedure", p) for p in self.consequences(actor)] if effects else []
        return [Item("conduct", actor, self.casus(actor)), *duties, *named]

    def undisturbed(self, state: State) -> bool:
        """Say whether no instrument has been left or has ended, and no guarantee been lost."""
        lives = state.record.instruments
        return not any(
            life.standing is Standing.NOTICE_GIVEN or life.standing in ENDED for life in lives
        ) and not any(promise.forfeited for promise in state.record.guarantees)
