// A learning system in one page: gives the API of the asked run-time to the frame, and writes
// down every call with its answer and the error after it.
"use strict";
const asked = new URLSearchParams(location.search);
const runtime = asked.get("runtime");
const kept = JSON.parse(asked.get("initial") || "{}");
const NAMES = {
  scorm12: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit",
    "LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"],
  scorm2004: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit",
    "GetLastError", "GetErrorString", "GetDiagnostic"],
};
const PLACES = { scorm12: "API", scorm2004: "API_1484_11" };
const MAKERS = {
  strict: { scorm12: strict12, scorm2004: strict2004 },
  openedx: { scorm12: openedx, scorm2004: openedx },
  again: { scorm12: again12, scorm2004: again2004 },
};
const calls = [];
// Set from a test to see what the player does with a system that fails: `commit` in each commit,
// `share` now and then in any call, by chance from `seed`, `stumble` in each call's first time.
const faults = { commit: "", share: 0, seed: 1, stumble: !!asked.get("stumble") };
const made = new Set();

function fails(call) {
  if (faults.stumble && !made.has(call)) return made.add(call), true;
  faults.seed = (Math.imul(faults.seed, 1103515245) + 12345) & 0x7fffffff;
  return faults.seed / 0x7fffffff < faults.share;
}
const systems = {};

function watched(system, standard) {
  const names = NAMES[standard];
  const watcher = {};
  for (const name of names) {
    watcher[name] = (...args) => {
      const typed = args.map((arg) => (typeof arg === "string" ? arg : { not_text: String(arg) }));
      let result;
      let error = "";
      if (faults.commit && name.endsWith("Commit")) {
        if (faults.commit === "throw") throw new Error("no network in an unload");
        result = faults.commit === "lie" ? "true" : "false";
        error = "101";
        watcher.lastFault = "101";
      } else if (!/Last|String|Diagnostic/.test(name) && fails(`${name} ${args[0]}`)) {
        result = name.includes("Get") ? "" : "false";
        error = watcher.lastFault = "101";
      } else if (watcher.lastFault && name.endsWith("GetLastError")) {
        result = watcher.lastFault;
      } else {
        if (!name.includes("GetLastError")) watcher.lastFault = "";
        result = system.api[name](...args);
        if (!name.includes("GetLastError")) error = system.api[names[5]]();
      }
      if (!name.includes("GetLastError")) {
        calls.push({ standard, name, args: typed, result: String(result), error: String(error),
          at: performance.now() });
      }
      return result;
    };
  }
  return watcher;
}

function provide(state) {
  for (const standard of (asked.get("offer") || "").split(",").filter(Boolean)) {
    const system = MAKERS[runtime][standard](state[standard] || {}, NAMES[standard]);
    systems[standard] = system;
    window[PLACES[standard]] = watched(system, standard);
  }
}

function launch(href) {
  document.getElementById("sco").src = href;
}

// What the system holds for the next session of the same learner.
function held() {
  const state = {};
  for (const standard of Object.keys(systems)) state[standard] = systems[standard].state();
  return state;
}

provide(kept);
launch(asked.get("href"));
