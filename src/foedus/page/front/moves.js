// Who may act now, and what each act would change.

import { html, useEffect, useRef, useState } from "./preact.js";
import { Changes, Party, byName, capital, day, mark } from "./words.js";

const NOTHING = "Nothing else would follow from it yet.";

/** All that may be done: ballots by procedure, then everything else by who does it. */
export function Moves({ overview, board, clauses, onClause, onMove: move, busy }) {
  const heading = useRef(null);
  const moving = useRef(false);
  const onMove = (step) => { moving.current = true; move(step); };
  useEffect(() => { // what was pressed is gone with the move; whoever pressed it goes on from here
    if (moving.current && !busy) { moving.current = false; heading.current.focus({ preventScroll: true }); }
  }, [board, busy]);
  const shared = { overview, board, clauses, onClause, onMove, busy };
  const others = board.offers.filter((offer) => offer.kind !== "ballot");
  const open = board.procedures.filter((procedure) => procedure.progress === "under way");
  return html`<section class="moves" aria-labelledby="moves-heading">
    <h2 id="moves-heading" ref=${heading} tabindex="-1">Who may act</h2>
    <${Time} ...${shared} />
    ${open.map((procedure) => html`<${Vote} key=${procedure.clause.id} procedure=${procedure} ...${shared} />`)}
    ${groups(others, overview).map(([who, offers]) => html`<${Group} key=${who} who=${who} offers=${offers} ...${shared} />`)}
    ${board.over && html`<p class="none">The horizon of the arrangement is reached; nothing is followed beyond it.</p>`}
  </section>`;
}

/** Offers by who may act, in the order of the parties, which says nothing of them; chance last. */
function groups(offers, overview) {
  const found = new Map();
  for (const offer of offers) {
    const [who] = offer.step.by;
    found.set(who, [...(found.get(who) ?? []), offer]);
  }
  const order = ["", ...overview.parties.map((party) => party.id)];
  const place = (who) => (who === "nature" ? Infinity : order.indexOf(who));
  return [...found].sort(([a], [b]) => place(a) - place(b));
}

function Group({ who, offers, overview, ...shared }) {
  const fate = who === "nature";
  return html`<section class=${`group ${mark(overview, who)}`} aria-label=${fate ? "How a fight ends" : overview.names[who]}>
    <h3>${fate ? "How a fight ends" : html`<${Party} overview=${overview} id=${who} />`}</h3>
    ${fate && html`<p class="note">Nobody decides this; it is there to be supposed.</p>`}
    <ul class="acts">${offers.map((offer) => html`<${Act} key=${JSON.stringify(offer.step)} offer=${offer} fate=${fate} overview=${overview} ...${shared} />`)}</ul>
  </section>`;
}

function Act({ offer, fate, board, clauses, onClause, onMove, busy }) {
  const later = offer.on !== board.today;
  const does = fate ? `${offer.who} ${offer.does.replace(/^be /, "is ").replace(/^gain /, "gains ")}` : capital(offer.does);
  return html`<li>
    <button type="button" class="act" disabled=${busy} onClick=${() => onMove(offer.step)}>
      ${does}${later && html` <span class="later">on ${day(offer.on)}</span>`}
    </button>
    <${Changes} changes=${[...offer.changes, ...offer.owes]} clauses=${clauses} onClause=${onClause} none=${NOTHING} />
  </li>`;
}

// Time ---------------------------------------------------------------------------------------------

function Time({ board, overview, clauses, onClause, onMove, busy }) {
  const [until, setUntil] = useState("");
  if (!board.wait) return null;
  const go = (event) => {
    event.preventDefault();
    if (until > board.today) onMove({ on: until, by: [], do: "wait" });
  };
  return html`<section class="group time" aria-label="Time">
    <h3>Time</h3>
    <ul class="acts"><li>
      <button type="button" class="act" disabled=${busy} onClick=${() => onMove(board.wait.step)}>Wait until ${day(board.wait.until)}</button>
      <${Changes} changes=${board.wait.changes} clauses=${clauses} onClause=${onClause}
        none="The next day on which time alone could matter; nothing would change by itself." />
    </li></ul>
    <form class="until" onSubmit=${go}>
      <label>Wait until <input type="date" value=${until} min=${next(board.today)} max=${overview.end} required
        onInput=${(event) => setUntil(event.target.value)} /></label>
      <button type="submit" disabled=${busy}>Wait</button>
    </form>
  </section>`;
}

function next(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

// Ballots ------------------------------------------------------------------------------------------

const VOTES = { yes: "agree", no: "object", abstain: "abstain" };
const CAST = { yes: "agreed", no: "objected", abstain: "abstained" };

function Vote({ procedure, overview, board, clauses, onClause, onMove, busy }) {
  const id = procedure.clause.id;
  const stage = procedure.stages.find((one) => one.standing === "now");
  const offers = board.offers.filter((offer) => offer.kind === "ballot" && offer.step.what === id);
  const all = offers.filter((offer) => offer.all);
  const each = offers.filter((offer) => !offer.all);
  if (!stage) return null;
  const alone = stage.seats.length === 1;
  const waits = each.length === 0 && "Nobody can act in this step on this day.";
  const away = stage.seats.filter((seat) => seat.withholds && !seat.cast).length;
  return html`<section class="group vote" aria-label=${procedure.clause.label}>
    <h3>${capital(procedure.clause.label)}: ${stage.act}</h3>
    <p class="note">${capital(stage.by)}${alone ? "" : `, by ${stage.rule}`}${stage.deadline ? `, until ${day(stage.deadline)}; then ${stage.silence}` : ", with no deadline"}.</p>
    ${waits && html`<p class="none">${waits}</p>`}
    <ul class="acts">
      ${all.map((offer) => html`<li key=${offer.step.vote ?? "yes"}>
        <button type="button" class="act" disabled=${busy} onClick=${() => onMove(offer.step)}>
          ${everybody(stage, offer, away)} ${VOTES[offer.step.vote ?? "yes"]}</button>
        <${Changes} changes=${[...offer.changes, ...offer.owes]} clauses=${clauses} onClause=${onClause} none="That alone would decide nothing yet." />
      </li>`)}
      ${alone && each.map((offer) => html`<${Act} key=${JSON.stringify(offer.step)} offer=${offer} board=${board} clauses=${clauses}
        onClause=${onClause} onMove=${onMove} busy=${busy} />`)}
    </ul>
    ${!alone && html`<${Seats} procedure=${procedure} stage=${stage} offers=${each} overview=${overview} board=${board} onMove=${onMove} busy=${busy} />`}
  </section>`;
}

function everybody(stage, offer, away) {
  const left = stage.seats.filter((seat) => !seat.cast).length;
  if (left === stage.seats.length && away === 0) return `All ${left}`;
  return away ? `All ${offer.members.length} that do not withhold consent` : `The ${left} that are left`;
}

function Seats({ procedure, stage, offers, overview, board, onMove, busy }) {
  const choices = (member) => offers.filter((offer) => offer.members.includes(member));
  const withhold = (member) => ({ on: board.today, withholds: member, what: procedure.clause.id });
  const seats = [...stage.seats].sort((a, b) => byName(overview.names[a.member], overview.names[b.member]));
  return html`<details class="seats" open=${seats.length <= 8}>
    <summary>Each of the ${seats.length} by name</summary>
    ${!stage.final && html`<p class="note">Here a no is not final: to withhold consent is simply not to act, and the step waits.</p>`}
    <ul>${seats.map((seat) => {
      const name = overview.names[seat.member] ?? seat.member;
      const done = seat.cast ? CAST[seat.cast] : seat.withholds ? "withholds" : "";
      return html`<li key=${seat.member} class=${seat.cast || (seat.withholds ? "withheld" : "left")}>
        <span class="name">${name}</span>
        ${done && html`<span class="done">${done}</span>`}
        ${!seat.cast && html`<span class="choices">
          ${choices(seat.member).map((offer) => {
            const vote = offer.step.vote ?? "yes";
            return html`<button type="button" key=${vote} disabled=${busy} aria-label=${`${name}: ${VOTES[vote]}`}
              onClick=${() => onMove({ ...offer.step, by: [seat.member] })}>${VOTES[vote]}</button>`;
          })}
          ${!stage.final && !seat.withholds && html`<button type="button" disabled=${busy} aria-label=${`${name}: withhold consent`}
            onClick=${() => onMove(withhold(seat.member))}>withhold</button>`}
        </span>`}
      </li>`;
    })}</ul>
  </details>`;
}
