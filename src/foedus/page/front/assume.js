// Assume: move what nobody has measured, and see what becomes of each option.

import { html, useEffect, useRef, useState } from "./preact.js";
import { work } from "./asking.js";
import { Outcomes, rowsOf, sentence } from "./figures.js";
import { byName, capital, day } from "./words.js";
import { Progress } from "./working.js";

const PAUSE = 350;
const FIRST = 6;
const FINE = 40; // places of a slider between two of its marks
const STANCES = { support: "supports", conditional: "supports on a condition", ambiguous: "says both", oppose: "opposes" };

export function Assume({ state, set, overview, offline }) {
  const about = state.text === null ? { case: state.case } : { text: state.text };
  const [told, setTold] = useState(null);
  const base = useWork({ ask: "levers", ...about });
  const found = base.answer?.levers ? base.answer : null;
  const grid = found?.grid;
  const moved = Object.keys(state.held).length + Object.keys(state.stances).length > 0;
  const now = useWork(found && !grid && moved ? { ask: "suppose", ...about, held: state.held, stances: state.stances } : null, PAUSE);
  useEffect(() => { if (now.answer?.outcomes) setTold(now.answer); }, [now.answer]);
  if (base.answer?.error) return html`<section class="assume"><h2>Change the assumptions</h2><p class="none">${base.answer.error}</p></section>`;
  if (!found) return html`<section class="assume"><h2>Change the assumptions</h2>
    <${Progress} work=${base} what="The games of all options are being compiled and solved" /></section>`;
  const before = grid ? lookedUp(grid, {}) : found.outcomes;
  const after = grid ? lookedUp(grid, state.held) : moved ? (told?.outcomes ?? before) : before;
  const shared = { state, set, overview, grid };
  const on = grid ? found.levers.filter((lever) => lever.name in grid.axes) : found.levers;
  const sentences = found.ladders.filter((ladder) => after.some((one) => one.by === ladder.by)).map((ladder) => {
    const [was, is] = [before, after].map((several) => of(several, ladder.by));
    return sentence(ladder, rowsOf(found.options, was, is), grid?.draws ?? found.draws, moved);
  });
  return html`<div class="assume columns two">
    <section class="levers" aria-labelledby="levers-heading">
      <h2 id="levers-heading">Change the assumptions</h2>
      <p class="note">${grid ? gridSays(grid, found) : `${on.length} assumptions have a range. What you hold is held at your value in every draw; all else is drawn as the file says.`}</p>
      <button type="button" disabled=${!moved} onClick=${() => set({ ...state, held: {}, stances: {} })}>All as in the file</button>
      ${on.slice(0, FIRST).map((lever) => html`<${Slider} key=${lever.name} lever=${lever} ...${shared} />`)}
      ${!grid && found.electorates.map((one) => html`<${Positions} key=${one.issue} electorate=${one} ...${shared} />`)}
      ${on.length > FIRST && html`<details><summary>The ${on.length - FIRST} that move attack less</summary>
        ${on.slice(FIRST).map((lever) => html`<${Slider} key=${lever.name} lever=${lever} ...${shared} />`)}</details>`}
      ${grid && html`<details><summary>The ${found.levers.length - on.length} that cannot be moved in this file</summary><ul class="fixed">
        ${found.levers.filter((lever) => !(lever.name in grid.axes)).map((lever) => html`<li key=${lever.name}>${capital(lever.says)}: ${range(lever)}</li>`)}</ul></details>`}
      <div class="below" aria-hidden="true">${sentences.map((one) => html`<p key=${one}>${one}</p>`)}</div>
    </section>
    <section class="outcomes" aria-labelledby="outcomes-heading" aria-busy=${now.busy}>
      <h2 id="outcomes-heading">What becomes of each option</h2>
      <${Progress} work=${now} what="The games are being solved again" />
      ${now.answer?.error && html`<p class="wrong" role="alert">${now.answer.error}</p>`}
      ${found.ladders.filter((ladder) => after.some((one) => one.by === ladder.by)).map((ladder) => html`<${Outcomes} key=${ladder.by} ladder=${ladder}
        options=${found.options} before=${of(before, ladder.by)} after=${of(after, ladder.by)} draws=${grid?.draws ?? found.draws} moved=${moved} stale=${now.busy} />`)}
      <p class="note">Each draw is a situation that the file allows, and no frequency: a share says in how many of the assumed situations something holds. Nothing here is a forecast.</p>
    </section>
  </div>`;
}

const of = (outcomes, by) => outcomes.filter((one) => one.by === by);

/** What takes long, asked when it changes; what is no longer wanted is ended. */
function useWork(question, pause = 0) {
  const [answer, setAnswer] = useState(null);
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState(null);
  const ending = useRef(null);
  const key = JSON.stringify(question);
  useEffect(() => {
    setAnswer(null);
    setProgress(null);
    setBusy(question !== null);
    if (question === null) return undefined;
    const control = new AbortController();
    ending.current = control;
    const timer = setTimeout(() => {
      work(question, setProgress, control.signal)
        .catch((error) => ({ error: control.signal.aborted ? "" : `No answer came: ${error.message}` }))
        .then((found) => { if (!control.signal.aborted) { setAnswer(found); setBusy(false); } });
    }, pause);
    return () => { clearTimeout(timer); control.abort(); };
  }, [key]);
  const stop = () => { ending.current?.abort(); setBusy(false); setAnswer({ error: "It was stopped. Move something, and it goes on." }); };
  return { answer, busy, progress, stop };
}

// Sliders ------------------------------------------------------------------------------------------

export const number = (value) => (value === null ? "not known" : String(Number(value.toPrecision(2))));

const range = (lever) => (lever.middle === null ? "as each option has it" : `${lever.spans}, ${lever.kind}`);

/** A value as people take it: what is lost as a loss, and a cost as what it costs. */
const said = (lever, value) => (value === 0 ? "0" : `${value < 0 ? lever.below : lever.over}${number(Math.abs(value))}`);

/** The value at a place of a slider: each pair of marks is as far apart as every other. */
function valueAt(marks, place) {
  const at = Math.min(Math.floor(place / FINE), marks.length - 2);
  const share = place / FINE - at;
  return marks[at] + share * (marks[at + 1] - marks[at]);
}

function placeOf(marks, value) {
  const at = Math.max(0, Math.min(marks.length - 2, marks.findLastIndex((mark) => mark <= value)));
  return Math.round((at + (value - marks[at]) / (marks[at + 1] - marks[at] || 1)) * FINE);
}

function Slider({ lever, state, set, overview, grid }) {
  const marks = grid?.axes[lever.name] ?? lever.marks;
  const step = grid ? FINE : 1;
  const held = state.held[lever.name];
  const most = (marks.length - 1) * FINE;
  const put = (value) => {
    const { [lever.name]: _, ...rest } = state.held;
    set({ ...state, held: value === null ? rest : { ...rest, [lever.name]: value } });
  };
  const middle = lever.middle === null ? most / 2 : placeOf(marks, lever.middle);
  const says = held === undefined ? `as in the file: ${range(lever)}` : `held at ${said(lever, held)}`;
  const turned = marks.at(-1) <= 0 ? (place) => most - place : (place) => place; // more of a loss to the right
  const at = Math.round((held === undefined ? middle : placeOf(marks, held)) / step) * step;
  const id = `lever-${lever.name.replace(/[^\w]+/g, "-")}`;
  return html`<div class=${held === undefined ? "lever" : "lever held"}>
    <label for=${id}>${capital(lever.says)}</label> <output for=${id}>${says}</output>
    <input id=${id} type="range" min="0" max=${most} step=${step} value=${turned(at)}
      aria-valuetext=${says} onInput=${(event) => put(Number(valueAt(marks, turned(Number(event.target.value))).toPrecision(4)))} />
    <span class="ends" aria-hidden="true">${[marks[turned(0) / FINE], marks[turned(most) / FINE]].map((end) => html`<span>${said(lever, end)}</span>`)}</span>
    <div class="buttons">${held !== undefined && html`<button type="button" onClick=${() => put(null)}>As in the file</button>`}
      <details class="why"><summary>Why, and from where</summary>
        <p>${capital(lever.because || "the file gives no reason")}.</p><${Sources} ids=${lever.sources} overview=${overview} />
        <p class="note">${lever.moves ? `Rank correlation with attack: up to ${number(lever.moves)}.` : "It moves attack by no more than chance could."}</p></details></div>
  </div>`;
}

function Sources({ ids, overview }) {
  const several = ids.map((id) => overview.sources.find((source) => source.id === id)).filter(Boolean);
  if (several.length === 0) return html`<p class="note">No source: it is assumed.</p>`;
  return html`<ul>${several.map((source) => html`<li key=${source.id}>${source.url ? html`<a href=${source.url} rel="noreferrer noopener" target="_blank">${source.title}</a>` : source.title}${source.publisher && `, ${source.publisher}`}${source.date && `, ${day(source.date)}`}</li>`)}</ul>`;
}

// Positions ----------------------------------------------------------------------------------------

function Positions({ electorate, state, set }) {
  const mine = state.stances[electorate.issue] ?? {};
  const put = (changed) => {
    const { [electorate.issue]: _, ...rest } = state.stances;
    set({ ...state, stances: Object.keys(changed).length ? { ...rest, [electorate.issue]: changed } : rest });
  };
  const one = (member, stance) => {
    const { [member]: _, ...rest } = mine;
    put(stance ? { ...rest, [member]: stance } : rest);
  };
  const all = (stance) => put(stance ? Object.fromEntries(electorate.members.map(([member]) => [member, stance])) : {});
  const choices = html`<option value="">as the record says</option>${Object.entries(STANCES).map(([stance, says]) => html`<option key=${stance} value=${stance}>${says}</option>`)}`;
  const members = [...electorate.members].sort(([, a], [, b]) => byName(a, b));
  return html`<details class="positions"><summary>Positions by member: ${electorate.says}${Object.keys(mine).length > 0 && html` <span class="flag">${Object.keys(mine).length} supposed</span>`}</summary>
    <label>All of them <select value="" onChange=${(event) => { all(event.target.value); event.target.value = ""; }}>${choices}</select></label>
    <ul>${members.map(([member, name]) => html`<li key=${member}><label>${name}
      <select value=${mine[member] ?? ""} onChange=${(event) => one(member, event.target.value)}>${choices}</select></label></li>`)}</ul>
  </details>`;
}

// The grid -----------------------------------------------------------------------------------------

function gridSays(grid, found) {
  const axes = Object.entries(grid.axes).map(([name, values]) => `${found.levers.find((lever) => lever.name === name).says} (${values.length} values)`);
  return `No server is behind this file. It holds a grid that was computed when it was written: ${axes.join(", ")}; each held at one of its values or not held, in every combination. `
    + `Sliders stop at those values alone: nothing is interpolated. All else is drawn as the file says, in the same ${grid.draws} draws everywhere. Positions by member need the server.`;
}

/** The outcomes at the place of the grid that is nearest to what is held. */
export function lookedUp(grid, held) {
  return grid.spans.map((span) => {
    let at = 0;
    for (const axis of span.axes) {
      const values = grid.axes[axis];
      const value = held[axis];
      const away = values.map((one) => Math.abs(one - value));
      at = at * (values.length + 1) + (value === undefined ? 0 : 1 + away.indexOf(Math.min(...away)));
    }
    const acts = Object.fromEntries(Object.entries(span.acts).map(([act, row]) => [act, row[at]]));
    return { option: span.option, by: span.by, acts, attack: span.attack[at], deterred: span.deterred[at] };
  });
}
