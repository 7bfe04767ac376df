"""The words of a Word file, one line for each paragraph or row of a table, as for HTML.

The file is somebody else's: what it unpacks to is bounded, document types are refused, and its
elements are read one after the other, so that neither its size nor its depth can do harm.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST = 64 * 2**20
"""So many bytes of text and markup are unpacked at most."""
_MAIN = "word/document.xml"
_MARKS = {
    "br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "tbl": "\n\n", "tr": "\n",
    "tc": "\t",
}  # fmt: skip


class BadDocxError(ValueError):
    """Why a file that looks like one of Word's cannot be read."""


def of_docx(raw: bytes) -> str:
    """Return the text of a ``.docx`` file; what was struck out or hides behind a field is left out.

    Raises
    ------
    BadDocxError
        When it is no Word file, is damaged, or unpacks to more than 64 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(_MAIN) as file:
            markup = file.read(_MOST + 1)
    except KeyError:
        raise BadDocxError("it is an archive and no Word file") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadDocxError(f"it is a damaged or locked Word file ({error})") from None
    if len(markup) > _MOST:
        raise BadDocxError("its text unpacks to more than 64 MB")
    if b"\0" in markup:  # in UTF-16 the next line would see nothing of what is declared
        raise BadDocxError("it is not written in UTF-8, as every Word file is")
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:
        raise BadDocxError("it declares a document type, which no Word file does")
    try:
        parts = _parts(markup)
    except ElementTree.ParseError as error:
        raise BadDocxError(f"it is a damaged Word file ({error})") from None
    joined = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(parts))
    return re.sub(r"\n{3,}", "\n\n", joined).strip()


def _parts(markup: bytes) -> list[str]:
    parts: list[str] = []
    silent = cells = 0
    for event, element in ElementTree.iterparse(io.BytesIO(markup), events=("start", "end")):
        tag, opens = element.tag.removeprefix(_W), event == "start"
        if element.tag == _FALLBACK:
            silent += 1 if opens else -1
        cells += (tag == "tc") * (1 if opens else -1)
        if silent:
            continue
        if opens and tag in _MARKS:
            parts.append(_MARKS[tag])
        elif tag == "p" and not opens:
            parts.append(" " if cells else "\n\n")
        elif tag == "tbl" and not opens:
            parts.append("\n\n")
        elif tag == "t" and not opens:
            parts.append(element.text or "")
        if not opens:
            element.clear()
    return parts
