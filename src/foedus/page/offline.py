"""The page as one file that needs no server, no network and no installation.

It holds Python for the browser, this very foedus, and the front end; a policy in it lets it load
nothing, so that whoever opens it can see that nothing is sent anywhere.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from foedus.page.assets import assets
from foedus.page.begin import Beginning, Progress

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data: blob: 'wasm-unsafe-eval';"
    " worker-src blob:; style-src 'unsafe-inline'; img-src data:;"
    " base-uri 'none'; form-action 'none'"
)
_PREFIX = "foedus-page/"
_IMPORT = re.compile(r"""(\bfrom |\bimport\()"\./([a-z]+\.js)\"""")
_ROOMS = ("casebook", "decisions", "language", "loopholes", "play", "positions", "process", "views")
_SHIPS = (".py", ".yaml", ".csv", ".toml")


def offline(begin: Beginning, *, figures: bool = True, progress: Progress | None = None) -> str:
    """Return the page as one HTML file.

    Parameters
    ----------
    begin
        What the page begins with.
    figures
        Whether what takes games and arrays is worked out and put into it: no browser can.
    progress
        Called with how much of that is done and how much there is.
    """
    head, tail = _template().split("<!-- scripts -->")
    return "".join([head, *_scripts(begin.as_json(figures=figures, progress=progress)), tail])


def _template() -> str:
    """Return the page with its style in it, a policy, and a place for the scripts."""
    page = assets()["index.html"].decode()
    style = assets()["style.css"].decode()
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    page = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}')
    page = page.replace('<link rel="stylesheet" href="style.css">', f"<style>\n{style}</style>")
    return page.replace('<script type="module" src="main.js"></script>', "<!-- scripts -->")


def _scripts(begin: str) -> Iterator[str]:
    names = [name for name in assets() if name.endswith(".js") and name != "worker.js"]
    modules = {_PREFIX + name: _as_url(_named_anew(assets()[name].decode())) for name in names}
    yield f'<script type="importmap">{json.dumps({"imports": modules})}</script>\n'
    yield f'<script type="application/json" id="begin">{begin}</script>\n'
    yield f'<script type="text/plain" id="worker">{assets()["worker.js"].decode()}</script>\n'
    yield f'<script type="text/plain" id="runtime">{_base64(runtime())}</script>\n'
    yield f'<script type="module">import "{_PREFIX}main.js";</script>'


def _named_anew(module: str) -> str:
    """Return a module that imports the others by the names of the import map."""
    return _IMPORT.sub(rf'\1"{_PREFIX}\2"', module)


def _as_url(module: str) -> str:
    return f"data:text/javascript;base64,{_base64(module.encode())}"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def runtime() -> bytes:
    """Return Python for the browser with this foedus beside it, as a compressed archive."""
    shipped = files(__package__).joinpath("vendored", "python.tar.xz").read_bytes()
    archive = io.BytesIO(lzma.decompress(shipped))
    with tarfile.open(fileobj=archive, mode="a", format=tarfile.USTAR_FORMAT) as tar:
        ours = _ourselves()
        info = tarfile.TarInfo("foedus.zip")
        info.size = len(ours)
        tar.addfile(info, io.BytesIO(ours))
    return gzip.compress(archive.getvalue(), compresslevel=9, mtime=0)


def _ourselves() -> bytes:
    """Return those rooms of foedus that the page needs, as a zip without a date in it."""
    package = files("foedus")
    found = [(entry.name, entry) for entry in package.iterdir() if entry.name.endswith(".py")]
    found += [pair for room in _ROOMS for pair in _within(room, package.joinpath(room))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, file in sorted(found):
            info = zipfile.ZipInfo(f"foedus/{name}", (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, file.read_bytes())
    return out.getvalue()


def _within(name: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _within(f"{name}/{entry.name}", entry)
        elif entry.name.endswith(_SHIPS):
            yield f"{name}/{entry.name}", entry
