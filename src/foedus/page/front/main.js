// The page: what it remembers, which view it shows, and who answers its questions.

import { html, render, useEffect, useRef, useState } from "./preact.js";
import { answeredBy, ask, begin, server, workedBy, workshop } from "./asking.js";
import { Assume } from "./assume.js";
import { Edit } from "./edit.js";
import { Ledger } from "./ledger.js";
import { Look } from "./look.js";
import { Play, useAnswer } from "./play.js";
import { about as aboutOf, fresh, readBack, written } from "./state.js";
import { Timeline } from "./timeline.js";
import { capital } from "./words.js";

const VIEWS = { play: "Play", edit: "Edit", assume: "Assume", timeline: "Timeline", look: "Look" };

function Page({ first, texts, own, config }) {
  const views = config.ledger ? { ...VIEWS, ledger: "Ledger" } : VIEWS;
  const [state, set] = useState(first);
  const [open, setOpen] = useState(null);
  const [said, setSaid] = useState("");
  const [line, setLine] = useState(0);
  const [link, setLink] = useState("");
  const [overview] = useAnswer({ ask: "open", ...aboutOf(state) });
  const [original] = useAnswer(state.case in texts ? null : { ask: "text", case: state.case });

  useEffect(() => { written(state).then((fragment) => { history.replaceState(null, "", fragment); setLink(location.href); }); }, [state]);
  useEffect(() => { if (overview?.title) document.title = `${overview.title} – foedus`; }, [overview]);
  useEffect(() => {
    const changed = () => readBack(location.hash).then((found) => found && set(found));
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);

  const show = (view) => set({ ...state, view });
  const onCase = async (id) => {
    const opened = await ask({ ask: "open", case: id });
    // A view that was chosen while the case was fetched stays: else it is played.
    set((now) => ({ ...fresh({ case: id, option: opened.opens ?? "" }), view: now.view === "look" ? "play" : now.view }));
  };
  const onLine = (number) => { setLine(number); setOpen(null); show("edit"); };
  const base = texts[state.case] ?? original?.text;
  return html`
    <header class="head">
      <p class="brand">foedus</p>
      <div class="titles"><h1>${overview?.title ?? "An arrangement"}</h1>
        ${overview?.summary && html`<details class="summary"><summary>What this is</summary><p>${overview.summary}</p>
          ${overview.not_modelled.length > 0 && html`<p>Left out: ${overview.not_modelled.join("; ")}.</p>`}
          <p>Nothing here is a forecast: what follows, follows from the text and from the moves.</p></details>`}</div>
      <${Options} state=${state} set=${set} overview=${overview} />
      <nav aria-label="Views">${Object.entries(views).map(([view, name]) => html`
        <button type="button" key=${view} aria-current=${state.view === view ? "page" : null} onClick=${() => show(view)}>${name}</button>`)}
        <${Share} link=${link} /></nav>
    </header>
    <main>
      ${overview?.error && html`<p class="wrong" role="alert">${overview.error}</p>`}
      ${state.view === "play" && overview?.parties && html`<${Play} state=${state} set=${set} overview=${overview} onClause=${setOpen} said=${setSaid} />`}
      ${state.view === "edit" && base !== undefined && html`<${Edit} key=${state.case} state=${state} set=${set} original=${base}
        shipped=${!(state.case in own)} line=${line} />`}
      ${state.view === "assume" && overview?.parties && html`<${Assume} state=${state} set=${set} overview=${overview} offline=${config.offline} />`}
      ${state.view === "timeline" && overview?.parties && html`<${Timeline} state=${state} overview=${overview} days=${config.days} />`}
      ${state.view === "look" && html`<${Look} state=${state} onCase=${onCase} onLedger=${config.ledger && (() => show("ledger"))} />`}
      ${state.view === "ledger" && config.ledger && html`<${Ledger} ledger=${config.ledger} />`}
      ${overview === null && html`<p class="waiting" role="status">Loading.</p>`}
      ${overview?.problems && state.view !== "edit" && html`<p class="wrong" role="alert">This text is no arrangement: line ${overview.problems[0].line}: ${overview.problems[0].message}.</p>`}
    </main>
    <p class="heard" role="status" aria-live="polite">${said}</p>
    ${open && html`<${Clause} clause=${open} onClose=${() => setOpen(null)} onLine=${onLine} />`}`;
}

function Options({ state, set, overview }) {
  const options = overview?.options ?? [];
  if (options.length === 0) return null;
  const now = options.find((option) => option.id === state.option);
  return html`<div class="option"><label>Option
    <select value=${state.option} onChange=${(event) => set({ ...state, option: event.target.value, beside: null })}>
      ${!now && html`<option value=${state.option}>the text itself</option>`}
      ${options.map((option) => html`<option key=${option.id} value=${option.id}>${option.label}${option.proposed ? " (what is proposed)" : ""}</option>`)}
    </select></label>${now?.summary && html`<p class="note">${now.summary}</p>`}</div>`;
}

function Share({ link }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => setCopied(false), [link]);
  const copy = async () => {
    try { await navigator.clipboard.writeText(link); } catch { window.prompt("The link", link); }
    setCopied(true);
  };
  return html`<button type="button" class="share" onClick=${copy}>${copied ? "Link copied" : "Copy link"}</button>`;
}

/** What a clause says, where it stands, and the words it rests on. */
function Clause({ clause, onClose, onLine }) {
  const dialog = useRef(null);
  useEffect(() => { dialog.current.showModal(); }, [clause]);
  return html`<dialog ref=${dialog} class="clause-card" aria-labelledby="clause-heading" onClose=${onClose}>
    <h2 id="clause-heading">${capital(clause.label)}</h2>
    <dl>
      <div><dt>in the file</dt><dd>${clause.section}, ${clause.id}, line ${clause.line}</dd></div>
      <div><dt>article</dt><dd>${clause.article || "the file names none"}</dd></div>
      ${clause.text && html`<div><dt>it says</dt><dd><q>${clause.text}</q></dd></div>`}
    </dl>
    <div class="buttons"><button type="button" onClick=${() => onLine(clause.line)}>Show it in the text</button>
      <button type="button" onClick=${() => dialog.current.close()}>Close</button></div>
  </dialog>`;
}

const NO_SERVER = "This file holds what was computed when it was written, and nothing of this. With foedus installed, 'foedus play' works it out.";

async function start() {
  const place = document.getElementById("page");
  const told = document.getElementById("begin");
  const config = told ? JSON.parse(told.textContent) : await (await fetch("config")).json();
  const first = fresh(config);
  begin(config.answers);
  if (told) {
    const { python } = await import("./python.js");
    const { answers, works } = python(aboutOf(first), config.prepared);
    answeredBy(answers);
    workedBy(async (question, ...more) => (["check", "diff"].includes(question.ask) ? works(question, ...more) : { error: NO_SERVER }));
  } else {
    answeredBy(server());
    workedBy(workshop());
  }
  if (config.ledger) first.view = "ledger";
  globalThis.foedusAsk = ask; // for whoever wants the figures behind the page
  const state = (await readBack(location.hash)) ?? first;
  const own = config.text === null ? {} : config.texts;
  render(html`<${Page} first=${state} texts=${config.texts} own=${own} config=${{ ...config, offline: Boolean(told) }} />`, place);
}

start();
