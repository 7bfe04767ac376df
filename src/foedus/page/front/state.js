// What a page remembers, all of it: which text, which option, which plays. A link holds it whole.

export const VERSION = 1;
const VIEWS = ["play", "edit", "assume", "timeline", "look", "ledger"];

/** The state a page begins in. */
export function fresh(begin) {
  return {
    v: VERSION,
    view: "play",
    case: begin.case,
    text: begin.text ?? null,
    option: begin.option,
    branches: [{ name: "Play 1", steps: [] }],
    branch: 0,
    shown: null,
    beside: null,
    held: {},
    stances: {},
  };
}

/** The steps that are looked at: all of the play, or those up to the one that was gone back to. */
export function steps(state) {
  const every = state.branches[state.branch].steps;
  return state.shown === null ? every : every.slice(0, state.shown);
}

/** What every question about the present text begins with. */
export function about(state, option = state.option) {
  return state.text === null ? { case: state.case, option } : { text: state.text, option };
}

function withPlay(state, play) {
  return { ...state, shown: null, branches: state.branches.with(state.branch, play) };
}

/** Make a move. After going back it begins a branch of its own, and the old one stays. */
export function moved(state, step) {
  const play = state.branches[state.branch];
  if (state.shown !== null && state.shown < play.steps.length) {
    return moved(branched(state), step);
  }
  return withPlay(state, { ...play, steps: [...play.steps, step] });
}

/** Take the last step back. */
export function undone(state) {
  const play = state.branches[state.branch];
  const kept = steps(state).slice(0, -1);
  return withPlay(state, { ...play, steps: kept });
}

/** Begin a branch with the steps looked at. */
export function branched(state) {
  const numbers = state.branches.map((play) => Number(play.name.replace(/\D/g, "")) || 0);
  const name = `Play ${Math.max(...numbers) + 1}`;
  const branches = [...state.branches, { name, steps: steps(state) }];
  return { ...state, branches, branch: branches.length - 1, shown: null };
}

/** Drop a branch; one stays. */
export function dropped(state, at) {
  if (state.branches.length === 1) return state;
  const branches = state.branches.toSpliced(at, 1);
  const branch = state.branch >= at && state.branch > 0 ? state.branch - 1 : state.branch;
  const beside = state.beside && "branch" in state.beside ? null : state.beside;
  return { ...state, branches, branch, shown: null, beside };
}

/** Put a whole play in the place of the present one, or beside it if that one has steps. */
export function begun(state, name, newSteps) {
  const empty = state.branches[state.branch].steps.length === 0;
  const from = empty ? state : { ...branched(state) };
  return { ...from, shown: null, branches: from.branches.with(from.branch, { name, steps: newSteps }) };
}

// Links --------------------------------------------------------------------------------------------

const LONGEST = 4_000_000;

async function through(bytes, stream) {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

/** Write a state into the fragment of a link. */
export async function written(state) {
  const text = new TextEncoder().encode(JSON.stringify(state));
  const packed = await through(text, new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `#${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** Read a state from the fragment of a link; null where there is none. */
export async function readBack(fragment) {
  if (fragment.length < 2) return null;
  try {
    const binary = atob(fragment.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const text = await through(packed, new DecompressionStream("deflate-raw"));
    if (text.length > LONGEST) return null;
    return sound(JSON.parse(new TextDecoder().decode(text)));
  } catch {
    return null;
  }
}

/** A state as it must be, from one that anybody may have written; null where it cannot be read. */
function sound(s) {
  const isText = (value) => typeof value === "string";
  if (!s || s.v !== VERSION || !Array.isArray(s.branches) || s.branches.length === 0) return null;
  if (!s.branches.every((b) => b && isText(b.name) && Array.isArray(b.steps))) return null;
  if (!isText(s.case) || !isText(s.option) || !(s.text === null || isText(s.text))) return null;
  const branch = Number.isInteger(s.branch) && s.branches[s.branch] ? s.branch : 0;
  const shown = Number.isInteger(s.shown) ? s.shown : null;
  const view = VIEWS.includes(s.view) ? s.view : "play";
  const beside = s.beside && (isText(s.beside.option) || Number.isInteger(s.beside.branch)) ? s.beside : null;
  const held = numbers(s.held);
  const stances = Object.fromEntries(Object.entries(s.stances ?? {}).map(([issue, by]) => [issue, texts(by)]));
  return { v: VERSION, view, case: s.case, text: s.text, option: s.option, branches: s.branches, branch, shown, beside, held, stances };
}

const only = (map, fits) => Object.fromEntries(Object.entries(map ?? {}).filter(([, value]) => fits(value)));
const numbers = (map) => only(map, Number.isFinite);
const texts = (map) => only(map, (value) => typeof value === "string");
