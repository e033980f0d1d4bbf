// A SCORM 1.2 run-time written from the Run-Time Environment, version 1.2, section 3.4: it
// refuses whatever the data model does not allow.
"use strict";
function strict12(state, names) {
  const DECIMAL = /^-?\d{1,10}(\.\d{1,7})?$/;
  const SPAN = /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
  const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
  const ID = /^[A-Za-z0-9_]{1,255}$/;
  const text = (longest) => (value) => value.length <= longest;
  const one = (...list) => (value) => list.includes(value);
  const like = (pattern) => (value) => pattern.test(value);
  const score = (value) => value === "" || (DECIMAL.test(value) && +value >= 0 && +value <= 100);
  const CHOICE = /^[0-9a-z](,[0-9a-z])*$/;
  const RESPONSES = {
    "choice": CHOICE,
    "sequencing": CHOICE,
    "true-false": /^[01tf]/,
    "matching": /^[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*$/,
    "fill-in": /^[^]{0,255}$/,
    "numeric": DECIMAL,
  };
  const response = (value, n) =>
    value.length <= 255 && (RESPONSES[held[`cmi.interactions.${n}.type`]] || /^$/).test(value);
  // element: [readable, writable, check]
  const MODEL = {
    "cmi.core.student_id": [1, 0],
    "cmi.core.student_name": [1, 0],
    "cmi.core.lesson_location": [1, 1, text(255)],
    "cmi.core.credit": [1, 0],
    "cmi.core.lesson_status": [1, 1, one("passed", "completed", "failed", "incomplete", "browsed")],
    "cmi.core.entry": [1, 0],
    "cmi.core.score.raw": [1, 1, score],
    "cmi.core.score.min": [1, 1, score],
    "cmi.core.score.max": [1, 1, score],
    "cmi.core.total_time": [1, 0],
    "cmi.core.lesson_mode": [1, 0],
    "cmi.core.exit": [0, 1, one("time-out", "suspend", "logout", "")],
    "cmi.core.session_time": [0, 1, like(SPAN)],
    "cmi.suspend_data": [1, 1, (value) => value.length <= 4096 && /^[\x20-\x7e]*$/.test(value)],
    "cmi.launch_data": [1, 0],
    "cmi.comments": [1, 1, text(4096)],
    "cmi.student_data.mastery_score": [1, 0],
    "cmi.student_preference.language": [1, 1, text(255)],
    "cmi.interactions._count": [1, 0],
    "cmi.interactions.n.id": [0, 1, like(ID)],
    "cmi.interactions.n.time": [0, 1, like(TIME)],
    "cmi.interactions.n.type": [0, 1, one("true-false", "choice", "fill-in", "matching",
      "performance", "sequencing", "likert", "numeric")],
    "cmi.interactions.n.correct_responses.n.pattern": [0, 1, response],
    "cmi.interactions.n.weighting": [0, 1, like(DECIMAL)],
    "cmi.interactions.n.student_response": [0, 1, response],
    "cmi.interactions.n.result": [0, 1, (value) => DECIMAL.test(value) ||
      ["correct", "wrong", "unanticipated", "neutral"].includes(value)],
    "cmi.interactions.n.latency": [0, 1, like(SPAN)],
  };
  const held = {
    "cmi.core.student_id": "hv0001",
    "cmi.core.student_name": "Nguyễn, An",
    "cmi.core.credit": "credit",
    "cmi.core.lesson_mode": "normal",
    "cmi.core.lesson_status": "not attempted",
    "cmi.core.total_time": "0000:00:00.00",
    ...state,
  };
  held["cmi.core.entry"] = state["cmi.suspend_data"] ? "resume" : "ab-initio";
  let phase = "new";
  let error = "0";
  // Answers of earlier sessions of the attempt are still there.
  let interactions = Object.keys(held).filter((name) => /^cmi\.interactions\.\d+\.id$/.test(name)).length;
  const fail = (code, value) => ((error = code), value);
  const find = (name) => {
    const indexes = [];
    const path = name.replace(/\.(\d+)(?=\.|$)/g, (whole, n) => (indexes.push(+n), ".n"));
    return { entry: MODEL[path], indexes, path };
  };
  const api = {
    LMSInitialize(argument) {
      if (argument !== "") return fail("201", "false");
      if (phase !== "new") return fail("101", "false");
      phase = "on";
      error = "0";
      return "true";
    },
    LMSFinish(argument) {
      if (phase !== "on") return fail("301", "false");
      if (argument !== "") return fail("201", "false");
      phase = "off";
      // 3.4.4: an SCO that sets no status is taken to have been completed.
      if (held["cmi.core.lesson_status"] === "not attempted") {
        held["cmi.core.lesson_status"] = "completed";
      }
      error = "0";
      return "true";
    },
    LMSGetValue(name) {
      if (phase !== "on") return fail("301", "");
      if (name === "cmi.interactions._count") return (error = "0"), String(interactions);
      const { entry } = find(name);
      if (!entry) return fail(/^cmi\./.test(name) ? "401" : "201", "");
      if (!entry[0]) return fail("404", "");
      error = "0";
      return name in held ? held[name] : "";
    },
    LMSSetValue(name, value) {
      if (phase !== "on") return fail("301", "false");
      if (typeof name !== "string" || typeof value !== "string") return fail("405", "false");
      if (/\._(children|count)$/.test(name)) return fail("402", "false");
      const { entry, indexes } = find(name);
      if (!entry) return fail(/^cmi\./.test(name) ? "401" : "201", "false");
      if (!entry[1]) return fail("403", "false");
      if (indexes.length && indexes[0] > interactions) return fail("201", "false");
      if (!entry[2](value, indexes[0])) return fail("405", "false");
      if (indexes.length) interactions = Math.max(interactions, indexes[0] + 1);
      held[name] = value;
      error = "0";
      return "true";
    },
    LMSCommit(argument) {
      if (phase !== "on") return fail("301", "false");
      if (argument !== "") return fail("201", "false");
      error = "0";
      return "true";
    },
    LMSGetLastError: () => error,
    LMSGetErrorString: (code) => code,
    LMSGetDiagnostic: (code) => code,
  };
  const state_ = () => {
    const rest = { ...held };
    for (const name of Object.keys(rest)) if (/exit|session/.test(name)) delete rest[name];
    return rest;
  };
  return { api, state: state_, held };
}
