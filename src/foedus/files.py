"""One way to read a file and one way to write it, for everything that is read or written whole.

Reading is bounded before it begins, and each file is opened once, so that a pipe will do. Writing
replaces a file as a whole or leaves it as it was, goes through to pipes and devices, keeps links
and permissions, and never destroys what was read or what nobody can make again.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from foedus.texts import named, one_line, unfit

_LEDGER = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9")
"""How a database begins, and the logs that belong to it (sqlite.org/fileformat.html, 1.3, 3, 4)."""
_ARRANGEMENT = re.compile(rb"""(?:\A|\n)(?:\xef\xbb\xbf)?(?:foedus|"foedus"|'foedus') *:""")
_BEGINNING = 65_536
_STANDARD = (1, 2)
_IN_NAMES = {9: 1, 10: 1, 13: 1} | dict.fromkeys(range(0xDC80, 0xDD00), "?")
"""In a name ends of lines are unfit as well; bytes that are not UTF-8 are not (PEP 383)."""


class FileError(Exception):
    """A file that cannot be read or written; the message is a sentence with its name."""


class PipeClosedError(Exception):
    """Whoever read what is written has gone, as ``head`` does when it has seen enough."""


def take(path: str | Path, most: int) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path
        The file; a pipe or a device will do.
    most
        How many bytes it may have. No more than one beyond is read.

    Raises
    ------
    FileError
        When it is missing, is a folder, cannot be read, or is longer.

    Examples
    --------
    >>> take("no-such-file", 10)
    Traceback (most recent call last):
    foedus.files.FileError: no-such-file: it cannot be read: No such file or directory.
    """
    sensible(path)
    try:
        with Path(path).open("rb") as file:
            read = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: it cannot be read: {_why(error)}.") from error
    if len(read) > most:
        size = f"{most / 1e6:.3g} MB" if most >= 1e5 else f"{most} bytes"
        raise FileError(f"{path}: the file is longer than {size}. Is it the file that you meant?")
    return read


def put(path: str | Path, text: str | bytes | Iterable[str], not_over: Iterable[Path] = ()) -> None:
    """Write a file whole, or leave the old one as it was.

    Parameters
    ----------
    path
        The file. A link is followed and stays; permissions stay; a pipe, a device or the file that
        standard output goes to is written through.
    text
        The text, at once or line by line; each ends with one end of line. Bytes as they are.
    not_over
        Files that must not be written over: what the command read.

    Raises
    ------
    FileError
        When `refusal` has a reason, or it cannot be written.
    PipeClosedError
        When whoever read a pipe has gone.
    """
    if why := refusal(path, not_over):
        raise FileError(why)
    try:
        target = Path(os.path.realpath(path))
        if (through := _through(path)) is not None:
            with open(through, "wb") as out:  # noqa: PTH123 - it may be a number
                out.writelines(_bytes(text))
        else:
            _replace(target, text)
    except BrokenPipeError:
        raise PipeClosedError from None
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: it cannot be written: {_why(error)}.") from None


def refusal(path: str | Path, not_over: Iterable[Path] = ()) -> str:
    """Return why a file must not, or cannot, be written: a sentence; empty where it can.

    Nothing is written over that the command read, nor over a ledger or an arrangement: those hold
    what people wrote, and no command can make them again.
    """
    sensible(path)
    try:
        info = Path(path).stat()
    except FileNotFoundError:
        folder = Path(os.path.realpath(path)).parent
        return (
            ""
            if folder.is_dir()
            else f"{path}: it cannot be written: no folder {one_line(str(folder))}."
        )
    except (OSError, ValueError) as error:
        return f"{path}: it cannot be written: {_why(error)}."
    if stat.S_ISDIR(info.st_mode):
        return f"{path}: it cannot be written: it is a folder."
    if not stat.S_ISREG(info.st_mode):
        return ""
    if any(_is_same(info, other) for other in not_over):
        return f"{path}: this command reads that file, and would write over it. Name another."
    if _through(path) is not None:
        return ""
    if not os.access(path, os.W_OK):
        return f"{path}: it cannot be written: it is marked as read-only."
    return _precious(Path(path))


def _precious(path: Path) -> str:
    """Return why what is in a file must not be lost, empty where it may be."""
    try:
        with path.open("rb") as file:
            begins = file.read(_BEGINNING)
    except OSError:
        return ""  # what cannot be read can still be replaced
    if begins.startswith(_LEDGER):
        return f"{path}: this is a ledger or another database, and is not written over."
    if _ARRANGEMENT.search(begins):
        return f"{path}: this is an arrangement, and is not written over. Name another file."
    return ""


def _is_same(info: os.stat_result, other: Path) -> bool:
    try:
        return os.path.samestat(info, other.stat())
    except (OSError, ValueError):
        return False


def is_standard_output(path: str | Path) -> bool:
    """Say whether a name is that of standard output (``/dev/stdout``, or the file it goes to)."""
    try:
        return os.path.samestat(Path(path).stat(), os.fstat(1))
    except (OSError, ValueError):
        return False


def _through(path: str | Path) -> int | str | None:
    """Return what to open where a file is not to be replaced: a pipe, a device, standard output."""
    try:
        info = Path(path).stat()
    except FileNotFoundError:
        return None
    for number in _STANDARD:
        with suppress(OSError):
            if os.path.samestat(info, os.fstat(number)):
                return os.dup(number)
    return None if stat.S_ISREG(info.st_mode) else str(path)


def _replace(target: Path, text: str | bytes | Iterable[str]) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    beside = target.with_name(f".foedus-{secrets.token_hex(8)}.part")

    def private(name: str, flags: int) -> int:
        return os.open(name, flags, 0o666 if mode is None else mode)  # never wider, even at first

    try:
        with open(beside, "xb", opener=private) as out:
            out.writelines(_bytes(text))
            out.flush()
            os.fsync(out.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _bytes(text: str | bytes | Iterable[str]) -> Iterator[bytes]:
    if isinstance(text, bytes):
        yield text
        return
    for line in [text] if isinstance(text, str) else text:
        yield f"{line}\n".encode("utf-8", "backslashreplace")


def sensible(path: str | Path) -> None:
    r"""Refuse a name that would act on the terminal that shows it.

    Raises
    ------
    FileError
        That names the character.

    Examples
    --------
    >>> sensible("a\x1bb")
    Traceback (most recent call last):
    foedus.files.FileError: a\x1bb: the name of this file holds U+001B (escape). Rename it.
    """
    at = unfit(str(path).translate(_IN_NAMES))
    if at is not None:
        raise FileError(
            f"{one_line(str(path))}: the name of this file holds {named(str(path)[at])}. Rename it."
        )


def _why(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
