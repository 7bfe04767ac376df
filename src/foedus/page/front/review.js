// The review of statements: one key labels, accepts and goes on. The server keeps the queue.

const SHOWN_BEFORE = 2;
const SHOWN = 7;
const SIGNS = { accepted: "✓", rejected: "✗", proposed: "·" };
const LABELS = { s: "support", o: "oppose", c: "conditional", a: "ambiguous" };

const at = (id) => document.getElementById(id);
let queue = null;
let shown = 0; // the place that is looked at; decisions are the server's
let busy = false;

/** An element with text and attributes; text never becomes markup. */
function made(name, text = "", attributes = {}) {
  const one = document.createElement(name);
  one.textContent = text;
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}

/** A button that names its key. */
function button(key, what, act) {
  const one = made("button", "", { type: "button" });
  one.append(made("kbd", key), ` ${what}`);
  one.addEventListener("click", act);
  return one;
}

async function ask(path, body) {
  const asked = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  try {
    const response = await fetch(path, asked);
    return await response.json();
  } catch {
    return { error: "The server does not answer: is it still running? Nothing was recorded." };
  }
}

const current = () => queue.statements[shown];

function told(text) {
  at("status").textContent = text;
}

function close() {
  at("why").hidden = true;
  at("edit").hidden = true;
}

async function change(path, body, done) {
  if (busy) return;
  busy = true;
  const answer = await ask(path, body);
  busy = false;
  if (answer.error) return told(answer.error);
  queue.statements[answer.place] = answer.statement;
  shown = answer.at;
  close();
  told(done(answer.statement));
  show();
}

function decide(decision) {
  if (current()) {
    change("decide", { statement: current().id, ...decision }, (s) =>
      `${SIGNS[s.status]} ${s.actor || "not said who"}: ${s.status}${s.status === "accepted" ? `, ${s.now.stance ?? s.kind}` : ""}.`);
  }
}

const undo = () => change("undo", {}, (s) => `Taken back: ${s.actor || "not said who"}.`);

function move(by) {
  close();
  shown = Math.min(Math.max(shown + by, 0), Math.max(queue.statements.length - 1, 0));
  show();
}

function reject() {
  if (!current()) return;
  close();
  at("why").hidden = false;
  at("why").querySelector("button").focus();
}

function edit() {
  if (!current()) return;
  close();
  const s = current().now;
  const form = at("edit");
  form.replaceChildren();
  for (const name of queue.fields) {
    const choices = { kind: queue.kinds, speaks_for: ["state", "self"] }[name];
    const field = choices ? made("select", "", { name }) : made("input", "", { name, type: name === "date" ? "date" : "text" });
    for (const choice of choices ?? []) field.append(made("option", choice, { value: choice }));
    field.value = s[name] ?? "";
    const label = made("label", `${name.replace("_", " ")} `);
    label.append(field);
    form.append(label);
  }
  form.append(made("button", "Accept with these", { type: "submit" }));
  form.hidden = false;
  form.querySelector("input, select").focus();
}

function submit(event) {
  event.preventDefault();
  const s = current().now;
  const fields = Object.fromEntries(new FormData(at("edit")));
  const changed = Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== (s[name] ?? "")));
  decide({ status: "accepted", changed });
}

function leave() {
  close();
  at("card").focus();
}

function show() {
  const s = current();
  const waiting = queue.statements.filter((one) => one.status === "proposed").length;
  at("place").textContent = s ? `${shown + 1} of ${queue.statements.length}; ${waiting} wait.` : `${queue.statements.length} of ${queue.statements.length}; ${waiting} wait.`;
  for (const one of document.querySelectorAll("#labels button, .needs")) one.disabled = !s;
  if (!s) {
    at("who").textContent = waiting ? "This was the last: k goes back to those that wait." : "All are reviewed: u takes the last back.";
    for (const id of ["flags", "words", "condition"]) at(id).replaceChildren();
  } else {
    const now = s.now;
    const held = [now.office, now.state, now.date].filter(Boolean).join(", ");
    at("who").textContent = `${now.actor || "Not said who"}${held ? ` (${held})` : ""} on ${now.issue || now.kind}: ${now.stance ?? "no stance proposed"}`;
    const flags = [...s.flags, ...(s.status === "proposed" ? [] : [s.status])];
    at("flags").replaceChildren(...flags.flatMap((flag) => [made("span", flag, { class: "flag" }), " "]));
    at("words").replaceChildren(`${s.whole ? "" : "… "}${s.before}`, made("mark", s.exact || "(no words on file)"), `${s.after}${s.whole ? "" : " …"}`);
    at("condition").textContent = s.trigger ? `If: ${s.trigger}` : "";
  }
  const first = Math.max(shown - SHOWN_BEFORE, 0);
  at("list").start = first + 1;
  at("list").replaceChildren(...queue.statements.slice(first, first + SHOWN).map((one, place) => {
    const now = one.now;
    const words = one.exact.replace(/\s+/g, " ");
    const row = made("li", `${SIGNS[one.status]} ${now.actor || "?"} | ${now.issue || now.kind} | ${now.stance ?? "?"} | ${words.slice(0, 90)}${words.length > 90 ? "…" : ""}`);
    if (first + place === shown) row.setAttribute("aria-current", "true");
    return row;
  }));
  at("card").focus();
}

const KEYS = {
  ...Object.fromEntries(Object.entries(LABELS).map(([key, stance]) => [key, () => decide({ status: "accepted", stance })])),
  Enter: () => decide({ status: "accepted" }),
  r: reject, e: edit, u: undo, j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave();
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (typing || !at("single").checked) return;
  if (event.key === "Enter" && event.target.closest("button, input")) return; // the button's own
  const reason = at("why").hidden ? undefined : queue.reasons[Number(event.key) - 1];
  const act = reason ? () => decide({ status: "rejected", reason }) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

async function begin() {
  queue = await ask("queue");
  if (queue.error) return told(queue.error);
  shown = queue.at;
  at("title").textContent = `Review of ${queue.file} by ${queue.reviewer}`;
  document.title = `Review of ${queue.file} – foedus`;
  at("labels").append(...Object.entries(LABELS).map(([key, stance]) => button(key, stance, KEYS[key])));
  const others = [["Enter", "accept as proposed"], ["r", "reject"], ["e", "edit"]].map(([key, what]) => button(key, what, KEYS[key]));
  for (const one of others) one.classList.add("needs");
  at("others").append(...others, ...[["u", "undo"], ["j", "next"], ["k", "back"]].map(([key, what]) => button(key, what, KEYS[key])));
  at("why").append(...queue.reasons.map((reason, n) => button(String(n + 1), reason, () => decide({ status: "rejected", reason }))), button("Esc", "not at all", leave));
  at("edit").addEventListener("submit", submit);
  document.addEventListener("keydown", pressed);
  show();
}

begin();
