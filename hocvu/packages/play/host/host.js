// A learning system in one page: puts scorm-again's interface where a lesson looks for it, tells
// every call, and does what a learner does. `hocvuTold` is bound by who opened this page.
"use strict";
const asked = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const frame = document.getElementById("lesson");
const SYSTEMS = {
  scorm12: {
    place: "API", script: "scorm12.js", make: () => new Scorm12API({ logLevel: 5 }),
    error: "LMSGetLastError", names: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue",
      "LMSCommit", "LMSGetErrorString", "LMSGetDiagnostic"],
  },
  scorm2004: {
    place: "API_1484_11", script: "scorm2004.js", make: () => new Scorm2004API({ logLevel: 5 }),
    error: "GetLastError", names: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit",
      "GetErrorString", "GetDiagnostic"],
  },
};

function tell(kind, said) {
  window.hocvuTold(JSON.stringify({ kind, ...said }));
}

function watched(api, system) {
  const watcher = { [system.error]: () => api[system.error]() };
  for (const name of system.names) {
    watcher[name] = (...args) => {
      const result = api[name](...args);
      const error = String(api[system.error]());
      tell("call", { name: name.replace(/^LMS/, ""), args: args.map(String), result: String(result), error });
      return result;
    };
  }
  return watcher;
}

// Give the system what it held after the session before.
function recall(api, held) {
  for (const [element, value] of Object.entries(held)) {
    const path = element.split(".").slice(1);
    const last = path.pop();
    path.reduce((node, part) => node[part], api.cmi)[last] = value;
  }
}

function start() {
  const system = SYSTEMS[asked.interface];
  if (system) {
    const api = system.make();
    recall(api, asked.held);
    window[system.place] = watched(api, system);
  }
  frame.src = asked.href;
}

function load(script) {
  const element = document.createElement("script");
  element.src = `/runtime/${script}`;
  element.onload = start;
  document.body.append(element);
}

function lesson() {
  return frame.contentDocument;
}

// The page of the lesson has come, whole.
function loaded() {
  const page = lesson();
  return page && page.URL !== "about:blank" && page.readyState === "complete";
}

function left() {
  return lesson() && lesson().URL === "about:blank";
}

// The lesson led the learner back to the system.
function returned() {
  return lesson() && lesson().URL.endsWith("/host/back.html");
}

function leave() {
  frame.src = "about:blank";
  return true;
}

// The pages inside the lesson's own, and itself.
function* windows(inside = frame.contentWindow) {
  yield inside;
  for (let i = 0; i < inside.frames.length; i++) yield* windows(inside.frames[i]);
}

// Some page of the lesson brought an interface of its own and talks to that.
function hasOwnInterface() {
  const { place } = SYSTEMS[asked.interface];
  for (const inside of windows()) {
    try {
      if (inside[place] && inside[place] !== window[place]) return true;
    } catch (error) { /* Of another origin: nothing is known. */ }
  }
  return false;
}

// What follows knows hocvu's own player by its stable attributes.
function state() {
  const page = lesson();
  return (page && page.body && page.body.dataset.hocvuState) || "";
}

function control(name) {
  return lesson().querySelector(`[data-hocvu="${name}"]`);
}

function readDown() {
  const { documentElement } = lesson();
  documentElement.scrollTop = documentElement.scrollHeight;
  return true;
}

function press(name) {
  const button = control(name);
  if (button && !button.disabled) button.click();
  return true;
}

function canPress(name) {
  const button = control(name);
  return Boolean(button && !button.disabled);
}

function kind() {
  return lesson().body.dataset.hocvuKind || "";
}

// One step through a quiz, right or wrong: hand in an answer, or go on; true when it is over.
function takeStep() {
  const shown = (element) => element.getClientRects().length > 0 && !element.disabled;
  const every = (selector) => [...lesson().querySelectorAll(`main ${selector}`)].filter(shown);
  const [submit] = every("[data-hocvu=submit]");
  if (submit) {
    every("[data-hocvu=choice]").slice(0, 1).forEach((choice) => choice.click());
    for (const list of every("select")) put(list, (list.selectedIndex = 1, list.value), "change");
    for (const field of every("[data-hocvu=answer]")) put(field, "1", "input");
    submit.click();
    return false;
  }
  const [on] = [...every(".onward button"), ...every("button.main:not([data-hocvu=retry])")];
  if (on) on.click();
  return !on;
}

function put(field, value, event) {
  field.value = value;
  field.dispatchEvent(new Event(event, { bubbles: true }));
}

function media() {
  return lesson().querySelector("main video, main audio");
}

// Play as fast as browsers do; how long that takes is told, in seconds.
function playFast() {
  const player = media();
  player.muted = true;
  player.playbackRate = 16;
  player.play().catch(() => undefined);
  return true;
}

if (SYSTEMS[asked.interface]) load(SYSTEMS[asked.interface].script);
else start();
