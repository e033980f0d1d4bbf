// The real scorm-again run-time, without a server behind it.
"use strict";
function again12(state) {
  return again(new Scorm12API({ logLevel: 5 }), state);
}

function again2004(state) {
  return again(new Scorm2004API({ logLevel: 5 }), state);
}

function again(api, state) {
  if (Object.keys(state).length) api.loadFromJSON(nested(state), "cmi");
  // What a session says of itself is not what the next one begins with.
  const read = () => {
    const held = flat("cmi", api.renderCMIToJSONObject(true).cmi, {});
    for (const name of Object.keys(held)) {
      if (held[name] === "" || /session_time|exit|entry/.test(name)) delete held[name];
    }
    return held;
  };
  return { api, state: read, get held() { return read(); } };
}

function flat(name, value, into) {
  if (typeof value !== "object") into[name] = value;
  else for (const key of Object.keys(value)) flat(`${name}.${key}`, value[key], into);
  return into;
}

function nested(state) {
  const root = {};
  for (const name of Object.keys(state)) {
    const parts = name.split(".").slice(1);
    const last = parts.pop();
    parts.reduce((node, part) => (node[part] = node[part] || {}), root)[last] = state[name];
  }
  return root;
}
