"""From a text to proposed statements. Nothing is decided here: a reviewer accepts or rejects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from foedus.positions.actors import Mentions
from foedus.positions.attribution import Attribution, in_block
from foedus.positions.conditions import Condition, condition
from foedus.positions.continued import across
from foedus.positions.disputes import Dispute
from foedus.positions.entities import body
from foedus.positions.holding import Holding
from foedus.positions.issues import Topic
from foedus.positions.marks import (
    ANSWER,
    ASKING,
    CAPABLE,
    ISSUED,
    NEITHER_NOR,
    OFFERED,
    PROPOSAL,
    PROPOSED_BY,
    TAKES_UP,
    TOGETHER,
    WRITTEN,
    again,
    asks,
    blanked,
    first_person,
    follows_from,
    hedges_in,
    hypothetical,
    kind_of,
    led_by,
    led_to,
    left_open,
    manner_of,
    not_its_own,
    of_another,
    of_speaker,
    only_condition,
    said_of,
    scope_of,
    without,
)
from foedus.positions.narrator import inferences
from foedus.positions.offices import LED_IN
from foedus.positions.ownwords import by_own_act, in_context, told_of_others
from foedus.positions.register import Register, register
from foedus.positions.running import Running
from foedus.positions.segments import Block, Sentence, blocks, sentences
from foedus.positions.spans import Span, quote
from foedus.positions.stances import Reading, read_stance
from foedus.positions.statement import (
    NOBODY,
    Actor,
    Document,
    Found,
    Kind,
    Stance,
    Statement,
    digest,
)
from foedus.positions.subjects import subject
from foedus.positions.targets import target
from foedus.positions.tokens import straightened
from foedus.positions.voice import as_narrated, saying

EXTRACTOR = "foedus rules 12"


def extract(
    text: str,
    dispute: Dispute,
    name: str = "",
    day: date | None = None,
    address: str = "",
    table: Register | None = None,
    everything: bool = False,
) -> Found:
    """Return the statements that a text proposes.

    Parameters
    ----------
    text
        Plain text.
    dispute
        Its actors and issues.
    name, address
        Where the text comes from.
    day
        When it was published: offices are looked up on that day.
    table
        The register, where many texts share it.
    everything
        Whether to keep statements on no issue of the dispute.

    Examples
    --------
    >>> from foedus.positions.disputes import shipped_dispute
    >>> words = "France backs Ukraine's membership of NATO. Hungary is against it."
    >>> found = extract(words, shipped_dispute("ukraine-2025"))
    >>> [(s.actor.name, s.issue, s.stance) for s in found.statements]
    [('France', 'membership', 'support'), ('Hungary', 'membership', 'oppose')]
    """
    reader = _Reader(text, dispute, day, table or register(dispute))
    found = tuple(reader.statements(everything))
    title = next((b.span.of(text) for b in blocks(text)), "").strip()[:200]
    document = Document(digest(text), name, title, day, address)
    return Found(document, found)


class _Reader:
    """One pass over a text, which remembers who was spoken of and on what."""

    def __init__(self, text: str, dispute: Dispute, day: date | None, table: Register) -> None:
        self.text, self.straight = text, straightened(text)
        self.dispute, self.day = dispute, day
        self.id = digest(text)
        self.blocks = as_narrated(self.straight, blocks(text))
        found = [[] if b.repeats else in_block(self.straight, b) for b in self.blocks]
        self.found = across(self.straight, self.blocks, found)
        self.mentions = Mentions(table, day)
        self.mentions.read(self.straight)
        self.holding = Holding(self.straight, self.blocks, self.found, self.mentions)
        self.said: list[Statement] = []
        self.proposer: Actor | None = None
        self.inferred: frozenset[Attribution] = frozenset()
        self.running = Running(dispute.issues, self.straight)
        self.author: Actor | None = None
        self.speaker, self.offered = NOBODY, False

    def statements(self, everything: bool) -> Iterator[Statement]:
        for block, found in zip(self.blocks, self.found, strict=True):
            if block.repeats:
                continue
            self.mentions.speaker = self.mentions.speaker if block.kind == "speech" else ""
            by_sentence: dict[int, list[Attribution]] = {}
            for attribution in found:
                by_sentence.setdefault(attribution.sentence.number, []).append(attribution)
            made: list[Statement] = []
            self.mentions.place = ""
            for sentence in sentences(self.straight, block):
                own = by_sentence.get(sentence.number, [])
                self.mentions.go_to(sentence.span.of(self.straight))
                acting = self._acting(sentence)
                if acting.kind in ("person", "state", "organisation", "office"):
                    self.mentions.follow(acting)
                if not self.holding.record:
                    self.inferred = inferences(own, self.straight, self.holding.unheld(own, found))
                for a in own:
                    made += self._of(a, block, found if a.frame == "transcript" else own)
                made += self._without_cue(sentence, own)
                if not own:
                    self.running.of(sentence.span.of(self.straight), sentence.span.start)
                self.mentions.follow(acting)
            for statement in self._once(made):
                self.said.append(statement)
                if everything or (statement.issue and statement.kind != "inference"):
                    yield statement
            self.offered = not block.speaker and bool(OFFERED.search(block.span.of(self.straight)))

    def _acting(self, sentence: Sentence) -> Actor:
        """Return the subject of a sentence, for which "he" or "it" in the next one stands."""
        who = subject(sentence.tokens, len(sentence.tokens))
        if who is None or sentence.block.kind == "speech" or sentence.block.asks:
            return NOBODY
        first, last = sentence.tokens[who[0]], sentence.tokens[who[1] - 1]
        if first.low in ("a", "an"):
            return NOBODY  # "a spokeswoman" of whom "it" stood for before
        found = self.mentions.resolve(Span(first.start, last.end).of(self.straight))
        self.mentions.gather(found)
        return found[0]

    def _once(self, made: Sequence[Statement]) -> Iterator[Statement]:
        """Yield statements, one for each actor, issue and stance within a sentence's reach."""
        seen: dict[tuple[str, str, Stance | None, str], Statement] = {}
        for statement in made:
            who = statement.actor.name.removeprefix("government of ")
            key = (who, statement.issue, statement.stance, statement.kind)
            if (
                statement.issue
                and key in seen
                and again(self.straight, seen[key].quote, statement.quote)
            ):
                continue
            seen[key] = statement
            yield statement

    def _of(self, a: Attribution, block: Block, own: Sequence[Attribution]) -> Iterator[Statement]:
        actors = self.mentions.resolve(a.source.of(self.straight)) if a.source else [NOBODY]
        if self.author and a.source and a.source.of(self.straight).lower() in WRITTEN:
            actors = [self.author]
        if a.frame == "transcript":
            actors = actors[:1]  # a turn has one speaker: "Ms Bell (Quen North)"
            self.speaker = actors[0]
            self.mentions.speaker = self.speaker.name
        if a.carried:
            actors = [replace(x, flags=tuple(dict.fromkeys((*x.flags, "carried")))) for x in actors]
        turn = a.nested and a.sentence.block.kind == "speech"
        told = a, actors[0], self.speaker, self.straight
        own_words = turn and first_person(a, self.straight) and not of_another(*told)
        if a.nested and a.source and (actors[0] is NOBODY or of_speaker(*told)):
            return
        if not (a.nested or block.asks) and actors[0] is not NOBODY:
            self.mentions.hear(actors)
        text = actors[0].kind == "document"
        silent = text and a.lemma not in ("state", "say", "provide", "stipulate")
        if (
            silent
            or own_words
            or not_its_own(a, own, self.straight)
            or hypothetical(a, self.straight)
        ):
            return
        if a.lemma in ("consider", "propose", "offer", "weigh", "mull", "suggest"):
            self.proposer = actors[0]
        others = told_of_others(a, actors[0], own, self.speaker, self.mentions, self.straight)
        for piece, words in self._pieces(a):
            words = blanked(words, piece, others)
            claim = bool(others) and not words.removeprefix("that").strip(" .,\"'")
            for actor in () if claim and a in self.inferred else actors:
                if claim:  # a claim about somebody else is no stance of his own
                    yield self._statement(a, block, actor, piece, None, Reading(None), None, ())
                    continue
                yield from self._statements(a, block, actor, piece, words, own)

    def _pieces(self, a: Attribution) -> Iterator[tuple[Span, str]]:
        """Yield the content, a turn of a transcript sentence by sentence."""
        spans = [Span(a.content[0].start, a.content[-1].end)]
        if a.frame == "transcript":
            spans = [s.span for s in sentences(self.straight, a.sentence.block)]
        yield from ((span, span.of(self.straight)) for span in spans)

    def _statements(
        self, a: Attribution, block: Block, actor: Actor, piece: Span, words: str,
        own: Sequence[Attribution],
    ) -> Iterator[Statement]:  # fmt: skip
        asked = left_open(a.lemma, words)
        found = None if asked or asks(words) else condition(self.straight, piece)
        found = found or led_by(a, self.straight, piece)
        found = None if found and self.running.wanted(found) else found
        rest = without(words, piece, found)
        cue, to = (span.of(self.straight) if span else "" for span in (a.cue, a.target))
        follows = rest if found else ""
        about, carried = self._topics(f"{cue} {to} {rest}", f"{to} {words}", a, block, follows)
        if not about:
            yield self._statement(a, block, actor, piece, None, Reading(None), found, ())
            return
        if found and (on := self.running.on_condition(about, f"{cue} {to} {words}", piece.start)):
            about, found = on, None
        silent = (asked and a.lemma in ASKING) or asks(words)
        neither = NEITHER_NOR.search(self.straight[a.sentence.span.start : piece.start])
        for topic in about:
            reading = Reading(None)
            if neither:
                reading = Reading("ambiguous")
            elif not silent:
                reading = in_context(self.straight, a, topic, rest, piece, found is not None)
                told = by_own_act(a, actor, own, topic, self.mentions, self.straight)
                if told and (reading.stance, told.stance) != ("support", "ambiguous"):
                    reading = told  # "would not block it" says more than that
            if reading.by_reference:
                reading = Reading(self._by_reference(words, topic))
            if found and only_condition(topic, f"{cue} {to} {rest}", words):
                reading = Reading(follows_from(a.lemma, reading.stance, rest))
            if carried and not reading.stance:
                yield self._statement(a, block, actor, piece, None, Reading(None), found, ())
                continue
            flags = ("carried issue",) if carried else ()
            made = self._statement(a, block, actor, piece, topic, reading, found, flags)
            yield replace(made, kind="assertion") if asked and made.kind == "position" else made

    def _topics(
        self, rest: str, words: str, a: Attribution, block: Block, follows: str
    ) -> tuple[tuple[Topic, ...], bool]:
        """Return the issues of a content, or those that its "this goal" or "it" refers to."""
        place = a.content[0].start
        about = self.running.of(rest, place)
        taken = self.running.referred(follows, False) if follows and not about else None
        if taken:  # "he'll sign when the law is changed" is on the treaty
            return (taken,), True
        about = about or self.running.of(words, place)
        if about:
            return about, False
        said = self.running.of(said_of(a, self.straight), place)
        if said:
            return said, True
        self.running.of(led_to(a, self.straight), a.sentence.span.start)
        taken_up = TAKES_UP.search(words) or (self.offered and ANSWER.match(words.strip()))
        answers = block.kind == "speech" and bool(taken_up)
        found = self.running.referred(words.strip(), answers)
        return ((found,), True) if found else ((), False)

    def _by_reference(self, words: str, topic: Topic) -> Stance | None:
        named = self.mentions.resolve(words.split("'s")[0])
        for statement in reversed(self.said):
            if statement.issue == topic.issue.id and statement.actor.name == named[0].name:
                return statement.stance
        return "support" if named[0].name else None

    def _statement(
        self, a: Attribution, block: Block, actor: Actor, piece: Span, topic: Topic | None,
        reading: Reading, found: Condition | None, flags: tuple[str, ...],
    ) -> Statement:  # fmt: skip
        words = piece.of(self.straight)
        bare = topic is not None and not (self.holding.record or saying(a, self.straight))
        inferred = a in self.inferred or (bare and not (reading.stance or a.nested or not a.source))
        kind: Kind = "inference" if inferred else kind_of(a, topic, reading, found, words)
        marks = [*flags]
        marks += ["cues conflict"] if reading.conflict else []
        marks += ["nested"] if a.nested else []
        marks += ["the writer's own"] if inferred else []
        marks += ["carried actor"] if "carried" in actor.flags else []
        return Statement(
            self.id,
            quote(self.text, piece),
            kind,
            actor,
            topic.issue.id if topic else "",
            reading.stance,
            "narrator" if inferred else manner_of(a, block, actor),
            self.day,
            "day" if self.day else "unknown",
            quote(self.text, found.trigger) if found else None,
            quote(self.text, found.consequent) if found else None,
            target(a, actor, words, self.mentions, self.straight),
            scope_of(words),
            quote(self.text, a.cue) if a.cue else None,
            hedges_in(words),
            tuple(marks),
            EXTRACTOR,
        )

    def _without_cue(self, sentence: Sentence, own: Sequence[Attribution]) -> Iterator[Statement]:
        """Yield rules, capabilities and proposals that a sentence states without a cue."""
        words = sentence.span.of(self.straight)
        self._notice(words, own)
        capable = CAPABLE.search(words)
        about = self.running.names(words)
        if capable:
            actor = self.mentions.resolve(capable.group(1))[0]
            piece = Span(sentence.span.start + capable.start(), sentence.span.end)
            votes = [t for t in about if t.issue.kind == "position"] or about
            issue = votes[-1].issue.id if votes else ""
            yield self._plain(piece, "capability", actor, issue)
        who = body(words, self.mentions.table)
        for topic in about:
            if topic.issue.kind == "rule" and not any(s.issue == topic.issue.id for s in self.said):
                yield self._plain(sentence.span, "rule", who, topic.issue.id)
        if PROPOSAL.match(words) and self.proposer and about and not own:
            found = condition(self.straight, sentence.span)
            rest = without(words, sentence.span, found)
            reading = read_stance(about[-1], "propose", False, rest, found is not None, False)
            actor = replace(self.proposer, flags=("carried",))
            kind: Kind = "conditional" if found else "position"
            made = self._plain(sentence.span, kind, actor, about[-1].issue.id)
            yield replace(
                made,
                stance=reading.stance,
                trigger=quote(self.text, found.trigger) if found else None,
                consequent=quote(self.text, found.consequent) if found else None,
                flags=("carried actor",),
            )

    def _notice(self, words: str, own: Sequence[Attribution]) -> None:
        """Remember the people of a sentence that attributes nothing, and who considers a step."""
        if by := PROPOSED_BY.search(words):
            self.proposer = self.mentions.resolve(by.group(1))[0]
        self.author = None
        if own:
            return
        led = LED_IN.match(words)
        found = self.mentions.resolve(led[1] if led else words)
        self.mentions.meet(*found)
        if met := TOGETHER.match(words):
            self.mentions.note(self.mentions.resolve(met[1])[0])
        if ISSUED.search(words) and found[0].state:
            self.author = replace(found[0], flags=(*found[0].flags, "carried"))
        if found[0].kind in ("person", "state", "organisation") and found[0].state:
            self.mentions.note(found[-1])
            self.mentions.title(*reversed(found))

    def _plain(self, span: Span, kind: Kind, actor: Actor, issue: str) -> Statement:
        return Statement(
            self.id, quote(self.text, span), kind, actor, issue, None, "narrator", self.day,
            "day" if self.day else "unknown", hedges=hedges_in(span.of(self.straight)),
            extractor=EXTRACTOR,
        )  # fmt: skip
