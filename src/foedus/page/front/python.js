// Python on this page: foedus itself answers, in a worker, with no server and no network.

/** Start Python from what stands in the page and let it read the text; return a function that asks it. */
export function python(about) {
  const packed = document.getElementById("runtime").textContent.trim();
  const code = document.getElementById("worker").textContent;
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const waiting = new Map();
  let asked = 0;
  let broken = null;
  const fail = (why) => {
    broken = new Error(why);
    document.documentElement.dataset.failed = why;
    for (const [, reject] of waiting.values()) reject(broken);
    waiting.clear();
  };
  worker.onerror = (event) => fail(event.message || "Python could not be started in this browser");
  worker.onmessage = ({ data }) => {
    if (data.failed) return fail(data.failed);
    if (data.ready) { document.documentElement.dataset.ready = String(data.ready); return undefined; }
    const [resolve] = waiting.get(data.id);
    waiting.delete(data.id);
    return resolve(JSON.parse(data.answer));
  };
  worker.postMessage({ packed: bytes(packed), first: JSON.stringify({ ask: "open", ...about }) });
  return (question) => new Promise((resolve, reject) => {
    if (broken) { reject(broken); return; }
    asked += 1;
    waiting.set(asked, [resolve, reject]);
    worker.postMessage({ id: asked, question: JSON.stringify(question) });
  });
}

function bytes(text) {
  const binary = atob(text);
  const found = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) found[at] = binary.charCodeAt(at);
  return found;
}
