// One way to ask a question, whether a server answers it or Python on this page.

let transport = null;
const known = new Map();

/** Say who answers: a function from a question to a promise of its answer. */
export function answeredBy(asker) {
  transport = asker;
}

/** Put in answers that were computed when the page was written, so that it shows them at once. */
export function begin(answers) {
  for (const [question, answer] of answers) known.set(key(question), Promise.resolve(answer));
}

function key(question) {
  return JSON.stringify(Object.entries(question).sort());
}

/** Ask a question; the same question is asked once. */
export function ask(question) {
  const name = key(question);
  if (!known.has(name)) {
    if (known.size > 400) known.delete(known.keys().next().value);
    const answer = transport(question).catch((error) => {
      known.delete(name);
      return { error: `No answer came: ${error.message}` };
    });
    known.set(name, answer);
  }
  return known.get(name);
}

/** Ask the server that this page came from. */
export function server() {
  return async (question) => {
    const response = await fetch("answer", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
    });
    if (response.status === 413) throw new Error("the text is too long.");
    if (!response.ok) throw new Error(`the server said ${response.status}. Is it still running?`);
    return response.json();
  };
}
