// The worker in which Python runs. Everything it needs is handed to it; it asks the network for nothing.

const HOME = "https://foedus.invalid/";
let ask = null;
const early = [];
const unwanted = new Set();

function untarred(tar) {
  const text = new TextDecoder();
  const found = {};
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const name = text.decode(tar.subarray(at, at + 100)).replace(/\0.*$/s, "");
    const size = parseInt(text.decode(tar.subarray(at + 124, at + 136)), 8);
    found[name] = tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}

// Pyodide wants a worker that is a module, and browsers give a page from a file none that is. All that it
// needs of one is import(), which works here too; it tells them apart by whether this function works.
self.importScripts = () => { throw new TypeError("modules are imported here"); };

async function start({ packed, prepared, first }) {
  const began = performance.now();
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const files = untarred(new Uint8Array(await new Response(stream).arrayBuffer()));
  self.fetch = async (url) => {
    const name = String(url).replace(HOME, "");
    if (!(name in files)) throw new Error(`${name} is not on this page`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(files[name], { headers: { "Content-Type": type } });
  };
  const module = (name) => import(URL.createObjectURL(new Blob([files[name]], { type: "text/javascript" })));
  const [{ loadPyodide }, { default: factory }] = await Promise.all([module("pyodide.mjs"), module("pyodide.asm.mjs")]);
  const python = await loadPyodide({
    indexURL: HOME,
    stdLibURL: `${HOME}python_stdlib.zip`,
    lockFileContents: new TextDecoder().decode(files["pyodide-lock.json"]),
    createPyodideModule: factory,
  });
  const packages = python.runPython("import site; site.getsitepackages()[0]");
  for (const [name, file] of Object.entries(files)) {
    if (name.endsWith(".whl")) python.unpackArchive(file, "wheel", { extractDir: packages });
  }
  python.unpackArchive(files["foedus.zip"], "zip", { extractDir: packages });
  python.runPython("import json; from foedus.play import answer, prepare, slices");
  if (prepared) python.runPython("prepare")(prepared); // reading a text takes longer than all else before the first answer
  const answered = python.runPython("lambda asked: json.dumps(answer(json.loads(asked)))");
  const begun = python.runPython("lambda asked: map(json.dumps, slices(json.loads(asked)))");
  ask = ({ id, question, long }) => (long ? inSlices(id, begun(question)).catch(thrown) : self.postMessage({ id, answer: answered(question) }));
  answered(first);
  self.postMessage({ ready: Math.round(performance.now() - began) });
  early.forEach(ask);
}

const thrown = (error) => { setTimeout(() => { throw error; }); }; // so that the page is told of it

// What takes long is done in slices, so that others are answered in between, and that it can be stopped.
async function inSlices(id, going) {
  while (!unwanted.has(id)) {
    const { value, done } = going.next();
    if (done) break;
    self.postMessage({ id, told: value });
    await new Promise((go) => { setTimeout(go); });
  }
  unwanted.delete(id);
  going.destroy();
}

self.onmessage = ({ data }) => {
  if (data.unwanted) unwanted.add(data.unwanted);
  else if (data.packed) start(data).catch((error) => self.postMessage({ failed: `Python could not be started: ${error.message}` }));
  else if (ask) ask(data);
  else early.push(data);
};
