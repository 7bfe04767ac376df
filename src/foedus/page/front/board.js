// Where things stand: what is owed, what is so and what is on record, and who can still stop it.

import { html } from "./preact.js";
import { Party, Sentence, article, capital, day, listed } from "./words.js";

/** The board. Without `onClause` it is only looked at, as one of two beside each other. */
export function Board({ overview, board, clauses, onClause, title }) {
  const shared = { overview, board, clauses, onClause };
  return html`<section class="board" aria-label=${title}>
    <${OwedNow} ...${shared} />
    <${Conduct} ...${shared} />
    <${Norms} ...${shared} />
    <${Procedures} ...${shared} />
    <${Guarantees} ...${shared} />
    <${Instruments} ...${shared} />
    <${Deeds} ...${shared} />
  </section>`;
}

function Names({ overview, ids }) {
  return html`${ids.map((id, at) => html`${at > 0 && (at === ids.length - 1 ? " and " : ", ")}<${Party} overview=${overview} id=${id} />`)}`;
}

export function ClauseName({ clause, onClause }) {
  const where = clause.article ? html` <span class="article">${article(clause.article)}</span>` : null;
  const name = capital(clause.label);
  return html`${onClause ? html`<button type="button" class="clause" onClick=${() => onClause(clause)}>${name}</button>` : name}${where}`;
}

function OwedNow({ overview, board, clauses, onClause }) {
  const [duties, rights] = [false, true].map((right) => board.owed.filter((one) => one.right === right));
  return html`<section class="owed">
    <h2>Owed now</h2>
    ${duties.length === 0 && html`<p class="none">Nothing is owed.</p>`}
    ${[...duties, ...rights].map((duty) => html`<article key=${duty.clause.id} class=${duty.late ? "duty late" : "duty"}>
      <p class="says"><${Sentence} text=${duty.says} clauses=${clauses} onClause=${onClause} /></p>
      <dl>
        <div><dt>by</dt><dd><${Names} overview=${overview} ids=${duty.by} /></dd></div>
        ${duty.to.length > 0 && html`<div><dt>to</dt><dd><${Names} overview=${overview} ids=${duty.to} /></dd></div>`}
        ${duty.since && html`<div><dt>since</dt><dd>${day(duty.since)}</dd></div>`}
        <div><dt>in time until</dt><dd>${duty.due ? day(duty.due) : "no time limit in the text"}${duty.late && html` <strong>late</strong>`}</dd></div>
        <div><dt>under</dt><dd><${ClauseName} clause=${duty.clause} onClause=${onClause} /></dd></div>
      </dl>
    </article>`)}
    ${board.not_owed.map((reason, at) => html`<p key=${at} class="why-not"><${Sentence} text=${reason} clauses=${clauses} onClause=${onClause} /></p>`)}
  </section>`;
}

// In fact ------------------------------------------------------------------------------------------

const ENDS = { prevailed: "has gained what it fought for", repelled: "has been repelled" };

function Conduct({ overview, board }) {
  if (board.fronts.length === 0) return null;
  return html`<section class="conduct">
    <h2>What each does <small>in fact, whoever knows it</small></h2>
    ${board.fronts.map((front) => {
      const ladder = overview.parties.find((party) => party.id === front.by)?.ladder ?? [];
      return html`<div class="front" key=${front.by + front.against}>
        <h3><${Party} overview=${overview} id=${front.by} />${front.against && html` towards <${Party} overview=${overview} id=${front.against} />`}</h3>
        <ol class="ladder" aria-label="The ladder of acts, from compliance up">${ladder.map(([act, label], rung) => {
          const now = rung === front.rung;
          const before = rung <= front.peak && rung > 0;
          return html`<li key=${act} class=${now ? "now" : before ? "before" : ""} aria-current=${now ? "step" : null}>
            ${label}${now && html` <span class="flag">now${front.since && front.since >= overview.start ? ` since ${day(front.since)}` : ""}</span>`}
            ${rung > front.rung && rung === front.peak && html` <span class="flag">earlier</span>`}
          </li>`;
        })}</ol>
        ${ENDS[front.fight] && html`<p>${overview.names[front.by]} ${ENDS[front.fight]}.</p>`}
      </div>`;
    })}
  </section>`;
}

const TRUTH = {
  "true,true": "breached, and found",
  "true,false": "breached, and not found",
  "false,true": "found, though there was no breach",
  "false,false": "",
};

function Norms({ overview, board, onClause }) {
  if (board.norms.length === 0) return null;
  return html`<section class="norms">
    <h2>Found and true <small>told apart</small></h2>
    <ul class="rows">${board.norms.map((norm) => {
      const odd = norm.true !== norm.found ? TRUTH[[norm.true, norm.found]] : "";
      return html`<li key=${norm.clause.id}>
        <${ClauseName} clause=${norm.clause} onClause=${onClause} />
        <span class="note">binds <${Names} overview=${overview} ids=${norm.bearer} />${norm.binds ? "" : ", but not now"}</span>
        <dl class="truth">
          <div><dt>In fact</dt><dd><${Yes} is=${norm.true} yes="breached" no="kept" /></dd></div>
          <div><dt>Alleged</dt><dd><${Yes} is=${norm.alleged} yes="alleged" no="no" /></dd></div>
          <div><dt>On record</dt><dd><${Yes} is=${norm.found} yes="found" no="not found" /></dd></div>
        </dl>
        ${odd && html`<p><strong>${capital(odd)}.</strong></p>`}
      </li>`;
    })}</ul>
  </section>`;
}

function Yes({ is, yes, no }) {
  return html`<span class=${is ? "yes" : "no"}>${is ? `● ${yes}` : `○ ${no}`}</span>`;
}

// On record ----------------------------------------------------------------------------------------

const STANDS = { passed: "passed", now: "under way", ahead: "ahead", stopped: "did not pass", over: "not reached" };

function Procedures({ overview, board, onClause }) {
  if (board.procedures.length === 0) return null;
  return html`<section class="procedures">
    <h2>Procedures</h2>
    ${board.procedures.map((procedure) => html`<div class="procedure" key=${procedure.clause.id}>
      <h3><${ClauseName} clause=${procedure.clause} onClause=${onClause} /> <span class="flag">${procedure.progress}</span></h3>
      <ol class="stages">${procedure.stages.map((stage, at) => html`<li key=${at} class=${stage.standing} aria-current=${stage.standing === "now" ? "step" : null}>
        <span class="stage">${capital(stage.act)}</span> <span class="flag">${stage.advance ? "done in advance" : STANDS[stage.standing]}</span>
        <span class="note">${stage.by}${stage.deadline ? `, until ${day(stage.deadline)}; then ${stage.silence}` : ""}${tally(stage)}</span>
        <${Stopping} stage=${stage} overview=${overview} />
      </li>`)}</ol>
    </div>`)}
  </section>`;
}

function tally(stage) {
  const counts = ["yes", "no", "abstain"].map((vote) => stage.seats.filter((seat) => seat.cast === vote).length);
  const words = ["agreed", "objected", "abstained"];
  const said = counts.map((count, at) => (count ? `${count} ${words[at]}` : "")).filter(Boolean);
  return said.length && stage.seats.length > 1 ? `; of ${stage.seats.length}, ${said.join(", ")}` : "";
}

const HOW = { no: "objecting", yes: "voting to stop it", abstain: "abstaining", withhold: "withholding consent" };
const FEW = 6;

function Stopping({ stage, overview }) {
  if (!["now", "ahead"].includes(stage.standing) || stage.advance) return null;
  const name = (id) => overview.names[id] ?? id;
  const can = stage.seats.filter((seat) => seat.stops);
  const still = stage.standing === "now" ? "can still stop it" : "can stop it";
  if (can.length > 0) {
    const silent = stage.deadline ? `doing nothing until ${day(stage.deadline)}` : HOW.withhold;
    const ways = new Set(can.flatMap((seat) => [seat.stops, ...seat.also]));
    const how = `by ${listed([...ways].map((way) => (way === "withhold" ? silent : HOW[way])), "or")}`;
    if (can.length <= FEW) return html`<p class="stops">${capital(listed(can.map((seat) => name(seat.member))))} ${still}${can.length > 1 ? ", each alone" : " alone"}, ${how}.</p>`;
    return html`<details class="stops"><summary>Each of ${can.length} ${still} alone, ${how}.</summary><p>${listed(can.map((seat) => name(seat.member)))}.</p></details>`;
  }
  if (stage.group.length > 0) {
    const few = stage.group.length <= FEW ? `: for one, ${listed(stage.group.map(name))}` : "";
    return html`<p class="stops">Nobody ${still} alone; ${stage.group.length} together can${few}.</p>`;
  }
  return html`<p class="stops">Nobody ${still}.</p>`;
}

function Guarantees({ overview, board, onClause }) {
  if (board.guarantees.length === 0) return null;
  return html`<section class="guarantees">
    <h2>Guarantees</h2>
    <ul class="rows">${board.guarantees.map((g) => html`<li key=${g.clause.id}>
      <${ClauseName} clause=${g.clause} onClause=${onClause} /> <span class="flag">${standing(g)}</span>
      <span class="note"><${Names} overview=${overview} ids=${g.by} /> to <${Party} overview=${overview} id=${g.to} />${g.since ? `; its case arose on ${day(g.since)}` : ""}${answers(overview, g)}</span>
    </li>`)}</ul>
    ${board.members.length > 0 && html`<p>${board.members.map(([who, to]) => `${overview.names[who] ?? who} has become a member of ${overview.names[to] ?? to}`).join("; ")}.</p>`}
  </section>`;
}

function standing(g) {
  if (g.forfeited) return "forfeited";
  if (g.owed) return "a response is owed";
  return g.active ? "protects" : "does not protect";
}

function answers(overview, g) {
  const given = Object.entries(g.answers).filter(([, answer]) => answer !== "none");
  return given.length ? `; ${given.map(([who, answer]) => `${overview.names[who] ?? who} ${answer}`).join(", ")}` : "";
}

function Instruments({ overview, board, onClause }) {
  if (board.instruments.length === 0) return null;
  return html`<section class="instruments">
    <h2>Instruments</h2>
    <ul class="rows">${board.instruments.map((i) => html`<li key=${i.clause.id}>
      <${ClauseName} clause=${i.clause} onClause=${onClause} /> <span class="flag">${i.standing}</span>
      <span class="note">${[
        i.unsigned.length && i.standing === "proposed" ? `waits for the signature of ${listed(i.unsigned.map((id) => overview.names[id] ?? id))}` : "",
        i.ends && i.standing !== "proposed" ? `its last day is ${day(i.ends)}` : "",
        ...i.left.map(([who, last]) => `${overview.names[who] ?? who} leaves it after ${day(last)}`),
      ].filter(Boolean).join("; ")}</span>
    </li>`)}</ul>
  </section>`;
}

function Deeds({ overview, board, onClause }) {
  if (board.deeds.length === 0) return null;
  return html`<section class="deeds">
    <h2>Deeds</h2>
    <ul class="rows">${board.deeds.map((deed) => html`<li key=${deed.clause.id}>
      <${ClauseName} clause=${deed.clause} onClause=${onClause} /> <span class="flag">${deed.done ? "done" : "not done"}</span>
      <span class="note">by <${Party} overview=${overview} id=${deed.by} /></span>
    </li>`)}</ul>
  </section>`;
}
