// What has happened so far: steps to go back to, branches, and plays to begin from.

import { html, useEffect, useState } from "./preact.js";
import { ask } from "./asking.js";
import { begun, branched, dropped, steps, undone } from "./state.js";
import { Changes, Sentence, capital, dated, day, save } from "./words.js";
import { Progress, useAsked } from "./working.js";

export function Story({ state, set, about, board, clauses, onClause, busy }) {
  const every = state.branches[state.branch].steps;
  const shown = steps(state).length;
  const show = (number) => set({ ...state, shown: number >= every.length ? null : Math.max(0, number) });
  return html`<section class="story" aria-labelledby="story-heading">
    <h2 id="story-heading">So far</h2>
    <${Branches} state=${state} set=${set} />
    <div class="steps" role="group" aria-label="Replay with steps">
      <button type="button" aria-label="To the beginning" disabled=${shown === 0} onClick=${() => show(0)}>«</button>
      <button type="button" aria-label="One step back" disabled=${shown === 0} onClick=${() => show(shown - 1)}>‹</button>
      <span class="count">step ${shown} of ${every.length}</span>
      <button type="button" aria-label="One step on" disabled=${shown >= every.length} onClick=${() => show(shown + 1)}>›</button>
      <button type="button" aria-label="To the end" disabled=${shown >= every.length} onClick=${() => show(every.length)}>»</button>
    </div>
    <div class="buttons">
      <button type="button" disabled=${shown === 0 || busy} onClick=${() => set(undone(state))}>Undo</button>
      <button type="button" onClick=${() => set(branched(state))}>Branch here</button>
      <button type="button" disabled=${every.length === 0} onClick=${() => exportEvents(state)}>Save as an event file</button>
      <${Import} state=${state} set=${set} />
    </div>
    <ol class="told">
      ${board.told.map((row, at) => html`<li key=${at} class=${row.refused ? "refused" : row.step < 0 ? "itself" : ""}>
        <p class="what"><time datetime=${row.on}>${day(row.on)}</time> <${Sentence} text=${row.said} clauses=${clauses} onClause=${onClause} /></p>
        ${row.refused
          ? html`<p class="why">Refused, and nothing changed: ${dated(row.refused)}.</p>`
          : html`<${Changes} changes=${row.changes} clauses=${clauses} onClause=${onClause} />`}
      </li>`)}
    </ol>
    ${board.told.length === 0 && html`<p class="none">Nothing has happened yet. Choose what somebody does, or begin from one of these.</p>`}
    <${Presets} state=${state} set=${set} about=${about} />
  </section>`;
}

function Branches({ state, set }) {
  if (state.branches.length === 1) return null;
  return html`<ul class="branches" aria-label="Branches">${state.branches.map((play, at) => html`<li key=${at}>
    <button type="button" aria-pressed=${at === state.branch} onClick=${() => set({ ...state, branch: at, shown: null })}>
      ${play.name} (${play.steps.length})</button>
    <button type="button" class="drop" aria-label=${`Drop ${play.name}`} onClick=${() => set(dropped(state, at))}>×</button>
  </li>`)}</ul>`;
}

const KINDS = { history: "What happened", meant: "How it is meant to go", game: "What each side would do", fault: "How it could fail (imagined)" };

function Presets({ state, set, about }) {
  const [presets, setPresets] = useState([]);
  const key = JSON.stringify(about);
  useEffect(() => {
    let gone = false;
    ask({ ask: "presets", ...about }).then((answer) => gone || setPresets(answer.presets ?? []));
    return () => { gone = true; };
  }, [key]);
  const best = useAsked({ ask: "best", ...about });
  const faults = useAsked({ ask: "check", ...about });
  const several = [...presets, ...(best.answer?.presets ?? []), ...(faults.answer?.presets ?? [])];
  return html`<section class="presets" aria-labelledby="presets-heading">
    <h3 id="presets-heading">Begin from</h3>
    ${Object.entries(KINDS).map(([kind, title]) => {
      const rows = several.filter((preset) => preset.kind === kind);
      return rows.length > 0 && html`<h4>${title}</h4>
        <ul>${rows.map((preset, at) => html`<li key=${at}>
          <button type="button" class="act" onClick=${() => set(begun(state, preset.title, preset.steps))}>${capital(preset.title)}</button>
          <p class="note">${capital(preset.note)}${/[.]$/.test(preset.note) ? "" : "."}</p>
          ${preset.reasons?.length > 0 && html`<details><summary>Who does what, and why</summary><ol class="reasons">${preset.reasons.map((reason, n) => html`<li key=${n}>${dated(reason)}.</li>`)}</ol></details>`}
        </li>`)}</ul>`;
    })}
    <${Asked} asked=${best} what="The game of this option is being solved" label="Work out each side's best play" />
    <${Unplayed} faults=${faults.answer?.unplayed ?? []} />
    <${Asked} asked=${faults} what="Every property of the catalogue is being checked" label="Look for faults and their stories" none="No property fails." />
  </section>`;
}

function Unplayed({ faults }) {
  return faults.length > 0 && html`<h4>Faults that nobody need act for, so that they have no story</h4>
    <ul>${faults.map((fault, at) => html`<li key=${at}>${capital(fault.title)}: ${fault.note}.</li>`)}</ul>`;
}

function Asked({ asked, what, label, none }) {
  const { answer, busy } = asked;
  return html`${busy && html`<${Progress} work=${asked} what=${what} />`}
    ${!busy && answer?.error && html`<p class="note" role="status">${answer.error}</p>`}
    ${!busy && none && answer?.presets?.length === 0 && !answer.unplayed?.length && html`<p role="status">${none}</p>`}
    ${!busy && !answer?.presets && html`<div class="buttons"><button type="button" onClick=${asked.start}>${label}</button></div>`}`;
}

async function exportEvents(state) {
  const answer = await ask({ ask: "export", steps: steps(state) });
  save(`${state.text === null ? state.case : "draft"}-events.yaml`, answer.events, "text/yaml");
}

function Import({ state, set }) {
  const [wrong, setWrong] = useState("");
  const taken = async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const answer = await ask({ ask: "import", events: await file.text() });
    event.target.value = "";
    const problem = answer.problems?.[0];
    setWrong(problem ? `${file.name}, line ${problem.line}: ${problem.message}. ${problem.fix}` : (answer.error ?? ""));
    if (answer.steps) set(begun(state, file.name, answer.steps));
  };
  return html`<label class="file">Read an event file <input type="file" accept=".yaml,.yml,.csv" onChange=${taken} /></label>
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}`;
}
