/** SCORM 1.2 Run-Time Environment, chapter 3. */

import { Answer, correct12, response12, type12, verdict } from "../core/answers";
import { identifier, timeOfDay, timespan } from "../core/formats";
import { Calls } from "./calls";
import { Driver, Save, Start } from "./driver";
import { findApi } from "./find";

const TERMINAL = /^(passed|completed|failed)$/;
const RANKS = ["incomplete", "failed", "completed", "passed"];

export class Scorm12 implements Driver {
  /** The standard allows 4096 characters; some systems count bytes or escape. */
  readonly limit = 3500;
  readonly remote = true;
  private status = "";

  private constructor(private readonly calls: Calls) {}

  static find(): Scorm12 | null {
    const api = findApi<{ [name: string]: () => unknown }>("API");
    return api && new Scorm12(new Calls(api, NAMES));
  }

  open(): Start | null {
    if (!this.calls.start()) return null;
    this.status = this.calls.get("cmi.core.lesson_status");
    const mode = this.calls.get("cmi.core.lesson_mode");
    return {
      done: TERMINAL.test(this.status),
      memo: this.calls.get("cmi.suspend_data"),
      learner: this.calls.get("cmi.core.student_id"),
      language: this.calls.get("cmi.student_preference.language"),
      review: mode === "review" || mode === "browse",
      passing: percent(this.calls.get("cmi.student_data.mastery_score")),
    };
  }

  save(save: Save): boolean {
    const calls = this.calls;
    let kept = this.setStatus(save);
    if (save.result) {
      calls.set("cmi.core.score.min", "0");
      calls.set("cmi.core.score.max", "100");
      kept = calls.set("cmi.core.score.raw", String(Math.round(save.result.score * 100))) && kept;
    }
    calls.set("cmi.core.lesson_location", save.location.slice(0, 255));
    kept = calls.set("cmi.suspend_data", save.memo) && kept;
    calls.set("cmi.core.session_time", timespan(save.seconds));
    // The vocabulary of 1.2 has no "normal": that exit is the empty text.
    calls.set("cmi.core.exit", save.over ? "" : "suspend");
    return calls.commit() && kept;
  }

  answer(answer: Answer, index: number): boolean {
    const id = identifier(answer.id).slice(0, 255);
    const number = this.calls.numbered("cmi.interactions", index, id);
    const set = (element: string, value: string): boolean =>
      this.calls.set(`cmi.interactions.${number}.${element}`, value);
    if (number < 0) return false;
    const kept = set("type", type12(answer.type));
    set("time", timeOfDay(new Date(answer.at)));
    correct12(answer).forEach((one, place) => set(`correct_responses.${place}.pattern`, one));
    if (answer.weight !== undefined) set("weighting", String(answer.weight));
    set("latency", timespan(answer.latency));
    const told = set("student_response", response12(answer.type, answer.response));
    return set("result", verdict(answer, "wrong")) && told && kept;
  }

  close(): boolean {
    return this.calls.end();
  }

  /** A status only ever rises; the one that the system held is left alone where it stands. */
  private setStatus(save: Save): boolean {
    const result = save.result && (save.result.passed ? "passed" : "failed");
    const status = result || (save.done ? "completed" : "incomplete");
    if (RANKS.indexOf(status) <= RANKS.indexOf(this.status)) return true;
    if (TERMINAL.test(this.status) && !result) return true;
    if (!this.calls.set("cmi.core.lesson_status", status)) return false;
    this.status = status;
    return true;
  }
}

const NAMES = {
  get: "LMSGetValue",
  set: "LMSSetValue",
  commit: "LMSCommit",
  start: "LMSInitialize",
  end: "LMSFinish",
  error: "LMSGetLastError",
};

function percent(text: string): number | null {
  const value = parseFloat(text);
  return isFinite(value) ? value / 100 : null;
}
