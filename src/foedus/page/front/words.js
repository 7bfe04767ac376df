// Words and small marks that every view shares.

import { html } from "./preact.js";

const LONG = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** A day as people write it. */
export function day(iso) {
  return iso ? LONG.format(new Date(`${iso}T00:00:00Z`)) : "";
}

/** A sentence with its days as people write them. */
export function dated(text) {
  return text.replace(/\b\d{4}-\d\d-\d\d\b/g, day);
}

/** Compare two names as a list of them is read: not by the article they begin with. */
export function byName(a, b) {
  return a.replace(/^the /, "").localeCompare(b.replace(/^the /, ""), "en");
}

/** Several names as a list in a sentence. */
export function listed(names, last = "and") {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${last} ${names.at(-1)}`;
}

/** With a capital letter. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// Blue, orange, purple, sky, brown, grey: told apart by most eyes and in grey, and none of them red or
// green, which would say something of a party. They go by the order of names.
const HUES = 6;

/** The mark of a party: its place in the order of names, never a verdict. */
export function mark(overview, id) {
  const at = overview.parties.findIndex((party) => party.id === id);
  return at < 0 ? "" : `party p${at % HUES}`;
}

/** A party's name with its mark. */
export function Party({ overview, id }) {
  return html`<span class=${mark(overview, id)}>${overview.names[id] ?? id}</span>`;
}

/** A sentence; what stands in it in quotes and is a clause can be opened. */
export function Sentence({ text, clauses, onClause, end = ".", begins = true }) {
  const parts = text.split(/('[^']+')/);
  return html`${parts.map((part, at) => {
    const id = part.startsWith("'") && part.endsWith("'") ? part.slice(1, -1) : "";
    const clause = clauses?.get(id);
    if (clause && onClause) {
      return html`<button type="button" class="clause" key=${at} onClick=${() => onClause(clause)}>${id}</button>`;
    }
    return at === 0 && begins ? capital(dated(part)) : dated(part);
  })}${end}`;
}

/** Where a clause is written: an article by its number, or what the text calls its parts. */
export function article(written) {
  return /[a-z] \S/.test(written) ? capital(written) : `Article ${written}`;
}

/** What an act would change, or changed. */
export function Changes({ changes, clauses, onClause, none }) {
  if (changes.length === 0) return none ? html`<p class="none">${none}</p>` : null;
  return html`<ul class="changes">${changes.map((change, at) => html`
    <li key=${at}>
      <${Sentence} text=${change.what} clauses=${clauses} onClause=${onClause} end=${change.because ? "" : "."} />
      ${change.because && html`<span class="because">${", because "}<${Sentence} text=${change.because} clauses=${clauses} onClause=${onClause} begins=${false} /></span>`}
      ${change.article && html` <span class="article">${article(change.article)}</span>`}
    </li>`)}</ul>`;
}

/** Every clause of a board by its id, so that a sentence can open it. */
export function clausesOf(board) {
  const found = new Map();
  for (const section of ["instruments", "norms", "procedures", "guarantees", "deeds"]) {
    for (const row of board[section]) found.set(row.clause.id, row.clause);
  }
  return found;
}

/** Save a text as a file. */
export function save(name, text, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
