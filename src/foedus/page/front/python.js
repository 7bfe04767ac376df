// Python on this page: foedus itself answers, in a worker, with no server and no network.

/** Start Python from what stands in the page and let it take up the text; return what asks it, and what asks it for what takes long. */
export function python(about, prepared) {
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
    const [resolve, , tell] = waiting.get(data.id) ?? [];
    if (!resolve) return undefined; // it is no longer wanted
    const told = data.told ? JSON.parse(data.told) : { answer: JSON.parse(data.answer) };
    if (!told.answer) return tell(told);
    waiting.delete(data.id);
    return resolve(told.answer);
  };
  worker.postMessage({ packed: bytes(packed), prepared, first: JSON.stringify({ ask: "open", ...about }) });
  const put = (question, tell, signal) => new Promise((resolve, reject) => {
    if (broken) { reject(broken); return; }
    asked += 1;
    const id = asked;
    waiting.set(id, [resolve, reject, tell]);
    worker.postMessage({ id, question: JSON.stringify(question), long: Boolean(tell) });
    signal?.addEventListener("abort", () => {
      if (waiting.delete(id)) worker.postMessage({ unwanted: id });
      reject(signal.reason);
    });
  });
  return { answers: (question) => put(question), works: put };
}

function bytes(text) {
  const binary = atob(text);
  const found = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) found[at] = binary.charCodeAt(at);
  return found;
}
