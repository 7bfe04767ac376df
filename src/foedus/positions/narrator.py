"""What a text supposes in its own voice: an inference of the narrator, and nobody's statement.

Ways of supposing are told apart: a word of doubt or inference between the start of the sentence
and the cue ("apparently France opposes", "thus"), the conditional mood of the cue itself ("France
would oppose", but not "France would agree if"), a frame around a report ("the question is whether
France opposes", "the visit suggests that France accepts"), a question, and a clause with "that"
which nobody says or thinks ("it is an open secret that France opposes"), a stance foretold ("France
will oppose"), one that is judged and not reported ("opposing it suits France", "France's support is
a mile wide"), and whoever is only imagined ("no French president", "whoever wins"). What somebody
is said not to have said ("avoided saying that") is nobody's statement either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.positions.attribution import Attribution, holds
from foedus.positions.background import background, described
from foedus.positions.grammar import DOCUMENTS, POSSESSIVE, abstract, word_set
from foedus.positions.lexicon import voiced

_HUNCH = (
    "assumption belief concern expectation fear feeling hope hunch impression notion possibility"
    " prospect risk rumour sense sign speculation suggestion suspicion talk view worry"
)
_HUNCHES = "|".join(f"{word}s?" for word in _HUNCH.split())
_DOUBT = re.compile(
    r"\b(?:apparently|presumably|probably|perhaps|possibly|seemingly|supposedly|evidently|likely"
    r"|almost certainly|in practice|in all but name"
    r"|no doubt|doubtless|in theory|on paper|deep down|at heart|privately|secretly"
    r"|judging by|judging from|to judge (?:by|from)|in (?:his|her|its|their) hearts?|in private"
    r"|behind closed doors|between the lines"
    r"|by implication|in effect|in substance|in essence"
    r"|taken literally|on balance|on the whole|all in all|to all appearances|in other words"
    r"|chances are|(?:every|an|no) (?:interest|reason|incentive|motive) (?:in|to)"
    r"|traditionally|historically|instinctively"
    r"|predictably|unsurprisingly|naturally|undoubtedly|arguably|inevitably|ostensibly|so much for"
    r"|in fact|for all practical purposes|deep in (?:his|her|its|their) hearts?|as (?:though|if)"
    r"|at bottom|by (?:any|every|all) (?:\w+ )?(?:measures?|standards?|accounts?|logic|reckoning)"
    r"|(?:behind|beneath|under|underneath|for all) (?:the|his|her|its|their|all) (?:\w+ )?\w+, "
    r"|(?:like|unlike) (?:his|her|its|their|every|any|all|most) \w+"
    r"|never (?:really |truly |quite |seriously )?"
    r"(?:believed|thought|wanted|meant|intended|trusted)"
    r"|in (?:the|this|that|one|any|my) (?:[\w-]+ )?"
    r"(?:model|scenario|simulation|reading|version|telling|novel|film|dream)"
    r"|from (?:all|what)|quietly|and so|(?:one|some) day|before long|in [\w' ]{1,15} time"
    r"|finds? it (?:\w+ )?(?:easy|easier|hard|harder|best|better|cheap|cheaper|useful|tempting"
    r"|convenient|natural|safer)|(?:has|have|had) (?:\w+ ){0,3}come (?:to|round)"
    r"|(?:day|time|moment|hour) (?:will come|may come|is coming|has come) when"
    r"|(?:only )?a matter of time|if (?:[\w']+ ){1,4}(?:has|have|had) (?:any|the|a) \w+"
    r"|can (?:hardly|scarcely|barely|ill)|in truth|in reality|thus|hence|therefore|clearly"
    r"|obviously|surely|of course"
    r"|whatever (?:\w+ ){1,3}says?|if (?:[\w']+ ){1,4}(?:is|are) (?:to be (?:taken|believed)|right)"
    r"|^(?:suppose|imagine|assume|picture)"
    r"|it (?:is|was|seems|appears|may be|could be) (?!(?:recalled|reported|announced|stated"
    r"|confirmed|noted)\b)(?:\w+ )?that|one can imagine"
    r"|(?:is|are|was|were|be|been) (?:\w+ )?(?:thought|believed|understood|rumou?red|supposed"
    r"|alleged|presumed|assumed|reckoned|suspected|said(?! to have)|known(?! to have)) to"
    rf"|there (?:is|are|was|were) (?:\w+ ){{0,2}}(?:{_HUNCHES})"
    r"|(?:seem|appear|look)(?:s|ed)?(?: to| (?:\w+ )?(?:set|ready|poised|convinced|determined"
    r"|certain|bound|keen|inclined|resigned|willing|unwilling|reluctant|unlikely)\b)"
    r"|(?<!which )(?<!that )(?<!who )(?:may|might|must have|must be(?! said)|could))\b"
)
_BREAK = re.compile(r"[;:]\s|,\s(?:but|yet|and|while|whereas)\s")
_LATER = re.compile(r",\s*(?:[\w.']+\s+){0,6}(?:said|says|told|added|argued|wrote|announced)\b")
_CONDITIONAL = re.compile(r"\b(?:would|wouldn't)(?:\s+(?:\w+ly|have|never|not|still|also))*\s*$")
_FUTURE = re.compile(
    r"\b(?:will|'ll|won't|(?:is|are) (?:\w+ )?(?:going|certain|sure|bound|due|set|poised) to)"
    r"(?:\s+(?:\w+ly|not|never|still|also|again|ever|all))*"
    r"(?:\s+\w+[^.;:]*\b(?:and|or)(?:\s+(?:then|so|\w+ly))?)?\s*$"
)
_THEMSELVES = word_set(
    "we parties members allies ministers leaders sides signatories states governments heads"
)
"""Who may foretell what they themselves do, as a communique does: "the parties will support"."""
_DEGREE = re.compile(
    r"\b(?:only in (?:words|name|public|theory|part)|in all but name|in name only"
    r"|in (?:substance|effect|essence|practice)(?=$|[,.;])|the way (?:one|you|people|others) \w+"
    r"|(?:but|and) (?:is|are|was|were) (?:\w+ )?(?:believed|thought|rumou?red|suspected|assumed) to"
    r"|(?:more|less|better|rather) than (?:he|she|it|they) \w+|as much as (?:he|she|it|they) \w+)\b"
)
_VERDICT = re.compile(
    r"^,?\s*(?:[^,.;:]{0,80}?\b)?(?:,[^,]{1,40},\s*)?"
    r"(?:(?:is|are|was|were|has been)(?! \w+ed\b)|remains?|looks?|seems?|became|rests?"
    r"|comes?|runs?|suits?|makes?|costs?|means?|would|will|may|might|must|can|could)\b"
)
_OFFER = re.compile(r"\b(?:if|once|when|provided|unless|as long as|after|only|until|should)\b")
_THINGS = word_set(
    "absence act agreement arithmetic choice decision experience figure geography gesture history"
    " logic move pattern record result silence speech step"
    " signs tone trip visit vote walkout wording"
)
_FRAME = re.compile(
    r"\b(?:(?:may|might|could|must|can|would|will) (?:\w+ )?"
    r"(?:assume|believe|conclude|imagine|infer|mean|suggest|suppose|think)\w*"
    r"|as (?:every\w*|any\w*|all) (?:\w+ )?knows?"
    r"|(?:could|might|would|(?:seem|appear)(?:s|ed)? to) (?:\w+ )?say"
    r"|(?:impl(?:y|ies|ied)|means|meant|suggests?|suggested) that"
    rf"|(?:nothing|this|which|{'|'.join(sorted(_THINGS))})\b[^,;:.]{{0,60}}"
    r"\b(?:shows?|showed|indicates?|indicated|hints?|hinted|signals?|signall?ed|reveals?|revealed)"
    r"|(?:no one|nobody|everyone|everybody|few) (?:doubts?|knows?|believes?|expects?)"
    r"|(?:proof|evidence|consequence|conclusion|upshot|truth|reality|implication) (?:is )?that"
    r"|there (?:is|are|was|were) [^,;]{0,40}\bwho|or so (?:one|it) \w+"
    r"|^the (?:more|less|longer|louder|harder|closer)\b[^;]*,?"
    r"|hard to (?:believe|imagine|see)|(?:would|will) be (?:\w+ )?(?:if|that)"
    r"|so (?:the|one|their) \w+ (?:goes|runs|went|ran)|it (?:would )?(?:seems?|appears?)"
    r"|tells? us that|one (?:would |might |could )?(?:hears?|thinks?|imagines?|supposes?)"
    r"|(?:let us|let's) (?:suppose|assume|imagine|say)|readers? (?:will|would|may|might)"
    rf"|rumou?rs? (?:has|have|had) it|(?:my|our|one) (?:\w+ )?(?:guess|bet|{_HUNCHES}) is"
    rf"|there (?:is|are|was|were) (?:\w+ ){{0,2}}(?:{_HUNCHES})"
    r"|(?:it|one) (?:is|was|can be|may be)? ?(?:\w+ )?"
    r"(?:assumed?s?|believed?s?|feared?s?|hoped?s?|suspect(?:s|ed)?|thought|expected)"
    r"|(?:i|we) (?:\w+ )?(?:think|believe|suspect|doubt|suppose)"
    r"|(?:to|in) (?:my|our) (?:mind|view|opinion|reading|judgement))\b"
)
_SAYING = "say declare announce state confirm admit tell claim add repeat insist pledge"
_UNSAID = re.compile(
    r"\b(?:avoid\w*|declin\w+ to|refus\w+ to|stopp?\w* short of|fail\w* to|yet to|without"
    r"|hesitat\w+ to|(?:did|does|do|has|have|had|will|would) not|never|didn't|doesn't|hasn't"
    r"|reluctan\w+ to)(?: \w+ly)? "
    rf"(?:{'|'.join(word.rstrip('e') for word in _SAYING.split())}|said|told)\w*"
    r"(?= (?:that|it|he|she|they|we|i)\b| $)"
)
_WHETHER = re.compile(r"\s(?:whether|if)\b")
"""Who has not said *whether* it is so has left it open."""
_GLOSS = re.compile(
    r"\b(?:subtext|upshot|translation|lesson|conclusion|moral|bottom line|inference|verdict|meaning"
    r"|fact|story|secret|irony|point|trouble|in short|in sum"
    r"|(?:be|is) fooled|mistake|illusions?)\s*[:,]\s*(?:the\s+)?$"
)
_CLAUSE = re.compile(
    r"\b(?<!fact )(?<!given )(?<!is recalled )(?<!was announced )(?<!is noted )(?<!\bnow )(?<!so )"
    r"(?<!remember )(?<!provided )(?<!except )that,?\s+"
    r"(?:the\s+|an?\s+|some\s+)?$"
)
_ASKED = re.compile(
    r"\b(?:whether|if|were|had|why|how|what"
    r"|(?<!communiqu[eé] )(?<!statement )(?<!letter )(?<!note )(?:in|on|under|by) which"
    r"|(?:who|to|you|we|i) (?:\w+ly )?"
    r"(?:think|believe|know|suppose|imagine|guess|bet|reckon))\s+(?:the\s+|an?\s+)?$"
)
_SCENARIO = re.compile(r"^(?:if|should|unless|when|whenever|once|as soon as|the moment)\b[^,;]*,\s")
_PAST = re.compile(r"ed\b")
_FIRM = re.compile(
    r"\b(?:clear|blunt|plain|firm|frank|explicit|adamant|unequivocal|unambiguous|unanimous|definite"
    r"|united|agreed|position|line|message|stance|policy|answer|reply|decision|vote)\b"
)
_KNOWING = frozenset(("know", "believe", "suspect", "guess", "agree", "see"))
_MIND = frozenset(
    ("be aware", "know", "realise", "realize", "understand", "sense", "dream", "pretend")
)
_SIGNS = frozenset(
    ("point to", "suggest", "signal", "hint", "imply", "mean", "show", "indicate", "reveal")
)
_OUGHT = re.compile(r"\b(?:must|should|ought to|ha[sd] to|have to|needs? to)(?:\s\w+ly)?\s*$")
"""What somebody must do, in the writer's eyes: "Vos must support it to keep his coalition"."""
_DEEDS = word_set("show demonstrate prove betray evidence")
"""What somebody's deeds say, in the writer's eyes: "with its veto Hungary has shown that"."""
_NOBODY = frozenset(
    (
        "no one",
        "nobody",
        "one",
        "reader",
        "readers",
        "the reader",
        "everyone",
        "everybody",
        "none",
    )
)
_OUTSIDERS = re.compile(
    r"(?:(?:the|some|many|most|several|few|other|western|local|senior|all) )*"
    r"(?:analysts?|experts?|observers?|commentators?|pundits?|scholars?|academics?|economists?"
    r"|historians?"
    r"|pollsters?|bookmakers?|diplomats?|insiders?|watchers?|strategists?|investors?|markets?)\b"
)
_SUPPOSES = word_set(
    "believe think expect assume suspect reckon suppose predict imagine guess bet feel sense see"
    " wonder"
    " speculate hope fear doubt anticipate"
)
"""What those suppose who look on is nobody's position: "analysts expect Spain to oppose it"."""
_TALLY = re.compile(
    r"(?:(?:about|some|around|nearly|almost|more than|over|at least) )?"
    r"(?:\d[\d,.]*|dozens of|scores of) (?:countries|states|nations)\b"
)
"""States that are counted and not named, for which the narrator speaks: "100 states support"."""
_IMAGINED = word_set(
    "no nobody none few whoever whatever any whichever everything something nothing anything"
)
"""First words of a source that is nobody in particular: "no French president"."""
_SPEAKING = frozenset(("tell", "say", "speak", "betray", "give away"))
_RENEWED = re.compile(
    r"\b(?:renewed|repeated|reiterated|restated|made|extended|withdrew|dropped) $"
)
"""Verbs behind which "her offer" is one that she makes."""
_FEATURES = word_set(
    "face eyes smile grin shrug look glance language silence absence gesture story"
)
"""What "tells" something without a word: the president's face."""
_LORE = word_set(
    "money wisdom logic instinct lore legend odds betting arithmetic sense gossip rumour rumor"
)
"""What "says" something when the narrator does: the smart money, conventional wisdom."""
_FOLK = re.compile(r"the (?:\w+(?:ese|ish|ch))\b.*")
"""A nation as the narrator sees it: "the French support everything"."""
_TAKEN = word_set(
    "support oppose reject back favour favor accept block veto resist opposition rejection refusal"
    " endorse endorsement objection resistance approve welcome backing hostility enthusiasm"
)
"""Stances that may be spoken of as a thing, without anybody's taking them: "opposing it pays"."""
_SPEAKERS_I = frozenset(
    ("i", "we", "my", "our", "this newspaper", "this paper", "this column", "this author")
)


def inferences(
    own: Sequence[Attribution], text: str, bare: frozenset[Attribution] = frozenset()
) -> frozenset[Attribution]:
    """Return those attributions of a sentence that the narrator supposes, and what they hold.

    Parameters
    ----------
    own
        The attributions of the sentence.
    text
        The text, with straight quotation marks.
    bare
        Those that are known to be the narrator's.
    """
    outer = [a for a in own if a in bare or supposed(a, text, [b for b in own if b is not a])]
    minds = [o for o in outer if not _says(o) or _foretold(o, text, o.sentence.span.start)]
    return frozenset(
        a for a in own if a in outer or (a.nested and any(holds(o, a) for o in minds if o != a))
    )


def _says(a: Attribution) -> bool:
    return a.frame == "after" and a.lemma in _SAYING.split()


def supposed(a: Attribution, text: str, beside: Sequence[Attribution] = ()) -> bool:
    """Whether the narrator only supposes that somebody thinks or says so.

    Parameters
    ----------
    a
        An attribution.
    text
        The text, with straight quotation marks.
    beside
        The other attributions of its sentence: what they report is not the narrator's.
    """
    if a.cue is None or a.source is None or a.speech == "direct":
        return False
    source = a.source.of(text).lower()
    start, stop = a.sentence.span.start, min(a.source.start, a.cue.start)
    for clause in _BREAK.finditer(text, start, stop):
        start = clause.end()
    later = a.nested and _LATER.search(text, a.cue.end, a.sentence.span.end)
    own_voice = a.sentence.block.kind != "speech" and not later
    withheld = _WHETHER.match(text, a.cue.end) or a.lemma in _WITHHELD
    if not withheld and _UNSAID.search(text[a.sentence.span.start : a.cue.end + 1].lower()):
        return True
    if own_voice and _ASKED.search(text[a.sentence.span.start : a.source.start].lower()):
        return True
    if own_voice and _FRAME.search(f"{text[start:stop].lower()} {_aside(a, text)}"):
        return True
    if own_voice and not a.nested and _aside_from_all(a, text):
        return True
    first = source.split()[0]
    if a.lemma in _MIND or (a.lemma in _KNOWING and first in ("every", "any")):
        return True
    if a.frame == "noun" and own_voice and not a.nested and source in POSSESSIVE:
        return not _RENEWED.search(text[a.sentence.span.start : a.source.start])
    if own_voice and described(a, text):
        return True
    if a.lemma in ("be sure", "be certain") and a.form == "infinitive":
        return True
    if _TALLY.match(source) and own_voice and not a.nested and not _PAST.search(a.cue.of(text)):
        return True
    if source in _NOBODY or first in _IMAGINED or (own_voice and source in _SPEAKERS_I):
        return True
    if a.lemma in _SUPPOSES and _OUTSIDERS.match(source):
        return True
    if source.split()[-1] in _LORE or (a.lemma in _SPEAKING and source.split()[-1] in _FEATURES):
        return True
    if abstract(re.split(r"\s(?:of|in|on|to|for|by|from)\s", a.source.of(text))[0].split()[-1]):
        return True
    if a.lemma in _SIGNS and _THINGS & set(re.findall(r"[a-z]+", source)):
        return True
    if own_voice and _FOLK.fullmatch(source) and not _PAST.search(a.cue.of(text)):
        return not voiced(a.lemma)
    if a.lemma in _DEEDS and own_voice and not DOCUMENTS & set(re.findall(r"[a-z]+", source)):
        return True
    if a.nested:
        return False
    if own_voice and background(a, text):
        return True
    if own_voice and _OUGHT.search(text[a.source.end : a.cue.start].lower()):
        return True
    before = _around((a, *beside), text, start, max(a.source.start, a.cue.end)).lower()
    if a.source.start > a.cue.start:
        before = text[a.cue.start : a.source.end].lower()
    if _DOUBT.search(before) or _only_would(a, text, start):
        return True
    return own_voice and (_foretold(a, text, start) or _judged(a, text))


_WITHHELD = frozenset(("decline to say", "refuse to say"))
"""Who "declined to say whether" was asked, and took no side."""


def _around(told: Sequence[Attribution], text: str, start: int, end: int) -> str:
    """Return a stretch without what is reported in it: "Spain could accept it, he said"."""
    words = text[start:end]
    for piece in (c for a in told if a.form in ("clause", "quotation") for c in a.content):
        if start <= piece.start and piece.end <= end:
            blank = " " * (piece.end - piece.start)
            words = f"{words[: piece.start - start]}{blank}{words[piece.end - start :]}"
    return words


def _aside_from_all(a: Attribution, text: str) -> bool:
    """Whether it is asked, glossed, wondered about, or in a clause with "that" of nobody's."""
    assert a.source is not None
    assert a.cue is not None
    lead = text[a.sentence.span.start : min(a.source.start, a.cue.start)].lower()
    asked = a.sentence.tokens[-1].text == "?" and a.sentence.span.end > a.content[-1].end
    said = voiced(a.lemma) or _PAST.search(a.cue.of(text))  # "A handshake: Osten has offered"
    glossed = _GLOSS.search(lead) or (
        len(lead.split()) > 2 and lead.rstrip().endswith(":") and not (said or _FIRM.search(lead))
    )
    scenario = _SCENARIO.search(lead) and a.form == "noun phrase" and a.frame == "after"
    imagined = scenario and not _PAST.search(a.cue.of(text))
    return bool(asked or a.lemma == "wonder" or glossed or _CLAUSE.search(lead) or imagined)


def _only_would(a: Attribution, text: str, start: int) -> bool:
    """Whether the cue is in the conditional, and no condition is named that makes it an offer."""
    assert a.cue is not None
    mood = _CONDITIONAL.search(text[start : a.cue.start].lower())
    if mood is None or a.lemma == "like to see":
        return False
    if voiced(a.lemma) and {"not", "never", "wouldn't"} & set(mood.group().split()):
        return False  # "would not say whether" refuses
    return "have" in mood.group().split() or not _OFFER.search(a.sentence.span.of(text).lower())


def _foretold(a: Attribution, text: str, start: int) -> bool:
    """Whether the narrator says what somebody will do, and nobody is said to have said so."""
    assert a.source is not None
    assert a.cue is not None
    if a.sentence.block.kind == "headline" or a.frame != "after":
        return False
    if _THEMSELVES & set(re.findall(r"[a-z]+", a.source.of(text).lower())):
        return False
    return bool(_FUTURE.search(text[start : a.cue.start].lower()))


def _judged(a: Attribution, text: str) -> bool:
    """Whether a stance is spoken of and not reported: as the subject or object of a judgement."""
    assert a.source is not None
    assert a.cue is not None
    cue, lead = a.cue.of(text).lower(), text[a.sentence.span.start : a.cue.start].lower()
    rest = text[a.cue.end : a.sentence.span.end].lower()
    if _DEGREE.search(rest):
        return True
    if a.lemma in _TAKEN and a.frame == "noun":
        return bool(_VERDICT.search(rest))
    if not cue.endswith("ing") or a.lemma not in _TAKEN:
        return False
    said = re.search(
        r"\b(?:is|are|was|were|been|be|'s|'re)(?:\s+(?:\w+ly|not|now|still))*\s*$", lead
    )
    opens = re.search(r",\s*$", lead)
    if _WRITTEN.search(lead):
        return False  # "issued a statement rejecting it"
    return not said and (not opens or _VERDICT.search(rest) is not None)


_WRITTEN = re.compile(
    r"\b(?:statement|letter|note|communiqu[eé]|resolution|declaration|motion|speech|message|post"
    r"|article|memo(?:randum)?|petition|paper|appeal|text) $"
)


def _aside(a: Attribution, text: str) -> str:
    """Return what stands between source and cue, or after them where the sentence goes on."""
    assert a.source is not None
    assert a.cue is not None
    low, high = sorted((a.source.end, a.cue.start))
    after = text[max(a.source.end, a.cue.end) : a.sentence.span.end].lower()
    aside = re.search(
        r",\s*(?:i (?:think|believe|suspect)|one \w+|it (?:is|was) \w+),|, or so (?:one|it) \w+",
        after,
    )
    return f"{text[low:high].lower()} {aside.group() if aside else ''}"
