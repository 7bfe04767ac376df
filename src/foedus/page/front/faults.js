// Faults and answers: the verdict on each property of the catalogue, with its stories.

import { html, useEffect, useState } from "./preact.js";
import { capital, dated, day } from "./words.js";
import { Progress, useAsked } from "./working.js";

const OUTCOMES = { fails: "fail", holds: "hold", undecided: "undecided", "does-not-apply": "do not apply" };

export function Faults({ about, stale, onLine }) {
  const [found, setFound] = useState(null);
  const [following, setFollowing] = useState(false);
  const key = JSON.stringify(about);
  const asked = useAsked({ ask: "check", ...about });
  useEffect(() => { if (following) asked.start(); }, [key, following]);
  useEffect(() => { if (asked.answer?.properties) setFound({ key, properties: asked.answer.properties }); }, [asked.answer]);
  const properties = [...(found?.properties ?? [])].sort((a, b) => a.severity - b.severity); // as in the report
  const of = (outcome) => properties.filter((one) => one.verdict === outcome);
  return html`<section class="faults" aria-labelledby="faults-heading" aria-busy=${asked.busy}>
    <h2 id="faults-heading">Faults and answers</h2>
    ${!following && html`<button type="button" onClick=${() => setFollowing(true)}>Check it, and go on checking as it changes</button>`}
    <${Progress} work=${{ ...asked, stop: () => { setFollowing(false); asked.stop(); } }} what="Every property of the catalogue is being checked" />
    ${!asked.busy && asked.answer?.error && html`<p class="note" role="status">${asked.answer.error}</p>`}
    ${found && (stale || found.key !== key) && html`<p class="note">Of the text as it was when last checked.</p>`}
    ${found && html`<p>${Object.entries(OUTCOMES).map(([outcome, said]) => `${of(outcome).length} ${said}`).join(", ")}.</p>`}
    ${of("fails").map((one) => html`<details key=${one.id}>
      <summary>${capital(one.name)}: ${one.loopholes.length === 1 ? one.loopholes[0].statement : `${one.loopholes.length} faults`}</summary>
      <p class="note">Should hold: ${one.statement}</p>
      ${one.loopholes.map((hole, at) => html`<div key=${at}>
        <p>${capital(hole.statement)}. ${hole.clauses.slice(0, 3).map((clause) => html` <button type="button" class="clause" onClick=${() => onLine(clause.line)}>line ${clause.line}</button>`)}</p>
        ${hole.story.length > 0 && html`<ol>${hole.story.map((line, number) => html`<li key=${number}>${day(line.date)}: ${line.said}${line.follows.length ? `; ${dated(line.follows.join("; "))}` : ""}.</li>`)}</ol>`}
      </div>`)}
    </details>`)}
    ${of("holds").length > 0 && html`<details><summary>What holds</summary><ul>${of("holds").map((one) => html`<li key=${one.id}>${one.statement}</li>`)}</ul></details>`}
  </section>`;
}
