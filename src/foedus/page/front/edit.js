// Edit: the text beside its plain English, with errors on the line, faults, and draft against draft.

import { html, useEffect, useRef, useState } from "./preact.js";
import { ask } from "./asking.js";
import {
  EditorState, EditorView, bracketMatching, defaultHighlightStyle, defaultKeymap, drawSelection, foldGutter,
  highlightActiveLine, history, historyKeymap, keymap, lineNumbers, lintGutter, lintKeymap, search, searchKeymap,
  setDiagnostics, syntaxHighlighting, yaml,
} from "./codemirror.js";
import { Faults } from "./faults.js";
import { save } from "./words.js";
import { Progress, useAsked } from "./working.js";

const PAUSE = 400;

export function Edit({ state, set, original, shipped, line }) {
  const [draft, setDraft] = useState(state.text ?? original);
  const [found, setFound] = useState({ problems: [], overview: null, reading: "", checked: "" });
  const place = useRef(null);
  const view = useRef(null);

  useEffect(() => {
    view.current = new EditorView({ parent: place.current, state: editor(draft, setDraft) });
    view.current.scrollDOM.tabIndex = 0; // so that it scrolls by the keyboard as well
    if (line) reveal(view.current, line);
    return () => view.current.destroy();
  }, []);

  useEffect(() => {
    let gone = false;
    const timer = setTimeout(async () => {
      const opened = await ask({ ask: "open", text: draft });
      const option = opened.options?.some((one) => one.id === state.option) ? state.option : (opened.options?.[0]?.id ?? "");
      const read = opened.parties ? await ask({ ask: "reading", text: draft, option }) : {};
      if (gone) return;
      const problems = opened.problems ?? [];
      setFound((before) => ({ problems, error: opened.error, overview: opened.parties ? opened : null, reading: read.reading ?? before.reading, option, checked: draft }));
      view.current.dispatch(setDiagnostics(view.current.state, problems.map((problem) => diagnostic(view.current.state.doc, problem))));
      if (opened.parties && draft !== (state.text ?? original)) set((now) => ({ ...now, text: shipped && draft === original ? null : draft, option }));
    }, PAUSE);
    return () => { gone = true; clearTimeout(timer); };
  }, [draft]);

  const { problems, overview, reading } = found;
  const sound = found.checked === draft && overview !== null;
  return html`<div class="edit">
    <section aria-labelledby="text-heading">
      <h2 id="text-heading">The text</h2>
      <div class="buttons">
        <button type="button" onClick=${() => save(`${state.case || "draft"}.yaml`, draft, "text/yaml")}>Download</button>
        <button type="button" disabled=${draft === original} onClick=${() => replace(view.current, original)}>Back to the text it began from</button>
        <span class="note">Tab moves on; Ctrl-F searches.</span>
      </div>
      <div class="editor" ref=${place}></div>
      <div role="status" aria-live="polite">
        ${problems.length > 0 && html`<p class="wrong">${problems.length === 1 ? "One thing is wrong" : `${problems.length} things are wrong`}.</p>`}
        ${found.error && html`<p class="wrong">${found.error}</p>`}
        ${sound && html`<p class="right">This can be read. Play goes on with it.</p>`}
      </div>
      <ol class="problems">${problems.map((problem, at) => html`<li key=${at}>
        <button type="button" class="clause" onClick=${() => reveal(view.current, problem.line)}>Line ${problem.line}</button> ${problem.message}. ${problem.fix}
      </li>`)}</ol>
    </section>
    <section aria-labelledby="reading-heading">
      <h2 id="reading-heading">In plain English</h2>
      ${problems.length > 0 && html`<p class="note">As it was when it could last be read.</p>`}
      <pre class="reading" tabindex="0">${reading}</pre>
    </section>
    ${overview && html`<${Faults} about=${{ text: found.checked, option: found.option }} stale=${!sound} onLine=${(number) => reveal(view.current, number)} />`}
    ${overview && html`<${Against} state=${state} draft=${found.checked} option=${found.option} original=${original} />`}
  </div>`;
}

function editor(text, changed) {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(), foldGutter(), lintGutter(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), search(),
      yaml(), syntaxHighlighting(defaultHighlightStyle), EditorView.lineWrapping,
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": "The text of the arrangement" }),
      EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
    ],
  });
}

function diagnostic(doc, problem) {
  const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
  const from = Math.min(line.from + Math.max(problem.column - 1, 0), line.to);
  return { from, to: line.to, severity: "error", message: `${problem.message}. ${problem.fix}`.trim() };
}

function reveal(view, number) {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
  view.focus();
}

function replace(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

/** What differs between the text it began from and the draft. */
function Against({ state, draft, option, original }) {
  const asked = useAsked({ ask: "diff", old_text: original, old_option: state.option, text: draft, option });
  const { answer, busy } = asked;
  const told = answer && (answer.told ? answer.told.join("\n") : (answer.error ?? "The text it began from has no such option."));
  return html`<section class="against" aria-labelledby="against-heading">
    <h2 id="against-heading">Draft against draft</h2>
    ${!busy && !answer?.told && html`<button type="button" disabled=${draft === original} onClick=${asked.start}>What this draft changes</button>`}
    <${Progress} work=${asked} what="Both drafts are being checked" />
    ${!busy && told && html`<pre class="reading" tabindex="0">${told}</pre>`}
    ${draft === original && html`<p class="none">The text is as it began.</p>`}
  </section>`;
}
