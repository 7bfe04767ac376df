"""Renew what the page ships with: Python for the browser, and two libraries of the front end.

    python tools/vendor_page.py

It needs Node, npm, pip and the network, once; who installs foedus needs none of them. It writes,
into ``src/foedus/page/vendored``: ``python.tar.xz`` (Pyodide, its standard library and the wheels
that foedus needs in the browser), ``preact.js``, ``codemirror.js``, ``LICENSES.txt``, and
``README.md`` with versions and hashes. Versions are named below and nowhere else.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "foedus" / "page" / "vendored"
PYODIDE = "314.0.7"
PYTHON, PLATFORM, ABI = "3.14", "pyemscripten_2026_0_wasm32", "cp314"
WHEELS = {
    "pydantic-core": "2.50.5",
    "pydantic": "2.14.4",
    "typing-extensions": "4.16.0",
    "annotated-types": "0.8.0",
    "typing-inspection": "0.4.5",
    "ruamel.yaml": "0.19.1",
}
FRONT = {
    "preact": "11.2.0",
    "htm": "3.1.1",
    "@codemirror/state": "6.7.6",
    "@codemirror/view": "6.43.15",
    "@codemirror/commands": "6.11.1",
    "@codemirror/lang-yaml": "6.1.3",
    "@codemirror/lint": "6.9.8",
    "@codemirror/language": "6.13.1",
    "@codemirror/search": "6.7.2",
    "esbuild": "0.28.2",
}
FROM_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json")
PREACT = """\
export {h, render, Fragment} from "preact";
export {useState, useEffect, useMemo, useRef} from "preact/hooks";
import {h} from "preact";
import htm from "htm";
export const html = htm.bind(h);
"""
CODEMIRROR = """\
export {EditorState} from "@codemirror/state";
export {EditorView, drawSelection, highlightActiveLine} from "@codemirror/view";
export {keymap, lineNumbers} from "@codemirror/view";
export {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
export {yaml} from "@codemirror/lang-yaml";
export {setDiagnostics, lintGutter, lintKeymap} from "@codemirror/lint";
export {bracketMatching, foldGutter} from "@codemirror/language";
export {defaultHighlightStyle, syntaxHighlighting} from "@codemirror/language";
export {search, searchKeymap} from "@codemirror/search";
"""


def run(*words: str, cwd: Path) -> None:
    """Run a program, or stop."""
    subprocess.run(words, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def compiled(work: Path, archives: dict[str, bytes]) -> dict[str, bytes]:
    """Return zips with their Python compiled by the very Python that ships, and uncompressed.

    A browser then need not compile the standard library each time, and the whole compresses better.
    """
    for name, content in archives.items():
        (work / name).write_bytes(content)
    script = Path(__file__).with_name("compile_python.mjs")
    run("node", str(script), str(work / "package"), *archives, cwd=work)
    return {name: (work / name).read_bytes() for name in archives}


def fetched(work: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of Python for the browser, and a line on each download."""
    npm, wheels = work / "npm", work / "wheels"
    npm.mkdir()
    wheels.mkdir()
    run("npm", "pack", f"pyodide@{PYODIDE}", "--silent", cwd=npm)
    (pack,) = npm.glob("pyodide-*.tgz")
    told = [_line(pack.name, pack.read_bytes(), "MPL-2.0; Python itself: PSF-2.0")]
    with tarfile.open(pack) as tar:
        tar.extractall(work, filter="data")
    names = (*FROM_PYODIDE, "python_stdlib.zip")
    read = {name: (work / "package" / name).read_bytes() for name in names}
    lock = json.loads(read["pyodide-lock.json"])
    read["pyodide-lock.json"] = json.dumps({**lock, "packages": {}}).encode()
    wanted = [f"{name}=={number}" for name, number in WHEELS.items()]
    where = ["--platform", PLATFORM, "--python-version", PYTHON, "--abi", ABI]
    only = ["--no-deps", "--only-binary=:all:", "--implementation", "cp"]
    run(sys.executable, "-m", "pip", "download", "-q", *only, *where, *wanted, cwd=wheels)
    for wheel in sorted(wheels.glob("*.whl")):
        read[wheel.name] = wheel.read_bytes()
        told.append(_line(wheel.name, wheel.read_bytes(), _licence(wheel)))
    zips = {name: read[name] for name in read if name.endswith((".zip", ".whl"))}
    return read | compiled(work, zips), told


def _licence(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (meta,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        lines = archive.read(meta).decode().splitlines()
    named = [line.partition(": ")[2] for line in lines if line.startswith("License")]
    return next((n for n in named if n != "LICENSE"), "see LICENSES.txt")


def licences(work: Path) -> str:
    """Return the licence texts of everything that ships, each under the name of its package."""
    found = {}
    for wheel in sorted((work / "wheels").glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if ".dist-info/licenses/" in name or name.endswith(".dist-info/LICENSE"):
                    found[wheel.name] = archive.read(name).decode()
    for text in sorted((work / "node_modules").glob("**/LICENSE*")):
        package = text.parent.relative_to(work / "node_modules").as_posix()
        if "esbuild" not in package:
            found[package] = text.read_text()
    head = f"pyodide {PYODIDE}: Mozilla Public License 2.0, https://mozilla.org/MPL/2.0/;\n"
    head += f"its source is at https://github.com/pyodide/pyodide/tree/{PYODIDE}.\n"
    return head + "".join(f"\n{'=' * 80}\n{name}\n\n{text}" for name, text in found.items())


def _line(name: str, content: bytes, licence: str) -> str:
    return f"| {name} | {hashlib.sha256(content).hexdigest()} | {licence} |"


def packed(read: dict[str, bytes]) -> bytes:
    """Return the files as one archive, the same for the same files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(read.items()):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return lzma.compress(out.getvalue(), preset=9 | lzma.PRESET_EXTREME)


def bundled(work: Path) -> list[str]:
    """Write the libraries of the front end, and return a line on each."""
    (work / "package.json").write_text("{}")
    wanted = [f"{name}@{number}" for name, number in FRONT.items()]
    run("npm", "install", "--silent", "--no-audit", "--no-fund", *wanted, cwd=work)
    told = []
    for name, entry in (("preact", PREACT), ("codemirror", CODEMIRROR)):
        (work / f"{name}.in.js").write_text(entry)
        out = TARGET / f"{name}.js"
        made = ["--bundle", "--minify", "--format=esm", "--legal-comments=none", f"--outfile={out}"]
        run("npx", "esbuild", f"{name}.in.js", *made, cwd=work)
        what = "Preact (MIT) and htm (Apache-2.0)" if name == "preact" else "CodeMirror (MIT)"
        told.append(_line(out.name, out.read_bytes(), what))
    return told


def main() -> None:
    """Renew everything."""
    TARGET.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp())
    try:
        read, told = fetched(work)
        archive = packed(read)
        (TARGET / "python.tar.xz").write_bytes(archive)
        told += [
            _line("python.tar.xz", archive, "what is named above, packed anew"),
            *bundled(work),
        ]
        shipped = {name: number for name, number in FRONT.items() if name != "esbuild"}
        front = ", ".join(f"{name} {number}" for name, number in shipped.items())
        (TARGET / "LICENSES.txt").write_text(licences(work))
        (TARGET / "README.md").write_text(README.format(front=front, rows="\n".join(told)))
    finally:
        shutil.rmtree(work)


README = """\
# What the page ships with

Written by `tools/vendor_page.py`; change versions there and run it. Python for the browser is
Pyodide; the wheels are those of PyPI. Within `python.tar.xz` the archives are uncompressed, which
compresses better, and hold bytecode without docstrings in the place of source: that very Python
compiled it, so that a browser need not. The libraries of the front end are {front};
esbuild bundled them. Licence texts are in `LICENSES.txt`.

| file | SHA-256 | licence |
|---|---|---|
{rows}
"""

if __name__ == "__main__":
    main()
