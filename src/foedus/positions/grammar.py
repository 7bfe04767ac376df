"""The closed classes of English words that the rules of attribution go by."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


DETERMINERS = word_set(
    "a an the this that these those his her its their our my your some several many most"
    " few all both each every no any another other one two three four five six seven eight"
    " nine ten dozens hundreds thousands"
)
PRONOUNS = word_set("he she they it i we you who one nobody somebody everyone everybody someone")
PERSONAL = word_set("he she they i we you it")
POSSESSIVE = word_set("his her its their our my your")
AUXILIARIES = word_set(
    "has have had having is are was were be been being am will would could should can may"
    " might must shall do does did ca cannot wo 've 'd 'll 're 'm ought"
)
FINITE = AUXILIARIES - word_set("be been being having") | word_set(
    "'s n't said says told went came made took got gave became left led ran saw knew felt"
    " fell rose held kept began found brought stood sent met won lost paid built grew put"
    " cost met wants makes takes needs comes goes means remains belongs deserves stands"
    " knows poses represents faces seems appears supports opposes lies lets gets gives has"
    " tore swore threw drew flew drove rode ate rang sang sank shook stole chose broke woke"
    " froze hid struck swung flung sprang strode strove wore withdrew withstood arose blew"
    " bought caught clung crept dealt dug drank fed fled forbade forgave fought hung heard knelt"
    " laid lent meant overcame overthrew sold sought slept spent spoke stuck swam swept taught"
    " understood undertook upheld wept"
)
MODALS = word_set("will would could should can cannot may might must shall to 'd 'll wo ca")
ADVERBS = word_set(
    "also later then again still already repeatedly once often just now not n't never"
    " always previously recently yesterday today earlier since long even only soon ever both"
    " all further twice ago consistently firmly meanwhile instead however too nonetheless"
    " either here abroad elsewhere perhaps maybe nevertheless likewise otherwise besides"
    " somehow seldom sometimes almost quite rather indeed thus therefore hence moreover"
    " furthermore likewise himself herself itself themselves myself ourselves yourself"
)
SUBORDINATORS = word_set(
    "that because after before while as when if although though since whether than so yet"
    " until where unless whereas once lest how why what"
)
RELATIVES = word_set("who which whom whose")
PREPOSITIONS = word_set(
    "of for in at from with on to near by about against between among under over into"
    " within inside outside across towards toward behind through during after before amid"
    " despite without per via including like familiar alongside throughout around beyond"
    " upon up"
)
INSIDE_NAMES = word_set(
    "of for in at from with near familiar between among on to by against about over per"
)
CONJUNCTIONS = word_set("and or but nor yet")
DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow"
)
MONTHS = word_set(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec"
    " jan. feb. mar. apr. aug. sep. sept. oct. nov. dec."
)
TIMES = (
    DAYS
    | MONTHS
    | word_set(
        "morning evening night week month year weekend afternoon earlier later last early late"
    )
)
NOTHING = word_set(
    "nothing there here this that these those which what day days time times part case people"
)
"""Words that are hardly a source by themselves."""
SHOWN = word_set(
    "left right pictured seen photo photograph poses pose attends attend speaks speak"
    " arrives arrive shakes shake meets waves walks walk centre center file image picture"
    " pictures"
)
AMBIGUOUS = word_set(
    "states notes comments answers questions orders offers reasons posts lists projects"
    " details terms labels brands attacks protests shows fears hopes doubts views charges"
    " credits signals hints judges figures reads challenges boasts quotes jokes rules backs"
    " votes pleas worries guarantees records fancies measures supports airs voices states"
    " contests blocks weighs"
)
"""Forms in -s that are nouns at least as often as verbs."""
DOCUMENTS = word_set(
    "report study poll survey data figures analysis research document documents records"
    " record statement letter results findings evidence article newspaper paper memo email"
    " text treaty agreement declaration communique constitution law polls surveys studies"
    " reports letters articles papers tests test census index book books review reviews"
    " statistics chart investigation inquiry audit assessment estimates filing filings draft"
    " indictment complaint lawsuit affidavit transcript recording footage video experience"
    " history experiment images photographs emails messages minutes logs cables memos files notes"
)
"""What can say something without speaking."""

UNCERTAIN = word_set(
    "may might could perhaps possibly probably likely apparently presumably seemingly"
    " allegedly reportedly seems appears perceived supposedly potentially potential possible"
)
"""Words of a narrator who infers, and hedges of a speaker."""

CONTRACTED = PRONOUNS | word_set("that there here what where this everything nothing")
"""Words behind which "'s" is a verb."""
NOT_PAST = word_set("need seed feed speed weed deed breed indeed hundred sacred shed")
LEADING = word_set(
    "likes liked loves loved used went going came continues continued began begins seems seemed"
    " appears appeared tends begun come started managed tended tried tries rushed forced quick able"
    " had ceased stopped"
)
SAID_TO = word_set(
    "said reported understood thought believed rumoured rumored known supposed alleged"
)
"""Participles of "is said to have added", behind which the verb is what its subject did."""
ASIDES = frozenset(
    (
        "no longer",
        "in effect",
        "in principle",
        "in fact",
        "at last",
        "at first",
        "of course",
        "all but",
    )
) | {"last night", "last week", "last month", "last year", "this week", "this month", "this year"}
"""Pairs of words that can stand between a subject and its verb."""
SPANS = word_set("day days week weeks month months year years hour hours minutes moment moments")
AFTER = word_set("later earlier ago")
ANOTHER = POSSESSIVE | frozenset(("a", "an", "the"))
OBTAINED = word_set("seen obtained published released reviewed dated sent signed")
"""What is joined to "a letter signed by Osten and ..." and is no second verb."""
ALONE = word_set(
    "two three four five six seven eight nine ten others another both many some several few most"
    " all neither none"
)


def adverb(low: str) -> bool:
    """Whether a word can stand between a subject and its verb.

    Examples
    --------
    >>> adverb("firmly"), adverb("ally")
    (True, False)
    """
    return low in ADVERBS or (len(low) > 4 and low.endswith("ly") and low not in _NOT_ADVERBS)


def opens_adjunct(low: str, following: str, second: str) -> bool:
    """Whether an adjunct of time, place or occasion begins with three words.

    Examples
    --------
    >>> opens_adjunct("on", "monday", ""), opens_adjunct("to", "the", "east")
    (True, False)
    """
    if low in DAYS or low in ("earlier", "last", "late", "yesterday"):
        return True
    if low in ("on", "in", "at", "during", "after", "before", "by", "through", "via", "ahead"):
        if following in DAYS | MONTHS or following in ("a", "an"):
            return True
        return low in ("during", "after", "before", "ahead", "via") or second in TIMES
    return low == "to" and following != "the"


_NOT_ADVERBS = word_set(
    "family early daily weekly monthly supply apply reply july ally italy assembly anomaly"
    " elderly friendly likely unlikely deadly lonely only imply comply rely bully jelly"
    " homily"
)


def abstract(head: str) -> bool:
    """Whether a noun names no one who could say anything: silence, tension, weakness.

    Examples
    --------
    >>> abstract("omission"), abstract("commission"), abstract("declaration")
    (True, False, False)
    """
    if head[:1].isupper() or head in _BODIES or head in DOCUMENTS:
        return False
    return head.endswith(("ness", "ence", "ance", "ship", "tion", "sion", "ism", "ity")) or (
        head in _MUTE
    )


_BODIES = word_set(
    "commission administration organisation organization corporation institution association"
    " delegation opposition foundation federation audience university authority committee mission"
    " coalition publication majority minority leadership union nation declaration resolution"
    " conference alliance community"
)
_MUTE = word_set(
    "move moves logic fact facts pattern lack pace size price prices sign signs trend trends case"
    " way mood choice timing speed success failure history events event result fall rise war"
    " numbers arithmetic polls map odds interests"
)
