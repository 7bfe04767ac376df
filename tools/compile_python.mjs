// Compile the Python in zips with the Python for the browser itself: compile_python.mjs PYODIDE ZIP...
// Each zip is written anew, its files sorted, undated and uncompressed, so that the same gives the same.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [home, ...zips] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${home}/pyodide.mjs`));
const python = await loadPyodide();
python.runPython(`
import importlib._bootstrap_external as external, zipfile

def written_anew():
    with zipfile.ZipFile("/in.zip") as old, zipfile.ZipFile("/out.zip", "w") as new:
        for name in sorted(name for name in old.namelist() if not name.endswith("/")):
            content = old.read(name)
            if name.endswith(".py"):
                code = compile(content, name, "exec", dont_inherit=True, optimize=2)
                content, name = external._code_to_hash_pyc(code, bytes(8), False), name + "c"
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
`);
for (const zip of zips) {
  python.FS.writeFile("/in.zip", new Uint8Array(readFileSync(zip)));
  python.runPython("written_anew()");
  writeFileSync(zip, python.FS.readFile("/out.zip"));
}
