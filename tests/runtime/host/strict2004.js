// A SCORM 2004 run-time written from the Run-Time Environment, 4th edition, chapters 3 and 4.
"use strict";
function strict2004(state) {
  const REAL = /^-?\d{1,10}(\.\d{1,7})?$/;
  const SPAN = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/;
  const TIME = /^(19[7-9]\d|20[0-3]\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{2}Z$/;
  const ID = /^[A-Za-z0-9_.]{1,4000}$/;
  const text = (longest) => (value) => value.length <= longest;
  const one = (...list) => (value) => list.includes(value);
  const like = (pattern) => (value) => pattern.test(value);
  const range = (low, high) => (value) =>
    REAL.test(value) ? (+value >= low && +value <= high) || "407" : false;
  const SHORT = "[A-Za-z0-9_]+";
  const RESPONSES = {
    "choice": new RegExp(`^(${SHORT}(\\[,\\]${SHORT})*)?$`),
    "sequencing": new RegExp(`^${SHORT}(\\[,\\]${SHORT})*$`),
    "true-false": /^(true|false)$/,
    "matching": new RegExp(`^${SHORT}\\[\\.\\]${SHORT}(\\[,\\]${SHORT}\\[\\.\\]${SHORT})*$`),
    "fill-in": /^(\{lang=[a-z-]+\})?[^]{0,250}$/,
    "long-fill-in": /^(\{lang=[a-z-]+\})?[^]{0,4000}$/,
    "numeric": REAL,
  };
  const response = (value, n) => (RESPONSES[held[`cmi.interactions.${n}.type`]] || /^$/).test(value);
  const pattern = (value, n) =>
    held[`cmi.interactions.${n}.type`] === "numeric"
      ? /^(-?\d+(\.\d+)?)?(\[:\](-?\d+(\.\d+)?)?)?$/.test(value)
      : response(value, n);
  const MODEL = {
    "cmi.learner_id": [1, 0],
    "cmi.learner_name": [1, 0],
    "cmi.mode": [1, 0],
    "cmi.credit": [1, 0],
    "cmi.entry": [1, 0],
    "cmi.completion_status": [1, 1, one("completed", "incomplete", "not attempted", "unknown")],
    "cmi.success_status": [1, 1, one("passed", "failed", "unknown")],
    "cmi.progress_measure": [1, 1, range(0, 1)],
    "cmi.completion_threshold": [1, 0],
    "cmi.scaled_passing_score": [1, 0],
    "cmi.score.scaled": [1, 1, range(-1, 1)],
    "cmi.score.raw": [1, 1, like(REAL)],
    "cmi.score.min": [1, 1, like(REAL)],
    "cmi.score.max": [1, 1, like(REAL)],
    "cmi.location": [1, 1, text(1000)],
    "cmi.suspend_data": [1, 1, (value) => value.length <= 16000 && /^[\x20-\x7e]*$/.test(value)],
    "cmi.session_time": [0, 1, like(SPAN)],
    "cmi.total_time": [1, 0],
    "cmi.exit": [0, 1, one("time-out", "suspend", "logout", "normal", "")],
    "cmi.learner_preference.language": [1, 1, text(250)],
    "cmi.interactions._count": [1, 0],
    "cmi.interactions.n.id": [1, 1, like(ID)],
    "cmi.interactions.n.type": [1, 1, one("true-false", "choice", "fill-in", "long-fill-in",
      "likert", "matching", "performance", "sequencing", "numeric", "other")],
    "cmi.interactions.n.timestamp": [1, 1, like(TIME)],
    "cmi.interactions.n.correct_responses.n.pattern": [1, 1, pattern],
    "cmi.interactions.n.weighting": [1, 1, like(REAL)],
    "cmi.interactions.n.learner_response": [1, 1, response],
    "cmi.interactions.n.result": [1, 1, (value) => REAL.test(value) ||
      ["correct", "incorrect", "unanticipated", "neutral"].includes(value)],
    "cmi.interactions.n.latency": [1, 1, like(SPAN)],
    "cmi.interactions.n.description": [1, 1, text(250)],
    "adl.nav.request": [1, 1, one("continue", "previous", "exit", "exitAll", "abandon",
      "abandonAll", "suspendAll", "_none_")],
  };
  const held = {
    "cmi.learner_id": "hv0001",
    "cmi.learner_name": "Nguyễn, An",
    "cmi.mode": "normal",
    "cmi.credit": "credit",
    "cmi.completion_status": "unknown",
    "cmi.success_status": "unknown",
    "cmi.total_time": "PT0S",
    "cmi.learner_preference.language": "",
    ...state,
  };
  held["cmi.entry"] = state["cmi.suspend_data"] ? "resume" : "ab-initio";
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
  const needs = (before, after) => (phase === "new" ? before : phase === "off" ? after : "");
  const api = {
    Initialize(argument) {
      if (phase === "off") return fail("104", "false");
      if (phase === "on") return fail("103", "false");
      if (argument !== "") return fail("201", "false");
      phase = "on";
      error = "0";
      return "true";
    },
    Terminate(argument) {
      const off = needs("112", "113");
      if (off) return fail(off, "false");
      if (argument !== "") return fail("201", "false");
      phase = "off";
      error = "0";
      return "true";
    },
    GetValue(name) {
      const off = needs("122", "123");
      if (off) return fail(off, "");
      if (name === "cmi.interactions._count") return (error = "0"), String(interactions);
      const { entry } = find(name);
      if (!entry) return fail("401", "");
      if (!entry[0]) return fail("405", "");
      if (!(name in held)) return fail("403", "");
      error = "0";
      return held[name];
    },
    SetValue(name, value) {
      const off = needs("132", "133");
      if (off) return fail(off, "false");
      if (typeof name !== "string" || typeof value !== "string") return fail("406", "false");
      const { entry, indexes, path } = find(name);
      if (!entry) return fail("401", "false");
      if (!entry[1]) return fail("404", "false");
      if (indexes.length && indexes[0] > interactions) return fail("351", "false");
      const first = `cmi.interactions.${indexes[0]}.id`;
      if (indexes.length && path !== "cmi.interactions.n.id" && !(first in held)) {
        return fail("408", "false");
      }
      const good = entry[2](value, indexes[0]);
      if (good !== true) return fail(good === "407" ? "407" : "406", "false");
      if (indexes.length) interactions = Math.max(interactions, indexes[0] + 1);
      held[name] = value;
      error = "0";
      return "true";
    },
    Commit(argument) {
      const off = needs("142", "143");
      if (off) return fail(off, "false");
      if (argument !== "") return fail("201", "false");
      error = "0";
      return "true";
    },
    GetLastError: () => error,
    GetErrorString: (code) => code,
    GetDiagnostic: (code) => code,
  };
  const state_ = () => {
    const rest = { ...held };
    for (const name of Object.keys(rest)) {
      if (/cmi\.exit|session|^adl/.test(name)) delete rest[name];
    }
    return rest;
  };
  return { api, state: state_, held };
}
