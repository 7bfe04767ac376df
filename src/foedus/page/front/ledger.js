// Ledger: what a watch had found by a day, of what was known on that day.

import { html, useState } from "./preact.js";
import { Saving } from "./saving.js";
import { day } from "./words.js";

const NARROW = matchMedia("(max-width: 760px)");

export function Ledger({ ledger }) {
  const last = ledger.days.length - 1;
  const [at, setAt] = useState(last);
  const seen = ledger.days[at];
  return html`<section class="ledger" aria-labelledby="ledger-heading">
    <h2 id="ledger-heading">The watch: ${ledger.title}</h2>
    <p class="note">Read from ${ledger.file} when this page was begun. Something new was ${ledger.by} on ${ledger.days.length} ${last ? "days" : "day"}; the slider stops at each.${ledger.left ? ` ${ledger.left} earlier days are left out.` : ""}</p>
    <label class="slider">By what had been ${ledger.by} on <output>${day(seen.known)}</output>
      <input type="range" min="0" max=${last} value=${at} aria-valuetext=${day(seen.known)} disabled=${last === 0} onInput=${(event) => setAt(Number(event.target.value))} /></label>
    <div class="status" role="status">${seen.status.map((line, n) => html`<p key=${n} class=${line.startsWith("  ") ? "within" : ""}>${line.trim()}</p>`)}</div>
    ${seen.norms.map((norm) => html`<section key=${norm.norm} aria-label=${norm.norm}>
      <h3>${norm.norm}</h3>
      ${norm.drawings.map(([title, wide, narrow]) => [title, NARROW.matches ? narrow : wide]).map(([title, svg]) => html`<figure class="picture" key=${title}>
        <img src=${`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt=${`${title} of ${norm.norm}, by what had been ${ledger.by} on ${day(seen.known)}: ${norm.findings.length} findings, listed below.`} />
        <figcaption>${title}</figcaption><${Saving} name=${`${norm.norm}-${title.toLowerCase().replaceAll(" ", "-")}`} svg=${() => svg} /></figure>`)}
      <details open=${norm.findings.length <= 12}><summary>${norm.findings.length} ${norm.findings.length === 1 ? "finding" : "findings"}${norm.left ? `, and ${norm.left} earlier ones that are not listed` : ""}</summary>
        <ul class="findings">${norm.findings.map((line) => html`<li key=${line}>${line}</li>`)}</ul></details>
    </section>`)}
  </section>`;
}
