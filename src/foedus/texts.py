"""What may stand in a text: letters and signs that a reader can see, and nothing that acts.

Control characters move a terminal's cursor, overrides of direction show a word other than the one
that is stored, noncharacters and lone surrogates abort what draws or encodes them. None of them
belongs in a text that people exchange.
"""

from __future__ import annotations

import re
import unicodedata

_KEPT = "\t\n\r"
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab, line feed and carriage return
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # separators of lines, embeddings and overrides
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f"  # surrogates, noncharacters, tags
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_COMMON = {0: "null", 8: "backspace", 13: "carriage return", 27: "escape", 127: "delete"}


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


def named(character: str) -> str:
    r"""Return a character's number and name.

    Examples
    --------
    >>> named("\u202e"), named("\x1b"), named("\uffff")
    ('U+202E (right-to-left override)', 'U+001B (escape)', 'U+FFFF (a noncharacter)')
    """
    code = ord(character)
    name = unicodedata.name(character, "").lower() or _COMMON.get(code, "")
    if not name:
        kinds = {"Cc": "a control character", "Cs": "a lone surrogate", "Cn": "a noncharacter"}
        name = kinds.get(unicodedata.category(character), "without a name")
    return f"U+{code:04X} ({name})"


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
