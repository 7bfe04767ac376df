// What takes long: asked for, shown as it goes, and ended when nobody wants it any more.

import { html, useEffect, useRef, useState } from "./preact.js";
import { isKnown, work } from "./asking.js";

/** How far a piece of work is, and a way to end it. */
export function Progress({ work: { busy, progress, stop }, what }) {
  if (!busy) return null;
  return html`<p class="working" role="status">${what}${progress ? ` (${progress.done} of ${progress.of})` : ""}.
    <progress max=${progress?.of ?? 1} value=${progress?.done ?? 0} aria-label=${what}></progress>
    <button type="button" onClick=${stop}>Stop</button></p>`;
}

/** Something that takes long and is asked for with a button; what came with the page is there at once. */
export function useAsked(question) {
  const [answer, setAnswer] = useState(null);
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState(null);
  const control = useRef(null);
  const key = JSON.stringify(question);
  const start = () => {
    control.current = new AbortController();
    const { signal } = control.current;
    setBusy(true);
    setProgress(null);
    work(question, setProgress, signal)
      .catch((error) => ({ error: signal.aborted ? "It was stopped." : `No answer came: ${error.message}` }))
      .then((found) => { if (control.current?.signal === signal) { setAnswer(found); setBusy(false); } });
  };
  const stop = () => control.current?.abort();
  useEffect(() => {
    setAnswer(null);
    setBusy(false);
    if (isKnown(question)) start();
    return () => { const now = control.current; control.current = null; now?.abort(); };
  }, [key]);
  return { answer, busy, progress, start, stop };
}
