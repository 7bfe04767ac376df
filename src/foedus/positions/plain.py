"""From a file's bytes to plain text: encodings, HTML, Word files, and what is no text at all."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

from foedus.positions.docx import BadDocxError, of_docx
from foedus.positions.grammar import word_set
from foedus.texts import fit

_BLOCKS = word_set(
    "address article aside blockquote br caption dd div dl dt figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody thead tr ul title"
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "template", "noscript"))
_HTML = re.compile(r"<(?:!doctype html|html|body|p|div|table|h1|ul|br|article)\b[^>]*>", re.I)
_ZIP = b"PK\x03\x04"
_LOOK = 4096
_OTHERS = {
    b"%PDF-": "a PDF",
    b"{\\rtf": "a rich text file",
    b"%!PS": "a PostScript file",
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc)",
}
"""How files begin that look like text, or nearly so, and whose words lie elsewhere."""


class UnreadableError(ValueError):
    """A file that holds no text: why, in a sentence."""


def plain(raw: bytes, name: str) -> str:
    r"""Return the plain text of a file.

    Bytes are UTF-8, or UTF-16 with its mark; what is neither is read as Windows-1252. HTML and Word
    files (``.docx``) are reduced to their words, one line for each block or row of a table. Line
    ends become ``\n``, and a letter and its accent one character. Signs that act on a terminal or
    turn the direction of writing are left out: they are no words.

    Parameters
    ----------
    raw
        The bytes.
    name
        What the file is called, for messages.

    Raises
    ------
    UnreadableError
        For an empty or binary file.

    Examples
    --------
    >>> plain(b"<p>One &amp; <b>two</b></p><p>three</p>", "page.html")
    'One & two\n\nthree'
    """
    for begins, kind in _OTHERS.items():
        if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(begins):
            raise UnreadableError(f"{name}: it is {kind}. Save it as text, HTML or .docx.")
    if raw[:4] == _ZIP:
        text = _of_word(raw, name)
    else:
        text = _decoded(raw, name)
        if _HTML.search(text[:_LOOK]):
            text = _of_html(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    text = unicodedata.normalize("NFC", fit(text))
    if not text.strip():
        raise UnreadableError(f"{name}: it is empty, so nobody says anything in it.")
    return text


def _of_word(raw: bytes, name: str) -> str:
    try:
        return of_docx(raw)
    except BadDocxError as error:
        raise UnreadableError(f"{name}: {error}. Save it as .docx, text or HTML.") from None


def _decoded(raw: bytes, name: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw[:_LOOK]:
        raise UnreadableError(
            f"{name}: it is not a text file (it has zero bytes). Save it as text or HTML."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    odd = sum(1 for c in text[:_LOOK] if (c < " " and c not in "\t\n\r\f") or c == "\ufffd")
    if odd > len(text[:_LOOK]) // 50:
        raise UnreadableError(f"{name}: it is not a text file. Save it as text or HTML.")
    return text


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n" if tag in ("br", "tr") else "\n\n")
        elif tag in _CELLS:
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag not in ("br", "tr"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def _of_html(text: str) -> str:
    parser = _Words()
    parser.feed(text)
    parser.close()
    joined = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(parser.parts))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ ]{2,}", " ", joined)).strip()
