// One way to ask a question, whether a server answers it or Python on this page.

let transport = null;
let long = null;
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

/** Whether the answer to a question came with the page. */
export function isKnown(question) {
  return known.has(key(question));
}

/** Say who does what takes long: a function from a question, whom to tell of progress, and a signal that ends it. */
export function workedBy(worker) {
  long = worker;
}

/** Ask what takes long; `tell` is told how far it is, and `signal` ends it. The same question is worked on once. */
export async function work(question, tell = () => {}, signal = undefined) {
  const name = key(question);
  if (known.has(name)) return known.get(name);
  const answer = await long(question, tell, signal);
  if (!answer.error) known.set(name, Promise.resolve(answer));
  return answer;
}

/** Ask the server that this page came from for what takes long: it says how far it is in lines. */
export function workshop() {
  return async (question, tell, signal) => {
    const response = await fetch("work", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
      signal,
    });
    if (!response.ok) return { error: `The server said ${response.status}.` };
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { value, done } = await reader.read();
      if (done) return { error: "The answer did not come to its end." };
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines.map((one) => JSON.parse(one))) {
        if (line.answer) return line.answer;
        if (line.of) tell(line);
      }
    }
  };
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
