// Helpers for the tests of the player's core: lessons, a clock that tests move, a driver that
// writes down what it is told.
"use strict";
function documentLesson(pages) {
  const list = [];
  for (let n = 0; n < pages; n++) list.push([`p${n}`, `Page ${n}`, 1]);
  return { id: "l", key: "k", shape: "s1", kind: "document", title: "L", pages: list, contents: [] };
}

function videoLesson(duration, watch = 0.9) {
  const video = { duration, watch, noSkip: false, captions: [], chapters: [] };
  return { ...documentLesson(1), kind: "video", video };
}

class FakeClock {
  constructor() {
    this.time = 0;
    this.timers = [];
  }
  now() {
    return this.time;
  }
  after(milliseconds, run) {
    const timer = { at: this.time + milliseconds, run };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((other) => other !== timer));
  }
  move(milliseconds) {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.time = next.at;
      next.run();
    }
    this.time = end;
  }
}

class FakeDriver {
  constructor(works = () => true) {
    this.limit = 3500;
    this.remote = true;
    this.works = works;
    this.saves = [];
    this.answers = [];
    this.closed = [];
  }
  save(save) {
    this.saves.push(save);
    return this.works();
  }
  answer(answer, index) {
    this.answers.push(index);
    return true;
  }
  close(leave) {
    this.closed.push(leave);
    return true;
  }
}

class FakeJournal {
  constructor(memo = "") {
    this.memo = memo;
  }
  read() {
    return this.memo;
  }
  write(memo) {
    this.memo = memo;
    return true;
  }
  clear() {
    this.memo = "";
  }
}

const FRESH = { done: false, memo: "", learner: "", language: "", review: false, passing: null };

// A tracker with everything around it that a test may want to look at.
function session(lesson, { start = {}, works, journal = "" } = {}) {
  const progress = new core.Progress(lesson);
  const driver = new FakeDriver(works);
  const clock = new FakeClock();
  const kept = new FakeJournal(journal);
  const tracker = new core.Tracker(progress, driver, kept, clock);
  tracker.begin({ ...FRESH, ...start });
  return { progress, driver, clock, journal: kept, tracker };
}

const ANSWERS = [
  { id: "câu-1", type: "choice", response: ["a", "c"], correct: [["a", "b"]], right: false },
  { id: "2.x", type: "true-false", response: ["true"], correct: [["true"]], right: true },
  { id: "q3", type: "fill-in", response: ["hồ sơ ".repeat(60)], correct: [["hồ sơ"]], right: false },
  { id: "q4", type: "matching", response: ["1.a", "2.b"], correct: [["1.a", "2.b"]], right: true },
  { id: "q5", type: "sequencing", response: ["b", "a"], correct: [["b", "a"]], right: true },
  { id: "q6", type: "numeric", response: ["2"], correct: [["2", "2"]], right: true },
].map((answer) => ({
  ...answer,
  description: "Câu hỏi dài. ".repeat(40),
  latency: 12.345,
  at: Date.UTC(2026, 10, 22, 10, 0, 0, 123),
}));

// Give the answers to a strict run-time through the driver of its standard.
function giveAnswers(standard) {
  const log = [];
  const names12 = { set: "LMSSetValue", error: "LMSGetLastError" };
  const names = standard === "scorm12" ? names12 : { set: "SetValue", error: "GetLastError" };
  const { api } = standard === "scorm12" ? strict12({}) : strict2004({});
  const set = api[names.set];
  api[names.set] = (element, value) => {
    const result = set(element, value);
    log.push([element, value, api[names.error]()]);
    return result;
  };
  window.API = window.API_1484_11 = api;
  const driver = (standard === "scorm12" ? core.Scorm12 : core.Scorm2004).find();
  driver.open();
  const kept = ANSWERS.map((answer, index) => driver.answer(answer, index));
  const save = { done: true, over: true, measure: 1, memo: "x", location: "1", seconds: 3.456 };
  kept.push(driver.save({ ...save, result: { score: 0.666, passed: false } }));
  return { log, kept };
}

// What a session of cmi5 tells of the results of an assessment, one after the other.
async function judgeBy({ mastery, results, answers = [] }) {
  const told = [];
  const actor = { objectType: "Agent", account: { homePage: "https://x.example", name: "7f" } };
  const registration = "5b3f1c5e-8f0f-4a6e-9d7a-0c1d2e3f4a5b";
  const launch = { endpoint: "/", auth: "", actor, registration, activity: "urn:x:au" };
  const lrs = {
    launch,
    lists: true,
    state: async () => null,
    keepState: async () => true,
    send: async (batch) => (told.push(...batch), "kept"),
  };
  const session = new core.Session(`s${Math.random()}`);
  const lesson = { ...documentLesson(1), iri: "urn:x:l" };
  const driver = await core.Records.begin({ lrs, session, lesson, mastery, template: {}, cmi5: true,
    definition: null, language: "", content: "vi", review: false, back: "", course: null });
  driver.open();
  for (const answer of answers) driver.answer(answer);
  for (const [score, passed] of results) {
    await driver.save({ done: false, over: false, measure: 0, memo: "", location: "", seconds: 1,
      result: { score, passed } });
  }
  await driver.close("exit");
  return told;
}
