// The page around a lesson: launches it, shows what is stored and called, and makes things fail.
"use strict";
const words = document.body.dataset;
const byId = (id) => document.getElementById(id);
const frame = byId("lesson-frame");
const POLL = 700;
const MOST = 300;
const STORE = `hocvu-preview:${location.pathname}`;
const lang = document.documentElement.lang;
const memory = { lesson: 0, phone: false, kept: {}, ...recalled() };
const faults = { down: false, refusing: false, sloppy: false };
let state = null;
let session = null;
let drawn = "";
let count = 0;
let attempt = 0;

function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) || {};
  } catch (error) {
    return {};
  }
}

function remember() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(memory));
  } catch (error) { /* Storage is off: a reload of this page begins anew. */ }
}

async function ask(name, body) {
  const options = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const response = await fetch(`../${name}`, { cache: "no-store", ...options });
  return response.json();
}

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function say(text) {
  if (byId("status").textContent !== text) byId("status").textContent = text;
}

// --- the lesson ---

function script(name) {
  return new Promise((done, fail) => {
    if (document.querySelector(`script[data-name="${name}"]`)) return done();
    const element = document.createElement("script");
    Object.assign(element, { src: `../runtime/${name}`, onload: done, onerror: fail });
    element.dataset.name = name;
    document.body.append(element);
  });
}

// A page that leaves may still speak: the next launch waits for it.
function emptied() {
  return new Promise((done) => {
    if (!frame.getAttribute("src")) return done();
    const timer = setTimeout(done, 1500);
    frame.addEventListener("load", () => {
      clearTimeout(timer);
      setTimeout(done, 150);
    }, { once: true });
    frame.src = "about:blank";
  });
}

async function launch() {
  await emptied();
  const lesson = Number(byId("lesson").value) || 0;
  memory.lesson = lesson;
  remember();
  clearCalls();
  const launched = await ask("launch", { lesson, lang, mode: byId("mode").value });
  const { href, given } = launched;
  attempt = launched.attempt;
  const system = SYSTEMS[state.interface];
  for (const { place } of Object.values(SYSTEMS)) delete window[place];
  session = null;
  if (system) {
    await script(system.script);
    const kept = (memory.kept[lesson] = memory.kept[lesson] || {});
    session = new ScormSession(state.interface, kept, given, lang, faults, called);
    drawStored();
  }
  if (href) frame.src = href;
}

function reload() {
  try {
    frame.contentWindow.location.reload();
  } catch (error) {
    frame.setAttribute("src", frame.getAttribute("src")); // It shows the browser's own page.
  }
}

// --- what is stored and called ---

function clearCalls() {
  drawRows([]);
  byId("calls").replaceChildren();
  count = 0;
  byId("count").textContent = "";
}

function addCall(text, answer, refused) {
  const item = make("li");
  item.value = ++count;
  item.append(make("code", text), ` → ${answer}`);
  if (refused) item.className = "refused";
  const list = byId("calls");
  list.prepend(item);
  while (list.children.length > MOST) list.lastChild.remove();
  byId("count").textContent = `(${count})`;
}

function called({ name, args, result, error }) {
  const shown = args.map((arg) => (arg.length > 120 ? `${arg.slice(0, 120)}…` : arg));
  const refused = error !== "0";
  addCall(`${name}(${shown.join(", ")})`, refused ? `${result} (${error})` : result || "“”", refused);
  remember();
  drawStored();
}

function drawRows(rows) {
  const body = rows.map(([name, value, waits]) => {
    const row = make("tr");
    const head = make("th", name);
    head.scope = "row";
    const cell = make("td", value);
    if (waits) cell.append(" ", make("strong", `(${words.waiting})`, "waiting"));
    row.append(head, cell);
    return row;
  });
  byId("data").replaceChildren(...body);
  byId("no-data").hidden = rows.length > 0;
}

function drawStored() {
  const { kept, said } = session;
  const names = [...new Set([...Object.keys(kept), ...Object.keys(said)])].sort();
  drawRows(names.map((name) => [name, name in said ? said[name] : kept[name], name in said]));
}

// That a document is not there yet is no refusal.
function refuses({ method, status }) {
  return !status || (status >= 400 && !(status === 404 && method === "GET"));
}

function drawRecords(records) {
  if (!records || records.attempt !== attempt) return; // What was asked of an earlier launch.
  const fresh = records.requests.slice(count - records.skipped);
  for (const one of fresh) {
    const about = one.about ? ` ${one.about}` : "";
    addCall(`${one.method} ${one.resource}${about}`, one.status || words.lost, refuses(one));
  }
  const verbs = records.verbs.map((verb, i) => [`statement ${i + 1}`, verb, false]);
  drawRows([...records.documents.map(({ name, body }) => [name, body, false]), ...verbs]);
  byId("broken").hidden = !records.breaches.length;
  byId("breaches").replaceChildren(...records.breaches.map(remark));
}

function remark({ place, message, hint, clause }) {
  const item = make("li", [place, message].filter(Boolean).join(": "));
  if (clause) item.append(" ", make("code", clause));
  if (hint) item.append(make("span", `→ ${hint}`, "hint"));
  return item;
}

// --- the source ---

function drawLessons() {
  const options = state.lessons.map((title, i) => new Option(title, i));
  byId("lesson").replaceChildren(...options);
  byId("lesson").value = String(Math.min(memory.lesson, options.length - 1));
}

function drawHead() {
  byId("title").textContent = state.title || state.lessons[0] || "";
  byId("standard").textContent = state.standard;
  const tracked = Boolean(state.interface);
  for (const one of document.querySelectorAll("[data-tracked]")) one.hidden = !tracked;
  for (const one of document.querySelectorAll("[data-only]")) {
    one.hidden = one.dataset.only !== state.interface;
  }
  byId("untracked").hidden = tracked;
}

async function poll() {
  let found;
  try {
    found = await ask(`state?lang=${lang}`);
  } catch (error) {
    say(words.gone);
    return;
  }
  const changed = !state || found.revision !== state.revision;
  const first = !state;
  state = found;
  if (changed) {
    drawHead();
    drawLessons();
    await launch();
  }
  const time = new Date().toLocaleTimeString(lang === "vi" ? "vi-VN" : "en-GB");
  if (state.building) say(words.building);
  else if (state.remarks.some((one) => one.stops)) say(words.refused);
  else if (changed) say(first ? words.shown : `${words.rebuilt} ${time}`);
  if (!session) drawRecords(state.records);
  const remarks = JSON.stringify(state.remarks);
  if (remarks !== drawn) {
    drawn = remarks;
    byId("remarks").hidden = !state.remarks.length;
    byId("remarks").replaceChildren(...state.remarks.map(remark));
  }
}

async function keepPolling() {
  await poll();
  setTimeout(keepPolling, POLL);
}

// --- what the reader does ---

function lessonHears(name) {
  try {
    frame.contentWindow.dispatchEvent(new Event(name));
  } catch (error) { /* The browser's own page. */ }
}

async function turn(name, on) {
  faults[name] = on;
  await ask("switch", { [name]: on });
  if (name === "down") lessonHears(on ? "offline" : "online");
}

function phone(on) {
  document.body.classList.toggle("phone", on);
  memory.phone = on;
  remember();
}

for (const name of Object.keys(faults)) {
  byId(name).checked = false;
  byId(name).addEventListener("change", (event) => turn(name, event.target.checked));
}
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("phone").checked = memory.phone;
byId("phone").addEventListener("change", (event) => phone(event.target.checked));
byId("language").value = lang;
byId("language").addEventListener("change", (event) => {
  location.search = `?lang=${event.target.value}`;
});
byId("lesson").addEventListener("change", launch);
byId("mode").addEventListener("change", launch);
byId("again").addEventListener("click", launch);
byId("reload").addEventListener("click", reload);
byId("forget").addEventListener("click", async () => {
  await emptied();
  await ask("forget", {});
  memory.kept = {};
  await launch();
});
phone(memory.phone);
ask("switch", faults).then(keepPolling);
