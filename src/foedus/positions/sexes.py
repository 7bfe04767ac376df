"""Whether "he" or "she" may stand for somebody: by Mr and Mrs in the text, and by the first name.

Names are given where they are common in news of several countries; for a name that is in no list
and has no ending that tells, either word may stand.
"""

from __future__ import annotations

import re
from typing import Literal

from foedus.positions.grammar import word_set
from foedus.positions.register import key

Sex = Literal["f", "m", ""]
_CALLED = re.compile(
    r"\b(?:(?P<m>Mr|Sir|Lord|Herr|Monsieur|King|Prince)|(?P<f>Mrs|Ms|Miss|Dame|Lady|Madam|Madame"
    r"|Mme|Frau"
    r"|Queen|Princess))\.? (?:[A-Z][\w'-]+ ){0,2}?(?P<name>[A-Z][\w'-]+)"
)
_WOMEN = word_set(
    "alice amy ann anne astrid beatriz birgit brigitte carmen carol caroline catherine charlotte"
    " chloe"
    " claire clare dagmar deborah diane dolores doris edith eleanor elisabeth elizabeth ellen"
    " emily emmanuelle"
    " esther eunice eve fatou frances gertrud gretchen grace gwen hannah harriet heather heidi"
    " helen hélène"
    " hilary ingrid irene iris isabel isabelle jacqueline jane janet jean jennifer joan josephine"
    " joyce judith"
    " julie karen kate katherine kathleen kirsten kristin laurence leonor lilian linda lisbeth"
    " liv lois louise lucy"
    " madeleine margaret margot marianne marie marion marit mary mathilde maud mercedes merete"
    " michelle miriam"
    " muriel nadine nancy natalie nicole nora olive pauline penelope phyllis rachel rebecca"
    " rosalind rose rosemary"
    " ruth sally sarah sharon sheila shirley signe sigrid sigrun simone solveig sophie susan"
    " suzanne sylvie theresa"
    " ursula valerie vivian wendy yael yvette yvonne zoe nooshin noor shu-fen ji-woo yoko reiko"
    " haruka keiko"
)
_MEN = word_set(
    "adam ahmed alan albert alexander ali anders andreas andrew anthony anton antony arsen arthur"
    " benjamin bilal"
    " boris brian carl charles chidi christian christopher claus daniel david dennis dieter"
    " dimitri dmitri dmitry"
    " donald douglas edward emil emmanuel eric erik ernest faisal felix francis françois frank"
    " frank-walter fred"
    " frederick friedrich geoffrey george gerhard gideon giovanni gordon gregory guido gustav"
    " hans harold harry hassan"
    " heinrich henrik henry howard hugh hugo ian igor ilham ivan jack jacques jakob james jan"
    " javier jean-pierre jens"
    " jeremy joe johan johannes john jon jonas jonathan jorge josé joseph juan jürgen kamran karl"
    " keir keith"
    " kenneth kevin klaus kurt lars laurent leonard leonid louis luis magnus mahmoud marc marco"
    " mario mark martin"
    " matthew maurice mehmet mevlut michael michel mikhail milos mohammed murray nasser neil"
    " nicholas nicolas nigel"
    " nikolai oleg olaf oliver omar oscar otto owen pablo patrick paul pavel pedro per peter"
    " philip pierre pieter rashad"
    " raymond recep richard robert roger roland ronald rupert salim samuel sean sebastian sergei"
    " sergey sergio"
    " simon stefan stephen steven stuart sven terence theo thomas timo timothy tobias todd tom"
    " tomas tony traian"
    " ulf valery viktor vincent vladimir volodymyr walter wayne wilhelm william wolfgang yegor"
    " yousuf yuri zoran"
    " luca andrea nikola sasha mustafa joshua ilya mykola nikita musa isa ezra costa kostya misha"
    " petra-jan"
)
_FEMALE = re.compile(
    r"(?:ia|ina|ella|etta|elle|ette|ine|anna|ana|ena|isa|ita|ora|ika|ija|ela"
    r"|lla)$"
)


def called(text: str) -> dict[str, Sex]:
    """Return the sex of last names that a text calls Mr or Mrs.

    Examples
    --------
    >>> called("Mr. Osten met Ms Renn.")
    {'osten': 'm', 'renn': 'f'}
    """
    return {
        key(m["name"])[-1]: "m" if m["m"] else "f" for m in _CALLED.finditer(text) if key(m["name"])
    }


def sex(name: str, said: dict[str, Sex]) -> Sex:
    """Return the sex of somebody by what the text calls him, or by the first name.

    Examples
    --------
    >>> sex("Giorgia Meloni", {}), sex("Keir Starmer", {}), sex("Kim Osten", {})
    ('f', 'm', '')
    """
    words = key(name)
    if len(words) < 2:
        return ""
    if words[-1] in said:
        return said[words[-1]]
    first = words[0]
    if first in _WOMEN or first in _MEN:
        return "f" if first in _WOMEN else "m"
    return "f" if len(first) > 3 and _FEMALE.search(first) else ""
