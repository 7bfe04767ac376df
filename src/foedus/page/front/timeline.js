// Timeline: facts, positions and what a play makes of them, on one axis, each mark with its source.

import { html, useEffect, useMemo, useRef, useState } from "./preact.js";
import { isKnown } from "./asking.js";
import { useAnswer } from "./play.js";
import { Saving, svgOf } from "./saving.js";
import { about as aboutOf, steps } from "./state.js";
import { byName, capital, dated, day } from "./words.js";
import { Progress, useAsked } from "./working.js";

const LANES = [["fact", "What happened"], ["position", "Who said what"], ["play", "This play"], ["owed", "What it makes owed"]];
const SHAPES = { fact: "■", position: "●", play: "◆", owed: "▲" };
const WIDTH = 1000;
const LANE = 46;

export function Timeline({ state, overview, days }) {
  const [answer] = useAnswer({ ask: "timeline", ...aboutOf(state), steps: steps(state) });
  const [at, setAt] = useState(null);
  const today = begins(answer?.marks ?? [], overview.start);
  const [told] = useAnswer(today ? { ask: "standings", ...aboutOf(state), at: at ?? today } : null);
  const [chosen, setChosen] = useState(null);
  const marks = answer?.marks ?? [];
  const span = useMemo(() => spanOf(marks), [answer]);
  if (!answer?.marks) return html`<p class="waiting" role="status">Loading.</p>`;
  if (marks.length === 0) return html`<p class="none">Nothing in this text has a date.</p>`;
  const slider = at ?? today;
  const standing = issues(told?.standings ?? []);
  return html`<div class="timeline">
    <label class="slider">Up to <output>${day(slider)}</output>
      <input type="range" min=${span.first} max=${span.last} value=${number(slider)} aria-valuetext=${day(slider)}
        onInput=${(event) => setAt(iso(Number(event.target.value)))} /></label>
    <${Axis} marks=${marks} span=${span} at=${slider} onMark=${setChosen} chosen=${chosen} />
    ${chosen && html`<${Source} mark=${chosen} overview=${overview} />`}
    <${Outlooks} state=${state} at=${slider} days=${days} />
    <div class="pair">
      <section aria-labelledby="standing-heading"><h2 id="standing-heading">Who stands where on ${day(slider)}</h2>
        ${standing.length === 0 && html`<p class="none">Nobody has taken a position by then.</p>`}
        ${standing.map(([issue, rows]) => html`<h3 key=${issue}>${capital(issue)}</h3>
          <div class="scrolls" tabindex="0" role="group" aria-label=${issue}><table><thead><tr><th scope="col">For whom</th><th scope="col">Stance</th><th scope="col">Since</th></tr></thead>
          <tbody>${[...rows].sort((a, b) => byName(a.who, b.who)).map((one) => html`<tr key=${one.who}><th scope="row">${one.who}</th>
            <td>${one.stance}${one.beside.length > 0 && html`<span class="note"> beside ${one.beside.join("; ")}</span>`}</td>
            <td><button type="button" class="clause" onClick=${() => setChosen({ ...one, lane: "position", note: `it counts as ${one.because}` })}>${day(one.on)}</button></td></tr>`)}</tbody></table></div>`)}
      </section>
      <section aria-labelledby="dated-heading"><h2 id="dated-heading">What has a date</h2>
        <ol class="dated">${marks.filter((mark) => mark.lane !== "position" && mark.on <= slider).map((mark, n) => html`<li key=${n}>
          <button type="button" class="clause" onClick=${() => setChosen(mark)}>${day(mark.on)}</button> ${dated(capital(mark.says))}.
          ${mark.note && html`<span class="note"> ${dated(capital(mark.note))}.</span>`}</li>`)}</ol>
      </section>
    </div>
  </div>`;
}

// What it would have come to -------------------------------------------------------------------------

const PAUSE = 400;

/** With what chance an answer comes, by the positions known on a day: it moves with the slider. */
function Outlooks({ state, at, days }) {
  const [settled, setSettled] = useState(at);
  useEffect(() => { const timer = setTimeout(() => setSettled(at), PAUSE); return () => clearTimeout(timer); }, [at]);
  const day_ = days.findLast((one) => one <= settled) ?? days[0];
  const question = { ask: "outlook", ...aboutOf(state), at: day_ };
  const asked = useAsked(question);
  useEffect(() => { if (!isKnown(question)) asked.start(); }, [JSON.stringify(question)]);
  const found = asked.answer?.outlooks ?? [];
  return html`<section aria-labelledby="outlook-heading" aria-busy=${asked.busy}>
    <h2 id="outlook-heading">Would an answer come, by what was known of positions on ${day(day_)}?</h2>
    <${Progress} work=${asked} what="Chances are being worked out" />
    ${asked.answer?.error && html`<p class="note" role="status">${asked.answer.error}</p>`}
    <div role="status">${found.map((one) => html`<div key=${one.if} class="outlook">
      <p><strong>${verdict(one)}</strong></p>
      ${one.steps.length > 0 && html`<details><summary>Step by step, and why</summary><ul class="rows">${one.steps.map((step) => html`<li key=${step.says}>${capital(step.says)}: ${step.chance === null ? "nothing is known of its chance" : `passes with ${chance(step.chance)}`}.
        <span class="note">${step.because.map(capital).join(". ")}.</span></li>`)}</ul></details>`}
    </div>`)}</div>
    ${found.length === 0 && asked.answer && !asked.answer.error && html`<p class="none">Nobody has acts that could be answered.</p>`}
    <p class="note">Only positions and the text are taken as of that day; everything else is as in the file.</p>
  </section>`;
}

const chance = (value) => (value < 0.01 ? "less than 0.01" : value > 0.99 ? "more than 0.99" : value.toFixed(2));

/** The verdict of a day in a sentence, from its figures. */
export function verdict(one) {
  if (!one.goal) return `If ${one.if}, nothing can come of it under the text.`;
  if (one.chance === null) return `If ${one.if}: whether ${one.goal} is not known${one.low === null ? "" : ` (${chance(one.low)} to ${chance(one.high)})`}.`;
  const side = one.chance > 0.5 ? "likelier than not" : one.chance < 0.5 ? "less likely than not" : "as likely as not";
  const days = one.when ? `; if it does, on day ${one.when}` : "";
  const span = one.low === null ? "" : " In brackets the middle 80 % of the draws.";
  return `If ${one.if}, it is ${side} that ${one.goal}: chance ${one.said}${days}.${span}`;
}

/** The day that is shown first: the day of the text, or the last one of the play, as everywhere else. */
function begins(marks, start) {
  const shown = marks.filter((mark) => mark.on <= start || ["play", "owed"].includes(mark.lane));
  return (shown.at(-1) ?? marks[0])?.on;
}

const DAY = 86_400_000;
const number = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const iso = (days) => new Date(days * DAY).toISOString().slice(0, 10);

function spanOf(marks) {
  if (marks.length === 0) return { first: 0, last: 1, cut: 0 };
  const days = marks.map((mark) => number(mark.on));
  return { first: Math.min(...days), last: Math.max(...days) };
}

/** Where a day stands on the axis: the early years are drawn narrower, by the square of what is left. */
function place(days, span) {
  const left = (span.last - days) / Math.max(span.last - span.first, 1);
  return WIDTH - Math.sqrt(left) * (WIDTH - 40) - 20;
}

function years(span) {
  const first = Number(iso(span.first).slice(0, 4));
  const last = Number(iso(span.last).slice(0, 4));
  const found = [];
  let before = Infinity;
  for (let year = last; year >= first; year -= 1) {
    const x = place(number(`${year}-01-01`), span);
    if (number(`${year}-01-01`) >= span.first && before - x > 48) { found.push([year, x]); before = x; }
  }
  return found;
}

const INKS = { fact: "#1c4e80", position: "#b36b00", play: "#a3477c", owed: "#1d2430" }; // for a file, which has no style beside it

function Axis({ marks, span, at, onMark, chosen }) {
  const drawing = useRef(null);
  const rows = () => [["date", "lane", "says", "note", "who", "issue", "stance", "sources"],
    ...marks.map((mark) => [mark.on, mark.lane, mark.says, mark.note, mark.who, mark.issue, mark.stance, mark.sources.join(" ")])];
  const height = LANES.length * LANE + 30;
  const x = place(number(at), span);
  useEffect(() => { drawing.current.parentElement.scrollLeft = drawing.current.parentElement.scrollWidth; }, []); // the last years
  return html`<ul class="legend" aria-label="What the marks are">${LANES.map(([lane, title]) => html`<li key=${lane}>${SHAPES[lane]} ${title}</li>`)}</ul>
    <div class="scrolls" tabindex="0" role="group" aria-label="The axis of time"><svg ref=${drawing} viewBox=${`0 0 ${WIDTH} ${height}`} class="axis" role="img" xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif" font-size="12"
      aria-label=${`${marks.length} dated marks from ${day(marks[0].on)} to ${day(marks.at(-1).on)}; they are listed below. Later years are drawn wider.`}>
    ${years(span).map(([year, left]) => html`<g key=${year}><line x1=${left} x2=${left} y1="0" y2=${height - 22} class="year" stroke="#d6d3ca" /><text x=${left} y=${height - 6} text-anchor="middle">${year}</text></g>`)}
    ${LANES.map(([lane, title], row) => html`<g key=${lane}>
      <text x="4" y=${row * LANE + 13} class="lane">${SHAPES[lane]} ${title}</text>
      ${marks.filter((mark) => mark.lane === lane).map((mark, n) => html`<text key=${n} x=${place(number(mark.on), span)} y=${row * LANE + 34} text-anchor="middle" fill=${INKS[lane]}
        class=${`mark ${lane} ${mark.on > at ? "later" : ""} ${mark === chosen ? "chosen" : ""}`} onClick=${() => onMark(mark)}><title>${day(mark.on)}: ${dated(mark.says)}</title>${SHAPES[lane]}</text>`)}
    </g>`)}
    <line x1=${x} x2=${x} y1="0" y2=${height - 22} class="at" stroke="#1c4e80" />
  </svg></div>
  <${Saving} name="timeline" svg=${() => svgOf(drawing.current)} rows=${rows} />`;
}

/** Standings by issue, in the order in which they come. */
function issues(standings) {
  const found = new Map();
  for (const one of standings) found.set(one.issue, [...(found.get(one.issue) ?? []), one]);
  return [...found];
}

function Source({ mark, overview }) {
  const sources = mark.sources.map((id) => overview.sources.find((source) => source.id === id)).filter(Boolean);
  return html`<section class="source" aria-live="polite" aria-label="The mark that is open">
    <p><strong>${day(mark.on)}</strong>: ${dated(capital(mark.says))}.${mark.stance && ` ${capital(mark.issue)}: ${mark.stance}.`}${mark.note && ` ${capital(mark.note)}.`}</p>
    <ul>${sources.map((source) => html`<li key=${source.id}>${source.url && /^https?:/.test(source.url) ? html`<a href=${source.url} rel="noreferrer noopener" target="_blank">${source.title}</a>` : source.title}${source.publisher && `, ${source.publisher}`}${source.date && `, ${day(source.date)}`}${source.note && ` (${source.note})`}</li>`)}</ul>
    ${sources.length === 0 && html`<p class="note">${mark.lane === "play" ? "It is a step of this play." : "The file names no source."}</p>`}
  </section>`;
}
