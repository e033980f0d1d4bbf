// The real scorm-again run-time, without a server behind it.
"use strict";
function again12(state) {
  return again(new Scorm12API({ logLevel: 5 }), state, [
    "cmi.suspend_data", "cmi.core.lesson_status", "cmi.core.lesson_location",
  ]);
}

function again2004(state) {
  return again(new Scorm2004API({ logLevel: 5 }), state, [
    "cmi.suspend_data", "cmi.completion_status", "cmi.location", "cmi.progress_measure",
    "cmi.success_status",
  ]);
}

function again(api, state, names) {
  const parent = (name) =>
    name.split(".").slice(1, -1).reduce((node, part) => node[part], api.cmi);
  const last = (name) => name.split(".").pop();
  for (const name of names) if (name in state) parent(name)[last(name)] = state[name];
  const read = () => {
    const kept = {};
    for (const name of names) kept[name] = String(parent(name)[last(name)]);
    return kept;
  };
  return { api, state: read, get held() { return read(); } };
}
