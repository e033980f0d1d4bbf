// The run-times that a lesson of SCORM speaks to: scorm-again, and one that is as careless as some
// real systems are. What is stored is told to the page after every call.
"use strict";
const KEPT = [
  "cmi.suspend_data", "cmi.core.lesson_location", "cmi.location", "cmi.core.lesson_status",
  "cmi.completion_status", "cmi.success_status", "cmi.progress_measure", "cmi.core.score.raw",
  "cmi.core.score.min", "cmi.core.score.max", "cmi.score.raw", "cmi.score.min", "cmi.score.max",
  "cmi.score.scaled",
];
const READABLE = /suspend_data|location|student_id|learner_id/;
const SYSTEMS = {
  scorm12: {
    place: "API", script: "scorm12.js", prefix: "LMS", end: "LMSFinish", failure: "101",
    language: "cmi.student_preference.language", make: () => new Scorm12API({ logLevel: 5 }),
  },
  scorm2004: {
    place: "API_1484_11", script: "scorm2004.js", prefix: "", end: "Terminate", failure: "391",
    language: "cmi.learner_preference.language", make: () => new Scorm2004API({ logLevel: 5 }),
  },
};

function setBefore(api, element, value) {
  const path = element.split(".").slice(1);
  const last = path.pop();
  try {
    path.reduce((node, part) => node[part], api.cmi)[last] = value;
  } catch (error) { /* The run-time gives this element itself. */ }
}

// One session of a lesson: `kept` is what the system holds, `said` what waits for a commit.
class ScormSession {
  constructor(kind, kept, given, language, faults, told) {
    Object.assign(this, { kind, kept, faults, told, said: {}, error: "0" });
    this.system = SYSTEMS[kind];
    this.api = this.system.make();
    const before = { ...given, [this.system.language]: language };
    for (const name of KEPT) if (name in kept) before[name] = kept[name];
    for (const name of Object.keys(before)) setBefore(this.api, name, before[name]);
    this.provide();
  }

  provide() {
    const { prefix, end } = this.system;
    const names = ["Initialize", "GetValue", "SetValue", "Commit", "GetErrorString", "GetDiagnostic"];
    const face = { [`${prefix}GetLastError`]: () => this.error };
    for (const name of [...names.map((one) => prefix + one), end]) {
      face[name] = (...args) => this.call(name, args.map(String));
    }
    window[this.system.place] = face;
  }

  call(name, args) {
    const { prefix, end } = this.system;
    const bare = name === end ? "Terminate" : name.slice(prefix.length);
    const saves = bare === "Commit" || bare === "Terminate";
    const lost = saves && (this.faults.down || this.faults.refusing);
    let result = lost ? "false" : this.answer(name, bare, args);
    if (lost) this.error = this.system.failure;
    if (this.faults.sloppy) this.error = "0";
    if (bare === "SetValue" && result === "true") this.said[args[0]] = args[1];
    if (saves && result === "true") {
      Object.assign(this.kept, this.said);
      this.said = {};
    }
    this.told({ name, args, result, error: this.error });
    return result;
  }

  answer(name, bare, args) {
    if (this.faults.sloppy) {
      if (bare === "GetErrorString" || bare === "GetDiagnostic") return "";
      if (bare !== "GetValue") return "true";
      const value = { ...this.kept, ...this.said }[args[0]];
      return READABLE.test(args[0]) && value !== undefined ? value : "";
    }
    const result = String(this.api[name](...args));
    if (bare !== "GetErrorString" && bare !== "GetDiagnostic") {
      this.error = String(this.api[`${this.system.prefix}GetLastError`]());
    }
    return result;
  }
}
