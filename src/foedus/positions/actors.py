"""From the words of a source to actors: who that is, in which office, and for whom it speaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from foedus.positions.bodies import by_body
from foedus.positions.company import BESIDE, PAIRED, counterpart, those
from foedus.positions.described import (
    PERSON,
    called,
    demonym,
    elliptic,
    in_office,
    serving,
    sole,
)
from foedus.positions.disputes import Holder
from foedus.positions.entities import PRIVATE, attached, entity, group, several, side
from foedus.positions.made import (
    carried,
    is_thing,
    of_holder,
    tidy,
    unnamed,
    untabled,
)
from foedus.positions.names import FULL_NAME, is_person, name_in, without_title
from foedus.positions.offices import (
    BELONGS,
    GROUP,
    HE,
    HEAD,
    IT,
    OWNERS,
    PLACED,
    SEAT,
    SHE,
    SHORT,
    THEY,
    TITLE,
    US,
)
from foedus.positions.register import (
    HEADS,
    OF_STATES,
    Key,
    Register,
    family_names,
    in_brussels,
    key,
    last_in,
    most_named,
    office_class,
)
from foedus.positions.sexes import Sex, sex
from foedus.positions.sexes import called as called_by
from foedus.positions.statement import NOBODY, Actor, ActorKind


@dataclass(slots=True)
class Mentions:
    """Who a document has spoken of so far: what pronouns and last names stand for.

    Parameters
    ----------
    table
        The register.
    day
        The document's date, on which offices are looked up.
    """

    table: Register
    day: date | None
    person: Actor | None = None
    other: Actor | None = None
    last: Actor | None = None
    home: str = ""
    place: str = ""
    there: str = ""
    titled: dict[str, Actor] = field(default_factory=dict)
    offices: dict[str, Actor] = field(default_factory=dict)
    names: dict[str, Key] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, Actor] = field(default_factory=dict)
    together: tuple[Actor, ...] = ()
    said: dict[str, Sex] = field(default_factory=dict)
    of_sex: dict[str, Actor] = field(default_factory=dict)
    held: tuple[tuple[frozenset[str], Holder], ...] = ()
    main: str = ""
    speaker: str = ""
    past: dict[str, Actor] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.held = serving(self.table.holders, self.day)

    def note(self, actor: Actor) -> None:
        """Remember an actor."""
        self.last = actor
        self.home = actor.state or self.home
        unknown, thing = actor.kind == "unknown", is_thing(actor)
        if actor.kind in ("person", "office") or (unknown and not thing):
            self.person = actor
        self.title(actor)
        self.meet(actor)
        if actor.kind == "person" and actor.office:
            self.offices[office_class(actor.office)] = actor
        if actor.kind in ("group", "office") or thing:
            self.other = actor
        if actor.kind in ("group", "unknown") and actor.name:
            self.nouns |= dict.fromkeys(key(HEAD.split(actor.name)[0])[-1:], actor)

    def meet(self, *actors: Actor) -> None:
        """Remember people for whom "he" or "she" may stand."""
        for one, actor in ((sex(a.name, self.said), a) for a in actors if a.kind == "person"):
            if one in self.of_sex and self.of_sex[one].name != actor.name:
                self.past[one] = self.of_sex[one]
            self.of_sex[one] = actor

    def follow(self, actor: Actor) -> None:
        """Let pronouns stand for who acts in a sentence, rather than for others named in it."""
        if actor.kind == "person" and actor.name:
            self.person = actor
            self.meet(actor)
        elif actor.name and (actor.kind == "office" or is_thing(actor)):
            self.other = actor

    def hear(self, actors: Sequence[Actor]) -> None:
        """Remember who speaks, one or several."""
        for actor in actors:
            self.note(actor)
        self.gather(actors)

    def gather(self, actors: Sequence[Actor]) -> None:
        """Let "they" stand for several who act or speak as one, until others do."""
        if len(actors) == 1 and "carried" in actors[0].flags:
            return  # "the latter" is one of them
        self.together = tuple(actors) if len(actors) > 1 else ()
        self.meet(*self.together)

    def go_to(self, sentence: str) -> None:
        """Remember the state of "In Moscow, ..." and of "from Moscow, where ..."."""
        led = PLACED.search(sentence)
        met = self.person.name if self.person else ""
        if led or met != self.there:
            named = next(filter(None, led.groups())) if led else ""
            self.place = self.table.state(key(named))
            self.there = met

    def title(self, *actors: Actor) -> None:
        """Remember in which offices actors are, for "the minister"; later ones count."""
        for actor in actors:
            for word in key(actor.office):
                self.titled |= {word: actor, f"{word} {actor.state}": actor}

    def read(self, text: str) -> None:
        """Remember the full names of a text, so that last names are understood."""
        self.said = called_by(text)
        self.main = most_named(text, self.table)
        self.table = in_brussels(text, self.table)
        for match in FULL_NAME.finditer(unicodedata.normalize("NFC", text)):
            name = without_title(match.group())
            words = key(name)
            if len(words) < 2 or words in self.table.names or (words[-1],) in self.table.names:
                continue
            if words in self.table.people:
                state = self.table.people[words][0].state
                self.names |= dict.fromkeys(family_names(name, state), words)
                named = self._person(words, ())
                self.offices.setdefault(office_class(named.office), named)
            elif is_person(name):
                self.written = dict.fromkeys(family_names(name, ""), name) | self.written

    def resolve(self, source: str) -> list[Actor]:
        """Return the actors that the words of a source name, most specific first."""
        source = US.sub("ourselves", unicodedata.normalize("NFC", source))
        if not (words := key(source)):
            return [NOBODY]
        found: list[Actor] | None = self._pronoun(words, source) or those(words, self.together)
        found = found or self._and_counterpart(source) or self._owned(words)
        found = found or several(source, self.table, self.day)
        found = found or self._office_of(words, source) or self._attached(source)
        found = found or self._people(words, source) or self._by_short_title(words, source)
        found = found or self._counterpart(words) or self._described(words, source)
        found = found or self._by_office(source, words) or by_body(source, words, self)
        found = found or side(words, self.table) or entity(source, words, self.table)
        found = found or group(source, words, self.table)
        return found or [self._unknown(source, words)]

    def _he(self, word: str) -> Actor | None:
        """Return for whom "he" or "she" stands: the last person, or the last whom it may mean."""
        wanted = "f" if word in SHE else "m"
        if self.speaker and (self.person is None or self.person.name == self.speaker):
            met = (some.get(one) for one in (wanted, "") for some in (self.of_sex, self.past))
            return next((a for a in met if a and a.name != self.speaker), None)  # not "I"
        if self.person is None or sex(self.person.name, self.said) in (wanted, ""):
            return self.person
        return self.of_sex.get(wanted) or self.person

    def _pronoun(self, words: Key, source: str) -> list[Actor] | None:
        if source in ("A", "ANSWER", "Answer") and self.person:
            return [carried(self.person)]
        if len(words) != 1 or (source.isupper() and len(source) > 1):
            return None
        if words[0] in HE and (he := self._he(words[0])):
            return [carried(he)]
        if words[0] in THEY and self.together:
            return [carried(actor) for actor in self.together]
        if words[0] in THEY and (self.other or self.last):
            return [carried(self.other or self.last or NOBODY)]
        if words[0] in IT:
            return [carried(self.other) if self.other else NOBODY]
        return [NOBODY] if words[0] in HE | THEY else None

    def _owned(self, words: Key) -> list[Actor] | None:
        """Return "his party" and "her office" by whose they are."""
        if words[0] not in ("his", "her", "its") or not {*words[1:]} & BELONGS:
            return None
        owner = self.other if words[0] == "its" else self._he(words[0])
        if owner is None or not owner.name:
            return None
        last = next(at for at, word in enumerate(words) if word in BELONGS)
        if words[last] in key(owner.name):
            return [carried(owner)]  # "its foreign ministry" of what is that ministry
        name = f"{' '.join(words[1 : last + 1])} of {owner.name}"
        return [Actor(name, "office", owner.state, "", owner.speaks_for, ("carried",))]

    def _office_of(self, words: Key, source: str) -> list[Actor] | None:
        """Return "the president's office" and "Osten's party" by whose they are."""
        whose, _, office = source.strip(" ,").rpartition("'s ")
        owner = self.resolve(whose)[0] if whose and office.lower() in BELONGS else NOBODY
        name = f"{office} of {owner.name}"
        return [Actor(name, "office", owner.state, "", owner.speaks_for)] if owner.state else None

    def _attached(self, source: str) -> list[Actor] | None:
        """Return "Osten's spokesman" or "an aide to Osten" by whose they are."""
        head, whose = attached(source) or ("", "")
        if not head or self._people(key(head), head):
            return None  # "Putin's spokesman, Dmitry Peskov"
        words = key(whose)
        owner = self._people(words, whose)
        if owner is None and (self.table.state(words) or TITLE.fullmatch(whose[4:])):
            owner = self._described(words, whose) or self._by_office(whose, words)
        if owner is None or len(owner) > 1:
            return None
        state = owner[0].state
        if head in ("government", "cabinet", "administration") and state in self.table.codes:
            return [Actor(f"{head} of {self.table.codes[state].name}", "office", state)]
        kind: ActorKind = "group" if GROUP.search(head) else "office"
        speaks_for = "self" if PRIVATE.search(head) else owner[0].speaks_for
        return [Actor(f"{tidy(head)} of {owner[0].name}", kind, state, "", speaks_for)]

    def _by_short_title(self, words: Key, source: str) -> list[Actor] | None:
        """Return whom "the minister" or "the old soldier" stands for: who was so called before."""
        noun = called(key(SEAT.split(source)[0]) or words)
        office = len(words) > 2 and TITLE.search(source)
        if self.person and demonym(source):
            where = self.table.state(words)
            met = (self.person, *self.of_sex.values(), *self.together)
            if one := next((a for a in met if a.state == where or not where), None):
                return [carried(one)]  # "the Hungarian"
        if noun and not office and (noun in PERSON or not self.table.state(words)):
            known = self.titled.get(noun) if noun in SHORT else None
            known = known or self.nouns.get(noun)
            known = known or (self.person if noun in PERSON - SHORT else None)
            return [carried(known)] if known and known.name else None
        if words[0] in OWNERS and len(words) == 2 and words[1] == "minister":
            theirs = sole("minister", self.possessed(words), self.held)
            return [carried(theirs)] if theirs else None  # "their minister"
        state = self.table.state(words) if noun in SHORT and len(words) < 4 else ""
        known = self.titled.get(f"{noun} {state}") or sole(noun, state, self.held)
        if state and known and not office:
            return [carried(known)]  # "the Azerbaijani Minister"
        more = elliptic(words) and self.other and self.other.kind == "group"
        return [carried(self.other)] if more and self.other else None

    def _described(self, words: Key, source: str) -> list[Actor] | None:
        """Return who holds the office that a source names without a name."""
        fits = in_office(source, self.held)
        state = self.table.state(words)
        if not state and (
            words[0] in OWNERS or any(office_class(h.office) in OF_STATES for h in fits)
        ):
            state = self.possessed(words)
            if not state:
                return None
        fits = last_in([h for h in fits if not state or h.state == state])
        return [of_holder(fits[0], ("office",))] if len({h.person for h in fits}) == 1 else None

    def _and_counterpart(self, source: str) -> list[Actor] | None:
        """Return both of "Osten and her Torrian counterpart"."""
        pair = PAIRED.fullmatch(source.strip(" ,"))
        first = self.resolve(pair[1])[0] if pair else NOBODY
        second = counterpart(first, key(pair[2]), self.table, self.day) if pair else None
        if both := BESIDE.fullmatch(source.strip(" ,")):  # "the premier, Ann Osten, and the ..."
            return [*self.resolve(both[1]), *self.resolve(both[2])]
        return [first, *second] if second else None

    def _counterpart(self, words: Key) -> list[Actor] | None:
        """Return whom "his Iranian counterpart" stands for: the same office of another state."""
        if words[-1] not in ("counterpart", "colleague") or not self.person or words[0] == "my":
            return None
        return counterpart(self.person, words, self.table, self.day)

    def _people(self, words: Key, source: str) -> list[Actor] | None:
        found: list[Actor] = []
        if known := self.table.people_in(words):
            return [self._person(name, ()) for name in known]
        named = re.findall(r"[^\W\d_][\w'-]+", source)
        capitals = {key(w)[0] for w in named if w != w.lower() and key(w)}  # al-Harthi
        put = [part for part in source.split(", ")[1:] if FULL_NAME.fullmatch(part.strip(" ,"))]
        head = key(" ".join((HEAD.split(source)[0], *put)))
        for word in words:
            if word in capitals and word in self.names:
                found.append(self._person(self.names[word], ("surname",)))
            elif (
                word in capitals and word in self.table.surnames and (word,) not in self.table.names
            ):
                if alone := self.table.alone(word, self.day):
                    found.append(self._person(alone, ("surname",)))
            elif any(word in key(actor.name) for actor in found):
                continue  # Orbán Viktor
            elif word in capitals and word in self.written and word in head:
                found.append(untabled(self.written[word], self._state_of(word, words)))
        return list(dict.fromkeys(found)) or None

    def _state_of(self, name: str, words: Key) -> str:
        """Return whose somebody is who is in no table: "her defence minister, Jan Kos"."""
        state = self.table.state(words) or (self.possessed(words) if words[0] in OWNERS else "")
        self.states[name] = state or self.states.get(name, "")
        return self.states[name]

    def _person(self, name: Key, flags: tuple[str, ...]) -> Actor:
        holder = self.table.tenure(name, self.day)
        if holder is None:
            last = self.table.people[name][-1]
            return Actor(last.person, "person", last.state, "", "self", (*flags, "out of office"))
        return of_holder(holder, flags)

    def possessed(self, words: Key) -> str:
        """Return the state that a source names, or that its "his" or "the" refers to."""
        state = self.table.state(words)
        if state or words[0] not in OWNERS | {"the", "foreign", "prime"}:
            return state
        if self.place and words[0] not in OWNERS:
            return self.place  # "In Moscow, the foreign ministry said"
        one = words[0] in OWNERS - {"its", "their"}
        near = (self.person,) if one else (self.other, self.person)
        known = next((actor.state for actor in (*near, self.last) if actor and actor.state), "")
        return known or self.home

    def _by_office(self, source: str, words: Key) -> list[Actor] | None:
        title = TITLE.search(source)
        if not title or (title.group().lower().endswith("s") and title.group()[-2:] != "ss"):
            return None
        of_body = re.match(r"\s+of\s+the\s+[A-Z]", source[title.end() :])
        state = self.table.state(words) if of_body else self.possessed(words)
        state = state or (self.main if words[0] == "the" and not of_body else "")
        office = title.group()
        if of_body and not state:
            return [Actor(tidy(source), "office", "", office, "self")]
        held, asked = (office_class(o) for o in (self.person.office if self.person else "", office))
        same = self.person and (held == asked or (asked == "head" and held in HEADS))
        unsaid = words[0] == "the" and not self.table.state(words)
        elsewhere = (
            self.person
            and self.place
            and self.person.name == self.there
            and self.place != self.person.state
        )
        if (
            self.person
            and same
            and not elsewhere
            and (unsaid or not state or state == self.person.state)
        ):
            return [carried(self.person)]
        holder = self.table.holder(state, office, self.day) if state else None
        if holder:
            return [of_holder(holder, ("office",))]
        before = self.offices.get(office_class(office))
        if before and (unsaid or len(words) == 1):
            return [carried(before)]
        name = name_in(source, office)
        if name and key(name) not in self.table.names:  # the Kenyan minister
            return [Actor(name, "person", state, office, "state", ("not in the table",))]
        told = self.table.codes[state].name if state in self.table.codes else ""
        label = f"{office.lower()} of {told}" if told else tidy(source)
        return [Actor(label, "office", state, office, "state", ("office",) if state else ())]

    def _unknown(self, source: str, words: Key) -> Actor:
        state = self.table.state(words)
        owned = words[0] in OWNERS - {"my"}
        return unnamed(source, state, self.possessed(words) if owned else state)
