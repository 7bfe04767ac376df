// What becomes of the options, as sentences, a table and a picture that can be saved.

import { html, useRef } from "./preact.js";
import { Saving, saveAsCsv, svgOf } from "./saving.js";
import { capital } from "./words.js";

const NARROW = matchMedia("(max-width: 760px)");
const ROW = 30;
const LEFT = 8;
const SHADES = ["#dfe7ee", "#b6c7d6", "#8aa3b8", "#587793", "#335673", "#16324a"];
const LIGHT_ON = 3; // from this shade on, white can be read on it and black cannot

const two = (value) => (value === null || value === undefined ? "not known" : value.toFixed(2));
const percent = (value) => (value === null || value === undefined ? "not known" : `${Math.round(value * 100)} %`);

export function Outcomes({ ladder, options, before, after, draws, moved, stale }) {
  const rows = rowsOf(options, before, after);
  return html`<div class=${stale ? "stale" : ""}>
    <h3>${capital(ladder.name)}</h3>
    <p class="answer" role="status">${sentence(ladder, rows, draws, moved)}</p>
    <${Picture} ladder=${ladder} rows=${rows} moved=${moved} />
    <${Table} ladder=${ladder} rows=${rows} draws=${draws} moved=${moved} />
  </div>`;
}

/** What becomes of each option, beside what the file has. */
export function rowsOf(options, before, after) {
  const pick = (several, option) => several.find((one) => one.option === option.id);
  return options.map((option) => ({ ...option, was: pick(before, option), now: pick(after, option) })).filter((row) => row.now);
}

/** The answer in a sentence, from the figures of the table. */
export function sentence(ladder, rows, draws, moved) {
  const solved = rows.filter((row) => row.id !== "-" && row.now.attack !== null);
  if (solved.length === 0) return `No game could be solved.`;
  const least = solved.reduce((a, b) => (b.now.attack < a.now.attack ? b : a));
  const alike = solved.filter((row) => two(row.now.attack) === two(least.now.attack));
  const nothing = rows.find((row) => row.id === "-");
  const under = alike.length === 1 ? least.label : `${alike.length} options (${alike.map((row) => row.label).join("; ")})`;
  const where = solved.length === 1 ? "is" : alike.length === solved.length ? "is the same under every option:" : `is lowest under ${under}:`;
  const before = [...new Set(alike.map((row) => row.was.attack).filter((value) => value !== null).sort((a, b) => a - b).map(two))];
  const held = moved ? "With what you hold" : "As the file has it";
  const was = moved ? `; as the file has it, ${[before.at(0) ?? "not known", ...before.slice(1).slice(-1)].join(" to ")}${solved.length === 1 ? "" : " there"}` : "";
  const beside = nothing ? `; with no arrangement at all it is ${two(nothing.now.attack)}` : "";
  return `${held}, the mean chance of an attack by ${ladder.name} over ${draws} draws ${where} ${two(least.now.attack)}${was}${beside}. ${solved.length === 1 ? "Under the text that chance" : "There it"} is below even odds in ${percent(least.now.deterred)} of the draws.`;
}

const PASSES = (row) => Object.values(row.passes ?? {}).map(two).join("; ");

function Table({ ladder, rows, draws, moved }) {
  const full = rows.some((row) => row.now.middle !== undefined);
  const passing = rows.some((row) => PASSES(row.now));
  const change = (row, key, say) => html`<td>${say(row.now[key])}${moved && say(row.now[key]) !== say(row.was[key]) && html` <span class="note">was ${say(row.was[key])}</span>`}</td>`;
  const csv = () => {
    const acts = ladder.acts.map(([act]) => act);
    const lines = [["by", "option", "label", "attack", "attack_as_in_file", "share_below_even_odds", "draws", ...acts.map((act) => `gravest_${act}`)]];
    for (const row of rows) lines.push([ladder.by, row.id, row.label, row.now.attack, row.was.attack, row.now.deterred, draws, ...acts.map((act) => row.now.acts[act])]);
    saveAsCsv(`assumptions-${ladder.by}`, lines);
  };
  return html`<div class="scrolls" tabindex="0" role="group" aria-label=${`Attack by ${ladder.name}, option by option`}><table>
      <caption>The chance of an attack by ${ladder.name}</caption>
      <thead><tr><th scope="col">Option</th><th scope="col">mean of ${draws} draws</th>${full && html`<th scope="col">80 % of them</th>`}
        <th scope="col">below even odds in</th>${full && html`<th scope="col">all at their middle</th>`}${passing && html`<th scope="col">chance that the answer passes</th>`}</tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.id}><th scope="row">${row.label}</th>
        ${change(row, "attack", two)}${full && html`<td>${two(row.now.low)} to ${two(row.now.high)}</td>`}
        ${change(row, "deterred", percent)}${full && change(row, "middle", two)}${passing && html`<td>${PASSES(row.now)}</td>`}</tr>`)}</tbody>
    </table></div>
    <div class="buttons"><button type="button" onClick=${csv}>Save as CSV</button></div>`;
}

/** How far the party goes under each option: stacked, lightest for compliance; a mark where attack was. */
function Picture({ ladder, rows, moved }) {
  const place = useRef(null);
  const WIDTH = NARROW.matches ? 340 : 560;
  const bar = 26;
  const top = 40;
  const height = top + rows.length * (ROW + 18) + 34;
  const wide = WIDTH - 2 * LEFT;
  const tone = (at) => Math.round((at / Math.max(ladder.acts.length - 1, 1)) * (SHADES.length - 1));
  const shade = (at) => SHADES[tone(at)];
  const alt = `How far ${ladder.name} goes: ${rows.map((row) => `${row.label}: ${ladder.acts.map(([act, label]) => `${label} ${two(row.now.acts[act])}`).join(", ")}`).join(". ")}.`;
  const base = `how-far-${ladder.by}`;
  return html`<figure class="picture">
    <ul class="legend" aria-label="From light to dark">${ladder.acts.map(([act, label], at) => html`<li key=${act}><span class="shade" style=${`background:${shade(at)}`}></span>${label}</li>`)}</ul>
    <svg ref=${place} viewBox=${`0 0 ${WIDTH} ${height}`} role="img" aria-label=${alt} xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">
      <rect width=${WIDTH} height=${height} fill="#ffffff" />
      <text x=${LEFT} y="14" font-size="13" font-weight="600" fill="#1d2430">${ladder.name}</text>
      <text x=${LEFT} y="29" font-size="11" fill="#525c6b">mean chance that each act is the gravest</text>
      ${rows.map((row, n) => {
        const y = top + n * (ROW + 18);
        let x = LEFT;
        return html`<g key=${row.id}><text x=${LEFT} y=${y + 12} font-size="12" fill="#1d2430">${row.label}</text>
          ${ladder.acts.map(([act], at) => {
            const width = (row.now.acts[act] ?? 0) * wide;
            const piece = html`<rect key=${act} x=${x} y=${y + 17} width=${width} height=${bar - 6} fill=${shade(at)} stroke="#ffffff" stroke-width="1" />
              ${width > 34 && html`<text x=${x + width / 2} y=${y + 31} font-size="11" text-anchor="middle" fill=${tone(at) >= LIGHT_ON ? "#ffffff" : "#1d2430"}>${two(row.now.acts[act])}</text>`}`;
            x += width;
            return piece;
          })}
          ${moved && row.was.attack !== null && html`<path d=${`M${LEFT + wide * (1 - row.was.attack)} ${y + 14} v26`} stroke="#b36b00" stroke-width="2" />`}</g>`;
      })}
      <text x=${LEFT} y=${height - 20} font-size="11" fill="#525c6b">from light (complies) to dark (the gravest)</text>
      ${moved && html`<text x=${LEFT} y=${height - 6} font-size="11" fill="#525c6b">orange mark: where attack begins, as in the file</text>`}
    </svg>
    <${Saving} name=${base} svg=${() => svgOf(place.current)} />
  </figure>`;
}
