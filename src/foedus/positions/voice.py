"""Whether a text argues in a voice of its own, and which reports such a text leaves unsupported.

A wire report that says "Hungary opposes the plan" passes on what is known; a column that says so
may pass on what its writer thinks. Nothing in the sentence tells the two apart, but the text does:
a writer who argues says "I" and "you", asks questions, gives orders to the reader and opens with
"of course". In a text that argues, a stance counts as reported only where something holds it: words
in quotation marks, a verb of saying, a day or an occasion, an act of speech that is over ("ruled
out"), or the plain naming of a person with a stance and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from foedus.positions.attribution import Attribution, holds
from foedus.positions.grammar import word_set
from foedus.positions.lexicon import lexicon, voiced
from foedus.positions.offices import REPORTERS
from foedus.positions.segments import Block, sentences
from foedus.positions.spans import Span
from foedus.positions.statement import Actor
from foedus.positions.turns import QUOTED

_ARGUES = 0.12
"""Of the texts that were tried those that argue have .13 of such sentences and more, others .08."""
ENOUGH_TO_HEAR = 6
"""In fewer sentences no voice can be heard."""
_BARE = 0.4
"""Of the texts that were tried those that argue leave .40 to .54 of their stances without a saying,
but for two that sound so; the others up to .38."""
_FEWEST_STANCES = 8
_ENOUGH = 200
"""After so many sentences the voice is known."""
_STRONG = re.compile(
    r"\b(?:I|me|my|myself|you|your|yours|we're|we've|we'll|I'm|I've|I'd|us all|[Rr]eaders?"
    r"|[Tt]his (?:newspaper|paper|column|newsletter|magazine|author)|[Tt]he present author)\b"
    r"|^(?:Or|Nor|Hence|Perhaps|Surely|Of course|No doubt|Thus|Therefore|Which|Either|Neither"
    r"|Behind|Small wonder|No (?:surprise|wonder)|Why|What|How|Officially|Unofficially|So)\b"
    r"|^(?:Consider|Take|Look|Imagine|Suppose|Expect|Let|Don't|Do not|Ask|Remember|Forget|Think"
    r"|Note|Make|Picture|Call|Recall|Mark)\b"
    r"|\b(?:of course|surely|presumably|in truth|the truth is|no doubt|doubtful|pretend\w*|fools?"
    r"|can (?:\w+ )?be expected|therefore|thus|hence|in other words|to be fair|after all|at bottom"
    r"|in practice|in theory|at best|[Ss]cenarios?|(?:is|are) conceivable"
    r"|the (?:real|key|deeper|simple|uncomfortable|obvious) \w+)\b"
    r"|\?\s*$"
)
_SAYS_SO = re.compile(
    r"\b(?:analysis|opinion|commentary|comment|editorial|essay|op-ed|viewpoint|column|newsletter"
    r"|(?:policy|research|issue) (?:brief|paper|note))\b",
    re.IGNORECASE,
)
"""Kinds of text that argue, where the headline says so."""
_HEADING = re.compile(
    r"(?:\d+[.)]? )?(?:key (?:judge?ments|findings|points|takeaways)|executive summary|outlook"
    r"|(?:policy )?(?:recommendations|implications|options)|our (?:assessment|view)|scenarios"
    r"|(?:the )?bottom line|why it matters|what to watch|what comes next)[:.]?"
)
"""Headings of papers that assess."""
_WEAK = re.compile(
    r"^(?:And|But|Yet|Then|Still|Even)\b"
    r"|\b(?:should|must|ought to|need not|cannot|hardly|merely|probably|probable|likely|unlikely"
    r"|perhaps|sense)\b"
)
_HELD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|this (?:morning|week)"
    r"|last (?:\w+day|week|month|year|night|spring|summer|autumn|fall|winter)|\w+ ago"
    r"|(?:on|in|since) (?:\d+ )?(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december)"
    r"|(?:in|at|during|by|after) (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,2}(?:address|briefing"
    r"|column|debate|hearing|interview|letter|meeting|message|note|conference|rally|seminar|speech"
    r"|statement|summit|talks|visit|vote))\b"
)
_STRAW = re.compile(
    r"^(?:(?:the|some|many|most|its|their|his|her|our|other|all|few) )?(?:\w+ )?(?:commentators"
    r"|critics|cynics|doubters|enthusiasts|everybody|everyone|few|hawks|doves|many|most|observers"
    r"|opponents|optimists|others|pessimists|people|pundits|realists|sceptics|skeptics|some"
    r"|supporters|colleagues|friends|enemies|they)\b"
)
"""Groups that a writer who argues has speak for himself: "critics say"."""
_TAIL = re.compile(
    r",|\b(?:as|because|but|for|if|lest|like|only|since|so|than|the way|until|whenever|which|while"
    r"|without)\b"
)
_DONE = word_set(
    "accuse announce ask brand call condemn criticise criticize decline demand denounce deny"
    " describe dismiss endorse hail offer pledge praise promise propose recommend refuse reject"
    " applaud assail beg berate blast castigate chide commend congratulate contest decry defend"
    " compare deride dispute dub label liken"
    " exhort implore lambaste laud reaffirm reiterate restate retract rebuke rebut"
    " refute ridicule salute slam thank repeat repudiate request suggest threaten"
    " undertake urge veto vow warn welcome"
) | {
    "appeal to", "hit out at", "inveigh against", "lash out at", "object to", "pay tribute to",
    "protest against", "rail against", "scoff at", "sneer at", "take issue with", "take note of",
    "decline to say", "refuse to say", "agree to", "argue for", "argue against", "ask for",
    "call for", "call on", "call upon",
    "come out against", "come out for", "commit", "insist on", "press for", "push for", "rule out",
    "say no to", "say yes to", "speak out against", "vote against", "vote for",
}  # fmt: skip
"""Acts of speech: who did one said something."""
_SOLEMN = word_set("reaffirm reiterate restate undertake implore beseech") | {
    "call on", "call upon", "appeal to", "take note of",
}  # fmt: skip
"""Acts of speech whenever they are done: "the League reaffirms its support"."""
_SPOKEN = word_set(
    "express state declare record decide reiterate agree insist object complain note confirm admit"
    " add publish sign elect approve adopt table file tell say put describe voice speak write blame"
)
"""First words of further acts by which something is said or settled."""
_MINDS = word_set(
    "believe think feel know hope fear suspect doubt assume suppose want wish expect see realise"
    " realize conclude decide accept understand sense regret judge reckon"
)


_HOSTS = word_set(
    "host presenter anchor newsreader narrator correspondent announcer voiceover studio interviewer"
)
"""Labels of turns in which a programme speaks for itself."""
_SENT = re.compile(
    r"\b(?:[Cc]orrespondent|[Rr]eporter|[Cc]olleague),? ((?:[A-Z][\w'-]+ ){1,2}[A-Z][\w'-]+)"
    r"|\b((?:[A-Z][\w'-]+ ){1,2}[A-Z][\w'-]+) (?:reports|has (?:this|the) (?:report|story))\b"
    r"|\b[Oo]ur (?:man|woman|team) in \w+, ((?:[A-Z][\w'-]+ ){1,2}[A-Z][\w'-]+)"
)
"""Whom a programme sends: "our correspondent Ana Bell", "Ana Bell reports"."""


def as_narrated(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the turns of a programme's own people as what they are: its narrator's.

    Parameters
    ----------
    text
        The text, with straight quotation marks.
    blocks
        Its blocks.
    """
    sent = {next(filter(None, m.groups())).split()[-1].lower() for m in _SENT.finditer(text)}
    told, asking = _HOSTS | sent, REPORTERS | _askers(text, blocks)
    made = []
    for block in blocks:
        label = _label(block.speaker, text) if block.speaker else frozenset()
        own = bool(label & (told | asking))
        made.append(
            Block(block.span, "body", block.repeats, asks=bool(label & asking)) if own else block
        )
    return made


def _askers(text: str, blocks: Sequence[Block]) -> set[str]:
    """Return the last words of labels whose turns mostly ask, of people without a title."""
    turns: dict[str, list[bool]] = {}
    for block in blocks:
        label = block.speaker.of(text) if block.speaker else ""
        if label and not _TITLED.match(label):
            asks = "?" in block.span.of(text)
            turns.setdefault(label.lower().split()[-1], []).append(asks)
    half = len(turns) <= _TALK  # of two or three who talk one interviews the others
    return {
        last
        for last, asks in turns.items()
        if (2 * sum(asks) > len(asks) or (half and 2 * sum(asks) == len(asks))) and len(turns) > 1
    }


_TALK = 3


def _label(speaker: Span, text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", speaker.of(text).lower()))


_TITLED = re.compile(
    r"(?:the )?(?:mr|mrs|ms|miss|dr|sir|dame|lord|lady|prof(?:essor)?|sen(?:ator)?"
    r"|rep(?:resentative)?|gov(?:ernor)?|gen(?:eral)?|col(?:onel)?|maj(?:or)?|capt(?:ain)?|commander|admiral|president"
    r"|prime|minister|premier|chancellor|secretary|foreign"
    r"|chair\w*|speaker|ambassador|commissioner|king|queen|crown|delegate)\b",
    re.IGNORECASE,
)


def unheard(a: Attribution, text: str, actor: Actor, heard: Iterable[Actor]) -> bool:
    """Whether a report says plainly where somebody stands whom its paragraph does not let speak.

    Parameters
    ----------
    a
        An attribution of a text that does not argue.
    text
        The text, with straight quotation marks.
    actor
        Whose it would be; people with a name may stand somewhere without a word.
    heard
        Who says something in the paragraph.
    """
    if a.cue is None or saying(a, text):
        return False
    if a.form == "noun phrase" and _BECAUSE.search(_with_reason(a, text)):
        return True
    if a.lemma not in _STANDING or actor.kind == "person":
        return False
    now = a.lemma.startswith("be ") or _TODAY.search(text[: a.cue.start])  # "is opposed by"
    if not now and _past(a.cue.of(text).lower(), a.lemma):
        return False
    return not any(one.state == actor.state and one.state for one in heard)


def _with_reason(a: Attribution, text: str) -> str:
    """Return what stands behind a cue, with the reason or contrast that ends the content."""
    assert a.cue is not None
    end = a.content[-1].end
    reason = _REASON.match(text, end, max(end, a.sentence.span.end))
    return text[a.cue.end : reason.end() if reason else end]


_REASON = re.compile(r",?\s*(?:because|although|whereas|lest)\b.*", re.DOTALL)
_BECAUSE = re.compile(
    r"\b(?:because|lest)\b|\bsince (?:an?|the|it|he|she|they|its|his|her|their|no|every)\b"
)
"""What opens the reason for a stance, which the narrator of a report knows and nobody gave."""
_TODAY = re.compile(r"(?:\b(?:is|are|remains?)|'s|'re)(?: \w+ly| also| still)* $")
_STANDING = word_set("support oppose back favour favor want like dislike resist block prefer") | {
    "be against", "be for", "be opposed", "be in favour", "be opposed to", "approve of",
}  # fmt: skip
"""To stand somewhere, which is no act of speech."""


def argues(text: str, blocks: Sequence[Block], found: Iterable[Attribution]) -> bool:
    """Whether the narrator of a text argues in a voice of his own.

    He does where his sentences sound so; and where he names no saying behind two stances in five,
    however little he says of himself.

    Parameters
    ----------
    text
        The text, with straight quotation marks.
    blocks
        Its blocks; turns of a transcript and headlines do not count.
    found
        Its attributions.
    """
    return _sounds(text, blocks) or _asserts(text, found)


def _asserts(text: str, found: Iterable[Attribution]) -> bool:
    """Whether so many stances are taken by nobody's word that they are the writer's."""
    held = bare = 0
    for sentence in _by_sentence(found):
        spoken = [a for a in sentence if saying(a, text)]
        held += len(spoken)
        for a in sentence:
            if a in spoken or a.source is None:
                continue
            if any(holds(one, a) for one in spoken):
                held += 1
            elif not a.nested:
                bare += 1
    return held + bare >= _FEWEST_STANCES and bare / (held + bare) >= _BARE


def _by_sentence(found: Iterable[Attribution]) -> Iterable[list[Attribution]]:
    groups: dict[tuple[int, int], list[Attribution]] = {}
    for a in found:
        groups.setdefault(a.sentence.span, []).append(a)
    return groups.values()


def _sounds(text: str, blocks: Iterable[Block]) -> bool:
    """Whether the sentences of a narrator sound like an argument."""
    seen = heard = 0.0
    for at, block in enumerate(blocks):
        line = block.span.of(text)
        if at < 2 and block.kind == "headline" and _SAYS_SO.search(line):
            return True
        if _HEADING.fullmatch(line.strip().lower()):
            return True
        if block.kind in ("speech", "headline") or block.repeats:
            continue
        if seen >= _ENOUGH:
            break
        for sentence in sentences(text, block):
            own = QUOTED.sub(" ", sentence.span.of(text))
            seen += 1
            if _STRONG.search(own):
                heard += 1
            elif _WEAK.search(own):
                heard += 0.5
    return seen >= ENOUGH_TO_HEAR and heard / seen >= _ARGUES


def unsupported(a: Attribution, text: str, actor: Actor) -> bool:
    """Whether nothing holds a report in a text that argues, so that it is the writer's own.

    Parameters
    ----------
    a
        An attribution of such a text.
    text
        The text, with straight quotation marks.
    actor
        Whose it would be.
    """
    if a.cue is None or a.source is None:
        return False
    if _STRAW.search(a.source.of(text).lower()) and a.speech != "direct":
        return '"' not in a.sentence.span.of(text)
    if saying(a, text):
        return False
    plain = not _TAIL.search(_with_reason(a, text).lower())
    named = actor.kind == "person" and "carried" not in actor.flags
    return not (named and (plain or (a.form == "clause" and a.lemma in _MINDS)))


def saying(a: Attribution, text: str) -> bool:
    """Whether words name a saying behind a stance: somebody said, wrote, ruled out, on a day.

    Parameters
    ----------
    a
        An attribution.
    text
        The text, with straight quotation marks.
    """
    if a.cue is None or a.speech == "direct" or not a.lemma or a.frame == "phrase":
        return True  # a quotation, a label, or "according to"
    sentence = a.sentence.span.of(text)
    if '"' in sentence or a.sentence.block.kind in ("speech", "headline", "caption"):
        return True
    if a.form == "clause" and a.lemma not in _MINDS and voiced(a.lemma):
        return True
    if a.lemma in _SOLEMN or (a.frame == "noun" and _GAVE.search(text[: a.cue.start][-_NEAR:])):
        return True
    done = a.lemma in _DONE or a.lemma.split()[0] in _SPOKEN
    return _past(a.cue.of(text).lower(), a.lemma) and bool(done or _HELD.search(sentence.lower()))


_NEAR = 60
_GAVE = re.compile(
    r"\b(?:(?:renew|repeat|reiterat|restat|issu|voic|express|lodg|deliver|extend|announc|declar|register"
    r"|record|dropp|publish|releas|reaffirm)ed|made|gave|withdrew|sent)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
"""Acts by which what a noun names was said: "renewed her call", "issued a blunt warning"."""


def _past(cue: str, lemma: str) -> bool:
    """Whether a cue is over: "ruled out", and not "rules out"."""
    first, head = cue.split()[0], lemma.split()[0]
    return any(
        reading.lemma == head and reading.forms & {"past", "part"}
        for reading in lexicon().forms.get(first, ())
    )
