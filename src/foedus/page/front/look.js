// Look: the casebook with a search and filters.

import { html, useState } from "./preact.js";
import { useAnswer } from "./play.js";
import { capital, day } from "./words.js";

const RESPONSES = {
  defend: "defence",
  as_deemed_necessary: "such action as it deems necessary",
  consult: "consultation",
  sanctions: "sanctions",
  arms: "arms",
  right_only: "a right and no duty",
};
const OUTCOMES = {
  given: "an answer was owed and given",
  refused: "an answer was owed and refused",
  none_recorded: "an answer was owed, and none is recorded",
  not_owed: "no guarantee came to be owed",
  untold: "the casebook has no events of it",
};
const STANDINGS = { proposed: "waits for signature", signed: "signed, not in force", in_force: "in force at the start" };

export function Look({ state, onCase, onLedger }) {
  const [answer] = useAnswer({ ask: "cases" });
  const [words, setWords] = useState("");
  const [by, setBy] = useState({ responses: "", rules: "", standing: "", outcomes: "" });
  const cases = answer?.cases ?? [];
  if (!answer) return html`<p class="waiting" role="status">Loading.</p>`;
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (one) => [one.id, one.title, one.summary, ...one.parties, ...one.options].join(" ").toLowerCase();
  const shown = cases.filter((one) => wanted.every((word) => text(one).includes(word))
    && Object.entries(by).every(([key, value]) => !value || one[key].includes(value)));
  const values = (key) => [...new Set(cases.flatMap((one) => one[key]))].sort();
  const filter = (key, title, say) => html`<label>${title}
    <select value=${by[key]} onChange=${(event) => setBy({ ...by, [key]: event.target.value })}>
      <option value="">any</option>${values(key).map((value) => html`<option key=${value} value=${value}>${say(value)}</option>`)}
    </select></label>`;
  return html`<section class="look" aria-labelledby="look-heading">
    <h2 id="look-heading">The casebook</h2>
    ${onLedger && html`<div class="buttons"><button type="button" onClick=${onLedger}>Look at the ledger of the watch</button></div>`}
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      <label>Search <input type="search" value=${words} onInput=${(event) => setWords(event.target.value)} /></label>
      ${filter("responses", "What is owed", (value) => RESPONSES[value] ?? value)}
      ${filter("rules", "Decided by", (value) => value.replaceAll("_", " "))}
      ${filter("standing", "How it stands", (value) => STANDINGS[value] ?? value)}
      ${filter("outcomes", "What became of it", (value) => OUTCOMES[value] ?? value)}
    </form>
    <p role="status" class="note">${shown.length} of ${cases.length} cases.</p>
    <ul class="cases">${shown.map((one) => html`<li key=${one.id}>
      <h3><button type="button" class="clause" aria-current=${state.text === null && state.case === one.id ? "true" : null} onClick=${() => onCase(one.id)}>${one.title}</button></h3>
      <p>${one.summary}</p>
      <p class="note">As of ${day(one.start)}. ${one.responses.length ? `Owed: ${one.responses.map((kind) => RESPONSES[kind] ?? kind).join(", ")}.` : "No guarantee."}
        ${one.rules.length ? ` Decided by ${one.rules.map((rule) => rule.replaceAll("_", " ")).join(", ")}.` : ""}
        ${one.outcomes[0] === "untold" ? "" : ` By the events recorded here: ${one.outcomes.map((value) => OUTCOMES[value]).join("; of another guarantee, or in another course, ")}.`}
        ${one.options.length ? ` ${capital(`${one.options.length} options`)}: ${one.options.join("; ")}.` : ""}</p>
    </li>`)}</ul>
  </section>`;
}
