// Play: who may act, where things stand, and the story so far; another option or branch beside it.

import { html, useEffect, useState } from "./preact.js";
import { ask } from "./asking.js";
import { Board } from "./board.js";
import { Moves } from "./moves.js";
import { about as aboutOf, moved, steps } from "./state.js";
import { Story } from "./story.js";
import { capital, clausesOf, dated, day } from "./words.js";

/** The answer to a question, kept while the next one is under way. */
export function useAnswer(question) {
  const [answer, setAnswer] = useState(null);
  const [busy, setBusy] = useState(false);
  const key = JSON.stringify(question);
  useEffect(() => {
    if (question === null) return undefined;
    let gone = false;
    setBusy(true);
    ask(question).then((found) => {
      if (gone) return;
      setAnswer({ key, found });
      setBusy(false);
    });
    return () => { gone = true; };
  }, [key]);
  const current = answer !== null && answer.key === key;
  return [answer?.found ?? null, busy || (question !== null && !current)];
}

export function Play({ state, set, overview, onClause, said }) {
  const about = aboutOf(state);
  const [board, busy] = useAnswer({ ask: "board", ...about, steps: steps(state) });
  useEffect(() => {
    const row = board?.told?.at(-1);
    if (row) said(`${day(board.today)}. ${dated(capital(row.said))}. ${dated(row.refused || row.changes.map((change) => change.what).join("; "))}`);
  }, [board]);
  if (board === null) return html`<p class="waiting" role="status">Loading.</p>`;
  if (!board.told) return html`<p class="wrong" role="alert">${board.error ?? "This text is no arrangement yet; see Edit."}</p>`;
  const clauses = clausesOf(board);
  const shared = { state, set, overview, about, board, clauses, onClause, busy };
  return html`<div class="play" aria-busy=${busy}>
    <div class="bar">
      <p class="today"><span class="note">The day is</span> <strong>${day(board.today)}</strong></p>
      <${Beside} state=${state} set=${set} overview=${overview} />
    </div>
    ${state.beside === null
      ? html`<div class="columns">
          <${Board} ...${shared} title="Where things stand" />
          <${Moves} ...${shared} onMove=${(step) => set(moved(state, step))} />
          <${Story} ...${shared} />
        </div>`
      : html`<${Both} ...${shared} />
        <div class="columns two">
          <${Moves} ...${shared} onMove=${(step) => set(moved(state, step))} />
          <${Story} ...${shared} />
        </div>`}
  </div>`;
}

function Beside({ state, set, overview }) {
  const options = overview.options.filter((option) => option.id !== state.option);
  const branches = state.branches.map((play, at) => [play, at]).filter(([, at]) => at !== state.branch);
  if (options.length + branches.length === 0) return null;
  const chosen = (event) => {
    const [kind, value] = event.target.value.split(/:(.*)/s);
    set({ ...state, beside: kind === "" ? null : kind === "option" ? { option: value } : { branch: Number(value) } });
  };
  const now = state.beside === null ? "" : "option" in state.beside ? `option:${state.beside.option}` : `branch:${state.beside.branch}`;
  return html`<label class="beside">Beside it
    <select value=${now} onChange=${chosen}>
      <option value="">nothing</option>
      ${options.length > 0 && html`<optgroup label="The same moves under">${options.map((option) => html`<option key=${option.id} value=${`option:${option.id}`}>${option.label}</option>`)}</optgroup>`}
      ${branches.length > 0 && html`<optgroup label="Another branch">${branches.map(([play, at]) => html`<option key=${at} value=${`branch:${at}`}>${play.name}</option>`)}</optgroup>`}
    </select></label>`;
}

function Both({ state, overview, board, about, clauses, onClause }) {
  const other = state.beside;
  const isOption = "option" in other;
  const otherAbout = isOption ? aboutOf(state, other.option) : about;
  const otherSteps = isOption ? steps(state) : (state.branches[other.branch]?.steps ?? []);
  const [beside] = useAnswer({ ask: "board", ...otherAbout, steps: otherSteps });
  const [otherOverview] = useAnswer({ ask: "open", ...otherAbout });
  const label = (id) => overview.options.find((option) => option.id === id)?.label ?? "This text";
  const here = isOption ? label(state.option) : state.branches[state.branch].name;
  const there = isOption ? label(other.option) : (state.branches[other.branch]?.name ?? "");
  if (!beside?.told || !otherOverview?.parties) return html`<p class="waiting" role="status">Loading.</p>`;
  const refused = beside.told.filter((row) => row.refused);
  return html`<div class="both">
    <${Differences} one=${board} two=${beside} here=${here} there=${there} names=${{ ...otherOverview.names, ...overview.names }} />
    <div class="pair">
      <div><h2 class="side">${here}, ${day(board.today)}</h2>
        <${Board} overview=${overview} board=${board} clauses=${clauses} onClause=${onClause} title=${here} /></div>
      <div><h2 class="side">${there}, ${day(beside.today)}</h2>
        ${refused.length > 0 && html`<p class="wrong">Not taken here: ${refused.map((row) => `${row.said} (${row.refused})`).join("; ")}.</p>`}
        <${Board} overview=${otherOverview} board=${beside} clauses=${clausesOf(beside)} onClause=${onClause} title=${there} /></div>
    </div>
  </div>`;
}

/** What tells two boards apart, in a table. */
function Differences({ one, two, here, there, names }) {
  const rows = differences(one, two, names);
  if (rows.length === 0) return html`<p class="same">Nothing tells the two apart so far.</p>`;
  return html`<div class="scrolls" tabindex="0" role="group" aria-label="What tells the two apart"><table class="differences">
    <caption>What tells the two apart</caption>
    <thead><tr><th scope="col"></th><th scope="col">${here}</th><th scope="col">${there}</th></tr></thead>
    <tbody>${rows.map(([what, a, b]) => html`<tr key=${what}><th scope="row">${capital(what)}</th><td>${dated(a)}</td><td>${dated(b)}</td></tr>`)}</tbody>
  </table></div>`;
}

const ABSENT = "not in this text";

export function differences(one, two, names) {
  const name = (id) => names[id] ?? id;
  const sides = [one, two].map((board) => {
    const found = new Map();
    found.set("owed", board.owed.map((duty) => duty.says).join("; ") || "nothing");
    for (const g of board.guarantees) found.set(g.clause.label, g.forfeited ? "forfeited" : g.owed ? "a response is owed" : g.active ? "protects" : "does not protect");
    for (const i of board.instruments) found.set(i.clause.label, i.standing);
    for (const p of board.procedures) {
      const now = p.stages.find((stage) => stage.standing === "now");
      found.set(p.clause.label, now ? `${p.progress}: ${now.act}` : p.progress);
    }
    for (const norm of board.norms) found.set(norm.clause.label, `${norm.true ? "breached" : "kept"}, ${norm.found ? "found" : "not found"}`);
    found.set("members admitted", board.members.map(([who, to]) => `${name(who)} to ${name(to)}`).join("; ") || "none");
    return found;
  });
  const every = [...new Set(sides.flatMap((side) => [...side.keys()]))];
  return every.map((what) => [what, ...sides.map((side) => side.get(what) ?? ABSENT)]).filter(([, a, b]) => a !== b);
}
