"""What may stand in a text: letters and signs that a reader can see, and nothing that acts.

Control characters move a terminal's cursor, overrides of direction show a word other than the one
that is stored, noncharacters and lone surrogates abort what draws or encodes them. None of them
belongs in a text that people exchange.
"""

from __future__ import annotations

import re
import unicodedata

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab, line feed and carriage return
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # separators of lines, embeddings and overrides
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f"  # surrogates, noncharacters, tags
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_COMMON = {0: "null", 8: "backspace", 13: "carriage return", 27: "escape", 127: "delete"}

_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁԛԝһӏѵɡ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνικυ" + "ՕօոսհԼ",
    "ABESIJKMHOPCTYX3aesijopcyxdqwhlvg" + "ABEZHIKMNOPTYXaopviku" + "OonuhL",
)
"""Letters that look like Latin ones, of scripts in use: from Unicode's list of confusables
(unicode.org/Public/security, confusables.txt)."""


def unfit(text: str) -> int | None:
    r"""Return where the first character stands that has no place in a text, ``None`` for none.

    Tabs and ends of lines are fit.

    Examples
    --------
    >>> unfit("a\tb\r\n"), unfit("a\x1b[31m")
    (None, 1)
    """
    found = _UNFIT.search(text)
    return found.start() if found else None


def unfit_within(value: object) -> str:
    r"""Return the first character without a place in a text that plain data hold, or none.

    Examples
    --------
    >>> unfit_within({"a": ["b", "c\x1b"]}), unfit_within([1, None, "a\n"])
    ('\x1b', '')
    """
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            if (at := unfit(one)) is not None:
                return one[at]
        elif isinstance(one, dict):
            left += [*reversed(one.values()), *one]
        elif isinstance(one, list):
            left += reversed(one)
    return ""


def fit(text: str) -> str:
    r"""Return a text without what has no place in one; what ends a line there ends it as here.

    It is for what others wrote and nobody here can mend, such as a page that was published.

    Examples
    --------
    >>> fit("a\x1b[2Jb\u2028c\u202e")
    'a[2Jb\nc'
    """
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def named(character: str) -> str:
    r"""Return a character's number and name.

    Examples
    --------
    >>> named("\u202e"), named("\x1b"), named("\uffff")
    ('U+202E (right-to-left override)', 'U+001B (escape)', 'U+FFFF (a noncharacter)')
    """
    code, sorts = ord(character), {"Cs": "a lone surrogate", "Cn": "a noncharacter"}
    name = unicodedata.name(character, "").lower() or _COMMON.get(code, "")
    name = name or sorts.get(unicodedata.category(character), "")
    return f"U+{code:04X}" + (f" ({name})" if name else "")


def visible(text: str) -> str:
    r"""Return a text in which what has no place there is written out, safe for a terminal.

    Examples
    --------
    >>> print(visible("a\x1b[2J\u202eb\r"))
    a\x1b[2J\u202eb\r
    """
    shown = _UNFIT.sub(lambda found: _escaped(found.group()), text)
    return shown.replace("\r", "\\r")


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def one_line(text: str) -> str:
    r"""Return a text on one line, safe for a terminal: for names of files and things.

    Examples
    --------
    >>> one_line("a\nb")
    'a\\nb'
    """
    return visible(text).replace("\n", "\\n").replace("\t", " ")


def in_csv(cell: object) -> object:
    """Return a cell that a spreadsheet shows and does not run: the start of a formula is quoted.

    Examples
    --------
    >>> in_csv("=HYPERLINK(1)"), in_csv(-3), in_csv("Donetsk")
    ("'=HYPERLINK(1)", -3, 'Donetsk')
    """
    if not isinstance(cell, str):
        return cell
    # A lone carriage return would end the line for some readers, and csv does not quote it.
    cell = cell.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    starts = cell.lstrip(" \ufeff\u00a0").startswith(_STARTS_FORMULA)
    return "'" + cell if starts else cell


def out_of_csv(cell: str) -> str:
    """Return the text that `in_csv` made a cell of.

    Examples
    --------
    >>> out_of_csv("'=HYPERLINK(1)"), out_of_csv("'s Gravenhage")
    ('=HYPERLINK(1)', "'s Gravenhage")
    """
    text = cell.removeprefix("'")
    return text if in_csv(text) == cell else cell


def skeleton(name: str) -> str:
    """Return what a name looks like: two of one look have one skeleton.

    Examples
    --------
    >>> skeleton("RU\u0405") == skeleton("RUS"), skeleton("caf\u00e9") == skeleton("cafe\u0301")
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", name)
    shown = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return shown.translate(_TWINS)


def capital(text: str) -> str:
    """Return a sentence with a capital at its beginning, whatever name it begins with.

    Examples
    --------
    >>> capital("the United States may withdraw.")
    'The United States may withdraw.'
    """
    return text[:1].upper() + text[1:]


class Plural(str):
    """A name that takes a plural in a sentence: *the guarantors owe*."""

    __slots__ = ()


_PLURALS = {"is": "are", "has": "have", "was": "were", "does": "do", "goes": "go"}


def agreeing(who: str, verb: str) -> str:
    """Return a verb in the number that a name takes.

    Examples
    --------
    >>> agreeing("Russia", "has"), agreeing(Plural("the guarantors"), "has")
    ('has', 'have')
    >>> agreeing(Plural("the guarantors"), "gains")
    'gain'
    """
    if not isinstance(who, Plural):
        return verb
    return _PLURALS.get(verb, verb.removesuffix("s"))
