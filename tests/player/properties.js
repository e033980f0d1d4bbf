// Random learners with random systems: nothing is downgraded, lost, doubled or too long.
//   node properties.js BUNDLE HOST_FOLDER FIRST LAST
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
global.window = { addEventListener() {}, setTimeout, clearTimeout };
window.parent = window;
const core = require(path.resolve(process.argv[2]));
const fakes = vm.createContext({});
for (const name of ["strict12.js", "strict2004.js"]) {
  vm.runInContext(fs.readFileSync(path.join(process.argv[3], name), "utf8"), fakes);
}
const NAMES = {
  scorm12: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError"],
  scorm2004: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError"],
};
const LETTERS = "aáăâbcdđeêghiklmnoôơpqrstuưvxyếộữẠ ,.*'|;~!\n🙂";

function maker(seed) {
  const next = core.chance(seed);
  const upTo = (most) => Math.floor(next() * most);
  const one = (...list) => list[upTo(list.length)];
  const text = (longest) => Array.from({ length: upTo(longest) + 1 }, () => one(...Array.from(LETTERS))).join("");
  return { next, upTo, one, text };
}

function question(r, number) {
  const kind = r.one("choice", "choice", "true_false", "text", "number", "match", "order", "essay");
  const tokens = Array.from("abcdefgh").slice(0, 2 + r.upTo(6));
  const base = { id: `c${number}`, kind, ask: r.text(300), points: r.one(1, 1, 2, 0.5), feedback: "", right: "", wrong: "" };
  if (kind === "choice") {
    const multiple = r.next() < 0.4;
    const right = r.upTo(tokens.length);
    const choices = tokens.map((id, place) => [id, r.text(20), place === right || (multiple && r.next() < 0.3) ? 1 : 0, ""]);
    return { ...base, multiple, partial: r.next() < 0.5, shuffle: true, choices };
  }
  if (kind === "true_false") return { ...base, answer: r.next() < 0.5 };
  if (kind === "text") return { ...base, exact: r.next() < 0.2, accepted: [[r.text(20), 1, ""], ["*", 0.25, ""]] };
  if (kind === "number") return { ...base, ranges: [[1, 2 + r.upTo(5), 1, ""]] };
  const items = tokens.map((id) => [id, r.text(20)]);
  if (kind === "match") {
    const pairs = {};
    for (const id of tokens) pairs[id] = r.one(...tokens);
    return { ...base, items, answers: items, pairs };
  }
  return kind === "order" ? { ...base, items } : { ...base, model: "" };
}

function respond(r, { kind, choices, items, answers }) {
  if (kind === "choice") return [choices.map(([id]) => id).filter(() => r.next() < 0.4)].map((l) => (l.length ? l : ["a"]))[0];
  if (kind === "true_false") return [r.one("true", "false")];
  if (kind === "text") return [r.text(r.one(10, 60, 255))];
  if (kind === "number") return [r.one("1", "2,5", "1.000", "−3", "7")];
  if (kind === "match") return items.map(([id]) => `${id}.${r.one(...answers)[0]}`);
  if (kind === "order") return core.shuffled(items.map(([id]) => id), r.next);
  return [r.text(r.one(30, 300, 3000))];
}

function quizLesson(r) {
  const questions = Array.from({ length: 1 + r.upTo(r.one(6, 20, 60)) }, (_, n) => question(r, n));
  const quiz = { pass: r.one(0, 50, 80, 100), attempts: r.one(0, 0, 1, 3), shuffle: r.next() < 0.5,
    pick: r.one(0, 0, Math.min(questions.length, 3)), reveal: r.one("each", "end", "passed", "never"), questions };
  return { kind: "quiz", quiz };
}

function situationLesson(r) {
  const count = 2 + r.upTo(8);
  const scenes = Array.from({ length: count }, (_, n) => {
    const scene = { id: `s${n}`, title: "", end: null, then: null };
    if (r.next() < 0.4) {
      scene.video = { duration: 10 + r.upTo(600), watch: 0.9, noSkip: false, captions: [], chapters: [] };
      scene.questions = [{ at: 5, required: true, place: "", question: question(r, n) }];
    }
    if (n >= count - 2) scene.end = r.one("passed", "failed", "score");
    else if (r.next() < 0.2) scene.then = n + 1;
    else scene.ways = Array.from("abc", (id) => [id, r.text(10), r.one(0, 5, 10), r.next() < 0.2 ? r.upTo(n + 1) : n + 1 + r.upTo(count - n - 1), ""]);
    return scene;
  });
  return { kind: "situation", situation: { key: "k", start: 0, best: r.one(0, 10, 20), pass: 60, scenes } };
}

function lessonFor(r) {
  const base = { id: "l", key: "k", shape: "s1", title: "L", pages: [["p0", "P", 1]], contents: [] };
  const pick = r.next();
  if (pick < 0.55) return { ...base, ...quizLesson(r) };
  if (pick < 0.85) return { ...base, ...situationLesson(r) };
  const video = { duration: r.one(30, 900, 90000), watch: 0.9, noSkip: false, captions: [], chapters: [] };
  if (pick < 0.93) return { ...base, kind: "video", video };
  return { ...base, kind: "document", pages: Array.from({ length: 1 + r.upTo(60) }, (_, n) => [`p${n}`, "P", 1]) };
}

const RANK = { "not attempted": 0, unknown: 0, incomplete: 1, failed: 2, completed: 3, passed: 4 };

class World {
  constructor(seed) {
    this.seed = seed;
    this.r = maker(seed);
    this.standard = this.r.one("scorm12", "scorm2004");
    this.lesson = lessonFor(this.r);
    this.persisted = {};
    this.kept = "";
    this.told = [];
    this.fault = "";
    this.statuses = {};
    this.best = 0;
    this.done = false;
    this.clock = { time: 0, timers: [] };
    this.open();
  }

  fail(text) {
    throw new Error(`seed ${this.seed} (${this.standard}, ${this.lesson.kind}): ${text}`);
  }

  api() {
    const { standard } = this;
    const system = vm.runInContext(standard === "scorm12" ? "strict12" : "strict2004", fakes)({ ...this.persisted });
    const names = NAMES[standard];
    const api = { ...system.api };
    let faulty = false;
    const keep = () => (this.persisted = system.state());
    api[names[4]] = (argument) => {
      faulty = this.fault === "false" || this.fault === "lie";
      if (this.fault === "throw") throw new Error("no network");
      if (faulty) return this.fault === "lie" ? "true" : "false";
      const answer = system.api[names[4]](argument);
      keep();
      return answer;
    };
    api[names[1]] = (argument) => {
      faulty = false;
      if (this.fault) throw new Error("no network");
      const answer = system.api[names[1]](argument);
      keep();
      return answer;
    };
    api[names[3]] = (name, value) => {
      faulty = false;
      if (typeof value !== "string") this.fail(`${name} is no text`);
      const answer = system.api[names[3]](name, value);
      if (answer !== "true") this.fail(`${name} = ${JSON.stringify(value).slice(0, 200)} refused: ${system.api[names[5]]()}`);
      if (/status$/.test(name)) {
        if (RANK[value] < (this.statuses[name] || 0) && RANK[value] < RANK[this.persisted[name]]) this.fail(`${name} fell to ${value}`);
        this.statuses[name] = Math.max(this.statuses[name] || 0, RANK[value]);
      }
      return answer;
    };
    api[names[5]] = () => (faulty ? "101" : system.api[names[5]]());
    return api;
  }

  open() {
    const { lesson, standard } = this;
    window.API = window.API_1484_11 = undefined;
    window[standard === "scorm12" ? "API" : "API_1484_11"] = this.api();
    const driver = (standard === "scorm12" ? core.Scorm12 : core.Scorm2004).find();
    const start = driver.open();
    this.work = lesson.quiz ? new core.Quiz(lesson.quiz, this.r.upTo(1e9)) : lesson.situation ? new core.Situation(lesson.situation) : null;
    this.progress = new core.Progress(lesson, this.work);
    const journal = { read: () => this.kept, write: (memo) => ((this.kept = memo), true), clear: () => (this.kept = "") };
    const { clock } = this;
    clock.timers = [];
    this.tracker = new core.Tracker(this.progress, driver, journal, {
      now: () => clock.time,
      after: (milliseconds, run) => {
        const timer = { at: clock.time + milliseconds, run };
        clock.timers.push(timer);
        return () => (clock.timers = clock.timers.filter((other) => other !== timer));
      },
    });
    this.tracker.begin(start);
    this.compare();
  }

  move(milliseconds) {
    const { clock } = this;
    const end = clock.time + milliseconds;
    for (;;) {
      const next = clock.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      clock.timers = clock.timers.filter((other) => other !== next);
      clock.time = next.at;
      next.run();
    }
    clock.time = end;
  }

  tell(answer) {
    this.told.push(answer);
    this.tracker.answer(answer);
  }

  // What the learner had reached before is still there.
  compare() {
    const { work, progress } = this;
    if (this.done && !progress.done) this.fail("no longer done");
    if (work && (work.best ? work.best.score : 0) < this.best - 1e-4) this.fail("the best score fell");
    if (progress.answers !== this.told.length) this.fail(`${progress.answers} answers of ${this.told.length}`);
    if (!this.expected) return;
    if (work instanceof core.Quiz) {
      for (const [place, response] of Object.entries(this.expected)) {
        const given = work.answered(Number(place));
        if (!given) this.fail(`the answer to ${place} is lost`);
        if (!given.cut && given.response.join() !== response.join()) this.fail(`the answer to ${place} is another: ${given.response}`);
      }
    }
    if (work instanceof core.Situation && JSON.stringify(work.steps().map((s) => [s.scene, s.way && s.way[0]])) !== this.expected) this.fail("another path");
  }

  remember() {
    const { work, progress } = this;
    this.done = this.done || progress.done;
    if (work && work.best) this.best = Math.max(this.best, work.best.score);
    if (work instanceof core.Quiz) {
      this.expected = {};
      for (const place of work.drawn) {
        const given = work.answered(place);
        if (given) this.expected[place] = given.response;
      }
    }
    if (work instanceof core.Situation) this.expected = JSON.stringify(work.steps().map((s) => [s.scene, s.way && s.way[0]]));
    const limit = this.standard === "scorm12" ? 3500 : 16000;
    const memo = progress.dump(limit);
    if (memo.length > limit) this.fail(`${memo.length} characters`);
    if (!/^[\x20-\x7e]*$/.test(memo)) this.fail(`not ASCII: ${memo}`);
  }

  act() {
    const { r, work, tracker, progress, lesson } = this;
    const moment = { latency: r.upTo(90000) / 1000, at: Date.UTC(2026, 10, 22) + r.upTo(1e9) };
    const what = r.next();
    if (what < 0.5 && work instanceof core.Quiz) {
      const open = work.drawn.filter((place) => !work.answered(place));
      if (!open.length) {
        if (r.next() < 0.5 && work.retry()) tracker.moved();
        return;
      }
      const place = r.one(...open);
      const response = respond(r, lesson.quiz.questions[place]);
      if (!work.answer(place, response)) this.fail("an answer was not taken");
      if (work.answer(place, ["x"])) this.fail("a second answer was taken");
      this.tell(core.answerTo(lesson.quiz.questions[place], response, moment));
      if (work.finished()) tracker.assess(work.best);
    } else if (what < 0.5 && work instanceof core.Situation) {
      const scene = work.open();
      const place = work.scene();
      if (work.ended()) {
        if (r.next() < 0.4 && work.replay()) tracker.moved();
      } else if (scene.questions && work.answer(place, 0)) {
        const { question } = scene.questions[0];
        this.tell(core.answerTo(question, respond(r, question), moment, `ch_${scene.id}`));
      } else if (scene.then !== null) {
        work.onward();
        tracker.moved();
      } else {
        const visit = work.visit(place);
        const way = work.decide(r.one("a", "b", "c"));
        this.tell(core.decisionIn("k", scene, visit, way, moment));
      }
      if (work.ended()) tracker.assess(work.best);
    } else if (what < 0.5) {
      const { video } = lesson;
      if (video) {
        const start = r.next() * video.duration;
        progress.watch.play(start, Math.min(video.duration, start + r.next() * 500));
        progress.watch.position = start;
        tracker.touch();
      } else progress.see((progress.page = r.upTo(lesson.pages.length)));
      tracker.soon();
    } else if (what < 0.62) this.move(r.one(10, 500, 1500, 70000));
    else if (what < 0.7) tracker.hide();
    else if (what < 0.76) {
      tracker.pause(true);
      this.move(5000);
      tracker.pause(false);
    } else if (what < 0.86) this.fault = r.one("", "", "false", "lie", "throw");
    else if (what < 0.93) {
      this.remember();
      this.open();
    } else {
      this.remember();
      tracker.finish(r.one("", "suspendAll"));
      this.open();
    }
  }

  // A last session with a system that works: everything must be there, once.
  end() {
    this.remember();
    this.fault = "";
    this.open();
    this.move(2000);
    this.tracker.finish("suspendAll");
    const name = this.standard === "scorm12" ? "student_response" : "learner_response";
    const responses = this.standard === "scorm12" ? core.response12 : core.response2004;
    this.told.forEach((answer, index) => {
      const kept = this.persisted[`cmi.interactions.${index}.${name}`];
      if (kept !== responses(answer.type, answer.response)) this.fail(`answer ${index} is ${kept}`);
    });
    if (this.persisted[`cmi.interactions.${this.told.length}.id`]) this.fail("an answer stands twice");
    const status = this.persisted[this.standard === "scorm12" ? "cmi.core.lesson_status" : "cmi.completion_status"];
    if (this.done && RANK[status] < RANK.failed) this.fail(`done, and the system holds ${status}`);
    const score = this.persisted[this.standard === "scorm12" ? "cmi.core.score.raw" : "cmi.score.raw"];
    if (this.work && this.work.best && score !== String(Math.round(this.work.best.score * 100))) this.fail(`the score is ${score}, not ${this.work.best.score}`);
    if (this.work && !this.work.best && score !== undefined) this.fail("a score before the end");
  }
}

const [first, last] = [Number(process.argv[4]), Number(process.argv[5])];
let answers = 0;
let ends = 0;
for (let seed = first; seed <= last; seed++) {
  const world = new World(seed);
  const actions = 20 + world.r.upTo(60);
  for (let n = 0; n < actions; n++) {
    world.act();
    world.remember();
  }
  world.end();
  answers += world.told.length;
  ends += world.done ? 1 : 0;
}
console.log(JSON.stringify({ sequences: last - first + 1, answers, ends }));
